"""What a person should know about a load that went well: brands, repeats, ids that merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from data import lake
from data.home import Home
from data.ingest.mapped import Plan
from data.ingest.reader import engine_path

NO_BRAND = ("no brand is named, so every post counts as a customer's; name yours with --brand or "
            "in settings.toml")


def asks_for_brands(chosen: Plan) -> bool:
    """Whether the source's SQL tells posts of our own by the brands."""
    return any("getvariable('brands')" in sql for _, sql in chosen.source.statements)


def of_brands(chosen: Plan, brands: Sequence[str]) -> list[str]:
    """A note where a source needs our brands to tell our posts and none is named."""
    return [NO_BRAND] if asks_for_brands(chosen) and not brands else []


def of_repeats(
    home: Home, *, file_hash: str, source: str, tables: Iterable[str]
) -> list[str]:
    """A note for each other source under which the same bytes fill the same tables already."""
    wanted = set(tables)
    names = {load.source for load in lake.loads(home) if load.file_hash == file_hash
             and load.source != source and wanted & set(load.tables)}
    return [f"this file was loaded before as {name}; its rows count twice"
            for name in sorted(names)]


def of_shared_ids(
    db: duckdb.DuckDBPyConnection, home: Home, *, source: str, replaced: Sequence[str]
) -> list[str]:
    """A note where ids of ``kept_interactions`` stand in the lake for something else.

    A row whose id comes again with another channel or direction is hardly a newer version.
    """
    parts = [engine_path(path) for path in lake.parts(home, "interactions")
             if path.stem not in replaced]
    if not parts:
        return []
    found = db.execute(
        """select count(*) from kept_interactions as new where exists (
            select 1 from read_parquet($parts, hive_partitioning = false) as old
            where old.interaction_id = new.interaction_id and old.source = new.source
                and (old.channel, old.direction) <> (new.channel, new.direction))""",
        {"parts": parts}).fetchone()
    count = int(found[0]) if found else 0
    if not count:
        return []
    ids = "1 id of this file stands" if count == 1 else f"{count:,} ids of this file stand"
    return [f"{ids} in the lake already for source {source} with another channel or direction; "
            "rows with one id count as one, so add a `source` column where they are different "
            "messages"]
