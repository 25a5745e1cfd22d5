"""Change against the previous period, and whether it is more than noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from analysis import intervals, wording
from analysis.intervals import Interval
from analysis.quantiles import lognormal_error
from analysis.trends import top_trends

__all__ = [
    "Change",
    "count_change_of",
    "duration_change",
    "net_sentiment_change",
    "ratio_of",
    "share_change",
    "top_trends",
]

NO_COMPARISON = "no previous period"
# Fewer days than this beyond one for each weekday do not tell how much days scatter.
LEAST_DEGREES = 7

Counts = tuple[float, float, float]


class Change(NamedTuple):
    """A number against the one before it.

    ``difference`` is in the unit of the measure (a share in 0..1, net sentiment in points,
    seconds), ``ratio`` is current over previous.  ``low`` and ``high`` bound the difference, or
    the ratio for counts and durations.  Without a comparison numbers are NaN and the change
    counts as noise.
    """

    current: float
    previous: float
    difference: float
    ratio: float
    low: float
    high: float
    within_noise: bool
    words: str


def share_change(
    current: float, current_n: float, previous: float, previous_n: float, *, level: float = 0.95
) -> Change:
    """Change of a share, from counts.

    Source: the score interval :func:`analysis.intervals.share_difference`; within noise where it
    holds zero.  Worked: 56 of 70 after 48 of 80 is +20.0 points (5.3 to 33.8), no noise.
    """
    if not (_known(current, current_n, previous, previous_n) and min(current_n, previous_n) >= 1):
        return _nothing(_ratio(current, current_n), _ratio(previous, previous_n))
    low, high = intervals.share_difference(current, current_n, previous, previous_n, level=level)
    now, before = current / current_n, previous / previous_n
    return Change(
        now, before, now - before, _ratio(now, before), low, high,
        within_noise=low <= 0 <= high,
        words=wording.points(now - before),
    )  # fmt: skip


def count_change_of(
    current: float,
    previous: float,
    *,
    daily: Sequence[float] = (),
    season: int = 7,
    level: float = 0.95,
) -> Change:
    """Change of a count between two periods of equal length.

    ``daily``: counts per day of one or both periods, to see how much more than Poisson they vary.
    Each weekday (``season``) has its own mean where that leaves ``LEAST_DEGREES`` days to judge by;
    else the weekly pattern counts as noise, which is wide rather than narrow.  None given assumes
    Poisson, which calls too much a change.
    Source: :func:`analysis.intervals.count_change`; within noise where the ratio's interval holds
    one.  Worked: 60 after 40 is +50 %, ratio 1.008 to 2.232, no noise.
    """
    if not (_known(current, previous) and current + previous > 0):
        return _nothing(current, previous)
    own = season if len(daily) - season >= LEAST_DEGREES else 1
    spread = intervals.dispersion(daily, season=own)
    # Where days scatter no more than Poisson, nothing was estimated.
    degrees = len(daily) - own if spread > 1 else math.inf
    low, high = intervals.count_change(current, previous, dispersion=spread, degrees=degrees,
                                       level=level)
    ratio = _ratio(current, previous)
    return Change(
        current, previous, current - previous, ratio, low, high,
        within_noise=low <= 1 <= high,
        words=wording.signed_percent(ratio - 1) if previous else f"{current:,.0f} after 0",
    )  # fmt: skip


def net_sentiment_change(current: Counts, previous: Counts, *, level: float = 0.95) -> Change:
    """Change of net sentiment, from (negative, neutral, positive) of both periods.

    Source: square-and-add of the two intervals (Zou and Donner 2008), each as in
    :func:`analysis.intervals.net_sentiment_interval`.  Assumes independent posts.
    Worked: (30, 50, 20) after (20, 50, 30) is -20.0 points (-39.1 to -0.3), no noise.
    """
    if not (_known(*current, *previous) and sum(current) >= 1 and sum(previous) >= 1):
        return _nothing(_net(current), _net(previous))
    now, before = _net(current), _net(previous)
    low, high = intervals.square_and_add(
        now, intervals.net_sentiment_interval(*current, level=level),
        before, intervals.net_sentiment_interval(*previous, level=level))
    difference = now - before
    return Change(
        now, before, difference, math.nan, low, high,
        within_noise=low <= 0 <= high,
        words=f"{wording.net_sentiment(difference)} points",
    )  # fmt: skip


def duration_change(
    current: float,
    current_n: float,
    previous: float,
    previous_n: float,
    *,
    current_p90: float,
    previous_p90: float,
    current_limits: Interval | None = None,
    previous_limits: Interval | None = None,
    quantile: float = 0.5,
    level: float = 0.95,
) -> Change:
    """Change of a median (or, with ``quantile=0.9``, of the P90); ``current`` are medians, seconds.

    With the limits of both (ranks of the waits themselves, so no distribution is assumed) source:
    :func:`analysis.intervals.square_and_add` on logarithms; a missing limit makes the ratio's open
    too.  Without them the error of :func:`analysis.quantiles.quantile_interval_lognormal`, which
    assumes logarithms that are nearly normal and fails where they are not: docs/coverage.md.
    Worked: 600 s (P90 3,600, n 400) after 480 s (P90 3,000, n 400): ratio 1.25, 0.98 to 1.60,
    within noise; with limits 505 to 712 and 402 to 573 the same.
    """
    p90 = quantile > 0.5
    now, before = (current_p90, previous_p90) if p90 else (current, previous)
    known = _known(current, current_n, previous, previous_n, current_p90, previous_p90)
    if not known or min(current, previous) <= 0 or min(current_n, previous_n) < 1:
        return _nothing(now, before)
    ratio = now / before
    if current_limits is not None and previous_limits is not None:
        low, high = ratio_of(now, current_limits, before, previous_limits)
    else:
        error = math.hypot(
            lognormal_error(current, max(current, current_p90), current_n, quantile=quantile),
            lognormal_error(previous, max(previous, previous_p90), previous_n, quantile=quantile),
        )
        half = intervals.quantile_of_normal(level) * error
        low, high = ratio * math.exp(-half), ratio * math.exp(half)
    sign = "+" if now > before else "−" if now < before else ""
    return Change(
        now, before, now - before, ratio, low, high,
        within_noise=low <= 1 <= high,
        words=f"{sign}{wording.duration(abs(now - before))}",
    )  # fmt: skip


def ratio_of(now: float, now_limits: Interval, before: float, before_limits: Interval) -> Interval:
    """Interval for the ratio of two numbers above zero, each with an interval of its own.

    Source: :func:`analysis.intervals.square_and_add` on logarithms; 0 and infinity where a limit is
    missing or not above zero.  Worked: 600 (505 to 712) over 480 (402 to 573) is 1.25, 0.98 to
    1.60.  Raises ValueError unless both numbers are above zero.
    """
    if not (now > 0 and before > 0):
        raise ValueError("both numbers must be above zero")

    def logs(limits: Interval) -> Interval:
        low = math.log(limits.low) if limits.low > 0 else -math.inf
        return Interval(low, math.log(limits.high) if limits.high > 0 else math.inf)

    low, high = intervals.square_and_add(math.log(now), logs(now_limits), math.log(before),
                                         logs(before_limits))
    return Interval(math.exp(low), math.exp(high) if high < 700 else math.inf)


def _net(counts: Counts) -> float:
    negative, neutral, positive = counts
    return _ratio(100 * (positive - negative), negative + neutral + positive)


def _nothing(current: float, previous: float) -> Change:
    now = float(current) if _known(current) else math.nan
    before = float(previous) if _known(previous) else math.nan
    nan = math.nan
    return Change(now, before, nan, nan, nan, nan, within_noise=True, words=NO_COMPARISON)


def _known(*values: float | None) -> bool:
    return all(value is not None and math.isfinite(float(value)) for value in values)


def _ratio(current: float, previous: float) -> float:
    if not _known(current, previous):
        return math.nan
    return current / previous if previous else math.nan
