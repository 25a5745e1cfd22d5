"""TextBlob's polarity and subjectivity, exactly, many times faster.

TextBlob's default analyser splits a post into tokens and walks over them with two memories, the
last negation and the last modifier.  What a token does there depends on the token alone, so it is
worked out once per spelling and remembered.  Most tokens score nothing and only end a memory: they
are looked up by C code, and the walk stops at the few that score, negate or shout.  An emoticon
that stands alone is a token as any other.  Signs that only mean something together, other emoticons
and "(!)", may be spread over several tokens: a post that might hold one goes to TextBlob itself
(about one in 100).  Tests compare the numbers on every set at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

# TextBlob needs time quadratic in an unbroken run of punctuation (about an hour for 5 MB of "!").
LONGEST_RUN = 2_000
_LONG_RUN = re.compile(rf"([^\w\s]{{{LONGEST_RUN}}})[^\w\s]+")
_REMEMBERED = 200_000
_LONGEST_TOKEN = 30
_SELDOM_AGAIN = ("@", "http")
_END = "END-OF-SENTENCE"
# What a token that scores nothing does to the memories: a sum of these, or 0.
_ENDS_NEGATION, _ENDS_MODIFIER = 1, 2
_ORDINARY = _ENDS_NEGATION | _ENDS_MODIFIER
_SARCASM = re.compile(r"\(\s*!\s*\)")
# Emoticons that are no part of a longer one, save after ">".
_ALONE = frozenset((":)", ":-)", ":(", ":-(", ":D", ":-D", ";)", ";-)", ":P", ":-P", ":p", ":-p",
                    ":/", ":-/", "<3", "=)", ";D"))
_LONGEST_FACE = 5
_FACE_SIGNS = frozenset(":;=<>*♥°")


class Step(NamedTuple):
    """What one token does: ``known`` words score, the others only end or begin a memory."""

    known: bool
    polarity: float = 0.0
    subjectivity: float = 0.0
    intensity: float = 1.0
    modifies: bool = False
    by_ly: bool = False
    negates: bool = False
    ends_negation: bool = False
    ends_modifier: bool = False
    is_bang: bool = False
    mood: float | None = None


_Steps = tuple[Step, ...]
_Found = int | _Steps


def scores(texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Polarity and subjectivity of each text, as ``TextBlob(text).sentiment`` gives them.

    Only a run of more than 2,000 punctuation marks is cut, because of the time it would take.
    """
    steps, may_be_together, whole = step_memory(), together_test(), analyser()
    polarities, subjectivities = [], []
    for text in texts:
        if len(text) > LONGEST_RUN:
            text = shortened(text)
        if may_be_together(text):
            polarity, subjectivity = whole(text)
        else:
            polarity, subjectivity = walk(text.split(), steps)
        polarities.append(polarity)
        subjectivities.append(subjectivity)
    return polarities, subjectivities


def shortened(text: str) -> str:
    """A text whose runs of punctuation TextBlob can split in bearable time."""
    return _LONG_RUN.sub(r"\1", text)


def walk(tokens: list[str], steps: dict[str, _Found]) -> tuple[float, float]:
    """The mean over the words that count, each moved by what stands before it."""
    found = [*map(steps.__getitem__, tokens)]
    places = [at for at, one in enumerate(found) if one.__class__ is tuple]
    if not places:
        return 0.0, 0.0
    polarity: list[float] = []
    subjectivity: list[float] = []
    intensity: list[float] = []
    turned: list[bool] = []
    negation = False
    modifier: Step | None = None
    after = 0
    for place in places:
        # A negation and a modifier in -ly are never both remembered between two tokens.
        while after < place and (negation or modifier is not None):
            ends = found[after]
            after += 1
            if ends & _ENDS_NEGATION:  # type: ignore[operator]
                negation = False
            if ends & _ENDS_MODIFIER:  # type: ignore[operator]
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


class _Memory(dict[str, "_Found"]):
    """The steps of each spelling, worked out when it is first met."""

    def __init__(self, work_out: Callable[[str], _Found]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, token: str) -> _Found:
        found = self._work_out(token)
        if len(token) <= _LONGEST_TOKEN and not token.startswith(_SELDOM_AGAIN):
            if len(self) >= _REMEMBERED:
                self.clear()
            self[token] = found
        return found


