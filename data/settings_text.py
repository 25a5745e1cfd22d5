"""The settings file's text: commented TOML that reads back to the same settings."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.settings import Event, Settings

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def settings_text(settings: Settings) -> str:
    """The settings as commented TOML that reads back to the same settings."""
    hours = "\n".join(
        f'{day} = ["{settings.business_hours[day][0]:%H:%M}", '
        f'"{settings.business_hours[day][1]:%H:%M}"]'
        if day in settings.business_hours else f"{day} = []"
        for day in WEEKDAYS
    )
    targets = "\n".join(
        f"{_key(channel)} = {minutes:g}" for channel, minutes in settings.sla_minutes.items()
    )
    events = _events("events", settings.events)
    sad = _events("sensitive_events", settings.sensitive_events)
    return f"""\
# Decaf's settings. Change them here or on the Data page; a build applies them.

# Your company's name, as it stands in the header and in reports.
company = {_quote(settings.company)}
# Names your brands go by, for sources that hold posts about several companies.
brands = {_list(settings.brands)}

# The one time zone in which days, hours and charts are shown. Storage is always UTC.
timezone = {_quote(settings.timezone)}
# Three-letter code of the currency of all money columns.
currency = {_quote(settings.currency)}
# First day of the week on charts: "monday" or "sunday".
week_start = {_quote(settings.week_start)}

# Days on which nobody works; they count as closed in business hours.
holidays = [{", ".join(str(day) for day in settings.holidays)}]

# Clock for the service-level targets: "calendar" or "business".
sla_clock = {_quote(settings.sla_clock)}

# Channels that count as social media. All others count as traditional.
social_channels = {_list(settings.social_channels)}

# Answers to "why do you use social media?" in a survey that mean: for service.
service_reasons = {_list(settings.service_reasons)}

# Departments that are the care team: replies by any other are outside it.
care_departments = {_list(settings.care_departments)}

# Whether e-mail addresses, phone, card and account numbers and customers' names are shown as they
# are. If false, placeholders such as [e-mail] stand for them on every page and in every download.
show_personal_data = {str(settings.show_personal_data).lower()}

# From which probability on an account counts as a customer's without anybody looking, and from
# which on it is put before a reviewer; below that it is left alone. link_accept is above 0.5.
link_accept = {settings.link_accept:g}
link_review = {settings.link_review:g}

# When contacts count as a spike, besides not being chance: in an hour or a day at least so many
# times the usual (for a fall, the usual so many times the contacts) and at least so many contacts.
# What comes within so many hours after an alarm belongs to the same spike.
spike_ratio = {settings.spike_ratio!r}
spike_minimum = {settings.spike_minimum}
spike_cool_down_hours = {settings.spike_cool_down_hours}

# Opening and closing per weekday, local time; [] means closed.
[business_hours]
{hours}

# Promised first response, in minutes, per channel; default holds for all others.
[sla_minutes]
{targets}

# Things that happened and explain a change on a chart; end is the first day after it.
# [[events]]
# name = "New price list"
# start = 2026-03-01
# end = 2026-03-08
{events}

# Sad days (an earthquake, a shooting, a day of mourning) on which, and on the day after, no post of
# yours should advertise.
# [[sensitive_events]]
# name = "Earthquake"
# start = 2026-02-14
{sad}
""".rstrip() + "\n"


def _events(table: str, events: tuple[Event, ...]) -> str:
    return "\n\n".join(
        f"[[{table}]]\nname = {_quote(event.name)}\nstart = {event.start}"
        + (f"\nend = {event.end}" if event.end else "")
        for event in events
    )


def _quote(text: str) -> str:
    # JSON's escapes are TOML's, save for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quote(name)


def _list(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(_quote(text) for text in texts) + "]"
