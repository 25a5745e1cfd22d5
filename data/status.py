"""What is in a home: sources, parts, rows, rejected rows, freshness of the warehouse."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import pandas as pd

from data import lake
from data.home import Home
from data.warehouse import NoWarehouse, Warehouse


@dataclass(frozen=True)
class SourceStatus:
    """What one source has brought so far."""

    source: str
    loads: int
    parts: int
    rows_in: int
    rows_kept: int
    rows_rejected: int
    newest_published_at: str | None
    last_loaded_at: str


@dataclass(frozen=True)
class Status:
    """The state of a home; times are UTC, ages in seconds."""

    home: str
    sources: list[SourceStatus] = field(default_factory=list)
    newest_published_at: str | None = None
    warehouse_version: str | None = None
    warehouse_built_at: str | None = None
    warehouse_age_seconds: float | None = None
    loads_since_build: int = 0

    @property
    def rows_kept(self) -> int:
        """Rows of all sources."""
        return sum(one.rows_kept for one in self.sources)

    def as_json(self) -> dict[str, object]:
        """The status as plain values."""
        return asdict(self)


def status(home: Home) -> Status:
    """Read the manifest, the parts' times and the warehouse's facts."""
    loads = [load for load in lake.loads(home) if load.rows_in]
    newest = newest_times(home)
    sources = []
    for name in sorted({load.source for load in loads}):
        own = [load for load in loads if load.source == name]
        times = [at for load in own if (at := newest.get(load.load_id))]
        sources.append(SourceStatus(
            source=name,
            loads=len(own),
            parts=sum(load.parts for load in own),
            rows_in=sum(load.rows_in for load in own),
            rows_kept=sum(load.rows_kept for load in own),
            rows_rejected=sum(load.rows_rejected for load in own),
            newest_published_at=max(times, default=None),
            last_loaded_at=max(load.loaded_at for load in own),
        ))
    facts = _warehouse_facts(home)
    built_at = facts.get("built_at")
    return Status(
        home=str(home.path),
        sources=sources,
        newest_published_at=max((t for t in newest.values() if t), default=None),
        warehouse_version=facts.get("version"),
        warehouse_built_at=built_at,
        warehouse_age_seconds=_age_seconds(built_at),
        loads_since_build=sum(
            1 for load in lake.loads(home) if load.load_id > facts.get("version", "0")),
    )


def _age_seconds(built_at: str | None) -> float | None:
    if built_at is None:
        return None
    return round((datetime.now(UTC) - datetime.fromisoformat(built_at)).total_seconds(), 1)


def newest_times(home: Home) -> dict[str, str | None]:
    """Newest ``published_at`` per load, from the statistics in the parts' footers."""
    import pyarrow.parquet as pq

    out: dict[str, str | None] = {}
    for path in lake.parts(home, "interactions"):
        footer = pq.ParquetFile(path).metadata
        index = footer.schema.names.index("published_at")
        times = []
        for group in range(footer.num_row_groups):
            found = footer.row_group(group).column(index).statistics
            if found is not None and found.has_min_max:
                times.append(found.max)
        newest = max(times, default=None)
        out[path.stem] = None if newest is None else newest.isoformat(timespec="seconds")
    return out


def _warehouse_facts(home: Home) -> dict[str, str]:
    from data.metrics.facts import build_facts

    try:
        return build_facts(Warehouse(home))
    except NoWarehouse:
        return {}


def rejected_rows(home: Home, *, source: str | None = None) -> pd.DataFrame:
    """Every rejected row: source, file, table_name, line_number, reason, original_text."""
    import pyarrow.parquet as pq

    columns = ["source", "file", "table_name", "line_number", "reason", "original_text"]
    frames = []
    for load in lake.loads(home):
        if load.rows_rejected and (source is None or load.source == source):
            path = lake.part_path(home, "rejected", load.load_id)
            frames.append(pq.read_table(path).to_pandas().assign(
                source=load.source, file=load.file)[columns])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
