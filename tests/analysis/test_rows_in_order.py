"""Sorting many short rows: as numpy sorts each."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis.rows_in_order import ordered


def test_the_network_sorts_whatever_lies_in_its_rows() -> None:
    """Every row of noughts and ones sorted proves a network (Knuth 1973, 5.3.4)."""
    rows = np.array(list(itertools.product([0.0, 1.0], repeat=8))).T
    assert ordered(rows).tolist() == np.sort(rows, axis=0).tolist()


@pytest.mark.parametrize("lags", [1, 3, 8, 28])
def test_rows_of_any_length_with_what_is_unknown_last(lags: int) -> None:
    values = np.random.default_rng(4).normal(size=(lags, 5, 2))
    values[0] = np.inf
    assert ordered(values).tolist() == np.sort(values, axis=0).tolist()
