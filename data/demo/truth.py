"""What was planted, as numbers that a test of the analysis must find again.

Keys of the truth (all JSON; moments are UTC, days are local to ``period.timezone``):

- ``customers``, ``months``, ``seed``, ``period`` {start, end, timezone}: the run; end is exclusive.
- ``counts``: interactions by ``channel|direction``, ``interactions`` and ``social_inbound`` totals.
- ``social_share``: the hidden trait. ``parameters``; ``by_month`` {month[], segment[], customers[],
  on_social[], on_social_for_service[]} counts customers who are on social media for us;
  ``last_month`` {segment: share}, ``overall`` shares of the last month; ``posted`` {segment:
  {customers, posted, posted_service}} counts those who really posted in the period, matched or not.
- ``posts``: {interaction_id[], purpose[], intent[], sentiment[]} of inbound posts, every
  ``every``-th of them in the order of the ids given (``every`` is 1 up to 200,000 posts).
- ``outage``: {start, end, region, channels, expected_extra, extra {channel: rows}}.
- ``policy_fault``: {theme, words, start, end, rate, channels, extra, authors {channel: distinct}}.
- ``lone_customer``: {handle, network, customer_id, words, start, end, posts}.
- ``mailing``: {campaign_id, sent_at, audience, rate, contacts, extra, mix, delay_hours {shape,
  mean}, per_hour: contacts in each of the first 72 hours}.
- ``campaigns``: [{campaign_id, audience, rate, contacts, marked}] of the campaigns service knew
  of; ``marked`` contacts carry the campaign's id.
- ``waiting``: {shape, scale_hours, give_up_hours, meaning, conversations, further_negative}; and
  ``negative_after_reply``, the constant chance of a negative post after an answer.
- ``duplicate_praise``: {text, start, end, posts, handles[]}.
- ``doubting_posts``: interaction_id of posts by strangers who doubt that praise, in its days and
  the week after.
- ``handles``: {owned: {handle[], network[], customer_id[], in_crm[]}, strangers,
  seen_share_in_crm}; strangers are accounts seen that belong to no customer.
- ``survey``: {response {segment, tier, young, social}, waves[]}: chances relative to each other,
  and for each wave the true shares beside the shares among the answers.
- ``own_posts``: posts of our own that should not have been published, by what is wrong with them:
  ``profanity``, ``promise``, ``personal``, ``sensitive``, ``off_hours`` are lists of
  interaction_id; ``event`` {name, start, end} is the sad event of the settings (end exclusive).
  They are counted in ``counts`` and nowhere else.
- ``repeat_within_7_days``: share of first contacts on traditional channels that is followed by one
  more of the same customer within seven days (before the end).
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import HOUR, SECOND, Clock
from data.demo.handles import Handles
from data.demo.people import People
from data.demo.reference import Campaigns
from data.demo.rows import Rows, numbered
from data.demo.wording import INTENTS, POSITIVE, PURPOSE_OF, PURPOSES, SENTIMENTS

Array = NDArray[Any]


def iso(at: int) -> str:
    """A moment in words."""
    return datetime.fromtimestamp(at // SECOND, UTC).isoformat()


class Ledger:
    """Counts what really leaves the generator, row by row."""

    def __init__(self, plan: p.Plan, clock: Clock, people: People, handles: Handles,
                 campaigns: Campaigns) -> None:
        self.plan, self.clock, self.people, self.handles = plan, clock, people, handles
        self.campaigns = campaigns
        expected = 47_000 * plan.scale * plan.months / 24
        self.every = max(1, int(np.ceil(expected / p.POSTS_IN_TRUTH)))
        self.counts: Counter[str] = Counter()
        self.themes: Counter[tuple[int, int]] = Counter()
        self.authors: dict[int, list[Array]] = {}
        self.contacts = np.zeros(len(campaigns.name), np.int64)
        self.per_hour = np.zeros(72, np.int64)
        self.critics = 0
        self.posted = np.zeros(len(people), bool)
        self.posted_service = np.zeros(len(people), bool)
        self.seen = np.zeros(len(handles), bool)
        self.posts: list[tuple[Array, Array, Array]] = []

    def enter(self, some: Rows) -> None:
        """Count rows that leave."""
        names = np.array(p.CHANNELS)
        for code in range(len(p.CHANNELS)):
            here = some["channel"] == code
            for word, way in (("inbound", ~some["outbound"]), ("outbound", some["outbound"])):
                self.counts[f"{names[code]}|{word}"] += int((here & way).sum())
        inbound = ~some["outbound"]
        for theme in np.unique(some["theme"]).tolist():
            for code in range(len(p.CHANNELS)):
                mine = inbound & (some["theme"] == theme) & (some["channel"] == code)
                self.themes[theme, code] += int(mine.sum())
                if theme == p.POLICY:
                    who = some["handle" if code >= p.SOCIAL_FROM else "customer"][mine]
                    self.authors.setdefault(code, []).append(who)
        mailed = some["published"][inbound & (some["theme"] == p.MAILING)]
        hour = (mailed - self.campaigns.sent[self.campaigns.untold]) // HOUR
        self.per_hour += np.bincount(hour[(hour >= 0) & (hour < 72)], minlength=72)
        known = inbound & (some["theme"] == p.CAMPAIGN) & (some["campaign"] >= 0)
        self.contacts += np.bincount(some["campaign"][known], minlength=len(self.contacts))
        self._posts(some, inbound & (some["channel"] >= p.SOCIAL_FROM))

    def _posts(self, some: Rows, social: Array) -> None:
        intent, sentiment = some["intent"][social], some["sentiment"][social]
        ids, who = some["id"][social], some["handle"][social]
        service = PURPOSE_OF[intent] == 0
        opened = some["conversation"][social] == ids
        lone = some["theme"][social] == p.LONE
        thanks = intent == INTENTS.index("thanks")
        self.critics += int((opened & service & ~thanks & ~lone & (sentiment != POSITIVE)).sum())
        self.seen[who] = True
        owner = self.handles.customer[who]
        self.posted[owner[owner >= 0]] = True
        self.posted_service[owner[(owner >= 0) & service]] = True
        kept = ids % self.every == 0
        self.posts.append((ids[kept], intent[kept], sentiment[kept]))

    def _extra(self, theme: int) -> dict[str, int]:
        return {p.CHANNELS[code]: self.themes[theme, code] for code in range(len(p.CHANNELS))
                if self.themes[theme, code]}

    def told(self) -> dict[str, Any]:
        """The counted truths."""
        ids, intent, sentiment = (np.concatenate(part) for part in zip(*self.posts, strict=True))
        order = np.argsort(ids, kind="stable")
        intent, sentiment = intent[order], sentiment[order]
        purpose = PURPOSE_OF[intent]
        inbound = {name: n for name, n in self.counts.items() if name.endswith("inbound")}
        posts = sum(inbound.get(f"{name}|inbound", 0) for name in p.CHANNELS[p.SOCIAL_FROM:])
        chasers = sum(self.themes[p.CHASER, code] for code in range(len(p.CHANNELS)))
        segment = self.people.segment
        return {
            "counts": {**dict(sorted(self.counts.items())), "social_inbound": posts,
                       "interactions": sum(self.counts.values())},
            "posts": {
                "every": self.every,
                "interaction_id": numbered("D", ids[order], 9).to_pylist(),
                "purpose": np.array(PURPOSES)[purpose].tolist(),
                "intent": np.array(INTENTS)[intent].tolist(),
                "sentiment": np.array(SENTIMENTS)[sentiment].tolist(),
            },
            "posted": {name: {
                "customers": int((segment == code).sum()),
                "posted": int((self.posted & (segment == code)).sum()),
                "posted_service": int((self.posted_service & (segment == code)).sum()),
            } for code, name in enumerate(p.SEGMENTS)},
            "outage_extra": self._extra(p.OUTAGE),
            "policy_extra": self._extra(p.POLICY),
            "policy_authors": {p.CHANNELS[code]: len(np.unique(np.concatenate(parts)))
                               for code, parts in sorted(self.authors.items())},
            "lone_posts": sum(self._extra(p.LONE).values()),
            "mailing_extra": self._extra(p.MAILING),
            "mailing_per_hour": self.per_hour.tolist(),
            "duplicates": sum(self._extra(p.DUPLICATE).values()),
            "conversations": self.critics, "further_negative": chasers,
            "campaign_contacts": self.contacts.tolist(),
            "strangers": int((self.seen & (self.handles.customer < 0)).sum()),
            "seen_share_in_crm": float(self.handles.known[self.seen].mean()),
        }


def social_by_month(plan: p.Plan, people: People) -> dict[str, list[Any]]:
    """Customers, those on social media, and those there for service, by month and segment."""
    out: dict[str, list[Any]] = {name: [] for name in (
        "month", "segment", "customers", "on_social", "on_social_for_service")}
    for month, name in enumerate(p.month_names(plan)):
        for code, segment in enumerate(p.SEGMENTS):
            mine = (people.joined_from <= month) & (people.segment == code)
            on = mine & (people.social_from <= month)
            for key, value in zip(out, (name, segment, int(mine.sum()), int(on.sum()),
                                        int((on & people.service).sum())), strict=True):
                out[key].append(value)
    return out

