"""The build: versions of a row, scores, checks, swapping, readers."""

from __future__ import annotations

import shutil
import threading
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import lake
from data.build import build
from data.checks import BuildError
from data.filters import Filters
from data.home import Home, HomeBusy
from data.metrics import channel_share
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


def test_each_text_is_scored_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, interactions=[say(n, "x", "2026-03-02 10:00", text="Great!" if n % 2 else "Bad!")
                            for n in range(20)])
    assert build(home).scored == 2
    assert build(home).scored == 0
    put(home, interactions=[say(99, "x", "2026-03-02 10:00", text="Something new")])
    assert build(home).scored == 1
    monkeypatch.setattr("analysis.sentiment.model_version", lambda engine="textblob": "other/2")
    assert build(home).scored == 3, "another model version scores all again"


def test_labels_of_the_source_count_where_there_is_no_text(home: Home) -> None:
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", handle="a", purpose="marketing", polarity=-0.5),
        say(2, "x", "2026-03-02 11:00", handle="a", purpose="service", polarity=0.1),
        say(3, "x", "2026-03-02 12:00", handle="a", purpose="service", polarity=0.2),
        say(4, "x", "2026-03-02 13:00", handle="a", text="I love it, great work",
            purpose="service", polarity=-1.0),
        say(5, "x", "2026-03-02 14:00", handle="a"),
        {**say(6, "x", "2026-03-02 15:00", handle="us", purpose="service", polarity=1.0),
         "direction": "outbound"}])
    build(home)
    assert rows(home, "select interaction_id, purpose, sentiment, polarity from interactions "
                      "where interaction_id <> '4' order by 1") == [
        ("1", "marketing", "negative", -0.5), ("2", "service", "neutral", 0.1),
        ("3", "service", "positive", 0.2), ("5", "unknown", None, None),
        ("6", "unknown", None, None)]
    assert rows(home, "select sentiment, polarity > 0.1, purpose = 'service' from interactions "
                      "where interaction_id = '4'") == [("positive", True, False)]


def test_a_build_in_many_stretches_makes_the_same_warehouse(
    small_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Home(tmp_path / "other")
    shutil.copytree(small_home.lake, other.lake)
    shutil.copy(small_home.settings, other.settings)
    monkeypatch.setattr("data.stretches.STRETCH", 2)
    build(other)
    for name in build(small_home).rows:
        if name != "build_info":
            sql = f"select * from {name} order by all"
            assert rows(other, sql) == rows(small_home, sql), name


def test_interactions_lie_in_the_order_of_time_however_they_were_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.stretches.STRETCH", 3)
    days = [1, 1, 2, 2, 3, 3, 4, 4, 5, 6]
    rows = [say(at, "x", f"2026-03-{day:02d} 1{at}:00", handle=f"@h{at}", text=f"text {at}")
            for at, day in enumerate(days)]
    found = {}
    for name, loads in {"in order": [rows], "turned round": [rows[::-1]],
                        "in two": [rows[::2], rows[1::2]]}.items():
        home = Home(tmp_path / name)
        save_settings(home, Settings(company="Acme", timezone="UTC"))
        for one in loads:
            put(home, interactions=one)
        build(home)
        with duckdb.connect(str(home.warehouse.resolve()), read_only=True) as db:
            found[name] = db.execute("select * exclude (conversation_key), "
                                     "conversation_key > 0 from interactions").fetchall()
    first = found.pop("in order")
    assert [row[0] for row in first] == list(range(1, 11)), "rows lie in the order of their numbers"
    assert [row[1] for row in first] == [str(at) for at in range(10)]
    assert all(other == first for other in found.values())


def test_columns_without_a_value_are_there_and_change_nothing_else(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = datetime(2026, 3, 2, 10, 5)
    put(home, interactions=[
        say(1, "phone", "2026-03-02 10:00", customer="a", first_reply_at=answered),
        say(2, "x", "2026-03-02 11:00", handle="b", conversation_id="t"),
        say(3, "x", "2026-03-02 12:00", handle="b", conversation_id="t")])
    tables = build(home).rows
    left_out = {name: Warehouse(home).cursor().execute(f"from {name}").df() for name in tables}
    monkeypatch.setattr("data.build.empty_columns", lambda *_: frozenset())
    build(home)
    assert left_out["interactions"]["text"].isna().all()
    for name in set(tables) - {"build_info"}:
        found = Warehouse(home).cursor().execute(f"from {name}").df()
        assert set(found) == set(left_out[name])
        columns = sorted(found)  # rows of a mart have no order
        mine, other = (one[columns].astype(str).sort_values(columns, ignore_index=True)
                       for one in (left_out[name], found))
        pd.testing.assert_frame_equal(mine, other)


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
