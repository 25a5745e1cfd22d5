"""Runs SQL of somebody else on a database file of its own, and writes what it made to files."""

from __future__ import annotations

from pathlib import Path

import duckdb


def run_script(path: Path, sql: str) -> None:
    """Run statements on the database file ``path``, which is made where there is none."""
    with duckdb.connect(str(path)) as db:
        db.execute(sql)


def copy_rows(source: Path, target: Path, most: int) -> int:
    """Copy the first rows of a Parquet part as a Parquet file; returns how many."""
    with duckdb.connect() as db:
        one, other = (str(path).replace("'", "''") for path in (source, target))
        return int(db.execute(f"copy (select * exclude (line_number) from read_parquet('{one}') "
                              f"limit {int(most)}) to '{other}' (format parquet)").fetchall()[0][0])


def export(path: Path, query: str, target: Path) -> int:
    """Write the rows of a query on a database file as Parquet or CSV, by the target's name.

    Returns how many there were.
    """
    with duckdb.connect(str(path), read_only=True) as db:
        where = str(target).replace("'", "''")
        how = "format parquet" if target.suffix == ".parquet" else "format csv, header"
        return int(db.execute(f"copy ({query}) to '{where}' ({how})").fetchall()[0][0])
