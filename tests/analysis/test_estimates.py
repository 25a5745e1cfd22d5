"""Bounds of the log, and when log and survey cannot both be right."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.estimates import (
    ABOVE,
    AGREE,
    BELOW,
    ONLY_LOG,
    ONLY_SURVEY,
    TOO_FEW,
    log_bounds,
    two_estimates,
)
from analysis.intervals import wilson


def test_worked_bounds() -> None:
    frame = pd.DataFrame({"seen": [50, 50, 0], "n": [1000, 60, 0], "open": [30, 30, 5]})
    found = log_bounds(frame, seen="seen", base="n", unmatched="open")
    assert found["share"].tolist()[:2] == pytest.approx([0.05, 50 / 60])
    assert found["upper"].tolist()[:2] == pytest.approx([0.08, 1.0])
    assert found["upper_high"][0] == pytest.approx(wilson(80, 1000).high)
    assert found.loc[2, ["share", "upper"]].isna().all()


def log(**more: Any) -> pd.DataFrame:
    row = {"wave": "w", "dimension": "all", "category": "all customers", "customers": 1000,
           "customers_social": 50, "customers_service": 20, "unmatched_handles": 30,
           "unmatched_service_handles": 10}
    return pd.DataFrame([{**row, **more}])


def survey(share: float, n: float = 500, **more: Any) -> pd.DataFrame:
    row = {"wave": "w", "dimension": "all", "category": "all customers", "answers": int(n),
           "weight_sum": n, "weight_squared_sum": n, "social_weight": share * n,
           "service_weight": share * n / 2, "is_weighted": True}
    return pd.DataFrame([{**row, **more}])


@pytest.mark.parametrize(("share", "n", "verdict"), [
    (0.06, 500, AGREE), (0.20, 500, ABOVE), (0.005, 2000, BELOW), (0.5, 20, TOO_FEW)])
def test_verdicts(share: float, n: float, verdict: str) -> None:
    found = two_estimates(log(), survey(share, n)).iloc[0]
    assert found["verdict"] == verdict
    assert found["survey_share"] == pytest.approx(share)
    assert found["log_upper"] == pytest.approx(0.08)


def test_service_takes_the_service_columns() -> None:
    found = two_estimates(log(), survey(0.06), service=True).iloc[0]
    assert found["log_share"] == pytest.approx(0.02)
    assert found["log_upper"] == pytest.approx(0.03)
    assert found["survey_share"] == pytest.approx(0.03)


def test_a_group_of_one_side_stays_in_sight() -> None:
    both = two_estimates(
        pd.concat([log(), log(dimension="segment", category="silent")]),
        pd.concat([survey(0.06), survey(0.06, dimension="segment", category="gone")]))
    verdicts = both.set_index("category")["verdict"]
    assert verdicts["silent"] == ONLY_LOG
    assert verdicts["gone"] == ONLY_SURVEY
    assert len(both) == 3
