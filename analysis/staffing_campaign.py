"""A campaign or a spike on top of a plan: people, waits, and when to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.campaigns import ALL, campaign_effects, set_apart
from analysis.send_plan import SendPlan, send_schedule
from analysis.staffing_plan import ChannelPlan, PlanError, Rules, StaffFor, scaled
from analysis.staffing_steps import (
    Learned,
    Span,
    Week,
    plan_week,
    rate_for,
    week_of,
)
from analysis.staffing_surge import (
    contacts_in_reach,
    extra_people,
    spike,
    under_surge,
    with_surge,
)
from analysis.surge import surge
from analysis.wording import channel_name

# Halvings of a plan that is too large: to a five-hundredth of it.
_HALVINGS = 9


@dataclass(frozen=True)
class Campaign:
    """What is sent: how many, when (local, ISO), and what earlier campaigns taught."""

    sent: int
    sent_at: str
    learned: Learned


@dataclass(frozen=True)
class Spike:
    """So many times the usual from a moment (local, ISO) on for some hours, on some channels."""

    times: float
    start: str
    hours: float
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Sending:
    """When to send how many, and how each pool gets on then.

    ``pools``: pool, kind, service_level, usual; see
    :func:`analysis.staffing_surge.under_surge`.
    """

    plan: SendPlan
    pools: pd.DataFrame


@dataclass(frozen=True)
class Surged:
    """``added``: ds, channel, added, low, high (95 %).  ``frame``: what happens per half hour.

    ``frame``: ds, wall, added, people_usual_…, people_…, more_…, service_level, backlog_hours,
    backlog_usual; ``pools``: how the staff of the usual plan gets on; see
    :func:`analysis.staffing_surge.under_surge`.  ``learned`` is None for a spike.
    """

    added: pd.DataFrame
    frame: pd.DataFrame
    pools: pd.DataFrame
    learned: Learned | None


def campaign_calendar(contacts: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Every campaign and what it brought, the newest first.

    ``campaigns`` may have a name.  Columns: campaign_id, name, sent_at (local), sent, added
    (contacts within 72 hours above the usual; may be below 0 by chance), least and most (95 %),
    per_1000, and ``learned``: yes, or why not.  What no data reach is missing.
    """
    effects = campaign_effects(contacts, campaigns)
    out = effects[effects["channel"] == ALL].reset_index(drop=True)
    apart = out["campaign_id"].isin(set_apart(effects)["campaign_id"])
    off = 1.96 * out["se"]
    out = out.assign(
        name=campaigns["name"].to_numpy() if "name" in campaigns else "",
        least=out["added"] - off, most=out["added"] + off, learned="yes")
    out.loc[apart, "learned"] = "no: unlike the others"
    out.loc[~out["clean"], "learned"] = "no: overlaps another, or no usual week around it"
    out.loc[out["sent_at"] > contacts["ds"].max(), "learned"] = "no: still to come"
    numbers = ["added", "least", "most", "per_1000"]
    out.loc[out["baseline"] <= 0, numbers] = float("nan")
    out = out.sort_values("sent_at", ascending=False, kind="stable", ignore_index=True)
    return out[["campaign_id", "name", "sent_at", "sent", *numbers, "learned"]]


def plan_campaign(
    forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span, plans: Sequence[ChannelPlan],
    rules: Rules, staff: StaffFor, given: Campaign,
) -> Surged:
    """What a campaign adds to the days of the span, and what that asks of the people there.

    Frames as for :func:`analysis.staffing_plan.week_load`.  Raises PlanError where nobody is sent
    anything, or the forecast does not reach the sending.
    """
    if given.sent < 1:
        raise PlanError("A campaign is sent to somebody: put in how many.")
    learned = given.learned
    at = pd.Timestamp(given.sent_at)
    try:
        added, narrow = (surge(sent=given.sent, sent_at=at, rate=rate, delay=learned.delay,
                               mix=_mix(learned.mix, forecast), baseline=forecast, level=level)
                         for rate, level in ((learned.rate, 0.95), (learned.rate_80, 0.8)))
    except ValueError as error:
        raise PlanError(str(error)) from None
    rate = learned.rate_80
    doubt = (rate.new_high - rate.mean) / rate.mean if rate.mean else 0.0
    return _surged(forecast, days, added, narrow, doubt, learned, span=span, plans=plans,
                   rules=rules, staff=staff)


def plan_spike(forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span,
               plans: Sequence[ChannelPlan], rules: Rules, staff: StaffFor,
               given: Spike) -> Surged:
    """What so many times the usual ask of the people there.  Raises PlanError."""
    week = plan_week(forecast, days, span=span, plans=plans, rules=rules)
    added = spike(week.load, times=given.times, start=pd.Timestamp(given.start),
                  hours=given.hours, channels=given.channels)
    return _surged(forecast, days, added, added, 0.0, None, span=span, plans=plans, rules=rules,
                   staff=staff)


