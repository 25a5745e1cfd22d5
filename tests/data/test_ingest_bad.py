"""Bad input: never a traceback, never a silent loss, nothing half-loaded."""

from __future__ import annotations

import codecs
import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from data import lake
from data.home import Home
from data.ingest import LoadError, load_file
from tests.data.lake_rows import kept, rejected

NOW = datetime(2026, 3, 1, 12)
HEAD = "interaction_id,channel,direction,published_at,text"
GOOD = "1,x,inbound,2026-02-01 10:00:00,naïve café"


def load(home: Home, path: Path) -> lake.Load:
    got = load_file(home, path, now=NOW).load
    assert got.rows_in == got.rows_kept + got.rows_rejected
    assert got.rows_rejected == sum(got.reasons.values()) == len(rejected(home))
    return got


def refused(home: Home, path: Path) -> str:
    with pytest.raises(LoadError) as caught:
        load_file(home, path, now=NOW)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) <= 600
    assert lake.loads(home) == []
    assert not any(home.lake.rglob("*.*"))
    assert not (home.path / "tmp").exists()
    return str(caught.value)


def write(tmp_path: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(("content", "words"), [
    (b"", "file.csv is empty"),
    (b"\n \r\n\n", "file.csv is empty"),
    (codecs.BOM_UTF8, "file.csv is empty"),
    (b"\0\0\0", "is empty"),
    (gzip.compress(b"", mtime=0), "is empty"),
    (gzip.compress(b"a,b\n" * 5000, mtime=0)[:60], "is a gzip file that is cut off"),
    (b"\x1f\x8b\x08\x00 no gzip at all", "broken gzip"),
    (b"%PDF-1.7 \n", "it is a PDF"),
    (b"\xd0\xcf\x11\xe0 old excel", "save it as .xlsx"),
    (b"PAR1 not parquet", "broken Parquet"),
    (b"PK\x03\x04 not a zip", "broken workbook"),
    (b'{"data": [1, 2', "is not valid JSON"),
    (b'{"id": 1,\n\n "text": }', "is not valid JSON"),
    (b"[" * 100_000, "JSON"),
    (b"just some words\n\nand more\n", "no source fits"),
])
def test_what_cannot_be_read_is_one_clear_line(
    content: bytes, words: str, home: Home, tmp_path: Path
) -> None:
    assert words in refused(home, write(tmp_path, content))


def test_a_folder_and_a_missing_file(home: Home, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert "is a folder" in refused(home, tmp_path / "folder")
    assert "does not exist" in refused(home, tmp_path / "nosuch.csv")


def test_a_zip_that_is_no_workbook(home: Home, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "file.xlsx", "w") as archive:
        archive.writestr("posts.csv", "a,b")
    assert "a zip archive, not a workbook" in refused(home, tmp_path / "file.xlsx")


def test_a_missing_required_column_names_it_and_the_columns_seen(
    home: Home, tmp_path: Path
) -> None:
    message = refused(home, write(tmp_path, "interaction_id,channel,published_at,agent_id,text\n"))
    assert message == (
        "no source fits file.csv: its columns are interaction_id, channel, published_at, agent_id,"
        " text; the nearest source is contract (interactions), which also needs direction")


def test_ten_thousand_columns_stay_one_line(home: Home, tmp_path: Path) -> None:
    head = ",".join(f"column_{number}" for number in range(10_000))
    message = refused(home, write(tmp_path, head + "\n" + ",".join("1" * 10_000) + "\n"))
    assert "and 9988 more" in message


def test_a_text_named_parquet_is_read_as_what_it_is(home: Home, tmp_path: Path) -> None:
    assert load(home, write(tmp_path, f"{HEAD}\n{GOOD}\n", "file.parquet")).rows_kept == 1


def test_a_header_alone_loads_no_rows(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, HEAD))
    assert (got.rows_in, got.tables) == (0, {})


@pytest.mark.parametrize(("encode", "repaired"), [
    (lambda text: codecs.BOM_UTF8 + text.encode(), {}),
    (lambda text: text.encode("utf-16"), {}),
    (lambda text: text.encode("utf-16-le"), {}),
    (lambda text: text.encode("utf-16-be"), {}),
    (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), {}),
    (lambda text: text.encode("utf-32"), {}),
    (lambda text: text.encode("latin-1"), {"bytes read as Windows-1252": 2}),
    (lambda text: text.replace("\n", "\r").encode(), {}),
    (lambda text: text.replace("\n", "\r\n").encode(), {}),
    (lambda text: text.replace("naï", "na\0ï").encode(), {"NUL characters removed": 1}),
    (lambda text: gzip.compress(text.encode("utf-16")), {}),
], ids=["utf-8 bom", "utf-16", "utf-16-le bare", "utf-16-be bare", "utf-16-be", "utf-32", "latin-1",
        "cr", "crlf", "nul", "gzip utf-16"])
