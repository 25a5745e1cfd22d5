"""The figures of the first page, and what moved."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import mark_whole
from data.warehouse import Warehouse


def overview_totals(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """All figures of the overview for the period; always one row.

    Columns: customers_social, customers_active, posts, negative, neutral, positive, service,
    marketing, other, answered, median_seconds, p90_seconds, sla_met, sla_breached, sla_open, and
    median_low_seconds, median_high_seconds, p90_low_seconds, p90_high_seconds (95 %, missing where
    too few were answered).
    """
    return db.metric("overview_totals", filters, viewer)


def overview_series(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """The same columns but the last four per bucket, ``days`` in the period and ``whole_bucket``.
    """
    frame = db.metric("overview_series", filters, viewer)
    return mark_whole(frame, filters, filters.trend_grain)


def trend_candidates(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Levels in this period and the one before, from which the largest moves are picked.

    Columns: measure, kind ('count' or 'share'), current, previous, current_n, previous_n,
    dispersion, degrees.  For a share the levels are the counts above the line, and n those below
    it; dispersion is the mean of both periods, degrees the days it was estimated with, less means.
    """
    now = db.metric("trend_levels", filters, viewer)
    before = db.metric("trend_levels", filters.previous(), viewer)
    both = now.merge(before, on=["measure", "kind"], how="outer", suffixes=("_now", "_before"))
    both = both.rename(columns={"level_now": "current", "level_before": "previous",
                                "n_now": "current_n", "n_before": "previous_n"})
    zeros = ["current", "previous"]
    both[zeros] = both[zeros].fillna(0)
    both["dispersion"] = both[["dispersion_now", "dispersion_before"]].mean(axis=1)
    degrees = both[["degrees_now", "degrees_before"]].astype("Float64")
    both["degrees"] = degrees.sum(axis=1, min_count=1)
    return both[["measure", "kind", "current", "previous", "current_n", "previous_n",
                 "dispersion", "degrees"]]
