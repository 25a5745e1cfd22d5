"""Groups, promises and the lag curve from small frames."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.response import group_rows, kept_promises, lag_of, reopened_shares
from tests.analysis.charts.frames import TIMES


def test_the_largest_groups_come_first() -> None:
    rows = group_rows(TIMES, kind="first", dimension="channel")
    assert rows["category"].tolist() == ["phone", "x", "email"]
    assert group_rows(TIMES, kind="next", dimension="channel").empty
    with pytest.raises(ValueError, match="one of"):
        group_rows(TIMES, kind="first", dimension="weather")


def test_worked_promises_and_reopened() -> None:
    rows = pd.DataFrame({"category": ["a", "b"], "sla_met": [90, 0],
                         "sla_breached": [10, 0], "sla_open": [7, 3], "reopened": [12, 0],
                         "reopened_judged": [100, 0]})
    kept = kept_promises(rows)
    assert kept.loc[0, ["share", "low", "high"]].tolist() == pytest.approx(
        [0.9, 0.826, 0.945], abs=5e-4)
    assert kept["n"].tolist() == [100, 0]
    assert kept.loc[1, ["share", "low", "high"]].isna().all(), "nothing is due yet"
    again = reopened_shares(rows)
    assert again.loc[0, ["share", "low", "high"]].tolist() == pytest.approx(
        [0.12, 0.070, 0.198], abs=5e-4)


def counts(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["minute", "entered", "wrote_again", "ended"]).assign(
        counted="any further post")


def test_the_worked_lag() -> None:
    lag = lag_of(counts((0, 100, 0, 0), (60, 0, 1, 0), (90, 0, 0, 99)),
                 counted="any further post")
    assert (lag.people, lag.again, lag.seen) == (100, 1, 1.5)
    one = lag.within(1.25)
    assert one is not None
    assert (one.chance, one.low, one.high, one.at_risk) == pytest.approx(
        (0.01, 0.0014, 0.069, 99), abs=5e-4)
    assert lag.target(0.05).wait == math.inf
    assert lag.target(0.05).low == 1.0, "the upper limit passes 5 % with the first post"
    assert lag.within(2) is None, "nobody waits that long"


def test_the_curve_ends_where_few_wait() -> None:
    lag = lag_of(counts((0, 40, 0, 0), (60, 0, 10, 0), (120, 0, 5, 0), (180, 0, 5, 20)),
                 counted="any further post")
    assert lag.seen == 2.0
    assert lag.curve["hours"].tolist() == [1.0, 2.0]
    nobody = lag_of(counts().iloc[:0], counted="any further post")
    assert (nobody.people, nobody.seen, len(nobody.curve)) == (0, 0.0, 0)
    assert lag_of(counts((0, 5, 0, 0), (9, 0, 1, 4)), counted="negative as read").people == 0
