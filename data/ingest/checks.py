"""SQL that turns the texts of a row into the contract's types and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.contract import Column, Table
from data.ingest import dates
from data.ingest.reader import identifier

ALIASES = {
    "twitter": "x", "x (twitter)": "x", "tweet": "x", "x.com": "x",
    "e-mail": "email", "mail": "email", "e mail": "email",
    "telephone": "phone", "call": "phone", "voice": "phone", "tel": "phone", "phone call": "phone",
    "fb": "facebook", "ig": "instagram", "insta": "instagram",
    "live chat": "chat", "livechat": "chat", "web chat": "chat", "webchat": "chat",
    "text message": "sms", "shop": "store", "in store": "store", "in-store": "store",
    "branch": "store",
}
CHANNEL_COLUMNS = ("channel", "network", "channel_preferred")
CHANNEL_LISTS = ("channels_used",)
KEPT_AS_WRITTEN = ("text", "comment")
YES = "('true', 't', 'yes', 'y', '1', '1.0')"
NO = "('false', 'f', 'no', 'n', '0', '0.0')"
_BLANK = r"E' \t\r\n'"
# Types of a file's columns that need no reading, by what the contract calls them.
NATIVE = {"timestamp": ("TIMESTAMP",), "integer": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
          "float": ("DOUBLE",), "bool": ("BOOLEAN",)}


@dataclass(frozen=True)
class Reading:
    """How the columns of one table are read beyond the contract: a mapping's formats and zone.

    ``minutes_after``: columns that hold minutes since the moment of another column.
    """

    formats: Mapping[str, Sequence[str]]
    zone: bool = False
    minutes_after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """A condition under which a row is rejected, its short kind and SQL for the detail."""

    condition: str
    kind: str
    detail: str


def checked(table: Table, mapped: str, present: Mapping[str, str], reading: Reading) -> str:
    """A SELECT of typed columns, ``line_number`` and ``faults`` (null for a good row).

    ``mapped`` is a view of columns of text, or of a type in ``NATIVE``; ``present`` names its
    columns with their types.
    """
    cells, typed, faults = [], [], []
    if "reject_reason" in present:
        faults.append(Fault("reject_reason is not null", "", "reject_reason"))
        cells.append("reject_reason")
    for column in table:
        text = identifier(f"text of {column.name}")
        name = identifier(column.name)
        if column.name not in present:
            typed.append(f"null::{column.sql_type} as {name}")
            source = _default(table, column)
            if source:
                typed[-1] = f"{source} as {name}"
            elif column.required:
                faults.append(Fault("true", f"{column.name}: empty", ""))
            continue
        native = present[column.name] in NATIVE.get(column.kind, ())
        cells.append(f"{name if native else _cell(column)} as {text}")
        after = reading.minutes_after.get(column.name)
        value = (_as_it_is(column, text) if native else _typed(column, text, reading)
                 if after is None else _after(after, text))
        source = _default(table, column)
        typed.append(f"{f'coalesce({value}, {source})' if source else value} as {name}")
        faults += _faults(column, text, f"{text}::varchar" if native else text,
                          told=native or column.name in reading.formats, after=after)
    # What counts from another column comes after it.
    typed.sort(key=lambda one: any(one.endswith(f" as {identifier(name)}")
                                   for name in reading.minutes_after))
    bad = " or ".join(f"({fault.condition})" for fault in faults) or "false"
    named = ", ".join(
        f"case when {fault.condition} then {{'kind': {_kind(fault)}, 'detail': {_detail(fault)}}}"
        " end"
        for fault in faults
    ) or "{'kind': '', 'detail': ''}"
    first = ", ".join(["line_number", *cells])
    # Typed values get their own level, so that a fault can be asked of them.
    return f"""with cells as (select {first} from {mapped}),
    typed as (select *, {', '.join(typed)} from cells)
    select {', '.join(identifier(name) for name in table.names)}, line_number,
        case when {bad} then list_filter([{named}], lambda one: one is not null) end as faults
    from typed"""


def _default(table: Table, column: Column) -> str:
    if table.name == "interactions" and column.name == "source":
        return "getvariable('source')"
    if table.name == "interactions" and column.name == "brand":
        return "getvariable('brand')"
    return ""


def _cell(column: Column) -> str:
    name = identifier(column.name)
    # Trimming costs ten times as much as asking whether there is anything to trim.
    clean = f"{name}[1] > ' ' and {name}[-1] > ' '"
    trimmed = f"nullif(trim({name}, {_BLANK}), '')"
    if column.name in KEPT_AS_WRITTEN:
        return f"case when {clean} or {trimmed} is not null then {name} end"
    return f"case when {clean} then {name} else {trimmed} end"


def _as_it_is(column: Column, value: str) -> str:
    """A value of the right type within the limits that a text has."""
    match column.kind:
        case "integer":
            most = 10**18 - 1
            return f"case when {value} between -{most} and {most} then {value}::bigint end"
        case "timestamp" | "float":
            return f"case when isfinite({value}) then {value} end"
        case _:
            return value


def _typed(column: Column, text: str, reading: Reading) -> str:
    formats = reading.formats.get(column.name, ())
    match column.kind:
        case "timestamp":
            return dates.timestamp(text, formats, zone=reading.zone)
        case "date":
            return dates.day(text, formats)
        case "integer":
            # The engine would round 12.7 and read 0x1f and 1_000.
            return (f"case when regexp_full_match({text}, '[+-]?\\d{{1,18}}(\\.0*)?')"
                    f" then try_cast({text} as bigint) end")
        case "float":
            return (f"case when regexp_full_match({text},"
                    f" '[+-]?(\\d{{1,300}}\\.?\\d*|\\.\\d+)([eE][+-]?\\d{{1,2}})?')"
                    f" then try_cast({text} as double) end")
        case "bool":
            return (f"case when lower({text}) in {YES} then true"
                    f" when lower({text}) in {NO} then false end")
        case "list":
            part = _channel("trim(part)") if column.name in CHANNEL_LISTS else "trim(part)"
            return (f"nullif(array_to_string(list_filter(list_transform(string_split({text}, '|'),"
                    f" lambda part: {part}), lambda part: part <> ''), '|'), '')")
        case _:
            if column.name in CHANNEL_COLUMNS:
                return _channel(text)
            return f"lower({text})" if column.lower else text


def _after(base: str, text: str) -> str:
    # A minute has sixty million microseconds; the base is a column of the same SELECT.
    return (f"case when regexp_full_match({text}, '\\d{{1,9}}(\\.\\d*)?') then {identifier(base)}"
            f" + to_microseconds(cast(round(try_cast({text} as double) * 60000000) as bigint))"
            " end")


def _channel(text: str) -> str:
    pairs = " ".join(f"when '{alias}' then '{name}'" for alias, name in ALIASES.items())
    return f"case lower({text}) {pairs} else lower({text}) end"


def _faults(column: Column, text: str, said: str, *, told: bool, after: str | None
            ) -> list[Fault]:
    value = identifier(column.name)
    faults = []
    if column.required:
        faults.append(Fault(f"{text} is null", f"{column.name}: empty", ""))
    if after is not None:
        # Where the moment it counts from cannot be read, the row has that fault.
        unread = f"{text} is not null and {value} is null and {identifier(after)} is not null"
        return [*faults, Fault(unread, f"{column.name}: not a number of minutes", said),
                *_too_early_or_late(column, said)]
    words = {"integer": "not a whole number", "float": "not a number", "bool": "not yes or no",
             "timestamp": "unreadable date", "date": "unreadable date"}
    if column.kind in words:
        unread = f"{text} is not null and {value} is null"
        if column.kind in ("timestamp", "date") and not told:
            unclear = f"regexp_matches({text}, '{dates.AMBIGUOUS}')"
            faults.append(Fault(f"{unread} and {unclear}",
                                f"{column.name}: day or month first?", said))
            unread += f" and not {unclear}"
        faults.append(Fault(unread, f"{column.name}: {words[column.kind]}", said))
    if column.kind in ("timestamp", "date"):
        faults += _too_early_or_late(column, said)
    if column.allowed:
        values = ", ".join(f"'{one}'" for one in column.allowed)
        faults.append(Fault(f"{value} is not null and {value} not in ({values})",
                            f"{column.name}: not {' or '.join(column.allowed)}", said))
    if column.low is not None:
        faults.append(Fault(f"{value} < {column.low}", f"{column.name}: below {column.low:g}",
                            said))
    if column.high is not None:
        faults.append(Fault(f"{value} > {column.high}", f"{column.name}: above {column.high:g}",
                            said))
    return faults


def _too_early_or_late(column: Column, said: str) -> list[Fault]:
    value = identifier(column.name)
    latest = f"getvariable('now') + to_days({column.days_ahead})"
    return [Fault(f"{value} > {latest}", f"{column.name}: date in the future", said),
            Fault(f"{value} < make_date({column.first_year}, 1, 1)",
                  f"{column.name}: date before {column.first_year}", said)]


def _kind(fault: Fault) -> str:
    return "'" + fault.kind.replace("'", "''") + "'" if fault.kind else fault.detail


def _detail(fault: Fault) -> str:
    if not fault.kind or not fault.detail:
        return _kind(fault)
    opened = _kind(fault).removesuffix("'") + " ('"
    return f"{opened} || left({fault.detail}, 80) || ')'"
