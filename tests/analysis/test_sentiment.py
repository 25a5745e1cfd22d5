"""Sentiment scores: TextBlob's numbers exactly, honest labels, any text."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textblob import TextBlob

from analysis import sentiment
from analysis.sentiment import SENTIMENTS, explain, model_version, score

ROOT = Path(__file__).resolve().parents[2]
ODD = [
    "",
    " ",
    "\n\n\n",
    "\x00",
    "great\x00 service",
    "😀😡👍🏽",
    "I ❤ it :-) :( <3 :P xD",
    "\ud83d",
    "not good, not really bad, never very great!!!",
    "GREAT (!) service ( ! )",
    "Really, really bad... U.S. e.g. etc. \"quoted\" 'single' “curly” ’s",
    "can't won't n't 'll've",
    "a-00193480",
    "日本語のテキスト。 Ärger über Straße",
    "\u202eevil\u202c \ufeffbom \u00a0nbsp",
    "nice 8 )crushing 8)crushing x D)crushing o _O(good) 8-)",
    "a. b. own. ok. Mr. Bc. ex. good. GOOD, pope's they’ll don't isn’t 'd's x'sgood",
    "good " * 5000,
    "a" * 100_000,
    "<script>alert('bad')</script> &amp; <b>great</b>",
    "!!! ??? ... ,,, ''' \"\"\" ((( )))",
    "http://example.org/very/good?x=bad#great",
    "e\u0301\u0302\u0303 z̴̡͝a̷l̸g̵o̶ terrible",
]


def by_textblob(text: str) -> tuple[float, float]:
    polarity, subjectivity = TextBlob(text).sentiment
    return polarity, subjectivity


def assert_equals_textblob(texts: list[str]) -> None:
    scored = score(texts, engine="textblob")
    got = list(zip(scored["polarity"], scored["subjectivity"], strict=True))
    assert got == [by_textblob(text) for text in texts]


def semeval(folder: Path) -> pd.DataFrame:
    with gzip.open(folder / "semeval_2013_2016.csv.gz", "rt", encoding="utf-8") as file:
        return pd.read_csv(file, dtype="str")


def test_odd_texts_score_as_textblob_scores_them() -> None:
    assert_equals_textblob(ODD)


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.lists(
                st.sampled_from(["not", "very", "good", "bad", "!", "n't", ":)", "…", ".", "really",
                                 ":D", ">", "(", "(!)", "!)", ":", "-", "<3", ":(", "a", "xD",
                                 "nice:)", "o_O", "@some_one", "https://t.co/x", "\n\n"]),
                max_size=9,
            ).map(" ".join),
        ),
        max_size=4,
    )
)
def test_any_text_scores_as_textblob_scores_it(texts: list[str]) -> None:
    assert_equals_textblob(texts)


def test_thousands_of_real_posts_score_as_textblob_scores_them(shared_datasets: Path) -> None:
    posts = semeval(shared_datasets)["text"].sample(2500, random_state=1).tolist()
    threads = pd.read_csv(shared_datasets / "twcs_threads.csv", dtype="str", on_bad_lines="skip")[
        "text"
    ]
    assert_equals_textblob(posts + threads.dropna().sample(1500, random_state=1).tolist())


def test_a_run_of_punctuation_is_cut_where_textblob_would_take_hours() -> None:
    scored = score(["good " + "!?" * 500_000, "good " + "!?" * 1_000], engine="textblob")
    assert scored.loc[0].tolist() == scored.loc[1].tolist()
    assert scored["polarity"][1] == by_textblob("good " + "!?" * 1_000)[0]


def test_columns_order_and_repeats() -> None:
    texts = ["bad", "good", "bad", None, float("nan"), ""]
    scored = score(texts, engine="textblob")  # type: ignore[arg-type]
    assert list(scored.columns) == ["polarity", "subjectivity", "sentiment", "confidence",
                                    "language", "supported"]
    assert scored.index.tolist() == list(range(6))
    assert scored["sentiment"].tolist() == ["negative", "positive", "negative"] + ["neutral"] * 3
    assert scored.loc[0].equals(scored.loc[2].rename(0))
    assert scored["polarity"].tolist()[3:] == [0.0, 0.0, 0.0]
    assert score([], engine="textblob").dtypes.equals(scored.dtypes)


def test_thresholds_are_the_stated_ones() -> None:
    scored = score(["good", "nothing at all here", "it is new"], engine="textblob")
    assert scored["polarity"].tolist() == pytest.approx([0.7, 0.0, 0.13636363636363635])
    assert scored["sentiment"].tolist() == ["positive", "neutral", "positive"]
    assert scored["confidence"][0] == 0.54  # the docstring's


@given(st.lists(st.text(max_size=40), max_size=5))
def test_label_and_confidence_follow_from_polarity(texts: list[str]) -> None:
    for row in score(texts, engine="textblob").itertuples():
        if not row.supported:
            assert pd.isna(row.sentiment)
            assert row.confidence == 0
            continue
        expected = (
            "negative" if row.polarity < 0 else "positive" if row.polarity > 0.1 else "neutral"
        )
        assert row.sentiment == expected
        assert row.sentiment in SENTIMENTS
        assert 0.3 < row.confidence < 0.8
        assert -1 <= row.polarity <= 1
        assert 0 <= row.subjectivity <= 1


def test_an_unknown_engine_is_an_error_that_lists_the_engines() -> None:
    for call in (lambda: score(["a"], engine="oracle"), lambda: model_version("oracle")):
        with pytest.raises(ValueError, match=r"oracle.*textblob"):
            call()


def test_the_version_names_engine_and_release() -> None:
    assert re.fullmatch(r"textblob-\d+\.\d+.*/\d+", model_version("textblob"))
    assert re.fullmatch(r"decaf-1-[0-9a-f]{10}\.[0-9a-f]{6}\.\d+", model_version())
    assert len({model_version(engine) for engine in sentiment.ENGINES}) == 4
    assert set(sentiment.ENGINES) == {"decaf", "decaf-accurate", "vader", "textblob"}


@pytest.mark.parametrize("engine", ["textblob", "decaf-accurate"])
def test_scoring_needs_no_network_and_no_corpus(tmp_path: Path, engine: str) -> None:
    code = """
