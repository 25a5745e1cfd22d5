"""How long do customers wait for a person, and what does waiting do?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.response import (
    backlog_bars,
    backlog_bars_alt,
    share_dots,
    share_dots_alt,
    wait_buckets,
    wait_buckets_alt,
    wait_dots,
    wait_dots_alt,
)
from analysis.records import records
from analysis.response import Lag, group_rows, kept_promises, reopened_shares
from analysis.wording import channel_name, duration, number, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, title_row
from pages.ui.head import head
from pages.ui.load import Mark, load_all
from pages.ui.message import show_message
from pages.ui.response_lag import lag_part, target_words
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

_BY = {"channel": "Channel", "department": "Department", "purpose": "Purpose",
       "priority": "Priority"}
_KINDS = {"next": "Next response", "resolution": "Resolution"}
_LISTED = 5
# History was answered before any routing rule was written, so it has a rule of its own that holds
# still while those change; Routing plays history again by the rules in use.
_PRIORITY = ("High here: a first message that asks for service and reports an outage, wants to "
             "cancel, sounds negative or comes from an author of 5,000 followers or more. The "
             "rules of Routing, which may say otherwise, do not change it.")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        times, backlog, oldest, counts, mix, odd = load_all(
            filters, metrics.response_times, metrics.open_items, metrics.oldest_open,
            metrics.lag_counts, metrics.lag_mix, metrics.odd_clocks)
    if times.empty:
        head("No conversation that a person could answer lies under these filters.", filters,
             note="Sources that hold no reply at all are left out: they do not know waits.")
        nothing_matches("conversations", filters)
        return
    top = st.container()
    by = str(st.segmented_control("By", list(_BY), default="channel", required=True,
                                  format_func=_BY.__getitem__, key="response_by",
                                  bind="query-params"))
    if by == "priority":
        st.caption(_PRIORITY)
    _first(times, by, filters)
    left, right = st.columns(2)
    with left:
        _promises(times, by, filters)
    with right:
        _backlog(backlog, filters)
    _oldest(oldest, backlog, filters)
    lag, below, counted = lag_part(counts, mix, filters)
    _later(times, by, filters)
    clock = "business hours" if filters.hours == "business" else "all hours"
    with top:
        head(answer(times, backlog, lag, below, counted), filters,
             note=f"Waits count {clock} from the customer's message to a person's reply; automatic "
                  f"replies do not count. {odd_words(odd)}")


def odd_words(odd: pd.DataFrame) -> str:
    """What the sources date before its question, so that nothing is left out silently."""
    replies, resolutions = int(odd["replies"].iloc[0]), int(odd["resolutions"].iloc[0])
    parts = [several(many, one, more) for many, one, more in (
        (replies, "reply", "replies"), (resolutions, "resolution", "resolutions")) if many]
    if not parts:
        return ""
    is_one = replies + resolutions == 1
    return (f"{' and '.join(parts)} {'is' if is_one else 'are'} dated before the question and "
            f"{'does' if is_one else 'do'} not count; the clocks of the source are wrong there.")


def answer(times: pd.DataFrame, backlog: pd.DataFrame, lag: Lag, below: float,
           counted: str) -> str:
    """The page's sentence: promises kept, what is open, and the wait that keeps people quiet."""
    one = kept_promises(group_rows(times, kind="first", dimension="all")).iloc[0]
    out = ["No first response was due yet" if not one["n"] else
           f"{share_words(one['share'], low=one['low'], high=one['high'], n=one['n'])} of first "
           "responses came within their target"]
    service = backlog[backlog["purpose"] == "service"]
    if len(service):
        oldest = duration(service["oldest_seconds"].max())
        open_items = int(service["items"].sum())
        out.append(f"{several(open_items, 'service request', 'service requests')} of the period "
                   f"{'waits' if open_items == 1 else 'wait'}, the longest for {oldest}")
    if lag.again:
        out.append(target_words(lag.target(below), counted))
    return "; ".join(out) + "."


def _clicks(by: str) -> Clicks:
    """A mark stands for conversations whose replies are known; a department for its share of them.
    """
    def mark(values: dict[str, Any]) -> Mark | None:
        found = {"team" if key == "department" else key: value for key, value in values.items()}
        return Mark(tuple(sorted({"waited": "any", **found}.items())), by_conversation=True)

    return Clicks(by_conversation=True, mark=mark)


