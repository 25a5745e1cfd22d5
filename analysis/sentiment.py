"""Sentiment of posts, by engines that share one interface.

What TextBlob's labels are worth, measured with the thresholds below against people's labels:

=====================  ======  ========  ============  ========================================
set                    posts   accuracy  macro recall  recall negative / neutral / positive
=====================  ======  ========  ============  ========================================
SemEval 2013-2016      49,570  0.52      0.50          0.41 / 0.49 / 0.59
airline posts of 2015   7,312  0.46      0.56          0.34 / 0.61 / 0.73
=====================  ======  ========  ============  ========================================

So about one label in two is right; on posts to airlines two negative posts in three are missed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

SENTIMENTS = ("negative", "neutral", "positive")

# TextBlob's word list leans to the positive ("more", "new", "first"), so a positive label needs
# more than a trace. Best macro recall of the pairs tried on both sets named above.
NEGATIVE_BELOW = 0.0
POSITIVE_ABOVE = 0.1

# Share of posts with such a score whose label people agreed with: the mean of the two sets named
# above, so neither base rate decides. Rows: |polarity| from 0, 0.1, 0.25, 0.5, 0.75 upwards.
_STRENGTHS = np.array([0.1, 0.25, 0.5, 0.75])
_AGREEMENT = {
    "negative": np.array([0.51, 0.57, 0.64, 0.67, 0.78]),
    "neutral": np.array([0.43, 0.38, 0.38, 0.38, 0.38]),
    "positive": np.array([0.34, 0.34, 0.50, 0.54, 0.66]),
}

# TextBlob needs time quadratic in an unbroken run of punctuation (about an hour for 5 MB of "!").
_LONGEST_RUN = 2_000
_LONG_RUN = re.compile(rf"([^\w\s]{{{_LONGEST_RUN}}})[^\w\s]+")


class Engine(NamedTuple):
    """A way to score: ``version()`` names what stored scores depend on, ``score`` gives numbers."""

    version: Callable[[], str]
    score: Callable[[Sequence[str]], tuple[list[float], list[float]]]


def score(texts: Sequence[str | None], *, engine: str = "textblob") -> pd.DataFrame:
    """Polarity (-1..1), subjectivity (0..1), sentiment and confidence (0..1); one row per text.

    Sentiment is negative where polarity < 0, positive where polarity > 0.1, else neutral.
    Confidence is the share of posts with such a score whose label people agreed with (mean of
    SemEval 2013-2016 and airline posts); it assumes posts like those and is no calibrated
    probability for one company. Worked: "good" has polarity 0.7, so positive, confidence 0.54.
    Anything that is not text counts as empty.
    Raises ValueError for an unknown engine.
    """
    chosen = _engine(engine)
    clean = [text if isinstance(text, str) else "" for text in texts]
    distinct = list(dict.fromkeys(clean))
    polarities, subjectivities = chosen.score(distinct)
    place = {text: at for at, text in enumerate(distinct)}
    at = np.fromiter((place[text] for text in clean), dtype=np.intp, count=len(clean))
    polarity = np.asarray(polarities, dtype=float)[at]
    sentiment = np.select(
        [polarity < NEGATIVE_BELOW, polarity > POSITIVE_ABOVE], ["negative", "positive"], "neutral"
    )
    return pd.DataFrame(
        {
            "polarity": polarity,
            "subjectivity": np.asarray(subjectivities, dtype=float)[at],
            "sentiment": pd.Series(sentiment, dtype="str"),
            "confidence": _confidence(polarity, sentiment),
        }
    )


class Assessment(NamedTuple):
    """Words that were judged together ("not", "very", "good"), their polarity and subjectivity."""

    words: tuple[str, ...]
    polarity: float
    subjectivity: float


def explain(text: str | None) -> list[Assessment]:
    """What TextBlob judged in a text, in order; a text's polarity is the mean over it.

    Words that are in no list count for nothing, and a text without any is 0.  So each assessment
    moves the polarity by its own over their number.  Worked: "not good" is one assessment of
    (not, good) with -0.35; "good but terrible" are 0.7 and -1, together -0.15.
    """
    from textblob.en import sentiment as pattern_analyser

    clean = text if isinstance(text, str) else ""
    if len(clean) > _LONGEST_RUN:
        clean = _LONG_RUN.sub(r"\1", clean)
    return [Assessment(tuple(words), polarity, subjectivity)
            for words, polarity, subjectivity, _ in pattern_analyser(clean).assessments]


def model_version(engine: str = "textblob") -> str:
    """What stored scores depend on: the engine, its release and our thresholds.

    Raises ValueError for an unknown engine.
    """
    return _engine(engine).version()


def _engine(name: str) -> Engine:
    if name not in ENGINES:
        raise ValueError(f"Unknown sentiment engine {name!r}; there are: {', '.join(ENGINES)}.")
    return ENGINES[name]


def _confidence(polarity: np.ndarray, sentiment: np.ndarray) -> np.ndarray:
    strength = np.searchsorted(_STRENGTHS, np.abs(polarity), side="right")
    out = np.empty(len(polarity))
    for label, agreement in _AGREEMENT.items():
        mine = sentiment == label
        out[mine] = agreement[strength[mine]]
    return out


def _textblob(texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """The numbers of ``TextBlob(text).sentiment``, from the analyser that it wraps.

    TextBlob builds a blob and a class per text; its pattern analyser alone gives the same numbers
    in a third of the time and reads no NLTK corpus. Only a run of more than 2,000 punctuation
    marks is cut, because of the time it would take.
    """
    from textblob.en import sentiment as pattern_analyser

    polarities, subjectivities = [], []
    for text in texts:
        if len(text) > _LONGEST_RUN:
            text = _LONG_RUN.sub(r"\1", text)
        polarity, subjectivity = pattern_analyser(text)
        polarities.append(polarity)
        subjectivities.append(subjectivity)
    return polarities, subjectivities


def _textblob_version() -> str:
    from importlib.metadata import version

    return f"textblob-{version('textblob')}/1"


ENGINES: dict[str, Engine] = {"textblob": Engine(version=_textblob_version, score=_textblob)}
