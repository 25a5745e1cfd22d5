"""SQL that reads dates and times as people and systems write them.

The engine's own cast would drop an offset without a word (``2015-02-24 11:35:52-08`` becomes
11:35:52), so offsets are taken apart here.  A time without an offset is UTC, or local to the
mapping's time zone.
"""

from __future__ import annotations

from collections.abc import Sequence

WITH_OFFSET = ("%a %b %d %H:%M:%S %z %Y", "%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z")
WITHOUT_OFFSET = (
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y%m%d", "%Y%m%dT%H%M%S",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y",
    "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %b %Y", "%d %B %Y %H:%M", "%d %B %Y",
    "%b %d, %Y %H:%M:%S", "%b %d, %Y %H:%M", "%b %d, %Y", "%B %d, %Y %H:%M", "%B %d, %Y",
    "%a %b %d %H:%M:%S %Y",
)
# Day first or month first?  Nobody can tell, so nobody guesses: a mapping must say.
AMBIGUOUS = r"^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}( .*)?$"
_ISO = (
    r"^(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)


def timestamp(text: str, formats: Sequence[str] = (), *, zone: bool = False) -> str:
    """SQL for a UTC timestamp from the text expression, null where it cannot be read.

    ``zone``: times without offset are local to the variable ``time_zone``.
    """
    if formats:
        return _by_formats(text, formats, zone)
    iso = f"regexp_extract({text}, '{_ISO}', ['day', 'clock', 'offset'])"
    # The common spelling first: everything after it costs several times as much.
    plain = f"length({text}) = 19 and substr({text}, 17, 1) = ':'"
    zulu = (f"length({text}) = 20 and substr({text}, 17, 1) = ':'"
            f" and substr({text}, 20, 1) = 'Z'")
    return f"""case
        when {plain} then {_to_utc(f"try_cast({text} as timestamp)", zone)}
        when {zulu} then try_cast(left({text}, 19) as timestamp)
        when regexp_matches({text}, '{_ISO}') then {_iso(iso, zone)}
        when regexp_full_match({text}, '\\d{{10}}(\\.\\d+)?') then
            to_timestamp(try_cast({text} as double))::timestamp
        when regexp_full_match({text}, '\\d{{13}}') then epoch_ms(try_cast({text} as bigint))
        when {text} is not null then coalesce(
            try_cast(try_strptime(regexp_replace({text}, '(UTC|GMT|Z)', '+0000'),
                {_texts(WITH_OFFSET)}) as timestamp),
            {_to_utc(f"try_strptime({text}, {_texts(WITHOUT_OFFSET)})", zone)})
    end"""


def day(text: str, formats: Sequence[str] = ()) -> str:
    """SQL for the day as written (no zone shifts it), null where it cannot be read."""
    if formats:
        return f"try_strptime({text}, {_bound(formats)})::timestamp::date"
    return f"""case
        when regexp_matches({text}, '{_ISO}') then
            try_cast(regexp_extract({text}, '{_ISO}', 1) as date)
        when {text} is not null then try_strptime({text}, {_texts(WITHOUT_OFFSET)})::date
    end"""


def _iso(parts: str, zone: bool) -> str:
    moment = f"""try_cast({parts}.day || ' ' || case when {parts}.clock = '' then '00:00'
        else replace({parts}.clock, ',', '.') end as timestamp)"""
    digits = f"replace({parts}.offset[2:], ':', '')"
    minutes = f"""(case when {parts}.offset[1] = '-' then -1 else 1 end
        * (try_cast({digits}[1:2] as integer) * 60
           + coalesce(try_cast(nullif({digits}[3:4], '') as integer), 0)))"""
    return f"""case
        when {parts}.offset = '' then {_to_utc(moment, zone)}
        when upper({parts}.offset) in ('Z', 'UTC', 'GMT') then {moment}
        else {moment} - to_minutes({minutes}) end"""


def _by_formats(text: str, formats: Sequence[str], zone: bool) -> str:
    offset = [one for one in formats if "%z" in one or "%Z" in one]
    local = [one for one in formats if one not in offset]
    ways = []
    if offset:
        spelled = f"regexp_replace({text}, 'Z$', '+0000')"
        ways.append(f"try_strptime({spelled}, {_bound(offset)})::timestamp")
        ways.append(f"try_strptime({text}, {_bound(offset)})::timestamp")
    if local:
        ways.append(_to_utc(f"try_strptime({text}, {_bound(local)})", zone))
    return f"coalesce({', '.join(ways)}, null)"


def _to_utc(moment: str, zone: bool) -> str:
    if not zone:
        return moment
    return f"timezone('UTC', timezone(getvariable('time_zone'), {moment}))"


def _texts(formats: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{one}'" for one in formats) + "]"


def _bound(formats: Sequence[str]) -> str:
    # Formats come from a mapping, checked there by the engine itself; quoted like any text.
    return "[" + ", ".join("'" + one.replace("'", "''") + "'" for one in formats) + "]"
