"""Confusion, recall and calibration against numbers worked by hand and a simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.audit import (
    calibration_error,
    confusion_frame,
    macro_recall,
    recall_precision,
    reliability,
    right_by,
    right_share,
)
from analysis.intervals import wilson

NAMES = ("a", "b", "c")
COUNTS = pd.DataFrame([("a", "a", 8), ("a", "b", 2), ("b", "b", 3), ("b", "a", 1)],
                      columns=["true", "predicted", "count"])


def test_confusion_by_row() -> None:
    frame = confusion_frame(COUNTS, NAMES)
    assert frame["true"].tolist() == [*"aaabbbccc"]
    cell = frame.iloc[1]
    assert (cell["predicted"], cell["count"], cell["n"], cell["share"]) == ("b", 2, 10, 0.2)
    assert (cell["low"], cell["high"]) == pytest.approx(tuple(wilson(2, 10)))
    assert np.isnan(frame["share"].iloc[6]), "no post is truly c"


def test_recall_and_precision() -> None:
    frame = recall_precision(COUNTS, NAMES).set_index(["measure", "label"])
    assert frame.loc[("recall", "a"), "share"] == 0.8
    assert frame.loc[("precision", "a"), ["right", "n"]].tolist() == [8, 9]
    assert frame.loc[("precision", "b"), ["right", "n"]].tolist() == [3, 5]
    assert right_share(COUNTS) == (11, 14)
    assert np.isnan(macro_recall(COUNTS, NAMES))
    assert macro_recall(COUNTS, ("a", "b")) == pytest.approx((0.8 + 0.75) / 2)


def test_calibration_by_hand() -> None:
    error = calibration_error([0.8] * 40, [True] * 28 + [False] * 12)
    assert error.error == pytest.approx(0.1)
    assert error.n == 40
    assert np.isnan(calibration_error([], []).error)
    assert calibration_error([float("nan"), 0.5], [True, True]).n == 1


def test_bins_are_of_equal_n_and_do_not_part_equal_confidences() -> None:
    frame = reliability([0.5] * 50 + [0.9] * 50, [True, False] * 25 + [True] * 50)
    assert frame["n"].tolist() == [50, 50]
    assert frame["share"].tolist() == [0.5, 1.0]
    even = reliability(np.linspace(0, 1, 400).tolist(), [True] * 400)
    assert even["n"].tolist() == [40] * 10
    assert reliability([], []).empty


def test_a_calibrated_engine_is_told_from_an_overconfident_one() -> None:
    rng = np.random.default_rng(1)
    sure = rng.uniform(0.4, 1, 600)
    good = calibration_error(sure.tolist(), (rng.random(600) < sure).tolist())
    bad = calibration_error(sure.tolist(), (rng.random(600) < sure - 0.2).tolist())
    assert good.error < good.by_chance
    assert bad.error > bad.by_chance
    assert bad.error == pytest.approx(0.2, abs=0.05)


def test_rates_by_channel_count_what_people_told() -> None:
    posts = pd.DataFrame({"channel": ["x", "x", "facebook", "x", "x"],
                          "purpose": ["service", "other", "service", "", "service"],
                          "predicted_purpose": ["service"] * 5})
    frame = right_by(posts, "purpose")
    assert frame[["channel", "right", "n"]].values.tolist() == [["x", 2, 3], ["facebook", 1, 1]]
    low, high = wilson(2, 3)
    assert frame.loc[0, ["low", "high"]].tolist() == pytest.approx([low, high])
    assert right_by(posts.iloc[:0], "purpose").empty
