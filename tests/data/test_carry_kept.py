"""What a build keeps of texts and keys from the one before: words, themes, flags, old versions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from data.build import build
from data.home import Home
from data.search import stems
from data.warehouse import Warehouse
from tests.companies import put, say
from tests.grown import START, as_whole, begun, company, made_small


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    made_small(monkeypatch)


@pytest.mark.parametrize("seed", range(2))
def test_words_themes_topics_and_praise_of_a_later_load(
    home: Home, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.topic_build.POSTS_PER_TOPIC", 20)
    monkeypatch.setattr("data.topic_build.LEAST_POSTS", 3)
    monkeypatch.setattr("analysis.themes.LEAST_MESSAGES", 3)
    monkeypatch.setattr("data.stretches.STRETCH", 200)
    rows = company(30 + seed, rows=400, wordy=True)
    begun(home, rows[:380])
    for start in range(380, 400, 10):
        put(home, interactions=rows[start:start + 10])
        assert as_whole(home).since is not None
    found = Warehouse(home).cursor().execute(
        "select (select count(*) from theme_messages), "
        "(select count(*) from topic_posts where topic_id <> 'none'), "
        "(select count(*) from praise_copies), (select count(*) from doubting_posts), "
        "(select count(*) from own_flags), (select count(*) from lag_waits)").fetchall()[0]
    assert all(found), found


def test_what_was_replaced_once_stays_so(home: Home) -> None:
    rows = company(14)
    begun(home, rows[:250])
    old = next(row for row in rows[150:] if row["direction"] == "inbound" and row.get("handle"))
    put(home, interactions=[{**old, "text": "Please refund my broken router",
                             "ingested_at": datetime(2026, 5, 17), "author_name": "Zoe"}])
    assert build(home).since is not None
    put(home, interactions=rows[250:])
    done = as_whole(home)
    assert done.since is not None
    assert done.older_versions == {"interactions": 1}


def test_a_number_that_is_given_out_often_is_nobodys_own(home: Home) -> None:
    def tells(number: int, day: int) -> dict[str, Any]:
        return {**say(number, "x", str(START + timedelta(days=day)), handle="@us",
                      text=f"It is {number} now: 415-555-2671"), "direction": "outbound"}

    asked = "select count(*) from own_posts where personal > 0"
    begun(home, [*company(15), tells(980, 3), tells(981, 20)])
    assert Warehouse(home).cursor().execute(asked).fetchall() == [(2,)]
    put(home, interactions=[tells(982, 131)])
    assert as_whole(home).since is not None
    assert Warehouse(home).cursor().execute(asked).fetchall() == [(0,)]


def test_a_word_that_is_known_later_is_one_in_earlier_texts_too(home: Home) -> None:
    """Themes take words from the index of search, which cuts "abc1" in another way."""
    early = [say(700 + n, "x", str(START + timedelta(days=n)), handle="@h1", text="zzzy1 router")
             for n in range(9)]
    begun(home, [*company(16), *early])
    asked = "select count(*) from theme_unknown where word = 'zzzy'"
    assert Warehouse(home).cursor().execute(asked).fetchall() == [(1,)]
    put(home, interactions=[say(720, "x", "2026-05-16", handle="@h2", text="a zzzy again")])
    assert as_whole(home).since is not None
    assert Warehouse(home).cursor().execute(asked).fetchall() == [(0,)]


def test_a_word_that_was_known_is_not_cut_to_its_stem_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(home, company(40, wordy=True))
    asked: list[str] = []
    real = stems
    monkeypatch.setattr("data.search.stems", lambda words: asked.extend(words) or real(words))
    put(home, interactions=[say(990, "x", "2026-05-16", handle="@h1", text="late parcel zebras")])
    assert build(home).since is not None
    assert asked == ["zebras"]
    assert Warehouse(home).cursor().execute(
        "select word, stem from search_words where word in ('parcel', 'zebras') order by word"
        ).fetchall() == [("parcel", "parcel"), ("zebras", "zebra")]
