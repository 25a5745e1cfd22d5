"""Downloads: the frame and nothing else, harmless to open, with words on a second sheet."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pages.ui.exports import csv_bytes, file_name, harmless, xlsx_bytes

FRAME = pd.DataFrame({
    "channel": ["x", "=HYPERLINK(\"http://evil\")", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", None],
    "customers": [1, 2, 3, -4, 5, 6, 7, 8],
    "share": [0.5, -0.25, 0.0, 1.0, 0.1, 0.2, 0.3, None],
})


def test_formula_looking_texts_get_an_apostrophe_and_numbers_do_not() -> None:
    out = harmless(FRAME)
    assert out["channel"].tolist()[1:7] == [
        "'=HYPERLINK(\"http://evil\")", "'+1", "'-1+1", "'@SUM(A1)", "'\tx", "'\rx"]
    assert out["channel"].tolist()[0] == "x"
    assert out["customers"].tolist() == FRAME["customers"].tolist()
    assert out["share"].tolist()[1] == -0.25
    assert FRAME["channel"][2] == "+1"


def test_csv_is_the_frame() -> None:
    frame = pd.DataFrame({"bucket": pd.to_datetime(["2026-03-01", "2026-03-02"]),
                          "posts": [3, 4], "polarity": [-0.5, 0.25], "word": ["Ä, \"q\"", "b\nc"]})
    read = pd.read_csv(io.BytesIO(csv_bytes(frame)), parse_dates=["bucket"])
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


@given(some.lists(some.text(max_size=30), max_size=8))
def test_no_cell_of_a_csv_starts_like_a_formula(texts: list[str]) -> None:
    import csv

    frame = pd.DataFrame({"text": pd.Series(texts, dtype="object")})
    text = csv_bytes(frame).decode("utf-8")
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_excel_has_the_same_rows_and_a_sheet_about_them() -> None:
    data = xlsx_bytes(FRAME, {"Title": "=1+1", "Filters": "1 Mar to 2 Mar 2026."})
    read = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None)
    assert list(read) == ["Data", "About"]
    assert read["Data"].iloc[0].tolist() == ["channel", "customers", "share"]
    assert read["Data"].iloc[2].tolist() == ["'=HYPERLINK(\"http://evil\")", 2, -0.25]
    assert read["About"].iloc[0].tolist() == ["Title", "'=1+1"]


def test_excel_holds_no_formula_and_no_link() -> None:
    from openpyxl import load_workbook

    frame = pd.DataFrame({"text": ["=1+1", "http://evil.example", "mailto:a@b.example"]})
    sheet = load_workbook(io.BytesIO(xlsx_bytes(frame, {"a": "b"})))["Data"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None


def test_excel_takes_long_cells_control_characters_and_zones() -> None:
    frame = pd.DataFrame({"text": ["x" * 40_000, "a\x00b\x1fc"],
                          "at": pd.to_datetime(["2026-03-01", "2026-03-02"], utc=True)})
    read = pd.read_excel(io.BytesIO(xlsx_bytes(frame, {})), sheet_name="Data")
    assert len(read["text"][0]) == 32_767
    assert len(read) == 2


@pytest.mark.parametrize("rows", [0, 1])
def test_small_frames_export(rows: int) -> None:
    frame = FRAME.head(rows)
    assert csv_bytes(frame).startswith(b"channel,customers,share\r\n")
    assert xlsx_bytes(frame, {"n": "0"})[:2] == b"PK"


def test_file_names_are_plain() -> None:
    assert file_name("What? <b>/../", "csv", period="1 Aug to 31 Oct 2026") == (
        "what-b_1-aug-to-31-oct-2026.csv")
    assert file_name("…", "csv") == "decaf.csv"
