"""Contacts that are planted on top of the everyday ones: when, by whom, on which channel.

All are drawn for the whole period at once and handed out month by month.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import BY_APPOINTMENT, DAY, HOUR, TEAM, Clock
from data.demo.handles import Handles
from data.demo.people import People
from data.demo.reference import Campaigns
from data.demo.wording import INTENTS, NEGATIVE, NEUTRAL, POSITIVE

Array = NDArray[Any]
Openings = dict[str, Array]
FIELDS = ("channel", "who", "published", "intent", "sentiment", "theme", "campaign")
BILLING, OUTAGE, COMPLAINT, QUESTION, PRAISE, CAMPAIGN_REPLY = (
    INTENTS.index(name) for name in
    ("billing", "outage", "complaint", "question", "praise", "campaign_reply"))


def openings(n: int, **given: Any) -> Openings:
    """n first contacts.  ``who`` is a customer's number, on social networks a handle's."""
    made = {name: np.broadcast_to(np.asarray(given.pop(name, -1), np.int64), (n,)).copy()
            for name in FIELDS}
    if given:
        raise ValueError(f"no such columns: {sorted(given)}")
    return made


def stack_openings(parts: list[Openings]) -> Openings:
    """All openings of the parts."""
    return {name: np.concatenate([part[name] for part in parts]) if parts else
            np.zeros(0, np.int64) for name in FIELDS}


class Incidents:
    """Draws the planted contacts of a plan."""

    def __init__(self, plan: p.Plan, clock: Clock, people: People, handles: Handles,
                 campaigns: Campaigns) -> None:
        self.plan, self.clock, self.people, self.handles = plan, clock, people, handles
        self.campaigns = campaigns
        self.rng = np.random.default_rng([plan.seed, 10])
        self.caused = np.zeros(len(campaigns.name), np.int64)  # contacts of each campaign
        self.lone_handle = self._choose_lone()
        every = [*self._outage(), *self._policy(), self._lone(), self._duplicates(),
                 *self._mailings()]
        made = stack_openings(every)
        kept = made["published"] < clock.end
        order = np.argsort(made["published"][kept], kind="stable")
        self.all = {name: values[kept][order] for name, values in made.items()}

    def between(self, start: int, end: int) -> Openings:
        """The planted contacts that begin in [start, end)."""
        first, last = np.searchsorted(self.all["published"], [start, end])
        return {name: values[first:last] for name, values in self.all.items()}

    def _month(self, at: int) -> int:
        return int(self.clock.month[self.clock.index(np.array([at]))[0]])

    def _writers(self, network: int, n: int, at: int, region: int | None = None) -> Array:
        """Handles that write about service at a moment; n of them, some more than once."""
        h = self.handles
        can = (h.network == network) & h.service & (h.first_month <= self._month(at))
        can &= ~h.duplicate & (np.arange(len(h)) != getattr(self, "lone_handle", -1))
        if region is not None:
            own = self.people.region[np.maximum(h.customer, 0)] == region
            can &= own | (h.customer < 0)
        pool = np.flatnonzero(can)
        if not len(pool):  # a tiny company may have nobody left on a network
            pool = np.flatnonzero((h.network == network) & ~h.duplicate)
        total = np.cumsum(0.4 + np.minimum(h.activity[pool], 2.0))
        return np.asarray(pool[np.searchsorted(total, self.rng.random(n) * total[-1])])

    def _customers(self, n: int, at: int, region: int | None = None) -> Array:
        can = self.people.joined_from <= self._month(at)
        if region is not None:
            can &= self.people.region == region
        return self.rng.choice(np.flatnonzero(can), n)

    def _who(self, channel: int, n: int, at: int, region: int | None = None) -> Array:
        if channel >= p.SOCIAL_FROM:
            return self._writers(channel, n, at, region)
        return self._customers(n, at, region)

    def _outage(self) -> list[Openings]:
        start = self.clock.at(self.plan.outage_day, 17 + 2 / 3)
        region = p.REGIONS.index(p.OUTAGE_REGION)
        expected = {channel: p.OUTAGE_POSTS * part for channel, part in p.OUTAGE_NETWORKS.items()}
        made = []
        for channel, mean in {**expected, **p.OUTAGE_CONTACTS}.items():
            n = int(self.rng.poisson(mean * self.plan.scale))
            hours = self.rng.triangular(0, 1.2, p.OUTAGE_HOURS, n)
            at = start + (hours * HOUR).astype(np.int64)
            if channel in BY_APPOINTMENT:
                at = self.clock.when_open(self.rng, at, TEAM[channel], 1.0)
            made.append(openings(
                n, channel=channel, who=self._who(channel, n, start, region), published=at,
                intent=OUTAGE, theme=p.OUTAGE,
                sentiment=np.where(self.rng.random(n) < 0.7, NEGATIVE, NEUTRAL)))
        return made

    def _policy(self) -> list[Openings]:
        start, end = self.clock.at(self.plan.policy_start), self.clock.at(self.plan.policy_end)
        users = float((self.handles.activity * (self.handles.customer >= 0)).sum())
        active = float((self.people.joined_from <= self._month(start)).sum())
        made = []
        for channel in range(len(p.CHANNELS)):
            load = self.clock.load(channel, start, end) / (30.44 * 24)
            if channel < p.SOCIAL_FROM:
                usual = p.RATE[channel] * active * load
            else:
                on = (self.handles.network == channel) & (self.handles.customer >= 0)
                usual = (1 + p.OUTSIDERS) * p.POSTS_PER_USER * load * float(
                    (self.people.social_from < self.plan.months).sum()
                    * self.handles.activity[on].sum() / users)
            n = max(int(self.rng.poisson(p.POLICY_RATE * usual)), p.POLICY_LEAST)
            at = self.clock.moments(self.rng, channel, n, start, end)
            made.append(openings(
                n, channel=channel, who=self._who(channel, n, start), published=at,
                intent=BILLING, theme=p.POLICY,
                sentiment=np.where(self.rng.random(n) < 0.74, NEGATIVE, NEUTRAL)))
        return made

    def _choose_lone(self) -> int:
        """An account on X of a customer who wants service there, early enough to be angry."""
        h = self.handles
        month = self._month(self.clock.at(self.plan.lone_start))
        can = (h.customer >= 0) & (h.network == p.X) & h.service & (h.first_month <= month)
        can &= self.people.segment[np.maximum(h.customer, 0)] != 4
        # the smallest companies have nobody on X that early
        found = np.flatnonzero(can)
        return int(found[0] if len(found) else np.flatnonzero(h.customer >= 0)[0])

    def _lone(self) -> Openings:
        start = self.clock.at(self.plan.lone_start)
        at = self.clock.moments(self.rng, p.X, p.LONE_POSTS, start, start + p.LONE_DAYS * DAY)
        channel = self.handles.network[self.lone_handle]
        return openings(p.LONE_POSTS, channel=channel, who=self.lone_handle, published=at,
                        intent=COMPLAINT, theme=p.LONE, sentiment=NEGATIVE)

    def _duplicates(self) -> Openings:
        who = np.flatnonzero(self.handles.duplicate)
        start = self.clock.at(self.plan.duplicate_start)
        at = self.clock.moments(self.rng, p.X, len(who), start, start + p.DUPLICATE_DAYS * DAY)
        return openings(len(who), channel=self.handles.network[who], who=who, published=at,
                        intent=PRAISE, theme=p.DUPLICATE, sentiment=POSITIVE)

    def _mailings(self) -> list[Openings]:
        made = []
        for at, sent in enumerate(self.campaigns.sent.tolist()):
            untold = at == self.campaigns.untold
            n = int(self.rng.binomial(self.campaigns.audience[at], self.campaigns.rate[at]))
            mix = np.array(list(p.MAILING_MIX.values()))
            channel = self.rng.choice(list(p.MAILING_MIX), n, p=mix)
            hours = self.rng.gamma(p.MAILING_DELAY_SHAPE,
                                   p.MAILING_DELAY_HOURS / p.MAILING_DELAY_SHAPE, n)
            published = sent + (hours * HOUR).astype(np.int64)
            for code in p.MAILING_MIX:
                mine = np.flatnonzero(channel == code)
                times = published[mine]
                if code in BY_APPOINTMENT:
                    times = self.clock.when_open(self.rng, times, TEAM[code], 1.5)
                social = code >= p.SOCIAL_FROM
                intent = CAMPAIGN_REPLY if social and not untold else QUESTION
                mood = self.rng.choice(3, len(mine), p=(.45, .55, 0) if untold else (.25, .45, .3))
                self.caused[at] += int((times < self.clock.end).sum())
                # service was not told of the mailing, so nobody could mark its contacts
                marked = not untold and (social or code == p.EMAIL)
                made.append(openings(
                    len(mine), channel=code, who=self._who(code, len(mine), sent),
                    published=times, intent=intent, sentiment=mood,
                    theme=p.MAILING if untold else p.CAMPAIGN, campaign=at if marked else -1))
        return made
