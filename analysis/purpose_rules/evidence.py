"""What the rules say of texts: evidence for each intent and purpose."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.purpose_rules import FALLBACK_INTENT, INTENTS, RULES

COLUMNS = (*(intent for intents in INTENTS.values() for intent in intents), *INTENTS)
_PURPOSES = tuple(INTENTS)
_LEAST_EVIDENCE = 1.5


def evidence_of(texts: list[str]) -> np.ndarray:
    """What the rules say for each intent and purpose (columns: ``COLUMNS``), a row per text."""
    import pyarrow.compute as pc

    prepared = prepare(texts)
    evidence = np.zeros((len(texts), len(COLUMNS)))
    for rule in RULES:
        hit = pc.match_substring_regex(prepared, rule.pattern).to_numpy(zero_copy_only=False)
        evidence[hit.astype(bool), COLUMNS.index(rule.speaks_for)] += rule.weight
    return evidence


def hints(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evidence of the rules as the model is given it, 0..1."""
    return np.tanh(evidence / 4.0)


def rule_strengths(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """How strongly the rules speak for each purpose, a column each in the order of ``INTENTS``.

    A purpose is as strong as its two strongest intents together plus what speaks for the purpose
    itself: so that a list of weak hints does not outweigh two good reasons.
    """
    strengths = np.empty((len(evidence), len(INTENTS)))
    for at, (purpose, intents) in enumerate(INTENTS.items()):
        mine = evidence[:, [COLUMNS.index(intent) for intent in intents]]
        strengths[:, at] = np.sort(mine, axis=1)[:, -2:].sum(axis=1)
        strengths[:, at] += evidence[:, COLUMNS.index(purpose)]
    return strengths


def decide(evidence: NDArray[np.float64]) -> pd.DataFrame:
    """Labels from the evidence, one column per intent and purpose."""
    strengths = rule_strengths(evidence)
    intents = np.empty((len(evidence), len(_PURPOSES)), dtype=object)
    for at, purpose in enumerate(_PURPOSES):
        columns = [COLUMNS.index(intent) for intent in INTENTS[purpose]]
        mine = evidence[:, columns]
        strongest = np.array(INTENTS[purpose], dtype=object)[mine.argmax(axis=1)]
        intents[:, at] = np.where(mine.max(axis=1) > 0, strongest, FALLBACK_INTENT[purpose])
    winner = strengths.argmax(axis=1)
    best = strengths.max(axis=1)
    unclear = best < _LEAST_EVIDENCE
    rows = np.arange(len(evidence))
    return pd.DataFrame(
        {
            "purpose": pd.Series(
                np.where(unclear, "other", np.array(_PURPOSES)[winner]), dtype="str"
            ),
            "intent": pd.Series(np.where(unclear, "unclear", intents[rows, winner]), dtype="str"),
            "confidence": np.where(unclear, 0.0, best / (strengths.sum(axis=1) + 1.0)),
        }
    )


def prepare(texts: list[str]) -> Any:
    """Lower case, entities resolved, quotes straight, links and handles replaced by one word."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = [html.unescape(text) if "&" in text else text for text in texts]
    try:
        array = pa.array(plain, type=pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair cannot be written as UTF-8
        whole = [text.encode("utf-8", "replace").decode() for text in plain]
        array = pa.array(whole, type=pa.string())
    array = pc.utf8_lower(array)
    for pattern, word in (
        (r"[’‘`´]", "'"),
        (r"https?:?\s?//\s?\S+|www\.\S+|https?\S*$", "urlurl"),
        (r"@\s?\w+", "@user"),
        (r"\s+", " "),
    ):
        array = pc.replace_substring_regex(array, pattern, word)
    return array
