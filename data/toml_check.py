"""Reads TOML that people write: every complaint has a line and a reason."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError

from data.edited import Problem, Refused
from data.toml_lines import Path, key_lines, line_of

LONGEST_TEXT, LONGEST_NAME = 100_000, 80


def parsed(text: str) -> dict[str, Any]:
    """The plain values of a text.  Raises Refused with line and reason."""
    if len(text) > LONGEST_TEXT:
        raise Refused([Problem(1, f"the text is longer than {LONGEST_TEXT:,} characters")])
    if not text.isprintable() and any("\ud800" <= one <= "\udfff" for one in text):
        raise Refused([Problem(1, "the text holds characters that no file can")])
    try:
        values: dict[str, Any] = tomlkit.parse(text).unwrap()
        tomllib.loads(text)  # stricter in a few places, and names the line in all
    except ParseError as error:
        reason = re.sub(r" at (end of file|line \d+ col \d+).*", "", str(error)).strip()
        raise Refused([Problem(error.line, f"not TOML: {reason}")]) from None
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused([_second_opinion(text, error)]) from None
    return values


def _second_opinion(text: str, error: Exception) -> Problem:
    """The line where the first reader named none."""
    if isinstance(error, RecursionError):
        return Problem(1, "not TOML: it is nested too deeply")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as found:
        said = re.fullmatch(r"(.*) \(at (?:line (\d+)|end of document).*\)", str(found))
        if said:
            line = int(said[2]) if said[2] else text.count("\n") + 1
            return Problem(line, f"not TOML: {said[1]}")
    except RecursionError:
        pass
    return Problem(1, f"not TOML: {error}")


class Checker:
    """Turns plain values into texts and numbers and notes all that is wrong with its line."""

    may_be_empty: tuple[str, ...] = ()

    def __init__(self, text: str) -> None:
        self.lines = key_lines(text)
        self.problems: list[Problem] = []

    def wrong(self, path: Path, reason: str) -> None:
        """Note what is wrong, with its line."""
        self.problems.append(Problem(line_of(self.lines, *path), reason))

    def table(self, path: Path, value: Any, known: tuple[str, ...]) -> Mapping[str, Any]:
        """The table, whose keys must be known; empty where it is none."""
        if not isinstance(value, Mapping):
            self.wrong(path, f"{path[0]} must be a table, not {said(value)}")
            return {}
        self.keys(path, value, known)
        return value

    def keys(self, path: Path, value: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Note every key that is not known."""
        for name in value:
            if name not in known:
                self.wrong((*path, str(name)), f"there is no “{name}” here{meant(name, known)}")

    def text(self, path: Path, value: Any, *, needed: str) -> str:
        """A short text that must be there; empty where it is not."""
        if value is None:
            self.wrong(path, f"the {needed} is missing")
        elif not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
            self.wrong(path, f"the {needed} must be a text of 1 to {LONGEST_NAME} letters, "
                             f"not {said(value)}")
        else:
            return " ".join(value.split())
        return ""

    def texts(self, path: Path, value: Any, *, lower: bool) -> tuple[str, ...] | None:
        """A list of texts, or one text; none where nothing is given."""
        if value is None:
            return None
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or any(not isinstance(one, str) for one in given):
            self.wrong(path, f"{path[-1]} must be a text or a list of texts, not {said(value)}")
            return ()
        told = [one.strip().lower() if lower else one.strip() for one in given]
        if "" in told or (not told and path[-1] not in self.may_be_empty):
            self.wrong(path, f"{path[-1]} is empty, so nothing can match: name a value or leave "
                             "it out")
        return tuple(dict.fromkeys(told))

    def number(self, path: Path, value: Any, *, above: float | None = None,
               below: float = 1e9) -> float | None:
        """A number of 0 or more, or above ``above``; none where none or a wrong one is given."""
        if value is None:
            return None
        good = isinstance(value, int | float) and not isinstance(value, bool)
        least = above is None
        if not good or not math.isfinite(value) or value > below or (
                value < 0 if least else value <= 0):
            self.wrong(path, f"{path[-1]} must be a number {'of 0 or more' if least else 'above 0'}"
                             f", not {said(value)}")
            return None
        return float(value)


def said(value: Any) -> str:
    """A value as a complaint quotes it."""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def meant(name: str, known: tuple[str, ...]) -> str:
    """What was probably meant, or all that is known."""
    close = get_close_matches(str(name).lower(), known, n=1)
    return f"; did you mean “{close[0]}”?" if close else f"; known are {', '.join(known)}"
