"""The top of every page: the answer in one sentence, then the filters in words."""

from __future__ import annotations

import streamlit as st

from data.filters import Filters
from pages.ui.load import load_options
from pages.ui.states import freshness
from pages.ui.text import plain, unbroken


def head(answer: str, filters: Filters, *, note: str = "") -> None:
    """The answer as the page's heading, the filters in words, and what to beware of.

    All of it is plain text, shown as written.
    """
    st.header(plain(unbroken(answer)), anchor=False)
    company = load_options().company
    words = f"{company} · {filters.sentence()} {freshness()}."
    st.caption(plain(words) + (f"  \n{plain(note)}" if note else ""))
