"""The routing rules in use: a bad file is refused and the last good set stays."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from data.home import Home, sync
from data.lake import now_iso
from data.routing import Problem, Rules, RulesRefused, read_rules, shipped_text

What = Literal["saved", "taken from the file"]


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


@dataclass(frozen=True)
class Change:
    """A set of rules that came into use: when (UTC), by whom, how, and its whole text."""

    at: str
    who: str
    what: What
    text: str


def running_rules(home: Home) -> Running:
    """The rules in use now.

    A ``routing.toml`` that has changed comes into use when it is good; a bad one is refused with
    lines and reasons, and the last good set stays.  Without any, the shipped rules are in use.
    """
    edited, kept = _text(home.routing), _text(home.routing_running)
    if isinstance(edited, str) and edited != kept:
        try:
            rules = _read(edited)
        except RulesRefused as error:
            return _last_good(kept, error.problems)
        _put_to_use(home, edited, who="", what="taken from the file")
        return Running(rules, edited)
    return _last_good(kept, edited.problems if isinstance(edited, RulesRefused) else ())


def save_rules(home: Home, text: str, *, who: str) -> Running:
    """Check the text and put it to use, whole or not at all; ``who`` goes into the journal.

    Raises RulesRefused for bad rules, and where nobody says who they are; what is in use stays.
    """
    if not who.strip():
        raise RulesRefused([Problem(1, "say who you are, for the journal")])
    rules = _read(text)
    with _alone(home):
        # The running set first: a crash in between leaves a good set in use either way.
        _write(home.routing_running, text)
        _write(home.routing, text)
        _note(home, Change(now_iso(), who.strip(), "saved", text))
    return Running(rules, text)


def rules_journal(home: Home) -> list[Change]:
    """Every set that came into use, oldest first; lines that cannot be read are left out."""
    out = []
    text = _text(home.routing_journal)
    for line in text.split("\n") if isinstance(text, str) else ():
        try:
            out.append(Change(**json.loads(line)))
        except (ValueError, TypeError):
            continue  # cut off by a crash, or not written by Decaf
    return out


@dataclass(frozen=True)
class Checked:
    """What was found in a file: its rules' names, or what is wrong with it."""

    rules: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_file(path: Path) -> Checked:
    """Check a rules file without putting it to use.  Raises FileNotFoundError."""
    text = _text(path)
    if text is None:
        raise FileNotFoundError(2, "No such rules file", str(path))
    try:
        if isinstance(text, RulesRefused):
            raise text
        return Checked(rules=tuple(one.name for one in _read(text).rules))
    except RulesRefused as error:
        return Checked(problems=error.problems)


def _last_good(kept: str | RulesRefused | None, refused: tuple[Problem, ...]) -> Running:
    if isinstance(kept, str):
        try:
            return Running(_read(kept), kept, refused)
        except RulesRefused as error:  # of another version, or changed by hand
            refused = refused or error.problems
    return Running(_read(shipped_text()), shipped_text(), refused)


@lru_cache(maxsize=16)
def _read(text: str) -> Rules:
    return read_rules(text)


def _text(path: Path) -> str | RulesRefused | None:
    """The text of a file, none where there is none, or why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return RulesRefused([Problem(line, "not UTF-8 text; save the file as UTF-8")])
    except OSError as error:
        return RulesRefused([Problem(1, f"the file cannot be read: {error.strerror}")])


def _put_to_use(home: Home, text: str, *, who: str, what: What) -> None:
    try:
        with _alone(home):
            if _text(home.routing_running) == text:
                return  # another reader was faster
            _write(home.routing_running, text)
            _note(home, Change(now_iso(), who, what, text))
    except OSError:
        pass  # a home that cannot be written to is still read by its rules


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / ".routing.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.writing")
    temporary.write_text(text, encoding="utf-8", newline="")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def _note(home: Home, change: Change) -> None:
    home.routing_journal.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
    with home.routing_journal.open("a+b") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)  # a line cut off by a crash
        file.write(line.encode("utf-8", "backslashreplace"))
        file.flush()
        os.fsync(file.fileno())
    sync(home.routing_journal.parent)
