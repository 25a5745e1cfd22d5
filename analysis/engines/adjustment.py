"""What a company's own labels change: the shipped chances moved, and words weighed anew.

The shipped model stays as it is.  An adjustment stretches its log chances by one factor, adds a
bias to each class and, with enough labels, a weight to words, all held near nothing by a penalty.
So a few hundred labels mend the mix of classes and the calibration, and more of them the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.engines.calibration import calibrated, expected_error, knots_of
from analysis.engines.ngrams import BITS
from analysis.engines.student import softmax

Numbers = NDArray[np.float64]
LEAST_LABELS = 100
LEAST_OF_A_CLASS = 10
_FOLDS = 5
# Penalties: on the bias and the stretch, and on the weight of a word.
_PENALTY, _WORD_PENALTY = 0.02, 0.5


class Adjustment(NamedTuple):
    """``columns`` of the hashed features that weigh anew, ``weights`` of each by class.

    ``left_out``: what reads the texts that it learned from; None where that was not kept.
    """

    stretch: float
    bias: Numbers
    columns: NDArray[np.int32]
    weights: Numbers
    knots: list[list[float]]
    left_out: LeftOut | None = None


class LeftOut(NamedTuple):
    """Adjustments each fitted without a part of the texts, so that none has learned what it reads.

    ``texts``: :func:`text_hashes` of those learned from, in order; ``fold``: the place in
    ``by_fold`` of the adjustment fitted without each, below zero for a text that taught nothing.
    """

    texts: NDArray[np.uint64]
    fold: NDArray[np.int8]
    by_fold: tuple[Adjustment, ...]


class Outcome(NamedTuple):
    """How right the labels were read before and after; figures of posts left out of the fitting."""

    labels: int
    accuracy: float
    macro_recall: float
    log_loss: float
    ece: float


class InUse(NamedTuple):
    """How an earlier adjustment reads the labels, and which of them it has not learned from."""

    chances: Numbers
    confidence: Numbers
    fresh: NDArray[np.bool_]


class Refit(NamedTuple):
    """The adjustment fitted to all labels; ``after`` is of five folds, each left out once.

    ``by_fold``: what was fitted without each fold; ``fold`` of each label, below zero for none.
    ``in_use`` and ``after_there``: an earlier adjustment and this one on the labels that are fresh
    to that one, where these are enough.
    """

    adjustment: Adjustment
    before: Outcome
    after: Outcome
    method: str
    by_fold: tuple[Adjustment, ...]
    fold: NDArray[np.int8]
    in_use: Outcome | None = None
    after_there: Outcome | None = None


def adjusted(chances: Numbers, words: sparse.csr_matrix, change: Adjustment) -> Numbers:
    """Chances of each class (rows: posts) after an adjustment."""
    logits = change.stretch * np.log(np.maximum(chances, 1e-6)) + change.bias
    if len(change.columns):
        logits = logits + words[:, change.columns] @ change.weights
    return softmax(logits)


def text_hashes(texts: Iterable[str]) -> NDArray[np.uint64]:
    """The first half of the MD5 of each text, by which what was learned from is known again."""
    return np.array([int(hashlib.md5(text.encode("utf-8", "replace")).hexdigest()[:16], 16)
                     for text in texts], np.uint64)


def without_own(changes: Mapping[str, Adjustment], texts: Sequence[str]
                ) -> list[tuple[NDArray[np.intp], dict[str, Adjustment]]]:
    """Texts in groups (their places), each with adjustments that have not learned from them.

    ``changes``: the adjustments by facet.  A text that taught one is read by what was fitted
    without it, so what people say of it tests the reading as it tests that of any other text.
    """
    taught = {facet: one.left_out for facet, one in changes.items() if one.left_out is not None}
    if not taught or not len(texts):
        return [(np.arange(len(texts)), dict(changes))]
    hashes = text_hashes(texts)
    folds = np.column_stack([_fold_of(one, hashes) for one in taught.values()])
    kinds, group = np.unique(folds, axis=0, return_inverse=True)
    return [(np.flatnonzero(group.ravel() == at),
             {**changes, **{facet: one.by_fold[fold]
                            for (facet, one), fold in zip(taught.items(), kind, strict=True)
                            if fold >= 0}})
            for at, kind in enumerate(kinds.tolist())]


def _fold_of(left_out: LeftOut, hashes: NDArray[np.uint64]) -> NDArray[np.int8]:
    at = np.minimum(np.searchsorted(left_out.texts, hashes), len(left_out.texts) - 1)
    return np.where(left_out.texts[at] == hashes, left_out.fold[at], np.int8(-1))


def in_use_of(chances: Numbers, words: sparse.csr_matrix, own: Adjustment,
              fresh: NDArray[np.bool_]) -> InUse:
    """How an adjustment reads labelled posts; ``chances`` are the shipped model's."""
    moved = adjusted(chances, words, own)
    return InUse(moved, calibrated(moved.max(axis=1), own.knots), fresh)


