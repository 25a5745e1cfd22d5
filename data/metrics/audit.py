"""Posts for people to label, and what the engines read in those that were labelled."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.warehouse import Warehouse, metric_sql


def audit_sample(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, how: str,
                 size: int, seed: str) -> pd.DataFrame:
    """Posts drawn under the filters: source, interaction_id, channel, population, and that of the
    channel.

    ``how``: random, uncertain or channel; of each channel then ``size`` divided by their number,
    rounded up.  ``seed`` names the draw.
    """
    return db.metric("audit_sample", filters, viewer, how=how, size=size, seed=seed)


def posts_values(posts: Sequence[tuple[str, str]]) -> dict[str, object]:
    """What ``audit_posts.sql`` binds: (source, interaction_id) of each post."""
    return {"sources": [source for source, _ in posts],
            "interaction_ids": [interaction_id for _, interaction_id in posts]}


def audit_posts(db: Warehouse, viewer: Viewer = EVERYONE, *,
                posts: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The posts of these keys (source, interaction_id), one row each, with their predictions."""
    name = "audit_posts"
    values = {**viewer.params(), **posts_values(posts)}
    return hide_personal(db.query(metric_sql(name), values, name=name), viewer)
