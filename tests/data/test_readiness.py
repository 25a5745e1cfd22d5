"""The readiness list: gaps first, a history that stays, a file that is whole or not there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from data.home import Home
from data.readiness import (
    ITEMS,
    Answer,
    ReadinessError,
    answers,
    gaps,
    history,
    save_answer,
)

YES = Answer("policy", "yes", owner="Legal", on="2026-03-01", note="Version 3", who="Rita")


def test_everything_is_a_gap_until_it_is_answered(home: Home) -> None:
    assert [gap.key for gap in gaps(home)] == [item.key for item in ITEMS]
    assert {gap.status for gap in gaps(home)} == {"unanswered"}
    assert not home.readiness.exists()


def test_gaps_are_what_is_not_in_place_the_worst_first(home: Home) -> None:
    save_answer(home, YES)
    save_answer(home, replace(YES, item="training", status="partly"))
    save_answer(home, replace(YES, item="disclosure", status="no", owner="", on="", note=""))
    found = gaps(home)
    assert [gap.key for gap in found if gap.status == "no"] == ["disclosure"]
    assert (found[-1].key, found[-1].status, found[-1].owner) == ("training", "partly", "Legal")
    assert len(found) == len(ITEMS) - 1
    for item in ITEMS:
        save_answer(home, replace(YES, item=item.key))
    assert gaps(home) == []


def test_the_history_keeps_every_answer(home: Home) -> None:
    save_answer(home, YES)
    save_answer(home, replace(YES, status="no", note="Out of date"))
    assert answers(home)["policy"].status == "no"
    assert [(one.status, one.note) for one in history(home)] == [
        ("yes", "Version 3"), ("no", "Out of date")]
    assert all(one.at for one in history(home))


@pytest.mark.parametrize(("bad", "says"), [
    ({"item": "luck"}, "No item is called 'luck'"), ({"status": "maybe"}, "A status is yes"),
    ({"who": " "}, "needs the name"), ({"on": "2026-02-30"}, "must be a date"),
    ({"note": "x" * 501}, "at most 500")])
def test_a_wrong_answer_is_told(home: Home, bad: dict[str, str], says: str) -> None:
    with pytest.raises(ReadinessError, match=says):
        save_answer(home, replace(YES, **bad))  # type: ignore[arg-type]
    assert not home.readiness.exists()


@pytest.mark.parametrize("text", [
    "no json", "[]", '{"items": {}}', '{"items": {"policy": {"what": 1}}, "history": []}',
    '{"items": {"policy": {"item": "policy", "status": "maybe"}}, "history": []}'])
def test_a_file_that_cannot_be_read_is_named_and_left(home: Home, text: str) -> None:
    home.path.mkdir(parents=True)
    home.readiness.write_text(text, encoding="utf-8")
    with pytest.raises(ReadinessError, match=r"readiness\.json"):
        gaps(home)
    with pytest.raises(ReadinessError):
        save_answer(home, YES)
    assert home.readiness.read_text(encoding="utf-8") == text


def test_answers_at_the_same_time_are_all_kept(home: Home) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda item: save_answer(home, replace(YES, item=item.key)), ITEMS))
    assert gaps(home) == []
    assert len(history(home)) == len(ITEMS)


def test_an_item_of_another_version_is_kept_in_the_history_alone(home: Home) -> None:
    save_answer(home, YES)
    text = home.readiness.read_text(encoding="utf-8").replace('"policy"', '"old_item"')
    home.readiness.write_text(text, encoding="utf-8")
    assert answers(home) == {}
    assert [one.item for one in history(home)] == ["old_item"]
