"""The level of a day: a structural model of the log of daily totals with known effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasting import structure
from analysis.forecasting.calendar import Calendar

Array = NDArray[np.float64]
# A day that is this many robust standard deviations off its weekday's neighbours and no known
# event is an accident: it teaches nothing about the days ahead.
_OUTLIER = 6.0
_LEAST_SPREAD = 0.02
_ENOUGH_OF_KIND = 5
_NEIGHBOUR_WEEKS = 4
# The variances are learned from the last year alone, which is enough for them, and the level and
# its effects from the last four: time grows with the cube of the days.
_LEARN_DAYS = 365
_DAYS = 1461
_SMEAR_DAYS = 56
_WARM_DAYS = 14


@dataclass(frozen=True)
class Level:
    """Daily totals ahead: their expected ``mean`` and the standard deviation ``log_sd`` of the log
    of what they may be; ``learned`` are the variances, to use again."""

    mean: Array
    log_sd: Array
    learned: Array


def forecast_level(totals: Array, calendar: Calendar, *, learned: Array | None = None,
                   factors: structure.Factors | None = None) -> Level:
    """Expected totals of the days after the last total.

    log(total + 0.5) = random walk + AR(1) + effects + noise, a basic structural model (Harvey
    1989, 2.3) whose effects have normal priors (:mod:`analysis.forecasting.structure`).  Of a
    longer history the last four years are used.
    ``factors``: those of other forecasts of this history.
    The mean of the log is no log of the mean: the total is scaled so that one-step forecasts of
    the last eight weeks add up to what came (smearing, Duan 1983).
    """
    log_total, first = _usual(totals, calendar)
    if learned is None:
        learned = _learned(log_total, first, calendar)
    ahead = structure.outlook(log_total, calendar.effects[first:], calendar.sd, learned, factors)
    told = np.full(len(log_total), np.nan)
    told[~np.isnan(log_total)] = ahead.one_step
    # The first forecasts still know next to nothing.
    recent = slice(max(_WARM_DAYS, len(log_total) - _SMEAR_DAYS), None)
    seen = ~np.isnan(log_total[recent])
    came = totals[first:][recent][seen].sum()
    said = (np.exp(told[recent][seen]) - 0.5).clip(0).sum()
    smear = float(np.clip(came / said, 0.7, 1.4)) if said > 0 else 1.0
    return Level((np.exp(ahead.mean) - 0.5).clip(0) * smear, ahead.sd, learned)


def learn_level(totals: Array, calendar: Calendar) -> Array:
    """The variances that :func:`forecast_level` learns."""
    return _learned(*_usual(totals, calendar), calendar)


def _usual(totals: Array, calendar: Calendar) -> tuple[Array, int]:
    """Logs of the totals that are used, accidents left out, and the number of their first day."""
    log_total = np.log(totals + 0.5)
    log_total[_accidents(log_total, calendar)] = np.nan
    first = _first_known(log_total, max(0, len(totals) - _DAYS))
    return log_total[first:], first


def _learned(log_total: Array, first: int, calendar: Calendar) -> Array:
    cut = _first_known(log_total, max(0, len(log_total) - _LEARN_DAYS))
    effects = calendar.effects[first + cut:first + len(log_total)]
    return structure.learn(log_total[cut:], effects, calendar.sd)


def _first_known(values: Array, start: int) -> int:
    """The first day from ``start`` on that has a value; where none has, the first of all."""
    known = np.flatnonzero(~np.isnan(values))
    return int(known[np.searchsorted(known, start)] if known[-1] >= start else known[0])


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
