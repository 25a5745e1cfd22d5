"""When to send a campaign, so that the people there are keep the service level."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.staffing import send_bars, send_bars_alt
from analysis.records import records
from analysis.staffing_campaign import Sending, plan_sending
from analysis.staffing_plan import PlanError
from analysis.wording import number, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.load import work_out
from pages.ui.staffing_inputs import Given
from pages.ui.staffing_shifts import CLOCK
from pages.ui.staffing_steps import days_words
from pages.ui.text import plain

_FORECAST = (metrics.channel_forecast, metrics.channel_forecast_days)


def send_step(filters: Filters, given: Given, asked: dict[str, Any]) -> None:
    """Draw when to send so that the people there are keep the service level."""
    st.subheader("When to send, so that nobody waits longer", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.number_input("Over days", min_value=1, max_value=7, value=5, step=1,
                               key="staffing_send_days", bind="query-params", width=120)
        first = st.selectbox("From", CLOCK, index=CLOCK.index("09:00"), key="staffing_send_from",
                             bind="query-params", width=110)
        last = st.selectbox("Until", CLOCK, index=CLOCK.index("17:00"), key="staffing_send_to",
                            bind="query-params", width=110)
    start = pd.Timestamp(str(asked["given"].sent_at)).normalize()
    times = tuple(send_times(start.date(), int(days or 1), str(first), str(last)))
    try:
        if not times:
            raise PlanError("No time lies between these: the last must not be before the first.")
        with st.spinner("Looking for the times that leave room"):
            found: Sending = work_out(plan_sending, filters, *_FORECAST, **asked, times=times)
    except PlanError as error:
        st.warning(plain(str(error)), icon=":material/warning:", title="No plan of sendings")
        return
    plan = found.plan
    sent = int(plan.sends["sent"].sum())
    kept = found.pools[found.pools["service_level"].notna()]
    then = ", ".join(f"{row.pool} {percent(row.service_level)}" for row in records(kept))
    card(Card(
        key="staffing_sends", title=f"{number(sent)} of {number(sent + plan.unplaced)} fit with "
                                    "the people there are", metric="", frame=plan.sends,
        about="As many as fit, as early as possible, so that live channels keep their share "
              "answered in time with the people of the plan (a linear programme). The campaign is "
              "reckoned at the quantile that people are planned for. Where work that may wait "
              "would miss its promise, all sendings are cut by the same part, and then each day "
              "gets back what still fits.",
        filters=filters, n=several(len(times), "possible time", "possible times"),
        figure=lambda: send_bars(plan.sends), alt=lambda: send_bars_alt(plan.sends),
        covers=days_words(given), note=f"answered in time over these days: {then}"))
    if plan.problem:
        st.caption(plain(plan.problem))


def send_times(first: date, days: int, start: str, end: str) -> list[str]:
    """Every second hour between two times of day on some days, as ISO texts."""
    low, high = CLOCK.index(start), CLOCK.index(end)
    return [f"{(first + timedelta(days=day)).isoformat()}T{CLOCK[at]}"
            for day in range(days) for at in range(low, high + 1, 4)]
