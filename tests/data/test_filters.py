"""Filters and viewer: their sentence, their previous period, their values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.filters import Filters


def test_the_sentence_says_the_choice_in_words() -> None:
    filters = Filters(date(2026, 8, 1), date(2026, 11, 1), channels=("x", "phone"),
                      segments=("business",), hours="business")
    assert filters.sentence() == (
        "1 Aug to 31 Oct 2026; channels x and phone; segment business; business hours; "
        "compared with 1 May to 31 Jul 2026."
    )


def test_the_period_before_has_the_same_length_and_touches() -> None:
    filters = Filters(date(2026, 3, 1), date(2026, 3, 31))
    assert filters.previous() == Filters(date(2026, 1, 30), date(2026, 3, 1))


def test_a_short_period_is_compared_with_the_same_weekdays() -> None:
    filters = Filters(date(2026, 10, 29), date(2026, 11, 1))
    assert filters.previous() == Filters(date(2026, 10, 22), date(2026, 10, 25))
    assert Filters(date(2026, 10, 20), date(2026, 10, 30)).previous().start.weekday() == 1


def test_one_day_is_said_as_one_day() -> None:
    assert Filters(date(2026, 3, 1), date(2026, 3, 2), compare=False).sentence() == (
        "1 Mar 2026; all customers and channels.")


@pytest.mark.parametrize(("days", "grain"), [(1, "hour"), (4, "hour"), (5, "day"), (62, "day"),
                                             (63, "week"), (400, "week"), (401, "month")])
def test_the_grain_follows_the_period(days: int, grain: str) -> None:
    start = date(2024, 1, 1)
    assert Filters(start, start + timedelta(days=days)).grain == grain


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-5, 0))
def test_an_empty_period_is_refused(start: date, days: int) -> None:
    with pytest.raises(ValueError, match="period is empty"):
        Filters(start, start + timedelta(days=days))
