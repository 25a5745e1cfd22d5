"""Sentiment: the fast model, how it goes together with the encoder, calibration and figures.

Everything that is chosen or measured comes from a model that has seen SemEval 2013-2015 alone: not
the posts of 2016, no post to an airline, no graded post.  The shipped weights are then trained on
all of them with the same settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import f1_score, recall_score

from analysis.engines import encoder, student
from analysis.engines.calibration import calibrated, expected_error, knots_of
from analysis.engines.cleaning import clean
from analysis.engines.decaf import mixed
from analysis.engines.pattern import scores
from analysis.sentiment import SENTIMENTS
from training.linear import Seen, fit, idf_of, packed, seen, weighted

SEEN = ("semeval_2013_2015",)
UNSEEN = ("semeval_2016", "airline", "graded")
STRENGTH = 3.0
# The share of posts that the encoder may be asked in the default mode: what the speed allows.
MOST_ASKED = 0.22
_AT_MOST = 3_000


class Held(NamedTuple):
    """Posts the measured models had not seen: logits of both, and what people say."""

    fast: NDArray[np.float32]
    exact: NDArray[np.float32]
    truth: NDArray[np.intp]
    name: NDArray[np.str_]


def features(posts: pd.DataFrame) -> Seen:
    """The features of each post, with TextBlob's two numbers."""
    texts = posts["text"].tolist()
    return seen(texts, np.array(scores(texts)).T)


def fast_model(found: Seen, codes: NDArray[np.intp], rows: NDArray[np.intp]) -> student.Student:
    """The fast model trained on some rows."""
    idf = idf_of(found.counts[rows])
    head = fit(weighted(found.counts[rows], idf), found.dense[rows], codes[rows],
               strength=STRENGTH)
    return packed(idf, {"sentiment": head})


def held_out(posts: pd.DataFrame, found: Seen, model: student.Student, folder: Path) -> Held:
    """Logits of the fast model and of the encoder in ``folder`` for up to 3,000 posts a set."""
    chance = np.random.default_rng(5)
    rows = np.concatenate([
        np.sort(chance.permutation(np.flatnonzero(posts["set"] == name))[:_AT_MOST])
        for name in UNSEEN])
    weight, bias = encoder.head(folder)
    vectors = encoder.read([clean(text) for text in posts["text"].iloc[rows]], folder=folder)
    words = weighted(found.counts[rows], model.idf)
    return Held(student.outputs(model, student.Features(words, found.dense[rows])),
                vectors @ weight + bias, codes_of(posts)[rows],
                posts["set"].to_numpy(dtype=str)[rows])


def codes_of(posts: pd.DataFrame) -> NDArray[np.intp]:
    """Sentiments as places in ``SENTIMENTS``."""
    return pd.Categorical(posts["sentiment"], categories=SENTIMENTS).codes.astype(np.intp)


def chosen(held: Held) -> dict[str, Any]:
    """The encoder's share, the bound of doubt and the calibration, with figures by engine.

    Share: the best mean macro recall; doubt: the encoder reads the share ``MOST_ASKED`` of posts
    (mean over sets) that the fast model doubts most.  Calibration is fitted on every other post,
    general posts and posts to airlines weighing the same, and its error is measured on the rest.
    """
    def recall(share: float) -> float:
        guess = mixed(held.fast, held.exact, share).argmax(axis=1)
        return float(np.mean([
            recall_score(held.truth[held.name == one], guess[held.name == one], average="macro")
            for one in UNSEEN[:2]]))

    share = max((0.5, 0.6, 0.7, 0.8, 1.0), key=recall)
    sure = student.softmax(held.fast).max(axis=1)
    doubt = float(np.mean([np.quantile(sure[held.name == one], MOST_ASKED)
                           for one in UNSEEN[:2]]))
    exact = student.softmax(mixed(held.fast, held.exact, share))
    fast = student.softmax(held.fast)
    asked = sure < doubt
    engines = {"fast alone": fast, "decaf": np.where(asked[:, None], exact, fast),
               "decaf-accurate": exact, "encoder alone": student.softmax(held.exact)}
    fitting = np.arange(len(held.truth)) % 2 == 0
    equal = np.ones(len(held.truth))
    for one in UNSEEN:  # graded posts were chosen for their feeling and are easier than most
        equal[held.name == one] = (300 if one == "graded" else 1_000) / (held.name == one).sum()
    knots = {}
    for name, found, mine in (("fast", fast, fitting & ~asked), ("encoder", exact, fitting)):
        knots[name] = knots_of(found.max(axis=1)[mine].astype(float),
                               (found.argmax(axis=1) == held.truth)[mine], weights=equal[mine])
    figures = []
    for name, found in engines.items():
        claims = found.max(axis=1).astype(float)
        by_encoder = asked if name == "decaf" else np.full(len(asked), name != "fast alone")
        confidence = np.where(by_encoder, calibrated(claims, knots["encoder"]),
                              calibrated(claims, knots["fast"]))
        for one in UNSEEN:
            mine = held.name == one
            figures.append({"engine": name, "set": one,
                            **measured(held.truth[mine], found[mine].argmax(axis=1)),
                            "ece": expected_error(confidence[mine & ~fitting],
                                                  (found.argmax(axis=1) == held.truth
                                                   )[mine & ~fitting])})
    return {"encoder_share": share, "doubt_below": round(doubt, 4), "calibration": knots,
            "asked_share": {one: round(float(asked[held.name == one].mean()), 3)
                            for one in UNSEEN}, "held_out": figures}


def measured(truth: NDArray[np.intp], guess: NDArray[np.intp]) -> dict[str, float]:
    """Posts, accuracy, macro recall and macro F1."""
    return {"posts": len(truth), "accuracy": float((truth == guess).mean()),
            "macro_recall": float(recall_score(truth, guess, average="macro")),
            "macro_f1": float(f1_score(truth, guess, average="macro"))}
