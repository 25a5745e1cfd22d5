"""Swear words in a text, also disguised ones, by a list of our own (why: see ``STEMS``)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MILD, MEDIUM, STRONG = 1, 2, 3

STEMS: dict[int, str] = {
    STRONG: "fuck fck fuk motherfuck clusterfuck cunt cocksuck nigger nigga faggot wetback "
            "towelhead raghead kike paki gook slut whore retard",
    MEDIUM: "shit shite bullshit horseshit dipshit shithead asshole arsehole dumbass jackass "
            "smartass bitch biatch bastard dickhead wank twat tosser bollock douchebag scumbag "
            "piss",
    MILD: "crap damn goddamn dammit damnit bugger",
}
"""Words found whole, disguised, stretched and with usual endings, by severity.

The libraries there are were tried on 4,000 real company posts: better-profanity (last release 2020)
took 23 ms a text, and none of its six finds was a swear word; alt-profanity-check needs
scikit-learn and names no word; glin-profanity 4.1.0 takes Dick's Sporting Goods, "sex" and
"Samsung A55" for swear words.  Left out are words with an everyday meaning, such as cock, dick,
prick, bloody, screw, coon, fag or god.
"""

# Found as they are written: too short to disguise, or swearing only in company.
PLAIN: dict[int, str] = {
    STRONG: r"stfu|gtfo|fkn|fking",
    MEDIUM: r"wtf|ffs|a[$]{2}|@ss(?:hole)?|a55hole|beotch|son of a bitch|dick moves?|"
            r"(?<!bad[ -])(?<!kick[ -])(?<!half[ -])(?<!wise[ -])ass",
    MILD: r"(?:bad|kick|half|wise)[- ]?ass(?:ed)?|what the hell|hell (?:yeah|yes|no|of an?)|"
          r"(?:as|like|go to) hell|bloody (?:hell|idiots?|awful|stupid)|screw you|"
          r"(?:this|that|it) (?:really |just |so )?sucks?|frigg?(?:in|ing)|freaking|effing|lmfao|"
          r"(?:idiots?|morons?|imbeciles?)(?![- ]?proof)",
}

_ENDINGS = (r"(?:s|es|ed|er|ers|in|ing|y|ty|ting|ted|ter|ters|tiest|tier|ish|py|pier|off|wit|wits|"
            r"face|faces|show|storm|storms|load|hole|holes|head|heads|able|less)?")
_LETTERS = {"a": "a4@", "b": "b8", "e": "e3", "g": "g9", "i": "i1!|", "l": "l1|",
            "o": "o0", "s": "s5$", "t": "t7+", "u": "uv"}
_VOWELS, _HIDDEN_VOWEL, _HIDDEN = "aeiou", "*#@$%!•._-", "*#@$%•"
# A letter and stars for the rest: "f***", "s***", "b****".
_STARRED = r"[fsb]\*{3,5}(?:ing|ed|er|y|s)?"
# Single letters set apart by the same sign: "f u c k", "f.u.c.k".
_APART = re.compile(r"(?<!\w)[a-z0-9@$!](?:([ ._-])[a-z0-9@$!](?:\1[a-z0-9@$!]){2,11})(?!\w)")
_NOT_READ = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\w[\w.-]*\.\w+|(?<!\w)@(?!ss)\w+")
_FRIENDS = frozenset({"damning", "retarding"})
_LOOKALIKES = str.maketrans("аеорсухіѕкмтв", "aeopcyxiskmtb")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


class Swear(NamedTuple):
    """A swear word's place in the text, and its severity (1 mild to 3 strong)."""

    start: int
    end: int
    severity: int


def swear_words(text: str) -> list[Swear]:
    """Swear words in a text, in order and without overlap.

    Whole words only, so that Scunthorpe, Essex and "class" are none; handles, links and addresses
    are not read.  Letters may be figures or signs (sh1t, $hit, f**k), set apart (f u c k, f.u.c.k),
    stretched (fuuuck), accented or of another alphabet, as long as half of them are letters.
    Worked: "What the f**k, Scunthorpe" gives one, at 9 to 13 of severity 3.
    """
    folded, places = _folded(text)
    folded = _NOT_READ.sub(lambda found: " " * len(found.group()), folded)
    found: list[Swear] = []
    for severity, pattern in _PATTERNS.items():
        _add(found, [Swear(*one.span(), severity) for one in pattern.finditer(folded)
                     if one["stem"] is None or _is_written(one["stem"], severity)])
    for one in _APART.finditer(folded):
        joined = one.group()[::2]
        for severity, pattern in _PATTERNS.items():
            if pattern.fullmatch(joined):
                _add(found, [Swear(*one.span(), severity)])
    return sorted(Swear(places[one.start], places[one.end - 1] + 1, one.severity)
                  for one in found)


def _add(found: list[Swear], more: list[Swear]) -> None:
    for one in more:
        if not any(one.start < old.end and old.start < one.end for old in found):
            found.append(one)


def _is_written(word: str, severity: int) -> bool:
    """Whether at least half of it are letters, or stars stand for them: an "A55" is no word.

    What stars hide is read as the mildest word that fits.
    """
    if word in _FRIENDS:
        return False
    if "*" in word:
        return not any(pattern.fullmatch(word) for weaker, pattern in _PATTERNS.items()
                       if weaker < severity)
    return 2 * sum(one.isalpha() for one in word) >= len(word)


def _folded(text: str) -> tuple[str, list[int] | range]:
    """The text in plain lower-case letters, and for each of them its place in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    out, places = [], []
    for at, sign in enumerate(text):
        if sign in _UNSEEN:
            continue
        for one in unicodedata.normalize("NFKD", sign.lower().translate(_LOOKALIKES)):
            if not unicodedata.combining(one):
                out.append(one)
                places.append(at)
    return "".join(out), places


def _disguised(stem: str) -> str:
    """The pattern of a stem whose letters may be replaced, hidden or stretched.

    Letters alone can be stretched, and without going back, so that no text is slow to read.
    """
    parts = []
    for at, letter in enumerate(stem):
        signs = _LETTERS.get(letter, "")
        last = at == len(stem) - 1
        if last:
            signs = signs.strip("!|+")  # at the end they are punctuation
        elif at:
            signs += _HIDDEN_VOWEL if letter in _VOWELS else _HIDDEN
        # A doubled last letter makes other words, such as the village of Twatt.
        again = "(?:{0}{0}++)?" if last else "" if stem[at + 1] == letter or not at else "{0}*+"
        one = letter + again.format(letter)
        signs = "".join(re.escape(sign) for sign in dict.fromkeys(signs) if sign != letter)
        parts.append(f"(?:{one}|[{signs}])" if signs else one)
    return "".join(parts)


def _pattern(severity: int) -> re.Pattern[str]:
    stems = "|".join(_disguised(stem) for stem in STEMS[severity].split())
    starred = f"|{_STARRED}" if severity == MEDIUM else ""
    return re.compile(rf"(?<![\w@*])(?:(?P<stem>(?:{stems}){_ENDINGS})|{PLAIN[severity]}{starred})"
                      r"(?![\w*])")


_PATTERNS = {severity: _pattern(severity) for severity in (STRONG, MEDIUM, MILD)}
