"""What a plan of people starts from: the work that a contact makes, and what an hour costs."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse


def work_per_contact(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Handle time and inbound contacts per channel in the period, with sums over days.

    Columns: channel, days, contacts, messages_timed, handle_seconds, contacts_squared,
    seconds_squared, contacts_times_seconds; see :func:`analysis.work.seconds_per_contact`.
    """
    return db.metric("work_per_contact", filters, viewer)


def hourly_costs(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Cost of an hour of work, valid at the end of the period: channel, cost_per_hour."""
    return db.metric("hourly_costs", filters, viewer)
