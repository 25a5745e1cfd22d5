"""Phone, e-mail, chat, text messages and the store: who contacts us, and how they are answered."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import DAY, HOUR, NEVER, TEAM, Clock
from data.demo.incidents import Openings, openings, stack_openings
from data.demo.manners import CITY_WORDS, MANNERS, Ids, Manner, lognormal, seconds
from data.demo.people import CARE, RETAIL, SALES, TECHNICAL, People, Staff
from data.demo.rows import Rows, rows
from data.demo.wording import (
    FRESH_CHAT,
    FRESH_EMAIL,
    FRESH_SHORT,
    INTENTS,
    Wording,
    draw_sentiments,
)

Array = NDArray[Any]
_ASKED = np.array([INTENTS.index(name) for name in (
    "complaint", "question", "request", "billing", "outage", "delivery", "cancellation", "thanks",
    "product_interest")])
_ASKED_MIX = (.10, .20, .16, .22, .10, .07, .04, .03, .08)
_SPECIALIST = {"outage": (TECHNICAL, .55), "complaint": (TECHNICAL, .15), "request":
               (TECHNICAL, .20), "product_interest": (SALES, .75), "cancellation": (SALES, .40)}
_OVERLOAD = {p.OUTAGE: 5.0, p.MAILING: 3.0}  # times the usual wait
_OWN_WORDS = {p.POLICY: "policy", p.MAILING: "mailing", p.OUTAGE: "spike"}


class Desk:
    """Makes the rows of the traditional channels, one month at a time."""

    def __init__(self, plan: p.Plan, clock: Clock, people: People, staff: Staff, wording: Wording,
                 ids: Ids) -> None:
        self.plan, self.clock, self.people, self.staff = plan, clock, people, staff
        self.wording, self.ids = wording, ids
        self.taste = {channel: people.eager * np.array(taste)[people.segment]
                      for channel, taste in p.CHANNEL_TASTE.items()}
        self.usual = {channel: float(np.dot(p.SEGMENT_MIX, taste))
                      for channel, taste in p.CHANNEL_TASTE.items()}

    def month(self, month: int, start: int, end: int, planted: Openings) -> list[Rows]:
        """Rows of the conversations that begin in the month."""
        rng = np.random.default_rng([self.plan.seed, 11, month])
        mine = planted["channel"] < p.SOCIAL_FROM
        parts = [{name: values[mine] for name, values in planted.items()}]
        parts += [self._everyday(rng, channel, month, start, end) for channel in p.RATE]
        first = stack_openings(parts)
        every = stack_openings([first, self._repeats(rng, first)])
        made: list[Rows] = []
        for channel in p.RATE:
            here = np.flatnonzero(every["channel"] == channel)
            made += self._conversations(rng, channel, {n: v[here] for n, v in every.items()})
        return made

    def _everyday(self, rng: np.random.Generator, channel: int, month: int, start: int,
                  end: int) -> Openings:
        active = self.people.joined_from <= month
        growth = np.exp(p.GROWTH[channel] * (month - self.plan.months + 1))
        load = self.clock.load(channel, start, end) / (30.44 * 24)
        n = int(rng.poisson(p.RATE[channel] * growth * load * int(active.sum())))
        total = np.cumsum(self.taste[channel] * active)
        who = np.searchsorted(total, rng.random(n) * total[-1], side="right")
        intent = _ASKED[rng.choice(len(_ASKED), n, p=_ASKED_MIX)]
        at = self.clock.moments(rng, channel, n, start, end)
        return openings(n, channel=channel, who=who, published=at, intent=intent, theme=p.PLAIN,
                        sentiment=draw_sentiments(rng, intent))

    def _repeats(self, rng: np.random.Generator, first: Openings) -> Openings:
        """The same customers again within a week, because it was not solved."""
        again = np.flatnonzero(rng.random(len(first["who"])) < p.REPEAT_WITHIN_7_DAYS)
        n = len(again)
        wait = np.minimum(rng.exponential(2.1, n) + 0.1, 6.7) * DAY
        at = first["published"][again] + wait.astype(np.int64)
        channel = np.where(rng.random(n) < 0.3, p.PHONE, first["channel"][again])
        for code in p.RATE:
            here = np.flatnonzero(channel == code)
            at[here] = self.clock.when_open(rng, at[here], TEAM[code], 3.0) if code in (
                p.PHONE, p.CHAT, p.STORE) else at[here]
        made = openings(n, channel=channel, who=first["who"][again], published=at,
                        intent=first["intent"][again], sentiment=first["sentiment"][again],
                        theme=p.REPEAT)
        kept = at < self.clock.end
        return {name: values[kept] for name, values in made.items()}

    def _departments(self, rng: np.random.Generator, channel: int, intent: Array) -> Array:
        out = np.full(len(intent), RETAIL if channel == p.STORE else CARE)
        if channel != p.STORE:
            for name, (department, share) in _SPECIALIST.items():
                mine = (intent == INTENTS.index(name)) & (rng.random(len(intent)) < share)
                out[mine] = department
        return out

    def _conversations(self, rng: np.random.Generator, channel: int, first: Openings) -> list[Rows]:
        how, n, end = MANNERS[channel], len(first["who"]), self.clock.end
        asked = first["published"]
        slower = np.ones(n)
        for theme, times in _OVERLOAD.items():
            slower[first["theme"] == theme] = times
        seen = np.minimum(asked + seconds(rng.uniform(0, 20, n)), end - 1)
        answer = seen + seconds(lognormal(rng, how.wait * slower, how.wait_sigma, n))
        if channel in (p.EMAIL, p.SMS):
            answer = self.clock.when_open(rng, answer, TEAM[channel], 1.6)
        answered = (rng.random(n) < how.answered) & (answer < end)
        work = lognormal(rng, how.work, how.work_sigma, n)
        done = answer + seconds(work)
        later = rng.random(n) < np.where(channel == p.PHONE, 0.22, 0.12)
        done = done + np.where(later, (rng.gamma(1.2, 1.8, n) * DAY).astype(np.int64), 0)
        solved = answered & (rng.random(n) < 0.94) & (done < end)
        department = self._departments(rng, channel, first["intent"])
        agent = self.staff.choose(rng, department)
        ids = self.ids.take(n)
        city = self._cities(rng, first["who"])
        by_voice = not how.writes_back
        inbound = rows(
            n, id=ids, conversation=ids, channel=channel, customer=first["who"], published=asked,
            ingested=seen, assigned=np.where(answered, np.maximum(seen, answer - seconds(
                rng.uniform(0, 60, n))), NEVER),
            first_reply=np.where(answered, answer, NEVER), resolved=np.where(solved, done, NEVER),
            handle_seconds=np.where(answered & by_voice, np.round(work), np.nan),
            agent=np.where(answered, agent, -1), department=department,
            campaign=first["campaign"], intent=first["intent"], sentiment=first["sentiment"],
            theme=first["theme"], brand=self.people.brand[first["who"]],
            text=self._words(rng, channel, first, answered, city))
        made = [inbound]
        common = {"channel": channel, "outbound": True}
        acked = np.flatnonzero(rng.random(n) < how.acknowledged)
        made.append(self._answers(
            rng, acked, inbound, seen[acked] + seconds(rng.uniform(1, 15, len(acked))),
            f"ack_{p.CHANNELS[channel]}", automated=True, agent=-1, department=-1, **common))
        if how.writes_back:
            back = np.flatnonzero(answered)
            made.append(self._answers(
                rng, back, inbound, answer[back], _reply_symbol(channel), agent=agent[back],
                department=department[back], handle_seconds=np.round(work[back]), **common))
            made += self._goes_on(rng, how, back, inbound, made[-1], city)
        else:
            called = np.flatnonzero(answered & (rng.random(n) < 0.05)) if channel == p.PHONE \
                else np.zeros(0, np.int64)
            at = self.clock.when_open(rng, done[called] + 2 * HOUR, "phone", 2.0)
            made.append(self._answers(
                rng, called, inbound, at, "call_back", agent=agent[called],
                department=department[called], handle_seconds=np.round(work[called] * 0.5),
                **common))
        return made

    def _answers(self, rng: np.random.Generator, which: Array, asked: Rows, at: Array, symbol: str,
                 **more: Any) -> Rows:
        """Outbound rows to some of the inbound ones; those after the end are left out."""
        which, at, more = _before(self.clock.end, which, at, more)
        who = asked["customer"][which]
        words = self.wording.take(symbol, len(which), fresh=FRESH_SHORT * 4)
        words = self.wording.finish(words, brand=asked["brand"][which],
                                    city=self._cities(rng, who))
        return rows(len(which), id=self.ids.take(len(which)), reply_to=asked["id"][which],
                    conversation=asked["conversation"][which], customer=who, published=at,
                    ingested=at, text=words, brand=asked["brand"][which], **more)

    def _goes_on(self, rng: np.random.Generator, how: Manner, back: Array, asked: Rows,
                 answers: Rows, city: Array) -> list[Rows]:
        """The customer writes once more and is answered once more."""
        on = np.flatnonzero(rng.random(len(back)) < how.goes_on)
        channel = int(answers["channel"][0]) if len(back) else p.CHAT
        at = answers["published"][on] + seconds(rng.exponential(how.pause, len(on)) + 15)
        on, at, _ = _before(self.clock.end, on, at, {})
        n, opening = len(on), back[on]
        name = "email_body_followup" if channel == p.EMAIL else "chat_followup"
        words = self.wording.take(name, n, fresh=FRESH_SHORT * 3)
        words = self.wording.finish(words, brand=asked["brand"][opening], city=city[opening])
        second = rows(
            n, id=self.ids.take(n), reply_to=answers["id"][on], channel=channel,
            conversation=asked["conversation"][opening], customer=asked["customer"][opening],
            published=at, ingested=at, department=asked["department"][opening],
            agent=asked["agent"][opening], intent=asked["intent"][opening],
            sentiment=asked["sentiment"][opening], brand=asked["brand"][opening], text=words)
        reply = np.flatnonzero(rng.random(n) < 0.88)
        then = at[reply] + seconds(lognormal(rng, how.wait * 0.7, how.wait_sigma, len(reply)) + 5)
        if channel != p.CHAT:
            then = self.clock.when_open(rng, then, TEAM[channel], 1.6)
        work = np.round(lognormal(rng, how.work * 0.5, how.work_sigma, len(reply)))
        third = self._answers(
            rng, reply, second, then, _reply_symbol(channel), channel=channel, outbound=True,
            agent=second["agent"][reply], department=second["department"][reply],
            handle_seconds=work)
        return [second, third]

    def _cities(self, rng: np.random.Generator, who: Array) -> Array:
        return np.asarray(CITY_WORDS[self.people.region[who], rng.integers(0, 6, len(who))])

    def _words(self, rng: np.random.Generator, channel: int, first: Openings, answered: Array,
               city: Array) -> Array:
        """What was written; of calls and visits a note for some, and nothing for the others."""
        n = len(city)
        out = np.full(n, None, dtype=object)
        if channel in (p.PHONE, p.STORE):
            usual = 0.45 if channel == p.PHONE else 0.25
            written = answered & (rng.random(n) < np.where(first["theme"] == p.POLICY, 0.85, usual))
            form, fresh = "note_{}", FRESH_SHORT
        elif channel == p.EMAIL:
            written, form, fresh = np.ones(n, bool), "email_body_{}", FRESH_EMAIL
        else:
            written, form, fresh = np.ones(n, bool), "chat_{}", FRESH_CHAT
        kind = first["theme"] * len(INTENTS) + first["intent"]
        for code in np.unique(kind[written]).tolist():
            mine = np.flatnonzero((kind == code) & written)
            name = _OWN_WORDS.get(code // len(INTENTS), INTENTS[code % len(INTENTS)])
            out[mine] = self.wording.take(form.format(name), len(mine), fresh=fresh)
        some = np.flatnonzero(written)
        out[some] = self.wording.finish(out[some], brand=self.people.brand[first["who"][some]],
                                        city=city[some])
        return out


def _before(end: int, which: Array, at: Array, more: dict[str, Any]) -> tuple[
        Array, Array, dict[str, Any]]:
    """Only what happens before the end; what comes later is not known yet."""
    kept = at < end
    return which[kept], at[kept], {name: value[kept] if isinstance(value, np.ndarray) else value
                                   for name, value in more.items()}


def _reply_symbol(channel: int) -> str:
    return "reply_email" if channel == p.EMAIL else "reply_chat"
