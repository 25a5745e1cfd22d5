"""How much should we invest in social-media care?"""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analysis.decision.decide import Decision
from analysis.decision.inputs import to_json, with_overrides
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS
from analysis.decision.prefill import prefilled
from analysis.wording import money, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.decision_cards import LABELS, decision_cards
from pages.ui.decision_inputs import change_form, changes_field, read_changes
from pages.ui.decision_ready import missing_items, ready_card, ready_link, ready_words
from pages.ui.head import head
from pages.ui.load import load_all, load_decision, load_options
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

_WHO = {one.label: one for one in OPERATING_MODELS}
_BRIEF = {"nothing": "nothing", "listen": "listening", "pilot": "pilot", "full": "full care",
          "traditional": "phone, e-mail"}


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
    with st.expander("Inputs: change what you know better", icon=":material/tune:",
                     key="decision_inputs"):
        place = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.selectbox("Who answers", list(_WHO), key="decision_who", bind="query-params",
                               width=280)
            text = changes_field()
    changes, wrong = read_changes(text)
    inputs = with_overrides(prefilled(facts, months, survey), changes)
    with loading():
        found = load_decision(to_json(inputs), _WHO.get(who, CONTACT_CENTRE).name)
    currency = load_options().currency
    missing = missing_items()
    with place:
        change_form(inputs, currency)
    with top:
        head(answer(found), filters, note=f"{_note(found, filters)} "
             f"{ready_words(missing, option=found.verdict.option)}")
        for one in wrong:
            st.warning(plain(one), icon=":material/warning:", title="This input cannot be used")
        _figures(found, currency)
    decision_cards(found, filters, currency)
    ready_card(missing, filters)
    ready_link()


def answer(found: Decision) -> str:
    """The page's sentence: verdict, share, what is needed, and how likely full care pays."""
    share = found.share_over_years.iloc[0]
    needed, later = _needed(found, "now"), _needed(found, "three years")
    enough = float(needed["break_even_share"])
    what = (f"full care needs {percent(enough)} to pay" if enough <= 1
            else "not even everybody would make full care pay" if math.isfinite(enough)
            else "no share would make full care pay")
    return (f"{found.verdict.headline}: {percent(share['share'])} of customers use social media "
            f"for service ({100 * share['low']:.1f}–{100 * share['high']:.1f} %), {what}; over "
            f"three years it pays with a chance of {100 * later['chance']:.0f} %.")


def _note(found: Decision, filters: Filters) -> str:
    reasons = ". ".join(f"{one[0].upper()}{one[1:]}" for one in found.verdict.reasons)
    n = round(found.inputs["customers"].distribution.estimate)
    return (f"{reasons}. {several(n, 'customer', 'customers')}, from the year before "
            f"{filters.end.day} {filters.end:%b %Y}; channel and purpose do not narrow it.")


def _figures(found: Decision, currency: str) -> None:
    """Five figures with their intervals."""
    share = found.share_over_years.iloc[0]
    needed, later = _needed(found, "now"), _needed(found, "three years")
    options = found.options.set_index("option")
    best, full = (options.loc[one].to_dict() for one in (found.verdict.option, "full"))
    rows = (
        ("Use it for service", percent(share["share"]),
         f"{100 * share['low']:.1f} to {100 * share['high']:.1f} %",
         "Share of customers who use social media for service, from log and survey."),
        ("Needed to pay", _share(needed["break_even_share"]),
         f"{_share(needed['low'])} to {_share(needed['high'])}",
         "Break-even share of full care in a usual year: fixed yearly cost divided by customers "
         "times service contacts per social user times net value per contact."),
        ("Chance that it pays", f"{100 * later['chance']:.0f} %",
         f"{100 * needed['chance']:.0f} % at today's share",
         "Chance that full care pays over three years, growth and ramp-up included; below it the "
         "chance that today's share is enough in a usual year."),
        ("Full care, 3 years", _thousand(full["net_value"], currency),
         f"{_thousand(full['low'], '')} to {_thousand(full['high'], '')}",
         "Expected net value, discounted, with its 95 % interval."),
        (f"Best: {_BRIEF[found.verdict.option]}", _thousand(best["net_value"], currency),
         f"{_thousand(best['low'], '')} to {_thousand(best['high'], '')}",
         f"{LABELS[found.verdict.option]}: the highest expected net value of all options, the "
         f"best one in {100 * found.verdict.chance_best:.0f} % of draws."))
    with st.grid(5, min_column_width=150, gap="xsmall", key="decision_figures"):
        for label, value, interval, tip in rows:
            st.metric(plain(label), plain(value), plain(interval), border=True, height="stretch",
                      help=plain(tip), delta_color="off", delta_arrow="off")


def _needed(found: Decision, when: str) -> dict[str, float]:
    rows: pd.DataFrame = found.break_even
    row = rows[(rows["option"] == "full") & (rows["when"] == when)].iloc[0]
    return {name: float(row[name]) for name in ("break_even_share", "low", "high", "chance")}


def _share(share: float) -> str:
    if math.isinf(share):
        return "never"
    return "over 100 %" if share > 1 else percent(share)


def _thousand(value: float, currency: str) -> str:
    return money(value / 1_000, currency=currency) + "k"


if __name__ == "__main__":
    import dashboard

    dashboard.main()
