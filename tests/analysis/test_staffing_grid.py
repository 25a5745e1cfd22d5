"""A load as arrays: the numbers of the table, where they belong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.staffing_grid import LoadGrid, instants_of

DS = pd.date_range("2026-03-02 08:00", periods=3, freq="30min", tz="Europe/Berlin")
LOAD = pd.DataFrame({"ds": [DS[2], DS[1], DS[0], DS[2]], "channel": ["a", "b", "b", "b"],
                     "mean": [3.0, np.nan, 1.0, 4.0], "lo_80": [2.0, 1.0, 0.0, 3.0]})


def test_a_row_per_channel_and_nothing_where_nothing_is_known() -> None:
    grid = LoadGrid(LOAD)
    assert grid.instants.tolist() == DS.tolist()
    assert grid.channels == {"a", "b"}
    assert grid.of("a", "mean").tolist() == [0, 0, 3]
    assert grid.of("b", "mean").tolist() == [1, 0, 4]
    assert grid.of("b", "lo_80").tolist() == [0, 1, 3]
    assert grid.of("c", "mean").tolist() == [0, 0, 0]


def test_other_instants_leave_out_what_lies_outside() -> None:
    other = pd.DatetimeIndex([DS[1], DS[2], DS[2] + pd.Timedelta(minutes=30)]).as_unit("ns")
    assert LoadGrid(LOAD, other).of("b", "mean").tolist() == [0, 4, 0]
    assert LoadGrid(LOAD, other[2:]).of("b", "mean").tolist() == [0]
    assert instants_of(LOAD["ds"]).tolist() == DS.tolist()
