"""What a build takes over from the one before: the result is that of a whole build."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import lake
from data.build import build
from data.home import Home
from data.settings import load_settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say
from tests.grown import (
    SETTINGS,
    START,
    Row,
    as_whole,
    begun,
    company,
    made_small,
)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    made_small(monkeypatch)


@pytest.mark.parametrize("seed", range(6))
def test_what_a_later_load_brings_makes_what_a_whole_build_makes(home: Home, seed: int) -> None:
    rows, some = company(seed), random.Random(seed)
    late = {some.randrange(200, 250) for _ in range(4 * (seed % 2))}
    first = [row for at, row in enumerate(rows) if at < 250 and at not in late]
    begun(home, first)
    put(home, interactions=[row for row in rows if row not in first])
    done = as_whole(home)
    assert done.since is not None, "something is taken over"
    assert done.since > date(2026, 2, 20)


@pytest.mark.parametrize("left_out", [
    ("text",), ("text", "handle", "resolved_at", "first_reply_at", "agent_id", "in_reply_to",
                "conversation_id", "handle_seconds")])
def test_columns_that_were_empty_may_be_filled(home: Home, left_out: tuple[str, ...]) -> None:
    rows = company(23)
    begun(home, [{name: value for name, value in row.items() if name not in left_out}
                 for row in rows[:245]])
    put(home, interactions=[*rows[245:], say(970, "x", "2026-05-16", handle="@h1", brand="B",
                                             campaign_id="k", author_followers=9000, shares=3)])
    assert as_whole(home).since is not None


def test_one_build_after_the_other(home: Home) -> None:
    rows = company(11)
    begun(home, rows[:235])
    for start in range(235, 260, 5):
        put(home, interactions=rows[start:start + 5])
        done = build(home)
        assert done.since is not None
    as_whole(home)


def test_a_build_without_anything_new_takes_over_all(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.forecasting._LEAST_CONTACTS", 50)
    monkeypatch.setattr("data.forecasting._LEAST_FOR_PROCESSES", 10**9)
    begun(home, company(3))
    last = Warehouse(home).cursor().execute("select max(day) from interactions").fetchall()[0][0]
    since = as_whole(home).since
    assert since is not None
    assert since >= last - timedelta(days=1)


def _replies_to_an_old_message(rows: list[Row]) -> dict[str, Any]:
    old = next(row for row in rows[110:] if row["direction"] == "inbound")
    return {"interactions": [{**say(900, old["channel"], "2026-05-16", customer="c1"),
                              "in_reply_to": old["interaction_id"], "source": old["source"]}]}


def _ticket_solved_late(rows: list[Row]) -> dict[str, Any]:
    old = next(row for row in rows[120:] if row["direction"] == "inbound")
    return {"interactions": [{**old, "resolved_at": datetime(2026, 5, 16)}]}


def _message_moves_in_time(rows: list[Row]) -> dict[str, Any]:
    old = rows[130]
    return {"interactions": [{**old, "published_at": old["published_at"] + timedelta(days=20)}]}


def _fills_a_gap(rows: list[Row]) -> dict[str, Any]:
    """Two old conversations turn out to be one."""
    one, other = rows[150], rows[155]
    return {"interactions": [{**say(901, "x", str(one["published_at"] + timedelta(hours=1))),
                              "source": one["source"], "in_reply_to": one["interaction_id"]},
                             {**other, "in_reply_to": "901", "source": one["source"],
                              "interaction_id": "902"}]}


def _latest(rows: list[Row], numbers: Iterable[int]) -> str:
    """The customer who wrote for the first time last, himself or by an account that is his."""
    of = {f"@h{n}": f"c{n}" for n in range(12)}
    named = [row.get("customer_id") or of.get(str(row.get("handle"))) for row in rows]
    return max((f"c{n}" for n in numbers if f"c{n}" in named), key=named.index)


def _customer_changes(rows: list[Row]) -> dict[str, Any]:
    return {"customers": [{"customer_id": _latest(rows, range(30)), "segment": "public"}]}


def _stranger_is_known(rows: list[Row]) -> dict[str, Any]:
    late = _latest(rows, range(30, 40))
    return {"customers": [{"customer_id": late, "segment": "public"},
                          {"customer_id": "c01", "segment": "public"}]}


def _account_is_known(rows: list[Row]) -> dict[str, Any]:
    seen = {row.get("handle") for row in rows[:130] if row["channel"] == "x"}
    late = next(row["handle"] for row in rows if row["channel"] == "x" and row.get("handle")
                and row["handle"] not in seen)
    return {"handles": [{"network": "x", "handle": late, "customer_id": "c5"}]}


def _old_thread_goes_on(rows: list[Row]) -> dict[str, Any]:
    old = next(row for row in rows[115:] if row.get("conversation_id"))
    return {"interactions": [{**say(903, old["channel"], "2026-05-17"), "source": old["source"],
                              "conversation_id": old["conversation_id"]}]}


@pytest.mark.parametrize("news", [
    _replies_to_an_old_message, _ticket_solved_late, _message_moves_in_time, _fills_a_gap,
    _customer_changes, _stranger_is_known, _account_is_known, _old_thread_goes_on])
def test_news_about_what_is_old(home: Home, news: Callable[[list[Row]], dict[str, Any]]) -> None:
    rows = company(5)
    if news is _account_is_known:
        rows[180] |= {"channel": "x", "handle": "@new", "direction": "inbound"}
    begun(home, rows)
    put(home, **news(rows))
    done = as_whole(home)
    assert done.since is not None
    assert done.since < date(2026, 5, 14), "it goes back to what changed"


def test_new_customers_leave_the_past_alone(home: Home) -> None:
    rows = company(7)
    begun(home, rows)
    put(home, customers=[{"customer_id": f"b{n}", "segment": "public"} for n in range(5)],
        interactions=[say(910, "phone", "2026-05-16", customer="b1"),
                      say(911, "phone", "2026-05-16 12:00", customer="new stranger")])
    done = as_whole(home)
    assert done.since is not None
    assert done.since > date(2026, 3, 20)


def test_a_promise_is_broken_while_time_goes_on(home: Home) -> None:
    quiet = [say(n, "phone", str(START + timedelta(days=n)), first_reply_at=START) for n in
             range(100)]
    # Longer ago than anything else that may still change.
    waiting = say(800, "email", str(START + timedelta(days=70, hours=1)))
    begun(home, [*quiet, waiting], settings=replace(
        SETTINGS, sla_minutes={"default": 60, "email": 35 * 1440}))
    asked = "select calendar_sla from conversations where interaction_id = '800'"
    assert Warehouse(home).cursor().execute(asked).fetchall() == [("open",)]
    put(home, interactions=[say(801, "phone", str(START + timedelta(days=110)))])
    assert as_whole(home).since is not None
    assert Warehouse(home).cursor().execute(asked).fetchall() == [("breached",)]


def test_a_customer_joined_what_we_began_and_his_message_moves_on(home: Home) -> None:
    """What is made again has other rows than before, and the conversation began long before it."""
    ours = {**say(800, "x", str(START + timedelta(days=60)), conversation_id="offer"),
            "direction": "outbound", "handle": "@us"}
    rows = [say(n, "phone", str(START + timedelta(days=n)), first_reply_at=START)
            for n in range(100)]
    last = START + timedelta(days=110)
    begun(home, [*rows, ours, say(801, "x", str(last), conversation_id="offer", handle="@h1",
                                  first_reply_at=last + timedelta(minutes=5)),
                 say(802, "x", str(last + timedelta(hours=1)), conversation_id="offer",
                     handle="@h1", text="And my parcel is late, please help")])
    put(home, interactions=[say(803, "phone", str(last - timedelta(hours=1)), customer="c2")])
    done = as_whole(home)
    assert done.since is not None
    assert done.since > date(2026, 4, 20), "the conversation is not made again"


def test_a_message_comes_late_for_a_day_without_any(home: Home) -> None:
    begun(home, [say(n, "phone", str(START + timedelta(days=n)), first_reply_at=START)
                 for n in range(100) if n not in range(90, 95)])
    put(home, interactions=[say(800, "phone", str(START + timedelta(days=92)), customer="c2")])
    done = as_whole(home)
    assert done.since is not None
    assert done.rows["interactions"] == 96


def test_who_waits_in_vain_goes_on_waiting(home: Home) -> None:
    rows = [{**row, "source": "test"} for row in company(16)]
    last = START + timedelta(days=140)
    alone = {"direction": "inbound", "handle": "@w", "text": "My parcel is late, please help"}
    begun(home, [*rows, *({**say(number, "x", str(at)), **alone, "conversation_id": thread}
                          for number, at, thread in (
                              (810, last - timedelta(days=70), "a"),
                              # At the very last moment: later it was said while somebody waited.
                              (811, last, "a"), (812, last, "b"),
                              (813, last - timedelta(days=60), "c")))])
    waits = ("select c.interaction_id, waited_seconds, again_seconds from lag_waits "
             "join conversations as c using (conversation_key) "
             "where c.interaction_id in ('810', '812', '813') order by all")
    days = 24 * 3600
    assert Warehouse(home).cursor().execute(waits).fetchall() == [
        ("810", 70 * days, None), ("813", 60 * days, None)]
    put(home, interactions=[say(814, "phone", str(last + timedelta(days=9)), customer="c2")])
    assert as_whole(home).since is not None
    assert Warehouse(home).cursor().execute(waits).fetchall() == [
        ("810", 79 * days, 70 * days), ("812", 9 * days, None), ("813", 69 * days, None)]


def _other_settings(home: Home) -> None:
    save_settings(home, replace(load_settings(home), timezone="UTC"))


def _other_department(home: Home) -> None:
    put(home, agents=[{"agent_id": "a1", "department": "elsewhere"}])


def _first_reply_of_a_source(home: Home) -> None:
    put(home, interactions=[{**say(950, "x", "2026-05-17", handle="@us", source="silent"),
                             "direction": "outbound"}])


def _replaced_load(home: Home) -> None:
    old = lake.loads(home)[-1]
    new = put(home, interactions=[say(951, "x", "2026-05-18")])
    (home.manifest / f"{new.load_id}.json").unlink()
    lake.commit(home, replace(new, replaces=[old.load_id]))


def _much(home: Home) -> None:
    put(home, interactions=[{**row, "interaction_id": f"n{row['interaction_id']}"}
                            for row in company(8)])


@pytest.mark.parametrize("change", [_other_settings, _other_department, _first_reply_of_a_source,
                                    _replaced_load, _much])
def test_what_concerns_every_row_makes_all_anew(home: Home, change: Callable[[Home], None]) -> None:
    begun(home, company(9))
    put(home, interactions=[say(940, "x", "2026-05-16", handle="@h1", source="silent")])
    build(home)
    change(home)
    assert as_whole(home).since is None


def test_builds_that_take_over_end_in_a_whole_one(home: Home,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    rows = company(10)
    begun(home, rows[:240])
    monkeypatch.setattr("data.carry.MOST_IN_ALL", 0.4)
    whole = []
    for start in range(240, 260, 4):
        put(home, interactions=rows[start:start + 4])
        whole.append(build(home).since is None)
    assert whole[0] is False
    assert any(whole), "rows made again add up"


def test_a_warehouse_that_a_page_has_open_is_taken_over(home: Home) -> None:
    begun(home, company(12))
    cursor = Warehouse(home).cursor()
    put(home, interactions=[say(960, "x", "2026-05-16", handle="@h1")])
    assert build(home).since is not None
    assert cursor.execute("select count(*) from interactions").fetchall() == [(260,)]


def test_a_damaged_warehouse_is_made_anew(home: Home, tmp_path: Path) -> None:
    begun(home, company(12))
    shutil.copy(home.settings, home.warehouse.resolve())
    assert build(home).since is None


def test_a_load_of_other_tables_alone(home: Home) -> None:
    begun(home, company(13))
    put(home, campaigns=[{"campaign_id": "k", "name": "spring", "channel": "email",
                          "sent_at": datetime(2026, 5, 1), "audience": 100}])
    assert as_whole(home).since is not None
    put(home, handles=[{"network": "x", "handle": "@nobody"}])
    assert as_whole(home).since is not None
