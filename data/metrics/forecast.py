"""What is expected in the next four weeks, what came before, and how good the forecast was."""

from __future__ import annotations

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.facts import timezone
from data.warehouse import Warehouse


def channel_forecast(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Expected contacts per half hour: channel, ds (local), mean, lo_80, hi_80, lo_95, hi_95.

    The period does not apply: a forecast begins after the last moment of the data.  Only channels
    narrow it.  Empty for a viewer who may not see all customers.
    """
    return db.metric("channel_forecast", filters, viewer)


def channel_forecast_days(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE
) -> pd.DataFrame:
    """Expected contacts per day: channel, day, mean, lo_80, hi_80, lo_95, hi_95.

    As :func:`channel_forecast`; the means add up to the same, the bounds are those of a day.
    """
    return db.metric("channel_forecast_days", filters, viewer)


def forecast_history(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Contacts of the last eight weeks with zeros: channel, day, contacts."""
    return db.metric("forecast_history", filters, viewer)


def forecast_quality(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """The backtest, one row per channel, model and origin.

    Columns: channel, model, origin, n, mae, rmse, mase, coverage_80, coverage_95 (the last two are
    missing for the simple rules).
    """
    return db.metric("forecast_quality", filters, viewer)


def forecast_notes(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Why a channel has no forecast or no backtest: channel, reason."""
    return db.metric("forecast_notes", filters, viewer)


def campaign_contacts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Conversations begun per channel and half hour, all the time: channel, ds, campaign_id, y.

    ``campaign_id`` is missing where the first message is not marked.
    """
    return db.metric("campaign_contacts", filters, viewer)


def campaigns_sent(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Campaigns with their size: campaign_id, name, channel, sent_at (local), sent."""
    return db.metric("campaigns_sent", filters, viewer, timezone=timezone(db))
