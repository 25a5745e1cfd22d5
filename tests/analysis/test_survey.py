"""Weighted answers: worked numbers, and unweighted ones equal the plain formulas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import net_sentiment_interval, wilson
from analysis.survey import (
    LEAST_LEFT,
    MIN_EFFECTIVE,
    deff,
    difference_of_shares,
    effective,
    n_eff,
    nps_frame,
    weighted_shares,
)


def test_worked_design_effect() -> None:
    assert deff([1, 1, 1, 3]) == pytest.approx(4 / 3)
    assert n_eff([1, 1, 1, 3]) == pytest.approx(3)
    assert deff([5, 5, 5]) == 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_are_none(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        deff(weights)


def test_sums_give_the_same_effective_size() -> None:
    weights = np.random.default_rng(2).gamma(2.0, 1.0, 50)
    frame = pd.DataFrame({"w": [weights.sum(), 0.0], "w2": [(weights**2).sum(), 0.0]})
    found = effective(frame, weight="w", weight_squared="w2")
    assert found[0] == pytest.approx(n_eff(weights))
    assert found[1] == 0


def shares(hits: float, weight: float, squares: float) -> pd.Series:
    frame = pd.DataFrame({"hits": [hits], "weight_sum": [weight], "weight_squared_sum": [squares]})
    return weighted_shares(frame, hits="hits").iloc[0]


def test_unweighted_share_is_wilson() -> None:
    found = shares(90, 1056, 1056)
    assert (found["low"], found["high"]) == pytest.approx(wilson(90, 1056))
    assert found["n_eff"] == 1056
    assert not found["too_few"]


def test_weights_widen_the_interval() -> None:
    assert shares(100, 1000, 2000)["high"] == pytest.approx(wilson(50, 500).high)


def test_light_hits_are_surer_than_heavy_ones() -> None:
    frame = pd.DataFrame({"hits": [10.0, 10.0], "weight_sum": 100.0, "squared": [5.0, 40.0],
                          "weight_squared_sum": 95.0})
    found = weighted_shares(frame, hits="hits", hits_squared="squared")
    light, heavy = found.iloc[0], found.iloc[1]
    assert (light["low"], light["high"]) == pytest.approx(wilson(15.12, 151.2), abs=1e-4)
    assert light["n_interval"] == pytest.approx(151.2, abs=0.05)
    assert light["n_eff"] == heavy["n_eff"] == pytest.approx(105.263, abs=1e-3)
    plain = weighted_shares(frame, hits="hits").iloc[0]
    assert light["high"] < plain["high"] < heavy["high"]


def test_what_the_margins_explain_is_taken_off() -> None:
    frame = pd.DataFrame({"hits": [10.0] * 3, "weight_sum": 100.0, "squared": 5.0,
                          "weight_squared_sum": 95.0, "left": [4.95 / 2, 4.95, np.nan]})
    found = weighted_shares(frame, hits="hits", hits_squared="squared", residual_squared="left")
    assert found["n_interval"].tolist() == pytest.approx([288.7, 151.2, 151.2], abs=0.05)
    assert found["n_eff"].tolist() == pytest.approx([105.263] * 3, abs=1e-3)
    parts = pd.DataFrame({"promoters": [50.0] * 2, "passives": 30.0, "detractors": 20.0,
                          "weight_squared_sum": 100.0, "up": 50.0, "down": 20.0,
                          "left": [61.0 / 2, 61.0]})
    scored = nps_frame(parts, promoters_squared="up", detractors_squared="down",
                       residual_squared="left")
    # 50 answers are not of the commonest kind: (50 / 2 + 1) / 51 is left.
    assert scored["n_interval"].tolist() == pytest.approx([100 * 51 / 26, 100])


def test_no_interval_shuts_where_nothing_is_left() -> None:
    frame = pd.DataFrame({"hits": [500.0, 1.0, 40.0, 0.0, 1.0],
                          "weight_sum": [1000.0, 40.0, 40.0, 40.0, 1.0], "left": 0.0})
    frame = frame.assign(squared=frame["hits"], weight_squared_sum=frame["weight_sum"])
    found = weighted_shares(frame, hits="hits", hits_squared="squared", residual_squared="left")
    assert found["n_interval"].tolist() == pytest.approx(
        [1000 / LEAST_LEFT, 40 / (1 / 2), 40, 40, 1])
    assert (found["high"] > found["low"] + 0.002).all()
    alone = pd.DataFrame({"promoters": [12.0], "passives": 0.0, "detractors": 0.0, "up": 12.0,
                          "down": 0.0, "weight_squared_sum": 12.0, "left": 0.0})
    scored = nps_frame(alone, promoters_squared="up", detractors_squared="down",
                       residual_squared="left").iloc[0]
    assert scored["low"] < 90
    assert scored["n_interval"] == 12


def test_equal_weights_give_n_whatever_is_lent() -> None:
    frame = pd.DataFrame({"hits": [0.0, 6.0, 80.0], "weight_sum": [80.0] * 3,
                          "weight_squared_sum": [160.0] * 3, "squared": [0.0, 12.0, 160.0]})
    found = weighted_shares(frame, hits="hits", hits_squared="squared")
    plain = weighted_shares(frame, hits="hits")
    assert found["low"].tolist() == pytest.approx(plain["low"].tolist())
    assert found["high"].tolist() == pytest.approx(plain["high"].tolist())
    parts = pd.DataFrame({"promoters": [40.0, 0.0], "passives": [20.0, 0.0],
                          "detractors": [20.0, 80.0], "weight_squared_sum": [160.0, 160.0],
                          "up": [80.0, 0.0], "down": [40.0, 160.0]})
    scored = nps_frame(parts, promoters_squared="up", detractors_squared="down")
    usual = nps_frame(parts)
    assert scored["low"].tolist() == pytest.approx(usual["low"].tolist())
    assert scored["high"].tolist() == pytest.approx(usual["high"].tolist())


def test_no_answer_has_no_interval_with_squares_either() -> None:
    frame = pd.DataFrame({"hits": [0.0], "weight_sum": [0.0], "weight_squared_sum": [0.0],
                          "squared": [0.0], "promoters": [0.0], "passives": [0.0],
                          "detractors": [0.0], "up": [0.0], "down": [0.0]})
    shown = weighted_shares(frame, hits="hits", hits_squared="squared").iloc[0]
    assert np.isnan(shown["low"])
    assert np.isnan(nps_frame(frame, promoters_squared="up", detractors_squared="down")
                    .iloc[0]["low"])


def test_all_yes_none_and_one_answer() -> None:
    everyone = shares(40.000000001, 40, 60)
    assert everyone["share"] == pytest.approx(1)
    assert everyone["high"] == 1
    assert everyone["low"] < 1
    assert np.isnan(shares(0, 0, 0)["share"])
    one = shares(1, 1, 1)
    assert one["too_few"]
    assert one["low"] == pytest.approx(wilson(1, 1).low)
    assert MIN_EFFECTIVE == 30


def test_nps_worked_number() -> None:
    frame = pd.DataFrame({"promoters": [50.0], "passives": [30.0], "detractors": [20.0],
                          "weight_squared_sum": [100.0]})
    found = nps_frame(frame).iloc[0]
    assert found["nps"] == pytest.approx(30)
    assert (found["low"], found["high"]) == pytest.approx(net_sentiment_interval(20, 30, 50))
    assert (found["low"], found["high"]) == pytest.approx((14.0, 44.3), abs=0.05)


def test_nps_of_promoters_alone_is_not_certain() -> None:
    frame = pd.DataFrame({"promoters": [12.0], "passives": [0.0], "detractors": [0.0],
                          "weight_squared_sum": [12.0]})
    found = nps_frame(frame).iloc[0]
    assert found["nps"] == 100
    assert found["low"] < 90
    assert found["too_few"]


def test_difference_of_waves() -> None:
    assert difference_of_shares(0.8, 70, 0.6, 80) == pytest.approx((0.0528, 0.3382), abs=5e-5)
    low, high = difference_of_shares(0.10, 1000, 0.08, 1200)
    assert low < 0.02 < high
    assert difference_of_shares(0.1, 100, 0.1, 100).low == pytest.approx(
        -difference_of_shares(0.1, 100, 0.1, 100).high)
