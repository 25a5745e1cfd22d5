"""What spikes are found in, what they are made of, and how much work a contact is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.metrics.buckets import clock_hours
from data.metrics.facts import timezone
from data.warehouse import Warehouse

_COUNTS = {"ds": "datetime64[us]", "series": "str", "y": "int64", "usual": "bool",
           "seen": "float64", "hours": "float64"}


def spike_counts(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Contacts per local hour and series, from ten weeks before the period on.

    Columns: ds, series ('all', 'social', 'channel:x', 'topic:outage', 'repeated'), y, usual, seen
    (share of the hour within the data), hours (seen, times the hours that the local hour has on
    days on which the clock is changed: 0 or 2).
    """
    # The statement of the name gives the same rows and takes half as long again.
    found = db.metric("spike_lists", filters, viewer)
    if found.empty:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _COUNTS.items()})
    whole = found[found["series"] == "all"].iloc[0]
    begun, usual, seen = (np.asarray(whole[name]) for name in ("ds", "usual", "seen"))
    hours = seen * clock_hours(pd.Series(begun), timezone(db)).to_numpy()
    places = np.asarray(whole["contacts"]) >> 32
    told = [np.sort(one) for one in found["contacts"]]
    packed = np.concatenate(told)
    # Which hour it is among those of all contacts, of which none is left out.
    at = np.searchsorted(places, packed >> 32)
    return pd.DataFrame({
        "ds": begun[at], "series": found["series"].array.take(
            np.repeat(np.arange(len(told)), [len(one) for one in told])),
        "y": packed & 0xFFFFFFFF, "usual": usual[at], "seen": seen[at], "hours": hours[at]})


def spike_reasons(
    db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE, *, start: datetime, end: datetime,
    offsets: Sequence[int], scope: str = "all",
) -> pd.DataFrame:
    """Contacts from ``start`` to ``end`` (local, half open) and so many days before, by what it is.

    ``offsets``: the days before that they are compared with.  ``scope``: one of the series of
    :func:`spike_counts`.  The period of the filters does not narrow this.  Columns: dimension,
    category, observed, referenced (sum over the offsets).
    """
    return db.metric("spike_reasons", filters, viewer,
                     **reasons_values(start=start, end=end, offsets=offsets, scope=scope))


def reasons_values(*, start: datetime, end: datetime, offsets: Sequence[int],
                   scope: str = "all") -> dict[str, object]:
    """The values that ``spike_reasons.sql`` binds.  Raises ValueError for an offset below 1."""
    days = [int(one) for one in offsets]
    if any(one < 1 for one in days):
        raise ValueError("A spike is compared with days before it.")
    return {"from_at": start, "until_at": end, "offsets": days, "scope": scope,
            "longest": max(days, default=0)}


def handle_times(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Work per contact: channel, is_social, target_minutes, contacts, timed, seconds_per_contact.
    """
    return db.metric("handle_times", filters, viewer)
