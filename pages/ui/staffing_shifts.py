"""The step that draws shifts: patterns, cover against need, paid hours against the least."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from analysis.charts.staffing import half_hour_steps, half_hour_steps_alt
from analysis.schedule import Schedule
from analysis.schedule_export import schedule_calendar, schedule_csv
from analysis.shifts import Break, Pattern
from analysis.staffing_plan import PlanError
from analysis.staffing_steps import Planned, plan_schedule
from analysis.wording import money, number, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.load import load_options, work_out
from pages.ui.staffing_inputs import Given
from pages.ui.staffing_steps import days_words
from pages.ui.table import table
from pages.ui.text import plain

CLOCK = tuple(f"{at // 2:02d}:{at % 2 * 30:02d}" for at in range(48))
DAYS = {"Every day": (0, 1, 2, 3, 4, 5, 6), "Monday to Friday": (0, 1, 2, 3, 4),
        "Saturday, Sunday": (5, 6)}
# Name, hours with breaks, first and last start, unpaid break in minutes.
_START = (("Full day", 8.5, "07:00", "14:30", 30), ("Part day", 5.0, "07:00", "18:00", 0),
          ("Night", 0.0, "22:00", "22:00", 0))
_ABOUT = ("The shifts with the fewest paid hours that put enough people on the rota in every half "
          "hour: people needed divided by the share of time at work. A mixed integer programme "
          "(Dantzig 1954; HiGHS). The lower bound is one that no schedule of these shifts can go "
          "below. Shifts last real hours, also on days on which the clocks change.")


def schedule_step(filters: Filters, given: Given) -> str:
    """Draw the step; returns the page's sentence.  Raises PlanError."""
    with st.expander("Shifts", icon=":material/schedule:", key="staffing_shift_inputs",
                     expanded=True):
        patterns = [one for at in range(3) if (one := _pattern(at)) is not None]
        most = st.number_input("Most people who start on one day (0: no limit)", min_value=0,
                               value=0, step=1, key="staffing_most", bind="query-params",
                               width=300)
    if not patterns:
        raise PlanError("No shift has a length: put in the hours of at least one.")
    with st.spinner("Looking for the fewest paid hours"):
        found: Planned = work_out(
            plan_schedule, filters, metrics.channel_forecast, metrics.channel_forecast_days,
            **given.choice, staff=given.staff, patterns=tuple(patterns),
            most=int(most or 0) or None)
    if found.schedule is None:
        _impossible(found)
        return (f"These shifts cannot cover {days_words(given)}: "
                f"{several(len(found.uncovered), 'half hour stays', 'half hours stay')} short.")
    _cards(found.schedule, filters, given)
    return schedule_words(found.schedule, given)


def schedule_words(plan: Schedule, given: Given) -> str:
    """Paid hours, the bound, and what it costs."""
    if not plan.paid_hours:
        return f"Nobody is needed from {days_words(given)}, so nobody is on the rota."
    heads = int(plan.shifts["heads"].sum())
    gap = plan.paid_hours / plan.bound_hours - 1 if plan.bound_hours else 0.0
    least = ("the fewest possible" if plan.proven or gap < 1e-6
             else f"at most {percent(gap)} above the fewest possible")
    cost = ("" if given.cost_per_hour is None else ", about " + money(
        plan.paid_hours * given.cost_per_hour, currency=load_options().currency))
    return (f"{several(heads, 'shift covers', 'shifts cover')} every half hour of "
            f"{days_words(given)} with {number(plan.paid_hours)} paid hours{cost}: {least}.")


def _pattern(at: int) -> Pattern | None:
    name, hours, first, last, pause = _START[at]
    key = f"staffing_shift{at + 1}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = str(st.text_input("Shift", value=name, key=f"{key}_name", bind="query-params",
                                 max_chars=30, width=130) or name)
        hours = float(st.number_input("Hours (0: not used)", min_value=0.0, max_value=24.0,
                                      value=hours, step=0.5, key=f"{key}_hours",
                                      bind="query-params", width=150) or 0.0)
        first = _clock("First start", first, f"{key}_from")
        last = _clock("Last start", last, f"{key}_to")
        pause = int(st.number_input("Unpaid break, min", min_value=0, max_value=240, value=pause,
                                    step=15, key=f"{key}_break", bind="query-params", width=150)
                    or 0)
        days = str(st.selectbox("Days", list(DAYS), key=f"{key}_days", bind="query-params",
                                width=180))
    if not hours:
        return None
    try:
        return Pattern(name, hours, starts_between(first, last), _breaks(hours, pause),
                       DAYS.get(days, DAYS["Every day"]))
    except ValueError as error:
        raise PlanError(f"{error}.") from None


