"""What may be wrong with the company's own posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse, metric_sql

# What a post says, and when it was sent.
SAID = ("profanity", "sensitive", "promise", "personal")
KINDS = (*SAID, "off_hours")


def own_post_flags(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Flags by kind: kind (said, the five of ``KINDS``), posts (the base), flagged, high."""
    return db.metric("own_post_flags", filters, viewer)


def own_posts_over_time(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Per bucket: bucket, posts, said, one column per kind of flag, whole_bucket."""
    frame = db.metric("own_posts_over_time", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def own_posts_by(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Per department, and per agent for who sees personal data: posts and flags by kind.

    Columns: dimension, name, posts, said, high, and one per kind of flag.
    """
    return db.metric("own_posts_by", filters, viewer)


def flagged_values(
    *, kinds: Sequence[str] = SAID, marked: Sequence[tuple[str, str]] = (),
    only_marked: bool = False, marked_too: bool = False, search: str | None = None,
    limit: int = 10, skip: int = 0,
) -> dict[str, Any]:
    """The values that ``own_posts_flagged.sql`` binds.  Raises ValueError for an unknown kind.

    ``marked``: (source, interaction_id) of posts that are left out, or asked for alone, or, with
    ``marked_too``, shown among the others.
    """
    strange = sorted(set(kinds) - set(KINDS))
    if strange:
        raise ValueError(f"No post is flagged for {', '.join(strange)}; only {', '.join(KINDS)}.")
    return {"kinds": list(kinds), "marked": [" ".join(one) for one in marked],
            "only_marked": only_marked, "marked_too": marked_too, "search": search or None,
            "limit": limit, "skip": skip}


def own_posts_flagged(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, **choice: Any
) -> pd.DataFrame:
    """Flagged posts, the gravest first, one page of them; ``total`` counts all.

    ``choice`` as :func:`flagged_values` takes it.  ``words`` is the list of words behind the flags;
    the reasons stand in ``<kind>_reason``.
    """
    return hide_personal(
        db.metric("own_posts_flagged", filters, viewer, **flagged_values(**choice)), viewer)


def own_posts_marked(
    db: Warehouse, viewer: Viewer = EVERYONE, *, marked: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Marked posts that are in the data: source, interaction_id, published_at, channel, text."""
    name = "own_posts_marked"
    values = {**viewer.params(), "marked": [" ".join(one) for one in marked]}
    return hide_personal(db.query(metric_sql(name), values, name=name), viewer)
