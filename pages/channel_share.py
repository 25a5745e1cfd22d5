"""What share of our customers uses each channel?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.charts.channel_overlap import (
    channel_combination_bars,
    channel_combination_bars_alt,
    channel_overlap_heatmap,
    channel_overlap_heatmap_alt,
)
from analysis.charts.channel_share import (
    channel_share_bars,
    channel_share_bars_alt,
    channel_share_lines,
    channel_share_lines_alt,
    share_versus_mix,
    share_versus_mix_alt,
)
from analysis.intervals import wilson, wilson_frame
from analysis.wording import several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, choice_card
from pages.ui.handles import at_least, matched
from pages.ui.head import head
from pages.ui.load import load_all
from pages.ui.states import loading, nothing_matches
from pages.ui.text import in_sentence, with_interval

if TYPE_CHECKING:
    from analysis.charts.figure import Figure

_OF = {"active": "of active customers", "all": "of all customers"}
_LINES = {"all": "All channels", "social": "Social", "traditional": "Traditional"}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        shares, totals, handles, over_time, overlap, together = load_all(
            filters, metrics.channel_share, metrics.social_share, metrics.match_rate,
            metrics.channel_share_over_time, metrics.channel_overlap, metrics.channel_combinations)
    social = totals.iloc[0]
    if shares.empty or not shares["interactions"].sum():
        head("Nobody contacted us under these filters.", filters)
        nothing_matches("contacts", filters)
        return
    if not social["active_customers"]:
        _without_customers(shares, handles, filters)
        return
    head(answer(shares, social, handles), filters)
    _first_row(shares, social, handles, filters)
    _second_row(over_time, overlap, together, filters, int(social["active_customers"]))


def answer(shares: pd.DataFrame, social: pd.Series, handles: pd.DataFrame) -> str:
    """The page's sentence: the channel that reaches most customers beside social media."""
    n = int(social["active_customers"])
    first = shares.sort_values("customers", ascending=False).iloc[0]
    low, high = wilson(int(first["customers"]), n)
    name = in_sentence(str(first["channel"]))
    reached = with_interval(first["customers"] / n, low=low, high=high)
    low, high = wilson(int(social["customers"]), n)
    on_social = with_interval(social["customers"] / n, low=low, high=high)
    return (f"{name[:1].upper()}{name[1:]} reached {reached} of "
            f"{several(n, 'active customer', 'active customers')}; "
            f"social media {at_least(handles)}{on_social}.")


def _first_row(shares: pd.DataFrame, social: pd.Series, handles: pd.DataFrame,
               filters: Filters) -> None:
    left, right = st.columns([3, 2])
    with left:
        _share_card(shares, social, handles, filters)
    with right:
        card(Card(
            key="mix", title="Share of customers is not share of contacts",
            metric="channel_share", frame=shares, filters=filters,
            figure=lambda: share_versus_mix(shares), alt=lambda: share_versus_mix_alt(shares),
            n=several(int(social["active_customers"]), "active customer", "active customers")
            + ", " + several(int(shares["interactions"].sum()), "contact", "contacts"),
            clicks=Clicks(),
        ))


def _share_card(shares: pd.DataFrame, social: pd.Series, handles: pd.DataFrame,
                filters: Filters) -> None:
    def make() -> Card:
        of = st.session_state.get("share_of") or "active"
        frame = wilson_frame(shares, successes="customers", n=f"{of}_customers")
        n = int(social[f"{of}_customers"])
        return Card(
            key="share", title="What share of customers does each channel reach?",
            metric="channel_share", frame=frame, filters=filters,
            figure=lambda: _share_bars(frame, of),
            alt=lambda: channel_share_bars_alt(_counted_in(frame, of)).replace("active", of, 1),
            n=several(n, "active customer", "active customers") if of == "active" else
            f"all {several(n, 'customer', 'customers')}",
            note=matched(handles, filters), clicks=Clicks(),
        )

    choice_card("share", make, lambda: st.segmented_control(
        "Share of whom", list(_OF), default="active", required=True, key="share_of",
        format_func=_OF.__getitem__, label_visibility="collapsed", persist_state="session"))


