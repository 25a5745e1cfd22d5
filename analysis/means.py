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
