"""How inbound social posts sound."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def sentiment_over_time(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Posts per bucket: bucket, negative, neutral, positive, polarity_mean, whole_bucket."""
    frame = db.metric("sentiment_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def sentiment_by_channel(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Posts per channel: channel, negative, neutral, positive, polarity_mean."""
    return db.metric("sentiment_by_channel", filters, viewer)


def sentiment_by_segment(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Posts per segment: segment, negative, neutral, positive, polarity_mean."""
    return db.metric("sentiment_by_segment", filters, viewer)


def sentiment_by_purpose(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Posts per purpose: purpose, negative, neutral, positive, polarity_mean."""
    return db.metric("sentiment_by_purpose", filters, viewer)


def polarity_distribution(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Posts per step of polarity (0.1 wide): polarity_from, negative, neutral, positive."""
    return db.metric("polarity_distribution", filters, viewer)


def sentiment_words(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Posts that have a word: word, negative, positive, negative_posts, positive_posts."""
    return db.metric("sentiment_words", filters, viewer)
