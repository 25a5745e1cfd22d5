"""Time to review, queues and incendiary messages: worked numbers, published ones and twins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.routing_replay import OpenHours
from analysis.routing_review import (
    Played,
    Route,
    Staff,
    _change,
    _waiting,
    clustered_share,
    fire_frame,
    play,
    queue_lengths,
    review_times,
)

ROUTES = [Route("no rule", "care", "care"),
          Route("urgent", "care", "crisis", "high", 100, escalates=True),
          Route("praise", "Marketing", "Marketing", "low", 1000)]


def messages(rows: list[dict[str, Any]]) -> pd.DataFrame:
    usual = {"channel": "x", "rule": 0, "incendiary": False, "reviewed": math.nan,
             "reviewed_by": None, "handle_seconds": math.nan, "target_seconds": 500.0,
             "watched_until": 1e6}
    return pd.DataFrame([{"row_id": at, "conversation": at, **usual, **row}
                         for at, row in enumerate(rows)])


HISTORY = messages([
    {"arrived": 0.0, "reviewed": 400.0, "reviewed_by": "CARE", "handle_seconds": 10.0},
    {"arrived": 10.0, "rule": 1, "incendiary": True},
    {"arrived": 20.0, "rule": 2, "reviewed": 450.0, "reviewed_by": "marketing",
     "handle_seconds": 20.0},
    {"arrived": 30.0, "rule": 1, "incendiary": True, "reviewed": 600.0, "reviewed_by": "care",
     "handle_seconds": 10.0},
])


def test_the_same_looks_in_the_order_of_the_rules() -> None:
    done = play(HISTORY, ROUTES, forget_after_seconds=1e6)
    # Without escalation the urgent ones go to care, which looked at 400 and 600: both are overdue
    # by then, so the newer one is first.
    assert done.frame["plain"].tolist()[1::2] == [600.0, 400.0]
    assert done.frame["before"].tolist()[0] == 400
    # Escalated they go to the crisis desk, where nobody ever answered.
    assert done.frame["after"].isna().tolist() == [False, True, False, True]
    assert done.unused == {"care": 1}
    assert done.departments == ("care", "crisis", "Marketing")
    assert done.frame["same_department"].tolist() == [True, False, True, False]
    assert done.elsewhere == 0


def test_people_at_the_crisis_desk() -> None:
    done = play(HISTORY, ROUTES, forget_after_seconds=1e6, staff=Staff({"Crisis": 1}))
    # The work of an answer on X is 10 s in the median where the desk itself has none.
    assert done.frame["after"].tolist()[1] == 20.0
    assert done.frame["after"].tolist()[3] == 40.0
    closed = play(HISTORY, ROUTES, forget_after_seconds=1e6,
                  staff=Staff({"crisis": 1}, OpenHours([1000], [2000])))
    assert closed.frame["after"].tolist()[1::2] == [1020.0, 1010.0]
    fire = fire_frame(done, target_seconds=60).set_index("how")
    assert fire["in_time"].to_dict() == {"before": 0, "plain": 0, "after": 2}
    assert fire.loc["after", "difference"] == 1.0
    assert fire.loc["after", "share"] == 1.0
    assert math.isnan(fire.loc["before", "difference"])


def test_time_to_review_by_rule() -> None:
    done = play(HISTORY, ROUTES, forget_after_seconds=1e6, staff=Staff({"crisis": 1}))
    rows = review_times(done, order=["urgent", "praise", "no rule", "gone"]).set_index("label")
    assert list(rows.index) == ["urgent", "praise", "no rule"]
    assert rows.loc["urgent", ["before_within", "after_within"]].tolist() == [0.0, 1.0]
    assert rows.loc["urgent", "after_median"] == 10.0
    assert rows.loc["urgent", "before_median"] == 570.0
    assert rows.loc["no rule", "before_median"] == 400.0
    by = review_times(done, by="department")
    assert set(by["label"]) == {"care", "crisis", "Marketing"}


def test_what_is_not_yet_due_is_left_out() -> None:
    fresh = messages([{"arrived": 0.0, "watched_until": 60.0},
                      {"arrived": 10.0, "watched_until": 60.0, "incendiary": True}])
    done = play(fresh, ROUTES, forget_after_seconds=1e6)
    rows = review_times(done)
    assert rows["decided"].tolist() == [0]
    assert rows["before_within"].isna().all()
    assert fire_frame(done, target_seconds=100).empty
    assert fire_frame(done, target_seconds=50)["messages"].tolist() == [1, 1, 1]


def test_nothing_to_play() -> None:
    done = play(HISTORY.iloc[:0], ROUTES, forget_after_seconds=10)
    assert done.frame.empty
    assert review_times(done).empty
    assert fire_frame(done, target_seconds=10).empty
    assert queue_lengths(done, edges_seconds=np.array([0.0, 1.0]),
                         hours_per_bucket=np.array([0]), forget_after_seconds=10).empty
    with pytest.raises(ValueError, match="not there"):
        play(HISTORY.assign(rule=9), ROUTES, forget_after_seconds=10)
    with pytest.raises(ValueError, match="one edge more"):
        queue_lengths(done, edges_seconds=np.zeros(3), hours_per_bucket=np.zeros(3),
                      forget_after_seconds=1)


def test_clusters_widen_an_interval() -> None:
    share, low, high, n_eff = clustered_share(np.array([1, 1, 0, 0]), np.array([1, 1, 2, 2]))
    assert (share, n_eff) == (0.5, pytest.approx(4 / 3))
    assert low < 0.15
    assert high > 0.85
    assert clustered_share(np.array([1, 0, 1, 0]), np.array([1, 1, 2, 2]))[3] == 4
    assert math.isnan(clustered_share(np.array([]), np.array([]))[0])
    assert clustered_share(np.ones(5), np.arange(5))[3] == 5


def test_the_change_is_tangos_interval_for_pairs() -> None:
    """Bentur et al. (2009) in Fagerland, Lydersen and Laake (2014), table V: 1 gained, 7 lost of
    21; Tango's interval is -0.517 to -0.026.
    """
    was = np.array([0] + [1] * 7 + [1] + [0] * 12)
    now = np.array([1] + [0] * 7 + [1] + [0] * 12)
    change, low, high = _change(was, now, np.arange(21))
    assert change == pytest.approx(-6 / 21)
    assert (low, high) == (pytest.approx(-0.517, abs=5e-4), pytest.approx(-0.026, abs=5e-4))


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 30)), max_size=12))
def test_queues_against_a_twin_that_overlaps_each_message(
        stays: list[tuple[float, float]]) -> None:
    start = np.array([one for one, _ in stays])
    end = np.array([one + stay for one, stay in stays])
    edges = np.array([0.0, 7.0, 20.0, 21.0, 60.0])
    found = _waiting(start, end, edges)
    for at in range(4):
        a, b = edges[at], edges[at + 1]
        total = sum(max(0.0, min(b, e) - max(a, s)) for s, e in zip(start, end, strict=True))
        assert found[at] == pytest.approx(total / (b - a), abs=1e-6)


def test_queues_end_when_seen_forgotten_or_no_longer_watched() -> None:
    frame = pd.DataFrame({
        "department": "care", "arrived": [0.0, 0.0, 0.0], "before": [10.0, math.nan, math.nan],
        "after": [math.nan, 5.0, math.nan], "watched_until": [1e6, 1e6, 30.0]})
    played = Played(frame, {}, 0, ("care",))
    rows = queue_lengths(played, edges_seconds=np.array([0.0, 10.0, 20.0, 30.0, 40.0, 50.0]),
                         hours_per_bucket=np.array([0, 0, 1, 1, 1]), forget_after_seconds=40)
    # Before: until 10, until forgotten at 40, until 30; after: until 40, until 5, until 30.
    assert rows["before"].tolist() == [2.5, 1.0]
    assert rows["after"].tolist() == pytest.approx([2.25, 1.0])
    assert rows["peak"].tolist() == [2.5, 2.0]
