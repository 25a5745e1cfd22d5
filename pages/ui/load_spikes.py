"""The spikes of a period, kept for the same choice: counts are asked for once a page."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.spike_baseline import Grid, grids_of
from analysis.spike_watch import Closer, Watch, closer, watch
from analysis.spikes import Rules
from data import metrics
from data.filters import Filters, Viewer
from pages.ui.load import load_settings_now, warehouse
from pages.ui.who import viewer


# The arrays themselves, not a copy for each that asks: a year of hours is large, and nothing writes
# in them.
@st.cache_resource(max_entries=2, show_spinner=False)
def _grids(home_path: str, version: str, filters: Filters, who: Viewer) -> dict[str, Grid]:
    return grids_of(metrics.spike_counts(warehouse(), filters, who))


def _of_counts(filters: Filters) -> Filters:
    """The filters without what the counts of hours do not hang on."""
    return replace(filters, compare=False, hours="calendar", week_start="monday")


@st.cache_data(max_entries=16, show_spinner=False)
def _watched(home_path: str, version: str, filters: Filters, who: Viewer,
             rules: Rules) -> Watch:
    grids = _grids(home_path, version, filters, who)
    return watch(grids, since=filters.start, until=filters.end, rules=rules)


def load_watch(filters: Filters) -> Watch:
    """The spikes of the period under the settings as they are now.

    Raises NoWarehouse, QueryFailed, SettingsError.
    """
    db, settings = warehouse(), load_settings_now()
    rules = Rules(ratio=settings.spike_ratio, minimum=settings.spike_minimum,
                  cool_down_hours=settings.spike_cool_down_hours)
    return _watched(str(db.home.path), db.version, _of_counts(filters), viewer(), rules)


@st.cache_data(max_entries=32, show_spinner=False)
def _closer(home_path: str, version: str, filters: Filters, who: Viewer, which: str,
            _incident: pd.Series) -> Closer:
    return closer(_grids(home_path, version, filters, who), incident=_incident)


def load_closer(filters: Filters, incident: pd.Series) -> Closer:
    """One incident of :func:`load_watch` by the hour and by channel.  Raises as that does."""
    db = warehouse()
    return _closer(str(db.home.path), db.version, _of_counts(filters), viewer(),
                   "|".join(str(incident[name]) for name in ("series", "start", "end")), incident)