@cache
def step_memory() -> _Memory:
    """The memory, over TextBlob's own lexicon, negations, contractions and abbreviations."""
    from textblob import _text as rules
    from textblob.en import sentiment as lexicon

    len(lexicon)  # reads it
    known, negations = frozenset(lexicon), frozenset(lexicon.negations)
    assert not any(word.endswith(".") for word in known)
    contractions = [(re.compile(there), here) for there, here in rules.replacements.items()]
    whole = set(rules.replacements)
    signs = frozenset(rules.PUNCTUATION.replace(".", ""))
    quotes = frozenset("“”‘’'\"")
    abbreviations = (rules.RE_ABBR1, rules.RE_ABBR2, rules.RE_ABBR3)
    moods = {face.lower(): score for (_, score), faces in reversed(rules.EMOTICONS.items())
             for face in faces}
    plain: dict[str, Step | None] = {}

    def step(word: str) -> Step:
        if word in plain and (kept := plain[word]) is not None:
            return kept
        if word in known:
            senses = lexicon[word]
            polarity, subjectivity, intensity = senses[None]
            made = Step(True, polarity, subjectivity, intensity,
                        modifies=any(one in senses for one in lexicon.modifiers),
                        by_ly=word.endswith("ly"), negates=word in negations)
            plain[word] = made
            return made
        short = not word.isalpha() and len(word) <= 5 and word not in rules.PUNCTUATION
        return Step(False, negates=word in negations,
                    ends_negation=len(word.strip("'")) > 1, ends_modifier=len(word) > 2,
                    is_bang=word == "!", mood=moods.get(word) if short else None)

    def ended(word: str) -> bool:
        """Whether a word keeps the period at its end."""
        return word in rules.ABBREVIATIONS or any(one.match(word) for one in abbreviations)

    def parts(token: str) -> list[str]:
        """The token as TextBlob splits it, signs apart from words."""
        if "'" in token:
            for there, here in contractions:
                token = there.sub(here, token)
        if quotes.intersection(token):
            for quote in quotes:
                token = token.replace(quote, f" {quote} ")
        out: list[str] = []
        for word in token.split():
            tail = []
            while word and word[0] in signs and word not in whole:
                out.append(word[0])
                word = word[1:]
            while word and (word[-1] in signs or word[-1] == ".") and word not in whole:
                if word[-1] in signs:
                    tail.append(word[-1])
                    word = word[:-1]
                if word.endswith("..."):
                    tail.append("...")
                    word = word[:-3].rstrip(".")
                if word.endswith("."):
                    if ended(word):
                        break
                    tail.append(".")
                    word = word[:-1]
            if word:
                out.append(word)
            out.extend(reversed(tail))
        return out

    edges = "".join(signs) + ".“”‘’"

    def is_plain(token: str) -> bool:
        """Whether a token is an unknown word with signs around it, which do nothing."""
        core = token.strip(edges)
        if len(core) < 3 or "!" in token:
            return False
        if core.isalnum() or (len(core) > _LONGEST_FACE and quotes.isdisjoint(token)
                              and core != _END):
            low = core.lower()
            return low not in known and low not in negations
        return token.startswith(("http:", "https:")) and quotes.isdisjoint(token)

    def work_out(token: str) -> _Found:
        if is_plain(token):
            return _ORDINARY
        if token in _ALONE:
            return (step(token.lower()),)
        made = tuple(step(word.lower()) for word in parts(token) if word != _END)
        if any(one.known or one.negates or one.is_bang or one.mood is not None for one in made):
            return made
        return (_ENDS_NEGATION * any(one.ends_negation for one in made)
                + _ENDS_MODIFIER * any(one.ends_modifier for one in made))

    return _Memory(work_out)


@cache
def together_test() -> Callable[[str], bool]:
    """Whether a text may hold signs that TextBlob joins over tokens: emoticons and "(!)"."""
    from textblob import _text as rules

    faces = {face for faces in rules.EMOTICONS.values() for face in faces}
    lettered = re.compile(r"[xX]\s*-?\s*D|8\s*-?\s*[)D]|o\s*[_.]\s*O")
    assert all(set(face) & _FACE_SIGNS or lettered.search(face) for face in faces)
    # A letter at the end of a face must end its token; "n't" is split off.
    ended = r"(?:(?![^\W_])|(?=n't))"
    whole = re.compile(r"(?=[:;=<>*♥°xX8o])(?:" + "|".join(
        r"\s*".join(map(re.escape, face)) + (ended if face[-1].isalnum() else "")
        for face in sorted(faces)) + ")")
    lettered_whole = re.compile(f"(?:{lettered.pattern}){ended}")

    def together(text: str) -> bool:
        if "(" in text and "!" in text and (_SARCASM.search(text) or _END in text):
            return True
        # A colon before two slashes stands in an address, where no face is.
        bare = text.replace("://", "/") if "://" in text else text
        if _FACE_SIGNS.isdisjoint(bare):
            return ("D" in bare or "O" in bare or ")" in bare) and bool(lettered_whole.search(bare))
        if not whole.search(bare):
            return False
        if ">" in bare:
            return True
        return bool(whole.search(" ".join([one for one in bare.split() if one not in _ALONE])))

    return together


@cache
def analyser() -> Callable[[str], Any]:
    """TextBlob's analyser without its blob: the same numbers, and no corpus is read."""
    from textblob.en import sentiment

    analyser: Callable[[str], Any] = sentiment
    return analyser
