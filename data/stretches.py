"""What a build reads: the lake as views and newest rows, and its time in stretches.

DuckDB only: a Parquet part is told from its file's name.
"""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pandas as pd

from data import lake
from data.carry import Since
from data.contract import TABLES, ddl
from data.home import Home
from data.sqlfiles import bind, fill_names, sql_file

# Interactions that are joined, sorted and written at a time: what bounds the memory of a build.
STRETCH = 2_000_000
# Tables that several sources bring in part; the others come whole from one.
MERGED = ("customers", "handles", "agents")
# What numbers the interactions of a stretch and ties them to conversations, in this order.
NUMBERS = ("50_numbers", "51_stretch_threads", "52_earlier_threads", "53_new_threads",
           "54_row_keys")
IN_ORDER = "order by i.row_id"
# Columns of marts that are empty where the column of the same name is empty in the lake, and those
# of interactions that are made from texts.
FROM_TEXT = ("masked_text", "words", "text_language", "subjectivity", "sentiment_confidence",
             "purpose_confidence")
PASSED = {
    "interactions": ("conversation_id", "in_reply_to", "handle", "author_name",
                     "author_followers", "text", "language", "ingested_at", "assigned_at",
                     "first_reply_at", "resolved_at", "handle_seconds", "agent_id", "department",
                     "campaign_id", "likes", "shares", "brand"),
    "conversations": ("handle", "brand", "resolved_at", "department", "agent_id"),
    "inbound_waits": ("author_followers", "shares", "handle_seconds"),
    "handled": ("agent_id", "handle_seconds"),
}
Stretch = dict[str, object]


def listed(files: Sequence[Path]) -> str:
    """Files as a list in SQL, for a view, which takes no bound values."""
    # A folder's name may hold what DuckDB would take for a pattern.
    return "[" + ", ".join("'" + glob.escape(str(one)).replace("'", "''") + "'"
                           for one in files) + "]"


def read_lake(home: Home, db: duckdb.DuckDBPyConnection) -> None:
    """For each contract table: the lake's parts as one view, and the newest of each key."""
    loads = lake.loads(home)
    store(db, "lake_loads", pd.DataFrame({
        "load_id": pd.Series([load.load_id for load in loads], dtype="str"),
        "source": pd.Series([load.source for load in loads], dtype="str")}), temporary=True)
    for name, spec in TABLES.items():
        files = lake.parts(home, name)
        if files:
            # DuckDB only: the load is told from the part's file name.
            source = (f"read_parquet({listed(files)}, filename = true, file_row_number = true, "
                      "union_by_name = true)")
            found = {row[0] for row in db.execute(f"describe from {source}").fetchall()}
            # Parts of an earlier Decaf lack the columns that came into the contract since.
            newer = "".join(f", cast(null as {column.sql_type}) as {column.name}"
                            for column in spec if column.name not in found)
            db.execute(
                f"create temp view lake_{name} as "
                f"select * exclude (filename, file_row_number){newer}, "
                "file_row_number as part_row, parse_filename(filename, true) as load_id "
                f"from {source}"
            )
        else:
            db.execute(ddl(spec, name=f"lake_{name}", temporary=True,
                                more=("line_number BIGINT", "part_row BIGINT", "load_id VARCHAR")))
        if name == "interactions":  # large, so it has steps of its own
            continue
        order = (*spec.newest, "load_id", "line_number")
        file = "13_newest_merged" if name in MERGED else "10_newest"
        sql = fill_names(sql_file(f"staging/{file}.sql"), table=(name,), key=spec.key,
                         order=tuple(f"{column} desc nulls last" for column in order))
        sql = sql.replace("{merged}", ",\n    ".join(
            f"arg_min({column}, version_order) filter (where {column} is not null) as {column}"
            for column in spec.names if column not in spec.key))
        db.execute(f"create temp table newest_{name} as {sql}")


def make_threads(db: duckdb.DuckDBPyConnection) -> None:
    """Tables that fill while interactions are numbered: threads so far, and no straddlers yet."""
    db.execute("create temp table threads (source varchar, thread varchar, first_row bigint)")
    db.execute("create temp table straddlers "
               "(source varchar, interaction_id varchar, conversation_key bigint)")


