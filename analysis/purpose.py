"""Service, marketing or other, the intent below it, and whether a post is a complaint.

A trained model (see docs/models.md: labels of people on public posts) decides on the purpose; it
sees words, letter groups and what a list of readable rules says.  The rules name the intent where
they speak clearly, else the model does.  Below a calibrated chance a post is called unclear rather
than guessed.  Handles are not read: who is addressed says nothing of why.

Known to fail: irony ("love waiting two hours"), answers that mean nothing without the post before
them, questions before a purchase that read like questions after it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.engines import language
from analysis.purpose_rules import FALLBACK_INTENT, INTENTS, RULES, Rule

PURPOSES = tuple(INTENTS)
MatchedRule = Rule

# A post may be a 5 MB cell; what it is about stands at its beginning.
_CHARACTERS_READ = 2_000
_ROWS_AT_ONCE = 50_000
COLUMNS = (*(intent for intents in INTENTS.values() for intent in intents), *INTENTS)
_LEAST_EVIDENCE = 1.5
# Evidence with which the rules name the intent, and the model's chance with which it does.
_CLEAR_EVIDENCE = 2.0
_LEAST_LETTERS = 3
_CLEAR_CHANCE = 0.4
# Of the encoder in whether a post is a complaint; words alone do not carry over industries.
ENCODER_SHARE = 0.6
_HANDLE = re.compile(r"@\s?\w+:?")
TRAINED_INTENTS = ("complaint", "question", "request", "billing", "outage", "delivery",
                   "cancellation", "thanks", "how_to", "promotion", "product_interest", "praise",
                   "sharing", "campaign_reply", "purchase", "smalltalk", "spam")
# What a company's own post is: an answer to a customer, news, a call to do something, chat.
OWN_KINDS = ("service_reply", "information", "action", "dialogue")
HEADS: dict[str, tuple[str, ...]] = {
    "purpose": PURPOSES, "intent": TRAINED_INTENTS, "complaint": ("no", "yes"), "own": OWN_KINDS,
}


def classify(texts: Sequence[str | None]) -> pd.DataFrame:
    """Purpose, intent and confidence (0..1) of each text; anything that is not text is empty.

    Confidence is the calibrated chance that people would give the same purpose.  Below the bound
    in the models' card, in a language that cannot be read and for a text without words the post is
    other / unclear with confidence 0.  Worked: "Where is my parcel?" is service / delivery.
    """
    return _in_parts(texts, _classify)


def by_rules(texts: Sequence[str | None]) -> pd.DataFrame:
    """Purpose, intent and confidence by the rules alone, as a baseline to compare with.

    Each rule that matches adds its weight to its intent; the purpose with the most evidence wins,
    and within it the strongest intent.  Below an evidence of 1.5 the post is other / unclear with
    confidence 0.  Confidence is the winner's part of all evidence plus one: an order of trust, no
    probability.
    """
    return _in_parts(texts, lambda part: _decide(evidence_of(part)))


def complaints(texts: Sequence[str | None]) -> pd.DataFrame:
    """Whether each text is a complaint (bool) and the calibrated confidence in that (0..1).

    A complaint says that something fell short of what was expected (Olshtain and Weinbach 1987), in
    whatever industry and whatever the intent.
    """
    return _in_parts(texts, _complaints)


def own_posts(texts: Sequence[str | None]) -> pd.DataFrame:
    """What each post of the company itself is: purpose, kind and confidence (0..1).

    Kinds: service_reply is service; information and action are marketing; dialogue is other.
    """
    return _in_parts(texts, _own_posts)


def explain(text: str | None) -> list[MatchedRule]:
    """The rules that matched a text, the strongest first."""
    import pyarrow.compute as pc

    prepared = _prepare([text[:_CHARACTERS_READ] if isinstance(text, str) else ""])
    matched = [r for r in RULES if pc.match_substring_regex(prepared, r.pattern)[0].as_py()]
    return sorted(matched, key=lambda rule: -abs(rule.weight))


def model_version() -> str:
    """What stored labels depend on: the weights, and the rules by their hash."""
    from analysis.engines import decaf

    text = repr((RULES, INTENTS, _CHARACTERS_READ, _CLEAR_EVIDENCE, _CLEAR_CHANCE))
    return f"purpose-{decaf.version()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def evidence_of(texts: list[str]) -> np.ndarray:
    """What the rules say for each intent and purpose (columns: ``COLUMNS``), a row per text."""
    import pyarrow.compute as pc

    prepared = _prepare(texts)
    evidence = np.zeros((len(texts), len(COLUMNS)))
    for rule in RULES:
        hit = pc.match_substring_regex(prepared, rule.pattern).to_numpy(zero_copy_only=False)
        evidence[hit.astype(bool), COLUMNS.index(rule.speaks_for)] += rule.weight
    return evidence


def hints(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evidence of the rules as the model is given it, 0..1."""
    return np.tanh(evidence / 4.0)


def without_handles(text: str) -> str:
    """The beginning of a text without the names that it addresses."""
    return _HANDLE.sub(" ", text[:_CHARACTERS_READ]).strip()


def _in_parts(texts: Sequence[str | None], read: Callable[[list[str]], pd.DataFrame]
              ) -> pd.DataFrame:
    clean = [text[:_CHARACTERS_READ] if isinstance(text, str) else "" for text in texts]
    starts = range(0, len(clean), _ROWS_AT_ONCE)
    parts = [read(clean[at : at + _ROWS_AT_ONCE]) for at in starts]
    return pd.concat(parts, ignore_index=True) if parts else read([])


