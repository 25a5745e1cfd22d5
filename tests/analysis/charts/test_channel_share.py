"""The channel charts show the frame's own numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts import palette
from analysis.charts.channel_share import (
    channel_combination_bars,
    channel_overlap_heatmap,
    channel_share_bars,
    channel_share_bars_alt,
    channel_share_lines,
    share_versus_mix,
)
from analysis.intervals import wilson
from tests.analysis.charts.frames import COMBINATIONS, OVERLAP, SHARE, SHARE_OVER_TIME


def test_bars_are_the_shares_the_largest_first_with_their_intervals() -> None:
    (bar,) = channel_share_bars(SHARE).data
    assert [row[0] for row in bar.customdata] == ["phone", "x", "fax"]
    assert list(bar.x) == [60.0, 20.0, 2.0]
    for at, customers in enumerate((60, 20, 2)):
        low, high = wilson(customers, 100)
        assert bar.x[at] - bar.error_x.arrayminus[at] == pytest.approx(100 * low)
        assert bar.x[at] + bar.error_x.array[at] == pytest.approx(100 * high)
    assert bar.hovertext[1] == ("X: 20 % (13–29 %, n = 100) of active customers<br>20 customers")


def test_given_limits_are_kept() -> None:
    (bar,) = channel_share_bars(SHARE.assign(low=0.0, high=1.0)).data
    assert list(bar.error_x.array) == [40.0, 80.0, 98.0]


def test_bars_start_at_zero_and_labels_have_room() -> None:
    figure = channel_share_bars(SHARE)
    low, high = figure.layout.xaxis.range
    assert low == 0
    assert high > 75
    assert [note.text for note in figure.layout.annotations] == ["60 %", "20 %", "2.0 %"]
    assert figure.layout.xaxis.title.text.endswith("n = 100")


def test_colours_are_those_of_the_channels() -> None:
    (bar,) = channel_share_bars(SHARE).data
    expected = [("phone", False), ("x", True), ("fax", False)]
    assert list(bar.marker.color) == [
        palette.channel_colour(name, is_social=social) for name, social in expected
    ]


def test_too_few_customers_are_hatched() -> None:
    (bar,) = channel_share_bars(SHARE.assign(active_customers=[100, 100, 12])).data
    shapes = dict(zip([row[0] for row in bar.customdata], bar.marker.pattern.shape, strict=True))
    assert shapes == {"phone": "", "x": "", "fax": "/"}
    assert channel_share_bars(SHARE).data[0].marker.pattern.shape is None


def test_alt_text_says_the_shares() -> None:
    assert channel_share_bars_alt(SHARE) == (
        "Share of 100 active customers by channel: Phone 60.0 %, X 20.0 %, fax 2.0 %."
    )


def test_share_and_mix_stand_apart_and_say_what_they_are() -> None:
    share, mix = share_versus_mix(SHARE).data
    assert list(share.x) == [60.0, 20.0, 2.0]
    assert list(mix.x) == [70.0, 25.0, 5.0]
    assert [list(row) for row in mix.customdata] == [
        ["phone", "interactions"], ["x", "interactions"], ["fax", "interactions"]
    ]  # fmt: skip
    assert "several" in share.name
    assert "adds up to 100 %" in mix.name
    assert share.hovertext[0] == "Phone: 60.0 % of 100 active customers used it"
    assert mix.hovertext[0] == "Phone: 70.0 % of 200 contacts came in on it"


def test_lines_are_the_shares_over_time_with_bands() -> None:
    figure = channel_share_lines(SHARE_OVER_TIME)
    lines = {trace.name: trace for trace in figure.data if trace.name}
    assert list(lines["X"].y) == [10.0, 12.0, 16.0]
    assert list(lines["Phone"].y) == pytest.approx([60.0, 62.0, 58.0])
    assert list(lines["X"].customdata[2]) == ["x", "2026-03-04T00:00:00"]
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(bands) == 2
    low, high = wilson(30, 50)
    phone = bands[0]
    assert phone.y[0] == pytest.approx(100 * high)
    assert phone.y[-1] == pytest.approx(100 * low)
    assert {note.text for note in figure.layout.annotations} == {"X", "Phone"}
    assert not figure.layout.showlegend


def test_lines_differ_by_more_than_colour() -> None:
    lines = [t for t in channel_share_lines(SHARE_OVER_TIME).data if t.name]
    assert len({(line.line.dash, line.marker.symbol) for line in lines}) == len(lines)


def test_more_than_four_lines_have_a_legend_and_no_bands() -> None:
    many = pd.concat(
        [
            SHARE_OVER_TIME[SHARE_OVER_TIME["channel"] == "x"].assign(channel=f"c{n}")
            for n in "abcde"
        ]
    )
    figure = channel_share_lines(many)
    assert len(figure.data) == 5
    assert figure.layout.showlegend
    assert not figure.layout.annotations


def test_overlap_is_the_share_of_the_rows_customers() -> None:
    heat, points = channel_overlap_heatmap(OVERLAP).data
    assert [list(row) for row in heat.z] == [[None, 25.0], [75.0, None]]
    cells = {tuple(key): text for key, text in zip(points.customdata, points.text, strict=True)}
    assert cells == {("phone", "x"): "25", ("x", "phone"): "75"}
    assert points.hovertext[0].startswith("Of the customers on Phone, 25 % (16–37 %, n = 60)")
    # Row and column of a point are those of its cell.
    for at, (a, b) in enumerate(points.customdata):
        names = ["phone", "x"]
        assert heat.z[names.index(a)][names.index(b)] == float(points.text[at])
        assert (points.y[at], points.x[at]) == (names.index(a), names.index(b))


def test_combinations_are_named_in_words() -> None:
    figure = channel_combination_bars(COMBINATIONS)
    (bar,) = figure.data
    assert list(bar.x) == [40.0, 10.0]
    assert figure.layout.yaxis.ticktext[1].startswith("E-mail + X<br>")
    assert [list(row) for row in bar.customdata] == [["phone"], ["email + x"]]
