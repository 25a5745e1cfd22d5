"""From a forecast to people: worked numbers, naive twins, days on which clocks change, limits."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.shifts import Pattern
from analysis.staffing import agents_needed
from analysis.staffing_load import week_load
from analysis.staffing_plan import (
    ChannelPlan,
    PlanError,
    Rules,
    people_needed,
    totals,
)
from analysis.staffing_steps import Span, plan_people, plan_schedule, plan_week, rate_for

PHONE = ChannelPlan("phone", "live", 180, target_answer_seconds=20)
MAIL = ChannelPlan("email", "deferred", 600, promised_hours=24)
BERLIN = "Europe/Berlin"


def flat(first: str, days: int, *, opens: int = 9, closes: int = 17,
         **per_half_hour: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A forecast of as many contacts in each half hour; phone from 9 to 17 only."""
    ds = pd.date_range(first, periods=48 * days, freq="30min")
    parts = []
    for channel, mean in per_half_hour.items():
        open_ = (ds.hour >= opens) & (ds.hour < closes) if channel == "phone" else np.ones(len(ds))
        level = mean * open_
        parts.append(pd.DataFrame({
            "channel": channel, "ds": ds, "mean": level, "lo_80": 0.7 * level,
            "hi_80": 1.25631 * level, "lo_95": 0.6 * level, "hi_95": 1.4 * level}))
    forecast = pd.concat(parts, ignore_index=True)
    whole = forecast.assign(day=forecast["ds"].dt.normalize()).groupby(
        ["channel", "day"], as_index=False)["mean"].sum()
    for name, times in (("lo_80", 0.8), ("hi_80", 1.2), ("lo_95", 0.7), ("hi_95", 1.3)):
        whole[name] = whole["mean"] * times
    return forecast, whole


def week(first: str = "2026-03-02", days: int = 7, **per_half_hour: float) -> pd.DataFrame:
    return week_load(*flat(first, days, **per_half_hour), first=pd.Timestamp(first), zone=BERLIN,
                     length=days)


@pytest.mark.parametrize(("day", "half_hours"), [
    ("2026-03-02", 48), ("2026-03-29", 46), ("2026-10-25", 50)])
def test_a_day_has_the_half_hours_that_the_clocks_give_it(day: str, half_hours: int) -> None:
    load = week(day, 1, phone=10, email=2)
    mail = load[load["channel"] == "email"]
    assert len(mail) == half_hours
    assert mail["mean"].sum() == pytest.approx(96), "no contact is lost and none comes twice"
    assert mail["ds"].diff().dropna().unique() == pd.Timedelta(minutes=30)


def test_the_worked_number_and_the_formula_one_by_one() -> None:
    found = people_needed(week(phone=100), plans=[PHONE], rules=Rules()).frame
    open_ = found[found["volume_mean"] > 0]
    assert set(open_["agents_mean"]) == {14}
    assert (set(open_["agents_p80"]), set(open_["agents_p95"])) == ({15}, {17})
    assert set(found.loc[found["volume_mean"] == 0, "agents_p95"]) == {0}
    sums = totals(found, rules=Rules())
    assert sums["rota_mean"].max() == 20


@settings(max_examples=15, deadline=None)
@given(phone=st.floats(0.1, 60), chat=st.floats(0.1, 60))
def test_totals_are_the_sum_of_channels_staffed_alone(phone: float, chat: float) -> None:
    plans = [PHONE, ChannelPlan("chat", "live", 300, chats=2, target_answer_seconds=60)]
    sums = totals(people_needed(week(phone=phone, chat=chat), plans=plans, rules=Rules()).frame,
                  rules=Rules())
    twin = sum(agents_needed(volume=volume, aht_seconds=aht, interval_seconds=1800,
                             target_answer_seconds=target, service_level=0.8, chats=chats).agents
               for volume, aht, target, chats in ((phone, 180, 20, 1), (chat, 300, 60, 2)))
    assert sums["people_mean"].max() == twin
    assert (sums["people_mean"] <= sums["people_p80"]).all()
    assert (sums["people_p80"] <= sums["people_p95"]).all()


def test_what_may_wait_is_done_while_somebody_is_there_and_says_so() -> None:
    found = people_needed(week(phone=10, email=2), plans=[PHONE, MAIL], rules=Rules())
    mail = found.frame[found.frame["pool"] == "Later"].set_index("ds")
    phone = found.frame[found.frame["pool"] == "Phone"].set_index("ds")
    assert (mail.loc[phone["volume_mean"] == 0, "agents_p95"] == 0).all()
    # 2 mails of 600 s in each half hour of a week are 112 hours of work, done at 85 %.
    worked = mail["agents_mean"].sum() / 2
    assert 112 / 0.85 <= worked <= 112 / 0.85 * 1.1
    assert not found.notes
    tight = ChannelPlan("email", "deferred", 600, promised_hours=4)
    (note,) = people_needed(week(phone=10, email=2), plans=[PHONE, tight], rules=Rules()).notes
    assert "counts the hours in which people work" in note


def test_without_a_live_channel_business_hours_hold() -> None:
    load = week(email=2)
    forecast, days = flat("2026-03-02", 7, email=2)
    plan = plan_week(forecast, days, span=Span("2026-03-02", BERLIN), plans=[MAIL], rules=Rules())
    at_work = plan.totals[plan.totals["people_mean"] > 0]["wall"]
    assert at_work.dt.hour.between(8, 17).all()
    assert at_work.dt.day_of_week.max() == 4
    assert "business hours" in plan.notes[0]
    assert len(load) == len(plan.totals)
    holiday = Span("2026-03-02", BERLIN, holidays=("2026-03-04",))
    off = plan_week(forecast, days, span=holiday, plans=[MAIL], rules=Rules()).totals
    assert not off.loc[off["wall"].dt.day == 4, "people_mean"].any()


