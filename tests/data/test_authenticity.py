"""Praise in a built warehouse: the planted batch is found, nothing else is, and rights hold."""

from __future__ import annotations

import json
from datetime import date

import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

PRAISE = "Best internet provider ever, super fast and friendly, everyone should switch to Acme"


def whole(**more: object) -> Filters:
    return Filters(date(2020, 1, 1), date(2030, 1, 1), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("praise"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, customers=[{"customer_id": "c1", "region": "north", "segment": "consumer"}],
        interactions=[
            say(1, "x", "2026-01-01 10:00", handle="@old", text="My app is broken, awful", likes=1),
            *[say(10 + at, "x", f"2026-03-0{1 + at} 10:00", handle=f"@new{at}", author_followers=3,
                  text=PRAISE + "!" * at) for at in range(6)],
            say(20, "x", "2026-03-06 10:00", customer="c1", handle="@old",
                text="@new1 how much did they pay you? call 415-555-2671"),
            say(21, "facebook", "2026-03-07 10:00", handle="old", text="I love it, great!"),
            say(22, "x", "2026-03-08 10:00", handle="@OLD", text="Awful, broken again"),
            say(23, "phone", "2026-03-08 10:00", text=PRAISE)])
    build(home)
    return home


def test_counts_batches_and_doubts(place: Home) -> None:
    db = Warehouse(place)
    (row,) = metrics.praise_totals(db, whole()).to_dict("records")
    assert (row["copied"], row["batches"], row["doubting"]) == (6, 1, 1)
    assert row["posts"] == row["positive"] + row["neutral"] + row["negative"] == 10
    (by_hand,) = db.query(
        "select count(*) filter (where sentiment = 'positive') as positive, count(*) filter (where "
        "sentiment = 'negative') as negative, count(*) filter (where sentiment = 'positive' and "
        "(handle like '@new%' or handle = 'old')) as fresh from interactions where is_social and "
        "day >= '2026-02-01'", {}, name="t").to_dict("records")  # the first is in the young data
    assert row["positive_told"] == by_hand["positive"]
    assert row["negative_told"] == by_hand["negative"]
    assert row["positive_new"] == row["positive_once"] == by_hand["fresh"] == 7
    (batch,) = metrics.praise_batches(db, whole()).to_dict("records")
    assert (batch["posts"], batch["accounts"], batch["channels"]) == (6, 6, "x")
    assert "6 posts of one wording by 6 accounts within 6 days" in batch["reasons"]
    doubt = metrics.doubting(db, whole())
    assert doubt["text"].tolist() == ["@new1 how much did they pay you? call [phone number]"]
    accounts = metrics.praise_accounts(db, whole())
    assert set(accounts["handle"]) == {"old"}, "who is in a batch is told there"
    over = metrics.praise_over_time(db, whole(channels=("x",)))
    assert over["copied"].sum() == 6
    assert metrics.praise_over_time(db, whole(channels=("facebook",)))["copied"].sum() == 0


def test_doubts_that_name_a_copied_account_are_told(place: Home) -> None:
    (row,) = metrics.doubting(Warehouse(place), whole()).to_dict("records")
    assert (row["names_copied"], row["all_named"], row["total"]) == (True, 1, 1)
    # Under rights that hold no batch, a doubt names none.
    (row,) = metrics.doubting(Warehouse(place), whole(),
                              Viewer("north", regions=("north",))).to_dict("records")
    assert (row["names_copied"], row["all_named"]) == (False, 0)


def test_hyperactive_accounts_are_those_of_five_posts_on_one_day(
    tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = Home(tmp_path_factory.mktemp("busy"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(1, "x", "2026-01-01 10:00", handle="@first", text="My app is broken, awful"),
        # Five on one day and one more; five on five days; four on one day; 23:59 is the day before.
        *[say(10 + at, "x", f"2026-03-10 1{at}:00", handle="@busy", text="I love it, great!")
          for at in range(5)],
        say(15, "x", "2026-03-20 10:00", handle="@Busy", text="Awful, broken again"),
        *[say(20 + at, "x", f"2026-03-1{at} 10:00", handle="@calm", text="I love it, great!")
          for at in range(5)],
        *[say(30 + at, "x", f"2026-03-12 1{at}:00", handle="@cross", text="Awful, broken again")
          for at in range(4)],
        say(34, "x", "2026-03-11 23:59", handle="@cross", text="Awful, broken again")])
    build(home)
    (row,) = metrics.praise_totals(Warehouse(home), whole()).to_dict("records")
    assert (row["positive_told"], row["positive_busy"]) == (10, 5)
    assert (row["negative_told"], row["negative_busy"]) == (6, 1)


def test_the_viewers_rights_hold(place: Home) -> None:
    db = Warehouse(place)
    north = Viewer("north", regions=("north",))
    assert metrics.praise_batches(db, whole(), north).empty
    assert len(metrics.doubting(db, whole(), north)) == 1
    assert metrics.praise_totals(db, whole(), north)["posts"].iloc[0] == 3


def test_the_planted_batch_is_found_without_false_alarms(demo_home: Home) -> None:
    truth = json.loads(demo_home.truth.read_text(encoding="utf-8"))
    db = Warehouse(demo_home)
    found = db.query("select i.handle from praise_copies join interactions as i using (row_id) "
                     "where batch_id is not null", {}, name="t")["handle"].tolist()
    planted = set(truth["duplicate_praise"]["handles"])
    assert set(found) == planted, "recall and precision are 1"
    assert len(found) == truth["duplicate_praise"]["posts"]
    (batch,) = metrics.praise_batches(db, whole()).to_dict("records")
    start, end = (date.fromisoformat(truth["duplicate_praise"][name]) for name in ("start", "end"))
    assert start <= batch["first_at"].date() <= batch["last_at"].date() <= end
    told = db.query("select i.interaction_id from doubting_posts join interactions as i "
                    "using (row_id)", {}, name="t")["interaction_id"]
    assert set(told) == set(truth["doubting_posts"])
