"""Buckets of time: where one ends, and whether the period holds all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from data.filters import Filters, Grain


def bucket_end(start: datetime, grain: Grain) -> datetime:
    """The first moment after a bucket.  Raises ValueError for an unknown width."""
    if grain == "hour":
        return start + timedelta(hours=1)
    if grain == "day":
        return start + timedelta(days=1)
    if grain == "week":
        return start + timedelta(days=7)
    if grain == "month":
        first = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return datetime.combine(first, datetime.min.time())
    raise ValueError(f"{grain!r} is not a width of time.")


def mark_whole(frame: pd.DataFrame, filters: Filters, grain: Grain) -> pd.DataFrame:
    """Add ``whole_bucket``: false where the period cuts the bucket, so its count is too low."""
    start, end = pd.Timestamp(filters.start), pd.Timestamp(filters.end)
    whole = [
        bool(start <= bucket and bucket_end(bucket, grain) <= end) for bucket in frame["bucket"]
    ]
    return frame.assign(whole_bucket=pd.Series(whole, index=frame.index, dtype="bool"))
