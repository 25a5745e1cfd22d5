"""Sample sizes against published tables, a simulation, and inputs that cannot be."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import wilson
from analysis.planning import (
    Assumptions,
    Costs,
    PlanError,
    answers_needed,
    margin_curve,
    margin_of,
    overall,
    plan_for_budget,
    plan_for_margin,
)

HALF = Assumptions(share=0.5, response=1.0)
GROUPS = pd.DataFrame({"group": ["a", "b", "c"], "customers": [8_000, 1_500, 500]})
COSTS = Costs(fixed=1_000, per_invitation=0.5, per_answer=2)


@pytest.mark.parametrize(("population", "published"), [
    (100, 80), (500, 217), (1_000, 278), (3_000, 341), (10_000, 370), (75_000, 382),
    (1_000_000, 384)])
def test_krejcie_and_morgan(population: int, published: int) -> None:
    # Their table (1970) rounds to the nearest; a plan rounds up.
    found = answers_needed(margin=0.05, population=population, given=HALF)
    assert published <= found <= published + 1


def test_the_two_formulas_are_each_others_inverse() -> None:
    given = Assumptions(share=0.1, response=0.2, deff=1.3)
    for margin in (0.01, 0.02, 0.05):
        n = answers_needed(margin=margin, population=40_000, given=given)
        assert margin_of(answers=n, population=40_000, given=given) <= margin
        assert margin_of(answers=n - 1, population=40_000, given=given) > margin


def test_the_margin_is_about_what_wilson_will_show() -> None:
    given = Assumptions(share=0.1, response=1.0)
    n = answers_needed(margin=0.02, population=10**9, given=given)
    low, high = wilson(0.1 * n, n)
    assert (high - low) / 2 == pytest.approx(0.02, abs=0.0005)


def test_the_margin_holds_in_a_simulation() -> None:
    given = Assumptions(share=0.3, response=1.0)
    n = answers_needed(margin=0.05, population=800, given=given)
    drawn = np.random.default_rng(4).hypergeometric(240, 560, n, 20_000) / n
    assert (abs(drawn - 0.3) <= 0.05).mean() == pytest.approx(0.95, abs=0.015)


def test_a_stratified_plan_holds_in_a_simulation() -> None:
    given = Assumptions(share=0.2, response=1.0)
    plan = plan_for_margin(GROUPS, margin=0.05, given=given, costs=COSTS, design="each")
    margin = overall(plan, given=given, costs=COSTS)["margin"]
    rng = np.random.default_rng(5)
    shares = np.zeros(20_000)
    for row in plan.itertuples():
        hits = int(0.2 * row.customers)
        drawn = rng.hypergeometric(hits, row.customers - hits, row.answers, 20_000) / row.answers
        shares += drawn * row.customers / 10_000
    assert (abs(shares - 0.2) <= margin).mean() == pytest.approx(0.95, abs=0.015)


def test_proportional_shares_cost_no_design_effect_and_equal_ones_do() -> None:
    given = Assumptions(share=0.2, response=0.5)
    even = overall(plan_for_margin(GROUPS, margin=0.03, given=given, costs=COSTS,
                                   design="overall"), given=given, costs=COSTS)
    assert even["deff"] == pytest.approx(1, abs=0.01)
    assert even["margin"] <= 0.03
    each = plan_for_margin(GROUPS, margin=0.05, given=given, costs=COSTS, design="each")
    assert each["reached"].tolist() == [True, True, True]
    assert (each["margin"] <= 0.05).all()
    assert overall(each, given=given, costs=COSTS)["deff"] > 1.3


def test_cost_and_invitations_by_hand() -> None:
    given = Assumptions(share=0.5, response=0.25)
    plan = plan_for_margin(GROUPS.head(1), margin=0.05, given=given, costs=COSTS, design="overall")
    row = plan.iloc[0]
    assert (row["answers"], row["invitations"]) == (367, 1_468)
    assert row["cost"] == 367 * 2 + 1_468 * 0.5
    assert overall(plan, given=given, costs=COSTS)["cost"] == row["cost"] + 1_000


def test_nobody_is_invited_twice() -> None:
    given = Assumptions(share=0.5, response=0.1)
    plan = plan_for_margin(GROUPS, margin=0.03, given=given, costs=COSTS, design="each")
    small = plan.iloc[2]
    assert (small["invitations"], small["answers"], small["reached"]) == (500, 50, False)
    assert small["margin"] > 0.03


def test_a_budget_buys_what_it_pays() -> None:
    given = Assumptions(share=0.2, response=0.2)
    plan = plan_for_budget(GROUPS, budget=3_000, given=given, costs=COSTS, design="overall")
    total = overall(plan, given=given, costs=COSTS)
    assert 2_900 < total["cost"] <= 3_000
    rich = plan_for_budget(GROUPS, budget=10**9, given=given, costs=COSTS, design="overall")
    assert rich["invitations"].sum() <= 10_000
    assert rich["answers"].sum() == pytest.approx(2_000, abs=3)
    free = plan_for_budget(GROUPS, budget=0, given=given, costs=Costs(), design="each")
    assert free["answers"].sum() > 0


@pytest.mark.parametrize(("say", "what"), [
    (lambda: Assumptions(share=0.5, response=0.0), "nobody"),
    (lambda: Assumptions(share=1.2, response=0.5), "expected share"),
    (lambda: Assumptions(share=0.5, response=0.5, deff=0.5), "design effect"),
    (lambda: answers_needed(margin=0.0, population=10, given=HALF), "margin"),
    (lambda: plan_for_budget(GROUPS, budget=1_001, given=HALF, costs=COSTS, design="each"),
     "buys no answer"),
    (lambda: plan_for_margin(GROUPS.assign(customers=0), margin=0.1, given=HALF, costs=COSTS,
                             design="each"), "nobody to ask"),
])
def test_what_cannot_be_planned_says_why(say: object, what: str) -> None:
    with pytest.raises(PlanError, match=what):
        say()  # type: ignore[operator]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_none_or_all_is_planned_with_care(share: float) -> None:
    n = answers_needed(margin=0.01, population=10**6, given=Assumptions(share=share, response=1))
    assert 100 < n < 400


def test_an_empty_group_asks_nobody() -> None:
    groups = pd.concat([GROUPS, pd.DataFrame({"group": ["none"], "customers": [0]})])
    plan = plan_for_margin(groups, margin=0.05, given=HALF, costs=COSTS, design="each")
    assert plan.iloc[3]["answers"] == 0
    assert math.isnan(plan.iloc[3]["margin"])
    assert overall(plan, given=HALF, costs=COSTS)["margin"] < 0.05


def test_the_curve_falls() -> None:
    curve = margin_curve(population=5_000, given=HALF, most=4_000)
    assert curve["margin"].is_monotonic_decreasing
    assert curve["answers"].iloc[-1] == 4_000
