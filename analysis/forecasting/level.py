"""The level of a day: a structural model of the log of daily totals with known effects."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasting.calendar import Calendar

Array = NDArray[np.float64]
# A day that is this many robust standard deviations off its weekday's neighbours and no known
# event is an accident: it teaches nothing about the days ahead.
_OUTLIER = 6.0
_LEAST_SPREAD = 0.02
_ENOUGH_OF_KIND = 5
_NEIGHBOUR_WEEKS = 4
_ITERATIONS = 40
_TOLERANCE = 1e10  # in units of the machine's precision: the likelihood to six digits
# The variances are learned from the last year alone: enough for them, and three times as fast.
_LEARN_DAYS = 365
_SMEAR_DAYS = 56
_WARM_DAYS = 14


@dataclass(frozen=True)
class Level:
    """Daily totals ahead: their expected ``mean`` and the standard deviation ``log_sd`` of the log
    of what they may be; ``learned`` are the variances, to use again."""

    mean: Array
    log_sd: Array
    learned: Array


def forecast_level(totals: Array, calendar: Calendar, *, learned: Array | None = None) -> Level:
    """Expected totals of the days after the last total.

    log(total + 0.5) = random walk + AR(1) + effects + noise, a basic structural model (Harvey
    1989, 2.3) by Kalman filter (statsmodels UnobservedComponents); effects have normal priors.
    The mean of the log is no log of the mean: the total is scaled so that one-step forecasts of
    the last eight weeks add up to what came (smearing, Duan 1983).
    """
    n = len(totals)
    ahead = len(calendar.weekday) - n
    log_total = np.log(totals + 0.5)
    log_total[_accidents(log_total, calendar)] = np.nan
    first = int(np.flatnonzero(~np.isnan(log_total))[0])
    log_total = log_total[first:]
    effects = calendar.effects[first:]
    if learned is None:
        learned = _learn(log_total, effects[:n - first], calendar.sd)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        filtered = _model(log_total, effects[:n - first], calendar.sd).filter(
            learned, cov_type="none")
        coming = filtered.get_forecast(ahead, exog=effects[n - first:])
        mean, sd = np.asarray(coming.predicted_mean), np.asarray(coming.se_mean)
    told = np.asarray(filtered.forecasts[0])
    # The first forecasts still know next to nothing.
    recent = slice(max(_WARM_DAYS, len(log_total) - _SMEAR_DAYS), None)
    seen = ~np.isnan(log_total[recent])
    came = totals[first:][recent][seen].sum()
    said = (np.exp(told[recent][seen]) - 0.5).clip(0).sum()
    smear = float(np.clip(came / said, 0.7, 1.4)) if said > 0 else 1.0
    return Level((np.exp(mean) - 0.5).clip(0) * smear, sd, learned)


def _accidents(values: Array, calendar: Calendar) -> NDArray[np.bool_]:
    """Days far from the median of their weekday in the weeks around.

    Days with an event may be far off, but no further than their kind: Christmas is no accident,
    a campaign that brought ten times the contacts of the others is.
    """
    weekday, kind = calendar.weekday[:len(values)], calendar.kind[:len(values)]
    off = np.full(len(values), np.nan)
    for one in np.unique(weekday):
        rows = np.flatnonzero((weekday == one) & ~np.isnan(values))
        near = pd.Series(values[rows]).rolling(2 * _NEIGHBOUR_WEEKS + 1, center=True, min_periods=1)
        off[rows] = values[rows] - near.median().to_numpy()
    usual = max(_mad(off), _LEAST_SPREAD)
    far = np.abs(np.nan_to_num(off)) > _OUTLIER * usual
    for one in np.unique(kind[kind >= 0]):
        mine = (kind == one) & ~np.isnan(off)
        if mine.sum() < _ENOUGH_OF_KIND:
            far[mine] = False
        else:
            middle = float(np.median(off[mine]))
            far[mine] = np.abs(off[mine] - middle) > _OUTLIER * max(usual, _mad(off[mine] - middle))
    return np.asarray(far, dtype=bool)


def _mad(off: Array) -> float:
    """Median absolute deviation, scaled to a standard deviation of normal values."""
    return float(1.4826 * np.nanmedian(np.abs(off)))


def _learn(values: Array, effects: Array, sd: Array) -> Array:
    """The variances of walk, AR(1) and noise, and the AR(1)'s coefficient, by likelihood."""
    cut = max(0, len(values) - _LEARN_DAYS)
    cut += int(np.flatnonzero(~np.isnan(values[cut:]))[0])
    model = _model(values[cut:], effects[cut:], sd)
    with warnings.catch_warnings():
        # Not to have converged after so many steps is no fault: the last step is good enough.
        warnings.simplefilter("ignore")
        found = np.asarray(model.fit(disp=0, maxiter=_ITERATIONS, cov_type="none",
                                     return_params=True, factr=_TOLERANCE), dtype=float)
    floor = np.array([1e-6, 1e-9, 1e-9, -0.98])
    return np.asarray(np.clip(np.nan_to_num(found), floor, [4.0, 1.0, 4.0, 0.98]))


def _model(values: Array, effects: Array, sd: Array) -> Any:
    """Random walk, AR(1), noise, and effects that start from their priors."""
    from statsmodels.tsa.statespace.initialization import Initialization
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    model = UnobservedComponents(values, level="llevel", autoregressive=1, exog=effects,
                                 mle_regression=False)
    start = Initialization(model.k_states, approximate_diffuse_variance=100.0)
    start.set(0, "approximate_diffuse")
    start.set(1, "stationary")
    start.set((2, model.k_states), "known", constant=np.zeros(len(sd)),
              stationary_cov=np.diag(np.square(sd)))
    model.ssm.initialization = start
    model.loglikelihood_burn = 1
    return model
