"""What is searched for: words, phrases, prefixes, hashtags, alternatives and exclusions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import duckdb

Kind = Literal["stem", "word", "prefix"]
MOST_TERMS = 12
MOST_LETTERS = 200

_TOKEN = re.compile(r'-?"[^"]*"|\S+')
_WORD = re.compile(r"[^\W_][^\W_']*(?:'[^\W_']+)*'*")
_TAG = re.compile(r"#\w+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "–": "-",
                         "−": "-"})


@dataclass(frozen=True)
class Query:
    """A search: every term must be there, in one of its forms; what is excluded must not.

    ``terms``: (number, kind, text) with alternatives sharing a number; number 0 is excluded.
    ``phrases``, ``without``: words in a row that must, or must not, stand in the text.
    ``ignored``: what was typed and cannot be searched for.
    """

    terms: tuple[tuple[int, Kind, str], ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def wanted(self) -> int:
        """How many terms a text must hold."""
        return len({number for number, _, _ in self.terms if number})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is searched for."""
        return not (self.terms or self.without)

    def params(self) -> dict[str, object]:
        """Values that the queries bind."""
        return {"term_numbers": [number for number, _, _ in self.terms],
                "term_kinds": [kind for _, kind, _ in self.terms],
                "term_texts": [text for _, _, text in self.terms],
                "terms_wanted": self.wanted,
                "phrases": [f" {one} " for one in self.phrases],
                "without_phrases": [f" {one} " for one in self.without]}


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """The search that a line of text asks for; nothing in it is an error.

    ``refund late``: both words, in any form.  ``"late refund"``: in a row, as written.
    ``"refunds"``: this form alone.  ``-bank``: without it.  ``refund*``: words that begin so.
    ``#delay``: the hashtag.  ``refund OR return``: at least one of both.  Worked: ``late -bank``
    wants one term, by its stem, and excludes another.
    """
    terms: list[tuple[int, Kind, str]] = []
    phrases: list[str] = []
    without: list[str] = []
    ignored: list[str] = []
    number, alternative = 0, False
    for token in _TOKEN.findall(text[:MOST_LETTERS].translate(_QUOTES)):
        if token == "OR":
            alternative = number > 0
            continue
        excluded = token.startswith("-") and len(token) > 1
        said = token.removeprefix("-") if excluded else token
        pieces, phrase = _pieces(said)
        if not pieces or len(terms) + len(pieces) > MOST_TERMS:
            ignored.append(token)
            continue
        if excluded:
            if phrase:
                without.append(phrase)
            else:
                terms += [(0, kind, word) for kind, word in pieces]
            continue
        if phrase:
            phrases.append(phrase)
            alternative = False
        for kind, word in pieces:
            number += not alternative
            terms.append((number, kind, word))
        alternative = False
    return Query(tuple(dict.fromkeys(terms)), tuple(phrases), tuple(without), tuple(ignored))


def _pieces(token: str) -> tuple[list[tuple[Kind, str]], str]:
    """The words of one token, and the phrase that they make when there are several."""
    low = token.lower()
    quoted = low.startswith('"')
    if not quoted and (tag := _TAG.match(low)):
        return [("prefix" if low.endswith("*") else "word", tag.group())], ""
    words = _WORD.findall(low)
    if len(words) > 1:
        return [("word", word) for word in words], " ".join(words)
    if not words:
        return [], ""
    if quoted:
        return [("word", words[0])], ""
    if low.endswith("*"):
        return ([("prefix", words[0])], "") if len(words[0]) > 1 else ([], "")
    return [("stem", stems([words[0]])[0])], ""


def stems(words: list[str]) -> list[str]:
    """The stem of each lower-case English word: "refunds" and "refunded" become "refund".

    Source: Porter's second algorithm as kept by the Snowball project.
    """
    return [str(one) for one in _stemmer().stemWords([word.strip("'") for word in words])]


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer("english")


def make_search_words(db: duckdb.DuckDBPyConnection, *, carried: bool) -> None:
    """Create the table ``search_words``: each word of ``post_words`` with its stem.

    A word that the build before had keeps its stem (``words_before``).
    """
    import pandas as pd

    words = [row[0] for row in db.execute("select distinct word from post_words").fetchall()]
    known = dict(db.execute("select word, stem from words_before").fetchall()) if carried else {}
    new = [word for word in words if word not in known]
    known |= dict(zip(new, stems(new), strict=True))
    frame = pd.DataFrame({"word": pd.Series(words, dtype="str"),
                          "stem": pd.Series([known[word] for word in words], dtype="str")})
    db.register("frame", frame)
    db.execute("create table search_words as select word, stem from frame order by word")
    db.unregister("frame")


def matched_forms(query: Query) -> re.Pattern[str] | None:
    """What to highlight in a text that was found: a pattern, or None where nothing is sought.

    Words are found by their stem, so what matches the pattern is confirmed by :func:`is_match`.
    """
    return None if not query.wanted else re.compile(r"#?[^\W_][\w'’]*")


def is_match(query: Query, word: str) -> bool:
    """Whether a word of a text is one of the forms that are sought."""
    low = word.lower().replace("’", "'")
    bare = low.lstrip("#").strip("'")
    for number, kind, text in query.terms:
        if number and (
            (kind == "word" and text in (low, bare))
            or (kind == "prefix" and (low.startswith(text) or bare.startswith(text)))
            or (kind == "stem" and stems([bare])[0] == text)
        ):
            return True
    return False
