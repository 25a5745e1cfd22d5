"""Is praise genuine: copies, accounts, and posts that doubt it."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def praise_totals(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """One row of counts: posts by sentiment, copied, batches, doubting, and by new, one-time
    and hyperactive accounts."""
    return db.metric("praise_totals", filters, viewer)


def praise_over_time(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Per bucket: bucket, positive, negative, copied, doubting, whole_bucket."""
    frame = db.metric("praise_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def praise_batches(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Batches of copied praise, the largest first, with an example and the reasons."""
    return hide_personal(db.metric("praise_batches", filters, viewer), viewer)


def praise_accounts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
                    limit: int = 20) -> pd.DataFrame:
    """Accounts with the most positive posts: channel, handle, positive, most_in_a_day and more."""
    return hide_personal(db.metric("praise_accounts", filters, viewer, limit=limit), viewer)


def doubting(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
             limit: int = 200) -> pd.DataFrame:
    """Posts that doubt praise, the newest first.

    ``total`` counts all of them, ``all_named`` those that name an account of a batch.
    """
    return hide_personal(db.metric("doubting", filters, viewer, limit=limit), viewer)