def _first(times: pd.DataFrame, by: str, filters: Filters) -> None:
    rows = group_rows(times, kind="first", dimension=by)
    n = several(int(rows["waits"].sum()), "conversation", "conversations")
    shown = rows.drop(columns=["kind", "dimension", "is_social", "reopened_judged", "reopened"])
    left, right = st.columns(2)
    with left:
        card(Card(
            key="first_response", title="How long until a person answers?",
            metric="response_times", frame=shown, filters=filters, n=n, clicks=_clicks(by),
            figure=lambda: wait_dots(rows, key=by, x="First response (time, log scale)"),
            alt=lambda: wait_dots_alt(rows, key=by, x="First response"),
            note="of those answered, with limits (95 %) by rank"))
    with right:
        card(Card(
            key="first_buckets", title="How many are answered by when?",
            metric="response_times", frame=shown, filters=filters, n=n, clicks=_clicks(by),
            figure=lambda: wait_buckets(rows, key=by), alt=lambda: wait_buckets_alt(rows, key=by),
            note="a day counts 24 open hours" if filters.hours == "business" else ""))


def _promises(times: pd.DataFrame, by: str, filters: Filters) -> None:
    rows = kept_promises(group_rows(times, kind="first", dimension=by))
    card(Card(
        key="promises", title="How often is the promise kept?", metric="response_times",
        frame=rows, filters=filters, clicks=_clicks(by),
        figure=lambda: share_dots(rows, key=by, x="First response within its target (%)"),
        alt=lambda: share_dots_alt(rows, key=by, x="First response within its target"),
        n=several(int(rows["n"].sum()), "first response due", "first responses due"),
        note=f"unanswered and overdue counts as broken; {number(rows['sla_open'].sum())} not yet "
             "due are left out"))


def _backlog(backlog: pd.DataFrame, filters: Filters) -> None:
    items = int(backlog["items"].sum())
    card(Card(
        key="backlog", title="What still waits, and for how long?", metric="open_items",
        frame=backlog, filters=filters, figure=lambda: backlog_bars(backlog),
        alt=lambda: backlog_bars_alt(backlog),
        n=several(items, "conversation that waits", "conversations that wait"),
        note="age at the newest moment of the data, in calendar time"))


def _oldest(oldest: pd.DataFrame, backlog: pd.DataFrame, filters: Filters) -> None:
    if oldest.empty:
        return
    items = int(backlog["items"].sum())
    with st.container(border=True):
        title_row(Card(
            key="oldest", title="Who has waited longest?", metric="oldest_open", filters=filters,
            frame=oldest.drop(columns=["row_id"]),
            n=f"{number(len(oldest))} of "
              + several(items, "conversation that waits", "conversations that wait")))
        row: Any
        for row in records(oldest.head(_LISTED)):
            _open_item(row, filters)
        st.caption("Service of high priority first; the table holds more.")


def _open_item(row: Any, filters: Filters) -> None:
    who = next((str(one) for one in (row.customer_id, row.handle) if isinstance(one, str)), "")
    words = [duration(row.age_seconds), channel_name(row.channel), who,
             f"{row.purpose}, {row.priority} priority",
             "never answered" if row.kind == "first" else "waits for a next response"]
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f":small[{plain(' · '.join(one for one in words if one))}]", width="stretch")
        if st.button("Read", key=f"response_open_{row.row_id}", type="tertiary",
                     help="Its conversation, and all of the customer"):
            show_message(int(row.row_id), filters)


def _later(times: pd.DataFrame, by: str, filters: Filters) -> None:
    st.subheader("And after the first answer?", anchor=False)
    kind = str(st.segmented_control("Wait", list(_KINDS), default="next", required=True,
                                    format_func=_KINDS.__getitem__, key="response_kind",
                                    bind="query-params", label_visibility="collapsed"))
    rows = group_rows(times, kind=kind, dimension=by)
    left, right = st.columns(2)
    with left:
        what = _KINDS[kind]
        card(Card(
            key="later", title=("How long until the next answer?" if kind == "next" else
                                "How long until it is resolved?"),
            metric="response_times", filters=filters, frame=rows.drop(columns=[
                "kind", "dimension", "is_social", "sla_met", "sla_breached", "sla_open"]),
            figure=lambda: wait_dots(rows, key=by, x=f"{what} (time, log scale)"),
            alt=lambda: wait_dots_alt(rows, key=by, x=what),
            n=several(int(rows["waits"].sum()), *(
                ("later message", "later messages") if kind == "next" else
                ("conversation", "conversations"))),
            note=f"{number(rows['unanswered'].sum())} without an end"))
    again = reopened_shares(group_rows(times, kind="resolution", dimension=by))
    with right:
        card(Card(
            key="reopened", title="How many come back after it was resolved?",
            metric="response_times", frame=again, filters=filters,
            figure=lambda: share_dots(again, key=by, x="Written again within 14 days (%)"),
            alt=lambda: share_dots_alt(again, key=by, x="Written again within 14 days"),
            n=several(int(again["n"].sum()), "resolution", "resolutions")
              + " whose 14 days are over"))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
