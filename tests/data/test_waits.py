"""Waits: first and next replies, resolution, reopened, open items, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

THANKS = "Thank you so much for your help!"
QUESTION = "How do I change the address on my bill?"
SPRING = Filters(date(2026, 3, 1), date(2026, 5, 1))
BERLIN = Settings(timezone="Europe/Berlin", sla_minutes={"default": 24 * 60.0})


def out(number: int, channel: str, at: str, **more: Any) -> dict[str, Any]:
    return {**say(number, channel, at), "direction": "outbound", **more}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


# The clocks of Berlin go forward on Sunday 29 March 2026; open Monday to Friday, 8 to 18.
BY_HAND = [
    # a: Friday 17:00 local; the automatic reply does not count, Monday's at 09:00 does.
    say(1, "x", "2026-03-27 16:00", conversation_id="a", handle="@a", text=QUESTION),
    out(2, "x", "2026-03-27 16:00:05", conversation_id="a", automated=True),
    out(3, "x", "2026-03-30 07:00", conversation_id="a", department="care"),
    say(4, "x", "2026-03-30 07:05", conversation_id="a", handle="@a", text=THANKS),
    say(5, "x", "2026-03-30 07:30", conversation_id="a", handle="@a", text=QUESTION),
    out(6, "x", "2026-03-30 08:00", conversation_id="a", department="care"),
    # ... resolved at that reply, as three quiet days follow; and reopened on the sixth.
    say(7, "x", "2026-04-05 10:00", conversation_id="a", handle="@a", text=QUESTION),
    # b: never answered.
    say(8, "facebook", "2026-04-10 12:00", handle="b", text="Terrible, my internet is down!"),
    # c and d: a call that was taken, and one that was not.
    say(9, "phone", "2026-04-01 09:00", customer="c1", first_reply_at=at("2026-04-01 09:02"),
        resolved_at=at("2026-04-01 09:10")),
    say(10, "phone", "2026-04-02 09:00", customer="c2", department="care"),
    # e: resolved by its source, and an hour later asked again.
    say(11, "email", "2026-03-30 08:00", conversation_id="e", customer="c1", text=QUESTION,
        resolved_at=at("2026-03-30 09:30")),
    out(12, "email", "2026-03-30 09:00", conversation_id="e", department="care"),
    say(13, "email", "2026-03-30 10:30", conversation_id="e", customer="c1", text=QUESTION),
    out(14, "email", "2026-03-30 11:00", conversation_id="e", department="care"),
    # f: resolved three days before the data end, too late to be judged.
    say(15, "email", "2026-04-13 08:00", customer="c2", text=QUESTION,
        first_reply_at=at("2026-04-13 08:30"), resolved_at=at("2026-04-13 09:00")),
    # g: closed without a word: it counts as unanswered and waits for nobody.
    say(16, "email", "2026-04-07 08:00", customer="c2", text=QUESTION,
        resolved_at=at("2026-04-08 08:00")),
    # h: in time, and not due yet; the newest moment of the data.
    say(17, "x", "2026-04-16 12:00", handle="@h", text=QUESTION),
    # Another source holds no reply at all.
    say(18, "x", "2026-04-01 12:00", handle="@p", source="posts", text=QUESTION),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("waits"))
    save_settings(home, BERLIN)
    put(home, interactions=BY_HAND, customers=[
        {"customer_id": "c1", "region": "north"}, {"customer_id": "c2", "region": "south"}])
    build(home)
    return Warehouse(home)


def waits(db: Warehouse, kind: str) -> dict[str, tuple[Any, ...]]:
    """Calendar and business seconds, whether reopened, and whether open, by first message."""
    rows = db.cursor().execute(
        "select c.interaction_id || coalesce('/' || i.interaction_id, ''), w.calendar_seconds, "
        "w.business_seconds, w.reopened, w.is_open from waits as w "
        "join conversations as c using (conversation_key) "
        "left join interactions as i on w.row_id = i.row_id where w.kind = $kind",
        {"kind": kind}).fetchall()
    return {str(row[0]): row[1:] for row in rows}


def test_first_responses_by_hand(db: Warehouse) -> None:
    first = waits(db, "first")
    # 63 hours by the clock over the night that is an hour short; one hour on each side is open.
    assert first["1"] == (63 * 3600, 2 * 3600, None, False)
    assert first["8"] == (None, None, None, True)
    assert first["9"] == (120, 120, None, False)
    assert first["10"] == (None, None, None, False), "a call that nobody took is lost, not open"
    assert first["16"] == (None, None, None, False), "closed without a word"
    assert first["17"][3] is True
    assert "18" not in first, "a source without a reply knows no waits"


def test_next_responses_by_hand(db: Warehouse) -> None:
    assert waits(db, "next") == {
        "1/5": (1800, 1800, None, False),  # the thank-you before it waits for nothing
        "1/7": (None, None, None, True),
        "11/13": (1800, 1800, None, False),
    }


def test_resolution_and_what_comes_back_by_hand(db: Warehouse) -> None:
    found = waits(db, "resolution")
    assert found["1"] == (64 * 3600, 3 * 3600, True, False)
    assert found["9"] == (600, 600, False, False)
    assert found["11"] == (5400, 5400, True, False)
    assert found["15"] == (3600, 3600, None, False), "its 14 days are not over"
    assert found["16"] == (86400, 36000, None, False)
    assert found["8"][:2] == (None, None)


def test_response_times_by_hand(db: Warehouse) -> None:
    frame = metrics.response_times(db, SPRING).set_index(["kind", "dimension", "category"])
    every = frame.loc[("first", "all", "all")]
    assert every[["waits", "ended", "unanswered"]].tolist() == [8, 4, 4]
    assert every[["within_15_minutes", "within_1_hour", "within_4_hours", "within_1_day",
                  "within_3_days", "later"]].tolist() == [1, 2, 0, 0, 1, 0]
    # a came after its 24 hours, b, d and g never did, h is not due: 3 met, 4 breached.
    assert every[["sla_met", "sla_breached", "sla_open"]].tolist() == [3, 4, 1]
    assert every["median_seconds"] == (1800 + 3600) / 2
    assert pd.isna(every["p90_high_seconds"]), "four are too few for a limit of P90"
    assert frame.loc[("first", "department", "care"), "waits"] == 3
    assert frame.loc[("first", "department", "no department"), "unanswered"] == 3
    solved = frame.loc[("resolution", "all", "all")]
    assert solved[["ended", "reopened_judged", "reopened"]].tolist() == [5, 3, 2]
    business = metrics.response_times(
        db, Filters(SPRING.start, SPRING.end, hours="business")).set_index(
        ["kind", "dimension", "category"]).loc[("first", "channel", "x")]
    assert business[["median_seconds", "sla_met", "sla_breached"]].tolist() == [7200, 1, 0]


def test_priority_is_told_by_the_first_message(db: Warehouse) -> None:
    found = dict(db.cursor().execute(
        "select interaction_id, priority from conversations").fetchall())
    assert found["8"] == "high", "an outage that sounds negative"
    assert found["1"] == found["9"] == "normal"


def test_what_is_open_and_who_has_waited_longest(db: Warehouse) -> None:
    items = metrics.open_items(db, SPRING)
    assert items["items"].sum() == 3
    assert items["never_answered"].sum() == 2
    newest = at("2026-04-16 12:00")
    assert items["oldest_seconds"].max() == (newest - at("2026-04-05 10:00")).total_seconds()
    assert sorted(zip(items["age"], items["items"], strict=True)) == [
        (1, 1), (3, 1), (4, 1)]
    oldest = metrics.oldest_open(db, SPRING)
    assert oldest["handle"].tolist() == ["b", "@a", "@h"], "high priority first, then by age"
    assert oldest["kind"].tolist() == ["first", "next", "first"]
    words = [db.cursor().execute("select interaction_id from interactions where row_id = $row",
                                 {"row": int(row)}).fetchall()[0][0] for row in oldest["row_id"]]
    assert words == ["8", "7", "17"], "a link leads to the message that waits"
    assert metrics.oldest_open(db, SPRING, Viewer(regions=("south",))).empty


@pytest.mark.parametrize(("mark", "ids"), [
    ({"waited": "unanswered"}, {"8", "10", "16", "17"}),
    ({"waited": "within_15_minutes"}, {"9"}),
    ({"waited": "within_3_days", "channel": "x"}, {"1", "4", "5", "7"}),
    ({"waited": "any", "team": "care"}, {"1", "4", "5", "7", "10", "11", "13"}),
    ({"waited": "any", "priority": "high"}, {"8"}),
])
def test_rows_behind_a_wait(db: Warehouse, mark: dict[str, object], ids: set[str]) -> None:
    rows = metrics.rows_behind(db, SPRING, mark=mark, by_conversation=True)
    assert set(rows["interaction_id"]) == ids


def test_an_unknown_wait_is_refused(db: Warehouse) -> None:
    with pytest.raises(ValueError, match="A wait is one of"):
        metrics.rows_behind(db, SPRING, mark={"waited": "for ever"}, by_conversation=True)


def test_clocks_before_their_question_are_counted_and_do_not_count(home: Home) -> None:
    save_settings(home, Settings(timezone="UTC"))
    put(home, interactions=[
        say(1, "email", "2026-03-02 10:00", customer="c1", text=QUESTION,
            first_reply_at=at("2026-03-02 09:00"), resolved_at=at("2026-03-02 08:00")),
        say(2, "email", "2026-03-02 11:00", customer="c2", text=QUESTION, conversation_id="k",
            first_reply_at=at("2026-03-02 10:00")),
        out(3, "email", "2026-03-02 11:30", conversation_id="k"),
        say(4, "email", "2026-03-02 12:00", customer="c3", text=QUESTION,
            first_reply_at=at("2026-03-02 12:00")),
    ])
    build(home)
    db = Warehouse(home)
    assert metrics.odd_clocks(db, SPRING).to_dict("records") == [{"replies": 2, "resolutions": 1}]
    first = waits(db, "first")
    assert first["1"] == (None, None, None, True)
    assert first["2"] == (1800, 1800, None, False), "the reply that is there tells the wait"
    assert first["4"] == (0, 0, None, False), "at once is no wait"
    assert metrics.odd_clocks(db, SPRING, Viewer(regions=("north",))).to_dict("records") == [
        {"replies": 0, "resolutions": 0}]


def test_a_wait_of_many_years_is_counted(home: Home) -> None:
    put(home, interactions=[
        say(1, "email", "2019-03-04 09:00", customer="c1", text=QUESTION,
            first_reply_at=at("2026-03-04 09:00")),
        say(2, "x", "2026-04-01 12:00", handle="@a", text=QUESTION)])
    build(home)
    march = Filters(date(2019, 3, 1), date(2019, 4, 1))
    times = metrics.response_times(Warehouse(home), march).set_index(["kind", "dimension"])
    seconds = (at("2026-03-04 09:00") - at("2019-03-04 09:00")).total_seconds()
    assert times.loc[("first", "all"), ["median_seconds", "later"]].tolist() == [seconds, 1]
