"""How much should we invest in social-media care?"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analysis.decision.changes import read_changes
from analysis.decision.inputs import to_json, with_overrides
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS
from analysis.decision.prefill import prefilled
from analysis.decision.said import answer, figures, reasons
from analysis.wording import several
from data import metrics
from data.brief import covers
from data.checked import purpose_confusion
from data.filters import Filters
from pages.ui.decision_cards import hanging_cards, option_cards
from pages.ui.decision_inputs import change_form, changes_field
from pages.ui.decision_journal import journal_part, record_button
from pages.ui.decision_knowing import input_cards, knowing_cards
from pages.ui.decision_ready import missing_items, ready_link, ready_words
from pages.ui.decision_scenarios import scenarios_part
from pages.ui.decision_tools import Shown, brief_buttons
from pages.ui.head import head
from pages.ui.load import home, load_all, load_decision, load_options
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

_WHO = {one.label: one for one in OPERATING_MODELS}
_PARTS: dict[str, Callable[[Shown], None]] = {
    "Options": option_cards, "What it hangs on": hanging_cards, "Knowing more": knowing_cards,
    "Inputs": input_cards, "Scenarios": scenarios_part, "Journal": journal_part}


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        facts, months, survey = load_all(filters, metrics.decision_inputs,
                                         metrics.decision_months, metrics.survey_social_share)
    if not int(facts["customers"].iloc[0]):
        head("No customers are known here, so there is nothing to decide about.", filters)
        nothing_matches("customers", filters)
        return
    top = st.container()
    part = str(st.segmented_control("Show", list(_PARTS), default="Options", required=True,
                                    key="decision_part", bind="query-params",
                                    label_visibility="collapsed"))
    # The answer and its first chart come before the form, but where inputs are asked for.
    above, cards, below = st.container(), st.container(), st.container()
    with (above if part == "Inputs" else below), st.expander(
            "Inputs: change what you know better", icon=":material/tune:", key="decision_inputs",
            expanded=part == "Inputs"):
        place = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.selectbox("Who answers", list(_WHO), key="decision_who", bind="query-params",
                               width=280)
            text = changes_field()
    changes, wrong = read_changes(text)
    try:
        checked = purpose_confusion(home())
    except ValueError as error:
        # A broken journal of labels must not take the whole answer away.
        checked = None
        wrong = [*wrong, f"what people have checked is left out: {error}"]
    known = prefilled(facts, months, survey, checked)
    inputs = with_overrides(known, changes)
    with loading():
        found = load_decision(to_json(inputs), _WHO.get(who, CONTACT_CENTRE).name)
    options = load_options()
    shown = Shown(found=found, known=known, changed=text, filters=filters, facts=facts,
                  checked=checked, currency=options.currency, missing=missing_items())
    with place:
        change_form(inputs, options.currency)
    with top:
        n = several(round(found.inputs["customers"].distribution.estimate), "customer", "customers")
        head(answer(found), filters, note=(
            f"{reasons(found)} {ready_words(shown.missing, option=found.verdict.option)} {n}, from "
            f"{covers(filters)}; channel and purpose do not narrow it."))
        for fault in wrong:
            st.warning(plain(fault), icon=":material/warning:", title="This cannot be used")
        with st.grid(5, min_column_width=150, gap="xsmall", key="decision_figures"):
            for one in figures(found, options.currency):
                st.metric(plain(one.label), plain(one.value), plain(one.interval), border=True,
                          height="stretch", help=plain(one.about), delta_color="off",
                          delta_arrow="off")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            brief_buttons(shown)
            record_button(shown)
            ready_link()
    with cards:
        _PARTS.get(part, option_cards)(shown)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
