"""Erlang C and A: published values, direct sums in exact numbers, a simulation, and properties."""

from __future__ import annotations

import math
from fractions import Fraction

import ciw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.queues import Load, erlang_b
from analysis.staffing import agents_needed, erlang_a, erlang_c

KNOWN = {"volume": 100, "aht_seconds": 180, "interval_seconds": 1800, "target_answer_seconds": 20}
# The example of Mandelbaum and Zeltyn: 48 calls a minute of a minute each, 50 agents.
PALM = {"volume": 48, "aht_seconds": 60, "interval_seconds": 60, "agents": 50,
        "target_answer_seconds": 10}


def test_known_case() -> None:
    staff = agents_needed(**KNOWN, service_level=0.8, max_occupancy=0.85, shrinkage=0.3)
    assert (staff.agents, staff.rostered) == (14, 20)
    assert staff.erlangs == 10
    assert staff.service_level == pytest.approx(0.888, abs=5e-4)
    assert staff.asa_seconds == pytest.approx(7.84, abs=5e-3)
    assert staff.occupancy == pytest.approx(0.714, abs=5e-4)
    assert staff.wait_probability == pytest.approx(0.174, abs=5e-4)
    assert staff.abandoned == 0
    assert isinstance(staff.agents, int)
    # Thirteen answer 79.6 % in time: one short.
    assert erlang_c(**KNOWN, agents=13).service_level == pytest.approx(0.796, abs=1e-3)


@pytest.mark.parametrize(("lines", "erlangs", "blocked"), [
    # Erlang B tables as printed everywhere since Dietrich et al. (1966); the load to three digits.
    (1, 0.0101, 0.01), (5, 1.36, 0.01), (10, 4.46, 0.01), (15, 8.108, 0.01), (20, 12.0, 0.01),
    (50, 37.9, 0.01), (100, 84.1, 0.01), (10, 6.22, 0.05), (20, 15.2, 0.05), (5, 2.22, 0.05),
])
def test_erlang_b_tables(lines: int, erlangs: float, blocked: float) -> None:
    one = np.ones(1)
    found = erlang_b(Load(erlangs * one, lines * one, one, 0 * one, one, 0 * one))[0]
    assert found == pytest.approx(blocked, rel=0.03)


@pytest.mark.parametrize(("agents", "erlangs", "waiting"), [
    # Erlang C tables, as in Rappaport (2002), Wireless Communications, appendix A.
    (8, 3.87, 0.05), (10, 4.08, 0.01), (2, 0.34, 0.05),
])
def test_erlang_c_tables(agents: int, erlangs: float, waiting: float) -> None:
    found = erlang_c(volume=erlangs, aht_seconds=1, interval_seconds=1, agents=agents,
                     target_answer_seconds=0)
    assert found.wait_probability == pytest.approx(waiting, rel=0.03)
    assert found.service_level == pytest.approx(1 - found.wait_probability)


def test_palm_of_mandelbaum_and_zeltyn() -> None:
    """Table 1 of "Service engineering in action: the Palm/Erlang-A queue" (2007)."""
    patient, impatient = erlang_c(**PALM), erlang_a(**PALM, patience_seconds=120)
    assert patient.asa_seconds == pytest.approx(20.8, abs=0.05)
    assert patient.occupancy == pytest.approx(0.96)
    assert impatient.abandoned == pytest.approx(0.031, abs=5e-4)
    assert impatient.occupancy == pytest.approx(0.93, abs=5e-3)
    # They print the wait of everybody, which is the share that leaves times the patience.
    assert impatient.abandoned * 120 == pytest.approx(3.7, abs=0.05)