def _clock(label: str, value: str, key: str) -> str:
    found = st.selectbox(label, CLOCK, index=CLOCK.index(value), key=key, bind="query-params",
                         width=120)
    return found if found in CLOCK else value


def starts_between(first: str, last: str) -> tuple[str, ...]:
    """Every half hour from the first start to the last, over midnight where the last is earlier.

    Worked: from 22:00 to 01:00 are seven starts.
    """
    low, high = CLOCK.index(first), CLOCK.index(last)
    return tuple(CLOCK[at % 48] for at in range(low, (high if high >= low else high + 48) + 1))


def _breaks(hours: float, minutes: int) -> tuple[Break, ...]:
    """One break around the middle, at one of three times, so that not all are away at once."""
    if not minutes:
        return ()
    middle = round(hours - minutes / 60) / 2
    times = tuple(sorted({max(0.0, middle + one) for one in (-1.0, 0.0, 1.0)
                          if 0 <= middle + one <= hours - minutes / 60} or {0.0}))
    return (Break(minutes, times),)


def _impossible(found: Planned) -> None:
    helps = found.helps or ("longer or more shifts",)
    st.warning("What would help:\n" + "\n".join(f"- {plain(one)}" for one in helps),
               icon=":material/warning:", title="These shifts do not reach every half hour")
    short = found.uncovered.assign(ds=found.uncovered["ds"].dt.tz_localize(None))
    table(short.rename(columns={"ds": "wall", "need": "needed_on_the_rota"}),
          alt="Half hours that stay short", height=240)


def _cards(plan: Schedule, filters: Filters, given: Given) -> None:
    cover = plan.cover.assign(wall=plan.cover["ds"].dt.tz_localize(None))
    columns = ["need", "scheduled", "over", "under"]
    frame = cover[["wall", *columns]].round(dict.fromkeys(columns, 3))
    lines = {"scheduled": "On the rota", "need": "Needed on the rota"}
    n = f"{number(plan.paid_hours)} paid hours"
    card(Card(
        key="staffing_cover", title="Does the rota cover what is needed?", metric="",
        about=_ABOUT, frame=frame, filters=filters, n=n, covers=days_words(given),
        figure=lambda: half_hour_steps(frame, lines=lines, y="People on the rota", under="need"),
        alt=lambda: half_hour_steps_alt(frame, lines=lines, y="People on the rota")))
    shifts = plan.shifts.assign(start=plan.shifts["start"].dt.tz_localize(None),
                                end=plan.shifts["end"].dt.tz_localize(None)) if len(
        plan.shifts) else plan.shifts
    left, right = st.columns([3, 2])
    with left:
        card(Card(key="staffing_shifts", title="Who starts when?", metric="", about=_ABOUT,
                  frame=shifts, filters=filters, n=several(int(plan.shifts["heads"].sum()),
                                                           "shift", "shifts"),
                  covers=days_words(given), height=320))
        with st.container(horizontal=True):
            st.download_button("Shifts as CSV", lambda: schedule_csv(plan.shifts).encode(),
                               file_name="shifts.csv", mime="text/csv", on_click="ignore",
                               key="staffing_csv", icon=":material/download:")
            st.download_button("Shifts for a calendar", lambda: _calendar(plan),
                               file_name="shifts.ics", mime="text/calendar", on_click="ignore",
                               key="staffing_ics", icon=":material/calendar_month:")
    with right:
        card(Card(key="staffing_bound", title="How near is it to the least?", metric="",
                  about=_ABOUT, frame=hours_table(plan, given), filters=filters, n=n,
                  covers=days_words(given), note="proven: nothing is below"
                  if plan.proven else "the search was cut off; the least lies above the bound"))


def hours_table(plan: Schedule, given: Given) -> pd.DataFrame:
    """Paid hours beside three lower bounds, with their cost where an hour has one."""
    rows = pd.DataFrame({
        "hours of": ["this schedule", "proven lower bound", "parts of people", "need alone"],
        "hours": [plan.paid_hours, plan.bound_hours, plan.relaxed_hours, plan.need_hours]})
    if given.cost_per_hour is not None:
        rows["cost"] = (rows["hours"] * given.cost_per_hour).round().astype(int)
    return rows.round({"hours": 1})


def _calendar(plan: Schedule) -> bytes:
    made = datetime.fromisoformat(load_options().built_at)
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    return schedule_calendar(plan.shifts, made_at=made).encode()
