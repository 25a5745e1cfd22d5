"""One customer over all channels: who they are, what they wrote, how long they waited."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.masking import hide_personal
from data.warehouse import Warehouse, metric_sql

MOST_MESSAGES = 1200


def customer_facts(db: Warehouse, viewer: Viewer = EVERYONE, *, customer_id: str) -> pd.DataFrame:
    """One row about a customer; empty when there is none or the viewer may not see them.

    Columns: customer_id, name, email, segment, region, tier, joined_on, yearly_value, interactions,
    channels, social_posts, first_at, last_at, conversations, unanswered, median_wait_seconds.
    """
    return _of_customer(db, "customer_facts", viewer, customer_id=customer_id)


def customer_timeline(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, customer_id: str,
    limit: int = MOST_MESSAGES,
) -> pd.DataFrame:
    """Messages in and out of one customer, newest first; ``total`` counts all.

    All time, whatever the filters: ``in_period`` tells which are in theirs.
    """
    return hide_personal(db.metric("customer_timeline", filters, viewer, customer_id=customer_id,
                                   limit=limit), viewer)


def customer_surveys(
    db: Warehouse, viewer: Viewer = EVERYONE, *, customer_id: str
) -> pd.DataFrame:
    """Survey answers of one customer: wave, answered_on, csat, nps, channel_preferred, comment."""
    return _of_customer(db, "customer_surveys", viewer, customer_id=customer_id)


def customer_handles(
    db: Warehouse, viewer: Viewer = EVERYONE, *, customer_id: str
) -> pd.DataFrame:
    """Social accounts of one customer, and how each was tied to them.

    Columns: network, handle, status, decided_by, decided_at, match_probability, reasons, posts,
    last_day.
    """
    return _of_customer(db, "customer_handles", viewer, customer_id=customer_id)


def customer_search(
    db: Warehouse, viewer: Viewer = EVERYONE, *, search: str, limit: int = 20
) -> pd.DataFrame:
    """Customers found by number or handle, and by name where the viewer may see names."""
    return _of_customer(db, "customer_search", viewer, search=search, limit=limit)


def customers_to_look_at(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, limit: int = 6
) -> pd.DataFrame:
    """Customers with the most social posts, and those who wait longest, under the filters."""
    return db.metric("customers_to_look_at", filters, viewer, limit=limit)


def _of_customer(db: Warehouse, name: str, viewer: Viewer, **values: object) -> pd.DataFrame:
    return hide_personal(
        db.query(metric_sql(name), {**viewer.params(), **values}, name=name), viewer)
