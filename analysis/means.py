"""Means and their differences from counts, sums and sums of squares."""

from __future__ import annotations

import math

from analysis.intervals import Interval, quantile_of_t


def variance(n: float, total: float, squares: float) -> float:
    """Variance from n > 1, the sum and the sum of squares.  Worked: 2, 4 and 10 give 2."""
    return max(0.0, (squares - total**2 / n) / (n - 1))


def mean_interval(n: float, total: float, squares: float, *, level: float = 0.95) -> Interval:
    """Interval for a mean of n > 1 independent values.

    Source: Student (1908).  Worked: n 100, mean 12, variance 4 gives 11.603 to 12.397.
    """
    half = quantile_of_t(level, n - 1) * math.sqrt(variance(n, total, squares) / n)
    return Interval(total / n - half, total / n + half)


def welch_degrees(part: float, n: float, other_part: float, other_n: float) -> float:
    """Degrees of freedom of a difference of two means; ``part`` is variance ÷ n.

    Source: Welch (1947).  Infinite where neither side varies.
    """
    below = part**2 / (n - 1) + other_part**2 / (other_n - 1)
    return (part + other_part) ** 2 / below if below else math.inf


def third_cumulant(n: float, total: float, squares: float, cubes: float) -> float:
    """Mean cube of the distances from the mean, unbiased, of n > 2 values.  Worked: 0, 0 and 3: 9.
    """
    mean = total / n
    about = cubes - 3 * mean * squares + 3 * mean**2 * total - n * mean**3
    return n * about / ((n - 1) * (n - 2))


def skewed_limit(t: float, skewness: float) -> float:
    """The quantile of a studentised mean whose own skewness is given, from that of Student's t.

    Source: Hall (1992), "On the removal of skewness by transformation", the cubic one, turned
    round.  An interval runs from estimate - error × limit(t) to estimate - error × limit(-t).
    Worked: a skewness of 0.3 takes 1.96 to 1.630 and -1.96 to -2.650.
    """
    if abs(skewness) < 1e-6:
        return t
    inside = 1 + skewness * (t - skewness / 6)
    return 3 * (math.cbrt(inside) - 1) / skewness


def mean_difference(n: float, total: float, squares: float, other_n: float, other_total: float,
                    other_squares: float, *, level: float = 0.95) -> Interval:
    """Interval for one mean minus another, of independent samples of more than one value each.

    Source: Welch (1947).  Worked: means 12 and 10, variances 4, n 100 and 300: 1.543 to 2.457.
    """
    part = variance(n, total, squares) / n
    other = variance(other_n, other_total, other_squares) / other_n
    half = quantile_of_t(level, welch_degrees(part, n, other, other_n)) * math.sqrt(part + other)
    gap = total / n - other_total / other_n
    return Interval(gap - half, gap + half)
