"""Rows and numbers of small frames are what pandas itself gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.records import floats, records, rows_of

FRAME = pd.DataFrame({
    "name": ["a", None, "c"], "n": [1, 2, 3], "share": [0.5, np.nan, 1.0],
    "day": pd.to_datetime(["2026-03-01", None, "2026-03-29"]),
    "at": pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-29"]).tz_localize("Europe/Berlin"),
    "some": pd.array([1, None, 3], dtype="Int64"), "yes": [True, False, True],
    "any": [["a"], {}, 3]})


def test_rows_are_those_of_pandas() -> None:
    columns = [[repr(one) for one in FRAME[name].tolist()] for name in FRAME.columns]
    expected = list(zip(*columns, strict=True))
    assert [tuple(map(repr, row)) for row in records(FRAME)] == expected
    assert [tuple(map(repr, row.values())) for row in rows_of(FRAME)] == expected
    assert list(rows_of(FRAME)[0]) == list(FRAME.columns)


@pytest.mark.parametrize("missing", [np.nan, 0.0, np.inf])
@pytest.mark.parametrize("values", [
    pd.Series([1, 2]), pd.Series([0.5, np.nan]), pd.Series([True, False]),
    pd.Series([1, None], dtype="Int64"), pd.Series([0.5, None], dtype="Float64"),
    pd.Series([1, 0.5], dtype=object), pd.Series([], dtype="float64")], ids=lambda one: one.dtype)
def test_numbers_are_those_of_pandas(values: pd.Series, missing: float) -> None:
    expected = pd.to_numeric(values).to_numpy(dtype=float, na_value=missing)
    np.testing.assert_array_equal(floats(values, missing=missing), expected)


def test_numbers_are_a_copy() -> None:
    values = pd.Series([0.5, np.nan])
    floats(values, missing=0.0)[0] = 9.0
    assert values[0] == 0.5
    assert np.isnan(values[1])
