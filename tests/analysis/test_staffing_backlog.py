"""Hours of work that wait against hours promised: worked numbers, and the promise's own clock."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.staffing_backlog import pool_backlogs
from analysis.staffing_plan import ChannelPlan, Rules, people_needed
from analysis.staffing_surge import under_surge, with_surge
from tests.analysis.test_staffing_plan import MAIL, PHONE, week


def mails(load: pd.DataFrame, at: str, count: float) -> pd.DataFrame:
    """The load with so many mails in one half hour of the first day only."""
    mine = (load["channel"] == "email").to_numpy()
    here = mine & (load["wall"] == at).to_numpy()
    return load.assign(mean=load["mean"].where(~mine, 0.0).mask(here, count))


def test_what_two_people_leave_of_two_hours_of_work() -> None:
    load = mails(week(phone=10, email=1), "2026-03-02 10:00", 12)
    people = people_needed(load, plans=[PHONE, MAIL], rules=Rules()).frame
    people.loc[people["kind"] == "deferred", "agents_mean"] = 2
    found = pool_backlogs(people, load, plans=[PHONE, MAIL], rules=Rules(), staff="mean")["Later"]
    rows = found.frame.assign(wall=found.frame["ds"].dt.tz_localize(None)).set_index("wall")
    # 12 x 600 s are 2 hours; two people, at most 85 % busy, do 0.85 hours in half an hour.
    assert rows.loc["2026-03-02 10:00", "backlog_hours"] == pytest.approx(1.15)
    assert rows.loc["2026-03-02 10:30", "backlog_hours"] == pytest.approx(0.3)
    assert found.promised_hours == 24
    assert found.clock == "calendar"
    assert found.contacts == pytest.approx(12)
    assert found.on_time_share == 1


def test_a_surge_is_judged_by_the_clock_that_the_staff_was_planned_by() -> None:
    """A promise of 24 hours that holds round the clock is not three opening days under a surge."""
    load = mails(week(phone=10, email=1), "2026-03-02 10:00", 12)
    plans = [PHONE, MAIL]
    people = people_needed(load, plans=plans, rules=Rules()).frame
    added = pd.DataFrame({"ds": [pd.Timestamp("2026-03-02 10:30")], "channel": "email",
                          "added": 200.0, "low": 200.0, "high": 200.0})
    more = with_surge(load, added)
    _, pools = under_surge(people, load, more, plans=plans, rules=Rules(), staff="mean")
    later = pools.set_index("pool").loc["Later"]
    assert later["usual"] == 1
    staff = people.loc[people["kind"] == "deferred"].set_index("ds")["agents_mean"]
    start = pd.Timestamp("2026-03-02 10:30", tz=staff.index.tz)
    able = 0.5 * 0.85 * staff[start:start + pd.Timedelta("23h")].sum()
    # Naive twin: of 35.3 hours of work those are in time that are done within a day.
    assert later["service_level"] == pytest.approx(able / (212 / 6), abs=0.03)
    assert later["service_level"] < 0.5


def test_a_surge_finds_what_the_usual_week_left_undone() -> None:
    load = week(phone=10, email=2)
    plans = [PHONE, MAIL]
    people = people_needed(load, plans=plans, rules=Rules()).frame
    usual = pool_backlogs(people, load, plans=plans, rules=Rules(), staff="mean")["Later"]
    same = pool_backlogs(people, load, plans=plans, rules=Rules(), staff="mean",
                         usual=load)["Later"]
    # Mails come at night, and the first morning starts with those of the night before.
    assert usual.frame["backlog_hours"].iloc[0] > 1
    assert same.frame["backlog_hours"].to_numpy() == pytest.approx(
        usual.frame["backlog_hours"].to_numpy(), abs=1e-6)
    assert same.on_time_share == pytest.approx(usual.on_time_share, abs=0.001)


def test_a_promise_that_no_night_can_keep_counts_opening_hours() -> None:
    quick = ChannelPlan("email", "deferred", 600, promised_hours=3)
    load = week(phone=10, email=2)
    people = people_needed(load, plans=[PHONE, quick], rules=Rules()).frame
    found = pool_backlogs(people, load, plans=[PHONE, quick], rules=Rules(), staff="mean")
    assert found["Within 4 hours"].clock == "opening"
    assert found["Within 4 hours"].on_time_share == pytest.approx(1)
