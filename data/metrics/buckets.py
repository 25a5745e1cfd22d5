"""Buckets of time: where one ends, and whether the period holds all of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from data.filters import Filters, Grain

_LASTING: dict[Grain, np.timedelta64] = {
    "hour": np.timedelta64(1, "h"), "day": np.timedelta64(1, "D"), "week": np.timedelta64(7, "D")}


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

    # Many series have the same hours, and finding a place in a zone's calendar takes long.
    at, hour = pd.factorize(hours)
    once = pd.Series(hour)
    lasting = moment(once + pd.Timedelta(hours=1)) - moment(once)
    seconds = lasting.dt.total_seconds().to_numpy()
    return pd.Series(seconds[at] / 3600, index=hours.index)


def mark_whole(frame: pd.DataFrame, filters: Filters, grain: Grain) -> pd.DataFrame:
    """Add ``whole_bucket``: false where the period cuts the bucket, so its count is too low."""
    buckets = frame["bucket"].to_numpy(dtype="datetime64[us]")
    begun = buckets >= np.datetime64(filters.start)
    return frame.assign(whole_bucket=begun & (_ends(buckets, grain) <= np.datetime64(filters.end)))


def _ends(buckets: np.ndarray, grain: Grain) -> np.ndarray:
    """The first moments after many buckets, as :func:`bucket_end` tells that of one."""
    if grain == "month":
        return buckets.astype("datetime64[M]") + 1
    return buckets + _LASTING[grain]
