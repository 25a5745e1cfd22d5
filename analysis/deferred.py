"""Work that may wait for hours, such as posts and e-mails: backlog, its age and the promise.

A fluid picture: work flows in evenly within an interval, the oldest is answered first.  It shows
the mean of what happens; for hours of backlog chance matters little beside the flow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.staffing import Numbers

# Hours of work below this are rounding.
_HAIR = 1e-9


@dataclass(frozen=True)
class Work:
    """What comes in, interval by interval, and what was promised.

    ``volume``: contacts per interval (array of n).  ``aht_seconds``: a number or one per interval.
    ``promised_hours``: answered within so many hours.  ``counted``: which intervals count towards
    the promise and ages, such as opening hours; None counts all.  ``opening``: when staff may work
    (bool per interval); None is always.  ``start_hours``: hours of work that wait at the start, the
    oldest of them for ``start_oldest_hours``, evenly from then on.  ``repeating``: the intervals
    are one turn of a cycle, such as a typical week, that comes again and again; what waits at the
    start is then what the cycle leaves.  ``occupancy``: share of an agent's time spent on the work.
    Raises ValueError for numbers that cannot be.
    """

    volume: Numbers
    aht_seconds: Numbers
    promised_hours: float
    interval_seconds: float = 1800
    counted: Any = None
    opening: Any = None
    start_hours: float = 0.0
    start_oldest_hours: float = 0.0
    repeating: bool = False
    occupancy: float = 1.0

    def __post_init__(self) -> None:
        volume = np.asarray(self.volume, dtype=float)
        if volume.ndim != 1 or not volume.size or not np.isfinite(volume).all() or (
                volume < 0).any():
            raise ValueError("the volume must be a row of numbers of 0 or more")
        aht = np.asarray(self.aht_seconds, dtype=float)
        if not np.isfinite(aht).all() or aht.shape not in ((), volume.shape) or (
                (aht < 0) | (aht == 0) & (volume > 0)).any():
            raise ValueError("the handle time must be above 0, one for all or one per interval")
        for name in ("counted", "opening"):
            mask = getattr(self, name)
            if mask is not None and np.asarray(mask, dtype=bool).shape != volume.shape:
                raise ValueError(f"{name} must say yes or no for every interval")
            if mask is not None and not np.any(mask):
                raise ValueError(f"{name} must say yes for some interval")
        for name, fine in (("interval_seconds", self.interval_seconds > 0),
                           ("promised_hours", self.promised_hours > 0),
                           ("start_hours", self.start_hours >= 0),
                           ("start_oldest_hours", self.start_oldest_hours >= 0),
                           ("occupancy", 0 < self.occupancy <= 1)):
            if not (fine and math.isfinite(getattr(self, name))):
                raise ValueError(f"{name} cannot be {getattr(self, name)}")
        if self.repeating and self.start_hours:
            raise ValueError("a repeating cycle starts with what it leaves, so start_hours must "
                             "be 0")

    @property
    def hours(self) -> float:
        """Length of an interval."""
        return self.interval_seconds / 3600

    @cached_property
    def arriving_hours(self) -> np.ndarray:
        """Hours of work per interval."""
        return np.asarray(np.asarray(self.volume, dtype=float) * self.aht / 3600)

    @cached_property
    def aht(self) -> np.ndarray:
        """Handle time per interval, in seconds; 1 where it is 0 because nothing comes."""
        given = np.broadcast_to(np.asarray(self.aht_seconds, dtype=float), np.shape(self.volume))
        return np.where(given > 0, given, 1.0)

    @property
    def contacts(self) -> np.ndarray:
        """Contacts per interval."""
        return np.asarray(self.volume, dtype=float)

    def then(self, other: Work) -> Work:
        """This work and then another of the same rules, each once."""
        counted, opening = (np.concatenate((self.mask(name), other.mask(name)))
                            for name in ("counted", "opening"))
        return replace(self, volume=np.concatenate((self.contacts, other.contacts)),
                       aht_seconds=np.concatenate((self.aht, other.aht)), repeating=False,
                       counted=counted, opening=opening)

    def mask(self, name: str) -> np.ndarray:
        """``counted`` or ``opening`` as an array of bool."""
        given = getattr(self, name)
        size = len(np.asarray(self.volume))
        return np.ones(size, dtype=bool) if given is None else np.asarray(given, dtype=bool)


@dataclass(frozen=True)
class Backlog:
    """How a staff gets on with the work.

    ``frame``, one row per interval: ``arrived_hours``, ``done_hours``, ``backlog_hours`` (of work,
    at the end of the interval), ``oldest_hours`` (age of the oldest that waits then, in counted
    hours), ``on_time_share`` of the contacts that arrived in it (NaN where none came or all are
    undecided).  ``on_time_share``: of all whose promise is decided, by contacts; NaN where none is.
    ``undecided``: contacts that still wait at the end and are not late yet.  ``keeps_up``: false
    where a repeating cycle brings more work than is done, so that the backlog grows for ever; the
    share is 0 then.
    """

    frame: pd.DataFrame
    on_time_share: float
    undecided: float
    keeps_up: bool


def backlog(work: Work, *, staff: Numbers) -> Backlog:
    """What becomes of the work with so many agents per interval (a number or an array).

    Backlog(t + 1) = max(0, backlog(t) + work - capacity), answered in the order of arrival: the
    fluid of Newell (1982), Applications of Queueing Theory, chapter 2, whose two cumulative curves
    give every wait exactly.  Staff in intervals that are not ``opening`` does nothing.

    Worked: 10 contacts of an hour come in the first hour and none later, 2 agents: backlog 8, 6,
    4, 2, 0 hours at the end of each hour.  What comes after a share m of the first hour waits
    4 m hours, so with a promise of 2 hours half of it is on time.
    Raises ValueError for staff that is negative or unknown.
    """
    agents = np.asarray(staff, dtype=float)
    size = len(work.aht)
    if agents.shape not in ((), (size,)) or not np.isfinite(agents).all() or (agents < 0).any():
        raise ValueError("the staff must be 0 or more, one number or one per interval")
    capacity = agents * work.hours * work.occupancy * work.mask("opening")
    keeps_up = not work.repeating or bool(
        capacity.sum() >= work.arriving_hours.sum() - _HAIR)
    turns, shown = (3, 1) if work.repeating else (1, 0)
    return follow(work, capacity, turns=turns, shown=shown, keeps_up=keeps_up)


def follow(work: Work, capacity: np.ndarray, *, turns: int, shown: int, keeps_up: bool = True,
            silent: int = 0) -> Backlog:
    """The two cumulative curves over some turns and then silent ones, read for one turn.

    A cycle that keeps up is in its steady state after one turn from empty, and what a turn leaves
    is answered within the next.
    """
    size = len(work.aht)
    arriving = np.concatenate((np.tile(work.arriving_hours, turns), np.zeros(silent * size)))
    able = np.tile(capacity, turns + silent)
    times = np.arange(len(arriving) + 1, dtype=float)
    clock = np.concatenate(([0.0], np.cumsum(np.tile(work.mask("counted"), turns + silent))))
    clock = clock * work.hours
    come = work.start_hours + np.concatenate(([0.0], np.cumsum(arriving)))
    done, done_times, at_end = _done(come, arriving, able)
    # Arrivals before the start, in counted hours before it.
    born = np.concatenate(([-work.start_oldest_hours], clock))
    mass = np.concatenate(([0.0], come))
    marks = np.unique(np.concatenate((mass, done)))
    marks = marks[np.concatenate(([True], np.diff(marks) > _HAIR / 10))]
    left, width = marks[:-1], np.diff(marks)
    waits, when = [], []
    for part in (0.25, 0.75):
        middle = left + part * width
        arrived = np.interp(middle, mass, born)
        answered = np.interp(np.interp(middle, done, done_times), times, clock)
        waits.append(np.where(middle < done[-1], answered, clock[-1]) - arrived)
        when.append(np.interp(middle, mass, np.concatenate(([-1.0], times))))
    on_time = _share_below(1.5 * waits[0] - 0.5 * waits[1], 1.5 * waits[1] - 0.5 * waits[0],
                           work.promised_hours)
    interval = np.floor((when[0] + when[1]) / 2).astype(int)
    contacts = width * 3600 / work.aht[np.maximum(interval, 0) % size]
    answered_yet = left + width / 2 < done[-1]
    kept = contacts * on_time * answered_yet
    decided = contacts * np.where(answered_yet, 1.0, 1 - on_time)
    first, last = shown * size, (shown + 1) * size
    mine = (interval >= first) & (interval < last) | (shown == 0) & (interval < 0)
    own = (interval >= first) & (interval < last)
    by_interval = [np.bincount(interval[own] - first, column[own], size)
                   for column in (kept, decided)]
    shares = np.divide(by_interval[0], by_interval[1], out=np.full(size, np.nan),
                       where=by_interval[1] > _HAIR)
    waiting = np.maximum(come - at_end, 0.0)
    waiting[waiting < _HAIR] = 0.0
    oldest = np.where(waiting > 0, clock - np.interp(at_end + 2 * _HAIR, mass, born), 0.0)
    rows = slice(first + 1, last + 1)
    frame = pd.DataFrame({
        "arrived_hours": work.arriving_hours, "done_hours": np.diff(at_end)[first:last],
        "backlog_hours": waiting[rows], "oldest_hours": np.maximum(oldest[rows], 0.0),
        "on_time_share": shares if keeps_up else np.zeros(size),
    })
    total = float(decided[mine].sum())
    share = float(kept[mine].sum()) / total if total > _HAIR else math.nan
    return Backlog(frame=frame, on_time_share=min(share, 1.0) if keeps_up else 0.0,
                   undecided=float((contacts - decided)[mine].sum()), keeps_up=keeps_up)


def _done(come: np.ndarray, arriving: np.ndarray, able: np.ndarray,
          ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work done by time as a line of corners, and at the end of every interval.

    Within an interval the line turns where the backlog runs empty.
    """
    at_end, corners = [0.0], []
    done = 0.0
    # Plain numbers: an array hands out each of its own one by one many times slower.
    there = come.tolist()
    before = there[0]
    for after, new, capacity in zip(there[1:], arriving.tolist(), able.tolist(), strict=True):
        waiting = before - done
        if 0 < waiting < capacity - new:
            share = waiting / (capacity - new)
            corners.append((len(at_end), before + share * new, len(at_end) - 1 + share))
        done += capacity
        if done > after:
            done = after
        at_end.append(done)
        before = after
    ends, place = np.array(at_end), [one[0] for one in corners]
    line = np.insert(ends, place, [one[1] for one in corners])
    when = np.insert(np.arange(len(ends), dtype=float), place, [one[2] for one in corners])
    return line, when, ends


def _share_below(first: np.ndarray, last: np.ndarray, limit: float) -> np.ndarray:
    """The share of a straight line from first to last that is not above the limit."""
    low, high = np.minimum(first, last), np.maximum(first, last)
    inside = np.divide(limit - low, high - low, out=np.ones_like(low), where=high - low > _HAIR)
    return np.where(high <= limit + _HAIR, 1.0, np.where(low > limit + _HAIR, 0.0,
                                                        np.clip(inside, 0.0, 1.0)))
