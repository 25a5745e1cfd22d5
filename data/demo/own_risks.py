"""What the company itself should not have posted: planted with random numbers of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.clock import Clock, holidays
from data.demo.people import CARE, MARKETING, Staff
from data.demo.rows import Rows, numbered, pick, rows

Array = NDArray[Any]
FIRST_ID = 900_000_000  # beyond all others, so that theirs stay as they are
SAD_EVENT = "Tornado in Ottumwa"

PROFANITY = (
    "Well, sh1t. The new routers are late again. ^DW",
    "Our own app is crap today, we know. Hang on. ^KO",
    "What the f**k is it with this weather, the crew is soaked! ^PN",
    "Somebody tell marketing that the new ad is total bullshit. ^JT",
    "Damn, that was a long outage. Coffee for everyone! ^LB",
    "Only an idiot would plug it in like that. ^RV")
PROMISE = (
    "We will refund everyone in full by Friday, I promise. ^AK",
    "You'll get a full refund, no questions asked. ^MR",
    "We'll replace every old router free of charge, starting tomorrow. ^SC",
    "We guarantee that such an outage will never happen again. ^EH",
    "Your line will be fixed within two hours, you have our word. ^TG",
    "We'll credit you three months for the trouble. ^NF",
    "Everybody will be back online by 6 pm, 100% guaranteed. ^DW",
    "We will pay for your hotel, just send us the bill. ^PN")
PERSONAL = (
    "We called you on 312-555-0182 twice, please pick up. ^KO",
    "Your account 4820193756 is set up now. ^JT",
    "We wrote to ruth.alvarez@mail.example as you asked. ^LB",
    "The card 4111 1111 1111 1111 was declined, do you have another one? ^RV",
    "Your new number is 515-555-0147, welcome! ^MR")
ON_SAD_DAY = (
    "Flash sale, today only: 20% off the family plan! Come by!",
    "Party time!! Double data is here 🎉",
    "Treat yourself: two months free when you switch today.")
SAD_WORDS = (
    "Flooding in the basement? Our hot deal on mesh Wi-Fi does not care: 50% off!",
    "RIP slow Wi-Fi! The funeral is this week, with 30% off fiber 🎉")
OFF_HOURS = (
    "Cannot sleep? Neither can our network.",
    "Late night question: router with or without lights?",
    "Testing, testing. Please ignore.",
    "Somebody still up? Tell us your favorite movie.",
    "Night shift says hi.",
    "Up early for the street work. Good morning!")


def sad_days(plan: p.Plan) -> tuple[date, date]:
    """First day of the sad event, and the first day after it."""
    closed = set(holidays(plan))
    start = plan.day(0.74, weekday=2)
    while {start, start + timedelta(days=1)} & closed:
        start += timedelta(days=7)
    return start, start + timedelta(days=2)


class OwnRisks:
    """Posts of our own that should be flagged; they answer nobody."""

    def __init__(self, plan: p.Plan, clock: Clock, staff: Staff) -> None:
        self.plan, self.clock = plan, clock
        rng = np.random.default_rng([plan.seed, 41])
        sad, _ = sad_days(plan)
        kinds = [("profanity", PROFANITY, CARE), ("promise", PROMISE, CARE),
                 ("personal", PERSONAL, CARE), ("sensitive", ON_SAD_DAY, MARKETING),
                 ("sensitive", SAD_WORDS, MARKETING), ("off_hours", OFF_HOURS, MARKETING)]
        words: list[str] = []
        at: list[int] = []
        departments: list[int] = []
        self._kinds: list[str] = []
        for kind, texts, team in kinds:
            for text in texts:
                words.append(text)
                self._kinds.append(kind)
                departments.append(team)
                at.append(self._moment(rng, sad, text, kind))
        n = len(words)
        ids = FIRST_ID + np.arange(n)
        published = np.array(at, np.int64)
        likes = rng.poisson(12, n)
        department = np.array(departments)
        self.rows: Rows = rows(
            n, id=ids, conversation=ids, outbound=True, published=published, ingested=published,
            channel=rng.choice([p.X, p.FACEBOOK, p.INSTAGRAM], n, p=[.6, .3, .1]),
            text=np.array(words, dtype=object), department=department,
            agent=staff.choose(rng, department), likes=likes, shares=rng.binomial(likes, 0.2))

    def _moment(self, rng: np.random.Generator, sad: date, text: str, kind: str) -> int:
        """In opening hours of a working day, or well outside them."""
        if text in ON_SAD_DAY:
            return self.clock.at(sad, 10 + 6 * float(rng.random()))
        days = (self.plan.end - self.plan.start).days
        day = self.plan.start + timedelta(days=int(rng.integers(3, days - 3)))
        closed = set(holidays(self.plan))
        while day.weekday() > 4 or day in closed:
            day -= timedelta(days=1)
        hour = 9 + 8 * float(rng.random()) if kind != "off_hours" else 1 + 4 * float(rng.random())
        return self.clock.at(day, hour)

    def between(self, start: int, end: int) -> Rows:
        """The posts of a stretch of time."""
        at = self.rows["published"]
        return pick(self.rows, (at >= start) & (at < end))

    def told(self) -> dict[str, Any]:
        """Ids by kind of flag, and the sad event."""
        ids = numbered("D", self.rows["id"], 9).to_pylist()
        start, end = sad_days(self.plan)
        return {**{kind: [one for one, mine in zip(ids, self._kinds, strict=True) if mine == kind]
                   for kind in dict.fromkeys(self._kinds)},
                "event": {"name": SAD_EVENT, "start": start.isoformat(), "end": end.isoformat()}}
