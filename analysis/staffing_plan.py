"""From the forecast of a week to the people it needs, half hour by half hour and pool by pool."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.deferred import Work, backlog
from analysis.deferred_staff import level_staff
from analysis.staffing import MAX_OCCUPANCY
from analysis.staffing_grid import LoadGrid
from analysis.staffing_needs import staff_of, volume_quantile
from analysis.wording import channel_name

STEP_SECONDS = 1800
LEVELS = ("mean", "p80", "p95")
_QUANTILES = {"p80": 0.8, "p95": 0.95}
StaffFor = Literal["mean", "p80", "p95"]
# Work that may wait is answered by one pool per promise: a person for each quiet channel would
# sit idle.  A pool keeps the tightest promise of its channels.
POOLS = ((4.0, "Within 4 hours"), (12.0, "Within 12 hours"), (math.inf, "Later"))
# More people at once than this on one channel are a slip of an input, and no staff.
MOST_PEOPLE = 10_000


class PlanError(ValueError):
    """The inputs make no plan; the message says what to change."""


@dataclass(frozen=True)
class ChannelPlan:
    """How one channel is answered.

    ``live``: somebody waits; answered within ``target_answer_seconds``, ``chats`` at once.
    ``deferred``: may wait until ``promised_hours``.  ``aht_seconds``: work per inbound contact.
    ``volume_factor``: how many times the forecast comes.
    Raises PlanError for numbers that cannot be.
    """

    channel: str
    kind: Literal["live", "deferred"]
    aht_seconds: float
    chats: int = 1
    target_answer_seconds: float = 20.0
    promised_hours: float = 24.0
    volume_factor: float = 1.0

    def __post_init__(self) -> None:
        name = channel_name(self.channel)
        if self.aht_seconds == 0 and self.volume_factor == 0:
            return  # nothing comes, and nothing takes no time
        for what, value in (("handle time", self.aht_seconds), ("number at once", self.chats)):
            if not (value > 0 and math.isfinite(value)):
                raise PlanError(f"{name}: the {what} must be above 0. Put in your own, or choose "
                                "other channels.")
        if not (self.volume_factor >= 0 and math.isfinite(self.volume_factor)):
            raise PlanError(f"{name}: the contacts must be 0 % of the forecast or more.")
        if self.kind == "live" and not self.target_answer_seconds >= 0:
            raise PlanError(f"{name}: the seconds to answer must be 0 or more.")
        if self.kind == "deferred" and not self.promised_hours >= 1:
            raise PlanError(f"{name}: a promise shorter than an hour is answered live: promise an "
                            "hour or more, or answer it while people wait.")


@dataclass(frozen=True)
class Rules:
    """What holds for all channels.  ``patience_seconds`` None: nobody hangs up (Erlang C).

    Raises PlanError for shares outside 0..1.
    """

    service_level: float = 0.8
    max_occupancy: float = MAX_OCCUPANCY
    shrinkage: float = 0.3
    patience_seconds: float | None = None

    def __post_init__(self) -> None:
        for what, fine in (
            ("The share answered in time must be above 0 and below 100 %.",
             0 < self.service_level < 1),
            ("The busiest that people may be must be above 0 and at most 100 %.",
             0 < self.max_occupancy <= 1),
            ("The time away from customers must be 0 or more and below 100 %.",
             0 <= self.shrinkage < 1),
            ("The patience must be above 0 seconds.",
             self.patience_seconds is None or self.patience_seconds > 0),
        ):
            if not fine:
                raise PlanError(what)


@dataclass(frozen=True)
class People:
    """``frame``, a row per half hour and pool, and sentences about how it was made.

    ``frame``: ds (with time zone), pool, kind, channels (how many), and for mean, p80 and p95
    ``volume_…`` (contacts), ``agents_…``, ``service_level_…`` (live: in time in that half hour;
    deferred: of the whole week, 0..1), ``occupancy_…``; ``asa_seconds_…`` for live pools.
    ``open``: a live channel is open, waiting work is done.  ``clock`` says what a promise counts:
    calendar, or opening where no staff could keep it else.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]


