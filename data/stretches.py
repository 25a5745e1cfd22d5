"""What a build reads: the lake as views and newest rows, and its time in stretches.

DuckDB only: a Parquet part is told from its file's name.
"""

from __future__ import annotations

import glob
from datetime import date, datetime, time

import duckdb
import pandas as pd

from data import lake
from data.contract import TABLES, ddl
from data.home import Home
from data.sqlfiles import fill_names, sql_file

# Interactions that are joined, sorted and written at a time: what bounds the memory of a build.
STRETCH = 2_000_000
# Tables that several sources bring in part; the others come whole from one.
MERGED = ("customers", "handles", "agents")
Stretch = dict[str, object]


def read_lake(home: Home, db: duckdb.DuckDBPyConnection) -> None:
    """For each contract table: the lake's parts as one view, and the newest of each key."""
    loads = lake.loads(home)
    store(db, "lake_loads", pd.DataFrame({
        "load_id": pd.Series([load.load_id for load in loads], dtype="str"),
        "source": pd.Series([load.source for load in loads], dtype="str")}), temporary=True)
    for name, spec in TABLES.items():
        # A folder's name may hold what DuckDB would take for a pattern.
        files = [glob.escape(str(path)) for path in lake.parts(home, name)]
        if files:
            # DuckDB only: the load is told from the part's file name.
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            source = (f"read_parquet([{listed}], filename = true, file_row_number = true, "
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


def stretches_of_time(db: duckdb.DuckDBPyConnection) -> list[Stretch]:
    """Stretches of whole UTC days with about as many interactions each; together all time.

    A local day belongs to the stretch of the UTC day of the same name.
    """
    starts, rows = [date(1, 1, 2)], 0
    for day, count in db.execute(
            "select cast(published_at as date) as day, count(*) from newest_interactions "
            "group by day order by day").fetchall():
        if rows and rows + count > STRETCH:
            starts.append(day)
            rows = 0
        rows += count
    ends = [*starts[1:], date(9999, 12, 31)]
    return [{"from_at": datetime.combine(start, time.min), "from_day": start,
             "until_at": datetime.combine(end, time.min), "until_day": end}
            for start, end in zip(starts, ends, strict=True)]


def store(db: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame,
          sql: str = "select * from frame", *, temporary: bool = False) -> None:
    """Create a table from a frame."""
    db.register("frame", frame)
    db.execute(f"create {'temp ' if temporary else ''}table {name} as {sql}")
    db.unregister("frame")
