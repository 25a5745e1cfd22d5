"""The cards of the decision: options, share, what it hangs on, what would flip it, what goes in."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.charts.decision import (
    figure_words,
    net_value_dots,
    net_value_dots_alt,
    share_curves,
    share_curves_alt,
    tornado_bars,
    tornado_bars_alt,
    two_way_map,
    two_way_map_alt,
    worth_bars,
    worth_bars_alt,
)
from analysis.decision.decide import Decision
from analysis.decision.inputs import Inputs
from analysis.decision.options import OPTIONS
from analysis.decision.register import REGISTER, SHORT
from analysis.decision.verdict import WHERE
from analysis.wording import money, percent
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.decision_inputs import in_currency, inputs_frame

if TYPE_CHECKING:
    import plotly.graph_objects as go

LABELS = {one.name: one.label for one in OPTIONS}
_ABOUT = "Computed from the inputs by the model of docs/decision.md: {}"


def decision_cards(found: Decision, filters: Filters, currency: str) -> None:
    """Draw all cards, two in a row."""
    covers = f"the year before {filters.end.day} {filters.end:%b %Y}"

    def show(key: str, title: str, frame: pd.DataFrame, about: str, *, note: str = "",
             figure: Callable[[], go.Figure] | None = None,
             alt: Callable[[], str] | None = None, height: int | None = None,
             n: str = f"{found.n:,} draws") -> None:
        card(Card(key=f"decision_{key}", title=title, metric="", frame=frame, filters=filters,
                  n=n, covers=covers, about=_ABOUT.format(about), figure=figure, alt=alt,
                  note=note, height=height))

    left, right = st.columns(2)
    with left:
        show("options", "What does each option bring?", found.options,
             "net value over three years, discounted, against spending nothing; regret is what "
             "is lost on average by choosing it.", note=_error(found, currency),
             figure=lambda: net_value_dots(found.options, currency=currency),
             alt=lambda: net_value_dots_alt(found.options, currency=currency))
    with right:
        show("share", "Do enough customers use social media for service?", found.curves,
             "how likely each share of customers is, today and in the third year, beside the "
             "share that full care needs to pay.", note=_beyond(found.curves),
             figure=lambda: share_curves(found.curves), alt=lambda: share_curves_alt(found.curves))
    left, right = st.columns(2)
    swings = _short(found.tornado, currency)
    with left:
        show("tornado", "What does the value of full care hang on?", swings,
             "expected net value of full care with one input at the 10 % and at the 90 % point of "
             "its distribution, the others as drawn.", note="the ten widest",
             figure=lambda: tornado_bars(swings, currency=currency),
             alt=lambda: tornado_bars_alt(swings, currency=currency))
    with right:
        show("flips", "What would flip the answer?", flip_rows(found, currency),
             "the nearest value of each input at which another option has the highest expected "
             "net value, all else equal, and the chance that the input lies beyond it.",
             height=340, note=f"away from: {LABELS[found.verdict.option].lower()}; what is not "
                              "listed flips nothing within reach")
    left, right = st.columns(2)
    worth = _short(found.evppi, currency)
    with left:
        show("worth", survey_title(found, currency), worth,
             "what it would be worth to know an input exactly before choosing (expected value of "
             "partial perfect information).", note=f"knowing everything: "
                                                   f"{_round(found.evpi, currency)}",
             figure=lambda: worth_bars(worth, currency=currency),
             alt=lambda: worth_bars_alt(worth, currency=currency))
    if found.second:
        with right:
            named = {"first": SHORT["social_service_share"], "second": SHORT[found.second],
                     "first_unit": REGISTER["social_service_share"].unit,
                     "second_unit": in_currency(REGISTER[found.second].unit, currency)}
            show("map", "Where is which option best?", found.two_way,
                 "the option of the highest expected net value over two inputs, each over its "
                 "95 % interval.", n=f"{len(found.two_way):,} pairs",
                 figure=lambda: two_way_map(found.two_way, labels=LABELS, **named),
                 alt=lambda: two_way_map_alt(found.two_way, labels=LABELS, **named))
    left, right = st.columns(2)
    models = found.operating_models.rename(columns={"operating": "option"})
    with left:
        show("models", "Who should answer, if anybody does?", models,
             "full social care by who answers, on the same draws; the differences rest on factors "
             "that are assumptions of ours.", note="factors of the models are assumptions of ours",
             figure=lambda: net_value_dots(models, currency=currency, colour="#c83103"),
             alt=lambda: net_value_dots_alt(models, currency=currency))
    with right:
        show("known", "What goes in, and who says so?", inputs_frame(found.inputs, currency),
             "every input with its 95 % interval and its source.", n=_sources(found.inputs),
             height=320)


def flip_rows(found: Decision, currency: str) -> pd.DataFrame:
    """What would flip the answer, in words: input, now, flips at, then best, chance, source."""
    rows = found.flips[found.flips["flip"].notna()]
    units = [in_currency(one, currency) for one in rows["unit"]]
    return pd.DataFrame({
        "input": [SHORT[one] for one in rows["input"]],
        "now": [figure_words(a, b) for a, b in zip(rows["mean"], units, strict=True)],
        "flips_at": [figure_words(a, b) for a, b in zip(rows["flip"], units, strict=True)],
        "chance_beyond": ["" if math.isnan(one) else f"{100 * one:.1f} %"
                          for one in rows["chance"]],
        "then_best": [LABELS[one] for one in rows["option"]],
        "source": rows["source"]}).reset_index(drop=True)


def survey_title(found: Decision, currency: str) -> str:
    """Whether one more survey pays, as a finding."""
    best = found.best_survey
    if best.answers:
        return (f"One more survey pays best with {best.answers:,} answers: "
                f"{_round(best.enbs, currency)} beyond its cost")
    learn = found.verdict.learn
    where = f"; {WHERE[REGISTER[learn].learn]} what matters most" if learn else ""
    return f"No further survey of the share is worth its cost{where}"


def _short(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The frame with names that fit on a chart, and units in the company's currency."""
    out = frame.assign(label=[SHORT[one] for one in frame["input"]])
    return out.assign(unit=[in_currency(one, currency) for one in out["unit"]]) \
        if "unit" in out else out


def _error(found: Decision, currency: str) -> str:
    worst = float(found.options["standard_error"].max())
    return f"intervals at 95 %; drawing leaves ± {_round(2 * worst, currency)} at most in a mean"


def _beyond(curves: pd.DataFrame) -> str:
    needed = float(curves.loc[curves["curve"] == "needed", "chance"].sum())
    top = float(curves["share"].max())
    return (f"in {100 * (1 - needed):.0f} % of draws more than {percent(top)} is needed, or no "
            "share is enough")


def _sources(inputs: Inputs) -> str:
    known = sum(1 for one in inputs.values() if one.source in ("measured", "stated"))
    return f"{known} of {len(inputs)} inputs measured or stated"


def _round(value: float, currency: str) -> str:
    return money(round(value, -2), currency=currency)
