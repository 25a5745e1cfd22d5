"""Intervals: how far a number may be from the truth because only a part was seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import score
from analysis.records import floats


class Interval(NamedTuple):
    """Lower and upper limit, in the unit of the number they belong to."""

    low: float
    high: float


def quantile_of_normal(level: float) -> float:
    """The z of a two-sided interval: 1.96 for 0.95.  Raises ValueError outside 0..1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + level / 2)


def quantile_of_t(level: float, degrees: float) -> float:
    """The two-sided quantile of Student's t: 2.45 for 0.95 and 6 degrees of freedom.

    Source: the expansion of Abramowitz and Stegun (1964), 26.7.5, right to 0.005 from 3 degrees on.
    Raises ValueError for a level outside 0..1 or degrees below 1.
    """
    if not degrees >= 1:
        raise ValueError(f"degrees of freedom must be at least 1, not {degrees}")
    z = quantile_of_normal(level)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / degrees**at for at, term in enumerate(terms, 1))


def wilson(successes: float, n: float, *, level: float = 0.95) -> Interval:
    """Wilson score interval for a proportion, with more care beside 0 and n.

    Source: Wilson (1927).  Beside 0 and n its near limit is too sure of itself: coverage falls to
    84 % (Brown, Cai and DasGupta 2001, 4.1.1, who take it to where coverage is 98 % on average).
    Here one success counts as three quarters for the lower limit, fading out at none and at two,
    which is the limit of Jeffreys' prior there; failures likewise for the upper one.  Assumes
    independent observations; ``n`` may be an effective sample size and need not be whole.
    Coverage: docs/coverage.md.  Worked: 90 of 1,056 gives 0.0699 to 0.1036 (7.0 to 10.4 %); 1 of
    29 gives 0.0037 to 0.1718.  Raises ValueError if n < 1 or successes lie outside 0..n.
    """
    if not n >= 1:
        raise ValueError(f"n must be at least 1, not {n}")
    return _score(successes, n, level)


def _score(successes: float, n: float, level: float) -> Interval:
    """The limits for any n > 0, which deflated counts can bring below one."""
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie between 0 and n = {n}, not {successes}")
    hits, total, z2 = float(successes), float(n), quantile_of_normal(level) ** 2
    low, fails = (score.wilson_lower_of_one(one, total, z2) for one in (hits, total - hits))
    return Interval(low, 1 - fails)


