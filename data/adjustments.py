"""The files of adjustments: what labels of one's own change in how posts are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from data.home import Home
from data.lake import settle
from data.own_labels import FACETS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.engines.adjustment import Adjustment, Refit

_FIELDS = ("stretch", "bias", "columns", "weights", "knots")


def save(home: Home, facet: str, made: Refit, texts: Iterable[str]) -> str:
    """Keep an adjustment with what reads the texts that it learned from; returns its name.

    The name is a hash of all of it, so the same labels give the same name.
    """
    from analysis.engines.adjustment import text_hashes

    learned = text_hashes(texts)
    order = np.argsort(learned)
    parts = {**_parts(made.adjustment), "learned": learned[order], "fold": made.fold[order]}
    for at, one in enumerate(made.by_fold):
        parts |= {f"{at}_{name}": part for name, part in _parts(one).items()}
    total = hashlib.sha256()
    for name, part in parts.items():
        total.update(json.dumps([name, str(part.dtype), part.shape]).encode() + part.tobytes())
    name = f"{facet}-{total.hexdigest()[:10]}"
    target = _file(home, name)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        writing = target.with_suffix(".writing.npz")
        np.savez_compressed(writing, allow_pickle=False, **parts)
        settle(writing, target)
    return name


def load(home: Home, name: str) -> Adjustment:
    """An adjustment by its name."""
    from analysis.engines.adjustment import LeftOut

    with np.load(_file(home, name)) as kept:
        whole = _adjustment(kept, "")
        if "fold" not in kept:  # made before these were kept
            return whole
        folds = range(int(kept["fold"].max(initial=-1)) + 1)
        return whole._replace(left_out=LeftOut(
            kept["learned"], kept["fold"], tuple(_adjustment(kept, f"{at}_") for at in folds)))


def texts_learned(home: Home, name: str) -> NDArray[np.uint64]:
    """Hashes of the texts that an adjustment learned from; none if that was not noted."""
    if name:
        with np.load(_file(home, name)) as kept:
            if "learned" in kept:
                return np.asarray(kept["learned"], np.uint64)
    return np.zeros(0, np.uint64)


def adjustments_of(home: Home, versions: Iterable[str], *, text: str = "") -> dict[str, Adjustment]:
    """The adjustments by facet that are part of versions of engines, as a build notes them.

    Those that read ``text``: where it taught one, what was fitted without it.
    """
    from analysis.engines.adjustment import without_own

    found = {facet: load(home, name) for facet, name in _names(home, versions).items()}
    ((_, own),) = without_own(found, [text])
    return own


class Taught(NamedTuple):
    """Of some texts, how many taught an adjustment: ``left_out`` are read by what was fitted
    without them, ``read_known`` by what has learned from them.
    """

    left_out: int
    read_known: int


def taught(home: Home, versions: Iterable[str], text_hashes: Sequence[str]) -> Taught:
    """How many texts, told by their MD5, taught the adjustments in versions of engines."""
    mine = np.array([int(one[:16], 16) for one in text_hashes if one], np.uint64)
    known, out = np.zeros(len(mine), bool), np.zeros(len(mine), bool)
    for name in _names(home, versions).values():
        with np.load(_file(home, name)) as kept:
            if "learned" not in kept:
                continue
            learned = np.asarray(kept["learned"], np.uint64)
            if "fold" in kept:
                out |= np.isin(mine, learned[kept["fold"] >= 0])
            else:
                known |= np.isin(mine, learned)
    return Taught(int((out & ~known).sum()), int(known.sum()))


def _names(home: Home, versions: Iterable[str]) -> dict[str, str]:
    names = {name.split("-")[0]: name for one in versions for name in one.split("+")[1:]}
    return {facet: name for facet, name in names.items()
            if facet in FACETS and _file(home, name).exists()}


def _file(home: Home, name: str) -> Path:
    return home.path / "models" / f"{name}.npz"


def _parts(one: Adjustment) -> dict[str, NDArray[Any]]:
    return {"stretch": np.array(one.stretch), "bias": one.bias, "columns": one.columns,
            "weights": one.weights, "knots": np.array(one.knots)}


def _adjustment(kept: Mapping[str, NDArray[Any]], before: str) -> Adjustment:
    from analysis.engines.adjustment import Adjustment

    stretch, bias, columns, weights, knots = (kept[before + name] for name in _FIELDS)
    return Adjustment(float(stretch), bias, columns, weights, knots.tolist())
