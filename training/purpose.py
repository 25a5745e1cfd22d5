"""Purpose, intent, complaint and own posts: heads of one fast model, with figures.

A quarter of every set is held back by a hash of the text, so that a text repeated in a set is on
one side; the demo's posts are measured on phrases that training does not see.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from analysis import purpose
from analysis.engines import student
from analysis.engines.calibration import calibrated, expected_error, knots_of
from analysis.purpose_rules.evidence import evidence_of, hints
from training.labels import demo_unseen
from training.linear import Seen, fit, idf_of, packed, seen, weighted

# How much a set counts for the purpose: questions to a bank are many and all of one kind.
WEIGHTS = {"airline": 0.5, "banking": 0.25, "assistant": 0.5, "demo": 3.0, "corporate": 1.5,
           "purchase": 1.5}
STRENGTH = {"purpose": 2.0, "intent": 3.0, "complaint": 1.0, "own": 2.0}
ROUNDS = 40
_MOST_OF_A_SET = 4_500
# Below this calibrated chance a post is called unclear.
ABSTAIN_BELOW = 0.5


class Told(NamedTuple):
    """Labelled posts, their features, and which of them are held back."""

    posts: pd.DataFrame
    found: Seen
    held: NDArray[np.bool_]


def told_of(posts: pd.DataFrame) -> Told:
    """The posts with a label of purpose, intent, complaint or own post."""
    told = posts[posts[["purpose", "intent", "complaint", "own"]].notna().any(axis=1)]
    told = pd.concat([group.sample(min(len(group), _MOST_OF_A_SET), random_state=3)
                      for _, group in told.groupby("set")]
                     + [demo_unseen()], ignore_index=True)
    held = np.array([int(hashlib.md5(text.encode("utf-8", "replace")).hexdigest(), 16) % 4 == 0
                     for text in told["text"]])
    held |= (told["set"] == "demo_unseen").to_numpy()
    return Told(told, _features(told["text"].tolist()), held)


def train(told: Told) -> tuple[student.Student, dict[str, Any]]:
    """The model of all posts, and figures of a model of three quarters of them."""
    card = _card(told, fitted(told, ~told.held, tuple(purpose.HEADS)))
    own = (told.posts["set"] != "demo_unseen").to_numpy()
    return fitted(told, own, tuple(purpose.HEADS)), card


def _features(texts: list[str]) -> Seen:
    bare = [purpose.without_handles(text) for text in texts]
    return seen(bare, hints(evidence_of(bare)))


def fitted(told: Told, rows: NDArray[np.bool_], heads_wanted: tuple[str, ...]
           ) -> student.Student:
    """The fast model with these heads, trained on these rows."""
    posts, found, _ = told
    idf = idf_of(found.counts[np.flatnonzero(rows)])
    words = weighted(found.counts, idf)
    heads = {}
    for head in heads_wanted:
        names = purpose.HEADS[head]
        codes = pd.Categorical(posts[head], categories=names).codes.astype(np.intp)
        mine = np.flatnonzero(rows & (codes >= 0))
        heads[head] = fit(words[mine], found.dense[mine], _present(codes[mine], len(names)),
                          strength=STRENGTH[head], rounds=ROUNDS,
                          weights=_weights(posts.iloc[mine], head))
    return packed(idf, heads)


def _present(codes: NDArray[np.intp], classes: int) -> NDArray[np.intp]:
    missing = set(range(classes)) - set(codes.tolist())
    if missing:
        raise ValueError(f"No labelled post for the classes {sorted(missing)} of a head.")
    return codes


def _weights(told: pd.DataFrame, head: str) -> NDArray[np.float64]:
    """A set counts by the root of its posts, so that no set decides alone."""
    size = told.groupby(["set", head])["text"].transform("size").to_numpy()
    weight = told["set"].map(WEIGHTS).fillna(1.0).to_numpy() / np.sqrt(size)
    return np.asarray(weight * len(told) / weight.sum(), float)


def _card(of: Told, model: student.Student) -> dict[str, Any]:
    told, found, held = of
    logits = student.outputs(model, student.Features(weighted(found.counts, model.idf),
                                                     found.dense))
    out: dict[str, Any] = {"abstain_below": ABSTAIN_BELOW, "held_out": [], "calibration": {}}
    for head, names in purpose.HEADS.items():
        chances = student.softmax(logits[:, model.heads[head]])
        codes = pd.Categorical(told[head], categories=names).codes
        mine = np.flatnonzero(held & (codes >= 0))
        claims = chances[mine].max(axis=1).astype(float)
        right = chances[mine].argmax(axis=1) == codes[mine]
        sets = told["set"].to_numpy(dtype=str)[mine]
        equal = np.array([1.0 / (sets == one).sum() for one in sets])
        fitting = np.arange(len(mine)) % 2 == 0
        knots = knots_of(claims[fitting], right[fitting], weights=equal[fitting])
        out["calibration"][head] = knots
        sure = calibrated(claims, knots)
        guess = chances[mine].argmax(axis=1)
        for one in sorted(set(sets)):
            here = sets == one
            classes = np.unique(codes[mine][here])
            out["held_out"].append({
                "head": head, "set": one, "posts": int(here.sum()),
                "accuracy": float(right[here].mean()),
                "macro_f1": float(f1_score(codes[mine][here], guess[here], labels=classes,
                                           average="macro")),
                "ece": expected_error(sure[here & ~fitting], right[here & ~fitting])})
    return out | _mixed_figures(told, held)


def _mixed_figures(told: pd.DataFrame, held: NDArray[np.bool_]) -> dict[str, Any]:
    """Service against marketing as people labelled it, for the rules alone."""
    mine = held & told["purpose"].isin(["service", "marketing"]).to_numpy()
    mine &= ~told["set"].isin(["demo", "demo_unseen"]).to_numpy()
    rules = purpose.by_rules(told.loc[mine, "text"].tolist())["purpose"]
    return {"rules_macro_f1": float(f1_score(told.loc[mine, "purpose"], rules,
                                             labels=["service", "marketing"], average="macro"))}
