"""Agents who hold several chats: the balance of states, and chats that never change hands."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from analysis.staffing import STRETCH_PER_CHAT, agents_needed, erlang_c

KNOWN = {"volume": 100, "aht_seconds": 180, "interval_seconds": 1800, "target_answer_seconds": 20}


def chat_chain(load: float, agents: int, chats: int, stretch: float) -> float:
    """Share of chats that find every place taken, from the balance of states, state by state."""
    def finished(held: int) -> float:
        places = [held // agents + (at < held % agents) for at in range(agents)]
        return sum(one / (1 + stretch * (one - 1)) for one in places if one)

    weights = [Fraction(1)]
    for held in range(1, 4000):
        weights.append(weights[-1] * Fraction(load) / Fraction(finished(min(held, agents * chats))))
        if held > agents * chats and weights[-1] < sum(weights) * Fraction(1, 10**9):
            break
        weights[-1] = weights[-1].limit_denominator(10**40)
    return float(sum(weights[agents * chats:]) / sum(weights))


@pytest.mark.parametrize(("load", "agents", "chats", "stretch"), [
    (10, 6, 3, 0.25), (4, 3, 2, 0.12), (2.5, 3, 4, 1.0), (3, 1, 5, 0.12), (1.5, 4, 2, 0.0),
])
def test_chats_are_the_balance_of_states(
    load: float, agents: int, chats: int, stretch: float,
) -> None:
    found = erlang_c(volume=load, aht_seconds=600, interval_seconds=600, agents=agents,
                     target_answer_seconds=30, chats=chats, stretch_per_chat=stretch)
    assert found.wait_probability == pytest.approx(
        chat_chain(load, agents, chats, stretch), rel=1e-6)


def test_chats_that_stay_with_their_agent_wait_about_as_often() -> None:
    """The formula keeps the agents' numbers even at all times; here a chat never moves."""
    random, agents, chats, stretch, load = Random(1), 6, 3, 0.25, 8.0
    held, queue, waited, came = [0] * agents, 0, 0, 0
    for _ in range(150_000):
        rates = [one / (1 + stretch * (one - 1)) for one in held]
        at = random.choices(range(agents + 1), [load, *rates])[0] - 1
        if at < 0:
            came += 1
            quietest = held.index(min(held))
            if held[quietest] < chats:
                held[quietest] += 1
            else:
                queue, waited = queue + 1, waited + 1
        elif queue:
            queue -= 1
        else:
            held[at] -= 1
    found = erlang_c(volume=load, aht_seconds=60, interval_seconds=60, agents=agents,
                     target_answer_seconds=0, chats=chats, stretch_per_chat=stretch)
    assert found.wait_probability == pytest.approx(waited / came, abs=0.02)


def test_free_chats_are_more_agents_and_one_chat_is_a_call() -> None:
    free = erlang_c(**KNOWN, agents=5, chats=3, stretch_per_chat=0)
    assert free.service_level == pytest.approx(erlang_c(**KNOWN, agents=15).service_level)
    assert erlang_c(**KNOWN, agents=14, chats=1, stretch_per_chat=0.5) == erlang_c(
        **KNOWN, agents=14)
    needed = [agents_needed(**KNOWN, service_level=0.8, chats=chats).agents
              for chats in (1, 2, 3, 4)]
    assert needed == sorted(needed, reverse=True)
    assert needed[0] > needed[1]


def test_assumed_stretch_fits_the_published_table() -> None:
    work = [held / (1 + STRETCH_PER_CHAT * (held - 1)) for held in (1, 2, 3, 4, 5)]
    assert work == pytest.approx([1, 1.7, 2.5, 2.9, 3.5], abs=0.16)
