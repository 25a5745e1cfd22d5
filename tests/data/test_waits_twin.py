"""Waits against a twin that counts minute by minute, on conversations drawn at random."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.build import build
from data.home import Home
from data.settings import save_settings
from data.warehouse import Warehouse
from tests.companies import put, say
from tests.data.test_waits import BERLIN, QUESTION, THANKS

ZONE = ZoneInfo("Europe/Berlin")
LIVE = ("phone", "chat", "store")


def some_talks(seed: int, n: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for talk in range(n):
        channel = dice.choice(("x", "email", "phone", "facebook"))
        moment = datetime(2026, 3, 20) + timedelta(minutes=dice.randrange(30 * 1440))
        for turn in range(dice.choice((1, 1, 2, 3, 5))):
            inbound = turn == 0 or dice.random() < 0.5
            row = say(len(rows), channel, moment.isoformat(), conversation_id=f"t{talk}",
                      handle=f"@t{talk}", text=dice.choice((QUESTION, QUESTION, THANKS)))
            if inbound and dice.random() < 0.2:
                row["resolved_at"] = moment + timedelta(minutes=dice.randrange(-600, 3000))
            if inbound and dice.random() < 0.15:
                row["first_reply_at"] = moment + timedelta(minutes=dice.randrange(-60, 600))
            if not inbound:
                row |= {"direction": "outbound", "text": None, "automated": dice.random() < 0.3}
            rows.append(row)
            moment += timedelta(minutes=dice.choice((1, 30, 600, 4320, 6000)))
    return rows


def open_minutes(start: datetime, end: datetime) -> int:
    total = 0
    while start < end:
        local = start.replace(tzinfo=UTC).astimezone(ZONE)
        total += local.isoweekday() <= 5 and time(8) <= local.time() < time(18)
        start += timedelta(minutes=1)
    return total


def twin(rows: list[dict[str, Any]], thanks: set[str]) -> set[tuple[Any, ...]]:
    """Every wait: kind, conversation, message, calendar and business seconds, reopened, open."""
    newest = max(row["published_at"] for row in rows)
    found: set[tuple[Any, ...]] = set()
    for name in {row["conversation_id"] for row in rows}:
        mine = [row for row in rows if row["conversation_id"] == name]
        inbound = [row for row in mine if row["direction"] == "inbound"]
        start = min(row["published_at"] for row in inbound)
        human = [row["published_at"] for row in mine
                 if row["direction"] == "outbound" and not row["automated"]]
        asked = [row for row in inbound if row["interaction_id"] not in thanks]
        given = min((row["first_reply_at"] for row in inbound if row.get("first_reply_at")),
                    default=None)
        first = given if given and given >= start else min(
            (one for one in human if one >= start), default=None)
        solved = [row["resolved_at"] for row in inbound if row.get("resolved_at")]
        named = min((one for one in solved if one >= start), default=None)

        def waits_on(since: datetime, solved: list[datetime] = solved,
                     channel: str = mine[0]["channel"]) -> bool:
            return channel not in LIVE and not any(one >= since for one in solved)

        def add(kind: str, number: str | None, since: datetime, until: datetime | None,
                reopened: bool | None, still: bool, name: str = name) -> None:
            found.add((kind, name, number,
                       None if until is None else int((until - since).total_seconds()),
                       None if until is None else 60 * open_minutes(since, until),
                       reopened, still))

        add("first", None, start, first, None, first is None and waits_on(start))
        for row in asked:
            if first and row["published_at"] > first:
                since, own = row["published_at"], row.get("first_reply_at")
                until = own if own and own >= since else min(
                    (one for one in human if one >= since), default=None)
                add("next", row["interaction_id"], since, until, None,
                    until is None and waits_on(since))
        end = named
        if end is None and first:
            replies = sorted({first, *(one for one in human if one >= first)})
            for reply in replies:
                later = [one for one in (*replies, *(row["published_at"] for row in asked))
                         if one > reply]
                if min([*later, newest if newest > reply and not later else datetime.max]
                       ) - reply >= timedelta(days=3) and (later or newest > reply):
                    end = reply
                    break
        again = min((row["published_at"] for row in asked if end and row["published_at"] > end),
                    default=None)
        judged = end is not None and newest - end >= timedelta(days=14)
        add("resolution", None, start, end,
            bool(again and again - end <= timedelta(days=14)) if judged and end else None, False)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_wait_is_what_a_naive_twin_counts(home: Home, seed: int) -> None:
    save_settings(home, BERLIN)
    rows = some_talks(seed, 120)
    put(home, interactions=rows)
    build(home)
    db = Warehouse(home)
    thanks = {row[0] for row in db.cursor().execute(
        "select interaction_id from interactions where intent = 'thanks' and "
        "direction = 'inbound'").fetchall()}
    assert len(thanks) > 20
    got = set(db.cursor().execute(
        "select w.kind, t.conversation_id, i.interaction_id, w.calendar_seconds, "
        "w.business_seconds, w.reopened, w.is_open from waits as w left join interactions as i "
        "on w.row_id = i.row_id join (select distinct conversation_key, conversation_id from "
        "interactions) as t on w.conversation_key = t.conversation_key").fetchall())
    assert got == twin(rows, thanks)
