"""What every reader of a file format offers, and the tables it fills.

``raw_file`` holds the rows of a table-like file: ``line_number`` and text columns under the
file's own names.  ``raw_items`` holds the objects of JSON: ``list``, ``line_number``, ``item`` and
``page`` as JSON text.  ``unreadable`` holds rows that could not be read at all.
``line_number`` is unique within a file.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa

BATCH = 20_000
LONGEST_ORIGINAL = 100_000

UNREADABLE = pa.schema([("line_number", pa.int64()), ("kind", pa.string()),
                        ("detail", pa.string()), ("original_text", pa.string())])


class Reader(Protocol):
    """A file that has been opened: its columns are known, its rows not yet read."""

    kind: str
    columns: tuple[str, ...]
    sheets: tuple[str, ...]

    def fill(
        self, db: duckdb.DuckDBPyConnection, wanted: Sequence[str], limit: int | None = None
    ) -> None:
        """Fill the raw tables with the wanted columns (all rows, or the first ``limit``)."""

    def originals(
        self, db: duckdb.DuckDBPyConnection, lines: Iterable[int]
    ) -> Iterator[tuple[int, str]]:
        """The original text of rows by ``line_number``; ``lines`` are sorted."""


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def engine_path(path: Path) -> str:
    """A path for DuckDB's readers, which take ``*``, ``?`` and ``[`` in it for a pattern."""
    return glob.escape(str(path))


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Create the empty table of rows that cannot be read."""
    db.execute("create table unreadable (line_number bigint, kind varchar, detail varchar,"
               " original_text varchar)")


def insert(db: duckdb.DuckDBPyConnection, name: str, batch: pa.Table) -> None:
    """Append an Arrow table to a table of the same columns."""
    db.register("arriving", batch)
    db.execute(f"insert into {identifier(name)} select * from arriving")
    db.unregister("arriving")


def cut(text: str) -> str:
    """An original text, cut where nobody would read on; the cut says so."""
    if len(text) <= LONGEST_ORIGINAL:
        return text
    return f"{text[:LONGEST_ORIGINAL]}… ({len(text):,} characters in all)"


def lines_of(
    path: Path, spans: Iterable[tuple[int, int | None]]
) -> Iterator[tuple[int, str]]:
    """The text of line spans ``(first, first of the next row or None)``, sorted by ``first``."""
    with path.open(encoding="utf-8", newline="\n") as handle:
        number, line = 1, handle.readline()
        for first, after in spans:
            while number < first and line:
                number, line = number + 1, handle.readline()
            parts: list[str] = []
            while line and (after is None or number < after):
                if sum(map(len, parts)) <= LONGEST_ORIGINAL:
                    parts.append(line)
                number, line = number + 1, handle.readline()
            yield first, cut("".join(parts).rstrip("\r\n"))


def file_spans(
    db: duckdb.DuckDBPyConnection, raw: str, lines: Iterable[int]
) -> Iterator[tuple[int, int | None]]:
    """Where rows of a text file begin and the next row begins; ``raw`` is the table of rows."""
    db.register("asked", pa.table({"line_number": pa.array(lines, pa.int64())}))
    cursor = db.execute(
        f"""select line_number, after from (
            select line_number, lead(line_number) over (order by line_number) as after
            from (select line_number from {identifier(raw)}
                  union select line_number from unreadable))
        where line_number in (select line_number from asked) order by line_number"""
    )
    found = cursor.fetchall()
    db.unregister("asked")
    yield from found


def asked_text(
    db: duckdb.DuckDBPyConnection, source: str, lines: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """``original_text`` of the asked lines from a table that has it."""
    db.register("asked", pa.table({"line_number": pa.array(lines, pa.int64())}))
    found = db.execute(
        f"select line_number, original_text from {source}"
        " where line_number in (select line_number from asked) order by line_number"
    ).fetchall()
    db.unregister("asked")
    yield from ((number, cut(text)) for number, text in found)
