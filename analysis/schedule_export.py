"""Schedules to take along: CSV for spreadsheets, iCalendar for calendars."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# RFC 5545, 3.1: octets in a line without its break.
_LINE_OCTETS = 75


def schedule_csv(frame: pd.DataFrame) -> str:
    """A frame of a schedule as CSV text (RFC 4180): times in ISO 8601 with their offset.

    Texts that a spreadsheet would run as a formula get an apostrophe in front, as OWASP ("CSV
    injection") advises; numbers stay numbers.  Worked: a pattern ``=1+1`` is written ``'=1+1``.
    """
    out = frame.copy()
    for name in out.columns:
        if isinstance(out[name].dtype, pd.DatetimeTZDtype):
            out[name] = [at.isoformat() for at in out[name]]
        elif not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(_harmless)
    return out.to_csv(index=False, lineterminator="\r\n")


def _harmless(value: object) -> object:
    text = value.isoformat() if isinstance(value, pd.Timestamp) else value
    if isinstance(text, str) and text.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + text
    return text


def schedule_calendar(shifts: pd.DataFrame, *, made_at: datetime, name: str = "Schedule") -> str:
    """The shifts as an iCalendar text (RFC 5545), one event per row, times in UTC.

    ``shifts``: as in :class:`analysis.schedule.Schedule`.  ``made_at``, with a time zone, becomes
    DTSTAMP, so that the same schedule gives the same text.  A shift keeps its UID when only its
    heads change, so that a calendar replaces it.  Lines are folded at 75 octets, never within a
    letter; commas, semicolons, backslashes and line breaks in names are escaped.

    Worked: 08:00 in Berlin on 2 March 2026 is ``DTSTART:20260302T070000Z``.  Raises ValueError for
    a ``made_at`` or shifts without a time zone.
    """
    if made_at.tzinfo is None:
        raise ValueError("the time at which the calendar is made must carry a time zone")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Decaf//Schedule//EN",
             "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{_text(name)}",
             f"X-WR-CALNAME:{_text(name)}"]
    for row in shifts.to_dict("records"):
        start, end = _utc(row["start"]), _utc(row["end"])
        breaks = str(row["breaks"])
        key = "|".join((start, end, str(row["pattern"]), breaks))
        heads = int(row["heads"])
        notes = f"Heads: {heads}" + (f"\nBreaks: {breaks}" if breaks else "")
        lines += [
            "BEGIN:VEVENT", f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@decaf",
            f"DTSTAMP:{_utc(made_at)}", f"DTSTART:{start}", f"DTEND:{end}",
            f"SUMMARY:{_text(str(row['pattern']))} × {heads}", f"DESCRIPTION:{_text(notes)}",
            "TRANSP:OPAQUE", "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("shifts must carry a time zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A text value (RFC 5545, 3.3.11); other control characters, which it forbids, are left out."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(sign, written)
    return value.replace("\x7f", "")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets; every piece after the first starts with a space."""
    pieces, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE_OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += octets
    return "\r\n".join(pieces)
