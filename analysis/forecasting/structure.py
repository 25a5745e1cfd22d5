"""A random walk, an AR(1), noise and known effects as one normal distribution of days.

The basic structural model (Harvey 1989, 2.3) with normal priors on its effects gives every day's
value a joint normal distribution; its likelihood, its one-step forecasts and its outlook are read
from the Cholesky factor of the covariance (Rasmussen and Williams 2006, 2.2 and 5.4.1).  For some
years of days this is what a Kalman filter returns, to the last digits, in a fraction of the time.
"""

from __future__ import annotations

from dataclasses import dataclass

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
class Past:
    """What is known of the past under given variances.

    ``factor``: lower Cholesky factor of the covariance of the observed days; ``weights``: the
    inverse covariance times the values; ``one_step``: what would have been forecast for each
    observed day from those before it.
    """

    factor: Array
    weights: Array
    one_step: Array


def learn(values: Array, effects: Array, sd: Array) -> Array:
    """Variances of noise, walk and AR(1), and the AR(1)'s coefficient, by maximum likelihood.

    ``values``: log totals, the first of them known, NaN where not; ``effects``: days × effects with
    prior standard deviations ``sd``.  The likelihood is that of all values given the first.
    """
    from scipy.optimize import minimize

    seen = np.flatnonzero(~np.isnan(values))
    y, scaled = values[seen], effects[seen] * sd
    pairs = _pairs(seen, scaled)
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


def past(values: Array, effects: Array, sd: Array, learned: Array) -> Past:
    """The observed days under the variances of :func:`learn`."""
    from scipy.linalg import cho_solve, solve_triangular

    seen = np.flatnonzero(~np.isnan(values))
    y, scaled = values[seen], effects[seen] * sd
    cov = _process(seen, seen, learned) + scaled @ scaled.T
    cov[np.diag_indices_from(cov)] += learned[0]
    factor = np.asarray(np.linalg.cholesky(cov))
    innovation = solve_triangular(factor, y, lower=True, check_finite=False)
    weights = cho_solve((factor, True), y, check_finite=False)
    return Past(factor, weights, y - np.diag(factor) * innovation)


def outlook(known: Past, values: Array, effects: Array, sd: Array, learned: Array
            ) -> tuple[Array, Array]:
    """Mean and standard deviation of the days after the values, noise and all.

    ``effects``: those of the days of ``values`` and of the days ahead.
    """
    from scipy.linalg import solve_triangular

    seen, n = np.flatnonzero(~np.isnan(values)), len(values)
    ahead, scaled = np.arange(n, len(effects)), effects * sd
    cross = _process(ahead, seen, learned) + scaled[n:] @ scaled[seen].T
    own = _process_variance(ahead, learned) + (scaled[n:] ** 2).sum(axis=1) + learned[0]
    told = solve_triangular(known.factor, cross.T, lower=True, check_finite=False)
    return cross @ known.weights, np.sqrt(own - (told**2).sum(axis=0))


def _process(rows: NDArray[np.int64], columns: NDArray[np.int64], learned: Array) -> Array:
    """Covariance of walk and AR(1) between days."""
    _, walk, ar, coefficient = learned
    apart = np.abs(np.subtract.outer(rows, columns))
    return np.asarray(_START_VARIANCE + walk * np.minimum.outer(rows, columns)
                      + ar / (1 - coefficient**2) * _powers(coefficient, apart))


def _process_variance(days: NDArray[np.int64], learned: Array) -> Array:
    _, walk, ar, coefficient = learned
    return np.asarray(_START_VARIANCE + walk * days + ar / (1 - coefficient**2))


def _powers(coefficient: float, apart: NDArray[np.int64]) -> Array:
    """The coefficient to the power of whole days, looked up and not calculated per pair."""
    return np.asarray((coefficient ** np.arange(apart.max(initial=0) + 1))[apart])


@dataclass(frozen=True)
class _Pairs:
    """What any two observed days have in common whatever the variances are.

    ``apart``: days between them; ``walked``: days of the walk up to the earlier; ``known``:
    covariance by the effects' priors.
    """

    apart: NDArray[np.int64]
    walked: Array
    known: Array


def _pairs(seen: NDArray[np.int64], scaled: Array) -> _Pairs:
    return _Pairs(np.abs(np.subtract.outer(seen, seen)),
                  np.minimum.outer(seen, seen).astype(float), scaled @ scaled.T)


def _likelihood(pairs: _Pairs, y: Array, asked: Array) -> tuple[float, Array]:
    """Log likelihood given the first value, and its slope, at the logs of the variances and ρ.

    The slope is ½ (αᵀ ∂V α − tr V⁻¹ ∂V) with α = V⁻¹ y (Rasmussen and Williams 2006, 5.9).
    """
    from scipy.linalg import solve_triangular
    from scipy.linalg.lapack import dpotri

    noise, walk, ar = np.exp(asked[:3])
    rho, days = asked[3], np.arange(pairs.apart.max(initial=0) + 1)
    decay = (rho**days / (1 - rho**2))[pairs.apart]
    cov = _START_VARIANCE + walk * pairs.walked + ar * decay + pairs.known
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

    turn = np.zeros(len(days))
    turn[1:] = days[1:] * rho ** (days[1:] - 1)
    d_rho = turn[pairs.apart] / (1 - rho**2) + 2 * rho / (1 - rho**2) * decay
    return worth, np.array([
        noise * 0.5 * float(alpha @ alpha - middle.sum() - first),
        walk * along(pairs.walked), ar * along(decay), ar * along(d_rho)])
