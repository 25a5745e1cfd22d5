"""Forecast of counts per interval: the level of each day × the profile of its weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasting.calendar import Calendar, make_calendar
from analysis.forecasting.grid import Grid, make_grid
from analysis.forecasting.level import Level, forecast_level, learn_level
from analysis.forecasting.profile import make_profile
from analysis.forecasting.spread import (
    calibrated,
    overdispersion,
    quantiles,
    ranks,
    size_of,
    widened,
)
from analysis.forecasting.structure import Factors

Array = NDArray[np.float64]
Season = Literal["week", "day"]
# A weekday must have come three times before it has a level of its own.
MIN_DAYS: dict[Season, int] = {"week": 21, "day": 7}
# Past forecasts on which the intervals are calibrated, a week apart.
_ORIGINS = 8


@dataclass(frozen=True)
class _Outlook:
    mean: Array  # days × intervals
    log_sd: Array  # days
    dispersion: float
    learned: Array


def forecast(
    frame: pd.DataFrame, *, horizon: int, level: Sequence[int] = (80, 95),
    events: pd.DataFrame | None = None, season: Season = "week",
) -> pd.DataFrame:
    """Expected counts of the ``horizon`` intervals after the last of the history.

    ``frame``: columns ds (local wall-clock start of the interval, no time zone, in order) and y
    (count).  The length of an interval is the smallest step in ds; it divides a day.  An interval
    without a row is a zero on a day that has other rows; a day without any row, or with nothing
    but zeros on a busy weekday, was closed.  A missing y is a count that nobody knows: its day is
    left out, unless no day has contacts at that time.  What was always closed is forecast as 0.
    When summer time begins, the hour that is skipped has no rows, and when it ends the count of the
    doubled hour is one row: both days are like others to the model, and every day ahead has 24
    hours.
    ``events``: columns day and name, optionally kind (events of a kind share an effect) and size
    (1 is usual), of the past and of the future; their effect on the day's total is learned.  Where
    none are given, public holidays are told from the closed days of the past, if a country's
    calendar fits them (:mod:`analysis.forecasting.closings`).
    ``season``: "week" (each weekday has a level and a profile) or "day" (all days are alike).

    Returns ds, mean (an expectation, so it adds up over intervals), and lo-80, hi-80, ... per
    level in percent: counts between which the coming count lies with that probability, the mean
    always among them.  Nothing is below zero; a history of zeros gives zeros.

    The day's total is a structural time series model, its share per interval a shrunk profile, and
    the intervals negative binomial, calibrated on the forecasts that the same model would have
    made in the last eight weeks: see the modules in ``analysis.forecasting`` for the sources.
    Raises ValueError for a history shorter than 21 days (7 with season "day"; days of the week
    that are never open count where they end it) or rows that are not in order, twice, infinite or
    negative.
    Worked: 28 days with 3 contacts in every hour give a mean of 3.0 in each hour ahead.
    """
    if horizon < 1:
        raise ValueError("The horizon must be at least one interval.")
    if not all(0 < one < 100 for one in level):
        raise ValueError("A level is a percentage between 0 and 100, such as 95.")
    return forecast_grid(make_grid(frame), horizon=horizon, level=level, events=events,
                         season=season)


def forecast_with_days(
    frame: pd.DataFrame, *, days: int, level: Sequence[int] = (80, 95),
    events: pd.DataFrame | None = None, season: Season = "week",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two forecasts of one history: of its intervals, and of whole days with bounds of their own.

    The bounds of intervals do not add up to those of a day; the means do.  Both begin after the
    last of the history (days with the first whole one) and end ``days`` days after its last day.
    Otherwise as :func:`forecast`.
    """
    grid = make_grid(frame)
    learned, factors = learn(grid, events=events, season=season), Factors()
    rest = grid.slots - 1 - grid.last_slot
    daily = grid.whole_days()
    today = len(grid.counts) - len(daily.counts)
    by_interval = forecast_grid(grid, horizon=rest + days * grid.slots, level=level,
                                events=events, season=season, learned=learned, factors=factors)
    by_day = forecast_grid(daily, horizon=today + days, level=level, events=events,
                           season=season, learned=learned, factors=factors)
    return by_interval, by_day.iloc[today:].reset_index(drop=True)


