"""What may be wrong with a company's own posts, with the words that say so.

What the rules are worth on 32,667 distinct real posts and replies of companies (Customer Support on
Twitter, companies' own messages), which were also read while writing them, so rather too good:

====================  =======  =============================================================
flag                  flagged  read by hand
====================  =======  =============================================================
promise                    50  49 bind the company (49 of 53 before the last corrections)
personal data               3  3 somebody's; the 160 other numbers were the company's own
profanity                   1  1, quoted; of 100 flagged posts by customers 98, 2 in titles
sad news                    0  none to be found; 5 of 1,898 that answer nobody advertise
====================  =======  =============================================================

Known to fail: irony, other languages than English, offers without any word that sells, promises
made by "can" or without a time ("we'll get this sorted"), pictures.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from analysis import own_posts_rules as rules
from analysis import profanity

Kind = Literal["profanity", "sensitive", "promise", "personal", "off_hours"]
KINDS: tuple[Kind, ...] = ("profanity", "sensitive", "promise", "personal", "off_hours")
LOW, MEDIUM, HIGH = 1, 2, 3
Tone = Literal["selling", "cheering"]

# A post may be a 5 MB cell; what it says stands at its beginning.
_CHARACTERS_READ = 2_000
_ADDRESSED = re.compile(r"^(?:\s*@\w+(?:\.\w+)*)+\s+")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=[\w]))+[.!?]*")


class Flag(NamedTuple):
    """Something to look at in a post: ``severity`` 1 (low) to 3 (high), the words behind it."""

    kind: Kind
    severity: int
    reason: str
    words: tuple[str, ...] = ()


def said_to_all(text: str) -> str:
    """A post without the accounts that it begins with: whom it answers is no word of the company.

    Worked: "@deal_hunter @bo We'll call you." leaves "We'll call you."
    """
    return _ADDRESSED.sub("", text)


def text_flags(text: str | None) -> list[Flag]:
    """Flags that a text gives by itself: swear words, advertising beside sad news, promises.

    At most one of each kind, with the words of all and the reason of the gravest; texts in other
    languages than English give hardly any.  Worked: "We'll refund you by Friday, I promise." is a
    promise of severity 3 with the words "I promise" and "We'll refund you by Friday".
    """
    if not isinstance(text, str) or not text.strip():
        return []
    said = text[:_CHARACTERS_READ]
    out = [_profanity(said), _sensitive(said), _promise(said)]
    return [one for one in out if one is not None]


def tone(text: str | None) -> Tone | None:
    """Whether a text advertises: ``selling`` by one word for it, ``cheering`` by two that cheer.

    None where it speaks of help, as in "free calls for all who were affected".  Worked: "20% off
    until Sunday" sells, "Happy Friday!! 🎉" cheers, "Thanks!" does neither.
    """
    if not isinstance(text, str):
        return None
    said = _straight(text[:_CHARACTERS_READ])
    sells = _re("SELLING").search(said) is not None
    if not sells and len({one.group().lower() for one in _re("CHEERING").finditer(said)}) < 2:
        return None
    if _re("RELIEF").search(said):
        return None
    return "selling" if sells else "cheering"


def tone_words(text: str) -> tuple[str, ...]:
    """The words that make the tone of a text."""
    how = tone(text)
    return () if how is None else _unique(
        one.group() for one in _re(how.upper()).finditer(_straight(text[:_CHARACTERS_READ])))


def model_version() -> str:
    """What stored flags depend on: the rules, by their hash."""
    parts = [value for name, value in sorted(vars(rules).items()) if name.isupper()]
    text = repr((parts, profanity.STEMS, profanity.PLAIN, _CHARACTERS_READ))
    return f"own-posts/1-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _profanity(said: str) -> Flag | None:
    found = profanity.swear_words(said)
    if not found:
        return None
    worst = max(one.severity for one in found)
    reason = {1: "a mild swear word", 2: "a swear word", 3: "a gross swear word or slur"}[worst]
    return Flag("profanity", worst, reason, _unique(said[one.start:one.end] for one in found))


def _sensitive(said: str) -> Flag | None:
    if not _hinted(said, rules.SAD_HINTS):
        return None
    sad = _unique(one.group() for one in _re("SAD").finditer(_straight(said)))
    how = tone(said) if sad else None
    if how is None:
        return None
    return Flag("sensitive", HIGH if how == "selling" else MEDIUM, "advertises beside sad news",
                (*sad, *tone_words(said)))


def _promise(said: str) -> Flag | None:
    plain = _straight(said)
    if not _hinted(plain, rules.PROMISE_HINTS):
        return None
    found: list[tuple[int, str, str]] = []
    for one in _SENTENCE.finditer(plain):
        sentence = one.group()
        if not sentence.endswith("?"):
            found += _promises(sentence)
    if not found:
        return None
    severity, reason, _ = max(found, key=lambda one: one[0])
    words = _unique(words for _, _, words in found)
    return Flag("promise", severity, reason, tuple(
        one for one in words if not any(one in other and one != other for other in words)))


def _promises(sentence: str) -> Iterator[tuple[int, str, str]]:
    """Severity, reason and words of each promise in a sentence."""
    for one in _re("WORD_GIVEN").finditer(sentence):
        if not _denied(sentence[:one.start()]):
            yield MEDIUM, "gives its word", one.group()
    for one in _re("ABSOLUTE").finditer(sentence):
        yield LOW, "says always or never", one.group()
    for one in _re("DUE_AT_ONCE").finditer(sentence):
        yield MEDIUM, "names a time that it can be held to", one.group()
    for one in _re("WILL").finditer(sentence):
        rest = sentence[one.end():]
        if _re("NO_PROMISE").match(rest) or _denied(sentence[:one.start()]):
            continue
        yield from _what_is_promised(sentence, one)


def _what_is_promised(sentence: str, will: re.Match[str]) -> Iterator[tuple[int, str, str]]:
    """What comes behind a will: money, something for nothing, something by a time."""
    start, rest = will.start(), sentence[will.end():]
    who = (will["who"] or "it").lower()
    subject = "us" if _re("US").fullmatch(who) else who if who == "you" else "it"
    money = _re("MONEY", subject).search(rest)
    if money:
        yield HIGH, "promises money or a replacement", sentence[start:will.end() + money.end()]
    free = _re("NOTHING").search(rest)
    if free:
        yield HIGH, "promises something for nothing", sentence[start:will.end() + free.end()]
    done = _re("DONE").search(rest)
    due = _re("DUE").search(rest, done.end()) if done else None
    if due:
        yield (MEDIUM, "names a time that it can be held to",
               sentence[start:will.end() + due.end()].strip())


def _hinted(text: str, hints: tuple[str, ...]) -> bool:
    """Whether any hint stands in the text: most texts have none, and slow patterns are spared."""
    low = text.lower()
    return any(hint in low for hint in hints)


def _denied(before: str) -> bool:
    return _re("DENIED").search(before) is not None


def _straight(text: str) -> str:
    """Curly apostrophes made straight; every character stays in its place."""
    return text.replace("’", "'").replace("‘", "'").replace("`", "'")


def _unique(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


@lru_cache(maxsize=32)
def _re(name: str, part: str = "") -> re.Pattern[str]:
    pattern = getattr(rules, name)
    return re.compile(pattern[part] if part else pattern, re.IGNORECASE)
