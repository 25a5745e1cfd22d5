"""Named views: choices of filters that somebody wants to find again."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from data.home import Home, sync
from data.lake import now_iso

LONGEST_NAME = 60


class ViewError(ValueError):
    """A view cannot be saved or read; the message says why and what to do."""


@dataclass(frozen=True)
class View:
    """A page and the choices made on it (widget key → value, as JSON holds it)."""

    name: str
    page: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    saved_at: str = ""


def views(home: Home, page: str) -> list[View]:
    """The views of a page by name.  Raises ViewError when the file cannot be read."""
    return sorted((one for one in _read(home) if one.page == page),
                  key=lambda one: one.name.lower())


def save_view(home: Home, view: View) -> View:
    """Save a view, in place of one of the same page and name.  Raises ViewError."""
    name = " ".join(view.name.split())
    if not name:
        raise ViewError("A view needs a name.")
    if len(name) > LONGEST_NAME:
        raise ViewError(f"A name has at most {LONGEST_NAME} letters; this one has {len(name)}.")
    saved = View(name, view.page, dict(view.choices), now_iso())
    _change(home, saved.page, saved.name, [saved])
    return saved


def remove_view(home: Home, page: str, name: str) -> None:
    """Remove a view; nothing happens where there is none of that name.  Raises ViewError."""
    _change(home, page, name, [])


def _change(home: Home, page: str, name: str, instead: list[View]) -> None:
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / ".views.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = [one for one in _read(home)
                if (one.page, one.name.lower()) != (page, name.lower())]
        temporary = home.views.with_suffix(".writing")
        text = json.dumps([asdict(one) for one in [*kept, *instead]], ensure_ascii=False, indent=1)
        temporary.write_text(text + "\n", encoding="utf-8")
        sync(temporary)
        temporary.replace(home.views)
        sync(home.path)


def _read(home: Home) -> list[View]:
    if not home.views.exists():
        return []
    try:
        return [View(**one) for one in json.loads(home.views.read_text(encoding="utf-8"))]
    except (ValueError, TypeError):
        raise ViewError(f"{home.views} cannot be read. Mend it or move it away; Decaf then starts "
                        "with no saved views.") from None
