"""A key of a cache tells apart all that a result depends on."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from data.filters import EVERYONE, Filters, Viewer
from pages.ui.cache_key import key_of

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
