"""Small companies for tests: rows written by hand, put through the real lake and build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from data import lake
from data.build import build
from data.contract import TABLES
from data.home import Home
from data.settings import Settings, save_settings

Rows = Sequence[Mapping[str, Any]]


def put(home: Home, *, source: str = "test", **tables: Rows) -> lake.Load:
    """Commit rows to the lake as one load."""
    load_id = lake.new_load_id()
    kept: dict[str, int] = {}
    with home.writing():
        for name, rows in tables.items():
            schema = lake.arrow_schema(TABLES[name])
            filled = [{"line_number": number, **row} for number, row in enumerate(rows, start=2)]
            batch = pa.Table.from_pylist(filled, schema=schema)
            kept[name] = lake.write_part(home, name, load_id, [batch])
        total = sum(kept.values())
        load = lake.Load(load_id=load_id, loaded_at=lake.now_iso(), source=source, file="rows",
                         file_hash=load_id, rows_in=total, rows_kept=total, rows_rejected=0,
                         tables=kept)
        lake.commit(home, load)
    return load


def say(number: int, channel: str, at: str, *, customer: str | None = None, **more: Any) -> dict[
        str, Any]:
    """One inbound interaction; ``at`` is UTC, as '2026-03-02 10:00'."""
    row = {"interaction_id": str(number), "source": "test", "channel": channel,
           "direction": "inbound", "published_at": datetime.fromisoformat(at),
           "customer_id": customer}
    return {**row, **more}


CUSTOMERS: Rows = [
    {"customer_id": "c1", "name": "Ada", "segment": "consumer", "region": "north",
     "tier": "basic", "joined_on": date(2020, 1, 1), "yearly_value": 100.0},
    {"customer_id": "c2", "name": "<script>alert(1)</script>", "segment": "business",
     "region": "south", "tier": "premium", "joined_on": date(2021, 5, 5), "yearly_value": 900.0},
    {"customer_id": "c3", "name": "=HYPERLINK(\"http://x\")", "segment": "consumer",
     "region": "north", "tier": "basic", "joined_on": date(2022, 2, 2), "yearly_value": 50.0},
    {"customer_id": "c4", "name": "Quiet", "segment": None, "region": None, "tier": None,
     "joined_on": None, "yearly_value": None},
]

# Monday 2 March 2026 is day one; the company's clock is UTC.  A customer on two channels (c1), a
# handle that is known (@ada) and one that is not, and a call exactly on the end of March.
INTERACTIONS: Rows = [
    say(1, "phone", "2026-03-02 09:00", customer="c1", text="Asks for a copy of the bill",
        first_reply_at=datetime(2026, 3, 2, 9, 0, 30)),
    say(2, "email", "2026-03-03 10:00", customer="c2", text="My parcel is late, please help"),
    say(3, "x", "2026-03-04 12:00", handle="@ada", text="Terrible service, my app is broken!"),
    {**say(4, "x", "2026-03-04 12:00", handle="@brand", text="We have got your message.",
           in_reply_to="3"), "direction": "outbound", "automated": True,
     "published_at": datetime(2026, 3, 4, 12, 0, 5)},
    {**say(5, "x", "2026-03-04 12:45", handle="@brand", text="Sorry to hear that, Ada.",
           in_reply_to="3", agent_id="a1", department="customer care"), "direction": "outbound"},
    say(6, "x", "2026-03-05 08:00", handle="@stranger",
        text="I love the new design, great work! <script>alert(1)</script>"),
    say(7, "facebook", "2026-03-06 20:00", handle="bea.b",
        text="=HYPERLINK(\"http://evil\") [x](javascript:alert(1)) $x$ :red[y]"),
    say(8, "phone", "2026-03-31 23:59:59", customer="c3", text="Wants to cancel the contract"),
    say(9, "phone", "2026-04-01 00:00", customer="c3", text="Calls again about the contract"),
    say(10, "chat", "2026-03-10 14:00", customer="c1", text=None),
]

HANDLES: Rows = [
    {"handle": "@ada", "network": "x", "customer_id": "c1", "display_name": "Ada L."},
    {"handle": "@stranger", "network": "x", "customer_id": None},
]
AGENTS: Rows = [{"agent_id": "a1", "name": "Gil", "department": "customer care"}]
CAMPAIGNS: Rows = [{"campaign_id": "k1", "name": "Spring <b>mail</b>", "channel": "email",
                    "sent_at": datetime(2026, 3, 5, 9, 0), "audience": 16000, "cost": 500.0}]


def build_small_company(home: Home) -> Home:
    """The rows above as a built home."""
    save_settings(home, Settings(company="Small & Co", timezone="UTC"))
    put(home, customers=CUSTOMERS, interactions=INTERACTIONS, handles=HANDLES, agents=AGENTS,
        campaigns=CAMPAIGNS)
    build(home)
    return home
