"""Schedules as CSV and iCalendar, read back by the csv module and by the library icalendar."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import icalendar
import pandas as pd
import pytest

from analysis.schedule import plan_shifts
from analysis.schedule_export import schedule_calendar, schedule_csv
from analysis.shifts import Break, Pattern

MADE = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
NASTY = "=HYPERLINK(\"x\"), früh; spät\\\nBEGIN:VEVENT " + "ü😀" * 40


def schedule(name: str = "day", zone: str = "Europe/Berlin") -> pd.DataFrame:
    times = pd.date_range(pd.Timestamp("2026-03-02 08:00", tz=zone), periods=16, freq="30min")
    pattern = Pattern(name, 8.5, ("08:00",), (Break(30, (8,)),))
    return plan_shifts(pd.DataFrame({"ds": times, "need": 3.0}), patterns=[pattern]).shifts


def test_csv_is_safe_and_complete() -> None:
    text = schedule_csv(schedule(NASTY))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 1
    assert rows[0]["pattern"] == "'" + NASTY
    assert rows[0]["start"] == "2026-03-02T08:00:00+01:00"
    assert rows[0]["date"] == "2026-03-02"
    assert (rows[0]["heads"], rows[0]["paid_hours"]) == ("3", "24.0")
    for start in ("=1", "+1", "-1", "@x", "\t=1", " =1"):
        cell = next(csv.DictReader(io.StringIO(schedule_csv(schedule(start)), newline="")))
        assert cell["pattern"].startswith("'")
    cover = pd.DataFrame({"ds": schedule()["start"], "under": [-1.5]})
    assert "-1.5" in schedule_csv(cover).splitlines()[1].split(",")


def test_calendar_is_read_back() -> None:
    text = schedule_calendar(schedule(NASTY), made_at=MADE, name="Wochenplan; März, Teil 1")
    calendar = icalendar.Calendar.from_ical(text)
    # The library does not know NAME as a text and leaves it as it is written.
    assert str(calendar["NAME"]) == r"Wochenplan\; März\, Teil 1"
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    event = events[0]
    assert event.errors == []
    assert event.start == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == MADE
    assert str(event["SUMMARY"]) == f"{NASTY} × 3"
    assert str(event["DESCRIPTION"]) == "Heads: 3\nBreaks: 16:00–16:30 unpaid"


def test_calendar_lines_keep_the_format() -> None:
    for name in ("x" * 300, NASTY):
        text = schedule_calendar(schedule(name), made_at=MADE)
        assert text.endswith("END:VCALENDAR\r\n")
        assert "\n" not in text.replace("\r\n", "")
        for line in text.encode().split(b"\r\n"):
            assert len(line) <= 75
            line.decode()  # no letter is cut in two
    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert "DTSTART:20260302T070000Z" in text


def test_the_same_schedule_gives_the_same_text_and_uid() -> None:
    shifts = schedule()
    first = schedule_calendar(shifts, made_at=MADE)
    assert first == schedule_calendar(shifts, made_at=MADE)
    more = schedule_calendar(shifts.assign(heads=9), made_at=MADE)

    def uid(text: str) -> str:
        return next(line for line in text.splitlines() if line.startswith("UID:"))

    assert uid(more) == uid(first)
    later = shifts.assign(start=shifts["start"] + pd.Timedelta(hours=1))
    assert uid(schedule_calendar(later, made_at=MADE)) != uid(first)


def test_times_across_a_change_of_the_clocks() -> None:
    # The first of two.
    start = pd.Timestamp("2026-10-25 02:30").tz_localize("Europe/Berlin", ambiguous=True)
    shifts = pd.DataFrame({"pattern": ["night"], "start": [start],
                           "end": [start + pd.Timedelta(hours=8)], "heads": [1], "breaks": [""]})
    text = schedule_calendar(shifts, made_at=MADE)
    assert "DTSTART:20261025T003000Z" in text
    assert "DTEND:20261025T083000Z" in text
    assert "DESCRIPTION:Heads: 1\r\n" in text


def test_empty_and_wrong() -> None:
    empty = schedule_calendar(schedule().iloc[:0], made_at=MADE)
    assert icalendar.Calendar.from_ical(empty).walk("VEVENT") == []
    with pytest.raises(ValueError, match="time zone"):
        schedule_calendar(schedule(), made_at=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"):
        schedule_calendar(schedule().assign(start=pd.Timestamp("2026-01-01")), made_at=MADE)
