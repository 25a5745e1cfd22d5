"""What the rules say of texts: evidence for each intent and purpose."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.purpose_rules import INTENTS, RULES

COLUMNS = (*(intent for intents in INTENTS.values() for intent in intents), *INTENTS)


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
