"""Groups of skills, by simulation: what answering together gains over answering apart.

No formula is exact for groups with overlapping skills, so calls are played one by one, with a seed.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.skills_days import interval_over_days


@dataclass(frozen=True)
class Demand:
    """What one skill is asked: contacts per hour, mean handle time, mean patience (None: endless).

    Raises ValueError for numbers of 0 or less.
    """

    skill: str
    per_hour: float
    aht_seconds: float
    patience_seconds: float | None = None

    def __post_init__(self) -> None:
        for value in (self.per_hour, self.aht_seconds, self.patience_seconds):
            if value is not None and not (value > 0 and math.isfinite(value)):
                raise ValueError(f"{self.skill}: contacts, handle time and patience must be above "
                                 "0")


@dataclass(frozen=True)
class Group:
    """Agents who share the same skills."""

    agents: int
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Simulation:
    """How long each day is played, how often, and from which seed.

    ``hours`` are counted after ``warm_up_hours``; the interval comes from ``days`` independent
    days.  The same seed plays the same contacts to every set of groups, so that they can be
    compared.  Raises ValueError for fewer than 5 days.
    """

    hours: float = 8.0
    warm_up_hours: float = 1.0
    days: int = 50
    seed: int = 1
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.days < 5 or self.hours <= 0 or self.warm_up_hours < 0 or not 0 < self.level < 1:
            raise ValueError("a simulation needs 5 days or more, hours above 0 and a level within "
                             "0..1")


def simulate(demands: Sequence[Demand], groups: Sequence[Group], *,
             target_answer_seconds: float, simulation: Simulation | None = None) -> pd.DataFrame:
    """Service level per skill and over all, with the interval of the simulation.

    A contact goes to a free agent with the fewest skills, among equals to the group named first; a
    free agent takes whoever of his skills has waited longest.  Poisson arrivals, exponential handle
    times and patience.  One row per skill and a last one with skill ``all``: ``contacts`` (per
    day), ``service_level`` (0..1, of all offered), ``low``, ``high``, ``asa_seconds`` (of the
    answered), ``abandoned`` (0..1).  The interval is over days, their skewness removed (Hall 1992).

    Worked: one group of one skill is Erlang C, 100 calls per half hour of 180 s with 14 agents:
    0.888 lies within the interval.  Source: Law (2015), Simulation Modeling and Analysis, 9.4.
    Raises ValueError for a skill that nobody has, or that is asked twice.
    """
    played = simulation or Simulation()
    days = _days(demands, groups, target_answer_seconds, played, _every_day(demands, played))
    names = [*(demand.skill for demand in demands), "all"]
    return _summary(days, names, played.level)


def compare(demands: Sequence[Demand], *, agents: Sequence[int], target_answer_seconds: float,
            simulation: Simulation | None = None) -> pd.DataFrame:
    """Every skill with its own agents against all agents together, on the same contacts.

    ``agents``: how many belong to each demand.  The frame of :func:`simulate` for ``way``
    ``apart`` and ``together``, and for ``way`` ``gain`` the difference of the service levels
    (together minus apart, -1..1) with its interval, day by day on the same contacts, which makes
    it far narrower than the two.  Pooling assumes that a generalist is as quick as a specialist.

    Worked: two skills of 30 calls an hour of 300 s with 4 agents each: Erlang C gives 0.711 within
    20 s apart and 0.863 for 8 agents and 60 calls together.  Raises ValueError as ``simulate``.
    """
    if len(agents) != len(demands):
        raise ValueError("one number of agents is needed for each demand")
    played = simulation or Simulation()
    skills = tuple(demand.skill for demand in demands)
    apart = [Group(count, (skill,)) for count, skill in zip(agents, skills, strict=True)]
    ways = {"apart": apart, "together": [Group(sum(agents), skills)]}
    comes = _every_day(demands, played)
    days = {way: _days(demands, groups, target_answer_seconds, played, comes)
            for way, groups in ways.items()}
    names = [*skills, "all"]
    frames = [_summary(found, names, played.level).assign(way=way) for way, found in days.items()]
    gain = frames[0][["skill", "contacts"]].assign(way="gain")
    difference = days["together"][:, :, 1] - days["apart"][:, :, 1]
    gain["service_level"], gain["low"], gain["high"] = interval_over_days(
        days["together"][:, :, 0], difference, played.level)
    return pd.concat([*frames, gain], ignore_index=True)[
        ["way", *frames[0].columns.drop("way")]]


def _days(demands: Sequence[Demand], groups: Sequence[Group], target: float, played: Simulation,
          comes: Sequence[np.ndarray]) -> np.ndarray:
    """Per day and skill (and all): contacts, service level, ASA, share that left."""
    skills = [demand.skill for demand in demands]
    if not demands or len(set(skills)) < len(skills) or "all" in skills:
        raise ValueError('every skill must be asked once, and none may be called "all"')
    for demand in demands:
        if not any(demand.skill in group.skills and group.agents > 0 for group in groups):
            raise ValueError(f"nobody has the skill {demand.skill}")
    if any(group.agents < 0 or group.agents != int(group.agents) for group in groups):
        raise ValueError("the number of agents must be whole, 0 or more")
    routes, agents = _routes(skills, groups), [group.agents for group in groups]
    play = _play if any(len(mine) > 1 for mine in routes[0]) else _play_apart
    size = len(skills) + 1
    waits = np.concatenate([play(contacts, routes, agents) for contacts in comes])
    day = np.repeat(np.arange(played.days), [len(contacts) for contacts in comes])
    moment, kind = (np.concatenate([contacts[:, at] for contacts in comes]) for at in (0, 1))
    counted = moment >= played.warm_up_hours * 3600
    cell, waits = (size * day + kind.astype(int))[counted], waits[counted]
    answered = np.isfinite(waits)
    sums = [np.bincount(at, weights, size * played.days).reshape(played.days, size)
            for at, weights in ((cell, None), (cell[answered & (waits <= target)], None),
                                (cell[answered], waits[answered]), (cell[answered], None))]
    for one in sums:
        one[:, -1] = one[:, :-1].sum(axis=1)
    come, in_time, waited, told = sums
    out = np.full((played.days, size, 4), math.nan)
    out[:, :, 0] = come
    np.divide(in_time, come, out=out[:, :, 1], where=come > 0)
    np.divide(waited, told, out=out[:, :, 2], where=told > 0)
    np.divide(told, come, out=out[:, :, 3], where=come > 0)
    out[:, :, 3] = 1 - out[:, :, 3]
    return out


def _every_day(demands: Sequence[Demand], played: Simulation) -> list[np.ndarray]:
    """The contacts of each day: the same for every set of groups."""
    return [_contacts(demands, np.random.default_rng(stream), played)
            for stream in np.random.SeedSequence(played.seed).spawn(played.days)]


def _contacts(demands: Sequence[Demand], random: np.random.Generator, played: Simulation,
              ) -> np.ndarray:
    """Rows of moment, skill, handle time, patience (seconds), in the order of time."""
    length = (played.warm_up_hours + played.hours) * 3600
    columns: list[list[np.ndarray]] = [[], [], [], []]
    for at, demand in enumerate(demands):
        size = int(random.poisson(demand.per_hour * length / 3600))
        # Drawn where nobody asks for it too: what comes does not depend on the patience.
        patience = random.exponential(demand.patience_seconds or 1.0, size)
        for column, drawn in zip(columns, (
                random.uniform(0, length, size), np.full(size, float(at)),
                random.exponential(demand.aht_seconds, size),
                patience if demand.patience_seconds else np.full(size, math.inf)), strict=True):
            column.append(drawn)
    rows = np.array([np.concatenate(column) for column in columns])
    return np.asarray(rows[:, np.argsort(rows[0], kind="stable")].T)


def _routes(skills: Sequence[str], groups: Sequence[Group],
            ) -> tuple[list[list[int]], list[list[int]]]:
    """For each skill its groups, specialists first; for each group its skills."""
    of_group = [[at for at, skill in enumerate(skills) if skill in group.skills]
                for group in groups]
    of_skill = [sorted((at for at, known in enumerate(of_group) if skill in known),
                       key=lambda at: len(of_group[at])) for skill in range(len(skills))]
    return of_skill, of_group


def _play_apart(contacts: np.ndarray, routes: tuple[list[list[int]], list[list[int]]],
                agents: Sequence[int]) -> np.ndarray:
    """What :func:`_play` finds where every skill has one group, which then serves one queue.

    Who comes first is served first, so each contact waits for the agent who is free the earliest;
    who would wait beyond his patience has left and takes nobody's time.
    """
    waits = np.full(len(contacts), math.inf)
    group_of = np.array([mine[0] for mine in routes[0]])[contacts[:, 1].astype(int)]
    for group, count in enumerate(agents):
        rows = np.flatnonzero(group_of == group)
        moments, _, lengths, patience = contacts[rows].T
        endless = bool(np.isinf(patience).all())
        waits[rows] = (_served(moments, lengths, count) if endless else
                       _served_or_left(moments, lengths, patience, count))
    return waits


def _served(moments: np.ndarray, lengths: np.ndarray, count: int) -> list[float]:
    """The waits in one queue that nobody leaves."""
    free: list[float] = [0.0] * count
    found: list[float] = []
    wait, replace = found.append, heapq.heapreplace
    for now, length in zip(moments.tolist(), lengths.tolist(), strict=True):
        first = free[0]
        if first > now:
            wait(first - now)
            replace(free, first + length)
        else:
            wait(0.0)
            replace(free, now + length)
    return found


def _served_or_left(moments: np.ndarray, lengths: np.ndarray, patience: np.ndarray,
                    count: int) -> list[float]:
    """The waits in one queue; inf for those who left."""
    free: list[float] = [0.0] * count
    found: list[float] = []
    for now, length, patient in zip(moments.tolist(), lengths.tolist(), patience.tolist(),
                                    strict=True):
        start = free[0] if free[0] > now else now
        if start - now <= patient:
            heapq.heapreplace(free, start + length)
            found.append(start - now)
        else:
            found.append(math.inf)
    return found


def _play(contacts: np.ndarray, routes: tuple[list[list[int]], list[list[int]]],
          agents: Sequence[int]) -> np.ndarray:
    """The wait of every contact in seconds; inf for those who left."""
    of_skill, of_group = routes
    free = list(agents)
    queues: list[deque[int]] = [deque() for _ in of_skill]
    busy: list[tuple[float, int]] = []
    moments, kinds, lengths, patience = (column.tolist() for column in contacts.T)
    waits = [math.inf] * len(moments)

    def finish(now: float, group: int) -> None:
        """An agent of the group is free: he takes the longest waiting who is still there."""
        while True:
            heads = [(queues[skill][0], skill) for skill in of_group[group] if queues[skill]]
            if not heads:
                free[group] += 1
                return
            who, skill = min(heads)
            queues[skill].popleft()
            if now - moments[who] <= patience[who]:
                waits[who] = now - moments[who]
                heapq.heappush(busy, (now + lengths[who], group))
                return

    for who, now in enumerate(moments):
        while busy and busy[0][0] <= now:
            finish(*heapq.heappop(busy))
        skill = int(kinds[who])
        for group in of_skill[skill]:
            if free[group]:
                free[group] -= 1
                waits[who] = 0.0
                heapq.heappush(busy, (now + lengths[who], group))
                break
        else:
            queues[skill].append(who)
    # Who still waits is served too: the day ends when its contacts are done.
    while busy:
        finish(*heapq.heappop(busy))
    return np.array(waits)


def _summary(days: np.ndarray, names: Sequence[str], level: float) -> pd.DataFrame:
    contacts = days[:, :, 0]
    middle, low, high = interval_over_days(contacts, days[:, :, 1], level)
    return pd.DataFrame({
        "skill": list(names), "contacts": contacts.mean(axis=0), "service_level": middle,
        "low": np.clip(low, 0, 1), "high": np.clip(high, 0, 1),
        "asa_seconds": np.ma.masked_invalid(days[:, :, 2]).mean(axis=0).filled(math.nan),
        "abandoned": interval_over_days(contacts, days[:, :, 3], level)[0],
    })
