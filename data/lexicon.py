"""The brand's own words: read from TOML, tried on their test sentences, and scored with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.edited import Edited, InUse, Problem, Refused
from data.home import Home
from data.toml_check import Checker, meant, parsed, said
from data.toml_lines import Path as Place
from data.toml_lines import line_of

if TYPE_CHECKING:
    from analysis.lexicon import Entry, Expected, Lexicon

SHIPPED = Path(__file__).with_suffix(".toml")
MOST_ENTRIES, MOST_TERMS, MOST_TESTS, LONGEST_TERM, LONGEST_TEXT = 300, 50, 20, 60, 500
_LABELS = ("sentiment", "purpose", "intent")
_TEST = ("text", *_LABELS)
_ENTRY = ("name", "meaning", "terms", "unless", "match_case", "reads_as", "shift", *_LABELS,
          "tests")


def lexicon_in_use(home: Home) -> InUse[Lexicon]:
    """The brand words in use now; the file in the home comes into use when it is good."""
    return _file(home).in_use()


def save_lexicon(home: Home, text: str, *, who: str) -> InUse[Lexicon]:
    """Check the text, try its test sentences, and put it to use.  Raises Refused."""
    return _file(home).save(text, who=who)


def lexicon_file(home: Home) -> Edited[Lexicon]:
    """The file with its journal."""
    return _file(home)


def shipped_text() -> str:
    """The lexicon that Decaf comes with: no entries, and how to write one."""
    return SHIPPED.read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def read_lexicon(text: str) -> Lexicon:
    """The lexicon of a text, its test sentences not tried.  Raises Refused."""
    from analysis.lexicon import Lexicon

    values = parsed(text)
    reader = _Reader(text)
    entries = reader.entries(values)
    if reader.problems:
        raise Refused(reader.problems)
    return Lexicon(tuple(one for one in entries if one))


@lru_cache(maxsize=16)
def proven_lexicon(text: str) -> Lexicon:
    """The lexicon of a text whose test sentences all come out as expected.  Raises Refused."""
    lexicon = read_lexicon(text)
    rows: list[Any] = list(tried(lexicon).itertuples(index=False))
    failed = [Problem(row.line, f"“{row.text}” is read as {row.read}, not {row.expected}")
              for row in rows if not row.good]
    if failed:
        raise Refused(failed)
    return lexicon


def tried(lexicon: Lexicon) -> pd.DataFrame:
    """Each test sentence: entry, text, expected, read, without (the lexicon), good, line."""
    tests = [(entry, test) for entry in lexicon.entries for test in entry.tests]
    texts = [test.text for _, test in tests]
    rows: list[dict[str, Any]] = []
    if texts:  # the engines take seconds to start
        now, without = score_with(lexicon, texts), score_with(None, texts)
    for at, (entry, test) in enumerate(tests):
        asked = [facet for facet in _LABELS if getattr(test, facet)]
        good = all(now[facet].iat[at] == getattr(test, facet) for facet in asked)
        rows.append({
            "entry": entry.name, "text": test.text,
            "expected": ", ".join(getattr(test, facet) for facet in asked),
            "read": ", ".join(str(now[facet].iat[at]) for facet in asked),
            "without": ", ".join(str(without[facet].iat[at]) for facet in asked),
            "good": good, "line": test.line})
    return pd.DataFrame(rows, columns=["entry", "text", "expected", "read", "without", "good",
                                       "line"])


def score_with(lexicon: Lexicon | None, texts: Sequence[str],
               adjustments: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Sentiment and purpose of each text by the product's engines, under a lexicon or without.

    ``adjustments``: what the company's own labels changed, by facet.
    """
    from analysis.lexicon import adjusted, reading
    from data.scoring import score_texts

    if lexicon is None or not lexicon.entries:
        return score_texts(list(texts), adjustments)
    return adjusted(lexicon, texts, score_texts([reading(lexicon, text) for text in texts],
                                                adjustments, labelled_as=texts))


def _file(home: Home) -> Edited[Lexicon]:
    return Edited(home.lexicon, home.lexicon_running, home.lexicon_journal, proven_lexicon,
                  shipped_text(), reread=read_lexicon)


