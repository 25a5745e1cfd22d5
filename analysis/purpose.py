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
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.engines import language
from analysis.engines.student import softmax
from analysis.purpose_rules import FALLBACK_INTENT, INTENTS, RULES, Rule
from analysis.purpose_rules.evidence import (
    COLUMNS,
    decide,
    evidence_of,
    hints,
    prepare,
    rule_strengths,
)

if TYPE_CHECKING:
    from scipy import sparse

    from analysis.engines.adjustment import Adjustment

PURPOSES = tuple(INTENTS)
MatchedRule = Rule

# A post may be a 5 MB cell; what it is about stands at its beginning.
_CHARACTERS_READ = 2_000
_ROWS_AT_ONCE = 50_000
# Evidence with which the rules name the intent, and the model's chance with which it does.
_CLEAR_EVIDENCE = 2.0
_LEAST_LETTERS = 3
_CLEAR_CHANCE = 0.4
# Log odds that a unit of the rules' evidence for a purpose adds to the model's.
RULES_SAY = 0.4
# Chance that what the rules alone decide is right, beside which the model's counts little.
_RULE_SHARE = 0.6
NAMED_INTENTS = tuple(one for intents in INTENTS.values() for one in intents if one != "unclear")
_NOTHING: Mapping[str, Adjustment] = MappingProxyType({})
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


class Seen(NamedTuple):
    """What is seen in texts, a row each: the model's chances by head, the rules, the words."""

    chances: dict[str, NDArray[np.float32]]
    evidence: NDArray[np.float64]
    words: sparse.csr_matrix


def classify(texts: Sequence[str | None], adjustments: Mapping[str, Adjustment] = _NOTHING
             ) -> pd.DataFrame:
    """Purpose, intent and confidence (0..1) of each text; anything that is not text is empty.

    Confidence is the calibrated chance that people would give the same purpose.  Below the bound
    in the models' card, in a language that cannot be read and for a text without words the post is
    other / unclear with confidence 0.  Worked: "Where is my parcel?" is service / delivery.
    ``adjustments``: what a company's own labels change, by purpose and intent.
    """
    return _in_parts(texts, lambda part: _classify(part, adjustments))


def by_rules(texts: Sequence[str | None]) -> pd.DataFrame:
    """Purpose, intent and confidence by the rules alone, as a baseline to compare with.

    Each rule that matches adds its weight to its intent; the purpose with the most evidence wins,
    and within it the strongest intent.  Below an evidence of 1.5 the post is other / unclear with
    confidence 0.  Confidence is the winner's part of all evidence plus one: an order of trust, no
    probability.
    """
    return _in_parts(texts, lambda part: decide(evidence_of(part)))


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

    prepared = prepare([text[:_CHARACTERS_READ] if isinstance(text, str) else ""])
    matched = [r for r in RULES if pc.match_substring_regex(prepared, r.pattern)[0].as_py()]
    return sorted(matched, key=lambda rule: -abs(rule.weight))


def model_version() -> str:
    """What stored labels depend on: the weights, and the rules by their hash."""
    from analysis.engines import decaf

    text = repr((RULES, INTENTS, _CHARACTERS_READ, _CLEAR_EVIDENCE, _CLEAR_CHANCE, _RULE_SHARE,
                 RULES_SAY))
    return f"purpose-{decaf.version()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def without_handles(text: str) -> str:
    """The beginning of a text without the names that it addresses."""
    return _HANDLE.sub(" ", text[:_CHARACTERS_READ]).strip()


def _in_parts(texts: Sequence[str | None], read: Callable[[list[str]], pd.DataFrame]
              ) -> pd.DataFrame:
    clean = [text[:_CHARACTERS_READ] if isinstance(text, str) else "" for text in texts]
    starts = range(0, len(clean), _ROWS_AT_ONCE)
    parts = [read(clean[at : at + _ROWS_AT_ONCE]) for at in starts]
    return pd.concat(parts, ignore_index=True) if parts else read([])


def see(texts: Sequence[str]) -> Seen:
    """What the model and the rules see in texts, before anything is decided."""
    from analysis.engines import student
    from analysis.engines.cleaning import clean

    bare = [without_handles(text) for text in texts]
    evidence = evidence_of(bare)
    model = student.shipped("purpose")
    found = student.features([clean(text) for text in bare], hints(evidence), model.idf)
    logits = student.outputs(model, found)
    return Seen({head: student.softmax(logits[:, columns])
                 for head, columns in model.heads.items()}, evidence, found.words)


