"""Topics of posts that no known topic explains: found by NMF, known again from build to build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SEED, ROUNDS = 7, 60
SAME = 0.4
"""Two topics are one from this cosine of their words on."""
BELONGS = 0.25
"""A post belongs to a topic from this cosine on."""
_SMALL = 1e-9


@dataclass(frozen=True)
class Found:
    """A topic: its number and name for good, and the weights of its words now."""

    number: int
    name: str
    words: tuple[tuple[str, float], ...]

    @property
    def top(self) -> tuple[str, ...]:
        """The words, the weightiest first."""
        return tuple(word for word, _ in self.words)


def tf_idf(counts: csr_matrix) -> csr_matrix:
    """Counts of words per post, weighted by rarity, each row of length 1 (or 0).

    Weights are (1 + log tf) (log((1 + n) / (1 + df)) + 1); Salton and Buckley (1988), smoothed.
    """
    from scipy.sparse import csr_matrix, diags

    out = csr_matrix(counts, dtype=np.float64, copy=True)
    df = np.bincount(out.indices, minlength=out.shape[1])
    out.data = 1 + np.log(out.data)
    out = out @ diags(np.log((1 + out.shape[0]) / (1 + df)) + 1)
    return _unit_rows(csr_matrix(out))


def _unit_rows(matrix: Any) -> Any:
    from scipy.sparse import csr_matrix, diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.maximum(length, _SMALL)) @ matrix)


def factorise(matrix: csr_matrix, start: np.ndarray, *, rounds: int = ROUNDS
              ) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Posts x topics, topics x words, and the squared error after each round.

    Non-negative matrix factorisation by multiplicative updates, which never raise the error.
    Source: Lee and Seung (2001).  ``start``: topics x words, no entry negative.
    """
    words = np.maximum(start, 1e-4)
    posts = np.maximum(matrix @ words.T, 1e-4)
    total = float(matrix.multiply(matrix).sum())
    errors = []
    for _ in range(rounds):
        posts *= (matrix @ words.T) / np.maximum(posts @ (words @ words.T), _SMALL)
        words *= (matrix.T @ posts).T / np.maximum((posts.T @ posts) @ words, _SMALL)
        cross = float(((matrix @ words.T) * posts).sum())
        errors.append(total - 2 * cross + float(((posts.T @ posts) * (words @ words.T)).sum()))
    return posts, words, errors


def starting(matrix: csr_matrix, many: int, earlier: np.ndarray, *, seed: int = SEED) -> np.ndarray:
    """Where the search starts: the earlier topics, then posts unlike all before (k-means++).

    So a topic that is still there is found again, and a new one where nothing was.
    """
    rng = np.random.default_rng(seed)
    rows = [one for one in earlier if one.sum() > 0][:many]
    near = np.zeros(matrix.shape[0])
    for one in rows:
        near = np.maximum(near, matrix @ (one / np.linalg.norm(one)))
    while len(rows) < many and matrix.shape[0]:
        far = np.clip(1 - near, 0, None) ** 2
        if not far.sum() > 0:
            break
        at = int(rng.choice(matrix.shape[0], p=far / far.sum()))
        # A single post has few words: the posts like it lend theirs.
        like = np.asarray((matrix @ matrix[at].T).todense()).ravel()
        seedling = np.asarray(matrix[np.argsort(-like)[:30]].mean(axis=0)).ravel()
        rows.append(seedling)
        near = np.maximum(near, matrix @ (seedling / max(np.linalg.norm(seedling), _SMALL)))
    return np.array(rows).reshape(len(rows), matrix.shape[1])


def find_topics(matrix: csr_matrix, *, many: int, earlier: np.ndarray) -> np.ndarray:
    """Topics x words, each of length 1, of posts as :func:`tf_idf` gives them."""
    start = starting(matrix, many, earlier)
    if not len(start):
        return start
    _, words, _ = factorise(matrix, start)
    out: np.ndarray = words / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), _SMALL)
    return out


def belonging(matrix: csr_matrix, topics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each post the topic it is most like, or -1 below a cosine of 0.25, and that cosine."""
    if not len(topics):
        return np.full(matrix.shape[0], -1), np.zeros(matrix.shape[0])
    like = np.asarray(matrix @ topics.T)
    best = like.argmax(axis=1)
    sure = like[np.arange(len(best)), best]
    return np.where(sure >= BELONGS, best, -1), sure


def known_again(topics: np.ndarray, earlier: np.ndarray, *, same: float = SAME) -> list[int]:
    """For each topic the place of the earlier one that it is, or -1: one to one, best overall.

    Both are topics x words of length 1 over the same words.  Source of the assignment: Kuhn (1955).
    """
    from scipy.optimize import linear_sum_assignment

    out = [-1] * len(topics)
    if len(topics) and len(earlier):
        like = topics @ earlier.T
        for at, was in zip(*linear_sum_assignment(-like), strict=True):
            if like[at, was] >= same:
                out[int(at)] = int(was)
    return out


def name_of(words: Sequence[str], surfaces: Mapping[str, str], taken: set[str]) -> str:
    """A name of the three weightiest words, unlike any other: "dog, ad, song"."""
    name = base = ", ".join(surfaces.get(word, word) for word in words[:3])
    number = 2
    while name in taken:
        name, number = f"{base} ({number})", number + 1
    return name
