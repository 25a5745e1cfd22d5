"""How much should we invest in social-media care?"""

from __future__ import annotations

import math

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
from analysis.decision.inputs import Inputs, to_json, with_overrides
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS, OPTIONS
from analysis.decision.prefill import prefilled
from analysis.decision.register import REGISTER
from analysis.decision.verdict import WHERE
from analysis.wording import money, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.decision_inputs import (
    change_form,
    changes_field,
    in_currency,
    inputs_frame,
    read_changes,
)
from pages.ui.head import head
from pages.ui.load import load_all, load_decision, load_options
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

_WHO = {one.label: one for one in OPERATING_MODELS}
_LABELS = {one.name: one.label for one in OPTIONS}
_ABOUT = "Computed from the inputs below by the model that docs/decision.md describes: {}"


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
    with place:
        change_form(inputs, currency)
    for one in wrong:
        st.warning(plain(one), icon=":material/warning:", title="This input cannot be used")
    with top:
        head(answer(found), filters, note=_note(found, filters))
        _figures(found, currency)
    _cards(found, filters, currency)


def answer(found: Decision) -> str:
    """The page's sentence: verdict, share, what is needed, and how likely full care pays."""
    share = found.share_over_years.iloc[0]
    needed = _row(found.break_even, "full", "now")
    full = found.options.set_index("option").loc["full"]
    what = ("no share would make full care pay" if math.isinf(float(needed["break_even_share"]))
            else f"full care needs {percent(needed['break_even_share'])} to pay")
    return (f"{found.verdict.headline}: {percent(share['share'])} of customers use social media "
            f"for service ({100 * share['low']:.1f}–{100 * share['high']:.1f} %), {what}; over "
            f"three years it pays with a chance of {100 * full['chance_positive']:.0f} %.")


def _note(found: Decision, filters: Filters) -> str:
    reasons = ". ".join(f"{one[0].upper()}{one[1:]}" for one in found.verdict.reasons)
    n = found.inputs["customers"].distribution.estimate
    return (f"{reasons}. From the year before {filters.end:%d %b %Y}, "
            f"{several(round(n), 'customer', 'customers')}, {found.n:,} draws; channel and "
            "purpose do not narrow it.")


def _figures(found: Decision, currency: str) -> None:
    """Five figures with their intervals."""
    share = found.share_over_years.iloc[0]
    needed = _row(found.break_even, "full", "now")
    later = _row(found.break_even, "full", "three years")
    options = found.options.set_index("option")
    best, full = (options.loc[one].to_dict() for one in (found.verdict.option, "full"))
    high = float(needed["high"])
    rows = (
        ("Use it for service", percent(share["share"]),
         f"{100 * share['low']:.1f} to {100 * share['high']:.1f} %",
         "Share of customers who use social media for service, from log and survey."),
        ("Needed to pay", _share(float(needed["break_even_share"])),
         f"{100 * float(needed['low']):.1f} % to {'never' if math.isinf(high) else _share(high)}",
         "Break-even share of full care in a usual year: fixed yearly cost divided by customers "
         "times service contacts per social user times net value per contact."),
        ("Chance that it is reached", f"{100 * later['chance']:.0f} %",
         f"today {100 * needed['chance']:.0f} %",
         "Chance that the share passes what is needed over three years, growth included; below it "
         "the chance that it does today."),
        ("Full care, three years", _thousand(full["net_value"], currency),
         f"{_thousand(full['low'], '')} to {_thousand(full['high'], '')}",
         "Expected net value, discounted, with its 95 % interval."),
        (f"Best: {_LABELS[found.verdict.option].lower()}", _thousand(best["net_value"], currency),
         f"{_thousand(best['low'], '')} to {_thousand(best['high'], '')}; best in "
         f"{100 * found.verdict.chance_best:.0f} % of draws",
         "The option of the highest expected net value."))
    with st.grid(5, min_column_width=150, gap="xsmall", key="decision_figures"):
        for label, value, interval, tip in rows:
            st.metric(plain(label), plain(value), plain(interval), border=True, height="stretch",
                      help=plain(tip), delta_color="off", delta_arrow="off")


