"""What the decision takes from the log: counts over the last year, and the months before."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse


def decision_inputs(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Counts and sums over the year before the end of the period; always one row.

    Columns: until_day, from_day, data_days; customers, value_n, value_sum, value_squares; users,
    known_conversations, known_squares, known_users, all_known_conversations,
    unknown_conversations, unknown_handles; social_handled, social_seconds, social_squares and the
    same of traditional; social_cost_per_hour, traditional_cost_per_hour, tools_per_month;
    traditional_conversations, unresolved, closed_n, closed_again, open_n, open_again;
    social_answered, social_solved.  Sums and costs are missing where there is nothing to add.
    """
    return db.metric("decision_inputs", filters, viewer)


def decision_months(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Whole months up to the end of the period, oldest first: month, users, customers."""
    return db.metric("decision_months", filters, viewer)
