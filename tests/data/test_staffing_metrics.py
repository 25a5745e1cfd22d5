"""Work per contact and hourly costs, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analysis.work import seconds_per_contact
from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.warehouse import Warehouse
from tests.companies import CUSTOMERS, put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("work"))
    put(home, customers=CUSTOMERS, interactions=[
        say(1, "phone", "2026-03-02 09:00", customer="c1", handle_seconds=100.0),
        say(2, "phone", "2026-03-02 10:00", customer="c2", handle_seconds=200.0),
        say(3, "phone", "2026-03-03 10:00", customer="c1"),  # nobody noted how long
        say(4, "phone", "2026-04-01 00:00", customer="c1", handle_seconds=900.0),
        say(5, "email", "2026-03-02 09:00", customer="c1"),
        say(6, "email", "2026-03-02 09:30", customer="c1"),
        {**say(7, "email", "2026-03-03 11:00", customer="c1", handle_seconds=500.0),
         "direction": "outbound"},
    ], channel_costs=[
        {"channel": "phone", "valid_from": date(2025, 1, 1), "cost_per_hour": 40.0},
        {"channel": "phone", "valid_from": date(2026, 3, 15), "cost_per_hour": 50.0},
        {"channel": "phone", "valid_from": date(2026, 4, 1), "cost_per_hour": 60.0},
    ])
    build(home)
    return Warehouse(home)


def test_work_in_and_out_is_shared_by_what_came_in(db: Warehouse) -> None:
    found = seconds_per_contact(metrics.work_per_contact(db, MARCH)).set_index("channel")
    phone = found.loc["phone"]
    assert (phone["days"], phone["contacts"], phone["messages_timed"]) == (2, 3, 2)
    assert phone["seconds"] == 100
    # (2 contacts, 300 s) and (1 contact, 0 s)
    assert (phone["contacts_squared"], phone["seconds_squared"],
            phone["contacts_times_seconds"]) == (5, 90_000, 600)
    assert found.loc["email", "seconds"] == 250


def test_filters_and_rights_narrow_the_work(db: Warehouse) -> None:
    ada = metrics.work_per_contact(db, replace(MARCH, segments=("consumer",)))
    assert ada.set_index("channel").loc["phone", "handle_seconds"] == 100
    south = metrics.work_per_contact(db, MARCH, Viewer("s", regions=("south",)))
    assert south[["channel", "handle_seconds"]].values.tolist() == [["phone", 200.0]]


def test_the_price_is_the_one_valid_at_the_end_of_the_period(db: Warehouse) -> None:
    assert metrics.hourly_costs(db, MARCH).values.tolist() == [["phone", 50.0]]
    early = replace(MARCH, end=date(2026, 3, 15))
    assert metrics.hourly_costs(db, early)["cost_per_hour"].tolist() == [40.0]
    assert metrics.hourly_costs(db, replace(MARCH, channels=("email",))).empty
    assert metrics.hourly_costs(db, MARCH, Viewer("s", regions=("south",))).empty
