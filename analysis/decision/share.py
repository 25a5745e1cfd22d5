"""The share of customers who use social media for service: log and survey brought together."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.decision.distributions import Distribution
from analysis.decision.inputs import Input
from analysis.estimates import log_bounds
from analysis.intervals import quantile_of_normal
from analysis.survey import weighted_shares


class Estimate(NamedTuple):
    """A share with the limits of its interval at 95 % (0..1)."""

    share: float
    low: float
    high: float


def pooled(first: Estimate, second: Estimate) -> Estimate:
    """One share from two independent estimates; where they disagree, doubt covers both.

    On log odds, each weighted by one over its variance, as in a fixed-effect meta-analysis
    (Cochran 1954).  Where their intervals do not meet, the middle of the two estimates on log odds
    with an interval from the lowest to the highest limit.  Worked: 5 % (4 to 6.25) and 6 % (4 to
    9) give 5.21 % (4.28 to 6.33).
    """
    middles = [_logit(one.share) for one in (first, second)]
    if first.low > second.high or second.low > first.high:
        share = _share(sum(middles) / 2)
        return Estimate(share, min(first.low, second.low), max(first.high, second.high))
    z = 2 * quantile_of_normal(0.95)
    weights = [(z / (_logit(one.high) - _logit(one.low))) ** 2 for one in (first, second)]
    total = sum(weights)
    middle = sum(w * m for w, m in zip(weights, middles, strict=True)) / total
    half = quantile_of_normal(0.95) / math.sqrt(total)
    return Estimate(_share(middle), _share(middle - half), _share(middle + half))


def share_of_customers(facts: pd.DataFrame, survey: pd.DataFrame) -> Input | None:
    """The input ``social_service_share`` from the log of a year and the newest survey wave.

    The log counts matched customers (its lower limit) and could at most hold every account without
    a customer too (its upper one): its estimate is the middle of the two on log odds.  The survey's
    is weighted.  None where neither knows anything: then the default stands.
    """
    parts, words, n = [], [], 0.0
    # The facts have dozens of columns: a frame is copied the quicker the fewer it has.
    bounds = log_bounds(facts[["users", "customers", "unknown_handles"]].iloc[:1], seen="users",
                        base="customers", unmatched="unknown_handles").iloc[0].to_dict()
    if float(bounds["users"]) > 0:
        low, high = _inside(bounds["low"]), _inside(bounds["upper_high"])
        # Without accounts that nobody knows the log is a count, with its interval.
        middle = (_logit(_inside(bounds["share"])) + _logit(_inside(bounds["upper"]))) / 2
        parts.append(Estimate(_share(middle), low, high))
        words.append(f"log {100 * bounds['share']:.1f} to {100 * bounds['upper']:.1f} %")
        n = float(bounds["customers"])
    wave = _newest(survey)
    if wave is not None:
        parts.append(Estimate(_inside(wave["share"]), _inside(wave["low"]), _inside(wave["high"])))
        words.append(f"survey {wave['wave']} {100 * wave['share']:.1f} % "
                     f"({100 * wave['low']:.1f} to {100 * wave['high']:.1f} %)")
        n = float(wave["n_eff"])
    if not parts:
        return None
    found = parts[0] if len(parts) == 1 else pooled(parts[0], parts[1])
    if len(parts) == 2 and (parts[0].low > parts[1].high or parts[1].low > parts[0].high):
        words.append("the two disagree, so the interval covers both")
    return Input("social_service_share", Distribution("logit-normal", *found), "measured",
                 "; ".join(words), n)


def _newest(survey: pd.DataFrame) -> dict[Hashable, Any] | None:
    """The newest wave's weighted share of all customers, or None where it is too small to tell."""
    asked = np.flatnonzero(survey["dimension"] == "all") if len(survey) else np.zeros(0, int)
    if not len(asked):
        return None
    squares, residual = (name if name in survey else None for name in
                         ("service_weight_squared", "service_residual_squared"))
    waves = survey["wave"].tolist()
    at = max(asked.tolist(), key=waves.__getitem__)
    newest = pd.DataFrame({name: [survey[name].iat[at]] for name in (
        "wave", "service_weight", "weight_sum", "weight_squared_sum", squares, residual) if name})
    wave = weighted_shares(newest, hits="service_weight", hits_squared=squares,
                           residual_squared=residual).iloc[0].to_dict()
    return None if bool(wave["too_few"]) or not wave["share"] > 0 else wave


def _inside(share: float) -> float:
    """Log odds need a share above 0 and below 1."""
    return min(max(float(share), 1e-6), 1 - 1e-6)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
