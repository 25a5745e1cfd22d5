"""The fast model: one linear map of a post's words, letter groups and word-list numbers.

Each head (sentiment, purpose, intent, complaint) is some columns of one table, so that a post is
split once for all of them.  The features of words are tf-idf weights of length one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.engines import lexicon, ngrams

FOLDER = Path(__file__).resolve().parent.parent / "models"
Floats = NDArray[np.float32]


Real = TypeVar("Real", bound=np.floating[Any])


class Student(NamedTuple):
    """``table``: whole numbers, one row per hashed column; ``scale`` makes weights of them.

    ``dense``: one row per further number that the model is given.
    """

    idf: Floats
    table: NDArray[np.int8]
    scale: Floats
    dense: Floats
    bias: Floats
    heads: dict[str, slice]


class Features(NamedTuple):
    """tf-idf weights, and the numbers of the word list beside TextBlob's two."""

    words: sparse.csr_matrix
    dense: Floats


def features(cleaned: Sequence[str], more: NDArray[np.floating[Any]], idf: Floats) -> Features:
    """What the model sees of cleaned posts; ``more``: further numbers, a row per post."""
    found = ngrams.words(cleaned)
    return Features(weighted(ngrams.matrix(ngrams.columns(found), len(cleaned)), idf),
                    np.hstack([lexicon.numbers(found, len(cleaned)), more]).astype(np.float32))


def weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """(1 + log of the count) × idf, each row of length one; columns without idf fall away."""
    data = (1 + np.log(counts.data)) * idf[counts.indices]
    total = np.bincount(np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)),
                        weights=data * data, minlength=counts.shape[0])
    length = np.sqrt(np.maximum(total, 1e-12))
    data /= np.repeat(length, np.diff(counts.indptr))
    return sparse.csr_matrix((data.astype(np.float32), counts.indices, counts.indptr),
                             shape=counts.shape)


def outputs(student: Student, seen: Features) -> Floats:
    """The logits of every head, one row per post."""
    rows = np.repeat(np.arange(seen.words.shape[0]), np.diff(seen.words.indptr))
    out = np.empty((seen.words.shape[0], len(student.bias)), np.float32)
    for at in range(len(student.bias)):
        out[:, at] = np.bincount(
            rows, weights=student.table[seen.words.indices, at] * seen.words.data,
            minlength=seen.words.shape[0])
    scaled: Floats = out * student.scale + seen.dense @ student.dense + student.bias
    return scaled


@cache
def shipped(name: str) -> Student:
    """A model of this release: sentiment or purpose."""
    with np.load(FOLDER / f"{name}.npz") as file:
        names, starts = file["heads"].tolist(), file["starts"].tolist()
        heads = {head: slice(begin, end)
                 for head, begin, end in zip(names, starts, starts[1:], strict=False)}
        return Student(file["idf"].astype(np.float32), file["table"], file["scale"],
                       file["dense"], file["bias"], heads)


def softmax(logits: NDArray[Real]) -> NDArray[Real]:
    """Chances from logits, row by row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: NDArray[Real] = shifted / shifted.sum(axis=1, keepdims=True)
    return chances
