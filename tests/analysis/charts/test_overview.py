"""The overview's charts show the frame's own numbers."""

from __future__ import annotations

import pytest

from analysis.charts.overview import social_share_line, trend_bars, trend_bars_alt
from analysis.intervals import wilson
from tests.analysis.charts.frames import SERIES, TRENDS


def test_line_is_the_share_of_customers_with_its_band() -> None:
    band, line = social_share_line(SERIES).data
    assert list(line.y) == [10.0, 12.0, 16.0]
    low, high = wilson(5, 50)
    assert (band.y[-1], band.y[0]) == pytest.approx((100 * low, 100 * high))
    assert list(line.customdata[0]) == ["2026-03-02T00:00:00"]
    assert social_share_line(SERIES, previous=SERIES).data[1].name == "Previous period"


def test_trends_are_standard_errors_and_noise_is_pale() -> None:
    figure = trend_bars(TRENDS)
    (bar,) = figure.data
    assert list(bar.x) == TRENDS["z"].tolist()
    assert [row[0] for row in bar.customdata] == ["posts on x", "service share"]
    strong, pale = bar.marker.color
    assert strong.startswith("#")
    assert pale.startswith("rgba")
    assert list(bar.text) == ["+23 %", "−1.0 points"]
    assert figure.layout.yaxis.ticktext[0] == "Posts on X"
    low, high = figure.layout.xaxis.range
    assert low < min(bar.x)
    assert high > max(bar.x)
    assert "Posts on X rose by 23 % to 4,210" in trend_bars_alt(TRENDS)
