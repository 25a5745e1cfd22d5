"""Kaplan-Meier with entry, its limits, and the target read off it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.survival import (
    chance_at,
    cheapest_target,
    kaplan_meier,
    still_waiting,
    tally,
    thinned,
    waiting_at,
)

# Freireich et al. (1963): weeks of remission under 6-MP, and whether they ended by a relapse; as
# printed in Kalbfleisch and Prentice (1980).
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [bool(one) for one in (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)]
# Survival and its limits by lifelines 0.30.3 (KaplanMeierFitter), which needs an older pandas.
LIFELINES = {
    6: (0.8571428571, 0.6197179553, 0.9515517476), 7: (0.8067226891, 0.5631465646, 0.9228090192),
    10: (0.7529411765, 0.5031995108, 0.8893618352), 13: (0.6901960784, 0.4316102225, 0.8490659633),
    16: (0.6274509804, 0.3675108560, 0.8049121895), 22: (0.5378151261, 0.2677789368, 0.7467907176),
    23: (0.4481792717, 0.1880520060, 0.6801426285)}
ENTRY = [0] * 10 + [6, 7, 8, 10, 12, 13, 6, 20, 5, 1, 2]
LIFELINES_WITH_ENTRY = {
    6: (0.7692307692, 0.4421414979, 0.9191153262), 7: (0.6993006993, 0.3845456043, 0.8747107239),
    10: (0.6357279085, 0.3359265799, 0.8285289605), 13: (0.5721551176, 0.2874384796, 0.7787616245),
    16: (0.5149396058, 0.2474093762, 0.7295061194), 22: (0.4413768050, 0.1900921155, 0.6683887296),
    23: (0.3678140042, 0.1387058698, 0.6026571579)}


@pytest.mark.parametrize(("entry", "expected"), [(None, LIFELINES), (ENTRY, LIFELINES_WITH_ENTRY)])
def test_the_remissions_are_as_lifelines_has_them(
    entry: list[float] | None, expected: dict[int, tuple[float, float, float]]
) -> None:
    curve = kaplan_meier(tally(WEEKS, RELAPSE, entry=entry)).set_index("time")
    assert curve.index.tolist() == list(expected)
    for time, (stays, low, high) in expected.items():
        row = curve.loc[time]
        assert (row["chance"], row["low"], row["high"]) == pytest.approx(
            (1 - stays, 1 - high, 1 - low), abs=1e-9)


def test_the_published_survival_of_the_remissions() -> None:
    """As Kleinbaum and Klein (2012, chapter 2) print it."""
    curve = kaplan_meier(tally(WEEKS, RELAPSE))
    assert (1 - curve["chance"]).round(3).tolist() == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_the_worked_numbers() -> None:
    curve = kaplan_meier(tally(WEEKS, RELAPSE))
    ten = chance_at(curve, 10, waiting=15)
    assert (ten.chance, ten.low, ten.high) == pytest.approx((0.247, 0.111, 0.497), abs=5e-4)
    assert chance_at(curve, 12.9, waiting=12).chance == ten.chance
    target = cheapest_target(curve, below=0.5, seen=35)
    assert (target.wait, target.low, target.high) == (23, 13, math.inf)
    assert chance_at(curve, 1, waiting=100).high == pytest.approx(0.0362, abs=5e-5)
    assert still_waiting(tally([1, 2, 5], [True, False, True]), fewest=2) == 2
    rows = thinned(pd.DataFrame({"time": range(1000)}), most=251)
    assert rows["time"].tolist()[:3] == [0, 4, 8]
    assert rows["time"].iloc[-1] == 999


def naive(durations: list[int], events: list[bool], entry: list[int]) -> dict[int, float]:
    stays, out = 1.0, {}
    for time in sorted({t for t, e in zip(durations, events, strict=True) if e}):
        waiting = sum(start < time <= until for until, start in zip(durations, entry, strict=True))
        wrote = sum(until == time and event
                    for until, event in zip(durations, events, strict=True))
        stays *= 1 - wrote / waiting
        out[time] = 1 - stays
    return out


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 12), st.booleans()), min_size=1,
                max_size=40))
def test_it_counts_as_a_naive_twin(waits: list[tuple[int, int, bool]]) -> None:
    entry = [start for start, _, _ in waits]
    durations = [start + more for start, more, _ in waits]
    events = [event for _, _, event in waits]
    curve = kaplan_meier(tally(durations, events, entry=entry))
    expected = naive(durations, events, entry)
    assert curve["time"].tolist() == list(expected)
    assert curve["chance"].tolist() == pytest.approx(list(expected.values()))
    assert (curve["low"] <= curve["chance"] + 1e-12).all()
    assert (curve["chance"] <= curve["high"] + 1e-12).all()
    assert curve[["low", "high"]].stack().between(0, 1).all()


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=60))
def test_limits_are_those_of_scipy(waits: list[tuple[int, bool]]) -> None:
    from scipy import stats

    times = np.array([time for time, _ in waits])
    events = np.array([event for _, event in waits])
    curve = kaplan_meier(tally(times.tolist(), events.tolist()))
    if not events.any():
        assert curve.empty
        return
    theirs = stats.ecdf(stats.CensoredData(uncensored=times[events], right=times[~events])).sf
    with np.errstate(divide="ignore", invalid="ignore"):
        limits = theirs.confidence_interval(method="log-log")
    for row in curve[curve["chance"] < 1].itertuples():
        place = int(np.searchsorted(theirs.quantiles, row.time))
        assert row.chance == pytest.approx(1 - theirs.probabilities[place])
        assert row.low == pytest.approx(1 - limits.high.probabilities[place])
        assert row.high == pytest.approx(1 - limits.low.probabilities[place])


def test_a_planted_weibull_is_found_and_covered() -> None:
    """1,000 waits of shape 1.5 and scale 100 h, most answered before: 200 such samples."""
    rng = np.random.default_rng(5)
    at, truth = 24.0, 1 - math.exp(-((24 / 100) ** 1.5))
    wait = 100 * (-math.log(0.9)) ** (1 / 1.5)
    covered = targets = 0
    for _ in range(200):
        again = 100 * rng.exponential(1, 1000) ** (1 / 1.5)
        answer = np.where(rng.random(1000) < 0.8, rng.lognormal(1.0, 1.5, 1000), 500.0)
        counts = tally(np.minimum(again, answer).tolist(), (again < answer).tolist())
        curve = kaplan_meier(counts)
        one = chance_at(curve, at, waiting=100)
        covered += one.low <= truth <= one.high
        target = cheapest_target(curve, below=0.1, seen=still_waiting(counts))
        targets += target.low <= wait <= target.high
    assert 0.91 < covered / 200 <= 0.99
    assert 0.91 < targets / 200 <= 0.99


def test_a_target_is_the_last_wait_below_and_never_beyond_what_is_seen() -> None:
    curve = kaplan_meier(tally(WEEKS, RELAPSE))
    for below in (0.05, 0.2, 0.4):
        target = cheapest_target(curve, below=below, seen=35)
        before = curve[curve["time"] < target.wait]
        assert (before["chance"] < below).all()
        assert target.low <= target.wait <= target.high
    assert cheapest_target(curve, below=0.5, seen=20).wait == math.inf
    empty = kaplan_meier(tally([3, 4], [False, False]))
    assert cheapest_target(empty, below=0.1, seen=4).low == math.inf


def test_bad_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        tally([1, 2], [True])
    with pytest.raises(ValueError, match="longer than"):
        tally([1], [True], entry=[1])
    with pytest.raises(ValueError, match="more leave"):
        kaplan_meier(pd.DataFrame({"time": [1.0], "entered": [0], "events": [1], "ended": [0]}))
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier(pd.DataFrame({"time": [0.0], "entered": [-1], "events": [0], "ended": [0]}))
    with pytest.raises(ValueError, match="between 0 and 1"):
        cheapest_target(kaplan_meier(tally(WEEKS, RELAPSE)), below=1.0, seen=9)
    with pytest.raises(ValueError, match="nobody"):
        chance_at(kaplan_meier(tally(WEEKS, RELAPSE)), 1, waiting=0)
    with pytest.raises(ValueError, match="two points"):
        thinned(pd.DataFrame(), most=1)


def test_who_waits_at_a_time() -> None:
    counts = tally([1, 2, 5], [True, False, True], entry=[0, 0, 1])
    assert [waiting_at(counts, time) for time in (0, 1, 2, 5, 6)] == [0, 2, 2, 1, 0]
    assert waiting_at(tally([1, 2, 5], [True, False, True]), 2) == 2
