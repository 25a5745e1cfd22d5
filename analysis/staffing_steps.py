"""The steps of a plan as single calculations: week, schedule, groups together, campaign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.campaigns import ALL, campaign_effects, channel_mix, contact_rate, set_apart
from analysis.pooling import Pooled
from analysis.schedule import CannotCover, Schedule, plan_shifts
from analysis.shifts import Pattern
from analysis.skills import Demand, Simulation, compare
from analysis.staffing import STRETCH_PER_CHAT, agents_needed
from analysis.staffing_load import scaled, week_load
from analysis.staffing_plan import (
    STEP_SECONDS,
    ChannelPlan,
    People,
    PlanError,
    Rules,
    StaffFor,
    people_needed,
    totals,
)
from analysis.surge import Delay, fit_delay
from analysis.wording import channel_name

# Opening and closing in minutes after midnight per weekday from Monday; None is closed.
Hours = tuple[tuple[int, int] | None, ...]

# Live channels are played for as long as brings so many contacts, an hour at least.
_CONTACTS_PLAYED = 2_000


@dataclass(frozen=True)
class Span:
    """Which days: ``length`` from ``first`` (ISO date) in the zone; when business is open."""

    first: str
    zone: str
    length: int = 7
    hours: Hours = ((480, 1080),) * 5 + (None, None)
    holidays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Week:
    """The load, the people per pool, the totals of all pools, and notes."""

    load: pd.DataFrame
    people: pd.DataFrame
    totals: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """A schedule, or the half hours that cannot be covered and what would help."""

    schedule: Schedule | None
    uncovered: pd.DataFrame
    helps: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """What earlier campaigns brought per 1,000 sent, on which channels, and when.

    ``rate_80``: the same rate with an interval of 80 %.  ``names``: the campaigns learned from.
    """

    rate: Pooled
    rate_80: Pooled
    mix: pd.DataFrame
    delay: Delay
    names: tuple[str, ...]


def plan_week(forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span,
              plans: Sequence[ChannelPlan], rules: Rules) -> Week:
    """The people of some days from the forecast; see :func:`people_needed`.  Raises PlanError."""
    load = week_load(scaled(forecast, plans), scaled(days, plans),
                     first=pd.Timestamp(span.first), zone=span.zone, length=span.length)
    return week_of(load, span=span, plans=plans, rules=rules)


def week_of(load: pd.DataFrame, *, span: Span, plans: Sequence[ChannelPlan],
            rules: Rules) -> Week:
    """The same from a load that is there already.  Raises PlanError."""
    walls = load["wall"].iloc[np.unique(pd.DatetimeIndex(load["ds"]).asi8, return_index=True)[1]]
    found: People = people_needed(load, plans=plans, rules=rules, business=_business(walls, span))
    sums = totals(found.frame, rules=rules)
    sums.insert(1, "wall", sums["ds"].dt.tz_localize(None))
    return Week(load, found.frame, sums, found.notes)


def plan_schedule(forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span,
                  plans: Sequence[ChannelPlan], rules: Rules, staff: StaffFor,
                  patterns: Sequence[Pattern], most: int | None = None,
                  limit_seconds: float = 8.0) -> Planned:
    """The shifts that put people ÷ (1 − shrinkage) on the rota with the fewest paid hours.

    Raises PlanError for patterns that cannot be, and what :func:`plan_week` raises.
    """
    week = plan_week(forecast, days, span=span, plans=plans, rules=rules)
    need = pd.DataFrame({"ds": week.totals["ds"], "need":
                         week.totals[f"people_{staff}"] / (1 - rules.shrinkage)})
    nothing = pd.DataFrame(columns=["ds", "need", "short"])
    try:
        return Planned(plan_shifts(need, patterns=patterns, zone=span.zone, max_heads_per_day=most,
                                   limit_seconds=limit_seconds), nothing, ())
    except CannotCover as error:
        return Planned(None, error.uncovered, error.helps)
    except ValueError as error:
        raise PlanError(f"The shifts cannot be planned: {error}.") from None


def plan_people(forecast: pd.DataFrame, days: pd.DataFrame, *, span: Span,
                plans: Sequence[ChannelPlan], rules: Rules
                ) -> tuple[Week, tuple[pd.DataFrame, pd.DataFrame]]:
    """The week of :func:`plan_week`, and what :func:`together` says of it.  Raises PlanError."""
    week = plan_week(forecast, days, span=span, plans=plans, rules=rules)
    return week, together(week.people, plans=plans, rules=rules)


def together(people: pd.DataFrame, *, plans: Sequence[ChannelPlan], rules: Rules
             ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Live channels apart against together at their busiest half hour; ``people`` of a week.

    First one row per way: way, people, contacts: how many people each needs for the mean (together
    by Erlang with the mean handle time and the shortest target).  Then
    :func:`analysis.skills.compare` with the people of apart for both.  Chats held at once count as
    work of one at a time, as much as they then take.  Empty with fewer than two live channels.
    """
    live = {channel_name(plan.channel): plan for plan in plans if plan.kind == "live"}
    rows = people[people["kind"] == "live"]
    nothing = pd.DataFrame(), pd.DataFrame()
    if rows["pool"].nunique() < 2 or not rows["agents_mean"].sum():
        return nothing
    busiest = rows.groupby("ds")["agents_mean"].sum().idxmax()
    at = rows[(rows["ds"] == busiest) & (rows["volume_mean"] > 0)]
    if len(at) < 2:
        return nothing
    mine = [live[name] for name in at["pool"]]
    aht = np.array([one.aht_seconds * (1 + STRETCH_PER_CHAT * (one.chats - 1)) / one.chats
                    for one in mine])
    volume = at["volume_mean"].to_numpy(dtype=float)
    target = min(one.target_answer_seconds for one in mine)
    staff = agents_needed(
        volume=float(volume.sum()), aht_seconds=float((aht * volume).sum() / volume.sum()),
        interval_seconds=STEP_SECONDS, target_answer_seconds=target,
        service_level=rules.service_level, max_occupancy=rules.max_occupancy,
        patience_seconds=rules.patience_seconds)
    needed = pd.DataFrame({
        "way": ["apart", "together"], "people": [int(at["agents_mean"].sum()), staff.agents],
        "contacts": float(volume.sum()), "at": pd.Timestamp(str(busiest)).tz_localize(None)})
    # A busy hour tells as much as a whole day of few contacts.
    hours = float(np.clip(_CONTACTS_PLAYED / (2 * volume.sum()), 1.0, Simulation().hours))
    played = compare(
        [Demand(name, float(2 * count), float(seconds), rules.patience_seconds)
         for name, count, seconds in zip(at["pool"], volume, aht, strict=True)],
        agents=[int(one) for one in at["agents_mean"]], target_answer_seconds=target,
        simulation=Simulation(hours=hours, days=40))
    return needed, played


