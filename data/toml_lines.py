"""Where each key of a TOML text stands, so that a complaint about a value can name its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

# Strings and comments come first, so that no bracket or line end within them counts.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{}=\n]|[^\"'#\[\]{}=\n]+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line of every table and key of a TOML text that reads well, counted from 1.

    A path holds names, and positions in arrays of tables: ``("rules", 0, "when", "channel")``.
    Worked: in ``[[rules]]``, a line end and ``name = "a"`` the name stands in line 2.
    """
    out: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    for line, statement, key in _statements(text):
        if statement.startswith("["):
            names, is_array = _names_of(tomllib.loads(statement))
            table = _placed((), names[:-1], arrays)
            if is_array:
                whole = (*table, names[-1])
                arrays[whole] = arrays.get(whole, -1) + 1
                table = (*whole, arrays[whole])
            else:
                table = _placed(table, names[-1:], arrays)
            out.setdefault(table, line)
        else:
            place = table
            for name in _names_of(tomllib.loads(f"{key} = 0"))[0]:
                place = (*place, name)
                out.setdefault(place, line)
    return out


def line_of(lines: dict[Path, int], *path: str | int) -> int:
    """The line of a path, or of the nearest thing around it that has one; else 1."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, text and what stands before the first equals sign of each header and key."""
    line, depth = 1, 0
    started, said, key = 1, "", ""
    for token in [*_TOKEN.findall(text.replace("\r\n", "\n")), "\n"]:
        if token == "\n" and depth == 0:
            if said.strip():
                yield started, said.strip(), key.strip()
            said, key = "", ""
        elif not token.startswith("#"):
            if not said.strip():
                started = line
                said = ""
            if token == "=" and depth == 0 and not key:
                key = said
            depth += (token in ("[", "{")) - (token in ("]", "}"))
            said += token
        line += token.count("\n")


def _names_of(parsed: dict[str, Any]) -> tuple[list[str], bool]:
    """The names down to the value, and whether the value is an array of tables."""
    names = []
    inside: Any = parsed
    while isinstance(inside, dict) and inside:
        name, inside = next(iter(inside.items()))
        names.append(str(name))
    return names, isinstance(inside, list)


def _placed(start: Path, names: list[str], arrays: dict[Path, int]) -> Path:
    """The path of a table, with the position of the array's table that is open now."""
    out = start
    for name in names:
        out = (*out, name)
        if out in arrays:
            out = (*out, arrays[out])
    return out
