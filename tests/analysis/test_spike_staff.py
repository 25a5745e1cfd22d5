"""The people a spike takes: queues by Erlang C, work that may wait evenly, nobody for a fall."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.spike_staff import people_needed

START = pd.Timestamp("2026-01-14 17:00")
WORK = pd.DataFrame({"channel": ["phone", "email", "x"],
                     "seconds_per_contact": [180.0, 300.0, None],
                     "target_minutes": [1 / 3, 1440.0, 120.0]})


def contacts(channel: str, came: list[float], usual: float) -> pd.DataFrame:
    return pd.DataFrame({"ds": pd.date_range(START, periods=len(came), freq="h"),
                         "channel": channel, "contacts": came, "usual": usual})


def test_a_queue_takes_agents_at_once() -> None:
    found = people_needed(contacts("phone", [300.0, 100.0], 100.0), WORK)
    assert found.hours["extra_people"].tolist() == [11, 0]
    assert (found.peak, found.peak_at) == (11, START)
    assert found.work_hours == pytest.approx(10)
    assert found.channels[["kind", "extra_people", "first_at", "last_at"]].values.tolist() == [
        ["at once", 11, START, START]]


def test_what_may_wait_is_worked_off_evenly() -> None:
    found = people_needed(contacts("email", [130.0], 10.0), WORK)
    busy = found.hours[found.hours["extra_people"] > 0]
    assert busy["extra_people"].tolist() == [1] * 10, "10 hours of work in ten hours"
    quick = WORK.assign(target_minutes=120.0)
    assert people_needed(contacts("email", [130.0], 10.0), quick).peak == 4


def test_an_hour_with_little_to_do_takes_few() -> None:
    quick = WORK.assign(target_minutes=60.0)
    found = people_needed(contacts("email", [2.0, 0.0, 120.0, 2.0], 0.0), quick)
    people = found.hours["extra_people"].tolist()
    assert people[:2] == [1, 0], "two e-mails are ten minutes of work"
    assert found.peak == max(people) > 4
    assert found.peak_at == START + pd.Timedelta(hours=2)


def test_channels_add_up_at_their_peak() -> None:
    both = pd.concat([contacts("phone", [300.0], 100.0), contacts("email", [130.0], 10.0)])
    found = people_needed(both, WORK)
    assert (found.peak, found.work_hours) == (12, pytest.approx(20))
    assert set(found.channels["channel"]) == {"phone", "email"}


@pytest.mark.parametrize("frame", [
    contacts("phone", [20.0], 100.0), contacts("email", [0.0, 5.0], 10.0),
    contacts("x", [900.0], 1.0), contacts("fax", [900.0], 1.0), contacts("phone", [], 1.0)])
def test_nobody_is_needed_for_less_or_where_no_time_is_known(frame: pd.DataFrame) -> None:
    found = people_needed(frame, WORK)
    assert (found.peak, found.peak_at) == (0, None)
    assert not (found.hours["extra_people"] > 0).any()
    assert found.work_hours == 0


def test_a_handle_time_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        people_needed(contacts("phone", [300.0], 1.0), WORK.assign(seconds_per_contact=0.0))
