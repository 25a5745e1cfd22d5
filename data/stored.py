"""Puts a frame into the warehouse that is being built."""

from __future__ import annotations

import duckdb
import pandas as pd


def store(db: duckdb.DuckDBPyConnection, what: str, frame: pd.DataFrame,
          sql: str = "select * from frame") -> None:
    """Create a table ("table x", "temp table x") from a frame, by a statement that reads it."""
    db.register("frame", frame)
    db.execute(f"create {what} as {sql}")
    db.unregister("frame")
