"""The overview's charts show the frame's own numbers."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.charts.overview import social_share_line, trend_bars, trend_bars_alt
from analysis.intervals import count_change, share_ratio, wilson
from analysis.trends import top_trends
from analysis.wording import cut_words
from tests.analysis.charts.frames import SERIES, TRENDS


def test_line_is_the_share_of_customers_with_its_band() -> None:
    band, line = social_share_line(SERIES).data
    assert list(line.y) == [10.0, 12.0, 16.0]
    low, high = wilson(5, 50)
    assert (band.y[-1], band.y[0]) == pytest.approx((100 * low, 100 * high))
    assert list(line.customdata[0]) == ["2026-03-02T00:00:00"]
    assert social_share_line(SERIES, previous=SERIES).data[1].name == "Previous period"


def test_trends_are_relative_changes_with_intervals_and_noise_is_pale() -> None:
    figure = trend_bars(TRENDS)
    (bar,) = figure.data
    assert list(bar.x) == pytest.approx([100 * (4210 / 3423 - 1), 100 * (600 / 610 - 1)])
    low, high = count_change(4210, 3423)
    assert bar.x[0] - bar.error_x.arrayminus[0] == pytest.approx(100 * (low - 1))
    assert bar.x[0] + bar.error_x.array[0] == pytest.approx(100 * (high - 1))
    low, high = share_ratio(600, 1000, 610, 1000)
    assert bar.x[1] + bar.error_x.array[1] == pytest.approx(100 * (high - 1))
    assert bar.x[1] - bar.error_x.arrayminus[1] == pytest.approx(100 * (low - 1))
    assert [row[0] for row in bar.customdata] == ["posts on x", "service share"]
    strong, pale = bar.marker.color
    assert strong.startswith("#")
    assert pale.startswith("rgba")
    assert "Posts on X" in figure.layout.yaxis.ticktext[0]
    assert "+23 %" in figure.layout.yaxis.ticktext[0]
    assert "beyond chance" in bar.hovertext[0]
    assert "within what chance" in bar.hovertext[1]
    assert "Posts on X rose by 23 % to 4,210" in trend_bars_alt(TRENDS)


def test_a_trend_from_nothing_is_drawn_and_said() -> None:
    new = top_trends(pd.DataFrame({
        "measure": ["posts on x"], "kind": ["count"], "current": [50], "previous": [0],
        "current_n": [None], "previous_n": [None]}))
    (bar,) = trend_bars(new).data
    assert list(bar.x) == [100.0]
    assert math.isnan(bar.error_x.array[0])
    assert "no interval" in bar.hovertext[0]
    assert new["words"].tolist() == ["Posts on X rose from 0 to 50"]


def test_cut_buckets_are_shaded_and_say_so() -> None:
    cut = SERIES.assign(whole_bucket=[False, True, True])
    figure = social_share_line(cut)
    assert len(figure.layout.shapes) == 1
    line = figure.data[-1]
    assert "only part of this" in line.hovertext[0]
    assert "only part of this" not in line.hovertext[1]
    assert cut_words(cut) == "shaded: only partly in the period"
    assert cut_words(SERIES) == cut_words(SERIES.assign(whole_bucket=True)) == ""
    assert not social_share_line(SERIES).layout.shapes