def test_zero_volume_needs_nobody() -> None:
    found = people_needed(week(phone=0, email=0), plans=[PHONE, MAIL], rules=Rules()).frame
    assert not found[["agents_mean", "agents_p80", "agents_p95"]].to_numpy().any()


def test_bounds_of_rare_counts_may_lie_below_their_mean() -> None:
    forecast, days = flat("2026-03-02", 7, phone=0.05)
    forecast["hi_80"] = 0.0
    load = week_load(forecast, days, first=pd.Timestamp("2026-03-02"), zone=BERLIN)
    assert people_needed(load, plans=[PHONE], rules=Rules()).frame["agents_p80"].max() == 1


@pytest.mark.parametrize(("make", "why"), [
    (lambda: people_needed(week(phone=10, email=2), rules=Rules(), plans=[
        PHONE, ChannelPlan("email", "deferred", 0, volume_factor=0)]), "E-mail: the handle time"),
    (lambda: ChannelPlan("phone", "live", 0), "Phone: the handle time must be above 0"),
    (lambda: ChannelPlan("phone", "live", math.nan), "handle time"),
    (lambda: ChannelPlan("chat", "live", 60, chats=0), "at once must be above 0"),
    (lambda: ChannelPlan("x", "deferred", 60, promised_hours=0.2), "shorter than an hour"),
    (lambda: Rules(service_level=1.0), "below 100 %"),
    (lambda: Rules(max_occupancy=0.0), "busiest"),
    (lambda: Rules(shrinkage=1.0), "away"),
    (lambda: Rules(patience_seconds=0.0), "patience"),
    (lambda: people_needed(week(phone=1), plans=[], rules=Rules()), "No channel"),
    (lambda: people_needed(week(phone=1), plans=[ChannelPlan("phone", "live", 1e9)],
                           rules=Rules()), "more than any staff can carry"),
])
def test_bad_inputs_say_what_to_change(make: Any, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        make()


def test_a_schedule_covers_the_need_and_says_what_would_help() -> None:
    forecast, days = flat("2026-03-29", 7, phone=20)
    asked: dict[str, Any] = {"span": Span("2026-03-29", BERLIN), "plans": [PHONE],
                             "rules": Rules(), "staff": "mean"}
    day = Pattern("day", 8.0, ("09:00",))
    found = plan_schedule(forecast, days, patterns=[day], **asked).schedule
    assert found is not None
    assert found.short_hours == 0
    assert found.paid_hours == found.bound_hours
    at_work = plan_week(forecast, days, span=asked["span"], plans=[PHONE], rules=Rules()).totals
    assert found.need_hours == pytest.approx(at_work["people_mean"].sum() / 2 / 0.7)
    short = plan_schedule(forecast, days, patterns=[Pattern("short", 4.0, ("09:00",))], **asked)
    assert short.schedule is None
    assert len(short.uncovered) == 7 * 8
    assert short.helps
    few = plan_schedule(forecast, days, patterns=[day], most=1, **asked)
    assert few.schedule is None
    assert "heads on" in few.helps[0]


def test_together_needs_fewer_than_apart() -> None:
    forecast, days = flat("2026-03-02", 7, phone=30, chat=30)
    span = Span("2026-03-02", BERLIN)
    chat = ChannelPlan("chat", "live", 300, target_answer_seconds=20)
    _, (people, played) = plan_people(forecast, days, span=span, plans=[PHONE, chat],
                                      rules=Rules())
    apart, pooled = people["people"]
    assert apart == sum(agents_needed(
        volume=30, aht_seconds=aht, interval_seconds=1800, target_answer_seconds=20,
        service_level=0.8).agents for aht in (180, 300))
    assert pooled == agents_needed(volume=60, aht_seconds=240, interval_seconds=1800,
                                   target_answer_seconds=20, service_level=0.8).agents
    assert pooled < apart
    gain = played[(played["way"] == "gain") & (played["skill"] == "all")].iloc[0]
    assert 0 < gain["low"] < gain["high"]
    assert plan_people(forecast, days, span=span, plans=[PHONE, MAIL],
                       rules=Rules())[1][0].empty


def test_the_rate_of_a_new_campaign_at_a_quantile() -> None:
    from analysis.pooling import Pooled

    rate = Pooled(10, 9, 11, 7.1845, 12.8155, 0, 0, 5)
    assert rate_for(rate, rate, "p80") == pytest.approx(11.85, abs=0.005)
    assert rate_for(rate, rate, "mean") == 10


def test_the_bench_knows_its_case(tmp_path: Path) -> None:
    from bench.staffing import run

    found = run(out=tmp_path, quick=True)
    assert found["right"]
    assert set(found["seconds"]) == {"calls", "calls with patience", "chats, three at once"}


@pytest.mark.parametrize("kind", ["live", "deferred"])
def test_no_contacts_that_take_no_time_need_nobody(kind: Any) -> None:
    nothing = ChannelPlan("email", kind, 0, volume_factor=0)
    forecast, days = flat("2026-03-02", 7, phone=10, email=2)
    found = plan_week(forecast, days, span=Span("2026-03-02", BERLIN), plans=[PHONE, nothing],
                      rules=Rules())
    mails = found.people[found.people["pool"] != "Phone"]
    assert len(mails) == 336
    assert not mails[["agents_mean", "agents_p95", "volume_mean"]].to_numpy().any()
    assert agents_needed(volume=[0, 10], aht_seconds=[0, 180], interval_seconds=1800,
                         target_answer_seconds=20, service_level=0.8).agents.tolist() == [0, 3]
