"""Adjusted p-values: the worked numbers, a naive twin, and what holds for all of them."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.discovery import benjamini_hochberg, two_sided_p


def naive(values: list[float]) -> list[float]:
    """As the definition says: the smallest m p / rank over all at or above the own rank."""
    out = []
    for one in values:
        larger = [other for other in values if other >= one]
        out.append(min(1.0, *(len(values) * other / sum(x <= other for x in values)
                              for other in larger)))
    return out


def test_worked_numbers() -> None:
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.5]) == pytest.approx(
        [0.04, 0.16 / 3, 0.16 / 3, 0.5])


def test_equals_the_naive_twin() -> None:
    values = np.random.default_rng(1).random(40).tolist()
    assert benjamini_hochberg(values) == pytest.approx(naive(values))


def test_missing_ones_do_not_count() -> None:
    found = benjamini_hochberg([0.01, float("nan"), 0.03])
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx([0.02, 0.03])
    assert benjamini_hochberg([]).size == 0


def test_impossible_p_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.2, 1.2])


def test_false_discoveries_are_as_rare_as_promised() -> None:
    rng = np.random.default_rng(3)
    rates = []
    for _ in range(400):
        z = rng.normal(size=30)
        z[:6] += 3.5
        found = benjamini_hochberg(two_sided_p(z)) <= 0.05
        rates.append(found[6:].sum() / max(1, found.sum()))
    assert np.mean(rates) < 0.055


def test_two_sided_p() -> None:
    assert two_sided_p([1.959964, -1.959964, 0.0]) == pytest.approx([0.05, 0.05, 1.0], abs=1e-6)