def _cards(found: Decision, filters: Filters, currency: str) -> None:
    n = f"{found.n:,} draws"
    left, right = st.columns(2)
    with left:
        card(Card(
            key="decision_options", title="What does each option bring?", metric="",
            frame=found.options, filters=filters, n=n,
            about=_ABOUT.format("net value over three years, discounted, against spending "
                                "nothing; regret is what is lost on average by choosing it."),
            figure=lambda: net_value_dots(found.options, currency=currency),
            alt=lambda: net_value_dots_alt(found.options, currency=currency),
            note=_error(found, currency)))
    with right:
        card(Card(
            key="decision_share", title="Do enough customers use social media for service?",
            metric="", frame=found.curves, filters=filters, n=n,
            about=_ABOUT.format("how likely each share of customers is, today and in the third "
                                "year, beside the share that full care needs to pay."),
            figure=lambda: share_curves(found.curves), alt=lambda: share_curves_alt(found.curves),
            note=_beyond(found.curves)))
    left, right = st.columns(2)
    with left:
        shown = found.tornado.assign(
            unit=[in_currency(one, currency) for one in found.tornado["unit"]])
        card(Card(
            key="decision_tornado", title="What does the value of full care hang on?", metric="",
            frame=shown, filters=filters, n=n,
            about=_ABOUT.format("expected net value of full care with one input at the 10 % and "
                                "at the 90 % point of its distribution, the others as drawn."),
            figure=lambda: tornado_bars(shown, currency=currency),
            alt=lambda: tornado_bars_alt(shown, currency=currency), note="the ten widest"))
    with right:
        frame = _flip_rows(found, currency)
        card(Card(
            key="decision_flips", title="What would flip the answer?", metric="", frame=frame,
            filters=filters, n=n, height=300,
            about=_ABOUT.format("the nearest value of each input at which another option has the "
                                "highest expected net value, all else equal, and the chance that "
                                "the input lies beyond it."),
            note=f"away from: {_LABELS[found.verdict.option].lower()}; what is not listed flips "
                 "nothing within reach"))
    left, right = st.columns(2)
    with left:
        card(Card(
            key="decision_worth", title=_survey_title(found, currency), metric="",
            frame=found.evppi, filters=filters, n=n,
            about=_ABOUT.format("what it would be worth to know an input exactly before choosing "
                                "(expected value of partial perfect information)."),
            figure=lambda: worth_bars(found.evppi, currency=currency),
            alt=lambda: worth_bars_alt(found.evppi, currency=currency),
            note=f"knowing everything: {_round(found.evpi, currency)}"))
    with right:
        _two_way(found, filters, currency)
    left, right = st.columns(2)
    with left:
        models = found.operating_models.rename(columns={"operating": "option"})
        card(Card(
            key="decision_models", title="Who should answer, if anybody does?", metric="",
            frame=models, filters=filters, n=n,
            about=_ABOUT.format("full social care by who answers, on the same draws; the "
                                "differences rest on factors that are assumptions of ours."),
            figure=lambda: net_value_dots(models, currency=currency, colour="#c83103"),
            alt=lambda: net_value_dots_alt(models, currency=currency),
            note="factors of the models are assumptions of ours"))
    with right:
        card(Card(
            key="decision_known", title="What goes in, and who says so?", metric="",
            frame=inputs_frame(found.inputs, currency), filters=filters, n=_sources(found.inputs),
            about=_ABOUT.format("every input with its 95 % interval and its source."),
            height=320))


def _two_way(found: Decision, filters: Filters, currency: str) -> None:
    if not found.second:
        return
    first, second = REGISTER["social_service_share"], REGISTER[found.second]
    named = {"first": first.label, "second": second.label, "first_unit": first.unit,
             "second_unit": in_currency(second.unit, currency)}
    card(Card(
        key="decision_map", title="Where is which option best?", metric="", frame=found.two_way,
        filters=filters, n=f"{len(found.two_way):,} pairs",
        about=_ABOUT.format("the option of the highest expected net value over two inputs, each "
                            "over its 95 % interval."),
        figure=lambda: two_way_map(found.two_way, labels=_LABELS, **named),
        alt=lambda: two_way_map_alt(found.two_way, labels=_LABELS, **named)))


def _flip_rows(found: Decision, currency: str) -> pd.DataFrame:
    rows = found.flips[found.flips["flip"].notna()]
    return pd.DataFrame({
        "input": rows["label"],
        "now": [figure_words(a, in_currency(b, currency))
                for a, b in zip(rows["mean"], rows["unit"], strict=True)],
        "flips at": [figure_words(a, in_currency(b, currency))
                     for a, b in zip(rows["flip"], rows["unit"], strict=True)],
        "then best": [_LABELS[one] for one in rows["option"]],
        "chance beyond": [None if math.isnan(one) else f"{100 * one:.1f} %"
                          for one in rows["chance"]],
        "source": rows["source"]}).reset_index(drop=True)


def _survey_title(found: Decision, currency: str) -> str:
    best = found.best_survey
    if best.answers:
        return (f"One more survey pays best with {best.answers:,} answers: "
                f"{_round(best.enbs, currency)} beyond its cost")
    learn = found.verdict.learn
    where = f"; {WHERE[REGISTER[learn].learn]} what matters most" if learn else ""
    return f"No further survey of the share is worth its cost{where}"


def _error(found: Decision, currency: str) -> str:
    worst = float(found.options["standard_error"].max())
    return f"intervals at 95 %; drawing leaves ± {_round(2 * worst, currency)} at most in a mean"


def _beyond(curves: pd.DataFrame) -> str:
    needed = float(curves.loc[curves["curve"] == "needed", "chance"].sum())
    top = float(curves["share"].max()) if len(curves) else 0.0
    return f"in {100 * (1 - needed):.0f} % of draws more than {percent(top)} is needed, or no " \
           "share is enough"


def _sources(inputs: Inputs) -> str:
    known = sum(1 for one in inputs.values() if one.source in ("measured", "stated"))
    return f"{known} of {len(inputs)} inputs measured or stated"


def _row(frame: pd.DataFrame, option: str, when: str) -> pd.Series:
    row: pd.Series = frame[(frame["option"] == option) & (frame["when"] == when)].iloc[0]
    return row


def _share(share: float) -> str:
    if math.isinf(share):
        return "no share"
    return "more than all" if share > 1 else percent(share)


def _thousand(value: float, currency: str) -> str:
    return money(value / 1_000, currency=currency) + "k"


def _round(value: float, currency: str) -> str:
    return money(round(value, -2), currency=currency)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
