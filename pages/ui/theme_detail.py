"""One theme looked at closer: when, where, by whom, and in which words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.incidents import (
    author_bars,
    author_bars_alt,
    group_rates,
    group_rates_alt,
    theme_bars,
    theme_bars_alt,
)
from analysis.intervals import wilson_frame
from analysis.records import records
from analysis.verdict import ISOLATED
from analysis.wording import channel_name, several
from data import metrics
from data.filters import Filters
from data.metrics.incidents import ever_values, stretch_values
from pages.ui.card import Card, card, choice_card, title_row
from pages.ui.choice import chosen
from pages.ui.head import head
from pages.ui.load import ask
from pages.ui.message import about, show_message
from pages.ui.quoted import marked
from pages.ui.text import plain
from pages.ui.themes import Themes, close_theme, people_words, rise_words, stretch_words

_BY = {"channel": "Channels", "segment": "Segments", "region": "Regions"}


def theme_detail(themes: Themes, one: Any, filters: Filters) -> None:
    """Draw the page of one theme."""
    head(answer(one), filters, note=" ".join(one.reasons))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("All themes", key="close_theme", icon=":material/arrow_back:", type="tertiary",
                  on_click=close_theme)
        _voices(one)
    stretch = {"theme_id": int(one.theme_id), "from_day": pd.Timestamp(one.from_day).date(),
               "until_day": pd.Timestamp(one.until_day).date()}
    left, right = st.columns(2)
    with left:
        _time_card(one, filters)
    with right:
        _groups_card(themes, one, filters)
    left, right = st.columns(2)
    with left:
        _posts_card(one, filters, stretch)
    with right:
        _authors_card(one, filters, stretch)


def answer(one: Any) -> str:
    """The sentence on one theme: its verdict, people, rise and days."""
    rise = rise_words(one)
    return (f"“{one.label}” is {'to watch' if one.verdict == 'watch' else one.verdict}: "
            f"{people_words(one)}{f', {rise}' if rise else ''}, {stretch_words(one)}.")


def _voices(one: Any) -> None:
    from pages.ui.navigation import page_for

    if one.search:
        st.page_link(page_for("voices"), label="Search these words in Voices",
                     icon=":material/forum:",
                     query_params={"q": one.search, "kind": "All channels"})
    elif isinstance(one.intent, str):
        intent = one.intent.replace("_", " ").capitalize()
        st.page_link(page_for("voices"), label="Read this intent in Voices",
                     icon=":material/forum:",
                     query_params={"intent": intent, "kind": "All channels"})


def _time_card(one: Any, filters: Filters) -> None:
    frame = ask(metrics.theme_over_time, filters, theme_id=int(one.theme_id))
    total = int(frame[["social", "traditional"]].to_numpy().sum())
    days = {"from_day": one.from_day, "until_day": one.until_day}
    card(Card(
        key="theme_time", title="When did it come?", metric="theme_over_time", frame=frame,
        filters=filters, figure=lambda: theme_bars(frame, **days),
        alt=lambda: theme_bars_alt(frame, **days), n=several(total, "message", "messages"),
        height=360, note=f"shaded: {stretch_words(one)}", more={"theme_id": int(one.theme_id)}))


def _groups_card(themes: Themes, one: Any, filters: Filters) -> None:
    groups = themes.groups[themes.groups["theme_id"] == one.theme_id]

    def make() -> Card:
        by = chosen("theme_by", _BY, "channel")
        rows = rates(groups, by)
        return Card(
            key="theme_groups", title="Where does it hit?", metric="theme_groups", frame=rows,
            filters=filters, figure=lambda: group_rates(rows, by=by),
            alt=lambda: group_rates_alt(rows, by=by), covers=stretch_words(one),
            n=several(int(rows["messages"].sum()), "message", "messages"),
            note="bar: usual rate on all other days", more=stretch_values(themes.stretches))

    choice_card("theme_groups", make, lambda: st.segmented_control(
        "By", list(_BY), default="channel", required=True, format_func=_BY.__getitem__,
        key="theme_by", label_visibility="collapsed", bind="query-params"))


def rates(groups: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows of one dimension with the share of messages (0..1), its interval and the usual share."""
    mine = groups[(groups["dimension"] == by) & (groups["base_messages"] > 0)]
    out = wilson_frame(mine, successes="messages", n="base_messages")
    base = out["outside_base"].where(out["outside_base"] > 0)
    out = out.assign(usual_share=(out["outside_messages"] / base).fillna(0.0))
    return out.sort_values(["messages", "category"], ascending=[False, True], ignore_index=True)[
        ["category", "messages", "authors", "base_messages", "share", "low", "high",
         "outside_messages", "outside_base", "usual_share"]]


def _authors_card(one: Any, filters: Filters, stretch: dict[str, Any]) -> None:
    found = ask(metrics.theme_authors, filters, **stretch)
    rows = found.assign(author=[author_words(row) for row in records(found)])
    first = found["customer_id"].iloc[0] if len(found) else None
    card(Card(
        key="theme_top", title="Who wrote most?", metric="theme_authors", frame=rows,
        filters=filters, figure=lambda: author_bars(rows), alt=lambda: author_bars_alt(rows),
        covers=stretch_words(one),
        n=f"{several(one.known, 'message', 'messages')} by "
          f"{several(one.authors, 'person', 'people')}",
        note=f"as concentrated as {one.effective:,.1f} people who all wrote the same number"
        if one.authors else "no author is known", more={**ever_values(), **stretch, "limit": 10}))
    if one.verdict == ISOLATED and isinstance(first, str):
        from pages.ui.navigation import page_for

        st.page_link(page_for("customer"), label=plain(f"All of customer {first}"),
                     icon=":material/person_search:", query_params={"customer": first})


def author_words(row: Any) -> str:
    """An author as pages name one: the customer's number, else the account."""
    if isinstance(row.customer_id, str):
        return row.customer_id
    handle = row.handle if isinstance(row.handle, str) else "unknown"
    return f"{handle} on {', '.join(channel_name(one) for one in str(row.channels).split(', '))}"


def _posts_card(one: Any, filters: Filters, stretch: dict[str, Any]) -> None:
    posts = ask(metrics.theme_posts, filters, **stretch)
    with st.container(border=True, key="card_theme_posts", height="stretch"):
        title_row(Card(
            key="theme_posts", title="What do people write?", metric="theme_posts", frame=posts,
            filters=filters, n=several(len(posts), "message", "messages"),
            covers=stretch_words(one), more={**ever_values(), **stretch, "limit": 6}))
        row: Any
        for row in records(posts):
            st.markdown(marked(row.text, []))
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(about(row), width="stretch")
                if st.button("Read on", key=f"theme_post_{row.row_id}", type="tertiary"):
                    show_message(int(row.row_id), filters)
        st.caption(plain(f"Found by: {', '.join(one.phrases[:12])}" if len(one.phrases) else
                         "What no phrase above explains"))
