"""A company that grew for some months: messages by chance, tied by threads and replies."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.build import Build, build
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

SETTINGS = Settings(company="Acme", timezone="America/New_York")

START = datetime(2026, 1, 5)
TEXTS = ("Terrible service, my app is broken!", "My parcel is late, please help", "Thanks a lot",
         "I love the new design, great work and kind people everywhere you look today",
         "Please cancel my contract", "How do I change my plan?", None)
WORDS = ("invoice", "router", "parcel", "refund", "#delay", "abc1", "abc", "late", "hedge", "van",
         "call", "engineer", "plan", "changed", "changes", "paper", "bots", "fake reviews", "love",
         "great", "thanks", "broken", "415-555-2671", "@acme", "https://t.co/x", "damn", "promise")
CHANNELS = ("x", "facebook", "phone", "email", "chat")
Row = dict[str, Any]


def company(seed: int, *, rows: int = 260, days: int = 130, wordy: bool = False) -> list[Row]:
    """Messages in the order of time, tied by threads and replies, with two sources.

    ``wordy``: with words by chance, some of them in several messages, instead of few texts.
    """
    some = random.Random(seed)
    out: list[Row] = []
    texts: list[str | None] = list(TEXTS)
    for number in range(rows):
        at = START + timedelta(days=days * number / rows, minutes=some.randrange(600))
        channel = some.choice(CHANNELS)
        inbound = some.random() < 0.75
        row = {**say(number, channel, at.isoformat(), text=some.choice(texts)),
               "direction": "inbound" if inbound else "outbound",
               "source": some.choice(("test", "test", "other"))}
        if wordy and some.random() < 0.8:
            texts = [" ".join(some.choices(WORDS, k=some.randrange(3, 14))), *texts[:40]]
            if some.random() < 0.2:
                texts.append(f"only {'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number}")
        before = [one for one in out[-8:] if one["source"] == row["source"]]
        if before and some.random() < 0.35:
            other = some.choice(before)
            row["channel"] = other["channel"]
            if other.get("conversation_id") and some.random() < 0.5:
                row["conversation_id"] = other["conversation_id"]
            else:
                row["in_reply_to"] = other["interaction_id"]
        elif some.random() < 0.1:
            row["in_reply_to"] = f"gone {number // 15}"
        elif some.random() < 0.4:
            row["conversation_id"] = some.choice((f"t{number}", str(number)))
        if inbound:
            if row["channel"] in ("x", "facebook"):
                row["handle"] = f"@h{some.randrange(25)}"
            elif some.random() < 0.8:
                row["customer_id"] = f"c{some.randrange(40)}"
            if some.random() < 0.3:
                row["first_reply_at"] = at + timedelta(hours=some.choice((0.1, 3, 60)))
            if some.random() < 0.2:
                row["resolved_at"] = at + timedelta(days=some.choice((0.2, 2, 9, 25)))
        if not inbound or some.random() < 0.3:
            row |= {"handle_seconds": some.randrange(1, 900), "agent_id": f"a{some.randrange(4)}"}
        row["automated"] = not inbound and some.random() < 0.2
        out.append(row)
    return out


def reference(customers: int = 30) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Some of the customers that messages name, accounts that are known, and people who answer."""
    return {
        "customers": [{"customer_id": f"c{n}", "segment": ("consumer", "business")[n % 2],
                       "region": "north", "tier": None} for n in range(customers)],
        "handles": [{"network": "x", "handle": f"@h{n}", "customer_id": f"c{n}"}
                    for n in range(12)],
        "agents": [{"agent_id": f"a{n}", "department": f"d{n % 2}"} for n in range(3)]}


def made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several stretches in a company of four months, of which much may be made again."""
    monkeypatch.setattr("data.stretches.STRETCH", 60)
    monkeypatch.setattr("data.carry.MOST_AT_ONCE", 0.97)
    monkeypatch.setattr("data.carry.MOST_IN_ALL", 50)
    # Forecasts are made of counts that are compared here, and take longer than all else.
    monkeypatch.setattr("data.forecasting._LEAST_CONTACTS", 10**9)


def begun(home: Home, rows: Sequence[Row], settings: Settings = SETTINGS) -> Home:
    """A home with these messages, built."""
    save_settings(home, settings)
    put(home, interactions=rows, **reference())
    assert build(home).since is None, "the first build makes all"
    return home


def contents(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the facts of the build, its columns in the order of their names.

    A column that was empty at first stands last where it is taken over.
    """
    db = Warehouse(home).cursor()
    tables = db.execute(
        "select table_name, string_agg(column_name, ', ' order by column_name) "
        "from duckdb_columns() where not internal and table_name <> 'build_info' "
        "and column_name not in ('customer_number', 'handle_number', 'stem_id', 'term_id') "
        "group by table_name"
    ).fetchall()
    return {name: db.execute(f"select {columns} from {name} order by all").fetchall()
            for name, columns in sorted(tables)}


def as_whole(home: Home) -> Build:
    """Build, and again with nothing taken over: the same; customers and handles have a number each.
    """
    done = build(home)
    found = contents(home)
    for name, number, table in (("customer_id", "customer_number", "customer_days"),
                                ("handle", "handle_number", "handle_days")):
        ids, numbers, pairs, last = Warehouse(home).cursor().execute(
            f"select count(distinct {name}), count(distinct {number}), "
            f"count(distinct ({name}, {number})), coalesce(max({number}), 0) from {table}"
        ).fetchall()[0]
        assert ids == numbers == pairs
        assert last <= 200, "sets of bits stay small"
    assert build(home, whole=True).since is None
    for name, rows in contents(home).items():
        assert found[name] == rows, name
    return done
