"""One message in a dialog: its conversation, why it is scored so, and messages like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.records import records
from analysis.wording import bucket_words, channel_name, duration, several
from data import metrics
from data.filters import Filters
from pages.ui.lexicon_why import brand_words
from pages.ui.load import ask
from pages.ui.quoted import marked
from pages.ui.text import plain
from pages.ui.why import why

_TABS = ("Conversation", "Why this score", "Similar")
_COLOURS = {"negative": "orange", "neutral": "gray", "positive": "blue"}


@st.dialog("A message", width="large", icon=":material/forum:")
def show_message(row_id: int, filters: Filters) -> None:
    """Open a message by its row, as far as the viewer may see it."""
    thread = ask(metrics.conversation_thread, row_id=row_id)
    mine = thread[thread["row_id"] == row_id]
    if mine.empty:
        st.markdown("This message is not there any more, or it is not yours to see.")
        return
    row: Any = records(mine)[0]
    st.markdown(marked(row.text, []))
    st.markdown(about(row))
    panels = st.tabs(_TABS, key="message_tab", on_change="rerun")
    draw: tuple[Callable[[], None], ...] = (
        lambda: conversation(thread, row_id), lambda: why(brand_words(row.text)),
        lambda: _similar(row, filters))
    for panel, inside in zip(panels, draw, strict=True):
        if panel.open:
            with panel:
                inside()
    _customer_link(row.customer_id)


def about(row: Any, *, labels: bool = True, more: Sequence[str] = ()) -> str:
    """Where, when, who and how it was read, then ``more``, as markdown in one small line."""
    parts = [channel_name(row.channel), bucket_words(row.published_at, grain="hour")]
    if isinstance(row.handle, str):
        parts.append(row.handle)
    badge = ""
    if labels and isinstance(row.sentiment, str):
        badge = f" :{_COLOURS.get(row.sentiment, 'gray')}-badge[{plain(row.sentiment)}]"
    after = []
    if labels and isinstance(row.purpose, str) and row.purpose != "unknown":
        after.append(f"{row.purpose}: {row.intent}".replace("_", " "))
    after += [one for one in more if one]
    words = f":gray[{plain(' · '.join(parts))}]{badge}"
    rest = f" :gray[{plain(' · '.join(after))}]" if after else ""
    return f":small[{words}{rest}]"


def conversation(thread: pd.DataFrame, row_id: int | None = None) -> None:
    """A conversation in order: who wrote, who answered, and how long each waited."""
    replies = int((thread["direction"] == "outbound").sum())
    st.caption(plain(f"{several(len(thread), 'message', 'messages')}, "
                     f"{several(replies, 'reply', 'replies')}"))
    row: Any
    for row in records(thread):
        inbound = row.direction == "inbound"
        icon = ":material/person:" if inbound else ":material/support_agent:"
        with st.chat_message("user" if inbound else "assistant", avatar=icon):
            st.markdown(marked(row.text, []))
            st.markdown(about(row, labels=inbound, more=[
                _answer_words(row), "this message" if row.row_id == row_id else ""]))


def _answer_words(row: Any) -> str:
    if row.direction == "outbound":
        who = [one for one in (row.department, row.agent_name) if isinstance(one, str)]
        return "automatic" if row.automated else ", ".join(who)
    if pd.isna(row.wait_seconds):
        return "no reply after it"
    return f"answered after {duration(row.wait_seconds)}"


def _similar(row: Any, filters: Filters) -> None:
    like = ask(metrics.similar_posts, filters, row_id=int(row.row_id))
    if like.empty:
        st.markdown("No other message under the filters shares two telling words with it.")
        return
    same = int(like["same_text"].iloc[0])
    if same:
        st.caption(plain(f"{several(same, 'message has', 'messages have')} the very same text."))
    one: Any
    for one in records(like):
        with st.container(border=True):
            st.markdown(marked(one.text, []))
            st.markdown(about(one, more=[f"shares: {one.shared_words}"]))
    st.caption(plain(f"Under the filters: {filters.sentence()}"))


def _customer_link(customer_id: object) -> None:
    from pages.ui.navigation import page_for

    if isinstance(customer_id, str):
        st.page_link(page_for("customer"), label=plain(f"All of customer {customer_id}"),
                     icon=":material/person_search:", query_params={"customer": customer_id})
