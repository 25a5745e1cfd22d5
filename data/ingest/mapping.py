"""A mapping in TOML: which column of a foreign file is which column of the contract."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import duckdb

from data.contract import TABLES, Table
from data.ingest.errors import LoadError, listed

KEYS = ("source", "table", "sheet", "time_zone", "recognised_by", "unescape", "columns",
        "constants", "formats", "values", "minutes_after", "social_channels")


@dataclass(frozen=True)
class Mapped:
    """A checked mapping; all keys of the dictionaries are columns of the contract's table."""

    source: str
    table: str
    columns: dict[str, str]
    sheet: str | None = None
    time_zone: str | None = None
    recognised_by: tuple[str, ...] = ()
    unescape: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    formats: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    minutes_after: dict[str, str] = field(default_factory=dict)
    social_channels: tuple[str, ...] = ()


def read_mapping(given: Path | Mapping[str, Any]) -> Mapped:
    """A mapping from a TOML file or plain values.  Raises LoadError naming the wrong key."""
    if isinstance(given, Mapping):
        return _Checks("the mapping").mapped(given)
    try:
        found = tomllib.loads(given.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise LoadError(f"the mapping {given} does not exist") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LoadError(f"{given.name} is not valid TOML: {error}") from None
    return _Checks(given.name).mapped(found)


class _Checks:
    """Turns plain values into a mapping, or says which key is wrong."""

    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, key: str, problem: str) -> LoadError:
        return LoadError(f"{self.where}: {key} {problem}")

    def mapped(self, found: Mapping[str, Any]) -> Mapped:
        for key in found:
            if key not in KEYS:
                raise self.fail(str(key), f"is not a key; the keys are {', '.join(KEYS)}")
        name = self.text("table", found.get("table"))
        if name not in TABLES:
            raise self.fail("table", f"must be one of {', '.join(TABLES)}, not {name!r}")
        table = TABLES[name]
        columns = self.texts_by_column("columns", found.get("columns", {}), table)
        constants = self.texts_by_column("constants", found.get("constants", {}), table)
        if not columns:
            raise self.fail("columns", "is empty; name at least one column of the file")
        for need in table.required:
            if need not in columns and need not in constants:
                raise self.fail(f"columns.{need}", f"is missing: {name} needs it (a column of the"
                                " file, or a value under [constants])")
        return Mapped(
            source=self.text("source", found.get("source")),
            table=name,
            columns=columns,
            sheet=self.optional("sheet", found.get("sheet")),
            time_zone=self.zone(found.get("time_zone")),
            recognised_by=self.names("recognised_by", found.get("recognised_by", ())),
            unescape=self.unescape(found.get("unescape", ()), columns),
            constants=constants,
            formats=self.formats(found.get("formats", {}), table, columns),
            values={column: self.plain(f"values.{column}", pairs) for column, pairs in
                    self.by_column("values", found.get("values", {}), table).items()},
            minutes_after=self.minutes_after(found.get("minutes_after", {}), table, columns),
            social_channels=tuple(one.lower() for one in self.names(
                "social_channels", found.get("social_channels", ()))),
        )

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, "is missing" if value is None else f"must be text, not {value!r}")
        return value.strip()

    def optional(self, key: str, value: object) -> str | None:
        return None if value is None else self.text(key, value)

    def zone(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or value not in available_timezones():
            raise self.fail("time_zone", f"must be a zone such as Europe/Berlin, not {value!r}")
        return value

    def names(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self.fail(key, "must be a list of names")
        return tuple(self.text(key, one) for one in value)

    def unescape(self, value: object, columns: Mapping[str, str]) -> tuple[str, ...]:
        names = self.names("unescape", value)
        for name in names:
            if name not in columns:
                raise self.fail("unescape", f"names {name!r}, which [columns] does not")
        return names

    def by_column(self, key: str, value: object, table: Table) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise self.fail(key, "must be a table")
        for name in value:
            if name not in table.names:
                raise self.fail(f"{key}.{name}", f"is not a column of {table.name}; its columns"
                                f" are {listed(table.names, most=30)}")
        return dict(value)

    def texts_by_column(self, key: str, value: object, table: Table) -> dict[str, str]:
        return self.plain(key, self.by_column(key, value, table))

    def plain(self, key: str, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise self.fail(key, "must be a table")
        out: dict[str, str] = {}
        for name, one in value.items():
            if isinstance(one, Mapping | list) or one is None:
                raise self.fail(f"{key}.{name}", "must be one value")
            out[str(name)] = str(one).lower() if isinstance(one, bool) else str(one)
        return out

    def formats(
        self, value: object, table: Table, columns: Mapping[str, str]
    ) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for name, one in self.by_column("formats", value, table).items():
            key = f"formats.{name}"
            if table.column(name).kind not in ("timestamp", "date"):
                raise self.fail(key, "is a format for a column that is no date")
            if name not in columns:
                raise self.fail(key, "is a format for a column that [columns] does not name")
            formats = [one] if isinstance(one, str) else list(self.names(key, one))
            for each in formats:
                self.format(key, each)
            out[name] = formats
        return out

    def minutes_after(
        self, value: object, table: Table, columns: Mapping[str, str]
    ) -> dict[str, str]:
        out = self.texts_by_column("minutes_after", value, table)
        for name, base in out.items():
            key = f"minutes_after.{name}"
            for one in (name, base):
                if one not in columns or table.column(one).kind != "timestamp":
                    raise self.fail(key, f"needs {one!r} to be a date and time of [columns]")
            if base in out:
                raise self.fail(key, f"counts from {base!r}, which is itself counted in minutes")
        return out

    def format(self, key: str, value: str) -> None:
        with duckdb.connect() as db:
            try:
                db.execute("select try_strptime('', $format)::timestamp", {"format": value})
            except duckdb.Error as error:
                reason = str(error).splitlines()[0].removeprefix("Invalid Input Error: ")
                raise self.fail(key, f"is not a date format: {reason}") from None


def suggest(columns: Sequence[str], table: str) -> dict[str, str]:
    """A first guess for a form: contract column to the file's column of the same or a like name."""
    by_name = {"".join(filter(str.isalnum, name.lower())): name for name in columns}
    out: dict[str, str] = {}
    for column in TABLES[table]:
        for like in (column.name, *LIKE.get(column.name, ())):
            found = by_name.get("".join(filter(str.isalnum, like)))
            if found is not None and found not in out.values():
                out[column.name] = found
                break
    return out


LIKE: dict[str, tuple[str, ...]] = {
    "interaction_id": ("id", "message_id", "tweet_id", "post_id", "ticket_id", "call_id"),
    "published_at": ("created_at", "created", "date", "timestamp", "time", "sent_at", "posted_at"),
    "text": ("message", "body", "content", "comment", "description", "tweet", "post"),
    "handle": ("username", "screen_name", "user", "author", "account", "author_id"),
    "author_name": ("name", "display_name", "author"),
    "likes": ("like_count", "favorite_count", "favourites"),
    "shares": ("retweet_count", "retweets", "share_count"),
    "customer_id": ("id", "customer", "client_id", "account_id"),
    "handle_seconds": ("duration", "handle_time", "aht"),
    "language": ("lang",),
    "email": ("e-mail", "mail", "email_address"),
    "agent_id": ("agent", "assignee", "id"),
    "sent_at": ("date", "start", "sent"),
}


def mapping_text(mapping: Mapping[str, Any]) -> str:
    """The TOML of a mapping made by a form.  Raises LoadError naming the wrong key."""
    import tomlkit

    read_mapping(mapping)
    return tomlkit.dumps({key: value for key, value in mapping.items() if value})
