"""How much comes in on social media, and when?"""

from __future__ import annotations

from math import isfinite

import pandas as pd
import streamlit as st

from analysis.charts.volume import (
    hour_weekday_heatmap,
    hour_weekday_heatmap_alt,
    volume_bars,
    volume_bars_alt,
    volume_lines,
    volume_lines_alt,
)
from analysis.intervals import wilson
from analysis.quantiles import median_interval
from analysis.wording import number, percent, several, weekday_name
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, choice_card
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.states import loading, nothing_matches
from pages.ui.text import in_sentence

# Fewer posts say nothing about the days of the week.
_LEAST_POSTS = 100
_SHAPES = {"lines": "By channel", "bars": "Together"}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        volume, hours, events = load_all(
            filters, metrics.social_volume, metrics.volume_by_hour, metrics.marked_events)
    if volume.empty or not volume["inbound"].sum():
        head("No posts came in under these filters.", filters)
        nothing_matches("posts", filters)
        return
    head(answer(volume, hours, filters), filters)
    _volume_card(volume, events, filters)
    left, right = st.columns([3, 2])
    with left:
        n = several(int(hours["posts"].sum()), "post", "posts")
        card(Card(
            key="hours", title="At which hours of the week do posts come?",
            metric="volume_by_hour", frame=hours, filters=filters, height=262,
            figure=lambda: hour_weekday_heatmap(hours),
            alt=lambda: hour_weekday_heatmap_alt(hours), n=n, note="local time",
            clicks=Clicks(social=True),
        ))
    with right:
        _events_card(events, filters)


def answer(volume: pd.DataFrame, hours: pd.DataFrame, filters: Filters) -> str:
    """The page's sentence: how many posts, how many in a usual bucket, and when most come."""
    total = int(volume["inbound"].sum())
    words = f"{several(total, 'post', 'posts')} in {several(filters.days, 'day', 'days')}"
    per_bucket = _whole_buckets(volume)
    if len(per_bucket) >= 5:
        low, high = median_interval(per_bucket)
        # A handful of buckets gives a median but no interval.
        span = f"{number(low)}–{number(high)}, " if isfinite(high - low) else ""
        words += (f"; a usual {filters.grain} brought {number(per_bucket.median())} ({span}n = "
                  f"{several(len(per_bucket), filters.grain, filters.grain + 's')})")
    if not hours.empty and filters.days >= 14:
        busiest = busiest_weekday(hours)
        words += f"; {weekday_name(busiest)}s are busiest" if busiest else ""
    by_channel = volume.groupby("channel")["inbound"].sum().sort_values(ascending=False)
    if len(by_channel) > 1:
        low, high = wilson(int(by_channel.iloc[0]), total)
        words += (f"; {in_sentence(str(by_channel.index[0]))} has "
                  f"{percent(by_channel.iloc[0] / total, low=low, high=high)}")
    return f"{words}."


def busiest_weekday(hours: pd.DataFrame) -> int | None:
    """The weekday (1 = Monday) with most posts a day, or None where chance may have picked it."""
    by_day = hours.groupby("weekday").agg(posts=("posts", "sum"), days=("days", "max"))
    total = int(by_day["posts"].sum())
    if total < _LEAST_POSTS:
        return None
    top = int(str((by_day["posts"] / by_day["days"].clip(lower=1)).idxmax()))
    # Seven days are looked at, so the level is that of one look in seven (Bonferroni).
    low, _ = wilson(int(by_day["posts"].loc[top]), total, level=1 - 0.05 / 7)
    beyond = low > int(by_day["days"].loc[top]) / int(by_day["days"].sum())
    return top if beyond else None


def _whole_buckets(volume: pd.DataFrame) -> pd.Series:
    """Posts per bucket over all channels; buckets that the period cuts short are left out."""
    return volume[volume["whole_bucket"]].groupby("bucket")["inbound"].sum().sort_index()


def _volume_card(volume: pd.DataFrame, events: pd.DataFrame, filters: Filters) -> None:
    def make() -> Card:
        bars = st.session_state.get("volume_shape") == "bars"
        figure, alt = (volume_bars, volume_bars_alt) if bars else (volume_lines, volume_lines_alt)
        return Card(
            key="volume", title=f"How many posts come in per {filters.grain}?",
            metric="social_volume", frame=volume, filters=filters, height=265,
            figure=lambda: figure(volume, events=events), alt=lambda: alt(volume, events=events),
            n=several(int(volume["inbound"].sum()), "inbound post", "inbound posts"),
            note=f"{several(len(events), 'campaign or event', 'campaigns and events')} marked"
            if len(events) else "",
            clicks=Clicks(grain=filters.grain, social=True),
        )

    choice_card("volume", make, lambda: st.segmented_control(
        "Channels", list(_SHAPES), default="lines", required=True, format_func=_SHAPES.__getitem__,
        key="volume_shape", label_visibility="collapsed", persist_state="session"))


def _events_card(events: pd.DataFrame, filters: Filters) -> None:
    title = "Which campaigns and events fell into this period?"
    if not events.empty:
        shown = events.sort_values("starts_at", ascending=False).dropna(axis=1, how="all")
        card(Card(key="events", title=title, metric="marked_events", frame=shown,
                  filters=filters, height=270,
                  n=several(len(shown), "campaign or event", "campaigns and events")))
        return
    with st.container(border=True, height="stretch"):
        st.markdown(f"###### {title}", anchors=False)
        st.markdown("None is known. Campaigns are loaded as a table; events are named in the "
                    "settings on the Data page.")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
