"""The worked examples of docs/adding-a-source.md run as they stand there."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from data.home import Home
from data.ingest import LoadError, load_file, recognise
from tests.data.lake_rows import kept, rejected

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "adding-a-source.md"


def blocks() -> list[tuple[str, str]]:
    return re.findall(r"```(csv|toml|sql)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)


def test_the_mapping_of_the_guide(home: Home, tmp_path: Path) -> None:
    (_, rows), (kind, mapping) = blocks()[:2]
    assert kind == "toml"
    (tmp_path / "visits.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "visits.toml").write_text(mapping, encoding="utf-8")
    got = load_file(home, tmp_path / "visits.csv", mapping=tmp_path / "visits.toml").load
    assert (got.source, got.rows_kept) == ("shop_visits", 2)
    first = kept(home)[0]
    assert first["published_at"] == datetime(2025, 12, 24, 9, 5)
    assert (first["department"], first["channel"]) == ("service", "store")
    reason = rejected(home)[0]["reason"]
    assert reason in GUIDE.read_text(encoding="utf-8")
    # The same mapping in the home is found by the columns alone.
    (home.path / "sources").mkdir()
    (home.path / "sources" / "visits.toml").write_text(mapping, encoding="utf-8")
    assert load_file(home, tmp_path / "visits.csv").already


def test_the_sql_file_of_the_guide(home: Home, tmp_path: Path) -> None:
    (_, rows), (kind, sql) = blocks()[2:4]
    assert kind == "sql"
    (home.path / "sources").mkdir(parents=True)
    (home.path / "sources" / "calls.sql").write_text(sql, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(rows, encoding="utf-8")
    assert recognise(rows.splitlines()[0].split(","), home).source == "switchboard"
    got = load_file(home, tmp_path / "calls.csv").load
    assert got.tables == {"interactions": 2, "agents": 2}
    assert [row["handle_seconds"] for row in kept(home)] == [150.0, 60.0]
    assert [row["name"] for row in kept(home, "agents")] == ["Ann Arbor", "Bob Bell"]
    reason = rejected(home)[0]["reason"]
    assert reason in GUIDE.read_text(encoding="utf-8")
    changed = sql.replace("'phone'", "'telephone line 2'")
    (home.path / "sources" / "calls.sql").write_text(changed, encoding="utf-8")
    assert not load_file(home, tmp_path / "calls.csv").already
    assert {row["channel"] for row in kept(home)} == {"telephone line 2"}


def test_a_source_of_ones_own_that_is_wrong_is_one_clear_line(home: Home, tmp_path: Path) -> None:
    (_, rows), (_, sql) = blocks()[2:4]
    (tmp_path / "calls.csv").write_text(rows, encoding="utf-8")
    folder = home.path / "sources"
    folder.mkdir(parents=True)
    for content, words in [
        (sql.replace("caller as customer_id", "nobody as customer_id"), "nobody"),
        (sql.replace("-- table: agents", "-- table: people"), "people is not a table"),
        (sql.replace("-- reads:", "-- about:"), "lacks the line '-- reads: ...'"),
        (sql.partition("-- table:")[0], "lacks a line '-- table: NAME'"),
    ]:
        (folder / "calls.sql").write_text(content, encoding="utf-8")
        with pytest.raises(LoadError) as caught:
            load_file(home, tmp_path / "calls.csv")
        assert words in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1


def test_a_row_that_no_select_takes_is_not_lost(home: Home, tmp_path: Path) -> None:
    (_, rows), (_, sql) = blocks()[2:4]
    (tmp_path / "calls.csv").write_text(rows, encoding="utf-8")
    folder = home.path / "sources"
    folder.mkdir(parents=True)
    only = sql.partition("-- table: agents")[0] + "where queue <> 'billing'"
    (folder / "calls.sql").write_text(only, encoding="utf-8")
    got = load_file(home, tmp_path / "calls.csv").load
    assert got.rows_in == 3
    assert got.reasons["no table takes this row"] == 2
