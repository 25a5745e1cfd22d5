"""The busiest stretch, the exact test of its rise, and what they cost in false findings."""

from __future__ import annotations

import math
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scan import (
    LENGTHS,
    busiest,
    rate_ratio,
    rise_p,
    rises_p,
    spread_outside,
    upper_tail,
)


def test_worked_numbers() -> None:
    found = busiest(np.array([[1, 1, 9, 1]]), np.ones(4), lengths=(1,))
    assert (found.first[0], found.last[0], found.inside[0], found.outside[0]) == (2, 3, 9, 3)
    assert found.strength[0] == pytest.approx(6.592, abs=5e-4)
    assert found.ratio[0] == pytest.approx(9)
    assert found.looks == 4
    assert rise_p(9, 3, share=0.25) == pytest.approx(0.00039, abs=5e-6)
    assert rise_p(60, 40, share=0.5) == pytest.approx(0.0284, abs=5e-5)
    ratio, (low, high) = rate_ratio(60, 40, share=0.5)
    assert (ratio, round(low, 3), round(high, 3)) == (1.5, 1.008, 2.232)
    assert upper_tail(2, 3, 0.5) == pytest.approx(0.5)
    assert spread_outside(np.array([1, 3, 99, 5, 7]), np.ones(5), first=2, last=3
                          ) == pytest.approx(1.67, abs=5e-3)


def naive(counts: list[int], exposure: list[float], most: float = 0.5) -> tuple[float, int, int]:
    """Every stretch of every length, one after the other."""
    best = (0.0, 0, 0)
    total, whole = sum(counts), sum(exposure)
    for length in LENGTHS:
        for start in range(len(counts) - length + 1):
            k, e = sum(counts[start:start + length]), sum(exposure[start:start + length])
            share = e / whole if whole else 0.0
            if not 0 < share <= most or k <= total * share:
                continue
            strength = k * math.log(k / (total * share))
            if total > k:
                strength += (total - k) * math.log((total - k) / (total * (1 - share)))
            if strength > best[0] + 1e-9:
                best = (strength, start, start + length)
    return best


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=2, max_size=30))
def test_the_scan_finds_what_a_loop_finds(days: list[tuple[int, int]]) -> None:
    counts = [min(k, e) for k, e in days]
    exposure = [float(e) for _, e in days]
    found = busiest(np.array([counts]), np.array(exposure))
    strength, first, last = naive(counts, exposure)
    assert found.strength[0] == pytest.approx(strength, abs=1e-9)
    if strength:
        assert found.inside[0] == sum(counts[found.first[0]:found.last[0]])
        ties = abs(naive_strength(counts, exposure, found.first[0], found.last[0]) - strength)
        assert ties < 1e-9, (first, last)


def naive_strength(counts: list[int], exposure: list[float], first: int, last: int) -> float:
    k, total = sum(counts[first:last]), sum(counts)
    share = sum(exposure[first:last]) / sum(exposure)
    rest = (total - k) * math.log((total - k) / (total * (1 - share))) if total > k else 0
    return k * math.log(k / (total * share)) + rest


@given(st.integers(1, 60), st.data())
def test_the_tail_is_the_binomial_sum(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    share = Fraction(data.draw(st.integers(1, 99)), 100)
    exact = sum(comb(n, j) * share**j * (1 - share)**(n - j) for j in range(k, n + 1))
    assert upper_tail(k, n, float(share)) == pytest.approx(float(exact), rel=1e-9, abs=1e-300)


def test_the_tail_agrees_with_scipy_where_counts_are_not_whole() -> None:
    from scipy.special import betainc
    from scipy.stats import binomtest

    for k, n, share in ((0.3, 2.7, 0.1), (70.5, 71.0, 0.06), (900.2, 5000.9, 0.16)):
        assert upper_tail(k, n, share) == pytest.approx(betainc(k, n - k + 1, share), rel=1e-9)
    assert rise_p(17, 11, share=0.3) == pytest.approx(
        binomtest(17, 28, 0.3, alternative="greater").pvalue)


def test_more_looks_and_more_dispersion_make_p_larger() -> None:
    plain = rise_p(30, 70, share=0.15)
    assert rise_p(30, 70, share=0.15, looks=10) == pytest.approx(10 * plain)
    assert rise_p(30, 70, share=0.15, dispersion=3) > plain
    assert rise_p(0, 5, share=0.2) == rise_p(5, 0, share=1.0) == 1.0


def test_a_season_makes_the_usual_wide_and_the_tail_of_a_rise_does_not() -> None:
    winter = np.zeros(200)
    winter[20:40] = winter[120:140] = 10
    assert spread_outside(winter, np.ones(200), first=120, last=140) > 10
    rise = np.ones(200)
    rise[100:118] = 30
    assert spread_outside(rise, np.ones(200), first=100, last=110) == 1.0


def test_days_without_messages_are_no_stretch() -> None:
    found = busiest(np.array([[0, 0, 3, 0]]), np.array([5.0, 0, 5, 5]), lengths=(1,))
    assert found.looks == 3
    found = busiest(np.array([[3, 0, 0]]), np.array([9.0, 1, 1]), lengths=(1,))
    assert found.strength[0] == 0, "most of the exposure leaves no baseline"
    empty = busiest(np.zeros((0, 4)), np.ones(4))
    assert len(empty.strength) == 0


def test_a_period_bounds_where_a_stretch_may_lie() -> None:
    counts = np.array([[9, 1, 1, 1, 4, 1, 1, 1]])
    found = busiest(counts, np.ones(8), lengths=(1,), first=3, last=8)
    assert (found.first[0], found.outside[0]) == (4, 15)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="column for each bucket"):
        busiest(np.ones((2, 3)), np.ones(4))
    with pytest.raises(ValueError, match="must not be negative"):
        rise_p(-1, 2, share=0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        rate_ratio(1, 2, share=1.0)


def test_chance_alone_rarely_passes() -> None:
    """2,000 series without a rise: p pays for the looks, so far fewer than 5 % are called."""
    random = np.random.default_rng(4)
    counts = random.poisson(0.4, (2_000, 120))
    found = busiest(counts, np.ones(120))
    p = [rise_p(a, b, share=s, looks=found.looks)
         for a, b, s in zip(found.inside, found.outside, found.share, strict=True)]
    assert np.mean(np.array(p) <= 0.05) < 0.02


def test_p_of_many_is_that_of_each() -> None:
    rng = np.random.default_rng(4)
    inside, outside = rng.integers(0, 400, 300), rng.integers(0, 4000, 300)
    share = np.concatenate([rng.uniform(0.001, 0.9, 298), [0.0, 1.0]])
    each = [rise_p(float(a), float(b), share=float(part), looks=7)
            for a, b, part in zip(inside, outside, share, strict=True)]
    many = rises_p(inside.astype(float), outside.astype(float), share=share, looks=7)
    assert many.tolist() == pytest.approx(each, rel=1e-9, abs=1e-300)
    assert min(each) < 1e-50, "far tails are among them"
