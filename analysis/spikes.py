"""Spikes: when contacts lie so far above or below the usual that chance does not explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.records import rows_of
from analysis.spike_baseline import BASES, Grid, Usual, grids_of, usual_of_all
from analysis.tails import at_least, at_most, limits

# How many false alarms a month all series together may give by chance.
BUDGET = 0.2
# Real contacts have longer tails than the model, so an alarm takes the spread so much wider.
_CARE = 1.25
_MONTH_DAYS = 30.44
# So many days before the first of interest alarms are looked for too.
_EARLY = 14
# A spike goes on over so many hours within the band.
_PAUSE = 2
# From which part of a usual day's contacts on an excess counts as high and as severe.
HIGH, SEVERE = 0.25, 1.0
SEVERITIES = ("moderate", "high", "severe")
COLUMNS = {
    "series": "str", "direction": "str", "start": "datetime64[us]", "end": "datetime64[us]",
    "hours": "int64", "grain": "str", "observed": "int64", "expected": "float64",
    "excess": "float64", "excess_low": "float64", "excess_high": "float64", "ratio": "float64",
    "usual_day": "float64", "severity": "str", "peak_at": "datetime64[us]",
    "peak_observed": "int64", "peak_expected": "float64", "basis": "str"}


@dataclass(frozen=True)
class Rules:
    """What counts as a spike, besides not being chance.

    ``ratio``: at least so many times the usual; for a fall the usual so many times the count.
    ``minimum``: at least so many contacts in the hour or day; for a fall as many usual ones.
    ``cool_down_hours``: what comes within so many hours after an alarm belongs to the same spike.
    Raises ValueError for a ratio of 1 or less, a minimum below 1 or a negative cool-down.
    """

    ratio: float = 1.5
    minimum: int = 10
    cool_down_hours: int = 12

    def __post_init__(self) -> None:
        if not (self.ratio > 1 and self.minimum >= 1 and self.cool_down_hours >= 0):
            raise ValueError("the ratio must be above 1, the minimum at least 1 and the cool-down "
                             "not below 0")


def detect(frame: pd.DataFrame, *, rules: Rules | None = None, budget: float = BUDGET,
           since: date | None = None) -> pd.DataFrame:
    """The spikes of one or several series of hourly counts, in the order of time.

    ``frame`` as :func:`analysis.spike_baseline.grids_of` takes it; hours and whole days are looked
    at.  An hour or a day gives an alarm when it keeps the ``rules`` and its count, or one further
    out, has a chance below the level of :func:`levels` given what was usual before
    (:func:`analysis.spike_baseline.usual_of`), with the spread taken a quarter wider.  A fall
    gives one only against four weeks or more, never on a holiday or in an hour seen in part.
    An alarm reaches on over hours outside the 95 % band, with up to two inside it between them; a
    day gives one where none of its hours does.  What begins within the cool-down after belongs to
    the same spike.

    One row a spike (``COLUMNS``): ``start`` and ``end`` (half open), ``hours``, ``grain`` of its
    alarms, ``observed``, ``expected``, ``excess`` = observed - expected with the 95 % interval of
    what was to be expected, ``ratio``, ``usual_day`` (usual contacts a day in the week to the
    start), ``severity``, the peak hour, ``basis`` (how the usual was told).  No row where the
    history is too short.

    Worked: 20 contacts in each hour of eight weeks, then 60 in one: expected 20.06, ratio 2.99,
    excess 39.9.  ``since``: the first day of interest; what ends before it is left out, and the
    days before serve to compare with.  False alarms are measured in docs/spikes.md.  Raises
    ValueError as ``grids_of``.
    """
    return detect_in(grids_of(frame), rules=rules, budget=budget, since=since)


def detect_in(grids: Mapping[str, Grid], *, rules: Rules | None = None, budget: float = BUDGET,
              since: date | None = None) -> pd.DataFrame:
    """As :func:`detect`, of series that :func:`analysis.spike_baseline.grids_of` has laid out."""
    rules = rules or Rules()
    rows: list[dict[str, Any]] = []
    # A spike that has begun before is followed from its beginning.
    early = 0 if since is None else max([0, *(
        (pd.Timestamp(since) - grid.first).days - _EARLY for grid in grids.values())])
    hourly = list(grids.values())
    daily = [grid.by_day() for grid in hourly]
    usual = usual_of_all(hourly, since=early)
    levels_of = levels(budget / max(len(grids), 1))
    alarms, by_day = (
        _alarms(each, told, rules, level) for each, told, level in zip(
            (hourly, daily), (usual, usual_of_all(daily, since=early)), levels_of, strict=True))
    for name, grid, told, hours, days in zip(grids, hourly, usual, alarms, by_day, strict=True):
        rows += _spikes_of(name, grid, told, rules, hours, days[:, 0])
    out = typed(rows, COLUMNS)
    if since is not None:
        out = out[out["end"] > pd.Timestamp(since)]
    return out.sort_values(["start", "series"], kind="stable").reset_index(drop=True)


def typed(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame of these columns and types, whether or not there is one."""
    # Numbers and moments as arrays: a series for each column costs several times as much.
    columns = {name: [row[name] for row in rows] for name in types}
    return pd.DataFrame({
        name: np.array(columns[name], dtype=kind) if kind.startswith(("int", "float", "datetime"))
        else pd.Series(columns[name], dtype=kind) for name, kind in types.items()})


