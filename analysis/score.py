"""Limits by inverting score tests: what a difference, a ratio and a net score may truly be.

A limit is the value at which the observed counts are just z standard errors away, with the
standard error taken under that value.  All of it works on arrays, and counts need not be whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

_STEPS, _EXACT = 150, 1e-11
_TINY = 1e-300
Limits = tuple[np.ndarray, np.ndarray]


def wilson_lower(hits: np.ndarray, total: np.ndarray, z2: float) -> np.ndarray:
    """The lower limits of :func:`analysis.intervals.wilson` for z squared."""
    low = _wilson_lower(hits, total, z2, lambda value: np.clip(value, 0, 1), np.sqrt)
    # The limit at none is exactly 0; rounding must not move it.
    return np.where(hits == 0, 0.0 * total, low)


def wilson_lower_of_one(hits: float, total: float, z2: float) -> float:
    """The same of one share: arrays of one cost ten times as much."""
    if hits == 0:
        return 0.0
    found: float = _wilson_lower(hits, total, z2, lambda value: min(max(value, 0.0), 1.0),
                                 math.sqrt)
    return found


def _wilson_lower(hits: Any, total: Any, z2: float, within: Callable[[Any], Any],
                  root: Callable[[Any], Any]) -> Any:
    """Of one or of many; ``within`` cuts to 0..1."""
    fewer = within(1 - abs(hits - 1)) * within(total - hits) / 4
    share = (hits - fewer) / total
    half = root(z2 * (within(share * (1 - share)) / total + z2 / (4 * total**2)))
    return within((share + z2 / (2 * total) - half) / (1 + z2 / total))


def difference_limits(x: np.ndarray, n: np.ndarray, y: np.ndarray, m: np.ndarray,
                      z: float) -> Limits:
    """Limits of x / n - y / m, from -1 to 1.

    Source: Miettinen and Nurminen (1985), with their closed form of the most likely shares under
    a given difference, and their factor N / (N - 1).  Worked (z = 1.96): 56 of 70 and 48 of 80
    give 0.0528 to 0.3382.
    """
    x, n, y, m = (np.asarray(one, dtype=float) for one in (x, n, y, m))
    total, found = n + m, x / n - y / m
    factor = total / (total - 1)

    def distance(difference: np.ndarray) -> np.ndarray:
        second = _likely_second_share(x, n, y, m, difference)
        first = np.clip(second + difference, 0, 1)
        variance = factor * (first * (1 - first) / n + second * (1 - second) / m)
        return _over(found - difference, variance)

    one = np.ones_like(found)
    return _limits(distance, -one, found, one, z)


def _likely_second_share(x: np.ndarray, n: np.ndarray, y: np.ndarray, m: np.ndarray,
                         difference: np.ndarray) -> np.ndarray:
    """The root of their cubic: the second share that is most likely under a difference."""
    total = n + m
    square = (n + 2 * m) * difference - total - x - y
    linear = (m * difference - total - 2 * y) * difference + x + y
    constant = y * difference * (1 - difference)
    third = square / (3 * total)
    q = third**3 - square * linear / (6 * total**2) + constant / (2 * total)
    p = np.sqrt(np.maximum(third**2 - linear / (3 * total), _TINY)) * np.where(q < 0, -1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        cosine = np.nan_to_num(q / p**3, nan=1.0)
    angle = (np.pi + np.arccos(np.clip(cosine, -1, 1))) / 3
    likely: np.ndarray = np.clip(2 * p * np.cos(angle) - third, 0, 1)
    return likely


def ratio_limits(x: np.ndarray, n: np.ndarray, y: np.ndarray, m: np.ndarray, z: float) -> Limits:
    """Limits of (x / n) / (y / m), from 0 to infinity.

    Source: Koopman (1984), with the factor N / (N - 1) of Miettinen and Nurminen (1985), so that
    it holds one just where :func:`difference_limits` holds zero.  Worked (z = 1.96): 36 of 40 and
    16 of 80 give 2.93 to 7.18.
    """
    x, n, y, m = (np.asarray(one, dtype=float) for one in (x, n, y, m))
    total, first, second = n + m, x / n, y / m
    factor = total / (total - 1)

    def distance(place: np.ndarray) -> np.ndarray:
        # The ratio runs to infinity, its place t = ratio / (1 + ratio) only to one; the statistic
        # is multiplied by 1 - t above and below.
        t, rest = place, 1 - place
        square, linear = total * t, (n + y) * t + (x + m) * rest
        root = np.sqrt(np.maximum(linear**2 - 4 * square * rest * (x + y), 0))
        # The smaller root, written so that nothing cancels.
        likely = np.clip(2 * rest * (x + y) / np.maximum(linear + root, _TINY), 0, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ahead = np.clip(np.nan_to_num(likely * t / rest, nan=1.0, posinf=1.0), 0, 1)
        variance = factor * (rest**2 * ahead * (1 - ahead) / n + t**2 * likely * (1 - likely) / m)
        return _over(first * rest - second * t, variance)

    none = first + second == 0
    found = np.where(none, 0.5, first / np.where(none, 1, first + second))
    low, high = _limits(distance, np.zeros_like(found), found, np.ones_like(found), z)
    low, high = np.where(first == 0, 0.0, low), np.where(second == 0, 1.0, high)
    with np.errstate(divide="ignore"):
        return low / (1 - low), np.where(high < 1, high / (1 - np.minimum(high, 1 - 1e-16)), np.inf)


def net_limits(up: np.ndarray, down: np.ndarray, n: np.ndarray, z: float) -> Limits:
    """Limits of (up - down) / n, from -1 to 1, where up and down are counts of one sample of n.

    Source: Tango (1998), the score interval for the difference of two shares of one sample.
    Worked (z = 1.96): 30 up and 20 down of 100 give -0.0372 to 0.2344.
    """
    up, down, n = (np.asarray(one, dtype=float) for one in (up, down, n))
    found = (up - down) / n

    def distance(difference: np.ndarray) -> np.ndarray:
        linear = (2 * n - up + down) * difference - up - down
        constant = -down * difference * (1 - difference)
        root = np.sqrt(np.maximum(linear**2 - 8 * n * constant, 0))
        likely_down = np.maximum(root - linear, 0) / (4 * n)
        variance = (2 * likely_down + difference * (1 - difference)) / n
        return _over(found - difference, variance)

    one = np.ones_like(found)
    return _limits(distance, -one, found, one, z)


def _over(gap: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """A gap in standard errors; where there is no variance any gap is infinitely far."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap == 0, 0.0, gap / np.sqrt(np.maximum(variance, 0)))


