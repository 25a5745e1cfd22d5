"""How do posts about us sound?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.polarity import polarity_histogram, polarity_histogram_alt
from analysis.charts.sentiment import (
    net_sentiment_line,
    net_sentiment_line_alt,
    sentiment_by_bars,
    sentiment_by_bars_alt,
    sentiment_stack,
    sentiment_stack_alt,
)
from analysis.charts.words import separating_words_bars, separating_words_bars_alt
from analysis.intervals import net_sentiment_interval
from analysis.records import records
from analysis.sentiment import SENTIMENTS
from analysis.wording import net_sentiment, number, percent, several
from analysis.words import separating_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, choice_card
from pages.ui.corrected import Corrected, corrected, corrected_card
from pages.ui.head import head
from pages.ui.load import beside, load, load_pairs, load_posts
from pages.ui.posts import posts_asked, posts_card
from pages.ui.states import loading, nothing_matches

NOTE = ("Labels come from Decaf's own engine, which is right on about two of three real posts. "
        "Trust differences and trends between large groups, not the label of a single post. Posts "
        "in other languages than English are left out, not guessed.")
_GROUPS = {"channel": metrics.sentiment_by_channel, "segment": metrics.sentiment_by_segment,
           "purpose": metrics.sentiment_by_purpose}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        # What stands further down is asked for at the same time.
        beside(partial(load, _GROUPS[_group()], filters))
        beside(partial(load_posts, filters, **posts_asked()))
        over_time, earlier, words, polarity = load_pairs(
            (metrics.sentiment_over_time, filters),
            (metrics.sentiment_over_time, filters.previous()),
            (metrics.sentiment_words, filters), (metrics.polarity_distribution, filters))
    before = earlier if filters.compare else None
    counts = [int(over_time[name].sum()) for name in SENTIMENTS]
    if not sum(counts):
        head("No scored posts under these filters.", filters)
        nothing_matches("posts", filters)
        return
    checked = corrected("sentiment", dict(zip(SENTIMENTS, counts, strict=True)), SENTIMENTS)
    head(answer(*counts) + corrected_words(checked), filters, note=NOTE)
    n = several(sum(counts), "post", "posts")
    left, right = st.columns([3, 2])
    with left:
        card(Card(
            key="net", title="Is the tone getting better or worse?", metric="sentiment_over_time",
            frame=over_time, filters=filters, height=260, n=n,
            figure=lambda: net_sentiment_line(over_time, previous=before),
            alt=lambda: net_sentiment_line_alt(over_time, previous=before),
            clicks=Clicks(grain=filters.trend_grain, social=True),
        ))
    with right:
        _group_card(filters, n)
    left, right = st.columns([3, 2])
    with left:
        card(Card(
            key="stack", title="How do posts divide into negative, neutral and positive?",
            metric="sentiment_over_time", frame=over_time, filters=filters, height=260, n=n,
            figure=lambda: sentiment_stack(over_time), alt=lambda: sentiment_stack_alt(over_time),
            clicks=Clicks(grain=filters.trend_grain, social=True),
        ))
    with right:
        _words_card(words, filters, counts)
    corrected_card(checked, filters, facet="sentiment", counted=n)
    _polarity_card(polarity, filters, n)
    posts_card(filters, load_posts)


def answer(negative: int, neutral: int, positive: int) -> str:
    """The page's sentence: net sentiment with its interval and n, and the three shares."""
    n = negative + neutral + positive
    low, high = net_sentiment_interval(negative, neutral, positive)
    net = net_sentiment(100 * (positive - negative) / n, low=low, high=high)
    return (f"Net sentiment is {net} ({net_sentiment(low)} to {net_sentiment(high)}, n = "
            f"{number(n)} posts): {percent(negative / n)} negative, {percent(neutral / n)} "
            f"neutral, {percent(positive / n)} positive.")


def corrected_words(checked: Corrected) -> str:
    """The corrected shares after the counted ones, or nothing."""
    if checked.why:
        return ""
    rows: list[Any] = records(checked.frame)
    parts = [f"{percent(row.share, low=row.low, high=row.high)} {row.label} "
             f"({100 * row.low:.0f}–{100 * row.high:.0f} %)" for row in rows]
    n = several(checked.audited, "checked post", "checked posts")
    return f" Corrected for errors, by {n}: {', '.join(parts)}."


def _group() -> str:
    return str(st.session_state.get("sentiment_by") or "channel")


def _group_card(filters: Filters, n: str) -> None:
    def make() -> Card:
        group = _group()
        frame = load(_GROUPS[group], filters)
        return Card(
            key=f"by_{group}", title=f"Which {group} sounds worst?",
            metric=f"sentiment_by_{group}", frame=frame, filters=filters, height=212, n=n,
            figure=lambda: sentiment_by_bars(frame, group=group),
            alt=lambda: sentiment_by_bars_alt(frame, group=group), clicks=Clicks(social=True),
        )

    choice_card("by", make, lambda: st.segmented_control(
        "Compare by", list(_GROUPS), default="channel", required=True, format_func=str.capitalize,
        key="sentiment_by", label_visibility="collapsed", persist_state="session"))


def _words_card(seen: pd.DataFrame, filters: Filters, counts: list[int]) -> None:
    words = separating_words(seen, k=8)
    if words.empty:
        with st.container(border=True, height="stretch"):
            st.markdown("###### Which words separate negative from positive posts?", anchors=False)
            st.markdown("Too few posts to tell: no word occurs in five of them.")
        return
    card(Card(
        key="words", title="Which words separate negative from positive posts?",
        metric="sentiment_words", frame=words, filters=filters, height=260,
        figure=lambda: separating_words_bars(words), alt=lambda: separating_words_bars_alt(words),
        n=f"{number(counts[0])} negative and {number(counts[2])} positive posts",
        clicks=Clicks(social=True),
    ))


def _polarity_card(frame: pd.DataFrame, filters: Filters, n: str) -> None:
    card(Card(
        key="polarity", title="How strong is the tone?", metric="polarity_distribution",
        frame=frame, filters=filters, height=240, n=n,
        figure=lambda: polarity_histogram(frame), alt=lambda: polarity_histogram_alt(frame),
        note="TextBlob's polarity from −1 (worst) to 1 (best)", clicks=Clicks(social=True),
    ))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
