"""Labels as a file: all come back, twice is once, and a bad row says why."""

from __future__ import annotations

import pytest

from data.audit import AuditError, Label, label, labels, standing
from data.audit_files import import_labels, label_frame
from data.home import Home
from pages.ui.exports import csv_bytes


def said(number: int, who: str = "Ann", **more: object) -> Label:
    return Label("=src", str(number), who, **more)  # type: ignore[arg-type]


def test_labels_go_out_and_in_again_and_a_second_time_change_nothing(home: Home, tmp_path) -> None:
    label(home, said(1, "=cmd()", sentiment="negative", note="-1, see \"above\""))
    label(home, said(2, purpose="service", intent="billing", how="random"))
    label(home, said(2, verdict="undo"))
    label(home, said(1, "Ben", sentiment="neutral", settles=True))
    content = csv_bytes(label_frame(home))
    assert b"'=cmd()" in content, "a spreadsheet must not calculate a name"
    other = Home(tmp_path / "other")
    done = import_labels(other, content)
    assert (done.kept, done.known, len(done.rejected), done.rows_in) == (4, 0, 0, 4)
    assert labels(other) == labels(home)
    again = import_labels(other, content)
    assert (again.kept, again.known) == (0, 4)
    assert len(labels(other)) == 4


def test_bad_rows_come_back_with_line_and_reason(home: Home) -> None:
    content = "\n".join([
        "source,interaction_id,who,sentiment,purpose,at,settles,text_hash",
        "s,1,Ann,negative,service,,,",
        "s,2,Ann,angry,,,,",
        "s,3,,neutral,,,,",
        "s,4,Ann,neutral,,yesterday,,",
        "s,5,Ann,neutral,,2999-01-01,,",
        "s,6,Ann,neutral,,,perhaps,",
        "s,9,Ann,neutral,,,,",
        "s,7,Ann,neutral,,,," + "f" * 32,
        '"s","8","Ann","Neutral","",2026-03-01T12:00:00+02:00,no,']).encode("utf-8-sig")
    there = {("s", str(n)): "0" * 32 for n in range(1, 9)}
    done = import_labels(home, content, posts=there)
    assert done.kept == 2
    assert done.rows_in == 9
    reasons = dict(zip(done.rejected["line"], done.rejected["reason"], strict=True))
    assert sorted(reasons) == [3, 4, 5, 6, 7, 8, 9]
    assert "sentiment is one of" in reasons[3]
    assert "who says it" in reasons[4]
    assert "yesterday" in reasons[5]
    assert "future" in reasons[6]
    assert "settles" in reasons[7]
    assert "No such post" in reasons[8]
    assert "not the one that was labelled" in reasons[9]
    assert done.rejected["original_text"].iloc[0] == "s,2,Ann,angry,,,,"
    assert labels(home)[1].at == "2026-03-01T10:00:00+00:00"
    assert labels(home)[1].sentiment == "neutral"


def test_an_older_label_from_a_file_does_not_replace_a_newer_one(home: Home) -> None:
    label(home, said(1, sentiment="negative"))
    import_labels(home, b"source,interaction_id,who,sentiment,at\n"
                        b"'=src,1,Ann,positive,2020-01-01T00:00:00+00:00\n")
    assert len(labels(home)) == 2
    assert [one.sentiment for one in standing(labels(home)).values()] == ["negative"]
    done = import_labels(home, b"source,interaction_id,who,sentiment\n'=src,1,ann,negative\n")
    assert done.known == 1, "the same word without a date is known"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"\x89PNG"])
def test_what_is_no_table_of_labels_is_refused(home: Home, content: bytes) -> None:
    with pytest.raises(AuditError):
        import_labels(home, content)
    assert labels(home) == []
