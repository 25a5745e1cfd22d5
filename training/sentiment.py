"""Sentiment: the fast model, how it goes together with the encoder, calibration and figures.

Two models are measured, each on sets that it has not seen: one that learned from SemEval 2013-2015
on the posts of 2016 and the graded ones, one that learned from all general posts on posts to
airlines.  No setting is computed from posts to airlines but the calibration.  The shipped weights
are then trained on all sets with the same settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics import f1_score, recall_score

from analysis.engines import encoder, student
from analysis.engines.calibration import expected_error, knots_of
from analysis.engines.cleaning import clean
from analysis.engines.decaf import addressed, confidence_of, in_their_mix, kinds_of, mixed
from analysis.engines.pattern import scores
from analysis.sentiment import SENTIMENTS
from training.linear import Seen, fit, idf_of, packed, seen, weighted

# What each model learns from, and the sets that it is measured on.
SETS = {"without_2016": ("semeval_2013_2015",),
        "without_airline": ("semeval_2013_2015", "semeval_2016", "graded"),
        "shipped": ("semeval_2013_2015", "semeval_2016", "graded", "airline")}
MEASURED = {"without_2016": ("semeval_2016", "graded"), "without_airline": ("airline",)}
CHOSEN_ON = MEASURED["without_2016"]
STRENGTH = 3.0
# The share of posts that the encoder may be asked in the default mode, as much as leaves 2,000
# posts a second on two cores: of posts like those that people labelled it is asked 35 in 100, for
# 2.3 ms of a core each, besides 0.11 ms for every post.
MOST_ASKED = 0.29
# How much a post that the encoder labelled counts beside one that people did. Of 0, 1, 3, 6 and 12
# the best on the posts of 2016, and in agreeing with the encoder on such posts that were left out.
TAUGHT = 3.0
_AT_MOST = 3_000


class Read(NamedTuple):
    """Logits of the fast model and of the encoder, a row per post, and which are to an account."""

    fast: NDArray[np.float32]
    exact: NDArray[np.float32]
    addressed: NDArray[np.bool_]


class Held(NamedTuple):
    """Posts the measured models had not seen: logits of both, and what people say."""

    fast: NDArray[np.float32]
    exact: NDArray[np.float32]
    truth: NDArray[np.intp]
    name: NDArray[np.str_]
    addressed: NDArray[np.bool_]


class Trained(NamedTuple):
    """The shipped fast model, and what the card says of sentiment."""

    model: student.Student
    card: dict[str, Any]


def features(texts: Sequence[str]) -> Seen:
    """The features of each post, with TextBlob's two numbers."""
    return seen(texts, np.array(scores(texts)).T)


def train(posts: pd.DataFrame, care: Sequence[str], folders: dict[str, Path]) -> Trained:
    """Fit the fast models, choose on general posts, measure, and calibrate.

    ``posts``: those with a sentiment; ``care``: posts to support accounts without a label, none to
    an airline; ``folders``: the encoder of each of ``SETS``.
    """
    found, codes = features(posts["text"].tolist()), codes_of(posts)
    cleaned = [clean(text) for text in posts["text"]]
    to_account = addressed(posts["text"].tolist(), cleaned)
    theirs = np.array(care)[addressed(care, [clean(text) for text in care])].tolist()
    found_theirs, cleaned_theirs = features(theirs), [clean(text) for text in theirs]
    all_theirs = np.ones(len(theirs), bool)
    names = posts["set"].to_numpy(dtype=str)
    own = ~np.isin(names, SETS["shipped"])  # sets that a user adds are learned, not measured
    learned = {which: np.flatnonzero(np.isin(names, sets) | (own & (which == "shipped")))
               for which, sets in SETS.items()}
    alone = {which: fast_model(found, codes, rows) for which, rows in learned.items()}
    chance, rows = np.random.default_rng(5), {}
    for which, tests in MEASURED.items():
        rows[which] = np.concatenate([
            np.sort(chance.permutation(np.flatnonzero(names == name))[:_AT_MOST])
            for name in tests])

    def read_held(models: dict[str, student.Student], which: str) -> Read:
        mine = rows[which]
        return _read(models[which], Seen(found.counts[mine], found.dense[mine]),
                     [cleaned[row] for row in mine], to_account[mine], folders[which])

    general = rows["without_2016"]
    share = _share(read_held(alone, "without_2016"), codes[general], names[general])
    models, mixes, gains = {}, {}, {}
    for which, model in alone.items():
        read = _read(model, found_theirs, cleaned_theirs, all_theirs, folders[which])
        usual = _balanced(codes[learned[which]], to_account[learned[which]])
        mixes[which] = mix_of(read, share, usual)
        # One gain for both models, though the fast one is then taught by posts in which sentiments
        # weigh the same: a gain of its own would differ by 0.07 and reads no better.
        gains[which] = np.round(np.log(mixes[which] / usual), 4).tolist()
        told = student.softmax(read.exact + in_their_mix(read.addressed, gains[which]))
        models[which] = fast_model(found, codes, learned[which], Taught(
            found_theirs, told.astype(float), mixes[which]))
    theirs_sure = _sure(_fast(models["without_airline"], found_theirs)
                        + np.asarray(gains["without_airline"], np.float32))
    held = []
    for which in MEASURED:
        read = read_held(models, which)
        moved = in_their_mix(read.addressed, gains[which])
        held.append(Held(read.fast + moved, read.exact + moved, codes[rows[which]],
                         names[rows[which]], read.addressed))
    both = Held(*(np.concatenate(parts) for parts in zip(*held, strict=True)))
    card = chosen(both, share, theirs_sure)
    return Trained(models["shipped"], {
        **card, "addressed_posts": len(theirs), "addressed_gain": gains["shipped"],
        "addressed_mix": {which: mix.round(4).tolist() for which, mix in mixes.items()}})


