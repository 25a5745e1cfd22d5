"""The variance of a raked mean: worked numbers, a plain regression, and raking itself repeated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.raking import rake
from analysis.raking_variance import FEWEST_OF_CATEGORY, MOST_LEVERAGE, axes, residual_squares

POPULATION = {"segment": {"a": 500.0, "b": 300.0, "c": 200.0},
              "region": {"n": 600.0, "s": 400.0}}


def asked(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    sample = pd.DataFrame({"segment": rng.choice(["a", "b", "c"], n, p=[0.3, 0.3, 0.4]),
                           "region": rng.choice(["n", "s"], n)})
    chance = sample["segment"].map({"a": 0.1, "b": 0.5, "c": 0.9}).to_numpy(dtype=float)
    return sample, (rng.random(n) < chance).astype(float)


def test_worked_numbers() -> None:
    sample = pd.DataFrame({"segment": ["a"] * 6 + ["b"] * 6})
    fit, one = axes(sample, np.ones(12)), np.ones(12)
    assert residual_squares(np.tile([0.0, 1.0], 6), one, fit) == pytest.approx(3.6)
    assert residual_squares(np.repeat([1.0, 0.0], 6), one, fit) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("part", ["all", "segment", "answered"])
def test_sums_over_axes_are_the_regression(part: str) -> None:
    sample, y = asked(150, 3)
    weights = rake(sample, POPULATION).weights
    rng = np.random.default_rng(4)
    inside = {"all": np.ones(150, dtype=bool), "segment": (sample["segment"] == "a").to_numpy(),
              "answered": rng.random(150) < 0.7}[part]
    fit = axes(sample, weights)
    x = np.column_stack([np.ones(150), pd.get_dummies(sample, dtype=float).to_numpy()])
    root = np.sqrt(weights)[:, None]
    hat = (root * x) @ np.linalg.pinv(root * x)
    mean = np.average(y[inside], weights=weights[inside])
    gap = np.where(inside, y - mean, 0.0)
    e = gap - (hat @ (root[:, 0] * gap)) / root[:, 0]
    v = weights**2 / (1 - np.diag(hat))
    assert fit.variance_weight == pytest.approx(v)
    # Outside of the group only the fit is left, with the same weight of the variance.
    assert residual_squares(y, weights * inside, fit) == pytest.approx((v * e**2).sum())


@pytest.mark.parametrize("part", ["all", "a"])
def test_raking_again_without_each_answer_gives_the_same_variance(part: str) -> None:
    sample, y = asked(160, 5)
    weights = rake(sample, POPULATION).weights
    inside = np.ones(160, dtype=bool) if part == "all" else (sample["segment"] == part).to_numpy()
    without = []
    for one in range(160):
        kept = np.arange(160) != one
        again = rake(sample[kept].reset_index(drop=True), POPULATION).weights
        mine = inside[kept]
        without.append(np.average(y[kept][mine], weights=again[mine]))
    jackknife = 159 / 160 * ((np.array(without) - np.mean(without)) ** 2).sum()
    found = residual_squares(y, weights * inside, axes(sample, weights)) / (
        weights[inside].sum() ** 2)
    assert found == pytest.approx(jackknife, rel=0.08)
    if part == "all":  # what the margins explain is gone, and it is much
        mean = np.average(y, weights=weights)
        assert found < 0.8 * (weights**2 * (y - mean) ** 2).sum() / weights.sum() ** 2


def test_a_category_of_few_is_fitted_with_the_largest() -> None:
    few = FEWEST_OF_CATEGORY - 1
    sample = pd.DataFrame({"segment": ["a"] * 40 + ["b"] * 20 + ["c"] * few})
    y = (sample["segment"] == "c").to_numpy(dtype=float)
    fit, weights = axes(sample, np.ones(len(sample))), np.ones(len(sample))
    # On its own dummy nothing of it would be left.
    assert residual_squares(y, weights, fit) > 0.9 * few * (1 - y.mean())
    assert fit.values.shape == (3, 2)


def test_who_did_not_tell_a_margin_gains_nothing_by_it() -> None:
    sample = pd.DataFrame({"region": ["n"] * 20 + ["s"] * 20 + ["not told"] * 20})
    y = (sample["region"] == "not told").to_numpy(dtype=float)
    fit, weights = axes(sample, np.ones(60)), np.ones(60)
    # How many do not tell it is the sample's own share, which varies.
    assert residual_squares(y, weights, fit) >= (weights * (y - y.mean()) ** 2).sum()
    assert residual_squares((sample["region"] == "n").to_numpy(dtype=float), weights, fit) < 10


def test_odd_samples_have_a_variance() -> None:
    one = pd.DataFrame({"segment": ["a"] * 30})
    fit = axes(one, np.ones(30))
    assert fit.values.shape == (1, 1)
    assert residual_squares(np.ones(30), np.ones(30), fit) == pytest.approx(0, abs=1e-12)
    heavy = axes(pd.DataFrame({"segment": ["a"] * 5 + ["b"] * 30}), np.array([400.0] + [0.1] * 34))
    assert np.isfinite(heavy.variance_weight).all()
    assert heavy.variance_weight.max() == pytest.approx(400**2 / (1 - MOST_LEVERAGE))
