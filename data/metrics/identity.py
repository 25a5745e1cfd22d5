"""Whose accounts they are: how many are tied, how well that goes, what waits for review."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Viewer
from data.masking import hide_personal
from data.warehouse import Warehouse, metric_sql

# What is known of an account's owner, in the order in which pages show it.
STATUSES = ("known", "accepted", "review", "conflict", "rejected", "nobody")


def link_status(db: Warehouse, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Accounts by network and status: accounts, accounts_seen, posts."""
    return db.query(metric_sql("link_status"), viewer.params(), name="link_status")


def link_check(db: Warehouse, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """For each threshold: cut, known_accounts, linked, linked_right."""
    return db.query(metric_sql("link_check"), viewer.params(), name="link_check")


def link_review(
    db: Warehouse, viewer: Viewer = EVERYONE, *, status: str = "review",
    network: str | None = None, search: str = "", limit: int = 10, skip: int = 0,
) -> pd.DataFrame:
    """Accounts of one status with their candidates, one row a pair; ``total`` counts accounts.

    Raises ValueError for an unknown status.
    """
    if status not in STATUSES:
        raise ValueError(f"No account is {status!r}; only {', '.join(STATUSES)}.")
    values = {**viewer.params(), "status": status, "network": network, "search": search,
              "limit": limit, "skip": skip}
    return hide_personal(db.query(metric_sql("link_review"), values, name="link_review"), viewer)
