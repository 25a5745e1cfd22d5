"""What a staffing plan is made from: every input starts from the warehouse and can be replaced."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analysis.staffing_plan import ChannelPlan, PlanError, Rules, StaffFor
from analysis.staffing_steps import Hours, Span
from analysis.wording import channel_name
from data.settings import Settings
from pages.ui.load import load_options
from pages.ui.text import plain

LIVE, WAITS = "Answered while they wait", "May wait"
WEEKS = ("Days 1 to 7", "Days 8 to 14", "Days 15 to 21", "Days 22 to 28")
STAFF: dict[str, StaffFor] = {"Mean": "mean", "P80": "p80", "P95": "p95"}
# Where these have nobody's own word, they are answered while the customer waits.
_LIVE_CHANNELS = ("phone", "chat", "store")
_CHATS = {"chat": 3}
# Where no time was recorded.
_SECONDS = 300.0
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Given:
    """All that was chosen.  ``assumed``: channels whose handle time nobody has recorded."""

    span: Span
    plans: tuple[ChannelPlan, ...]
    rules: Rules
    staff: StaffFor
    cost_per_hour: float | None
    assumed: tuple[str, ...]

    @property
    def choice(self) -> dict[str, Any]:
        """What the calculations take."""
        return {"span": self.span, "plans": self.plans, "rules": self.rules}


def key_of(channel: str) -> str:
    """A channel's name as a part of a key and of the URL: letters and digits alone."""
    bare = re.sub(r"[^a-z0-9_]", "", channel.lower())
    return bare if bare == channel else f"{bare}{zlib.crc32(channel.encode()):08x}"


def choose(channels: list[str], first: pd.Timestamp, work: pd.DataFrame, costs: pd.DataFrame,
           settings: Settings) -> Given:
    """Draw the inputs and return what they say.  Raises PlanError, naming the input.

    ``channels`` with a forecast, ``first`` its first whole day; ``work`` as
    :func:`analysis.work.seconds_per_contact` gives it.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        week = st.selectbox("Which days", WEEKS, key="staffing_week", bind="query-params",
                            width=170, help="Counted from the first day of the forecast.")
        staff = st.segmented_control(
            "People for", list(STAFF), default="P80", required=True, key="staffing_for",
            bind="query-params",
            help="Mean: enough on average. P80, P95: enough in 80 or 95 of 100 cases, as far as "
                 "the forecast knows how far it may be off.")
    span = span_of(first + pd.Timedelta(days=7 * WEEKS.index(str(week))), settings)
    with st.expander("Handle times, promises and rules", icon=":material/tune:",
                     key="staffing_inputs"):
        rules, cost = _rules(work, costs)
        seconds = {channel: one for channel, one in zip(
            work["channel"], work["seconds"], strict=True) if one == one} if len(work) else {}
        plans = tuple(_channel(one, seconds.get(one), settings) for one in channels)
    return Given(span, plans, rules, STAFF.get(str(staff), "p80"), cost,
                 tuple(one for one in channels if one not in seconds))


def span_of(first: pd.Timestamp, settings: Settings, length: int = 7) -> Span:
    """Days from ``first`` with the company's clock, hours and holidays."""
    hours: Hours = tuple(_minutes(settings, day) for day in _WEEKDAYS)
    return Span(str(first.date()), load_options().timezone, length, hours,
                tuple(day.isoformat() for day in settings.holidays))


def _minutes(settings: Settings, day: str) -> tuple[int, int] | None:
    found = settings.business_hours.get(day)
    return None if found is None else (found[0].hour * 60 + found[0].minute,
                                       found[1].hour * 60 + found[1].minute)


def _rules(work: pd.DataFrame, costs: pd.DataFrame) -> tuple[Rules, float | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = _number("Answered in time, %", "level", 80.0, step=5.0, most=100.0)
        busy = _number("Busiest, % of the time", "busy", 85.0, step=5.0, most=100.0,
                       tip="Longer than this at work without a pause, people tire.")
        away = _number("Away from customers, %", "away", 30.0, step=5.0, most=100.0,
                       tip="Breaks, training, illness, leave: paid, and not at work.")
        patience = _number("Patience, s (0: endless)", "patience", 0.0, step=30.0,
                           tip="After this long on average a waiting customer hangs up.")
        cost = _number("Cost of a paid hour", "cost", _cost(work, costs), step=1.0)
    return Rules(service_level=level / 100, max_occupancy=busy / 100, shrinkage=away / 100,
                 patience_seconds=patience or None), cost or None


def _cost(work: pd.DataFrame, costs: pd.DataFrame) -> float:
    """Mean cost of an hour, weighted by the work of each channel; 0 where nobody told one."""
    worked = dict(zip(work["channel"], work["handle_seconds"], strict=True)) if len(work) else {}
    both = [(float(cost), max(float(worked[channel]), 0.0) + 1e-9) for channel, cost in zip(
        costs["channel"], costs["cost_per_hour"], strict=True) if channel in worked
        ] if len(costs) else []
    if not both:
        return 0.0
    return round(sum(cost * weight for cost, weight in both) / sum(weight for _, weight in both), 2)


def _channel(channel: str, seconds: float | None, settings: Settings) -> ChannelPlan:
    key = key_of(channel)
    live = channel in _LIVE_CHANNELS
    minutes = settings.target_minutes(channel)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"**{plain(channel_name(channel))}**", width=76)
        kind = st.selectbox("How", (LIVE, WAITS), index=0 if live else 1, bind="query-params",
                            key=f"staffing_kind_{key}", width=210)
        aht = _number("Handle time, s", f"aht_{key}", float(round(seconds or _SECONDS)), step=10.0)
        given: dict[str, Any] = {"volume_factor": _number(
            "Contacts, %", f"volume_{key}", 100.0, step=5.0, tip="Of the forecast: 100 is as "
            "forecast, 120 a fifth more.") / 100}
        how: Literal["live", "deferred"] = "live" if kind == LIVE else "deferred"
        if how == "live":
            given["target_answer_seconds"] = _number("Answer within, s", f"answer_{key}",
                                                     60.0 * minutes, step=10.0)
            given["chats"] = int(_number("At once", f"atonce_{key}",
                                         float(_CHATS.get(channel, 1)), step=1.0))
        else:
            given["promised_hours"] = _number("Answer within, h", f"promise_{key}",
                                              max(1.0, round(minutes / 60, 2)), step=1.0)
    return ChannelPlan(channel, how, aht, **given)


def _number(label: str, key: str, value: float, *, step: float, most: float | None = None,
            tip: str | None = None) -> float:
    found = st.number_input(label, min_value=0.0, max_value=most, value=value, step=step,
                            help=tip, key=f"staffing_{key}", bind="query-params", width=136)
    if found is None:
        raise PlanError(f"{label}: put in a number.")
    return float(found)
