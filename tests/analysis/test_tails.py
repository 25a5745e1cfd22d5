"""Tails of the negative binomial: published values, an exact twin, the far ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tails import at_least, at_most, limits


def test_the_worked_numbers() -> None:
    assert at_least(3, mean=1, size=1) == pytest.approx(0.125)
    assert at_most(1, mean=1, size=1) == pytest.approx(0.75)
    low, high = limits(mean=100, size=50)
    assert (float(low), float(high)) == pytest.approx((68.5, 137.2), abs=0.05)


def test_they_are_those_of_scipy_far_out_too() -> None:
    from scipy.stats import nbinom

    rng = np.random.default_rng(1)
    mean, size = 10 ** rng.uniform(-2, 4, 400), 10 ** rng.uniform(-1, 3, 400)
    count = np.floor(mean * rng.uniform(0, 5, 400))
    share = size / (mean + size)
    for found, true in ((at_least(count, mean=mean, size=size), nbinom.sf(count - 1, size, share)),
                        (at_most(count, mean=mean, size=size), nbinom.cdf(count, size, share))):
        told = true > 1e-250
        np.testing.assert_allclose(found[told], true[told], rtol=1e-7)


@given(st.integers(0, 60), st.floats(0.05, 40), st.floats(0.1, 80))
def test_a_naive_sum_gives_the_same(count: int, mean: float, size: float) -> None:
    chance, total = (size / (mean + size)) ** size, 0.0
    for k in range(count):
        total += chance
        chance *= (k + size) / (k + 1) * mean / (mean + size)
    assert float(at_least(count, mean=mean, size=size)) == pytest.approx(1 - total, abs=1e-9)
    assert float(at_most(count, mean=mean, size=size)) == pytest.approx(total + chance, abs=1e-9)


def test_a_large_size_is_poisson() -> None:
    poisson = 1 - sum(math.exp(-4) * 4**k / math.factorial(k) for k in range(10))
    assert at_least(10, mean=4, size=1e9) == pytest.approx(poisson, rel=1e-4)


def test_a_band_holds_about_its_level() -> None:
    rng = np.random.default_rng(2)
    for mean, size in ((0.5, 5.0), (4.0, 20.0), (60.0, 15.0), (900.0, 100.0)):
        counts = rng.negative_binomial(size, size / (size + mean), 20_000)
        low, high = limits(mean=mean, size=size)
        assert 0.94 <= np.mean((counts >= low) & (counts <= high)) <= 0.998, mean


@pytest.mark.parametrize(("count", "mean", "size", "says"), [
    (-1, 1, 1, "whole"), (1.5, 1, 1, "whole"), (1, 0, 1, "above 0"), (1, 1, 0, "above 0"),
    (1, math.inf, 1, "above 0"), (1, math.nan, 1, "above 0")])
def test_what_cannot_be_is_refused(count: float, mean: float, size: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        at_least(count, mean=mean, size=size)


def test_nothing_gives_nothing() -> None:
    none = np.zeros(0)
    assert at_least(none, mean=none, size=none).size == 0
