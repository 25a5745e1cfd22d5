"""How much there is, and when."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import mark_whole
from data.metrics.facts import timezone
from data.warehouse import Warehouse


def social_volume(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Social posts per bucket and channel, zeros included.

    Columns: bucket, channel, inbound, outbound, whole_bucket.
    """
    frame = db.metric("social_volume", filters, viewer)
    return mark_whole(frame, filters, filters.grain)


def volume_by_hour(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Inbound social posts per weekday and local hour: weekday, hour, posts, days."""
    return db.metric("volume_by_hour", filters, viewer)


def marked_events(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Campaigns and known events in the period: name, kind, starts_at, ends_at, audience."""
    return db.metric("marked_events", filters, viewer, timezone=timezone(db))
