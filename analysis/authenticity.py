"""Is praise genuine?  Copies of one wording, bursts of them, and posts that doubt praise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

LEAST_WORDS = 6
"""Shorter texts are alike by chance: "great service, thanks"."""
LIKE = 0.6
"""Texts are copies from this share of common pairs of words (Jaccard) on."""
WINDOW_DAYS = 7
LEAST_COPIES, LEAST_ACCOUNTS = 5, 5
_BURST, _NEW, _ALONE, _SMALL = 0.5, 0.5, 0.8, 50
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 7

_LINKS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
# What somebody passes on is not the writer's own praise, and many pass on the same.
_QUOTED = re.compile(r"""\b(?:RT|MT)\s*@.*|["“]\s*@\w+.*""", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def pairs_of_words(text: str | None) -> frozenset[str]:
    """The pairs of words in a row of a text, without links, handles, hashtags, signs and case.

    What is passed on ("RT @them: ...") does not count.  Empty for fewer than six words.
    Worked: "Best, best ISP ever so far!" gives five.
    """
    own = text if isinstance(text, str) else ""
    # Most texts hold none of these, and the slow search is spared.
    if any(sign in own for sign in ("RT", "MT", '"', "“")):
        own = _QUOTED.sub(" ", own)
    own = own.lower()
    if any(sign in own for sign in ("@", "#", "http", "www.")):
        own = _LINKS.sub(" ", own)
    words = _WORDS.findall(own)
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(f"{first} {second}" for first, second in pairwise(words))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Common pairs over all pairs (0..1); 0 where one has none."""
    both = len(first & second)
    return both / (len(first) + len(second) - both) if both else 0.0


def copies(texts: Sequence[str | None], *, like: float = LIKE,
           times: Sequence[int] | None = None) -> np.ndarray:
    """A number for each text, the same for copies of one wording; -1 for what is no copy.

    Candidates come from MinHash with banding (Broder 1997; 128 permutations in 32 bands, so two
    texts that share 0.6 of their pairs are compared in 98.8 of 100 cases), and each is checked by
    its real Jaccard share.  Each text joins the first text before it that it is like, in the order
    of how often a wording comes; so no chain of small changes ties what is unlike.
    ``times``: how often each text comes, where it is not once.
    """
    import rensa

    each, distinct = pd.factorize(pd.Series(list(texts), dtype="object"), use_na_sentinel=False)
    pairs = [pairs_of_words(text) for text in distinct]
    many = np.bincount(each, None if times is None else np.asarray(times),
                       minlength=len(pairs)).astype(np.int64)
    order: dict[frozenset[str], int] = {}
    for one, posts in zip(pairs, many.tolist(), strict=True):
        if one:
            order[one] = order.get(one, 0) + posts
    in_order = {one: sorted(one) for one in order}
    wordings = sorted(order, key=lambda one: (-order[one], in_order[one]))
    index = rensa.RMinHashLSH(like, _PERMUTATIONS, _BANDS)
    leader: list[int] = []
    for at, wording in enumerate(wordings):
        sketch = rensa.RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(in_order[wording])
        found = [one for one in sorted(index.query(sketch))
                 if jaccard(wording, wordings[one]) >= like]
        leader.append(found[0] if found else at)
        if not found:
            index.insert(at, sketch)
    group = {wording: leader[at] for at, wording in enumerate(wordings)}
    numbers = np.array([group.get(one, -1) for one in pairs], dtype=np.int64)
    counts = np.bincount(np.maximum(numbers, 0), np.where(numbers >= 0, many, 0),
                         minlength=len(wordings) or 1)
    copied = np.where((numbers >= 0) & (counts[np.maximum(numbers, 0)] > 1), numbers, -1)
    return np.asarray(copied[each])


@dataclass(frozen=True)
class Batch:
    """Posts of one wording that came together: their rows in the frame, and what speaks for it."""

    rows: tuple[int, ...]
    accounts: int
    new_accounts: int
    reasons: tuple[str, ...]


def batches(posts: pd.DataFrame) -> list[Batch]:
    """Praise of one wording from many accounts at once that hardly comes about by itself.

    ``posts``: copy (number of :func:`copies`), at (moment), account, is_new (its first post was
    within the seven days before, None where the data is too young to tell), account_posts (all it
    ever wrote), followers (may be missing).  A batch are at least five posts of at least five
    accounts within seven days; it is told where at least half of the wording's posts lie in it and
    at least half of its accounts are new.  A phrase that many use now and then is none.
    """
    many = posts["copy"].map(posts["copy"].value_counts()) >= LEAST_COPIES
    mine = posts[many & (posts["copy"] >= 0)]
    numbers = mine["copy"].to_numpy(np.int64)
    moments = mine["at"].to_numpy("datetime64[s]").astype(np.int64)
    accounts = pd.factorize(mine["account"])[0]
    # Of one wording after the other, by time; where both are the same, as the posts come.
    order = np.lexsort((moments, numbers))
    edges = [*np.flatnonzero(np.diff(numbers[order], prepend=-1)).tolist(), len(order)]
    out = []
    for begin, end in pairwise(edges):
        at = moments[order[begin:end]]
        ends = np.searchsorted(at, at + WINDOW_DAYS * 86_400)
        start = int((ends - np.arange(len(at))).argmax())
        inside = order[begin + start:begin + int(ends[start])]
        if (len(inside) >= max(LEAST_COPIES, _BURST * len(at))
                and len(np.unique(accounts[inside])) >= LEAST_ACCOUNTS):
            found = _batch(mine.iloc[inside])
            if found is not None:
                out.append(found)
    return out


def _batch(inside: pd.DataFrame) -> Batch | None:
    accounts = inside["account"].nunique()
    if accounts < LEAST_ACCOUNTS:
        return None
    each = inside.drop_duplicates("account")
    new = int(each["is_new"].fillna(False).astype(bool).sum())
    if new < _NEW * accounts:
        return None
    days = (inside["at"].max() - inside["at"].min()).days + 1
    reasons = [f"{len(inside)} posts of one wording by {accounts} accounts within "
               f"{days} {'day' if days == 1 else 'days'}",
               f"{new} of {accounts} accounts had not written before that week"]
    alone = int((each["account_posts"] <= 1).sum())
    if alone >= _ALONE * accounts:
        reasons.append(f"{alone} of them never wrote anything else")
    small = each["followers"].dropna()
    if len(small) and float(small.median()) < _SMALL:
        reasons.append(f"half of them have {small.median():.0f} followers or fewer")
    return Batch(tuple(inside.index.tolist()), accounts, new, tuple(reasons))


_PAID = r"(?:paid|pays?|paying|bought|bribed?)"
_THING = r"(?:reviews?|praise|posts?|comments?|tweets?|accounts?|followers|likes|testimonials?)"
_DOUBTS = re.compile("|".join((
    rf"\bhow much (?:do|did|are|were) (?:they|you)\b.{{0,15}}\b{_PAID}\b",
    r"\bhow much (?:are|do|did) (?:they|you) (?:pay|get)",
    rf"\b(?:fake|bought|paid|paid[- ]for|planted|scripted|sponsored|bot) {_THING}\b",
    rf"\b{_THING} (?:is|are|looks?|seems?|must be) (?:so |all |clearly |obviously )?"
    r"(?:fake|bots?|paid for|planted|scripted|bought)\b",
    r"\b(?:astroturf\w*|shills?|shilling|sock ?puppets?|click farm)\b",
    r"\b(?:obvious|hello|nice try|another|is this a|are you a|you'?re a|must be a) bots?\b",
    r"\b(?:is this|sounds like|reads like|looks like) an? (?:ad|advert|advertisement|paid post)\b",
    r"\bwho (?:pays|paid) you\b|\bpaid (?:you|them|these people) to (?:say|write|post)\b",
    r"\b(?:do|does|must|probably) (?:you |he |she |they )?work (?:for|at) (?:them|@)",
    r"\b(?:the )?same (?:words?|texts?|posts?|comments?|praise|sentence) "
    r"(?:again|from|on|in|as|word for word)\b.{0,40}"
    r"\b(?:accounts?|people|profiles?|everywhere|times)\b",
    r"\btoo good to be true\b|\bnobody (?:talks|writes) like (?:this|that)\b",
)), re.IGNORECASE)
# Without any of these no pattern fits: most texts have none, and the slow search is spared.
_HINTS = ("how much ", "fake", "bought", "paid", "planted", "scripted", "sponsored", "bot",
          "astroturf", "shill", "sock", "click farm", "is this a", "sounds like a", "reads like a",
          "looks like a", "who pays", "work for", "work at", "same ", "too good", "nobody ")


def doubts(texts: Sequence[str | None]) -> np.ndarray:
    """Whether each text doubts that praise is genuine, by written patterns.

    "How much did they pay you to write this?" does; "I paid twice" and "your chat bot" do not.
    """
    return np.array([isinstance(text, str) and _doubts(text.replace("’", "'")) for text in texts],
                    dtype=bool)


def _doubts(text: str) -> bool:
    low = text.casefold()
    return any(hint in low for hint in _HINTS) and bool(_DOUBTS.search(text))


def found_of(truth: set[Any], found: set[Any]) -> tuple[int, int, int]:
    """Found and true, found, true: what recall and precision are made of."""
    return len(truth & found), len(found), len(truth)
