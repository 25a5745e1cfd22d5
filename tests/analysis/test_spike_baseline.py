"""What is usual: worked by hand, without looking ahead, over clock changes and short histories."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.spike_baseline import BASES, Grid, grids_of, references, usual_of, usual_of_all

FIRST = pd.Timestamp("2026-01-05")  # a Monday


def hours(days: int, y: object = 20, **more: object) -> pd.DataFrame:
    ds = pd.date_range(FIRST, periods=24 * days, freq="h")
    return pd.DataFrame({"ds": ds, "y": y, **more})


def grid(frame: pd.DataFrame) -> Grid:
    (found,) = grids_of(frame).values()
    return found


def test_eight_weeks_of_twenty() -> None:
    usual = usual_of(grid(hours(63)))
    assert usual.mean[-1, 0] == pytest.approx(160.5 / 8)
    assert usual.spread[-1, 0] == 0.01
    assert usual.size[-1, 0] == pytest.approx(57.2, abs=0.05)
    assert set(usual.basis[-7:].ravel()) == {BASES.index("weekday")}


def test_a_weekday_and_hour_is_compared_with_itself() -> None:
    frame = hours(70)
    frame["y"] = 10 * (1 + frame["ds"].dt.day_of_week) + frame["ds"].dt.hour
    usual = usual_of(grid(frame))
    # Sunday, 23:00: 8 x (70 + 23) + 1/2, over 8
    assert usual.mean[-1, 23] == pytest.approx(93 + 1 / 16)
    assert usual.mean[-7, 4] == pytest.approx(14 + 1 / 16)


def naive_mean(counts: np.ndarray, day: int, hour: int) -> float:
    """The mean of a slot as the docstring says it, without regard to speed."""
    values = [counts[day - 7 * back, hour] for back in range(1, 9) if day >= 7 * back]
    spread = 0.05
    middle = float(np.median(values))
    far = [one for one in values
           if abs(one - middle) <= 3 * (middle + 1 + spread * middle**2) ** 0.5]
    kept = far if 4 * len(far) >= 3 * len(values) else values
    return (sum(kept) + 0.5) / len(kept)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_a_naive_twin_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    frame = hours(63, rng.poisson(np.tile(20 + np.arange(24), 63)))
    frame.loc[24 * 30 + 5, "y"] = 400
    one = grid(frame)
    usual = usual_of(one)
    for day, hour in ((62, 3), (60, 12), (58, 5), (37, 5), (44, 5)):
        assert usual.mean[day, hour] == pytest.approx(naive_mean(one.y, day, hour))


def test_the_future_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    frame = hours(84, rng.poisson(12, 24 * 84))
    before = usual_of(grid(frame))
    frame.loc[frame["ds"] >= FIRST + pd.Timedelta(days=70), "y"] = 999
    after = usual_of(grid(frame))
    for name in ("mean", "size", "spread", "basis"):
        np.testing.assert_array_equal(getattr(before, name)[:71], getattr(after, name)[:71])


def test_an_incident_of_the_weeks_before_does_not_become_usual() -> None:
    frame = hours(70)
    frame.loc[frame["ds"] == FIRST + pd.Timedelta(days=49, hours=9), "y"] = 900
    assert usual_of(grid(frame)).mean[63, 9] == pytest.approx(140.5 / 7)


def test_a_series_of_two_kinds_of_weeks_keeps_both() -> None:
    frame = hours(70)
    frame["y"] = np.where((frame["ds"] - FIRST).dt.days // 7 % 2 == 0, 0, 100)
    usual = usual_of(grid(frame))
    assert usual.mean[-1, 9] == pytest.approx(400.5 / 8)
    assert usual.spread[-1, 9] > 0.9, "the weeks differ by a hundred per cent"


def test_the_spread_is_found_again() -> None:
    rng = np.random.default_rng(6)
    for spread in (0.02, 0.1, 0.2):
        mean = 200 * rng.gamma(1 / spread, spread, 24 * 140)
        usual = usual_of(grid(hours(140, rng.poisson(mean))))
        assert usual.spread[-20:].mean() == pytest.approx(1.2 * spread, rel=0.25)


def test_holidays_are_no_reference_and_an_unseen_hour_has_no_usual() -> None:
    frame = hours(63, usual=True)
    holiday = frame["ds"].dt.normalize() == FIRST + pd.Timedelta(days=49)
    frame.loc[holiday, ["y", "usual"]] = [12, False]
    one = grid(frame[frame["ds"] != FIRST + pd.Timedelta(days=60, hours=4)])
    usual = usual_of(one)
    assert usual.mean[56, 9] == pytest.approx(140.5 / 7)
    assert np.isnan(usual.mean[60, 4])
    assert usual.basis[60, 4] == 0


def test_an_hour_that_comes_twice_has_twice_the_contacts_and_one_that_is_left_out_none() -> None:
    frame = hours(63, hours=1.0)
    twice = frame["ds"] == FIRST + pd.Timedelta(days=62, hours=1)
    gone = frame["ds"] == FIRST + pd.Timedelta(days=61, hours=2)
    frame.loc[twice, ["y", "hours"]] = [40, 2.0]
    frame.loc[gone, ["y", "hours"]] = [0, 0.0]
    one = grid(frame)
    usual = usual_of(one)
    assert usual.mean[62, 1] == pytest.approx(2 * 160.5 / 8)
    assert usual.basis[61, 2] == 0
    by_day = one.by_day()
    assert by_day.seen[62, 0] == pytest.approx(25 / 24)
    assert by_day.seen[61, 0] == pytest.approx(23 / 24)
    # 23 hours of a usual day of 24, and 25 of it
    days = usual_of(by_day)
    assert days.mean[61, 0] == pytest.approx(23 / 24 * (8 * 480 + 0.5) / 8)
    assert days.mean[62, 0] == pytest.approx(25 / 24 * (8 * 480 + 0.5) / 8)


def test_a_day_known_in_part_is_no_day() -> None:
    frame = hours(63)
    by_day = grid(frame[frame["ds"] < FIRST + pd.Timedelta(days=62, hours=15)]).by_day()
    assert by_day.seen[62, 0] == 0
    assert by_day.y[62, 0] == 0


def test_with_little_history_days_serve_and_with_less_nothing() -> None:
    usual = usual_of(grid(hours(35)))
    told = [BASES[int(one[0])] for one in usual.basis]
    assert told[:4] == ["none"] * 4
    assert told[4:6] == ["kind of day", "any day"]  # Friday: four weekdays; Saturday: no weekend
    assert told[27] == "kind of day"
    assert told[28:] == ["weekday"] * 7
    assert usual.spread[4, 0] == 0.05
    later = usual_of(grid(hours(35)), since=30)
    assert (later.basis[:28] == 0).all()
    assert (later.basis[28:] == 3).all()


@pytest.mark.parametrize("days", [1, 3, 7, 8, 29])
def test_any_length_of_history_will_do(days: int) -> None:
    one = grid(hours(days))
    for given_grid in (one, one.by_day()):
        usual = usual_of(given_grid)
        assert usual.mean.shape == given_grid.y.shape
        assert ((usual.basis > 0) == ~np.isnan(usual.mean)).all()


def test_series_share_their_hours() -> None:
    frame = pd.concat([hours(2).assign(series="all"),
                       hours(2)[5:6].assign(series="x", y=3)])
    grids = grids_of(frame)
    assert list(grids) == ["all", "x"]
    assert grids["x"].y.sum() == 3
    assert (grids["x"].seen == 1).all(), "hours without a row are zeros, as the other has them"
    assert grids_of(frame.iloc[:0]) == {}


@pytest.mark.parametrize(("frame", "says"), [
    (hours(1, -1), "0 or more"), (hours(1, 0.5), "whole and 0"),
    (pd.concat([hours(1), hours(1)]), "occur once"),
    (hours(1).assign(ds=lambda one: one["ds"] + pd.Timedelta(minutes=5)), "whole hour")])
def test_what_is_no_count_per_hour_is_refused(frame: pd.DataFrame, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        grids_of(frame)


def test_a_stretch_is_compared_with_whole_stretches_like_it() -> None:
    frame = hours(70, usual=True)
    start, end = FIRST + pd.Timedelta(days=68, hours=22), FIRST + pd.Timedelta(days=69, hours=3)
    assert references(grid(frame), start=start, end=end) == [7, 14, 21, 28, 35, 42, 49, 56]
    frame.loc[frame["ds"].dt.normalize() == start.normalize() - pd.Timedelta(days=14),
              "usual"] = False
    frame.loc[frame["ds"] == start - pd.Timedelta(days=28), "y"] = 900
    assert references(grid(frame), start=start, end=end) == [7, 21, 35, 42, 49, 56]
    short = grid(hours(6))
    friday = FIRST + pd.Timedelta(days=4, hours=9)
    assert references(short, start=friday, end=friday + pd.Timedelta(hours=2)) == [1, 2, 3, 4]
    assert references(short, start=FIRST, end=FIRST + pd.Timedelta(hours=2)) == []


@pytest.mark.parametrize("days", [9, 40, 70])
def test_series_told_together_are_each_as_alone(days: int) -> None:
    """Small and large ones, incidents, a holiday, an hour unseen; with and without eight weeks."""
    rng = np.random.default_rng(days)
    frame = pd.concat([
        hours(days, rng.poisson(level, 24 * days)).assign(series=str(level))
        for level in (0.2, 3, 40, 900)], ignore_index=True)
    frame.loc[frame["ds"].dt.day == 13, "usual"] = False
    frame["usual"] = frame["usual"].fillna(True).astype(bool)
    frame.loc[24 * days + 30, "y"] = 500
    frame["hours"] = np.where(frame["ds"] == FIRST + pd.Timedelta(hours=51), 0.0, 1.0)
    grids = list(grids_of(frame).values())
    for each in (grids, [one.by_day() for one in grids]):
        for one, together in zip(each, usual_of_all(each, since=2), strict=True):
            alone = usual_of(one, since=2)
            for name in ("mean", "size", "spread", "basis"):
                np.testing.assert_array_equal(getattr(alone, name), getattr(together, name))
    assert usual_of_all([]) == []
