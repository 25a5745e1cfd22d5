"""The posts themselves: searched, filtered, quoted as they were written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analysis.sentiment import SENTIMENTS
from analysis.wording import several
from data.filters import Filters
from pages.ui.card import Card, caption, title_row
from pages.ui.marks import search_in_voices
from pages.ui.table import table

_LIMIT = 200
_FIRST = ("published_at", "channel", "text", "sentiment", "polarity", "confidence", "purpose",
          "intent")


def posts_asked() -> dict[str, Any]:
    """Which posts the card will ask for: search, sentiment, limit."""
    label = st.session_state.get("post_label")
    return {"search": str(st.session_state.get("post_search") or "").strip() or None,
            "sentiment": label if label in SENTIMENTS else None, "limit": _LIMIT}


@st.fragment
def posts_card(filters: Filters, load_posts: Callable[..., pd.DataFrame]) -> None:
    """A table of posts, newest first, with a search and a choice of label."""
    asked = posts_asked()
    search, label = asked["search"], asked["sentiment"]
    posts = load_posts(filters, **asked)
    posts = posts[[*_FIRST, *(name for name in posts.columns if name not in _FIRST)]]
    which = "the newest" if len(posts) >= _LIMIT else "all"
    one = Card(key="posts", title="What do the posts say?", metric="posts", frame=posts,
               filters=filters, n=f"{which} {several(len(posts), 'post', 'posts')}",
               note=f"with “{search}”" if search else "",
               more=asked)
    with st.container(border=True, key="card_posts"):
        title_row(one)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Search in posts", key="post_search", max_chars=200,
                          persist_state="session", placeholder="for example refund")
            st.segmented_control("Label", SENTIMENTS, format_func=str.capitalize,
                                 key="post_label", persist_state="session")
        if posts.empty:
            st.markdown("No posts match. Clear the search or the label.")
            return
        table(posts, alt="Posts with their score, newest first", height=420)
        caption(one)
        search_in_voices(search, label if label in SENTIMENTS else None)
