"""Local time in vectors: the rhythm of the day, the week and the year, and who is at work when.

Times are microseconds since 1970 in UTC. The period is cut into hours of UTC whose local hour and
weekday are known, so that days of a clock change need no special care.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p

Array = NDArray[Any]
SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
NEVER = -1  # a time that is not known; no row lies before 1970

# Opening hours by weekday, Monday first; None is closed.
_OPEN: dict[str, tuple[tuple[int, int] | None, ...]] = {
    "phone": ((7, 21),) * 5 + ((8, 17), None),
    "email": ((8, 18),) * 5 + ((9, 14), None),
    "chat": ((8, 22),) * 7,
    "store": ((10, 19),) * 6 + (None,),
    "social": ((7, 23),) * 5 + ((9, 21), (9, 21)),
}
TEAM = {p.PHONE: "phone", p.EMAIL: "email", p.CHAT: "chat", p.SMS: "email", p.STORE: "store",
        p.X: "social", p.FACEBOOK: "social", p.INSTAGRAM: "social"}
BY_APPOINTMENT = (p.PHONE, p.CHAT, p.STORE)  # nobody can contact these while they are closed

_OFFICE = (.1, .05, .03, .03, .05, .15, .4, 1, 2.2, 3.1, 3.4, 3.1, 2.6, 2.5, 2.7, 2.7, 2.5, 2.1,
           1.6, 1.3, 1, .7, .4, .2)
_EVENING = (.7, .35, .2, .15, .15, .25, .6, 1.2, 1.6, 1.8, 1.9, 1.9, 2.1, 1.9, 1.8, 1.9, 2.1, 2.5,
            2.9, 3.2, 3.3, 2.9, 2.1, 1.3)
_WEEK = {p.PHONE: (1.25, 1.1, 1.04, 1, .98, .5, .1), p.EMAIL: (1.22, 1.1, 1.05, 1, .92, .5, .42),
         p.CHAT: (1.15, 1.06, 1.03, 1, .97, .75, .65), p.SMS: (1.1, 1.05, 1, 1, 1, .6, .5),
         p.STORE: (.8, .8, .85, .9, 1.1, 1.6, .1)}
_SOCIAL_WEEK = (1.08, 1.04, 1.02, 1.02, 1, .84, .82)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month; -1 is the last."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def holidays(plan: p.Plan) -> list[date]:
    """Days in the period on which the company is closed."""
    found = []
    for year in range(plan.start.year, plan.end.year + 1):
        found += [date(year, 1, 1), nth_weekday(year, 5, 0, -1), date(year, 7, 4),
                  nth_weekday(year, 9, 0, 1), nth_weekday(year, 11, 3, 4), date(year, 12, 25)]
    return [day for day in found if plan.start <= day < plan.end]


class Clock:
    """The hours of the period and two weeks beyond, each with its local hour and weekday."""

    def __init__(self, plan: p.Plan) -> None:
        self.zone = ZoneInfo(p.TIMEZONE)
        self.start, self.end = self.at(plan.start), self.at(plan.end)
        self.hours = np.arange(self.start, self.end + 14 * DAY, HOUR)
        offsets = np.array([self._offset(at) for at in self.hours.tolist()])
        local = self.hours + offsets
        self.day = local // DAY
        self.weekday = (self.day + 3) % 7
        self.hour = (local % DAY) // HOUR
        days = self.day.astype("datetime64[D]")
        months = days.astype("datetime64[M]")
        first = 12 * (plan.start.year - 1970) + plan.start.month - 1
        self.month = months.astype(np.int64) - first
        self.of_year = months.astype(np.int64) % 12
        self.of_month = (days - months).astype(np.int64)
        closed = np.array([np.datetime64(day, "D") for day in holidays(plan)], "datetime64[D]")
        self.closed = np.isin(days, closed)
        rng = np.random.default_rng([plan.seed, 1])
        noise = rng.gamma(60.0, 1 / 60.0, int(self.day[-1] - self.day[0]) + 1)
        self.noise = noise[self.day - self.day[0]]
        self.open = {team: self._open(hours) for team, hours in _OPEN.items()}
        at = np.arange(len(self.hours))
        self._next_open = {
            team: np.minimum.accumulate(np.where(is_open, at, len(at) - 1)[::-1])[::-1]
            for team, is_open in self.open.items()
        }
        self._weight = {channel: self._rhythm(channel) for channel in range(len(p.CHANNELS))}

    def at(self, day: date, hour: float = 0.0) -> int:
        """The moment of a local day and hour."""
        moment = datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(hours=hour)
        return int(moment.timestamp()) * SECOND

    def _offset(self, at: int) -> int:
        offset = datetime.fromtimestamp(at // SECOND, self.zone).utcoffset()
        return int(offset.total_seconds()) * SECOND if offset else 0

    def _open(self, week: tuple[tuple[int, int] | None, ...]) -> Array:
        table = np.zeros((7, 24), dtype=bool)
        for weekday, pair in enumerate(week):
            if pair:
                table[weekday, pair[0]:pair[1]] = True
        return np.asarray(table[self.weekday, self.hour] & ~self.closed)

    def _rhythm(self, channel: int) -> Array:
        social = channel >= p.SOCIAL_FROM
        hours = np.array(_EVENING if social or channel == p.CHAT else _OFFICE)
        week = np.array(_SOCIAL_WEEK if social else _WEEK[channel])
        weight = hours[self.hour] * week[self.weekday] * np.array(p.SEASON)[self.of_year]
        weight = weight * self.noise
        if channel in BY_APPOINTMENT:
            weight = weight * self.open[TEAM[channel]]
        elif not social:
            weight = weight * np.where(self.closed, 0.4, 1.0)
        if not social:  # bills go out on the first
            weight = weight * np.where(self.of_month < 5, 1.22, 1.0)
        return np.asarray(weight / weight[self.hours < self.end].mean())

    def load(self, channel: int, start: int, end: int) -> float:
        """Hours between two moments, weighted by the rhythm: 1 is an average hour."""
        inside = (self.hours >= start) & (self.hours < end)
        return float(self._weight[channel][inside].sum())

    def moments(self, rng: np.random.Generator, channel: int, n: int, start: int,
                end: int) -> Array:
        """n moments between two others, in the channel's rhythm; not sorted."""
        first, last = np.searchsorted(self.hours, [start, end])
        total = np.cumsum(self._weight[channel][first:last])
        if n == 0 or last <= first or total[-1] == 0:
            return np.zeros(0, np.int64)
        cell = np.searchsorted(total, rng.random(n) * total[-1], side="right")
        return np.asarray(self.hours[first + cell] + rng.integers(0, HOUR, n))

    def index(self, at: Array) -> Array:
        """The number of the hour that holds each moment; beyond the ends, the first or last."""
        return np.asarray(np.clip((at - self.start) // HOUR, 0, len(self.hours) - 1))

    def when_open(self, rng: np.random.Generator, at: Array, team: str, spread: float) -> Array:
        """The same moments, those outside the team's hours moved to after its next opening.

        ``spread``: about the mean number of hours after the opening.
        """
        index = self.index(at)
        later = self._next_open[team][index]
        late = np.minimum(rng.exponential(spread, len(at)), 2.4 * spread)
        moved = self.hours[later] + (late * HOUR).astype(np.int64)
        return np.where(later > index, np.maximum(moved, at), at)
