"""The replay of a period by a set of rules: from the company's terms to those of the calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.routing_replay import OpenHours
from analysis.routing_review import Played, Route, Staff, fire_frame, play, queue_lengths
from analysis.routing_review import review_times as times
from data.calendar import days_frame
from data.filters import Filters
from data.metrics.routing import MOST_ITEMS
from data.routing import NO_RULE, Rules
from data.settings import Settings


@dataclass(frozen=True)
class Replayed:
    """What the page shows of a replay.  ``queues``: bucket is the local start of the bucket.

    ``unused``: department → looks for which nothing waited; ``elsewhere``: looks of departments to
    which no rule sends anything; ``answered_by``: who has replied at all; ``cut``: only the newest
    messages were played.
    """

    by_rule: pd.DataFrame
    fire: pd.DataFrame
    queues: pd.DataFrame
    items: int
    unused: Mapping[str, int]
    elsewhere: int
    answered_by: tuple[str, ...]
    cut: bool
    stretch: Filters


def replayed(items: pd.DataFrame, filters: Filters, rules: Rules, settings: Settings) -> Replayed:
    """Play the messages of a period by the rules; ``items`` as the metric routing_items has them.
    """
    forget = 3600 * rules.forget_after_hours
    cut = len(items) >= MOST_ITEMS
    stretch = replace(filters, start=_first_day(items, settings)) if cut else filters
    done = play(items, routes_of(rules), forget_after_seconds=forget,
                staff=_staff(stretch, rules, settings))
    return Replayed(
        by_rule=times(done, order=[*(one.name for one in rules.rules), NO_RULE]),
        fire=fire_frame(done, target_seconds=60 * rules.incendiary.target_minutes),
        queues=_queues(done, stretch, settings, forget),
        items=len(items), unused=dict(done.unused), elsewhere=done.elsewhere,
        answered_by=tuple(sorted(map(str, items["reviewed_by"].dropna().unique()))),
        cut=cut, stretch=stretch)


def _first_day(items: pd.DataFrame, settings: Settings) -> date:
    """The local day of the oldest message."""
    first = pd.Timestamp(float(items["arrived"].min()), unit="s", tz=settings.timezone)
    return first.date()


def routes_of(rules: Rules) -> list[Route]:
    """Where each rule sends a message: first what no rule catches, then the rules by number."""
    return [Route(one.name, one.department, one.goes_to, one.priority,
                  None if one.sla_minutes is None else 60 * one.sla_minutes, one.escalate)
            for one in (rules.otherwise, *rules.rules)]


def _staff(filters: Filters, rules: Rules, settings: Settings) -> Staff:
    if not rules.people:
        return Staff({})
    # What comes at the end of the period is answered after it.
    last = filters.end + timedelta(hours=rules.forget_after_hours)
    days = days_frame(filters.start, last, settings)
    open_days = days[days["closes_at"] > days["opens_at"]]
    opens, closes = (_seconds(open_days[name], settings.timezone)
                     for name in ("opens_at", "closes_at"))
    real = closes > opens
    return Staff(dict(rules.people), OpenHours(opens[real].tolist(), closes[real].tolist()))


def _queues(done: Played, filters: Filters, settings: Settings, forget: float) -> pd.DataFrame:
    """Queues per bucket of the page's time axis, from the hours within."""
    zone = settings.timezone
    edges = pd.date_range(pd.Timestamp(filters.start, tz=zone), pd.Timestamp(filters.end, tz=zone),
                          freq="h")
    starts = _buckets(edges[:-1].tz_localize(None), filters)
    numbers, names = pd.factorize(starts)
    frame = queue_lengths(done, edges_seconds=_epoch(edges), hours_per_bucket=numbers,
                          forget_after_seconds=forget)
    named = [names[int(one)] for one in frame["bucket"]]
    return frame.assign(bucket=pd.Series(named, index=frame.index, dtype="datetime64[us]"))


def _buckets(hours: pd.DatetimeIndex, filters: Filters) -> pd.DatetimeIndex:
    """The start of each hour's bucket."""
    if filters.grain == "hour":
        return hours
    days = hours.normalize()
    if filters.grain == "day":
        return days
    shift = 1 if filters.week_start == "sunday" else 0
    back = days.day - 1 if filters.grain == "month" else (days.day_of_week + shift) % 7
    return pd.DatetimeIndex(days - pd.to_timedelta(back, unit="D"))


def _seconds(moments: pd.Series, zone: str) -> np.ndarray:
    local = moments.dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return _epoch(pd.DatetimeIndex(local))


def _epoch(moments: pd.DatetimeIndex) -> np.ndarray:
    """Seconds since 1970 of moments with a time zone."""
    found = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
    return np.asarray(found, dtype=float)
