"""Who answers: people and departments, over time, and whether anybody's items are easier."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def participation(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """One row per person, department and for all; names only for who may see personal data.

    Columns: dimension (person, department, all), category, name, department, conversations,
    people, replies, first_answers, timed_replies, handle_seconds, answered, median_seconds and
    p90_seconds with their limits (median_low_seconds, ...), first_contact_judged and
    first_contact_met.
    """
    return hide_personal(db.metric("participation", filters, viewer), viewer)


def participation_over_time(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Per bucket, department and is_social: conversations, people, replies, whole_bucket.

    ``people_on_all``: people of the department on social and traditional channels together.
    """
    frame = db.metric("participation_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def work_mix(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Per person: items, and work and negative items found and expected, with their variances.

    Columns: agent_id, name, department, items, queues, work, work_expected (seconds),
    work_variance, negative, negative_expected, negative_variance, timed, seconds,
    seconds_expected, seconds_squares.
    """
    return hide_personal(db.metric("work_mix", filters, viewer), viewer)
