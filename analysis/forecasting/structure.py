"""A random walk, an AR(1), noise and known effects as one normal distribution of days.

The basic structural model (Harvey 1989, 2.3) with normal priors on its effects gives every day's
value a joint normal distribution; its likelihood, its one-step forecasts and its outlook are read
from the Cholesky factor of the covariance (Rasmussen and Williams 2006, 2.2 and 5.4.1).  For some
years of days this is what a Kalman filter returns, to the last digits, in a fraction of the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Where the walk begins, as good as unknown on a log scale.
_START_VARIANCE = 100.0
# Least and most of the variances of noise, walk and AR(1), and of the AR(1)'s coefficient.
_BOUNDS = ((1e-6, 4.0), (1e-9, 1.0), (1e-9, 4.0))
_COEFFICIENT = 0.98
_ITERATIONS = 60
# Of the likelihood: noise and AR(1) of hardly any memory can stand in for each other.
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Outlook:
    """Mean and standard deviation of each day ahead, noise and all, and what would have been
    forecast for each observed day from those before it (``one_step``)."""

    mean: Array
    sd: Array
    one_step: Array


def learn(values: Array, effects: Array, sd: Array) -> Array:
    """Variances of noise, walk and AR(1), and the AR(1)'s coefficient, by maximum likelihood.

    ``values``: log totals, the first of them known, NaN where not; ``effects``: days × effects with
    prior standard deviations ``sd``.  The likelihood is that of all values given the first.
    """
    from scipy.optimize import minimize

    seen = np.flatnonzero(~np.isnan(values))
    y, scaled = values[seen], effects[seen] * sd
    pairs = _pairs(seen, scaled, seen, scaled)
    columns = np.column_stack([np.ones(len(y)), scaled])
    fit, *_ = np.linalg.lstsq(columns, y, rcond=None)
    spread = float(np.var(y - columns @ fit)) + 1e-4

    def loss(asked: Array) -> tuple[float, Array]:
        worth, slope = _likelihood(pairs, y, asked)
        return -worth, -slope

    low, high = np.log(_BOUNDS).T
    start = np.clip(np.log([spread / 2, spread / 50, spread / 4]), low, high)
    found = minimize(loss, np.append(start, 0.5), jac=True, method="L-BFGS-B",
                     bounds=[*zip(low, high, strict=True), (-_COEFFICIENT, _COEFFICIENT)],
                     options={"maxiter": _ITERATIONS, "ftol": _TOLERANCE}).x
    return np.append(np.exp(found[:3]), found[3])


@dataclass
class Factors:
    """Cholesky factors of the covariances asked for so far.

    The factor of a covariance's first days is the corner of that of all: forecasts from several
    days of one history, the last first, need one.
    """

    _found: list[tuple[NDArray[np.int64], Array, Array, Array]] = field(default_factory=list)

    def of(self, seen: NDArray[np.int64], known: Array, learned: Array) -> Array:
        """That of the days ``seen`` with their scaled effects under these variances."""
        n = len(seen)
        for days, effects, variances, factor in self._found:
            if (n <= len(days) and np.array_equal(seen, days[:n])
                    and np.array_equal(known, effects[:n])
                    and np.array_equal(learned, variances)):
                return np.asarray(factor[:n, :n])
        noise, walk, ar, coefficient = learned
        cov, _ = _covariance(_pairs(seen, known, seen, known), walk, ar, coefficient)
        cov[np.diag_indices_from(cov)] += noise
        factor = np.asarray(np.linalg.cholesky(cov), dtype=np.float64)
        self._found.append((seen, known, learned, factor))
        return factor


def outlook(values: Array, effects: Array, sd: Array, learned: Array,
            factors: Factors | None = None) -> Outlook:
    """The days after ``values`` under the variances of :func:`learn`.

    ``effects``: those of the days of ``values`` and of the days ahead.  ``factors``: those found
    before for the same history, which are used again.
    """
    from scipy.linalg import solve_triangular

    seen, n = np.flatnonzero(~np.isnan(values)), len(values)
    ahead, scaled = np.arange(n, len(effects)), effects * sd
    y, known = values[seen], scaled[seen]
    noise, walk, ar, coefficient = learned
    factor = (factors or Factors()).of(seen, known, learned)
    cross, _ = _covariance(_pairs(ahead, scaled[n:], seen, known), walk, ar, coefficient)
    own = (_START_VARIANCE + walk * ahead + ar / (1 - coefficient**2)
           + (scaled[n:] ** 2).sum(axis=1) + noise)
    innovation = solve_triangular(factor, y, lower=True, check_finite=False)
    told = solve_triangular(factor, cross.T, lower=True, check_finite=False)
    return Outlook(innovation @ told, np.sqrt(own - (told**2).sum(axis=0)),
                   np.asarray(y - np.diag(factor) * innovation))


@dataclass(frozen=True)
class _Pairs:
    """What days have in common with days whatever the variances are.

    ``apart``: days between them; ``walked``: days of the walk up to the earlier; ``known``:
    covariance by the effects' priors.
    """

    apart: NDArray[np.int64]
    walked: Array
    known: Array


def _pairs(rows: NDArray[np.int64], row_effects: Array, columns: NDArray[np.int64],
           column_effects: Array) -> _Pairs:
    return _Pairs(np.abs(np.subtract.outer(rows, columns)),
                  np.minimum.outer(rows, columns).astype(float), row_effects @ column_effects.T)


def _covariance(pairs: _Pairs, walk: float, ar: float, coefficient: float) -> tuple[Array, Array]:
    """Covariance without noise, and the AR(1)'s part of it for a variance of 1."""
    # Powers of whole days are looked up and not calculated per pair.
    powers = coefficient ** np.arange(pairs.apart.max(initial=0) + 1)
    decay = (powers / (1 - coefficient**2))[pairs.apart]
    return _START_VARIANCE + walk * pairs.walked + ar * decay + pairs.known, decay


