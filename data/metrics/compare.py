"""Two choices of filters beside each other."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse


def customers_of_both(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, other: Filters
) -> pd.DataFrame:
    """Customers of ``filters`` (A), of ``other`` (B) and of both; always one row.

    Columns: customers_a, customers_b, customers_both.
    """
    return db.metric("customers_of_both", filters, viewer, **b_values(other))


def b_values(other: Filters) -> dict[str, object]:
    """The values of the second choice, as ``customers_of_both.sql`` binds them."""
    return {f"b_{name}": value for name, value in other.params().items()}
