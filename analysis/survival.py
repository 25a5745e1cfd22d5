"""Chance of an event by waiting time, where many stop waiting before it is seen.

Who is answered leaves the count at that moment (censored).  So the chance within w is that of
somebody whom nobody answers before w, not the share of all conversations; it holds as far as who
is answered when has nothing to do with who would write again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intervals import quantile_of_normal

FEWEST_WAITING = 30
"""A curve ends where fewer still wait: one more event would move it by over three points."""

_COUNTS = ("entered", "events", "ended")


@dataclass(frozen=True)
class Chance:
    """Chance (0..1) within a time, its interval, and how many still waited then."""

    chance: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True)
class Target:
    """The longest wait with a chance below ``below``, and its interval, in the curve's unit.

    ``math.inf``: the chance stays below it for as long as the curve goes (``seen``).
    ``low`` is the careful choice: up to it even the upper limit of the chance stays below.
    """

    below: float
    wait: float
    low: float
    high: float
    seen: float


def tally(
    durations: Sequence[float], events: Sequence[bool], *, entry: Sequence[float] | None = None
) -> pd.DataFrame:
    """Counts per time of n waits: time, entered, events, ended, as :func:`kaplan_meier` takes them.

    ``entry``: when each came into sight (0 without it).  Raises ValueError where lengths differ
    or a wait is not longer than its entry.
    """
    until = np.asarray(durations, dtype=float)
    wrote = np.asarray(events, dtype=bool)
    seen = np.zeros_like(until) if entry is None else np.asarray(entry, dtype=float)
    if not until.shape == wrote.shape == seen.shape:
        raise ValueError("durations, events and entry must be of the same length")
    if not (until > seen).all():
        raise ValueError("every wait must be longer than the time from which it is seen")
    rows = pd.concat([
        pd.DataFrame({"time": seen, "entered": 1, "events": 0, "ended": 0}),
        pd.DataFrame({"time": until, "entered": 0, "events": wrote.astype(int),
                      "ended": (~wrote).astype(int)})])
    return rows.groupby("time", as_index=False)[list(_COUNTS)].sum()


def kaplan_meier(counts: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Chance of the event within each time, by the Kaplan-Meier estimate of its complement.

    ``counts``: time (any unit), entered, events, ended (numbers of waits that come into sight,
    have the event, or stop without it at that time); who enters at a time is at risk just after
    it, who stops at it is at risk there.  One row per time with an event: time, at_risk, events,
    chance, low, high (0..1), which hold up to the next row.
    Source: Kaplan and Meier (1958); variance of Greenwood (1926), limits on the scale log(-log S)
    (Kalbfleisch and Prentice 1980); entry as in Klein and Moeschberger (2003, 4.6).  Assumes that
    who stops without the event would have gone on like those who still wait.
    Worked: the 21 remissions under 6-MP of Freireich et al. (1963) give 0.247 (0.111 to 0.497)
    within 10 weeks.  Raises ValueError for negative counts or more leaving than waiting.
    """
    rows = counts.sort_values("time", kind="stable")
    entered, events, ended = (rows[name].to_numpy(dtype=np.int64) for name in _COUNTS)
    if min(int(part.min(initial=0)) for part in (entered, events, ended)) < 0:
        raise ValueError("counts cannot be negative")
    gone = events + ended
    at_risk = _before(entered) - _before(gone)
    if (gone > at_risk).any():
        raise ValueError("more leave than wait: every wait must enter before it ends")
    seen = events > 0
    n, died = at_risk[seen].astype(float), events[seen].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        stays = np.cumprod(1 - died / n)
        spread = np.sqrt(np.cumsum(died / (n * (n - died))))
        power = np.exp(quantile_of_normal(level) * spread / np.abs(np.log(stays)))
        low, high = 1 - stays ** (1 / power), 1 - stays**power
    # When the last who wait have the event, the formula has no limits left.
    gone_all = stays == 0
    low = np.where(gone_all, np.nan, low)
    return pd.DataFrame({
        "time": rows["time"].to_numpy(dtype=float)[seen],
        "at_risk": at_risk[seen],
        "events": events[seen],
        "chance": 1 - stays,
        "low": pd.Series(low, dtype=float).ffill().fillna(0.0).to_numpy(),
        "high": np.where(gone_all, 1.0, high),
    })


