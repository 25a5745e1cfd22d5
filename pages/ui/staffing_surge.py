"""The step that asks what a campaign or a spike does to the plan, and when to send."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.palette import channel_colour
from analysis.charts.staffing import (
    half_hour_steps,
    half_hour_steps_alt,
    surge_band,
    surge_band_alt,
)
from analysis.records import records
from analysis.staffing_campaign import (
    Campaign,
    Spike,
    Surged,
    campaign_calendar,
    plan_campaign,
    plan_spike,
)
from analysis.staffing_plan import PlanError
from analysis.staffing_steps import (
    Learned,
    campaigns_to_choose,
    learn_campaigns,
    with_own_rate,
)
from analysis.wording import channel_name, number, percent, several
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.load import load_options, work_out
from pages.ui.staffing_inputs import Given
from pages.ui.staffing_people import KINDS
from pages.ui.staffing_send import send_step
from pages.ui.staffing_shifts import CLOCK
from pages.ui.staffing_steps import choose_channel, days_words
from pages.ui.text import plain

USUAL, ONE, SPIKE = "Like the usual campaigns", "Like one campaign", "A spike"
_FORECAST = (metrics.channel_forecast, metrics.channel_forecast_days)
_CAMPAIGNS = (metrics.campaign_contacts, metrics.campaigns_sent)
# Contacts or hours of work below this change nobody's day.
_FELT = 0.1
_LEARNED = ("What campaigns brought above the usual of the same weekday and hour, pooled per 1,000 "
            "sent (DerSimonian and Laird 1986), with the delay and the channels seen then; closed "
            "hours pass their contacts on to the hours after. The band holds the doubt about a new "
            "campaign's rate and timing, and chance.")
_EXTRA = ("People for the load with what is added, less people for the usual load; and how the "
          "staff of the usual load gets on: live channels by Erlang, waiting work by its backlog.")


def surge_step(filters: Filters, given: Given, last: pd.Timestamp) -> str:
    """Draw the step; returns the page's sentence.  Raises PlanError.

    ``last``: the last day of the forecast.
    """
    first = pd.Timestamp(given.span.first)
    # A week after the last sending is part of what a campaign does.
    length = min(14, (last - first).days + 1)
    wide = replace(given, span=replace(given.span, length=length))
    what = st.segmented_control("What comes", (USUAL, ONE, SPIKE), default=USUAL, required=True,
                                key="staffing_what", bind="query-params")
    if what == SPIKE:
        spike = _spike_inputs(wide)
        with st.spinner("Reckoning people"):
            found: Surged = work_out(plan_spike, filters, *_FORECAST, **wide.choice,
                                     staff=given.staff, given=spike)
        _cards(found, filters, wide)
        return (f"{spike.times:g} times the usual for {spike.hours:g} "
                f"{'hour' if spike.hours == 1 else 'hours'} adds "
                f"{several(found.added['added'].sum(), 'contact', 'contacts')} and asks for "
                f"{_more(found, given)}.")
    campaign = _campaign_inputs(filters, wide, one=what == ONE)
    asked: dict[str, Any] = {**wide.choice, "staff": given.staff, "given": campaign}
    with st.spinner("Reckoning people"):
        found = work_out(plan_campaign, filters, *_FORECAST, **asked)
    _told(found)
    _cards(found, filters, wide)
    send_step(filters, wide, asked)
    _calendar(filters)
    return campaign_words(found, campaign, given)


def campaign_words(found: Surged, campaign: Campaign, given: Given) -> str:
    """What a campaign adds and asks for, in words."""
    learned = found.learned
    if learned is None:
        return ""
    thousands = campaign.sent / 1000
    share = float(found.added["added"].sum()) / max(thousands * learned.rate.mean, 1e-9)
    low, high = (thousands * share * one for one in (learned.rate.new_low, learned.rate.new_high))
    return (f"{number(campaign.sent)} sent on {_when(campaign.sent_at)} add about "
            f"{number(found.added['added'].sum())} contacts ({number(low)}–{number(high)}) and ask "
            f"for {_more(found, given)}.")


def _more(found: Surged, given: Given) -> str:
    more = found.frame[f"more_{given.staff}"]
    if not more.max():
        return "nobody more"
    at = found.frame["wall"].iloc[int(more.argmax())]
    # A level plan of work that waits may also move people about: only the sum counts as more.
    hours = (found.frame[f"people_{given.staff}"]
             - found.frame[f"people_usual_{given.staff}"]).sum() / 2
    return (f"{several(int(more.max()), 'person', 'people')} more at the worst half hour "
            f"({_when(at)}), {several(round(max(float(hours), 0.0)), 'hour', 'hours')} of work in "
            "all")


def _told(found: Surged) -> None:
    learned = found.learned
    if learned is None:
        return
    n = learned.rate.n
    words = (f"Learned from {several(n, 'campaign', 'campaigns')}: {learned.rate.mean:.1f} "
             f"contacts per 1,000 sent ({learned.rate.new_low:.1f} to "
             f"{learned.rate.new_high:.1f} for a new one).")
    if n < 3:
        words += (" With fewer than three campaigns nobody knows how much they differ: the true "
                  "range is wider than this.")
    st.caption(plain(words))


def _campaign_inputs(filters: Filters, given: Given, *, one: bool) -> Campaign:
    known = work_out(campaigns_to_choose, filters, *_CAMPAIGNS)
    if known.empty:
        raise PlanError("No campaign stands alone with a known usual week around it, so none can "
                        "be learned from. A spike can be tried without any.")
    like = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if one:
            ids = known["campaign_id"].tolist()
            # The newest that stands apart is the one that asks for a plan of its own.
            far = known.loc[known["apart"], "campaign_id"].tolist()
            most = int((known["sent"] * known["per_1000"]).argmax())
            words = {row.campaign_id: f"{row.campaign_id}, {row.sent_at:%-d %b %Y}: "
                     f"{row.per_1000:.0f} per 1,000" for row in records(known)}
            like = st.selectbox("Which", ids, index=ids.index(far[-1]) if far else most,
                                key="staffing_like", bind="query-params", width=260,
                                format_func=lambda one: words.get(one, str(one)))
        usual = float(known["sent"].median())
        sent = st.number_input("Messages sent", min_value=0, value=int(usual), step=1000,
                               key="staffing_sent", bind="query-params", width=150)
        at = _moment(given)
        rate = st.number_input("Contacts per 1,000 (empty: as learned)", min_value=0.0, value=None,
                               step=1.0, key="staffing_rate", bind="query-params", width=260)
    with st.spinner("Learning from earlier campaigns"):
        learned: Learned = work_out(learn_campaigns, filters, *_CAMPAIGNS,
                                    like=None if like is None else str(like))
    return Campaign(int(sent or 0), at,
                    learned if rate is None else with_own_rate(learned, float(rate)))


def _spike_inputs(given: Given) -> Spike:
    channels = [plan.channel for plan in given.plans]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        times = st.number_input("Times the usual", min_value=0.0, value=2.0, step=0.5,
                                key="staffing_times", bind="query-params", width=140)
        hours = st.number_input("For hours", min_value=0.0, value=4.0, step=1.0,
                                key="staffing_hours", bind="query-params", width=120)
        at = _moment(given)
        chosen = st.multiselect("On", channels, format_func=channel_name, key="staffing_on",
                                bind="query-params", placeholder="All channels", wrap=True,
                                select_all=False, width=260)
    return Spike(float(times or 0), at, float(hours or 0),
                 tuple(one for one in chosen if one in channels) or tuple(channels))


def _moment(given: Given) -> str:
    first = pd.Timestamp(given.span.first).date()
    days = min(7, given.span.length)
    choices = [_day(first + timedelta(days=one)) for one in range(days)]
    day = st.selectbox("On", choices, index=min(1, days - 1), key="staffing_day",
                       bind="query-params", width=150)
    clock = st.selectbox("At", CLOCK, index=CLOCK.index("10:00"), key="staffing_at",
                         bind="query-params", width=110)
    on = first + timedelta(days=choices.index(day) if day in choices else 0)
    return f"{on.isoformat()}T{clock if clock in CLOCK else '10:00'}"


def _cards(found: Surged, filters: Filters, given: Given) -> None:
    channels = found.added.groupby("channel")["added"].sum().sort_values(ascending=False)
    names = [str(one) for one in channels[channels > 0].index]
    if not names:
        return
    shown = touched(found.frame)
    about_days = f"{_day(shown['wall'].min())} to {_day(shown['wall'].max())}"
    n = f"{number(channels.sum())} contacts added"
    channel = choose_channel(names)
    mine = (found.added["channel"] == channel) & (found.added["ds"] <= shown["wall"].max())
    added = found.added[mine].reset_index(drop=True)
    colour = channel_colour(channel, is_social=channel in load_options().social_channels)
    lines = {f"people_{given.staff}": "With it", f"people_usual_{given.staff}": "Without"}
    left, right = st.columns(2)
    with left:
        card(Card(
            key="staffing_added", title=f"What comes, and when: {channel_name(channel)}",
            metric="", about=_LEARNED, frame=added, filters=filters, n=n, covers=about_days,
            figure=lambda: surge_band(added, colour=colour), alt=lambda: surge_band_alt(added),
            note=", ".join(f"{channel_name(one)} {number(channels[one])}" for one in names[:5])))
    with right:
        card(Card(
            key="staffing_more", title="How many people does it ask for?", metric="",
            about=_EXTRA, frame=shown.drop(columns="ds"), filters=filters, n=n,
            covers=about_days,
            figure=lambda: half_hour_steps(shown, lines=lines,
                                           under=f"people_usual_{given.staff}"),
            alt=lambda: half_hour_steps_alt(shown, lines=lines)))
    waits = shown[["wall", "backlog_hours", "backlog_usual"]].round(
        {"backlog_hours": 2, "backlog_usual": 2})
    late = {"backlog_hours": "With it", "backlog_usual": "Without"}
    left, right = st.columns(2)
    with left:
        rows = found.pools.assign(
            in_time_usual_pct=(100 * found.pools["usual"]).round(1),
            in_time_with_it_pct=(100 * found.pools["service_level"]).round(1),
            kind=found.pools["kind"].map(KINDS))
        worst = found.frame["service_level"].min()
        card(Card(
            key="staffing_level", title="What if nobody more comes to work?", metric="",
            about=_EXTRA, frame=rows[["pool", "kind", "in_time_usual_pct",
                                           "in_time_with_it_pct"]],
            filters=filters, n=n, covers=days_words(given),
            note="share answered in time" + ("" if pd.isna(worst) else
                                             f"; live at worst {percent(worst)} in a half hour")))
    with right:
        card(Card(
            key="staffing_backlog", title="How much work piles up?", metric="", about=_EXTRA,
            frame=waits, filters=filters, n=n, covers=about_days,
            figure=lambda: half_hour_steps(waits, lines=late, y="Hours of work that wait",
                                           under="backlog_usual"),
            alt=lambda: half_hour_steps_alt(waits, lines=late, y="Hours of work that wait")))


def _calendar(filters: Filters) -> None:
    """The campaigns there were, and what each brought."""
    found: pd.DataFrame = work_out(campaign_calendar, filters, *_CAMPAIGNS)
    n = int((found["learned"] == "yes").sum())
    whole = ["sent", "added", "least", "most"]
    rows = found.assign(**{name: found[name].round().astype("Int64") for name in whole},
                        per_1000=found["per_1000"].round(1))
    card(Card(
        key="staffing_campaigns", title="What did each campaign bring?", metric="", height=300,
        about=_LEARNED, frame=rows, filters=filters, n=several(len(found), "campaign", "campaigns"),
        covers=f"{found['sent_at'].min():%b %Y} to {found['sent_at'].max():%b %Y}",
        note=f"{n} learned from together; least and most: 95 % of what chance alone would do"))


def touched(frame: pd.DataFrame) -> pd.DataFrame:
    """The days on which a surge is felt: from the first with something added to the last on which
    more is added, more people are asked for, or more work waits.

    Frame: wall, added, ``more_mean``, ``more_p80``, ``more_p95``, backlog_hours, backlog_usual.
    """
    more = frame[["more_mean", "more_p80", "more_p95"]].max(axis=1)
    late = (frame["backlog_hours"] - frame["backlog_usual"]).abs()
    felt = (frame["added"] >= _FELT) | (more > 0) | (late >= _FELT)
    if not felt.any():
        return frame
    days = frame["wall"].dt.normalize()
    within = (days >= days[felt].min()) & (days <= days[felt].max())
    return pd.DataFrame(frame[within].reset_index(drop=True))


def _when(at: object) -> str:
    moment = pd.Timestamp(str(at))
    return f"{_day(moment)}, {moment:%H:%M}"


def _day(day: object) -> str:
    at = pd.Timestamp(str(day))
    return f"{at:%a} {at.day} {at:%b}"
