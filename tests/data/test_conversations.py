"""Conversations: which messages belong together, who answered when, and by which clock."""

from __future__ import annotations

from datetime import date, datetime, time

from data.build import build
from data.calendar import days_frame
from data.filters import Filters
from data.home import Home
from data.metrics import overview_totals, who_answers
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    return Warehouse(home).cursor().execute(sql).fetchall()


def out(number: int, at: str, **more: object) -> dict[str, object]:
    return {**say(number, "x", at), "direction": "outbound", **more}


def test_replies_are_tied_to_conversations(home: Home) -> None:
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", text="help"),
        out(2, "2026-03-02 10:30", in_reply_to="1"),
        say(3, "x", "2026-03-02 10:40", in_reply_to="2"),
        out(4, "2026-03-02 10:50", in_reply_to="3"),
        # Two answers to a post that was never loaded belong together.
        out(5, "2026-03-02 11:00", in_reply_to="99"),
        out(6, "2026-03-02 11:10", in_reply_to="99"),
        # A reply to a message of a thread that the source names joins that thread.
        say(7, "x", "2026-03-02 12:00", conversation_id="thread"),
        say(8, "x", "2026-03-02 12:10", in_reply_to="7"),
        # A circle, which no source should send, ends.
        say(9, "x", "2026-03-02 13:00", in_reply_to="10"),
        say(10, "x", "2026-03-02 13:10", in_reply_to="9"),
    ])
    build(home)
    keys = dict(rows(home, "select interaction_id, conversation_key from interactions"))
    assert keys["1"] == keys["2"] == keys["3"] == keys["4"]
    assert keys["5"] == keys["6"]
    assert keys["7"] == keys["8"]
    assert len(set(keys.values())) == 4 + (keys["9"] != keys["10"])
    found = rows(home, "select conversation_key, inbound, outbound, calendar_seconds "
                       "from conversations order by 1")
    assert (keys["1"], 2, 2, 1800) in found
    assert not any(row[0] == keys["5"] for row in found), "nobody wrote to us there"


def test_a_thread_id_is_not_mistaken_for_a_message_id(home: Home) -> None:
    put(home, interactions=[
        say(1, "email", "2026-03-02 09:00", conversation_id="7"),
        say(7, "x", "2026-03-02 10:00"),
        out(8, "2026-03-02 10:30", in_reply_to="7"),
    ])
    build(home)
    found = dict(rows(home, "select channel, calendar_seconds from conversations"))
    assert found == {"email": None, "x": 1800}


def test_a_thread_may_be_named_after_its_first_message(home: Home) -> None:
    put(home, interactions=[
        say(7, "x", "2026-03-02 10:00"),
        out(8, "2026-03-02 10:30", in_reply_to="7", conversation_id="7"),
    ])
    build(home)
    assert rows(home, "select outbound, calendar_seconds from conversations") == [(1, 1800)]


def test_a_reply_in_the_same_second_is_a_reply(home: Home) -> None:
    put(home, interactions=[say(60, "x", "2026-03-02 10:00"),
                            out(59, "2026-03-02 10:00", in_reply_to="60")])
    build(home)
    assert rows(home, "select calendar_seconds, calendar_sla from conversations") == [(0, "met")]


def test_a_conversation_belongs_to_the_customer_who_opened_it(home: Home) -> None:
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", customer="c1", conversation_id="t"),
        say(2, "x", "2026-03-02 11:00", customer="c2", conversation_id="t")])
    build(home)
    assert rows(home, "select customer_id from conversations") == [("c1",)]


def test_overdue_is_judged_by_the_clock_and_by_each_source(home: Home) -> None:
    save_settings(home, Settings(timezone="Europe/Berlin", sla_minutes={"default": 60.0}))
    put(home, interactions=[
        # 55 minutes over the night on which the clocks go forward.
        say(1, "x", "2026-03-29 00:10"),
        say(2, "phone", "2026-03-29 01:05", first_reply_at=datetime(2026, 3, 29, 1, 5)),
        # Another export that ended years ago, half an hour after its last question.
        say(3, "x", "2015-02-01 10:00", source="old"),
        say(4, "phone", "2015-02-01 10:30", source="old",
            first_reply_at=datetime(2015, 2, 1, 10, 30)),
    ])
    build(home)
    found = dict(rows(home, "select interaction_id, calendar_sla from conversations"))
    assert found["1"] == "open"
    assert found["3"] == "open"
    assert rows(home, "select count(*) from days where has_data") == [(2,)]


