"""VADER (Hutto and Gilbert 2014): a word list with rules for what stands around a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The thresholds of its authors.
BELOW, ABOVE = -0.05, 0.05
# Longer than any post; its rules take time quadratic in the words.
_CHARACTERS_READ = 2_000


def compounds(texts: Sequence[str]) -> NDArray[np.float64]:
    """VADER's compound score (-1..1) of each text."""
    analyser = _analyser()
    return np.array([analyser.polarity_scores(text[:_CHARACTERS_READ])["compound"]
                     for text in texts], dtype=float)


@cache
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