def people_needed(load: pd.DataFrame, *, plans: Sequence[ChannelPlan], rules: Rules,
                  business: Sequence[bool] | np.ndarray | None = None) -> People:
    """The people for the mean, P80 and P95 of every half hour.

    ``load`` as :func:`analysis.staffing_load.week_load` gives it.  Live channels have people of
    their own, by Erlang (:func:`analysis.staffing_needs.needs`).  Channels that may wait are pooled
    by promise and have the most level staff that keeps it; the week is taken to repeat.  Their P80
    and P95 are those of days, on every day.  Work that may wait is done while a live channel is
    open; without one in ``business`` hours (yes or no per half hour of the week).  A promise that
    runs while everybody is away cannot be kept; it counts opening hours then, and a note says so.

    Worked: 100 calls each half hour of 180 s, 80 % within 20 s: 14 people for the mean.
    Raises PlanError for no channel, or a promise that no staff keeps.
    """
    grid = LoadGrid(load)
    wanted = [plan for plan in plans if plan.channel in grid.channels]
    if not wanted:
        raise PlanError("No channel to plan for has a forecast.")
    parts: list[dict[str, Any]] = []
    notes: list[str] = []
    open_ = np.zeros(len(grid.instants), dtype=bool)
    for plan in wanted:
        if plan.kind == "live":
            part = _live(grid, plan, rules)
            open_ |= part["open"]
            parts.append(part)
    if not open_.any():
        open_ = np.ones(len(open_), dtype=bool) if business is None else np.asarray(business)
        notes.append("No channel is answered live, so people work in business hours.")
    for pool, mine in pooled(wanted):
        part, note = _deferred(grid, mine, pool, open_, rules)
        parts.append(part)
        notes += note
    return People(_below_each_other(parts, grid.instants), tuple(notes))


def _below_each_other(parts: Sequence[dict[str, Any]], instants: pd.DatetimeIndex) -> pd.DataFrame:
    """One frame of parts that each have a value per instant, or one for all of them."""
    every = np.tile(np.arange(len(instants)), len(parts))
    columns: dict[str, Any] = {"ds": instants.take(every)}
    which = np.repeat(np.arange(len(parts)), len(instants))
    for name in parts[0]:
        values = [part[name] for part in parts]
        if isinstance(values[0], str):
            columns[name] = pd.array(values, dtype="str").take(which)
        else:
            columns[name] = np.concatenate([np.broadcast_to(one, len(instants)) for one in values])
    return pd.DataFrame(columns)


def pooled(plans: Sequence[ChannelPlan]) -> list[tuple[str, list[ChannelPlan]]]:
    """The pools of work that may wait, each with the plans of its channels; none that is empty."""
    out, least = [], 0.0
    for most, pool in POOLS:
        mine = [plan for plan in plans
                if plan.kind == "deferred" and least < plan.promised_hours <= most]
        least = most
        if mine:
            out.append((pool, mine))
    return out


def _live(grid: LoadGrid, plan: ChannelPlan, rules: Rules) -> dict[str, Any]:
    mean = grid.of(plan.channel, "mean")
    limits = pd.DataFrame({"mean": mean, "low": grid.of(plan.channel, "lo_80"),
                           "high": grid.of(plan.channel, "hi_80")})
    try:
        volumes = {"mean": mean, **{
            level: volume_quantile(limits, quantile=quantile, level=0.8)
            for level, quantile in _QUANTILES.items()}}
        found = staff_of(volumes, aht_seconds=plan.aht_seconds, interval_seconds=STEP_SECONDS,
                         target_answer_seconds=plan.target_answer_seconds,
                         service_level=rules.service_level, max_occupancy=rules.max_occupancy,
                         patience_seconds=rules.patience_seconds, chats=plan.chats)
    except ValueError as error:
        raise PlanError(f"{channel_name(plan.channel)}: {error}.") from None
    most = int(found["p95"].agents.max())
    if most > MOST_PEOPLE:
        raise PlanError(f"{channel_name(plan.channel)}: {most:,} people at once would be needed, "
                        "more than any staff can carry. Check the handle time and the targets.")
    out: dict[str, Any] = {}
    for level, staff in found.items():
        out[f"volume_{level}"] = volumes[level]
        for column in ("agents", "service_level", "asa_seconds", "occupancy"):
            out[f"{column}_{level}"] = getattr(staff, column)
    return out | {"pool": channel_name(plan.channel), "kind": "live", "channels": 1,
                  "open": mean > 0, "clock": "calendar"}