def test_a_source_without_replies_is_neither_in_time_nor_late(home: Home) -> None:
    put(home, interactions=[
        say(1, "x", "2015-02-01 10:00", source="posts"),
        say(2, "x", "2015-02-05 10:00", source="posts"),
        say(3, "x", "2026-03-02 10:00", text="My router is broken"),
        out(4, "2026-03-02 10:30", in_reply_to="3"),
    ])
    build(home)
    assert dict(rows(home, "select interaction_id, calendar_sla from conversations")) == {
        "1": None, "2": None, "3": "met"}
    both = Filters(date(2015, 1, 1), date(2027, 1, 1))
    assert who_answers(Warehouse(home), both)["conversations"].sum() == 1
    totals = overview_totals(Warehouse(home), both).iloc[0]
    assert (totals["sla_met"], totals["sla_breached"], totals["sla_open"]) == (1, 0, 0)


def test_a_long_chain_of_replies_ends_up_in_one_conversation(home: Home) -> None:
    put(home, interactions=[say(0, "x", "2026-03-02 10:00")] + [
        say(n, "x", "2026-03-02 10:00", in_reply_to=str(n - 1)) for n in range(1, 300)])
    build(home)
    assert rows(home, "select count(*), max(inbound) from conversations") == [(1, 300)]


def test_the_sources_own_reply_time_wins_and_nonsense_does_not(home: Home) -> None:
    put(home, interactions=[
        say(1, "phone", "2026-03-02 10:00", first_reply_at=datetime(2026, 3, 2, 10, 0, 20)),
        say(2, "email", "2026-03-02 10:00", first_reply_at=datetime(2026, 3, 1)),
    ])
    build(home)
    assert rows(home, "select channel, calendar_seconds from conversations order by 1") == [
        ("email", None), ("phone", 20)]


def test_business_hours_leave_out_nights_weekends_and_holidays(home: Home) -> None:
    save_settings(home, Settings(
        timezone="Europe/Berlin", holidays=(date(2026, 3, 9),),
        business_hours={"monday": (time(8), time(18)), "tuesday": (time(8), time(18)),
                        "friday": (time(8), time(18))},
    ))
    # Friday 6 March 17:00 in Berlin is 16:00 UTC; Monday is a holiday; answered Tuesday 09:00.
    put(home, interactions=[
        say(1, "x", "2026-03-06 16:00", first_reply_at=datetime(2026, 3, 10, 8, 0)),
        say(2, "x", "2026-03-07 12:00", first_reply_at=datetime(2026, 3, 8, 12, 0)),
        say(3, "x", "2026-03-10 20:00"),
    ])
    build(home)
    found = rows(home, "select interaction_id, business_seconds, calendar_seconds, business_sla "
                       "from conversations order by 1")
    assert found[0] == ("1", 2 * 3600, 4 * 86400 - 8 * 3600, "breached")
    assert found[1] == ("2", 0, 86400, "met")
    assert found[2] == ("3", None, None, "open")


def test_a_reply_after_the_last_day_of_data_is_timed_in_business_hours_too(home: Home) -> None:
    put(home, interactions=[
        say(1, "email", "2026-03-06 16:00", first_reply_at=datetime(2026, 3, 12, 9, 0))])
    build(home)
    # Friday 16-18, Monday to Wednesday 8-18, Thursday 8-9, on the default opening hours.
    assert rows(home, "select business_seconds from conversations") == [(33 * 3600,)]
    assert rows(home, "select max(day) from days where has_data") == [(date(2026, 3, 6),)]


def test_days_are_those_of_the_display_time_zone(home: Home) -> None:
    save_settings(home, Settings(timezone="America/New_York"))
    put(home, interactions=[say(1, "x", "2026-03-02 03:00")])
    build(home)
    assert rows(home, "select day, hour from interactions") == [(date(2026, 3, 1), 22)]


def test_open_seconds_add_up() -> None:
    frame = days_frame(date(2026, 3, 2), date(2026, 3, 9), Settings())
    assert frame["weekday"].tolist() == [1, 2, 3, 4, 5, 6, 7, 1]
    assert frame["open_seconds_before"].tolist() == [n * 36000 for n in (0, 1, 2, 3, 4, 5, 5, 5)]
