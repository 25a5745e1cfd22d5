"""Counts as a table of local days × times of day, and the checks that make them one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
MINUTES_OF_DAY = 24 * 60
# A day without a single count is taken for closed where this many were to be expected: the chance
# that it was open is then below exp(-8) = 0.03 %.
CLOSED_FROM = 8.0
# A day cut off counts as whole when no more than this share of a day's counts is missing.
_REST_OF_DAY = 0.02


@dataclass(frozen=True)
class Grid:
    """Counts per local day (rows) and interval of the day (columns).

    ``counts`` is NaN on a whole day that was closed or not observed.  ``last_slot`` is the interval
    of the last day up to which there is data.
    """

    first_day: pd.Timestamp
    minutes: int
    counts: Array
    last_slot: int

    @property
    def days(self) -> pd.DatetimeIndex:
        """The days of the rows."""
        return pd.date_range(self.first_day, periods=len(self.counts), freq="D")

    @property
    def slots(self) -> int:
        """Intervals of a day."""
        return MINUTES_OF_DAY // self.minutes

    @property
    def totals(self) -> Array:
        """Counts per day; NaN where closed."""
        return np.asarray(self.counts.sum(axis=1), dtype=float)

    @property
    def ends_within_day(self) -> bool:
        """Whether a good part of the last day is still to come."""
        return len(self.counts) > 1 and _misses(self.counts[:-1], slice(self.last_slot + 1, None))

    def whole_days(self) -> Grid:
        """The counts per day, without a last day that is still to end."""
        totals = self.totals[:-1] if self.ends_within_day else self.totals
        return Grid(self.first_day, MINUTES_OF_DAY, totals[:, None], 0)

    def until(self, days: int) -> Grid:
        """The first days of it, the last one whole."""
        return Grid(self.first_day, self.minutes, self.counts[:days], self.slots - 1)


def make_grid(frame: pd.DataFrame) -> Grid:
    """The grid of a frame [ds, y], rows in the order of time.

    An interval without a row counts as zero on a day that has other rows; a day without any row, or
    with an unknown count at a time that has contacts on other days, is not observed.  Raises
    ValueError as :func:`analysis.forecast.forecast` says.
    """
    ds, y = _checked(frame)
    minutes = step_minutes(ds)
    day = ds.dt.normalize()
    slot = ((ds - day) // pd.Timedelta(minutes=minutes)).to_numpy()
    first = day.iloc[0]
    row = ((day - first) // pd.Timedelta(days=1)).to_numpy()
    counts = np.full((int(row[-1]) + 1, MINUTES_OF_DAY // minutes), np.nan)
    counts[np.unique(row)] = 0.0
    counts[row, slot] = y
    counts = _without_half_known_days(counts)
    if len(counts) > 1 and _misses(counts[1:], slice(0, int(slot[0]))):
        counts[0] = np.nan  # the history begins in the middle of a day
    grid = Grid(first, minutes, counts, int(slot[-1]))
    return _without_closed_days(grid)


def step_minutes(ds: pd.Series) -> int:
    """Length of an interval: the smallest step between two moments in order.

    Raises ValueError unless it divides a day and every moment lies on that grid from midnight.
    """
    steps = ds.diff().dropna()
    if steps.empty:
        raise ValueError("A forecast needs more than one interval of history.")
    minutes = steps.min() / pd.Timedelta(minutes=1)
    if minutes > MINUTES_OF_DAY or minutes < 1 or MINUTES_OF_DAY % minutes:
        raise ValueError("The intervals must be a day or divide a day evenly, such as 30 minutes; "
                         f"the smallest step in ds is {minutes:g} minutes.")
    off = ((ds - ds.dt.normalize()) % pd.Timedelta(minutes=minutes)) != pd.Timedelta(0)
    if off.any():
        raise ValueError(f"ds must lie on a grid of {minutes:g} minutes from midnight; "
                         f"{ds[off].iloc[0]} does not.")
    return int(minutes)


def _misses(counts: Array, slots: slice) -> bool:
    """Whether a day without these intervals lacks more than its first or last few contacts."""
    return bool(np.nansum(counts[:, slots]) > _REST_OF_DAY * np.nansum(counts))


def _checked(frame: pd.DataFrame) -> tuple[pd.Series, Array]:
    for name in ("ds", "y"):
        if name not in frame:
            raise ValueError(f"The history needs the columns ds and y; {name} is missing.")
    if frame.empty:
        raise ValueError("A forecast needs a history; there is none.")
    ds = frame["ds"].reset_index(drop=True)
    if not pd.api.types.is_datetime64_any_dtype(ds):
        raise ValueError("ds must hold moments, not texts or numbers.")
    if isinstance(ds.dtype, pd.DatetimeTZDtype):
        raise ValueError("ds must be local wall-clock time without a time zone.")
    if ds.isna().any():
        raise ValueError("ds must not be missing in any row.")
    if ds.duplicated().any():
        raise ValueError("Every interval may stand in the history once; "
                         f"{ds[ds.duplicated()].iloc[0]} stands there twice.")
    if not ds.is_monotonic_increasing:
        raise ValueError("The rows must be in the order of time.")
    y = pd.to_numeric(frame["y"]).to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(y).any() or np.isnan(y).all():
        raise ValueError("y must hold finite numbers; an interval that nobody counted may be "
                         "missing.")
    if (y < 0).any():
        raise ValueError("y counts contacts, so it must not be negative.")
    return ds, y


def _without_half_known_days(counts: Array) -> Array:
    """Unknown counts are zeros where no day ever has a contact; elsewhere they cost their day."""
    unknown = np.isnan(counts)
    if not unknown.any():
        return counts
    used = np.nan_to_num(counts).any(axis=0)
    known = np.where(unknown & ~used, 0.0, counts)
    known[np.isnan(known).any(axis=1) | unknown.all(axis=1)] = np.nan
    return known


def _without_closed_days(grid: Grid) -> Grid:
    """A day of zeros was closed where its weekday is usually busy, or never has a count."""
    counts, totals = grid.counts.copy(), grid.totals
    weekday = grid.days.day_of_week.to_numpy()
    if not np.nansum(totals):
        return grid
    for one in range(7):
        mine = (weekday == one) & ~np.isnan(totals)
        busy = totals[mine & (totals > 0)]
        if not len(busy) or np.median(busy) >= CLOSED_FROM:
            counts[mine & (totals == 0)] = np.nan
    return Grid(grid.first_day, grid.minutes, counts, grid.last_slot)
