"""The replay: worked numbers, a twin that looks at every message each time, and what must hold."""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.routing_replay import Items, Looks, OpenHours, history_looks, replay

NO_LOOKS = Looks(np.array([]), np.array([], dtype=int))


def items(rows: list[dict[str, Any]]) -> Items:
    """Messages from rows; a conversation of its own, department 0 and no work unless told."""
    usual = {"department": 0, "rank": 2, "due": math.nan, "work": 0.0}
    filled = [{**usual, "conversation": 1000 + at, **row} for at, row in enumerate(rows)]
    for row in filled:
        if math.isnan(row["due"]):
            row["due"] = row["arrived"] + 1e6
    return Items(*(np.array([row[name] for row in filled]) for name in
                   ("arrived", "conversation", "department", "rank", "due", "work")))


def looks(*moments: float, department: int = 0) -> Looks:
    return Looks(np.array(moments), np.full(len(moments), department))


ABC = [{"arrived": 0}, {"arrived": 10, "rank": 1}, {"arrived": 20}]


def test_the_worked_example() -> None:
    assert replay(items(ABC), looks(30, 60, 90)).seen.tolist() == [60, 30, 90]
    working = items([{**row, "work": 25} for row in ABC])
    assert replay(working, NO_LOOKS, people={0: 1}).seen.tolist() == [25, 50, 75]


def test_an_answer_takes_its_work() -> None:
    done = replay(items([{"arrived": 0, "work": 20}, {"arrived": 5, "work": 5}]), looks(10, 20))
    assert done.seen.tolist() == [20, 10]


def test_within_a_priority_those_in_time_first_then_the_newest_overdue() -> None:
    rows = [{"arrived": 0, "due": 10}, {"arrived": 1, "due": 20}, {"arrived": 2, "due": 500}]
    assert replay(items(rows), looks(100, 200, 300)).seen.tolist() == [300, 200, 100]
    late_but_urgent = [*rows, {"arrived": 3, "due": 5, "rank": 0}]
    assert replay(items(late_but_urgent), looks(100)).seen.tolist()[3] == 100


def test_who_opens_a_conversation_sees_all_that_waits_in_it() -> None:
    rows = [{"arrived": 0, "conversation": 7}, {"arrived": 5, "conversation": 7, "rank": 3},
            {"arrived": 50, "conversation": 7}]
    done = replay(items(rows), looks(10, 20, 60))
    assert done.seen.tolist() == [10, 10, 60]
    assert done.unused == {0: 1}


def test_messages_are_forgotten() -> None:
    done = replay(items([{"arrived": 0}, {"arrived": 90}]), looks(100), forget_after_seconds=50)
    assert math.isnan(done.seen[0])
    assert done.seen[1] == 100


def test_departments_do_not_answer_for_each_other() -> None:
    done = replay(items([{"arrived": 0, "department": 1}]), looks(5))
    assert math.isnan(done.seen[0])
    assert done.unused == {0: 1}


def test_people_work_in_their_hours() -> None:
    hours = OpenHours([100, 300], [200, 400])
    rows = [{"arrived": 0, "work": 60}, {"arrived": 10, "work": 60},
            {"arrived": 150, "work": 60, "rank": 0}]
    done = replay(items(rows), NO_LOOKS, people={0: 1}, hours=hours)
    # The first is done at 160; the urgent one is then begun and runs over the break.
    assert done.seen.tolist() == [160, 380, 320]
    assert math.isnan(replay(items([{"arrived": 390, "work": 60}]), NO_LOOKS, people={0: 1},
                             hours=hours).seen[0])


def test_two_people_do_not_answer_the_same_conversation() -> None:
    rows = [{"arrived": 0, "work": 50, "conversation": 7},
            {"arrived": 1, "work": 50, "conversation": 7}, {"arrived": 2, "work": 50}]
    done = replay(items(rows), NO_LOOKS, people={0: 2})
    assert done.seen.tolist() == [50, 50, 52]


@pytest.mark.parametrize(("start", "work", "done"), [
    (100, 0, 100), (100, 50, 150), (100, 100, 200), (150, 60, 310), (399, 1, 400), (399, 2,
                                                                                    math.inf)])
def test_when_work_is_done(start: float, work: float, done: float) -> None:
    assert OpenHours([100, 300], [200, 400]).done_at(start, work) == done
    assert OpenHours().done_at(start, work) == start + work


def test_history_has_one_look_for_a_conversation_and_moment() -> None:
    found = history_looks([50, 50, 50, math.nan, 70], [1, 1, 2, 2, 3], [0, 0, 1, 1, -1])
    assert found.at.tolist() == [50, 50]
    assert found.department.tolist() == [0, 1]


