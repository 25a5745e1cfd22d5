"""Excel workbooks and Parquet into ``raw_file``."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data.ingest.checks import NATIVE
from data.ingest.csv_rows import column_names
from data.ingest.errors import LoadError, listed
from data.ingest.reader import BATCH, asked_text, cut, engine_path, identifier, insert, prepare


class ExcelFile:
    """One sheet of a workbook; its first row with content is the header."""

    kind = "excel"

    def __init__(self, path: Path, name: str, sheet: str | None) -> None:
        self.path, self.name = path, name
        filled = {title: head for title, head in self._heads() if head}
        self.sheets = tuple(filled)
        if sheet is not None and sheet not in filled:
            raise LoadError(f"{name} has no sheet {sheet!r} with content; "
                            f"its sheets are {listed(self.sheets)}")
        if not filled:
            raise LoadError(f"{name} has no sheet with content")
        self.sheet = sheet or self.sheets[0]
        self.columns = column_names(filled[self.sheet])

    def of_sheet(self, sheet: str) -> ExcelFile:
        """The same workbook, another sheet."""
        return ExcelFile(self.path, self.name, sheet)

    def fill(
        self, db: duckdb.DuckDBPyConnection, wanted: Sequence[str], limit: int | None = None
    ) -> None:
        """Read the rows; a row with no content at all is no row."""
        prepare(db)
        columns = "".join(f", {identifier(name)} varchar" for name in wanted)
        db.execute(f"create table raw_file (line_number bigint{columns})")
        db.execute("create table raw_original (line_number bigint, original_text varchar)")
        at = [self.columns.index(name) for name in wanted]
        rows = islice(self._rows(), limit)
        while batch := list(islice(rows, BATCH)):
            numbers = pa.array([number for number, _ in batch], pa.int64())
            arrays = [numbers]
            for index in at:
                arrays.append(pa.array([row[index] if index < len(row) else None
                                        for _, row in batch], pa.string()))
            insert(db, "raw_file", pa.table(arrays, names=[f"c{n}" for n in range(len(arrays))]))
            texts = [cut("\t".join(cell or "" for cell in row)) for _, row in batch]
            insert(db, "raw_original", pa.table({"a": numbers, "b": pa.array(texts)}))

    def originals(
        self, db: duckdb.DuckDBPyConnection, lines: Iterable[int]
    ) -> Iterator[tuple[int, str]]:
        """The cells of each row with tabs between them."""
        return asked_text(db, "raw_original", lines)

    def _heads(self) -> Iterator[tuple[str, list[str]]]:
        with self._open() as books:
            for title in books[0].sheetnames:
                head = next((row for _, row in _cells(books, title)), [])
                yield title, [cell or "" for cell in head]

    def _rows(self) -> Iterator[tuple[int, list[str | None]]]:
        with self._open() as books:
            yield from islice(_cells(books, self.sheet), 1, None)

    @contextmanager
    def _open(self) -> Iterator[tuple[Any, Any]]:
        """The workbook twice: with the values of its formulas, and with the formulas."""
        import openpyxl

        try:
            with zipfile.ZipFile(self.path) as archive:
                if "xl/workbook.xml" not in archive.namelist():
                    raise LoadError(f"{self.name} is a zip archive, not a workbook; unpack it")
            # Opened here, since openpyxl would ask the name what the file is.
            with self.path.open("rb") as values, self.path.open("rb") as formulas:
                yield (openpyxl.load_workbook(values, read_only=True, data_only=True),
                       openpyxl.load_workbook(formulas, read_only=True))
        except LoadError:
            raise
        except Exception as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> LoadError:
        # openpyxl lets whatever its XML and zip readers raise through: any of it means the same.
        return LoadError(f"{self.name} is a broken workbook: {type(error).__name__}: {error}")


def _cells(books: tuple[Any, Any], title: str) -> Iterator[tuple[int, list[str | None]]]:
    """Rows with content; a formula that was never calculated counts as its own text."""
    values, formulas = (book[title] for book in books)
    if not hasattr(values, "iter_rows"):
        return  # a sheet that is a chart
    pairs = zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True),
                strict=False)
    for number, (row, written) in enumerate(pairs, start=1):
        cells = [_as_text(value if value is not None else formula)
                 for value, formula in zip(row, written, strict=False)]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).strip() or None


class ParquetFile:
    """A Parquet file; a value that is missing or not a number is an empty cell."""

    kind = "parquet"
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        with duckdb.connect() as db:
            try:
                found = db.execute("describe select * from read_parquet($path,"
                                   " hive_partitioning = false)",
                                   {"path": engine_path(path)}).fetchall()
            except duckdb.Error as error:
                raise self._broken(error) from None
        self.columns = tuple(name for name, *_ in found)
        self._types = {name: str(kind) for name, kind, *_ in found}
        self._kept: frozenset[str] = frozenset()

    def keep_types(self, kinds: Mapping[str, str]) -> None:
        """Leave columns as they are where the file has the type that is wanted of them.

        ``kinds``: what the contract calls the type, by column.  To write a moment as text and to
        read it again takes longer than all else that is done to it.
        """
        self._kept = frozenset(name for name, kind in self._types.items()
                               if kind in NATIVE.get(kinds.get(name, ""), ()))

    def fill(
        self, db: duckdb.DuckDBPyConnection, wanted: Sequence[str], limit: int | None = None
    ) -> None:
        """Read the wanted columns as text; the line number is the number of the row."""
        prepare(db)
        cells = "".join(f", {self._cell(name)} as {identifier(name)}" for name in wanted)
        cut_off = "" if limit is None else f" limit {int(limit)}"
        try:
            db.execute(
                f"create table raw_file as select file_row_number + 1 as line_number{cells}"
                f" from read_parquet($path, file_row_number = true,"
                f" hive_partitioning = false){cut_off}",
                {"path": engine_path(self.path)},
            )
        except duckdb.Error as error:
            raise self._broken(error) from None

    def originals(
        self, db: duckdb.DuckDBPyConnection, lines: Iterable[int]
    ) -> Iterator[tuple[int, str]]:
        """Each row as JSON."""
        db.execute("create or replace temp table raw_original as select line_number,"
                   " to_json(raw_file)::varchar as original_text from raw_file")
        return asked_text(db, "raw_original", lines)

    def _cell(self, name: str) -> str:
        kind = self._types[name]
        if name not in self._kept:
            return _parquet_cell(name, kind)
        column = identifier(name)
        return f"case when not isnan({column}) then {column} end" if kind == "DOUBLE" else column

    def _broken(self, error: Exception) -> LoadError:
        return LoadError(f"{self.name} is a broken Parquet file: {error}")


def _parquet_cell(name: str, kind: str) -> str:
    column = identifier(name)
    if kind.endswith("]"):
        return f"array_to_string({column}::varchar[], '|')"
    if kind in ("DOUBLE", "FLOAT"):
        return (f"case when isnan({column}) then null when {column} = floor({column})"
                f" and abs({column}) < 1e15 then {column}::bigint::varchar"
                f" else {column}::varchar end")
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"{column}::timestamp::varchar"
    if kind.startswith(("STRUCT", "MAP")):
        return f"to_json({column})::varchar"
    return f"{column}::varchar"
