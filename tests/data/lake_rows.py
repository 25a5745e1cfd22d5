"""What a load left in the lake, as plain values."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq

from data import lake
from data.home import Home


def kept(home: Home, table: str = "interactions") -> list[dict[str, Any]]:
    """Rows of a table in the order of their lines."""
    return _rows(home, table)


def rejected(home: Home) -> list[dict[str, Any]]:
    """Rejected rows in the order of their lines."""
    return _rows(home, "rejected")


def _rows(home: Home, table: str) -> list[dict[str, Any]]:
    rows = [row for path in lake.parts(home, table) for row in pq.read_table(path).to_pylist()]
    return sorted(rows, key=lambda row: row["line_number"])