def empty_columns(home: Home, db: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Columns of interactions in which no part of the lake has a value, as the parts tell."""
    names = frozenset(TABLES["interactions"].names)
    files = [glob.escape(str(path)) for path in lake.parts(home, "interactions")]
    if not files:
        return names
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    full = db.execute(
        f"select path_in_schema from parquet_metadata([{listed}]) group by path_in_schema "
        "having coalesce(sum(num_values) > sum(stats_null_count), true) "
        "or count(*) > count(stats_null_count)").fetchall()
    return names - {row[0] for row in full}


def stretches_of_time(db: duckdb.DuckDBPyConnection, since: Since) -> list[Stretch]:
    """Stretches of whole UTC days with about as many interactions each, from ``since`` to the end.

    A local day belongs to the stretch of the UTC day of the same name, but the first may begin
    within a day.
    """
    starts, rows = [since.at.date()], 0
    for day, count in db.execute(
            "select cast(published_at as date) as day, count(*) from newest_interactions "
            "where published_at >= $at group by day order by day", {"at": since.at}).fetchall():
        if rows and rows + count > STRETCH:
            starts.append(day)
            rows = 0
        rows += count
    ends = [*starts[1:], date(9999, 12, 31)]
    found: list[Stretch] = [
        {"from_at": datetime.combine(start, time.min), "from_day": start,
         "until_at": datetime.combine(end, time.min), "until_day": end}
        for start, end in zip(starts, ends, strict=True)]
    found[0] |= {"from_at": since.at, "from_day": since.day}
    return found


def make_by_stretches(
    db: duckdb.DuckDBPyConnection, kind: str, name: str, sql: str, stretches: Sequence[Stretch],
    values: Mapping[str, object], empty: frozenset[str], since: Since,
) -> None:
    """Create a table from a statement that is run once for each stretch, oldest first.

    ``empty``: columns of interactions without a value in the lake.  Where not all is made, the
    table is there and its last part comes anew.
    """
    nulls = _nulls(name, empty)
    types: dict[str, str] = {}
    if nulls and not since.is_whole:
        sql = f"select * exclude ({', '.join(nulls)}) from ({sql})"
    elif nulls:
        # A column without a value costs nothing when it is added at the end.
        first = {**values, **stretches[0], "rows_before": 0}
        _number(db, name, first)
        db.execute(f"create temp table shape as from ({sql}) limit 0", bind(sql, first))
        every = dict(db.execute("select column_name, column_type from (describe shape)").fetchall())
        types = {column: every[column] for column in nulls}
        db.execute("drop table shape")
        sql = f"select * exclude ({', '.join(nulls)}) from ({sql})"
    rows = max(since.row - 1, 0)
    # Joins as they are written, the longest table first: so the engine does not take a part of the
    # lake for one row, and rows come about in its order, without a sort.
    db.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    for number, stretch in enumerate(stretches):
        bound = {**values, **stretch, "rows_before": rows}
        in_order = _number(db, name, bound)
        # Wide rows that come in the order of time are not sorted once more.
        asked = sql.replace(IN_ORDER, "") if in_order else sql
        db.execute(f"set preserve_insertion_order = {str(in_order).lower()}")
        into = (f"create {kind} {name} as {asked}" if since.is_whole and not number
                else f"insert into {name} by name {asked}")
        rows += int(db.execute(into, bind(asked, bound)).fetchall()[0][0])
    db.execute("reset disabled_optimizers")
    db.execute("reset preserve_insertion_order")
    for column in types:
        db.execute(f"alter table {name} add column {column} {types[column]}")


def _number(db: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]) -> bool:
    """Number the interactions of a stretch, for the mart that asks for it.

    Each conversation is looked for among those of the stretch, so that the time it takes does not
    grow with the company.  Returns whether they lie one after the other in one part of the lake, in
    the order of time.
    """
    if name != "interactions":
        return False
    for one in NUMBERS:
        sql = sql_file(f"staging/{one}.sql")
        db.execute(f"create or replace temp table {one[3:]} as {sql}", bind(sql, values))
    db.execute("insert into threads from new_threads")
    return bool(db.execute(
        "select count(distinct load_id) = 1 and "
        "max(row_id - part_row) = min(row_id - part_row) from numbers").fetchall()[0][0])


def _nulls(name: str, empty: frozenset[str]) -> list[str]:
    """Columns of a mart that hold nothing because the lake has no value for them."""
    found = [column for column in PASSED.get(name, ()) if column in empty]
    if name == "interactions" and "text" in empty:
        found += FROM_TEXT
    return found


def store(db: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame,
          sql: str = "select * from frame", *, temporary: bool = False) -> None:
    """Create a table from a frame."""
    db.register("frame", frame)
    db.execute(f"create {'temp ' if temporary else ''}table {name} as {sql}")
    db.unregister("frame")
