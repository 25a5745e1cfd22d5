"""A period watched: incidents with keys, the frames beside the usual, one incident closer."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.spike_baseline import Grid, grids_of
from analysis.spike_reasons import contributions
from analysis.spike_watch import closer, scaled_to, watch
from analysis.spikes import Rules

FIRST = pd.Timestamp("2026-01-05")
SINCE = date(2026, 3, 2)  # after eight weeks
LAST = SINCE + timedelta(days=7)


def grids(**series: dict[int, int]) -> dict[str, Grid]:
    """Ten contacts an hour on each channel, with others at some hours; ``all`` is their sum."""
    ds = pd.date_range(FIRST, periods=24 * 63, freq="h")
    parts = []
    for name in ("phone", "x"):
        frame = pd.DataFrame({"ds": ds, "series": f"channel:{name}", "y": 10})
        for at, count in series.get(name, {}).items():
            frame.loc[at, "y"] = count
        parts.append(frame)
    whole = parts[0].assign(series="all", y=parts[0]["y"] + parts[1]["y"])
    topic = pd.DataFrame({"ds": ds, "series": "topic:outage", "y": 1})
    for at, count in series.get("topic", {}).items():
        topic.loc[at, "y"] = count
    return grids_of(pd.concat([whole, *parts, topic], ignore_index=True))


def test_a_period_with_a_spike_and_a_fall() -> None:
    spike, fall = 24 * 58 + 9, 24 * 60 + 9
    found = watch(grids(phone={spike: 200, fall: 0, fall + 1: 0, fall + 2: 0},
                        x={fall: 0, fall + 1: 0, fall + 2: 0}), since=SINCE, until=LAST)
    assert found.incidents["key"].tolist() == ["2026-03-04T09", "2026-03-06T09-fall"]
    assert found.incidents["series"].tolist() == ["all", "all"]
    assert found.usual_day == 480
    assert len(found.hourly) == 7 * 24
    assert len(found.daily) == 7
    assert found.daily["contacts"].tolist() == [480, 480, 670, 480, 420, 480, 480]
    assert found.daily["whole_bucket"].all()
    assert (found.days, found.unknown_days, found.short_days) == (7, 0, 0)
    strict = watch(grids(phone={spike: 200}), since=SINCE, until=LAST, rules=Rules(minimum=500))
    assert strict.incidents.empty


def test_what_comes_after_the_period_is_left_out() -> None:
    late = grids(phone={24 * 62 + 9: 200})
    assert len(watch(late, since=SINCE, until=LAST).incidents) == 1
    assert watch(late, since=SINCE, until=LAST - timedelta(days=1)).incidents.empty


def test_without_history_it_says_how_many_days_are_unknown() -> None:
    found = watch(grids(), since=FIRST.date(), until=FIRST.date() + timedelta(days=10))
    assert (found.days, found.unknown_days, found.short_days) == (10, 4, 6)
    assert found.hourly["expected"].isna().sum() == 4 * 24


def test_nothing_gives_empty_frames() -> None:
    found = watch({}, since=SINCE, until=LAST)
    assert found.incidents.empty
    assert found.hourly.empty
    assert found.daily.empty


def test_an_incident_by_the_hour_and_channel() -> None:
    found = grids(phone={24 * 58 + 9: 200})
    incident = watch(found, since=SINCE, until=LAST).incidents.iloc[0]
    near = closer(found, incident=incident)
    assert near.offsets == [7, 14, 21, 28, 35, 42, 49, 56]
    assert len(near.hours) == 1 + 2 * 24
    assert near.channels[["channel", "contacts"]].values.tolist() == [["phone", 200], ["x", 10]]
    assert near.channels["usual"].tolist() == pytest.approx([80.5 / 8] * 2)
    own = closer(found, incident=incident.replace({"all": "channel:phone"}))
    assert own.channels["channel"].tolist() == ["phone"]


def test_a_topic_lays_its_excess_on_the_channels() -> None:
    found = grids(topic={24 * 58 + 9: 61})
    incident = watch(found, since=SINCE, until=LAST).incidents.iloc[0]
    assert incident["series"] == "topic:outage"
    near = closer(found, incident=incident)
    inside = near.hours[near.hours["bucket"] == incident["start"]].assign(contacts=31, expected=1)
    parts = contributions(pd.DataFrame(
        [("total", "contacts", 31, 8), ("channel", "x", 20, 0), ("channel", "phone", 11, 8)],
        columns=["dimension", "category", "observed", "referenced"]), references=8)
    laid = scaled_to(near.channels, inside, parts).set_index("channel")
    assert laid.loc["x", "contacts"] == pytest.approx(80.5 / 8 + 20)
    assert laid.loc["phone", "contacts"] == pytest.approx(80.5 / 8 + 10)
