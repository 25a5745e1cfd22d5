"""Coverage of changes of counts, and how often trends see something where nothing moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.change import LEAST_DEGREES, count_change_of
from analysis.intervals import count_change, dispersion
from analysis.trends import top_trends
from bench.coverage_rows import TRUE, Row, holds, row

# How busy the days of a week are, against the mean.
WEEK = np.array([1.15, 1.1, 1.05, 1.05, 1.0, 0.95, 0.7])
# A week alone counts its weekly pattern as noise, which is wide by design.
WIDE = (0.93, 1.0)
# Twenty looks in one: mostly no false find, but a dispersion told from days is itself uncertain.
QUIET = (0.92, 1.0)


def drawn(rng: np.random.Generator, means: np.ndarray, spread: float,
          size: tuple[int, ...]) -> np.ndarray:
    """Counts with a variance of ``spread`` times their mean: Poisson or negative binomial."""
    if spread <= 1:
        return rng.poisson(means, size)
    return rng.negative_binomial(means / (spread - 1), 1 / spread, size)


def ratios(*, quick: bool = False) -> list[Row]:
    """The ratio of two counts whose dispersion is known."""
    out, repetitions = [], 600 if quick else 6_000
    rng = np.random.default_rng(31)
    for spread in (1.0, 4.0):
        for mean in (5.0, 20.0, 100.0, 1_000.0):
            if mean < 5 * spread:
                continue
            found = []
            for ratio in (0.5, 1.0, 1.5):
                pairs = zip(drawn(rng, np.asarray(mean * ratio), spread, (repetitions,)),
                            drawn(rng, np.asarray(mean), spread, (repetitions,)), strict=True)
                limits = [count_change(float(a), float(b), dispersion=spread) for a, b in pairs]
                found.append(holds(np.array([one.low for one in limits]),
                                   np.array([one.high for one in limits]), ratio).mean())
            out.append(row(f"{mean:,.0f} expected before, dispersion {spread:g}", found,
                           3 * repetitions))
    return out


def changes(*, quick: bool = False) -> list[Row]:
    """The change of a count whose dispersion is told from the days of this period alone."""
    out, repetitions = [], 300 if quick else 3_000
    rng = np.random.default_rng(32)
    for days in (7, 14, 28, 91):
        for spread in (1.0, 1.5, 3.0, 8.0):
            means = 20 * np.resize(WEEK, days)
            now = drawn(rng, means, spread, (repetitions, days))
            before = drawn(rng, means, spread, (repetitions, days)).sum(axis=1)
            changes_ = [count_change_of(float(mine.sum()), float(other), daily=mine.tolist())
                        for mine, other in zip(now, before, strict=True)]
            short = days - 7 < LEAST_DEGREES
            out.append(row(f"{days} days, dispersion {spread:g}",
                           [float(np.mean([one.within_noise for one in changes_]))],
                           repetitions, WIDE if short else TRUE))
    return out


def looks(*, quick: bool = False) -> list[Row]:
    """How often twenty measures that did not move are all called noise: 95 % or more is meant."""
    out, repetitions, measures = [], 40 if quick else 400, 20
    rng = np.random.default_rng(33)
    for days in (7, 14, 28, 91):
        for spread in (1.0, 3.0, 8.0):
            means = 15 * np.resize(WEEK, days)
            quiet = 0
            for _ in range(repetitions):
                now, before = drawn(rng, means, spread, (2, measures, days))
                quiet += bool(top_trends(_levels(now, before, days))["within_noise"].all())
            out.append(row(f"{days} days, dispersion {spread:g}", [quiet / repetitions],
                           repetitions, QUIET))
    return out


def _levels(now: np.ndarray, before: np.ndarray, days: int) -> pd.DataFrame:
    """What the metric trend_candidates gives: dispersion as its statement estimates it."""
    season = 7 if days >= 14 else 1
    spread = [(dispersion(a.tolist(), season=season) + dispersion(b.tolist(), season=season)) / 2
              for a, b in zip(now, before, strict=True)]
    return pd.DataFrame({
        "measure": [f"m{at}" for at in range(len(now))], "kind": "count",
        "current": now.sum(axis=1), "previous": before.sum(axis=1), "current_n": np.nan,
        "previous_n": np.nan, "dispersion": spread, "degrees": 2.0 * (days - season)})
