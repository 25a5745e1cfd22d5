"""What waiting does: who counts, by hand; and the curve that the demo planted."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from analysis.response import lag_of
from analysis.survival import chance_at, kaplan_meier, still_waiting, tally, waiting_at
from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.warehouse import Warehouse
from tests.companies import put, say

HELP = "How do I change the address on my bill?"
ANGRY = "Terrible service, my router is still broken!"
WHOLE = Filters(date(2024, 1, 1), date(2027, 1, 1))
READINGS = ("any further post", "negative as read")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def post(number: int, moment: str, talk: str, text: str = HELP, **more: Any) -> dict[str, Any]:
    return say(number, "x", moment, conversation_id=talk, **{"handle": f"@{talk}", **more},
               text=text)


def reply(number: int, moment: str, talk: str, **more: Any) -> dict[str, Any]:
    return {**say(number, "x", moment, conversation_id=talk, **more), "direction": "outbound"}


# Monday 2 March 2026; the newest moment of the source is 12:00.
ROWS = [
    # a: asks, adds a sentence at once, asks again after an hour, angrily after two; answered at 11.
    post(1, "2026-03-02 08:00", "a"), post(2, "2026-03-02 08:04", "a", ANGRY),
    post(3, "2026-03-02 09:00", "a"), post(4, "2026-03-02 10:00", "a", ANGRY),
    reply(5, "2026-03-02 11:00", "a"), post(6, "2026-03-02 11:30", "a", ANGRY),
    # b: an automatic answer ends nothing, and somebody else's post is not a further one.
    post(7, "2026-03-02 08:00", "b"), reply(8, "2026-03-02 08:01", "b", automated=True),
    post(9, "2026-03-02 09:00", "b", ANGRY, handle="@passer-by"),
    # c: closed without a word, angry afterwards.
    post(10, "2026-03-02 08:00", "c", resolved_at=at("2026-03-02 09:00")),
    post(11, "2026-03-02 10:00", "c", ANGRY),
    # d to f do not wait for help: thanks, praise, and a call.
    post(12, "2026-03-02 08:00", "d", "Thank you so much for your help!"),
    post(13, "2026-03-02 08:00", "e", "I love the new app, great work! How did you do it?"),
    say(14, "phone", "2026-03-02 08:00", customer="c1", text=HELP),
    post(15, "2026-03-02 12:00", "g"),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("lag"))
    put(home, interactions=ROWS, customers=[{"customer_id": "c1", "region": "north"}])
    build(home)
    return Warehouse(home)


def rows(db: Warehouse) -> dict[str, tuple[Any, ...]]:
    found = db.cursor().execute(
        "select i.conversation_id, seen_from_seconds, waited_seconds, again_seconds, "
        "again_negative_seconds from lag_waits as l join conversations as c using "
        "(conversation_key) join interactions as i using (row_id)").fetchall()
    return {str(row[0]): row[1:] for row in found}


def test_who_waits_and_what_comes_before_the_answer(db: Warehouse) -> None:
    assert rows(db) == {
        "a": (0, 3 * 3600, 3600, 2 * 3600),
        "b": (0, 4 * 3600, None, None),
        "c": (0, 3600, None, None),
    }, "g has only just come"


def test_counts_per_minute(db: Warehouse) -> None:
    counts = metrics.lag_counts(db, WHOLE)
    found = {reading: counts[counts["counted"] == reading].drop(columns="counted").values.tolist()
             for reading in READINGS}
    assert found["any further post"] == [[0, 3, 0, 0], [60, 0, 1, 1], [240, 0, 0, 1]]
    assert found["negative as read"] == [[0, 3, 0, 0], [60, 0, 0, 1], [120, 0, 1, 0],
                                         [240, 0, 0, 1]]
    assert metrics.lag_counts(db, WHOLE, Viewer(regions=("north",))).empty
    assert metrics.lag_mix(db, WHOLE)["conversations"].sum() == 3


def test_where_the_source_assigns_only_what_was_assigned_waits_and_from_then_on(
    home: Home,
) -> None:
    put(home, interactions=[
        post(1, "2026-03-02 08:00", "a", assigned_at=at("2026-03-02 08:30")),
        post(2, "2026-03-02 09:00", "a", ANGRY),
        post(3, "2026-03-02 08:00", "b"),
        # Assigned for its second post: it was not in sight when that came.
        post(4, "2026-03-02 08:00", "c", assigned_at=at("2026-03-02 10:30")),
        post(5, "2026-03-02 10:00", "c", ANGRY),
        reply(6, "2026-03-02 12:00", "b")])
    build(home)
    db = Warehouse(home)
    assert rows(db) == {"a": (1800, 4 * 3600, 3600, 3600), "c": (9000, 4 * 3600, 7200, 7200)}
    counts = metrics.lag_counts(db, WHOLE)
    assert counts[counts["counted"] == "any further post"][
        ["minute", "entered", "wrote_again", "ended"]].values.tolist() == [
            [30, 1, 0, 0], [60, 0, 1, 0]]


def test_a_wait_is_followed_for_two_weeks(home: Home) -> None:
    put(home, interactions=[
        post(1, "2026-03-02 08:00", "a"), post(2, "2026-03-20 08:00", "a", ANGRY),
        post(3, "2026-03-20 08:00", "b"), reply(4, "2026-03-30 08:00", "b")])
    build(home)
    counts = metrics.lag_counts(Warehouse(home), WHOLE)
    assert counts["wrote_again"].sum() == 0
    assert counts["minute"].max() == 14 * 24 * 60


@pytest.fixture(scope="module")
def demo(demo_home: Home) -> Warehouse:
    return Warehouse(demo_home)


@pytest.fixture(scope="module")
def planted(demo_home: Home) -> dict[str, Any]:
    return dict(json.loads(demo_home.truth.read_text(encoding="utf-8")))


def weibull(hours: float, truth: dict[str, Any]) -> float:
    """The planted chance; who has waited ``give_up_hours`` writes no more."""
    waited = min(hours, truth["give_up_hours"])
    return 1 - math.exp(-((waited / truth["scale_hours"]) ** truth["shape"]))


def planted_target(below: float, truth: dict[str, Any]) -> float:
    return float(truth["scale_hours"] * (-math.log(1 - below)) ** (1 / truth["shape"]))


def test_the_planted_curve_is_found_on_the_true_labels(
    demo: Warehouse, planted: dict[str, Any]
) -> None:
    """Who waits and what comes, as it was planted, by the reply times of the warehouse."""
    labels = pd.DataFrame({key: planted["posts"][key]
                           for key in ("interaction_id", "purpose", "intent", "sentiment")})
    posts = demo.cursor().execute("""
        select c.interaction_id as first_id, i.interaction_id,
            date_diff('second', c.started_at, i.published_at) / 3600 as hours,
            date_diff('second', c.started_at, coalesce(c.first_reply_at, e.newest_at)) / 3600
                as waited
        from conversations as c
        join interactions as i using (conversation_key)
        join source_ends as e on c.source = e.source
        where c.is_social and i.direction = 'inbound'""").df()
    posts = posts.merge(labels, on="interaction_id")
    first = posts[posts["first_id"] == posts["interaction_id"]]
    critics = first[(first["purpose"] == "service") & (first["intent"] != "thanks")
                    & (first["sentiment"] != "positive") & (first["waited"] > 0)]
    later = posts[(posts["hours"] > 0) & (posts["hours"] < posts["waited"])
                  & (posts["sentiment"] == "negative")]
    again = critics["first_id"].map(later.groupby("first_id")["hours"].min())
    stop = again.fillna(critics["waited"])
    # As many as the planted hazard makes one expect over all who waited, as long as they did.
    plan = planted["waiting"]
    expected = float(((stop.clip(upper=plan["give_up_hours"]) / plan["scale_hours"])
                      ** plan["shape"]).sum())
    assert abs(again.notna().sum() - expected) < 1.96 * math.sqrt(expected)
    counts = tally(stop.tolist(), again.notna().tolist())
    # This small company is unlucky at 12 hours (29 posts where 18 were expected).
    curve = kaplan_meier(counts, level=0.999)
    for hours in (12, 24, 48, 90):
        one = chance_at(curve, hours, waiting=waiting_at(counts, hours))
        assert one.low < weibull(hours, plan) < one.high, hours
    assert still_waiting(counts) > plan["give_up_hours"]


def test_the_planted_curve_is_found_as_the_page_reads_it(
    demo: Warehouse, planted: dict[str, Any]
) -> None:
    """Any further post bounds it from above, those read as negative from below."""
    counts = metrics.lag_counts(demo, WHOLE)
    upper, lower = (lag_of(counts, counted=reading, level=0.999) for reading in READINGS)
    for hours in (24, 48, 72, 90):  # at 12 it is unlucky, see above
        truth = weibull(hours, planted["waiting"])
        above, under = upper.within(hours), lower.within(hours)
        assert above is not None
        assert under is not None
        assert above.low < truth < above.high, hours
        assert under.chance < above.chance
    for below in (0.05, 0.1, 0.2, 0.4):
        target = upper.target(below)
        assert target.low <= planted_target(below, planted["waiting"]) <= target.high, below
    assert math.isinf(upper.target(0.9).wait), "they give up before"
