"""Views that give the contract's columns as text: a source's SELECTs, or a mapping made SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data.ingest.checks import Reading
from data.ingest.errors import LoadError, listed
from data.ingest.mapping import Mapped
from data.ingest.reader import identifier
from data.ingest.registry import Source

_BLANK = r"E' \t\r\n'"


@dataclass(frozen=True)
class Plan:
    """What a load will do: the file's columns it reads and the SELECT for each table."""

    source: Source
    table: str | None
    wanted: tuple[str, ...]
    unused: tuple[str, ...]


def plan(source: Source, table: str | None, columns: Sequence[str], file: str) -> Plan:
    """Which columns of the file a source reads.  Raises LoadError when a mapping does not fit."""
    by_name = {name.lower(): name for name in columns}
    if source.kind == "pages":
        text = "\n".join(sql for _, sql in source.statements)
        unused = [name for name in columns
                  if f"'$.{name.rpartition('.')[2]}" not in text]
        return Plan(source, None, (), tuple(unused))
    if source.mapping:
        for key, name in source.mapping.columns.items():
            if name.lower() not in by_name:
                raise LoadError(f"{file} has no column {name!r} (columns.{key} of the mapping); "
                                f"its columns are {listed(tuple(columns))}")
        names = list(source.mapping.columns.values())
    elif table:
        from data.contract import TABLES

        names = list(TABLES[table].names)
    else:
        names = [*source.needs, *source.may_have]
    if source.mapping and "line_number" in (name.lower() for name in names):
        raise LoadError(f"{file}: a mapped column may not be called line_number; rename it")
    wanted = {by_name[name.lower()]: None for name in names if name.lower() in by_name}
    unused = [name for name in columns if name not in wanted]
    return Plan(source, table, tuple(wanted), tuple(unused))


def make_views(db: duckdb.DuckDBPyConnection, chosen: Plan) -> dict[str, str]:
    """Create the views of a filled file; returns the view of text columns by contract table."""
    source = chosen.source
    if source.mapping:
        db.execute(f"create view mapped_1 as {_mapping_sql(db, source.mapping, chosen.wanted)}")
        return {source.mapping.table: "mapped_1"}
    if source.kind == "contract":
        assert chosen.table
        db.execute("create view raw as select * from raw_file")
        db.execute(f"create view mapped_1 as {source.statements[0][1]}")
        return {chosen.table: "mapped_1"}
    if source.kind == "pages":
        _list_views(db, source)
    else:
        _table_view(db, source, chosen.wanted)
    views: dict[str, list[str]] = {}
    for number, (table, sql) in enumerate(source.statements, start=1):
        db.execute(f"create view mapped_{number} as {sql}")
        views.setdefault(table, []).append(f"mapped_{number}")
    for number, (table, names) in enumerate(views.items(), start=1):
        if len(names) > 1:
            union = " union all by name ".join(f"select * from {name}" for name in names)
            db.execute(f"create view union_{number} as {union}")
            views[table] = [f"union_{number}"]
    return {table: names[0] for table, names in views.items()}


def main_rows(source: Source) -> str | None:
    """A query of the lines that must come out again in some table; None where all do."""
    if source.kind in ("contract", "mapping"):
        return None
    if source.kind != "pages":
        return "select line_number from raw_file"
    main = {name.rpartition(".")[0] for fit in source.fits for name in fit}
    lists = ", ".join(f"'{name}'" for name in sorted({*main, "rows"}))
    return f"select line_number from raw_items where list in ({lists})"


def _list_views(db: duckdb.DuckDBPyConnection, source: Source) -> None:
    # Bare objects, one a line, stand for the list whose keys they have.
    keys = {str(key) for (key,) in db.execute(
        "select distinct unnest(json_keys(item)) from raw_items where list = 'rows'").fetchall()}
    bare = next((fit[0].rpartition(".")[0] for fit in source.fits
                 if {name.rpartition(".")[2] for name in fit} <= keys), None)
    for name in sorted(source.lists):
        also = " or list = 'rows'" if name == bare else ""
        db.execute(f"create view {identifier(f'raw_{name}')} as select line_number, item, page"
                   f" from raw_items where list = '{name}'{also}")


def _table_view(db: duckdb.DuckDBPyConnection, source: Source, wanted: Sequence[str]) -> None:
    have = {name.lower(): name for name in wanted}
    cells = "".join(
        f", {identifier(have[name.lower()]) if name.lower() in have else 'null::varchar'}"
        f" as {identifier(name)}"
        for name in (*source.needs, *source.may_have)
    )
    db.execute(f"create view raw as select line_number{cells} from raw_file")


def reading(source: Source) -> Reading:
    """How the dates of a source are read."""
    if not source.mapping:
        return Reading({})
    return Reading(source.mapping.formats, source.mapping.time_zone is not None,
                   source.mapping.minutes_after)


def _mapping_sql(db: duckdb.DuckDBPyConnection, mapped: Mapped, wanted: Sequence[str]) -> str:
    """SQL of a mapping: names are quoted and checked, values are variables."""
    have = {name.lower(): name for name in wanted}
    if mapped.time_zone:
        db.execute("set variable time_zone = $zone", {"zone": mapped.time_zone})
    cells = []
    for column in dict.fromkeys((*mapped.columns, *mapped.constants)):
        value = "null::varchar"
        if column in mapped.columns:
            value = identifier(have[mapped.columns[column].lower()])
        if column in mapped.unescape:
            value = (f"replace(replace(replace({value}, '&lt;', '<'), '&gt;', '>'),"
                     " '&amp;', '&')")
        if pairs := mapped.values.get(column):
            db.execute(f"set variable {identifier(f'{column} from')} = $texts",
                       {"texts": list(pairs)})
            db.execute(f"set variable {identifier(f'{column} to')} = $texts",
                       {"texts": list(pairs.values())})
            at = f"list_position(getvariable('{column} from'), trim({value}, {_BLANK}))"
            value = f"coalesce(getvariable('{column} to')[{at}], {value})"
        if column in mapped.constants:
            db.execute(f"set variable {identifier(f'{column} constant')} = $text",
                       {"text": mapped.constants[column]})
            value = (f"coalesce(nullif(trim({value}, {_BLANK}), ''),"
                     f" getvariable('{column} constant'))")
        cells.append(f"{value} as {identifier(column)}")
    return f"select line_number, {', '.join(cells)} from raw_file"