class Taught(NamedTuple):
    """Posts without labels: features, the encoder's chances of each sentiment, and their mix."""

    found: Seen
    chances: NDArray[np.float64]
    mix: NDArray[np.float64]


def fast_model(found: Seen, codes: NDArray[np.intp], rows: NDArray[np.intp],
               taught: Taught | None = None) -> student.Student:
    """The fast model trained on some rows, and on posts that the encoder has read for it.

    Sentiments weigh the same, among those that people labelled and among those that it labelled
    (Hinton, Vinyals and Dean 2015: a small model learns a large one's chances).
    """
    counts, dense, labels = found.counts[rows], found.dense[rows], codes[rows]
    weights = (len(rows) / 3 / np.bincount(labels, minlength=3))[labels]
    idf = idf_of(counts)
    if taught is not None:
        idf = idf_of(sparse.vstack([counts, taught.found.counts]).tocsr())
        many = len(taught.chances)
        counts = sparse.vstack([counts, *[taught.found.counts] * 3]).tocsr()
        dense = np.vstack([dense, *[taught.found.dense] * 3])
        labels = np.concatenate([labels, np.repeat(np.arange(3), many)])
        weights = np.concatenate([
            weights, TAUGHT * (taught.chances / (3 * taught.mix)).T.ravel()])
    head = fit(weighted(counts, idf), dense, labels, strength=STRENGTH, weights=weights)
    return packed(idf, {"sentiment": head})


def _fast(model: student.Student, found: Seen) -> NDArray[np.float32]:
    return student.outputs(model, student.Features(weighted(found.counts, model.idf), found.dense))


def _read(model: student.Student, found: Seen, cleaned: list[str], to_account: NDArray[np.bool_],
          folder: Path) -> Read:
    weight, bias = encoder.head(folder)
    return Read(_fast(model, found), encoder.read(cleaned, folder=folder) @ weight + bias,
                to_account)


def mix_of(read: Read, share: float, usual: NDArray[np.float64], *, rounds: int = 300
           ) -> NDArray[np.float64]:
    """Shares of negative, neutral and positive among posts without labels.

    By expectation maximisation of the chances that both models give together: Saerens, Latinne and
    Decaestecker (2002).  ``usual``: the shares among such posts in the training.  It holds where a
    post of a sentiment is worded as in the training, however common it is.
    """
    chances = student.softmax(mixed(read.fast, read.exact, share)).astype(float)
    mix = usual
    for _ in range(rounds):
        weighed = chances * (mix / usual)
        mix = (weighed / weighed.sum(axis=1, keepdims=True)).mean(axis=0)
    return mix


