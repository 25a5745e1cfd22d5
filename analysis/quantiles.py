"""Intervals for medians and other quantiles of durations."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from analysis.intervals import Interval, quantile_of_normal

_EXACT_UP_TO = 1_000
_Z_90 = NormalDist().inv_cdf(0.9)


def quantile_interval(
    values: Iterable[float], *, quantile: float = 0.5, level: float = 0.95
) -> Interval:
    """Interval for a quantile, between two of the values themselves; missing values are left out.

    Source: order statistics (David and Nagaraja 2003, 7.1); exact binomial ranks up to 1,000
    values, the normal approximation above.  Assumes independent values and no distribution.
    Worked: for the median of 10 values the 2nd and the 9th (coverage 97.9 %).  Where there are
    too few values for a limit it is infinite.  Raises ValueError for a quantile outside 0..1.
    """
    if not 0 < quantile < 1:
        raise ValueError(f"quantile must lie between 0 and 1, not {quantile}")
    given = values if isinstance(values, np.ndarray) else list(values)
    sample = np.sort(np.asarray(given, dtype=float))
    sample = sample[~np.isnan(sample)]
    n = len(sample)
    below, above = _ranks(n, quantile, level)
    return Interval(
        float(sample[below - 1]) if below >= 1 else -math.inf,
        float(sample[above - 1]) if above <= n else math.inf,
    )


def median_interval(values: Iterable[float], *, level: float = 0.95) -> Interval:
    """Interval for the median; source, assumption and worked number: :func:`quantile_interval`."""
    return quantile_interval(values, quantile=0.5, level=level)


def quantile_interval_lognormal(
    median: float, p90: float, n: float, *, quantile: float = 0.5, level: float = 0.95
) -> Interval:
    """Interval for a median or another quantile when only median, P90 and n are known.

    Source: the standard error of a sample quantile, sqrt(q (1 - q) / n) / density.  Assumes that
    the logarithms of the values are normal, with the spread that median and P90 imply.
    Where they are not, coverage falls to three quarters or rises to all (docs/coverage.md): with
    the waits at hand take :func:`quantile_interval`.
    Worked: median 600 s, P90 3,600 s, n = 400: spread of the logarithms 1.398, standard error
    0.0876, so 505 to 712 s.  Raises ValueError unless 0 < median <= p90 and n >= 1.
    """
    if not (0 < median <= p90 and n >= 1):
        raise ValueError("0 < median <= p90 and n >= 1 are needed")
    error = lognormal_error(median, p90, n, quantile=quantile)
    centre = math.log(median) + NormalDist().inv_cdf(quantile) * math.log(p90 / median) / _Z_90
    half = quantile_of_normal(level) * error
    return Interval(math.exp(centre - half), math.exp(centre + half))


def lognormal_error(median: float, p90: float, n: float, *, quantile: float = 0.5) -> float:
    """Standard error of the logarithm of a quantile; see :func:`quantile_interval_lognormal`."""
    spread = math.log(p90 / median) / _Z_90
    density = NormalDist().pdf(NormalDist().inv_cdf(quantile))
    return spread * math.sqrt(quantile * (1 - quantile) / n) / density


def _ranks(n: int, quantile: float, level: float) -> tuple[int, int]:
    """Ranks (from 1) of the limits; 0 and n + 1 stand for no limit."""
    tail = (1 - level) / 2
    if n > _EXACT_UP_TO:
        half = quantile_of_normal(level) * math.sqrt(n * quantile * (1 - quantile))
        # Between two ranks the half step is the usual correction for continuity.
        return math.floor(n * quantile - half + 0.5), math.ceil(n * quantile + half + 0.5)
    # P(fewer than k + 1 values lie below the quantile), for every k.
    cumulative = np.cumsum(_binomial(n, quantile))
    below = int(np.searchsorted(cumulative, tail, side="right"))
    return below, int(np.searchsorted(cumulative, 1 - tail)) + 1


def _binomial(n: int, p: float) -> np.ndarray:
    """Chances of 0 to n hits of n."""
    k = np.arange(n + 1)
    factorials = _log_factorials()[:n + 1]
    log = factorials[n] - factorials - factorials[::-1]
    return np.asarray(np.exp(log + k * math.log(p) + (n - k) * math.log(1 - p)))


@lru_cache(maxsize=1)
def _log_factorials() -> np.ndarray:
    return np.array([math.lgamma(k + 1) for k in range(_EXACT_UP_TO + 1)])