def _likelihood(pairs: _Pairs, y: Array, asked: Array) -> tuple[float, Array]:
    """Log likelihood given the first value, and its slope, at the logs of the variances and ρ.

    The slope is ½ (αᵀ ∂V α − tr V⁻¹ ∂V) with α = V⁻¹ y (Rasmussen and Williams 2006, 5.9).
    """
    from scipy.linalg import solve_triangular
    from scipy.linalg.lapack import dpotri

    (noise, walk, ar), rho = np.exp(asked[:3]), asked[3]
    cov, decay = _covariance(pairs, walk, ar, rho)
    cov[np.diag_indices_from(cov)] += noise
    factor = np.linalg.cholesky(cov)
    innovation = solve_triangular(factor, y, lower=True, check_finite=False)
    alpha = solve_triangular(factor, innovation, lower=True, trans="T", check_finite=False)
    worth = float(-0.5 * (innovation[1:] ** 2).sum() - np.log(np.diag(factor))[1:].sum())
    inverse, _ = dpotri(factor, lower=True)  # its lower half; above it stand zeros
    middle = np.diag(inverse)
    # That of the first value alone is taken off again.
    first = y[0] ** 2 / cov[0, 0] ** 2 - 1 / cov[0, 0]

    def along(change: Array) -> float:
        trace = 2 * np.vdot(inverse, change) - middle @ np.diag(change)
        return 0.5 * float(alpha @ change @ alpha - trace - first * change[0, 0])

    days = np.arange(pairs.apart.max(initial=0) + 1)
    turn = np.zeros(len(days))
    turn[1:] = days[1:] * rho ** (days[1:] - 1)
    d_rho = turn[pairs.apart] / (1 - rho**2) + 2 * rho / (1 - rho**2) * decay
    return worth, np.array([
        noise * 0.5 * float(alpha @ alpha - middle.sum() - first),
        walk * along(pairs.walked), ar * along(decay), ar * along(d_rho)])
