"""Forecast charts: their words say the number that is drawn."""

from __future__ import annotations

from analysis.charts.forecast import expected_days_alt, expected_half_hours_alt
from tests.analysis.charts.frames import AHEAD, EXPECTED


def test_the_words_name_the_largest_day_and_half_hour() -> None:
    ahead = EXPECTED[EXPECTED["mean"].notna()]
    assert f"{ahead['mean'].max():.0f} expected" in expected_days_alt(EXPECTED)
    words = expected_half_hours_alt(AHEAD)
    assert words.startswith("15 contacts expected")
    assert "09:00: 5.5 expected, 3 to 9 in 80 of 100 cases" in words
