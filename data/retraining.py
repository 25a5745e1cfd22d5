"""A company's own labels change how posts are read; each change is kept and can be rolled back."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.adjustments import load, save, texts_learned
from data.home import Home
from data.journal import append, lines
from data.lake import now_iso
from data.own_labels import FACETS, LabelsRefused, own_labels

if TYPE_CHECKING:
    from analysis.engines.adjustment import Adjustment

_NONE = ""
ROLLED_BACK, NO_BETTER = "rolled back", "not used: it reads no better"
NOT_AS_GOOD = "not used: it reads no better than the adjustment in use"


@dataclass(frozen=True)
class Change:
    """A line of the journal: which adjustment of a facet is used from now on ("" for none), why.

    ``before``: of the shipped model alone.  ``in_use``: of the adjustment that was in use, and of
    the new one, on the labels that the former had not learned from; empty where these are few.
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
    in_use: dict[str, float] = field(default_factory=dict)


def retrain(home: Home, file: Path | None = None, *, who: str | None = None) -> list[Change]:
    """Fit an adjustment of each facet to labels and put it to use where it reads better.

    Better than the shipped model, and than the adjustment in use: on labels which that one has not
    learned from, or, where these are few, if it learned from no more than twice as many labels.

    The labels are those of the page "Label and check", or of a CSV file: any of ``sentiment``,
    ``purpose`` and ``intent``, and ``text`` or ``text_hash`` (the MD5 of a text in the lake).  A
    text labelled several times counts by its last label.  A facet with too few labels is told and
    left alone.  Raises LabelsRefused where no facet has enough.
    """
    told, name = own_labels(home, file)
    run, at, made_by = uuid.uuid4().hex[:12], now_iso(), who or getpass.getuser()
    there, out, refused = current(home), [], []
    learned_by = {one.adjustment: one.labels for one in changes(home) if one.before}
    for facet in FACETS:
        mine = _of(told, facet)
        if mine.empty:
            continue
        held = there.get(facet, _NONE)
        try:
            made = _refit(home, facet, mine, held)
        except ValueError as error:
            refused.append(f"{facet}: {error}")
            out.append(Change(held, made_by, at, f"not judged: {error}", len(mine), {}, {}, facet))
            continue
        why_not = _why_not(made, learned_by.get(held, 0))
        out.append(Change(
            held if why_not else save(home, facet, made, mine["text"]),
            made_by, at, why_not or made.method, made.before.labels,
            _figures(made.before, facet), _figures(made.after, facet), facet, run,
            _contest(made)))
    if len(refused) == len(out):
        raise LabelsRefused(f"{name}: " + (" ".join(refused) or "no label of a known kind."))
    for change in out:
        if change.run:
            append(journal(home), asdict(change))
    return out


def _refit(home: Home, facet: str, told: pd.DataFrame, held: str) -> Any:
    from analysis import purpose_labels, sentiment
    from analysis.engines import adjustment

    texts = told["text"].tolist()
    earlier = load(home, held) if held else None
    learned = texts_learned(home, held)
    fresh = ~np.isin(adjustment.text_hashes(texts), learned) & bool(len(learned))
    if facet != "sentiment":
        return purpose_labels.refitted(texts, told[facet].tolist(), facet, earlier, fresh)
    codes = pd.Categorical(told["sentiment"], categories=sentiment.SENTIMENTS).codes
    seen = sentiment.evidence(texts)
    in_use = adjustment.in_use_of(seen.chances, seen.words, earlier, fresh) if earlier else None
    return adjustment.refit(seen.chances, seen.words, codes.astype(np.intp), seen.confidence,
                            in_use)


def _why_not(made: Any, learned: int) -> str:
    """Why a new adjustment is not used, or ""; the one in use has learned from so many labels."""
    if made.after.log_loss >= made.before.log_loss:
        return NO_BETTER
    beaten = (2 * made.before.labels < learned if made.in_use is None
              else made.after_there.log_loss >= made.in_use.log_loss)
    return NOT_AS_GOOD if beaten else ""


def _contest(made: Any) -> dict[str, float]:
    if made.in_use is None:
        return {}
    return {"labels": made.in_use.labels,
            **{f"{new}{name}": getattr(of, name) for name in ("accuracy", "log_loss")
               for new, of in (("", made.in_use), ("new_", made.after_there))}}


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
            out += [f"  {one.labels:,} labels, each judged by a model that had not seen it; before "
                    "is the shipped model alone:",
                    *(f"  {name.replace('_', ' ')}: {one.before[name]:.3f} before, "
                      f"{one.after[name]:.3f} after" for name in one.before if name != "labels")]
        if one.in_use:
            out += [f"  {one.in_use['labels']:,} of them that the adjustment in use had not "
                    "learned from:",
                    *(f"  {name.replace('_', ' ')}: {one.in_use[name]:.3f} by that one, "
                      f"{one.in_use[f'new_{name}']:.3f} by the new one"
                      for name in ("accuracy", "log_loss"))]
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
    return {facet: load(home, name) for facet, name in current(home).items()}


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


def _of(told: pd.DataFrame, facet: str) -> pd.DataFrame:
    """Texts with a label of the facet, each once."""
    from analysis.purpose_labels import CLASSES
    from analysis.sentiment import SENTIMENTS

    if facet not in told:
        return told.iloc[:0]
    names = {"sentiment": SENTIMENTS, **CLASSES}[facet]
    return told[told[facet].isin(names)].drop_duplicates("text", keep="last", ignore_index=True)
