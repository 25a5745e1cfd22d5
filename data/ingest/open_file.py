"""Opens a file of any kind that can be read, and says which source fits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.contract import TABLES
from data.home import Home
from data.ingest.clean import clean
from data.ingest.csv_file import CsvFile
from data.ingest.errors import LoadError, listed
from data.ingest.json_file import JsonFile, looks_like_json
from data.ingest.mapped import Plan, plan
from data.ingest.mapping import read_mapping
from data.ingest.reader import Reader
from data.ingest.registry import (
    CONTRACT,
    Recognition,
    Source,
    candidates,
    from_mapping,
    recognised,
    sources,
)
from data.ingest.sheet_file import ExcelFile, ParquetFile


@dataclass(frozen=True)
class Opened:
    """A file, its reader and what had to be mended in its bytes."""

    name: str
    reader: Reader
    repaired: dict[str, int]


def open_file(
    path: Path, folder: Path, known: list[Source], *, sheet: str | None = None,
    limit: int | None = None, name: str | None = None
) -> Opened:
    """Open a file; copies go to ``folder``.  Raises LoadError when it cannot be read at all."""
    name = name or path.name
    found = clean(path, folder)
    if found.kind == "excel":
        return Opened(name, ExcelFile(found.path, name, sheet), found.repaired)
    if found.kind == "parquet":
        return Opened(name, ParquetFile(found.path, name), found.repaired)
    if looks_like_json(found.path):
        lists = frozenset().union(*(source.lists for source in known))
        return Opened(name, JsonFile(found.path, name, lists, folder, limit), found.repaired)
    return Opened(name, CsvFile(found.path, name), found.repaired)


def choose(
    opened: Opened, known: list[Source], *, source: str | None,
    mapping: Path | Mapping[str, Any] | None
) -> tuple[Opened, Plan]:
    """The source that reads the file, named, mapped or recognised.  Raises LoadError if none."""
    if mapping is not None:
        mapped = read_mapping(mapping)
        at = mapping if isinstance(mapping, Path) else Path("the mapping")
        if mapped.sheet and isinstance(opened.reader, ExcelFile):
            opened = Opened(opened.name, opened.reader.of_sheet(mapped.sheet), opened.repaired)
        chosen = from_mapping(mapped, at)
        return opened, plan(chosen, None, opened.reader.columns, opened.name)
    asked = known
    if source is not None:
        asked = _named(source, known)
    opened, others = _right_sheet(opened, asked, source)
    columns = opened.reader.columns
    ranked = candidates(columns, asked)
    if source in TABLES:
        ranked = [one for one in ranked if one.table == source]
    best = ranked[0]
    if not best.missing and (source is not None or not best.excluded):
        made = plan(best.source, best.table, columns, opened.name)
        return opened, Plan(made.source, made.table, made.wanted, (*made.unused, *others))
    if source is not None:
        raise LoadError(f"{opened.name} does not fit {best.label}: it also needs "
                        f"{listed(best.missing)}; its columns are {listed(columns)}")
    raise LoadError(recognised(ranked).sentence(opened.name, columns))


def recognition(opened: Opened, known: list[Source]) -> Recognition:
    """What fits the columns of an opened file."""
    return recognised(candidates(opened.reader.columns, known))


def _named(name: str, known: list[Source]) -> list[Source]:
    wanted = CONTRACT if name in TABLES else name
    found = [one for one in known if one.name == wanted]
    if not found:
        names = tuple(one.name for one in known)
        raise LoadError(f"no source is called {name}; the sources are {listed(names, most=30)}")
    return found


def _right_sheet(
    opened: Opened, known: list[Source], source: str | None
) -> tuple[Opened, tuple[str, ...]]:
    """Of a workbook's sheets the one that fits; the others are named among what is not used."""
    book = opened.reader
    if not isinstance(book, ExcelFile) or len(book.sheets) == 1:
        return opened, ()
    fitting = []
    for title in book.sheets:
        best = candidates(book.of_sheet(title).columns, known)[0]
        if not best.missing and not best.excluded:
            fitting.append(title)
    if len(fitting) > 1:
        raise LoadError(f"{opened.name} has {len(fitting)} sheets that could be loaded "
                        f"({listed(tuple(fitting))}); name one with sheet = in a mapping")
    chosen = fitting[0] if fitting else book.sheet
    others = tuple(f"sheet {title}" for title in book.sheets if title != chosen)
    return Opened(opened.name, book.of_sheet(chosen), opened.repaired), others


def known_sources(home: Home | None) -> list[Source]:
    """The sources of this installation and home."""
    return sources(home)
