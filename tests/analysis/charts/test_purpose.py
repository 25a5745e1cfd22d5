"""The purpose charts show the frame's own numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.charts.palette import PURPOSE_COLOURS
from analysis.charts.purpose import (
    intent_bars,
    purpose_by_channel_bars,
    purpose_split_over_time,
    purpose_split_over_time_alt,
    who_answers_bars,
    who_answers_bars_alt,
)
from tests.analysis.charts.frames import INTENTS, PURPOSE_BY_CHANNEL, PURPOSE_OVER_TIME, WHO


def test_split_is_the_conversations_of_each_purpose() -> None:
    traces = {trace.name: trace for trace in purpose_split_over_time(PURPOSE_OVER_TIME).data}
    assert {name: list(trace.y) for name, trace in traces.items()} == {
        "Service": [9, 8, 7],
        "Marketing": [3, 2, 1],
        "Other": [1, 0, 2],
    }
    assert traces["Service"].marker.color == PURPOSE_COLOURS["service"]
    hover = traces["Marketing"].hovertext[0]
    assert "3 marketing conversations (23.1 % of all)" in hover
    # The denominator of the service share leaves "other" out.
    assert "Service share 75 % (47–91 %, n = 12)" in hover
    assert purpose_split_over_time_alt(PURPOSE_OVER_TIME) == (
        "Conversations over time by purpose: 24 service, 6 marketing, 3 other. "
        "Service share 80 % (63–90 %, n = 30)."
    )


def test_channels_are_shares_with_the_most_service_on_top() -> None:
    service, marketing, other = purpose_by_channel_bars(PURPOSE_BY_CHANNEL).data
    assert [row[0] for row in service.customdata] == ["phone", "x"]
    assert list(service.x) == [90.0, 40.0]
    for at in range(2):
        assert service.x[at] + marketing.x[at] + other.x[at] == pytest.approx(100)


def test_intents_are_sorted_and_coloured_by_purpose() -> None:
    figure = intent_bars(INTENTS)
    assert list(figure.layout.yaxis.ticktext) == ["Product interest", "Complaint", "Unclear"]
    rows = {row[1]: (x, y, trace.marker.color) for trace in figure.data
            for row, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)}  # fmt: skip
    assert rows == {
        "product_interest": (50, 0, PURPOSE_COLOURS["marketing"]),
        "complaint": (30, 1, PURPOSE_COLOURS["service"]),
        "unclear": (20, 2, PURPOSE_COLOURS["other"]),
    }
    assert [n.text for n in figure.layout.annotations] == [
        "50 (50.0 %)",
        "30 (30.0 %)",
        "20 (20.0 %)",
    ]


def test_who_answers_shows_median_and_p90_in_one_unit() -> None:
    figure = who_answers_bars(WHO)
    assert figure.layout.xaxis.title.text == "First response (hours)"
    care, marketing, p90 = figure.data
    assert list(care.x) == pytest.approx([780 / 3600])
    assert list(marketing.x) == [2.0]
    assert list(p90.x) == pytest.approx([7500 / 3600, 10.0])
    assert [n.text for n in figure.layout.annotations] == ["13 min / 2 h 05", "2 h 00 / 10 h 00"]
    assert list(marketing.marker.pattern.shape) == ["/"]
    quick = who_answers_bars(WHO.assign(p90_seconds=1800.0, median_seconds=600.0))
    assert quick.layout.xaxis.title.text == "First response (minutes)"
    assert list(quick.data[0].x) == [10.0]


def test_rows_without_an_answer_are_left_out() -> None:
    frame = WHO.assign(median_seconds=[780.0, None], p90_seconds=[7500.0, None])
    assert len(who_answers_bars(frame).data[-1].x) == 1
    none = pd.DataFrame(WHO.assign(median_seconds=None, p90_seconds=None))
    assert len(who_answers_bars(none).data) == 0
    assert who_answers_bars_alt(none) == "Nothing was answered in this period."
