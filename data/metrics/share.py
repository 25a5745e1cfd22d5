"""Who uses which channel: share of customers and contact mix."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def channel_share(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Customers and inbound interactions per channel; empty when nothing matches.

    Columns: channel, is_social, customers, active_customers, all_customers, interactions,
    all_interactions.
    """
    return db.metric("channel_share", filters, viewer)


def social_share(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Customers seen on any social channel; always one row.

    Columns: customers, active_customers, all_customers.
    """
    return db.metric("social_share", filters, viewer)


def channel_share_over_time(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Customers per bucket and channel.

    Columns: bucket, channel, is_social, customers, active_customers, whole_bucket.
    """
    frame = db.metric("channel_share_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def channel_overlap(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Customers on each pair of channels: channel_a, channel_b, customers_a, customers_both."""
    return db.metric("channel_overlap", filters, viewer)


def channel_combinations(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """The most frequent sets of channels: combination, customers, active_customers."""
    return db.metric("channel_combinations", filters, viewer)


def match_rate(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Handles per social channel: channel, handles_seen, handles_matched."""
    return db.metric("match_rate", filters, viewer)
