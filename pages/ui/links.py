"""Links from the overview into the pages, named by the question each answers."""

from __future__ import annotations

import streamlit as st

LINKS = (
    ("channel_share", "Who uses which channel?"),
    ("social_volume", "When do posts come?"),
    ("sentiment", "How do posts sound?"),
    ("marketing_vs_service", "Service or marketing?"),
    ("data", "Is the data fresh?"),
)


def links() -> None:
    """The links, one beside the other; the filters go along."""
    from pages.ui.navigation import page_for

    for stem, question in LINKS:
        st.page_link(page_for(stem), label=question)
