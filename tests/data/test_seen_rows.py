"""Row security of the metrics that take posts, a draw or a topic besides filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import CUSTOMERS, put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
SEEN_BY = [{"regions": ("south",)}, {"segments": ("business",)},
           {"regions": ("north",), "segments": ("consumer",)}, {"regions": ("nowhere",)}]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Posts of customers of two regions and segments, some about a known topic."""
    home = Home(tmp_path_factory.mktemp("told"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    home.topics.write_text('[[topics]]\nname = "Money"\nwords_any = ["invoice"]\n',
                           encoding="utf-8")
    said = [("c1", "my invoice is wrong, north"), ("c2", "the south invoice came twice"),
            ("c3", "an invoice of the north"), ("c2", "south wind in my garden"),
            ("c1", "north wind, cold"), (None, "an invoice of nobody we know")]
    put(home, customers=CUSTOMERS, interactions=[
        say(at, "x" if at % 2 else "facebook", f"2026-03-{2 + at:02d} 10:00", customer=who,
            text=text)
        for at, (who, text) in enumerate(said)])
    build(home)
    return Warehouse(home)


def asked(db: Warehouse, name: str, filters: Filters, who: Viewer) -> pd.DataFrame:
    """A metric that takes more than filters, asked for as much as there is."""
    if name == "audit_posts":
        keys = db.query("select source, interaction_id from interactions", {}, name="keys")
        return metrics.audit_posts(db, who, posts=list(keys.itertuples(index=False, name=None)))
    more: dict[str, object] = {
        "audit_sample": {"how": "random", "size": 100, "seed": "s"},
        "topic_examples": {"topic_id": "known: Money"},
        "topics_over_time": {"topic_ids": ("known: Money", "none")}}[name]
    frame: pd.DataFrame = getattr(metrics, name)(db, filters, who, **more)
    return frame


@pytest.mark.parametrize("may", SEEN_BY, ids=str)
@pytest.mark.parametrize("name", ["audit_posts", "audit_sample", "topic_examples",
                                  "topics_over_time"])
def test_labels_and_topics_keep_to_what_the_viewer_may_see(
    told: Warehouse, name: str, may: dict[str, tuple[str, ...]]
) -> None:
    """What a viewer of some customers gets is what is told of those customers, and no text more."""
    seen = asked(told, name, MARCH, Viewer(name="some", sees_personal=True, **may))
    whole = asked(told, name, MARCH, replace(EVERYONE, sees_personal=True))
    if name == "audit_posts":
        allowed = told.query(
            "select row_id from interactions where (len($regions) = 0 or region in (select "
            "unnest($regions))) and (len($segments) = 0 or segment in (select unnest($segments)))",
            {"regions": list(may.get("regions", ())), "segments": list(may.get("segments", ()))},
            name="allowed")["row_id"]
        expected = whole[whole["row_id"].isin(allowed)].reset_index(drop=True)
    else:
        expected = asked(told, name, replace(MARCH, **may), replace(EVERYONE, sees_personal=True))
    pd.testing.assert_frame_equal(seen, expected, check_dtype=len(expected) > 0)
    if name == "topics_over_time":
        assert seen["posts"].sum() < whole["posts"].sum()
    else:
        assert len(seen) < len(whole)
    if "text" in seen and may == {"regions": ("south",)}:
        assert len(seen)
        assert seen["text"].str.contains("south").all()


def test_a_customer_of_two_limits_is_seen_under_both_alone(told: Warehouse) -> None:
    who = Viewer(name="n", regions=("north",), segments=("business",), sees_personal=True)
    for name in ("audit_posts", "audit_sample", "topic_examples"):
        assert asked(told, name, MARCH, who).empty, name
    assert asked(told, "topics_over_time", MARCH, who)["posts"].sum() == 0
