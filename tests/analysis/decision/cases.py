"""What the tests of the decision share: inputs that are all certain, and a plain twin of the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from analysis.decision.inputs import Input, default_inputs, fixed
from analysis.decision.options import FULL, PAID_HOURS, OperatingModel
from analysis.decision.register import REGISTER

# Round numbers, for sums that can be followed by hand: docs/decision.md works with the same.
ROUND: dict[str, float] = {
    "customers": 100_000, "social_service_share": 0.06, "contacts_per_user": 2.5,
    "service_correction": 1.0, "share_growth": 0.0, "outsider_ratio": 0.2,
    "social_handle_seconds": 300, "traditional_handle_seconds": 450, "social_cost_per_hour": 36,
    "traditional_cost_per_hour": 36, "productive_share": 0.6, "tools_per_month": 4_000,
    "standby_hours_per_week": 25, "training_hours": 34, "ramp_up_months": 6,
    "solved_share": 0.8, "deflected_share": 0.4, "retention_gain": 0.05, "yearly_value": 500,
    "margin_share": 0.4, "years_kept": 2, "onlooker_value": 0.5, "unresolved_issues": 20_000,
    "solvable_share": 0.5, "effort_per_issue": 2, "repeats_avoided": 0.2,
    "traditional_contacts": 100_000, "early_warning_share": 0.001, "discount_rate": 0.0,
}


def certain(**changed: float) -> dict[str, Input]:
    """All inputs certain, at the round numbers or at what is given."""
    return fixed(default_inputs(), {**ROUND, **changed})


def twin(values: Mapping[str, float], operating: OperatingModel) -> dict[str, float]:
    """Net value of listening, full care and phone and e-mail, in plain sums for one case."""
    v = {name: float(values[name]) for name in REGISTER}
    call = v["traditional_handle_seconds"] / 3600 * v["traditional_cost_per_hour"] \
        / v["productive_share"]
    hour = v["social_cost_per_hour"] * operating.hourly
    answer = v["social_handle_seconds"] * operating.handle / 3600 * hour / v["productive_share"]
    answer += answer * v["outsider_ratio"]
    keeps = v["retention_gain"] * v["yearly_value"] * v["margin_share"] * v["years_kept"]
    solves = min(1.0, v["solved_share"] * operating.solved)
    brings = v["onlooker_value"]
    brings += solves * v["deflected_share"] * call
    brings += solves * (1 - v["deflected_share"]) * keeps
    early = v["traditional_contacts"] * v["early_warning_share"] * call
    learning = v["ramp_up_months"] * operating.ramp_up
    answered_share = min(1.0, FULL.answered * operating.answered)
    full = traditional = listen = 0.0
    for year in (1, 2, 3):
        weight = 1 / (1 + v["discount_rate"]) ** (year - 0.5)
        odds = v["social_service_share"] / (1 - v["social_service_share"]) \
            * math.exp(v["share_growth"] * (year - 0.5))
        users = v["customers"] * odds / (1 + odds)
        answers = users * v["contacts_per_user"] * v["service_correction"] * answered_share
        # The strength of the team, month by month in small steps.
        steps = 6_000
        strength = sum(min(1.0, (12 * (year - 1) + 12 * (k + 0.5) / steps) / max(learning, 1e-9))
                       for k in range(steps)) / steps
        trained = v["training_hours"] * operating.people
        costs = answers * answer * (1 + (trained / PAID_HOURS if year == 1 else 0))
        costs += 12 * v["tools_per_month"]
        costs += 52 * v["standby_hours_per_week"] * operating.standby * hour
        if year == 1:
            costs += FULL.people * trained * hour
        full += weight * (answers * brings * strength + early - costs)
        each = v["effort_per_issue"] * call
        issues = min(costs / each, v["unresolved_issues"] * v["solvable_share"])
        traditional += weight * issues * (keeps + v["repeats_avoided"] * call - each)
        watch = 12 * 0.4 * v["tools_per_month"] + 52 * 0.2 * operating.standby \
            * v["standby_hours_per_week"] * hour
        listen += weight * (early - watch - (trained * hour if year == 1 else 0))
    return {"listen": listen, "full": full, "traditional": traditional}
