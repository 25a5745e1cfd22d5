"""The register of published figures: other people's, each with source, year, n and wording."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

REGISTER = Path(__file__).parent / "benchmarks.toml"
OLD_YEARS = 10
_NEEDED = ("id", "topic", "label", "share", "source", "year", "population", "wording", "caveat")
_OPTIONAL = {"n": None, "about": False, "derived": False}
COLUMNS = (*_NEEDED, *_OPTIONAL)


class RegisterError(ValueError):
    """A published figure lacks what makes it citable; the message names it."""


@cache
def _register() -> tuple[dict[str, object], ...]:
    return tuple(read_register(REGISTER.read_text(encoding="utf-8")))


def read_register(text: str) -> list[dict[str, object]]:
    """The figures of a register.  Raises RegisterError naming the figure and what it lacks."""
    out = []
    for figure in tomllib.loads(text).get("figures", []):
        name = figure.get("id", "a figure")
        missing = [key for key in _NEEDED if figure.get(key) in (None, "")]
        if missing:
            raise RegisterError(f"{name} lacks {', '.join(missing)}.")
        if not 0 <= figure["share"] <= 1:
            raise RegisterError(f"{name}: share must lie between 0 and 1.")
        unknown = set(figure) - set(COLUMNS)
        if unknown:
            raise RegisterError(f"{name}: unknown {', '.join(sorted(unknown))}.")
        out.append({**_OPTIONAL, **figure})
    if len({figure["id"] for figure in out}) != len(out):
        raise RegisterError("Two figures have the same id.")
    return out


def benchmarks(*topics: str, today: date | None = None) -> pd.DataFrame:
    """Published figures of these topics, or all: the register's columns and ``warning``.

    ``n`` is missing where the source prints no base; ``warning`` says when a figure is old.
    """
    year = (today or date.today()).year
    rows = [one for one in _register() if not topics or one["topic"] in topics]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["n"] = frame["n"].astype("Int64")
    frame["warning"] = [
        f"{year - int(old)} years old" if year - int(old) > OLD_YEARS else ""
        for old in frame["year"]]
    return frame
