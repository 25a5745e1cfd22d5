"""Values and differences of two sides in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analysis.charts.compare import difference_words, value_words
from analysis.wording import probability


def test_what_rounds_to_nothing_has_no_sign() -> None:
    row = SimpleNamespace(kind="share", difference=0.04, low=-0.03, high=1.26, ratio=1.0)
    assert difference_words(row) == "0.0 points (0.0 to +1.3)"
    row = SimpleNamespace(kind="mean", difference=-1.5, low=-2.004, high=-0.996, ratio=0.5)
    assert difference_words(row) == "−1.50 (−2.00 to −1.00)"


@pytest.mark.parametrize(("value", "words"), [
    (2.0, "2.00"), (1.9, "1.90"), (87.4, "87.4"), (99.96, "100"), (1234.4, "1,234")])
def test_values_beside_each_other_have_as_many_digits(value: float, words: str) -> None:
    assert value_words(value, "") == words


@pytest.mark.parametrize(("value", "words"), [
    (0.9998, "above 0.99"), (0.99, "0.99"), (0.5, "0.50"), (0.004, "below 0.01")])
def test_no_probability_is_called_certain(value: float, words: str) -> None:
    assert probability(value) == words
