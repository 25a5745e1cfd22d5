"""Words that separate."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.words import STOP_WORDS, separating_words


def frame(*rows: tuple[str, int, int], negative: int = 100, positive: int = 100) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["word", "negative", "positive"]).assign(
        negative_posts=negative, positive_posts=positive
    )


def test_log_odds_equal_the_worked_number() -> None:
    out = separating_words(frame(("late", 30, 10)))
    assert out["log_odds"].tolist() == pytest.approx([math.log(30 / 170) - math.log(50 / 150)])
    assert out["z"].tolist() == pytest.approx([-0.635989 / math.sqrt(1 / 30 + 1 / 50)], rel=1e-5)
    assert (round(out["log_odds"][0], 3), round(out["z"][0], 2)) == (-0.636, -2.75)
    assert out["side"].tolist() == ["negative"]


def test_a_rare_word_does_not_beat_a_frequent_one() -> None:
    out = separating_words(frame(("rare", 6, 0), ("late", 300, 60), negative=1000, positive=1000))
    assert out["word"].tolist() == ["late", "rare"]


def test_sides_are_cut_to_k_and_the_negative_comes_first() -> None:
    rows = [(f"bad{at}", 60 - at, 5) for at in range(6)]
    rows += [(f"good{at}", 5, 60 - at) for at in range(6)]
    out = separating_words(frame(*rows), k=2)
    assert out["word"].tolist() == ["bad0", "bad1", "good0", "good1"]
    assert out["side"].tolist() == ["negative", "negative", "positive", "positive"]
    assert "strength" not in out.columns


def test_stop_words_rare_words_and_even_words_are_left_out() -> None:
    out = separating_words(
        frame(("the", 90, 20), ("The", 90, 20), ("few", 2, 1), ("even", 40, 40), ("x", 50, 10))
    )
    assert out.empty
    assert "not" not in STOP_WORDS
    assert separating_words(frame()).empty


@given(
    st.lists(
        st.tuples(st.text(min_size=2, max_size=6), st.integers(0, 50), st.integers(0, 50)),
        max_size=12,
    ),
    st.integers(0, 80),
    st.integers(0, 80),
)
def test_any_counts_give_finite_numbers(rows: list[tuple], negative: int, positive: int) -> None:
    out = separating_words(frame(*rows, negative=negative, positive=positive), k=3)
    assert out["z"].map(math.isfinite).all()
    assert ((out["z"] > 0) == (out["side"] == "positive")).all()
    assert out["side"].value_counts().le(3).all()
