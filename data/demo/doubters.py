"""Readers who doubt the planted praise: a few posts, with random numbers of their own."""

from __future__ import annotations

import numpy as np

from data.demo import plan as p
from data.demo.clock import DAY, Clock
from data.demo.handles import Handles
from data.demo.rows import Rows, numbered, pick, rows
from data.demo.wording import INTENTS, NEGATIVE, NEUTRAL

FIRST_ID = 910_000_000  # beyond all others, so that theirs stay as they are
DAYS = 6
# {who} is an account of the batch.
TEXTS = (
    "@{who} how much did they pay you to write this?",
    "@{who} same post from ten accounts today. Who pays you people?",
    "@{who} hello bot",
    "Is this an ad? I have now read the same text from five accounts about @Tessmoor",
    "@{who} nobody talks like this",
    "So many fake reviews about @Tessmoor this week, do they think we don't notice?",
    "@{who} reads like an ad to me",
    "@{who} too good to be true, my line was down all of Monday",
    "Funny how all that praise for @Tessmoor is from accounts that are two days old. Paid posts, "
    "anyone?",
    "@{who} you must work for them",
    "@Tessmoor are these paid posts? At least let them use different words",
    "@{who} obvious bot is obvious",
)


class Doubters:
    """Posts that doubt the batch of praise, by accounts of strangers."""

    def __init__(self, plan: p.Plan, clock: Clock, handles: Handles) -> None:
        rng = np.random.default_rng([plan.seed, 42])
        month = int(clock.month[clock.index(np.array([clock.at(plan.duplicate_start)]))[0]])
        can = (handles.network == p.X) & (handles.customer < 0) & ~handles.duplicate
        pool = np.flatnonzero(can & (handles.first_month <= month))
        pool = pool if len(pool) else np.flatnonzero(~handles.duplicate)
        batch = np.flatnonzero(handles.duplicate & (handles.network == p.X))
        n = len(TEXTS)
        words = [text.replace("{who}", handles.name[one].lstrip("@"))
                 for text, one in zip(TEXTS, rng.choice(batch, n), strict=True)]
        start = clock.at(plan.duplicate_start) + DAY
        published = np.sort(clock.moments(rng, p.X, n, start, start + DAYS * DAY))
        ids = FIRST_ID + np.arange(n)
        self.rows: Rows = rows(
            n, id=ids, conversation=ids, published=published, ingested=published, channel=p.X,
            handle=rng.choice(pool, n), text=np.array(words, dtype=object),
            likes=rng.poisson(3, n), shares=np.zeros(n, np.int64),
            intent=INTENTS.index("smalltalk"),
            sentiment=np.where(rng.random(n) < 0.6, NEGATIVE, NEUTRAL))

    def between(self, start: int, end: int) -> Rows:
        """The posts of a stretch of time."""
        at = self.rows["published"]
        return pick(self.rows, (at >= start) & (at < end))

    def told(self) -> list[str]:
        """Ids of the posts."""
        ids: list[str] = numbered("D", self.rows["id"], 9).to_pylist()
        return ids

