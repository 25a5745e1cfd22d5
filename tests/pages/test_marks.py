"""A click finds the rows behind a mark, and as many as the mark counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from analysis.charts.channel_overlap import channel_combination_bars, channel_overlap_heatmap
from analysis.charts.channel_share import channel_share_bars, channel_share_lines, share_versus_mix
from analysis.charts.figure import Figure
from analysis.charts.overview import social_share_line, trend_bars
from analysis.charts.polarity import polarity_histogram
from analysis.charts.purpose import intent_bars, purpose_by_channel_bars, purpose_split_over_time
from analysis.charts.sentiment import net_sentiment_line, sentiment_by_bars, sentiment_stack
from analysis.charts.volume import hour_weekday_heatmap, volume_bars, volume_lines
from analysis.charts.who_answers import who_answers_bars
from analysis.charts.words import separating_words_bars
from analysis.trends import top_trends
from analysis.words import separating_words
from data import metrics
from data.filters import Filters
from data.home import Home
from data.warehouse import Warehouse
from pages.overview import mark_of_measure
from pages.ui.card import Clicks, mark_of
from pages.ui.rows import words

Draw = Callable[[pd.DataFrame], Figure]
TALKS = Clicks(grain="week", social=True, by_conversation=True)
POSTS = Clicks(grain="week", social=True)

CASES: dict[str, tuple[Any, Draw, Clicks]] = {
    "share": (metrics.channel_share, channel_share_bars, Clicks()),
    "mix": (metrics.channel_share, share_versus_mix, Clicks()),
    "lines": (metrics.channel_share_over_time, channel_share_lines, Clicks(grain="week")),
    "overlap": (metrics.channel_overlap, channel_overlap_heatmap, Clicks()),
    "together": (metrics.channel_combinations, channel_combination_bars, Clicks()),
    "volume": (metrics.social_volume, volume_lines, POSTS),
    "volume_bars": (metrics.social_volume, volume_bars, POSTS),
    "hours": (metrics.volume_by_hour, hour_weekday_heatmap, POSTS),
    "net": (metrics.sentiment_over_time, net_sentiment_line, POSTS),
    "stack": (metrics.sentiment_over_time, sentiment_stack, POSTS),
    "by_channel": (metrics.sentiment_by_channel,
                   lambda frame: sentiment_by_bars(frame, group="channel"), POSTS),
    "by_segment": (metrics.sentiment_by_segment,
                   lambda frame: sentiment_by_bars(frame, group="segment"), POSTS),
    "by_purpose": (metrics.sentiment_by_purpose,
                   lambda frame: sentiment_by_bars(frame, group="purpose"), POSTS),
    "polarity": (metrics.polarity_distribution, polarity_histogram, POSTS),
    "words": (metrics.sentiment_words,
              lambda frame: separating_words_bars(separating_words(frame, k=8)), POSTS),
    "split": (metrics.purpose_over_time, purpose_split_over_time, TALKS),
    "purpose_channel": (metrics.purpose_by_channel, purpose_by_channel_bars, TALKS),
    "intents": (metrics.purpose_intents, intent_bars, TALKS),
    "who": (metrics.who_answers, who_answers_bars, TALKS),
    "growth": (metrics.overview_series, social_share_line, POSTS),
    "moved": (metrics.trend_candidates, lambda frame: trend_bars(top_trends(frame)),
              Clicks(mark=mark_of_measure)),
}


@pytest.fixture(scope="module")
def demo(demo_home: Home) -> tuple[Warehouse, Filters]:
    db = Warehouse(demo_home)
    last = metrics.options(db).last_day
    assert last is not None
    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    return db, Filters(start=(end - pd.Timedelta(days=90)).date(), end=end.date())


def points_of(figure: Figure) -> list[dict[str, Any]]:
    """Some points of the figure as the browser would send them, with their y."""
    found = []
    for trace in figure.data:
        rows = trace.customdata
        if rows is None:
            continue
        flat = [cell for line in rows for cell in line] if trace.type == "heatmap" else list(rows)
        ys = [None] * len(flat) if trace.type == "heatmap" else list(trace.y)
        found += [{"customdata": list(row), "y": y} for row, y in zip(flat, ys, strict=False)
                  if row is not None]
    return found


@pytest.mark.parametrize("name", CASES)
def test_marks_have_rows(demo: tuple[Warehouse, Filters], name: str) -> None:
    db, filters = demo
    metric, draw, clicks = CASES[name]
    figure = draw(metric(db, filters))
    points = points_of(figure)
    assert points
    filled = 0
    for point in points[:: max(1, len(points) // 12)]:
        mark = mark_of(figure, point, clicks)
        assert mark is not None
        assert words(mark)
        rows = metrics.rows_behind(db, filters, mark=dict(mark.values), social=mark.social,
                                   by_conversation=mark.by_conversation)
        filled += not rows.empty
    assert filled


def test_as_many_rows_as_posts_on_the_chart(demo: tuple[Warehouse, Filters]) -> None:
    db, filters = demo
    figure = volume_lines(metrics.social_volume(db, filters))
    for point in points_of(figure)[::3]:
        mark = mark_of(figure, point, POSTS)
        assert mark is not None
        rows = metrics.rows_behind(db, filters, mark=dict(mark.values), social=True)
        assert len(rows) == point["y"]


def test_a_point_without_a_key_opens_nothing() -> None:
    figure = Figure(arrangement={"meta": {"keys": ["channel"]}})
    assert mark_of(figure, {"x": 1}, Clicks()) is None
    assert mark_of(Figure(), {"customdata": ["x"]}, Clicks()) is None
    mark = mark_of(figure, {"customdata": {"0": "x", "1": 3}}, Clicks())
    assert mark is not None
    assert mark.values == (("channel", "x"),)
