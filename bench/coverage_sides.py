"""Coverage of what Compare shows: levels and differences of means and rates of two sides."""

from __future__ import annotations

import math

import numpy as np

from analysis.compare import Measure, compare
from analysis.intervals import dispersion
from bench.coverage_counts import drawn
from bench.coverage_rows import TRUE, Row, holds, row

# A skewed mean of few values is not promised; it is told.
_NO_PROMISE = None
# The level alone of thirty skewed values; the difference of two such levels is truer.
_FEW = (0.90, 0.97)


def means(*, quick: bool = False) -> list[Row]:
    """Levels and difference of two means: contacts (geometric) and money (lognormal)."""
    rng, times = np.random.default_rng(71), 150 if quick else 4_000
    out = []

    def draw(name: str, n: int) -> np.ndarray:
        return (np.asarray(rng.geometric(0.4, n), dtype=float) if name == "contacts"
                else np.asarray(rng.lognormal(0, 1, n)))

    for name, truth in (("contacts", 2.5), ("money", math.exp(0.5))):
        for n in (30, 300):
            found = [compare([_mean(draw(name, n))], [_mean(draw(name, 2 * n))]).iloc[0]
                     for _ in range(times)]
            for part, wanted in (("", 0.0), ("_a", truth)):
                held = holds(np.array([one[f"low{part}"] for one in found]),
                             np.array([one[f"high{part}"] for one in found]), wanted).mean()
                what = "difference" if not part else "level"
                promise = (_NO_PROMISE if name == "money" and n < 300
                           else _FEW if part and n < 300 else TRUE)
                out.append(row(f"{what} of mean {name}, n = {n}", [float(held)], times, promise))
    return out


def rates(*, quick: bool = False) -> list[Row]:
    """Levels and ratio of two rates, dispersion told from 13 weeks of each side."""
    rng, times = np.random.default_rng(72), 150 if quick else 4_000
    out = []
    for spread in (1.0, 4.0):
        weeks = drawn(rng, np.asarray(30.0), spread, (times, 2, 13))
        found = [compare([_rate(one)], [_rate(other)]).iloc[0] for one, other in weeks]
        for part, wanted, what in (("", 1.0, "ratio"), ("_a", 30.0, "level")):
            held = holds(np.array([one[f"low{part}"] for one in found]),
                         np.array([one[f"high{part}"] for one in found]), wanted).mean()
            out.append(row(f"{what} of a rate, 30 a week for 13 weeks, dispersion {spread:g}",
                           [float(held)], times, (0.93, 0.98)))
    return out


def _mean(values: np.ndarray) -> Measure:
    return Measure("m", "mean", "", {"n": float(len(values)), "sum": float(values.sum()),
                                     "squares": float((values**2).sum())})


def _rate(weeks: np.ndarray) -> Measure:
    spread = dispersion(weeks.tolist())
    return Measure("r", "rate", "", {
        "count": float(weeks.sum()), "exposure": float(len(weeks)), "dispersion": spread,
        "degrees": len(weeks) - 1.0 if spread > 1 else math.inf})
