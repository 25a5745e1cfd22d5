"""Themes of messages: how often each came, where and by whom in its busiest stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse

EVER = (date(1, 1, 1), date(9999, 12, 31))
# A theme, the first day of its stretch and the first after it, and the days that are no usual time.
Stretch = tuple[int, date, date, date, date]


def ever_values() -> dict[str, object]:
    """What ``theme_days.sql`` binds for the period: a usual rate is that of all the data."""
    return {"start": EVER[0], "end": EVER[1]}


def stretch_values(stretches: Sequence[Stretch]) -> dict[str, object]:
    """What the metrics of stretches bind."""
    return {**ever_values(), "theme_ids": [one[0] for one in stretches],
            "from_days": [one[1] for one in stretches],
            "until_days": [one[2] for one in stretches],
            "skip_from_days": [one[3] for one in stretches],
            "skip_until_days": [one[4] for one in stretches]}


def theme_days(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Messages of each theme per day of all the data: theme_id, day, messages; 0 is all themes."""
    return db.metric("theme_days", _ever(filters), viewer)


def theme_facts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
                stretches: Sequence[Stretch] = ()) -> pd.DataFrame:
    """One row per theme and stretch: messages, known, authors, top_messages, squares and more."""
    return db.metric("theme_facts", _ever(filters), viewer, **stretch_values(stretches))


def theme_groups(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
                 stretches: Sequence[Stretch] = ()) -> pd.DataFrame:
    """Each theme by dimension (channel, segment, region) and category, inside and outside."""
    return db.metric("theme_groups", _ever(filters), viewer, **stretch_values(stretches))


def theme_over_time(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *,
                    theme_id: int) -> pd.DataFrame:
    """One theme per bucket: bucket, social, traditional, authors, all_messages, whole_bucket."""
    frame = db.metric("theme_over_time", filters, viewer, theme_id=theme_id)
    return mark_whole(frame, filters, filters.trend_grain)


def theme_authors(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, theme_id: int,
                  from_day: date, until_day: date, limit: int = 10) -> pd.DataFrame:
    """Who wrote most: place, customer_id, handle, channels, messages, known, authors."""
    return hide_personal(db.metric(
        "theme_authors", _ever(filters), viewer, theme_id=theme_id, from_day=from_day,
        until_day=until_day, limit=limit), viewer)


def theme_posts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, theme_id: int,
                from_day: date, until_day: date, limit: int = 6) -> pd.DataFrame:
    """Some messages of a theme in a stretch, from as many channels as there are."""
    return hide_personal(db.metric(
        "theme_posts", _ever(filters), viewer, theme_id=theme_id, from_day=from_day,
        until_day=until_day, limit=limit), viewer)


def _ever(filters: Filters) -> Filters:
    return replace(filters, start=EVER[0], end=EVER[1])
