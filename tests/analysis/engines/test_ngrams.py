"""Hashed words and letter groups against a naive twin that cuts each post by hand."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.engines import ngrams

POSTS = ["good day, not a bad day! ok", "", "a", "I can't fault it", "GOOD Good good"]


def spelled(posts: list[str]) -> list[tuple[int, str, bool]]:
    found = ngrams.words(posts)
    return [(int(post), bytes(found.letters[a:b]).decode("utf-8", "replace"), bool(no))
            for post, a, b, no in zip(found.post, found.first, found.last, found.is_negated,
                                      strict=True)]


def test_words_and_what_a_negation_reaches() -> None:
    assert spelled(POSTS[:1]) == [
        (0, "good", False), (0, "day", False), (0, ",", False), (0, "not", False),
        (0, "a", True), (0, "bad", True), (0, "day", True), (0, "!", False), (0, "ok", False)]
    assert [word for post, word, no in spelled(POSTS) if post == 3 and no] == ["fault", "it"]
    far = spelled(["never one two three four five"])
    assert [word for _, word, no in far if no] == ["one", "two", "three", "four"]
    assert not any(no for _, _, no in spelled(["no", "bad"])), "a negation ends with its post"


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e"),
                        max_size=30), max_size=5))
def test_words_are_those_of_a_plain_expression(posts: list[str]) -> None:
    def twin(post: str) -> list[str]:
        return [one.lower() for one in re.findall(r"[A-Za-z0-9'@_]+|[^A-Za-z0-9'@_ ]+", post)]

    assert [(post, word) for post, word, _ in spelled(posts)] == [
        (at, word) for at, post in enumerate(posts) for word in twin(post)]


def test_hashes_are_of_the_word_alone() -> None:
    found = ngrams.words(POSTS)
    assert int(found.hashes[0]) == ngrams.word_hash("good")
    assert len({int(one) for one, post in zip(found.hashes, found.post, strict=True)
                if post == 4}) == 1
    assert len({ngrams.word_hash(word) for word in ("good", "god", "goo", "doog", "g")}) == 5


def test_letter_groups_are_those_cut_by_hand() -> None:
    found = ngrams.columns(ngrams.words(["ab c", "a"]))
    letters = b"\nab c\na\n"
    groups = {(int(post), letters[a:b]) for post, a, b in
              zip(found.post, found.first, found.last, strict=True)}
    for size in ngrams.LETTER_GROUPS:
        for at, post in enumerate(("ab c", "a")):
            framed = f"\n{post}\n"
            for start in range(len(framed) - size + 1):
                assert (at, framed[start : start + size].encode()) in groups
    assert not any(b"\n" in text[1:-1] for _, text in groups)


def test_a_batch_gives_what_its_posts_give_alone() -> None:
    whole = ngrams.matrix(ngrams.columns(ngrams.words(POSTS)), len(POSTS))
    for at, post in enumerate(POSTS):
        alone = ngrams.matrix(ngrams.columns(ngrams.words([post])), 1)
        assert (whole[at] != alone).nnz == 0
    assert ngrams.matrix(ngrams.columns(ngrams.words([])), 0).shape == (0, 2**ngrams.BITS)


def test_columns_spread_evenly() -> None:
    found = ngrams.columns(ngrams.words([f"word{n} other{n * 7}" for n in range(3_000)]))
    counts = np.bincount(np.unique(found.column) % 16, minlength=16)
    assert counts.min() > 0.8 * counts.mean()
