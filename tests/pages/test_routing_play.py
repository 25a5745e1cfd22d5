"""The replay of a page: which days it tells of."""

from __future__ import annotations

import pandas as pd
import pytest

from data.filters import Filters
from data.home import Home
from data.metrics import routing_items
from data.routing_store import running_rules
from data.settings import load_settings
from data.warehouse import Warehouse
from pages.ui import routing_play


def test_where_only_the_newest_are_played_only_their_days_are_told(
        demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    db, rules = Warehouse(demo_home), running_rules(demo_home).rules
    settings = load_settings(demo_home)
    start, end = db.cursor().execute(
        "select min(day), max(day) + 1 from days where has_data").fetchall()[0]
    period = Filters(start, end)
    items = routing_items(db, period, rules=rules, limit=200)
    (first,) = db.cursor().execute("select day from interactions where row_id = $row",
                                   {"row": int(items["row_id"].min())}).fetchall()[0]

    monkeypatch.setattr(routing_play, "MOST_ITEMS", 200)
    cut = routing_play.replayed(items, period, rules, settings)
    assert cut.cut
    assert first > start
    assert (cut.stretch.start, cut.stretch.end) == (first, end)
    assert cut.queues["bucket"].min() == pd.Timestamp(first)

    monkeypatch.setattr(routing_play, "MOST_ITEMS", 201)
    whole = routing_play.replayed(items, period, rules, settings)
    assert not whole.cut
    assert whole.stretch == period
    assert whole.queues["bucket"].min() <= pd.Timestamp(start)
