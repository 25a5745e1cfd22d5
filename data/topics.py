"""What posts are known to be about: topics by words, read from TOML, as people edit it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.edited import Edited, InUse, Problem, Refused
from data.home import Home
from data.routing import terms_of
from data.toml_check import Checker, parsed, said
from data.toml_lines import Path as Place
from data.toml_lines import line_of

SHIPPED = Path(__file__).with_suffix(".toml")
MOST_TOPICS, MOST_WORDS, LONGEST_WORD = 60, 200, 60
_TOPIC = ("name", "words_any", "words_none")


@dataclass(frozen=True)
class Topic:
    """A known topic: posts with one of ``words_any`` and none of ``words_none``."""

    name: str
    words_any: tuple[str, ...]
    words_none: tuple[str, ...] = ()
    line: int = 1


def topics_file(home: Home) -> Edited[tuple[Topic, ...]]:
    """The file with its journal."""
    return Edited(home.topics, home.topics_running, home.topics_journal, read_topics,
                  shipped_text())


def topics_in_use(home: Home) -> InUse[tuple[Topic, ...]]:
    """The known topics in use now; the file in the home comes into use when it is good."""
    return topics_file(home).in_use()


def shipped_text() -> str:
    """The topics that Decaf comes with."""
    return SHIPPED.read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def read_topics(text: str) -> tuple[Topic, ...]:
    """The topics of a text.  Raises Refused naming every line and reason."""
    values = parsed(text)
    reader = _Reader(text)
    topics = reader.topics(values)
    if reader.problems:
        raise Refused(reader.problems)
    return topics


def topic_terms(topics: tuple[Topic, ...]) -> list[tuple[int, bool, str, str, str]]:
    """The words of all topics as the search reads them.

    Rows: place of the topic from 1, whether the word keeps a post out, kind, text, phrase.
    """
    return [(place, out, term.kind, term.text, f" {term.phrase} " if term.phrase else "")
            for place, topic in enumerate(topics, start=1)
            for words, out in ((topic.words_any, False), (topic.words_none, True))
            for word in words for term in terms_of(word)]


class _Reader(Checker):
    """Turns plain values into topics and notes everything that is wrong with its line."""

    def topics(self, values: Mapping[str, Any]) -> tuple[Topic, ...]:
        self.keys((), values, ("topics",))
        found = values.get("topics", [])
        if not isinstance(found, list) or len(found) > MOST_TOPICS:
            self.wrong(("topics",), f"topics are up to {MOST_TOPICS} tables under [[topics]]")
            return ()
        out = tuple(self.topic(("topics", at), one) for at, one in enumerate(found))
        first: dict[str, int] = {}
        for one in out:
            name = one.name.casefold()
            if name and name in first:
                self.problems.append(Problem(one.line, f"the name “{one.name}” is taken by the "
                                                       f"topic in line {first[name]}"))
            first.setdefault(name, one.line)
        return out

    def topic(self, path: Place, value: Any) -> Topic:
        one = self.table(path, value, _TOPIC)
        name = self.text((*path, "name"), one.get("name"), needed="name")
        if one.get("words_any") is None:
            self.wrong(path, "words_any is missing")
        return Topic(name, self.words((*path, "words_any"), one.get("words_any")),
                     self.words((*path, "words_none"), one.get("words_none")),
                     line_of(self.lines, *path))

    def words(self, path: Place, value: Any) -> tuple[str, ...]:
        found = self.texts(path, value, lower=False) or ()
        if len(found) > MOST_WORDS:
            self.wrong(path, f"{path[-1]} may hold at most {MOST_WORDS} words")
        for one in found:
            if len(one) > LONGEST_WORD:
                self.wrong(path, f"{said(one)} is longer than {LONGEST_WORD} letters")
            elif one and not terms_of(one):
                self.wrong(path, f"{said(one)} holds no word to look for")
        return found
