"""Copies and batches against a naive twin, and doubts against sentences that are none."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from analysis.authenticity import (
    LIKE,
    Batch,
    batches,
    copies,
    doubts,
    found_of,
    jaccard,
    pairs_of_words,
)

PRAISE = "Best internet provider ever, super fast and friendly, everyone should switch to Acme"


def test_pairs_of_words() -> None:
    assert pairs_of_words("Best, best ISP ever so far! https://t.co/x #ad @me") == {
        "best best", "best isp", "isp ever", "ever so", "so far"}
    assert pairs_of_words("too short to tell") == frozenset()
    assert pairs_of_words(None) == frozenset()
    assert pairs_of_words(f"No way. RT @Acme: {PRAISE}") == frozenset(), "passed on, not written"
    assert pairs_of_words(f"“@fan: {PRAISE}” indeed") == frozenset()
    more = pairs_of_words(PRAISE + " now")
    assert jaccard(pairs_of_words(PRAISE), more) == pytest.approx(12 / 13)
    assert jaccard(frozenset(), frozenset()) == 0


def test_copies_of_one_wording_are_found_and_others_are_left() -> None:
    found = copies([PRAISE, PRAISE.lower() + "!!", PRAISE.replace("friendly", "so friendly"),
                    "my line has been down since noon and nobody answers", None, "great", "great"])
    assert len(set(found[:3])) == 1
    assert found[0] >= 0
    assert found[3:].tolist() == [-1] * 4


def naive_leaders(texts: list[str]) -> list[int]:
    """Each text with the first wording that it is like, all pairs compared."""
    sets = [pairs_of_words(text) for text in texts]
    order = sorted(set(sets), key=lambda one: (-sets.count(one), sorted(one)))
    leaders: list[int] = []
    out = {}
    for at, wording in enumerate(order):
        found = next((one for one in leaders if jaccard(order[one], wording) >= LIKE), None)
        if found is None:
            leaders.append(at)
        out[wording] = at if found is None else found
    numbers = [out[one] for one in sets]
    return [one if numbers.count(one) > 1 else -1 for one in numbers]


def test_hardly_a_copy_is_missed_against_comparing_all_pairs() -> None:
    rng = random.Random(4)
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    texts = []
    for _ in range(80):
        base = [rng.choice(words) for _ in range(14)]
        for _ in range(4):
            mine = list(base)
            for _ in range(rng.choice([0, 1, 1, 2, 4])):
                mine[rng.randrange(14)] = rng.choice(words)
            texts.append(" ".join(mine))
    found, naive = copies(texts).tolist(), naive_leaders(texts)
    same = sum(a == b for a, b in zip(found, naive, strict=True))
    assert len({one for one in naive if one >= 0}) > 50
    assert same >= 0.97 * len(texts), same


def posts(days: list[float], *, new: bool = True, ever: int = 1, accounts: int | None = None
          ) -> pd.DataFrame:
    n = len(days)
    return pd.DataFrame({
        "text": [PRAISE + "!" * (at % 3) for at in range(n)],
        "at": pd.Timestamp("2026-03-01") + pd.to_timedelta(days, unit="D"),
        "account": [f"x:{at % (accounts or n)}" for at in range(n)],
        "is_new": new, "account_posts": ever, "followers": [4.0] * n})


def test_a_text_that_comes_twice_is_a_copy_however_it_is_told() -> None:
    texts = [PRAISE, "Another praise that has enough words to count for something", PRAISE]
    assert copies(texts).tolist() == [0, -1, 0]
    assert copies(texts[:2], times=[2, 1]).tolist() == [0, -1]
    assert copies(texts[:2], times=[1, 2]).tolist() == [-1, 0]


def told(frame: pd.DataFrame) -> list[Batch]:
    return batches(frame.assign(copy=copies(frame["text"].tolist())))


def test_a_batch_is_many_new_accounts_at_once() -> None:
    (batch,) = told(posts([0, 1, 1, 2, 2.5, 3]))
    assert (batch.rows, batch.accounts, batch.new_accounts) == (tuple(range(6)), 6, 6)
    assert batch.reasons == ("6 posts of one wording by 6 accounts within 4 days",
                             "6 of 6 accounts had not written before that week",
                             "6 of them never wrote anything else",
                             "half of them have 4 followers or fewer")


@pytest.mark.parametrize("frame", [
    posts([0, 1, 1, 2]), posts([0, 40, 80, 120, 160, 200, 240]),
    posts([0, 1, 1, 2, 2, 3], new=False),
    posts([0, 1, 1, 2, 2, 3], accounts=2),
    posts([0, 1, 2, 3, 4, *range(20, 300, 20)])],
    ids=["too few", "spread out", "old accounts", "two people", "a phrase of every week"])
def test_what_comes_about_by_itself_is_no_batch(frame: pd.DataFrame) -> None:
    assert told(frame) == []


def test_young_data_and_nothing_at_all() -> None:
    assert told(posts([0, 1, 1, 2, 2, 3]).assign(is_new=None)) == []
    assert batches(posts([]).assign(copy=pd.Series(dtype="int64"))) == []
    assert copies([]).tolist() == []


@pytest.mark.parametrize("text", [
    "How much did they pay you to write this?", "so many FAKE reviews here", "@fan obvious bot",
    "Is this an ad?", "the same text from five accounts", "that’s too good to be true"])
def test_doubts(text: str) -> None:
    assert doubts([text]).tolist() == [True]


@pytest.mark.parametrize("text", [
    "I paid twice for this", "your chat bot did not get it", "explained everything to the bot",
    "saw your ad with the dog", "how much do you charge?", "copy and paste answer", None, ""])
def test_what_is_no_doubt(text: str | None) -> None:
    assert doubts([text]).tolist() == [False]


def test_counts_for_recall_and_precision() -> None:
    assert found_of({1, 2, 3}, {2, 3, 4, 5}) == (2, 4, 3)
    assert 0 < LIKE < 1
    assert np.issubdtype(copies([PRAISE]).dtype, np.integer)
