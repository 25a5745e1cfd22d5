"""Spikes: by hand, up and down, cool-down, severity, quiet series, and a real week."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.spikes import COLUMNS, Rules, detect, incidents, levels, severity
from bench.spikes import airline, quiet

FIRST = pd.Timestamp("2026-01-05")  # a Monday
LAST = FIRST + pd.Timedelta(days=62)  # the last day of nine weeks


def hours(days: int = 63, y: object = 20, **more: object) -> pd.DataFrame:
    ds = pd.date_range(FIRST, periods=24 * days, freq="h")
    return pd.DataFrame({"ds": ds, "y": y, **more})


def put(frame: pd.DataFrame, at: int, counts: list[int], **more: float) -> pd.DataFrame:
    """The frame with other counts from an hour of the last day on."""
    start = 24 * 62 + at
    out = frame.copy()
    out.loc[start:start + len(counts) - 1, "y"] = counts
    for name, value in more.items():
        out.loc[start:start + len(counts) - 1, name] = value
    return out


def test_sixty_where_twenty_are_usual() -> None:
    found = detect(put(hours(), 9, [60]))
    assert len(found) == 1
    one: Any = found.iloc[0]
    assert (one["start"], one["end"]) == (LAST + pd.Timedelta(hours=9),
                                          LAST + pd.Timedelta(hours=10))
    assert (one["direction"], one["grain"], one["hours"], one["basis"]) == (
        "up", "hour", 1, "weekday")
    assert one["expected"] == pytest.approx(20.0625)
    assert one["ratio"] == pytest.approx(2.99, abs=0.005)
    assert one["excess"] == pytest.approx(39.9375)
    assert one["excess_low"] < 39.9 < one["excess_high"]
    assert one["usual_day"] == pytest.approx(24 * 20.0625)
    assert (one["peak_at"], one["peak_observed"]) == (one["start"], 60)
    assert one["severity"] == "moderate"


def test_levels_share_a_budget() -> None:
    an_hour, a_day = levels(0.2)
    assert an_hour == pytest.approx(0.05 / (30.44 * 24))
    assert a_day == pytest.approx(0.00164, abs=0.00001)


def test_a_fall_is_a_spike_downwards() -> None:
    found = detect(put(hours(y=40), 9, [3, 2, 4]))
    assert found[["direction", "hours", "observed"]].values.tolist() == [["down", 3, 9]]
    assert found["excess"].iloc[0] == pytest.approx(9 - 3 * 40.0625)
    assert found["excess_low"].iloc[0] < found["excess_high"].iloc[0] < 0
    assert found["peak_observed"].iloc[0] == 2


def test_a_fall_on_a_holiday_in_part_of_an_hour_or_without_weeks_is_none() -> None:
    fallen = put(hours(y=40), 9, [0, 0, 0])
    assert len(detect(fallen)) == 1
    assert detect(fallen.assign(usual=fallen["ds"] < LAST)).empty
    assert detect(put(hours(y=40, hours=1.0), 9, [0, 0, 0], hours=0.5)).empty
    # Weekend and week alike are told by days, so who is closed on Saturday must not alarm.
    week = hours(13, 40)
    week["y"] = week["y"].where(week["ds"].dt.day_of_week < 5, 0)
    assert detect(week).empty


def test_the_clock_that_leaves_out_an_hour_makes_no_fall_and_a_double_hour_no_spike() -> None:
    frame = hours(y=40, hours=1.0)
    assert detect(put(frame, 2, [0], hours=0.0)).empty
    assert detect(put(frame, 1, [80], hours=2.0)).empty
    assert len(detect(put(frame, 1, [80]))) == 1


def test_an_hour_seen_in_part_may_already_be_a_spike() -> None:
    found = detect(put(hours(y=20, hours=1.0), 23, [60], hours=0.5))
    assert found["expected"].tolist() == pytest.approx([10.03125])


def test_ratio_and_minimum_hold_back_what_chance_does_not_explain() -> None:
    busy = put(hours(y=2000), 9, [3900])
    assert detect(busy, rules=Rules(ratio=2)).empty, "1.95 times the usual, however unlikely"
    assert len(detect(busy, rules=Rules(ratio=1.9))) == 1
    rare = put(hours(y=0), 9, [8])
    assert detect(rare).empty, "eight contacts, however unusual"
    assert len(detect(rare, rules=Rules(minimum=8))) == 1


def test_what_begins_within_the_cool_down_belongs_to_it() -> None:
    twice = put(hours(), 2, [90, *[20] * 11, 90])
    assert detect(twice)["hours"].tolist() == [13]
    apart = detect(twice, rules=Rules(cool_down_hours=5))
    assert apart["hours"].tolist() == [1, 1]
    assert detect(put(hours(), 2, [90, *[20] * 12, 90]))["hours"].tolist() == [14]
    assert detect(put(hours(), 2, [90, *[20] * 13, 90]))["hours"].tolist() == [1, 1]


def test_a_spike_reaches_over_raised_hours_around_its_alarms() -> None:
    found = detect(put(hours(), 8, [35, 36, 120, 36, 20, 37]))
    assert found[["start", "hours"]].values.tolist() == [[LAST + pd.Timedelta(hours=8), 6]]


def test_many_raised_hours_make_a_day() -> None:
    rng = np.random.default_rng(8)
    frame = hours(y=rng.poisson(1.0, 24 * 63))
    found = detect(put(frame, 0, [3] * 24))
    assert found[["grain", "start", "hours"]].values.tolist() == [["day", LAST, 24]]
    assert found["observed"].iloc[0] == 72


def test_severity_is_told_in_usual_days() -> None:
    assert severity(300, usual_day=400) == "high"
    assert severity(-400, usual_day=400) == "severe"
    assert severity(99, usual_day=400) == "moderate"
    assert severity(5, usual_day=0) == "severe"
    assert detect(put(hours(), 9, [200]))["severity"].tolist() == ["high"]
    assert detect(put(hours(), 9, [800]))["severity"].tolist() == ["severe"]


def test_since_leaves_out_what_ended_before_and_compares_with_it() -> None:
    frame = put(hours(), 9, [60])
    frame.loc[24 * 58, "y"] = 90
    assert len(detect(frame)) == 2
    for day, left in ((58, 2), (59, 1), (62, 1)):
        assert len(detect(frame, since=(FIRST + pd.Timedelta(days=day)).date())) == left
    assert detect(frame, since=LAST.date())["expected"].iloc[0] == pytest.approx(20.0625)


@pytest.mark.parametrize("frame", [
    hours(0), hours(1), hours(3, 500), hours(1).iloc[:1],
    hours(1).assign(series="x").iloc[:0]])
def test_too_short_a_history_gives_an_empty_frame(frame: pd.DataFrame) -> None:
    found = detect(frame)
    assert found.empty
    assert list(found.columns) == list(COLUMNS)
    assert incidents(found).empty


def test_short_history_compares_with_days() -> None:
    found = detect(hours(6).assign(y=lambda one: one["y"].where(one.index != 24 * 5 + 9, 200)))
    assert found["basis"].tolist() == ["any day"]  # Saturday after five weekdays


def test_constant_and_silent_series_are_quiet() -> None:
    for level in (0, 1, 20, 5000):
        assert detect(hours(y=level)).empty


@pytest.mark.parametrize(("noise", "level", "most"), [
    ("calm", 50, 0.4), ("calm", 5000, 0.4), ("days alike", 500, 0.6), ("wild", 500, 1.0)])
def test_quiet_series_give_few_false_alarms(noise: str, level: float, most: float) -> None:
    """At most one a month is asked for; docs/spikes.md has the figures of longer runs."""
    rng = np.random.default_rng(11)
    found = [len(detect(quiet(rng, level=level, days=365, noise=noise))) for _ in range(4)]
    assert sum(found) / 4 / 12 < most


def test_a_planted_spike_is_found_and_counted() -> None:
    rng, hits = np.random.default_rng(12), 0
    for _ in range(10):
        frame = quiet(rng, level=500, days=84, noise="calm")
        frame.loc[24 * 75 + 10:24 * 75 + 15, "y"] *= 3
        found = detect(frame)
        hits += bool((found["start"].dt.normalize() == frame["ds"][24 * 75]).any())
    assert hits >= 8


def test_more_series_share_the_budget() -> None:
    frame = put(hours(), 9, [45])
    many = pd.concat([frame.assign(series="all"),
                      *(hours().assign(series=f"s{at}") for at in range(9))])
    told = [len(detect(frame, budget=budget)) for budget in (0.02, 0.2, 2, 20)]
    assert told == [len(detect(many, budget=10 * budget)) for budget in (0.02, 0.2, 2, 20)]
    assert len(set(told)) == 2, "a budget between decides"


def test_series_at_one_time_are_one_incident() -> None:
    frames = [put(hours(), 9, [120]).assign(series="phone"),
              put(hours(y=5), 10, [60, 60]).assign(series="email"),
              put(hours(y=50), 11, [5]).assign(series="chat"),
              hours(y=9).assign(series="x")]
    frames[3].loc[24 * 58 + 3, "y"] = 90
    found = incidents(detect(pd.concat(frames)))
    assert found[["series", "direction", "also"]].values.tolist() == [
        ["x", "up", ()], ["email", "up", ("phone",)], ["chat", "down", ()]]
    first: Any = found.iloc[1]
    assert (first["first_at"], first["last_at"]) == (LAST + pd.Timedelta(hours=9),
                                                    LAST + pd.Timedelta(hours=12))
    # Twice on the phone while e-mail stays high is one incident, of the phone and also by e-mail.
    twice = [put(put(hours(), 2, [400]), 20, [300]).assign(series="phone"),
             put(hours(), 2, [70] * 19).assign(series="email")]
    assert len(detect(pd.concat(twice))) == 3
    assert incidents(detect(pd.concat(twice)))["also"].tolist() == [("phone",)]
    twice[1]["y"] = twice[1]["y"].where(twice[1]["y"] == 20, 34)
    assert incidents(detect(pd.concat(twice)))["also"].tolist() == [("email",)]
    assert set(incidents(detect(pd.concat(frames)), usual_day=1e6)["severity"]) == {"moderate"}


@pytest.mark.parametrize("wrong", [{"ratio": 1.0}, {"minimum": 0}, {"cool_down_hours": -1}])
def test_rules_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above 1"):
        Rules(**wrong)  # type: ignore[arg-type]


def test_22_and_23_february_of_the_airlines(shared_datasets: Path) -> None:
    found = airline(shared_datasets)
    assert len(found) == 1
    assert found[0]["start"].startswith("2015-02-22")
    assert found[0]["end"] >= "2015-02-24"
    assert found[0]["observed"] > 2 * found[0]["expected"]
    assert found[0]["severity"] == "severe"


def test_the_page_of_what_was_measured() -> None:
    from bench.spikes import page

    text = page({
        "budget": 0.2,
        "false_alarms": [{"noise": "calm", "contacts_a_day": 5000, "spikes_a_month": 0.058,
                          "falls_a_month": 0.0}],
        "found": [{"contacts_a_day": 50, "times": 1.5, "hours": 6, "found": 0.25}],
        "demo": {"customers": 4000, "months": 12, "false_alarms": 1, "false_alarms_a_month": 1 / 12,
                 "incidents": [{"start": "2026-01-14 17:00:00", "end": "2026-01-15 11:00:00",
                                "series": "all", "direction": "up", "observed": 2036,
                                "expected": 238.8, "planted": "outage"}]},
        "airline": []})
    assert "| × 1.5 for 6 h | 25 % |" in text
    assert "| 5,000 | 0.06 | 0.00 |" in text
    assert "1, 0.08 a month" in text
    assert "Not measured" in text
    made = (Path(__file__).resolve().parents[2] / "docs" / "spikes.md").read_text("utf-8")
    assert made.splitlines()[:24] == text.splitlines()[:24], "run: python -m bench spikes"
