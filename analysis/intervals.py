"""Intervals: how far a number may be from the truth because only a part was seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd


class Interval(NamedTuple):
    """Lower and upper limit, in the unit of the number they belong to."""

    low: float
    high: float


def quantile_of_normal(level: float) -> float:
    """The z of a two-sided interval: 1.96 for 0.95.  Raises ValueError outside 0..1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(successes: float, n: float, *, level: float = 0.95) -> Interval:
    """Wilson score interval for a proportion.

    Source: Wilson (1927).  Assumes independent observations; ``n`` may be an effective sample
    size and need not be whole.  Worked: 90 of 1,056 gives 0.0699 to 0.1036 (7.0 to 10.4 %).
    Raises ValueError if n < 1 or successes lie outside 0..n.
    """
    if not n >= 1:
        raise ValueError(f"n must be at least 1, not {n}")
    return _score(successes, n, level)


def _score(successes: float, n: float, level: float) -> Interval:
    """Wilson's limits for any n > 0, which deflated counts can bring below one."""
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, not {successes}")
    z2 = quantile_of_normal(level) ** 2
    share = successes / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    # The limits at 0 and n are exactly 0 and 1; rounding must not move them.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    return Interval(low, 1.0 if successes == n else min(1.0, centre + half))


def wilson_frame(
    frame: pd.DataFrame, *, successes: str, n: str, level: float = 0.95
) -> pd.DataFrame:
    """The frame with ``share``, ``low`` and ``high`` (0..1), as :func:`wilson` gives row by row.

    NaN where n is zero or missing.  Source, assumption and worked number: see :func:`wilson`.
    """
    hits = pd.to_numeric(frame[successes]).to_numpy(dtype=float, na_value=np.nan)
    total = pd.to_numeric(frame[n]).to_numpy(dtype=float, na_value=np.nan)
    total = np.where(total > 0, total, np.nan)
    z2 = quantile_of_normal(level) ** 2
    share = hits / total
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = np.clip(share * (1 - share), 0, None) / total + z2 / (4 * total**2)
    half = np.sqrt(z2 * spread) / (1 + z2 / total)
    low = np.where(hits == 0, np.where(np.isnan(share), np.nan, 0.0), np.maximum(centre - half, 0))
    high = np.where(hits == total, 1.0, np.minimum(centre + half, 1))
    return frame.assign(share=share, low=low, high=high)


def share_difference(
    current: float, current_n: float, previous: float, previous_n: float, *, level: float = 0.95
) -> Interval:
    """Interval for the current share minus the previous share, from counts.

    Source: Newcombe (1998), method 10, from two Wilson intervals.  Assumes two independent
    samples.  Worked (his example a): 56 of 70 against 48 of 80 gives 0.0524 to 0.3339.
    Raises ValueError if an n < 1.
    """
    now, before = current / current_n, previous / previous_n
    low_now, high_now = wilson(current, current_n, level=level)
    low_before, high_before = wilson(previous, previous_n, level=level)
    difference = now - before
    return Interval(
        difference - math.hypot(now - low_now, high_before - before),
        difference + math.hypot(high_now - now, before - low_before),
    )


def net_sentiment_interval(
    negative: float, neutral: float, positive: float, *, level: float = 0.95
) -> Interval:
    """Interval for 100 x (positive - negative) / all, on -100..100.

    Source: Bonett and Price (2012), adjusted Wald interval for the difference of two shares of
    one sample (one is added to each of the two counts).  Assumes independent posts.
    Worked: 30 negative, 50 neutral, 20 positive gives -23.5 to 3.9.  Raises ValueError if there
    is no post or a count is negative.
    """
    if min(negative, neutral, positive) < 0 or negative + neutral + positive < 1:
        raise ValueError("at least one post is needed, and no count may be negative")
    low, high = _net_limits(
        np.asarray(float(negative)), np.asarray(float(neutral)), np.asarray(float(positive)), level
    )
    return Interval(float(low), float(high))


def net_sentiment_frame(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """The frame with ``net_sentiment``, ``low``, ``high`` (-100..100) and ``n``.

    Needs ``negative``, ``neutral``, ``positive`` (counts); NaN where there is no post.  Source,
    assumption and worked number: see :func:`net_sentiment_interval`.
    """
    negative, neutral, positive = (
        pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=0.0)
        for name in ("negative", "neutral", "positive")
    )
    n = negative + neutral + positive
    none = n == 0
    low, high = _net_limits(negative, neutral, positive, level)
    net = 100 * (positive - negative) / np.where(none, np.nan, n)
    return frame.assign(
        net_sentiment=net,
        low=np.where(none, np.nan, low),
        high=np.where(none, np.nan, high),
        n=n.astype(int),
    )


def _net_limits(
    negative: np.ndarray, neutral: np.ndarray, positive: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    n = negative + neutral + positive + 2
    up, down = (positive + 1) / n, (negative + 1) / n
    half = quantile_of_normal(level) * np.sqrt(np.maximum(up + down - (up - down) ** 2, 0) / n)
    return 100 * np.maximum(up - down - half, -1), 100 * np.minimum(up - down + half, 1)


def count_change(
    current: float,
    previous: float,
    *,
    dispersion: float = 1.0,
    current_exposure: float = 1.0,
    previous_exposure: float = 1.0,
    level: float = 0.95,
) -> Interval:
    """Interval for the ratio of two rates, current over previous, from counts.

    Source: given their sum, one of two Poisson counts is binomial (Przyborowski and Wilenski
    1940); its share gets a Wilson interval on counts divided by the dispersion (quasi-Poisson).
    Assumes that both periods are equally dispersed.  Worked: 60 after 40 gives 1.008 to 2.233;
    with dispersion 4 it gives 0.687 to 3.273.  Zero before gives an upper limit of infinity.
    Raises ValueError for a negative count, an exposure <= 0 or a dispersion < 1.
    """
    if min(current, previous) < 0 or min(current_exposure, previous_exposure) <= 0:
        raise ValueError("counts must not be negative and exposures must be positive")
    if not dispersion >= 1:
        raise ValueError(f"dispersion must be at least 1, not {dispersion}")
    if current + previous == 0:
        return Interval(0.0, math.inf)
    low, high = _score(current / dispersion, (current + previous) / dispersion, level)
    scale = previous_exposure / current_exposure
    return Interval(
        scale * low / (1 - low) if low < 1 else math.inf,
        scale * high / (1 - high) if high < 1 else math.inf,
    )


def dispersion(daily: Sequence[float], *, season: int = 1) -> float:
    """How many times wider than Poisson a series of counts varies: at least 1.

    Source: Pearson's chi-square over its degrees of freedom (McCullagh and Nelder 1989, 6.2.3).
    Assumes no trend within the series; with ``season`` 7 each weekday has its own mean.
    Worked: 1, 3, 5, 7 has mean 4 and squares 9 + 1 + 1 + 9 = 20, so 20 / 4 / 3 = 1.67.
    A series too short to tell gives 1.
    """
    counts = np.asarray(daily, dtype=float)
    if len(counts) - season < 1:
        return 1.0
    place = np.arange(len(counts)) % season
    expected = np.array([counts[place == at].mean() for at in range(season)])[place]
    seen = expected > 0
    chi_square = float(((counts[seen] - expected[seen]) ** 2 / expected[seen]).sum())
    return max(1.0, chi_square / (len(counts) - season))
