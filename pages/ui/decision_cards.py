"""The cards of the decision: options, share, what it hangs on, what would flip it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.charts.decision import (
    net_value_dots,
    net_value_dots_alt,
    share_curves,
    share_curves_alt,
    tornado_bars,
    tornado_bars_alt,
    two_way_map,
    two_way_map_alt,
)
from analysis.decision.decide import Decision, two_inputs
from analysis.decision.inputs import from_json, to_json
from analysis.decision.options import OPERATING_MODELS
from analysis.decision.register import REGISTER, SHORT
from analysis.decision.said import (
    BRIEFLY,
    LABELS,
    break_even_rows,
    in_currency,
    money,
    opportunity_answer,
    opportunity_rows,
    option_rows,
)
from analysis.decision.said_flips import flips_briefly, verdict_flip_rows
from analysis.decision.what_if import verdicts_known
from analysis.wording import percent
from pages.ui.card import Card
from pages.ui.decision_ready import ready_card
from pages.ui.decision_tools import Shown, flips_of_verdict
from pages.ui.load import load_hanging, work_out
from pages.ui.states import loading

_SHARE = "social_service_share"


def option_cards(shown: Shown) -> None:
    """What each option brings, what it would take, and what would flip the answer."""
    found, currency = shown.found, shown.currency
    left, right = st.columns([2, 3])
    with left:
        shown.show(shown.card(
            "options", "What does each option bring?", found.options,
            "net value over three years, discounted, against spending nothing; regret is what "
            "is lost on average by choosing it.", note=_error(found, currency),
            figure=lambda: net_value_dots(found.options, currency=currency),
            alt=lambda: net_value_dots_alt(found.options, currency=currency), height=250))
    with right:
        shown.show(shown.card(
            "flips", "What would flip the answer?", flips_briefly(found, currency),
            "the nearest value of each input at which another option has the highest expected "
            "net value, all else equal, and the chance that the input lies beyond it; from its "
            "mean as it is now. What is not listed flips nothing within reach. What would flip "
            "the verdict's word stands under What it hangs on.",
            height=290, note=f"away from: {BRIEFLY[found.verdict.option]}"))
    left, right = st.columns([3, 2])
    with left:
        shown.show(shown.card(
            "payback", "When does the money come back, and what if it was wrong?",
            option_rows(found, currency), "median time until the money is back for good, of the "
            "draws in which it comes back; regret: what is lost on average against "
            "the option that turns out best; best in: the part of draws in which the option is "
            "the best."))
        shown.show(shown.card(
            "opportunity", opportunity_answer(found, currency), opportunity_rows(found, currency),
            "money of three years divided by issues of customers solved; a customer helped twice "
            "counts twice. Phone and e-mail: the same yearly money, as far as there are issues "
            "that more work would solve."))
    with right:
        shown.show(shown.card(
            "share", "Do enough customers use social media for service?", found.curves,
            "how likely each share of customers is, today and in the third year, beside the "
            "share that full care needs to pay.", note=_beyond(found.curves),
            figure=lambda: share_curves(found.curves), alt=lambda: share_curves_alt(found.curves)))
        ready_card(shown.missing, shown.filters)


def hanging_cards(shown: Shown) -> None:
    """What the answer hangs on: one input, two inputs, who answers, and the share needed."""
    found, currency = shown.found, shown.currency
    left, right = st.columns(2)
    hanging = load_hanging(to_json(found.inputs), found.operating.name)
    swings = short(hanging.tornado, currency)
    with left:
        shown.show(shown.card(
            "tornado", "What does the value of full care hang on?", swings,
            "expected net value of full care with one input at the 10 % and at the 90 % point of "
            "its distribution, the others as drawn.", note="the ten widest",
            figure=lambda: tornado_bars(swings, currency=currency),
            alt=lambda: tornado_bars_alt(swings, currency=currency)))
    with right:
        _two_way(shown)
    left, right = st.columns(2)
    with left:
        shown.show(shown.card(
            "needed", "Which share does each option need, and does it have it?",
            break_even_rows(found), "break-even share of customers, as a median with 95 % of "
            "draws, and the chance that today's share passes it; over three years with growth and "
            "ramp-up."))
    models = hanging.operating_models.rename(columns={"operating": "option"})
    with right:
        shown.show(shown.card(
            "models", "Who should answer, if anybody does?", models,
            "full social care by who answers, on the same draws; the differences rest on factors "
            "that are assumptions of ours.", note="factors of the models are assumptions of ours",
            figure=lambda: net_value_dots(models, currency=currency, colour="#c83103"),
            alt=lambda: net_value_dots_alt(models, currency=currency), height=250))
    # Both take seconds, so they come last and as wide as their columns are.
    _verdict_flips(shown)
    _known(shown)


def _two_way(shown: Shown) -> None:
    found = shown.found
    names = [name for name, one in found.inputs.items() if not one.distribution.is_certain]
    if len(names) < 2:
        return
    labels = {SHORT[name]: name for name in names}
    start = [_SHARE if _SHARE in names else names[0]]
    start.append(found.second if found.second and found.second not in start
                 else next(one for one in names if one not in start))

    def control() -> None:
        for at, (place, words) in enumerate(zip(st.columns(2), ("Across", "Upwards"),
                                                strict=True)):
            place.selectbox(words, list(labels), index=names.index(start[at]),
                            key=f"decision_axis_{at}", bind="query-params")

    def make() -> Card:
        first, second = (labels.get(str(st.session_state.get(f"decision_axis_{at}")), start[at])
                         for at in (0, 1))
        if first == second:
            second = next(one for one in names if one != first)
        frame = work_out(
            two_way_of, shown.filters, inputs=to_json(found.inputs), first=first, second=second,
            operating=found.operating.name)
        named = {"first": SHORT[first], "second": SHORT[second],
                 "first_unit": in_currency(REGISTER[first].unit, shown.currency),
                 "second_unit": in_currency(REGISTER[second].unit, shown.currency)}
        return shown.card(
            "map", "Where is which option best?", frame, "the option of the highest expected net "
            "value over two inputs, each over its 95 % interval.", n=f"{len(frame):,} pairs",
            figure=partial(two_way_map, frame, labels=LABELS, **named),
            alt=partial(two_way_map_alt, frame, labels=LABELS, **named))

    shown.show_choice("map", make, control)


def two_way_of(*, inputs: str, first: str, second: str, operating: str) -> pd.DataFrame:
    """The best option over two inputs, from inputs as JSON."""
    model = next(one for one in OPERATING_MODELS if one.name == operating)
    return two_inputs(from_json(inputs), first=first, second=second, operating=model)


def _verdict_flips(shown: Shown) -> None:
    with loading(height=300):
        frame = flips_of_verdict(shown)
    shown.show(shown.card(
        "verdict_flips", "What would flip the verdict?" if len(frame)
        else "No input alone flips the verdict", verdict_flip_rows(frame, shown.currency),
        "the smallest change of each input, from its mean, at which the verdict is another word. "
        "The whole interval of the input moves along and it keeps its source: what is assumed "
        "stays assumed. Looked for within three standard deviations, or fifty times what is "
        "certain; the nearest first, what is certain last.", height=290,
        note=f"away from: {shown.found.verdict.headline.lower()}",
        n=f"{len(frame)} of {len(shown.found.inputs)} inputs"))


def _known(shown: Shown) -> None:
    with loading(height=300):
        frame = work_out(verdicts_of, shown.filters, inputs=to_json(shown.found.inputs),
                         operating=shown.found.operating.name)
    shown.show(shown.card(
        "verdicts", "What would the verdict be if you knew it?", frame,
        "the verdict with one input certain and stated: at its middle as it is now, and just "
        "beyond where it makes another option the best; the likeliest flips first.",
        n=f"{len(frame)} inputs, 5,000 draws each"))


def verdicts_of(*, inputs: str, operating: str) -> pd.DataFrame:
    """What knowing one input would make of the verdict, from inputs as JSON."""
    model = next(one for one in OPERATING_MODELS if one.name == operating)
    return verdicts_known(from_json(inputs), operating=model)


def short(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The frame with names that fit on a chart, and units in the company's currency."""
    out = frame.assign(label=[SHORT[one] for one in frame["input"]])
    return out.assign(unit=[in_currency(one, currency) for one in out["unit"]]) \
        if "unit" in out else out


def _error(found: Decision, currency: str) -> str:
    worst = float(found.options["standard_error"].max())
    return f"95 %; drawing leaves ± {money(2 * worst, currency)} at most"


def _beyond(curves: pd.DataFrame) -> str:
    needed = float(curves.loc[curves["curve"] == "needed", "chance"].sum())
    top = float(curves["share"].max())
    return (f"in {100 * (1 - needed):.0f} % of draws more than {percent(top)} is needed, or no "
            "share is enough")
