"""What a build reads: the lake's tables as views, the newest row of each key, and what has come.

DuckDB only: a Parquet part is told from its file's name.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from data import lake
from data.carry import Before, Since
from data.contract import TABLES, Table, ddl
from data.home import Home
from data.sqlfiles import fill_names, sql_file
from data.stored import store

# Tables that several sources bring in part; the others come whole from one.
MERGED = ("customers", "handles", "agents")


def listed(files: Sequence[Path]) -> str:
    """Files as a list in SQL, for a view, which takes no bound values."""
    # A folder's name may hold what DuckDB would take for a pattern.
    return "[" + ", ".join("'" + glob.escape(str(one)).replace("'", "''") + "'"
                           for one in files) + "]"


def read_lake(home: Home, db: duckdb.DuckDBPyConnection, before: Before) -> None:
    """For each contract table: the lake's parts as one view, and the newest of each key.

    ``came_interactions`` are those of loads that the build before did not have.  Tables that no
    load touched since then are read from it.
    """
    loads = lake.loads(home)
    store(db, "temp table lake_loads", pd.DataFrame({
        "load_id": pd.Series([load.load_id for load in loads], dtype="str"),
        "source": pd.Series([load.source for load in loads], dtype="str")}))
    for name, spec in TABLES.items():
        files = lake.parts(home, name)
        _lay_open(db, f"lake_{name}", spec, files)
        if name == "interactions":  # large, so it has steps of its own
            _lay_open(db, "came_interactions", spec,
                      [one for one in files if one.stem not in before.loads])
            continue
        if name in before.still:
            db.execute(f"create temp view newest_{name} as select * from {name}")
            continue
        order = (*spec.newest, "load_id", "line_number")
        file = "13_newest_merged" if name in MERGED else "10_newest"
        sql = fill_names(sql_file(f"staging/{file}.sql"), table=(name,), key=spec.key,
                         order=tuple(f"{column} desc nulls last" for column in order))
        sql = sql.replace("{merged}", ",\n    ".join(
            f"arg_min({column}, version_order) filter (where {column} is not null) as {column}"
            for column in spec.names if column not in spec.key))
        db.execute(f"create temp table newest_{name} as {sql}")


def _lay_open(db: duckdb.DuckDBPyConnection, name: str, spec: Table, files: Sequence[Path]) -> None:
    """Parts of a contract table as one view; an empty table where there are none."""
    if not files:
        db.execute(ddl(spec, name=name, temporary=True,
                       more=("line_number BIGINT", "part_row BIGINT", "load_id VARCHAR")))
        return
    # DuckDB only: the load is told from the part's file name.
    source = (f"read_parquet({listed(files)}, filename = true, file_row_number = true, "
              "union_by_name = true)")
    found = {row[0] for row in db.execute(f"describe from {source}").fetchall()}
    # Parts of an earlier Decaf lack the columns that came into the contract since.
    newer = "".join(f", cast(null as {column.sql_type}) as {column.name}"
                    for column in spec if column.name not in found)
    db.execute(
        f"create temp view {name} as "
        f"select * exclude (filename, file_row_number){newer}, "
        "file_row_number as part_row, parse_filename(filename, true) as load_id "
        f"from {source}"
    )


def newest_interactions(db: duckdb.DuckDBPyConnection, *, carried: bool) -> None:
    """Find what the lake holds in several versions, and lay the newest of each open as a view.

    What was repeated before stays so; a build that takes over looks at what has come alone.
    """
    if carried:
        db.execute("insert into repeated_interactions " + sql_file("carry/repeated.sql"))
    else:
        db.execute("create table repeated_interactions as "
                   + sql_file("staging/11_repeated_interactions.sql"))
    db.execute("create temp table newest_repeated as "
               + sql_file("staging/12_newest_repeated.sql"))
    db.execute(f"create temp view newest_interactions as {_newest(db)}")


def from_then_on(db: duckdb.DuckDBPyConnection, since: Since) -> None:
    """Leave in ``newest_interactions`` what is made anew: nothing else is asked for from now on.

    Messages that a reply or a thread ties to one of these lie there too, or the build before had
    tied them and ``straddlers`` tells (data/sql/staging/54_row_keys.sql).
    """
    db.execute(f"create or replace temp view newest_interactions as select * from ({_newest(db)}) "
               f"where published_at >= timestamp '{since.at.isoformat(' ')}'")


def _newest(db: duckdb.DuckDBPyConnection) -> str:
    if db.execute("select count(*) from repeated_interactions").fetchall()[0][0]:
        return sql_file("staging/13_newest_interactions.sql")
    # As a rule no key stands twice, and none has to be looked up.
    return "select *, 1 as version_number from lake_interactions"


def older_versions(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows of each table a newer version of the same key replaces."""
    out = {}
    for name in TABLES:
        if name == "interactions":
            asked = ("(select count(*) from lake_interactions as l semi join repeated_interactions "
                     "as r on l.source = r.source and l.interaction_id = r.interaction_id), "
                     "(select count(*) from newest_repeated)")
        else:
            asked = f"(select count(*) from lake_{name}), (select count(*) from newest_{name})"
        rows, kept = db.execute(f"select {asked}").fetchall()[0]
        if rows > kept:
            out[name] = int(rows - kept)
    return out


def empty_columns(home: Home, db: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Columns of interactions in which no part of the lake has a value, as the parts tell."""
    names = frozenset(TABLES["interactions"].names)
    files = lake.parts(home, "interactions")
    if not files:
        return names
    full = db.execute(
        f"select path_in_schema from parquet_metadata({listed(files)}) group by path_in_schema "
        "having coalesce(sum(num_values) > sum(stats_null_count), true) "
        "or count(*) > count(stats_null_count)").fetchall()
    return names - {row[0] for row in full}
