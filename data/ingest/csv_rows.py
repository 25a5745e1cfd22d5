"""Delimited text, read with care: every row comes out whole or is rejected with a reason.

This is the slow twin of ``csv_file.fill_fast``; it takes over when a file is not plain sailing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.ingest.errors import LoadError, shown

DELIMITERS = (",", "\t", ";", "|")
LONGEST_CELL = 1_000_000
LONGEST_ROW = 20_000_000  # characters a quoted cell may run on before its quote counts as unclosed
LONGEST_NAME = 120
RAGGED = "wrong number of cells"
UNCLOSED = "unclosed quote"
STRAY = "text after a closing quote"
TOO_LONG = "cell too long"


@dataclass(frozen=True)
class Layout:
    """How a delimited file is laid out; ``lines_before`` the rows include the header."""

    delimiter: str
    header: tuple[str, ...]
    lines_before: int
    newline: str


@dataclass(frozen=True)
class Row:
    """One row at its first physical line; ``fault`` (with ``detail``) where it is rejected."""

    line_number: int
    cells: list[str]
    fault: str = ""
    detail: str = ""
    original: str = ""


class _Stray(Exception):
    """Text follows a closing quote in the same cell."""


class _Lines:
    """Physical lines with their numbers; lines can be put back."""

    def __init__(self, handle: TextIO, number: int = 0) -> None:
        self._handle = handle
        self._back: deque[str] = deque()
        self.number = number

    def take(self) -> str | None:
        line = self._back.popleft() if self._back else self._read()
        self.number += line is not None
        return line

    def _read(self) -> str | None:
        line = self._handle.readline(LONGEST_ROW)
        if len(line) == LONGEST_ROW and not line.endswith("\n"):
            # The line is beyond reading: keep its length in mind, not its text.
            while (more := self._handle.readline(LONGEST_ROW)) and not more.endswith("\n"):
                pass
        return line or None

    def back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


class _Record:
    """Cells gathered from one or more physical lines."""

    def __init__(self, delimiter: str) -> None:
        self.cells: list[str] = []
        self.open: list[str] | None = None
        self._delimiter = delimiter

    def take(self, line: str) -> None:
        """Add a line with its end.  ``open`` is None when the record is complete."""
        body = _body(line)
        at = 0
        while True:
            if self.open is None:
                start = _past_spaces(body, at)
                if body.startswith('"', start):
                    self.open = []
                    at = start + 1
                    continue
                end = body.find(self._delimiter, at)
                self.cells.append(body[at:] if end < 0 else body[at:end])
                if end < 0:
                    return
                at = end + 1
                continue
            end = body.find('"', at)
            while end >= 0 and body.startswith('"', end + 1):
                end = body.find('"', end + 2)
            if end < 0:
                self.open.append(body[at:] + line[len(body):])
                return
            self.open.append(body[at:end])
            self.cells.append("".join(self.open).replace('""', '"'))
            self.open = None
            at = _past_spaces(body, end + 1)
            if at == len(body):
                return
            if not body.startswith(self._delimiter, at):
                raise _Stray
            at += 1


def _body(line: str) -> str:
    line = line.removesuffix("\n")
    return line.removesuffix("\r")


def _past_spaces(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


def layout(path: Path, name: str) -> Layout:
    """Delimiter and header of a clean text file.  Raises LoadError when there is no header."""
    with path.open(encoding="utf-8", newline="\n") as handle:
        lines = _Lines(handle)
        first = lines.take()
        while first is not None and not first.strip():
            first = lines.take()
        if first is None:
            raise LoadError(f"{name} is empty")
        told = re.fullmatch(r"sep=(.)", _body(first))
        given = told[1] if told else None
        if told:
            first = lines.take() or ""
        taken = [first]
        best, cells = given or ",", [_body(first)]
        for delimiter in (given,) if given else DELIMITERS:
            found, used = _header(delimiter, first, lines)
            if len(found) > len(cells):
                best, cells, taken = delimiter, found, used
            lines.back(used[1:])
        newline = "\r\n" if first.endswith("\r\n") else "\n"
        return Layout(best, column_names(cells), lines.number + len(taken) - 1, newline)


def _header(delimiter: str, first: str, lines: _Lines) -> tuple[list[str], list[str]]:
    record, used = _Record(delimiter), [first]
    try:
        record.take(first)
        while record.open is not None and len(used) < 100 and (more := lines.take()) is not None:
            used.append(more)
            record.take(more)
    except _Stray:
        record.open = []
    if record.open is not None:
        lines.back(used[1:])
        return _body(first).split(delimiter), [first]
    return record.cells, used


def column_names(cells: list[str]) -> tuple[str, ...]:
    """Names for the columns: trimmed, never empty, no two alike whatever their case."""
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        plain = " ".join(shown(cell.replace("\ufeff", "")).split())[:LONGEST_NAME]
        name, again = plain or f"column {number}", 1
        while name.lower() in taken:
            again += 1
            name = f"{plain or f'column {number}'} ({again})"
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def rows(path: Path, shape: Layout) -> Iterator[Row]:
    """All rows after the header in order; blank lines are no rows."""
    width = len(shape.header)
    with path.open(encoding="utf-8", newline="\n") as handle:
        lines = _Lines(handle)
        for _ in range(shape.lines_before):
            lines.take()
        while (line := lines.take()) is not None:
            if not line.strip() and shape.delimiter not in line:
                continue
            if '"' not in line and len(line) <= LONGEST_CELL:
                cells = _body(line).split(shape.delimiter)
                if len(cells) == width:
                    yield Row(lines.number, cells)
                else:
                    yield _ragged(lines.number, cells, width, line)
                continue
            yield _quoted(line, lines, shape.delimiter, width)


def _quoted(line: str, lines: _Lines, delimiter: str, width: int) -> Row:
    """A row that may run over several lines; on an unclosed quote only the first line is lost."""
    number, taken, size = lines.number, [line], len(line)
    record = _Record(delimiter)
    fault = ""
    try:
        record.take(line)
        while record.open is not None and not fault:
            more = lines.take()
            if more is None or size > LONGEST_ROW:
                fault = UNCLOSED
                if more is not None:
                    taken.append(more)
            else:
                taken.append(more)
                size += len(more)
                record.take(more)
    except _Stray:
        fault = STRAY if len(taken) == 1 else UNCLOSED
    if not fault and len(record.cells) != width and len(taken) > 1:
        # Did a stray quote swallow good rows?  Then give them back.
        swallowed = any(_stands_alone(one, delimiter, width) for one in taken[1:])
        fault = UNCLOSED if swallowed else ""
    if fault:
        lines.back(taken[1:])
        detail = ("a quote is opened and never closed" if fault == UNCLOSED
                  else "text follows a closing quote in the same cell")
        return Row(number, [], fault, detail, _body(line))
    if len(record.cells) != width:
        return _ragged(number, record.cells, width, "".join(taken))
    longest = max(map(len, record.cells))
    if longest > LONGEST_CELL:
        detail = f"a cell has {longest:,} characters, at most {LONGEST_CELL:,} are read"
        return Row(number, [], TOO_LONG, detail, _body("".join(taken)))
    return Row(number, record.cells)


def _stands_alone(line: str, delimiter: str, width: int) -> bool:
    record = _Record(delimiter)
    try:
        record.take(line)
    except _Stray:
        return False
    return record.open is None and len(record.cells) == width


def _ragged(number: int, cells: list[str], width: int, original: str) -> Row:
    has = f"has {len(cells)} cell{'s' if len(cells) != 1 else ''}"
    return Row(number, [], RAGGED, f"{has}, the header has {width}", _body(original))