def forecast_grid(
    grid: Grid, *, horizon: int, level: Sequence[int], events: pd.DataFrame | None,
    season: Season, learned: Array | None = None, factors: Factors | None = None,
) -> pd.DataFrame:
    """:func:`forecast` of a grid; ``learned`` as :func:`learn` gives it, or learned from the grid.

    ``factors``: those of other forecasts of this history.
    """
    factors = factors or Factors()
    _check_length(grid, season)
    after = grid.last_slot + 1
    days = -(-(after + horizon) // grid.slots) - 1  # days after the last day of the history
    ds = pd.date_range(grid.days[-1], periods=(days + 1) * grid.slots, freq=f"{grid.minutes}min")
    out = pd.DataFrame({"ds": ds[after:after + horizon], "mean": 0.0})
    for one in level:
        out[[f"lo-{one}", f"hi-{one}"]] = 0.0
    if not np.nansum(grid.counts):
        return out
    # The rest of a day that was cut off is forecast; of a day that is all but over nothing is left.
    gone, rest = after, 0
    if grid.ends_within_day:
        grid, days = grid.until(len(grid.counts) - 1), days + 1
    else:
        gone, rest = 0, grid.slots - after
    calendar = make_calendar(grid, days, events, weekly=season == "week")
    look = _outlook(grid, calendar, factors, learned)
    wanted = [tail for one in level for tail in (0.5 - one / 200, 0.5 + one / 200)]
    chances = _calibration(grid, calendar, look, factors, days, season, wanted)
    mean = np.concatenate([np.zeros(rest), look.mean.ravel()])[gone:gone + horizon]
    log_sd = look.log_sd * widened(len(grid.counts))
    sd = np.concatenate([np.zeros(rest), np.repeat(log_sd, grid.slots)])[gone:gone + horizon]
    bounds = quantiles(mean, size_of(mean, sd, look.dispersion), chances)
    out["mean"] = mean
    for at, one in enumerate(level):
        # That of a rare count is zero, and its mean above: no whole number lies between the two.
        out[f"lo-{one}"] = np.minimum(bounds[2 * at], mean)
        out[f"hi-{one}"] = np.maximum(bounds[2 * at + 1], mean)
    return out


def learn(grid: Grid, *, events: pd.DataFrame | None, season: Season) -> Array | None:
    """The variances of the level, to forecast with again; None for a history of zeros."""
    _check_length(grid, season)
    if not np.nansum(grid.counts):
        return None
    totals = grid.whole_days().totals
    calendar = make_calendar(grid.until(len(totals)), 1, events, weekly=season == "week")
    return learn_level(totals, calendar)


def _check_length(grid: Grid, season: Season) -> None:
    if grid.known_days < MIN_DAYS[season]:
        raise ValueError(f"A forecast needs at least {MIN_DAYS[season]} days of history; "
                         f"there are {grid.known_days}.")


def _outlook(grid: Grid, calendar: Calendar, factors: Factors,
             learned: Array | None = None) -> _Outlook:
    n = len(grid.counts)
    level: Level = forecast_level(grid.totals, calendar, learned=learned, factors=factors)
    profile = make_profile(grid.counts, calendar.weekday[:n], grid.minutes)
    total = np.where(calendar.closed[n:], 0.0, level.mean)
    return _Outlook(total[:, None] * profile[calendar.weekday[n:]], level.log_sd,
                    overdispersion(grid.counts, calendar.weekday[:n], profile), level.learned)


def _calibration(grid: Grid, calendar: Calendar, look: _Outlook, factors: Factors, days: int,
                 season: Season, wanted: list[float]) -> Array:
    """The probabilities at which past forecasts held what they said."""
    n, found, scored = len(grid.counts), [], 0
    rng = np.random.default_rng(0)
    for back in range(7, 7 * (_ORIGINS + 1), 7):
        origin = n - back
        if origin < MIN_DAYS[season] + 7:
            break
        ahead = min(days, back)
        then = _outlook(grid.until(origin), calendar.until(origin + ahead), factors, look.learned)
        came = grid.counts[origin:origin + ahead]
        open_ = (~np.isnan(came[:, 0]))[:, None] & (then.mean > 0)
        sd = np.repeat(then.log_sd[:, None], grid.slots, axis=1)[open_]
        mean = then.mean[open_]
        found.append(ranks(came[open_], mean, size_of(mean, sd, then.dispersion), rng))
        scored += int(open_.any(axis=1).sum())
    return calibrated(np.concatenate(found) if found else np.zeros(0), scored, wanted)
