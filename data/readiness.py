"""Whether a company is ready for social media: a list with owners, dates and its history."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from data.home import Home, sync
from data.lake import now_iso

Status = Literal["yes", "partly", "no"]
STATUSES: tuple[Status, ...] = ("yes", "partly", "no")
LONGEST = 500


class ReadinessError(ValueError):
    """The list cannot be read or saved; the message says why and what to do."""


class Item(NamedTuple):
    """Something that should be in place."""

    key: str
    title: str
    means: str


ITEMS: tuple[Item, ...] = (
    Item("policy", "A policy is written",
         "Who may post what, in whose name, and what nobody may post."),
    Item("training", "People are trained",
         "All who post or answer know the policy and have practised hard cases."),
    Item("approvals", "Approvals are in place",
         "It is known which posts somebody else reads first, and who that is."),
    Item("crisis_plan", "A crisis plan exists",
         "Who decides, who speaks, and when everything scheduled is stopped."),
    Item("escalation", "There is a way up",
         "An agent knows whom to ask about threats, press, lawyers and money."),
    Item("off_hours", "Off hours are covered",
         "Somebody watches at night and on days off, or a reply says when we are back."),
    Item("access", "Access is governed",
         "Accounts have owners, two factors, and lose people who leave."),
    Item("disclosure", "Disclosure rules are known",
         "Advertising is marked, and staff say for whom they work."),
)
_TITLES = {item.key: item.title for item in ITEMS}


@dataclass(frozen=True)
class Answer:
    """How far one item is.  ``on`` is the day it was, or is to be, done (ISO; may be empty)."""

    item: str
    status: Status
    owner: str = ""
    on: str = ""
    note: str = ""
    who: str = ""
    at: str = ""


class Gap(NamedTuple):
    """An item that is not, or not wholly, in place; ``status`` is no, partly or unanswered."""

    key: str
    title: str
    status: str
    owner: str
    on: str
    note: str


def answers(home: Home) -> dict[str, Answer]:
    """The answers that hold, by item.  Raises ReadinessError when the file cannot be read."""
    return _read(home)[0]


def history(home: Home) -> list[Answer]:
    """Every answer ever saved, oldest first.  Raises ReadinessError."""
    return _read(home)[1]


def gaps(home: Home) -> list[Gap]:
    """What is not in place: unanswered and no first, then partly; empty when all is.

    Raises ReadinessError when the file cannot be read.
    """
    held = answers(home)
    out = []
    for item in ITEMS:
        one = held.get(item.key)
        if one is None:
            out.append(Gap(item.key, item.title, "unanswered", "", "", ""))
        elif one.status != "yes":
            out.append(Gap(item.key, item.title, one.status, one.owner, one.on, one.note))
    return sorted(out, key=lambda gap: gap.status == "partly")


def save_answer(home: Home, answer: Answer) -> Answer:
    """Save an answer in place of the one before, which stays in the history.

    Raises ReadinessError for an unknown item or status, a day that is none, a text that is too
    long, or a missing name.
    """
    owner, note, who = (" ".join(text.split()) for text in (answer.owner, answer.note, answer.who))
    if answer.item not in _TITLES:
        raise ReadinessError(f"No item is called {answer.item!r}; only {', '.join(_TITLES)}.")
    if answer.status not in STATUSES:
        raise ReadinessError(f"A status is {', '.join(STATUSES)}, not {answer.status!r}.")
    if not who:
        raise ReadinessError("An answer needs the name of who gives it.")
    if max(len(owner), len(note), len(who)) > LONGEST:
        raise ReadinessError(f"A text of the list has at most {LONGEST} letters.")
    try:
        on = date.fromisoformat(answer.on).isoformat() if answer.on else ""
    except ValueError:
        raise ReadinessError(f"The day must be a date such as 2026-12-25, not {answer.on!r}."
                             ) from None
    saved = replace(answer, owner=owner, note=note, who=who, on=on, at=now_iso())
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / ".readiness.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held, past = _read(home)
        _write(home, {**held, saved.item: saved}, [*past, saved])
    return saved


def _write(home: Home, held: Mapping[str, Answer], past: list[Answer]) -> None:
    text = json.dumps({"items": {key: asdict(one) for key, one in held.items()},
                       "history": [asdict(one) for one in past]}, ensure_ascii=False, indent=1)
    temporary = home.readiness.with_suffix(".writing")
    temporary.write_text(text + "\n", encoding="utf-8")
    sync(temporary)
    temporary.replace(home.readiness)
    sync(home.path)


def _read(home: Home) -> tuple[dict[str, Answer], list[Answer]]:
    if not home.readiness.exists():
        return {}, []
    try:
        found: dict[str, Any] = json.loads(home.readiness.read_text(encoding="utf-8"))
        held = {str(key): Answer(**one) for key, one in found["items"].items()}
        past = [Answer(**one) for one in found["history"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ReadinessError(f"{home.readiness} cannot be read. Mend it or move it away; the list "
                             "then starts empty.") from None
    if any(one.status not in STATUSES for one in held.values()):
        raise ReadinessError(f"{home.readiness} has a status that is none of "
                             f"{', '.join(STATUSES)}. Mend it.")
    return {key: one for key, one in held.items() if key in _TITLES}, past
