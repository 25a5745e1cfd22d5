"""Work that may wait: worked numbers, parcels served one by one, plans that keep the promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.deferred import Work, backlog
from analysis.deferred_staff import (
    _answered_when_opened,
    _share,
    _unlimited,
    even_staff,
    level_staff,
)

BURST = Work([10, 0, 0, 0, 0, 0], 3600, 2, interval_seconds=3600)


def test_worked_backlog() -> None:
    found = backlog(BURST, staff=2)
    assert found.frame["backlog_hours"].tolist() == [8, 6, 4, 2, 0, 0]
    assert found.frame["done_hours"].tolist() == [2, 2, 2, 2, 2, 0]
    # After the first hour the contacts of its first fifth are answered.
    assert found.frame["oldest_hours"].tolist() == pytest.approx([0.8, 1.6, 2.4, 3.2, 0, 0])
    assert found.on_time_share == pytest.approx(0.5)
    assert found.frame["on_time_share"].isna().tolist() == [False, *[True] * 5]
    assert found.undecided == 0


def test_what_waits_at_the_end_is_late_or_undecided() -> None:
    found = backlog(Work([10, 10], 3600, 1.5, interval_seconds=3600), staff=2)
    # Of the first ten, four are answered by the end of the second hour; arrivals up to the middle
    # of the first hour are older than 1.5 hours at the end.
    assert found.frame["backlog_hours"].tolist() == [8, 16]
    assert found.undecided == pytest.approx(15)
    # 3.75 contacts were answered within 1.5 hours: a share m of the hour waits 4 m.
    assert found.on_time_share == pytest.approx(3.75 / 5)


def test_work_that_waits_at_the_start() -> None:
    old = Work([0, 0, 0, 0], 1800, 8, interval_seconds=3600, start_hours=3, start_oldest_hours=6)
    found = backlog(old, staff=1)
    assert found.frame["backlog_hours"].tolist() == [2, 1, 0, 0]
    # The oldest waits 6 hours and is answered at once; the newest waits 3 hours.
    assert found.on_time_share == 1
    # The middle of the row waits from 3 hours before the start until 1.5 hours after it.
    strict = Work([0, 0, 0, 0], 1800, 4.5, interval_seconds=3600, start_hours=3,
                  start_oldest_hours=6)
    assert backlog(strict, staff=1).on_time_share == pytest.approx(0.5)


def test_a_backlog_that_runs_empty_within_an_interval() -> None:
    """Three agents on 1 hour of old work and 1 of new: empty after half an hour.

    Old work waits m / 3 hours, half of it within a sixth; new work that comes at t waits
    (1 - 2 t) / 3, within a sixth from a quarter on.
    """
    work = Work([1], 3600, 1 / 6, interval_seconds=3600, start_hours=1)
    assert backlog(work, staff=3).on_time_share == pytest.approx((0.5 + 0.75) / 2)


def test_closed_hours_can_stand_still() -> None:
    opening = [True, True, False, False, True, True]
    volume = [0, 4, 0, 0, 0, 0]
    same = {"interval_seconds": 3600, "opening": opening}
    by_clock = backlog(Work(volume, 3600, 2, **same), staff=2)
    assert by_clock.frame["backlog_hours"].tolist() == [0, 2, 2, 2, 0, 0]
    assert by_clock.on_time_share == pytest.approx(0.5)
    by_opening = backlog(Work(volume, 3600, 2, **same, counted=opening), staff=2)
    assert by_opening.on_time_share == 1
    assert by_opening.frame["oldest_hours"].tolist() == pytest.approx([0, 0.5, 0.5, 0.5, 0, 0])


def test_a_cycle_that_does_not_keep_up_never_keeps_the_promise() -> None:
    week = Work([10, 10], 3600, 5, interval_seconds=3600, repeating=True)
    short = backlog(week, staff=9)
    assert not short.keeps_up
    assert short.on_time_share == 0
    assert backlog(week, staff=10).on_time_share == 1


def parcels(work: Work, staff: np.ndarray, *, pieces: int = 400) -> float:
    """Share on time by serving small parcels one after the other, oldest first."""
    size, hours = len(work.aht), work.hours
    turns = 12
    pace = np.tile(staff * work.occupancy * work.mask("opening"), turns)  # hours per hour
    clock = np.concatenate(([0.0], np.cumsum(np.tile(work.mask("counted"), turns)))) * hours

    def age_at(time: float) -> float:
        return float(np.interp(time, np.arange(len(clock)), clock))

    now, kept, every = 0.0, 0.0, 0.0
    for at in range(2 * size):
        cycle = at % size
        if not work.volume[cycle]:
            continue
        weight = work.volume[cycle] / pieces
        for piece in range(pieces):
            came = at + (piece + 0.5) / pieces
            now, left = max(now, came), weight * work.aht[cycle] / 3600
            while left > 1e-12:
                rate = pace[int(now)] * hours
                room = (math.floor(now) + 1 - now) * rate
                now = now + left / rate if room > left else float(math.floor(now) + 1)
                left = max(0.0, left - room)
            if at >= size:
                every += weight
                kept += weight * (age_at(now) - age_at(came) <= work.promised_hours)
    return kept / every


@pytest.mark.parametrize("seed", range(6))
def test_parcels_served_one_by_one_agree(seed: int) -> None:
    random = np.random.default_rng(seed)
    size = 12
    opening = np.ones(size, dtype=bool)
    if seed % 2:
        opening[8:] = False
    work = Work(random.poisson(6, size).astype(float), random.uniform(300, 900, size), 1.5,
                opening=opening, counted=opening if seed % 4 == 1 else None, repeating=True,
                occupancy=0.9)
    staff = np.where(opening, random.integers(2, 6, size), 0)
    if (staff * opening).sum() * 0.45 <= work.arriving_hours.sum():
        staff = staff + 3
    found = backlog(work, staff=staff)
    assert found.on_time_share == pytest.approx(parcels(work, staff), abs=0.01)
    assert found.frame["done_hours"].sum() == pytest.approx(work.arriving_hours.sum())


def test_worked_even_staff() -> None:
    for repeating in (False, True):
        found = even_staff(Work([10, 0, 0, 0, 0, 0], 3600, 4, interval_seconds=3600,
                                repeating=repeating), shrinkage=0.3)
        assert (found.agents, found.rostered) == (2, 3)
        assert found.on_time_share == pytest.approx(1)
    # Half of them within 2 hours was the worked backlog; one agent fewer answers fewer in time.
    assert even_staff(BURST, share=0.5).agents == 2
    assert even_staff(BURST, share=0.6).agents == 3
    assert even_staff(Work([0, 0], 3600, 4)).agents == 0


def test_worked_level_staff() -> None:
    work = Work([12, 0, 0, 6, 0, 0], 3600, 3, interval_seconds=3600)
    assert level_staff(work).tolist() == [3, 3, 3, 3, 2, 2]
    steady = Work([12, 0, 0, 6, 0, 0], 3600, 3, interval_seconds=3600, repeating=True)
    assert level_staff(steady).sum() == 18


def test_a_promise_that_nobody_can_keep() -> None:
    night = Work([4, 0, 0, 4], 3600, 2, interval_seconds=3600, repeating=True,
                 opening=[False, False, False, True])
    for plan in (even_staff, level_staff):
        with pytest.raises(ValueError, match=r"even unlimited staff answers only 50\.0%"):
            plan(night)
    assert even_staff(night, share=0.5).agents == 8


@settings(max_examples=40, deadline=None)
@given(volume=st.lists(st.integers(0, 30), min_size=6, max_size=24),
       promised=st.sampled_from([1.0, 2.0, 5.0, 9.5]), closed=st.integers(0, 4),
       repeating=st.booleans(), counts=st.booleans())
def test_plans_keep_the_promise_and_one_fewer_does_not(
    volume: list[int], promised: float, closed: int, repeating: bool, counts: bool,
) -> None:
    opening = [at >= closed for at in range(len(volume))]
    work = Work(np.array(volume, dtype=float), 900, promised, opening=opening,
                counted=opening if counts else None, repeating=repeating)
    try:
        even = even_staff(work)
    except ValueError:
        assume(False)
    level = level_staff(work)
    assert (level[~np.array(opening)] == 0).all()
    shares = backlog(work, staff=level).on_time_share
    assert math.isnan(shares) or shares == pytest.approx(1, abs=1e-6)
    assert level.max() <= even.agents
    if repeating:
        # Rounding up to whole agents costs less than one of them for one interval.
        assert level.sum() * 0.5 <= work.arriving_hours.sum() + 0.5 + 1e-6
        if even.agents:
            assert backlog(work, staff=even.agents - 1).on_time_share < 1 - 1e-7


@pytest.mark.parametrize("wrong", [
    {"volume": []}, {"volume": [-1.0]}, {"volume": [math.nan]}, {"aht_seconds": 0},
    {"aht_seconds": [1.0, 2.0]}, {"promised_hours": 0}, {"promised_hours": math.inf},
    {"opening": [True, False]}, {"counted": [False]}, {"occupancy": 0}, {"start_hours": -1},
    {"repeating": True, "start_hours": 1.0}, {"interval_seconds": math.nan},
])
def test_work_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|cannot"):
        Work(**{"volume": [1.0], "aht_seconds": 60, "promised_hours": 4, **wrong})


def test_staff_that_cannot_be_is_refused() -> None:
    for staff in (-1, math.nan, [1, 2]):
        with pytest.raises(ValueError, match="staff must be"):
            backlog(BURST, staff=staff)
    with pytest.raises(ValueError, match="share must be"):
        even_staff(BURST, share=0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.booleans()), min_size=2,
                max_size=12),
       st.sampled_from([0.5, 1.0, 2.5, 4.0]), st.booleans())
def test_the_quick_look_never_says_in_time_where_following_says_late(
        rows: list[tuple[int, bool, bool]], promised: float, repeating: bool) -> None:
    volume, opening, counted = (list(column) for column in zip(*rows, strict=True))
    assume(any(opening) and any(counted))
    work = Work(volume, 1800, promised, interval_seconds=1800, opening=opening, counted=counted,
                repeating=repeating)
    if _answered_when_opened(work):
        assert _share(work, _unlimited(work)) == pytest.approx(1, abs=1e-9)


def test_the_quick_look_knows_open_hours_and_closed_ones() -> None:
    night = {"opening": [True, True, False, False], "interval_seconds": 3600, "repeating": True}
    # What comes in the third hour waits until the end of the fifth.
    late = Work([0, 0, 4, 0], 3600, 2.5, **night)
    assert _answered_when_opened(Work([5, 5, 0, 0], 3600, 1, **night))
    assert not _answered_when_opened(late)
    assert _answered_when_opened(Work([0, 0, 4, 0], 3600, 3, **night))
    assert _answered_when_opened(Work([0, 0, 4, 0], 3600, 1, counted=night["opening"], **night))
    assert not _answered_when_opened(Work([1, 1], 3600, 5, start_hours=1))