def pool_work(grid: LoadGrid, plans: Sequence[ChannelPlan], level: str, opening: np.ndarray,
              rules: Rules, *, counted: np.ndarray | None, repeating: bool = True) -> Work:
    """The work of a pool at one level of its days; see :func:`people_needed`."""
    size = len(grid.instants)
    volume, seconds = np.zeros(size), np.zeros(size)
    for plan in plans:
        here = grid.of(plan.channel, "mean")
        if level != "mean":
            here = here * grid.of(plan.channel, f"day_{level}")
        volume, seconds = volume + here, seconds + here * plan.aht_seconds
    usual = float(max(plan.aht_seconds for plan in plans))
    aht = np.divide(seconds, volume, out=np.full(size, usual), where=volume > 0)
    try:
        return Work(volume, aht, min(plan.promised_hours for plan in plans), STEP_SECONDS,
                    counted=counted, opening=opening, repeating=repeating,
                    occupancy=rules.max_occupancy)
    except ValueError as error:
        names = ", ".join(channel_name(plan.channel) for plan in plans)
        raise PlanError(f"{names}: {error}.") from None


def _deferred(grid: LoadGrid, plans: Sequence[ChannelPlan], pool: str, opening: np.ndarray,
              rules: Rules) -> tuple[dict[str, Any], list[str]]:
    out: dict[str, Any] = {"pool": pool, "kind": "deferred", "channels": len(plans)}
    counted, notes = None, []
    for level in LEVELS:
        work = pool_work(grid, plans, level, opening, rules, counted=counted)
        if not work.arriving_hours.sum():
            staff, on_time = np.zeros(len(opening), dtype=int), math.nan
        else:
            try:
                staff = level_staff(work)
            except ValueError:
                counted = opening
                notes = [f"{pool}: work also comes while everybody is away, so its promise of "
                         f"{work.promised_hours:g} hours counts the hours in which people work."]
                work = replace(work, counted=counted)
                try:
                    staff = level_staff(work)
                except ValueError as error:
                    raise PlanError(f"{pool}: {error}.") from None
            if staff.max() > MOST_PEOPLE:
                raise PlanError(f"{pool}: {staff.max():,} people at once would be needed, more "
                                "than any staff can carry. Check the handle times.")
            on_time = backlog(work, staff=staff).on_time_share
        able = float(staff.sum()) * work.hours
        out[f"volume_{level}"], out[f"agents_{level}"] = work.volume, staff
        out[f"service_level_{level}"] = on_time
        out[f"asa_seconds_{level}"] = math.nan
        out[f"occupancy_{level}"] = float(work.arriving_hours.sum()) / able if able else 0.0
    return out | {"open": opening, "clock": "calendar" if counted is None else "opening"}, notes


def totals(people: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
    """All pools together: ds, and for mean, p80 and p95 ``volume_…``, ``people_…``, ``rota_…``.

    ``rota`` is what the rota must hold so that after the time away from customers so many are at
    work: people ÷ (1 − shrinkage), rounded up.  Worked: 14 people and 30 % away are 20.
    """
    ds = pd.DatetimeIndex(people["ds"])
    _, first, place = np.unique(ds.asi8, return_index=True, return_inverse=True)
    sums: dict[str, Any] = {"ds": ds.take(first)}
    for level in LEVELS:
        for what, name in (("volume", "volume"), ("agents", "people")):
            values = people[f"{what}_{level}"].to_numpy()
            sums[f"{name}_{level}"] = np.bincount(place, values, len(first)).astype(values.dtype)
    out = pd.DataFrame(sums)
    for level in LEVELS:
        out[f"rota_{level}"] = np.ceil(
            out[f"people_{level}"] / (1 - rules.shrinkage) - 1e-9).astype(int)
    return out
