"""The staff that keeps a promise on work that may wait: the smallest even one, and a level plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.deferred import Backlog, Work, backlog, follow

_HAIR = 1e-9


@dataclass(frozen=True)
class EvenStaff:
    """``agents`` at work in every opening interval, ``rostered`` with shrinkage, and the backlog.

    ``on_time_share``: of all contacts, 0..1.
    """

    agents: int
    rostered: int
    on_time_share: float
    backlog: Backlog


def even_staff(work: Work, *, share: float = 1.0, shrinkage: float = 0.0) -> EvenStaff:
    """The smallest number of agents, the same in every opening interval, that keeps the promise.

    At least ``share`` (0..1) of the contacts are answered within the promised hours.  Unless the
    work repeats, nothing more comes after its last interval and the same staff goes on until every
    promise is decided: for a plan that goes on with as much work, let it repeat.

    Worked: 10 contacts of an hour in the first hour, none later, all promised within 4 hours: with
    c agents the last waits 10 / c - 1 hours, so 2 agents.  Repeating every 6 hours the same.
    Raises ValueError when even unlimited staff would miss the promise, as where work comes while
    closed, and for a share outside 0..1.
    """
    if not 0 < share <= 1 or not 0 <= shrinkage < 1:
        raise ValueError("the share must be above 0 and at most 1, the shrinkage below 1")

    high = _unlimited(work)
    best = _best(work, at_least=share)
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        fine = _share(work, middle) >= min(share, best) - 1e-6
        low, high = (low, middle) if fine else (middle, high)
    return EvenStaff(agents=high, rostered=math.ceil(high / (1 - shrinkage) - _HAIR),
                     on_time_share=_share(work, high), backlog=backlog(work, staff=high))


def level_staff(work: Work) -> np.ndarray:
    """Agents per interval that keep the promise for all work, as level as may be (array of int).

    The hours of work done by time must stay below what has come and above what is due.  The
    shortest line between the two has the smallest peak; it is pulled tight as a string
    (Modigliani and Hohn 1955) and rounded up to whole agents, what is gained carried along; who
    would be idle in part comes later where the peak allows it.  The promise is taken down to whole
    intervals.  Ends and repeating as in :func:`even_staff`.

    Worked: 12 hours of work come in the first of six hours and 6 in the fourth, each promised
    within three hours: 3, 3, 3, 3, 2 and 2 agents; the last 2 hours of work are due in the seventh.
    Raises ValueError when even unlimited staff would miss the promise.
    """
    _best(work, at_least=1.0)
    size, each = len(work.aht), work.hours * work.occupancy
    come, due, open_ = _come_and_due(work)
    place = np.concatenate(([0], np.cumsum(open_)))  # opening intervals before each boundary
    count = int(place[-1])
    upper, lower = np.full(count + 1, np.inf), np.zeros(count + 1)
    np.minimum.at(upper, place, come)
    np.maximum.at(lower, place, due)
    if work.repeating:
        # Of a closed loop the point furthest below the mean slope touches the upper bound: if it
        # did not, the line could be pulled straighter.  The turn before the last is in full flow.
        turn, total = int(place[size]), float(work.arriving_hours.sum())
        from_ = count - 2 * turn
        tilted = upper[from_:from_ + turn] - np.arange(turn) * total / turn
        first = from_ + int(np.argmin(tilted))
        start = float(upper[first])
        lower, upper = lower[first:first + turn + 1], upper[first:first + turn + 1]
        lower[-1] = upper[-1] = start + total
    else:
        first, start = 0, 0.0
    lower = np.minimum(lower, upper)
    line = start + _string(lower - start, upper - start)
    most = math.ceil(float(np.diff(line).max()) / each - 1e-6)
    staff, done = [0] * size, start
    begin = int(np.searchsorted(place, first))
    # Plain numbers: an array hands out each of its own one by one many times slower.
    ends, comes, level = ((place - first).tolist(), come.tolist(), line.tolist())
    due_by, ramp = lower - _HAIR, most * each * np.arange(len(lower))
    for at in np.flatnonzero(open_[begin:begin + size]).tolist():
        at += begin
        here, so_far = ends[at + 1], comes[at + 1]
        wanted = min(most, max(0, math.ceil((level[here] - done) / each - 1e-6)))
        if done + wanted * each > so_far + _HAIR:
            # One of them would be idle in part: without, if the rest catches up in time.
            able = done + (wanted - 1) * each + ramp[:len(lower) - here]
            wanted -= bool((able >= due_by[here:]).all())
        staff[at % size] = wanted
        done = min(so_far, done + wanted * each)
    return np.array(staff, dtype=int)


def _come_and_due(work: Work) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hours of work that have come, and that must be done, by each boundary; and who is open."""
    size, turns = len(work.aht), 1 + _silent(work)
    arriving = np.tile(work.arriving_hours, turns + 2)
    if not work.repeating:
        arriving[size:] = 0
    come = work.start_hours + np.concatenate(([0.0], np.cumsum(arriving)))
    clock = np.concatenate(([0], np.cumsum(np.tile(work.mask("counted"), turns + 2))))
    born = clock - math.floor(work.promised_hours / work.hours + _HAIR)
    last = np.searchsorted(clock, born, side="right") - 1
    oldest = work.start_oldest_hours / work.hours
    # What waited at the start is taken as due one interval early: its line may bend within one.
    early = np.clip((born + 1 + oldest) / max(oldest, _HAIR), 0, 1) * work.start_hours
    due = np.where(born >= 0, come[np.maximum(last, 0)], early)
    return come, due, np.tile(work.mask("opening"), turns + 2)