def _before(counts: np.ndarray) -> np.ndarray:
    """Sum of all earlier counts at each place."""
    return np.asarray(np.concatenate([[0], np.cumsum(counts)[:-1]])) if len(counts) else counts


def still_waiting(counts: pd.DataFrame, *, fewest: int = FEWEST_WAITING) -> float:
    """The last time at which at least ``fewest`` wait; 0 where there is none.

    Worked: with 3 who all enter at 0 and leave at 1, 2 and 5, two still wait at 2.
    """
    rows = counts.sort_values("time", kind="stable")
    if rows.empty:
        return 0.0
    leave = (rows["events"] + rows["ended"]).to_numpy(dtype=np.int64)
    at_risk = _before(rows["entered"].to_numpy(dtype=np.int64)) - _before(leave)
    enough = np.flatnonzero(at_risk >= fewest)
    return float(rows["time"].iloc[enough[-1]]) if len(enough) else 0.0


def waiting_at(counts: pd.DataFrame, time: float) -> int:
    """How many wait at a time: entered before it, and not gone before it.

    Worked: of 3 who all enter at 0 and leave at 1, 2 and 5, two wait at 2.
    """
    entered = counts.loc[counts["time"] < time, "entered"].sum()
    gone = counts.loc[counts["time"] < time, ["events", "ended"]].to_numpy().sum()
    return int(entered - gone)


def chance_at(curve: pd.DataFrame, time: float, *, waiting: int, level: float = 0.95) -> Chance:
    """The chance within a time, from a curve of :func:`kaplan_meier`.

    Before the first event the formula knows no error; there the upper limit is that of none of
    ``waiting`` (how many wait then): 1 - ((1 - level) / 2) ** (1 / waiting).
    Source: Clopper and Pearson (1934).  Worked: none of 100 gives 0.0362.
    Raises ValueError where nobody waits.
    """
    if waiting < 1:
        raise ValueError("nobody waits at that time")
    place = int(np.searchsorted(curve["time"].to_numpy(dtype=float), time, side="right")) - 1
    none_of = 1 - ((1 - level) / 2) ** (1 / waiting)
    if place < 0:
        return Chance(0.0, 0.0, none_of, waiting)
    row = curve.iloc[place]
    return Chance(float(row["chance"]), float(row["low"]), float(row["high"]), waiting)


def cheapest_target(curve: pd.DataFrame, *, below: float, seen: float) -> Target:
    """The longest wait for which the chance stays below ``below`` (0..1), with its interval.

    The longest is the cheapest: the later an answer may come, the fewer people are needed at the
    peaks.  ``seen``: how far the curve may be trusted (see :func:`still_waiting`); beyond it
    nothing is said.  Source: inversion of the pointwise limits (Brookmeyer and Crowley 1982).
    Worked: on the 6-MP remissions the chance stays below one half up to week 23 (13 to no limit).
    Raises ValueError unless 0 < below < 1.
    """
    if not 0 < below < 1:
        raise ValueError(f"the chance to stay below must lie between 0 and 1, not {below}")
    known = curve[curve["time"] <= seen]

    def first(column: str) -> float:
        reached = known.loc[known[column] >= below, "time"]
        return float(reached.min()) if len(reached) else math.inf

    return Target(below, first("chance"), first("high"), first("low"), float(seen))


def thinned(curve: pd.DataFrame, *, most: int = 250) -> pd.DataFrame:
    """At most ``most`` rows of a curve, evenly over its chance, the first and the last among them.

    Worked: of 1,000 rows every fourth, and the last.  Raises ValueError for fewer than two.
    """
    if most < 2:
        raise ValueError("a curve needs two points")
    if len(curve) <= most:
        return curve
    kept = np.unique(np.linspace(0, len(curve) - 1, most).round().astype(int))
    return curve.iloc[kept]