def refit(chances: Numbers, words: sparse.csr_matrix, codes: NDArray[np.intp], confidence: Numbers,
          in_use: InUse | None = None) -> Refit:
    """The better of recalibrating and retraining words, judged on labels left out.

    ``chances`` and ``confidence`` are the shipped model's, ``codes`` what people say.  Raises
    ValueError for fewer than 100 labels or 10 of a class.
    """
    counts = np.bincount(codes, minlength=chances.shape[1])
    if len(codes) < LEAST_LABELS or counts.min() < LEAST_OF_A_CLASS:
        raise ValueError(f"{LEAST_LABELS} labels and {LEAST_OF_A_CLASS} of each class are needed; "
                         f"there are {len(codes)}, the rarest class has {counts.min()}.")
    before = outcome(chances, codes, confidence)
    folds = (np.arange(len(codes)) % _FOLDS).astype(np.int8)
    found: list[Refit] = []
    for method, with_words in (("recalibrated", False), ("retrained", True)):
        out = np.empty_like(chances)
        by_fold = []
        for left in (folds == fold for fold in range(_FOLDS)):
            by_fold.append(_fit(chances[~left], words[~left], codes[~left], with_words=with_words))
            out[left] = adjusted(chances[left], words[left], by_fold[-1])
        claims, right = out.max(axis=1), out.argmax(axis=1) == codes
        sure = np.empty(len(codes))
        for fold, change in enumerate(by_fold):
            left = folds == fold
            by_fold[fold] = change._replace(knots=knots_of(claims[~left], right[~left], most=8))
            sure[left] = calibrated(claims[left], by_fold[fold].knots)
        whole = _fit(chances, words, codes, with_words=with_words)
        made = Refit(whole._replace(knots=knots_of(claims, right, most=8)), before,
                     outcome(out, codes, sure), method, tuple(by_fold), folds)
        if in_use is not None and in_use.fresh.sum() >= LEAST_LABELS:
            there = in_use.fresh
            made = made._replace(
                in_use=outcome(in_use.chances[there], codes[there], in_use.confidence[there]),
                after_there=outcome(out[there], codes[there], sure[there]))
        found.append(made)
    return min(found, key=lambda one: one.after.log_loss)


def outcome(chances: Numbers, codes: NDArray[np.intp], confidence: Numbers) -> Outcome:
    """Figures of chances against labels."""
    guess = chances.argmax(axis=1)
    recalls = [(guess[codes == one] == one).mean() for one in np.unique(codes)]
    chosen = np.maximum(chances[np.arange(len(codes)), codes], 1e-6)
    return Outcome(len(codes), float((guess == codes).mean()), float(np.mean(recalls)),
                   float(-np.log(chosen).mean()), expected_error(confidence, guess == codes))


def _fit(chances: Numbers, words: sparse.csr_matrix, codes: NDArray[np.intp], *, with_words: bool
         ) -> Adjustment:
    """Least penalised log loss, by L-BFGS with the exact gradient."""
    from scipy.optimize import minimize

    classes = chances.shape[1]
    logs = np.log(np.maximum(chances, 1e-6))
    columns = (np.flatnonzero(np.bincount(words.indices, minlength=2**BITS) >= 3)
               if with_words else np.zeros(0, np.intp))
    used = words[:, columns].tocsr()
    told = np.eye(classes)[codes]

    def loss(values: Numbers) -> tuple[float, Numbers]:
        stretch, bias = values[0], values[1 : 1 + classes]
        weights = values[1 + classes :].reshape(len(columns), classes)
        out = softmax(stretch * logs + bias + used @ weights)
        gap = (out - told) / len(codes)
        penalty = (_PENALTY * ((stretch - 1) ** 2 + (bias**2).sum()) / 2
                   + _WORD_PENALTY * (weights**2).sum() / len(codes))
        slope = np.concatenate([
            [(gap * logs).sum() + _PENALTY * (stretch - 1)], gap.sum(axis=0) + _PENALTY * bias,
            (used.T @ gap + 2 * _WORD_PENALTY * weights / len(codes)).ravel()])
        chosen = np.maximum((out * told).sum(axis=1), 1e-12)
        return float(-np.log(chosen).mean() + penalty), slope

    start = np.zeros(1 + classes + len(columns) * classes)
    start[0] = 1.0
    run: Callable[..., object] = minimize
    best = np.asarray(run(loss, start, jac=True, method="L-BFGS-B",
                          options={"maxiter": 200}).x)  # type: ignore[attr-defined]
    weights = best[1 + classes :].reshape(len(columns), classes)
    return Adjustment(float(best[0]), best[1 : 1 + classes], columns.astype(np.int32), weights, [])