def plan_sending(
    forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span, plans: Sequence[ChannelPlan],
    rules: Rules, staff: StaffFor, given: Campaign,
    times: Sequence[str],
) -> Sending:
    """When to send so that the service level is kept with the staff there is.

    ``staff``: whose agents are there; the campaign is reckoned at the same quantile of its rate.
    Live channels limit every half hour; of pools that may wait, each still answers the share of the
    rules within its promise (or what it answers without the campaign, where that is less): where
    one would not, all sendings are cut by the same part until it does.  Raises PlanError.
    """
    learned = given.learned
    week = plan_week(forecast, days, span=span, plans=plans, rules=rules)
    parts = []
    for plan in plans:
        mine = week.people[week.people["pool"] == channel_name(plan.channel)]
        if plan.kind == "live" and len(mine):
            reach = contacts_in_reach(mine[f"agents_{staff}"].to_numpy(), plan=plan, rules=rules)
            parts.append(pd.DataFrame({"ds": mine["ds"].dt.tz_localize(None),
                                       "channel": plan.channel, "contacts": reach}))
    if not parts:
        raise PlanError("No channel is answered live, so no half hour limits when to send.")
    capacity = pd.concat(parts).drop_duplicates(["ds", "channel"])
    known = pd.DatetimeIndex([at for at in map(pd.Timestamp, times) if at < capacity["ds"].max()])
    within = scaled(forecast[forecast["ds"] <= capacity["ds"].max()], plans)
    try:
        fitting = send_schedule(
            sent=given.sent, times=known, per_1000=rate_for(learned.rate, learned.rate_80, staff),
            delay=learned.delay, mix=_mix(learned.mix, forecast), baseline=within,
            capacity=capacity)
    except ValueError as error:
        raise PlanError(str(error)) from None
    return _kept(fitting, week, plans=plans, rules=rules, staff=staff)


def _kept(plan: SendPlan, week: Week, *, plans: Sequence[ChannelPlan], rules: Rules,
          staff: StaffFor) -> Sending:
    """The plan cut down until the work that may wait keeps its promises too."""

    def pools_at(part: float) -> pd.DataFrame:
        added = plan.load[["ds", "channel"]].assign(added=part * plan.load["added"])
        load = with_surge(week.load, added.assign(low=added["added"], high=added["added"]))
        return under_surge(week.people, week.load, load, plans=plans, rules=rules,
                           staff=staff)[1]

    def late(pools: pd.DataFrame) -> list[str]:
        wait = pools[(pools["kind"] == "deferred") & pools["service_level"].notna()]
        least = wait["usual"].clip(upper=rules.service_level) - 1e-6
        return [str(one) for one in wait.loc[wait["service_level"] < least, "pool"]]

    pools = pools_at(1.0)
    behind = late(pools)
    if not behind:
        return Sending(plan, pools)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if late(pools_at(middle)) else (middle, high)
    sends = plan.sends.assign(sent=(plan.sends["sent"] * low).astype(int))
    sends = sends[sends["sent"] > 0].reset_index(drop=True)
    placed, before = int(sends["sent"].sum()), int(plan.sends["sent"].sum())
    unplaced = plan.unplaced + before - placed
    problem = (f"Only {placed:,} of {placed + unplaced:,} can be sent at these times: more, and "
               f"{' and '.join(behind)} would answer less than {rules.service_level:.0%} within "
               "the promise. More times, more staff, a longer promise or a later week would help.")
    cut = SendPlan(sends, plan.load.assign(added=low * plan.load["added"]), unplaced, problem)
    return Sending(cut, pools_at(low))


def _mix(mix: pd.DataFrame, forecast: pd.DataFrame) -> pd.DataFrame:
    """The channels that have a forecast; the others' share goes unplanned."""
    return mix[mix["channel"].isin(set(forecast["channel"]))]


def _surged(forecast: pd.DataFrame, days: pd.DataFrame, added: pd.DataFrame, narrow: pd.DataFrame,
            doubt: float, learned: Learned | None, *, span: Span, plans: Sequence[ChannelPlan],
            rules: Rules, staff: StaffFor) -> Surged:
    usual = plan_week(forecast, days, span=span, plans=plans, rules=rules)
    load = with_surge(usual.load, narrow, doubt=doubt)
    more = week_of(load, span=span, plans=plans, rules=rules)
    rows, pools = under_surge(usual.people, usual.load, load, plans=plans, rules=rules,
                              staff=staff)
    frame = extra_people(usual.totals, more.totals, since=added["ds"].min()).merge(rows, on="ds")
    frame.insert(1, "wall", frame["ds"].dt.tz_localize(None))
    return Surged(added, frame, pools, learned)
