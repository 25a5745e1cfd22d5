"""What would help where shifts cannot cover a need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.shifts import Shift

# More sentences than this are read by nobody.
_MOST = 6
# Nobody is told to work longer than this.
_LONGEST_HOURS = 12


def what_would_help(
    uncovered: pd.DataFrame, shifts: Sequence[Shift], step: pd.Timedelta, most: int | None,
    free: Mapping[str, float] | None,
) -> tuple[str, ...]:
    """Sentences, each one thing that would help, the first gap first.

    ``uncovered``: ds of intervals that are short; ``free``: heads per date (``2026-03-02``) that
    would be enough without the limit ``most``, None where the limit is not the reason.
    """
    if free is not None and most is not None:
        return tuple(f"{heads:g} heads on {date}, where at most {most} are allowed"
                     for date, heads in free.items() if heads > most)[:_MOST]
    found: list[str] = []
    for start, end in _gaps(uncovered["ds"], step):
        for help_ in _for_gap(start, end, shifts):
            if help_ not in found:
                found.append(help_)
    return tuple(found[:_MOST])


def _gaps(times: pd.Series, step: pd.Timedelta) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Runs of intervals that follow each other, as start and end."""
    runs: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    for at in times:
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + step)
        else:
            runs.append((at, at + step))
    return runs


def _for_gap(start: pd.Timestamp, end: pd.Timestamp, shifts: Sequence[Shift]) -> list[str]:
    across = [shift for shift in shifts if shift.start <= start and shift.end >= end]
    if across:
        return [f"another time for the breaks of {across[0].pattern.name}, which all fall at "
                f"{start:%H:%M}"]
    found = []
    later = min((shift.start for shift in shifts if shift.start > start), default=None)
    if later is not None and later.date() == start.date():
        found.append(f"an earlier start on {start:%a %d %b}, at {start:%H:%M} instead of "
                     f"{later:%H:%M}")
    before = max((shift for shift in shifts if shift.end < end), key=lambda shift: shift.end,
                 default=None)
    if before is not None:
        more = (end - before.end).total_seconds() / 3600
        if before.pattern.hours + more <= _LONGEST_HOURS:
            found.append(f"a longer shift: {before.pattern.name} ends at {before.end:%a %H:%M}, "
                         f"{more:g} hours before {end:%H:%M}")
    return found or [f"a shift that works from {start:%a %d %b %H:%M} to {end:%a %H:%M}"]
