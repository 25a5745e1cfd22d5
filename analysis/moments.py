"""Many moments as text at once: one by one their words cost more than all else about a chart."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd


def iso_walls(moments: Any, unit: Literal["m", "s"] = "m") -> list[str]:
    """Local moments as ISO texts, to the minute ("m") or second ("s"): "2026-03-02T08:30"."""
    local = np.asarray(pd.DatetimeIndex(moments).to_numpy(), dtype="datetime64[us]")
    told: list[str] = np.datetime_as_string(local, unit=unit).tolist()
    return told


def iso_instants(moments: pd.Series) -> np.ndarray:
    """Whole seconds with a zone as ISO texts (array of str): "2026-03-02T08:30:00+01:00"."""
    found = pd.DatetimeIndex(moments)
    values, where = np.unique(found.asi8, return_inverse=True)
    once = pd.DatetimeIndex(values.view(f"datetime64[{found.unit}]")).tz_localize("UTC")
    local = once.tz_convert(found.tz).tz_localize(None)
    ahead = ((local - once.tz_localize(None)) // pd.Timedelta(minutes=1)).to_numpy()
    offsets = {int(one): f"{'-' if one < 0 else '+'}{abs(one) // 60:02d}:{abs(one) % 60:02d}"
               for one in np.unique(ahead)}
    told = [f"{wall}{offsets[one]}"
            for wall, one in zip(iso_walls(local, "s"), ahead.tolist(), strict=True)]
    return np.array(told, dtype=object)[where]


def when_words(walls: list[str]) -> list[str]:
    """Local moments, ISO to the minute or finer, in words: "Mon 2 Mar, 08:30"."""
    days = {day: _day_words(day) for day in {wall[:10] for wall in walls}}
    return [f"{days[wall[:10]]}, {wall[11:16]}" for wall in walls]


def _day_words(day: str) -> str:
    at = pd.Timestamp(day)
    return f"{at:%a} {at.day} {at:%b}"
