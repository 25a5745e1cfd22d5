"""How many answers does a survey need, and what do they cost?"""

from __future__ import annotations

import math
from typing import Literal, cast

import pandas as pd
import streamlit as st

from analysis.charts.planning import margin_line, margin_line_alt
from analysis.planning import (
    Assumptions,
    Costs,
    Design,
    PlanError,
    margin_curve,
    overall,
    plan_for_budget,
    plan_for_margin,
)
from analysis.survey import weighted_shares
from analysis.wording import money, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.load import load_all, load_options
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

_GOALS = {"margin": "A wanted margin", "budget": "A given budget"}
_DESIGNS = {"overall": "For all customers", "each": "In every segment"}
_RESPONSE, _DEFF = 15.0, 1.3


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        segments, waves, survey, social = load_all(
            filters, metrics.customers_by_segment, metrics.survey_waves,
            metrics.survey_social_share, metrics.social_share)
    if segments.empty:
        head("No customers are known here, so there is nobody to plan a survey of.", filters)
        nothing_matches("customers", filters)
        return
    top = st.container()
    start = _start(waves, survey, social.iloc[0])
    try:
        goal, amount, given, costs, design = _inputs(start)
        groups = segments.rename(columns={"segment": "group"})
        make = plan_for_margin if goal == "margin" else plan_for_budget
        wanted = {"margin": amount} if goal == "margin" else {"budget": amount}
        plan = make(groups, given=given, costs=costs, design=design,
                    **wanted)
        total = overall(plan, given=given, costs=costs)
    except PlanError as error:
        with top:
            head("This plan cannot be made.", filters)
        st.warning(plain(error), icon=":material/warning:", title="Change an input")
        return
    with top:
        head(answer(goal, amount, plan, total, given, design), filters,
             note="All customers of the chosen groups can be asked, whatever period, channel and "
                  "purpose are chosen. " + str(start["note"]))
    _cards(plan, total, given, filters)


def answer(goal: str, amount: float, plan: pd.DataFrame, total: dict[str, float],
           given: Assumptions, design: Design) -> str:
    """The page's sentence: answers, invitations, cost and margin."""
    cost = money(total["cost"], currency=load_options().currency)
    people = (f"invite {total['invitations']:,.0f} of {total['customers']:,.0f} customers "
              f"({percent(given.response)} answer)")
    margin = ("nothing can be said of all customers, since a segment gives no answer"
              if math.isnan(total["margin"]) else
              f"± {100 * total['margin']:.1f} points over all customers")
    if goal == "budget":
        return (f"For {cost} you get {several(int(total['answers']), 'answer', 'answers')}: "
                f"{margin}; {people}.")
    where = "in every segment" if design == "each" else "over all customers"
    short = plan[~plan["reached"]]
    if not short.empty:
        return (f"± {100 * amount:.1f} points {where} cannot be reached: even inviting everybody, "
                f"{', '.join(short['group'].head(3))} would answer too rarely. The most possible "
                f"costs {cost} and gives {margin}.")
    also = f" and {margin}" if design == "each" else ""
    return (f"± {100 * amount:.1f} points {where}{also} need "
            f"{several(int(total['answers']), 'answer', 'answers')}: {people}, for {cost}.")


def _start(waves: pd.DataFrame, survey: pd.DataFrame, social: pd.Series) -> dict[str, object]:
    """Where the inputs start: the newest wave, else the log, else half."""
    mine = survey[(survey["dimension"] == "all")]
    if not mine.empty:
        newest = weighted_shares(mine, hits="social_weight", hits_squared="social_weight_squared",
                                 residual_squared="social_residual_squared").iloc[-1]
        known = waves[waves["deff"].notna()]
        deff = float(known.iloc[-1]["deff"]) if len(known) else _DEFF
        return {"share": round(100 * float(newest["share"]), 1), "deff": round(deff, 2),
                "note": f"Share and design effect start from survey wave {newest['wave']}; "
                        "response rate and costs are assumptions to replace." + _came_out(newest)}
    n = int(social["active_customers"])
    share = round(100 * int(social["customers"]) / n, 1) if n else 50.0
    return {"share": share, "deff": _DEFF,
            "note": "The share starts from the log; response rate, design effect and costs are "
                    "assumptions to replace."}


