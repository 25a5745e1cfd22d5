"""Purpose, intent, complaint and own posts: heads of one fast model, with figures.

A quarter of every set is held back by a hash of the text, so that a text repeated in a set is on
one side; the demo's posts are measured on phrases that training does not see.  Confidence is
calibrated half on held-back posts, half on groups of alike posts that were left out together:
a company's own posts are partly like what was seen.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
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
STRENGTH = {"purpose": 0.5, "intent": 3.0, "complaint": 1.0, "own": 2.0}
ROUNDS = 40
_MOST_OF_A_SET = 4_500
# Below this calibrated chance a post is called unclear.
ABSTAIN_BELOW = 0.6
_HEADS_CALIBRATED = ("purpose", "intent", "own")
_FOLDS = 5
_NOT_HUMAN = ("demo", "demo_unseen")


class Told(NamedTuple):
    """Labelled posts, their features, what the rules say, and which of them are held back."""

    posts: pd.DataFrame
    found: Seen
    held: NDArray[np.bool_]
    evidence: NDArray[np.float64]


def told_of(posts: pd.DataFrame) -> Told:
    """The posts with a label of purpose, intent, complaint or own post."""
    told = posts[posts[["purpose", "intent", "complaint", "own"]].notna().any(axis=1)]
    told = pd.concat([group.sample(min(len(group), _MOST_OF_A_SET), random_state=3)
                      for _, group in told.groupby("set")]
                     + [demo_unseen()], ignore_index=True)
    held = np.array([int(hashlib.md5(text.encode("utf-8", "replace")).hexdigest(), 16) % 4 == 0
                     for text in told["text"]])
    held |= (told["set"] == "demo_unseen").to_numpy()
    bare = [purpose.without_handles(text) for text in told["text"]]
    evidence = evidence_of(bare)
    return Told(told, seen(bare, hints(evidence)), held, evidence)


def train(told: Told) -> tuple[student.Student, dict[str, Any]]:
    """The model of all posts, and figures of a model of three quarters of them."""
    card = _card(told, fitted(told, ~told.held, tuple(purpose.HEADS)))
    own = (told.posts["set"] != "demo_unseen").to_numpy()
    return fitted(told, own, tuple(purpose.HEADS)), card


def fitted(told: Told, rows: NDArray[np.bool_], heads_wanted: tuple[str, ...]
           ) -> student.Student:
    """The fast model with these heads, trained on these rows."""
    posts, found = told.posts, told.found
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


class _Said(NamedTuple):
    """What a head says of some rows: their sets, the claim of its best class, and both labels."""

    sets: NDArray[np.str_]
    claims: NDArray[np.float64]
    guess: NDArray[np.intp]
    truth: NDArray[np.intp]


def _card(of: Told, model: student.Student) -> dict[str, Any]:
    groups = alike(of)
    learned = ~of.held
    parts: list[dict[str, _Said]] = []
    for fold in range(_FOLDS):
        part = fitted(of, learned & (groups != fold), _HEADS_CALIBRATED)
        parts.append({head: _said(of, part, learned & (groups == fold), head)
                      for head in _HEADS_CALIBRATED})
    out: dict[str, Any] = {"abstain_below": ABSTAIN_BELOW, "held_out": [], "calibration": {}}
    held: dict[str, tuple[_Said, NDArray[np.bool_]]] = {}
    for head in purpose.HEADS:
        said = _said(of, model, of.held, head)
        # The demo's unseen phrases are a test alone, so they calibrate nothing.
        fitting = (np.arange(len(said.sets)) % 2 == 0) & (said.sets != "demo_unseen")
        apart = [part[head] for part in parts if head in part]
        both = _joined([_rows(said, fitting), *apart])
        weights = np.concatenate([_equally(said.sets[fitting]),
                                  *([_equally(np.concatenate([one.sets for one in apart]))]
                                    if apart else [])])
        knots = knots_of(both.claims, both.guess == both.truth, weights=weights)
        out["calibration"][head] = knots
        held[head] = (said, fitting)
        for one in sorted(set(said.sets)):
            here = said.sets == one
            out["held_out"].append({"head": head, "set": one, **_figures(
                _rows(said, here), knots, tested=~fitting[here])})
    out["mixed"] = _mixed_figures(of, *held["purpose"], out["calibration"]["purpose"])
    out["left_out"] = _left_out(of, out["calibration"]["purpose"])
    return out


def alike(of: Told) -> NDArray[np.intp]:
    """A fold of 0 to 4 for each post, alike ones (by their words) in the same."""
    words = weighted(of.found.counts, idf_of(of.found.counts))
    placed = TruncatedSVD(40, n_iter=3, random_state=1).fit_transform(words)
    placed /= np.linalg.norm(placed, axis=1, keepdims=True) + 1e-9
    group = MiniBatchKMeans(150, random_state=1, n_init=2).fit_predict(placed)
    return np.asarray(group % _FOLDS, np.intp)


def _said(of: Told, model: student.Student, rows: NDArray[np.bool_], head: str) -> _Said:
    codes = pd.Categorical(of.posts[head], categories=purpose.HEADS[head]).codes
    mine = np.flatnonzero(rows & (codes >= 0))
    logits = student.outputs(model, student.Features(weighted(of.found.counts[mine], model.idf),
                                                     of.found.dense[mine]))
    chances = student.softmax(logits[:, model.heads[head]])
    both = (purpose.with_rules(chances, of.evidence[mine]) if head == "purpose"
            else chances.astype(float))
    return _Said(of.posts["set"].to_numpy(dtype=str)[mine], both.max(axis=1), both.argmax(axis=1),
                 codes[mine].astype(np.intp))


def _rows(said: _Said, rows: NDArray[np.bool_]) -> _Said:
    return _Said(said.sets[rows], said.claims[rows], said.guess[rows], said.truth[rows])


def _joined(parts: list[_Said]) -> _Said:
    return _Said(np.concatenate([one.sets for one in parts]),
                 np.concatenate([one.claims for one in parts]),
                 np.concatenate([one.guess for one in parts]),
                 np.concatenate([one.truth for one in parts]))


def _equally(sets: NDArray[np.str_]) -> NDArray[np.float64]:
    """Weights by which each set counts the same."""
    names, place, count = np.unique(sets, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[place] / len(names), float)


def _figures(said: _Said, knots: list[list[float]], *, tested: NDArray[np.bool_]
             ) -> dict[str, Any]:
    """Posts, accuracy, macro F1 (where people gave two classes), and the error of confidence.

    ``tested``: posts that did not calibrate.
    """
    right = said.guess == said.truth
    classes = np.unique(said.truth)
    f1 = (float(f1_score(said.truth, said.guess, labels=classes, average="macro"))
          if len(classes) > 1 else None)
    return {"posts": len(right), "accuracy": float(right.mean()), "macro_f1": f1,
            "ece": expected_error(calibrated(said.claims, knots)[tested], right[tested])}


def _mixed_figures(of: Told, said: _Said, fitting: NDArray[np.bool_], knots: list[list[float]]
                   ) -> dict[str, Any]:
    """Service against marketing on all held-back human labels together: the model, the rules.

    Each set counts by its held-back posts.  ``answered``: of the posts that are not called unclear.
    """
    mine = np.isin(said.truth, [0, 1]) & ~np.isin(said.sets, _NOT_HUMAN)
    two = _rows(said, mine)
    f1 = _two_classes(two.truth, two.guess)
    clear = calibrated(two.claims, knots) >= ABSTAIN_BELOW
    rows = of.held & of.posts["purpose"].notna().to_numpy()
    texts = of.posts.loc[rows, "text"].to_numpy()[mine]
    names = {name: at for at, name in enumerate(purpose.PURPOSES)}
    rules = purpose.by_rules(texts.tolist())["purpose"].map(names).to_numpy(np.intp)
    tested = ~fitting[mine]
    right = two.guess == two.truth
    return {"posts": len(two.truth), "marketing": int((two.truth == 1).sum()), "macro_f1": f1,
            "rules_macro_f1": _two_classes(two.truth, rules),
            "answered": float(clear.mean()),
            "answered_macro_f1": _two_classes(two.truth[clear], two.guess[clear]),
            "ece": expected_error(calibrated(two.claims, knots)[tested], right[tested])}


def _two_classes(truth: NDArray[Any], guess: NDArray[Any]) -> float:
    return float(f1_score(truth, guess, labels=[0, 1], average="macro"))


def _left_out(of: Told, knots: list[list[float]]) -> list[dict[str, Any]]:
    """Purpose of each set by a model that saw no post of it, and by the rules alone."""
    sets = of.posts["set"].to_numpy(dtype=str)
    told = of.posts["purpose"].notna().to_numpy()
    out = []
    for one in sorted(set(sets[told]) - {"demo_unseen"}):
        mine = np.isin(sets, _NOT_HUMAN) if one == "demo" else sets == one
        said = _said(of, fitted(of, ~of.held & ~mine, ("purpose",)), mine, "purpose")
        rules = purpose.by_rules(of.posts.loc[mine & told, "text"].tolist())["purpose"]
        out.append({"set": one, **_figures(said, knots, tested=np.ones(len(said.sets), bool)),
                    "rules": float((rules.to_numpy()
                                    == of.posts.loc[mine & told, "purpose"].to_numpy()).mean())})
    return out
