"""Is social media about service or about marketing, and who answers?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.charts.purpose import (
    intent_bars,
    intent_bars_alt,
    purpose_by_channel_bars,
    purpose_by_channel_bars_alt,
    purpose_split_over_time,
    purpose_split_over_time_alt,
)
from analysis.charts.who_answers import who_answers_bars, who_answers_bars_alt
from analysis.decision.confusion import Corrected, corrected_split
from analysis.intervals import wilson
from analysis.purpose import PURPOSES
from analysis.wording import percent, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card
from pages.ui.corrected import audit_counts, corrected, corrected_card
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.states import loading, nothing_matches

if TYPE_CHECKING:
    from analysis.charts.figure import Figure

# Measured on the demo company, whose true labels are known: see tests/data/test_truths.py.
NOTE = ("Purpose is read by a model trained on labelled posts. On the demo company, whose true "
        "labels are known, it is right on 81 % of single posts and overstates service (55 % "
        "instead of 48 %).")

# Heights in px: two lines of text need a row this high, axis and legend stand below the rows.
_LEAST, _LEGEND, _ROW = 280, 140, 30


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        split, by_channel, intents, answered = load_all(
            filters, metrics.purpose_over_time, metrics.purpose_by_channel,
            metrics.purpose_intents, metrics.who_answers)
    counts = {name: int(split[name].sum()) for name in PURPOSES}
    if not sum(counts.values()):
        head("No social conversations under these filters.", filters)
        nothing_matches("conversations", filters)
        return
    audit = audit_counts("purpose")
    split_is = None if filters.purposes or not counts["service"] + counts["marketing"] else (
        corrected_split(counts, audit))
    head(answer(counts, filters) + corrected_words(split_is), filters, note=note(split_is))
    n = several(sum(counts.values()), "conversation", "conversations")
    left, right = st.columns([3, 2])
    with left:
        card(Card(
            key="split", title="Is the split moving?", metric="purpose_over_time", frame=split,
            filters=filters, height=235, n=n, figure=lambda: _split(split, filters),
            alt=lambda: purpose_split_over_time_alt(split),
            clicks=Clicks(grain=filters.trend_grain, social=True, by_conversation=True),
        ))
    with right:
        card(Card(
            key="purpose_channel", title="Which channel is used for what?",
            metric="purpose_by_channel", frame=by_channel, filters=filters, height=235, n=n,
            figure=lambda: purpose_by_channel_bars(by_channel),
            alt=lambda: purpose_by_channel_bars_alt(by_channel),
            clicks=Clicks(social=True, by_conversation=True),
        ))
    height = max(_LEAST, _LEGEND + _ROW * max(len(answered), 2 * len(intents) // 3))
    left, right = st.columns(2)
    with left:
        card(Card(
            key="intents", title="What do people want?", metric="purpose_intents", frame=intents,
            filters=filters, height=height, n=n, figure=lambda: intent_bars(intents),
            alt=lambda: intent_bars_alt(intents),
            clicks=Clicks(social=True, by_conversation=True),
        ))
    with right:
        _who_answers(answered, filters, height)
    if split_is is not None:
        corrected_card(corrected("purpose", counts, PURPOSES), filters, facet="purpose", counted=n)


def corrected_words(split: Corrected | None) -> str:
    """The corrected share of service after the counted one, or nothing."""
    if split is None or not split.corrected:
        return ""
    share = percent(split.share, low=split.low, high=split.high)
    return (f" Corrected for errors, by {several(split.audited, 'checked post', 'checked posts')}, "
            f"service is {share} ({100 * split.low:.0f}–{100 * split.high:.0f} %).")


def note(split: Corrected | None) -> str:
    """What to beware of, and whether the shares are corrected."""
    if split is None or split.corrected:
        return NOTE
    why = split.note.replace("conversation was", "post was").replace("conversations", "posts")
    return f"{NOTE} {why[0].upper()}{why[1:]}."


def answer(counts: dict[str, int], filters: Filters) -> str:
    """The page's sentence: service share with its interval and n, and what is neither."""
    about = counts["service"] + counts["marketing"]
    if filters.purposes:
        return (f"{several(sum(counts.values()), 'conversation', 'conversations')} about "
                f"{' and '.join(filters.purposes)}; under a purpose filter there is no split.")
    if not about:
        return (f"None of {several(sum(counts.values()), 'conversation', 'conversations')} was "
                "about service or marketing.")
    low, high = wilson(counts["service"], about)
    share = share_words(counts["service"] / about, low=low, high=high, n=about)
    other = percent(counts["other"] / sum(counts.values()))
    return f"Service is {share} of service and marketing conversations; {other} of all are neither."


def _split(frame: pd.DataFrame, filters: Filters) -> Figure:
    figure = purpose_split_over_time(frame)
    # The chart's own title is longer than this card is high.
    figure.update_yaxes(title={"text": f"Started per {filters.trend_grain}"})
    return figure


def _who_answers(frame: pd.DataFrame, filters: Filters, height: int) -> None:
    times = "business hours" if filters.hours == "business" else "all hours"
    card(Card(
        key="who", title="Who answers which, and how fast?", metric="who_answers", frame=frame,
        filters=filters, height=height, figure=lambda: who_answers_bars(frame),
        alt=lambda: who_answers_bars_alt(frame),
        n=several(int(frame["conversations"].sum()), "conversation", "conversations"),
        note=f"{percent(_unanswered(frame))} not answered · median and P90 of the first reply, "
             f"{times}",
        clicks=Clicks(social=True, by_conversation=True),
    ))


def _unanswered(frame: pd.DataFrame) -> float:
    """Share of conversations that nobody has answered."""
    return 1 - float(frame["answered"].sum() / max(int(frame["conversations"].sum()), 1))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