def _balanced(codes: NDArray[np.intp], mine: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shares of sentiments among some posts where all sentiments weigh the same over all posts."""
    weight = np.bincount(codes[mine], minlength=3) / np.bincount(codes, minlength=3)
    return np.asarray(weight / weight.sum(), float)


def codes_of(posts: pd.DataFrame) -> NDArray[np.intp]:
    """Sentiments as places in ``SENTIMENTS``."""
    return pd.Categorical(posts["sentiment"], categories=SENTIMENTS).codes.astype(np.intp)


def _share(read: Read, truth: NDArray[np.intp], name: NDArray[np.str_]) -> float:
    """The encoder's share: the best mean macro recall over the sets that choices are made on."""
    def recall(share: float) -> float:
        guess = mixed(read.fast, read.exact, share).argmax(axis=1)
        return float(np.mean([recall_score(truth[name == one], guess[name == one], average="macro")
                              for one in CHOSEN_ON]))

    return max((0.5, 0.6, 0.7, 0.8, 1.0), key=recall)


def _sure(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(student.softmax(logits).max(axis=1))


def chosen(held: Held, share: float, care_sure: NDArray[np.float32]) -> dict[str, Any]:
    """The bound of doubt and the calibration, with figures by engine.

    The encoder reads the share ``MOST_ASKED`` of the posts that the fast model doubts most: mean
    over the general sets and the posts to support accounts, of which ``care_sure`` has the best
    chances.  Calibration is fitted on every other post, general posts and posts to
    airlines weighing the same, and its error is measured on the rest.
    """
    sure = _sure(held.fast)
    kinds = [*(sure[held.name == one] for one in CHOSEN_ON), care_sure]
    doubt = _bound(kinds, MOST_ASKED)
    exact = student.softmax(mixed(held.fast, held.exact, share))
    fast = student.softmax(held.fast)
    asked = sure < doubt
    engines = {"fast alone": fast, "decaf": np.where(asked[:, None], exact, fast),
               "decaf-accurate": exact, "encoder alone": student.softmax(held.exact)}
    fitting = np.arange(len(held.truth)) % 2 == 0
    equal = np.ones(len(held.truth))
    names = [one for tests in MEASURED.values() for one in tests]
    for one in names:  # graded posts were chosen for their feeling and are easier than most
        equal[held.name == one] = (300 if one == "graded" else 1_000) / (held.name == one).sum()
    knots = {}
    # What the encoder would read of posts that it is not asked about tells of it as well.
    for found, by_encoder, these in ((fast, asked, fitting & ~asked),
                                     (exact, np.ones(len(asked), bool), fitting)):
        for kind, mine in kinds_of(by_encoder, held.addressed).items():
            if (mine & these).any():
                knots[kind] = knots_of(
                    found.max(axis=1)[mine & these].astype(float),
                    (found.argmax(axis=1) == held.truth)[mine & these], weights=equal[mine & these])
    figures = []
    for name, found in engines.items():
        claims = found.max(axis=1).astype(float)
        by_encoder = asked if name == "decaf" else np.full(len(asked), name != "fast alone")
        confidence = confidence_of(claims, by_encoder, held.addressed, knots)
        for one in names:
            mine = held.name == one
            figures.append({"engine": name, "set": one,
                            **measured(held.truth[mine], found[mine].argmax(axis=1)),
                            "ece": expected_error(confidence[mine & ~fitting],
                                                  (found.argmax(axis=1) == held.truth
                                                   )[mine & ~fitting])})
    return {"encoder_share": share, "doubt_below": round(doubt, 4), "calibration": knots,
            "asked_share": {**{one: round(float(asked[held.name == one].mean()), 3)
                               for one in names},
                            "posts to support accounts": round(float(
                                (care_sure < doubt).mean()), 3)}, "held_out": figures}


def _bound(kinds: Sequence[NDArray[np.float32]], share: float) -> float:
    """The best chance below which lies a share of posts, the mean over kinds of posts."""
    places = np.unique(np.concatenate([np.quantile(one, np.linspace(0, 1, 501))
                                       for one in kinds]))
    below = np.mean([[(one < place).mean() for place in places] for one in kinds], axis=0)
    return float(places[np.abs(below - share).argmin()])


def measured(truth: NDArray[np.intp], guess: NDArray[np.intp]) -> dict[str, float]:
    """Posts, accuracy, macro recall and macro F1."""
    return {"posts": len(truth), "accuracy": float((truth == guess).mean()),
            "macro_recall": float(recall_score(truth, guess, average="macro")),
            "macro_f1": float(f1_score(truth, guess, average="macro"))}
