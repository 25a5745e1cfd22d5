"""The journal of decisions: it only grows, survives a crash, and takes many writers at once."""

from __future__ import annotations

import fcntl
import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.chosen import Choice, ChoiceError, choices, filters_kept, record, standing
from data.filters import Filters
from data.home import Home

FILTERS = Filters(date(2026, 1, 1), date(2026, 4, 1), segments=("vip",))
ANSWERS = {"inputs": [{"name": "customers"}], "verdict": {"headline": "Measure first"}}


def choice(who: str = "Ada", **changed: object) -> Choice:
    made = Choice(who=who, chose="pilot", why="to learn", answers=ANSWERS,
                  filters=filters_kept(FILTERS), filters_words=FILTERS.sentence(),
                  data_version="v1", data_to="2026-03-31", currency="EUR")
    return replace(made, **changed)  # type: ignore[arg-type]


def test_what_is_recorded_comes_back(home: Home) -> None:
    assert choices(home) == []
    written = record(home, choice(why=" to\n learn "))
    assert written.why == "to learn"
    assert written.at
    assert written.id
    assert choices(home) == [written]
    assert written.until == date(2026, 4, 1)
    assert written.due == date(2027, 4, 1)
    assert written.later() == Filters(date(2026, 4, 1), date(2027, 4, 1), segments=("vip",),
                                      compare=False)
    # Outside of what a build makes anew.
    assert home.versions not in home.chosen.parents
    assert home.lake not in home.chosen.parents


def test_entries_are_never_changed_only_taken_back(home: Home) -> None:
    first = record(home, choice())
    before = home.chosen.read_bytes()
    second = record(home, choice("Bob"))
    record(home, Choice(who="Cy", why="typed wrongly", takes_back=first.id))
    assert home.chosen.read_bytes().startswith(before)
    assert [one.id for one in standing(choices(home))] == [second.id]
    assert len(choices(home)) == 3
    for gone in (first.id, "nobody"):
        with pytest.raises(ChoiceError, match="taken back"):
            record(home, Choice(who="Cy", takes_back=gone))


@pytest.mark.parametrize(("changed", "message"), [
    ({"who": " "}, "name"), ({"chose": "luck"}, "one of"), ({"why": "x" * 1_001}, "at most"),
    ({"answers": {}}, "inputs"), ({"data_version": ""}, "version"), ({"filters": {}}, "filters")])
def test_what_is_missing_is_told(home: Home, changed: dict[str, object], message: str) -> None:
    with pytest.raises(ChoiceError, match=message):
        record(home, choice(**changed))
    assert not home.chosen.exists()


def test_a_line_cut_off_by_a_crash_counts_for_nothing(home: Home) -> None:
    first = record(home, choice())
    with home.chosen.open("ab") as file:
        file.write(json.dumps({"who": "Eve", "chose": "full"}).encode()[:20])
    assert choices(home) == [first]
    second = record(home, choice("Bob"))
    assert choices(home) == [first, second]
    home.chosen.write_text("nonsense\n" + home.chosen.read_text(encoding="utf-8"),
                           encoding="utf-8")
    with pytest.raises(ChoiceError, match="line 1"):
        choices(home)


def _write(path: str, who: str) -> None:
    for at in range(10):
        record(Home(Path(path)), choice(f"{who} {at}"))


def test_many_writers_lose_nothing(home: Home) -> None:
    with ProcessPoolExecutor(3) as pool:
        for done in [pool.submit(_write, str(home.path), who) for who in "abc"]:
            done.result()
    said = [one.who for one in choices(home)]
    assert len(said) == 30
    assert sorted(said) == sorted(f"{who} {at}" for who in "abc" for at in range(10))


def test_a_writer_waits_for_another(home: Home) -> None:
    first = record(home, choice())
    with home.chosen.open("ab") as busy, ThreadPoolExecutor(1) as pool:
        fcntl.flock(busy, fcntl.LOCK_EX)
        waiting = pool.submit(record, home, choice("Bob"))
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        assert choices(home) == [first]
        fcntl.flock(busy, fcntl.LOCK_UN)
        written = waiting.result()
    assert choices(home) == [first, written]