def campaigns_to_choose(contacts: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Campaigns that can be learned from: campaign_id, sent_at, sent, per_1000, apart."""
    effects = campaign_effects(contacts, campaigns)
    found = effects[(effects["channel"] == ALL) & effects["clean"]]
    out = found[["campaign_id", "sent_at", "sent", "per_1000"]].reset_index(drop=True)
    apart = set(set_apart(effects)["campaign_id"])
    return out.assign(apart=[one in apart for one in out["campaign_id"]])


def learn_campaigns(contacts: pd.DataFrame, campaigns: pd.DataFrame, *,
                    like: str | None = None) -> Learned:
    """Rate, mix and delay of the usual campaigns, or of the one that ``like`` names.

    Usual are those that do not stand apart.  Raises PlanError where none can be learned from.
    """
    try:
        effects = campaign_effects(contacts, campaigns)
        if like is None:
            mine = effects[~effects["campaign_id"].isin(set_apart(effects)["campaign_id"])]
        else:
            mine = effects[effects["campaign_id"] == like]
        rate, mix = contact_rate(mine), channel_mix(mine)
        clean = mine[(mine["channel"] == ALL) & mine["clean"]]
        return Learned(rate, contact_rate(mine, level=0.8), mix,
                       fit_delay(contacts, campaigns, mine),
                       tuple(clean["campaign_id"].astype(str)))
    except ValueError as error:
        raise PlanError(f"Nothing can be learned from these campaigns. {error} Choose others, or "
                        "try a spike.") from None


def rate_for(rate: Pooled, rate_80: Pooled, staff: StaffFor) -> float:
    """Contacts per 1,000 sent of a new campaign at the mean, P80 or P95.

    Worked: a mean of 10 and an upper end of 12.8155 of 80 % are 11.85 at P80.
    """
    times = {"mean": 0.0, "p80": 0.8416212 / 1.2815516, "p95": 1.6448536 / 1.2815516}[staff]
    return rate.mean + times * (rate_80.new_high - rate_80.mean)


def with_own_rate(learned: Learned, per_1000: float) -> Learned:
    """The same with another rate; its interval keeps its proportion.  Raises PlanError below 0."""
    if not (per_1000 >= 0 and math.isfinite(per_1000)):
        raise PlanError("Contacts per 1,000 sent must be 0 or more.")
    times = per_1000 / learned.rate.mean if learned.rate.mean else 1.0

    def scaled(rate: Pooled) -> Pooled:
        return replace(rate, mean=per_1000, low=times * rate.low, high=times * rate.high,
                       new_low=times * rate.new_low, new_high=times * rate.new_high)

    return replace(learned, rate=scaled(learned.rate), rate_80=scaled(learned.rate_80))


def _business(walls: pd.Series, span: Span) -> np.ndarray:
    """Which half hours are business hours; all of the week where it has none."""
    minute = (walls.dt.hour * 60 + walls.dt.minute).to_numpy()
    opens = np.array([one[0] if one else 0 for one in span.hours])
    closes = np.array([one[1] if one else 0 for one in span.hours])
    weekday = walls.dt.day_of_week.to_numpy()
    open_ = (minute >= opens[weekday]) & (minute < closes[weekday])
    if span.holidays:
        open_ &= ~np.isin(walls.to_numpy().astype("datetime64[D]"),
                          np.array(span.holidays, dtype="datetime64[D]"))
    return np.asarray(open_ if open_.any() else np.ones(len(walls), dtype=bool))
