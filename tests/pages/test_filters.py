"""The filters: presets, the URL, nonsense in the URL, reset."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.build import build
from data.home import Home
from data.periods import PERIODS, chosen_dates, period_of, wider
from data.settings import Settings, save_settings
from tests.companies import build_small_company
from tests.pages.conftest import OpenPage

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
days = some.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(("name", "start"), [
    ("7-days", date(2026, 10, 25)),
    ("30-days", date(2026, 10, 2)),
    ("90-days", date(2026, 8, 3)),
    ("12-months", date(2025, 11, 1)),
    ("this-year", date(2026, 1, 1)),
    ("all", FIRST),
    ("nonsense", date(2026, 8, 3)),
])
def test_presets_end_with_the_newest_day(name: str, start: date) -> None:
    assert period_of(name, first=FIRST, last=LAST) == (start, date(2026, 11, 1))


@given(name=some.sampled_from(list(PERIODS)), first=days, last=days)
def test_a_preset_lies_within_the_data(name: str, first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    start, end = period_of(name, first=first, last=last)
    assert first <= start < end == last + timedelta(days=1)


@given(first=days, last=days, start=days, length=some.integers(1, 800))
def test_the_way_out_always_shows_more(first: date, last: date, start: date, length: int) -> None:
    first, last = min(first, last), max(first, last)
    end = start + timedelta(days=length)
    name = wider(start, end, first=first, last=last)
    if name is not None and name != "all":
        there = period_of(name, first=first, last=last)
        assert there[0] <= start
        assert there[1] >= end
        assert there != (start, end)


def test_dates_are_both_included() -> None:
    one = chosen_dates((date(2026, 3, 1), date(2026, 3, 31)), first=FIRST, last=LAST)
    assert one == (date(2026, 3, 1), date(2026, 4, 1))
    half = chosen_dates((date(2026, 3, 1),), first=FIRST, last=LAST)
    assert half == (date(2026, 3, 1), date(2026, 3, 2))
    assert chosen_dates((), first=FIRST, last=LAST) == period_of("90-days", first=FIRST, last=LAST)


def test_the_url_sets_the_filters(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "social_volume", period="Choose dates",
                    dates=["2026-03-02", "2026-03-31"], channels=["X"], compare="false")
    assert app.multiselect(key="channels").value == ["x"]
    words = app.caption[0].value
    assert "2 Mar to 31 Mar 2026" in words
    assert "compared" not in words


def test_nonsense_in_the_url_is_ignored(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "sentiment", period="soon", dates="yesterday",
                    channels=["<b>", "X"], compare="perhaps", hours="%00", regions="x' or 1=1",
                    unknown="1")
    assert not app.exception
    assert not app.error
    assert app.selectbox(key="period").value == "90-days"
    assert app.multiselect(key="channels").value == ["x"]
    assert app.toggle(key="compare").value is True


def test_a_date_outside_the_data_is_ignored(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "sentiment", period="Choose dates",
                    dates=["1999-01-01", "2099-01-01"])
    assert not app.exception
    assert "1999" not in app.caption[0].value


def test_reset_brings_the_defaults_back(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "channel_share", channels=["X"], period="All the data",
                    hours="Business hours")
    app.button(key="reset_filters").click().run()
    assert app.multiselect(key="channels").value == []
    assert app.selectbox(key="period").value == "90-days"
    assert "all customers and channels" in app.caption[0].value


def test_the_clock_of_the_settings_is_the_one_to_begin_with(
    open_page: OpenPage, tmp_path: Path
) -> None:
    home = build_small_company(Home(tmp_path))
    save_settings(home, Settings(sla_clock="business"))
    build(home)
    app = open_page(home, "overview", period="All the data")
    assert "business hours" in app.caption[0].value
