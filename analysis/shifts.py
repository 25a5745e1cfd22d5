"""Shift patterns, and every shift that they allow in a period, on real instants."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Break:
    """Minutes away from work, so many hours after the start: one of ``after_hours`` is chosen.

    Several choices let breaks be staggered.  Raises ValueError for lengths that cannot be.
    """

    minutes: int
    after_hours: tuple[float, ...]
    paid: bool = False

    def __post_init__(self) -> None:
        if self.minutes <= 0 or not self.after_hours or min(self.after_hours) < 0:
            raise ValueError("a break needs minutes above 0 and at least one time after the start")


@dataclass(frozen=True)
class Pattern:
    """A kind of shift.  ``hours``: from start to end, breaks included; ``starts``: local clock
    times such as ``"08:00"``; ``days``: weekdays on which it may start, Monday is 0.

    Worked: 8.5 hours with 30 minutes unpaid and 15 paid are 8 paid hours.  Raises ValueError for a
    length outside 0..24, a start that is no time, or breaks that fit in no way.
    """

    name: str
    hours: float
    starts: tuple[str, ...]
    breaks: tuple[Break, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)

    def __post_init__(self) -> None:
        if not 0 < self.hours <= 24:
            raise ValueError(f"{self.name}: a shift lasts more than 0 and at most 24 hours")
        if not self.starts or not all(_CLOCK.fullmatch(start) for start in self.starts):
            raise ValueError(f"{self.name}: starts are times of day such as 08:00")
        if not self.days or not set(self.days) <= set(range(7)):
            raise ValueError(f"{self.name}: days are numbers from 0, Monday, to 6, Sunday")
        if not self.ways():
            raise ValueError(f"{self.name}: its breaks overlap or do not fit within the shift")

    @property
    def paid_hours(self) -> float:
        """Hours paid per head: the length less unpaid breaks."""
        return self.hours - sum(pause.minutes for pause in self.breaks if not pause.paid) / 60

    def ways(self) -> list[tuple[float, ...]]:
        """Every choice of break times in which breaks follow each other within the shift."""
        found = []
        for times in itertools.product(*(pause.after_hours for pause in self.breaks)):
            spans = sorted((at, at + pause.minutes / 60)
                           for at, pause in zip(times, self.breaks, strict=True))
            marks = [0.0, *itertools.chain.from_iterable(spans), self.hours]
            if all(a <= b + 1e-9 for a, b in itertools.pairwise(marks)):
                found.append(times)
        return found


@dataclass(frozen=True)
class Shift:
    """One shift that may be drawn: a pattern from a start on, with its breaks at these hours."""

    pattern: Pattern
    start: pd.Timestamp
    break_hours: tuple[float, ...]

    @property
    def end(self) -> pd.Timestamp:
        """So many real hours after the start, whatever the clocks do meanwhile."""
        return self.start + pd.Timedelta(hours=self.pattern.hours)

    def pauses(self) -> list[tuple[pd.Timestamp, pd.Timestamp, Break]]:
        """Start, end and kind of every break, in order of time."""
        return sorted(
            ((self.start + pd.Timedelta(hours=at),
              self.start + pd.Timedelta(hours=at, minutes=pause.minutes), pause)
             for at, pause in zip(self.break_hours, self.pattern.breaks, strict=True)),
            key=lambda pause: pause[0])

    def breaks_text(self) -> str:
        """Such as ``12:00–12:30 unpaid; 15:00–15:15 paid``, in local time."""
        return "; ".join(f"{start:%H:%M}–{end:%H:%M} {'paid' if pause.paid else 'unpaid'}"
                         for start, end, pause in self.pauses())


@dataclass(frozen=True)
class Grid:
    """The instants of the need: equal steps from ``first`` (seconds since 1970), some left out.

    ``row`` gives the row of the frame per step, -1 where it has none.  ``wraps``: what reaches past
    the end covers the beginning.
    """

    first: int
    step: int
    row: np.ndarray
    zone: str
    wraps: bool

    @property
    def last(self) -> int:
        """End of the last step, in seconds since 1970."""
        return self.first + self.step * len(self.row)


def grid_of(ds: pd.Series, *, zone: str | None, wraps: bool) -> Grid:
    """The grid of a column of instants; see :class:`Grid`.

    Worked: a day on which the clocks go forward has 46 half hours, one on which they go back 50.
    Raises ValueError for times without a zone, out of order or not in equal steps, and for a
    wrapping need that does not span whole days.
    """
    if not isinstance(ds.dtype, pd.DatetimeTZDtype):
        raise ValueError("the times of the need must carry a time zone, so that a day on which the "
                         "clocks change has its true length")
    if ds.empty or ds.isna().any():
        raise ValueError("the need must have a time in every row, and at least one row")
    seconds = seconds_of(ds)
    steps = np.diff(seconds)
    if (steps <= 0).any():
        raise ValueError("the times of the need must rise from row to row")
    step = int(steps.min()) if len(steps) else 1800
    if (steps % step).any():
        raise ValueError("the times of the need must be in equal steps, such as half hours")
    place = (seconds - seconds[0]) // step
    row = np.full(int(place[-1]) + 1, -1)
    row[place] = np.arange(len(place))
    grid = Grid(int(seconds[0]), step, row, zone or str(ds.dtype.tz), wraps)
    ends = [pd.Timestamp(at, unit="s", tz="UTC").tz_convert(grid.zone)
            for at in (grid.first, grid.last)]
    if wraps and ends[0].time() != ends[1].time():
        raise ValueError("a need that wraps must span whole days: give closed hours a need of 0")
    return grid


def seconds_of(times: pd.Series) -> np.ndarray:
    """Whole seconds since 1970 of instants."""
    return np.asarray(times.dt.tz_convert("UTC").dt.as_unit("s").astype("int64").to_numpy())


def possible_shifts(patterns: Sequence[Pattern], grid: Grid) -> list[Shift]:
    """Every shift that is at work within the grid, in order of its start.

    Starts are local clock times: one that the clocks skip moves to the moment they jump to, one
    that comes twice is the first.  Without wrapping, shifts of the evening before the first day
    count where they reach into it, and the last may run past the end.  With wrapping a shift starts
    within the grid.
    """
    first, last = (pd.Timestamp(at, unit="s", tz="UTC") for at in (grid.first, grid.last))
    day = first.tz_convert(grid.zone).tz_localize(None).normalize()
    end = last.tz_convert(grid.zone).tz_localize(None)
    dates = pd.date_range(day - pd.Timedelta(days=0 if grid.wraps else 1), end, freq="D")
    found = []
    for pattern, date in itertools.product(patterns, dates):
        if date.weekday() not in pattern.days:
            continue
        for clock in sorted(set(pattern.starts)):
            hour, minute = (int(part) for part in clock.split(":"))
            start = (date + pd.Timedelta(hours=hour, minutes=minute)).tz_localize(
                grid.zone, ambiguous=True, nonexistent="shift_forward")
            reaches = start + pd.Timedelta(hours=pattern.hours) > first
            if start < last and (start >= first if grid.wraps else reaches):
                found += [Shift(pattern, start, way) for way in pattern.ways()]
    return sorted(found, key=lambda shift: shift.start)


def at_work(shift: Shift, grid: Grid) -> dict[int, float]:
    """Rows of the need that one head on this shift covers, each with the share at work (0..1].

    Worked: from 09:15 to 10:00 on half hours covers half of 09:00 and all of 09:30.
    """
    begin = round(shift.start.timestamp())
    marks = [0.0]
    for start, end, _ in shift.pauses():
        marks += [(start - shift.start).total_seconds(), (end - shift.start).total_seconds()]
    marks.append(shift.pattern.hours * 3600)
    covered: dict[int, float] = {}
    for from_, to in zip(marks[::2], marks[1::2], strict=True):
        low, high = ((begin + mark - grid.first) / grid.step for mark in (from_, to))
        for place in range(math.floor(low), math.ceil(high)):
            share = min(high, place + 1) - max(low, place)
            inside = place % len(grid.row) if grid.wraps else place
            if share > 1e-9 and 0 <= inside < len(grid.row) and grid.row[inside] >= 0:
                row = int(grid.row[inside])
                covered[row] = covered.get(row, 0.0) + share
    return covered
