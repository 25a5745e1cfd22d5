"""Sentiment of posts, by engines that share one interface.

``decaf`` is the product's own and the default: a linear model of words and letter groups reads
every post, a small encoder those that it doubts.  ``decaf-accurate`` lets the encoder read all.
``vader`` and ``textblob`` are word lists, kept to compare with.  What each is worth on posts
labelled by people, by data set: docs/models.md, made by ``make bench-text``.

TextBlob's labels follow from its polarity by the thresholds below; it is right on about half of
real posts.  Its polarity and subjectivity are columns of their own, whichever engine is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.engines import language, pattern

if TYPE_CHECKING:
    from scipy import sparse

    from analysis.engines.adjustment import Adjustment

SENTIMENTS = ("negative", "neutral", "positive")
DEFAULT = "decaf"

# TextBlob's word list leans to the positive ("more", "new", "first"), so a positive label needs
# more than a trace. Best macro recall of the pairs tried on SemEval 2013-2016 and airline posts.
NEGATIVE_BELOW = 0.0
POSITIVE_ABOVE = 0.1

# Share of posts with such a score whose label people agreed with: the mean of the two sets named
# above, so neither base rate decides. Rows: |score| from 0 and from each strength upwards.
_STRENGTHS = np.array([0.1, 0.25, 0.5, 0.75])
_AGREEMENT = {
    "textblob": {
        "negative": np.array([0.51, 0.57, 0.64, 0.67, 0.78]),
        "neutral": np.array([0.43, 0.38, 0.38, 0.38, 0.38]),
        "positive": np.array([0.34, 0.34, 0.50, 0.54, 0.66]),
    },
    "vader": {
        "negative": np.array([0.47, 0.49, 0.55, 0.61, 0.74]),
        "neutral": np.array([0.44, 0.44, 0.44, 0.44, 0.44]),
        "positive": np.array([0.29, 0.31, 0.39, 0.50, 0.62]),
    },
}

Codes = NDArray[np.intp]
Numbers = NDArray[np.float64]


class Reading(NamedTuple):
    """What an engine says of posts: an index into ``SENTIMENTS``, and the chance to be right."""

    sentiment: Codes
    confidence: Numbers


class Engine(NamedTuple):
    """A way to score: ``version()`` names what stored scores depend on, ``read`` gives labels.

    ``read`` gets the texts, TextBlob's polarity and subjectivity of them, and an adjustment.
    """

    version: Callable[[], str]
    read: Callable[[Sequence[str], Numbers, Numbers, Adjustment | None], Reading]


class Evidence(NamedTuple):
    """What an adjustment is fitted to: chances by sentiment, words as columns, confidence."""

    chances: Numbers
    words: sparse.csr_matrix
    confidence: Numbers


def score(texts: Sequence[str | None], *, engine: str = DEFAULT,
          adjustment: Adjustment | None = None) -> pd.DataFrame:
    """What each text feels like; one row per text, in order.

    Columns: polarity (-1..1) and subjectivity (0..1) as ``TextBlob(text).sentiment`` gives them;
    sentiment; confidence (0..1); language (ISO code) and supported.  Confidence of the decaf
    engines is a calibrated probability that people would agree, measured on posts to companies and
    on general ones; of the word lists it is the share of posts with such a score that people
    agreed with.  A post in a language that the engines cannot read is marked and not guessed: its
    sentiment is missing and its confidence 0.  Anything that is not text counts as empty.
    ``adjustment``: what a company's own labels change in the decaf engines.
    Raises ValueError for an unknown engine.
    """
    chosen = _engine(engine)
    clean = [text if isinstance(text, str) else "" for text in texts]
    distinct = list(dict.fromkeys(clean))
    place = {text: at for at, text in enumerate(distinct)}
    at = np.fromiter((place[text] for text in clean), dtype=np.intp, count=len(clean))
    polarities, subjectivities = pattern.scores(distinct)
    polarity = np.asarray(polarities, dtype=float)
    subjectivity = np.asarray(subjectivities, dtype=float)
    languages = language.detect(distinct)
    supported = np.array([one.supported for one in languages], dtype=bool)
    codes = np.array([one.code for one in languages], dtype=object)
    read = np.flatnonzero(supported)
    labels = np.full(len(distinct), None, dtype=object)
    confidence = np.zeros(len(distinct))
    if len(read):
        found = chosen.read([distinct[row] for row in read], polarity[read], subjectivity[read],
                            adjustment)
        labels[read] = np.array(SENTIMENTS, dtype=object)[found.sentiment]
        confidence[read] = found.confidence
    return pd.DataFrame(
        {
            "polarity": polarity[at],
            "subjectivity": subjectivity[at],
            "sentiment": pd.Series(labels[at], dtype="str"),
            "confidence": confidence[at],
            "language": pd.Series(codes[at], dtype="str"),
            "supported": supported[at],
        }
    )


class Assessment(NamedTuple):
    """Words that were judged together ("not", "very", "good"), their polarity and subjectivity."""

    words: tuple[str, ...]
    polarity: float
    subjectivity: float


def explain(text: str | None, *, engine: str = "textblob") -> list[Assessment]:
    """What moved a score, in the order of the text.

    ``textblob``: what it judged; a text's polarity is the mean over it, so each assessment moves
    the polarity by its own over their number.  Worked: "not good" is one assessment of
    (not, good) with -0.35; "good but terrible" are 0.7 and -1, together -0.15.  ``decaf``: the
    words that count in its fast model, polarity by what the log odds of positive against negative
    lose without the word; subjectivity is 0.  The encoder's part is not in it.
    Raises ValueError for another engine.
    """
    clean = text if isinstance(text, str) else ""
    if engine == "textblob":
        from textblob.en import sentiment as pattern_analyser

        if len(clean) > pattern.LONGEST_RUN:
            clean = pattern.shortened(clean)
        return [Assessment(tuple(words), polarity, subjectivity)
                for words, polarity, subjectivity, _ in pattern_analyser(clean).assessments]
    if engine.startswith("decaf"):
        from analysis.engines import decaf

        return [Assessment((word,), moved, 0.0) for word, moved in decaf.words_that_count(clean)]
    raise ValueError(f"The scores of {engine!r} cannot be explained; those of: textblob, decaf.")


def evidence(texts: Sequence[str]) -> Evidence:
    """What the default engine sees in texts before any adjustment; one row per text."""
    from analysis.engines import decaf

    polarities, subjectivities = pattern.scores(texts)
    return Evidence(*decaf.evidence(texts, np.asarray(polarities), np.asarray(subjectivities)))


def model_version(engine: str = DEFAULT) -> str:
    """What stored scores depend on: the engine, its release and our thresholds.

    Raises ValueError for an unknown engine.
    """
    return _engine(engine).version()


def _engine(name: str) -> Engine:
    if name not in ENGINES:
        raise ValueError(f"Unknown sentiment engine {name!r}; there are: {', '.join(ENGINES)}.")
    return ENGINES[name]


def _by_thresholds(scores: Numbers, below: float, above: float, name: str) -> Reading:
    sentiment = np.where(scores < below, 0, np.where(scores > above, 2, 1))
    strength = np.searchsorted(_STRENGTHS, np.abs(scores), side="right")
    table = np.array([_AGREEMENT[name][label] for label in SENTIMENTS])
    return Reading(sentiment.astype(np.intp), table[sentiment, strength])


def _textblob(_texts: Sequence[str], polarity: Numbers, _subjectivity: Numbers,
              _adjustment: Adjustment | None) -> Reading:
    return _by_thresholds(polarity, NEGATIVE_BELOW, POSITIVE_ABOVE, "textblob")


def _vader(texts: Sequence[str], _polarity: Numbers, _subjectivity: Numbers,
           _adjustment: Adjustment | None) -> Reading:
    from analysis.engines import vader

    return _by_thresholds(vader.compounds(texts), vader.BELOW, vader.ABOVE, "vader")


def _decaf(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers,
           adjustment: Adjustment | None) -> Reading:
    from analysis.engines import decaf

    return Reading(*decaf.read(texts, polarity, subjectivity, accurate=False,
                               adjustment=adjustment))


def _decaf_accurate(texts: Sequence[str], polarity: Numbers, subjectivity: Numbers,
                    adjustment: Adjustment | None) -> Reading:
    from analysis.engines import decaf

    return Reading(*decaf.read(texts, polarity, subjectivity, accurate=True,
                               adjustment=adjustment))


def _release(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def _decaf_version() -> str:
    from analysis.engines import decaf

    return decaf.version()


ENGINES: dict[str, Engine] = {
    "decaf": Engine(lambda: f"decaf-{_decaf_version()}", _decaf),
    "decaf-accurate": Engine(lambda: f"decaf-accurate-{_decaf_version()}", _decaf_accurate),
    "vader": Engine(lambda: f"vader-{_release('vaderSentiment')}/2", _vader),
    "textblob": Engine(lambda: f"textblob-{_release('textblob')}/2", _textblob),
}
