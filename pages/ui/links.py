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
# Names that the page may have on which people check labels.
AUDIT = ("audit", "labels", "labelling")


def links() -> None:
    """The links, one beside the other; the filters go along."""
    from pages.ui.navigation import page_for

    for stem, question in LINKS:
        st.page_link(page_for(stem), label=question)


def audit_link() -> None:
    """A link to the page on which people check labels, where there is one."""
    from pages.ui.navigation import ENTRIES, page_for

    stem = next((one.stem for one in ENTRIES if one.stem in AUDIT), "marketing_vs_service")
    label = ("Check labels by hand" if stem in AUDIT else "How conversations were read")
    st.page_link(page_for(stem), label=label, icon=":material/fact_check:")
