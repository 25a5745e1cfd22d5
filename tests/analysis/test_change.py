"""Change against the previous period."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.change import (
    NO_COMPARISON,
    Change,
    count_change_of,
    duration_change,
    net_sentiment_change,
    ratio_of,
    share_change,
)
from analysis.intervals import Interval


def test_share_change_equals_its_worked_number() -> None:
    change = share_change(56, 70, 48, 80)
    assert (change.current, change.previous) == (0.8, 0.6)
    assert change.difference == pytest.approx(0.2)
    assert (change.low, change.high) == pytest.approx((0.0528, 0.3382), abs=5e-5)
    assert not change.within_noise
    assert change.words == "+20.0 points"


def test_the_same_shares_of_few_are_noise() -> None:
    change = share_change(8, 10, 6, 10)
    assert change.within_noise
    assert change.words == "+20.0 points"


def test_count_change_equals_its_worked_number() -> None:
    change = count_change_of(60, 40)
    assert change.ratio == 1.5
    assert (change.low, change.high) == pytest.approx((1.008, 2.232), abs=1e-3)
    assert not change.within_noise
    assert change.words == "+50 %"


def test_an_uneven_series_makes_the_same_count_noise() -> None:
    uneven = [0, 0, 0, 20, 0, 0, 0, 25, 0, 0, 0, 0, 15, 0, 0, 0, 20, 0, 0, 0, 20]
    assert not count_change_of(60, 40, daily=[5] * 20).within_noise
    assert count_change_of(60, 40, daily=uneven).within_noise


def test_a_count_after_zero_is_said_without_a_percent() -> None:
    change = count_change_of(12, 0)
    assert change.words == "12 after 0"
    assert not change.within_noise


def test_net_sentiment_change_equals_its_worked_number() -> None:
    change = net_sentiment_change((30, 50, 20), (20, 50, 30))
    assert change.difference == -20
    assert (change.low, change.high) == pytest.approx((-39.1, -0.3), abs=0.05)
    assert not change.within_noise
    assert change.words == "−20.0 points"


def test_duration_change_equals_its_worked_number() -> None:
    change = duration_change(600, 400, 480, 400, current_p90=3600, previous_p90=3000)
    assert change.ratio == 1.25
    assert (change.low, change.high) == pytest.approx((0.98, 1.60), abs=5e-3)
    assert change.within_noise
    assert change.words == "+2 min"


def test_duration_change_of_the_p90_compares_the_p90s() -> None:
    change = duration_change(
        600, 4000, 480, 4000, current_p90=3600, previous_p90=7200, quantile=0.9
    )
    assert (change.current, change.previous, change.ratio) == (3600, 7200, 0.5)
    assert change.words == "−1 h 00"
    assert not change.within_noise


def test_duration_change_takes_the_limits_of_the_waits_themselves() -> None:
    def change(*limits: float) -> Change:
        return duration_change(
            600, 400, 480, 400, current_p90=3600, previous_p90=3000,
            current_limits=Interval(*limits[:2]), previous_limits=Interval(*limits[2:]))

    found = change(505, 712, 402, 573)
    assert (found.low, found.high) == pytest.approx((0.98, 1.60), abs=5e-3)
    sure = change(590, 610, 470, 490)
    assert not sure.within_noise
    assert (sure.low, sure.high) == pytest.approx((1.2168, 1.2842), abs=1e-3)
    for one in ((math.nan, 610, 470, 490), (590, math.nan, 470, 490), (590, 610, 470, math.nan)):
        open_one = change(*one)
        assert open_one.low == 0 or open_one.high == math.inf
    assert change(590, 610, 470, math.nan).within_noise


def test_a_ratio_of_two_numbers() -> None:
    found = ratio_of(600, Interval(505, 712), 480, Interval(402, 573))
    assert found == pytest.approx((0.976, 1.599), abs=1e-3)
    turned = ratio_of(480, Interval(402, 573), 600, Interval(505, 712))
    assert (1 / turned.high, 1 / turned.low) == pytest.approx(found)
    assert ratio_of(600, Interval(-5, 712), 480, Interval(402, 573)).low == 0
    with pytest.raises(ValueError, match="above zero"):
        ratio_of(0, Interval(0, 1), 480, Interval(402, 573))


def test_a_short_series_counts_its_weekdays_as_noise() -> None:
    week = [30, 28, 26, 27, 25, 12, 8]
    short = count_change_of(200, 156, daily=week)
    longer = count_change_of(800, 624, daily=week * 4)
    assert count_change_of(200, 156).within_noise is False
    assert short.within_noise
    assert not longer.within_noise


@pytest.mark.parametrize(
    "change",
    [
        share_change(0, 0, 5, 10),
        share_change(5, 10, math.nan, math.nan),
        count_change_of(0, 0),
        count_change_of(5, math.nan),
        net_sentiment_change((0, 0, 0), (1, 2, 3)),
        duration_change(60, 3, math.nan, 0, current_p90=90, previous_p90=math.nan),
        duration_change(0, 3, 60, 3, current_p90=90, previous_p90=90),
    ],
)
def test_without_a_comparison_nothing_is_claimed(change: object) -> None:
    assert change.within_noise
    assert change.words == NO_COMPARISON
    assert math.isnan(change.difference)
    assert math.isnan(change.low)


def test_nothing_moved_is_mostly_called_noise() -> None:
    rng = np.random.default_rng(8)
    called = [
        share_change(a, 500, b, 500).within_noise for a, b in rng.binomial(500, 0.07, (1000, 2))
    ]
    assert 0.93 <= np.mean(called) <= 0.98
    draws = rng.multinomial(300, [0.3, 0.5, 0.2], (600, 2))
    called = [net_sentiment_change(tuple(a), tuple(b)).within_noise for a, b in draws]
    assert 0.92 <= np.mean(called) <= 0.98


@given(*[st.integers(0, 10**6)] * 4)
def test_words_and_noise_agree_with_the_numbers(a: int, b: int, c: int, d: int) -> None:
    current, n = min(a, b), max(a, b, 1)
    previous, m = min(c, d), max(c, d, 1)
    change = share_change(current, n, previous, m)
    assert change.low <= change.difference <= change.high
    assert change.within_noise == (change.low <= 0 <= change.high)
    assert "nan" not in change.words
    if change.difference < -0.001:
        assert change.words.startswith("−")
