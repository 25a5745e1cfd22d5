"""Reads the warehouse: one read-only connection per version, a cursor per query."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.sqlfiles import bind, build_hash, sql_file

# Files that others name in braces; what one of them names comes after it.
_SHARED = ("rows", "rows_of_conversations", "rows_of_channels", "claims", "rule_mix",
           "rule_message", "same_mix", "active_customers", "survey_residuals", "contact_series",
           "filters", "customer_filters")
_BUCKET = {
    "{bucket}": "cast(date_trunc($grain, day + $week_shift) as date) - $week_shift",
    "{trend_bucket}": "cast(date_trunc($trend_grain, day + $week_shift) as date) - $week_shift",
}


class NoWarehouse(RuntimeError):
    """No warehouse has been built in this home yet."""


class QueryFailed(RuntimeError):
    """A query failed; the message names the metric."""


class Warehouse:
    """The warehouse of a home.  Moves to a new version by itself at the next query."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._lock = threading.Lock()
        self._version: str | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def version(self) -> str:
        """Name of the current version; changes with each build.  Raises NoWarehouse."""
        link = self.home.warehouse
        try:
            # A page asks a dozen times: one look at the link, not at each folder above it.
            link.stat()
            return link.readlink().stem if link.is_symlink() else link.stem
        except OSError:
            raise NoWarehouse(
                f"No warehouse in {self.home.path} yet. Run: python -m data build"
            ) from None

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the current version.  Raises NoWarehouse."""
        version = self.version
        with self._lock:
            if version != self._version or self._connection is None:
                path = self.home.warehouse.resolve(strict=True)
                # The old connection is left to the queries that still run on it.
                self._connection = duckdb.connect(
                    str(path), read_only=True,
                    config={"enable_external_access": "false", "lock_configuration": "true"},
                )
                self._version = version
            return self._connection.cursor()

    def query(self, sql: str, values: Mapping[str, object], *, name: str) -> pd.DataFrame:
        """The rows of a statement with its values bound.  Raises QueryFailed, NoWarehouse."""
        note_query(name, sql, values)
        try:
            return self.cursor().execute(sql, bind(sql, values)).df()
        except duckdb.Error as error:
            if not self.is_of_this_build():
                raise QueryFailed("The warehouse was built by another version of Decaf. Build it "
                                  "again: python -m data build") from error
            raise QueryFailed(f"The query {name} failed: {error}") from error

    def is_of_this_build(self) -> bool:
        """Whether the current warehouse was made by the build steps of this version of Decaf.

        Raises NoWarehouse.
        """
        try:
            found = self.cursor().execute(
                "select value from build_info where fact = 'build_hash'").fetchall()
        except duckdb.CatalogException:
            return False
        return found == [(build_hash(),)]

    def metric(self, name: str, filters: Filters, viewer: Viewer = EVERYONE,
               **more: object) -> pd.DataFrame:
        """The rows of ``data/sql/metrics/<name>.sql`` under the filters, as the viewer sees."""
        return self.query(metric_sql(name), metric_values(filters, viewer, **more), name=name)


def engine_threads() -> int:
    """Threads that the engine takes: it heeds the limits of a container, as cores do not."""
    with duckdb.connect() as db:
        return int(db.execute("select current_setting('threads')").fetchall()[0][0])


def note_query(name: str, sql: str, values: Mapping[str, object]) -> None:
    """Write a query where the environment names a file for it: what ``bench`` runs again bare."""
    path = os.environ.get("DECAF_TIMINGS")
    if path:
        line = json.dumps({"what": "query", "name": name, "sql": sql, "values": bind(sql, values)},
                          default=lambda value: {"date": value.isoformat()})
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


@cache
def metric_sql(name: str, without: tuple[str, ...] = ()) -> str:
    """The statement of a metric with the shared conditions written out.

    ``without``: those of them that hold for every row under the values to be bound.  The engine
    cannot see that where they ask another table, and would read the columns that they name.
    """
    return with_conditions(sql_file(f"metrics/{name}.sql"), without)


def with_conditions(sql: str, without: tuple[str, ...] = ()) -> str:
    """A statement with the steps and conditions that are shared written out where it names them."""
    for name in _SHARED:
        sql = _written_out(sql, name, "true" if name in without else _told(name))
    # The same conditions on a second choice, whose values are bound beside the first.
    sql = _written_out(sql, "b_filters", re.sub(r"\$(?!viewer_)", "$b_", _told("filters")))
    for placeholder, text in _BUCKET.items():
        sql = sql.replace(placeholder, text)
    return sql


def _written_out(sql: str, name: str, text: str) -> str:
    """``text`` in place of the name in braces, as far from the edge as the line that names it."""
    return re.sub(rf"(?m)^( *)(.*)\{{{name}\}}",
                  lambda found: found[1] + found[2] + text.replace("\n", "\n" + found[1]), sql)


def _told(name: str) -> str:
    lines = sql_file(f"metrics/_{name}.sql").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--")).strip()


def metric_values(filters: Filters, viewer: Viewer, **more: object) -> dict[str, Any]:
    """Every value that a metric may bind."""
    return {
        **filters.params(),
        **viewer.params(),
        "grain": filters.grain,
        "trend_grain": filters.trend_grain,
        "hours": filters.hours,
        "week_shift": 1 if filters.week_start == "sunday" and filters.trend_grain == "week" else 0,
        **more,
    }