class _Reader(Checker):
    """Turns plain values into entries and notes everything that is wrong with its line."""

    may_be_empty = ("unless",)

    def entries(self, values: dict[str, Any]) -> list[Entry | None]:
        self.keys((), values, ("entries",))
        found = values.get("entries", [])
        if not isinstance(found, list):
            self.wrong(("entries",), "entries must stand each under [[entries]]")
            return []
        if len(found) > MOST_ENTRIES:
            self.wrong(("entries", MOST_ENTRIES), f"there may be at most {MOST_ENTRIES} entries")
        out = [self.entry(("entries", at), one) for at, one in enumerate(found[:MOST_ENTRIES])]
        self.twice([one for one in out if one])
        return out

    def twice(self, entries: list[Entry]) -> None:
        """Note names that two entries have."""
        first: dict[str, int] = {}
        for one in entries:
            name = one.name.casefold()
            if name in first:
                self.problems.append(Problem(one.line, f"the name “{one.name}” is taken by the "
                                                       f"entry in line {first[name]}"))
            first.setdefault(name, one.line)

    def entry(self, path: Place, value: Any) -> Entry | None:
        from analysis.lexicon import Entry

        before = len(self.problems)
        one = self.table(path, value, _ENTRY)
        name = self.text((*path, "name"), one.get("name"), needed="name")
        meaning = self.text((*path, "meaning"), one.get("meaning"), needed="meaning")
        terms = self.terms((*path, "terms"), one.get("terms"))
        if one.get("terms") is None:
            self.wrong(path, "the terms are missing")
        unless = self.terms((*path, "unless"), one.get("unless"))
        labels = self.labels(path, one)
        match_case, shift, reads_as = (one.get("match_case", False), one.get("shift", 0),
                                       one.get("reads_as"))
        if not isinstance(match_case, bool):
            self.wrong((*path, "match_case"), f"match_case is true or false, not "
                                              f"{said(match_case)}")
        if isinstance(shift, bool) or shift not in (-2, -1, 0, 1, 2):
            self.wrong((*path, "shift"), f"shift is -2, -1, 1 or 2, not {said(shift)}")
        if reads_as is not None and (not isinstance(reads_as, str)
                                     or len(reads_as) > LONGEST_TERM):
            self.wrong((*path, "reads_as"), f"reads_as is a text of at most {LONGEST_TERM} "
                                            f"letters, not {said(reads_as)}")
        tests = self.tests((*path, "tests"), one.get("tests"))
        if len(self.problems) > before:
            return None
        made = Entry(name, terms, meaning, reads_as, **labels, shift=shift, match_case=match_case,
                     unless=unless, tests=tests, line=line_of(self.lines, *path))
        if made.does_nothing:
            self.wrong(path, "the entry changes nothing: give reads_as, sentiment, shift, purpose "
                             "or intent")
        if not tests:
            self.wrong(path, "the entry has no test sentence: add one under [[entries.tests]]")
        return made

    def labels(self, path: Place, one: Any) -> dict[str, str]:
        """Sentiment, purpose and intent, each one that there is or empty."""
        from analysis.lexicon import purpose_of
        from analysis.purpose_rules import INTENTS
        from analysis.sentiment import SENTIMENTS

        known = {"sentiment": tuple(SENTIMENTS), "purpose": tuple(INTENTS),
                 "intent": tuple(one for intents in INTENTS.values() for one in intents)}
        out = {}
        for facet, allowed in known.items():
            given = one.get(facet, "")
            out[facet] = given if given in allowed else ""
            if facet in one and given not in allowed:
                self.wrong((*path, facet), f"{facet} cannot be {said(given)}"
                                           f"{meant(str(given), allowed)}")
        if out["purpose"] and out["intent"] and purpose_of(out["intent"]) != out["purpose"]:
            self.wrong((*path, "intent"), f"the intent {out['intent']} belongs to "
                                          f"{purpose_of(out['intent'])}, not {out['purpose']}")
        return out

    def terms(self, path: Place, value: Any) -> tuple[str, ...]:
        found = self.texts(path, value, lower=False) or ()
        if len(found) > MOST_TERMS:
            self.wrong(path, f"{path[-1]} may hold at most {MOST_TERMS} terms")
        for one in found:
            if len(one) > LONGEST_TERM:
                self.wrong(path, f"{said(one)} is longer than {LONGEST_TERM} letters")
            elif len([letter for letter in one if letter.isalnum()]) < 2 or "*" in one[:-1]:
                self.wrong(path, f"{said(one)} must hold two letters or more; a * may end it")
        return found

    def tests(self, path: Place, value: Any) -> tuple[Expected, ...]:
        from analysis.lexicon import Expected

        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > MOST_TESTS:
            self.wrong(path, f"tests are up to {MOST_TESTS} tables under [[entries.tests]]")
            return ()
        out = []
        for at, one in enumerate(value):
            mine = (*path, at)
            test = self.table(mine, one, _TEST)
            labels = self.labels(mine, test)
            text = test.get("text")
            if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
                self.wrong(mine, f"a test needs a text of 1 to {LONGEST_TEXT} letters")
            elif not any(labels.values()):
                self.wrong(mine, "a test needs the sentiment, purpose or intent expected")
            else:
                out.append(Expected(text, **labels, line=line_of(self.lines, *mine)))
        return tuple(out)