def direct_erlang_c(load: Fraction, agents: int) -> Fraction:
    """Share that waits, by the formula in the books, in exact fractions."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    return last / (sum((load**k / math.factorial(k) for k in range(agents)), Fraction(0)) + last)


@pytest.mark.parametrize(("load", "agents"), [
    (Fraction(1, 1000), 1), (Fraction(1, 2), 1), (Fraction(7, 2), 4), (Fraction(10), 14),
    (Fraction(10), 60), (Fraction(399, 2), 200), (Fraction(900), 960),
])
def test_erlang_c_is_the_direct_sum(load: Fraction, agents: int) -> None:
    found = erlang_c(volume=float(load), aht_seconds=120, interval_seconds=120, agents=agents,
                     target_answer_seconds=30)
    waiting = float(direct_erlang_c(load, agents))
    spare = agents - float(load)
    assert found.wait_probability == pytest.approx(waiting, rel=1e-10)
    assert found.asa_seconds == pytest.approx(waiting * 120 / spare, rel=1e-10)
    assert found.service_level == pytest.approx(1 - waiting * math.exp(-spare / 4), rel=1e-10)


def direct_erlang_a(load: float, agents: int, leaving: float, target: float) -> dict[str, float]:
    """By state probabilities, and by integrating over the offered wait, in handle times.

    Its density is proportional to exp(load x (1 - exp(-h x)) / h - agents x): Baccelli and
    Hebuterne (1981).
    """
    below = sum(float(Fraction(load) ** k / math.factorial(k)) for k in range(agents))
    before = float(Fraction(load) ** (agents - 1) / math.factorial(agents - 1))
    wait = np.linspace(0, 60 / agents + 40 * target + 20, 2_000_001)
    density = load * before * np.exp(
        -load * np.expm1(-leaving * wait) / leaving - agents * wait)
    stays = density * np.exp(-leaving * wait)
    every = below + np.trapezoid(density, wait)
    in_time = wait <= target
    return {
        "waiting": np.trapezoid(density, wait) / every,
        "left": np.trapezoid(density - stays, wait) / every,
        "within": (below + np.trapezoid(stays[in_time], wait[in_time])) / every,
        "wait": np.trapezoid(wait * stays, wait) / (below + np.trapezoid(stays, wait)),
    }


@pytest.mark.parametrize(("load", "agents", "leaving"), [
    (10, 14, 1.5), (10, 10, 0.5), (10, 8, 2.0), (48, 50, 0.5), (30, 20, 0.8), (0.2, 1, 3.0),
    (30, 28, 20.0),
])
def test_erlang_a_is_the_direct_sum(load: float, agents: int, leaving: float) -> None:
    found = erlang_a(volume=load, aht_seconds=200, interval_seconds=200, agents=agents,
                     target_answer_seconds=20, patience_seconds=200 / leaving)
    expected = direct_erlang_a(load, agents, leaving, 0.1)
    assert found.wait_probability == pytest.approx(expected["waiting"], abs=1e-6)
    assert found.abandoned == pytest.approx(expected["left"], abs=1e-6)
    assert found.service_level == pytest.approx(expected["within"], abs=1e-4)  # its grid is coarse
    assert found.asa_seconds / 200 == pytest.approx(expected["wait"], abs=1e-6)
    assert found.occupancy == pytest.approx(load * (1 - expected["left"]) / agents, abs=1e-6)


def test_endless_patience_is_erlang_c() -> None:
    for agents in (11, 14, 30):
        patient = erlang_c(**KNOWN, agents=agents)
        gaps = [abs(erlang_a(**KNOWN, agents=agents, patience_seconds=patience).service_level
                    - patient.service_level) for patience in (1e3, 1e5, 1e7)]
        assert gaps[0] > gaps[1] > gaps[2]
        assert gaps[2] < 1e-4
        assert erlang_a(**KNOWN, agents=agents, patience_seconds=math.inf) == patient


@pytest.mark.parametrize("patience", [None, 120.0])
def test_simulation_agrees(patience: float | None) -> None:
    """Ciw, an independent simulator, within four standard errors over replications."""
    agents, hours = 11, 20
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(100 / 1800)],
        service_distributions=[ciw.dists.Exponential(1 / 180)], number_of_servers=[agents],
        reneging_time_distributions=[ciw.dists.Exponential(1 / patience) if patience else None])
    levels, waits, left = [], [], []
    for seed in range(10):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(hours * 3600)
        records = [record for record in simulation.get_all_records() if record.arrival_date > 7200]
        answered = [record.waiting_time for record in records if record.record_type == "service"]
        levels.append(sum(wait <= 20 for wait in answered) / len(records))
        waits.append(float(np.mean(answered)))
        left.append(1 - len(answered) / len(records))
    given_agents = {**KNOWN, "agents": agents}
    found = erlang_a(**given_agents, patience_seconds=patience or math.inf)
    for seen, expected in ((levels, found.service_level), (waits, found.asa_seconds),
                           (left, found.abandoned)):
        error = float(np.std(seen, ddof=1)) / math.sqrt(len(seen))
        assert abs(float(np.mean(seen)) - expected) <= 4 * error + 1e-12


def test_overload_nobody_and_nothing_are_defined() -> None:
    for agents in (0, 5, 10):
        over = erlang_c(**KNOWN, agents=agents)
        assert (over.service_level, over.asa_seconds) == (0, math.inf)
        assert (over.occupancy, over.wait_probability, over.abandoned) == (1, 1, 0)
    for agents in (0, 3):
        for quiet in (erlang_c(**{**KNOWN, "volume": 0}, agents=agents),
                      erlang_a(**{**KNOWN, "volume": 0}, agents=agents, patience_seconds=60)):
            assert (quiet.service_level, quiet.asa_seconds) == (1, 0)
            assert (quiet.occupancy, quiet.wait_probability, quiet.abandoned) == (0, 0, 0)
    alone = erlang_a(**KNOWN, agents=0, patience_seconds=60)
    assert (alone.service_level, alone.asa_seconds, alone.abandoned) == (0, math.inf, 1)
    nobody = agents_needed(**{**KNOWN, "volume": 0}, service_level=0.8, shrinkage=0.3)
    assert (nobody.agents, nobody.rostered, nobody.service_level) == (0, 0, 1)


def test_each_target_can_be_the_one_that_decides() -> None:
    loose = {**KNOWN, "service_level": 0, "max_occupancy": 1}
    # Ten agents could do ten erlangs only without any chance in it.
    assert agents_needed(**loose).agents == 11
    assert agents_needed(**{**loose, "max_occupancy": 0.5}).agents == 20
    for target, attribute in (({"max_asa_seconds": 30}, "asa_seconds"),
                              ({"max_abandoned": 0.02, "patience_seconds": 120}, "abandoned")):
        staff = agents_needed(**{**loose, **target})
        limit = next(iter(target.values()))
        fewer = erlang_a(**KNOWN, agents=staff.agents - 1,
                         patience_seconds=target.get("patience_seconds", math.inf))
        assert getattr(staff, attribute) <= limit < getattr(fewer, attribute)


def test_extremes_stay_numbers() -> None:
    volumes = np.array([1e-9, 1e-3, 1.0, 1e3, 2e4])
    for patience in (None, 1.0, 120.0, 3600.0):
        staff = agents_needed(volume=volumes, aht_seconds=300, interval_seconds=1800,
                              target_answer_seconds=20, service_level=0.8, max_occupancy=1,
                              patience_seconds=patience)
        assert np.isfinite(staff.asa_seconds).all()
        assert (staff.service_level >= 0.8).all()
        assert (np.diff(staff.agents) >= 0).all()
    # Far more agents than work, and far more work than agents, with patience.
    assert erlang_a(**KNOWN, agents=100_000, patience_seconds=60).wait_probability == 0
    crowd = erlang_a(**{**KNOWN, "volume": 1e4}, agents=10, patience_seconds=600)
    assert crowd.abandoned == pytest.approx(0.99, abs=1e-3)
    with pytest.raises(ValueError, match="200,000 waiting"):
        erlang_a(**{**KNOWN, "volume": 1e4}, agents=10, patience_seconds=1e8)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"volume": -1}, "volume"), ({"volume": math.nan}, "volume"), ({"volume": math.inf}, "volume"),
    ({"aht_seconds": 0}, "handle time must be above 0"), ({"aht_seconds": -5}, "handle time"),
    ({"interval_seconds": 0}, "interval"), ({"agents": 2.5}, "agents must be whole"),
    ({"agents": -1}, "agents"), ({"target_answer_seconds": -1}, "target"),
    ({"chats": 0}, "chats"), ({"stretch_per_chat": 1.5}, "stretch"),
    ({"volume": [[1.0]]}, "volume"),
])
def test_what_cannot_be_is_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        erlang_c(**{**KNOWN, "agents": 12, **wrong})


@pytest.mark.parametrize("wrong", [
    {"service_level": 1}, {"service_level": math.nan}, {"max_occupancy": 0}, {"shrinkage": 1},
    {"max_asa_seconds": 0}, {"max_abandoned": -0.1}, {"patience_seconds": 0},
])
def test_targets_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        agents_needed(**{**KNOWN, "service_level": 0.8, **wrong})


def test_arrays_are_the_numbers_one_by_one() -> None:
    volumes = np.random.default_rng(4).uniform(0, 90, 40).round(1)
    for more in ({}, {"patience_seconds": 90}, {"chats": 2}):
        together = agents_needed(**{**KNOWN, "volume": pd.Series(volumes)}, service_level=0.8,
                                 **more)
        assert together.agents.dtype.kind == "i"
        for at, volume in enumerate(volumes):
            alone = agents_needed(**{**KNOWN, "volume": volume}, service_level=0.8, **more)
            assert alone.agents == together.agents[at]
            assert alone.service_level == pytest.approx(together.service_level[at], rel=1e-12)
    assert agents_needed(**{**KNOWN, "volume": []}, service_level=0.8).agents.shape == (0,)


@settings(max_examples=60, deadline=None)
@given(volume=st.floats(0.01, 3000), aht=st.floats(5, 2000), target=st.floats(0, 600),
       level=st.floats(0, 0.99), occupancy=st.floats(0.3, 1), asa=st.none() | st.floats(1, 300),
       patience=st.none() | st.floats(5, 1200), chats=st.integers(1, 4))
def test_one_fewer_fails_a_target(
    volume: float, aht: float, target: float, level: float, occupancy: float,
    asa: float | None, patience: float | None, chats: int,
) -> None:
    same = {"volume": volume, "aht_seconds": aht, "interval_seconds": 1800,
            "target_answer_seconds": target, "chats": chats}
    staff = agents_needed(**same, service_level=level, max_occupancy=occupancy,
                          max_asa_seconds=asa, patience_seconds=patience)

    def fine(agents: int) -> bool:
        queue = erlang_a(**same, agents=agents, patience_seconds=patience or math.inf)
        return bool(queue.service_level >= level and queue.occupancy <= occupancy + 1e-9
                    and queue.asa_seconds <= (asa or 1e300))

    assert fine(staff.agents)
    assert not fine(staff.agents - 1)
