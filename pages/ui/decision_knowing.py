"""What it is worth to know more, what the classifier's error does, what others published."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.charts.decision import worth_bars, worth_bars_alt
from analysis.charts.decision_more import survey_lines, survey_lines_alt
from analysis.decision.confusion import Corrected
from analysis.decision.inputs import Inputs
from analysis.decision.prefill import split_of
from analysis.decision.said import figures, inputs_frame, money, survey_answer
from analysis.wording import number, percent
from pages.ui.decision_cards import short
from pages.ui.decision_tools import Shown
from pages.ui.links import audit_link
from pages.ui.published import published_card


def knowing_cards(shown: Shown) -> None:
    """The worth of knowing more; the split corrected for error; figures of others."""
    found, currency = shown.found, shown.currency
    left, right = st.columns(2)
    worth = short(found.evppi, currency)
    with left:
        shown.show(shown.card(
            "worth", "What would it be worth to know an input exactly?", worth,
            "what it would be worth to know an input exactly before choosing (expected value of "
            "partial perfect information).",
            note=f"knowing everything: {money(found.evpi, currency)}; more than that no study of "
                 "this choice should cost",
            figure=lambda: worth_bars(worth, currency=currency),
            alt=lambda: worth_bars_alt(worth, currency=currency)))
    with right:
        shown.show(shown.card(
            "survey", survey_answer(found, currency), found.survey_curve,
            "what one more survey of the share is worth before choosing (expected value of sample "
            "information), its cost, and the difference (expected net benefit of sampling), by "
            "number of answers. The survey costs 2,000 and 4 an answer, 5 in 100 answer, the "
            "weights' design effect is 1.5 and their bias 0.1 in log odds: assumptions of ours.",
            n=f"{len(found.survey_curve)} sizes",
            figure=lambda: survey_lines(found.survey_curve, found.best_survey, currency=currency),
            alt=lambda: survey_lines_alt(found.survey_curve, found.best_survey,
                                         currency=currency)))
    left, right = st.columns(2)
    with left:
        _split(shown)
    with right:
        own = figures(found, currency)[0]
        published_card(
            shown.filters, "on social media", "reasons", key="decision_published",
            title=f"Here {own.value} ({own.interval}) use it for service. What others published, "
                  "of other people:")


def _split(shown: Shown) -> None:
    split = split_of(shown.facts, shown.checked)
    if split is None:
        return
    counted = sum(float(shown.facts[f"said_{one}"].iloc[0]) for one in ("service", "marketing"))
    shown.show(shown.card(
        "split", split_title(split), split_rows(split),
        "service conversations ÷ (service + marketing) on social media, as the rules read them, "
        "and with their errors taken out by the conversations that people have checked (Levy and "
        "Kass 1970); the interval then holds what the checked sample does not know.",
        note=split.note, n=f"{number(counted)} conversations of service or marketing"))
    audit_link()


def split_title(split: Corrected) -> str:
    """The split as a finding."""
    share = percent(split.share, low=split.low, high=split.high)
    if not split.corrected:
        return f"Service is {share} of conversations as counted; nobody has checked the labels"
    return (f"Service is {share} of conversations once the labels' errors are taken out, "
            f"{percent(split.counted)} as counted")


def split_rows(split: Corrected) -> pd.DataFrame:
    """The split as counted and as corrected, in words."""
    def limits(low: float, high: float) -> str:
        return f"{100 * low:.1f} to {100 * high:.1f} %"

    rows = [("as counted", percent(split.counted), limits(split.counted_low, split.counted_high),
             "1")]
    if split.corrected:
        rows.append(("corrected", percent(split.share), limits(split.low, split.high),
                     f"{split.factor:.2f} ({split.factor_low:.2f} to {split.factor_high:.2f})"))
    return pd.DataFrame(rows, columns=["split", "service", "interval",
                                       "true_service_per_one_called_service"])


def input_cards(shown: Shown) -> None:
    """Every input with its interval and its source."""
    shown.show(shown.card(
        "known", "What goes in, and who says so?", inputs_frame(shown.found.inputs, shown.currency),
        "every input with its 95 % interval and its source.", n=_sources(shown.found.inputs),
        height=560))


def _sources(inputs: Inputs) -> str:
    known = sum(1 for one in inputs.values() if one.source in ("measured", "stated"))
    return f"{known} of {len(inputs)} inputs measured or stated"
