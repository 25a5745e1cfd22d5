"""Customers on social media beside the other customers."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse


def social_profile(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Groups of active customers: dimension, category, active_customers, customers_social."""
    return db.metric("social_profile", filters, viewer)


def customer_means(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Sums per measure over active customers: measure, n, total, squares."""
    return db.metric("customer_means", filters, viewer)


def social_means(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Sums per measure, segment and tier, for those on social media and for the rest.

    Columns: measure, segment, tier, n_social, sum_social, squares_social, cubes_social, n_rest,
    sum_rest, squares_rest, cubes_rest.
    """
    return db.metric("social_means", filters, viewer)
