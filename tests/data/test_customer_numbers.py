"""Numbers of customers in the marts: the same of a customer in each, one for strangers, too."""

from __future__ import annotations

from data.build import build
from data.home import Home
from data.warehouse import Warehouse
from tests.companies import put, say


def test_a_conversation_has_the_number_of_its_customer_known_or_not(home: Home) -> None:
    put(home, customers=[{"customer_id": "C1"}], interactions=[
        say("a", "phone", "2026-03-01 10:00", customer_id="C1"),
        say("b", "phone", "2026-03-01 11:00", customer_id="nobody knows me"),
        say("c", "phone", "2026-03-01 12:00"),
        # Of this one only the second message tells whose it is.
        say("d", "email", "2026-03-02 10:00", conversation_id="t"),
        say("e", "email", "2026-03-02 11:00", conversation_id="t", customer_id="nobody knows me"),
    ])
    build(home)
    found = dict(Warehouse(home).cursor().execute(
        "select interaction_id, customer_number from conversations").fetchall())
    known = dict(Warehouse(home).cursor().execute(
        "select customer_id, customer_number from customer_days").fetchall())
    assert found == {"a": known["C1"], "b": known["nobody knows me"], "c": None,
                     "d": known["nobody knows me"]}
    assert len(set(known.values())) == 2
