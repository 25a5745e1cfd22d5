"""A company's labels: planted errors of the shipped model are found and mended."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from analysis.engines.adjustment import adjusted, refit
from analysis.engines.ngrams import BITS
from analysis.engines.student import softmax


def planted(n: int, *, word: bool) -> tuple[np.ndarray, sparse.csr_matrix, np.ndarray]:
    """Chances of a model that is too sure, knows no base rates, and misreads column 7."""
    chance = np.random.default_rng(3)
    codes = chance.choice(3, n, p=[0.6, 0.3, 0.1])
    logits = chance.normal(0, 1, (n, 3))
    logits[np.arange(n), codes] += 1.2
    has = (chance.random(n) < 0.3) & word
    logits[has] = [-2.0, 0.0, 2.0]
    codes = np.where(has, 0, codes)
    words = sparse.csr_matrix((np.ones(has.sum()), (np.flatnonzero(has), np.full(has.sum(), 7))),
                              shape=(n, 2**BITS))
    return softmax(2.5 * logits), words, codes


@pytest.mark.parametrize("word", [False, True])
def test_planted_errors_are_mended_on_labels_left_out(word: bool) -> None:
    chances, words, codes = planted(900, word=word)
    made = refit(chances, words, codes, chances.max(axis=1))
    assert made.method == ("retrained" if word else "recalibrated")
    assert made.after.log_loss < 0.8 * made.before.log_loss
    assert made.after.ece < 0.08 < made.before.ece
    assert made.adjustment.stretch < 0.7
    new_chances, new_words, new_codes = planted(901, word=word)
    right = adjusted(new_chances, new_words, made.adjustment).argmax(axis=1) == new_codes
    assert right.mean() == pytest.approx(made.after.accuracy, abs=0.05)


def test_too_few_labels_are_refused() -> None:
    chances, words, codes = planted(99, word=False)
    with pytest.raises(ValueError, match="100 labels"):
        refit(chances, words, codes, chances.max(axis=1))
