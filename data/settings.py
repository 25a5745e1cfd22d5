"""The company's settings: one commented TOML file in the home, checked with clear errors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from functools import lru_cache
from typing import Any, Literal

from data.home import Home, sync
from data.settings_checks import Checks, Event, SettingsError
from data.settings_text import WEEKDAYS, settings_text

__all__ = [
    "Event",
    "Settings",
    "SettingsError",
    "load_settings",
    "personal_data_shown",
    "read_settings",
    "save_settings",
    "settings_from",
]
SOCIAL = ("x", "facebook", "instagram", "tiktok", "linkedin", "youtube", "reddit", "threads",
          "mastodon", "bluesky", "whatsapp_channel")


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; times of day are local to ``timezone``."""

    company: str = "Our company"
    brands: tuple[str, ...] = ()
    timezone: str = "UTC"
    currency: str = "EUR"
    week_start: Literal["monday", "sunday"] = "monday"
    business_hours: Mapping[str, tuple[time, time]] = field(
        default_factory=lambda: {day: (time(8), time(18)) for day in WEEKDAYS[:5]}
    )
    holidays: tuple[date, ...] = ()
    sla_minutes: Mapping[str, float] = field(
        default_factory=lambda: {"default": 1440.0, "phone": 5.0, "chat": 5.0, "email": 1440.0,
                                 "x": 60.0, "facebook": 120.0, "instagram": 240.0}
    )
    sla_clock: Literal["calendar", "business"] = "calendar"
    social_channels: tuple[str, ...] = SOCIAL
    service_reasons: tuple[str, ...] = ("service", "support", "help", "help with a problem")
    care_departments: tuple[str, ...] = ("customer care",)
    events: tuple[Event, ...] = ()
    sensitive_events: tuple[Event, ...] = ()
    show_personal_data: bool = False
    link_accept: float = 0.95
    link_review: float = 0.2
    spike_ratio: float = 1.5
    spike_minimum: int = 10
    spike_cool_down_hours: int = 12

    def is_social(self, channel: str) -> bool:
        """Whether a channel counts as social."""
        return channel in self.social_channels

    def target_minutes(self, channel: str) -> float:
        """The promised first response on a channel, in minutes."""
        return self.sla_minutes.get(channel, self.sla_minutes["default"])


def read_settings(text: str, *, where: str = "settings.toml") -> Settings:
    """Settings from TOML text.  Raises SettingsError naming the setting that is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where} is not valid TOML: {error}") from None
    return settings_from(found, where=where)


def settings_from(found: Mapping[str, Any], *, where: str = "settings.toml") -> Settings:
    """Settings from plain values (TOML, form).  Raises SettingsError naming what is wrong."""
    known = [one.name for one in fields(Settings)]
    for name in found:
        if name not in known:
            raise SettingsError(f"{where}: {name} is not a setting. Settings: {', '.join(known)}.")
<<<<<<< HEAD
    default, make = Settings(), _Checks(where)

    def given(name: str) -> Any:
        return found.get(name, getattr(default, name))

    accept, review = make.thresholds(given("link_accept"), given("link_review"))
    return Settings(
        company=make.text("company", given("company")),
        brands=make.texts("brands", given("brands")),
        timezone=make.zone("timezone", given("timezone")),
        currency=make.currency("currency", given("currency")),
        week_start=make.one_of("week_start", given("week_start"), ("monday", "sunday")),
        business_hours=make.hours("business_hours", given("business_hours")),
        holidays=make.dates("holidays", given("holidays")),
        sla_minutes=make.minutes("sla_minutes", given("sla_minutes")),
        sla_clock=make.one_of("sla_clock", given("sla_clock"), ("calendar", "business")),
        social_channels=make.names("social_channels", given("social_channels")),
        service_reasons=make.names("service_reasons", given("service_reasons")),
        care_departments=make.names("care_departments", given("care_departments")),
        events=make.events("events", given("events")),
        sensitive_events=make.events("sensitive_events", given("sensitive_events")),
        show_personal_data=make.yes_or_no("show_personal_data", given("show_personal_data")),
=======
    default = Settings()
    make = Checks(where)
    accept, review = make.thresholds(found.get("link_accept", default.link_accept),
                                     found.get("link_review", default.link_review))
    return Settings(
        company=make.text("company", found.get("company", default.company)),
        brands=make.texts("brands", found.get("brands", default.brands)),
        timezone=make.zone("timezone", found.get("timezone", default.timezone)),
        currency=make.currency("currency", found.get("currency", default.currency)),
        week_start=make.one_of("week_start", found.get("week_start", default.week_start),
                               ("monday", "sunday")),
        business_hours=make.hours("business_hours",
                                  found.get("business_hours", default.business_hours)),
        holidays=make.dates("holidays", found.get("holidays", default.holidays)),
        sla_minutes=make.minutes("sla_minutes", found.get("sla_minutes", default.sla_minutes)),
        sla_clock=make.one_of("sla_clock", found.get("sla_clock", default.sla_clock),
                              ("calendar", "business")),
        social_channels=tuple(
            name.strip().lower() for name in make.texts(
                "social_channels", found.get("social_channels", default.social_channels))
        ),
        service_reasons=tuple(name.strip().lower() for name in make.texts(
            "service_reasons", found.get("service_reasons", default.service_reasons))),
        events=make.events("events", found.get("events", default.events)),
        sensitive_events=make.events("sensitive_events", found.get("sensitive_events", ())),
        show_personal_data=make.yes_or_no(
            "show_personal_data", found.get("show_personal_data", default.show_personal_data)),
>>>>>>> main
        link_accept=accept, link_review=review,
        spike_ratio=make.amount("spike_ratio", given("spike_ratio"), 1.05, 100),
        spike_minimum=make.whole("spike_minimum", given("spike_minimum"), 1, 1_000_000),
        spike_cool_down_hours=make.whole("spike_cool_down_hours",
                                         given("spike_cool_down_hours"), 0, 168),
    )


<<<<<<< HEAD
class _Checks:
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

    def names(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(one.lower() for one in self.texts(name, value))

    def zone(self, name: str, value: object) -> str:
        if not isinstance(value, str) or value not in available_timezones():
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


=======
>>>>>>> main
def load_settings(home: Home) -> Settings:
    """The home's settings; the file is written with comments on first use."""
    if not home.settings.exists():
        save_settings(home, Settings())
    try:
        text = home.settings.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{home.settings} is not UTF-8 text ({error.reason} at byte "
                            f"{error.start}); save it as UTF-8.") from None
    return read_settings(text, where=str(home.settings))


def personal_data_shown(home: Home) -> bool:
    """Whether the settings let personal data be shown; false where there is no file yet.

    The file is read again only when it has changed.  Raises SettingsError, OSError.
    """
    if not home.settings.exists():
        return False
    stat = home.settings.stat()
    return _settings_of(home, stat.st_mtime_ns, stat.st_size).show_personal_data


@lru_cache(maxsize=8)
def _settings_of(home: Home, changed_at: int, size: int) -> Settings:
    return load_settings(home)


def save_settings(home: Home, settings: Settings) -> None:
    """Write the settings file with its comments, whole or not at all."""
    home.path.mkdir(parents=True, exist_ok=True)
    temporary = home.settings.with_suffix(".writing")
    temporary.write_text(settings_text(settings), encoding="utf-8")
    sync(temporary)
    temporary.replace(home.settings)
