"""Periods a reader can choose, anchored at the newest day in the data."""

from __future__ import annotations

from datetime import date, timedelta

CUSTOM = "custom"
DEFAULT = "90-days"
PERIODS: dict[str, str] = {
    "7-days": "Last 7 days",
    "30-days": "Last 30 days",
    "90-days": "Last 90 days",
    "12-months": "Last 12 months",
    "this-year": "This year",
    "all": "All the data",
    CUSTOM: "Choose dates",
}


def period_of(name: str, *, first: date, last: date) -> tuple[date, date]:
    """The half-open period that a preset means for data from ``first`` to ``last`` (both in it).

    A preset never starts before the data does, so that no chart begins with an empty stretch.
    """
    end = last + timedelta(days=1)
    if name == "all":
        start = first
    elif name == "this-year":
        start = date(last.year, 1, 1)
    elif name == "12-months":
        start = _years_back(end)
    else:
        days = {"7-days": 7, "30-days": 30}.get(name, 90)
        start = end - timedelta(days=days)
    return max(start, first), end


def chosen_dates(dates: object, *, first: date, last: date) -> tuple[date, date]:
    """The half-open period of a date widget; half a choice means that one day."""
    days = [day for day in dates if isinstance(day, date)] if isinstance(dates, tuple | list) else (
        [dates] if isinstance(dates, date) else [])
    if not days:
        return period_of(DEFAULT, first=first, last=last)
    return min(days), max(days) + timedelta(days=1)


def wider(start: date, end: date, *, first: date, last: date) -> str | None:
    """The next preset that shows more than ``[start, end)``, or None when all is shown."""
    for name in ("30-days", "90-days", "12-months", "all"):
        there = period_of(name, first=first, last=last)
        if there[0] <= start and there[1] >= end and there != (start, end):
            return name
    return None if start <= first and end > last else "all"


def _years_back(end: date) -> date:
    try:
        return end.replace(year=end.year - 1)
    except ValueError:  # 29 February
        return end.replace(year=end.year - 1, day=28)