def levels(budget: float) -> tuple[float, float]:
    """The chance below which an hour, and a day, gives an alarm, for a budget of one series.

    Of the false alarms a month (Bonferroni) a quarter is for each of: hours up, hours down, days
    up, days down.  Worked: 0.2 a month gives 0.05 ÷ (30.44 x 24) = 0.0000684 for an hour and
    0.05 ÷ 30.44 = 0.00164 for a day.
    """
    return budget / 4 / (_MONTH_DAYS * 24), budget / 4 / _MONTH_DAYS


def incidents(found: pd.DataFrame, *, cool_down_hours: int = Rules.cool_down_hours,
              usual_day: float | None = None) -> pd.DataFrame:
    """The spikes of several series as incidents: those at the same time are told as one.

    Spikes of one direction that overlap, or lie no more than the cool-down apart, are one
    incident.  It is told by the series with the largest excess; ``also`` holds the names of the
    others, largest first, and ``first_at``, ``last_at`` reach from the first to the last of them.
    ``usual_day``: contacts of all series on a usual day, by which severity is told; else each by
    its own.  Worked: 20 more on the phone at 9 and 10 more by e-mail from 10 to 11 are one incident
    of the phone, also by e-mail.
    """
    rows: list[dict[str, Any]] = []
    every: list[dict[str, Any]] = rows_of(found)
    for way in dict.fromkeys(one["direction"] for one in every):
        groups: list[list[dict[str, Any]]] = []
        reach: Any = None
        for one in sorted((one for one in every if one["direction"] == way),
                          key=lambda one: one["start"]):
            if reach is None or one["start"] > reach + pd.Timedelta(hours=cool_down_hours):
                groups.append([])
            groups[-1].append(one)
            reach = one["end"] if reach is None else max(reach, one["end"])
        for group in groups:
            ranked = sorted(group, key=lambda one: -abs(one["excess"]))
            head = ranked[0]
            if usual_day is not None:
                head = head | {"usual_day": usual_day,
                               "severity": severity(head["excess"], usual_day=usual_day)}
            others = dict.fromkeys(one["series"] for one in ranked[1:])
            others.pop(head["series"], None)
            rows.append({**head, "first_at": min(one["start"] for one in group),
                         "last_at": max(one["end"] for one in group), "also": tuple(others)})
    types = {**COLUMNS, "first_at": "datetime64[us]", "last_at": "datetime64[us]",
             "also": "object"}
    return typed(rows, types).sort_values("start", kind="stable").reset_index(drop=True)


def severity(excess: float, *, usual_day: float) -> str:
    """How bad: by how many usual days' contacts a spike has brought or kept away.

    Worked: 300 more where 400 a day are usual are 0.75 days, so "high".
    """
    days = abs(excess) / usual_day if usual_day > 0 else SEVERE
    return SEVERITIES[int(days >= HIGH) + int(days >= SEVERE)]


def _spikes_of(name: str, grid: Grid, usual: Usual, rules: Rules, hours: np.ndarray,
               days: np.ndarray) -> list[dict[str, Any]]:
    if not (hours.any() or days.any()):
        return []
    low, high = (side.ravel() for side in usual.band())
    counts = grid.y.ravel()
    out = []
    for way, word, outside in ((1, "up", counts > high), (-1, "down", counts < low)):
        spans = [(*_widened(int(at), outside), "hour")
                 for at in np.flatnonzero(hours.ravel() == way)]
        spans += [(24 * int(day), 24 * int(day) + 24, "day") for day in np.flatnonzero(days == way)
                  if not (hours[day] == way).any()]
        for start, end, grain in _joined(sorted(spans), rules.cool_down_hours):
            out.append({"series": name, "direction": word, "grain": grain,
                        **_measured(grid, usual, start, end, way)})
    return out


