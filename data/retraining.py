"""A company's own labels change how posts are read; each change is kept and can be rolled back."""

from __future__ import annotations

import getpass
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.home import Home
from data.journal import append, lines
from data.lake import now_iso, settle

_NONE = ""
FACET = "sentiment"


class LabelsRefused(ValueError):
    """A file of labels cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Change:
    """A line of the journal: which adjustment is used from now on ("" for none), and why."""

    adjustment: str
    who: str
    at: str
    method: str
    labels: int
    before: dict[str, float]
    after: dict[str, float]


def retrain(home: Home, file: Path, *, who: str | None = None) -> Change:
    """Fit an adjustment to the labels of a CSV file and put it to use if it reads better.

    Columns: ``sentiment``, and ``text`` or ``text_hash`` (the MD5 of a text in the lake).  A post
    labelled several times counts by its last label.  Raises LabelsRefused.
    """
    from analysis import sentiment
    from analysis.engines import adjustment

    told = _labels(home, file)
    texts = told["text"].tolist()
    codes = pd.Categorical(told["sentiment"], categories=sentiment.SENTIMENTS).codes
    try:
        seen = sentiment.evidence(texts)
        made = adjustment.refit(seen.chances, seen.words, codes.astype(np.intp), seen.confidence)
    except ValueError as error:
        raise LabelsRefused(f"{file.name}: {error}") from None
    better = made.after.log_loss < made.before.log_loss
    name = _save(home, made.adjustment) if better else current(home)
    change = Change(name, who or getpass.getuser(), now_iso(),
                    made.method if better else "not used: it reads no better", len(told),
                    made.before._asdict(), made.after._asdict())
    append(journal(home), asdict(change))
    return change


def roll_back(home: Home, *, who: str | None = None) -> Change:
    """Use what was in use before the last change.  Raises LabelsRefused where there was none."""
    held = _held(home)
    if len(held) < 2:
        raise LabelsRefused("There is no change to roll back: the shipped model is in use.")
    change = Change(held[-2], who or getpass.getuser(), now_iso(), "rolled back", 0, {}, {})
    append(journal(home), asdict(change))
    return change


def report(change: Change) -> str:
    """What a change did, with the figures before and after."""
    lines_ = [f"{change.method}; in use: {change.adjustment or 'the shipped model alone'}"]
    if change.before:
        lines_ += [f"{change.labels:,} labels, each judged by a model that had not seen it:",
                   *(f"  {name.replace('_', ' ')}: {change.before[name]:.3f} before, "
                     f"{change.after[name]:.3f} after" for name in change.before
                     if name != "labels")]
    return "\n".join([*lines_, "Now run: build"])


def changes(home: Home) -> list[Change]:
    """Every change, oldest first."""
    return [Change(**one) for one in lines(journal(home), Change)]


def current(home: Home) -> str:
    """The adjustment in use, "" for the shipped model alone."""
    return _held(home)[-1]


def _held(home: Home) -> list[str]:
    """The adjustments that one can go back to, the one in use last."""
    held = [_NONE]
    for one in changes(home):
        if one.method == "rolled back":
            held.pop()
        elif one.adjustment != held[-1]:
            held.append(one.adjustment)
    return held


def adjustment_in_use(home: Home) -> Any:
    """The :class:`analysis.engines.adjustment.Adjustment` in use, or None."""
    from analysis.engines.adjustment import Adjustment

    name = current(home)
    if name == _NONE:
        return None
    with np.load(_folder(home) / f"{name}.npz") as kept:
        return Adjustment(float(kept["stretch"]), kept["bias"], kept["columns"], kept["weights"],
                          kept["knots"].tolist())


def journal(home: Home) -> Path:
    """Which adjustment was put to use when, one JSON object a line."""
    return home.path / "decisions" / "models.jsonl"


def _folder(home: Home) -> Path:
    return home.path / "models"


def _save(home: Home, made: Any) -> str:
    parts = {"stretch": np.array(made.stretch), "bias": made.bias, "columns": made.columns,
             "weights": made.weights, "knots": np.array(made.knots)}
    total = hashlib.sha256()
    for name, part in parts.items():
        total.update(json.dumps([name, str(part.dtype), part.shape]).encode() + part.tobytes())
    name = f"{FACET}-{total.hexdigest()[:10]}"
    target = _folder(home) / f"{name}.npz"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        writing = target.with_suffix(".writing.npz")
        np.savez_compressed(writing, allow_pickle=False, **parts)
        settle(writing, target)
    return name


def _labels(home: Home, file: Path) -> pd.DataFrame:
    from analysis.sentiment import SENTIMENTS

    try:
        told = pd.read_csv(file, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise LabelsRefused(f"{file} cannot be read as a CSV file: {error}") from None
    if "sentiment" not in told or not {"text", "text_hash"} & set(told.columns):
        raise LabelsRefused(f"{file.name} needs the columns sentiment and text (or text_hash).")
    if "text" not in told:
        told = told.merge(_texts(home), on="text_hash", how="left")
    told = told[told["sentiment"].isin(SENTIMENTS) & told["text"].fillna("").str.strip().ne("")]
    return told.drop_duplicates("text", keep="last", ignore_index=True)


def _texts(home: Home) -> pd.DataFrame:
    """Every text of the warehouse with its hash."""
    from data.warehouse import Warehouse

    return Warehouse(home).cursor().execute(
        "select distinct md5(text) as text_hash, text from interactions where text is not null"
    ).df()
