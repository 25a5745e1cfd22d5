"""The log of mistakes: append-only, reversible, counted by month, kept through everything."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.build import build
from data.home import Home
from data.mistakes import Mark, MistakeError, by_month, log_frame, mark, marks, standing
from tests.companies import put, say

ONE = Mark("test", "7", "mistake", "Rita", posted_on="2026-03-04", channel="x",
           flags=("promise", "off_hours"), severity="high", what="Promised money", done="Called")


def test_what_is_said_is_kept_and_can_be_taken_back(home: Home) -> None:
    assert marks(home) == []
    written = mark(home, ONE)
    assert written.at.startswith("20")
    assert marks(home) == [written]
    assert standing(marks(home)) == {("test", "7"): written}
    mark(home, replace(ONE, verdict="undo"))
    assert standing(marks(home)) == {}
    again = mark(home, replace(ONE, verdict="harmless", severity="", what="", done=""))
    assert standing(marks(home)) == {("test", "7"): again}
    assert [one.verdict for one in marks(home)] == ["mistake", "undo", "harmless"]
    log = log_frame(marks(home), sees_personal=True)
    assert log["verdict"].tolist() == ["harmless", "undo", "mistake"]
    assert log["holds"].tolist() == [True, False, False]


def test_the_log_survives_a_build_and_knows_posts_that_are_gone(home: Home) -> None:
    mark(home, ONE)
    put(home, interactions=[say(1, "x", "2026-03-02 10:00")])
    build(home)
    build(home)
    assert len(marks(home)) == 1
    assert by_month(marks(home))["mistakes"].tolist() == [1]


def test_mistakes_are_counted_in_the_month_of_the_post(home: Home) -> None:
    for number, (day, severity) in enumerate((("2026-01-31", "low"), ("2026-03-01", "high"),
                                              ("2026-03-31", "high"))):
        mark(home, replace(ONE, interaction_id=str(number), posted_on=day, severity=severity))
    mark(home, replace(ONE, interaction_id="9", verdict="harmless"))
    mark(home, replace(ONE, interaction_id="1", verdict="undo"))
    frame = by_month(marks(home))
    assert frame["bucket"].dt.strftime("%Y-%m").tolist() == ["2026-01", "2026-02", "2026-03"]
    assert frame[["low", "medium", "high", "mistakes"]].values.tolist() == [
        [1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 1, 1]]
    assert by_month([]).empty


@pytest.mark.parametrize(("bad", "says"), [
    ({"who": "  "}, "who says it"), ({"interaction_id": ""}, "needs the post"),
    ({"what": " "}, "what went wrong"), ({"severity": "awful"}, "low, medium, high"),
    ({"verdict": "meh"}, "A verdict is"), ({"what": "x" * 501}, "at most 500 letters")])
def test_what_is_missing_is_told(home: Home, bad: dict[str, str], says: str) -> None:
    with pytest.raises(MistakeError, match=says):
        mark(home, replace(ONE, **bad))  # type: ignore[arg-type]
    assert not home.mistakes.exists()


def test_a_broken_line_is_named_and_a_cut_one_ignored(home: Home) -> None:
    mark(home, ONE)
    whole = home.mistakes.read_text(encoding="utf-8")
    home.mistakes.write_text(whole + '{"source": "te', encoding="utf-8")
    assert len(marks(home)) == 1
    mark(home, replace(ONE, interaction_id="8"))
    assert [one.interaction_id for one in marks(home)] == ["7", "8"]
    home.mistakes.write_text("no json\n" + whole, encoding="utf-8")
    with pytest.raises(MistakeError, match="line 1"):
        marks(home)


def test_many_reviewers_at_once_lose_nothing(home: Home) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: mark(home, replace(ONE, interaction_id=str(n))), range(40)))
    assert {one.interaction_id for one in marks(home)} == {str(n) for n in range(40)}


def test_what_people_type_is_masked_for_who_may_not_see_it(home: Home) -> None:
    mark(home, replace(ONE, what="Gave out 312-555-0182 <b>", done="Wrote to ruth@mail.example"))
    hidden = log_frame(marks(home), sees_personal=False)
    assert hidden[["what", "done"]].values.tolist() == [
        ["Gave out [phone number] <b>", "Wrote to [e-mail]"]]
    assert "312-555-0182" in log_frame(marks(home), sees_personal=True)["what"][0]
    stored = json.loads(home.mistakes.read_text(encoding="utf-8"))
    assert "text" not in stored, "what the post said stays in the data"


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["mistake", "harmless", "undo"]))))
def test_the_last_word_holds(said: list[tuple[int, str]]) -> None:
    log = [replace(ONE, interaction_id=str(number), verdict=verdict, at=str(at))  # type: ignore[arg-type]
           for at, (number, verdict) in enumerate(said)]
    last = {str(number): verdict for number, verdict in said}
    assert {key[1]: one.verdict for key, one in standing(log).items()} == {
        number: verdict for number, verdict in last.items() if verdict != "undo"}
    frame = log_frame([replace(one, at="2026-03-01T00:00:00+00:00") for one in log],
                      sees_personal=True)
    assert len(frame) == len(said)
    assert isinstance(frame["at"].dtype, type(pd.Series([pd.Timestamp("2026")]).dtype))
