"""The product's own engine: a fast linear model, and an encoder for what that one doubts.

The fast model reads every post.  Where its best chance is below ``card()["doubt_below"]`` the
encoder reads the post too, and the two are averaged (their log odds); the accurate mode lets it
read all.
Label: the sentiment with the best chance if all three were equally common, since a company's mix
is not that of the training posts.  A post written to an account, which begins with its name, is
read as one of customers to support accounts: their mix, read from such posts without labels, is
known to be another (``card()["addressed_gain"]``).  Confidence: how often posts with such a best
chance were given the same label by people, on sets that the measured model had not seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.engines import encoder, idioms, pattern, student
from analysis.engines.adjustment import Adjustment, adjusted
from analysis.engines.calibration import calibrated
from analysis.engines.cleaning import clean, tidy

_ROWS_AT_ONCE = 4_000
# A word is named as a reason if it moves the log odds at least this much.
_LEAST_MOVE = 0.1
_WORDS_TRIED = 60
_ADDRESSED = re.compile(r"[.\"'(]*@user\b(?!\s?:|'s)")
_SIGNS = ".,;:!?()[]{}\"'#*"
# The name of what a post's first word moves if it is an account's.
ADDRESSED = "(written to an account)"
Numbers = NDArray[np.float64]


def read(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers, *, accurate: bool,
         adjustment: Adjustment | None = None) -> tuple[NDArray[np.intp], Numbers]:
    """Sentiment (0 negative, 1 neutral, 2 positive) and calibrated confidence of each text."""
    best = np.empty(len(texts), np.intp)
    confidence = np.empty(len(texts))
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        seen = _seen(texts[rows], polarity[rows], subjectivity[rows], accurate=accurate)
        if adjustment is None:
            best[rows], confidence[rows] = seen.chances.argmax(axis=1), _sure(seen)
        else:
            moved = adjusted(seen.chances, seen.words, adjustment)
            best[rows] = moved.argmax(axis=1)
            confidence[rows] = calibrated(moved.max(axis=1), adjustment.knots)
    return best, confidence


def evidence(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers
             ) -> tuple[Numbers, sparse.csr_matrix, Numbers]:
    """Chances of each sentiment, words as columns, and confidence, before any adjustment."""
    seen = _seen(texts, polarity, subjectivity, accurate=False)
    return seen.chances, seen.words, _sure(seen)


class _Seen(NamedTuple):
    chances: Numbers
    words: sparse.csr_matrix
    by_encoder: NDArray[np.bool_]


def _seen(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers, *, accurate: bool
          ) -> _Seen:
    cleaned = [clean(text) for text in texts]
    model = student.shipped("sentiment")
    seen = student.features(cleaned, np.column_stack([polarity, subjectivity]), model.idf)
    moved = in_their_mix(cleaned, card()["addressed_gain"])
    logits = student.outputs(model, seen)[:, model.heads["sentiment"]] + moved
    doubted = (np.ones(len(texts), bool) if accurate
               else student.softmax(logits).max(axis=1) < float(card()["doubt_below"]))
    asked = np.flatnonzero(doubted)
    if len(asked):
        vectors = encoder.read([cleaned[row] for row in asked])
        weight, bias = encoder.head()
        logits[asked] = mixed(logits[asked], vectors @ weight + bias + moved[asked],
                              float(card()["encoder_share"]))
    return _Seen(student.softmax(logits).astype(float), seen.words, doubted)


def in_their_mix(cleaned: Sequence[str], gain: Sequence[float]) -> NDArray[np.float32]:
    """What the log odds of cleaned posts gain (posts × sentiments): ``gain`` if to an account.

    ``gain``: log of how much commoner negative, neutral and positive are among such posts than
    among those of them that the models learned from.
    """
    return np.where([[is_addressed(text)] for text in cleaned], np.asarray(gain, np.float32),
                    np.float32(0))


def is_addressed(cleaned: str) -> bool:
    """Whether a cleaned post is written to an account; a post that is passed on is not."""
    return bool(_ADDRESSED.match(cleaned))


def _sure(seen: _Seen) -> Numbers:
    claims, knots = seen.chances.max(axis=1), card()["calibration"]
    return np.where(seen.by_encoder, calibrated(claims, knots["encoder"]),
                    calibrated(claims, knots["fast"]))


def mixed(fast: NDArray[np.float32], exact: NDArray[np.float32], share: float
          ) -> NDArray[np.float32]:
    """Log odds of both models, averaged with the encoder's share."""
    def centred(logits: NDArray[np.float32]) -> NDArray[np.float32]:
        out: NDArray[np.float32] = np.log(student.softmax(logits) + 1e-6)
        return out

    return (1 - share) * centred(fast) + share * centred(exact)


def words_that_count(text: str, *, least: float = _LEAST_MOVE) -> list[tuple[str, float]]:
    """Words of a text in order, and how much each moves positive against negative (log odds).

    A word's move is what the fast model's log odds lose when the word is left out of the post, so
    pairs, letter groups and the word list are all in it; at most the first 60 words are tried.
    """
    words = tidy(text).split()
    tried = words[:_WORDS_TRIED]
    if not any(sign.isalpha() for word in tried for sign in word):
        return []
    posts = [idioms.in_plain_words(" ".join(words[:at] + words[at + 1 :]))
             for at in (len(words), *range(len(tried)))]
    model = student.shipped("sentiment")
    seen = student.features(posts, np.array(pattern.scores(posts)).T, model.idf)
    # The gain is the whole post's: only without its account is it written to none.
    to_account = is_addressed(posts[0])
    moved = np.tile(in_their_mix(posts[:1], card()["addressed_gain"]), (len(posts), 1))
    moved[1] = 0
    logits = (student.outputs(model, seen)[:, model.heads["sentiment"]] + moved).astype(float)
    odds = logits[:, 2] - logits[:, 0]
    return [(plain, float(odds[0] - without))
            for at, (word, without) in enumerate(zip(tried, odds[1:].tolist(), strict=True))
            if abs(odds[0] - without) >= least
            and (plain := ADDRESSED if to_account and not at else word.strip(_SIGNS).lower())]


@cache
def card() -> dict[str, Any]:
    """What is known of the shipped weights: version, thresholds, calibration and figures."""
    made: dict[str, Any] = json.loads((student.FOLDER / "card.json").read_text(encoding="utf-8"))
    return made


def version() -> str:
    """The version of the shipped weights and of the idioms that are read before them."""
    return f"{card()['version']}.{idioms.version()}"
