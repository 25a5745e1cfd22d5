"""A frame as a table: readable headers, shares as percent, texts as written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.records import floats

# A row's and the header's height with the font size of the theme, a bar to scroll by, and how many
# rows a table shows by itself.
_ROW_PX, _SCROLL_PX, _AUTO_ROWS = 33, 12, 10
_SHARES = ("share", "low", "high")
_NAMES = {"n": "n", "customer_id": "Customer", "interaction_id": "Id", "published_at": "Published",
          "p90_seconds": "P90 (seconds)", "median_seconds": "Median (seconds)",
          "n_eff": "Effective n",
          "deff": "Design effect", "csat": "CSAT", "nps": "NPS", "q": "q (corrected p)",
          "low": "Interval from", "high": "Interval to", "wall": "Time",
          "asa_seconds": "Mean wait (seconds)", "mae": "Mean error",
          "rmse": "Root mean square error", "mase": "MASE", "is_social": "Social"}


def table(frame: pd.DataFrame, *, alt: str, height: int | None = None) -> None:
    """Show a frame, up to ``height`` px tall; cells are never read as markup."""
    whole = (len(frame) + 1) * _ROW_PX + _SCROLL_PX
    st.dataframe(_in_percent(frame), hide_index=True, alt=alt, column_config=_columns(frame),
                 height="auto" if height is None or (len(frame) <= _AUTO_ROWS and whole <= height)
                 else min(height, whole), placeholder="")


def _in_percent(frame: pd.DataFrame) -> pd.DataFrame:
    if "polarity" in frame.columns:  # a trace below zero must not be shown as minus zero
        frame = frame.assign(polarity=frame["polarity"].round(2) + 0.0)
    if "share" not in frame.columns:
        return frame
    return frame.assign(**{name: 100 * frame[name].array
                           for name in _SHARES if name in frame.columns})


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    as_shares = "share" in frame.columns
    out: dict[str, Any] = {}
    for name, dtype in zip(map(str, frame.columns), frame.dtypes.tolist(), strict=True):
        label = _NAMES.get(name) or _sentence_case(name)
        kind = dtype.kind
        if as_shares and name in _SHARES:
            out[name] = st.column_config.NumberColumn(f"{label} (%)", format="%.1f")
        elif kind == "M":
            out[name] = st.column_config.DatetimeColumn(label, format=_moments(frame[name]))
        elif kind in "iu" and not name.endswith(("hour", "number")):
            out[name] = st.column_config.NumberColumn(label, format="localized")
        elif name.endswith("_pct"):
            out[name] = st.column_config.NumberColumn(label, format="%.1f")
        elif kind == "f":
            out[name] = st.column_config.NumberColumn(label, format=_digits(name, frame[name]))
        elif name == "text":
            out[name] = st.column_config.TextColumn(label, width="large")
        else:
            out[name] = st.column_config.Column(label)
    return out


def _moments(values: pd.Series) -> str:
    """Days where all are midnights, else with the clock."""
    local = values.dt.tz_localize(None).to_numpy()
    known = local[~np.isnat(local)]
    whole_days = (known == known.astype("datetime64[D]")).all()
    return "D MMM YYYY" if whole_days else "D MMM YYYY, HH:mm"


def _digits(name: str, values: pd.Series) -> str:
    """No more digits than there are: counts that came as floats stay counts."""
    if name.endswith("_pct"):
        return "%.1f"
    known = floats(values)
    known = known[~np.isnan(known)]
    if len(known) and (known == np.round(known)).all():
        return "localized"
    return "%.1f" if (known == np.round(known, 1)).all() else "%.2f"


@lru_cache(maxsize=512)
def _sentence_case(name: str) -> str:
    """Column names as words; a share in percent says so, and a side of two is a capital."""
    side = name[-2:] if name.endswith(("_a", "_b")) else ""
    words = name.removesuffix(side) if side else name
    words = _NAMES.get(words, words).removesuffix("_pct").replace("_", " ")
    words = re.sub(r"\bp(\d\d)\b", r"P\1", words)
    unit = " (%)" if name.endswith("_pct") else ""
    return words[:1].upper() + words[1:] + side.replace("_", " ").upper() + unit
