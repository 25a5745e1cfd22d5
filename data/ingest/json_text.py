"""JSON as text: its values one by one, with the place each one stands at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SPACE = " \t\r\n"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


DECODER = json.JSONDecoder(parse_constant=_no_constant)


@dataclass(frozen=True)
class Found:
    """An object in a document: its list (``rows`` at the top, none if no object), place, text."""

    list_name: str
    value: dict[str, Any]
    start: int
    text: str
    page: str


def decode(text: str, at: int = 0) -> tuple[Any, int]:
    """One value from ``at`` on, and where it ends.  Raises ValueError for anything broken."""
    try:
        return DECODER.raw_decode(text, at)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def skip(text: str, at: int, also: str = "") -> int:
    """The next place that is not white space (nor one of ``also``)."""
    while at < len(text) and (text[at] in _SPACE or text[at] in also):
        at += 1
    return at


def objects(text: str, lists: frozenset[str]) -> Iterator[Found]:
    """The objects of a text of documents: page lists named in ``lists``, else rows.

    Raises ValueError where the text is not JSON.
    """
    at = skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            for start, end, value in _elements(text, at):
                yield from _document(text, value, start, end, lists)
                at = end
            at = skip(text, at, ",[")
            if at >= len(text) or text[at] != "]":
                raise ValueError(f"']' is missing at character {at}")
            at += 1
        else:
            value, end = decode(text, at)
            yield from _document(text, value, at, end, lists)
            at = end
        at = skip(text, at, ",")


def is_page(value: dict[str, Any], lists: frozenset[str]) -> bool:
    """Whether an object is a page of an interface: it holds lists and has no id of its own."""
    return "id" not in value and any(
        isinstance(value.get(name), list | dict) for name in lists
    )


def _document(
    text: str, value: Any, start: int, end: int, lists: frozenset[str]
) -> Iterator[Found]:
    if not isinstance(value, dict):
        yield Found("", {}, start, text[start:end], "")
    elif is_page(value, lists):
        plain = {name: one for name, one in value.items() if not isinstance(one, list | dict)}
        page = json.dumps(plain, ensure_ascii=True)
        yield from _lists(text, start, lists, page)
    else:
        yield Found("rows", value, start, text[start:end], "")


def _lists(text: str, at: int, lists: frozenset[str], page: str) -> Iterator[Found]:
    """The objects in the lists of the object at ``at``, also one object deeper (includes)."""
    for name, start, end, value in _members(text, at):
        if isinstance(value, list):
            for first, last, one in _elements(text, start):
                if isinstance(one, dict):
                    yield Found(name, one, first, text[first:last], page)
                else:
                    yield Found("", {}, first, text[first:last], page)
        elif isinstance(value, dict) and name in lists and "id" in value:
            yield Found(name, value, start, text[start:end], page)
        elif isinstance(value, dict) and any(isinstance(one, list) for one in value.values()):
            yield from _lists(text, start, lists, page)


def _members(text: str, at: int) -> Iterator[tuple[str, int, int, Any]]:
    at = skip(text, at + 1)
    while text[at] != "}":
        name, at = decode(text, at)
        start = skip(text, skip(text, at) + 1)
        value, at = decode(text, start)
        yield name, start, at, value
        at = skip(text, at, ",")


def _elements(text: str, at: int) -> Iterator[tuple[int, int, Any]]:
    at = skip(text, at + 1)
    while at < len(text) and text[at] != "]":
        value, end = decode(text, at)
        yield at, end, value
        at = skip(text, end, ",")
