"""Krippendorff's alpha: his published example, a library, and a bootstrap that covers."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
import pytest

from analysis.agreement import krippendorff_alpha


def long(rows: list[str]) -> pd.DataFrame:
    return pd.DataFrame([(unit, value) for row in rows for unit, value in enumerate(row)
                         if value not in "*."], columns=["unit", "value"])


def test_the_published_example() -> None:
    # Observers A to D by unit 1 to 12, from the table on page 6.
    table = [[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
             [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
             [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
             [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]]
    labels = pd.DataFrame([(unit, value) for row in table for unit, value in enumerate(row)
                           if value is not None], columns=["unit", "value"])
    found = krippendorff_alpha(labels)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.units == 11, "the last unit has one label only"
    assert found.labels == 40
    assert found.low < found.alpha < found.high
    assert found.agreed == 8


def test_two_people_by_hand() -> None:
    # Krippendorff (2011), section A: binary, two observers, ten units: alpha is 0.095.
    labels = long(["0100000000", "1110010010"])
    assert krippendorff_alpha(labels).alpha == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize("seed", range(5))
def test_a_library_says_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 60)
    rows = np.where(rng.random((3, 60)) < 0.7, truth, rng.integers(0, 4, (3, 60))).astype(float)
    rows[rng.random((3, 60)) < 0.2] = np.nan
    labels = pd.DataFrame([(unit, value) for row in rows for unit, value in enumerate(row)
                           if value == value], columns=["unit", "value"])
    theirs = krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal")
    assert krippendorff_alpha(labels).alpha == pytest.approx(theirs, abs=1e-12)


def test_the_ends() -> None:
    same = krippendorff_alpha(long(["aaabbb", "aaabbb"]))
    assert same.alpha == 1
    assert np.isnan(same.low), "six posts give no interval"
    assert np.isnan(krippendorff_alpha(long(["aaaa", "aaaa"])).alpha), "nothing to disagree on"
    none = krippendorff_alpha(long(["ab"]))
    assert (none.units, none.labels, none.agreed) == (0, 0, 0)
    assert np.isnan(none.alpha)
    assert krippendorff_alpha(long(["ab" * 20, "ba" * 20])).alpha < -0.9
