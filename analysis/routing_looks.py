"""The replay where every department has history's looks: the common case, without people's hours.

What is played is what :mod:`analysis.routing_replay` plays.  As nobody is busy between two looks,
only looks need to be followed; places in the queues are whole numbers, worked out before.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush

import numpy as np


def seen_by_looks(arrived: np.ndarray, ready: np.ndarray, conversation: np.ndarray,
                  department: np.ndarray, rank: np.ndarray, due: np.ndarray, look_at: np.ndarray,
                  look_department: np.ndarray, *,
                  forget_after_seconds: float) -> tuple[np.ndarray, dict[int, int]]:
    """When each of n messages was seen (n seconds, NaN for never), and unused looks by department.

    ``ready``: the moment from which an answer could be there.  The other arrays are those of
    ``Items`` and ``Looks``, as :func:`analysis.routing_replay.replay` describes them.
    """
    n = len(arrived)
    seen = np.full(n, np.nan)
    unused: dict[int, int] = {}
    if not len(look_at):
        return seen, unused
    number = np.arange(n)
    # Sorts are stable: what is alike stays in the order of the messages.
    # A message's place among all that can still be in time, and among all that are overdue.
    urgent = np.lexsort((due, rank))
    overdue = np.lexsort((-due, rank))
    place, late_place = np.empty(n, dtype=int), np.empty(n, dtype=int)
    place[urgent], late_place[overdue] = number, number
    message_at, due_at, rank_at = (one.tolist() for one in (urgent, due[urgent], rank[urgent]))
    late_from, late_message, late_rank = (
        one.tolist() for one in (late_place[urgent], overdue, rank[overdue]))

    # Messages conversation by conversation, as they came; the next of each that nobody saw.
    talk = np.unique(conversation, return_inverse=True)[1].reshape(-1)
    several = np.bincount(talk) > 1
    tied = np.flatnonzero(several[talk])
    in_talk = tied[np.lexsort((arrived[tied], talk[tied]))].tolist()
    sizes = np.bincount(talk[tied], minlength=len(several))
    ends = np.cumsum(sizes)
    next_of, end_of = (ends - sizes).tolist(), ends.tolist()
    # -1 for a conversation of one message, which most are.
    talks = np.where(several[talk], talk, -1).tolist()

    coming = np.argsort(ready, kind="stable")
    comes = [*ready[coming].tolist(), math.inf]
    left = [*coming.tolist(), 0]
    places, queue_of, moment = place.tolist(), department.tolist(), arrived.tolist()
    order = np.lexsort((look_department, look_at))
    queues: dict[int, tuple[list[int], list[int]]] = {
        one: ([], []) for one in {*queue_of, *look_department.tolist()}}
    found: list[float | None] = [None] * n
    came = 0
    for now, desk in zip(look_at[order].tolist(), look_department[order].tolist(), strict=True):
        oldest = now - forget_after_seconds
        while comes[came] <= now:
            message = left[came]
            came += 1
            if found[message] is None:
                heappush(queues[queue_of[message]][0], places[message])
        in_time, late = queues[desk]
        while True:
            while in_time and due_at[in_time[0]] < now:
                heappush(late, late_from[heappop(in_time)])
            if in_time and not (late and late_rank[late[0]] < rank_at[in_time[0]]):
                message = message_at[heappop(in_time)]
            elif late:
                message = late_message[heappop(late)]
            else:
                unused[desk] = unused.get(desk, 0) + 1
                break
            if found[message] is not None or moment[message] < oldest:
                continue
            opened = talks[message]
            if opened < 0:
                found[message] = now
                break
            first, end = next_of[opened], end_of[opened]
            while first < end and moment[in_talk[first]] <= now:
                if moment[in_talk[first]] >= oldest:
                    found[in_talk[first]] = now
                first += 1
            next_of[opened] = first
            break
    return np.array(found, dtype=float), unused
