"""Named views, and the customers of two choices of filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import metrics
from data.filters import Filters, Viewer
from data.home import Home
from data.views import View, ViewError, remove_view, save_view, views
from data.warehouse import Warehouse

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))


def test_a_view_is_found_again_replaced_and_removed(home: Home) -> None:
    assert views(home, "compare") == []
    save_view(home, View("  Business\n against  rest ", "compare", {"segments": ["a"]}))
    save_view(home, View("other", "voices", {"q": "refund"}))
    (one,) = views(home, "compare")
    assert (one.name, one.choices) == ("Business against rest", {"segments": ["a"]})
    save_view(home, View("BUSINESS against rest", "compare", {"segments": ["b"]}))
    assert [one.choices for one in views(home, "compare")] == [{"segments": ["b"]}]
    remove_view(home, "compare", "business against REST")
    remove_view(home, "compare", "nothing of that name")
    assert views(home, "compare") == []
    assert len(views(home, "voices")) == 1


def test_bad_views_are_refused(home: Home) -> None:
    for name, words in ((" ", "needs a name"), ("x" * 61, "at most 60")):
        with pytest.raises(ViewError, match=words):
            save_view(home, View(name, "compare"))
    home.path.mkdir(parents=True, exist_ok=True)
    home.views.write_text("{", encoding="utf-8")
    with pytest.raises(ViewError, match="cannot be read"):
        views(home, "compare")
    with pytest.raises(ViewError, match="cannot be read"):
        save_view(home, View("x", "compare"))
    assert home.views.read_text(encoding="utf-8") == "{", "what is there is not overwritten"


def test_customers_of_both_sides_are_counted(small_home: Home) -> None:
    db = Warehouse(small_home)

    def counts(a: Filters, b: Filters, who: Viewer = Viewer()) -> list[int]:  # noqa: B008
        row = metrics.customers_of_both(db, a, who, other=b).iloc[0]
        return [int(row[f"customers_{one}"]) for one in ("a", "b", "both")]

    assert counts(MARCH, MARCH) == [3, 3, 3]
    consumer, business = (replace(MARCH, segments=(one,)) for one in ("consumer", "business"))
    assert counts(consumer, business) == [2, 1, 0]
    assert counts(consumer, MARCH) == [2, 3, 2]
    april = Filters(date(2026, 4, 1), date(2026, 5, 1))
    assert counts(april, replace(MARCH, channels=("phone",))) == [1, 2, 1]
    assert counts(MARCH, MARCH, Viewer(regions=("south",))) == [1, 1, 1]
    assert counts(Filters(date(2020, 1, 1), date(2020, 2, 1)), MARCH) == [0, 3, 0]
