"""The second choice of filters, B, on the page that compares: its own widgets, bound to the URL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from analysis.wording import channel_name
from data.filters import Filters
from data.periods import CUSTOM, DEFAULT, PERIODS, chosen_dates, period_of
from pages.ui.address import choice_in_link, days_in_link, tell_link
from pages.ui.filters import GROUPS
from pages.ui.load import load_options

SAME, BEFORE = "same", "before"
B_PERIODS = {SAME: "The same period as A", BEFORE: "The period before A", **PERIODS}
# Every widget that holds a part of the comparison, A's as in the sidebar and B's.
_A_KEYS = ("period", "dates", *GROUPS)
KEYS = (*_A_KEYS, "hours", *(f"b_{key}" for key in _A_KEYS))


def choose_second(filters: Filters) -> Filters:
    """Draw B's widgets and return B; hours and first weekday are those of A."""
    options = load_options()
    if _nothing_chosen(filters):
        st.session_state["b_period"] = BEFORE
        tell_link("b_period", B_PERIODS[BEFORE])
    choice_in_link("b_period", B_PERIODS, SAME)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        preset = str(st.selectbox("Period", list(B_PERIODS), format_func=B_PERIODS.__getitem__,
                                  key="b_period", bind="query-params", width=200))
        start, end = _period(preset, filters)
        groups = {key: _group(key, label, getattr(options, offered))
                  for key, (offered, label) in GROUPS.items()}
    return Filters(start=start, end=end, **groups, compare=False, hours=filters.hours,
                   week_start=filters.week_start)


def _nothing_chosen(filters: Filters) -> bool:
    """Whether the page opens with B like A, and the data reach back to a period before A.

    B's period goes into the link then, so that a link without one means the period of A, as ever.
    """
    if "b_period" in st.session_state or any(key.startswith("b_") for key in st.query_params):
        return False
    first = load_options().first_day
    return (first is not None and filters.previous().start >= first
            and not any(getattr(filters, key) for key in GROUPS))


def _period(preset: str, filters: Filters) -> tuple[date, date]:
    if preset == SAME:
        return filters.start, filters.end
    if preset == BEFORE:
        before = filters.previous()
        return before.start, before.end
    options = load_options()
    first, last = options.first_day, options.last_day
    if first is None or last is None:
        return filters.start, filters.end
    if preset != CUSTOM:
        return period_of(preset, first=first, last=last)
    start, end = period_of(DEFAULT, first=first, last=last)
    days_in_link("b_dates")
    dates = st.date_input("From and to, both included", value=(start, end - timedelta(days=1)),
                          min_value=first, max_value=last, key="b_dates", bind="query-params",
                          width=240)
    return chosen_dates(dates, first=first, last=last)


def _group(key: str, label: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    if len(offered) < 2:
        return ()
    chosen = st.multiselect(
        label, offered, format_func=channel_name if key == "channels" else str, key=f"b_{key}",
        bind="query-params", placeholder="All", wrap=True, select_all=False, width=138)
    return tuple(one for one in chosen if one in offered)


def swap(a: Filters, b: Filters) -> None:
    """A becomes B and B becomes A, in the widgets and so in the URL."""
    state = st.session_state
    preset = state.get("b_period", SAME)
    if preset == BEFORE:
        for key, side in (("", b), ("b_", a)):
            state[f"{key}period"] = CUSTOM
            state[f"{key}dates"] = (side.start, side.end - timedelta(days=1))
    elif preset != SAME:
        state["period"], state["b_period"] = preset, state.get("period", DEFAULT)
        dates = state.get("dates"), state.get("b_dates")
        for key, value in zip(("b_dates", "dates"), dates, strict=True):
            if value:
                state[key] = value
    for key in GROUPS:
        state[key], state[f"b_{key}"] = list(getattr(b, key)), list(getattr(a, key))


def choices_now() -> dict[str, Any]:
    """What the widgets of both sides hold, as JSON can keep it."""
    out: dict[str, Any] = {}
    for key in KEYS:
        value = st.session_state.get(key)
        if isinstance(value, tuple | list):
            value = [one.isoformat() if isinstance(one, date) else one for one in value]
        if value not in (None, []):
            out[key] = value
    return out


def restore(choices: Mapping[str, Any]) -> None:
    """Put saved choices back into the widgets; what is not offered any more is left out."""
    options = load_options()
    for key in KEYS:
        bare = key.removeprefix("b_")
        value = choices.get(key)
        if bare in GROUPS:
            offered = getattr(options, GROUPS[bare][0])
            st.session_state[key] = [one for one in value or [] if one in offered]
        elif bare == "dates":
            days = _days(value)
            if days:
                st.session_state[key] = days
        elif bare == "period":
            default = SAME if key == "b_period" else DEFAULT
            known = B_PERIODS if key == "b_period" else PERIODS
            st.session_state[key] = value if value in known else default
        elif value in ("calendar", "business"):
            st.session_state[key] = value


def _days(value: object) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(str(one)) for one in value) if isinstance(
            value, list) else ()
    except ValueError:
        return ()
