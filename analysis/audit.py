"""How right an engine is on posts that people labelled: confusion, recall, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.intervals import wilson_frame
from analysis.records import records

SEED, DRAWS = 20_260_101, 2_000
MOST_BINS, LEAST_IN_BIN = 10, 20


def confusion_frame(counts: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Every pair of true and predicted with its share of the true ones (0..1) and Wilson limits.

    ``counts``: true, predicted, count.  Columns: true, predicted, count, n (posts that truly are
    so), share, low, high; NaN where none truly is.  In the order of ``names``, true first.
    """
    table = _table(counts, names)
    rows = pd.DataFrame([
        {"true": true, "predicted": said, "count": int(table[at, to]), "n": int(table[at].sum())}
        for at, true in enumerate(names) for to, said in enumerate(names)])
    return wilson_frame(rows, successes="count", n="n")


def recall_precision(counts: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Of each label: recall (found of those that are) and precision (right of those called so).

    Columns: label, measure (recall, precision), right, n, share, low, high (Wilson, 0..1).
    """
    table = _table(counts, names)
    rows = [{"label": name, "measure": measure, "right": int(table[at, at]), "n": int(total[at])}
            for measure, total in (("recall", table.sum(axis=1)), ("precision", table.sum(axis=0)))
            for at, name in enumerate(names)]
    return wilson_frame(pd.DataFrame(rows), successes="right", n="n")


def right_share(counts: pd.DataFrame) -> tuple[int, int]:
    """Posts on which the engine is right, and all."""
    right = counts.loc[counts["true"] == counts["predicted"], "count"].sum()
    return int(right), int(counts["count"].sum())


def right_by(posts: pd.DataFrame, facet: str, *, by: str = "channel") -> pd.DataFrame:
    """How often the engine is right within each group of posts, the largest group first.

    ``posts``: the facet (what people say, "" where they do not), ``predicted_<facet>`` and ``by``.
    Columns: ``by``, right, n, share, low, high (Wilson, 0..1).
    """
    told = posts[posts[facet] != ""]
    right = (told[facet] == told[f"predicted_{facet}"]).groupby(told[by]).agg(["sum", "size"])
    rows = right.reset_index().set_axis([by, "right", "n"], axis=1)
    rows = rows.astype({by: "str", "right": "int64", "n": "int64"})
    return wilson_frame(rows.sort_values(["n", by], ascending=[False, True], ignore_index=True),
                        successes="right", n="n")


def macro_recall(counts: pd.DataFrame, names: Sequence[str]) -> float:
    """Mean recall over the labels; NaN where one of them has no post."""
    table = _table(counts, names)
    n = table.sum(axis=1)
    return float((np.diag(table) / n).mean()) if (n > 0).all() else float("nan")


def _table(counts: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    row: Any
    for row in records(counts):
        if row.true in place and row.predicted in place:
            table[place[row.true], place[row.predicted]] += row.count
    return table


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> pd.DataFrame:
    """How often an engine is right where it is so sure: one row per bin of equal n.

    ``confidence`` (0..1, NaN is left out) and whether the label was right.  Up to 10 bins of at
    least 20 posts each; posts of one confidence stay together.  Columns: low_confidence,
    high_confidence, confidence (mean), right, n, share, low, high (Wilson).
    """
    frame = _known(confidence, right)
    if frame.empty:
        return pd.DataFrame(columns=["low_confidence", "high_confidence", "confidence", "right",
                                     "n", "share", "low", "high"])
    grouped = frame.groupby("bin")
    rows = pd.DataFrame({
        "low_confidence": grouped["confidence"].min(),
        "high_confidence": grouped["confidence"].max(), "confidence": grouped["confidence"].mean(),
        "right": grouped["right"].sum().astype(int), "n": grouped.size()}).reset_index(drop=True)
    return wilson_frame(rows, successes="right", n="n")


class Calibration(NamedTuple):
    """Expected calibration error (0..1) of n posts, and what chance alone gives.

    ``by_chance``: the error that a perfectly calibrated engine exceeds in one of twenty samples
    of this size; an error below it is no evidence of bad calibration.
    """

    error: float
    by_chance: float
    n: int


def calibration_error(confidence: Sequence[float], right: Sequence[bool], *,
                      seed: int = SEED) -> Calibration:
    """The mean distance of confidence and rightness over the bins of :func:`reliability`.

    Source: Naeini, Cooper and Hauskrecht (2015), with bins of equal n; the comparison with chance
    is the consistency resampling of Broecker and Smith (2007).  Worked: 40 posts of confidence 0.8
    of which 28 are right have an error of 0.1.
    """
    frame = _known(confidence, right)
    if frame.empty:
        return Calibration(float("nan"), float("nan"), 0)
    bins = frame["bin"].to_numpy()
    sure = frame["confidence"].to_numpy()
    onehot = np.zeros((len(frame), bins.max() + 1))
    onehot[np.arange(len(frame)), bins] = 1.0
    expected = sure @ onehot
    seen = frame["right"].to_numpy(float) @ onehot
    rng = np.random.default_rng(seed)
    played = (rng.random((DRAWS, len(frame))) < sure).astype(float) @ onehot
    chance = np.abs(played - expected).sum(axis=1) / len(frame)
    return Calibration(float(np.abs(seen - expected).sum() / len(frame)),
                       float(np.quantile(chance, 0.95)), len(frame))


def _known(confidence: Sequence[float], right: Sequence[bool]) -> pd.DataFrame:
    """Posts with a confidence, and the bin of each; equal confidences share a bin."""
    frame = pd.DataFrame({"confidence": np.asarray(confidence, float),
                          "right": np.asarray(right, bool)}).dropna(subset=["confidence"])
    frame = frame.sort_values("confidence", ignore_index=True)
    if frame.empty:
        return frame.assign(bin=pd.Series(dtype="int64"))
    many = min(MOST_BINS, max(1, len(frame) // LEAST_IN_BIN))
    cut = np.arange(len(frame)) * many // len(frame)
    first = pd.Series(cut).groupby(frame["confidence"]).transform("min")
    return frame.assign(bin=pd.factorize(first)[0])
