"""The rows of a small frame as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One mapping a row, column -> value, as ``to_dict("records")`` gives them.

    A few rows of many columns, which pandas takes several times as long to hand out.
    """
    names = [str(name) for name in frame.columns]
    columns = [column.tolist() for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
