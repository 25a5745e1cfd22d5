"""What the reader has chosen, and who the reader is: two frozen values that every query gets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Grain = Literal["hour", "day", "week", "month"]
Hours = Literal["calendar", "business"]

# A chart should have between about 12 and 200 buckets for its period.
_GRAIN_UP_TO_DAYS: tuple[tuple[int, Grain], ...] = ((4, "hour"), (62, "day"), (400, "week"))


@dataclass(frozen=True)
class Viewer:
    """Who is looking and which rows they may see; empty tuples mean all.

    ``sees_personal``: e-mail addresses, phone, card and account numbers and names are shown.
    """

    name: str = "everyone"
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    sees_personal: bool = False

    def params(self) -> dict[str, object]:
        """Values that every metric query binds."""
        return {"viewer_regions": list(self.regions), "viewer_segments": list(self.segments),
                "sees_personal": self.sees_personal}


EVERYONE = Viewer()


@dataclass(frozen=True)
class Filters:
    """A period in local days, half open ``[start, end)``, and the groups chosen; empty = all.

    Raises ValueError when the period is empty.
    """

    start: date
    end: date
    channels: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    compare: bool = True
    hours: Hours = "calendar"
    week_start: Literal["monday", "sunday"] = "monday"

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"The period is empty: {self.start} to {self.end}.")

    @property
    def days(self) -> int:
        """Length of the period in days."""
        return (self.end - self.start).days

    @property
    def grain(self) -> Grain:
        """Width of a bucket on a time axis."""
        for up_to, grain in _GRAIN_UP_TO_DAYS:
            if self.days <= up_to:
                return grain
        return "month"

    @property
    def trend_grain(self) -> Grain:
        """Width of a bucket where a bucket needs many customers: never an hour."""
        return "day" if self.grain == "hour" else self.grain

    def previous(self) -> Filters:
        """The period of the same length before; a short one has the same weekdays.

        Below four weeks, a Thursday to Saturday would else be compared with a Monday to Wednesday.
        """
        days = self.days if self.days >= 28 else 7 * math.ceil(self.days / 7)
        back = timedelta(days=days)
        return replace(self, start=self.start - back, end=self.end - back)

    def params(self) -> dict[str, object]:
        """Values that every metric query binds."""
        return {
            "start": self.start,
            "end": self.end,
            "channels": list(self.channels),
            "segments": list(self.segments),
            "regions": list(self.regions),
            "tiers": list(self.tiers),
            "purposes": list(self.purposes),
        }

    def period(self) -> str:
        """The period in words, with its last day included: "1 Aug to 31 Oct 2026"."""
        last = self.end - timedelta(days=1)
        if last == self.start:
            return _day(self.start, year=True)
        return f"{_day(self.start, year=self.start.year != last.year)} to {_day(last, year=True)}"

    def sentence(self) -> str:
        """The choice in words, as it stands on every page, chart, export and report."""
        out = [self.period()]
        for one, many, chosen in (
            ("channel", "channels", self.channels),
            ("segment", "segments", self.segments),
            ("region", "regions", self.regions),
            ("tier", "tiers", self.tiers),
            ("purpose", "purposes", self.purposes),
        ):
            if chosen:
                out.append(f"{one if len(chosen) == 1 else many} {_join(chosen)}")
        if len(out) == 1:
            out.append("all customers and channels")
        if self.hours == "business":
            out.append("business hours")
        if self.compare:
            out.append(f"compared with {self.previous().period()}")
        return "; ".join(out) + "."


def _day(day: date, *, year: bool) -> str:
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"


def _join(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
