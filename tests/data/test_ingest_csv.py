"""The two ways of reading delimited text: equal on good files, and nothing lost on bad ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.home import Home
from data.ingest import LoadError, load_file
from data.ingest.csv_file import CsvFile, fill_careful, fill_fast
from data.ingest.csv_rows import RAGGED, STRAY, UNCLOSED, Row, column_names, layout, rows

CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    st.text(st.sampled_from('ab é",;\t\n\r'), max_size=6),
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8)
)


def written(table: list[list[str]], delimiter: str, newline: str) -> str:
    width = len(table[0]) if table else 2
    lines = [[f"c{number}" for number in range(width)], *table]
    return "".join(delimiter.join(map(quoted, line)) + newline for line in lines)


def quoted(cell: str) -> str:
    plain = not any(sign in cell for sign in '",;|\t\n\r') and cell == cell.strip()
    return cell if plain else '"' + cell.replace('"', '""') + '"'


def read(path: Path, way: str) -> list[tuple[Any, ...]] | None:
    with duckdb.connect() as db:
        file = CsvFile(path, path.name)
        if way == "fast":
            if not fill_fast(db, file, file.columns):
                return None
        else:
            fill_careful(db, file, file.columns)
        bad = db.execute("select line_number, kind from unreadable").fetchall()
        good = db.execute("select * from raw_file order by line_number").fetchall()
        plain = [tuple(None if cell == "" else cell for cell in row) for row in good]
        return sorted([*plain, *bad], key=lambda row: int(row[0]))


def careful(text: str, tmp_path: Path) -> list[Row]:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return list(rows(path, layout(path, "file.csv")))


@settings(max_examples=120, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, delimiter=st.sampled_from([",", "\t", ";"]),
       newline=st.sampled_from(["\n", "\r\n"]))
def test_both_ways_give_what_was_written(
    table: list[list[str]], delimiter: str, newline: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(written(table, delimiter, newline), encoding="utf-8", newline="")
    slow = read(path, "careful")
    fast = read(path, "fast")
    assert slow is not None
    values = [tuple(cell or "" for cell in row[1:]) for row in slow]
    assert values == [tuple(row) for row in table]
    if fast is not None:
        assert fast == slow


@settings(max_examples=250, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from([
    "a", "bc", ",", ",", '"', '"x"', '""', "\n", "\n", " ", "1,2\n", ",,\n", "3,4\n", "\r\n",
]), max_size=30).map("".join))
def test_whatever_the_fast_way_accepts_the_careful_way_reads_alike(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_text("c0,c1\n" + text, encoding="utf-8", newline="")
    fast = read(path, "fast")
    if fast is not None:
        assert fast == read(path, "careful")


@pytest.mark.parametrize("text", [
    ",  \"", ",  \"x\"\n", ", \"", ",,\n", "1,2,\n", "a,\"x\"y\n", ", \"\" b\n", "1,\"\rx\"\n",
])
def test_what_duckdb_reads_in_its_own_way_is_read_with_care(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("c0,c1\n" + text, encoding="utf-8", newline="")
    assert read(path, "fast") is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_fast_way_is_taken_for_ordinary_files(newline: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    table = [["1", "plain"], ["2", "two\nlines"], ["3", 'a "quote", a comma'], ["4", ""]]
    path.write_text(written(table, ",", newline), encoding="utf-8", newline="")
    found = read(path, "fast")
    assert found == [(2, "1", "plain"), (3, "2", "two\nlines"), (5, "3", 'a "quote", a comma'),
                     (6, "4", None)]
    assert found == read(path, "careful")


def test_an_unclosed_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    found = careful('a,b\n1,one\n2,"two\n3,three\n4,"fo""ur"\n5,five\n', tmp_path)
    assert [(row.line_number, row.cells, row.fault) for row in found] == [
        (2, ["1", "one"], ""), (3, [], UNCLOSED), (4, ["3", "three"], ""),
        (5, ["4", 'fo"ur'], ""), (6, ["5", "five"], ""),
    ]
    assert found[1].original == '2,"two'


def test_an_unclosed_quote_that_a_later_quote_closes_gives_the_rows_between_back(
    tmp_path: Path,
) -> None:
    found = careful('a,b\n1,"one\n2,two\n3,"three"\n', tmp_path)
    assert [(row.line_number, row.cells, row.fault) for row in found] == [
        (2, [], UNCLOSED), (3, ["2", "two"], ""), (4, ["3", "three"], "")]


def test_a_ragged_row_says_its_width_and_keeps_its_lines(tmp_path: Path) -> None:
    found = careful('a,b\n1\n1,2,3\n"x\ny",2,3\n4,5\n', tmp_path)
    assert [(row.line_number, row.fault, row.detail) for row in found] == [
        (2, RAGGED, "has 1 cell, the header has 2"),
        (3, RAGGED, "has 3 cells, the header has 2"),
        (4, RAGGED, "has 3 cells, the header has 2"),
        (6, "", ""),
    ]
    assert found[2].original == '"x\ny",2,3'


def test_text_after_a_closing_quote_is_rejected(tmp_path: Path) -> None:
    assert [row.fault for row in careful('a,b\n"5" tv,1\n2,3\n', tmp_path)] == [STRAY, ""]


def test_names_are_never_empty_nor_alike() -> None:
    assert column_names(["\ufeffA", "a", "", "  ", "b\nc"]) == (
        "A", "a (2)", "column 3", "column 4", "b c")


@pytest.mark.parametrize(("head", "delimiter"), [
    ("a,b;c,d", ","), ("a\tb", "\t"), ("a;b;c", ";"), ("a|b", "|"), ('"a,x";"b";c', ";"),
])
def test_the_delimiter_is_told_from_the_header(head: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(head + "\n", encoding="utf-8")
    assert layout(path, "file.csv").delimiter == delimiter


def test_a_line_that_names_the_separator_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("sep=;\na;b\n1;2\n", encoding="utf-8")
    assert layout(path, "file.csv").header == ("a", "b")
    assert read(path, "careful") == [(3, "1", "2")]


@settings(max_examples=150, deadline=None)
@given(st.one_of(
    st.binary(max_size=300),
    st.text(st.sampled_from('a1,";\n\r\t "'), max_size=80).map(lambda text: text.encode()),
    st.text(st.sampled_from('a1,";\n\r\t "'), max_size=80).map(
        lambda text: b"agent_id,name\n" + text.encode()),
    st.binary(max_size=120).map(lambda tail: b"agent_id,name\nA1,Ann\n" + tail),
    st.binary(max_size=60).map(lambda tail: b'[{"agent_id": "A1"},' + tail),
    st.binary(max_size=60).map(lambda tail: b'{"agent_id": "A1"}\n' + tail),
))
def test_any_bytes_are_loaded_or_refused_in_one_line(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any.csv")
        path.write_bytes(content)
        refused = ""
        try:
            load = load_file(Home(Path(folder, "home")), path).load
        except LoadError as error:
            refused = str(error)
        if refused:
            assert len(refused.splitlines()) == 1
            assert len(refused) <= 600
        else:
            assert load.rows_in == load.rows_kept + load.rows_rejected
            assert load.rows_rejected == sum(load.reasons.values())
