"""Public holidays of the country that a time zone lies in."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources


def public_holidays(timezone: str, first_year: int, last_year: int) -> dict[date, str]:
    """Days and names of the nation-wide holidays; none where the zone has no one country.

    Source: the package ``holidays``; the country of a zone is the one that the time zone database
    (zone.tab) names.  Holidays of a state or province are not among them.
    """
    import holidays

    country = country_of(timezone)
    if country is None:
        return {}
    try:
        found = holidays.country_holidays(country, years=range(first_year, last_year + 1),
                                          language="en_US")
    except NotImplementedError:
        return {}
    return {day: str(name) for day, name in sorted(found.items())}


def country_of(timezone: str) -> str | None:
    """Two-letter code of a zone's country; None for UTC and its like."""
    return _countries().get(timezone)


@cache
def _countries() -> dict[str, str]:
    text = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
