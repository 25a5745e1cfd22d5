"""A company's own labels change how posts are read; each change is kept and can be rolled back."""

from __future__ import annotations

import getpass
import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.home import Home
from data.journal import append, lines
from data.lake import now_iso, settle

if TYPE_CHECKING:
    from analysis.engines.adjustment import Adjustment

_NONE = ""
FACETS = ("sentiment", "purpose", "intent")
ROLLED_BACK, NO_BETTER = "rolled back", "not used: it reads no better"


class LabelsRefused(ValueError):
    """Labels cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Change:
    """A line of the journal: which adjustment of a facet is used from now on ("" for none), why.

    ``run``: one command changes several facets at once, and is rolled back at once.
    """

    adjustment: str
    who: str
    at: str
    method: str
    labels: int
    before: dict[str, float]
    after: dict[str, float]
    facet: str = "sentiment"
    run: str = ""


def retrain(home: Home, file: Path | None = None, *, who: str | None = None) -> list[Change]:
    """Fit an adjustment of each facet to labels and put it to use where it reads better.

    The labels are those of the page "Label and check", or of a CSV file: any of ``sentiment``,
    ``purpose`` and ``intent``, and ``text`` or ``text_hash`` (the MD5 of a text in the lake).  A
    text labelled several times counts by its last label.  A facet with too few labels is told and
    left alone.  Raises LabelsRefused where no facet has enough.
    """
    told, name = _labels(home, file)
    run, at, made_by = uuid.uuid4().hex[:12], now_iso(), who or getpass.getuser()
    there, out, refused = current(home), [], []
    for facet in FACETS:
        mine = _of(told, facet)
        if mine.empty:
            continue
        held = there.get(facet, _NONE)
        try:
            made = _refit(facet, mine)
        except ValueError as error:
            refused.append(f"{facet}: {error}")
            out.append(Change(held, made_by, at, f"not judged: {error}", len(mine), {}, {}, facet))
            continue
        better = made.after.log_loss < made.before.log_loss
        out.append(Change(
            _save(home, facet, made.adjustment) if better else held, made_by, at,
            made.method if better else NO_BETTER, made.before.labels,
            _figures(made.before, facet), _figures(made.after, facet), facet, run))
    if len(refused) == len(out):
        raise LabelsRefused(f"{name}: " + (" ".join(refused) or "no label of a known kind."))
    for change in out:
        if change.run:
            append(journal(home), asdict(change))
    return out


def _refit(facet: str, told: pd.DataFrame) -> Any:
    from analysis import purpose_labels, sentiment
    from analysis.engines import adjustment

    texts = told["text"].tolist()
    if facet != "sentiment":
        return purpose_labels.refitted(texts, told[facet].tolist(), facet)
    codes = pd.Categorical(told["sentiment"], categories=sentiment.SENTIMENTS).codes
    seen = sentiment.evidence(texts)
    return adjustment.refit(seen.chances, seen.words, codes.astype(np.intp), seen.confidence)


def _figures(outcome: Any, facet: str) -> dict[str, float]:
    """Figures of an outcome; no confidence in an intent is told, so it has no calibration error."""
    return {name: value for name, value in outcome._asdict().items()
            if facet != "intent" or name != "ece"}


def roll_back(home: Home, *, who: str | None = None) -> list[Change]:
    """Use what was in use before the last change.  Raises LabelsRefused where there was none."""
    held = _states(home)
    if len(held) < 2:
        raise LabelsRefused("There is no change to roll back: the shipped model is in use.")
    run, at = uuid.uuid4().hex[:12], now_iso()
    out = [Change(held[-2].get(facet, _NONE), who or getpass.getuser(), at, ROLLED_BACK, 0, {}, {},
                  facet, run)
           for facet in FACETS if held[-2].get(facet, _NONE) != held[-1].get(facet, _NONE)]
    for change in out:
        append(journal(home), asdict(change))
    return out


def report(made: Sequence[Change]) -> str:
    """What a command did, with the figures before and after by facet."""
    out: list[str] = []
    for one in made:
        out.append(f"{one.facet}: {one.method}; in use: "
                   f"{one.adjustment or 'the shipped model alone'}")
        if one.before:
            out += [f"  {one.labels:,} labels, each judged by a model that had not seen it:",
                    *(f"  {name.replace('_', ' ')}: {one.before[name]:.3f} before, "
                      f"{one.after[name]:.3f} after" for name in one.before if name != "labels")]
    return "\n".join([*out, "Now run: build"])


def changes(home: Home) -> list[Change]:
    """Every change, oldest first."""
    return [Change(**one) for one in lines(journal(home), Change)]


def current(home: Home) -> dict[str, str]:
    """The adjustments in use by facet; a facet that the shipped model reads alone is not in it."""
    return _states(home)[-1]


def _states(home: Home) -> list[dict[str, str]]:
    """What was in use after each change that one can go back over, now last."""
    states: list[dict[str, str]] = [{}]
    undone = _NONE
    run = object()
    for at, one in enumerate(changes(home)):
        if one.method == ROLLED_BACK:
            if len(states) > 1 and not (one.run and one.run == undone):
                states.pop()
            undone, run = one.run, object()
            continue
        new = {facet: name for facet, name in {**states[-1], one.facet: one.adjustment}.items()
               if name}
        mine = one.run or at
        if new != states[-1]:
            if mine == run:
                states[-1] = new
            else:
                states.append(new)
                run = mine
    return states


def adjustments_in_use(home: Home) -> dict[str, Adjustment]:
    """The adjustments in use by facet: sentiment, purpose, intent."""
    return {facet: _load(home, name) for facet, name in current(home).items()}


def adjustments_of(home: Home, versions: Iterable[str]) -> dict[str, Adjustment]:
    """The adjustments by facet that are part of versions of engines, as a build notes them."""
    names = {name.split("-")[0]: name for one in versions for name in one.split("+")[1:]}
    return {facet: _load(home, name) for facet, name in names.items()
            if facet in FACETS and (_folder(home) / f"{name}.npz").exists()}


def _load(home: Home, name: str) -> Adjustment:
    from analysis.engines.adjustment import Adjustment

    with np.load(_folder(home) / f"{name}.npz") as kept:
        return Adjustment(float(kept["stretch"]), kept["bias"], kept["columns"], kept["weights"],
                          kept["knots"].tolist())


def figures_in_use(home: Home) -> pd.DataFrame:
    """What own labels changed, of the adjustments in use: one row per facet.

    Columns: facet, labels, accuracy_before, accuracy_after, log_loss_before, log_loss_after, who,
    at; each label was judged by a model that had not seen it.
    """
    made = {one.adjustment: one for one in changes(home) if one.before}
    rows = []
    for facet, name in current(home).items():
        one = made[name]
        rows.append({"facet": facet, "labels": one.labels,
                     **{f"{figure}_{when}": told[figure] for figure in ("accuracy", "log_loss")
                        for when, told in (("before", one.before), ("after", one.after))},
                     "who": one.who, "at": one.at})
    return pd.DataFrame(rows, columns=["facet", "labels", "accuracy_before", "accuracy_after",
                                       "log_loss_before", "log_loss_after", "who", "at"])


def journal(home: Home) -> Path:
    """Which adjustment was put to use when, one JSON object a line."""
    return home.path / "decisions" / "models.jsonl"


def _folder(home: Home) -> Path:
    return home.path / "models"


def _save(home: Home, facet: str, made: Adjustment) -> str:
    parts = {"stretch": np.array(made.stretch), "bias": made.bias, "columns": made.columns,
             "weights": made.weights, "knots": np.array(made.knots)}
    total = hashlib.sha256()
    for name, part in parts.items():
        total.update(json.dumps([name, str(part.dtype), part.shape]).encode() + part.tobytes())
    name = f"{facet}-{total.hexdigest()[:10]}"
    target = _folder(home) / f"{name}.npz"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        writing = target.with_suffix(".writing.npz")
        np.savez_compressed(writing, allow_pickle=False, **parts)
        settle(writing, target)
    return name


def _of(told: pd.DataFrame, facet: str) -> pd.DataFrame:
    """Texts with a label of the facet, each once."""
    from analysis.purpose_labels import CLASSES
    from analysis.sentiment import SENTIMENTS

    if facet not in told:
        return told.iloc[:0]
    names = {"sentiment": SENTIMENTS, **CLASSES}[facet]
    return told[told[facet].isin(names)].drop_duplicates("text", keep="last", ignore_index=True)


def _labels(home: Home, file: Path | None) -> tuple[pd.DataFrame, str]:
    """Labels with their texts, and what to call them."""
    from data.audit import AuditError, labelled_texts
    from data.audit_files import is_audit_file, labels_of

    try:
        if file is None:
            told, name = labelled_texts(home), "labels of the page"
            if told.empty:
                raise LabelsRefused("Nobody has labelled posts on the page “Label and check” yet; "
                                    "name a CSV file of labels.")
        else:
            told, name = _read(file), file.name
            if is_audit_file(told.columns):
                told = labelled_texts(home, labels_of(file.read_bytes()))
            elif "text" not in told:
                told = told.merge(_texts(home), on="text_hash", how="left")
    except AuditError as error:
        raise LabelsRefused(str(error)) from None
    return told[told["text"].fillna("").str.strip().ne("")], name


def _read(file: Path) -> pd.DataFrame:
    from data.audit_files import is_audit_file

    try:
        told = pd.read_csv(file, dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise LabelsRefused(f"{file} cannot be read as a CSV file: {error}") from None
    if not set(FACETS) & set(told.columns) or not (
            {"text", "text_hash"} & set(told.columns) or is_audit_file(told.columns)):
        raise LabelsRefused(f"{file.name} needs the columns text (or text_hash) and any of "
                            f"{', '.join(FACETS)}.")
    return told


def _texts(home: Home) -> pd.DataFrame:
    """Every text of the warehouse with its hash."""
    from data.warehouse import Warehouse

    return Warehouse(home).cursor().execute(
        "select distinct md5(text) as text_hash, text from interactions where text is not null"
    ).df()
