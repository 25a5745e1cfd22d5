"""Brand words: terms that mean something else here, applied on top of every engine.

An entry may change what the engines get to read (``reads_as``), or what they have said: another
label, a shift of the label, another purpose or intent.  The engines' own numbers, polarity and
subjectivity, are those of what they read.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from analysis.purpose_rules import FALLBACK_INTENT, INTENTS
from analysis.sentiment import SENTIMENTS


@dataclass(frozen=True)
class Expected:
    """A test sentence and what must be read in it; an empty label is not asked for."""

    text: str
    sentiment: str = ""
    purpose: str = ""
    intent: str = ""
    line: int = 1


@dataclass(frozen=True)
class Entry:
    """Terms of one meaning, and what follows where one stands in a text.

    A term is a word or words in a row, as whole words and in any case (``match_case``: as
    written); ``word*`` is a beginning.  Where one of ``unless`` stands in the text too, the entry
    does not hold.  ``reads_as``: what engines read in place of the term, "" for nothing, None for
    the term itself.  ``shift``: steps from negative over neutral to positive, after ``sentiment``.
    """

    name: str
    terms: tuple[str, ...]
    meaning: str
    reads_as: str | None = None
    sentiment: str = ""
    shift: int = 0
    purpose: str = ""
    intent: str = ""
    match_case: bool = False
    unless: tuple[str, ...] = ()
    tests: tuple[Expected, ...] = ()
    line: int = 1

    @property
    def does_nothing(self) -> bool:
        """Whether nothing follows from the terms."""
        return self.reads_as is None and not (
            self.sentiment or self.shift or self.purpose or self.intent)


@dataclass(frozen=True)
class Lexicon:
    """All entries; where two disagree, the first holds (shifts add up)."""

    entries: tuple[Entry, ...] = ()

    @property
    def version(self) -> str:
        """What scores depend on: a hash of all but names, meanings and tests; "none" if empty."""
        if not self.entries:
            return "none"
        said = [(one.terms, one.reads_as, one.sentiment, one.shift, one.purpose, one.intent,
                 one.match_case, one.unless) for one in self.entries]
        return f"lexicon/1-{hashlib.sha256(repr(said).encode()).hexdigest()[:10]}"

    @property
    def candidates(self) -> str:
        """A pattern (RE2, any case) that finds every text in which an entry may hold."""
        return "(?i)" + "|".join(_loose(term) for one in self.entries for term in one.terms)


class Hit(NamedTuple):
    """An entry that holds in a text, and the words that it was found by."""

    entry: Entry
    found: tuple[str, ...]


def hits(lexicon: Lexicon, text: str | None) -> list[Hit]:
    """The entries that hold in a text, in the lexicon's order."""
    said = text if isinstance(text, str) else ""
    out = []
    for one in lexicon.entries:
        words = tuple(dict.fromkeys(found.group() for found in _pattern(one).finditer(said)))
        if words and not (one.unless and _pattern_of(one.unless, False).search(said)):
            out.append(Hit(one, words))
    return out


def reading(lexicon: Lexicon, text: str) -> str:
    """The text as engines get it.  Worked: with "sick" read as "great", "so sick!" is "so great!".
    """
    for one in hits(lexicon, text):
        if one.entry.reads_as is not None:
            said = one.entry.reads_as
            text = _pattern(one.entry).sub(lambda _, said=said: said, text)  # type: ignore[misc]
    return text


def adjusted(lexicon: Lexicon, texts: Sequence[str], scores: pd.DataFrame) -> pd.DataFrame:
    """The scores with what the entries say, row by row; other columns stay as they are.

    ``scores``: sentiment, sentiment_confidence, purpose, intent, purpose_confidence, as the engines
    gave them for :func:`reading`.  A label that an entry sets has no confidence (NaN): nobody has
    measured how often it is right.
    """
    out = scores.reset_index(drop=True)
    label, purpose, intent = (out[name].astype("object").tolist()
                              for name in ("sentiment", "purpose", "intent"))
    sure = out["sentiment_confidence"].astype(float).tolist()
    aim_sure = out["purpose_confidence"].astype(float).tolist()
    for at, text in enumerate(texts):
        found = [one.entry for one in hits(lexicon, text)]
        mood = next((one.sentiment for one in found if one.sentiment), label[at])
        # A language that the engines cannot read has no label that could be shifted.
        moved = (_moved(mood, sum(one.shift for one in found)) if isinstance(mood, str)
                 else label[at])
        if isinstance(mood, str) and moved != label[at]:
            label[at], sure[at] = moved, math.nan
        wanted = next(((one.purpose, one.intent) for one in found if one.purpose or one.intent),
                      None)
        if wanted is not None:
            aim = _aim(*wanted, now=(purpose[at], intent[at]))
            if aim != (purpose[at], intent[at]):
                (purpose[at], intent[at]), aim_sure[at] = aim, math.nan
    return out.assign(
        sentiment=pd.Series(label, dtype="str"), sentiment_confidence=sure,
        purpose=pd.Series(purpose, dtype="str"), intent=pd.Series(intent, dtype="str"),
        purpose_confidence=aim_sure)


def purpose_of(intent: str) -> str:
    """The purpose that an intent belongs to, or "" for an unknown one."""
    return next((purpose for purpose, intents in INTENTS.items() if intent in intents), "")


def effect_words(entry: Entry) -> str:
    """What an entry does: "read as “great”; positive; marketing"."""
    parts = []
    if entry.reads_as is not None:
        parts.append(f"engines read “{entry.reads_as}”" if entry.reads_as else
                     "engines do not read it")
    if entry.sentiment:
        parts.append(f"makes the post {entry.sentiment}")
    if entry.shift:
        steps = "a step" if abs(entry.shift) == 1 else f"{abs(entry.shift)} steps"
        parts.append(f"moves the label {steps} to the "
                     f"{'positive' if entry.shift > 0 else 'negative'}")
    aim = " / ".join(one.replace("_", " ") for one in (entry.purpose, entry.intent) if one)
    if aim:
        parts.append(f"makes the post {aim}")
    return "; ".join(parts)


def _moved(label: str, steps: int) -> str:
    if not steps or label not in SENTIMENTS:
        return label
    return SENTIMENTS[min(max(SENTIMENTS.index(label) + steps, 0), len(SENTIMENTS) - 1)]


def _aim(purpose: str, intent: str, *, now: tuple[str, str]) -> tuple[str, str]:
    """Purpose and intent after an entry; what it leaves out is kept or falls to the usual one."""
    if intent:
        return purpose_of(intent) or purpose or now[0], intent
    return purpose, now[1] if now[1] in INTENTS[purpose] else FALLBACK_INTENT[purpose]


def _pattern(entry: Entry) -> re.Pattern[str]:
    return _pattern_of(entry.terms, entry.match_case)


@lru_cache(maxsize=512)
def _pattern_of(terms: tuple[str, ...], match_case: bool) -> re.Pattern[str]:
    """Whole words, the longest term first; a term that ends in * may go on."""
    parts = []
    for term in sorted(terms, key=len, reverse=True):
        ends = r"\w*" if term.endswith("*") else r"(?!\w)"
        words = [re.escape(word) for word in term.rstrip("*").split()]
        parts.append(r"(?<!\w)" + r"\s+".join(words) + ends)
    return re.compile("|".join(parts), 0 if match_case else re.IGNORECASE)


def _loose(term: str) -> str:
    """The term for RE2: words and what may stand between them, without a look around."""
    words = term.rstrip("*").split()
    return r"\s+".join("".join(one if one.isalnum() else f"\\x{{{ord(one):x}}}" for one in word)
                       for word in words)
