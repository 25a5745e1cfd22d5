"""Shifts that cover a need: worked numbers, all combinations tried, clocks that change."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.schedule import CannotCover, plan_shifts
from analysis.shifts import Break, Pattern, at_work, grid_of, possible_shifts

FULL = Pattern("full", 8, ("08:00",))
HALF = Pattern("half", 4, ("08:00", "12:00"))


def need(start: str, numbers: list[float], zone: str = "Europe/Berlin") -> pd.DataFrame:
    times = pd.date_range(pd.Timestamp(start, tz=zone), periods=len(numbers), freq="30min")
    return pd.DataFrame({"ds": times, "need": numbers})


def days(first: str, count: int, number: float) -> pd.DataFrame:
    """Whole local days of the same need, however long they are."""
    start = pd.Timestamp(first, tz="Europe/Berlin")
    times = pd.date_range(start, start + pd.DateOffset(days=count), freq="30min", inclusive="left")
    return pd.DataFrame({"ds": times, "need": number})


def test_worked_schedule() -> None:
    frame = need("2026-03-02 08:00", [2] * 8 + [3] * 8)
    found = plan_shifts(frame, patterns=[FULL, HALF])
    assert found.paid_hours == found.need_hours == 20
    assert found.relaxed_hours == found.bound_hours == pytest.approx(20)
    assert found.proven
    assert found.short_hours == 0
    rows = found.shifts[["pattern", "heads", "paid_hours"]].to_numpy().tolist()
    assert rows == [["full", 2, 16.0], ["half", 1, 4.0]]
    assert found.cover["scheduled"].tolist() == [2] * 8 + [3] * 8
    assert (found.cover["ds"] == frame["ds"]).all()
    assert str(found.shifts["start"][0]) == "2026-03-02 08:00:00+01:00"
    assert str(found.shifts["date"][0]) == "2026-03-02"


def test_paid_hours_leave_out_unpaid_breaks() -> None:
    pattern = Pattern("day", 8.5, ("08:00",), (Break(30, (4,)), Break(15, (2,), paid=True)))
    assert pattern.paid_hours == 8
    frame = need("2026-03-02 08:00", [1] * 4 + [0.5] + [1] * 3 + [0] + [1] * 8)
    found = plan_shifts(frame, patterns=[pattern])
    assert found.paid_hours == 8
    assert found.shifts["breaks"].tolist() == ["10:00–10:15 paid; 12:00–12:30 unpaid"]
    # Half of the half hour at ten, nothing at noon.
    assert found.cover["scheduled"].tolist() == [1] * 4 + [0.5] + [1] * 3 + [0] + [1] * 8


def test_staggered_breaks_need_fewer_people() -> None:
    frame = need("2026-03-02 08:00", [1] * 17)
    together = Pattern("day", 8.5, ("08:00",), (Break(30, (4,)),))
    with pytest.raises(CannotCover, match="another time for the breaks of day, which all fall at "
                                          "12:00"):
        plan_shifts(frame, patterns=[together])
    apart = Pattern("day", 8.5, ("08:00",), (Break(30, (3.5, 4)),))
    assert plan_shifts(frame, patterns=[apart]).shifts["heads"].sum() == 2


def brute(frame: pd.DataFrame, patterns: list[Pattern], most: int) -> float:
    """The least paid hours by trying every number of heads up to ``most`` on every shift."""
    grid = grid_of(frame["ds"], zone=None, wraps=False)
    shifts = possible_shifts(patterns, grid)
    table = np.zeros((len(frame), len(shifts)))
    for at, shift in enumerate(shifts):
        for row, share in at_work(shift, grid).items():
            table[row, at] = share
    best = np.inf
    for heads in itertools.product(range(most + 1), repeat=len(shifts)):
        if (table @ np.array(heads) >= frame["need"].to_numpy() - 1e-9).all():
            best = min(best, sum(count * shift.pattern.paid_hours
                                 for count, shift in zip(heads, shifts, strict=True)))
    return float(best)


@settings(max_examples=20, deadline=None)
@given(numbers=st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_no_combination_is_cheaper(numbers: list[int]) -> None:
    frame = need("2026-03-02 08:00", [float(number) for number in numbers])
    patterns = [
        Pattern("long", 3, ("08:00", "09:00"), (Break(30, (1, 1.5)),)),
        Pattern("short", 1.5, ("08:00", "10:30")),
    ]
    expected = brute(frame, patterns, 3)
    if np.isinf(expected):
        with pytest.raises(CannotCover):
            plan_shifts(frame, patterns=patterns)
        return
    found = plan_shifts(frame, patterns=patterns)
    assert found.paid_hours == pytest.approx(expected)
    assert found.need_hours <= found.paid_hours + 1e-9
    assert found.relaxed_hours <= found.bound_hours + 1e-9 <= found.paid_hours + 1e-6
    assert (found.cover["scheduled"] >= found.cover["need"] - 1e-9).all()
    assert found.shifts["paid_hours"].sum() == pytest.approx(found.paid_hours)


@pytest.mark.parametrize(("day", "rows"), [
    ("2026-03-28", 94), ("2026-10-24", 98), ("2026-06-06", 96),
])
def test_days_on_which_the_clocks_change(day: str, rows: int) -> None:
    """One agent for Saturday and Sunday in shifts of 8 hours: 47, 49 and 48 real hours."""
    frame = days(day, 2, 1.0)
    assert len(frame) == rows
    pattern = Pattern("day", 8, ("00:00", "02:30", "07:00", "08:00", "15:00", "16:00", "23:00"))
    found = plan_shifts(frame, patterns=[pattern])
    assert found.need_hours == rows / 2
    assert (found.cover["under"] == 0).all()
    # Every drawn shift lasts eight real hours and covers sixteen half hours of the grid.
    lengths = found.shifts["end"] - found.shifts["start"]
    assert (lengths == pd.Timedelta(hours=8)).all()
    assert found.paid_hours >= rows / 2
    in_utc = frame.assign(ds=frame["ds"].dt.tz_convert("UTC"))
    again = plan_shifts(in_utc, patterns=[pattern], zone="Europe/Berlin")
    assert again.paid_hours == found.paid_hours
    assert again.shifts["start"].dt.tz is not None
    assert str(again.shifts["start"].dt.tz) == "Europe/Berlin"


def test_a_night_when_the_clocks_change_ends_elsewhere_on_the_clock() -> None:
    pattern = Pattern("night", 8, ("22:00",))
    for day, until in (("2026-03-28", "07:00"), ("2026-10-24", "05:00"), ("2026-06-06", "06:00")):
        grid = grid_of(need(f"{day} 22:00", [1.0] * 16)["ds"], zone=None, wraps=False)
        night = next(shift for shift in possible_shifts([pattern], grid)
                     if f"{shift.start:%Y-%m-%d}" == day)
        assert f"{night.end:%H:%M}" == until
        assert at_work(night, grid) == dict.fromkeys(range(16), 1.0)


def test_starts_that_the_clocks_skip_or_repeat() -> None:
    pattern = Pattern("early", 2, ("02:30",))
    spring = grid_of(days("2026-03-29", 1, 1.0)["ds"], zone=None, wraps=False)
    autumn = grid_of(days("2026-10-25", 1, 1.0)["ds"], zone=None, wraps=False)
    starts = [str(shift.start) for grid in (spring, autumn)
              for shift in possible_shifts([pattern], grid)]
    assert "2026-03-29 03:00:00+02:00" in starts
    assert "2026-10-25 02:30:00+02:00" in starts
    assert "2026-10-25 02:30:00+01:00" not in starts


def test_nights_reach_into_the_next_day_and_round_the_week() -> None:
    night = Pattern("night", 8, ("22:00",))
    frame = days("2026-03-02", 7, 0.0)
    dark = (frame["ds"].dt.hour >= 22) | (frame["ds"].dt.hour < 6)
    frame["need"] = dark.astype(float)
    # From Sunday evening before until the Monday after: eight nights, half of two unused.
    open_ended = plan_shifts(frame, patterns=[night])
    assert open_ended.shifts["heads"].sum() == 8
    assert str(open_ended.shifts["date"].min()) == "2026-03-01"
    around = plan_shifts(frame, patterns=[night], wraps=True)
    assert around.shifts["heads"].sum() == 7
    assert around.paid_hours == around.need_hours == 56
    with pytest.raises(ValueError, match="whole days"):
        plan_shifts(frame.iloc[14:], patterns=[night], wraps=True)


def test_the_week_of_the_spring_change_goes_round_too() -> None:
    frame = days("2026-03-23", 7, 1.0)
    found = plan_shifts(frame, patterns=[Pattern("day", 8, ("06:00", "14:00", "22:00"))],
                        wraps=True)
    assert found.need_hours == 167
    assert found.shifts["heads"].sum() == 21
    assert found.cover["over"].sum() == 2  # the hour that the night of 28 March reaches further


def test_only_some_days() -> None:
    weekdays = Pattern("day", 8, ("08:00",), days=(0, 1, 2, 3, 4))
    frame = need("2026-03-06 08:00", [1] * 16)  # a Friday
    assert plan_shifts(frame, patterns=[weekdays]).paid_hours == 8
    saturday = need("2026-03-07 08:00", [1] * 16)
    with pytest.raises(CannotCover, match="a shift that works from Sat 07 Mar 08:00") as caught:
        plan_shifts(saturday, patterns=[weekdays])
    assert len(caught.value.uncovered) == 16


def test_what_cannot_be_covered_is_named_with_what_helps() -> None:
    frame = need("2026-03-02 07:00", [1, 1] + [2] * 16 + [1])
    with pytest.raises(CannotCover, match="3 intervals cannot be covered, the first at "
                                          "2026-03-02 07:00") as caught:
        plan_shifts(frame, patterns=[FULL])
    assert [f"{at:%H:%M}" for at in caught.value.uncovered["ds"]] == ["07:00", "07:30", "16:00"]
    assert caught.value.uncovered["short"].tolist() == [1, 1, 1]
    assert caught.value.helps == (
        "an earlier start on Mon 02 Mar, at 07:00 instead of 08:00",
        "a longer shift: full ends at Mon 16:00, 0.5 hours before 16:30",
    )


def test_a_limit_on_heads() -> None:
    frame = need("2026-03-02 08:00", [2] * 8 + [3] * 8)
    assert plan_shifts(frame, patterns=[FULL, HALF], max_heads_per_day=3).paid_hours == 20
    with pytest.raises(CannotCover) as caught:
        plan_shifts(frame, patterns=[FULL, HALF], max_heads_per_day=2)
    assert caught.value.helps == ("3 heads on 2026-03-02, where at most 2 are allowed",)
    assert caught.value.uncovered["short"].tolist() == [1] * 8


def test_a_shortage_may_be_cheaper_than_a_shift() -> None:
    frame = need("2026-03-02 08:00", [1] * 15 + [2])
    assert plan_shifts(frame, patterns=[FULL, HALF]).paid_hours == 12
    # Half an agent hour short against four paid hours: worth it below a penalty of 8.
    cheap = plan_shifts(frame, patterns=[FULL, HALF], penalty_per_hour_short=7)
    assert (cheap.paid_hours, cheap.short_hours) == (8, 0.5)
    assert cheap.cover["under"].tolist() == [0] * 15 + [1]
    assert cheap.bound_hours == pytest.approx(8 + 7 * 0.5)
    dear = plan_shifts(frame, patterns=[FULL, HALF], penalty_per_hour_short=9)
    assert (dear.paid_hours, dear.short_hours) == (12, 0)
    # What no shift reaches is short, not impossible.
    early = need("2026-03-02 07:30", [1, 1])
    found = plan_shifts(early, patterns=[FULL], penalty_per_hour_short=100)
    assert found.cover["under"].tolist() == [1, 0]


def test_closed_hours_need_no_rows_and_no_need_no_shifts() -> None:
    frame = pd.concat([need("2026-03-02 08:00", [1] * 16), need("2026-03-03 08:00", [1] * 16)],
                      ignore_index=True)
    assert plan_shifts(frame, patterns=[FULL]).paid_hours == 16
    empty = plan_shifts(frame.assign(need=0.0), patterns=[FULL])
    assert empty.paid_hours == 0
    assert empty.shifts.empty
    assert list(empty.shifts.columns)[:4] == ["date", "pattern", "start", "end"]


def test_what_cannot_be_is_refused() -> None:
    frame = need("2026-03-02 08:00", [1] * 4)
    for wrong, said in (
        (frame.assign(ds=frame["ds"].dt.tz_localize(None)), "time zone"),
        (frame.iloc[::-1], "rise"), (frame.iloc[:0], "at least one row"),
        (frame.assign(need=-1.0), "0 or more"), (frame.assign(need=np.nan), "0 or more"),
        (frame.assign(ds=frame["ds"] + pd.to_timedelta([0, 1, 0, 0], unit="min")), "equal steps"),
    ):
        with pytest.raises(ValueError, match=said):
            plan_shifts(wrong, patterns=[FULL])
    with pytest.raises(ValueError, match="pattern"):
        plan_shifts(frame, patterns=[])
    with pytest.raises(ValueError, match="its own name"):
        plan_shifts(frame, patterns=[FULL, FULL])
    with pytest.raises(ValueError, match="penalty"):
        plan_shifts(frame, patterns=[FULL], penalty_per_hour_short=0)
    for pattern in ({"hours": 0}, {"hours": 25}, {"starts": ("25:00",)}, {"starts": ()},
                    {"days": (7,)}, {"breaks": (Break(60, (7.5,)),)},
                    {"breaks": (Break(60, (2,)), Break(15, (2.5,)))}):
        with pytest.raises(ValueError, match="wrong:"):
            Pattern(**{"name": "wrong", "hours": 8, "starts": ("08:00",), **pattern})
    with pytest.raises(ValueError, match="break"):
        Break(0, (1,))
