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
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.engines import encoder, idioms, pattern, student
from analysis.engines.adjustment import Adjustment, adjusted
from analysis.engines.calibration import calibrated
from analysis.engines.cleaning import CHARACTERS_READ, clean, is_passed_on, tidy

_ROWS_AT_ONCE = 4_000
# One more whenever other code than weights and idioms reads a post in another way than before.
_WAY_OF_READING = 4
# A word is named as a reason if it moves the log odds at least this much.
_LEAST_MOVE = 0.1
_WORDS_TRIED = 60
_LONG = 20_000
_WORD = re.compile(r"\S+")
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
    addressed: NDArray[np.bool_]


def _seen(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers, *, accurate: bool
          ) -> _Seen:
    cleaned = [clean(text) for text in texts]
    model = student.shipped("sentiment")
    seen = student.features(cleaned, np.column_stack([polarity, subjectivity]), model.idf)
    to_account = addressed(texts, cleaned)
    moved = in_their_mix(to_account, card()["addressed_gain"])
    logits = student.outputs(model, seen)[:, model.heads["sentiment"]] + moved
    doubted = (np.ones(len(texts), bool) if accurate
               else student.softmax(logits).max(axis=1) < float(card()["doubt_below"]))
    asked = np.flatnonzero(doubted)
    if len(asked):
        vectors = encoder.read([cleaned[row] for row in asked])
        weight, bias = encoder.head()
        logits[asked] = mixed(logits[asked], vectors @ weight + bias + moved[asked],
                              float(card()["encoder_share"]))
    return _Seen(student.softmax(logits).astype(float), seen.words, doubted, to_account)


def in_their_mix(addressed: NDArray[np.bool_], gain: Sequence[float]) -> NDArray[np.float32]:
    """What the log odds of posts gain (posts × sentiments): ``gain`` if written to an account.

    ``gain``: log of how much commoner negative, neutral and positive are among such posts than
    among those of them that the models learned from.
    """
    return np.where(addressed[:, None], np.asarray(gain, np.float32), np.float32(0))


def addressed(texts: Sequence[str], cleaned: Sequence[str]) -> NDArray[np.bool_]:
    """Which posts are written to an account: they begin with its name, and are not passed on.

    Both forms are asked: cleaning takes off the RT of a post that is passed on.
    """
    return np.array([bool(_ADDRESSED.match(plain)) and not is_passed_on(text)
                     for text, plain in zip(texts, cleaned, strict=True)], dtype=bool)


def _sure(seen: _Seen) -> Numbers:
    return confidence_of(seen.chances.max(axis=1), seen.by_encoder, seen.addressed,
                         card()["calibration"])


def kinds_of(by_encoder: NDArray[np.bool_], addressed: NDArray[np.bool_]
             ) -> dict[str, NDArray[np.bool_]]:
    """Which posts are calibrated together: by who read them, and whether they are to an account."""
    return {"fast": ~by_encoder & ~addressed, "fast, to an account": ~by_encoder & addressed,
            "encoder": by_encoder & ~addressed, "encoder, to an account": by_encoder & addressed}


def confidence_of(claims: Numbers, by_encoder: NDArray[np.bool_], addressed: NDArray[np.bool_],
                  knots: Mapping[str, Sequence[Sequence[float]]]) -> Numbers:
    """Chance of being right of each post's best chance, by the knots of its kind."""
    out = np.empty(len(claims))
    for kind, mine in kinds_of(by_encoder, addressed).items():
        out[mine] = calibrated(claims[mine], knots[kind])
    return out


def mixed(fast: NDArray[np.float32], exact: NDArray[np.float32], share: float
          ) -> NDArray[np.float32]:
    """Log odds of both models, averaged with the encoder's share."""
    def centred(logits: NDArray[np.float32]) -> NDArray[np.float32]:
        out: NDArray[np.float32] = np.log(student.softmax(logits) + 1e-6)
        return out

    return (1 - share) * centred(fast) + share * centred(exact)


def words_that_count(text: str, *, least: float = _LEAST_MOVE) -> list[tuple[str, float]]:
    """Words of a text in order, and how much each moves positive against negative (log odds).

    A word, as it was written, moves what the fast model's log odds lose when it is left out of the
    message, so pairs, letter groups, the word list and TextBlob's numbers are all in it; at most
    the first 60 words are tried.
    """
    tried = [one.span() for one in _WORD.finditer(text[:CHARACTERS_READ])][:_WORDS_TRIED]
    posts = [clean(one) for one in _each_left_out(text[:CHARACTERS_READ], tried)]
    if not any(map(str.isalpha, posts[0])):
        return []
    # TextBlob reads a message to its end; a word of a very long one moves its numbers by nothing.
    numbers = np.array(pattern.scores([text] if len(text) > _LONG else _each_left_out(text, tried)))
    model = student.shipped("sentiment")
    seen = student.features(posts, np.broadcast_to(numbers.T, (len(posts), 2)), model.idf)
    # The gain is the whole post's: only without its account is it written to none.
    to_account = addressed([text], posts[:1])
    moved = np.tile(in_their_mix(to_account, card()["addressed_gain"]), (len(posts), 1))
    moved[1] = 0
    logits = (student.outputs(model, seen)[:, model.heads["sentiment"]] + moved).astype(float)
    odds = logits[:, 2] - logits[:, 0]
    return [(name, float(odds[0] - without))
            for at, ((start, end), without) in enumerate(zip(tried, odds[1:].tolist(), strict=True))
            if abs(odds[0] - without) >= least
            and (name := ADDRESSED if to_account[0] and not at else _name(text[start:end]))]


def _each_left_out(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The text, and the text without each of the stretches."""
    return [text, *(text[:start] + text[end:] for start, end in spans)]


def _name(word: str) -> str:
    """A word without the signs around it; of signs alone, those that are read as words."""
    return word.strip(_SIGNS).lower() or (word if any(map(str.isalpha, tidy(word))) else "")


@cache
def card() -> dict[str, Any]:
    """What is known of the shipped weights: version, thresholds, calibration and figures."""
    made: dict[str, Any] = json.loads((student.FOLDER / "card.json").read_text(encoding="utf-8"))
    return made


def version() -> str:
    """The version of the shipped weights, of the idioms read before them and of the rest."""
    return f"{card()['version']}.{idioms.version()}.{_WAY_OF_READING}"
