"""TextBlob's polarity and subjectivity, exactly, many times faster.

TextBlob's default analyser splits a post into tokens and walks over them with two memories, the
last negation and the last modifier.  What a token does there depends on the token alone, so it is
worked out once per spelling and remembered (:mod:`analysis.engines.pattern_steps`).  Most tokens
score nothing and only end a memory: they are looked up by C code, those of many posts at once, and
the walk stops at the few that score, negate or shout.  An emoticon that stands alone is a token as
any other.  Signs that only mean something together, other emoticons and "(!)", may be spread over
several tokens: a post that might hold one goes to TextBlob itself (about one in 100).  Tests
compare the numbers on every set at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from analysis.engines.pattern_steps import (
    ALONE,
    END,
    KEEPS_MODIFIER,
    KEEPS_NEGATION,
    Found,
    Scored,
    Step,
    step_memory,
)

# TextBlob needs time quadratic in an unbroken run of punctuation (about an hour for 5 MB of "!").
LONGEST_RUN = 2_000
_LONG_RUN = re.compile(rf"([^\w\s]{{{LONGEST_RUN}}})[^\w\s]+")
_SARCASM = re.compile(r"\(\s*!\s*\)")
_FACE_SIGNS = frozenset(":;=<>*♥°")
# Posts whose tokens are looked up together, and as many letters at most, for the memory's sake.
_AT_ONCE, _LETTERS_AT_ONCE = 1_000, 1_000_000


def scores(texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Polarity and subjectivity of each text, as ``TextBlob(text).sentiment`` gives them.

    Only a run of more than 2,000 punctuation marks is cut, because of the time it would take.
    """
    memory, may_be_together, whole = step_memory(), together_test(), analyser()
    polarities, subjectivities = [0.0] * len(texts), [0.0] * len(texts)
    for part in _parts(texts):
        tokens: list[str] = []
        rows: list[int] = []
        ends: list[int] = []
        for row in part:
            text = texts[row]
            if len(text) > LONGEST_RUN:
                text = shortened(text)
            if may_be_together(text):
                polarities[row], subjectivities[row] = whole(text)
            else:
                tokens += text.split()
                rows.append(row)
                ends.append(len(tokens))
        found, places = memory.of(tokens)
        places.append(len(found))
        begun = first = 0
        for row, end in zip(rows, ends, strict=True):
            last = first
            while places[last] < end:
                last += 1
            if last > first:
                polarities[row], subjectivities[row] = walk(found, places[first:last], begun)
            begun, first = end, last
    return polarities, subjectivities


def _parts(texts: Sequence[str]) -> Iterator[range]:
    begun = letters = 0
    for row, text in enumerate(texts):
        letters += len(text)
        if row - begun >= _AT_ONCE - 1 or letters >= _LETTERS_AT_ONCE:
            yield range(begun, row + 1)
            begun, letters = row + 1, 0
    yield range(begun, len(texts))


def shortened(text: str) -> str:
    """A text whose runs of punctuation TextBlob can split in bearable time."""
    return _LONG_RUN.sub(r"\1", text)


def walk(found: Sequence[Found], places: Sequence[int], after: int) -> tuple[float, float]:
    """The mean over the words that count, each moved by what stands before it.

    ``found``: the steps of the tokens; those of the post begin at ``after``, and ``places`` are
    those of it that count.
    """
    total = total_subjectivity = 0.0
    for place in places:
        one = found[place]
        if one.__class__ is not Scored:
            break
        step = one[0]
        total += step.polarity
        total_subjectivity += step.subjectivity
    else:
        return total / len(places), total_subjectivity / len(places)
    polarity: list[float] = []
    subjectivity: list[float] = []
    intensity: list[float] = []
    turned: list[bool] = []
    negation = False
    modifier: Step | None = None
    for place in places:
        # A negation and a modifier in -ly are never both remembered between two tokens.
        while after < place and (negation or modifier is not None):
            keeps = found[after]
            after += 1
            if not keeps & KEEPS_NEGATION:  # type: ignore[operator]
                negation = False
            if not keeps & KEEPS_MODIFIER:  # type: ignore[operator]
                modifier = None
        after = place + 1
        for step in found[place]:  # type: ignore[union-attr]
            if step.known:
                if modifier is None:
                    polarity.append(step.polarity)
                    subjectivity.append(step.subjectivity)
                    intensity.append(step.intensity)
                    turned.append(False)
                else:
                    strength = intensity[-1]
                    polarity[-1] = max(-1.0, min(step.polarity * strength, +1.0))
                    subjectivity[-1] = max(-1.0, min(step.subjectivity * strength, +1.0))
                    intensity[-1] = step.intensity
                if negation:
                    intensity[-1] = 1.0 / intensity[-1]
                    turned[-1] = True
                modifier = step if step.modifies else None
                negation = step.negates
                continue
            if step.negates:
                negation = True
            elif step.ends_negation:
                negation = False
            if negation and modifier is not None and modifier.by_ly:
                turned[-1] = True
                negation = False
            elif step.ends_modifier:
                modifier = None
            if step.is_bang and polarity:
                polarity[-1] = max(-1.0, min(polarity[-1] * 1.25, +1.0))
            if step.mood is not None:
                polarity.append(step.mood)
                subjectivity.append(1.0)
                intensity.append(1.0)
                turned.append(False)
    if not polarity:
        return 0.0, 0.0
    total = total_subjectivity = 0.0
    for score, feeling, is_turned in zip(polarity, subjectivity, turned, strict=True):
        total += score * -0.5 if is_turned else score
        total_subjectivity += feeling
    return total / float(len(polarity)), total_subjectivity / float(len(polarity))


@cache
def together_test() -> Callable[[str], bool]:
    """Whether a text may hold signs that TextBlob joins over tokens: emoticons and "(!)"."""
    from textblob import _text as rules

    faces = {face for faces in rules.EMOTICONS.values() for face in faces}
    # Each way begins with a letter of its own, by which C code looks for it.
    lettered = r"x\s*-?\s*D|X\s*-?\s*D|8\s*-?\s*D|o\s*[_.]\s*O"
    # A letter at the end of a face must end its token; "n't" is split off.
    ended = r"(?:(?![^\W_])|(?=n't))"
    whole = re.compile("|".join(
        r"\s*".join(map(re.escape, face)) + (ended if face[-1].isalnum() else "")
        for face in sorted(faces)))
    lettered_whole = re.compile(rf"(?:{lettered}){ended}|8\s*-?\s*\)")
    assert all(set(face) & _FACE_SIGNS or lettered_whole.search(face) for face in faces)

    def together(text: str) -> bool:
        if "(" in text and "!" in text and (_SARCASM.search(text) or END in text):
            return True
        # A colon before two slashes stands in an address, where no face is.
        bare = text.replace("://", "/") if "://" in text else text
        if not (":" in bare or ";" in bare or "=" in bare or "<" in bare or ">" in bare
                or "*" in bare or "♥" in bare or "°" in bare):
            return (("D" in bare and ("x" in bare or "X" in bare or "8" in bare))
                    or (")" in bare and "8" in bare)
                    or ("O" in bare and ("_" in bare or "." in bare))
                    ) and bool(lettered_whole.search(bare))
        if not whole.search(bare):
            return False
        if ">" in bare:
            return True
        return bool(whole.search(" ".join([one for one in bare.split() if one not in ALONE])))

    return together


@cache
def analyser() -> Callable[[str], Any]:
    """TextBlob's analyser without its blob: the same numbers, and no corpus is read."""
    from textblob.en import sentiment

    analyser: Callable[[str], Any] = sentiment
    return analyser
