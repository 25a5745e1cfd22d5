"""Buckets of time: whole or cut, and how long a local hour lasts."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from data.filters import Filters, Grain
from data.metrics.buckets import bucket_end, clock_hours, mark_whole


@pytest.mark.parametrize("grain", ["hour", "day", "week", "month"])
def test_a_bucket_is_whole_where_the_period_holds_all_of_it(grain: Grain) -> None:
    filters = Filters(date(2026, 2, 1), date(2026, 3, 30))
    moments = [datetime(2026, 1, 26), datetime(2026, 1, 31, 23), datetime(2026, 2, 1),
               datetime(2026, 3, 1), datetime(2026, 3, 23), datetime(2026, 3, 29),
               datetime(2026, 3, 29, 23), datetime(2026, 3, 30)]
    found = mark_whole(pd.DataFrame({"bucket": pd.to_datetime(moments)}), filters, grain)
    assert found["whole_bucket"].tolist() == [
        datetime(2026, 2, 1) <= at and bucket_end(at, grain) <= datetime(2026, 3, 30)
        for at in moments]


def test_no_bucket_is_none() -> None:
    filters = Filters(date(2026, 2, 1), date(2026, 3, 30))
    empty = pd.DataFrame({"bucket": pd.Series([], dtype="datetime64[us]")})
    assert mark_whole(empty, filters, "day")["whole_bucket"].tolist() == []


def test_an_hour_lasts_as_long_as_the_clock_says_in_every_series() -> None:
    hours = pd.Series(pd.to_datetime(
        ["2026-10-25 02:00", "2026-03-29 02:00", "2026-03-29 03:00", "2026-10-25 02:00"]),
        index=[7, 5, 3, 1])
    found = clock_hours(hours, "Europe/Berlin")
    assert found.index.tolist() == [7, 5, 3, 1]
    assert found.tolist() == [2.0, 0.0, 1.0, 2.0]
