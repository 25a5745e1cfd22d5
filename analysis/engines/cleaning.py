"""The form in which the trained engines read a post: the same in training and in use."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from analysis.engines.idioms import in_plain_words

# What a post is about stands at its beginning; a cell may hold megabytes.
CHARACTERS_READ = 1_000

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LINK = re.compile(r"https?:?\s?//\s?\S+|www\.\S+|https?:?/*…?$|pic\.twitter\.com/\S+")
_HANDLE = re.compile(r"@\s?\w+")
_RETWEET = re.compile(r"^\s*RT\b[\s:]*")
_PASSED_ON = re.compile(r"[\W_]*RT\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
_TAG = re.compile(r"#(\w+)")
_LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_LONG_SIGN = re.compile(r"([^\w\s.])\1{2,}")
_LONG_DOTS = re.compile(r"\.{4,}")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "..."})

# Emoticons have no word in the vocabulary of an encoder; their meaning has.
_FACES = (
    (re.compile(r"(?<!\w)(?:[:;=8xX][-'o^]?[\)\]D\}]+|[\(\[][-'o]?[:;=]|\^_*\^|:3)(?!\w)"),
     " smiling face "),
    (re.compile(r"(?<!\w)(?:[:;=8]['’]?[-o^]?[\(\[\{]+|[\)\]][-'o]?[:;=]|D:|-_+-|T_T|:'\()(?!\w)"),
     " sad face "),
    (re.compile(r"(?<!\w)[:=][-o]?[/\\|](?!\w|/)"), " unsure face "),
    (re.compile(r"(?<!\w)[:;=][-]?[pPbB](?!\w)"), " cheeky face "),
    (re.compile(r"<3+"), " love heart "),
    (re.compile(r"<[/\\]3"), " broken heart "),
)


def clean(text: str) -> str:
    """A post as the engines read it: :func:`tidy`, and idioms said in plain words."""
    return in_plain_words(tidy(text))


def is_passed_on(text: str) -> bool:
    """Whether a post, as it was written, passes on another's: it begins with RT."""
    return bool(_PASSED_ON.match(text))


def tidy(text: str) -> str:
    """A post in its own words: entities resolved, links and handles one word each.

    Emoji and emoticons are written in words, hashtags taken apart at their capitals, letters and
    signs repeated more than twice cut to two.  Capitals stay.  Worked: "@a Sooooo late!!! 😡
    #NotHappy" gives "@user Soo late!! pouting face # Not Happy".
    """
    text = text[:CHARACTERS_READ].replace("\x00", "")
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = _LINK.sub(" http ", text)
    if not text.isascii():
        text = _in_words(text.translate(_QUOTES))
    for pattern, words in _FACES:
        text = pattern.sub(words, text)
    text = _RETWEET.sub("", text)
    text = _HANDLE.sub("@user", text)
    if "#" in text:
        text = _TAG.sub(_taken_apart, text)
    text = _LONG_LETTER.sub(r"\1\1", text)
    text = _LONG_SIGN.sub(r"\1\1", text)
    text = _LONG_DOTS.sub("...", text)
    return _SPACE.sub(" ", text).strip()


def _taken_apart(found: re.Match[str]) -> str:
    return "# " + _CAMEL.sub(" ", found[1]).replace("_", " ")


def _in_words(text: str) -> str:
    """Signs beyond letters by their name; letters without their accents are left to the engine."""
    return "".join(sign if sign.isascii() else _named(sign) for sign in text)


@lru_cache(maxsize=20_000)
def _named(sign: str) -> str:
    category = unicodedata.category(sign)
    if category[0] in "LN":
        return unicodedata.normalize("NFKC", sign)
    if category[0] == "M" or category in ("Cf", "Cs", "Sk"):
        return ""  # variation selectors, skin tones, halves of surrogate pairs
    if category == "So":
        return f" {unicodedata.name(sign, '').lower()} "
    if category[0] in "ZC":
        return " "
    return unicodedata.normalize("NFKC", sign)
