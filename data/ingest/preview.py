"""A look at a file before it is loaded: its columns, first rows, and what a mapping makes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from data.home import Home
from data.ingest.load import context, read_and_check
from data.ingest.open_file import choose, known_sources, open_file, recognition
from data.ingest.reader import identifier
from data.ingest.registry import Recognition
from data.lake import REJECTED

if TYPE_CHECKING:  # a load looks at nothing, and pandas takes a tenth of the time of a small one
    import pandas as pd


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as text, with ``line_number``; ``sheets`` of a workbook."""

    kind: str
    columns: tuple[str, ...]
    rows: pd.DataFrame
    sheets: tuple[str, ...]
    recognition: Recognition


@dataclass(frozen=True)
class LoadPreview:
    """What a load of the first rows would keep and reject; nothing is written."""

    source: str
    tables: dict[str, pd.DataFrame]
    rejected: pd.DataFrame
    rows_in: int
    rows_kept: int
    rows_rejected: int
    reasons: dict[str, int]
    unused_columns: list[str]


def preview(
    path: Path | str, *, rows: int = 20, sheet: str | None = None, home: Home | None = None
) -> Preview:
    """Columns and first rows of a file.  Raises LoadError when it cannot be read at all."""
    known = known_sources(home)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as db:
        opened = open_file(Path(path), Path(folder), known, sheet=sheet, limit=rows)
        reader = opened.reader
        shown = reader.columns[:200]
        reader.fill(db, () if reader.kind == "json pages" else shown, rows)
        if reader.kind == "json pages":
            cells = 'list as "list", item::varchar as "item"'
            frame = db.execute(f"select line_number, {cells} from raw_items limit {rows}").df()
        else:
            names = ", ".join(("line_number", *(identifier(name) for name in shown)))
            frame = db.execute(
                f"select {names} from raw_file order by line_number limit {rows}").df()
        return Preview(reader.kind, reader.columns, frame, reader.sheets,
                       recognition(opened, known))


def preview_load(
    path: Path | str, *, rows: int = 200, source: str | None = None,
    mapping: Path | Mapping[str, Any] | None = None, brand: str | None = None,
    home: Home | None = None, now: datetime | None = None,
) -> LoadPreview:
    """What a load of the first ``rows`` rows would give.  Raises LoadError as a load would."""
    known = known_sources(home)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as db:
        work = Path(folder)
        opened = open_file(Path(path), work, known, limit=rows)
        opened, chosen = choose(opened, known, source=source, mapping=mapping)
        found = read_and_check(db, opened, chosen, context(home, brand, now),
                               lambda share, what: None, work=work, limit=rows)
        tables = {
            name: db.execute(
                f"select * exclude (faults) from kept_{name} order by line_number").df()
            for name in found.kept
        }
        rejected = pa.concat_tables(
            [REJECTED.empty_table(), *found.rejects(opened.reader)]).to_pandas()
        return LoadPreview(chosen.source.name, tables, rejected, found.rows_in,
                           sum(found.kept.values()), found.rejected, found.reasons,
                           list(chosen.unused))
