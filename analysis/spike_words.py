"""How spikes are said: which contacts, when, how much more, and what explains it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.spike_reasons import Authors

_KINDS = {"all": "all contacts", "social": "social media",
          "repeated": "posts that open like another's"}


def series_name(series: str, *, first: bool = False) -> str:
    """The name of a series: "channel:x" is "X", "topic:product_interest" "the topic product
    interest" in quotes.  ``first``: as a sentence begins.
    """
    kind, _, name = series.partition(":")
    said = {"channel": wording.channel_name(name),
            "topic": f"the topic “{category_name('topic', name)}”"}.get(
        kind, _KINDS.get(series, series))
    return said[:1].upper() + said[1:] if first else said


def span_words(start: Any, end: Any) -> str:
    """When, both ends included in what is said: "14 Jan 2026, 17:00 to 15 Jan, 11:00".

    Whole days have no hours: "25 Sep 2025", "25 Sep to 27 Sep 2025".
    """
    first, until = pd.Timestamp(start), pd.Timestamp(end)
    if first == first.normalize() and until == until.normalize():
        last = until - pd.Timedelta(days=1)
        if last == first:
            return _day(first, year=True)
        return f"{_day(first, year=first.year != last.year)} to {_day(last, year=True)}"
    same = first.normalize() == (until - pd.Timedelta(seconds=1)).normalize()
    ends = f"{until:%H:%M}" if same and until.hour else "24:00" if same else (
        f"{_day(until, year=first.year != until.year)}, {until:%H:%M}")
    return f"{_day(first, year=True)}, {first:%H:%M} to {ends}"


def times_words(ratio: float, direction: str) -> str:
    """How many times the usual: "8.5 times the usual", "62 % below the usual"."""
    if direction == "down":
        return f"{100 * (1 - ratio):.0f} % below the usual"
    if not ratio < 1000:
        return "hardly any are usual"
    return f"{ratio:.1f} times the usual" if ratio < 9.95 else f"{ratio:,.0f} times the usual"


def excess_words(row: Any) -> str:
    """How many more, or fewer, with the interval: "1,797 more (1,710–1,871)"."""
    low, high = sorted((abs(row.excess_low), abs(row.excess_high)))
    if row.excess_low * row.excess_high < 0:
        low = 0.0
    return (f"{wording.number(abs(row.excess))} {'more' if row.excess > 0 else 'fewer'} "
            f"({wording.number(low)}–{wording.number(high)})")


def duration_words(hours: float) -> str:
    """How long it lasted: "18 h", "2 d"."""
    return wording.duration(3600 * float(hours)).replace(" h 00", " h")


def explained(reasons: list[Any], *, brief: bool = False) -> str:
    """What explains most, within a sentence: "region north makes up 64 % of it (usually 18 %) and
    the topic “outage” 40 % (usually 3.7 %)"; nothing where nothing does.  ``brief``: without the
    usual parts.
    """
    parts = []
    for at, row in enumerate(reasons):
        name = category_name(row.dimension, row.category)
        what = {"topic": f"the topic “{name}”", "channel": name}.get(
            row.dimension, f"{row.dimension} {name}")
        share = f"makes up {_percent(row.share)} of it" if at == 0 else _percent(row.share)
        parts.append(f"{what} {share}" + (
            "" if brief else f" (usually {_percent(row.usual_share)})"))
    return " and ".join(parts)


def category_name(dimension: str, category: Any) -> str:
    """A category as it is shown: channels by their names, topics in words."""
    if dimension == "channel":
        return wording.channel_name(category)
    if dimension == "topic":
        return "no text" if category == "unknown" else str(category).replace("_", " ")
    return str(category)


def authors_words(one: Authors) -> str:
    """Who wrote it: "1,519 people, 1.3 contacts each; the most active wrote 0.4 %"."""
    if not one.people:
        return "Who wrote it is not known."
    each = (f"{one.per_person:.1f} contacts each" if one.contacts > one.people else
            "one contact each")
    return (f"{wording.several(one.people, 'person', 'people')}, {each}; the most active wrote "
            f"{_percent(one.top_share)}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if abs(share) >= 0.095 else f"{100 * share:.1f} %"


def _day(day: pd.Timestamp, *, year: bool) -> str:
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"
