"""The plan of sendings: within the capacity, as much as fits, and clear where it does not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.send_plan import SendPlan, send_schedule
from analysis.surge import Delay
from tests.analysis.test_campaigns import DELAY, MIX, START, is_open, usual

AT_ONCE = Delay(1.0, 0.01, 1.0)
ONE = pd.DataFrame({"channel": ["phone"], "share": [1.0]})
BOTH = pd.DataFrame({"channel": list(MIX), "share": list(MIX.values())})


def room(spare: float, weeks: int = 3) -> pd.DataFrame:
    """Staff on the phone who can answer ``spare`` contacts more than come."""
    phone = usual(weeks).query("channel == 'phone'")
    return phone.assign(contacts=(phone["mean"] + spare) * is_open(phone["ds"]))[
        ["ds", "channel", "contacts"]]


def hours(days: int) -> pd.DatetimeIndex:
    ds = pd.Series(pd.date_range(START, periods=24 * days, freq="1h"))
    return pd.DatetimeIndex(ds[is_open(ds)])


def within(plan: SendPlan) -> bool:
    load = plan.load[~plan.load["over_before"]]
    return bool((load["baseline"] + load["added"] <= load["capacity"] + 0.011).all())


def test_room_for_ten_and_twenty_per_1000_takes_500_an_hour() -> None:
    plan = send_schedule(sent=1200, times=hours(1), per_1000=20, delay=AT_ONCE, mix=ONE,
                         baseline=usual(3), capacity=room(10))
    assert plan.sends["sent"].tolist() == [500, 500, 200]
    assert plan.sends["send_at"].dt.hour.tolist() == [8, 9, 10], "as early as possible"
    assert (plan.unplaced, plan.problem) == (0, None)
    assert plan.load["added"].sum() == pytest.approx(24)


def test_what_does_not_fit_is_said_in_words() -> None:
    plan = send_schedule(sent=20_000, times=hours(1), per_1000=20, delay=AT_ONCE, mix=ONE,
                         baseline=usual(3), capacity=room(10))
    assert plan.sends["sent"].sum() == 5000
    assert plan.unplaced == 15_000
    assert plan.problem is not None
    assert "Only 5,000 of 20,000" in plan.problem
    none = send_schedule(sent=100, times=hours(1), per_1000=20, delay=AT_ONCE, mix=ONE,
                         baseline=usual(3), capacity=room(0.0))
    assert none.unplaced == 0, "half hours that are full already cannot forbid"
    assert none.problem is not None
    assert "above the capacity already" in none.problem


def test_more_days_carry_more() -> None:
    def placed(days: int) -> int:
        plan = send_schedule(sent=50_000, times=hours(days), per_1000=60, delay=DELAY, mix=BOTH,
                             baseline=usual(3), capacity=room(6))
        assert within(plan)
        return int(plan.sends["sent"].sum())

    one, five = placed(1), placed(5)
    assert 0 < one < five < 50_000


def test_a_channel_without_capacity_is_not_held() -> None:
    """E-mail can wait, so no half hour of it may forbid a sending."""
    plan = send_schedule(sent=3000, times=hours(5), per_1000=60, delay=DELAY, mix=BOTH,
                         baseline=usual(3), capacity=room(30))
    assert plan.unplaced == 0
    email = plan.load[plan.load["channel"] == "email"]
    assert email["added"].sum() > 0
    assert np.isinf(email["capacity"]).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 30_000), st.floats(1, 40), st.floats(5, 90))
def test_a_plan_is_whole_and_keeps_to_the_capacity(sent: int, spare: float,
                                                   per_1000: float) -> None:
    plan = send_schedule(sent=sent, times=hours(3), per_1000=per_1000, delay=DELAY, mix=BOTH,
                         baseline=usual(3), capacity=room(spare))
    assert within(plan)
    assert plan.sends["sent"].sum() + plan.unplaced == sent
    assert (plan.problem is None) == (plan.unplaced == 0)


def test_a_plan_needs_times_and_a_baseline() -> None:
    given_ = {"per_1000": 20.0, "delay": DELAY, "mix": ONE, "baseline": usual(1),
              "capacity": room(5)}
    with pytest.raises(ValueError, match="at least one time"):
        send_schedule(sent=5, times=hours(0), **given_)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not reach"):
        send_schedule(sent=5, times=hours(9), **given_)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must not be negative"):
        send_schedule(sent=5, times=hours(1), **{**given_, "per_1000": -1.0})  # type: ignore[arg-type]
