"""What one measurement of coverage is, and the exact sums that most of them need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

Promise = tuple[float, float]
# What a nominal 95 % must come out at, on average over a band of true values.
TRUE = (0.93, 0.97)


class Row(NamedTuple):
    """How often an interval held the truth, over the points of one case.

    ``mean``, ``least`` and ``most`` are coverages (0..1) over the points; ``repetitions`` is 0
    where they are summed exactly; ``promise`` is the band that the mean must keep, and none where
    the case only tells what the interval does outside of its conditions.
    """

    case: str
    mean: float
    least: float
    most: float
    repetitions: int
    promise: Promise | None = TRUE

    @property
    def kept(self) -> bool:
        """Whether the promise is kept, but for three standard errors of a simulation."""
        if self.promise is None:
            return True
        slack = 3 * (0.05 * 0.95 / self.repetitions) ** 0.5 if self.repetitions else 0.0
        return self.promise[0] - slack <= self.mean <= self.promise[1] + slack


def row(case: str, coverages: Iterable[float] | np.ndarray, repetitions: int = 0,
        promise: Promise | None = TRUE) -> Row:
    """A row from the coverages at its points."""
    found = np.asarray(list(coverages), dtype=float)
    return Row(case, float(found.mean()), float(found.min()), float(found.max()), repetitions,
               promise)


def holds(low: pd.Series | np.ndarray, high: pd.Series | np.ndarray,
          truth: float | np.ndarray) -> np.ndarray:
    """Whether limits hold the truth; a hair of rounding is no miss."""
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    out: np.ndarray = (low - 1e-9 <= truth) & (truth <= high + 1e-9)
    return out


def middles(low: float, high: float, points: int) -> np.ndarray:
    """The middles of equal steps from low to high."""
    return low + (high - low) * (np.arange(points) + 0.5) / points


def log_factorials(most: int) -> np.ndarray:
    """log 0!, log 1!, ... log most!"""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])


def binomials(n: int, shares: np.ndarray) -> np.ndarray:
    """P(k of n) for shares strictly between 0 and 1: one row a share, one column a k."""
    k, logs = np.arange(n + 1), log_factorials(n)
    ways = logs[n] - logs[k] - logs[n - k]
    out: np.ndarray = np.exp(ways + np.outer(np.log(shares), k)
                             + np.outer(np.log1p(-shares), n - k))
    return out


def trinomials(n: int, up: np.ndarray, down: np.ndarray, points: np.ndarray) -> np.ndarray:
    """P(up, down, rest of n) for rows of three shares above zero: one row a point."""
    logs, rest = log_factorials(n), n - up - down
    ways = logs[n] - logs[up] - logs[down] - logs[rest]
    p = np.log(points)
    out: np.ndarray = np.exp(ways + np.outer(p[:, 0], up) + np.outer(p[:, 1], down)
                             + np.outer(p[:, 2], rest))
    return out
