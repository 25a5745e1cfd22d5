"""How many people are needed, when, and what would a campaign do to that?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.records import records
from analysis.staffing_load import scaled
from analysis.staffing_plan import (
    PlanError,
)
from analysis.staffing_steps import Week
from analysis.wording import channel_name, number, several
from analysis.work import seconds_per_contact
from data import metrics
from data.filters import Filters
from pages.ui.head import head
from pages.ui.load import load_all, load_options, load_settings_now
from pages.ui.staffing_inputs import Given, choose
from pages.ui.staffing_people import people_step
from pages.ui.staffing_steps import (
    days_words,
    load_step,
    quality_step,
    span_days,
    week_now,
)
from pages.ui.states import loading
from pages.ui.text import joined, plain
from pages.ui.who import viewer

STEPS = ("Load", "People", "Schedule", "Campaign", "How good is the forecast?")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        days, notes, work, costs = load_all(
            filters, metrics.channel_forecast_days, metrics.forecast_notes,
            metrics.work_per_contact, metrics.hourly_costs)
    if days.empty:
        _nothing(notes, filters)
        return
    top = st.container()
    step = str(st.segmented_control("Step", STEPS, default="People", required=True,
                                    key="staffing_step", bind="query-params",
                                    label_visibility="collapsed"))
    settings = load_settings_now()
    totals = days.groupby("channel")["mean"].sum().sort_values(ascending=False, kind="stable")
    when = pd.to_datetime(days["day"])
    work = seconds_per_contact(work)
    given = None
    try:
        given = choose([str(one) for one in totals.index], when.min(), work, costs, settings)
        if step == "Load":
            said = load_step(filters, given, settings)
        elif step == "Schedule":
            from pages.ui.staffing_shifts import schedule_step

            said = schedule_step(filters, given)
        elif step == "Campaign":
            from pages.ui.staffing_surge import surge_step

            said = surge_step(filters, given, when.max())
        elif step == STEPS[-1]:
            said = quality_step(filters)
        else:
            week, saved = week_now(filters, given)
            said = answer(span_days(scaled(days, given.plans), given), week, given)
            people_step(filters, given, week, saved)
    except PlanError as error:
        with top:
            head("This plan cannot be made.", filters, note=_note(filters, notes, given))
        st.warning(plain(str(error)), icon=":material/warning:", title="Change an input")
        return
    with top:
        head(said, filters, note=_note(filters, notes, given))
    if step == "People":
        st.caption(plain(" ".join(week.notes)))


def answer(mine: pd.DataFrame, week: Week, given: Given) -> str:
    """The page's sentence: what comes, and how many people that asks for."""
    total, low, high = (mine[name].sum() for name in ("mean", "lo_80", "hi_80"))
    people = week.totals[f"people_{given.staff}"]
    if not total or not people.max():
        return f"No contacts are expected from {days_words(given)}, so nobody is needed."
    top = week.totals.iloc[int(people.argmax())]
    at = pd.Timestamp(top["wall"])
    return (f"{days_words(given)} bring about {number(total)} contacts ({number(low)}–"
            f"{number(high)} at the 80 % bounds of its days); at the busiest half "
            f"hour, {at:%a %H:%M}, "
            f"{several(int(people.max()), 'person is', 'people are')} needed, "
            f"{number(top[f'rota_{given.staff}'])} on the rota.")


def _note(filters: Filters, notes: pd.DataFrame, given: Given | None) -> str:
    parts = ["A forecast is of all customers after the last day of data: only channels narrow it."]
    narrowed = [what for what in ("segments", "regions", "tiers", "purposes")
                if getattr(filters, what)]
    if narrowed:
        parts.append(f"The {joined(narrowed)} chosen narrow the handle times alone.")
    if given is not None and given.assumed:
        names = joined([channel_name(one) for one in given.assumed])
        parts.append(f"No handle time is recorded for {names}: 300 s is an assumption to replace.")
    if len(notes):
        parts.append("Without a forecast: " + joined(
            [f"{channel_name(row.channel)} ({str(row.reason).rstrip('.')})"
             for row in records(notes.drop_duplicates("channel"))]) + ".")
    return " ".join(parts)


def _nothing(notes: pd.DataFrame, filters: Filters) -> None:
    who = viewer()
    if who.regions or who.segments:
        head("A forecast is of all customers, and you may see some of them only.", filters)
        return
    head("There is no forecast yet, so there is nothing to plan for.", filters)
    for row in records(notes):
        st.markdown(plain(f"{channel_name(row.channel)}: {row.reason}"))
    if notes.empty:
        st.markdown("A forecast needs some weeks of contacts; load more, or choose other channels.")
    options = load_options()
    if options.last_day is not None:
        st.caption(plain(f"Data reaches to {options.last_day:%d %b %Y}."))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