def _share_bars(frame: pd.DataFrame, of: str) -> Figure:
    figure = channel_share_bars(_counted_in(frame, of))
    if of == "all":
        for trace in figure.traces:
            trace["hovertext"] = [text.replace("of active customers", "of all customers")
                                  for text in trace["hovertext"]]
        title = figure.arrangement["xaxis"]["title"]
        title["text"] = title["text"].replace("active", "all")
    return figure


def _counted_in(frame: pd.DataFrame, of: str) -> pd.DataFrame:
    """The frame with the chosen denominator where the chart looks for it."""
    return frame.assign(active_customers=frame[f"{of}_customers"])


def _second_row(over_time: pd.DataFrame, overlap: pd.DataFrame, together: pd.DataFrame,
                filters: Filters, n: int) -> None:
    people = several(n, "active customer", "active customers")
    _over_time_card(over_time, filters, people)
    left, right = st.columns(2)
    with left:
        card(Card(
            key="together", title="Which channels do customers use together?",
            metric="channel_combinations", frame=together, filters=filters,
            figure=lambda: channel_combination_bars(together),
            alt=lambda: channel_combination_bars_alt(together), n=people, clicks=Clicks(),
        ))
    with right:
        card(Card(
            key="overlap", title="Of the customers on one channel, how many use another?",
            metric="channel_overlap", frame=overlap, filters=filters,
            height=max(320, 76 + 40 * len(together)),
            figure=lambda: channel_overlap_heatmap(overlap),
            alt=lambda: channel_overlap_heatmap_alt(overlap), n=people, clicks=Clicks(),
        ))


def _over_time_card(over_time: pd.DataFrame, filters: Filters, people: str) -> None:
    def make() -> Card:
        which = st.session_state.get("share_lines") or "all"
        frame = over_time if which == "all" else (
            over_time[over_time["is_social"] == (which == "social")])
        return Card(
            key="over_time", title="How does the share change?",
            metric="channel_share_over_time", frame=frame, filters=filters, height=300,
            figure=lambda: channel_share_lines(frame), alt=lambda: channel_share_lines_alt(frame),
            n=people, note="of the customers active in each step of time",
            clicks=Clicks(grain=filters.trend_grain),
        )

    choice_card("over_time", make, lambda: st.segmented_control(
        "Which channels", list(_LINES), default="all", required=True, key="share_lines",
        format_func=_LINES.__getitem__, label_visibility="collapsed", persist_state="session"))


def _without_customers(shares: pd.DataFrame, handles: pd.DataFrame, filters: Filters) -> None:
    """Only public posts are loaded: say so, and show what can be said."""
    seen = int(handles["handles_seen"].sum())
    head(f"{several(seen, 'handle', 'handles')} wrote "
         f"{several(int(shares['interactions'].sum()), 'message', 'messages')}; the share of "
         "customers is unknown, because no contact can be tied to a customer.", filters)
    left, right = st.columns([3, 2])
    with left:
        card(Card(
            key="mix", title="How do contacts spread over the channels?", metric="channel_share",
            frame=shares, filters=filters, figure=lambda: _mix_alone(shares),
            alt=lambda: share_versus_mix_alt(shares),
            n=several(int(shares["interactions"].sum()), "contact", "contacts"), clicks=Clicks(),
        ))
    with right:
        card(Card(
            key="handles", title="How many people is that?", metric="match_rate", frame=handles,
            filters=filters, n=several(seen, "handle", "handles"),
            note="a handle is not a customer: load your customers and handles tables on the Data "
                 "page to learn what share of customers this is",
        ))


def _mix_alone(shares: pd.DataFrame) -> Figure:
    """The contact mix without the share of customers, which nobody knows."""
    figure = share_versus_mix(shares)
    figure.traces = [one for one in figure.traces if one["name"].startswith("Contact")]
    figure.update_xaxes(range=[0, 118], title_text="Share of contacts (%)")
    return figure


if __name__ == "__main__":
    import dashboard

    dashboard.main()