def _came_out(newest: pd.Series) -> str:
    """The design effect of this one share: what weights cost it, less what the margins explain."""
    if not (newest["is_weighted"] and newest["n_interval"] > 0):
        return ""
    effect = newest["answers"] / newest["n_interval"]
    return (f" Of the share on social media itself it came out at {effect:.2f}, which counts how "
            "its answers weigh and what segment, region and tier explain.")


def _inputs(start: dict[str, object]) -> tuple[str, float, Assumptions, Costs, Design]:
    currency = load_options().currency
    with st.container(horizontal=True, vertical_alignment="bottom"):
        goal = st.segmented_control("Plan for", list(_GOALS), default="margin", required=True,
                                    format_func=_GOALS.__getitem__, key="plan_for",
                                    bind="query-params")
        design = st.segmented_control("Known", list(_DESIGNS), default="overall", required=True,
                                      format_func=_DESIGNS.__getitem__, key="plan_known",
                                      bind="query-params")
        if goal == "budget":
            amount = _number(f"Budget, {currency}", "budget", 5_000.0, step=500.0)
        else:
            amount = _number("Margin, ± points", "margin", 2.0, step=0.5) / 100
        share = _number("Expected share, %", "share", cast(float, start["share"]), step=1.0)
        response = _number("Response rate, %", "response", _RESPONSE, step=1.0,
                           tip="Of those invited, how many answer. An assumption: put in your own.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        deff = _number("Design effect", "deff", cast(float, start["deff"]), step=0.1, least=1.0,
                       tip="How many times more answers weighting costs: mean of the squared "
                           "weights divided by the squared mean.")
        fixed = _number(f"Fixed cost, {currency}", "fixed", 2_000.0, step=100.0)
        invite = _number(f"Per invitation, {currency}", "invite", 0.5, step=0.1)
        each = _number(f"Per answer, {currency}", "each", 3.0, step=0.5)
    given = Assumptions(share=share / 100, response=response / 100, deff=deff)
    return (goal or "margin", amount, given,
            Costs(fixed=fixed, per_invitation=invite, per_answer=each),
            cast(Literal["overall", "each"], design or "overall"))


def _number(label: str, key: str, value: float, *, step: float, least: float = 0.0,
            tip: str | None = None) -> float:
    return float(st.number_input(label, min_value=least, value=value, step=step, help=tip,
                                 key=f"plan_{key}", bind="query-params", width=150))


def _cards(plan: pd.DataFrame, total: dict[str, float], given: Assumptions,
           filters: Filters) -> None:
    n = several(int(total["customers"]), "customer", "customers")
    most = max(4 * total["answers"], 2_000.0)
    curve = margin_curve(population=total["customers"], given=given, most=most)
    left, right = st.columns(2)
    with left:
        card(Card(
            key="margin_curve", title="What do more answers buy?", metric="customers_by_segment",
            frame=curve, filters=filters, n=n, covers="customers of today",
            figure=lambda: margin_line(curve, answers=total["answers"], margin=total["margin"]),
            alt=lambda: margin_line_alt(curve, answers=total["answers"], margin=total["margin"]),
            note=f"margin at 95 %, design effect {total['deff']:.2f} in this plan",
        ))
    with right:
        shown = plan.assign(margin_points=(100 * plan["margin"]).round(1),
                            cost=plan["cost"].round())
        shown = shown[["group", "customers", "answers", "margin_points", "invitations", "cost",
                       "reached"]]
        if plan["reached"].all():
            shown = shown.drop(columns="reached")
        card(Card(
            key="plan", title="Whom to ask, by segment?", metric="customers_by_segment",
            frame=shown, filters=filters, n=n, height=300, covers="customers of today",
            note=f"cost in {load_options().currency} without the fixed part; not reached: even "
                 "inviting everybody is not enough" if not plan["reached"].all() else
                 f"margin in points; cost in {load_options().currency} without the fixed part",
        ))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
