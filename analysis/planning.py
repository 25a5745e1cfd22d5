"""How many answers a survey needs, what they cost, and what a budget buys."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.intervals import quantile_of_normal

Design = Literal["overall", "each"]


class PlanError(ValueError):
    """The plan cannot be made; the message says which input is wrong and what it must be."""


@dataclass(frozen=True)
class Costs:
    """What a survey costs, in the currency of the settings: fixed, per invitation, per answer."""

    fixed: float = 0.0
    per_invitation: float = 0.0
    per_answer: float = 0.0

    def total(self, *, answers: float, invitations: float) -> float:
        """Cost of a survey that invites and gets so many."""
        return self.fixed + self.per_invitation * invitations + self.per_answer * answers


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of the answers: share (0..1), response rate (0..1), design effect, level.

    Raises PlanError for a value that cannot be.
    """

    share: float
    response: float
    deff: float = 1.0
    level: float = 0.95

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise PlanError("The expected share must lie between 0 and 100 %.")
        if not 0 < self.response <= 1:
            raise PlanError("The response rate must be above 0 and at most 100 %: if nobody "
                            "answers, no number of invitations is enough.")
        if not (self.deff >= 1 and math.isfinite(self.deff)):
            raise PlanError("The design effect must be 1 or more.")

    @property
    def spread(self) -> float:
        """p (1 - p).  A share of 0 or 1 would need one answer; half a percent is planned for."""
        share = min(max(self.share, 0.005), 0.995)
        return share * (1 - share)


def answers_needed(*, margin: float, population: float, given: Assumptions) -> int:
    """Answers for a margin (half width of the interval, 0..1) on a share; at most the population.

    Source: Cochran (1977), Sampling Techniques, 4.4: n0 = z² p (1 - p) / e², with the finite
    population correction n0 / (1 + (n0 - 1) / N), times the design effect.  Worked: N = 1,000,
    p = 0.5, e = 0.05 gives 278, as in Krejcie and Morgan (1970).  0 for an empty population.
    Raises PlanError for a margin outside 0..0.5.
    """
    if not 0 < margin <= 0.5:
        raise PlanError("The margin must be above 0 and at most 50 points.")
    if population < 1:
        return 0
    first = quantile_of_normal(given.level) ** 2 * given.spread / margin**2
    needed = given.deff * first / (1 + (first - 1) / population)
    return min(max(1, math.ceil(needed - 1e-9)), int(population))


def margin_of(*, answers: float, population: float, given: Assumptions) -> float:
    """The margin (0..1) that so many answers give; the inverse of :func:`answers_needed`.

    z √(p (1 - p) / n × (N - n) / (N - 1)) with n = answers ÷ design effect.  NaN without answers.
    Worked: 278 of 1,000 at p = 0.5 give 0.05.
    """
    if answers <= 0 or population < 1:
        return math.nan
    n = min(answers / given.deff, population)
    if population == 1:
        return 0.0
    rest = (population - n) / (population - 1)
    return quantile_of_normal(given.level) * math.sqrt(given.spread / n * rest)


def plan_for_margin(groups: pd.DataFrame, *, margin: float, given: Assumptions, costs: Costs,
                    design: Design) -> pd.DataFrame:
    """The survey that reaches a margin: one row per group.

    ``groups`` has group and customers.  ``overall``: one margin for all, answers shared out as
    customers are; ``each``: this margin in every group.  Columns: group, customers, answers,
    invitations, cost (without the fixed part), margin (0..1), reached (false where even inviting
    everybody is not enough).  Raises PlanError when there is nobody to ask.
    """
    sizes = _sizes(groups)
    if design == "overall":
        total = answers_needed(margin=margin, population=float(sizes.sum()), given=given)
        wanted = np.ceil(total * sizes / sizes.sum() - 1e-9)
    else:
        wanted = np.array([float(answers_needed(margin=margin, population=size, given=given))
                           for size in sizes])
    return _plan(groups, sizes, wanted, given, costs)


