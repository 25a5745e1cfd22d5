"""The rows of a small frame as plain values: pandas takes several times as long to give them."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples, as ``itertuples`` gives them but several times as fast."""
    make = _row_type(tuple(map(str, frame.columns)))
    return list(map(make, zip(*columns_of(frame), strict=True)))


@lru_cache(maxsize=256)
def _row_type(columns: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    # Making a type costs more than all rows of a small frame.
    row_of: Any = namedtuple
    made: Callable[[Iterable[Any]], Any] = row_of("Row", columns, rename=True)._make
    return made


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One mapping a row, column -> value, as ``to_dict("records")`` but for a missing Int64."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns_of(frame), strict=True)]


def columns_of(frame: pd.DataFrame) -> list[list[Any]]:
    """The values of each column, as ``Series.tolist`` gives them, without making the series."""
    within: Any = frame
    return [column.tolist() for column in within._iter_column_arrays()]


def floats(values: pd.Series, *, missing: float = np.nan) -> np.ndarray:
    """The numbers of a column as floats; ``missing`` where there is none."""
    # Plain whole numbers and truths lack nothing, and floats lack only what is not a number.
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iufb":
        out: np.ndarray = values.to_numpy().astype(float)
        if values.dtype.kind == "f" and missing == missing:
            out[np.isnan(out)] = missing
        return out
    return pd.to_numeric(values).to_numpy(dtype=float, na_value=missing)
