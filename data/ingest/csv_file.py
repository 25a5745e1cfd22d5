"""Delimited text into ``raw_file``: DuckDB's reader where all is well, the careful one else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from data.ingest import csv_rows
from data.ingest.csv_rows import LONGEST_CELL
from data.ingest.reader import (
    BATCH,
    UNREADABLE,
    cut,
    engine_path,
    file_spans,
    identifier,
    insert,
    lines_of,
    prepare,
)


class CsvFile:
    """A file of delimited text."""

    kind = "csv"
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.layout = csv_rows.layout(path, name)
        self.columns = self.layout.header

    def fill(
        self, db: duckdb.DuckDBPyConnection, wanted: Sequence[str], limit: int | None = None
    ) -> None:
        """Read the wanted columns; both ways of reading give the same rows."""
        if limit is not None or len(self.columns) == 1 or not fill_fast(db, self, wanted):
            fill_careful(db, self, wanted, limit)

    def originals(
        self, db: duckdb.DuckDBPyConnection, lines: Iterable[int]
    ) -> Iterator[tuple[int, str]]:
        """The physical lines of each row."""
        yield from lines_of(self.path, file_spans(db, "raw_file", lines))


def fill_fast(db: duckdb.DuckDBPyConnection, file: CsvFile, wanted: Sequence[str]) -> bool:
    """Read with DuckDB; False, and nothing made, when there is any doubt about the result."""
    seen = _look(file.path, file.layout)
    if seen is None:
        return False
    try:
        breaks = _read(db, file, wanted, seen)
    except duckdb.Error:
        breaks = None
    if breaks is None:
        db.execute("drop table if exists raw_cells")
        return False
    before = file.layout.lines_before
    prepare(db)
    if not breaks:
        db.execute(f"create view raw_file as select rowid + {before + 1} as line_number,"
                   f" {COLUMNS} from raw_cells")
    else:
        db.execute(
            f"""create table raw_file as select
                rowid + {before + 1} + coalesce(sum({BREAKS}) over (order by rowid
                    rows between unbounded preceding and 1 preceding), 0)::bigint as line_number,
                {COLUMNS} from raw_cells""")
        db.execute("drop table raw_cells")
    return True


# No column of a file is called so: names of columns are trimmed.
BREAKS, EMPTY = '" breaks"', '" empty at end"'
COLUMNS = f"* exclude ({BREAKS}, {EMPTY})"


@dataclass(frozen=True)
class _Seen:
    """Data lines of a file, and how many end with at least 1, 2, ... delimiters."""

    lines: int
    open_ends: list[int]


def _look(path: Path, layout: csv_rows.Layout) -> _Seen | None:
    """What the bytes say about the rows; None where line ends are mixed.

    Carriage returns are a doubt: DuckDB 2.0 loses one that begins a quoted cell.
    """
    lines = blank = 0
    end = layout.newline.encode()
    delimiter = layout.delimiter.encode()
    open_ends: list[int] = []
    # DuckDB takes a quote after one space for the start of a quoted cell, but not after two,
    # and lets a quoted text follow another in one cell.
    start = rb"(?:^|\n|" + re.escape(delimiter) + rb")"
    odd_quote = re.compile(start + rb' {2,}"|' + start + rb' *(?:"")+ +"|[^"](?:"")*" +"')
    with path.open("rb") as handle:
        for _ in range(layout.lines_before):
            handle.readline()
        while chunk := handle.read(1 << 22) + handle.readline():
            if not chunk.endswith(b"\n"):
                chunk += end
            count = chunk.count(b"\n")
            if chunk.count(b"\r") != (chunk.count(b"\r\n") if end == b"\r\n" else 0):
                return None
            if (b'  "' in chunk or b'" "' in chunk) and odd_quote.search(chunk):
                return None
            body = chunk.rstrip(b"\r\n")
            if body:
                after = chunk.count(b"\n", len(body)) - 1
                lines, blank = lines + blank + count - after, after
            else:
                blank += count
            for width in range(1, len(layout.header) + 1):
                found = chunk.count(delimiter * width + end)
                if not found:
                    break
                if width == len(layout.header):
                    return None
                if len(open_ends) < width:
                    open_ends.append(0)
                open_ends[width - 1] += found
    return _Seen(lines, open_ends)


def _read(
    db: duckdb.DuckDBPyConnection, file: CsvFile, wanted: Sequence[str], seen: _Seen
) -> int | None:
    """Fill ``raw_cells``; returns how many line breaks stand in cells, None on doubt."""
    _read_cells(db, file, wanted, seen, line_breaks=False)
    rows, breaks = _number(db, "count(*)"), 0
    if rows != seen.lines:
        # Some cells hold line breaks: count them, so that later rows keep their line.
        db.execute("drop table raw_cells")
        _read_cells(db, file, wanted, seen, line_breaks=True)
        breaks = _number(db, f"coalesce(sum({BREAKS}), 0)")
    longest = ", ".join(f"max(strlen({identifier(name)}))" for name in wanted)
    if rows + breaks != seen.lines:
        return None
    if longest and _number(db, f"coalesce(greatest({longest}, 0), 0)") > LONGEST_CELL:
        return None
    # DuckDB drops an empty cell too many at the end of a row; here that is a ragged row.
    counts = [_number(db, f"count(*) filter ({EMPTY} >= {width})")
              for width in range(1, len(seen.open_ends) + 1)]
    return breaks if counts == seen.open_ends else None


def _read_cells(
    db: duckdb.DuckDBPyConnection, file: CsvFile, wanted: Sequence[str], seen: _Seen,
    *, line_breaks: bool,
) -> None:
    width = len(file.columns)
    numbers = {name: number for number, name in enumerate(file.columns)}
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    cells = [f"c{numbers[name]} as {identifier(name)}" for name in wanted]
    counted = " + ".join(
        f"coalesce(length(c{number}) - length(replace(c{number}, chr(10), '')), 0)"
        for number in range(width))
    cells.append(f"{counted if line_breaks else '0'} as {BREAKS}")
    whens = " ".join(f"when c{width - 1 - at} is not null then {at}"
                     for at in range(min(len(seen.open_ends), width)))
    empty = f"case {whens} else {len(seen.open_ends)} end" if whens else "0"
    cells.append(f"{empty} as {EMPTY}")
    db.execute(
        f"""create table raw_cells as select {', '.join(cells)} from read_csv(
            $path, columns = {{{names}}}, auto_detect = false, header = false,
            skip = {file.layout.lines_before}, delim = $delimiter, quote = '"', escape = '"',
            nullstr = '', allow_quoted_nulls = false, strict_mode = true, ignore_errors = false,
            null_padding = false, hive_partitioning = false,
            max_line_size = {LONGEST_CELL})""",
        {"path": engine_path(file.path), "delimiter": file.layout.delimiter},
    )


def _number(db: duckdb.DuckDBPyConnection, what: str) -> int:
    found = db.execute(f"select {what} from raw_cells").fetchone()
    return int(found[0]) if found else 0


def fill_careful(
    db: duckdb.DuckDBPyConnection, file: CsvFile, wanted: Sequence[str], limit: int | None = None
) -> None:
    """Read row by row; rows that cannot be read go to ``unreadable``."""
    prepare(db)
    columns = "".join(f", {identifier(name)} varchar" for name in wanted)
    db.execute(f"create table raw_file (line_number bigint{columns})")
    at = [file.columns.index(name) for name in wanted]
    rows = islice(csv_rows.rows(file.path, file.layout), limit)
    while batch := list(islice(rows, BATCH)):
        good = [row for row in batch if not row.fault]
        bad = [row for row in batch if row.fault]
        arrays = [pa.array([row.line_number for row in good], pa.int64())]
        for index in at:
            arrays.append(pa.array([row.cells[index] or None for row in good], pa.string()))
        # Positions, not names: two names may differ in nothing that Arrow or SQL would see.
        insert(db, "raw_file", pa.table(arrays, names=[f"c{n}" for n in range(len(arrays))]))
        if bad:
            insert(db, "unreadable", pa.table(
                [[row.line_number for row in bad], [row.fault for row in bad],
                 [row.detail for row in bad], [cut(row.original) for row in bad]],
                schema=UNREADABLE))
