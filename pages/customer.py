"""What has one customer been through, over all channels?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.customer_timeline import customer_lanes, customer_lanes_alt
from analysis.records import records
from analysis.wording import (
    bucket_words,
    channel_name,
    duration,
    number,
    probability,
    several,
)
from data import metrics
from data.filters import Filters
from data.metrics.customer import MOST_MESSAGES
from pages.ui.card import Card, choice_card
from pages.ui.head import head
from pages.ui.load import ask, load
from pages.ui.message import about, show_message
from pages.ui.quoted import marked
from pages.ui.states import nothing_matches
from pages.ui.table import table
from pages.ui.text import plain
from pages.ui.who import viewer

_ROWS = 15


def render(filters: Filters) -> None:
    """Draw the page."""
    top = st.container()
    customer_id = _choose()
    if not customer_id:
        with top:
            head("Choose a customer to see all their contacts on one time line.", filters)
        _suggestions(filters)
        return
    facts = ask(metrics.customer_facts, customer_id=customer_id)
    if facts.empty:
        with top:
            head("There is no customer of that number whom you may see.", filters)
        _found(customer_id)
        _suggestions(filters)
        return
    one: Any = records(facts)[0]
    with top:
        head(answer(one), filters,
             note="Shown is the whole history whatever the filters; their period is shaded.")
    _timeline(one, filters)


def answer(one: Any) -> str:
    """Who the customer is, how much they wrote on how many channels, and what was not answered."""
    name = f" ({one.name})" if isinstance(one.name, str) and viewer().sees_personal else ""
    groups = [f"{kind} {value}" for kind, value in (
        ("segment", one.segment), ("region", one.region), ("tier", one.tier))
        if value != "unknown"]
    since = ("" if pd.isna(one.joined_on) else
             f"customer since {pd.Timestamp(one.joined_on):%b %Y}")
    who = ", ".join(part for part in (*groups, since) if part) or "nothing else is known"
    if not one.interactions:
        return f"Customer {one.customer_id}{name}: {who}. No contact is known."
    words = (f"Customer {one.customer_id}{name}: {who}. "
             f"{several(one.interactions, 'contact', 'contacts')} on "
             f"{several(one.channels, 'channel', 'channels')}, in "
             f"{several(one.conversations, 'conversation', 'conversations')}, "
             f"{number(one.unanswered)} not answered")
    if pd.isna(one.median_wait_seconds):
        return f"{words}."
    return f"{words}; half of the first replies came within {duration(one.median_wait_seconds)}."


def _choose() -> str:
    personal = viewer().sees_personal
    return str(st.text_input(
        "Customer", key="customer", bind="query-params", max_chars=120, type="search",
        placeholder="number, social handle" + (", name or e-mail" if personal else ""),
        help="The beginning of a customer number or of a social handle"
             + (", or a part of a name or e-mail address." if personal else
                ". Names cannot be searched for while personal data is hidden.")) or "").strip()


def _pick(customer_id: str) -> None:
    st.session_state["customer"] = customer_id


def _found(search: str) -> None:
    found = ask(metrics.customer_search, search=search)
    if found.empty:
        st.markdown("Nobody is found by the beginning of a customer number or social handle.")
        return
    st.markdown(f"**{plain(several(len(found), 'customer is', 'customers are'))} found"
                f"{' (the first 20)' if len(found) >= 20 else ''}**")
    row: Any
    for row in records(found):
        words = [row.segment, row.region, row.tier,
                 several(row.interactions, "contact", "contacts"),
                 several(row.social_posts, "social post", "social posts"),
                 f"found by {row.found_by}"]
        _customer_button(row.customer_id, " · ".join(map(str, words)), "found")


def _suggestions(filters: Filters) -> None:
    rows = ask(metrics.customers_to_look_at, filters)
    if rows.empty:
        nothing_matches("contacts of customers", filters)
        return
    for column, (why, title) in zip(st.columns(2), (
            ("most social posts", "Who posts most?"),
            ("longest unanswered", "Who waits longest for an answer?")), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"###### {title}", anchors=False)
            mine = rows[rows["why"] == why]
            if mine.empty:
                st.markdown("Nobody under these filters.")
            row: Any
            for row in records(mine):
                words = (several(row.posts, "social post", "social posts")
                         if pd.isna(row.waiting_seconds)
                         else f"waiting for {duration(row.waiting_seconds)}")
                _customer_button(row.customer_id, f"{words} · {row.segment} · {row.region} · "
                                                  f"{row.tier}", why.split()[0])
            st.caption(plain(filters.period()))


def _customer_button(customer_id: str, words: str, where: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(plain(customer_id), key=f"pick_{where}_{customer_id}", on_click=_pick,
                  args=(customer_id,), type="tertiary", icon=":material/person_search:")
        st.caption(plain(words), width="stretch")


def _timeline(one: Any, filters: Filters) -> None:
    customer_id = str(one.customer_id)
    frame = ask(metrics.customer_timeline, filters, customer_id=customer_id)
    surveys = ask(metrics.customer_surveys, customer_id=customer_id)
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    if not total and surveys.empty:
        st.markdown("This customer has never written, called or answered a survey that was loaded.")
    else:
        _chart(one, frame, surveys, total, filters)
    left, right = st.columns([3, 2])
    with left:
        _messages(frame, filters)
    with right:
        _accounts(customer_id)
        _answers(surveys)


def _chart(one: Any, frame: pd.DataFrame, surveys: pd.DataFrame, total: int,
           filters: Filters) -> None:
    events = _events(filters, frame)
    shown = frame.drop(columns=["total"])
    note = f"the newest {number(MOST_MESSAGES)} are drawn" if total > len(frame) else ""

    def make() -> Card:
        return Card(
            key="timeline", title="When, where, and how did it go?", metric="customer_timeline",
            frame=shown, filters=filters, n=several(total, "message in or out",
                                                    "messages in and out"), covers="all time",
            figure=lambda: customer_lanes(frame, surveys=surveys, events=events,
                                          period=(filters.start, filters.end)),
            alt=lambda: customer_lanes_alt(frame, surveys=surveys),
            note="; ".join(part for part in ("the period chosen is shaded", note,
                                             "bars: wait for the first reply") if part),
            more={"customer_id": str(one.customer_id), "limit": MOST_MESSAGES})

    choice_card("timeline", make)


def _events(filters: Filters, frame: pd.DataFrame) -> pd.DataFrame:
    """Known events under the whole history, and the campaigns that messages belong to."""
    if frame.empty:
        return pd.DataFrame()
    from dataclasses import replace
    from datetime import timedelta

    first = pd.Timestamp(frame["published_at"].min()).date()
    last = pd.Timestamp(frame["published_at"].max()).date()
    whole = replace(filters, start=first, end=last + timedelta(days=1))
    events = load(metrics.marked_events, whole)
    mine = set(frame["campaign"].dropna())
    return events[(events["kind"] != "campaign") | events["name"].isin(mine)]


def _messages(frame: pd.DataFrame, filters: Filters) -> None:
    with st.container(border=True):
        st.markdown("###### What was said, newest first", anchors=False)
        if frame.empty:
            st.markdown("Nothing was written down.")
            return
        pages = -(-len(frame) // _ROWS)
        at = 1
        if pages > 1:
            at = min(max(1, int(st.session_state.get("customer_p") or 1)), pages)
            if at != st.session_state.get("customer_p", 1):
                st.session_state["customer_p"] = at
        row: Any
        for row in records(frame.iloc[_ROWS * (at - 1): _ROWS * at]):
            _line(row, filters)
        if pages > 1:
            st.pagination(pages, key="customer_p")


def _line(row: Any, filters: Filters) -> None:
    inbound = row.direction == "inbound"
    more = []
    if not inbound:
        more.append("our message" + (", automatic" if row.automated else ""))
    if row.opens and row.unanswered:
        more.append("not answered")
    elif row.opens and not pd.isna(row.wait_seconds):
        more.append(f"first reply after {duration(row.wait_seconds)}")
    if isinstance(row.campaign, str):
        more.append(f"campaign {row.campaign}")
    with st.container(gap="xxsmall", key=f"line_{row.row_id}"):
        st.markdown(("" if inbound else "↳ ") + marked(row.text, []))
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(about(row, labels=inbound, more=more), width="stretch")
            if st.button("Read on", key=f"open_{row.row_id}", type="tertiary",
                         help="Its conversation, why it is scored so, similar messages"):
                show_message(int(row.row_id), filters)


def _accounts(customer_id: str) -> None:
    rows = ask(metrics.customer_handles, customer_id=customer_id)
    with st.container(border=True):
        st.markdown("###### Which accounts are theirs?", anchors=False)
        if rows.empty:
            st.markdown("No social account is tied to this customer.")
            return
        row: Any
        for row in records(rows):
            seen = ("never seen writing" if pd.isna(row.last_day) else
                    f"{several(row.posts, 'post', 'posts')}, the last on "
                    f"{bucket_words(row.last_day, grain='day')}")
            by = (f"tied by {row.decided_by}" if isinstance(row.decided_by, str)
                  else "named by the source")
            if not pd.isna(row.match_probability):
                by += f" (probability {probability(row.match_probability)}: {row.reasons})"
            st.markdown(f"**{plain(row.handle)}** on {plain(channel_name(row.network))}: "
                        f"{plain(seen)}; {plain(by)}")


def _answers(surveys: pd.DataFrame) -> None:
    with st.container(border=True):
        st.markdown("###### What did they answer in surveys?", anchors=False)
        if surveys.empty:
            st.markdown("No survey answer of this customer was loaded.")
            return
        table(surveys, alt="Survey answers of this customer")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
