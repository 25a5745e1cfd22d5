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
        care_departments=tuple(name.lower() for name in make.texts(
            "care_departments", found.get("care_departments", default.care_departments))),
        events=make.events("events", found.get("events", default.events)),
        sensitive_events=make.events("sensitive_events", found.get("sensitive_events", ())),
        show_personal_data=make.yes_or_no(
            "show_personal_data", found.get("show_personal_data", default.show_personal_data)),
        link_accept=accept, link_review=review,
        spike_ratio=make.amount("spike_ratio", found.get("spike_ratio", default.spike_ratio),
                                1.05, 100),
        spike_minimum=make.whole("spike_minimum",
                                 found.get("spike_minimum", default.spike_minimum), 1, 1_000_000),
        spike_cool_down_hours=make.whole(
            "spike_cool_down_hours",
            found.get("spike_cool_down_hours", default.spike_cool_down_hours), 0, 168),
    )


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
    try:
        stat = home.settings.stat()
    except FileNotFoundError:
        return False
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
