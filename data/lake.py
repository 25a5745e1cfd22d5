"""The lake: append-only Parquet parts and the manifest that says which of them count.

A load writes its parts under ``<table>/<load_id>.parquet`` and then, as its single commit point,
``manifest/<load_id>.json``. A part that no manifest names does not exist for a reader; the next
writer sweeps it away. So a process killed at any moment leaves either all of a load or none.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES, Kind, Table
from data.home import Home, sync

REJECTED = pa.schema(
    [
        ("table_name", pa.string()),
        ("line_number", pa.int64()),
        ("reason", pa.string()),
        ("original_text", pa.string()),
    ]
)
_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "list": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class Load:
    """One manifest entry.  ``rows_in == rows_kept + rows_rejected`` always holds."""

    load_id: str
    loaded_at: str
    source: str
    file: str
    file_hash: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    tables: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    repaired: dict[str, int] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    brand: str | None = None
    mapping_hash: str | None = None
    replaces: list[str] = field(default_factory=list)
    social_channels: list[str] = field(default_factory=list)

    @property
    def parts(self) -> int:
        """Parquet parts that hold the kept rows."""
        return len(self.tables)


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a lake part: the contract's columns and ``line_number``."""
    fields = [(column.name, _ARROW[column.kind]) for column in table]
    return pa.schema([*fields, ("line_number", pa.int64())])


def new_load_id() -> str:
    """An id that sorts by time of load."""
    return f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"


def now_iso() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def part_path(home: Home, table: str, load_id: str) -> Path:
    """Where the part of a load lies; ``table`` may also be ``rejected``."""
    return home.lake / table / f"{load_id}.parquet"


def write_part(home: Home, table: str, load_id: str, batches: Iterable[pa.Table]) -> int:
    """Write one part from Arrow tables and return its rows; nothing counts before ``commit``.

    ``table`` is a contract table or ``rejected``. Columns are cast to the contract's types;
    missing ones are null.
    """
    schema = REJECTED if table == "rejected" else arrow_schema(TABLES[table])
    target = part_path(home, table, load_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".writing")
    rows = 0
    with pq.ParquetWriter(temporary, schema, compression="zstd", compression_level=1) as writer:
        for batch in batches:
            columns = [
                batch[name].cast(schema.field(name).type)
                if name in batch.column_names
                else pa.nulls(batch.num_rows, schema.field(name).type)
                for name in schema.names
            ]
            writer.write_table(pa.table(columns, schema=schema))
            rows += batch.num_rows
    settle(temporary, target)
    return rows


def settle(temporary: Path, target: Path) -> None:
    """Move a finished file to its final name so that it is there whole or not at all."""
    sync(temporary)
    temporary.replace(target)
    sync(target.parent)


def commit(home: Home, load: Load) -> None:
    """Make a load count.  Raises ValueError when rows would be lost."""
    if load.rows_in != load.rows_kept + load.rows_rejected:
        raise ValueError(
            f"{load.file}: {load.rows_in} rows in, but {load.rows_kept} kept and "
            f"{load.rows_rejected} rejected"
        )
    home.manifest.mkdir(parents=True, exist_ok=True)
    target = home.manifest / f"{load.load_id}.json"
    temporary = target.with_suffix(".writing")
    temporary.write_text(json.dumps(asdict(load), indent=1), encoding="utf-8")
    settle(temporary, target)


def loads(home: Home) -> list[Load]:
    """The loads that count, oldest first; those that a later load replaces are left out."""
    found = [
        Load(**json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(home.manifest.glob("*.json"))
    ]
    gone = {old for load in found for old in load.replaces}
    return [load for load in found if load.load_id not in gone]


def parts(home: Home, table: str) -> list[Path]:
    """The parts of a table that count, oldest load first."""
    if table == "rejected":
        return [part_path(home, table, e.load_id) for e in loads(home) if e.rows_rejected]
    return [part_path(home, table, e.load_id) for e in loads(home) if e.tables.get(table)]


def already_loaded(
    home: Home, *, file_hash: str, source: str, brand: str | None, mapping_hash: str | None
) -> Load | None:
    """The earlier load of the same content under the same reading, if there is one."""
    same: Mapping[str, str | None] = {
        "file_hash": file_hash, "source": source, "brand": brand, "mapping_hash": mapping_hash
    }
    for load in loads(home):
        if all(getattr(load, name) == value for name, value in same.items()):
            return load
    return None


def sweep(home: Home) -> int:
    """Remove what killed loads left behind and return how many files; call under the lock."""
    kept = {load.load_id for load in loads(home)}
    removed = 0
    for path in home.lake.glob("*/*"):
        folder = path.parent.name
        orphan = path.suffix == ".writing"
        if folder not in ("scores", "links", "forecasts", "manifest", "tmp"):
            orphan = orphan or path.stem not in kept
        if orphan:
            path.unlink()
            removed += 1
    return removed
