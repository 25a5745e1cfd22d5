"""The build: versions of a row, conversations, clocks, time zones, scores, swapping."""

from __future__ import annotations

import threading
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import lake
from data.build import build
from data.calendar import days_frame
from data.checks import BuildError
from data.filters import Filters
from data.home import Home, HomeBusy
from data.metrics import channel_share, overview_totals, who_answers
from data.settings import Settings, save_settings
from data.warehouse import NoWarehouse, QueryFailed, Warehouse
from tests.companies import build_small_company, put, say


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    return Warehouse(home).cursor().execute(sql).fetchall()


def test_the_newest_version_of_a_row_counts_and_older_ones_are_counted(home: Home) -> None:
    put(home, interactions=[say(1, "x", "2026-03-02 10:00", text="old"),
                            say(2, "x", "2026-03-02 10:00", text="later one")])
    put(home, interactions=[say(1, "x", "2026-03-02 10:00", text="new"),
                            say(2, "x", "2026-03-02 09:00", text="earlier one")])
    done = build(home)
    assert rows(home, "select interaction_id, text from interactions order by 1") == [
        ("1", "new"), ("2", "later one")]
    assert done.older_versions == {"interactions": 2}


def test_the_same_id_in_two_sources_is_two_rows(home: Home) -> None:
    put(home, interactions=[say(1, "x", "2026-03-02 10:00"),
                            say(1, "x", "2026-03-02 10:00", source="other")])
    build(home)
    assert rows(home, "select count(*), count(distinct conversation_key) from interactions") == [
        (2, 2)]


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
    assert keys["1"] == keys["2"] == keys["3"] == keys["4"] == "test:#1"
    assert keys["5"] == keys["6"] == "test:#99"
    assert keys["7"] == keys["8"] == "test:thread"
    found = rows(home, "select conversation_key, inbound, outbound, calendar_seconds "
                       "from conversations order by 1")
    assert ("test:#1", 2, 2, 1800) in found
    assert not any(row[0] == "test:#99" for row in found), "nobody wrote to us there"


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


def test_users_that_come_with_posts_wipe_nothing(home: Home) -> None:
    put(home, customers=[{"customer_id": "11", "segment": "business", "region": "north"}],
        handles=[{"network": "x", "handle": "@Anna", "customer_id": "11"}], source="crm")
    put(home, customers=[{"customer_id": "11", "name": "Anna A."}],
        handles=[{"network": "x", "handle": "anna", "display_name": "Anna"},
                 {"network": "x", "handle": "@Anna", "display_name": "Anna"}],
        interactions=[say(1, "x", "2026-03-02 10:00", handle="anna")], source="x_api_v2")
    build(home)
    assert rows(home, "select name, segment, region from customers") == [
        ("Anna A.", "business", "north")]
    assert rows(home, "select customer_id, segment from interactions") == [("11", "business")]
    assert rows(home, "select count(*), bool_and(matched) from handle_days") == [(1, True)]


def test_a_newer_export_of_the_same_source_may_clear_a_value(home: Home) -> None:
    put(home, customers=[{"customer_id": "11", "tier": "gold"}], source="crm")
    put(home, customers=[{"customer_id": "11", "tier": None}], source="crm")
    build(home)
    assert rows(home, "select tier from customers") == [("unknown",)]


def test_what_a_killed_build_spilled_is_swept(home: Home) -> None:
    build_small_company(home)
    spilled = home.versions / "00001.building.tmp"
    spilled.mkdir()
    (spilled / "block").write_bytes(b"x")
    build(home)
    assert not spilled.exists()


def test_a_folder_named_like_a_pattern_is_a_folder(tmp_path: Path) -> None:
    home = Home(tmp_path / "a[1]*")
    build_small_company(home)
    assert rows(home, "select count(*) from interactions") == [(10,)]


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


