"""Social networks: who posts, what is answered and how late, and what waiting does."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import DAY, HOUR, NEVER, Clock
from data.demo.handles import Handles
from data.demo.incidents import CAMPAIGN_REPLY, Openings, openings, stack_openings
from data.demo.manners import CITY_WORDS, Ids, lognormal, seconds
from data.demo.people import CARE, MARKETING, SALES, TECHNICAL, People, Staff
from data.demo.reference import Campaigns
from data.demo.rows import Rows, rows
from data.demo.wording import (
    FRESH_SHORT,
    INTENTS,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    PURPOSE_OF,
    PURPOSES,
    Wording,
    draw_intents,
)

Array = NDArray[Any]
# Purposes of people who want service here, of those who do not, of strangers who might.
_MIX_SERVICE = (0.77, 0.16, 0.07)
_MIX_OTHER = (0.0, 0.79, 0.21)
_ANSWERED = {"service": 0.83, "marketing": 0.30, "other": 0.03}
_WAIT_MINUTES, _WAIT_SIGMA, _WAIT_LONGEST = 100.0, 1.55, 9 * 24 * 60.0
_OVERLOAD = 4.0
COMPLAINT, THANKS, REQUEST = (INTENTS.index(name) for name in ("complaint", "thanks", "request"))
_WHO = {"service": ((CARE, .68), (TECHNICAL, .20), (MARKETING, .12)),
        "marketing": ((MARKETING, .78), (SALES, .14), (CARE, .08)),
        "other": ((MARKETING, .8), (CARE, .2))}


class Social:
    """Makes the rows of the social networks, one month at a time."""

    def __init__(self, plan: p.Plan, clock: Clock, people: People, handles: Handles, staff: Staff,
                 campaigns: Campaigns, wording: Wording, ids: Ids) -> None:
        self.plan, self.clock, self.people, self.handles = plan, clock, people, handles
        self.staff, self.campaigns, self.wording, self.ids = staff, campaigns, wording, ids
        # the company's own posts name a campaign that is running, never the untold one
        self._named = np.array(campaigns.name, dtype=object)

    def month(self, month: int, start: int, end: int, planted: Openings) -> list[Rows]:
        """Rows of the conversations that begin in the month, and the company's own posts."""
        rng = np.random.default_rng([self.plan.seed, 12, month])
        mine = planted["channel"] >= p.SOCIAL_FROM
        first = stack_openings([self._everyday(rng, month, start, end),
                                {name: values[mine] for name, values in planted.items()}])
        return [*self._conversations(rng, first), self._own_posts(rng, start, end)]

    def _everyday(self, rng: np.random.Generator, month: int, start: int, end: int) -> Openings:
        h = self.handles
        load = self.clock.load(p.X, start, end) / (30.44 * 24)
        users = int((self.people.social_from <= month).sum())
        weight = h.activity * (h.first_month <= month)
        parts = []
        for ours, rate in ((True, 1.0), (False, p.OUTSIDERS)):
            total = np.cumsum(weight * ((h.customer >= 0) == ours))
            n = int(rng.poisson(p.POSTS_PER_USER * rate * users * load)) if total[-1] > 0 else 0
            who = np.searchsorted(total, rng.random(n) * max(total[-1], 1e-9), side="right")
            dice = rng.random(n)
            mix = np.where(h.service[who][:, None], np.cumsum(_MIX_SERVICE), np.cumsum(_MIX_OTHER))
            purpose = (dice[:, None] > mix[:, :2]).sum(axis=1)
            intent, sentiment = draw_intents(rng, purpose)
            at = self.clock.moments(rng, p.X, n, start, end)
            part = openings(n, channel=h.network[who], who=who, published=at, intent=intent,
                            sentiment=sentiment, theme=p.PLAIN)
            latest = self._latest(at)
            recent = (intent == CAMPAIGN_REPLY) & (at - self.campaigns.sent[latest] < 21 * DAY)
            recent &= (at > self.campaigns.sent[latest]) & (rng.random(n) < 0.6)
            part["campaign"] = np.where(recent, latest, -1)
            parts.append(part)
        return stack_openings(parts)

    def _latest(self, at: Array) -> Array:
        """The newest campaign at each moment that service was told of."""
        told = np.flatnonzero(np.arange(len(self.campaigns.sent)) != self.campaigns.untold)
        place = np.searchsorted(self.campaigns.sent[told], at, side="right") - 1
        return told[np.maximum(place, 0)]

    def _waits(self, rng: np.random.Generator, first: Openings) -> tuple[Array, Array]:
        """When each post is answered, and whether."""
        n = len(first["who"])
        busy = np.where(first["theme"] == p.OUTAGE, _OVERLOAD, 1.0)
        minutes = np.minimum(lognormal(rng, _WAIT_MINUTES * busy, _WAIT_SIGMA, n), _WAIT_LONGEST)
        answer = first["published"] + seconds(60 * minutes + 60)
        answer = self.clock.when_open(rng, answer, "social", 1.2)
        chance = np.array([_ANSWERED[name] for name in PURPOSES])[PURPOSE_OF[first["intent"]]]
        return answer, (rng.random(n) < chance) & (first["theme"] != p.DUPLICATE)

    def _conversations(self, rng: np.random.Generator, first: Openings) -> list[Rows]:
        n, asked, end = len(first["who"]), first["published"], self.clock.end
        answer, answered = self._waits(rng, first)
        answered &= answer < end
        purpose = PURPOSE_OF[first["intent"]]
        department = np.full(n, CARE)
        for code, name in enumerate(PURPOSES):
            mine = np.flatnonzero(purpose == code)
            who, share = zip(*_WHO[name], strict=True)
            department[mine] = rng.choice(who, len(mine), p=share)
        agent = self.staff.choose(rng, department)
        solved = answered & (rng.random(n) < 0.8)
        done = answer + seconds(lognormal(rng, 1800, 1.2, n))
        opening = self._posts(rng, first, ids=(ids := self.ids.take(n)), conversation=ids,
                              reply_to=np.full(n, NEVER), resolved=np.where(
                                  solved & (done < end), done, NEVER))
        critic = (purpose == 0) & (first["intent"] != THANKS) & (first["sentiment"] != POSITIVE)
        more = self._more(rng, first, ids, answer, answered, critic)
        facebook = np.flatnonzero((first["channel"] == p.FACEBOOK) & (purpose == 0)
                                  & (rng.random(n) < 0.25))
        acks = self._replies(facebook, first, opening, asked[facebook] + seconds(
            rng.uniform(2, 20, len(facebook))), "ack_social", automated=True)
        made = [opening, more, acks]
        for code, name in enumerate(PURPOSES):
            mine = np.flatnonzero(answered & (purpose == code))
            made.append(self._replies(
                mine, first, opening, answer[mine], f"reply_{name}", agent=agent[mine],
                department=department[mine],
                handle_seconds=np.round(lognormal(rng, 210, 0.6, len(mine)))))
        return made

    def _more(self, rng: np.random.Generator, first: Openings, ids: Array, answer: Array,
              answered: Array, critic: Array) -> Rows:
        """Further posts: a critic's while waiting, then what people write once answered."""
        n = len(ids)
        asked = first["published"]
        lone = first["theme"] == p.LONE  # his posts are counted, so none is added
        hours = p.WAIT_SCALE_HOURS * rng.exponential(1, n) ** (1 / p.WAIT_SHAPE)
        again = asked + (hours * HOUR).astype(np.int64) + 1
        before = np.where(answered, again < answer, True) & (hours < p.WAIT_GIVE_UP_HOURS)
        chase = np.flatnonzero(critic & before & ~lone)
        after = answer + seconds(lognormal(rng, 2400, 1.3, n) + 20)
        dice = rng.random(n)
        bad = p.NEGATIVE_AFTER_REPLY
        kinds = (dice < bad, (dice >= bad) & (dice < bad + .15), (dice >= bad + .15)
                 & (dice < bad + .33))
        parts = [_further(first, ids, chase, again, COMPLAINT, NEGATIVE, p.CHASER)]
        for mine, intent, feeling in zip(kinds, (COMPLAINT, REQUEST, THANKS),
                                         (NEGATIVE, NEUTRAL, POSITIVE), strict=True):
            some = np.flatnonzero(mine & answered & critic & ~lone)
            parts.append(_further(first, ids, some, after, intent, feeling, p.REPEAT))
        made = stack_openings([part for part, _ in parts])
        roots = np.concatenate([root for _, root in parts])
        kept = made["published"] < self.clock.end
        made, roots = {name: values[kept] for name, values in made.items()}, roots[kept]
        return self._posts(rng, made, ids=self.ids.take(len(roots)), conversation=roots,
                           reply_to=roots, resolved=np.full(len(roots), NEVER))

    def _posts(self, rng: np.random.Generator, first: Openings, *, ids: Array, conversation: Array,
               reply_to: Array, resolved: Array) -> Rows:
        """Inbound rows with their words."""
        h, who, at = self.handles, first["who"], first["published"]
        n = len(who)
        region = np.where(h.customer[who] >= 0, self.people.region[h.customer[who]],
                          rng.integers(0, 5, n))
        region = np.where(first["theme"] == p.OUTAGE, p.REGIONS.index(p.OUTAGE_REGION), region)
        city = CITY_WORDS[region, rng.integers(0, 6, n)]
        lone_day = (at - self.clock.at(self.plan.lone_start)) // DAY + 2
        named = np.where(first["campaign"] >= 0, first["campaign"], self._latest(at))
        words = self.wording.posts(
            rng, intent=first["intent"], sentiment=first["sentiment"], theme=first["theme"],
            network=first["channel"], brand=h.brand[who], city=city,
            campaign=self._named[named], day=lone_day)
        seen = np.minimum(at + seconds(rng.exponential(45, n) + 2), self.clock.end - 1)
        assigned = seen + seconds(rng.exponential(900, n))
        known = (PURPOSE_OF[first["intent"]] == 0) & (assigned < self.clock.end)
        liked = rng.lognormal(-0.7, 1.3, n) * (1 + h.followers[who] / 2_000)
        likes = rng.poisson(np.minimum(liked, 3_000))
        return rows(
            n, id=ids, conversation=conversation, reply_to=reply_to, channel=first["channel"],
            handle=who, text=words, published=at, ingested=seen, resolved=resolved,
            assigned=np.where(known, assigned, NEVER), campaign=first["campaign"],
            likes=likes, shares=rng.binomial(likes, 0.12), brand=h.brand[who],
            intent=first["intent"], sentiment=first["sentiment"], theme=first["theme"])

    def _replies(self, which: Array, first: Openings, asked: Rows, at: Array, symbol: str,
                 **more: Any) -> Rows:
        """The company's public answers."""
        kept = at < self.clock.end
        which, at = which[kept], at[kept]
        more = {name: value[kept] if isinstance(value, np.ndarray) else value
                for name, value in more.items()}
        brand = asked["brand"][which]
        words = self.wording.finish(
            self.wording.take(symbol, len(which), fresh=FRESH_SHORT * 6), brand=brand,
            city=CITY_WORDS[asked["id"][which] % 5, asked["id"][which] % 6])
        names = self.handles.name[first["who"][which]]
        on_x = asked["channel"][which] == p.X
        words = np.where(on_x, "@" + names + " " + words, words)
        return rows(len(which), id=self.ids.take(len(which)), reply_to=asked["id"][which],
                    conversation=asked["conversation"][which], outbound=True, published=at,
                    channel=asked["channel"][which], ingested=at, text=words, brand=brand, **more)

    def _own_posts(self, rng: np.random.Generator, start: int, end: int) -> Rows:
        """What marketing publishes unasked, in office hours."""
        n = int(rng.poisson(52 * min(max(self.plan.scale, 0.1), 3.0)))
        at = np.sort(self.clock.moments(rng, p.EMAIL, n, start, end))
        latest = self._latest(at)
        ids = self.ids.take(n)
        words = self.wording.finish(
            self.wording.take("own_post", n, fresh=FRESH_SHORT * 6), brand=np.zeros(n, np.int64),
            city=CITY_WORDS[rng.integers(0, 5, n), rng.integers(0, 6, n)],
            campaign=self._named[latest])
        about = np.array([self._named[one] in text for one, text in
                          zip(latest.tolist(), words.tolist(), strict=True)], dtype=bool)
        likes = rng.poisson(rng.lognormal(3.0, 0.8, n))
        return rows(n, id=ids, conversation=ids, outbound=True, published=at, ingested=at,
                    channel=rng.choice([p.X, p.FACEBOOK, p.INSTAGRAM], n, p=[.4, .35, .25]),
                    text=words, department=MARKETING,
                    agent=self.staff.choose(rng, np.full(n, MARKETING)), likes=likes,
                    shares=rng.binomial(likes, 0.2), campaign=np.where(about, latest, -1))


def _further(first: Openings, ids: Array, which: Array, at: Array, intent: int, sentiment: int,
             theme: int) -> tuple[Openings, Array]:
    """Another post by the same account in the same conversation, and that conversation."""
    made = openings(len(which), channel=first["channel"][which], who=first["who"][which],
                    published=at[which], intent=intent, sentiment=sentiment, theme=theme)
    return made, ids[which]
