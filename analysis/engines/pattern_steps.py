"""What each token does in TextBlob's walk over a post, worked out once per spelling."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from itertools import compress, repeat
from typing import Any, NamedTuple

_REMEMBERED = 200_000
# Longer ones, most of them addresses, are seldom met again.
_LONGEST_TOKEN = 20
END = "END-OF-SENTENCE"
# What a token that scores nothing leaves of the memories: a sum of these. Most leave nothing.
KEEPS_NEGATION, KEEPS_MODIFIER = 1, 2
ORDINARY = 0
# Emoticons that are no part of a longer one, save after ">".
ALONE = frozenset((":)", ":-)", ":(", ":-(", ":D", ":-D", ";)", ";-)", ":P", ":-P", ":p", ":-p",
                   ":/", ":-/", "<3", "=)", ";D"))
_LONGEST_FACE = 5
# Signs behind a word that change nothing of what it does.
_SILENT = frozenset(("", ",", "?"))
# What may stand behind the apostrophe of a word and does nothing.
_ENDINGS = frozenset(("s", "ll", "re", "ve", "d", "m"))


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


class Scored(tuple[Step, ...]):
    """The one step of a word that scores, and neither negates nor modifies what follows."""

    __slots__ = ()


Found = int | tuple[Step, ...]


class Memory:
    """The steps of each spelling, worked out when it is first met.

    ``counts``: words that score or negate, in small letters; ``edges``: signs that do nothing
    around any other word; ``work_out`` gives the steps of any token.
    """

    def __init__(self, work_out: Callable[[str], Found], counts: frozenset[str], edges: str
                 ) -> None:
        self._known: dict[str, Found] = {}
        self._work_out, self._counts, self._edges = work_out, counts, edges
        # What an unknown word does that ends in these: it is the same for all of them.
        self._shouted = {tail: work_out(f"qqqqqq{tail}") for tail in ("!", "!!", "!!!")}
        self._lock = threading.Lock()

    def of(self, tokens: list[str]) -> tuple[list[Found], list[int]]:
        """The steps of each token, and the places of those that score, negate or shout.

        The others are a number: what they keep of the memories.
        """
        with self._lock:
            known = self._known
            look_up: Callable[[str, Any], Found] = known.get
            found = [*map(look_up, tokens, repeat(_NEW))]
            places = [*compress(range(len(found)), found)]  # what is ordinary counts as nothing
            if fresh := [at for at in places if found[at] is _NEW]:
                self._learn({tokens[at] for at in fresh})
                for at in fresh:
                    found[at] = known[tokens[at]]
                self._forget(tokens[at] for at in fresh)
        return found, [at for at in places if isinstance(found[at], tuple)]

    def _learn(self, fresh: set[str]) -> None:
        """Most new spellings are words with signs around them that do nothing or shout."""
        counts, edges, known, shouted = self._counts, self._edges, self._known, self._shouted
        for token in fresh:
            core = token.strip(edges)
            small = core.lower()
            if small not in counts and len(core) > 2:
                if "!" not in token:
                    if core.isalnum() or (len(core) > _LONGEST_FACE and token.isascii()
                                          and "'" not in token and '"' not in token):
                        known[token] = ORDINARY
                        continue
                elif core.isalnum() and (tail := token[len(core):]) in shouted:
                    known[token] = shouted[tail]
                    continue
            elif small in known and token[len(core):] in _SILENT and core.isalnum():
                known[token] = known[small]
                continue
            known[token] = self._work_out(token)

    def _forget(self, tokens: Iterable[str]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        for token in tokens:
            if len(token) > _LONGEST_TOKEN:
                self._known.pop(token, None)


# Stands for a token whose steps are not worked out yet; it counts as something.
_NEW: Any = object()


@cache
def _unknown(negates: bool, ends_negation: bool, ends_modifier: bool, is_bang: bool,
             mood: float | None) -> Step:
    """The step of a token that is no word of the lexicon; there are some dozens of them."""
    return Step(False, negates=negates, ends_negation=ends_negation, ends_modifier=ends_modifier,
                is_bang=is_bang, mood=mood)


@cache
def step_memory() -> Memory:
    """The memory, over TextBlob's own lexicon, negations, contractions and abbreviations."""
    from textblob import _text as rules
    from textblob.en import sentiment as lexicon

    len(lexicon)  # reads it
    known, negations = frozenset(lexicon), frozenset(lexicon.negations)
    assert not any(word.endswith(".") for word in known)
    contractions = list(rules.replacements.items())
    assert not any(set(there) & set(r".^$*+?{}[]\\|()") for there, _ in contractions)
    whole = set(rules.replacements)
    signs = frozenset(rules.PUNCTUATION.replace(".", ""))
    quotes = frozenset("“”‘’'\"")
    abbreviations = (rules.RE_ABBR1, rules.RE_ABBR2, rules.RE_ABBR3)
    moods = {face.lower(): score for (_, score), faces in reversed(rules.EMOTICONS.items())
             for face in faces}
    scored: dict[str, Step] = {}

    def step(word: str) -> Step:
        if (made := scored.get(word)) is not None:
            return made
        if word in known:
            senses = lexicon[word]
            polarity, subjectivity, intensity = senses[None]
            scored[word] = Step(True, polarity, subjectivity, intensity,
                                modifies=any(one in senses for one in lexicon.modifiers),
                                by_ly=word.endswith("ly"), negates=word in negations)
            return scored[word]
        mood = (moods.get(word) if len(word) <= 5 and not word.isalpha()
                and word not in rules.PUNCTUATION else None)
        return _unknown(word in negations, len(word.strip("'")) > 1, len(word) > 2, word == "!",
                        mood)

    def ended(word: str) -> bool:
        """Whether a word keeps the period at its end."""
        if word[:2].isalpha() and word[:2].islower() and word.count(".") == 1:
            return word in rules.ABBREVIATIONS
        return word in rules.ABBREVIATIONS or any(one.match(word) for one in abbreviations)

    def parts(token: str) -> list[str]:
        """The token as TextBlob splits it, signs apart from words."""
        if "'" in token:
            for there, here in contractions:
                token = token.replace(there, here)
        if not token.isascii() or "'" in token or '"' in token:
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
    counts = known | set(negations)
    assert counts.isdisjoint(_ENDINGS)

    def is_plain(token: str) -> bool:
        """Whether a token is an unknown word with signs around it, which do nothing."""
        core = token.strip(edges)
        if len(core) < 3 or "!" in token:
            return False
        before, _, ending = core.replace("’", "'").partition("'")
        if ending in _ENDINGS:
            return len(before) > 2 and before.isalnum() and before.lower() not in counts
        if core.isalnum() or (len(core) > _LONGEST_FACE and quotes.isdisjoint(token)
                              and core != END):
            return core.lower() not in counts
        return token.startswith(("http:", "https:")) and quotes.isdisjoint(token)

    # The same steps are one object: many new ones would set the garbage collector to work.
    kept: dict[tuple[int, ...], tuple[Step, ...]] = {}
    bang = step("!")

    def split(token: str) -> list[Step]:
        """The steps of a token; most are a word with signs behind it that do nothing, or shout."""
        word = token.rstrip(",?!")
        if word.isalnum():
            return [step(word.lower()), *[bang] * token.count("!")]
        if token[-1] == "." and token[:-1].isalnum() and not ended(token):
            return [step(token[:-1].lower())]
        if token in ALONE:
            return [step(token.lower())]
        return [step(word.lower()) for word in parts(token) if word != END]

    def work_out(token: str) -> Found:
        if is_plain(token):
            return ORDINARY
        made = split(token)
        if any(one.known or one.negates or one.is_bang or one.mood is not None for one in made):
            key = tuple(map(id, made))
            if key not in kept:
                one = made[0]
                simple = len(made) == 1 and one.known and not one.modifies and not one.negates
                kept[key] = Scored(made) if simple else tuple(made)
            return kept[key]
        return (KEEPS_NEGATION * (not any(one.ends_negation for one in made))
                + KEEPS_MODIFIER * (not any(one.ends_modifier for one in made)))

    return Memory(work_out, counts | {END.lower()}, edges)