def _limits(distance: Callable[[np.ndarray], np.ndarray], least: np.ndarray, found: np.ndarray,
            most: np.ndarray, z: float) -> Limits:
    """Where a falling distance passes z below, and -z above, what was found.

    By regula falsi in the Illinois form (Dowell and Jarratt 1971), with a halving every third step
    for what is far from straight; to 1e-11, in some twenty steps where halving takes 45.
    """
    # Both ends at once: numbers are few, so that each step costs its calls and not its numbers.
    inner, outer = np.stack([found, found]), np.stack([least, most])
    side = np.array([1.0, -1.0]).reshape(2, *[1] * found.ndim)

    def beyond(place: np.ndarray) -> np.ndarray:
        # A distance may be infinite, its angle is not.
        return np.asarray(np.arctan(side * distance(place)) - np.arctan(z))

    within, without = beyond(inner), beyond(outer)
    open_, before = without > 0, np.zeros(inner.shape)
    for step in range(_STEPS):
        open_ &= np.abs(outer - inner) > _EXACT
        if not open_.any():
            break
        if step % 3 == 2:
            middle = (inner + outer) / 2
        else:
            # Off both ends: a secant that has met the limit would move nothing any more.
            apart = _EXACT / 2 / np.maximum(np.abs(outer - inner), _EXACT)
            share = np.clip(within / np.where(open_, within - without, 1.0), apart, 1 - apart)
            middle = inner + (outer - inner) * share
        there = beyond(middle)
        up, down = open_ & (there > 0), open_ & (there <= 0)
        # An end that stays twice weighs half, so that both ends move.
        within = np.where(down, there, np.where(up & (before > 0), within / 2, within))
        without = np.where(up, there, np.where(down & (before < 0), without / 2, without))
        outer, inner = np.where(up, middle, outer), np.where(down, middle, inner)
        before = np.where(up, 1.0, np.where(down, -1.0, before))
    return outer[0], outer[1]
