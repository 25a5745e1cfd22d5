"""A text that taught an adjustment is read by one that was fitted without it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.engines.adjustment import Adjustment, LeftOut, text_hashes, without_own
from analysis.lexicon import Entry, Lexicon
from analysis.purpose import classify
from analysis.sentiment import score
from data.adjustments import adjustments_of, load, taught
from data.home import Home
from data.lexicon import score_with
from data.retraining import adjustments_in_use, current, retrain
from data.scoring import engine_versions, score_texts
from tests.data.test_retraining import purpose_labels, war_zone


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def noisy(tmp_path: Path) -> pd.DataFrame:
    """Labels that can be learned, and threes of posts of which one is labelled unlike its like."""
    told = pd.read_csv(war_zone(tmp_path / "labels.csv", range(5)))
    chance = np.random.default_rng(5)
    rows = []
    for _ in range(40):
        word = "".join(chance.choice(list("bdfgkpqvwxz"), 8))
        one, other = chance.choice(["negative", "neutral", "positive"], 2, replace=False)
        rows += [(f"{word} {n}", label) for n, label in enumerate((one, one, other))]
    told = pd.concat([told, pd.DataFrame(rows, columns=told.columns)], ignore_index=True)
    told.to_csv(tmp_path / "labels.csv", index=False)
    return told


def right(read: pd.DataFrame, told: pd.DataFrame, facet: str) -> float:
    return float((read[facet].to_numpy() == told[facet].to_numpy()).mean())


def test_rates_of_posts_that_taught_are_those_of_labels_left_out(
        home: Home, noisy: pd.DataFrame, tmp_path: Path) -> None:
    (change,) = retrain(home, tmp_path / "labels.csv")
    own, texts = adjustments_in_use(home), noisy["text"].tolist()
    known = right(score(texts, adjustment=own["sentiment"]), noisy, "sentiment")
    found = score_texts(texts, own)
    assert right(found, noisy, "sentiment") == pytest.approx(change.after["accuracy"], abs=0.015)
    assert known > change.after["accuracy"] + 0.02, "or nothing is tested"
    fresh = ["99 the new bicycle is a total war zone", "99 got the bicycle on day"]
    pd.testing.assert_frame_equal(
        score_texts([*fresh, *texts], own).head(2)[["sentiment", "purpose"]],
        score_texts(fresh, own)[["sentiment", "purpose"]])


def test_a_text_is_known_again_where_brand_words_change_what_is_read(
        home: Home, noisy: pd.DataFrame, tmp_path: Path) -> None:
    retrain(home, tmp_path / "labels.csv")
    own, texts = adjustments_in_use(home), noisy["text"].tolist()
    lexicon = Lexicon((Entry("day", ("on day",), "a day", reads_as="on  day"),))
    pd.testing.assert_frame_equal(score_with(lexicon, texts, own), score_texts(texts, own),
                                  check_dtype=False, rtol=0, atol=0.05)


def test_purpose_and_intent_are_each_read_without_the_own_label(
        home: Home, tmp_path: Path) -> None:
    told = pd.read_csv(purpose_labels(tmp_path / "aims.csv"))
    # An intent of which there are few teaches nothing, so there is nothing to leave out.
    told.loc[:4, ["purpose", "intent"]] = ["other", "hiring"]
    told.to_csv(tmp_path / "aims.csv", index=False)
    retrain(home, tmp_path / "aims.csv")
    own = adjustments_in_use(home)
    texts = told["text"].tolist()
    found = score_texts(texts, own)
    folds = {facet: dict(zip(one.left_out.texts.tolist(), one.left_out.fold.tolist(), strict=True))
             for facet, one in own.items() if one.left_out}
    for row in (0, 7, 100, 101, 179):
        key = int(text_hashes([texts[row]])[0])
        mine = {facet: one.left_out.by_fold[folds[facet][key]]
                if one.left_out and folds[facet][key] >= 0 else one for facet, one in own.items()}
        alone = classify([texts[row]], mine).iloc[0]
        assert found.loc[row, ["purpose", "intent"]].tolist() == alone[
            ["purpose", "intent"]].tolist()
    assert folds["purpose"][int(text_hashes([texts[0]])[0])] == -1
    assert folds["purpose"][int(text_hashes([texts[100]])[0])] >= 0


def test_how_many_taught_is_told_and_older_files_are_understood(
        home: Home, noisy: pd.DataFrame, tmp_path: Path) -> None:
    retrain(home, tmp_path / "labels.csv")
    name, versions = current(home)["sentiment"], engine_versions(home).values()
    text = noisy["text"][0]
    mine = [hashlib.md5(one.encode()).hexdigest() for one in (text, "a text that is new")]
    assert taught(home, versions, mine) == (1, 0)
    whole = adjustments_of(home, versions)["sentiment"]
    without = adjustments_of(home, versions, text=text)["sentiment"]
    assert without.stretch != whole.stretch
    assert adjustments_of(home, versions, text="new")["sentiment"].stretch == whole.stretch
    file = home.path / "models" / f"{name}.npz"
    with np.load(file) as kept:
        older = {part: kept[part] for part in kept if part != "fold" and not part[0].isdigit()}
    np.savez(file, allow_pickle=False, **older)
    assert taught(home, versions, mine) == (0, 1)
    assert load(home, name).left_out is None
    assert adjustments_of(home, versions, text=text)["sentiment"].stretch == whole.stretch


def test_texts_are_grouped_by_what_reads_them() -> None:
    def change(stretch: float) -> Adjustment:
        return Adjustment(stretch, np.zeros(3), np.zeros(0, np.int32), np.zeros((0, 3)), [[0, 0]])

    texts = ["a", "b", "c", "d"]
    hashes = text_hashes(texts[:3])
    order = np.argsort(hashes)
    whole = change(1.0)._replace(left_out=LeftOut(
        hashes[order], np.array([0, 1, -1], np.int8)[order], (change(0.5), change(2.0))))
    found = {text: own["sentiment"].stretch for rows, own in without_own(
        {"sentiment": whole}, texts) for text in (texts[row] for row in rows)}
    assert found == {"a": 0.5, "b": 2.0, "c": 1.0, "d": 1.0}
    ((rows, own),) = without_own({"sentiment": whole}, [])
    assert len(rows) == 0
    assert own["sentiment"].stretch == 1.0
