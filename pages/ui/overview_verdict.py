"""The verdict of the decision in one line, for the overview."""

from __future__ import annotations

import streamlit as st

from analysis.decision.inputs import to_json
from analysis.decision.options import CONTACT_CENTRE
from analysis.decision.prefill import prefilled
from analysis.decision.said import short_answer
from data import metrics
from data.checked import purpose_confusion
from data.filters import Filters
from data.warehouse import NoWarehouse, QueryFailed
from pages.ui.load import home, load_all, load_decision
from pages.ui.navigation import page_for
from pages.ui.text import plain, unbroken


# Beside the page and not before it: the draws must not hold up its figures.
@st.fragment(parallel=True)
def verdict_line(filters: Filters) -> None:
    """The verdict as a link to the decision, and what it rests on; nothing without customers."""
    with st.skeleton(height=32):
        try:
            facts, months, survey = load_all(filters, metrics.decision_inputs,
                                             metrics.decision_months, metrics.survey_social_share)
        except (NoWarehouse, QueryFailed):
            return  # the page says so itself
        if not int(facts["customers"].iloc[0]):
            return
        try:
            checked = purpose_confusion(home())
        except ValueError:
            checked = None  # the page of the decision says so
        inputs = prefilled(facts, months, survey, checked)
        found = load_decision(to_json(inputs), CONTACT_CENTRE.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small",
                      key="overview_verdict"):
        st.page_link(page_for("decision"), icon=":material/gavel:",
                     label=f"**{plain(found.verdict.headline)}**",
                     help="What the evidence says about investing in social-media care")
        st.markdown(plain(unbroken(f"{short_answer(found)}.")), width="stretch")