def test_each_text_is_scored_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, interactions=[say(n, "x", "2026-03-02 10:00", text="Great!" if n % 2 else "Bad!")
                            for n in range(20)])
    assert build(home).scored == 2
    assert build(home).scored == 0
    put(home, interactions=[say(99, "x", "2026-03-02 10:00", text="Something new")])
    assert build(home).scored == 1
    monkeypatch.setattr("analysis.sentiment.model_version", lambda engine="textblob": "other/2")
    assert build(home).scored == 3, "another model version scores all again"


def test_an_empty_lake_builds_an_empty_warehouse(home: Home) -> None:
    build(home)
    assert channel_share(Warehouse(home), Filters(date(2026, 1, 1), date(2027, 1, 1))).empty


def test_without_a_warehouse_the_way_out_is_said(home: Home) -> None:
    with pytest.raises(NoWarehouse, match="python -m data build"):
        Warehouse(home).version  # noqa: B018


def test_a_warehouse_of_another_version_of_decaf_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_small_company(home)
    db = Warehouse(home)
    assert db.is_of_this_build()
    with pytest.raises(QueryFailed, match="The query x failed"):
        db.query("select nothing_like_it from days", {}, name="x")
    monkeypatch.setattr("data.warehouse.build_hash", lambda: "another")
    assert not db.is_of_this_build()
    with pytest.raises(QueryFailed, match="built by another version"):
        db.query("select nothing_like_it from days", {}, name="x")


def test_a_failed_check_leaves_the_old_warehouse(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_small_company(home)
    before = Warehouse(home).version

    def refuse(*_: object) -> dict[str, int]:
        raise BuildError("no")

    monkeypatch.setattr("data.build.check_warehouse", refuse)
    with pytest.raises(BuildError):
        build(home)
    assert Warehouse(home).version == before


def test_checks_see_a_lost_row(small_home: Home) -> None:
    from data.checks import check_warehouse

    db = duckdb.connect()
    db.execute(f"attach '{small_home.warehouse.resolve()}' as w (read_only)")
    for (name,) in db.execute(
            "select table_name from duckdb_tables() where database_name = 'w'").fetchall():
        db.execute(f"create table {name} as from w.{name}")
        db.execute(f"create view lake_{name} as from w.{name}")
    check_warehouse(db, {})
    db.execute("delete from agents")
    with pytest.raises(BuildError, match="agents: 1 rows in the lake, but 0"):
        check_warehouse(db, {})


def test_one_writer_at_a_time(home: Home) -> None:
    with home.writing(), pytest.raises(HomeBusy, match="Wait for it"):
        build(home)


def test_readers_move_to_the_new_version_and_never_wait(home: Home) -> None:
    build_small_company(home)
    db = Warehouse(home)
    period = Filters(date(2026, 3, 1), date(2026, 4, 1))
    expected = channel_share(db, period)
    stop = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not stop.is_set():
            try:
                pd.testing.assert_frame_equal(channel_share(db, period), expected)
            except Exception as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    first = db.version
    for _ in range(3):
        build(home)
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert db.version != first
    assert len(list(home.versions.glob("*.duckdb"))) == 2, "the last and the one before are kept"


def test_the_lake_refuses_to_lose_rows(home: Home) -> None:
    load = lake.Load(load_id="1", loaded_at="", source="s", file="f", file_hash="h", rows_in=3,
                     rows_kept=1, rows_rejected=1)
    with pytest.raises(ValueError, match="3 rows in, but 1 kept and 1 rejected"):
        lake.commit(home, load)


def test_parts_that_no_manifest_names_do_not_exist_and_are_swept(home: Home) -> None:
    load = put(home, interactions=[say(1, "x", "2026-03-02 10:00")])
    part = lake.part_path(home, "interactions", load.load_id)
    orphan = part.with_name("0001-orphan.parquet")
    orphan.write_bytes(part.read_bytes())
    part.with_suffix(".writing").write_bytes(b"half")
    assert lake.parts(home, "interactions") == [part]
    assert lake.sweep(home) == 2
    assert part.exists()
    assert not orphan.exists()
