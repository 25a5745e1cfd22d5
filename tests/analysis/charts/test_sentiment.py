"""The sentiment charts show the frame's own numbers."""

from __future__ import annotations

import pytest

from analysis.charts.palette import SENTIMENT_COLOURS
from analysis.charts.sentiment import (
    net_sentiment_line,
    net_sentiment_line_alt,
    polarity_histogram,
    sentiment_by_bars,
    sentiment_by_bars_alt,
    sentiment_stack,
    sentiment_stack_alt,
    separating_words_bars,
    separating_words_bars_alt,
)
from analysis.intervals import net_sentiment_interval
from tests.analysis.charts.frames import GROUPS, POLARITY, SENTIMENT, WORDS


def test_line_and_band_are_net_sentiment_and_its_interval() -> None:
    band, line = net_sentiment_line(SENTIMENT).data
    assert list(line.y) == pytest.approx([-10.0, -100 / 14, 0.0])
    low, high = net_sentiment_interval(30, 50, 20)
    assert band.y[0] == pytest.approx(high)
    assert band.y[-1] == pytest.approx(low)
    assert list(line.marker.symbol) == ["circle", "circle-open", "circle"]
    assert line.hovertext[0] == ("Mon 2 Mar 2026:<br>net sentiment −10 (−23.5 to +3.9, n = 100)")


def test_the_previous_period_is_pale_and_lies_under_the_current_one() -> None:
    figure = net_sentiment_line(SENTIMENT, previous=SENTIMENT.assign(positive=0))
    before, line = figure.data[1:]
    assert before.name == "Previous period"
    assert "rgba" in before.line.color
    assert list(before.x) == list(line.x)
    assert before.customdata is None


def test_buckets_without_posts_are_left_out() -> None:
    frame = SENTIMENT.copy()
    frame.loc[1, ["negative", "neutral", "positive"]] = 0
    assert len(net_sentiment_line(frame).data[-1].x) == 2
    assert all(len(trace.x) == 2 for trace in sentiment_stack(frame).data)


def test_shares_stack_to_a_hundred_and_counts_to_the_frame() -> None:
    shares = sentiment_stack(SENTIMENT).data
    for at in range(3):
        assert sum(trace.y[at] for trace in shares) == pytest.approx(100)
    counts = {
        trace.name: list(trace.y) for trace in sentiment_stack(SENTIMENT, as_share=False).data
    }
    assert counts == {"Negative": [-30, -5, -40], "Neutral": [50, 5, 20], "Positive": [20, 4, 40]}
    assert [trace.marker.color for trace in shares] == list(SENTIMENT_COLOURS.values())
    assert list(shares[0].customdata[0]) == ["2026-03-02T00:00:00", "negative"]
    assert sentiment_stack_alt(SENTIMENT).startswith("Sentiment of 214 posts over time: 35.0 %")


def test_groups_are_shares_with_the_worst_on_top() -> None:
    figure = sentiment_by_bars(GROUPS, group="segment")
    negative, neutral, positive = figure.data
    assert [list(row) for row in negative.customdata] == [
        ["business", "negative"], ["private", "negative"]
    ]  # fmt: skip
    assert list(negative.x) == [50.0, 10.0]
    assert list(neutral.x) == [37.5, 20.0]
    assert list(positive.x) == [12.5, 70.0]
    assert figure.layout.meta["keys"] == ["segment", "sentiment"]
    assert "net −38, n = 80" in figure.layout.yaxis.ticktext[0]
    assert sentiment_by_bars_alt(GROUPS, group="segment").startswith(
        "Sentiment by segment. Worst: business with net sentiment −37.5"
    )


def test_histogram_is_the_frame_at_the_middle_of_its_bins() -> None:
    traces = polarity_histogram(POLARITY).data
    assert [list(trace.y) for trace in traces] == [[7, 0, 0], [0, 9, 0], [0, 0, 5]]
    assert list(traces[0].x) == pytest.approx([-0.45, 0.05, 0.35])
    assert list(traces[0].customdata[0]) == [-0.5, "negative"]
    assert traces[0].hovertext[0] == "Polarity −0.5 to −0.4:<br>7 negative posts"


def test_words_stand_on_their_side() -> None:
    negative, positive = separating_words_bars(WORDS).data
    assert list(negative.text) == ["late", "refund"]
    assert list(positive.text) == ["lovely"]
    assert all(x < 0 for x in negative.x)
    assert all(x > 0 for x in positive.x)
    assert list(negative.x) == WORDS.loc[WORDS["side"] == "negative", "log_odds"].tolist()
    assert "30.0 % of negative and 5.6 % of positive posts" in negative.hovertext[0]
    assert separating_words_bars_alt(WORDS) == (
        "Words that mark negative posts: late, refund; positive posts: lovely."
    )


def test_alt_of_the_line_says_where_it_was_lowest() -> None:
    assert net_sentiment_line_alt(SENTIMENT) == (
        "Net sentiment by day, from −10.0 to 0.0; lowest −10.0 on Mon 2 Mar 2026."
    )
