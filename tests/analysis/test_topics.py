"""Topics found in planted words, an error that never rises, and topics that are known again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.topics import (
    belonging,
    factorise,
    find_topics,
    known_again,
    name_of,
    starting,
    tf_idf,
)

GROUPS, WORDS, EACH = 4, 10, 80


@pytest.fixture(scope="module")
def planted() -> tuple[csr_matrix, np.ndarray]:
    """Posts of four words of one of four groups of ten words, and a word that all share."""
    rng = np.random.default_rng(1)
    truth = np.repeat(np.arange(GROUPS), EACH)
    counts = np.zeros((len(truth), GROUPS * WORDS + 1))
    for row, group in enumerate(truth):
        counts[row, group * WORDS + rng.choice(WORDS, 4, replace=False)] = 1
        counts[row, -1] = 1
    return tf_idf(csr_matrix(counts)), truth


def test_rows_have_length_one_and_rare_words_weigh_more() -> None:
    matrix = tf_idf(csr_matrix(np.array([[1, 1], [1, 0], [1, 0], [0, 0]]))).toarray()
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1, 1, 1, 0])
    # Of 4 posts 3 hold the first word and 1 the second: log(5/4) + 1 = 1.223, log(5/2) + 1 = 1.916.
    assert matrix[0, 1] / matrix[0, 0] == pytest.approx(1.9163 / 1.2231, abs=1e-3)


def test_the_error_never_rises(planted: tuple[csr_matrix, np.ndarray]) -> None:
    matrix, _ = planted
    posts, words, errors = factorise(matrix, np.random.default_rng(0).random((4, matrix.shape[1])))
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(errors))
    direct = ((matrix.toarray() - posts @ words) ** 2).sum()
    assert errors[-1] == pytest.approx(direct, rel=0.02)


def test_planted_groups_are_found(planted: tuple[csr_matrix, np.ndarray]) -> None:
    matrix, truth = planted
    topics = find_topics(matrix, many=GROUPS, earlier=np.zeros((0, matrix.shape[1])))
    best, sure = belonging(matrix, topics)
    assert (best >= 0).mean() > 0.95
    assert sure.max() <= 1 + 1e-9
    pure = sum(np.bincount(best[(truth == group) & (best >= 0)], minlength=GROUPS).max()
               for group in range(GROUPS))
    assert pure > 0.95 * len(truth)


def test_topics_are_known_again_and_a_new_one_is_new(planted: tuple[csr_matrix, np.ndarray]
                                                     ) -> None:
    matrix, truth = planted
    first = find_topics(matrix[truth < 3], many=3, earlier=np.zeros((0, matrix.shape[1])))
    again = find_topics(matrix, many=4, earlier=first)
    was = known_again(again, first)
    assert sorted(was) == [-1, 0, 1, 2]
    (new,) = [at for at, one in enumerate(was) if one < 0]
    assert set(np.argsort(-again[new])[:5]) <= set(range(3 * WORDS, 4 * WORDS))
    assert known_again(first, np.zeros((0, 5))) == [-1, -1, -1]


def test_nothing_to_find() -> None:
    empty = tf_idf(csr_matrix((0, 3)))
    assert starting(empty, 2, np.zeros((0, 3))).shape == (0, 3)
    assert len(find_topics(empty, many=2, earlier=np.zeros((0, 3)))) == 0
    best, _ = belonging(tf_idf(csr_matrix((2, 3))), np.zeros((0, 3)))
    assert best.tolist() == [-1, -1]


def test_names_are_of_words_and_unlike() -> None:
    assert name_of(["dog", "ad", "song", "x"], {"ad": "ads"}, {"dog, ads, song"}) == (
        "dog, ads, song (2)")
