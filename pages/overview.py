"""Where are our customers, what changed, and where to look next?"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.overview import (
    social_share_line,
    social_share_line_alt,
    trend_bars,
    trend_bars_alt,
)
from analysis.charts.volume import volume_lines, volume_lines_alt
from analysis.intervals import wilson
from analysis.trends import top_trends
from analysis.wording import percent, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, data_button
from pages.ui.handles import at_least, matched
from pages.ui.head import head
from pages.ui.links import links
from pages.ui.load import Mark, load, load_pairs
from pages.ui.overview_tiles import overview_tiles
from pages.ui.overview_verdict import verdict_line
from pages.ui.states import loading, nothing_matches
from pages.ui.text import in_sentence
from pages.ui.tiles import tiles

# How a measure of the trends is named → the mark it stands for, on social media only, and whether
# it counts conversations.
_MEASURES = (
    (r"(?:posts on|share of negative posts on) (.+)", "channel", True, False),
    (r"contacts by (.+)", "channel", False, False),
    (r"social conversations about (.+)", "intent", True, True),
    (r"(service) share of social conversations", "purpose", True, True),
)
# Below this many in the period before, a change in percent is a play of numbers.
_LEAST = 20


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        now, earlier, series, shares, levels, handles, *paler = load_pairs(
            (metrics.overview_totals, filters), (metrics.overview_totals, filters.previous()),
            (metrics.overview_series, filters), (metrics.channel_share, filters),
            (metrics.trend_candidates, filters), (metrics.match_rate, filters),
            *([(metrics.overview_series, filters.previous())] if filters.compare else []))
    totals, before = now.iloc[0], earlier.iloc[0] if filters.compare else None
    if not totals["customers_active"] and not totals["posts"]:
        head("Nothing happened under these filters.", filters)
        nothing_matches("contacts", filters)
        return
    if not totals["customers_active"]:
        head(without_customers(int(totals["posts"]), handles), filters)
    else:
        head(answer(totals, shares, handles), filters, note=matched(handles, filters))
    verdict_line(filters)
    row = overview_tiles(totals, before, series, filters)
    tiles(row, columns=len(row))
    left, right = st.columns([3, 2])
    with left:
        _growth(totals, series, paler[0] if paler else None, filters)
    with right:
        _trends(levels, filters)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links()
        _totals_button(now, filters)


@st.fragment
def _totals_button(now: pd.DataFrame, filters: Filters) -> None:
    data_button(Card(
        key="totals", title="The figures of the overview", metric="overview_totals", frame=now,
        filters=filters, n=several(int(now["posts"].iloc[0]), "post", "posts")),
        "Data of tiles")


def answer(totals: pd.Series, shares: pd.DataFrame, handles: pd.DataFrame) -> str:
    """The page's sentence: share of active customers on social media beside the leading channel."""
    social, active = int(totals["customers_social"]), int(totals["customers_active"])
    low, high = wilson(social, active)
    share = share_words(social / active, low=low, high=high, n=active)
    words = f"{at_least(handles).capitalize()}{share} of active customers wrote on social media"
    others = shares[~shares["is_social"] & (shares["customers"] > 0)]
    if others.empty:
        return f"{words}."
    first = others.sort_values("customers", ascending=False).iloc[0]
    low, high = wilson(int(first["customers"]), active)
    return (f"{words}; {in_sentence(str(first['channel']))} reached "
            f"{percent(first['customers'] / active, low=low, high=high)}.")


def without_customers(posts: int, handles: pd.DataFrame) -> str:
    """What can be said when no customer is known: posts and handles, and no share."""
    seen = int(handles["handles_seen"].sum())
    by = f" by {several(seen, 'handle', 'handles')}" if seen else ""
    return (f"{several(posts, 'post', 'posts')}{by}; no contact can be tied to a customer, so the "
            "share of customers on social media is unknown.")


def _growth(totals: pd.Series, series: pd.DataFrame, before: pd.DataFrame | None,
            filters: Filters) -> None:
    if totals["customers_active"]:
        card(Card(
            key="growth", title="Is the share of customers on social media growing?",
            metric="overview_series", frame=series, filters=filters, height=340,
            figure=lambda: social_share_line(series, previous=before),
            alt=lambda: social_share_line_alt(series, previous=before),
            n=several(int(totals["customers_active"]), "active customer", "active customers"),
            clicks=Clicks(grain=filters.trend_grain, social=True),
        ))
        return
    volume = load(metrics.social_volume, filters)
    card(Card(
        key="growth", title="How many posts come in?", metric="social_volume", frame=volume,
        filters=filters, height=340, figure=lambda: volume_lines(volume),
        alt=lambda: volume_lines_alt(volume), n=several(int(totals["posts"]), "post", "posts"),
        clicks=Clicks(grain=filters.grain, social=True),
    ))


def _trends(levels: pd.DataFrame, filters: Filters) -> None:
    if not filters.compare:
        with st.container(border=True, height="stretch"):
            st.markdown("###### What moved most?", anchors=False)
            st.markdown("Comparing is switched off. Switch on **Compare periods** in the sidebar "
                        "to see what moved.")
        return
    moved = top_trends(levels[comparable(levels)])
    if moved.empty:
        with st.container(border=True, height="stretch"):
            st.markdown("###### What moved most?", anchors=False)
            st.markdown(f"We cannot tell: the period before, {filters.previous().period()}, holds "
                        f"too little to compare with; at least {_LEAST} of a kind are needed.")
        return
    title = ("Nothing moved beyond chance against the period before" if moved["within_noise"].all()
             else "What moved most against the period before?")
    card(Card(
        key="moved", title=title, metric="trend_levels",
        frame=moved, filters=filters, height=340, figure=lambda: trend_bars(moved),
        alt=lambda: trend_bars_alt(moved),
        n=f"before: {filters.previous().period()}", clicks=Clicks(mark=mark_of_measure),
    ))


def comparable(levels: pd.DataFrame) -> pd.Series:
    """Which measures have enough in the period before, so that a change says something."""
    counts = levels["kind"].eq("count")
    return (counts & (levels["previous"] >= _LEAST)) | (
        ~counts & (levels["previous_n"] >= _LEAST) & (levels["current_n"] >= _LEAST))


def mark_of_measure(values: dict[str, Any]) -> Mark | None:
    """The rows behind a measure of the trends, read from its name."""
    measure = str(values.get("measure", ""))
    for pattern, key, social, talks in _MEASURES:
        found = re.fullmatch(pattern, measure)
        if found:
            value = found.group(1).replace(" ", "_") if key == "intent" else found.group(1)
            more = (("sentiment", "negative"),) if "negative" in measure else ()
            return Mark(((key, value), *more), social, talks)
    return None


if __name__ == "__main__":
    import dashboard

    dashboard.main()
