"""JSON into ``raw_items``: JSON lines, pages of an interface, or a list of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.ingest import json_text
from data.ingest.errors import LoadError
from data.ingest.json_text import Found
from data.ingest.reader import BATCH, asked_text, cut, engine_path, identifier, prepare

LONGEST_DOCUMENT = 1 << 30
NOT_JSON = "not valid JSON"
NOT_OBJECT = "not a JSON object"
ARRIVED = pa.schema([("list", pa.string()), ("line", pa.int64()), ("ordinal", pa.int64()),
                     ("item", pa.string()), ("page", pa.string()), ("fault", pa.string())])


class JsonFile:
    """A file of JSON; ``columns`` are keys, of pages with their list: ``data.id``."""

    sheets: tuple[str, ...] = ()

    def __init__(
        self, path: Path, name: str, lists: frozenset[str], folder: Path, limit: int | None = None
    ) -> None:
        self.path, self.name, self._page_lists = path, name, lists
        self._arrived = folder / "arrived.parquet"
        keys: dict[str, dict[str, None]] = {}
        found = islice(enumerate(self._found(), start=1), limit)
        with pq.ParquetWriter(self._arrived, ARRIVED, compression="zstd",
                              compression_level=1) as writer:
            while batch := list(islice(found, BATCH)):
                columns: list[list[object]] = [[] for _ in ARRIVED]
                for ordinal, (line, one, fault) in batch:
                    if not fault:
                        keys.setdefault(one.list_name, {}).update(dict.fromkeys(one.value))
                    row = (one.list_name, line, ordinal, one.text, one.page, fault)
                    for column, value in zip(columns, row, strict=True):
                        column.append(value)
                writer.write_table(pa.table(columns, schema=ARRIVED))
        self.lists = tuple(keys)
        self.kind = "json" if self.lists in ((), ("rows",)) else "json pages"
        self.columns = tuple(
            key if name == "rows" else f"{name}.{key}" for name, of in keys.items() for key in of
        )

    def fill(
        self, db: duckdb.DuckDBPyConnection, wanted: Sequence[str], limit: int | None = None
    ) -> None:
        """Fill ``raw_items``, and ``raw_file`` from its rows with the wanted keys."""
        prepare(db)
        arrived = "read_parquet($path, hive_partitioning = false)"
        path = {"path": engine_path(self._arrived)}
        # The line is the better name for a row, but only where no two objects share one.
        alike = db.execute(f"select count(*) > count(distinct line) from {arrived}", path)
        number = "ordinal" if (alike.fetchone() or (False,))[0] else "line"
        # Python reads some texts that DuckDB does not (half of a surrogate pair, for one).
        db.execute(
            f"""insert into unreadable
            select {number}, coalesce(nullif(fault, ''), '{NOT_JSON}'),
                case when fault = '{NOT_OBJECT}' then 'the value is not an object'
                    else 'the text is not valid JSON' end,
                item
            from {arrived} where fault <> '' or not json_valid(item)""", path)
        db.execute(
            f"""create table raw_items as
            select list, {number} as line_number, item::json as item,
                nullif(page, '')::json as page
            from {arrived} where fault = '' and json_valid(item) order by {number}""", path)
        cells = "".join(f", {_cell(name)} as {identifier(name)}" for name in wanted)
        db.execute(f"create view raw_file as select line_number{cells} from raw_items"
                   " where list = 'rows'")

    def originals(
        self, db: duckdb.DuckDBPyConnection, lines: Iterable[int]
    ) -> Iterator[tuple[int, str]]:
        """The JSON text of each object."""
        return asked_text(db, "(select line_number, item::varchar as original_text"
                              " from raw_items)", lines)

    def _found(self) -> Iterator[tuple[int, Found, str]]:
        """Objects with their line and, where they cannot be used, why."""
        if _is_lines(self.path):
            yield from self._of_lines()
        else:
            yield from self._of_document()

    def _of_lines(self) -> Iterator[tuple[int, Found, str]]:
        with self.path.open(encoding="utf-8", newline="\n") as handle:
            for number, line in enumerate(handle, start=1):
                if not line.strip():
                    continue
                try:
                    found = list(json_text.objects(line, self._page_lists))
                except ValueError:
                    yield number, Found("", {}, 0, cut(line.rstrip("\r\n")), ""), NOT_JSON
                    continue
                for one in found:
                    yield number, one, "" if one.list_name else NOT_OBJECT

    def _of_document(self) -> Iterator[tuple[int, Found, str]]:
        if self.path.stat().st_size > LONGEST_DOCUMENT:
            raise LoadError(f"{self.name} is one JSON document of more than 1 GB; "
                            "save it as JSON lines")
        text = self.path.read_text(encoding="utf-8")
        line, counted = 1, 0
        try:
            for one in json_text.objects(text, self._page_lists):
                line += text.count("\n", counted, one.start)
                counted = one.start
                yield line, one, "" if one.list_name else NOT_OBJECT
        except ValueError as error:
            raise LoadError(f"{self.name} is not valid JSON: {error}") from None


def looks_like_json(path: Path) -> bool:
    """Whether a text begins as JSON does and not as a header would."""
    with path.open(encoding="utf-8") as handle:
        head = "".join(handle.read(4096).split())
    return head.startswith(("{\"", "{}", "[{", "[]", "[["))


def _is_lines(path: Path) -> bool:
    """Whether one of the first two lines is a whole JSON object by itself."""
    with path.open(encoding="utf-8", newline="\n") as handle:
        for line in islice((line for line in handle if line.strip()), 2):
            try:
                value, end = json_text.decode(line, json_text.skip(line, 0))
            except ValueError:
                continue
            if isinstance(value, dict) and not line[end:].strip():
                return True
    return False


def _cell(key: str) -> str:
    """SQL for one key of ``item`` as text; a list becomes its parts with ``|`` between."""
    pointer = "'/" + key.replace("~", "~0").replace("/", "~1").replace("'", "''") + "'"
    return (
        f"case when json_type(item, {pointer}) = 'ARRAY' then array_to_string(list_transform("
        f"json_extract(item, {pointer})::json[], lambda part: part->>'$'), '|')"
        f" else item->>{pointer} end"
    )