import socket
def refuse(*args, **kwargs): raise AssertionError("the network was asked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from analysis.sentiment import score
import nltk
nltk.data.path.clear()
nltk.data.find = nltk.data.load = nltk.download = refuse
print(score(["a very good day"], engine="ENGINE")["polarity"][0])
"""
    done = subprocess.run(
        [sys.executable, "-c", code.replace("ENGINE", engine)],
        cwd=ROOT,
        env={"PATH": "", "HOME": str(tmp_path), "NLTK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(0.91)


def test_importing_loads_no_engine() -> None:
    code = ("import sys, analysis.sentiment; print([name for name in ('textblob', 'nltk', "
            "'onnxruntime', 'vaderSentiment', 'fasttext', 'scipy') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_stated_confidences_are_those_of_people(shared_datasets: Path) -> None:
    airline = pd.read_csv(shared_datasets / "airline_posts.csv", dtype="str")
    sets = [
        semeval(shared_datasets)[["text", "label"]],
        airline[["text", "airline_sentiment"]].set_axis(["text", "label"], axis=1),
    ]
    rates = []
    for posts in sets:
        scored = score(posts["text"].tolist(), engine="textblob")
        scored["label"] = posts["label"].to_numpy()
        bins = np.digitize(scored["polarity"].abs(), [0.1, 0.25, 0.5, 0.75])
        agree = scored["sentiment"] == scored["label"]
        rates.append(agree.groupby([scored["sentiment"], scored["confidence"], bins]).mean())
        recall = agree.groupby(scored["label"]).mean().mean()
        assert 0.49 < recall < 0.57  # as the module says: about one in two
    both = pd.concat(rates, axis=1).mean(axis=1)
    for (label, confidence, _), measured in both.items():
        assert confidence == pytest.approx(measured, abs=0.02), label


@pytest.mark.parametrize("text", [
    "not good", "good but terrible", "NOT very good service :( really AWFUL!!", "", "nothing here",
    "I love the new design, great work!", "!" * 5000 + " bad"])
def test_reasons_add_up_to_the_score(text: str) -> None:
    reasons = explain(text)
    mean = sum(one.polarity for one in reasons) / max(len(reasons), 1)
    assert mean == pytest.approx(score([text], engine="textblob")["polarity"][0])


def test_worked_reasons() -> None:
    assert explain("not good") == [(("not", "good"), -0.35, pytest.approx(0.6))]
    assert [one.polarity for one in explain("good but terrible")] == [0.7, -1.0]
    assert explain(None) == []
