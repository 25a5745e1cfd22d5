"""Pooling estimates that differ by more than their own errors, as campaigns do."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_DRAWS = 4000
_FEWEST_TO_DIFFER = 3


@dataclass(frozen=True)
class Pooled:
    """A mean over campaigns with its interval, and one for a campaign still to come.

    ``tau`` is the standard deviation between campaigns, ``i2`` the share (0..1) of what is seen to
    differ that chance does not explain, ``n`` the campaigns.
    """

    mean: float
    low: float
    high: float
    new_low: float
    new_high: float
    tau: float
    i2: float
    n: int


def random_effects(estimates: Array, variances: Array, *, level: float = 0.95) -> Pooled:
    """Mean of estimates that differ by more than their own errors.

    The mean and τ² are DerSimonian and Laird's (1986), the mean's interval is Hartung and Knapp's
    (2001) with t on n − 1.  That of a new one is spread over what τ² may be, too (Nagashima, Noma
    and Furukawa 2019; τ² is drawn through the generalised Q of Viechtbauer 2007).  Two are too few
    to tell how much they differ: fewer than three have the normal interval of the mean.
    Worked: 13 trials of the BCG vaccine (Colditz 1994) pool to −0.714 (−1.107 to −0.321), τ² 0.309.
    Raises ValueError for no estimate or a variance that is not positive.
    """
    y, v = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if not len(y) or not (v > 0).all():
        raise ValueError("Pooling needs at least one estimate, each with a variance above zero.")
    n, w = len(y), 1 / v
    q = float(_weighed(y, v, np.zeros(1))[0][0])
    spread = w.sum() - (w**2).sum() / w.sum()
    tau2 = float(max((q - (n - 1)) / spread, 0.0)) if n > 1 else 0.0
    off, mean, var = (float(one[0]) for one in _weighed(y, v, np.array([tau2])))
    i2 = max(1 - (n - 1) / q, 0.0) if q > 0 else 0.0
    if n < _FEWEST_TO_DIFFER:
        reach = NormalDist().inv_cdf(0.5 + level / 2) * var**0.5
        low, high = mean - reach, mean + reach
        return Pooled(mean, low, high, low, high, tau2**0.5, i2, n)
    from scipy.special import stdtrit

    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * (off / (n - 1) * var) ** 0.5
    new_low, new_high = _new_one(y, v, level)
    return Pooled(mean, mean - reach, mean + reach, min(new_low, mean), max(new_high, mean),
                  tau2**0.5, i2, n)


def _new_one(y: Array, v: Array, level: float) -> tuple[float, float]:
    """Limits for an estimate still to come, over what τ² and the mean may be."""
    n, rng = len(y), np.random.default_rng(0)
    # The generalised Q falls as tau2 grows, and is chi-square at the true one.
    most = 1e4 * float(((y - y.mean()) ** 2).sum() + v.mean())
    grid = np.append(0.0, np.geomspace(1e-4 * float(v.min()), most, 400))
    tau2 = np.interp(rng.chisquare(n - 1, _DRAWS), _weighed(y, v, grid)[0][::-1], grid[::-1])
    off, mean, var = _weighed(y, v, tau2)
    drawn = (mean + np.sqrt(tau2) * rng.standard_normal(_DRAWS)
             + np.sqrt(off / (n - 1) * var) * rng.standard_t(n - 1, _DRAWS))
    low, high = np.quantile(drawn, [0.5 - level / 2, 0.5 + level / 2])
    return float(low), float(high)


def _weighed(y: Array, v: Array, tau2: Array) -> tuple[Array, Array, Array]:
    """For each τ²: the weighted squares around the mean (Q), the mean, and its variance."""
    w = 1 / (v + tau2[:, None])
    mean = (w * y).sum(axis=1) / w.sum(axis=1)
    return (w * (y - mean[:, None]) ** 2).sum(axis=1), mean, 1 / w.sum(axis=1)
