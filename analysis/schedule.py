"""The fewest paid hours that cover a need, in whole shifts.  SciPy is imported where used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.shifts import Grid, Pattern, Shift, at_work, grid_of, possible_shifts

_HAIR = 1e-6
_IMPOSSIBLE = 2  # how HiGHS says so


class CannotCover(ValueError):
    """The need cannot be covered.

    ``uncovered``: ds, need, short (agents) per interval; ``helps``: sentences, each one thing that
    would help.
    """

    def __init__(self, uncovered: pd.DataFrame, helps: tuple[str, ...]) -> None:
        first = uncovered.iloc[0]
        super().__init__(
            f"{len(uncovered)} interval{'s' if len(uncovered) > 1 else ''} cannot be covered, the "
            f"first at {first['ds']:%Y-%m-%d %H:%M} (need {first['need']:g}, short "
            f"{first['short']:g}). What would help: {'; '.join(helps)}.")
        self.uncovered = uncovered
        self.helps = helps


@dataclass(frozen=True)
class Schedule:
    """The shifts, what they cover, and how far from the least they can be.

    ``shifts``: date (of the start, local), pattern, start, end, heads, paid_hours (of all heads),
    breaks (text).  ``cover``, a row per row of the need: ds, need, scheduled (heads at work, parts
    where a break cuts an interval), over, under.

    ``paid_hours`` in total.  ``need_hours``: the plain sum of the need, which no schedule can go
    below.  ``relaxed_hours``: the least if heads could be parts of people.  ``bound_hours``: the
    best lower bound proven; ``proven``: nothing is below ``paid_hours``.  Where a shortage was
    allowed, these bounds are of paid hours plus the penalty; ``short_hours`` are agent hours short.
    """

    shifts: pd.DataFrame
    cover: pd.DataFrame
    paid_hours: float
    need_hours: float
    relaxed_hours: float
    bound_hours: float
    short_hours: float
    proven: bool


def plan_shifts(
    frame: pd.DataFrame, *, patterns: Sequence[Pattern], need: str = "need", ds: str = "ds",
    zone: str | None = None, wraps: bool = False, max_heads_per_day: int | None = None,
    penalty_per_hour_short: float | None = None, limit_seconds: float = 20.0,
) -> Schedule:
    """The shifts that cover the need with the fewest paid hours.

    ``frame``: a row per interval with the instant it starts, with time zone, and the agents needed
    (0 or more; parts allowed).  Intervals without a row need nobody.  ``zone``: the local clock of
    the patterns, by default that of the column.  Shifts last real hours, so a night of 8 hours ends
    an hour earlier by the clock where it falls back.  ``wraps``: the last shifts reach into the
    first hours, as in a week that comes again and again; otherwise shifts from the evening before
    are drawn too, and what runs past the end is paid.  ``max_heads_per_day``: shifts that start on
    a date.  ``penalty_per_hour_short``: paid hours that an agent hour short is worth; None allows
    no shortage.

    Source: Dantzig (1954), "A comment on Edie's traffic delays at toll booths", as a mixed integer
    programme solved by HiGHS (Huangfu and Hall 2018).  The fewest hours are ``proven`` unless the
    time ran out.

    Worked: 2 agents from 08:00 to 16:00 and 3 from 12:00 to 16:00, shifts of 8 hours at 08:00 and
    4 hours at 08:00 and 12:00: 20 paid hours, which is the plain sum of the need.
    Raises CannotCover, with the intervals and what would help, and ValueError for wrong numbers.
    """
    wanted = frame[need].to_numpy(dtype=float)
    if not np.isfinite(wanted).all() or (wanted < 0).any():
        raise ValueError("the need must be 0 or more in every row")
    if not patterns or len({pattern.name for pattern in patterns}) < len(patterns):
        raise ValueError("at least one shift pattern is needed, and each its own name")
    if (max_heads_per_day is not None and max_heads_per_day < 0) or limit_seconds <= 0 or (
            penalty_per_hour_short is not None and not penalty_per_hour_short > 0):
        raise ValueError("the most heads must be 0 or more, the penalty and the time above 0")
    grid = grid_of(frame[ds], zone=zone, wraps=wraps)
    shifts = possible_shifts(patterns, grid)
    problem = _Problem(shifts, grid, wanted, max_heads_per_day)
    solved = problem.solve(penalty_per_hour_short, limit_seconds)
    if solved is None:
        from analysis.schedule_help import what_would_help
        short, free = problem.shortage(limit_seconds)
        local = frame[ds].dt.tz_convert(grid.zone)
        uncovered = pd.DataFrame({"ds": local, "need": wanted, "short": short})
        uncovered = uncovered[uncovered["short"] > _HAIR].reset_index(drop=True)
        raise CannotCover(uncovered, what_would_help(
            uncovered, shifts, pd.Timedelta(seconds=grid.step), max_heads_per_day, free))
    heads, relaxed, bound, proven = solved
    scheduled = problem.cover @ heads
    cover = pd.DataFrame({
        "ds": frame[ds].to_numpy(), "need": wanted, "scheduled": scheduled,
        "over": np.maximum(scheduled - wanted, 0), "under": np.maximum(wanted - scheduled, 0)})
    cover["ds"] = frame[ds].array
    hours = grid.step / 3600
    return Schedule(
        shifts=_drawn(shifts, heads), cover=cover,
        paid_hours=float(problem.paid @ heads), need_hours=float(wanted.sum() * hours),
        relaxed_hours=relaxed, bound_hours=max(bound, relaxed),
        short_hours=float(cover["under"].sum() * hours), proven=proven)


class _Problem:
    """The programme: paid hours per shift, and what a head on each covers."""

    def __init__(self, shifts: Sequence[Shift], grid: Grid, wanted: np.ndarray,
                 most: int | None) -> None:
        from scipy.sparse import csc_array

        cells = [(row, at, share) for at, shift in enumerate(shifts)
                 for row, share in at_work(shift, grid).items()]
        rows, columns, shares = zip(*cells, strict=True) if cells else ((), (), ())
        size = (len(wanted), len(shifts))
        self.cover: Any = csc_array((shares, (rows, columns)), shape=size, dtype=float)
        self.paid = np.array([shift.pattern.paid_hours for shift in shifts], dtype=float)
        self.dates = np.array([shift.start.strftime("%Y-%m-%d") for shift in shifts])
        self.wanted, self.most, self.hours = wanted, most, grid.step / 3600

    def solve(self, penalty: float | None, limit: float,
              ) -> tuple[np.ndarray, float, float, bool] | None:
        """Heads per shift, the relaxed least, the best bound, whether proven; None if impossible.
        """
        if penalty is None and self._uncoverable().any():
            return None
        if not len(self.paid):
            return np.zeros(0), 0.0, 0.0, True
        relaxed = self._run(penalty, limit, whole=False)
        found = relaxed if relaxed.x is None else self._run(penalty, limit, whole=True)
        if found.x is None:
            if found.status == _IMPOSSIBLE:
                return None
            raise ValueError(f"no schedule was found within {limit:g} seconds: allow more time, "
                             "fewer starts or fewer choices of breaks")
        bound = float(relaxed.fun if found.mip_dual_bound is None else found.mip_dual_bound)
        # Of schedules that cost the same, one of fewer shifts, if time allows.
        fewer = self._run(penalty, limit / 4, whole=True, most_cost=float(found.fun))
        heads = min((np.round(run.x[:len(self.paid)]) for run in (found, fewer)
                     if run.x is not None), key=lambda counts: float(counts.sum()))
        return heads, float(relaxed.fun), bound, found.status == 0

    def shortage(self, limit: float) -> tuple[np.ndarray, dict[str, float] | None]:
        """Agents short per row at the least, and heads per date that would do without a limit."""
        most, self.most = self.most, None
        short, free = np.where(self._uncoverable(), self.wanted, 0.0), None
        if not short.any() and most is not None:
            solved = self.solve(None, limit)
            if solved is not None:
                needed = pd.Series(solved[0]).groupby(self.dates).sum()
                free = {str(date): float(heads) for date, heads in needed.items()}
        self.most = most
        if free is not None:
            solved = self.solve(1e3, limit)
            if solved is not None:
                short = np.maximum(self.wanted - self.cover @ solved[0], 0.0)
        return short, free

    def _uncoverable(self) -> np.ndarray:
        reach = np.asarray(self.cover.sum(axis=1)).ravel()
        return np.asarray((self.wanted > 0) & (reach <= 0))

    def _run(self, penalty: float | None, limit: float, *, whole: bool,
             most_cost: float | None = None) -> Any:
        """The least cost, or, under a given cost, the fewest heads."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array, eye_array, hstack

        needed = self.wanted > 0
        rows, cost = self.cover[needed], self.paid
        extra = 0 if penalty is None else int(needed.sum())
        if penalty is not None:
            rows = hstack([rows, eye_array(extra)])
            cost = np.concatenate((cost, np.full(extra, penalty * self.hours)))
        limits = [LinearConstraint(rows, self.wanted[needed], np.inf)] if needed.any() else []
        if self.most is not None:
            dates, place = np.unique(self.dates, return_inverse=True)
            per_day = csc_array((np.ones(len(place)), (place, np.arange(len(place)))),
                                shape=(len(dates), len(cost)))
            limits.append(LinearConstraint(per_day, -np.inf, self.most))
        if most_cost is not None:
            limits.append(LinearConstraint(cost[None, :], -np.inf, most_cost + _HAIR))
            cost = np.concatenate((np.ones(len(self.paid)), np.zeros(extra)))
        kinds = np.concatenate((np.full(len(self.paid), int(whole)), np.zeros(extra)))
        return milp(cost, constraints=limits, integrality=kinds, bounds=Bounds(0, np.inf),
                    options={"time_limit": limit, "mip_rel_gap": 0.0})


def _drawn(shifts: Sequence[Shift], heads: np.ndarray) -> pd.DataFrame:
    rows = [{
        "date": shift.start.date(), "pattern": shift.pattern.name, "start": shift.start,
        "end": shift.end, "heads": int(count), "paid_hours": count * shift.pattern.paid_hours,
        "breaks": shift.breaks_text(),
    } for shift, count in zip(shifts, heads, strict=True) if count > 0]
    columns = ["date", "pattern", "start", "end", "heads", "paid_hours", "breaks"]
    return pd.DataFrame(rows, columns=columns)
