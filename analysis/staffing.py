"""How many people calls, chats and messages need, and how long customers then wait.

Arguments are numbers or one-dimensional arrays; arrays give arrays, one value per interval.
Work that may wait for hours is in :mod:`analysis.deferred`, groups of skills in
:mod:`analysis.skills`, the staff for a forecast in :mod:`analysis.staffing_needs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from analysis.queues import Answers, Load, answers, capacity

Numbers = float | Sequence[float] | np.ndarray | pd.Series
# A float (or int, where whole) for one interval, an array for several.
Value = Any

# Busier than this for hours, people tire and quality falls; a common rule of planners.
MAX_OCCUPANCY = 0.85
# By how much each further chat lengthens the others, where nobody has measured it.  Fits the
# table that Contact Centre Helper (12 April 2022, "Erlang C for chat") gives for one agent:
# 1, 1.7, 2.5, 2.9 and 3.5 times the work of one chat at a time with 1 to 5 chats.
STRETCH_PER_CHAT = 0.12
# Divisions such as 14 / 0.7 may end a hair above a whole number.
_HAIR = 1e-9


@dataclass(frozen=True)
class Queue:
    """How a queue goes; floats for one interval, arrays for several.

    ``service_level``: answered within the target ÷ offered, 0..1.  ``asa_seconds``: mean wait of
    those answered, zero waits included; inf where the queue only grows or nobody works.
    ``occupancy``: work done ÷ work that could be done, 0..1.  ``wait_probability``: share that does
    not get an agent at once.  ``abandoned``: share that hangs up, 0 in Erlang C.  ``erlangs``:
    volume x handle time ÷ interval.
    """

    service_level: Value
    asa_seconds: Value
    occupancy: Value
    wait_probability: Value
    abandoned: Value
    erlangs: Value


@dataclass(frozen=True)
class Staff(Queue):
    """The smallest staff that meets the targets, and how the queue then goes.

    ``agents``: at work; ``rostered``: on the rota, so that after shrinkage so many are at work.
    Whole numbers (as int or an array of int).
    """

    agents: Value
    rostered: Value


def erlang_c(*, volume: Numbers, aht_seconds: Numbers, interval_seconds: float, agents: Numbers,
             target_answer_seconds: Numbers, chats: Numbers = 1,
             stretch_per_chat: Numbers = STRETCH_PER_CHAT) -> Queue:
    """How a queue goes in which everybody waits until answered.

    ``volume``: contacts per interval.  ``agents``: whole, at work.  ``chats``: how many contacts
    one agent holds at once; with c held, each takes ``1 + stretch_per_chat x (c - 1)`` times as
    long, so 0 is free and 1 gains nothing.  Chats go to whoever holds fewest.

    Source: Erlang (1917), M/M/n; the wait as in Cooper (1981), Introduction to Queueing Theory,
    3.4.  Chats: rates that depend on the number held, as Luo and Zhang (2013), Operations Research
    61(2), as if chats were kept even between agents; where they stay with theirs, the share that
    waits differs by a point or so.  Assumes random (Poisson) arrivals, exponential handle times, a
    steady state.  Overloaded (load >= capacity): service level 0, ASA inf, occupancy and wait
    probability 1.  No volume: service level 1, the rest 0, whatever the agents.

    Worked: 100 calls in 30 minutes of 180 s each with 14 agents: 0.888 within 20 s, ASA 7.84 s,
    occupancy 0.714, 17.4 % wait.  Raises ValueError for a negative or unknown number, a handle time
    of 0 or less, or agents that are not whole.
    """
    return _queue(volume, aht_seconds, interval_seconds, agents, target_answer_seconds, np.inf,
                  chats, stretch_per_chat)


def erlang_a(*, volume: Numbers, aht_seconds: Numbers, interval_seconds: float, agents: Numbers,
             target_answer_seconds: Numbers, patience_seconds: Numbers, chats: Numbers = 1,
             stretch_per_chat: Numbers = STRETCH_PER_CHAT) -> Queue:
    """How a queue goes in which customers hang up after a mean patience (exponential).

    As :func:`erlang_c`; ``patience_seconds`` may be inf and is then Erlang C.  The service level
    counts who hung up as not answered, the ASA leaves them out.  Never overloaded; without agents
    everybody leaves (ASA inf).

    Source: Palm (1946) and Mandelbaum and Zeltyn (2007), "Service engineering in action: the
    Palm/Erlang-A queue", by exact birth-death sums.  Worked, their example: 48 calls a minute of
    1 minute with 50 agents and 2 minutes of patience: 3.1 % hang up, 93 % occupancy.
    Raises ValueError as Erlang C does, for a patience of 0, and for a queue of over 200,000.
    """
    return _queue(volume, aht_seconds, interval_seconds, agents, target_answer_seconds,
                  patience_seconds, chats, stretch_per_chat)


def agents_needed(*, volume: Numbers, aht_seconds: Numbers, interval_seconds: float,
                  target_answer_seconds: Numbers, service_level: float,
                  max_occupancy: float = MAX_OCCUPANCY, max_asa_seconds: float | None = None,
                  max_abandoned: float | None = None, patience_seconds: Numbers | None = None,
                  shrinkage: float = 0.0, chats: Numbers = 1,
                  stretch_per_chat: Numbers = STRETCH_PER_CHAT) -> Staff:
    """The smallest number of agents that meets every target given.

    ``service_level``: at least this share (0..1) within the target.  ``max_occupancy``: at most
    (0..1]; 1 switches it off.  ``max_asa_seconds``, ``max_abandoned``: at most, where given.
    ``patience_seconds`` None is Erlang C, else Erlang A.  ``shrinkage``: share (0..1) of rostered
    time away from customers; rostered = ceil(agents ÷ (1 - shrinkage)).  One agent fewer fails a
    target.  No volume needs nobody.

    Source: see :func:`erlang_c`, :func:`erlang_a`.  Worked: 100 calls in 30 minutes of 180 s,
    80 % within 20 s, occupancy at most 0.85, shrinkage 0.3: 14 agents, 20 rostered, service level
    0.888, ASA 7.84 s.  Raises ValueError for a target that no number of agents can meet or a
    number as :func:`erlang_c` refuses.
    """
    patience = np.inf if patience_seconds is None else patience_seconds
    for rule, fine in (
        ("the service level must be 0 or more and below 1", 0 <= service_level < 1),
        ("the highest occupancy must be above 0 and at most 1", 0 < max_occupancy <= 1),
        ("the shrinkage must be 0 or more and below 1", 0 <= shrinkage < 1),
        ("the longest mean wait must be above 0", max_asa_seconds is None or max_asa_seconds > 0),
        ("the share that may hang up must be above 0", max_abandoned is None or max_abandoned > 0),
    ):
        if not fine:
            raise ValueError(rule)
    given, shape = _load(volume, aht_seconds, interval_seconds, 0, target_answer_seconds, patience,
                         chats, stretch_per_chat)
    aht = np.broadcast_to(np.asarray(aht_seconds, dtype=float).ravel(), given.load.shape)

    def meets(part: Load, at: np.ndarray) -> np.ndarray:
        found = _answers(part)
        fine = ((found.within_target >= service_level) & np.isfinite(found.wait)
                & (found.occupancy <= max_occupancy + _HAIR))
        if max_asa_seconds is not None:
            fine &= found.wait * aht[at] <= max_asa_seconds
        if max_abandoned is not None:
            fine &= found.left <= max_abandoned
        return np.asarray(fine)

    agents = _smallest(given, max_occupancy, meets)
    given = given._replace(agents=agents)
    rostered = np.ceil(agents / (1 - shrinkage) - _HAIR)
    queue = _as_queue(given, _answers(given), aht, shape)
    whole = {name: (column.astype(int).reshape(shape) if shape else int(column[0]))
             for name, column in (("agents", agents), ("rostered", rostered))}
    return Staff(**{item.name: getattr(queue, item.name) for item in fields(Queue)}, **whole)


def _smallest(given: Load, max_occupancy: float, meets: Any) -> np.ndarray:
    """The smallest agents that meet the targets: strides up, then down, then halving between."""
    each = capacity(given._replace(agents=np.ones(len(given.load))))
    square_root = np.sqrt(given.load / each)
    # With patient customers no staff below the load, or above the highest occupancy, will do; with
    # others it is a good first guess, because few leave.
    steady = np.maximum(np.ceil(given.load / each / max_occupancy - _HAIR), 1)
    low = np.where((given.rate_of_leaving == 0) & (given.load > 0), steady - 1, 0.0)
    high = np.where(given.load > 0, np.maximum(steady, np.ceil(given.load / each + square_root)),
                    0.0)
    first = np.ceil(square_root / 2)

    def fine(at: np.ndarray, agents: np.ndarray) -> np.ndarray:
        return np.asarray(meets(given.at(at)._replace(agents=agents), at))

    open_, stride = np.flatnonzero(given.load > 0), first + 1
    while (open_ := open_[~fine(open_, high[open_])]).size:
        low[open_] = high[open_]
        high[open_] += stride[open_]
        stride[open_] *= 2
        if (high[open_] > 1e7).any():
            raise ValueError("no number of agents meets these targets")
    open_, stride = np.flatnonzero(high - low > 1), first + 1
    while open_.size:
        lower = np.maximum(high[open_] - stride[open_], low[open_] + 1)
        does = fine(open_, lower)
        high[open_] = np.where(does, lower, high[open_])
        low[open_] = np.where(does, low[open_], lower)
        stride[open_] *= 2
        open_ = open_[does & (high[open_] - low[open_] > 1)]
    open_ = np.flatnonzero(high - low > 1)
    while open_.size:
        middle = np.floor((low[open_] + high[open_]) / 2)
        does = fine(open_, middle)
        high[open_] = np.where(does, middle, high[open_])
        low[open_] = np.where(does, low[open_], middle)
        open_ = open_[high[open_] - low[open_] > 1]
    return high


def _load(volume: Numbers, aht_seconds: Numbers, interval_seconds: float, agents: Numbers,
          target: Numbers, patience: Numbers, chats: Numbers, stretch: Numbers,
          ) -> tuple[Load, tuple[int, ...]]:
    """The checked arguments in handle times, and the shape of the answer: () for numbers."""
    names = ("volume", "handle time", "interval", "number of agents", "target to answer",
             "patience", "number of chats", "stretch per chat")
    values = [np.asarray(value, dtype=float) for value in (
        volume, aht_seconds, interval_seconds, agents, target, patience, chats, stretch)]
    for name, value in zip(names, values, strict=True):
        if value.ndim > 1 or np.isnan(value).any() or (value < 0).any():
            raise ValueError(f"the {name} must be a number, or a row of them, of 0 or more")
        if name != "patience" and np.isinf(value).any():
            raise ValueError(f"the {name} must be finite")
        if name in ("handle time", "interval", "patience", "number of chats") and (
                value <= 0).any():
            raise ValueError(f"the {name} must be above 0")
        if name in ("number of agents", "number of chats") and (value % 1).any():
            raise ValueError(f"the {name} must be whole")
        if name == "stretch per chat" and (value > 1).any():
            raise ValueError("the stretch per chat must lie between 0 and 1: above 1 an agent "
                             "would finish more by holding fewer chats")
    shape = np.broadcast_shapes(*(value.shape for value in values))
    volumes, aht, interval, count, wait, patient, held, longer = (
        np.broadcast_to(value, shape).ravel() for value in values)
    return Load(volumes * aht / interval, count, wait / aht, aht / patient, held, longer), shape


def _answers(given: Load) -> Answers:
    """As :func:`analysis.queues.answers`, and what is defined without work or without agents."""
    out = Answers(within_target=np.ones(len(given.load)),
                  **{name: np.zeros(len(given.load)) for name in Answers._fields[1:]})
    alone = (given.load > 0) & (given.agents == 0)
    out.within_target[alone], out.wait[alone] = 0.0, np.inf
    out.occupancy[alone], out.wait_probability[alone] = 1.0, 1.0
    out.left[alone] = given.rate_of_leaving[alone] > 0
    usual = (given.load > 0) & (given.agents > 0)
    if usual.any():
        for column, found in zip(out, answers(given.at(usual)), strict=True):
            column[usual] = found
    return out


def _as_queue(given: Load, found: Answers, aht: np.ndarray, shape: tuple[int, ...]) -> Queue:
    columns = (found.within_target, found.wait * aht, found.occupancy, found.wait_probability,
               found.left, given.load)
    return Queue(*((column.reshape(shape) if shape else float(column[0])) for column in columns))


def _queue(volume: Numbers, aht_seconds: Numbers, interval_seconds: float, agents: Numbers,
           target: Numbers, patience: Numbers, chats: Numbers, stretch: Numbers) -> Queue:
    given, shape = _load(volume, aht_seconds, interval_seconds, agents, target, patience, chats,
                         stretch)
    aht = np.broadcast_to(np.asarray(aht_seconds, dtype=float).ravel(), given.load.shape)
    return _as_queue(given, _answers(given), aht, shape)
