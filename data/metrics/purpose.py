"""What social conversations are for, and who answers them."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def purpose_over_time(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Social conversations per bucket: bucket, service, marketing, other, whole_bucket."""
    frame = db.metric("purpose_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def purpose_by_channel(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Social conversations per channel: channel, service, marketing, other."""
    return db.metric("purpose_by_channel", filters, viewer)


def purpose_intents(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Social conversations per intent: purpose, intent, conversations."""
    return db.metric("purpose_intents", filters, viewer)


def who_answers(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """First replies by department; times are null where nobody answered.

    Columns: department, purpose, conversations, answered, median_seconds, p90_seconds.
    """
    return db.metric("who_answers", filters, viewer)
