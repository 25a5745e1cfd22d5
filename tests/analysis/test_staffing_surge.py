"""A campaign or a spike on a plan: worked numbers, what stays as it was, limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.pooling import Pooled
from analysis.staffing import agents_needed
from analysis.staffing_campaign import (
    Campaign,
    Spike,
    campaign_calendar,
    plan_campaign,
    plan_sending,
    plan_spike,
)
from analysis.staffing_plan import PlanError, Rules, people_needed
from analysis.staffing_steps import Learned, Span, with_own_rate
from analysis.staffing_surge import contacts_in_reach, spike, under_surge, with_surge
from analysis.surge import Delay
from tests.analysis.test_staffing_plan import BERLIN, MAIL, PHONE, flat, week

RATE = Pooled(60, 55, 65, 50, 70, 1, 0, 5)
LEARNED = Learned(RATE, Pooled(60, 57, 63, 54, 66, 1, 0, 5),
                  pd.DataFrame({"channel": ["phone", "email"], "share": [0.7, 0.3]}),
                  Delay(1.2, 10.0, 1.0), ("a",))
SPAN = Span("2026-03-02", BERLIN, 14)
ASKED: dict[str, Any] = {"span": SPAN, "plans": (PHONE, MAIL), "rules": Rules()}


def test_a_spike_adds_so_many_times_the_usual() -> None:
    added = spike(week(phone=10), times=3, start=pd.Timestamp("2026-03-03 10:00"), hours=2,
                  channels=["phone"])
    assert added["added"].tolist() == [20.0] * 4
    with pytest.raises(PlanError, match="other hours"):
        spike(week(phone=10), times=3, start=pd.Timestamp("2026-03-03 03:00"), hours=2,
              channels=["phone"])
    with pytest.raises(PlanError, match="1 time"):
        spike(week(phone=10), times=0.5, start=pd.Timestamp("2026-03-03 10:00"), hours=2,
              channels=["phone"])


def test_both_doubts_add_as_independent() -> None:
    load = week(phone=10)
    at = pd.Timestamp("2026-03-03 10:00")
    load["hi_80"] = load["mean"] * 1.3
    added = pd.DataFrame({"ds": [at], "channel": ["phone"], "added": [20.0], "low": [16.0],
                          "high": [24.0]})
    row = with_surge(load, added).set_index("wall").loc[at]
    assert (row["mean"], row["hi_80"]) == (30, pytest.approx(35))
    same = with_surge(load, added.assign(added=0.0, low=0.0, high=0.0))
    pd.testing.assert_frame_equal(same[load.columns], load)


def test_an_hour_that_comes_twice_shares_what_is_added() -> None:
    load = week("2026-10-25", 1, email=2)
    added = pd.DataFrame({"ds": [pd.Timestamp("2026-10-25 02:00")], "channel": "email",
                          "added": 8.0, "low": 8.0, "high": 8.0})
    more = with_surge(load, added)
    assert more["mean"].sum() == pytest.approx(96 + 8)
    assert (more["added"] > 0).sum() == 2


def test_the_most_contacts_in_reach_need_those_agents_and_not_one_more() -> None:
    agents = np.array([0, 1, 3, 14, 14])
    reach = contacts_in_reach(agents, plan=PHONE, rules=Rules())
    assert reach[0] == 0
    assert reach[3] == pytest.approx(108.7, abs=0.1)
    for count, most in zip(agents[1:], reach[1:], strict=True):
        for volume, needed in ((most * 0.999, count), (most * 1.001, count + 1)):
            assert agents_needed(volume=volume, aht_seconds=180, interval_seconds=1800,
                                 target_answer_seconds=20, service_level=0.8).agents == needed


def test_without_more_people_a_surge_makes_customers_wait() -> None:
    load = week(phone=10, email=2)
    people = people_needed(load, plans=[PHONE, MAIL], rules=Rules()).frame
    added = spike(load, times=3, start=pd.Timestamp("2026-03-03 10:00"), hours=4,
                  channels=["phone", "email"])
    rows, pools = under_surge(people, load, with_surge(load, added), plans=[PHONE, MAIL],
                              rules=Rules(), staff="mean")
    live = pools.set_index("pool").loc["Phone"]
    assert live["service_level"] < 0.8 <= live["usual"]
    later = rows[rows["ds"].dt.tz_localize(None) >= "2026-03-03 14:00"].iloc[0]
    # 2 x 2 mails of 600 s more in each of 8 half hours: 5.3 hours of work.
    assert later["backlog_hours"] - later["backlog_usual"] == pytest.approx(5.33, abs=0.7)


def test_a_campaign_asks_for_people_and_nothing_asks_for_nobody() -> None:
    forecast, days = flat("2026-03-02", 14, phone=10, email=2)
    given = Campaign(16_000, "2026-03-03T10:00", LEARNED)
    found = plan_campaign(forecast, days, **ASKED, staff="mean", given=given)
    assert found.added["added"].sum() == pytest.approx(960, rel=0.02)
    assert found.frame["added"].sum() == pytest.approx(found.added["added"].sum())
    assert found.frame["more_mean"].max() > 3
    assert not found.frame.loc[found.frame["wall"] < "2026-03-03 10:00", "more_mean"].any()
    none = plan_campaign(forecast, days, **ASKED, staff="mean",
                         given=Campaign(1, "2026-03-03T10:00", with_own_rate(LEARNED, 0.0)))
    assert not none.frame["more_mean"].any()
    with pytest.raises(PlanError, match="put in how many"):
        plan_campaign(forecast, days, **ASKED, staff="mean",
                      given=Campaign(0, "2026-03-03T10:00", LEARNED))
    with pytest.raises(PlanError, match="does not reach"):
        plan_campaign(forecast, days, **ASKED, staff="mean",
                      given=Campaign(1, "2027-03-03T10:00", LEARNED))


def test_the_calendar_says_what_each_campaign_brought_and_what_is_learned_from() -> None:
    start = pd.Timestamp("2026-01-05")
    ds = pd.date_range(start, periods=14 * 336, freq="30min")
    sent_at = [start + pd.Timedelta(days=day, hours=10) for day in (36, 50, 51, 200)]
    inside = (ds >= sent_at[0]) & (ds < sent_at[0] + pd.Timedelta(hours=72))
    contacts = pd.DataFrame({"ds": ds, "channel": "phone", "y": np.where(inside, 160, 100) / 144})
    campaigns = pd.DataFrame({"campaign_id": list("abcd"), "name": ["A", "B", "C", "D"],
                              "sent_at": sent_at, "sent": 5000})
    found = campaign_calendar(contacts, campaigns).set_index("name")
    assert list(found.index) == ["D", "C", "B", "A"]
    assert found.loc["A", ["added", "least", "most", "per_1000"]].tolist() == pytest.approx(
        [60, 60 - 19.6, 60 + 19.6, 12])
    assert found["learned"].tolist() == [
        "no: still to come", *["no: overlaps another, or no usual week around it"] * 2, "yes"]
    assert found.loc["D", ["added", "per_1000"]].isna().all()


def test_a_plan_of_sendings_keeps_the_service_level() -> None:
    forecast, days = flat("2026-03-02", 14, phone=40, email=2)
    given = Campaign(3_000, "2026-03-03T10:00", LEARNED)
    times = [f"2026-03-0{day}T{hour:02d}:00" for day in (3, 4, 5) for hour in (9, 11, 13)]
    found = plan_sending(forecast, days, **ASKED, staff="p80", given=given, times=times)
    plan = found.plan
    held = plan.load[plan.load["channel"] == "phone"]
    assert (held["baseline"] + held["added"] <= held["capacity"] + 0.01).all()
    assert plan.sends["sent"].sum() + plan.unplaced == 3_000
    assert plan.sends["sent"].sum() > 0
    with pytest.raises(PlanError, match="No channel is answered live"):
        plan_sending(forecast, days, **ASKED | {"plans": (MAIL,)}, staff="p80", given=given,
                     times=times)


def test_sendings_that_swamp_the_post_are_cut_until_it_keeps_its_promise() -> None:
    forecast, days = flat("2026-03-02", 14, phone=40, email=2)
    mail = Learned(RATE, LEARNED.rate_80,
                   pd.DataFrame({"channel": ["phone", "email"], "share": [0.02, 0.98]}),
                   LEARNED.delay, ("a",))
    times = [f"2026-03-0{day}T{hour:02d}:00" for day in (3, 4, 5) for hour in (9, 11, 13)]
    given = Campaign(20_000, "2026-03-03T10:00", mail)
    found = plan_sending(forecast, days, **ASKED, staff="p80", given=given, times=times)
    sent = int(found.plan.sends["sent"].sum())
    assert 0 < sent < 20_000
    assert sent + found.plan.unplaced == 20_000
    assert found.plan.problem is not None
    assert "within the promise" in found.plan.problem
    post = found.pools[found.pools["kind"] == "deferred"]["service_level"].iloc[0]
    assert 0.8 <= post < 0.85


def test_a_spike_of_nothing_more_changes_nothing() -> None:
    forecast, days = flat("2026-03-02", 14, phone=10, email=2)
    found = plan_spike(forecast, days, **ASKED, staff="p80",
                       given=Spike(1.0, "2026-03-03T10:00", 4, ("phone",)))
    assert not found.frame["more_p80"].any()
    assert found.learned is None


def test_a_rate_of_ones_own_keeps_its_proportion() -> None:
    own = with_own_rate(LEARNED, 30.0)
    assert (own.rate.mean, own.rate.new_low, own.rate.new_high) == (30, 25, 35)
    with pytest.raises(PlanError):
        with_own_rate(LEARNED, -1.0)


def test_channels_of_the_mix_without_a_forecast_are_left_out() -> None:
    forecast, days = flat("2026-03-02", 14, phone=10)
    found = plan_campaign(forecast, days, span=SPAN, plans=(PHONE,), rules=Rules(), staff="mean",
                          given=Campaign(1_000, "2026-03-03T10:00", LEARNED))
    assert set(found.added["channel"]) == {"phone"}
    assert found.added["added"].sum() == pytest.approx(42, rel=0.02)
