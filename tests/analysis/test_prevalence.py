"""Corrected shares: a number worked by hand, agreement with the split, and a simulation."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.decision.confusion import corrected_split
from analysis.prevalence import corrected_shares, to_shares

NAMES = ("negative", "neutral", "positive")
AUDIT = {("negative", "negative"): 80, ("negative", "neutral"): 20, ("neutral", "neutral"): 90,
         ("neutral", "positive"): 30, ("positive", "positive"): 45, ("positive", "neutral"): 5}


def test_two_labels_as_rogan_and_gladen_have_it() -> None:
    audit = {("yes", "yes"): 80_000, ("yes", "no"): 20_000, ("no", "no"): 90_000,
             ("no", "yes"): 10_000}
    frame, why = corrected_shares({"yes": 300_000, "no": 700_000}, audit, names=("yes", "no"))
    assert why == ""
    assert frame["share"].iloc[0] == pytest.approx(0.2857, abs=0.001)
    assert frame["counted"].tolist() == [0.3, 0.7]


def test_without_a_sample_the_reason_is_said() -> None:
    frame, why = corrected_shares({"negative": 5}, None, names=NAMES)
    assert "no post was checked" in why
    assert np.isnan(frame["share"]).all()
    few = {**AUDIT, ("positive", "positive"): 4, ("positive", "neutral"): 0}
    assert "fewer than 10" in corrected_shares({"negative": 5}, few, names=NAMES)[1]
    blind = {(true, said): 30 for true in NAMES for said in NAMES}
    assert "cannot tell" in corrected_shares({"negative": 5}, blind, names=NAMES)[1]
    with pytest.raises(ValueError, match="nothing"):
        corrected_shares({}, AUDIT, names=NAMES)


def test_the_decision_gets_the_same_correction() -> None:
    names = ("service", "marketing", "other")
    audit = {(names[NAMES.index(a)], names[NAMES.index(b)]): n for (a, b), n in AUDIT.items()}
    counted = {"service": 400, "marketing": 350, "other": 250}
    frame, _ = corrected_shares(counted, audit, names=names)
    share = frame.set_index("label")["share"]
    split = corrected_split(counted, audit)
    assert split.share == pytest.approx(
        share["service"] / (share["service"] + share["marketing"]), abs=1e-9)


def test_the_nearest_shares() -> None:
    assert to_shares(np.array([[1.2, -0.1, -0.1], [0.2, 0.3, 0.5]])).tolist() == [
        [1.0, 0.0, 0.0], pytest.approx([0.2, 0.3, 0.5])]
