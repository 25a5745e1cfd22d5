"""How likely a count is that is at least so high, or at most so low: negative binomial tails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

_Numbers = float | Sequence[float] | np.ndarray
_STEPS = 400
_TINY = 1e-300


def at_least(count: _Numbers, *, mean: _Numbers, size: _Numbers) -> np.ndarray:
    """P(Y >= count) for a negative binomial of that mean and variance mean + mean² ÷ size.

    Whole counts of 0 or more; mean and size above 0; arrays of one shape or numbers.
    Source: the tail is the regularised incomplete beta function I_q(count, size) with
    q = mean ÷ (mean + size) (Johnson, Kemp and Kotz 2005, 5.3); its continued fraction is evaluated
    as Press et al. (2007), 6.4.  Worked: with size 1 the count is geometric, so for mean 1 and
    count 3 it is 0.5³ = 0.125.  Raises ValueError for numbers out of range.
    """
    y, m, r = _checked(count, mean, size)
    return np.where(y == 0, 1.0, _beta_share(np.maximum(y, 1.0), r, m / (m + r), r / (m + r)))


def at_most(count: _Numbers, *, mean: _Numbers, size: _Numbers) -> np.ndarray:
    """P(Y <= count); as :func:`at_least`.

    Worked: with size 1 and mean 1, at most 1 has 0.5 + 0.25 = 0.75.
    """
    y, m, r = _checked(count, mean, size)
    return np.asarray(_beta_share(r, y + 1, r / (m + r), m / (m + r)))


def limits(*, mean: _Numbers, size: _Numbers, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Between which a count lies with that chance (0..1), about: for bands, not for alarms.

    Source: the gamma distribution of the same mean and variance, its quantiles as Wilson and
    Hilferty (1931), half a count further out as counts are whole.  Coverage: docs/coverage.md.
    Worked: mean 100 and size 50 have variance 300; 95 % lie in 68.5 to 137.2.
    """
    m, r = np.asarray(mean, dtype=float), np.asarray(size, dtype=float)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    part = (1 / np.maximum(m, _TINY) + 1 / r) / 9  # one over nine times the gamma's shape
    low, high = (m * np.maximum(1 - part + way * z * np.sqrt(part), 0) ** 3 for way in (-1, 1))
    return np.asarray(np.maximum(low - 0.5, 0)), np.asarray(high + 0.5)


def _checked(*values: _Numbers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, m, r = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
    if not ((y >= 0) & (y % 1 == 0)).all():
        raise ValueError("counts must be whole and 0 or more")
    if not ((m > 0) & (r > 0) & np.isfinite(m) & np.isfinite(r)).all():
        raise ValueError("mean and size must be above 0")
    return y, m, r


def _beta_share(a: np.ndarray, b: np.ndarray, x: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """I_x(a, b), with rest = 1 - x told apart so that it keeps its digits beside 1."""
    log = np.vectorize(math.lgamma, otypes=[float])
    front = np.exp(log(a + b) - log(a) - log(b) + a * np.log(x) + b * np.log(rest))
    # The fraction converges fast below the middle; above it the other tail is taken from one.
    turned = x >= (a + 1) / (a + b + 2)
    one, two = np.where(turned, b, a), np.where(turned, a, b)
    share = front * _fraction(one, two, np.where(turned, rest, x)) / one
    return np.asarray(np.clip(np.where(turned, 1 - share, share), 0.0, 1.0))


def _fraction(a: np.ndarray, b: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Lentz's continued fraction."""
    def kept(value: np.ndarray) -> np.ndarray:
        return np.where(np.abs(value) < _TINY, _TINY, value)

    c = np.ones(np.shape(x))
    d = 1 / kept(1 - (a + b) * x / (a + 1))
    out = d
    for m in range(1, _STEPS):
        for part in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d, c = 1 / kept(1 + part * d), kept(1 + part / c)
            step = c * d
            out = out * step
        if np.all(np.abs(step - 1) < 1e-12):
            break
    return np.asarray(out)
