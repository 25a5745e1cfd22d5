"""The routing rules in use: a bad file is refused and the last good set stays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.edited import Change, Edited, InUse, Problem, text_of
from data.home import Home
from data.routing import Rules, RulesRefused, read_rules, shipped_text


@dataclass(frozen=True)
class Running:
    """The rules in use, their text, and what is wrong with the file where it was refused."""

    rules: Rules
    text: str
    refused: tuple[Problem, ...] = ()

    @property
    def is_shipped(self) -> bool:
        """Whether they are the ones that Decaf comes with, unchanged."""
        return self.text == shipped_text()


def running_rules(home: Home) -> Running:
    """The rules in use now.

    A ``routing.toml`` that has changed comes into use when it is good; a bad one is refused with
    lines and reasons, and the last good set stays.  Without any, the shipped rules are in use.
    """
    return _running(_file(home).in_use())


def save_rules(home: Home, text: str, *, who: str) -> Running:
    """Check the text and put it to use, whole or not at all; ``who`` goes into the journal.

    Raises RulesRefused for bad rules, and where nobody says who they are; what is in use stays.
    """
    return _running(_file(home).save(text, who=who))


def rules_journal(home: Home) -> list[Change]:
    """Every set that came into use, oldest first; lines that cannot be read are left out."""
    return _file(home).changes()


@dataclass(frozen=True)
class Checked:
    """What was found in a file: its rules' names, or what is wrong with it."""

    rules: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_file(path: Path) -> Checked:
    """Check a rules file without putting it to use.  Raises FileNotFoundError."""
    text = text_of(path)
    if text is None:
        raise FileNotFoundError(2, "No such rules file", str(path))
    try:
        if isinstance(text, RulesRefused):
            raise text
        return Checked(rules=tuple(one.name for one in _read(text).rules))
    except RulesRefused as error:
        return Checked(problems=error.problems)


def _file(home: Home) -> Edited[Rules]:
    return Edited(home.routing, home.routing_running, home.routing_journal, _read, shipped_text())


def _running(found: InUse[Rules]) -> Running:
    return Running(found.value, found.text, found.refused)


@lru_cache(maxsize=16)
def _read(text: str) -> Rules:
    return read_rules(text)
