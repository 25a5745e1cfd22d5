"""Intervals of medians and P90s."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quantiles import (
    lognormal_error,
    median_interval,
    quantile_interval,
    quantile_interval_lognormal,
)


def coverage(n: int, quantile: float, below: int, above: int) -> float:
    """P(the quantile lies between two ranks), summed from the binomial itself."""
    inside = range(below, above)
    return sum(math.comb(n, k) * quantile**k * (1 - quantile) ** (n - k) for k in inside)


def test_median_interval_equals_the_tabulated_ranks() -> None:
    # Conover, Practical Nonparametric Statistics: n = 10 gives ranks 2 and 9, coverage 97.85 %
    assert median_interval(range(1, 11)) == (2, 9)
    assert coverage(10, 0.5, 2, 9) == pytest.approx(0.9785, abs=1e-4)
    assert median_interval(range(1, 21)) == (6, 15)
    assert median_interval(range(1, 51)) == (18, 33)


@pytest.mark.parametrize("n", [6, 17, 100, 400])
@pytest.mark.parametrize("quantile", [0.5, 0.9])
def test_ranks_are_the_tightest_that_keep_both_tails(n: int, quantile: float) -> None:
    low, high = quantile_interval(range(1, n + 1), quantile=quantile)
    below = 0 if low == -math.inf else int(low)
    above = n + 1 if high == math.inf else int(high)
    assert coverage(n, quantile, below, above) >= 0.95
    if below:
        assert coverage(n, quantile, 0, below + 1) > 0.025
    if above <= n:
        assert coverage(n, quantile, above - 1, n + 1) > 0.025


def test_normal_ranks_continue_the_exact_ones() -> None:
    exact = median_interval(range(1, 1001))
    normal = median_interval(range(1, 1002))
    assert normal == pytest.approx(exact, abs=2)


@pytest.mark.parametrize("values", [[], [3.0], [math.nan, 2.0], [1, 2, 3, 4, 5]])
def test_too_few_values_have_no_limits(values: list[float]) -> None:
    assert median_interval(values) == (-math.inf, math.inf)


def test_missing_values_are_left_out() -> None:
    values = [*range(1, 11), math.nan, math.nan]
    assert median_interval(values) == (2, 9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=60), st.floats(0.05, 0.95))
def test_interval_holds_the_sample_quantile(values: list[float], quantile: float) -> None:
    low, high = quantile_interval(values, quantile=quantile)
    assert low <= np.quantile(values, quantile, method="inverted_cdf") <= high


@pytest.mark.parametrize("quantile", [0.0, 1.0, -1, 2])
def test_quantile_must_lie_inside(quantile: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_interval([1, 2], quantile=quantile)


def test_lognormal_interval_equals_its_worked_number() -> None:
    assert lognormal_error(600, 3600, 400) == pytest.approx(0.0876, abs=1e-4)
    assert quantile_interval_lognormal(600, 3600, 400) == pytest.approx((505, 712), abs=0.5)


@pytest.mark.parametrize("case", [(0, 10, 5), (20, 10, 5), (10, 20, 0)])
def test_lognormal_interval_refuses_what_cannot_be(case: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="needed"):
        quantile_interval_lognormal(*case)


@pytest.mark.parametrize(("quantile", "true"), [(0.5, 600.0), (0.9, 600 * math.exp(1.2815516))])
def test_intervals_cover_the_truth_of_lognormal_waits(quantile: float, true: float) -> None:
    rng = np.random.default_rng(3)
    ranks, normal = [], []
    for _ in range(600):
        sample = 600 * np.exp(rng.normal(0, 1, 200))
        low, high = quantile_interval(sample, quantile=quantile)
        ranks.append(low <= true <= high)
        median, p90 = np.quantile(sample, [0.5, 0.9])
        low, high = quantile_interval_lognormal(median, p90, 200, quantile=quantile)
        normal.append(low <= true <= high)
    assert 0.93 <= np.mean(ranks) <= 0.985
    assert 0.92 <= np.mean(normal) <= 0.985