def _string(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """The shortest line from (0, 0) to the end between two rising bounds given at whole places."""
    line, at, height = np.zeros(len(lower)), 0, 0.0
    while at < len(lower) - 1:
        ahead = np.arange(1, len(lower) - at)
        steepest = np.minimum.accumulate((upper[at + 1:] - height) / ahead)
        flattest = np.maximum.accumulate((lower[at + 1:] - height) / ahead)
        crossed = np.flatnonzero(flattest > steepest + _HAIR)
        if crossed.size:
            # The first bound to be crossed says whether the line bends at the one or the other.
            stop = int(crossed[0])
            from_below = (lower[at + 1 + stop] - height) / ahead[stop] >= flattest[stop] - _HAIR
            slope = steepest[stop - 1] if from_below else flattest[stop - 1]
            bound = upper if from_below else lower
            touching = np.flatnonzero(
                np.abs((bound[at + 1:at + 1 + stop] - height) / ahead[:stop] - slope) <= _HAIR)
            length = int(touching[-1]) + 1
        else:
            length = len(lower) - 1 - at
            slope = (lower[-1] - height) / length
        line[at:at + length + 1] = height + slope * np.arange(length + 1)
        at, height = at + length, height + slope * length
    return line


def _unlimited(work: Work) -> int:
    """More agents than could ever be of use."""
    hours = float(work.arriving_hours.sum()) + work.start_hours
    return int(10 * (math.ceil(hours / (work.hours * work.occupancy)) + 1))


def _best(work: Work, *, at_least: float) -> float:
    """Share on time with unlimited staff.  Raises ValueError if it is less than wanted."""
    if _answered_when_opened(work):
        return 1.0
    best = _share(work, _unlimited(work))
    if best < at_least - 1e-6:
        raise ValueError(
            f"even unlimited staff answers only {best:.1%} within {work.promised_hours:g} hours, "
            "because work waits while nobody may work or has waited too long already: promise "
            "more hours, open longer, or count opening hours only")
    return best


def _answered_when_opened(work: Work) -> bool:
    """Whether all is on time that is answered by the end of the first open interval from its own.

    Unlimited staff does that.  It costs a tenth of following the backlog; where it is false, the
    backlog must be followed to know how much is late.
    """
    if work.start_hours:
        return False
    # The turn that comes next opens as this one does, with and without new work in it.
    open_ = np.flatnonzero(np.tile(work.mask("opening"), 2))
    clock = np.concatenate(([0], np.cumsum(np.tile(work.mask("counted"), 2)))) * work.hours
    came = np.flatnonzero(work.arriving_hours > 0)
    until = open_[np.searchsorted(open_, came)] + 1
    return bool((clock[until] - clock[came] <= work.promised_hours).all())


def _silent(work: Work) -> int:
    """Turns without arrivals until every promise is decided."""
    counted = float(work.mask("counted").sum()) * work.hours
    return math.ceil((work.promised_hours + _HAIR) / counted) + 1


def _share(work: Work, agents: int) -> float:
    """Share of all contacts on time with so many agents in every opening interval; 1 without any.
    """
    if work.repeating:
        found = backlog(work, staff=agents).on_time_share
    else:
        able = agents * work.hours * work.occupancy * work.mask("opening")
        found = follow(work, able, turns=1, shown=0, silent=_silent(work)).on_time_share
    return 1.0 if math.isnan(found) else found
