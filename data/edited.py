"""TOML files that people edit: a bad one is refused, and the last good one stays in use."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from data.home import sync
from data.lake import now_iso

T = TypeVar("T")
What = Literal["saved", "taken from the file"]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, or to beware of, and in which line."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Refused(ValueError):
    """A file cannot be used; ``problems`` names every line and reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: one.line))
        super().__init__("; ".join(map(str, self.problems)))


@dataclass(frozen=True)
class InUse(Generic[T]):
    """What is in use, its text, and what is wrong with the file where that was refused."""

    value: T
    text: str
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Change:
    """A text that came into use: when (UTC), by whom, how."""

    at: str
    who: str
    what: What
    text: str


@dataclass(frozen=True)
class Edited(Generic[T]):
    """A file that people edit, the copy in use, and the journal of every text that came into use.

    ``read`` makes the value of a text or raises Refused; ``shipped`` is the text where there is
    none.  ``reread``, where given, reads what is in use already, which was good when it came.
    """

    path: Path
    running: Path
    journal: Path
    read: Callable[[str], T]
    shipped: str
    reread: Callable[[str], T] | None = None

    def in_use(self) -> InUse[T]:
        """What is in use now.

        A file that has changed comes into use when it is good; a bad one is refused with lines
        and reasons, and the last good one stays.  Without any, the shipped text is in use.
        """
        edited, kept = text_of(self.path), text_of(self.running)
        if isinstance(edited, str) and edited != kept:
            try:
                value = self.read(edited)
            except Refused as error:
                return self._last_good(kept, error.problems)
            self._put_to_use(edited)
            return InUse(value, edited)
        return self._last_good(kept, edited.problems if isinstance(edited, Refused) else ())

    def save(self, text: str, *, who: str) -> InUse[T]:
        """Check the text and put it to use, whole or not at all; ``who`` goes into the journal.

        Raises Refused for a bad one, and where nobody says who they are; what is in use stays.
        """
        if not who.strip():
            raise Refused([Problem(1, "say who you are, for the journal")])
        value = self.read(text)
        with self._alone():
            # The running one first: a crash in between leaves a good one in use either way.
            _write(self.running, text)
            _write(self.path, text)
            self._note(Change(now_iso(), who.strip(), "saved", text))
        return InUse(value, text)

    def changes(self) -> list[Change]:
        """Every text that came into use, oldest first; lines that cannot be read are left out."""
        out = []
        text = text_of(self.journal)
        for line in text.split("\n") if isinstance(text, str) else ():
            try:
                out.append(Change(**json.loads(line)))
            except (ValueError, TypeError):
                continue  # cut off by a crash, or not written by Decaf
        return out

    def _last_good(self, kept: str | Refused | None, refused: tuple[Problem, ...]) -> InUse[T]:
        if isinstance(kept, str):
            try:
                return InUse((self.reread or self.read)(kept), kept, refused)
            except Refused as error:  # of another version, or changed by hand
                refused = refused or error.problems
        return InUse(self.read(self.shipped), self.shipped, refused)

    def _put_to_use(self, text: str) -> None:
        try:
            with self._alone():
                if text_of(self.running) == text:
                    return  # another reader was faster
                _write(self.running, text)
                self._note(Change(now_iso(), "", "taken from the file", text))
        except OSError:
            pass  # a home that cannot be written to is still read by what is in use

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (self.path.parent / f".{self.path.stem}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _note(self, change: Change) -> None:
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
        with self.journal.open("a+b") as file:
            file.seek(0)
            file.truncate(file.read().rfind(b"\n") + 1)  # a line cut off by a crash
            file.write(line.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        sync(self.journal.parent)


def text_of(path: Path) -> str | Refused | None:
    """The text of a file, none where there is none, or why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Refused([Problem(line, "not UTF-8 text; save the file as UTF-8")])
    except OSError as error:
        return Refused([Problem(1, f"the file cannot be read: {error.strerror}")])


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.writing")
    temporary.write_text(text, encoding="utf-8", newline="")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)