def _alarms(grids: Sequence[Grid], usual: Sequence[Usual], rules: Rules, level: float
            ) -> np.ndarray:
    """1 for more than usual, -1 for less, else 0: series x days x slots."""
    if not grids:
        return np.zeros((0, 0, 1), dtype=int)
    y, seen, plain = (np.stack([getattr(one, name) for one in grids])
                      for name in ("y", "seen", "usual"))
    mean, size, spread, basis = (np.stack([getattr(one, name) for one in usual])
                                 for name in ("mean", "size", "spread", "basis"))
    out = np.zeros(y.shape, dtype=int)
    known = basis > 0
    mean = np.where(known, mean, 1.0)
    more = known & (y >= np.maximum(rules.minimum, rules.ratio * mean))
    fewer = ((basis == BASES.index("weekday")) & plain[:, :, None] & (seen >= 0.95)
             & (mean >= np.maximum(rules.minimum, rules.ratio * y)))
    for mine, way, tail in ((more, 1, at_least), (fewer, -1, at_most)):
        # All series at once: a chance costs little beside asking for one.
        wide = 1 / (1 / size[mine] + (_CARE - 1) * spread[mine])
        out[mine] = np.where(tail(y[mine], mean=mean[mine], size=wide) < level, way, 0)
    return out


def _joined(spans: Sequence[tuple[int, int, str]], cool_down: int) -> list[tuple[int, int, str]]:
    """Spans no further apart than the cool-down as one; of hours where one of them is."""
    out: list[tuple[int, int, str]] = []
    for start, end, grain in spans:
        if out and start - out[-1][1] <= cool_down:
            before = out.pop()
            start, end = before[0], max(before[1], end)
            grain = "hour" if "hour" in (before[2], grain) else "day"
        out.append((start, end, grain))
    return out


def _widened(at: int, outside: np.ndarray) -> tuple[int, int]:
    """Out to the last hours outside the band with no more than a few inside it on the way."""
    start, end = at, at + 1
    while (near := np.flatnonzero(outside[end:end + _PAUSE + 1])).size:
        end += int(near[-1]) + 1
    while (near := np.flatnonzero(outside[max(0, start - _PAUSE - 1):start])).size:
        start = max(0, start - _PAUSE - 1) + int(near[0])
    return start, end


def _measured(grid: Grid, usual: Usual, start: int, end: int, way: int) -> dict[str, Any]:
    """The numbers of a spike, from the hour ``start`` to before ``end``."""
    counts, mean = grid.y.ravel()[start:end], np.nan_to_num(usual.mean.ravel()[start:end])
    observed, expected = float(counts.sum()), float(mean.sum())
    low, high = _expected_limits(usual, start, end)
    peak = int(np.argmax(way * (counts - mean)))
    first = max(0, start // 24 - 6)
    week = usual.mean[first:start // 24 + 1]
    known = int((usual.basis[first:start // 24 + 1] > 0).any(axis=1).sum())
    usual_day = float(np.nansum(week)) / max(known, 1)
    at = grid.first + pd.Timedelta(hours=start)
    return {
        "start": at, "end": grid.first + pd.Timedelta(hours=end), "hours": end - start,
        "observed": int(observed), "expected": expected, "excess": observed - expected,
        "excess_low": observed - high, "excess_high": observed - low,
        "ratio": observed / expected if expected > 0 else np.inf, "usual_day": usual_day,
        "severity": severity(observed - expected, usual_day=usual_day),
        "peak_at": at + pd.Timedelta(hours=peak), "peak_observed": int(counts[peak]),
        "peak_expected": float(mean[peak]),
        "basis": BASES[int(usual.basis.ravel()[start:end].max(initial=0))]}


def _expected_limits(usual: Usual, start: int, end: int) -> tuple[float, float]:
    """Where the sum over some hours would have lain: their own spread is shared, as days differ."""
    mean, spread, size = (np.nan_to_num(part.ravel()[start:end]) for part in (
        usual.mean, usual.spread, np.nan_to_num(usual.size, nan=np.inf)))
    total = float(mean.sum())
    if total <= 0:
        return 0.0, 0.0
    rest = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0) - spread
    part = (mean * spread).sum() / total + (mean**2 * np.maximum(rest, 0)).sum() / total**2
    low, high = limits(mean=total, size=1 / max(float(part), 1e-9))
    return float(low), float(high)