def plan_for_budget(groups: pd.DataFrame, *, budget: float, given: Assumptions, costs: Costs,
                    design: Design) -> pd.DataFrame:
    """What a budget buys: as :func:`plan_for_margin`; ``each`` gives every group as many answers.

    Raises PlanError when the budget does not pay a single answer.
    """
    sizes = _sizes(groups)
    each = costs.per_answer + costs.per_invitation / given.response
    left = budget - costs.fixed
    most = float(np.floor(sizes * given.response).sum())
    affordable = min(left / each if each > 0 else most, most)
    if left < 0 or affordable < 1:
        raise PlanError("The budget buys no answer: it does not pay the fixed cost and one answer "
                        f"({costs.fixed + each:,.2f}).")
    shares = sizes / sizes.sum() if design == "overall" else np.full(len(sizes), 1 / len(sizes))
    return _plan(groups, sizes, np.floor(affordable * shares), given, costs)


def overall(plan: pd.DataFrame, *, given: Assumptions, costs: Costs) -> dict[str, float]:
    """The plan as a whole: customers, answers, invitations, cost, margin (0..1), deff.

    The margin weights each group by its customers: z √(Σ W² p (1 - p) / n × (1 - f)).  ``deff`` is
    that of giving groups other shares of the answers than they have of customers, times the one
    assumed.  Source: Cochran (1977), 5.3.
    """
    asked = plan[plan["answers"] > 0]
    customers, answers = float(plan["customers"].sum()), float(plan["answers"].sum())
    weight = asked["customers"] / customers
    n = asked["answers"] / given.deff
    rest = (asked["customers"] - n).clip(lower=0) / (asked["customers"] - 1).clip(lower=1)
    variance = float((weight**2 * given.spread / n * rest).sum())
    whole = asked["customers"].sum() == customers
    invitations = float(plan["invitations"].sum())
    return {
        "customers": customers, "answers": answers, "invitations": invitations,
        "cost": costs.total(answers=answers, invitations=invitations),
        # Where a group gives no answer at all, nothing can be said about everybody.
        "margin": quantile_of_normal(given.level) * math.sqrt(variance) if whole else math.nan,
        "deff": given.deff * float(answers * (weight**2 / asked["answers"]).sum()),
    }


def margin_curve(*, population: float, given: Assumptions, most: float,
                 points: int = 60) -> pd.DataFrame:
    """The margin against the number of answers, from 30 up to ``most``: answers, margin (0..1)."""
    top = max(60.0, min(most, population))
    answers = np.unique(np.round(np.geomspace(30, top, points)))
    return pd.DataFrame({"answers": answers.astype(int), "margin": [
        margin_of(answers=n, population=population, given=given) for n in answers]})


def _sizes(groups: pd.DataFrame) -> np.ndarray:
    sizes = groups["customers"].to_numpy(dtype=float)
    if not sizes.sum() > 0:
        raise PlanError("There is nobody to ask: no customer is in these groups.")
    return sizes


def _plan(groups: pd.DataFrame, sizes: np.ndarray, wanted: np.ndarray, given: Assumptions,
          costs: Costs) -> pd.DataFrame:
    """Nobody is invited twice: a group gives at most its customers times the response rate."""
    invitations = np.minimum(np.ceil(wanted / given.response - 1e-9), sizes)
    answers = np.minimum(wanted, np.floor(invitations * given.response + 1e-9))
    margins = [margin_of(answers=n, population=size, given=given)
               for n, size in zip(answers, sizes, strict=True)]
    return pd.DataFrame({
        "group": groups["group"].to_numpy(), "customers": sizes.astype(int),
        "answers": answers.astype(int), "invitations": invitations.astype(int),
        "cost": costs.per_invitation * invitations + costs.per_answer * answers,
        "margin": margins, "reached": answers >= wanted,
    })
