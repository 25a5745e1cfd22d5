"""What social posts are about."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse

NONE = "none"


def topics_share(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Per topic: topic_id, topic, kind (known, found, none), words, since, posts, all_posts and
    posts by sentiment and not_read; the posts of no topic last.
    """
    return db.metric("topics_share", filters, viewer)


def topics_over_time(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
                     topic_ids: Sequence[str]) -> pd.DataFrame:
    """Per bucket and topic: bucket, topic_id, topic, posts, whole_bucket."""
    frame = db.metric("topics_over_time", filters, viewer, topic_ids=list(topic_ids))
    return mark_whole(frame, filters, filters.trend_grain)


def topic_examples(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, topic_id: str,
                   limit: int = 8) -> pd.DataFrame:
    """Posts of a topic, those most like it first, each text once."""
    return hide_personal(
        db.metric("topic_examples", filters, viewer, topic_id=topic_id, limit=limit), viewer)
