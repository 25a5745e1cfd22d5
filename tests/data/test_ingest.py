"""Files of our own contract: every format, types, dates, repeats, and what a load records."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from data import lake
from data.contract import TABLES, template
from data.home import Home, HomeBusy
from data.ingest import LoadError, load_file, preview, preview_load, recognise, suggest
from tests.data.lake_rows import kept, rejected

NOW = datetime(2026, 3, 1, 12)
HEAD = "interaction_id,channel,direction,published_at,text"
ROWS = [
    {"interaction_id": "1", "channel": "Twitter", "direction": "Inbound",
     "published_at": "2026-02-01 10:00:00", "text": "where is my order"},
    {"interaction_id": "2", "channel": "e-mail", "direction": "outbound",
     "published_at": "2026-02-01 11:00:00", "text": "=HYPERLINK(\"http://x\";\"y\")"},
]


def write(tmp_path: Path, text: str, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def load(home: Home, path: Path, **more: Any) -> lake.Load:
    return load_file(home, path, now=NOW, **more).load


@pytest.mark.parametrize("form", ["csv", "tsv", "semicolon", "jsonl", "json", "parquet", "xlsx"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same_rows(
    form: str, packed: bool, home: Home, tmp_path: Path
) -> None:
    frame = pd.DataFrame(ROWS)
    path = tmp_path / f"file.{form}"
    if form in ("csv", "tsv", "semicolon"):
        frame.to_csv(path, index=False, sep={"csv": ",", "tsv": "\t", "semicolon": ";"}[form])
    elif form == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    elif form == "json":
        path.write_text(json.dumps(ROWS, indent=2), encoding="utf-8")
    elif form == "parquet":
        frame.assign(published_at=pd.to_datetime(frame.published_at)).to_parquet(path)
    else:
        frame.to_excel(path, index=False, engine="openpyxl")
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    got = load(home, path)
    assert (got.source, got.rows_in, got.rows_kept, got.reasons) == ("contract", 2, 2, {})
    rows = kept(home)
    assert [row["channel"] for row in rows] == ["x", "email"]
    assert [row["direction"] for row in rows] == ["inbound", "outbound"]
    assert [row["source"] for row in rows] == ["contract", "contract"]
    assert rows[0]["published_at"] == datetime(2026, 2, 1, 10)
    # Cells that look like formulas stay as they were written; exports make them harmless.
    assert rows[1]["text"] == ROWS[1]["text"]


@pytest.mark.parametrize("table", list(TABLES))
def test_a_template_is_recognised_and_loads_no_rows(
    table: str, home: Home, tmp_path: Path
) -> None:
    path = write(tmp_path, template(table))
    assert recognise(template(table).strip().split(",")).table == table
    got = load(home, path)
    assert (got.rows_in, got.rows_kept, got.rows_rejected, got.tables) == (0, 0, 0, {})


def test_parquet_with_lists_whole_floats_and_missing_numbers(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "survey.parquet"
    pd.DataFrame({
        "wave": ["2026"], "respondent_id": [7.0], "csat": [5.0], "nps": [None],
        "channels_used": [["Twitter", "call"]], "answered_on": [pd.Timestamp("2026-01-02")],
    }).to_parquet(path)
    load(home, path)
    (row,) = kept(home, "survey_responses")
    assert (row["respondent_id"], row["csat"], row["nps"]) == ("7", 5, None)
    assert row["channels_used"] == "x|phone"
    assert row["answered_on"] == date(2026, 1, 2)


def test_of_a_workbook_the_sheet_that_fits_is_taken(home: Home, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["read me"])
    sheet = book.create_sheet("Agents")
    for line in (["agent_id", "name"], ["A1", "Ann"], [None, None], [2.0, "Bob"]):
        sheet.append(line)
    path = tmp_path / "agents.xlsx"
    book.save(path)
    got = load(home, path)
    assert got.unused_columns == ["sheet Notes"]
    assert [(row["agent_id"], row["line_number"]) for row in kept(home, "agents")] == [
        ("A1", 2), ("2", 4)]


@pytest.mark.parametrize(("written", "read"), [
    ("2026-02-24 11:35:52", datetime(2026, 2, 24, 11, 35, 52)),
    ("2026-02-24T11:35:52Z", datetime(2026, 2, 24, 11, 35, 52)),
    ("2026-02-24T11:35:52.250Z", datetime(2026, 2, 24, 11, 35, 52, 250_000)),
    ("2026-02-24 11:35:52 -0800", datetime(2026, 2, 24, 19, 35, 52)),
    ("2026-02-24T11:35:52+05:30", datetime(2026, 2, 24, 6, 5, 52)),
    ("2026-02-24 11:35:52-08", datetime(2026, 2, 24, 19, 35, 52)),
    ("2026-02-24 11:35 UTC", datetime(2026, 2, 24, 11, 35)),
    ("2026-2-4 9:05", datetime(2026, 2, 4, 9, 5)),
    ("2026-02-24", datetime(2026, 2, 24)),
    ("2026/02/24 11:35", datetime(2026, 2, 24, 11, 35)),
    ("20260224", datetime(2026, 2, 24)),
    ("24.02.2026 11:35", datetime(2026, 2, 24, 11, 35)),
    ("24 Feb 2026", datetime(2026, 2, 24)),
    ("Tue Oct 31 22:10:47 +0200 2017", datetime(2017, 10, 31, 20, 10, 47)),
    ("Tue, 24 Feb 2026 11:35:52 GMT", datetime(2026, 2, 24, 11, 35, 52)),
    ("1509487847", datetime(2017, 10, 31, 22, 10, 47)),
    ("1509487847000", datetime(2017, 10, 31, 22, 10, 47)),
])
def test_a_date_is_read_whatever_its_spelling(
    written: str, read: datetime, home: Home, tmp_path: Path
) -> None:
    load(home, write(tmp_path, f"{HEAD}\n1,x,inbound,\"{written}\",hi\n"))
    assert kept(home)[0]["published_at"] == read


@pytest.mark.parametrize(("column", "value", "reason"), [
    ("published_at", "soon", "published_at: unreadable date"),
    ("published_at", "2026-02-30 10:00:00", "published_at: unreadable date"),
    ("published_at", "2026-13-01", "published_at: unreadable date"),
    ("published_at", "2026-02-01 25:00:00", "published_at: unreadable date"),
    ("published_at", "infinity", "published_at: date in the future"),
    ("published_at", "03/04/2026", "published_at: day or month first?"),
    ("published_at", "2026-03-04 12:00:01", "published_at: date in the future"),
    ("published_at", "9999-12-31", "published_at: date in the future"),
    ("published_at", "1970-01-01 00:00:00", "published_at: date before 1990"),
    ("published_at", "", "published_at: empty"),
    ("resolved_at", "later", "resolved_at: unreadable date"),
    ("interaction_id", " ", "interaction_id: empty"),
    ("direction", "sideways", "direction: not inbound or outbound"),
    ("handle_seconds", "abc", "handle_seconds: not a number"),
    ("handle_seconds", "nan", "handle_seconds: not a number"),
    ("handle_seconds", "-1", "handle_seconds: below 0"),
    ("likes", "12.7", "likes: not a whole number"),
    ("likes", "0x1f", "likes: not a whole number"),
    ("likes", "1_000", "likes: not a whole number"),
    ("automated", "maybe", "automated: not yes or no"),
])
def test_one_wrong_cell_rejects_its_row_alone(
    column: str, value: str, reason: str, home: Home, tmp_path: Path
) -> None:
    good = {"interaction_id": "1", "channel": "x", "direction": "inbound",
            "published_at": "2026-03-03 11:00:00", "handle_seconds": "1.5", "likes": "3.0",
            "automated": "No", "resolved_at": ""}
    pd.DataFrame([good, {**good, "interaction_id": "2", column: value}]).to_csv(
        tmp_path / "file.csv", index=False)
    got = load(home, tmp_path / "file.csv")
    assert (got.rows_in, got.rows_kept, got.reasons) == (2, 1, {reason: 1})
    (row,) = rejected(home)
    assert row["line_number"] == 3
    assert row["reason"].startswith(reason)
    assert value in row["original_text"]


def test_all_faults_of_a_row_are_told_and_counted_once(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, f"{HEAD},likes\n,x,up,never,hi,-3\n"))
    assert got.reasons == {"interaction_id: empty": 1}
    assert rejected(home)[0]["reason"] == (
        "interaction_id: empty; direction: not inbound or outbound (up); "
        "published_at: unreadable date (never); likes: below 0 (-3)")


def test_an_id_seen_twice(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, "\n".join([
        HEAD,
        "1,x,inbound,2026-02-01 10:00:00,same",
        "1,x,inbound,2026-02-01 10:00:00,same",
        "2,x,inbound,2026-02-01 12:00:00,newest",
        "2,x,inbound,2026-02-01 10:00:00,older",
        "3,x,inbound,2026-02-01 10:00:00,first",
        "3,x,inbound,2026-02-01 10:00:00,later line",
    ])))
    assert got.reasons == {"older version of the same id": 2, "repeated row (same content)": 1}
    assert [row["text"] for row in kept(home)] == ["same", "newest", "later line"]
    assert [row["line_number"] for row in rejected(home)] == [2, 5, 6]


def test_rows_of_one_key_with_a_wrong_one_keep_the_good_one(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, "\n".join([
        HEAD, "1,x,inbound,2026-02-01,good", "1,x,inbound,2026-99-01,newer but wrong"])))
    assert got.rows_kept == 1
    assert kept(home)[0]["text"] == "good"


def test_loading_again_changes_nothing(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}\n1,x,inbound,2026-02-01,hi\n")
    first = load_file(home, path, now=NOW)
    files = sorted(home.lake.rglob("*"))
    second = load_file(home, path, now=NOW)
    assert (first.already, second.already) == (False, True)
    assert second.load == first.load
    assert sorted(home.lake.rglob("*")) == files


def test_another_reading_of_the_same_file_takes_its_place(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "id,when,words\n1,03/04/2025,hi\n", "shop.csv")
    mapping = {"source": "shop", "table": "interactions",
               "columns": {"interaction_id": "id", "published_at": "when", "text": "words"},
               "constants": {"channel": "store", "direction": "inbound"},
               "formats": {"published_at": "%d/%m/%Y"}}
    load(home, path, mapping=mapping)
    load(home, path, mapping={**mapping, "formats": {"published_at": "%m/%d/%Y"}})
    assert [row["published_at"] for row in kept(home)] == [datetime(2025, 3, 4)]
    assert len(lake.loads(home)) == 1


def test_mojibake_is_repaired_counted_and_good_text_left_alone(
    home: Home, tmp_path: Path
) -> None:
    good = ["señor, ¡qué día! 👩‍👩‍👧", "naïve café – “quoted” …", "Ãƒ", "ありがとう", "Â© 2020?"]
    bad = "We’re glad: café 😀".encode().decode("cp1252", "ignore")
    lines = [f"{number},x,inbound,2026-02-01,\"{text}\""
             for number, text in enumerate([*good[:4], bad, bad])]
    got = load(home, write(tmp_path, "\n".join([HEAD, *lines])))
    texts = [row["text"] for row in kept(home)]
    assert texts[:2] == good[:2]
    assert texts[3] == good[3]
    assert texts[4] == texts[5]
    assert texts[4].startswith("We’re glad: café")
    assert got.repaired["mojibake"] >= 2


def test_what_is_not_used_is_told(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, "agent_id,name,shoe size\nA1,Ann,40\n"))
    assert got.unused_columns == ["shoe size"]


def test_future_days_are_allowed_where_they_make_sense(home: Home, tmp_path: Path) -> None:
    load(home, write(tmp_path, "campaign_id,sent_at\nC1,2026-09-01\nC2,2036-09-01\n"))
    assert [row["campaign_id"] for row in kept(home, "campaigns")] == ["C1"]


def test_a_named_source_must_fit(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "agent_id,name\nA1,Ann\n")
    with pytest.raises(LoadError, match="does not fit twcs: it also needs tweet_id"):
        load(home, path, source="twcs")
    with pytest.raises(LoadError, match="no source is called nosuch"):
        load(home, path, source="nosuch")
    assert load(home, path, source="agents").rows_kept == 1


def test_one_writer_at_a_time(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "agent_id\nA1\n")
    with home.writing(), pytest.raises(HomeBusy):
        load(home, path)


def test_progress_runs_from_nothing_to_done(home: Home, tmp_path: Path) -> None:
    seen: list[float] = []
    load(home, write(tmp_path, "agent_id\nA1\n"), progress=lambda share, what: seen.append(share))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_preview_shows_columns_rows_and_what_fits(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,x\n2,y\n3,z\n")
    shown = preview(path, rows=2)
    assert (shown.kind, shown.columns) == ("csv", ("a", "b"))
    assert shown.rows.to_dict("list") == {"line_number": [2, 3], "a": ["1", "2"], "b": ["x", "y"]}
    assert shown.recognition.source is None
    assert suggest(["Agent ID", "Name"], "agents") == {"agent_id": "Agent ID", "name": "Name"}


def test_preview_of_a_mapping_loads_nothing(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "who,full\nA1,Ann\n,Bob\n")
    found = preview_load(path, mapping={"source": "hr", "table": "agents",
                                        "columns": {"agent_id": "who", "name": "full"}})
    assert (found.rows_in, found.rows_kept, found.rows_rejected) == (2, 1, 1)
    assert found.tables["agents"]["name"].tolist() == ["Ann"]
    assert found.rejected["original_text"].tolist() == [",Bob"]
    assert not home.lake.exists()


def test_a_folder_of_the_user_called_tmp_stays_and_may_hold_the_file(
    home: Home, tmp_path: Path
) -> None:
    folder = home.path / "tmp"
    folder.mkdir(parents=True)
    path = write(folder, f"{HEAD}\n1,x,inbound,2026-02-01,a\n")
    left = home.lake / "tmp" / "killed" / "text"
    left.parent.mkdir(parents=True)
    left.write_text("left over", encoding="utf-8")
    assert load(home, path).rows_kept == 1
    assert path.exists()
    assert not (home.lake / "tmp").exists()


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
@pytest.mark.parametrize("name", ["posts[1]", "post?1", "*"])
def test_a_name_is_never_a_pattern(form: str, name: str, tmp_path: Path) -> None:
    # Neither is a folder's name, nor is a folder called so a column of the file.
    home = Home(tmp_path / "home[1]")
    folder = tmp_path / "year=2026"
    folder.mkdir()
    for stem, marks in ((name, "right"), ("posts1", "wrong")):
        frame = pd.DataFrame(ROWS).assign(text=marks)
        path = folder / f"{stem}.{form}"
        if form == "csv":
            frame.to_csv(path, index=False)
        elif form == "parquet":
            frame.to_parquet(path)
        else:
            frame.to_json(path, orient="records", lines=True)
    got = load(home, folder / f"{name}.{form}")
    assert (got.rows_kept, got.unused_columns) == (2, [])
    assert {row["text"] for row in kept(home)} == {"right"}


def test_the_same_bytes_under_another_source_are_told(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}\n1,x,inbound,2026-02-01,a\n")
    assert load_file(home, path, now=NOW).notes == ()
    names = ("interaction_id", "channel", "direction", "published_at", "text")
    mapping = {"source": "shop", "table": "interactions", "columns": {one: one for one in names}}
    assert load_file(home, path, now=NOW, mapping=mapping).notes == (
        "this file was loaded before as contract; its rows count twice",)


def test_ids_that_stand_for_something_else_in_the_lake_are_told(
    home: Home, tmp_path: Path
) -> None:
    rows = "\n1,x,inbound,2026-02-01,a\n2,x,inbound,2026-02-01,a\n3,x,inbound,2026-02-01,a"
    load(home, write(tmp_path, HEAD + rows))
    newer = "\n1,x,inbound,2026-02-02,newer\n4,phone,inbound,2026-02-01,a"
    assert load_file(home, write(tmp_path, HEAD + newer), now=NOW).notes == ()
    other = "\n1,phone,inbound,2026-02-01,a\n2,x,outbound,2026-02-01,a\n3,x,inbound,2026-02-01,b"
    (note,) = load_file(home, write(tmp_path, HEAD + other), now=NOW).notes
    assert note.startswith("2 ids of this file stand in the lake already for source contract")
    assert "add a `source` column" in note
    named = HEAD + ",source" + other.replace(",a", ",a,calls").replace(",b", ",b,calls")
    assert load_file(home, write(tmp_path, named), now=NOW).notes == ()
