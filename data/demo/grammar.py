"""A small grammar: templates with named slots, expanded for thousands of texts at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Phrases = Mapping[str, Sequence[str]]
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(^|[.!?]\s+)(?!https?:)([a-z])")
_SLANG = (("please", "pls"), ("because", "cuz"), ("really", "rly"), ("you", "u"), ("your", "ur"),
          ("tomorrow", "tmrw"), ("going to", "gonna"), ("want to", "wanna"), ("though", "tho"),
          ("thanks", "thx"), ("right now", "rn"), ("to be honest", "tbh"), ("and", "&"))


class Grammar:
    """Phrases by symbol; ``{other}`` inside a phrase stands for any phrase of that symbol."""

    def __init__(self, *tables: Phrases) -> None:
        self._plain: dict[str, Array] = {}
        self._parts: dict[str, list[list[str]]] = {}
        for table in tables:
            for symbol, phrases in table.items():
                if symbol in self._plain:
                    raise ValueError(f"the symbol {symbol!r} is written twice")
                self._plain[symbol] = np.array(phrases, dtype=object)
                self._parts[symbol] = [_SLOT.split(phrase) for phrase in phrases]
        wanted = {slot for many in self._parts.values() for parts in many for slot in parts[1::2]}
        if missing := sorted(wanted - set(self._parts)):
            raise ValueError(f"no phrases for {', '.join(missing)}")

    def write(self, rng: np.random.Generator, symbol: str, n: int) -> Array:
        """n texts of a symbol, as an object array."""
        chosen = rng.integers(len(self._plain[symbol]), size=n)
        out = self._plain[symbol][chosen]
        for at, parts in enumerate(self._parts[symbol]):
            if len(parts) > 1:
                mine = np.flatnonzero(chosen == at)
                if len(mine):
                    out[mine] = self._fill(rng, parts, len(mine))
        return out

    def _fill(self, rng: np.random.Generator, parts: list[str], n: int) -> Array:
        text = np.full(n, parts[0], dtype=object)
        for at in range(1, len(parts), 2):
            text = text + self.write(rng, parts[at], n) + parts[at + 1]
        return text


def sentence_case(texts: Array) -> Array:
    """Capitals at the start of each sentence."""
    upper = [_SENTENCE.sub(lambda m: m[1] + m[2].upper(), text) for text in texts]
    return np.array(upper, dtype=object)


def roughen(rng: np.random.Generator, texts: Array, *, share: float = 0.42) -> Array:
    """The same texts as people type them: a share of them with typos, slang, lower case."""
    out = texts.copy()
    mine = np.flatnonzero(rng.random(len(texts)) < share)
    habits = rng.integers(0, len(_HABITS), len(mine))
    dice = rng.integers(0, 1 << 30, len(mine))
    for at, habit, die in zip(mine.tolist(), habits.tolist(), dice.tolist(), strict=True):
        out[at] = _HABITS[habit](out[at], die)
    return out


def _lower(text: str, die: int) -> str:
    return text.lower()


def _no_full_stop(text: str, die: int) -> str:
    return text.rstrip(".")


def _no_apostrophes(text: str, die: int) -> str:
    return text.replace("'", "")


def _swapped(text: str, die: int) -> str:
    """Two neighbouring letters of one longer word in the wrong order."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if long:
        at = long[die % len(long)]
        cut = 1 + die % (len(words[at]) - 3)
        word = words[at]
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2:]
    return " ".join(words)


def _dropped(text: str, die: int) -> str:
    """One letter of one longer word missing."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if long:
        at = long[die % len(long)]
        cut = 1 + die % (len(words[at]) - 2)
        words[at] = words[at][:cut] + words[at][cut + 1:]
    return " ".join(words)


def _shouted(text: str, die: int) -> str:
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if 3 < len(word) < 12 and word.isalpha()]
    if long:
        at = long[die % len(long)]
        words[at] = words[at].upper()
    return " ".join(words)


def _slang(text: str, die: int) -> str:
    out = f" {text} "
    for plain, short in _SLANG:
        out = out.replace(f" {plain} ", f" {short} ")
    return out[1:-1]


def _lazy(text: str, die: int) -> str:
    return _no_apostrophes(_slang(text.lower(), die), die).rstrip(".")


def _emphatic(text: str, die: int) -> str:
    return text[:-1] + "!" * (1 + die % 3) if text.endswith((".", "!")) else text


_HABITS = (_lower, _no_full_stop, _no_full_stop, _no_apostrophes, _swapped, _dropped, _shouted,
           _slang, _slang, _lazy, _lazy, _emphatic)
