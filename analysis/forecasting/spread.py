"""How far a count may lie from its mean: negative binomial, calibrated on past forecasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Calibration trusts the model as much as this many days of past forecasts.
_PRIOR_DAYS = 10
# Below three degrees of freedom Student's t has no variance worth the name.
_LEAST_FREEDOM = 3.0


def overdispersion(counts: Array, weekday: NDArray[np.int64], profile: Array) -> float:
    """Variance ÷ mean of intervals around the share of their day's total; at least 1.

    Pearson's chi-square over its degrees of freedom (McCullagh and Nelder 1989, 4.5).
    """
    totals = counts.sum(axis=1)
    seen = np.flatnonzero(totals > 0)
    expected = profile[weekday[seen]] * totals[seen, None]
    used = expected > 0
    freedom = used.sum() - len(seen) - (profile > 0).sum()
    if freedom < 1:
        return 1.0
    chi = ((counts[seen] - expected)[used] ** 2 / expected[used]).sum()
    return max(float(chi / freedom), 1.0)


def size_of(mean: Array, log_sd: Array, dispersion: float) -> Array:
    """Size r of the negative binomial whose variance is dispersion·m + (e^{s²} − 1)·m²."""
    over = (dispersion - 1) * mean + np.expm1(np.square(log_sd)) * mean**2
    return np.asarray(mean**2 / np.maximum(over, 1e-6 * mean + 1e-12))


def widened(days: int) -> float:
    """Standard deviation of Student's t with one degree less than there are weeks.

    How far the level wanders is learned, and calibrated, from as many weeks as there are, and days
    of one week err together: what comes has the tails of t (Box and Tiao 1973, 2.4) around it.
    Worked: 56 days are 8 weeks, 7 degrees: sqrt(7 / 5) = 1.183; a year has 1.020.
    """
    freedom = max(days / 7 - 1, _LEAST_FREEDOM)
    return float((freedom / (freedom - 2)) ** 0.5)


def ranks(y: Array, mean: Array, size: Array, rng: np.random.Generator) -> Array:
    """Where each count lies in its forecast distribution, 0..1; uniform for a true forecast.

    Randomised probability integral transform for counts (Czado, Gneiting and Held 2009).
    """
    p = size / (size + mean)
    below, upto = _passed(y - 1, size, p), _passed(y, size, p)
    return np.asarray(below + rng.random(len(y)) * (upto - below))


def calibrated(found: Array, days: int, wanted: Sequence[float]) -> Array:
    """The probabilities at which to read the model so that it holds what it says.

    Quantiles of the ranks of past forecasts (distributional conformal prediction, Chernozhukov,
    Wüthrich and Zhu 2021), mixed with the uniform ranks of a true model worth ten days.
    """
    if not len(found):
        return np.asarray(wanted, dtype=float)
    weight = np.concatenate([np.full(len(found), days / len(found)),
                             np.full(199, _PRIOR_DAYS / 199)])
    value = np.concatenate([found, np.arange(1, 200) / 200])
    order = np.argsort(value, kind="stable")
    share = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return np.asarray(np.interp(wanted, share, value[order]))


def quantiles(mean: Array, size: Array, probabilities: Array) -> Array:
    """Counts (probabilities × intervals) that are passed with these probabilities; 0 where m = 0.
    """
    from scipy.special import nbdtrik

    out = np.zeros((len(probabilities), len(mean)))
    busy = mean > 0
    size = size[busy]
    p = size / (size + mean[busy])
    for row, one in enumerate(np.clip(probabilities, 1e-9, 1 - 1e-9)):
        count = np.ceil(nbdtrik(one, size, p)).clip(0)
        # The inverse is a little off where it meets a whole number.
        count -= (count > 0) & (_passed(count - 1, size, p) >= one)
        out[row, busy] = count + (_passed(count, size, p) < one)
    return out


def _passed(y: Array, size: Array, p: Array) -> Array:
    """P(Y ≤ y) of negative binomial counts of a size that need not be whole.

    A regularised incomplete beta function (Johnson, Kemp and Kotz 2005, 5.6); what scipy.stats
    gives, without the second that its import takes.
    """
    from scipy.special import betainc

    return np.where(y < 0, 0.0, betainc(size, y.clip(0) + 1, p))