def test_what_cannot_be_is_refused() -> None:
    good = items(ABC)
    with pytest.raises(ValueError, match="at least one"):
        replay(good, NO_LOOKS, people={0: 0})
    with pytest.raises(ValueError, match="stay in their queue"):
        replay(good, NO_LOOKS, forget_after_seconds=0)
    with pytest.raises(ValueError, match="same length"):
        Items(*(np.zeros(n) for n in (1, 2, 2, 2, 2, 2)))
    with pytest.raises(ValueError, match="its moment"):
        Items(np.array([math.nan]), *(np.zeros(1) for _ in range(5)))
    with pytest.raises(ValueError, match="must end after"):
        OpenHours([5], [5])
    with pytest.raises(ValueError, match="overlap"):
        OpenHours([0, 5], [6, 9])
    assert not len(replay(Items(*(np.zeros(0) for _ in range(6))), NO_LOOKS).seen)


def naive(given_items: Items, given_looks: Looks, forget: float) -> list[float]:
    """At every look, go through all messages and take the best."""
    n = len(given_items.arrived)
    seen = [math.nan] * n
    order = np.lexsort((given_looks.department, given_looks.at))
    for now, who in zip(given_looks.at[order], given_looks.department[order], strict=True):
        best: tuple[Any, ...] | None = None
        for at in range(n):
            arrived, due = given_items.arrived[at], given_items.due[at]
            if (given_items.department[at] != who or not math.isnan(seen[at])
                    or arrived + given_items.handle_seconds[at] > now or now - arrived > forget):
                continue
            late = due < now
            key = (given_items.rank[at], late, -due if late else due, at)
            best = min(best, key) if best else key
        if best is None:
            continue
        talk = given_items.conversation[best[3]]
        for at in range(n):
            if (given_items.conversation[at] == talk and math.isnan(seen[at])
                    and given_items.arrived[at] <= now
                    and now - given_items.arrived[at] <= forget):
                seen[at] = now
    return seen


MESSAGE = st.fixed_dictionaries({
    "arrived": st.integers(0, 60), "conversation": st.integers(0, 9),
    "department": st.integers(0, 2), "rank": st.integers(0, 3), "work": st.integers(0, 9),
    "sla": st.integers(1, 40)})


@settings(max_examples=300)
@given(st.lists(MESSAGE, min_size=1, max_size=25),
       st.lists(st.tuples(st.integers(0, 90), st.integers(0, 2)), max_size=25),
       st.sampled_from([15.0, 40.0, math.inf]))
def test_against_a_twin(rows: list[dict[str, Any]], at: list[tuple[int, int]],
                        forget: float) -> None:
    given_items = items([{**row, "due": row["arrived"] + row["sla"]} for row in rows])
    given_looks = Looks(np.array([one for one, _ in at], dtype=float),
                        np.array([who for _, who in at], dtype=int))
    done = replay(given_items, given_looks, forget_after_seconds=forget)
    # Two messages that came at once and are due at once may be told apart either way by the heap:
    # both take the one given first.
    np.testing.assert_array_equal(done.seen, naive(given_items, given_looks, forget))
    # With people in a department that nobody writes to, the replay goes moment by moment.
    desk = replay(given_items, given_looks, forget_after_seconds=forget, people={3: 1})
    np.testing.assert_array_equal(done.seen, desk.seen)
    assert done.unused == desk.unused
    answered = ~np.isnan(done.seen)
    assert (done.seen[answered] >= given_items.arrived[answered]).all()
    assert (done.seen[answered] - given_items.arrived[answered] <= forget).all()
    assert sum(done.unused.values()) <= len(at)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=30),
       st.integers(1, 3))
def test_people_in_order_of_arrival_are_a_queue_with_servers(
        rows: list[tuple[int, int]], many: int) -> None:
    """Without priorities the waits are those of Kiefer and Wolfowitz (1955)."""
    ordered = sorted(rows)
    given_items = items([{"arrived": arrived, "work": work, "due": 1e6 + at}
                         for at, (arrived, work) in enumerate(ordered)])
    done = replay(given_items, NO_LOOKS, people={0: many})
    free = [0.0] * many
    for at, (arrived, work) in enumerate(ordered):
        end = max(arrived, heapq.heappop(free)) + work
        heapq.heappush(free, end)
        assert done.seen[at] == end


def test_priorities_in_the_long_run_are_those_of_cobham() -> None:
    """One person, two classes: the waits of Cobham (1954) for a non-preemptive queue."""
    rng = np.random.default_rng(3)
    n, load = 120_000, 0.8
    arrived = np.cumsum(rng.exponential(1 / load, n))
    work = rng.exponential(1.0, n)
    rank = (rng.random(n) < 0.5).astype(int)
    done = replay(Items(arrived, np.arange(n), np.zeros(n, dtype=int), rank,
                        arrived + 1e9, work), NO_LOOKS, people={0: 1})
    waited = done.seen - arrived - work
    # Mean work in service on arrival is 0.8; with 0.4 of load in each class:
    for one, wait in ((0, 0.8 / (1 - 0.4)), (1, 0.8 / ((1 - 0.4) * (1 - 0.8)))):
        assert waited[rank == one].mean() == pytest.approx(wait, rel=0.1)
