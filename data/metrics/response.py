"""How long customers wait for a person, what is still open, and what waiting does."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse


def response_times(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Waits per kind (first, next, resolution), dimension and category.

    The dimension is all, channel, department, purpose or priority.  Columns: kind, dimension,
    category, is_social, waits, ended, median_seconds and p90_seconds with their limits
    (median_low_seconds, ... at 95 %; missing where too few ended), the buckets within_15_minutes,
    within_1_hour, within_4_hours, within_1_day, within_3_days, later and unanswered, which add up
    to waits, sla_met, sla_breached, sla_open (first only), reopened_judged and reopened
    (resolution only).
    """
    return db.metric("response_times", filters, viewer)


def open_items(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Conversations that wait for a person: purpose, age, items, never_answered, oldest_seconds.

    ``age`` is 1 (up to a day), 2 (3 days), 3 (7 days), 4 (30 days) or 5 (older).
    """
    return db.metric("open_items", filters, viewer)


def oldest_open(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """The 50 that wait longest, service of high priority first.

    Columns: row_id, age_seconds, published_at, channel, purpose, priority, kind, customer_id,
    handle.
    """
    return db.metric("oldest_open", filters, viewer)


def lag_counts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Per minute of waiting on social media: counted, minute, entered, wrote_again, ended."""
    return db.metric("lag_counts", filters, viewer)


def lag_mix(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Who waits how long on social media: answered, conversations, high_priority."""
    return db.metric("lag_mix", filters, viewer)


def odd_clocks(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """One row: replies and resolutions that are dated before their question and do not count."""
    return db.metric("odd_clocks", filters, viewer)
