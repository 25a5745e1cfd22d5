"""Fits the fast models: logistic regressions over one set of features, packed as bytes."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from analysis.engines import lexicon, ngrams
from analysis.engines.cleaning import clean
from analysis.engines.student import Student, weighted

_ROWS_AT_ONCE = 2_000
# The word list's numbers are few and small; scaled up, the penalty holds them back less.
DENSE_SCALE = 1.0


class Seen(NamedTuple):
    """Counts of hashed columns, and the further numbers, one row per post."""

    counts: sparse.csr_matrix
    dense: NDArray[np.float32]


class Fitted(NamedTuple):
    """One head: weights per hashed column, per further number, and the bias of each class."""

    words: NDArray[np.float64]
    dense: NDArray[np.float64]
    bias: NDArray[np.float64]


def seen(texts: Sequence[str], more: NDArray[np.float64]) -> Seen:
    """The features of posts; ``more`` as the model will be given in use."""
    counts, dense = [], []
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        cleaned = [clean(text) for text in texts[start : start + _ROWS_AT_ONCE]]
        found = ngrams.words(cleaned)
        counts.append(ngrams.matrix(ngrams.columns(found), len(cleaned)))
        dense.append(lexicon.numbers(found, len(cleaned)))
    return Seen(sparse.vstack(counts).tocsr(),
                np.hstack([np.vstack(dense), more]).astype(np.float32))


def idf_of(counts: sparse.csr_matrix, *, least: int = 2) -> NDArray[np.float32]:
    """log((1 + n) ÷ (1 + posts with the column)) + 1, and 0 for columns in fewer than ``least``."""
    posts = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + posts)) + 1
    return np.where(posts >= least, idf, 0).astype(np.float32)


def fit(words: sparse.csr_matrix, dense: NDArray[np.float32], labels: NDArray[np.intp], *,
        strength: float = 3.0, weights: NDArray[np.float64] | None = None,
        rounds: int = 60) -> Fitted:
    """A multinomial logistic regression with an L2 penalty; ``labels`` count from 0.

    ``weights``: of each post; without them all classes weigh the same.
    """
    used = np.flatnonzero(np.bincount(words.indices[words.data > 0], minlength=words.shape[1]))
    both = sparse.hstack([words[:, used], sparse.csr_matrix(dense * DENSE_SCALE)]).tocsr()
    model = LogisticRegression(C=strength, max_iter=rounds,
                               class_weight="balanced" if weights is None else None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is a penalty too
        model.fit(both, labels, sample_weight=weights)
    coefficients, bias = model.coef_, model.intercept_
    if len(coefficients) == 1:
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        bias = np.concatenate([-bias / 2, bias / 2])
    at = len(used)
    whole = np.zeros((words.shape[1], len(coefficients)))
    whole[used] = coefficients[:, :at].T
    return Fitted(whole, coefficients[:, at:].T * DENSE_SCALE, bias)


def packed(idf: NDArray[np.float32], heads: dict[str, Fitted]) -> Student:
    """The heads as one model with a byte per weight."""
    words = np.hstack([head.words for head in heads.values()])
    scale = np.maximum(np.abs(words).max(axis=0) / 127, 1e-12)
    starts = np.cumsum([0, *(len(head.bias) for head in heads.values())])
    return Student(idf.astype(np.float16).astype(np.float32),
                   np.round(words / scale).astype(np.int8), scale.astype(np.float32),
                   np.hstack([head.dense for head in heads.values()]).astype(np.float32),
                   np.concatenate([head.bias for head in heads.values()]).astype(np.float32),
                   {name: slice(int(a), int(b))
                    for name, a, b in zip(heads, starts, starts[1:], strict=False)})


def write(model: Student, target: Path) -> None:
    """The model as a file that :func:`analysis.engines.student.shipped` reads."""
    ends = [0, *(part.stop for part in model.heads.values())]
    np.savez_compressed(target, idf=model.idf.astype(np.float16), table=model.table,
                        scale=model.scale, dense=model.dense, bias=model.bias,
                        heads=np.array(list(model.heads)), starts=np.array(ends))


__all__ = ["Fitted", "Seen", "fit", "idf_of", "packed", "seen", "weighted", "write"]
