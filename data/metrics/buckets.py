"""Buckets of time: where one ends, and whether the period holds all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
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


def clock_hours(hours: pd.Series, zone: str) -> pd.Series:
    """How long each local hour lasts: 1, but 2 where the clock is put back and 0 where forward.

    ``hours``: starts of local hours, without a zone.
    """
    def moment(at: pd.Series) -> pd.Series:
        # Of an hour that comes twice the first is meant, so that the next begins after both.
        first = np.ones(len(at), dtype=bool)
        return pd.Series(at.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward"))

    lasting = moment(hours + pd.Timedelta(hours=1)) - moment(hours)
    return pd.Series(lasting.dt.total_seconds() / 3600, index=hours.index)


def mark_whole(frame: pd.DataFrame, filters: Filters, grain: Grain) -> pd.DataFrame:
    """Add ``whole_bucket``: false where the period cuts the bucket, so its count is too low."""
    start, end = pd.Timestamp(filters.start), pd.Timestamp(filters.end)
    whole = [
        bool(start <= bucket and bucket_end(bucket, grain) <= end) for bucket in frame["bucket"]
    ]
    return frame.assign(whole_bucket=pd.Series(whole, index=frame.index, dtype="bool"))
