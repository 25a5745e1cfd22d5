"""What waiting does on social media: the lag curve, the target that follows, and its cautions."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.lag import lag_curve, lag_curve_alt
from analysis.records import records
from analysis.response import Lag, lag_of
from analysis.survival import Target, thinned
from analysis.wording import duration, number, percent, several, share_words
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.text import joined, plain

_COUNTED = {"any further post": "Any further post", "negative as read": "Only if read as negative"}
_TOLD = (1, 4, 24, 72)


def lag_part(counts: pd.DataFrame, mix: pd.DataFrame, filters: Filters) -> tuple[Lag, float, str]:
    """Draw the lag curve; returns it with the level to stay below and what counts."""
    st.subheader("What does waiting do on social media?", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.slider("Chance of another post to stay below, %", 1, 50, 10, key="lag_level",
                          bind="query-params", width=320)
        counted = str(st.segmented_control(
            "Counts as another post", list(_COUNTED), default="any further post", required=True,
            format_func=_COUNTED.__getitem__, key="lag_counted", bind="query-params"))
    lag, below = lag_of(counts, counted=counted), level / 100
    if not lag.people:
        st.markdown("No service post that waited for an answer lies under these filters.")
        return lag, below, counted
    if lag.seen <= 0 or lag.curve.empty:
        st.markdown(plain(
            f"We cannot tell yet: of {several(lag.people, 'post', 'posts')} that waited, "
            f"{several(lag.again, 'was', 'were')} followed by another while at least 30 waited."))
        return lag, below, counted
    target, curve = lag.target(below), thinned(lag.curve)
    left, right = st.columns([3, 2])
    with left:
        card(Card(
            key="lag", title="When do people who wait post again?", metric="lag_counts",
            frame=lag.curve, filters=filters,
            figure=lambda: lag_curve(curve, below=below, wait=target.wait, seen=lag.seen),
            alt=lambda: lag_curve_alt(curve, below=below, wait=target.wait, seen=lag.seen),
            n=f"{several(lag.people, 'conversation', 'conversations')}, {number(lag.again)} with "
              "a further post before the answer",
            note="round the clock; shown while at least 30 wait"))
    with right, st.container(border=True, height="stretch"):
        _advice(lag, target, counted, mix)
    return lag, below, counted


def _advice(lag: Lag, target: Target, counted: str, mix: pd.DataFrame) -> None:
    st.markdown("###### Which waiting target follows?", anchors=False)
    if math.isinf(target.wait):
        st.markdown(plain(f"None within {_hours(target.seen)}: as far as the data reach, the "
                          f"chance stays below {_level(target)}."))
    else:
        careful = (f"To be careful take {_hours(target.low)}: up to there even the upper limit "
                   "stays below." if target.low > 0 else "")
        st.markdown(plain(
            f"{_hours(target.wait)} is the longest wait for which the chance stays below "
            f"{_level(target)}, and so the cheapest: the later an answer may come, the "
            f"fewer people the peaks need. {careful}"))
    found = [(hours, lag.within(hours)) for hours in _TOLD]
    st.markdown(plain("Post again within " + "; ".join(
        f"{_hours(hours)}: " + share_words(one.chance, low=one.low, high=one.high, n=one.at_risk)
        .replace(", n = ", ", still waiting: ") for hours, one in found if one is not None) + "."))
    st.markdown(plain(
        "The curve tells of somebody whom nobody answers before: who is answered leaves the count "
        "then, and so does who still waits when the data end."))
    st.markdown(plain(f"Beware: who waits long is not like who is answered at once. {_mixed(mix)} "
                      "So it tells what goes with waiting; how much of it waiting causes, only a "
                      "trial would show."))
    if counted != "any further post":
        st.markdown("The engine misses some of the posts that are negative, so this curve is "
                    "too low; with any further post it is an upper bound.")


def _mixed(mix: pd.DataFrame) -> str:
    rows: dict[str, Any] = {str(row.answered): row for row in records(mix)}
    parts = [f"{percent(rows[one].high_priority / rows[one].conversations)} of "
             f"{number(rows[one].conversations)} {words}"
             for one, words in (("within 1 hour", "answered within an hour"),
                                ("within 1 day", "within a day"), ("later", "later"),
                                ("not answered", "not answered")) if one in rows]
    return f"Of high priority were {joined(parts)}." if parts else ""


def target_words(target: Target, counted: str) -> str:
    """The target for the page's sentence."""
    post = "post again" if counted == "any further post" else "post again negatively"
    if math.isinf(target.wait):
        return (f"up to {_hours(target.seen)} of waiting fewer than {_level(target)} "
                f"{post} on social media")
    high = f"to {_hours(target.high)}" if math.isfinite(target.high) else "or longer"
    return (f"on social media an answer within {_hours(target.wait)} ({_hours(target.low)} {high}) "
            f"keeps those who {post} below {_level(target)}")


def _level(target: Target) -> str:
    return f"{100 * target.below:.0f} %"


def _hours(hours: float) -> str:
    return duration(3600 * hours)
