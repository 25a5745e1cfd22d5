"""Intervals against published values, naive twins and their coverage."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import score
from analysis.intervals import (
    count_change,
    count_interval,
    dispersion,
    net_sentiment_frame,
    net_sentiment_interval,
    quantile_of_normal,
    quantile_of_t,
    share_difference,
    share_ratio,
    wilson,
    wilson_frame,
)

COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [  # Newcombe (1998), two-sided intervals for the single proportion, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (90, 1056, 0.0699, 0.1036),  # the docstring's
    ],
)
def test_wilson_equals_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_takes_more_care_beside_zero() -> None:
    # Wilson's own limit is 0.0061, which is too sure of itself: Newcombe's table as above.
    assert wilson(1, 29) == pytest.approx((0.0037, 0.1718), abs=5e-5)
    assert wilson(28, 29) == pytest.approx((1 - 0.1718, 1 - 0.0037), abs=5e-5)
    # Jeffreys' limit for one success in very many: half the chi-square of 3 degrees at 2.5 %.
    assert 10**6 * wilson(1, 10**6).low == pytest.approx(0.2158 / 2, abs=5e-4)
    limits = [wilson(hits, 40).low for hits in np.linspace(0, 3, 301)]
    assert (np.diff(limits) > 0).all()
    assert max(np.diff(limits)) < 0.001


def test_wilson_gives_the_interval_the_sources_lead_to() -> None:
    low, high = wilson(0.23 * 0.37 * 1056, 1056)
    assert (round(low, 3), round(high, 3)) == (0.070, 0.103)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_limits_solve_the_score_equation(case: tuple[int, int]) -> None:
    successes, n = case
    share, z = successes / n, quantile_of_normal(0.95)
    for limit, beside in zip(wilson(successes, n), (successes, n - successes), strict=True):
        assert 0 <= limit <= 1
        if 0 < limit < 1 and not 0 < beside < 2:
            distance = abs(share - limit) / math.sqrt(limit * (1 - limit) / n)
            assert distance == pytest.approx(z, rel=1e-6)


@pytest.mark.parametrize("case", [(0, 0), (-1, 5), (6, 5), (math.nan, 5), (1, math.nan)])
def test_wilson_refuses_what_is_no_share(case: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        wilson(*case)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=8))
def test_wilson_frame_is_wilson_row_by_row(pairs: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(
        {"k": [min(pair) for pair in pairs], "n": [max(pair) for pair in pairs], "name": "a"}
    )
    out = wilson_frame(frame, successes="k", n="n")
    assert list(out.columns) == ["k", "n", "name", "share", "low", "high"]
    for row in out.itertuples():
        if row.n == 0:
            assert math.isnan(row.share)
            assert math.isnan(row.low)
            assert math.isnan(row.high)
        else:
            assert row.share == row.k / row.n
            assert (row.low, row.high) == pytest.approx(wilson(row.k, row.n), abs=1e-12)


def test_wilson_frame_takes_missing_counts() -> None:
    frame = pd.DataFrame({"k": pd.array([1, None], dtype="Int64"), "n": [10.0, math.nan]})
    out = wilson_frame(frame, successes="k", n="n")
    assert out["share"].tolist()[0] == 0.1
    assert out[["share", "low", "high"]].isna().sum().tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("case", "low", "high"),
    [  # Newcombe (1998), intervals for the difference, table II, Miettinen and Nurminen
        ((56, 70, 48, 80), 0.0528, 0.3382),
        ((9, 10, 3, 10), 0.1700, 0.8406),
        ((5, 56, 0, 29), -0.0326, 0.1933),
        ((0, 10, 0, 20), -0.1658, 0.2844),
        ((10, 10, 0, 20), 0.7156, 1.0000),
    ],
)
def test_share_difference_equals_published_values(
    case: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert share_difference(*case) == pytest.approx((low, high), abs=5e-5)


def test_share_difference_turns_its_sign_with_the_order() -> None:
    low, high = share_difference(30, 100, 45, 120)
    assert share_difference(45, 120, 30, 100) == pytest.approx((-high, -low))


def test_net_sentiment_interval_equals_its_worked_number() -> None:
    assert net_sentiment_interval(30, 50, 20) == pytest.approx((-23.5, 3.9), abs=0.05)


@given(COUNTS, COUNTS, COUNTS)
def test_net_sentiment_interval_stays_on_its_scale(a: int, b: int, c: int) -> None:
    if a + b + c == 0:
        with pytest.raises(ValueError, match="at least one post"):
            net_sentiment_interval(a, b, c)
        return
    low, high = net_sentiment_interval(a, b, c)
    assert -100 <= low < high <= 100
    mirrored = net_sentiment_interval(c, b, a)
    assert mirrored == pytest.approx((-high, -low))


def test_net_sentiment_frame_is_the_scalar_row_by_row() -> None:
    frame = pd.DataFrame({"negative": [30, 0, 5], "neutral": [50, 0, 0], "positive": [20, 0, 0]})
    out = net_sentiment_frame(frame)
    assert out["n"].tolist() == [100, 0, 5]
    assert out["net_sentiment"].tolist()[::2] == [-10.0, -100.0]
    assert out.loc[1, ["net_sentiment", "low", "high"]].isna().all()
    for at in (0, 2):
        row = frame.loc[at].tolist()
        assert tuple(out.loc[at, ["low", "high"]]) == pytest.approx(net_sentiment_interval(*row))


def test_count_change_equals_its_worked_numbers() -> None:
    assert count_change(60, 40) == pytest.approx((1.008, 2.232), abs=1e-3)
    assert count_change(60, 40, dispersion=4) == pytest.approx((0.687, 3.273), abs=1e-3)


def test_count_change_of_zeros_and_exposures() -> None:
    assert count_change(0, 0) == (0.0, math.inf)
    low, high = count_change(5, 0)
    assert low > 1
    assert high == math.inf
    assert count_change(0, 5).low == 0
    plain, longer = count_change(60, 40), count_change(60, 40, current_exposure=2)
    assert longer == pytest.approx((plain.low / 2, plain.high / 2))
    with pytest.raises(ValueError, match="negative"):
        count_change(-1, 2)
    with pytest.raises(ValueError, match="dispersion"):
        count_change(1, 2, dispersion=0.5)


def test_count_interval_equals_its_worked_numbers_and_wilson_of_very_many() -> None:
    assert count_interval(10) == pytest.approx((5.43, 18.41), abs=5e-3)
    assert count_interval(0) == pytest.approx((0, 3.84), abs=5e-3)
    assert count_interval(40, dispersion=4) == pytest.approx((21.7, 73.6), abs=0.05)
    for count in (0.0, 1.0, 1.5, 7.0):
        many = wilson(count, 1e7)
        assert count_interval(count) == pytest.approx((1e7 * many.low, 1e7 * many.high), abs=1e-3)
    assert count_interval(40, dispersion=4, degrees=3).high > count_interval(40, dispersion=4).high
    with pytest.raises(ValueError, match="negative"):
        count_interval(-1)


def test_dispersion_equals_its_worked_number_and_a_naive_twin() -> None:
    assert dispersion([1, 3, 5, 7]) == pytest.approx(20 / 4 / 3)
    rng = np.random.default_rng(4)
    series = rng.negative_binomial(5, 0.1, 70)
    naive = 0.0
    for day in range(7):
        mine = series[day::7]
        naive += sum((x - mine.mean()) ** 2 / mine.mean() for x in mine)
    assert dispersion(series, season=7) == pytest.approx(naive / 63)


@pytest.mark.parametrize("daily", [[], [5], [4, 4, 4], [0, 0, 0], list(range(7))])
def test_dispersion_is_never_below_one(daily: list[int]) -> None:
    assert dispersion(daily, season=7) == 1.0


def test_dispersion_of_a_weekly_pattern_is_not_noise() -> None:
    weekly = np.random.default_rng(2).poisson(np.tile([200, 180, 190, 210, 205, 40, 30], 40))
    assert dispersion(weekly, season=7) < 1.3
    assert dispersion(weekly, season=1) > 10


def test_wilson_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    covered = []
    for share in np.linspace(0.02, 0.98, 25):
        for n in (40, 150, 600):
            counts = rng.binomial(n, share, 400)
            out = wilson_frame(pd.DataFrame({"k": counts, "n": n}), successes="k", n="n")
            covered.append(((out["low"] <= share) & (share <= out["high"])).mean())
    assert 0.94 <= np.mean(covered) <= 0.965
    assert min(covered) > 0.86


def test_share_ratio_equals_koopmans_published_value() -> None:
    # Koopman (1984): 36 of 40 against 16 of 80 gives 2.94 to 7.15, without the factor N / (N - 1).
    z = quantile_of_normal(0.95) * math.sqrt(119 / 120)
    low, high = score.ratio_limits(*map(np.asarray, (36, 40, 16, 80)), z)
    assert (low, high) == pytest.approx((2.94, 7.15), abs=5e-3)
    assert share_ratio(36, 40, 16, 80) == pytest.approx((2.935, 7.166), abs=5e-4)


@given(st.tuples(*[st.integers(0, 60)] * 4))
def test_ratio_and_difference_agree_on_what_is_noise(case: tuple[int, int, int, int]) -> None:
    a, n, b, m = min(case[:2]), max(*case[:2], 1), min(case[2:]), max(*case[2:], 1)
    low, high = share_difference(a, n, b, m)
    down, up = share_ratio(a, n, b, m)
    assert -1 <= low <= a / n - b / m <= high <= 1
    assert 0 <= down <= up
    if a + b:
        assert down <= (a / n) / (b / m) * (1 + 1e-9) <= up * (1 + 1e-8) if b else up == math.inf
        if min(abs(low), abs(high)) > 1e-6:
            assert (low <= 0 <= high) == (down <= 1 <= up)


def most_likely(x: int, n: int, y: int, m: int, difference: float) -> float:
    """A naive twin: the second share under a difference, by trying 20,001 of them."""
    second = np.linspace(max(0, -difference), min(1, 1 - difference), 20_001)[1:-1]
    first = second + difference
    with np.errstate(divide="ignore", invalid="ignore"):
        log = sum(np.where(count > 0, count * np.log(share), 0.0) for count, share in
                  ((x, first), (n - x, 1 - first), (y, second), (m - y, 1 - second)))
    return float(second[np.nanargmax(log)])


@pytest.mark.parametrize("case", [(56, 70, 48, 80), (3, 20, 1, 50), (18, 20, 2, 9)])
def test_difference_limits_lie_z_standard_errors_away(case: tuple[int, int, int, int]) -> None:
    x, n, y, m = case
    for limit in share_difference(*case):
        second = most_likely(x, n, y, m, limit)
        first = second + limit
        error = math.sqrt((first * (1 - first) / n + second * (1 - second) / m)
                          * (n + m) / (n + m - 1))
        assert abs(x / n - y / m - limit) / error == pytest.approx(1.96, abs=5e-3)


def test_net_limits_equal_a_published_value_and_wilson_where_nobody_says_no() -> None:
    # Fagerland, Lydersen and Laake (2014): 1 and 7 of 21 by Tango's method.
    assert net_sentiment_interval(7, 13, 1) == pytest.approx((-51.7, -2.6), abs=0.05)
    z2 = quantile_of_normal(0.95) ** 2
    assert net_sentiment_interval(0, 10, 0).high == pytest.approx(100 * z2 / (10 + z2))


@pytest.mark.parametrize("case", [(-1, 5, 1, 5), (6, 5, 1, 5), (1, 0, 1, 5), (1, 5, 1, math.nan)])
def test_two_shares_refuse_what_is_no_share(case: tuple[float, float, float, float]) -> None:
    for interval in (share_difference, share_ratio):
        with pytest.raises(ValueError, match="must"):
            interval(*case)


@pytest.mark.parametrize(("degrees", "published"), [(3, 3.182), (6, 2.447), (30, 2.042)])
def test_quantile_of_t_equals_tables(degrees: int, published: float) -> None:
    assert quantile_of_t(0.95, degrees) == pytest.approx(published, abs=0.005)
    assert quantile_of_t(0.95, math.inf) == quantile_of_normal(0.95)
    with pytest.raises(ValueError, match="degrees"):
        quantile_of_t(0.95, 0)


def test_share_difference_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(12)
    hits = []
    for one, two in ((0.07, 0.09), (0.5, 0.5), (0.9, 0.7), (0.02, 0.02)):
        for a, b in zip(rng.binomial(120, one, 500), rng.binomial(200, two, 500), strict=True):
            low, high = share_difference(a, 120, b, 200)
            hits.append(low <= one - two <= high)
    assert 0.93 <= np.mean(hits) <= 0.975


def test_net_sentiment_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(13)
    hits = []
    for shares in ((0.3, 0.5, 0.2), (0.05, 0.9, 0.05), (0.8, 0.1, 0.1)):
        draws = rng.multinomial(80, shares, 1500)
        out = net_sentiment_frame(pd.DataFrame(draws, columns=["negative", "neutral", "positive"]))
        truth = 100 * (shares[2] - shares[0])
        hits.append(((out["low"] <= truth) & (truth <= out["high"])).mean())
    assert 0.93 <= np.mean(hits) <= 0.97


def test_count_change_covers_the_truth_when_counts_are_overdispersed() -> None:
    rng = np.random.default_rng(14)
    spread = 4.0
    mean = 400.0
    draws = rng.negative_binomial(mean / (spread - 1), 1 / spread, (2000, 2))
    with_it = [c.low <= 1 <= c.high for a, b in draws for c in [count_change(a, b, dispersion=4)]]
    without = [c.low <= 1 <= c.high for a, b in draws for c in [count_change(a, b)]]
    assert 0.93 <= np.mean(with_it) <= 0.97
    assert np.mean(without) < 0.75
