"""Simulated groups: contacts worked by hand, the plain recursion, theory within the interval."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.skills import (
    Demand,
    Group,
    Simulation,
    _contacts,
    _play,
    _play_apart,
    _routes,
    compare,
    simulate,
)
from analysis.skills_days import interval_over_days, student_quantile, unskewed
from analysis.staffing import erlang_a, erlang_c

CALLS = Demand("calls", 200, 180)


def played(rows: list[tuple[float, int, float, float]], skills: list[str],
           groups: list[Group]) -> list[float]:
    return _play(np.array(rows, dtype=float), _routes(skills, groups),
                 [group.agents for group in groups]).tolist()


def test_contacts_worked_by_hand() -> None:
    """A specialist for a, a generalist: moment, skill, handle time, patience."""
    groups = [Group(1, ("a", "b")), Group(1, ("a",))]
    found = played([
        (0, 0, 100, math.inf),  # a: the specialist, though the generalist is named first
        (1, 0, 50, math.inf),   # a: the generalist, free at 51
        (2, 1, 10, math.inf),   # b: waits for the generalist until 51
        (3, 0, 10, 40),         # a: leaves at 43
        (4, 0, 10, math.inf),   # a: the generalist again at 61
        (5, 1, 10, 70),         # b: at 71, still there after 66 seconds
    ], ["a", "b"], groups)
    assert found == [0, 0, 49, math.inf, 57, 66]


def test_one_group_is_the_plain_recursion() -> None:
    """Kiefer and Wolfowitz: the next contact takes the agent who is free first."""
    contacts = _contacts([CALLS], np.random.default_rng(3), Simulation(hours=4))
    free = np.zeros(11)
    expected = []
    for moment, _, length, _ in contacts:
        agent = int(free.argmin())
        expected.append(max(0.0, free[agent] - moment))
        free[agent] = max(free[agent], moment) + length
    found = _play(contacts, _routes(["calls"], [Group(11, ("calls",))]), [11])
    assert found == pytest.approx(expected, abs=1e-6)
    assert max(expected) > 0


@pytest.mark.parametrize("patience", [None, 90.0])
def test_groups_that_share_no_skill_are_played_alike_either_way(patience: float | None) -> None:
    demands = [Demand(name, volume, 200, patience)
               for name, volume in (("a", 200), ("b", 90), ("c", 30))]
    groups = [Group(10, ("a",)), Group(7, ("c", "b"))]
    contacts = _contacts(demands, np.random.default_rng(8), Simulation())
    routes = _routes(["a", "b", "c"], groups)
    quick, slow = (play(contacts, routes, [10, 7]) for play in (_play_apart, _play))
    assert quick.tolist() == slow.tolist()
    assert 0 < (slow > 0).mean() < 1
    assert np.isinf(slow).any() == (patience is not None)


@pytest.mark.parametrize("patience", [None, 120.0])
def test_one_group_is_erlang(patience: float | None) -> None:
    demand = Demand("calls", 200, 180, patience)
    found = simulate([demand], [Group(12, ("calls",))], target_answer_seconds=20,
                     simulation=Simulation(level=0.99)).iloc[0]
    expected = erlang_a(volume=200, aht_seconds=180, interval_seconds=3600, agents=12,
                        target_answer_seconds=20, patience_seconds=patience or math.inf)
    assert found["low"] <= expected.service_level <= found["high"]
    assert found["high"] - found["low"] < 0.1
    assert found["abandoned"] == pytest.approx(expected.abandoned, abs=0.01)


def test_worked_comparison() -> None:
    demands = [Demand("a", 30, 300), Demand("b", 30, 300)]
    found = compare(demands, agents=[4, 4], target_answer_seconds=20).set_index(["way", "skill"])
    for way, agents, volume, level in (("apart", 4, 30, 0.711), ("together", 8, 60, 0.863)):
        row = found.loc[(way, "all")]
        theory = erlang_c(volume=volume, aht_seconds=300, interval_seconds=3600, agents=agents,
                          target_answer_seconds=20).service_level
        assert theory == pytest.approx(level, abs=5e-4)
        assert row["low"] <= theory <= row["high"]
    gain = found.loc[("gain", "all")]
    assert gain["low"] > 0.1
    assert gain["service_level"] == pytest.approx(
        found.loc[("together", "all"), "service_level"]
        - found.loc[("apart", "all"), "service_level"])
    # The same contacts on both sides leave less to chance than either side alone.
    assert gain["high"] - gain["low"] < (found.loc[("apart", "all"), "high"]
                                         - found.loc[("apart", "all"), "low"])


def test_some_generalists_lie_between() -> None:
    demands = [Demand("a", 30, 300), Demand("b", 30, 300)]
    some = simulate(demands, [Group(3, ("a",)), Group(3, ("b",)), Group(2, ("a", "b"))],
                    target_answer_seconds=20).iloc[-1]
    whole = compare(demands, agents=[4, 4], target_answer_seconds=20).set_index(["way", "skill"])
    assert (whole.loc[("apart", "all"), "service_level"] < some["service_level"]
            <= whole.loc[("together", "all"), "service_level"])


def test_the_seed_decides_and_rare_skills_do_not_break() -> None:
    demands = [Demand("calls", 60, 240), Demand("rare", 0.05, 600)]
    groups = [Group(6, ("calls", "rare"))]
    first, again = (simulate(demands, groups, target_answer_seconds=20,
                             simulation=Simulation(days=8, seed=5)) for _ in range(2))
    other = simulate(demands, groups, target_answer_seconds=20,
                     simulation=Simulation(days=8, seed=6))
    assert first.equals(again)
    assert not first.equals(other)
    assert first["service_level"].between(0, 1)[[0, 2]].all()


def test_student_quantile() -> None:
    # Printed tables of Student's t.
    for freedom, value in ((4, 2.776), (9, 2.262), (19, 2.093), (120, 1.980)):
        assert student_quantile(0.95, freedom) == pytest.approx(value, abs=0.01)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody has the skill calls"):
        simulate([CALLS], [Group(3, ("chat",)), Group(0, ("calls",))], target_answer_seconds=20)
    with pytest.raises(ValueError, match="asked once"):
        simulate([CALLS, CALLS], [Group(3, ("calls",))], target_answer_seconds=20)
    with pytest.raises(ValueError, match="whole"):
        simulate([CALLS], [Group(1, ("calls",)), Group(-1, ("calls",))], target_answer_seconds=20)
    with pytest.raises(ValueError, match="above 0"):
        Demand("calls", 0, 180)
    with pytest.raises(ValueError, match="5 days"):
        Simulation(days=2)
    with pytest.raises(ValueError, match="one number of agents"):
        compare([CALLS], agents=[1, 2], target_answer_seconds=20)


def test_the_interval_leans_to_the_side_of_the_skew_and_days_count_by_their_contacts() -> None:
    assert (unskewed(2.01, -0.5 / 50**0.5), unskewed(-2.01, -0.5 / 50**0.5)) == pytest.approx(
        (2.127, -1.911), abs=0.001)
    assert unskewed(2.01, 0.0) == 2.01
    contacts = np.array([[10.0], [30.0], [0.0]] * 5)
    shares = np.array([[1.0], [0.8], [np.nan]] * 5)
    middle, low, high = (float(one[0]) for one in interval_over_days(contacts, shares, 0.95))
    assert middle == pytest.approx(34 / 40)
    assert low < middle < high
