"""What a company's own labels change: the shipped chances moved, and words weighed anew.

The shipped model stays as it is.  An adjustment stretches its log chances by one factor, adds a
bias to each class and, with enough labels, a weight to words, all held near nothing by a penalty.
So a few hundred labels mend the mix of classes and the calibration, and more of them the words.
"""

from __future__ import annotations

from collections.abc import Callable
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
    """``columns`` of the hashed features that weigh anew, ``weights`` of each by class."""

    stretch: float
    bias: Numbers
    columns: NDArray[np.int32]
    weights: Numbers
    knots: list[list[float]]


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

    ``in_use`` and ``after_there``: an earlier adjustment and this one on the labels that are fresh
    to that one, where these are enough.
    """

    adjustment: Adjustment
    before: Outcome
    after: Outcome
    method: str
    in_use: Outcome | None = None
    after_there: Outcome | None = None


def adjusted(chances: Numbers, words: sparse.csr_matrix, change: Adjustment) -> Numbers:
    """Chances of each class (rows: posts) after an adjustment."""
    logits = change.stretch * np.log(np.maximum(chances, 1e-6)) + change.bias
    if len(change.columns):
        logits = logits + words[:, change.columns] @ change.weights
    return softmax(logits)


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
    found: list[Refit] = []
    for method, with_words in (("recalibrated", False), ("retrained", True)):
        out = np.empty_like(chances)
        for fold in range(_FOLDS):
            left = np.arange(len(codes)) % _FOLDS == fold
            change = _fit(chances[~left], words[~left], codes[~left], with_words=with_words)
            out[left] = adjusted(chances[left], words[left], change)
        claims, right = out.max(axis=1), out.argmax(axis=1) == codes
        sure = np.empty(len(codes))
        for fold in range(_FOLDS):
            left = np.arange(len(codes)) % _FOLDS == fold
            sure[left] = calibrated(claims[left], knots_of(claims[~left], right[~left], most=8))
        whole = _fit(chances, words, codes, with_words=with_words)
        made = Refit(whole._replace(knots=knots_of(claims, right, most=8)), before,
                     outcome(out, codes, sure), method)
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
