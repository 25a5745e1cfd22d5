"""Who answers: the mart and its metrics by hand, and against a naive twin on the demo company."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
ALL = Filters(date(2000, 1, 1), date(2100, 1, 1))
QUESTION = "How do I change the address on my bill?"


def out(number: int, channel: str, at: str, **more: Any) -> dict[str, Any]:
    return {**say(number, channel, at), "direction": "outbound", **more}


BY_HAND = [
    # a: care answers first, marketing adds two words; quiet for a week after: first contact met.
    say(1, "x", "2026-03-02 10:00", conversation_id="a", customer="c1", text=QUESTION),
    out(2, "x", "2026-03-02 10:00:05", conversation_id="a", automated=True, agent_id="robot"),
    out(3, "x", "2026-03-02 10:30", conversation_id="a", agent_id="a1", handle_seconds=240.0,
        department="customer care"),
    out(4, "x", "2026-03-02 11:00", conversation_id="a", agent_id="m1", department="marketing"),
    out(5, "x", "2026-03-02 11:10", conversation_id="a", agent_id="m1", department="marketing"),
    # b: a call; its agent's department stands in the table of agents alone.
    say(6, "phone", "2026-03-12 09:00", customer="c2", agent_id="a2", handle_seconds=300.0,
        first_reply_at=datetime(2026, 3, 12, 9, 0, 20),
        resolved_at=datetime(2026, 3, 12, 9, 5, 20)),
    # ... and on the fifth day the customer writes an e-mail: b was not resolved at first contact.
    say(7, "email", "2026-03-17 09:00", conversation_id="d", customer="c2", text=QUESTION),
    out(8, "email", "2026-03-17 12:00", conversation_id="d"),
    # e: only a machine has answered; f: a call that nobody took.
    say(9, "x", "2026-03-14 10:00", conversation_id="e", customer="c3", text=QUESTION),
    out(10, "x", "2026-03-14 10:01", conversation_id="e", automated=True),
    say(11, "phone", "2026-03-15 10:00", customer="c3"),
    # g: answered two days before the data end, so it cannot be judged yet.
    say(12, "email", "2026-03-29 10:00", conversation_id="g", customer="c1", text=QUESTION),
    out(13, "email", "2026-03-29 10:10", conversation_id="g", agent_id="a1",
        department="customer care"),
    say(14, "phone", "2026-03-31 10:00", customer="c3"),
]
AGENTS = [{"agent_id": "a1", "name": "Gil", "department": "customer care"},
          {"agent_id": "a2", "name": "Lou", "department": "phone team"}]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("who"))
    save_settings(home, Settings(timezone="UTC"))
    put(home, interactions=BY_HAND, agents=AGENTS,
        customers=[{"customer_id": "c1", "region": "north"},
                   {"customer_id": "c2", "region": "south"}, {"customer_id": "c3"}])
    build(home)
    return Warehouse(home)


def test_people_and_departments_by_hand(db: Warehouse) -> None:
    rows = metrics.participation(db, MARCH).set_index(["dimension", "category"])
    every = rows.loc[("all", "all")]
    assert every[["conversations", "people", "replies", "first_answers"]].tolist() == [4, 3, 6, 4]
    gil, mia = rows.loc[("person", "a1")], rows.loc[("person", "m1")]
    assert gil[["conversations", "replies", "first_answers", "median_seconds"]].tolist() == [
        2, 2, 2, (1800 + 600) / 2]
    assert mia[["conversations", "replies", "first_answers", "answered"]].tolist() == [1, 2, 0, 0]
    assert pd.isna(mia["median_seconds"]), "the answer time is that of who answered first"
    assert rows.loc[("department", "phone team"), "median_seconds"] == 20
    assert rows.loc[("department", "unnamed"), "conversations"] == 1
    assert ("person", "robot") not in rows.index, "automatic replies never count"
    assert gil["handle_seconds"] == 240
    assert gil["timed_replies"] == 1


def test_first_contact_by_hand(db: Warehouse) -> None:
    rows = metrics.participation(db, MARCH).set_index(["dimension", "category"])
    judged = rows[["first_contact_judged", "first_contact_met"]]
    assert judged.loc[("person", "a1")].tolist() == [1, 1], "a is quiet, g is too young"
    assert judged.loc[("person", "a2")].tolist() == [1, 0], "an e-mail came on the fifth day"
    assert judged.loc[("department", "unnamed")].tolist() == [1, 1]
    assert judged.loc[("all", "all")].tolist() == [3, 2]


def test_names_are_for_who_may_see_personal_data(db: Warehouse) -> None:
    def named(viewer: Viewer) -> list[object]:
        rows = metrics.participation(db, MARCH, viewer)
        return rows.loc[rows["category"] == "a1", "name"].tolist()

    assert named(Viewer(sees_personal=True)) == ["Gil"]
    assert [one for one in named(Viewer()) if isinstance(one, str)] == []


def test_a_viewer_of_one_region_sees_its_conversations(db: Warehouse) -> None:
    rows = metrics.participation(db, MARCH, Viewer(regions=("south",)))
    assert rows.loc[rows["dimension"] == "all", "conversations"].tolist() == [2]
    assert "a1" not in set(rows["category"])


def test_replies_over_time_by_hand(db: Warehouse) -> None:
    rows = metrics.participation_over_time(db, MARCH)
    told = rows.groupby(["department", "is_social"])["replies"].sum()
    assert told.to_dict() == {("customer care", True): 1, ("marketing", True): 2,
                              ("phone team", False): 1, ("unnamed", False): 1,
                              ("customer care", False): 1}


def test_people_on_both_kinds_of_channels_are_counted_once(db: Warehouse) -> None:
    rows = metrics.participation_over_time(db, ALL)
    care = rows[rows["department"] == "customer care"].set_index("is_social")
    assert care["people"].to_dict() == {True: 1, False: 1}
    assert set(care["people_on_all"]) == {1}, "Gil answers posts and e-mails in one month"


def test_a_month_without_answers_is_empty(db: Warehouse) -> None:
    quiet = Filters(date(2026, 1, 1), date(2026, 2, 1))
    for metric in (metrics.participation, metrics.participation_over_time, metrics.work_mix):
        assert metric(db, quiet).empty


def test_every_person_is_what_a_naive_twin_counts(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    handled = db.cursor().execute("select * from handled").df()
    rows = metrics.participation(db, ALL).set_index(["dimension", "category"])
    for dimension, column in (("person", "agent_id"), ("department", "department")):
        for name, mine in handled.dropna(subset=[column]).groupby(column):
            row = rows.loc[(dimension, name)]
            first = mine[mine["is_first"]]
            waits = first["calendar_seconds"].dropna()
            assert row["conversations"] == mine["conversation_key"].nunique()
            assert row["replies"] == mine["replies"].sum()
            assert row["first_contact_judged"] == first["first_contact"].notna().sum()
            assert row["first_contact_met"] == first["first_contact"].fillna(False).sum()
            if len(waits):
                assert row["median_seconds"] == pytest.approx(np.quantile(waits, 0.5))
                assert row["p90_seconds"] == pytest.approx(np.quantile(waits, 0.9))


def test_work_mix_is_what_a_naive_twin_counts(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    items = db.cursor().execute(
        "select * from handled where is_first and agent_id is not null").df()
    cell = ["channel", "intent", "sentiment"]
    timed = items.groupby(cell)["handle_seconds"].transform("count")
    by_cell = items.groupby(cell)["handle_seconds"].transform("mean")
    by_channel = items.groupby("channel")["handle_seconds"].transform("mean")
    items["work"] = by_cell.where(timed >= 20, by_channel)
    items["month"] = items["day"].dt.to_period("M")
    expected: dict[str, list[float]] = {}
    for _, queue in items.groupby(["department", "channel", "month"]):
        if len(queue) < 20 or queue["agent_id"].nunique() < 2:
            continue
        for agent, mine in queue.groupby("agent_id"):
            n, whole = len(mine), len(queue)
            told = expected.setdefault(str(agent), [0.0] * 4)
            told[0] += n
            told[1] += mine["work"].sum()
            told[2] += n * queue["work"].mean()
            told[3] += n * (1 - n / whole) * queue["work"].var()
    rows = metrics.work_mix(db, ALL).set_index("agent_id")
    assert set(rows.index) == set(expected)
    for agent, told in expected.items():
        found = rows.loc[agent, ["items", "work", "work_expected", "work_variance"]]
        assert found.astype(float).tolist() == pytest.approx(told)


def test_a_conversation_counts_once_for_each_person_and_department(home: Home) -> None:
    save_settings(home, Settings(timezone="UTC"))
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", conversation_id="a", customer="c1", text=QUESTION),
        out(2, "x", "2026-03-02 10:30", conversation_id="a", agent_id="a1", department="care"),
        out(3, "x", "2026-03-02 11:00", conversation_id="a", agent_id="a1", department="sales"),
        out(4, "x", "2026-03-02 11:30", conversation_id="a", agent_id="a2", department="sales"),
        out(5, "x", "2026-03-02 11:40", conversation_id="a", agent_id="a1", department="care"),
    ], customers=[{"customer_id": "c1"}])
    build(home)
    db = Warehouse(home)
    rows = metrics.participation(db, MARCH).set_index(["dimension", "category"])
    assert rows["conversations"].tolist() == [1] * 5
    assert rows.loc[("person", "a1"), "replies"] == 3
    assert rows.loc[("department", "sales"), ["replies", "people"]].tolist() == [2, 2]
    over_time = metrics.participation_over_time(db, MARCH).set_index("department")
    assert over_time["conversations"].to_dict() == {"care": 1, "sales": 1}


def test_among_equal_departments_the_first_by_name_is_a_persons(home: Home) -> None:
    save_settings(home, Settings(timezone="UTC"))
    put(home, interactions=[one for at in range(30) for one in (
        say(3 * at, "x", f"2026-03-{at + 1:02} 10:00", conversation_id=f"t{at}", customer="c1",
            text=QUESTION),
        out(3 * at + 1, "x", f"2026-03-{at + 1:02} 10:30", conversation_id=f"t{at}",
            agent_id="a1", department="sales" if at % 2 else "care"))],
        customers=[{"customer_id": "c1"}])
    build(home)
    rows = metrics.participation(Warehouse(home), MARCH).set_index("dimension")
    assert rows.loc[["person", "all"], "department"].tolist() == ["care", "care"]
    assert rows.loc["department", "department"].tolist() == ["care", "sales"]
