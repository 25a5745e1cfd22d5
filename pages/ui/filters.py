"""The filters in the sidebar: bound to the URL, kept between pages, deaf to nonsense."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, cast

import streamlit as st

from analysis.wording import channel_name
from data.filters import Filters, Viewer
from data.periods import CUSTOM, DEFAULT, PERIODS, chosen_dates, period_of, wider
from data.warehouse import NoWarehouse, QueryFailed
from pages.ui.address import choice_in_link, days_in_link
from pages.ui.load import load_options

# Widget key (also the name in the URL) → the option list it offers and its label.
GROUPS: dict[str, tuple[str, str]] = {
    "channels": ("channels", "Channels"),
    "segments": ("segments", "Segments"),
    "regions": ("regions", "Regions"),
    "tiers": ("tiers", "Tiers"),
    "purposes": ("purposes", "Purpose"),
}
HOURS = {"calendar": "All hours", "business": "Business hours"}


def choose_filters(who: Viewer) -> Filters | None:
    """Draw the filters and return the choice, or None when there is no warehouse to filter."""
    try:
        options = load_options()
    except (NoWarehouse, QueryFailed):
        return None
    first, last = options.first_day, options.last_day
    if first is None or last is None:
        return None
    with st.sidebar:
        start, end = _period(first, last)
        compare = st.toggle(
            "Compare periods", value=True, key="compare", bind="query-params",
            help="Changes are shown against the period of the same length just before.",
        )
        chosen = {key: _group(key, label, getattr(options, offered))
                  for key, (offered, label) in GROUPS.items()}
        hours = st.segmented_control(
            "Answer times count", list(HOURS), default=options.sla_clock, required=True,
            format_func=HOURS.__getitem__, key="hours", bind="query-params",
            help="Business hours leave out nights, days off and holidays, as set on the Data page.",
        )
        st.button("Reset filters", on_click=reset, icon=":material/restart_alt:",
                  type="tertiary", key="reset_filters")
    return Filters(
        start=start, end=end, **chosen, compare=compare,
        hours=cast(Literal["calendar", "business"], hours if hours in HOURS else options.sla_clock),
        week_start="sunday" if options.week_start == "sunday" else "monday",
    )


def _period(first: date, last: date) -> tuple[date, date]:
    choice_in_link("period", PERIODS, DEFAULT)
    preset = st.selectbox("Period", list(PERIODS), index=list(PERIODS).index(DEFAULT),
                          format_func=PERIODS.__getitem__, key="period", bind="query-params",
                          help=f"Counted back from the newest day in the data, "
                               f"{last.day} {last:%b %Y}.")
    if preset != CUSTOM:
        return period_of(preset, first=first, last=last)
    start, end = period_of(DEFAULT, first=first, last=last)
    days_in_link("dates")
    dates = st.date_input("From and to, both included", value=(start, end - timedelta(days=1)),
                          min_value=first, max_value=last, key="dates", bind="query-params")
    return chosen_dates(dates, first=first, last=last)


def _group(key: str, label: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    """A choice of groups; none means all.  Nothing is drawn where there is nothing to choose."""
    if len(offered) < 2:
        return ()
    names = channel_name if key == "channels" else _as_written
    chosen = st.multiselect(label, offered, format_func=names, key=key, bind="query-params",
                            placeholder="All", wrap=True, select_all=False)
    return tuple(one for one in chosen if one in offered)


def _as_written(name: str) -> str:
    return name


def reset() -> None:
    """Back to the defaults, in the widgets and in the URL."""
    st.session_state["period"] = DEFAULT
    st.session_state["compare"] = True
    st.session_state["hours"] = load_options().sla_clock
    for key in GROUPS:
        st.session_state[key] = []


def clear_group(key: str) -> None:
    """Clear one group, for the way out that an empty page offers."""
    st.session_state[key] = []


def set_period(name: str) -> None:
    """Choose a preset, for the way out that an empty page offers."""
    st.session_state["period"] = name


def wider_period(filters: Filters) -> str | None:
    """The next wider preset than the filters' period, or None."""
    options = load_options()
    if options.first_day is None or options.last_day is None:
        return None
    return wider(filters.start, filters.end, first=options.first_day, last=options.last_day)
