"""Turns plain values into settings, or says which one is wrong and what it must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from data.settings_text import WEEKDAYS


class SettingsError(ValueError):
    """The settings cannot be used; the message names the setting and what it must be."""


@dataclass(frozen=True)
class Event:
    """Something known that explains a change on a chart; ``end`` is exclusive."""

    name: str
    start: date
    end: date | None = None


class Checks:
    """Turns plain values into settings, or says which one is wrong and what it must be."""

    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, name: str, must: str, value: object) -> SettingsError:
        return SettingsError(f"{self.where}: {name} must be {must}, not {value!r}.")

    def text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fail(name, "some text", value)
        return value.strip()

    def texts(self, name: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise self.fail(name, "a list of texts", value)
        return tuple(self.text(name, one) for one in value)

    def zone(self, name: str, value: object) -> str:
        if not isinstance(value, str) or value not in _zones():
            raise self.fail(name, "a time zone such as Europe/Berlin", value)
        return ZoneInfo(value).key

    def currency(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
            raise self.fail(name, "a three-letter code such as EUR", value)
        return value

    def yes_or_no(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.fail(name, "true or false", value)
        return value

    def thresholds(self, accept: object, review: object) -> tuple[float, float]:
        for name, value in (("link_accept", accept), ("link_review", review)):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
                raise self.fail(name, "a probability above 0 and up to 1", value)
        above, below = float(str(accept)), float(str(review))
        if above <= 0.5:  # so that no account can have two owners
            raise self.fail("link_accept", "above 0.5", accept)
        if below > above:
            raise self.fail("link_review", "no higher than link_accept", review)
        return above, below

    def amount(self, name: str, value: object, least: float, most: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not (
                least <= value <= most):
            raise self.fail(name, f"a number from {least:g} to {most:g}", value)
        return float(value)

    def whole(self, name: str, value: object, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.fail(name, f"a whole number from {least} to {most}", value)
        return value

    def one_of(self, name: str, value: object, allowed: tuple[str, ...]) -> Any:
        if value not in allowed:
            raise self.fail(name, " or ".join(allowed), value)
        return value

    def day(self, name: str, value: object) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.fail(name, "a date such as 2026-12-25", value) from None

    def dates(self, name: str, value: object) -> tuple[date, ...]:
        if not isinstance(value, list | tuple):
            raise self.fail(name, "a list of dates", value)
        return tuple(sorted({self.day(name, one) for one in value}))

    def clock(self, name: str, value: object) -> time:
        try:
            found = value if isinstance(value, time) else time.fromisoformat(str(value))
        except ValueError:
            raise self.fail(name, "a time of day such as 08:00", value) from None
        if found.tzinfo is not None:
            raise self.fail(name, "a time of day without an offset, local to timezone", value)
        return found

    def closing(self, name: str, value: object) -> time:
        # A time of day knows no 24:00; 23:59, as it is written back, means the day's end too.
        found = time.max if value in ("24:00", "24:00:00") else self.clock(name, value)
        return time.max if (found.hour, found.minute) == (23, 59) else found

    def hours(self, name: str, value: object) -> dict[str, tuple[time, time]]:
        if not isinstance(value, Mapping):
            raise self.fail(name, "a table of weekday = [opens, closes]", value)
        out: dict[str, tuple[time, time]] = {}
        for day, pair in value.items():
            label = f"{name}.{day}"
            if day not in WEEKDAYS:
                raise self.fail(label, "a weekday in English, lower case", day)
            if not isinstance(pair, list | tuple) or len(pair) not in (0, 2):
                raise self.fail(label, "two times of day, or [] for closed", pair)
            if pair:
                opens, closes = self.clock(label, pair[0]), self.closing(label, pair[1])
                if closes <= opens:
                    raise self.fail(label, "opening before closing on the same day", pair)
                out[day] = (opens, closes)
        if not out:
            raise self.fail(name, "open on at least one day", dict(value))
        return out

    def minutes(self, name: str, value: object) -> dict[str, float]:
        if not isinstance(value, Mapping):
            raise self.fail(name, "a table of channel = minutes", value)
        out = {"default": 1440.0}
        for channel, number in value.items():
            good = isinstance(number, int | float) and not isinstance(number, bool)
            if not good or not 0 < number < 1e6:
                raise self.fail(f"{name}.{channel}", "a number of minutes above 0", number)
            name_of_channel = str(channel).strip().lower()
            if not name_of_channel:
                raise self.fail(name, "a table of channel = minutes", value)
            out[name_of_channel] = float(number)
        return out

    def events(self, name: str, value: object) -> tuple[Event, ...]:
        if not isinstance(value, list | tuple):
            raise self.fail(name, "a list of events", value)
        out = []
        for one in value:
            if isinstance(one, Event):
                out.append(one)
                continue
            if not isinstance(one, Mapping) or "name" not in one or "start" not in one:
                raise self.fail(name, "events with a name and a start", one)
            end = self.day(f"{name}.end", one["end"]) if one.get("end") else None
            start = self.day(f"{name}.start", one["start"])
            if end is not None and end <= start:
                raise self.fail(f"{name}.end", "after the start", one["end"])
            out.append(Event(self.text(f"{name}.name", one["name"]), start, end))
        return tuple(out)


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    # Read from hundreds of files, and the settings are read for each page.
    return available_timezones()