def test_every_encoding_gives_the_same_row(
    encode: object, repaired: dict[str, int], home: Home, tmp_path: Path
) -> None:
    assert callable(encode)
    got = load(home, write(tmp_path, encode(f"{HEAD}\n{GOOD}\n")))
    assert kept(home)[0]["text"] == "naïve café"
    assert got.repaired == repaired


def test_invalid_bytes_among_good_utf_8(home: Home, tmp_path: Path) -> None:
    content = f"{HEAD}\n{GOOD} 😀 ".encode() + b"\x93caf\xe9\x94 \x81\n"
    got = load(home, write(tmp_path, content))
    assert kept(home)[0]["text"] == "naïve café 😀 “café” \x81"
    assert got.repaired == {"bytes read as Windows-1252": 4}


def test_a_cell_of_five_megabytes(home: Home, tmp_path: Path) -> None:
    huge = "x" * 5_000_000
    got = load(home, write(tmp_path, f"{HEAD}\n{GOOD}\n2,x,inbound,2026-02-01,{huge}\n"
                                     f'3,x,inbound,2026-02-01,"{huge}"\n4,x,inbound,2026-02-01,k'))
    assert (got.rows_in, got.rows_kept, got.reasons) == (4, 2, {"cell too long": 2})
    for row in rejected(home):
        assert "a cell has 5,000,000 characters" in row["reason"]
        assert len(row["original_text"]) < 200_000


def test_an_unclosed_quote_and_ragged_rows(home: Home, tmp_path: Path) -> None:
    got = load(home, write(tmp_path, "\n".join([
        HEAD, GOOD, '2,x,inbound,2026-02-01,"never closed', "3,x,inbound,2026-02-01,fine",
        "4,x,inbound", "5,x,inbound,2026-02-01,a,b", '6,x,inbound,2026-02-01,"two\nlines"', ""])))
    assert [row["interaction_id"] for row in kept(home)] == ["1", "3", "6"]
    assert [row["line_number"] for row in kept(home)] == [2, 4, 7]
    assert got.reasons == {"wrong number of cells": 2, "unclosed quote": 1}
    assert [(row["line_number"], row["original_text"]) for row in rejected(home)] == [
        (3, '2,x,inbound,2026-02-01,"never closed'), (5, "4,x,inbound"),
        (6, "5,x,inbound,2026-02-01,a,b")]
    assert "has 6 cells, the header has 5" in rejected(home)[2]["reason"]


def test_json_lines_with_broken_lines(home: Home, tmp_path: Path) -> None:
    good = {"agent_id": "A1", "name": "Ann"}
    got = load(home, write(tmp_path, "\n".join([
        json.dumps(good), "{not json", "[1, 2]", '{"agent_id": "A2", "name": "\\ud800"}',
        "", '{"agent_id": NaN}', json.dumps({"agent_id": 3})]), "agents.jsonl"))
    assert [row["agent_id"] for row in kept(home, "agents")] == ["A1", "3"]
    assert got.rows_rejected == got.rows_in - 2
    assert {row["line_number"] for row in rejected(home)} >= {2, 4}


def test_formula_cells_and_hostile_names_pass_unchanged(home: Home, tmp_path: Path) -> None:
    texts = ['=HYPERLINK(""http://x"")', "+1", "@SUM(A1)", "<script>alert(1)</script>",
             "'; drop table interactions; --"]
    lines = [f'{n},x,inbound,2026-02-01,"{text}"' for n, text in enumerate(texts)]
    load(home, write(tmp_path, "\n".join([HEAD + ',"a""; drop table raw_file; --"',
                                          *(line + ",1" for line in lines)])))
    assert [row["text"] for row in kept(home)] == [text.replace('""', '"') for text in texts]


def test_a_refused_file_leaves_earlier_loads_alone(home: Home, tmp_path: Path) -> None:
    load(home, write(tmp_path, f"{HEAD}\n{GOOD}\n"))
    before = lake.loads(home)
    with pytest.raises(LoadError):
        load_file(home, write(tmp_path, "", "empty.csv"))
    assert lake.loads(home) == before