def _best(chances: NDArray[Any], head: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The best class of each post and the calibrated chance that it is right."""
    from analysis.engines import decaf
    from analysis.engines.calibration import calibrated

    return chances.argmax(axis=1), calibrated(chances.max(axis=1).astype(float),
                                              decaf.card()["purpose"]["calibration"][head])


def _readable(texts: list[str]) -> NDArray[np.bool_]:
    """Posts with a word or two in a language that the model reads."""
    return np.array([sum(map(str.isalpha, text)) >= _LEAST_LETTERS and found.supported
                     for text, found in zip(texts, language.detect(texts), strict=True)], bool)


def _classify(texts: list[str], adjustments: Mapping[str, Adjustment]) -> pd.DataFrame:
    from analysis.engines import decaf
    from analysis.engines.adjustment import adjusted
    from analysis.engines.calibration import calibrated

    seen = see(texts)
    chances = purpose_chances(seen)
    best, sure = _best(chances, "purpose")
    if own := adjustments.get("purpose"):
        chances = adjusted(chances, seen.words, own)
        best, sure = chances.argmax(axis=1), calibrated(chances.max(axis=1), own.knots)
    unclear = (sure < float(decaf.card()["purpose"]["abstain_below"])) | ~_readable(texts)
    if own := adjustments.get("intent"):
        likely = adjusted(intent_chances(seen), seen.words, own)
        of = np.array([[one in INTENTS[purpose] for one in NAMED_INTENTS] for purpose in PURPOSES])
        named = np.array(NAMED_INTENTS, dtype=object)
        intent = named[np.where(of[best], likely, -1.0).argmax(axis=1)]
    else:
        intent = np.empty(len(best), dtype=object)
        for at, purpose in enumerate(PURPOSES):
            mine = best == at
            intent[mine] = _intents(purpose, seen.chances["intent"][mine], seen.evidence[mine])
        unclear |= intent == "unclear"
    return pd.DataFrame({
        "purpose": pd.Series(np.where(unclear, "other", np.array(PURPOSES)[best]), dtype="str"),
        "intent": pd.Series(np.where(unclear, "unclear", intent), dtype="str"),
        "confidence": np.where(unclear, 0.0, sure),
    })


def purpose_chances(seen: Seen) -> NDArray[np.float64]:
    """Chances of each of ``PURPOSES`` by the model and the rules together."""
    return with_rules(seen.chances["purpose"], seen.evidence)


def with_rules(model: NDArray[np.float32], evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances of each of ``PURPOSES``: the model's odds, moved by what the rules say.

    The model knows the posts that it learned from, the rules hold for others as well: on sets that
    were left out of the training the two together are right most often.  No set has labelled posts
    about work for the company, so there the rule decides.
    """
    logits = np.log(model.astype(float) + 1e-6)
    # Rounded, so that a text is read the same whatever texts are read with it.
    chances = np.round(softmax(logits + RULES_SAY * rule_strengths(evidence)), 6)
    hiring = evidence[:, COLUMNS.index("hiring")] >= _CLEAR_EVIDENCE
    chances[hiring] *= 1 - _RULE_SHARE
    chances[hiring, PURPOSES.index("other")] += _RULE_SHARE
    return chances


def intent_chances(seen: Seen) -> NDArray[np.float64]:
    """Chances of each of ``NAMED_INTENTS``; within a purpose the intent that is named is likeliest.

    The chance of its purpose, times within it the model's for the rest and the rules' share for
    the intent that :func:`classify` names.
    """
    purposes = purpose_chances(seen)
    out = np.zeros((len(purposes), len(NAMED_INTENTS)))
    rows = np.arange(len(out))
    for at, purpose in enumerate(PURPOSES):
        columns = [NAMED_INTENTS.index(one) for one in INTENTS[purpose] if one != "unclear"]
        within = np.full((len(out), len(columns)), 0.01)
        for place, column in enumerate(columns):
            if NAMED_INTENTS[column] in TRAINED_INTENTS:
                within[:, place] += seen.chances["intent"][
                    :, TRAINED_INTENTS.index(NAMED_INTENTS[column])]
        within /= within.sum(axis=1, keepdims=True)
        picked = _intents(purpose, seen.chances["intent"], seen.evidence)
        clear = picked != "unclear"
        place_of = {NAMED_INTENTS[column]: place for place, column in enumerate(columns)}
        within[clear] *= 1 - _RULE_SHARE
        within[rows[clear], [place_of[one] for one in picked[clear]]] += _RULE_SHARE
        out[:, columns] = purposes[:, [at]] * within
    return out


def _intents(purpose: str, chances: NDArray[np.float32], evidence: NDArray[np.float64]
             ) -> NDArray[np.object_]:
    """The intent if this is the purpose: by clear rules, else by the model, else by any rule."""
    said = evidence[:, [COLUMNS.index(one) for one in INTENTS[purpose]]]
    by_rule = np.array(INTENTS[purpose], dtype=object)[said.argmax(axis=1)]
    names = [one for one in TRAINED_INTENTS if one in INTENTS[purpose]]
    likely = chances[:, [TRAINED_INTENTS.index(one) for one in names]]
    by_model = np.array(names, dtype=object)[likely.argmax(axis=1)]
    strongest = said.max(axis=1, initial=0.0)
    return np.select(
        [strongest >= _CLEAR_EVIDENCE, likely.max(axis=1) >= _CLEAR_CHANCE, strongest > 0],
        [by_rule, by_model, by_rule], FALLBACK_INTENT[purpose])


def _complaints(texts: list[str]) -> pd.DataFrame:
    from analysis.engines import encoder, student
    from analysis.engines.cleaning import clean
    from analysis.engines.decaf import mixed

    fast = np.log(see(texts).chances["complaint"] + 1e-6)
    weight, bias = encoder.head(name="complaint_head")
    exact = encoder.read([clean(text) for text in texts]) @ weight + bias
    best, sure = _best(student.softmax(mixed(fast, exact, ENCODER_SHARE)), "complaint")
    readable = _readable(texts)
    return pd.DataFrame({"complaint": (best == 1) & readable,
                         "confidence": np.where(readable, sure, 0.0)})


def _own_posts(texts: list[str]) -> pd.DataFrame:
    best, sure = _best(see(texts).chances["own"], "own")
    purposes = np.array(("service", "marketing", "marketing", "other"))
    return pd.DataFrame({"purpose": pd.Series(purposes[best], dtype="str"),
                         "kind": pd.Series(np.array(OWN_KINDS)[best], dtype="str"),
                         "confidence": sure})
