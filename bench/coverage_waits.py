"""Coverage of medians, P90s and their changes, on waits of several shapes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from analysis.change import duration_change
from analysis.intervals import Interval
from analysis.quantiles import quantile_interval, quantile_interval_lognormal
from bench.coverage_rows import TRUE, Row, binomials, row

Draw = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]
HOUR = 3_600.0
# Between two ranks lies at least what is asked for, and more where values are few.
RANKS = (0.94, 0.995)


def _lognormal(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
    return HOUR * np.exp(rng.normal(0, 1.4, size))


def _exponential(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
    return rng.exponential(HOUR, size)


def _day_and_night(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
    """Seven in ten answered in minutes, the others the next morning."""
    fast = 600 * np.exp(rng.normal(0, 0.8, size))
    return np.where(rng.random(size) < 0.3, 12 * HOUR * np.exp(rng.normal(0, 0.3, size)), fast)


def _even(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
    return rng.uniform(0, HOUR, size)


SHAPES: dict[str, Draw] = {"lognormal": _lognormal, "exponential": _exponential,
                           "day and night": _day_and_night, "even": _even}


def _true(draw: Draw, share: float) -> float:
    return float(np.quantile(draw(np.random.default_rng(0), (1_000_000,)), share))


def ranks(*, quick: bool = False) -> list[Row]:
    """Limits that are values themselves: the coverage is that of their ranks, whatever the shape.
    """
    out = []
    for share, first in ((0.5, 6), (0.9, 45)):
        sizes = {f"n = {first} to 30": range(first, 31), "n = 45 to 100": range(45, 101),
                 "n = 300 to 1,000": range(300, 1_001, 100 if quick else 20),
                 "n = 2,000 to 5,000": range(2_000, 5_001, 1_000)}
        for name, range_ in sizes.items():
            found = [_by_rank(n, share) for n in range_]
            if found:
                out.append(row(f"{name}, quantile {share:g}", found, promise=RANKS))
    return out


def _by_rank(n: int, share: float) -> float:
    """P(as many values lie below the quantile as the two ranks allow)."""
    low, high = quantile_interval(range(1, n + 1), quantile=share)
    below = 0 if low == -math.inf else int(low)
    above = n + 1 if high == math.inf else int(high)
    return float(binomials(n, np.array([share]))[0, below:above].sum())


def replies(*, quick: bool = False) -> list[Row]:
    """The limits of reply times, with the ranks that the overview's statement takes."""
    out = []
    for share, first in ((0.5, 20), (0.9, 60)):
        for low, high in ((first, 100), (100, 1_000), (1_000, 10_000)):
            found = [_statement(n, share) for n in np.unique(np.geomspace(
                low, high, 20 if quick else 80).astype(int))]
            out.append(row(f"n = {low:,} to {high:,}, quantile {share:g}", found,
                           promise=RANKS))
    return out


def reply_ranks(n: int, share: float) -> tuple[int, int]:
    """Ranks as data/sql/metrics/overview_totals.sql has them; 0 and above n where there is none."""
    half = 1.96 * math.sqrt(n * share * (1 - share))
    return math.floor(n * share - half + 0.5), math.ceil(n * share + half + 0.5)


def _statement(n: int, share: float) -> float:
    low, high = reply_ranks(n, share)
    return float(binomials(n, np.array([share]))[0, low:high].sum())


def changes(*, quick: bool = False) -> list[Row]:
    """The change of a median or P90, from the limits by rank of both periods."""
    out, repetitions = [], 400 if quick else 4_000
    rng = np.random.default_rng(41)
    for name, draw in SHAPES.items():
        for share, n in ((0.5, 60), (0.5, 400), (0.9, 100), (0.9, 400)):
            now = np.sort(1.2 * draw(rng, (repetitions, n)), axis=1)
            before = np.sort(draw(rng, (repetitions, n)), axis=1)
            found = [_covers(a, b, share) for a, b in zip(now, before, strict=True)]
            out.append(row(f"{name}, n = {n}, quantile {share:g}", [float(np.mean(found))],
                           repetitions, RANKS))
    return out


def _covers(now: np.ndarray, before: np.ndarray, share: float) -> bool:
    sides = []
    for waits in (now, before):
        low, high = reply_ranks(len(waits), share)
        median, p90 = np.quantile(waits, [0.5, 0.9])
        sides.append((float(median), float(p90), Interval(
            float(waits[low - 1]) if low >= 1 else math.nan,
            float(waits[high - 1]) if high <= len(waits) else math.nan)))
    change = duration_change(
        sides[0][0], len(now), sides[1][0], len(before), current_p90=sides[0][1],
        previous_p90=sides[1][1], current_limits=sides[0][2], previous_limits=sides[1][2],
        quantile=share)
    return change.low <= 1.2 <= change.high


def lognormals(*, quick: bool = False) -> list[Row]:
    """The interval from median and P90 alone, which holds for lognormal waits and for no others."""
    out, repetitions, n = [], 300 if quick else 3_000, 400
    rng = np.random.default_rng(42)
    for name, draw in SHAPES.items():
        for share in (0.5, 0.9):
            truth = _true(draw, share)
            found = []
            for waits in draw(rng, (repetitions, n)):
                median, p90 = (float(one) for one in np.quantile(waits, [0.5, 0.9]))
                low, high = quantile_interval_lognormal(median, p90, n, quantile=share)
                found.append(low <= truth <= high)
            out.append(row(f"{name}, n = {n}, quantile {share:g}", [float(np.mean(found))],
                           repetitions, TRUE if name == "lognormal" else None))
    return out
