"""A key of a cache tells apart all that a result depends on."""

from __future__ import annotations

import inspect
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data import metrics
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.warehouse import Warehouse
from pages.ui.cache_key import key_of, key_of_frame

FILTERS = Filters(date(2026, 1, 1), date(2026, 2, 1))
OTHER: dict[str, Any] = {"start": date(2025, 12, 1), "end": date(2026, 3, 1), "compare": False,
                         "hours": "business", "week_start": "sunday"}


def test_each_part_of_filters_and_viewer_makes_another_key() -> None:
    keys = {key_of(FILTERS, EVERYONE)}
    changed = [replace(FILTERS, **{one.name: OTHER.get(one.name, ("x",))})
               for one in fields(Filters)]
    keys |= {key_of(one, EVERYONE) for one in changed}
    viewers = [replace(EVERYONE, **{one.name: not getattr(EVERYONE, one.name)
                                    if isinstance(getattr(EVERYONE, one.name), bool) else ("x",)
                                    if isinstance(getattr(EVERYONE, one.name), tuple) else "x"})
               for one in fields(Viewer)]
    keys |= {key_of(FILTERS, one) for one in viewers}
    assert len(keys) == 1 + len(fields(Filters)) + len(fields(Viewer))
    assert key_of(replace(FILTERS), EVERYONE) == key_of(FILTERS, EVERYONE)


def test_values_in_one_part_are_not_those_of_another() -> None:
    keys = {key_of(replace(FILTERS, **{name: ("a", "b")}), EVERYONE)
            for name in ("channels", "segments", "regions", "tiers", "purposes")}
    keys |= {key_of(replace(FILTERS, channels=("a, b",)), EVERYONE)}
    assert len(keys) == 6


def test_a_metric_that_asks_for_no_period_is_kept_for_all_periods() -> None:
    other = replace(FILTERS, start=date(2025, 1, 1), hours="business", purposes=("x",))
    narrower = replace(FILTERS, segments=("x",))
    south = replace(EVERYONE, regions=("south",))
    for name in ("survey_scores", "survey_social_share"):
        key = key_of_frame(name, FILTERS, EVERYONE)
        assert key == key_of_frame(name, other, EVERYONE)
        assert key not in (key_of_frame(name, narrower, EVERYONE),
                           key_of_frame(name, FILTERS, south),
                           key_of_frame(name, FILTERS, replace(EVERYONE, sees_personal=True)))
    for name in ("channel_share", "trend_candidates", "campaigns_sent"):
        assert key_of_frame(name, FILTERS, EVERYONE) != key_of_frame(name, other, EVERYONE)


@pytest.mark.parametrize("changed", [
    {"start": date(2026, 3, 9), "end": date(2026, 3, 20)}, {"channels": ("x", "phone")},
    {"segments": ("consumer",)}, {"regions": ("north",)}, {"tiers": ("basic",)},
    {"purposes": ("service",)}, {"hours": "business"}, {"week_start": "sunday"}])
def test_one_key_means_one_frame(small_home: Home, changed: dict[str, Any]) -> None:
    db, filters = Warehouse(small_home), Filters(date(2025, 1, 1), date(2027, 1, 1))
    same = 0
    for name in sorted(metrics.__all__):
        function = getattr(metrics, name)
        if list(inspect.signature(function).parameters) != ["db", "filters", "viewer"]:
            continue
        one, two = filters, replace(filters, **changed)
        if key_of_frame(name, one, EVERYONE) == key_of_frame(name, two, EVERYONE):
            pd.testing.assert_frame_equal(function(db, one), function(db, two))
            same += 1
    assert same > 3
