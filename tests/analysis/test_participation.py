"""Who answers: shares with their guards, and picking told from chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.participation import (
    ALIKE,
    EASIER,
    HARDER,
    LEAST,
    TOO_FEW,
    outside_care,
    participants,
    standard_ratio,
    work_taken,
)


def test_worked_numbers() -> None:
    ratio, (low, high), z = standard_ratio(30, 40, 25)
    assert (ratio, round(low, 3), round(high, 3), z) == (0.75, 0.505, 0.995, -2)
    for wrong in ((-1, 2, 1), (1, 0, 1), (1, 2, -1)):
        with pytest.raises(ValueError, match="must not be negative"):
            standard_ratio(*wrong)


def person(number: str, conversations: int, **change: Any) -> dict[str, Any]:
    return {"dimension": "person", "category": number, "name": None, "department": "care",
            "conversations": conversations, "people": 1, "replies": conversations,
            "first_answers": conversations, "timed_replies": conversations,
            "handle_seconds": 300.0 * conversations, "answered": conversations,
            "median_seconds": 60.0, "p90_seconds": 600.0, "median_low_seconds": 50.0,
            "median_high_seconds": 70.0, "p90_low_seconds": 500.0, "p90_high_seconds": 900.0,
            "first_contact_judged": conversations, "first_contact_met": conversations // 2,
            **change}


def test_small_bases_are_neither_shown_nor_ranked() -> None:
    frame = pd.DataFrame([person("a", 19), person("b", 60, name="Ben"), person("c", 400),
                          person("d", 25, first_contact_judged=5, timed_replies=3),
                          {**person("x", 900), "dimension": "department"}])
    rows = participants(frame, dimension="person", days=28).set_index("category")
    assert rows.index.tolist() == ["c", "b", "d", "a"], "too few stand last"
    assert rows["too_few"].tolist() == [False, False, False, True]
    assert rows.loc["b", "label"] == "Ben"
    assert rows.loc["c", "label"] == "c"
    assert rows.loc["b", "per_week"] == 15
    assert rows.loc["b", "minutes_each"] == 5
    assert rows.loc["b", "share"] == 0.5
    assert rows.loc["a", ["median_seconds", "p90_high_seconds", "share", "low"]].isna().all()
    assert rows.loc["d", ["share", "minutes_each"]].isna().all()
    assert rows.loc["d", "median_seconds"] == 60
    with pytest.raises(ValueError, match="is not known"):
        participants(frame, dimension="team", days=28)
    assert participants(frame.iloc[:0], dimension="person", days=28).empty


def test_the_share_outside_the_care_team() -> None:
    frame = pd.DataFrame([
        {"bucket": pd.Timestamp("2026-03-02"), "department": department, "is_social": social,
         "replies": replies, "whole_bucket": True}
        for department, social, replies in (
            ("Customer Care ", True, 70), ("marketing", True, 20), ("sales", True, 10),
            ("unnamed", True, 99), ("customer care", False, 19))])
    rows = outside_care(frame, ["customer care"]).set_index("kind")
    assert rows.loc["social", ["outside", "n"]].tolist() == [30, 100]
    assert rows.loc["social", "share"] == pytest.approx(0.3)
    assert rows.loc["social", "low"] == pytest.approx(0.219, abs=5e-4)
    assert rows.loc["social", "high"] == pytest.approx(0.396, abs=5e-4)
    assert pd.isna(rows.loc["traditional", "share"]), f"below {LEAST}"
    assert outside_care(frame, []).set_index("kind").loc["social", "share"] == 1.0
    assert outside_care(frame.iloc[:0], ["customer care"]).empty


def mix(agent: str, *, items: int = 400, **change: Any) -> dict[str, Any]:
    return {"agent_id": agent, "name": None, "department": "care", "items": items, "queues": 3,
            "work": 1000.0, "work_expected": 1000.0, "work_variance": 100.0, "negative": 40,
            "negative_expected": 40.0, "negative_variance": 25.0, "timed": items,
            "seconds": 900.0, "seconds_expected": 1000.0, "seconds_squares": 400.0, **change}


def test_a_finding_is_sure_and_large() -> None:
    rows = work_taken(pd.DataFrame([
        mix("picker", work=800.0, negative=15), mix("burdened", work=1200.0),
        mix("slight", work=970.0, work_variance=1.0), mix("plain"),
        mix("new", items=19, work=10.0), mix("calm", negative_expected=4.9, negative=0)]))
    said = rows.set_index(["agent_id", "measure"])["verdict"]
    assert said["picker", "work"] == said["picker", "negative"] == EASIER
    assert said["burdened", "work"] == HARDER
    assert said["slight", "work"] == ALIKE, "30 z, but 3 %"
    assert said["plain", "work"] == said["plain", "negative"] == ALIKE
    assert said["new", "work"] == said["new", "negative"] == TOO_FEW
    assert said["calm", "negative"] == TOO_FEW
    assert said["calm", "work"] == ALIKE
    assert rows["verdict"].tolist()[0] == EASIER
    assert rows["verdict"].tolist()[-1] == TOO_FEW
    pace = rows.set_index("agent_id").loc["plain"].iloc[0]
    assert pace["pace"] == pytest.approx(0.9)
    assert pace["pace_low"] == pytest.approx(0.9 - 1.96 * 0.02, abs=1e-4)
    assert work_taken(pd.DataFrame(columns=list(mix("a")))).empty


def test_one_person_among_many_pays_for_all_that_were_looked_at() -> None:
    one = mix("odd", work=975.0)  # z = -2.5
    alone = work_taken(pd.DataFrame([one]))
    among = work_taken(pd.DataFrame([one, *(mix(f"a{k}") for k in range(50))]))
    q = [float(rows.set_index(["agent_id", "measure"]).loc[("odd", "work"), "q"])
         for rows in (alone, among)]
    assert q[0] < 0.05 < q[1]


def test_a_blind_draw_has_the_variance_that_the_metric_states() -> None:
    """A naive twin of the formula: items of two queues dealt out blindly, many times."""
    random = np.random.default_rng(3)
    queues = [random.gamma(2, 200, 60), random.gamma(2, 500, 40)]
    shares = [25, 10]
    dealt = [sum(random.permutation(queue)[:share].sum()
                 for queue, share in zip(queues, shares, strict=True)) for _ in range(4_000)]
    expected = sum(share * queue.mean() for queue, share in zip(queues, shares, strict=True))
    variance = sum(share * (1 - share / len(queue)) * queue.var(ddof=1)
                   for queue, share in zip(queues, shares, strict=True))
    assert np.mean(dealt) == pytest.approx(expected, rel=0.01)
    assert np.var(dealt) == pytest.approx(variance, rel=0.06)
