"""How long do customers wait for a person, and what does waiting do?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.lag import lag_curve, lag_curve_alt
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
from analysis.response import Lag, group_rows, kept_promises, lag_of, reopened_shares
from analysis.survival import Target, thinned
from analysis.wording import channel_name, duration, number, percent, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, title_row
from pages.ui.head import head
from pages.ui.load import Mark, load_all
from pages.ui.message import show_message
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain

_BY = {"channel": "Channel", "department": "Department", "purpose": "Purpose",
       "priority": "Priority"}
_KINDS = {"next": "Next response", "resolution": "Resolution"}
_COUNTED = {"any further post": "Any further post", "negative as read": "Only if read as negative"}
_LISTED = 5


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        times, backlog, oldest, counts, mix = load_all(
            filters, metrics.response_times, metrics.open_items, metrics.oldest_open,
            metrics.lag_counts, metrics.lag_mix)
    if times.empty:
        head("No conversation that a person could answer lies under these filters.", filters,
             note="Sources that hold no reply at all are left out: they do not know waits.")
        nothing_matches("conversations", filters)
        return
    top = st.container()
    by = str(st.segmented_control("By", list(_BY), default="channel", required=True,
                                  format_func=_BY.__getitem__, key="response_by",
                                  bind="query-params"))
    _first(times, by, filters)
    left, right = st.columns(2)
    with left:
        _promises(times, by, filters)
    with right:
        _backlog(backlog, oldest, filters)
    lag, below, counted = _lag(counts, mix, filters)
    _later(times, by, filters)
    clock = "business hours" if filters.hours == "business" else "all hours"
    with top:
        head(answer(times, backlog, lag, below, counted), filters,
             note=f"Waits count {clock} from the customer's message to a person's reply; automatic "
                  "replies do not count.")


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
        out.append(f"{several(open_items, 'service request waits', 'service requests wait')}, the "
                   f"longest for {oldest}")
    if lag.again:
        out.append(_target_words(lag.target(below), counted))
    return "; ".join(out) + "."


def _target_words(target: Target, counted: str) -> str:
    post = "post again" if counted == "any further post" else "post again negatively"
    if math.isinf(target.wait):
        return (f"up to {_hours(target.seen)} of waiting fewer than {percent(target.below)} "
                f"{post} on social media")
    high = f"to {_hours(target.high)}" if math.isfinite(target.high) else "or longer"
    return (f"on social media an answer within {_hours(target.wait)} ({_hours(target.low)} {high}) "
            f"keeps those who {post} below {percent(target.below).replace('.0 %', ' %')}")


def _hours(hours: float) -> str:
    return duration(3600 * hours)


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


def _backlog(backlog: pd.DataFrame, oldest: pd.DataFrame, filters: Filters) -> None:
    items = int(backlog["items"].sum()) if len(backlog) else 0
    card(Card(
        key="backlog", title="What still waits, and for how long?", metric="open_items",
        frame=backlog, filters=filters, figure=lambda: backlog_bars(backlog),
        alt=lambda: backlog_bars_alt(backlog),
        n=several(items, "conversation that waits", "conversations that wait"),
        note="age at the newest moment of the data, in calendar time"))
    if oldest.empty:
        return
    with st.container(border=True):
        title_row(Card(
            key="oldest", title="Who has waited longest?", metric="oldest_open", filters=filters,
            frame=oldest.drop(columns=["row_id"]),
            n=f"the first {number(len(oldest))} of {number(items)}"))
        row: Any
        for row in oldest.head(_LISTED).itertuples(index=False):
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


def _lag(counts: pd.DataFrame, mix: pd.DataFrame, filters: Filters) -> tuple[Lag, float, str]:
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
        _advice(target, counted, mix)
    return lag, below, counted


def _advice(target: Target, counted: str, mix: pd.DataFrame) -> None:
    st.markdown("###### Which waiting target follows?", anchors=False)
    if math.isinf(target.wait):
        st.markdown(plain(f"None within {_hours(target.seen)}: as far as the data reach, the chance "
                          f"stays below {percent(target.below)}."))
    else:
        careful = (f"To be careful take {_hours(target.low)}: up to there even the upper limit "
                   "stays below." if target.low > 0 else "")
        st.markdown(plain(
            f"{_hours(target.wait)} is the longest wait for which the chance stays below "
            f"{percent(target.below)}, and so the cheapest: the later an answer may come, the "
            f"fewer people the peaks need. {careful}"))
    st.markdown(plain(
        "The curve tells of somebody whom nobody answers before: who is answered leaves the count "
        "then, and so does who still waits when the data end."))
    st.markdown(plain(f"Beware: who waits long is not like who is answered at once. {_mixed(mix)} "
                      "So it tells what goes with waiting; how much of it waiting causes, only a "
                      "trial would show."))
    if counted != "any further post":
        st.markdown("The engine misses about half of the posts that are negative, so this curve is "
                    "too low; with any further post it is an upper bound.")


def _mixed(mix: pd.DataFrame) -> str:
    rows = mix.set_index("answered")
    parts = [f"{percent(rows.loc[one, 'high_priority'] / rows.loc[one, 'conversations'])} of "
             f"{number(rows.loc[one, 'conversations'])} {words}"
             for one, words in (("within 1 hour", "answered within an hour"),
                                ("within 1 day", "within a day"), ("later", "later"),
                                ("not answered", "not answered")) if one in rows.index]
    return f"Of high priority were {joined(parts)}." if parts else ""


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
