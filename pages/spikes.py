"""Is something rising or falling, how bad is it, and what is behind it?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.spikes import spike_lines, spike_lines_alt
from analysis.records import records
from analysis.spike_reasons import leading
from analysis.spike_watch import Watch
from analysis.spike_words import (
    excess_words,
    explained,
    series_name,
    span_words,
    times_words,
)
from analysis.wording import number, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.load import beside, load, load_settings_now
from pages.ui.load_spikes import load_watch
from pages.ui.spike_detail import Behind, behind, detail
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain

PARAMETER = "spike"
PAGE = 5
# Hours are drawn up to so many days, else days.
_HOURS_UP_TO_DAYS = 14


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        # What the incident below takes to tell is asked for at the same time.
        for one in (metrics.handle_times, metrics.marked_events):
            beside(partial(load, one, filters))
        watched = load_watch(filters)
    if watched.hourly.empty or not watched.hourly["contacts"].sum():
        head("No contacts came in under these filters, so there is nothing to watch.", filters)
        nothing_matches("contacts", filters)
        return
    found = watched.incidents
    chosen = chosen_of(found, str(st.query_params.get(PARAMETER, "")))
    biggest = chosen_of(found, "")
    largest = None if biggest is None else behind(biggest, filters)
    head(answer(watched, filters, _why(largest)), filters, note=_note(watched))
    left, right = st.columns([3, 2])
    with left:
        _timeline(watched, filters)
    with right:
        _list(found, chosen)
    if chosen is not None and biggest is not None:
        told = largest if chosen["key"] == biggest["key"] else behind(chosen, filters)
        detail(chosen, told, watched, filters)


def chosen_of(found: pd.DataFrame, key: str) -> pd.Series | None:
    """The incident of that key, else the largest, or None where there is none."""
    if found.empty:
        return None
    mine = found[found["key"] == key]
    if mine.empty:
        order = found["excess"].abs().sort_values(ascending=False, kind="stable").index
        mine = found.loc[order]
    chosen: pd.Series = mine.iloc[0]
    return chosen


def answer(watched: Watch, filters: Filters, why: str = "") -> str:
    """The page's sentence: how many spikes, and the largest with what explains it."""
    found, total = watched.incidents, int(watched.hourly["contacts"].sum())
    n = f"n = {number(total)} contacts"
    if watched.unknown_days == watched.days:
        return (f"We cannot tell yet what is usual: four days or more before a day are needed to "
                f"compare it with ({n}).")
    if found.empty:
        return (f"No spike in {several(filters.days, 'day', 'days')}: contacts stayed within what "
                f"chance and the weekday explain ({n}).")
    kinds = found["direction"].value_counts()
    counted = [several(int(kinds[way]), one, many) for way, one, many in (
        ("up", "spike", "spikes"), ("down", "fall", "falls")) if way in kinds]
    top: Any = chosen_of(found, "")
    what = "" if top["series"] == "all" else f", in {series_name(top['series'])}"
    return (f"{joined(counted)} in {several(filters.days, 'day', 'days')}; the largest, "
            f"{span_words(top['start'], top['end'])}{what}: {excess_words(top)} than the usual "
            f"{number(top['expected'])}{f'; {why}' if why else ''} ({n}).")


def _why(told: Behind | None) -> str:
    """What explains the incident most."""
    return "" if told is None else explained(leading(told.parts), brief=True)


def _note(watched: Watch) -> str:
    words = []
    if watched.unknown_days:
        words.append(f"About {several(watched.unknown_days, 'day', 'days')} nothing can be told: "
                     "too little lies before.")
    if watched.short_days:
        words.append(f"On {several(watched.short_days, 'day', 'days')} there were fewer than four "
                     "weeks to compare with, so the days before served.")
    now = load_settings_now()
    words.append(f"A spike is beyond chance, {now.spike_ratio:g} times the usual or more, and "
                 f"{several(now.spike_minimum, 'contact', 'contacts')} or more in an hour or a "
                 "day; the usual is that of the same weekday and hour in the weeks before.")
    return " ".join(words)


def _timeline(watched: Watch, filters: Filters) -> None:
    by_hour = filters.days <= _HOURS_UP_TO_DAYS
    frame = (watched.hourly if by_hour else watched.daily).drop(columns="basis")
    found = watched.incidents
    total = int(frame["contacts"].sum())
    card(Card(
        key="spike_timeline", title="When did contacts leave the usual?", metric="spike_counts",
        frame=frame, filters=filters, height=390, n=several(total, "contact", "contacts"),
        figure=lambda: spike_lines(frame, spikes=found),
        alt=lambda: spike_lines_alt(frame, spikes=found),
        note="all inbound contacts; marks: spikes, also such of one channel or topic alone"))


def _list(found: pd.DataFrame, chosen: pd.Series | None) -> None:
    with st.container(border=True, height="stretch", key="card_spike_list"):
        st.markdown("###### Which spikes were there?", anchors=False)
        if found.empty:
            st.markdown("None. Longer periods show more; the thresholds stand on the Data page.")
            return
        pages = -(-len(found) // PAGE)
        at = min(max(1, int(st.session_state.get("spikes_p") or 1)), pages)
        rows: Any = records(found.iloc[::-1].iloc[PAGE * (at - 1): PAGE * at])
        for row in rows:
            with st.container(gap="xxsmall", key=f"spike_{row.key}"):
                open_now = chosen is not None and row.key == chosen["key"]
                st.button(plain(span_words(row.start, row.end)), key=f"pick_{row.key}",
                          type="tertiary", on_click=_pick, args=(row.key,),
                          icon=":material/arrow_downward:" if open_now else
                          ":material/monitoring:")
                st.caption(plain(line(row) + (" · shown below" if open_now else "")))
        if pages > 1:
            st.pagination(pages, key="spikes_p")


def line(row: Any) -> str:
    """One incident in a line of the list."""
    more = several(len(row.also), "other group", "other groups")
    others = f"; also in {more}" if row.also else ""
    return (f"{row.severity.capitalize()} · {series_name(row.series, first=True)}: "
            f"{excess_words(row)}, {times_words(row.ratio, row.direction)}{others}")


def _pick(key: str) -> None:
    st.query_params[PARAMETER] = key


if __name__ == "__main__":
    import dashboard

    dashboard.main()