def _wilson_limits(
    hits: np.ndarray, total: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    z2 = quantile_of_normal(level) ** 2
    return score.wilson_lower(hits, total, z2), 1 - score.wilson_lower(total - hits, total, z2)


def wilson_frame(
    frame: pd.DataFrame, *, successes: str, n: str, level: float = 0.95
) -> pd.DataFrame:
    """The frame with ``share``, ``low`` and ``high`` (0..1), as :func:`wilson` gives row by row.

    NaN where n is zero or missing.  Source, assumption and worked number: see :func:`wilson`.
    """
    share, low, high = wilson_arrays(
        floats(frame[successes]), floats(frame[n]), level=level)
    return frame.assign(share=share, low=low, high=high)


def wilson_arrays(hits: np.ndarray, total: np.ndarray, *, level: float = 0.95
                  ) -> tuple[np.ndarray, ...]:
    """Shares and limits (0..1) of successes of n, NaN where n is zero or missing."""
    some = np.where(total > 0, total, np.nan)
    low, high = _wilson_limits(hits, some, level)
    return hits / some, low, high


def share_difference(
    current: float, current_n: float, previous: float, previous_n: float, *, level: float = 0.95
) -> Interval:
    """Interval for the current share minus the previous share, from counts.

    Source: Miettinen and Nurminen (1985), the score interval: it holds zero just where the pooled
    test finds nothing.  Assumes two independent samples; an n may be an effective sample size.
    Coverage: docs/coverage.md; where both samples together expect fewer than four successes (or
    failures) it is wide.  Worked: 56 of 70 against 48 of 80 gives 0.0528 to 0.3382.
    Raises ValueError if an n < 1 or a count lies outside 0..n.
    """
    counts = _two_shares(current, current_n, previous, previous_n)
    low, high = score.difference_limits(*counts, quantile_of_normal(level))
    return Interval(float(low), float(high))


def share_differences(
    current: np.ndarray, current_n: np.ndarray, previous: np.ndarray, previous_n: np.ndarray, *,
    level: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper limits of many differences at once, as :func:`share_difference` has them.

    Arrays of n counts.  Raises ValueError if an n < 1 or a count lies outside 0..n.
    """
    for one in zip(current, current_n, previous, previous_n, strict=True):
        _two_shares(*one)
    return score.difference_limits(current, current_n, previous, previous_n,
                                   quantile_of_normal(level))


def share_ratio(
    current: float, current_n: float, previous: float, previous_n: float, *, level: float = 0.95
) -> Interval:
    """Interval for the current share divided by the previous share, from counts.

    Source: Koopman (1984), with the variance factor of Miettinen and Nurminen (1985), so that it
    holds one just where :func:`share_difference` holds zero.  Zero before gives an upper limit of
    infinity.  Worked: 36 of 40 against 16 of 80 gives 2.935 to 7.166.  Raises ValueError if an
    n < 1 or a count lies outside 0..n.
    """
    counts = _two_shares(current, current_n, previous, previous_n)
    low, high = score.ratio_limits(*counts, quantile_of_normal(level))
    return Interval(float(low), float(high))


def _two_shares(*counts: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    current, current_n, previous, previous_n = (np.asarray(float(one)) for one in counts)
    for hits, n in ((current, current_n), (previous, previous_n)):
        if not n >= 1:
            raise ValueError(f"n must be at least 1, not {n}")
        if not 0 <= hits <= n:
            raise ValueError(f"successes must lie between 0 and n = {n}, not {hits}")
    return current, current_n, previous, previous_n


# A page asks for the same counts in its level, its change and its comparison.
@lru_cache(maxsize=1024)
def net_sentiment_interval(
    negative: float, neutral: float, positive: float, *, level: float = 0.95
) -> Interval:
    """Interval for 100 x (positive - negative) / all, on -100..100.

    Source: Tango (1998), the score interval for the difference of two shares of one sample.
    Assumes independent posts; counts may be effective ones and need not be whole.  Coverage:
    docs/coverage.md.  Worked: 30 negative, 50 neutral, 20 positive gives -23.5 to 3.9.
    Raises ValueError if there is less than one post or a count is negative.
    """
    if min(negative, neutral, positive) < 0 or negative + neutral + positive < 1:
        raise ValueError("at least one post is needed, and no count may be negative")
    down, same, up = (np.asarray(float(one)) for one in (negative, neutral, positive))
    return Interval(*map(float, _net_limits(down, same, up, level)))


def net_sentiment_frame(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """The frame with ``net_sentiment``, ``low``, ``high`` (-100..100) and ``n``.

    Needs ``negative``, ``neutral``, ``positive`` (counts); NaN where there is no post.  Source,
    assumption and worked number: see :func:`net_sentiment_interval`.
    """
    negative, neutral, positive = (
        floats(frame[name], missing=0.0) for name in ("negative", "neutral", "positive")
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
    return _net_limits_of(negative.shape, np.stack([negative, neutral, positive]).tobytes(), level)


# A figure, its words and its table ask for the limits of the same counts.
@lru_cache(maxsize=256)
def _net_limits_of(shape: tuple[int, ...], counts: bytes, level: float
                   ) -> tuple[np.ndarray, np.ndarray]:
    negative, neutral, positive = np.frombuffer(counts, dtype=float).reshape(3, *shape)
    n = negative + neutral + positive
    low, high = score.net_limits(positive, negative, np.where(n > 0, n, 1.0),
                                 quantile_of_normal(level))
    return 100 * low, 100 * high


def square_and_add(
    current: float, current_limits: Interval, previous: float, previous_limits: Interval
) -> Interval:
    """Interval for the difference of two independent numbers, each with an interval of its own.

    Source: Zou and Donner (2008): the distances to the limits add as squares.  Worked: 30 (20 to
    40) less 10 (0 to 20) is 20, 5.86 to 34.14.
    """
    difference = current - previous
    # A limit may lie on the wrong side of its number where that number sits on the end of a scale.
    down = math.hypot(max(current - current_limits.low, 0), max(previous_limits.high - previous, 0))
    up = math.hypot(max(current_limits.high - current, 0), max(previous - previous_limits.low, 0))
    return Interval(difference - down, difference + up)


def count_change(
    current: float,
    previous: float,
    *,
    dispersion: float = 1.0,
    degrees: float = math.inf,
    current_exposure: float = 1.0,
    previous_exposure: float = 1.0,
    level: float = 0.95,
) -> Interval:
    """Interval for the ratio of two rates, current over previous, from counts.

    Source: given their sum, one of two Poisson counts is binomial (Przyborowski and Wilenski
    1940); its share gets a Wilson interval on counts divided by the dispersion (quasi-Poisson).
    ``degrees`` of freedom the dispersion was estimated with: few take Student's t for the normal.
    Assumes that both periods are equally dispersed.  Worked: 60 after 40 gives 1.008 to 2.232;
    with dispersion 4 it gives 0.687 to 3.273.  Zero before gives an upper limit of infinity.
    Raises ValueError for a negative count, an exposure <= 0, a dispersion or degrees < 1.
    """
    if min(current, previous) < 0 or min(current_exposure, previous_exposure) <= 0:
        raise ValueError("counts must not be negative and exposures must be positive")
    if not dispersion >= 1:
        raise ValueError(f"dispersion must be at least 1, not {dispersion}")
    if current + previous == 0:
        return Interval(0.0, math.inf)
    wide = 2 * NormalDist().cdf(quantile_of_t(level, degrees)) - 1
    low, high = _score(current / dispersion, (current + previous) / dispersion, wide)
    scale = previous_exposure / current_exposure
    return Interval(
        scale * low / (1 - low) if low < 1 else math.inf,
        scale * high / (1 - high) if high < 1 else math.inf,
    )


def count_interval(
    count: float, *, dispersion: float = 1.0, degrees: float = math.inf, level: float = 0.95
) -> Interval:
    """Interval for the mean of a count.

    Source: the score interval of Rao (1948), which is Wilson's where events are rare, on the count
    divided by its dispersion, with the same care beside zero as :func:`wilson`.  ``degrees`` as in
    :func:`count_change`.  Worked: 10 gives 5.43 to 18.41, 0 gives 0 to 3.84, and 40 with
    dispersion 4 gives 21.7 to 73.6.  Raises ValueError for a negative count or a dispersion < 1.
    """
    if not (count >= 0 and dispersion >= 1):
        raise ValueError("a count must not be negative, its dispersion at least 1")
    seen, z = count / dispersion, quantile_of_t(level, degrees)
    fewer = seen - max(0.0, 1 - abs(seen - 1)) / 4
    low = fewer + z**2 / 2 - z * math.sqrt(fewer + z**2 / 4)
    high = seen + z**2 / 2 + z * math.sqrt(seen + z**2 / 4)
    return Interval(dispersion * max(low, 0.0) if count else 0.0, dispersion * high)


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
