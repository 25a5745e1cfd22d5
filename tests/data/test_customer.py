"""One customer: facts, time line, surveys, accounts, search; and what a limited viewer may not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.metrics.customer import MOST_MESSAGES
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
SEES = Viewer(sees_personal=True)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("customer"))
    start = datetime(2025, 1, 1)
    put(home, customers=[
        {"customer_id": "c1", "name": "Ada Lovelace", "email": "ada@secret.example",
         "segment": "consumer", "region": "north", "joined_on": date(2020, 1, 1)},
        {"customer_id": "c2", "name": "Bea", "segment": "business", "region": "south"},
        {"customer_id": "c3", "region": "south"},
    ], handles=[
        {"handle": "@ada", "network": "x", "customer_id": "c1", "decided_by": "crm"},
        {"handle": "@nobody", "network": "x", "customer_id": None},
    ], campaigns=[{"campaign_id": "k", "name": "Spring", "channel": "email"}], interactions=[
        say(1, "x", "2026-02-28 10:00", handle="@ada", text="My app is broken, call 415-555-2671"),
        {**say(2, "x", "2026-02-28 11:00", text="Sorry, Ada.", in_reply_to="1"),
         "direction": "outbound"},
        say(3, "phone", "2026-03-10 10:00", customer="c1", text=None),
        say(4, "x", "2026-03-11 10:00", handle="@ada", text="Still nothing?"),
        {**say(5, "email", "2026-03-12 10:00", customer="c1", text="Our spring offer",
               campaign_id="k"), "direction": "outbound"},
        *({**say(1000 + n, "x", "2026-01-01 00:00", customer="c2", text=f"post {n}"),
           "published_at": start + timedelta(hours=3 * n)} for n in range(3000)),
    ], survey_responses=[
        {"wave": "w1", "respondent_id": "r1", "customer_id": "c1", "csat": 4, "nps": 9,
         "answered_on": date(2026, 3, 20), "comment": "write to ada@secret.example"}])
    build(home)
    return Warehouse(home)


def test_facts_are_counted_by_hand(db: Warehouse) -> None:
    one = metrics.customer_facts(db, SEES, customer_id="c1").iloc[0]
    assert (one["interactions"], one["channels"], one["social_posts"]) == (3, 2, 2)
    assert (one["conversations"], one["unanswered"]) == (3, 1 + 1)
    assert one["median_wait_seconds"] == 3600
    assert one["name"] == "Ada Lovelace"


def test_name_address_and_texts_are_hidden(db: Warehouse) -> None:
    one = metrics.customer_facts(db, customer_id="c1").iloc[0]
    assert (one["name"], one["email"], one["customer_id"]) == ("[name]", "[e-mail]", "c1")
    line = metrics.customer_timeline(db, MARCH, customer_id="c1")
    assert "My app is broken, call [phone number]" in line["text"].tolist()
    assert metrics.customer_surveys(db, customer_id="c1")["comment"][0] == "write to [e-mail]"
    assert metrics.customer_surveys(db, SEES, customer_id="c1")["comment"][0].endswith(".example")


def test_the_time_line_has_all_that_was_said(db: Warehouse) -> None:
    line = metrics.customer_timeline(db, MARCH, customer_id="c1")
    assert line["interaction_id" if "interaction_id" in line else "text"].notna().sum() == 4
    assert line["direction"].tolist() == ["outbound", "inbound", "inbound", "outbound", "inbound"]
    assert line["in_period"].tolist() == [True, True, True, False, False]
    assert line["campaign"].tolist()[0] == "Spring"
    opening = line.iloc[-1]
    assert (opening["opens"], opening["wait_seconds"], opening["unanswered"]) == (True, 3600, False)
    assert line.iloc[1]["unanswered"]


def test_a_customer_with_3000_messages_is_cut_and_counted(db: Warehouse) -> None:
    line = metrics.customer_timeline(db, MARCH, customer_id="c2")
    assert len(line) == MOST_MESSAGES
    assert set(line["total"]) == {3000}
    assert line["published_at"].is_monotonic_decreasing


@pytest.mark.parametrize("customer_id", ["c1", "nobody", "' or 1=1 --", ""])
def test_unknown_and_forbidden_look_the_same(db: Warehouse, customer_id: str) -> None:
    south = Viewer(regions=("south",), sees_personal=True)
    for who in (south, Viewer(segments=("business",))):
        assert metrics.customer_facts(db, who, customer_id=customer_id).empty
        assert metrics.customer_timeline(db, MARCH, who, customer_id=customer_id).empty
        assert metrics.customer_surveys(db, who, customer_id=customer_id).empty
        assert metrics.customer_handles(db, who, customer_id=customer_id).empty
    assert not metrics.customer_facts(db, south, customer_id="c2").empty


def test_search_by_number_and_handle_and_by_name_only_where_names_are_seen(db: Warehouse) -> None:
    def found(search: str, who: Viewer) -> list[str]:
        return metrics.customer_search(db, who, search=search)["customer_id"].tolist()

    assert found("C1", Viewer()) == ["c1"]
    assert found("@AD", Viewer()) == ["c1"]
    assert found("c", Viewer())[0] == "c2"  # most contacts first
    assert found("lovelace", Viewer()) == []
    assert found("ada@secret", Viewer()) == []
    assert found("lovelace", SEES) == ["c1"]
    assert found("ada@secret", SEES) == ["c1"]
    assert found("lovelace", Viewer(regions=("south",), sees_personal=True)) == []
    assert found("@nobody", SEES) == []


def test_accounts_and_whom_to_look_at(db: Warehouse) -> None:
    account = metrics.customer_handles(db, customer_id="c1").iloc[0]
    assert (account["handle"], account["decided_by"], account["posts"]) == ("@ada", "crm", 2)
    rows = metrics.customers_to_look_at(db, MARCH)
    waiting = rows[rows["why"] == "longest unanswered"]
    assert waiting["customer_id"].tolist() == ["c1"]
    posting = rows[rows["why"] == "most social posts"]
    assert dict(zip(posting["customer_id"], posting["posts"], strict=True)) == {"c1": 1}
    assert metrics.customers_to_look_at(db, MARCH, Viewer(regions=("south",))).empty
