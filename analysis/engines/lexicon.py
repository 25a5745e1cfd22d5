"""What VADER's word list says of the words of many posts at once: numbers for the fast model."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.engines.ngrams import Words, word_hash

NAMES = ("positive", "negative", "positive_negated", "negative_negated", "highest", "lowest",
         "first", "last", "words", "capitals", "bangs", "questions")


def numbers(found: Words, posts: int) -> NDArray[np.float32]:
    """One row per post, one column per name in ``NAMES``; all about 0..1 or -1..1."""
    hashes, values = _list()
    if not len(found.hashes):
        return np.zeros((posts, len(NAMES)), np.float32)
    at = np.minimum(np.searchsorted(hashes, found.hashes), len(hashes) - 1)
    valence = np.where(hashes[at] == found.hashes, values[at], 0.0)
    post, negated = found.post, found.is_negated

    def total(of: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(post, weights=of.astype(float), minlength=posts).astype(float)

    words = np.maximum(total(~found.is_sign), 1.0)
    capital = (found.upper_share > 0.9) & (found.last - found.first > 2)
    highest, lowest = np.zeros(posts), np.zeros(posts)
    signed = np.where(negated, -0.7 * valence, valence)
    np.maximum.at(highest, post, signed)
    np.minimum.at(lowest, post, signed)
    first, last = np.zeros(posts), np.zeros(posts)
    said = np.flatnonzero(valence)
    first[post[said][::-1]] = signed[said][::-1]
    last[post[said]] = signed[said]
    signs = {sign: np.uint64(word_hash(sign)) for sign in ("!", "!!", "?", "??")}
    bangs = total((found.hashes == signs["!"]) | (found.hashes == signs["!!"]))
    asks = total((found.hashes == signs["?"]) | (found.hashes == signs["??"]))
    columns = (
        total(np.where(negated, 0, np.maximum(valence, 0))) / 8,
        total(np.where(negated, 0, np.minimum(valence, 0))) / 8,
        total(np.where(negated, np.maximum(valence, 0), 0)) / 4,
        total(np.where(negated, np.minimum(valence, 0), 0)) / 4,
        highest / 4, lowest / 4, first / 4, last / 4,
        np.minimum(words / 30, 1.5), total(capital) / words, np.minimum(bangs, 2) / 2,
        np.minimum(asks, 2) / 2,
    )
    return np.stack(columns, axis=1).astype(np.float32)


@cache
def _list() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Hashes of VADER's words in order, and how people judged them (-4..4)."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    lexicon = SentimentIntensityAnalyzer().lexicon
    found = sorted((word_hash(word), score) for word, score in lexicon.items())
    return (np.array([one for one, _ in found], np.uint64),
            np.array([score for _, score in found]))
