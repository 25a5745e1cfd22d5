"""Brand words: where they hold, what engines read, and what becomes of their labels."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.lexicon import Entry, Lexicon, adjusted, effect_words, hits, reading

ZONE = Entry("zone", ("war zone", "warzone*"), "a game", reads_as="the game")
SICK = Entry("sick", ("sick",), "great", reads_as="great", unless=("sick of",))
SAD = Entry("sad", ("Blue",), "our mood", match_case=True, sentiment="negative")
UP = Entry("up", ("yolo",), "cheers", shift=1)
BUY = Entry("buy", ("drop",), "a launch", purpose="marketing")
BILL = Entry("bill", ("tab",), "the bill", intent="billing")
ALL = Lexicon((ZONE, SICK, SAD, UP, BUY, BILL))


def names(text: str) -> list[str]:
    return [one.entry.name for one in hits(ALL, text)]


@pytest.mark.parametrize(("text", "found"), [
    ("our War  Zone party", ["zone"]), ("WARZONES", ["zone"]), ("post-war zoned", []),
    ("so sick!", ["sick"]), ("sick of it, so sick", []), ("sickening", []),
    ("Blue", ["sad"]), ("blue", []), ("", []), ("#yolo sick", ["sick", "up"])])
def test_where_a_term_holds(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_candidate_pattern_finds_all_that_hold() -> None:
    import duckdb

    texts = ["our War  Zone party", "WARZONES", "so sick!", "Blue", "#yolo", "a (tab)", "nothing"]
    odd = Lexicon((*ALL.entries, Entry("odd", ("a.b+", "c++ r*"), "x", shift=1)))
    texts += ["the A.B+", "axb", "C++ rocks"]
    found = [bool(one[0]) for one in duckdb.execute(
        "select regexp_matches(t, ?) from (select unnest(?) as t)",
        [odd.candidates, texts]).fetchall()]
    assert found == [bool(hits(odd, text)) for text in texts]


def test_what_the_engines_read() -> None:
    assert reading(ALL, "That war zone is SICK") == "That the game is great"
    assert reading(ALL, r"sick \1") == r"great \1", "a backslash is nothing special"
    assert reading(Lexicon(), "sick") == "sick"


def scores(n: int = 1, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"polarity": [0.3] * n, "sentiment": ["neutral"] * n,
                         "sentiment_confidence": [0.6] * n, "purpose": ["service"] * n,
                         "intent": ["complaint"] * n, "purpose_confidence": [0.7] * n, **more})


def test_labels_after_the_lexicon() -> None:
    texts = ["nothing", "Blue", "yolo", "Blue yolo", "a drop", "the tab", "so sick"]
    out = adjusted(ALL, texts, scores(len(texts)))
    assert out["sentiment"].tolist() == ["neutral", "negative", "positive", "neutral", "neutral",
                                         "neutral", "neutral"]
    assert math.isnan(out["sentiment_confidence"].iloc[1])
    assert out["sentiment_confidence"].iloc[0] == 0.6
    assert out["purpose"].tolist()[4:6] == ["marketing", "service"]
    assert out["intent"].iloc[5] == "billing"
    assert out["intent"].iloc[4] != "complaint", "an intent of another purpose does not stay"
    assert math.isnan(out["purpose_confidence"].iloc[4])
    assert out["polarity"].tolist() == [0.3] * len(texts), "the engine's own number stays"


def test_the_first_entry_wins_and_shifts_stop_at_the_ends() -> None:
    first = Entry("a", ("x1",), "", sentiment="positive", shift=2)
    second = Entry("b", ("x1",), "", sentiment="negative")
    out = adjusted(Lexicon((first, second)), ["x1"], scores())
    assert out["sentiment"].tolist() == ["positive"]


def test_the_version_is_of_what_changes_scores() -> None:
    again = Lexicon((Entry("other name", ZONE.terms, "other meaning", reads_as="the game"),))
    assert Lexicon((ZONE,)).version == again.version
    assert Lexicon((ZONE,)).version != Lexicon((ZONE, UP)).version
    assert Lexicon().version == "none"
    assert effect_words(UP) == "moves the label a step to the positive"
    assert Entry("n", ("x1",), "").does_nothing
