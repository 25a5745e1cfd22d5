"""Standardised differences and mean offsets: worked numbers, twins, coverage, the verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.means import skewed_limit, third_cumulant
from analysis.representative import mean_offsets, profile_differences, verdict


def profile(*groups: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame([("segment", name, n, social) for name, n, social in groups],
                        columns=["dimension", "category", "active_customers", "customers_social"])


def test_worked_difference() -> None:
    # 60 of 100 on social media, 400 of 900 of the rest.
    found = profile_differences(profile(("a", 460, 60), ("b", 540, 40))).iloc[0]
    assert found["share_social"] == pytest.approx(0.6)
    assert found["share_rest"] == pytest.approx(400 / 900)
    assert found["share_all"] == pytest.approx(0.46)
    assert found[["smd", "smd_low", "smd_high"]].tolist() == pytest.approx(
        [0.315, 0.101, 0.525], abs=0.001)
    assert found["finding"] == "over"


def test_small_groups_and_sides_are_too_few() -> None:
    found = profile_differences(profile(("a", 900, 100), ("b", 12, 6)))
    assert found["too_few"].tolist() == [False, True]
    assert pd.isna(found["q"].iloc[1])
    assert profile_differences(profile(("a", 500, 5), ("b", 400, 4)))["too_few"].all()
    assert profile_differences(profile(("a", 500, 500), ("b", 400, 400)))["too_few"].all()


def test_coverage_of_the_interval_and_of_the_test() -> None:
    rng = np.random.default_rng(7)
    inside, found = 0, 0
    p1, p2 = 0.35, 0.30
    true = (p1 - p2) / np.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / 2)
    for _ in range(2_000):
        social, rest = rng.binomial(400, p1), rng.binomial(2_000, p2)
        row = profile_differences(profile(("a", social + rest, social),
                                          ("b", 2_400 - social - rest, 400 - social))).iloc[0]
        inside += row["smd_low"] <= true <= row["smd_high"]
        social, rest = rng.binomial(400, p2), rng.binomial(2_000, p2)
        row = profile_differences(profile(("a", social + rest, social),
                                          ("b", 2_400 - social - rest, 400 - social))).iloc[0]
        found += row["p"] < 0.05
    assert 0.93 <= inside / 2_000 <= 0.97
    assert 0.03 <= found / 2_000 <= 0.07


def cells(social: np.ndarray, rest: np.ndarray, **more: object) -> dict[str, object]:
    return {"measure": "value", "segment": "s", "tier": "t",
            "n_social": len(social), "sum_social": social.sum(),
            "squares_social": (social**2).sum(), "n_rest": len(rest), "sum_rest": rest.sum(),
            "squares_rest": (rest**2).sum(), "cubes_social": (social**3).sum(),
            "cubes_rest": (rest**3).sum(), **more}


def test_worked_offset() -> None:
    social = np.concatenate([np.full(50, 10.0), np.full(50, 14.0)])
    rest = np.concatenate([np.full(150, 8.0), np.full(150, 12.0)])
    found = mean_offsets(pd.DataFrame([cells(social, rest)])).iloc[0]
    assert found["offset"] == pytest.approx(1.5)
    assert found["mean_all"] == pytest.approx(10.5)
    assert found["offset"] == pytest.approx(social.mean() - np.concatenate([social, rest]).mean())
    assert (found["low"], found["high"]) == pytest.approx((1.157, 1.843), abs=0.001)


def test_limits_of_a_skewed_mean_reach_to_where_rare_values_lie() -> None:
    assert (skewed_limit(1.96, 0.3), skewed_limit(-1.96, 0.3)) == pytest.approx(
        (1.630, -2.650), abs=5e-4)
    assert skewed_limit(1.96, -0.3) == pytest.approx(2.650, abs=5e-4)
    assert skewed_limit(1.96, 0.0) == 1.96
    assert third_cumulant(3, 3, 9, 27) == pytest.approx(9)
    values = np.random.default_rng(3).gamma(2, 3, 40)
    assert third_cumulant(40, values.sum(), (values**2).sum(), (values**3).sum()) == (
        pytest.approx(40**2 * ((values - values.mean())**3).mean() / 39 / 38))
    social = np.concatenate([np.full(59, 1.0), [61.0]])
    found = mean_offsets(pd.DataFrame([cells(social, np.full(600, 2.0))])).iloc[0]
    assert found["high"] - found["offset"] > 2 * (found["offset"] - found["low"])


def test_coverage_of_the_offset() -> None:
    rng = np.random.default_rng(8)
    inside = 0
    for _ in range(2_000):
        social, rest = rng.gamma(2, 3, 80), rng.gamma(2, 2.5, 900)
        found = mean_offsets(pd.DataFrame([cells(social, rest)])).iloc[0]
        inside += found["low"] <= (1 - 80 / 980) * (6 - 5) <= found["high"]
    assert 0.93 <= inside / 2_000 <= 0.97


def test_weighting_repairs_what_lies_in_the_groups() -> None:
    high, low = np.full(90, 20.0), np.full(10, 5.0)
    frame = pd.DataFrame([
        cells(high, np.full(110, 20.0), tier="premium"),
        cells(low, np.full(790, 5.0), tier="basic")])
    found = mean_offsets(frame).iloc[0]
    assert found["offset_pct"] > 50
    assert found["weighted_offset_pct"] == pytest.approx(0)
    assert found["weighted_cover"] == 1


def test_too_few_gives_no_offset() -> None:
    found = mean_offsets(pd.DataFrame([cells(np.ones(5), np.ones(500))])).iloc[0]
    assert found["too_few"]
    assert pd.isna(found["offset"])
    assert mean_offsets(pd.DataFrame([cells(np.ones(5), np.ones(9))]).head(0)).empty


@pytest.mark.parametrize(("groups", "may"), [
    ([("a", 4_600, 600), ("b", 5_400, 400)], "may not"),
    ([("a", 50_000, 20_000), ("b", 50_000, 20_000)], "may"),
    ([("a", 500, 60), ("b", 500, 60)], "cannot tell"),
    ([("a", 500, 20), ("b", 500, 30)], "cannot tell"),
])
def test_verdicts(groups: list[tuple[str, int, int]], may: str) -> None:
    judged = verdict(profile_differences(profile(*groups)))
    assert judged.may == may
    assert judged.because
