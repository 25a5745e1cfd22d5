"""History played again by other rules: who would have been answered when.

A queue per department.  Escalated messages come first, then high, normal and low priority; within
one, those that can still be in time by when they are due, then the overdue ones, newest first: a
queue that has more than it can do serves nobody in time when it always takes the oldest.  Nobody
is interrupted.  A person who opens a conversation sees all that waits in it.

A department has the looks that history had, at the same moments, or a number of people in opening
hours.  What customers wrote stays as it was, though an earlier answer would have spared some.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.routing_looks import seen_by_looks

_ARRIVAL, _READY, _LOOK, _OPENING = range(4)


@dataclass(frozen=True)
class Items:
    """Messages, one entry each in every array (n of them), in any order.

    ``arrived``, ``due``: moments in seconds.  ``conversation``: any numbers.  ``department``: whose
    queue, from 0.  ``rank``: 0 comes first.  ``handle_seconds``: work of answering it.
    Raises ValueError for arrays of different lengths or moments that are missing.
    """

    arrived: np.ndarray
    conversation: np.ndarray
    department: np.ndarray
    rank: np.ndarray
    due: np.ndarray
    handle_seconds: np.ndarray

    def __post_init__(self) -> None:
        columns = [np.asarray(getattr(self, name)) for name in self.__dataclass_fields__]
        if len({len(column) for column in columns}) != 1:
            raise ValueError("every array of the messages must have the same length")
        if any(not np.isfinite(column.astype(float)).all() for column in columns):
            raise ValueError("every message needs its moment, its due time and its work")


@dataclass(frozen=True)
class Looks:
    """When somebody of a department answered: ``at`` (seconds) and ``department`` (from 0)."""

    at: np.ndarray
    department: np.ndarray


@dataclass(frozen=True)
class OpenHours:
    """Stretches in which people work, in seconds, in order and apart; none means always."""

    opens: Sequence[float] = ()
    closes: Sequence[float] = ()
    before: tuple[float, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if len(self.opens) != len(self.closes) or any(
                close <= open_ for open_, close in zip(self.opens, self.closes, strict=True)):
            raise ValueError("each stretch of opening hours must end after it starts")
        if any(later < earlier for earlier, later in
               zip(self.closes, [*self.opens][1:], strict=False)):
            raise ValueError("opening hours must be in order and must not overlap")
        total, before = 0.0, []
        for open_, close in zip(self.opens, self.closes, strict=True):
            before.append(total)
            total += close - open_
        object.__setattr__(self, "before", (*before, total))

    def is_open(self, at: float) -> bool:
        """Whether somebody works at that moment."""
        if not self.opens:
            return True
        place = bisect_right(self.opens, at) - 1
        return place >= 0 and at < self.closes[place]

    def done_at(self, start: float, work_seconds: float) -> float:
        """When work that starts in an open moment is done; infinity where hours run out."""
        if not self.opens:
            return start + work_seconds
        place = bisect_right(self.opens, start) - 1
        done = self.before[place] + (start - self.opens[place]) + work_seconds
        last = max(place, bisect_right(self.before, done) - 1)
        if last >= len(self.opens):
            return self.closes[-1] if done <= self.before[-1] else math.inf
        # Work that ends just at closing time ends there, not at the next opening.
        if done == self.before[last] and last > place:
            return self.closes[last - 1]
        return self.opens[last] + (done - self.before[last])


@dataclass(frozen=True)
class Replay:
    """``seen``: when a person had answered each message (seconds; NaN for never), in the order of
    the items.  ``unused``: looks of each department for which nothing waited.
    """

    seen: np.ndarray
    unused: dict[int, int]


def replay(items: Items, looks: Looks, *, forget_after_seconds: float = math.inf,
           people: Mapping[int, int] | None = None, hours: OpenHours | None = None) -> Replay:
    """Answer the messages in the order of the rules.

    A look of history takes the first in its department's queue whose answer could have been
    written since it came (``handle_seconds``).  ``people``: department → how many work there in
    the ``hours``, instead of history's looks.  A message leaves its queue unseen after
    ``forget_after_seconds``.

    Worked: messages a (0 s, normal), b (10 s, high) and c (20 s, normal) of one department, no
    work, looks at 30, 60 and 90 s: b is answered at 30, a at 60, c at 90.  With one person and 25 s
    of work each: a at 25, b at 50, c at 75.
    Source: a non-preemptive priority queue (Cobham 1954), played event by event.
    Raises ValueError for a negative number of people or a forgetting time that is not above 0.
    """
    if any(many < 1 for many in (people or {}).values()):
        raise ValueError("a department that is given people needs at least one")
    if not forget_after_seconds > 0:
        raise ValueError("messages must stay in their queue for some time")
    if people:
        return _Desk(items, looks, dict(people), hours or OpenHours(), forget_after_seconds).run()
    arrived, work, due = (np.asarray(one, dtype=float) for one in (
        items.arrived, items.handle_seconds, items.due))
    department, rank, whose = (np.asarray(one, dtype=int) for one in (
        items.department, items.rank, looks.department))
    return Replay(*seen_by_looks(
        arrived, arrived + work, np.asarray(items.conversation), department, rank, due,
        np.asarray(looks.at, dtype=float), whose, forget_after_seconds=forget_after_seconds))


class _Desk:
    """The state of a replay with people: queues, what waits in each conversation, who is free."""

    def __init__(self, items: Items, looks: Looks, people: dict[int, int], hours: OpenHours,
                 forget: float) -> None:
        self.arrived, self.due, self.work = (
            np.asarray(one, dtype=float).tolist()
            for one in (items.arrived, items.due, items.handle_seconds))
        self.conversation, self.department, self.rank = (
            np.asarray(one).tolist() for one in (items.conversation, items.department, items.rank))
        self.free, self.hours, self.forget = people, hours, forget
        self.staffed = frozenset(people)
        self.events = self._events(items, looks)
        self.finishing: list[tuple[float, int]] = []
        self.in_time: dict[int, list[tuple[int, float, int]]] = {}
        self.late: dict[int, list[tuple[int, float, int]]] = {}
        self.waiting: dict[int, list[int]] = {}
        self.open_now: set[int] = set()
        self.seen = [math.nan] * len(self.arrived)
        self.unused: dict[int, int] = {}

    def _events(self, items: Items, looks: Looks) -> list[tuple[float, int, int]]:
        """What happens whatever the rules do: (moment, kind, message or department), in order."""
        n = len(self.arrived)
        arrived = np.asarray(items.arrived, dtype=float)
        staffed = np.isin(np.asarray(items.department), list(self.staffed))
        ready = np.where(staffed, arrived, arrived + np.asarray(items.handle_seconds, dtype=float))
        used = ~np.isin(np.asarray(looks.department), list(self.staffed))
        opens = np.array(self.hours.opens, dtype=float) if self.staffed else np.zeros(0)
        moments = np.concatenate((arrived, ready, np.asarray(looks.at, dtype=float)[used], opens))
        kinds = np.repeat([_ARRIVAL, _READY, _LOOK, _OPENING], [n, n, used.sum(), len(opens)])
        what = np.concatenate((np.arange(n), np.arange(n), np.asarray(looks.department)[used],
                               np.zeros(len(opens)))).astype(int)
        order = np.lexsort((what, kinds, moments))
        return list(zip(moments[order].tolist(), kinds[order].tolist(), what[order].tolist(),
                        strict=True))

    def run(self) -> Replay:
        # Names of their own: this runs once for every message, and for every answer.
        finishing, seen, waiting = self.finishing, self.seen, self.waiting
        conversation, of, rank, due = self.conversation, self.department, self.rank, self.due
        in_time, staffed, push = self.in_time, self.staffed, heapq.heappush
        for now, kind, what in self.events:
            while finishing and finishing[0][0] <= now:
                self.finish()
            if kind == _ARRIVAL:
                talk = conversation[what]
                if talk in waiting:
                    waiting[talk].append(what)
                else:
                    waiting[talk] = [what]
            elif kind == _READY:
                if seen[what] != seen[what]:  # answered with one before it, if not NaN
                    queue = in_time.setdefault(of[what], [])
                    push(queue, (rank[what], due[what], what))
                    if of[what] in staffed:
                        self.start(of[what], now)
            elif kind == _LOOK:
                item = self.take(what, now)
                if item is None:
                    self.unused[what] = self.unused.get(what, 0) + 1
                else:
                    self.look(item, now)
            else:
                for department in self.staffed:
                    self.start(department, now)
        while self.finishing:
            self.finish()
        return Replay(np.array(self.seen), self.unused)

    def take(self, department: int, now: float) -> int | None:
        """The message that is next in a queue; it leaves the queue."""
        in_time = self.in_time.get(department, [])
        late = self.late.setdefault(department, [])
        while True:
            while in_time and in_time[0][1] < now:
                rank, due, item = heapq.heappop(in_time)
                heapq.heappush(late, (rank, -due, item))
            if not in_time and not late:
                return None
            queue = late if late and (not in_time or late[0][0] < in_time[0][0]) else in_time
            item = heapq.heappop(queue)[2]
            done = self.seen[item] == self.seen[item]
            if (not done and now - self.arrived[item] <= self.forget
                    and self.conversation[item] not in self.open_now):
                return item

    def look(self, item: int, now: float) -> None:
        """A person has answered the conversation: all that waited in it is seen."""
        for one in self.waiting.pop(self.conversation[item], ()):
            if now - self.arrived[one] <= self.forget:
                self.seen[one] = now

    def start(self, department: int, now: float) -> None:
        """Whoever is free takes the next message."""
        while self.free[department] and self.hours.is_open(now):
            item = self.take(department, now)
            if item is None:
                return
            self.free[department] -= 1
            self.open_now.add(self.conversation[item])
            heapq.heappush(self.finishing, (self.hours.done_at(now, self.work[item]), item))

    def finish(self) -> None:
        """The work that is done next: its conversation is answered, its person is free."""
        now, item = heapq.heappop(self.finishing)
        self.open_now.discard(self.conversation[item])
        if not math.isfinite(now):
            return
        self.look(item, now)
        self.free[self.department[item]] += 1
        self.start(self.department[item], now)


def history_looks(reviewed: Any, conversation: Any, department: Any) -> Looks:
    """The looks that history had: one for each conversation and moment of an answer.

    ``reviewed``: moment per message in seconds, NaN for never; ``department``: who answered, from 0
    (below 0: unknown, then the look is nobody's).  Worked: two messages of one conversation that
    were answered at once are one look.
    """
    at = np.asarray(reviewed, dtype=float)
    told = np.flatnonzero(np.isfinite(at) & (np.asarray(department) >= 0))
    at, talk = at[told], np.asarray(conversation, dtype=float)[told]
    # In the order of moments and conversations the first of those alike is the earliest message.
    order = np.lexsort((talk, at))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(at[order]) != 0) | (np.diff(talk[order]) != 0)
    first = np.sort(order[new])
    return Looks(at[first], np.asarray(department)[told][first])