def _chances(texts: list[str]) -> tuple[dict[str, NDArray[np.float32]], NDArray[np.float64]]:
    """The model's chances by head, and the evidence of the rules."""
    from analysis.engines import student
    from analysis.engines.cleaning import clean

    bare = [without_handles(text) for text in texts]
    evidence = evidence_of(bare)
    model = student.shipped("purpose")
    logits = student.outputs(model, student.features([clean(text) for text in bare],
                                                     hints(evidence), model.idf))
    return ({head: student.softmax(logits[:, columns]) for head, columns in model.heads.items()},
            evidence)


def _best(chances: NDArray[np.float32], head: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The best class of each post and the calibrated chance that it is right."""
    from analysis.engines import decaf
    from analysis.engines.calibration import calibrated

    return chances.argmax(axis=1), calibrated(chances.max(axis=1).astype(float),
                                              decaf.card()["purpose"]["calibration"][head])


def _readable(texts: list[str]) -> NDArray[np.bool_]:
    """Posts with a word or two in a language that the model reads."""
    return np.array([sum(map(str.isalpha, text)) >= _LEAST_LETTERS and found.supported
                     for text, found in zip(texts, language.detect(texts), strict=True)], bool)


def _classify(texts: list[str]) -> pd.DataFrame:
    from analysis.engines import decaf

    chances, evidence = _chances(texts)
    best, sure = _best(chances["purpose"], "purpose")
    unclear = (sure < float(decaf.card()["purpose"]["abstain_below"])) | ~_readable(texts)
    # No set has labelled posts about work for the company: the rule alone knows them.
    best[evidence[:, COLUMNS.index("hiring")] >= _CLEAR_EVIDENCE] = PURPOSES.index("other")
    intent = _intents(best, chances["intent"], evidence)
    unclear |= intent == "unclear"
    return pd.DataFrame({
        "purpose": pd.Series(np.where(unclear, "other", np.array(PURPOSES)[best]), dtype="str"),
        "intent": pd.Series(np.where(unclear, "unclear", intent), dtype="str"),
        "confidence": np.where(unclear, 0.0, sure),
    })


def _intents(best: NDArray[np.intp], chances: NDArray[np.float32], evidence: NDArray[np.float64]
             ) -> NDArray[np.object_]:
    """The intent within the purpose: by clear rules, else by the model, else by any rule."""
    out = np.empty(len(best), dtype=object)
    for at, purpose in enumerate(PURPOSES):
        mine = np.flatnonzero(best == at)
        said = evidence[mine][:, [COLUMNS.index(one) for one in INTENTS[purpose]]]
        by_rule = np.array(INTENTS[purpose], dtype=object)[said.argmax(axis=1)]
        names = [one for one in TRAINED_INTENTS if one in INTENTS[purpose]]
        likely = chances[mine][:, [TRAINED_INTENTS.index(one) for one in names]]
        by_model = np.array(names, dtype=object)[likely.argmax(axis=1)]
        strongest = said.max(axis=1, initial=0.0)
        out[mine] = np.select(
            [strongest >= _CLEAR_EVIDENCE, likely.max(axis=1) >= _CLEAR_CHANCE, strongest > 0],
            [by_rule, by_model, by_rule], FALLBACK_INTENT[purpose])
    return out


def _complaints(texts: list[str]) -> pd.DataFrame:
    from analysis.engines import encoder, student
    from analysis.engines.cleaning import clean
    from analysis.engines.decaf import mixed

    fast = np.log(_chances(texts)[0]["complaint"] + 1e-6)
    weight, bias = encoder.head(name="complaint_head")
    exact = encoder.read([clean(text) for text in texts]) @ weight + bias
    best, sure = _best(student.softmax(mixed(fast, exact, ENCODER_SHARE)), "complaint")
    readable = _readable(texts)
    return pd.DataFrame({"complaint": (best == 1) & readable,
                         "confidence": np.where(readable, sure, 0.0)})


def _own_posts(texts: list[str]) -> pd.DataFrame:
    best, sure = _best(_chances(texts)[0]["own"], "own")
    purposes = np.array(("service", "marketing", "marketing", "other"))
    return pd.DataFrame({"purpose": pd.Series(purposes[best], dtype="str"),
                         "kind": pd.Series(np.array(OWN_KINDS)[best], dtype="str"),
                         "confidence": sure})


def _decide(evidence: np.ndarray) -> pd.DataFrame:
    """Labels from the evidence, one column per intent and purpose.

    A purpose is as strong as its two strongest intents together plus what speaks for the purpose
    itself: so that a list of weak hints does not outweigh two good reasons.
    """
    strengths = np.empty((len(evidence), len(PURPOSES)))
    intents = np.empty((len(evidence), len(PURPOSES)), dtype=object)
    for at, purpose in enumerate(PURPOSES):
        columns = [COLUMNS.index(intent) for intent in INTENTS[purpose]]
        mine = evidence[:, columns]
        strengths[:, at] = np.sort(mine, axis=1)[:, -2:].sum(axis=1)
        strengths[:, at] += evidence[:, COLUMNS.index(purpose)]
        strongest = np.array(INTENTS[purpose], dtype=object)[mine.argmax(axis=1)]
        intents[:, at] = np.where(mine.max(axis=1) > 0, strongest, FALLBACK_INTENT[purpose])
    winner = strengths.argmax(axis=1)
    best = strengths.max(axis=1)
    unclear = best < _LEAST_EVIDENCE
    rows = np.arange(len(evidence))
    return pd.DataFrame(
        {
            "purpose": pd.Series(
                np.where(unclear, "other", np.array(PURPOSES)[winner]), dtype="str"
            ),
            "intent": pd.Series(np.where(unclear, "unclear", intents[rows, winner]), dtype="str"),
            "confidence": np.where(unclear, 0.0, best / (strengths.sum(axis=1) + 1.0)),
        }
    )


def _prepare(texts: list[str]) -> Any:
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
