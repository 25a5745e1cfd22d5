"""The sums behind staffing: a queue with agents who hold one contact or several, and patience.

Everything here is measured in handle times: ``load`` is contacts arriving per handle time
(erlangs), ``patience`` and ``target`` are multiples of the handle time.  Callers want
:mod:`analysis.staffing`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# Terms below this share of their sum no longer change a double.
_NEGLIGIBLE = 1e-17
# Rescale a running sum before it overflows.
_LARGE = 1e200
# A queue longer than this is no plan; it would also take long to add up.
MOST_WAITING = 200_000

Array = np.ndarray


class Load(NamedTuple):
    """What one interval faces, one value per interval (arrays of one length).

    ``load``: erlangs; ``agents``: whole; ``target``: handle times; ``rate_of_leaving``: handle time
    over mean patience, 0 when nobody leaves; ``chats``: contacts an agent holds at once;
    ``stretch``: by how much each further contact lengthens the handling of all, 0..1.
    """

    load: Array
    agents: Array
    target: Array
    rate_of_leaving: Array
    chats: Array
    stretch: Array

    def at(self, where: Array) -> Load:
        """The intervals chosen by a mask or an index."""
        return Load(*(column[where] for column in self))


class Answers(NamedTuple):
    """What happens: shares 0..1 of all contacts, the mean wait of answered ones in handle times."""

    within_target: Array
    wait: Array
    occupancy: Array
    wait_probability: Array
    left: Array


def capacity(given: Load) -> Array:
    """Contacts finished per handle time while every agent holds as many as allowed.

    Worked: 10 agents with 3 chats each and a stretch of 0.25 finish 10 x 3 / 1.5 = 20.
    """
    return np.asarray(given.agents * given.chats / (1 + given.stretch * (given.chats - 1)))


def _finished(given: Load, held: Array) -> Array:
    """Contacts finished per handle time with so many held, spread evenly over the agents."""
    each = np.floor_divide(held, given.agents)
    more = held - each * given.agents
    # An agent with none has a divisor that may be zero; the product is zero all the same.
    slow = np.maximum(1 + given.stretch * (each - 1), 1e-12)
    fuller = more * (each + 1) / (1 + given.stretch * each)
    return np.asarray(fuller + (given.agents - more) * each / slow)


def below_full(given: Load) -> Array:
    """How likely "not all places taken, or the last just taken" is, over "the last just taken".

    The sum of p(j) / p(N) for j = 0..N with N places: with one contact per agent the reciprocal of
    Erlang B.  It is added up from N downwards, where every term is positive and the terms fall off
    within about nine times the square root of the load.  inf where the agents are far too many.
    """
    places = given.agents * given.chats
    single = bool((given.chats == 1).all())
    total, term = np.ones(len(places)), np.ones(len(places))
    step = 0
    open_ = np.arange(len(places))
    part, held = given, places
    with np.errstate(over="ignore"):
        while open_.size:
            rate = held - step if single else _finished(part, np.maximum(held - step, 0))
            ratio = np.where(step < held, rate / part.load, 0.0)
            term = np.where(ratio > 0, term * ratio, 0.0)
            total[open_] += term
            step += 1
            going = (term > total[open_] * _NEGLIGIBLE) & (term < np.inf)
            # Copying what is left costs as much as a step: only when much of it is done.
            if going.sum() < 0.7 * going.size:
                open_, part, held, term = open_[going], part.at(going), held[going], term[going]
    return total


def erlang_b(given: Load) -> Array:
    """Share turned away if nobody could wait.  Worked: 8.108 erlangs on 15 lines gives 0.01."""
    return 1 / below_full(given)


def answers(given: Load) -> Answers:
    """What happens in each interval; every load must be above zero and every interval staffed."""
    out = Answers(*(np.zeros(len(given.load)) for _ in Answers._fields))
    patient = given.rate_of_leaving == 0
    for where, solve in ((patient, _patient), (~patient, _impatient)):
        if where.any():
            for column, found in zip(out, solve(given.at(where)), strict=True):
                column[where] = found
    return out


def _patient(given: Load) -> Answers:
    """Nobody leaves.  Erlang (1917) with the waiting time of Cooper (1981), 3.4."""
    most = capacity(given)
    enough = most > given.load
    spare = np.where(enough, most - given.load, 1.0)
    busy = given.load / most
    waiting = np.where(enough, 1 / ((1 - busy) * below_full(given) + busy), 1.0)
    late = waiting * np.exp(-spare * given.target)
    return Answers(
        within_target=np.where(enough, 1 - late, 0.0),
        wait=np.where(enough, waiting / spare, np.inf),
        occupancy=np.minimum(busy, 1.0), wait_probability=waiting,
        left=np.zeros(len(busy)),
    )


def _impatient(given: Load) -> Answers:
    """Each leaves after an exponential patience: sums over how many wait already.

    Who finds i waiting is offered an agent after i + 1 departures at the rates c, c + h, ..,
    c + ih, with c the capacity and h the rate of leaving.  So exp(-h x wait) is Beta(c / h, i + 1),
    and the share that is answered late is a negative binomial sum of positive terms.
    """
    c, h = capacity(given), given.rate_of_leaving
    longest = (given.load - c) / h + 12 * np.sqrt(given.load / h)
    if (longest > MOST_WAITING).any():
        raise ValueError("the queue would grow beyond 200,000 waiting: there is too much work for "
                         "the agents, or the patience is too long to be one")
    size = len(c)
    below = below_full(given)
    weight, total = np.ones(size), below + 0
    growth = -np.expm1(-h * given.target) / h
    with np.errstate(divide="ignore"):
        log_growth = np.log(growth)
    log_late = -(c + h) * given.target
    late = np.exp(log_late)
    harmonic = 1 / (c + h)
    sums = np.zeros((4, size))  # waiting, left, answered in time, wait of the answered
    step = 0
    while True:
        answered = c / (c + (step + 1) * h)
        of_them = weight * answered
        sums[0] += weight
        sums[1] += weight * ((step + 1) * h / (c + (step + 1) * h))
        sums[2] += of_them * np.maximum(1 - late, 0)
        sums[3] += of_them * harmonic
        ratio = given.load / (c + (step + 1) * h)
        weight = weight * ratio
        total += weight
        log_late = log_late + np.log((c + h + step * h) / (step + 1)) + log_growth
        late = late + np.exp(log_late)
        harmonic = harmonic + 1 / (c + (step + 2) * h)
        step += 1
        if not ((ratio >= 1) | (weight > total * _NEGLIGIBLE * np.maximum(1 - ratio, 1e-6))).any():
            break
        if (weight > _LARGE).any():
            shrink = np.where(weight > _LARGE, 1 / _LARGE, 1.0)
            weight, total, sums = weight * shrink, total * shrink, sums * shrink
    waiting, left, in_time, wait = sums / total
    return Answers(
        within_target=np.clip(1 - waiting + in_time, 0, 1), wait=wait / (1 - left),
        occupancy=np.minimum(given.load * (1 - left) / c, 1.0),
        wait_probability=np.minimum(waiting, 1.0), left=left,
    )
