"""The tables beside the interactions: campaigns, costs of channels, posts about competitors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import Clock
from data.demo.rows import channels, moments, numbered, texts
from data.demo.wording import Wording

Array = NDArray[Any]
COMPETITORS = ("Bluetern", "Orvane", "Kabelle")
_NAMES = ("Spring Switch", "Fiber Days", "Summer Unplugged", "Back to School", "Bundle Weeks",
          "Lake Season", "Refer a Neighbor", "Double Data", "Winter Warm-up", "New Year, New Line",
          "Game Night", "Small Shop Month")
_COSTS = {p.PHONE: (46.0, 9_500.0), p.EMAIL: (41.0, 2_400.0), p.CHAT: (41.0, 3_900.0),
          p.SMS: (41.0, 900.0), p.STORE: (44.0, 21_000.0), p.X: (47.0, 1_900.0),
          p.FACEBOOK: (47.0, 1_300.0), p.INSTAGRAM: (47.0, 800.0)}


@dataclass(frozen=True)
class Campaigns:
    """Mailings and promotions; the one nobody told service about is ``untold``."""

    name: list[str]
    channel: Array
    sent: Array
    audience: Array
    rate: Array
    cost: Array
    untold: int


def make_campaigns(plan: p.Plan, clock: Clock) -> Campaigns:
    """One campaign a month, a second in every other month, and the mailing."""
    rng = np.random.default_rng([plan.seed, 7])
    drafts: list[tuple[int, str, int, int, float]] = []
    mailing = plan.mailing_day
    for month in range(plan.months):
        at = plan.start.year * 12 + plan.start.month - 1 + month
        year, of_year = at // 12, at % 12
        for turn in range(1 + month % 2):
            day = date(year, of_year + 1, int(rng.integers(2 + 13 * turn, 13 + 13 * turn)))
            day += timedelta(days=(1 + int(rng.integers(3)) - day.weekday()) % 7)
            channel = (p.FACEBOOK, p.INSTAGRAM, p.X, p.SMS)[month // 2 % 4] if turn else p.EMAIL
            size = int(min(rng.integers(3_500, 12_000) * plan.scale, 0.35 * plan.customers))
            rate = float(rng.uniform(*p.CAMPAIGN_RATES))
            sent = clock.at(day, 9 + int(rng.integers(0, 8)))
            # its surge would hide in, or be hidden by, that of the mailing
            if abs((day - mailing).days) > 5 and sent < clock.end:
                drafts.append((sent, f"{_NAMES[of_year - turn]} {year}", channel, size, rate))
    untold = (clock.at(mailing, 10), "Your plan is changing", p.EMAIL, plan.audience,
              p.MAILING_RATE)
    drafts = sorted([*drafts, untold])
    sent_at, names, codes, sizes, rates = zip(*drafts, strict=True)
    audience = np.array(sizes, np.int64)
    return Campaigns(
        name=list(names), channel=np.array(codes), sent=np.array(sent_at, np.int64),
        audience=audience, rate=np.array(rates),
        cost=np.round(600 + audience * rng.uniform(0.04, 0.3, len(drafts)), 2),
        untold=drafts.index(untold),
    )


def campaigns_table(campaigns: Campaigns) -> pa.Table:
    """The contract's campaigns."""
    return pa.table({
        "campaign_id": numbered("M", np.arange(len(campaigns.name)), 3),
        "name": texts(campaigns.name),
        "channel": channels(campaigns.channel),
        "sent_at": moments(campaigns.sent),
        "audience": campaigns.audience,
        "cost": campaigns.cost,
    })


def costs_table(plan: p.Plan) -> pa.Table:
    """The contract's channel costs: from the first day, and a rise every January after it."""
    days = [plan.start, *(date(year, 1, 1) for year in range(plan.start.year + 1, plan.end.year + 1)
                          if plan.start < date(year, 1, 1) < plan.end)]
    made = [(channel, day, round(hour * 1.03 ** rise, 2), round(fixed * 1.02 ** rise, 2))
            for channel, (hour, fixed) in _COSTS.items() for rise, day in enumerate(days)]
    channel, day, hour, fixed = zip(*made, strict=True)
    return pa.table({
        "channel": channels(np.array(channel)), "valid_from": pa.array(day, pa.date32()),
        "cost_per_hour": pa.array(hour, pa.float64()),
        "fixed_cost_per_month": pa.array(fixed, pa.float64()),
    })


def competitors_table(plan: p.Plan, clock: Clock, wording: Wording) -> pa.Table:
    """Posts of the public about three competitors, who never existed either."""
    rng = np.random.default_rng([plan.seed, 8])
    n = max(int(130 * plan.months * min(plan.scale, 5.0)), 60)
    network = rng.choice([p.X, p.FACEBOOK, p.INSTAGRAM], n, p=[0.6, 0.3, 0.1])
    who = rng.choice(len(COMPETITORS), n, p=[0.5, 0.3, 0.2])
    at = clock.moments(rng, p.X, n, clock.start, clock.end)
    order = np.argsort(at, kind="stable")
    body = wording.about_others(rng, n)
    words = [text.replace(p.COMPANY, COMPETITORS[one]).replace("<brand>", COMPETITORS[one])
             for text, one in zip(body.tolist(), who.tolist(), strict=True)]
    handle = np.array([f"user{number}" for number in rng.integers(10_000, 99_999, n)], object)
    return pa.table({
        "competitor": texts(np.array(COMPETITORS, object)[who][order]),
        "network": channels(network[order]),
        "published_at": moments(at[order]),
        "text": texts(np.array(words, object)[order]),
        "handle": texts(handle[order]),
    })
