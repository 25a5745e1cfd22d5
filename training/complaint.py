"""Complaint or not on the encoder's vectors, which carry over from one industry to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from analysis.engines import encoder, student
from analysis.engines.calibration import calibrated, expected_error, knots_of
from analysis.engines.cleaning import clean
from analysis.engines.decaf import mixed
from analysis.purpose import ENCODER_SHARE, HEADS
from training.linear import weighted
from training.purpose import Told, fitted

# Posts by telecom customers (the demo's phrases) and to airlines: each measured by the other.
INDUSTRIES = {"telecom": ("demo", "demo_unseen"), "airline": ("complaints", "airline")}
_TESTS = {"telecom": "demo_unseen", "airline": "complaints"}
_STRENGTH = 0.05
_MOST = 2_500


def train(told: Told, folder: Path, measured: Path) -> dict[str, Any]:
    """Write ``complaint_head.npz`` into the folder; returns calibration and figures.

    ``measured``: the folder of an encoder that has read no post to an airline, for the figures.
    """
    codes = pd.Categorical(told.posts["complaint"], categories=HEADS["complaint"]).codes
    chance = np.random.default_rng(9)
    rows = np.concatenate([chance.permutation(np.flatnonzero(
        (told.posts["set"] == name).to_numpy() & (codes >= 0)))[:_MOST]
        for names in INDUSTRIES.values() for name in names])
    cleaned = [clean(text) for text in told.posts["text"].iloc[rows]]
    vectors = encoder.read(cleaned, folder=measured)
    names, held = told.posts["set"].to_numpy(dtype=str)[rows], told.held[rows]
    truth = codes[rows].astype(np.intp)
    learned = ~held
    figures, claims, right = [], [], []
    for label, learn, test in (
            ("held back", learned, held & (names == "complaints")),
            *((f"{one} by other industries", ~np.isin(names, INDUSTRIES[one]),
               names == _TESTS[one]) for one in INDUSTRIES)):
        model = fitted(told, np.isin(np.arange(len(told.posts)), rows[learn]), ("complaint",))
        fast = student.outputs(model, student.Features(
            weighted(told.found.counts[rows[test]], model.idf), told.found.dense[rows[test]]))
        weight, bias = _head(vectors[learn], truth[learn], names[learn])
        exact = vectors[test] @ weight + bias
        for engine, logits in (("words", fast), ("encoder", exact),
                               ("both", mixed(fast, exact, ENCODER_SHARE))):
            guess = logits.argmax(axis=1)
            figures.append({"engine": engine, "posts": int(test.sum()), "measured": label,
                            "accuracy": float((guess == truth[test]).mean()),
                            "macro_f1": float(f1_score(truth[test], guess, average="macro"))})
        best = student.softmax(mixed(fast, exact, ENCODER_SHARE))
        claims.append(best.max(axis=1).astype(float))
        right.append(best.argmax(axis=1) == truth[test])
    kept = names != "demo_unseen"
    vectors = encoder.read([cleaned[at] for at in np.flatnonzero(kept)], folder=folder)
    weight, bias = _head(vectors, truth[kept], names[kept])
    np.savez(folder / "complaint_head.npz", weight=weight, bias=bias)
    all_claims, all_right = np.concatenate(claims), np.concatenate(right)
    knots = knots_of(all_claims[::2], all_right[::2])
    error = expected_error(calibrated(all_claims[1::2], knots), all_right[1::2])
    return {"knots": knots, "ece": error, "figures": figures}


def _head(vectors: NDArray[np.float32], truth: NDArray[np.intp], names: NDArray[np.str_]
          ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Logits of "no" and "yes" from vectors; each set counts by the root of its posts."""
    size = pd.Series(names).groupby(names).transform("size").to_numpy()
    share = np.bincount(truth) / len(truth)
    weights = 1 / np.sqrt(size) / share[truth]
    centre, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    model = LogisticRegression(C=_STRENGTH, max_iter=500)
    model.fit((vectors - centre) / spread, truth, sample_weight=weights / weights.mean())
    slope = model.coef_[0] / spread
    bias = float(model.intercept_[0] - centre @ slope)
    return (np.column_stack([-slope / 2, slope / 2]).astype(np.float32),
            np.array([-bias / 2, bias / 2], np.float32))
