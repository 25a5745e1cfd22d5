"""Phrases whose words say the opposite of what they mean, written so that any engine reads them.

A word list and a model of words read "can't fault it" and "no complaints" as trouble, "thanks for
nothing" and "oh great, another outage" as praise.  Labelled posts hold too few of each to learn
from, so they are said in plain words before the trained engines read.  What is meant in both ways
("you killed it", "nice try") and what is a word of some brands ("that's sick") is not among them.
"""

from __future__ import annotations

import hashlib
from functools import cache

from analysis.engines.idioms_blame import BLAME
from analysis.engines.idioms_praise import PRAISE

IDIOMS = (*PRAISE, *BLAME)
_LOOKED_FOR = tuple((word, one) for one in IDIOMS for word in one.words)


@cache
def version() -> str:
    """A hash of the idioms: scores that were made with others are made anew."""
    said = "\n".join(f"{one.phrase.pattern}\t{one.plain}" for one in IDIOMS)
    return hashlib.sha256(said.encode()).hexdigest()[:6]


def in_plain_words(text: str) -> str:
    """The text with each idiom in plain words.

    Worked: "Can't fault the staff" gives "excellent, very happy with the staff".
    """
    small = text.lower()
    for word, one in _LOOKED_FOR:
        if word in small:
            text = one.phrase.sub(one.plain, text)
    return text
