"""A message whose thread holds no other tells what it would without a thread."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.build import build
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

TEXTS = ("How do I change the address on my bill?", "Thank you so much for your help!",
         "Terrible, my internet is down!", "I love the new design, great work!", None)
COUNTED = ("conversations", "waits", "handled", "inbound_waits", "lag_waits", "conversation_days")


def rows(*, threads: bool) -> list[dict[str, Any]]:
    """The same sixty messages; with ``threads`` each has one of its own, which its source names."""
    chance = random.Random(5)
    start = datetime(2026, 3, 2, 9)
    found = []
    for number in range(60):
        at = start + timedelta(hours=17 * number, minutes=chance.randrange(60))
        replied = chance.choice([None, at + timedelta(hours=chance.randrange(90)),
                                 at - timedelta(minutes=5)])
        one = say(number, chance.choice(["x", "email", "phone"]), str(at),
                  customer=chance.choice(["c1", "c2", None]), text=chance.choice(TEXTS),
                  first_reply_at=replied,
                  resolved_at=chance.choice([None, at + timedelta(hours=chance.randrange(200)),
                                             at - timedelta(hours=1)]),
                  handle_seconds=chance.choice([None, 90.0]), agent_id=chance.choice([None, "a1"]),
                  department=chance.choice([None, "care"]))
        found.append({**one, "conversation_id": f"t{number}" if threads else None})
        if number % 9 == 0:  # an automatic answer is no second message of anybody
            found.append({**say(100 + number, one["channel"], str(at + timedelta(seconds=5))),
                          "direction": "outbound", "automated": True,
                          "conversation_id": f"t{number}" if threads else f"own{number}"})
    return found


def company(home: Home, *, threads: bool) -> Warehouse:
    save_settings(home, Settings(timezone="Europe/Berlin"))
    put(home, interactions=rows(threads=threads), agents=[
        {"agent_id": "a1", "name": "Gil", "department": "sales"}])
    build(home)
    return Warehouse(home)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, Warehouse]:
    folder = tmp_path_factory.mktemp("alone")
    return (company(Home(Path(folder / "bare")), threads=False),
            company(Home(Path(folder / "named")), threads=True))


@pytest.mark.parametrize("mart", COUNTED)
def test_a_thread_of_one_message_changes_nothing(both: tuple[Warehouse, Warehouse],
                                                 mart: str) -> None:
    bare, named = (one.cursor().execute(
        f"select * replace (abs(conversation_key) as conversation_key) from {mart} order by all"
        if mart != "conversation_days" else f"from {mart} order by all").fetchall()
        for one in both)
    assert bare
    assert named == bare
