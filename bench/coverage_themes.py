"""Coverage of a theme's rise, of its loudest author, and of what people pick from a queue."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.incidents import stretches, with_tests
from analysis.participation import work_taken
from analysis.scan import rate_ratio
from analysis.verdict import SPREAD_SHARE, concentration
from bench.coverage_rows import TRUE, Promise, Row, holds, row

# The busiest stretch is chosen for its counts, which may make its ratio lean high.
CHOSEN = (0.88, 0.99)
_DAYS = 120


def fixed(*, quick: bool = False) -> list[Row]:
    """Rate inside over outside of a stretch that was not chosen for its counts."""
    out, repetitions, rng = [], 400 if quick else 3_000, np.random.default_rng(101)
    for expected in (10.0, 60.0):
        for dispersion in (1.0, 4.0):
            for ratio in (1.0, 3.0):
                inside, outside = (_counts(rng, mean, dispersion, repetitions)
                                   for mean in (expected * ratio, 4 * expected))
                limits = [rate_ratio(one, other, share=0.2, dispersion=dispersion)[1]
                          for one, other in zip(inside, outside, strict=True)]
                found = holds(np.array([one.low for one in limits]),
                              np.array([one.high for one in limits]), ratio)
                promise: Promise | None = TRUE if expected > 10 or dispersion == 1 else None
                out.append(row(f"{expected:g} usual and {ratio:g} times as often, "
                               f"dispersion {dispersion:g}", [float(found.mean())], repetitions,
                               promise))
    return out


def _counts(rng: np.random.Generator, mean: float, dispersion: float, times: int) -> np.ndarray:
    if dispersion == 1:
        return rng.poisson(mean, times).astype(float)
    size = mean / (dispersion - 1)
    return rng.negative_binomial(size, 1 / dispersion, times).astype(float)


def chosen(*, quick: bool = False) -> list[Row]:
    """The busiest stretch of a theme with a planted rise: the ratio of the rates that were meant.

    A stretch found may be longer or shorter than the rise; meant is what was expected within it.
    """
    out, repetitions = [], 15 if quick else 250
    zero = pd.Timestamp("2026-01-01")
    for usual in (1.0, 5.0):
        for times in (4.0, 10.0):
            rng, inside = np.random.default_rng(102), []
            rate = np.full(_DAYS, usual)
            rate[80:90] *= times
            for _ in range(repetitions):
                counts = rng.poisson(rate)
                days = pd.DataFrame({
                    "theme_id": np.repeat([0, 1], _DAYS),
                    "day": np.tile(zero + pd.to_timedelta(np.arange(_DAYS), unit="D"), 2),
                    "messages": np.concatenate([np.full(_DAYS, 200), counts])})
                found = stretches(days, start=zero + pd.Timedelta(days=70),
                                  end=zero + pd.Timedelta(days=_DAYS))
                told = with_tests(found, _facts(counts.sum()), tests=1).iloc[0]
                here = range((told["from_day"] - zero).days, (told["until_day"] - zero).days)
                skip = range((told["skip_from"] - zero).days, (told["skip_until"] - zero).days)
                usual_days = [at for at in range(_DAYS) if at not in here and at not in skip]
                truth = rate[list(here)].mean() / rate[usual_days].mean()
                inside.append(told["low"] <= truth <= told["high"])
            out.append(row(f"{usual:g} a day, {times:g} times as often for 10 days",
                           [float(np.mean(inside))], repetitions, CHOSEN))
    return out


def _facts(messages: int) -> pd.DataFrame:
    """One theme whose messages are each by an author of their own."""
    return pd.DataFrame({"theme_id": [1], "known": [messages], "authors": [messages],
                         "top_messages": [1], "squares": [messages]})


def loudest(*, quick: bool = False) -> list[Row]:
    """The share of the author who wrote most, where limits are shown: from a quarter on."""
    out, repetitions, rng = [], 300 if quick else 4_000, np.random.default_rng(103)
    for share in (0.25, 0.3, 0.5, 0.8):
        for n in (20, 100):
            shares = np.concatenate([[share], np.full(49, (1 - share) / 49)])
            counts = rng.multinomial(n, shares, repetitions)
            counts = counts[counts.max(axis=1) >= SPREAD_SHARE * n]
            top = counts.argmax(axis=1)
            limits = [concentration(n=n, authors=int((one > 0).sum()), top=int(one.max()),
                                    squares=float((one**2).sum())).top_interval
                      for one in counts]
            found = holds(np.array([one.low for one in limits]),
                          np.array([one.high for one in limits]), shares[top])
            # At a quarter only what came out high is shown.
            promise: Promise | None = (0.92, 0.98) if share > SPREAD_SHARE else None
            out.append(row(f"n = {n}, one author has {100 * share:.0f} %", [float(found.mean())],
                           len(counts), promise))
    return out


def picked(*, quick: bool = False) -> list[Row]:
    """A person who takes items from a queue blindly, or the shorter ones rather than the longer.

    Meant is the ratio of what such a person takes on average.
    """
    out, repetitions = [], 300 if quick else 4_000
    for items in (30, 200):
        for taste in (0.0, 1.0):
            rng = np.random.default_rng(104)
            work = rng.choice([120.0, 240.0, 600.0], 600, p=[0.5, 0.3, 0.2])
            # The first of a race with these rates: drawing without putting back, by weight.
            weight = (work / work.mean()) ** -taste
            race = rng.exponential(1 / weight, (repetitions, len(work)))
            taken = work[np.argpartition(race, items, axis=1)[:, :items]].sum(axis=1)
            expected = items * work.mean()
            variance = items * (1 - items / len(work)) * work.var(ddof=1)
            frame = pd.DataFrame({
                "agent_id": [str(at) for at in range(repetitions)], "name": None,
                "department": "care", "items": items, "work": taken, "work_expected": expected,
                "work_variance": variance, "negative": 0, "negative_expected": 0.0,
                "negative_variance": 0.0, "timed": 0, "seconds": 0.0, "seconds_expected": 0.0,
                "seconds_squares": 0.0})
            told = work_taken(frame)
            told = told[told["measure"] == "work"]
            found = holds(told["low"], told["high"], float(taken.mean()) / expected)
            name = "shorter ones rather" if taste else "blindly"
            out.append(row(f"{items} of 600 items, {name}", [float(found.mean())], repetitions,
                           (0.93, 0.99)))
    return out


def paces(*, quick: bool = False) -> list[Row]:
    """Own handling time over what the same items take, of a person who needs 0.8 or 1.2 times."""
    out, repetitions = [], 300 if quick else 4_000
    for items in (30, 200):
        for pace in (0.8, 1.0, 1.2):
            rng = np.random.default_rng(105)
            usual = rng.choice([120.0, 240.0, 600.0], (repetitions, items), p=[0.5, 0.3, 0.2])
            seconds = pace * usual * np.exp(rng.normal(-0.125, 0.5, usual.shape))
            frame = pd.DataFrame({
                "agent_id": [str(at) for at in range(repetitions)], "name": None,
                "department": "care", "items": items, "work": 0.0, "work_expected": 0.0,
                "work_variance": 0.0, "negative": 0, "negative_expected": 0.0,
                "negative_variance": 0.0, "timed": items, "seconds": seconds.sum(axis=1),
                "seconds_expected": usual.sum(axis=1),
                "seconds_squares": ((seconds - usual) ** 2).sum(axis=1)})
            told = work_taken(frame)
            told = told[told["measure"] == "work"]
            found = holds(told["pace_low"], told["pace_high"], pace)
            out.append(row(f"{items} items, {pace:g} times the usual", [float(found.mean())],
                           repetitions, (0.92, 0.985) if items >= 100 else None))
    return out
