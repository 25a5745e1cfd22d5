"""Tiles: a value, its change against the period before, a sparkline, n on hover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from analysis.change import Change
from analysis.wording import number
from pages.ui.text import plain

# Sparklines keep to this many points; more cannot be told apart at their size.
_POINTS = 60
# From here on "+1,200 %" says less than "× 13".
_MANY_TIMES = 5


@dataclass(frozen=True)
class Tile:
    """One figure.  ``better`` says which way is good, so that colour never only means "more"."""

    label: str
    value: str
    help: str
    change: Change | None = None
    series: Sequence[float] = ()
    better: Literal["up", "down", "neither"] = "neither"


def tiles(row: Sequence[Tile], *, columns: int) -> None:
    """Tiles side by side; they wrap on a narrow screen."""
    with st.grid(columns, min_column_width=130, gap="xsmall", key="tiles"):
        for tile in row:
            _tile(tile)


def _tile(tile: Tile) -> None:
    change = tile.change
    st.metric(
        plain(tile.label), plain(tile.value), None if change is None else delta_words(change),
        border=True, height="stretch", help=plain(f"{tile.help} {change_words(change)}".strip()),
        delta_color=_colour(change, tile.better), delta_arrow=_arrow(change),
        chart_data=_thinned(tile.series) or None, chart_type="line",
    )


def delta_words(change: Change) -> str:
    """The change as it stands on the tile; a dash where there was nothing before."""
    if not _comparable(change):
        return "–"
    if change.ratio >= _MANY_TIMES and change.words.endswith("%"):
        return plain(f"× {number(change.ratio)}")
    return plain(change.words)


def change_words(change: Change | None) -> str:
    """What the change means, for the tooltip."""
    if change is None:
        return ""
    if not _comparable(change):
        return "The period before holds too little to compare with."
    return ("The change against the period before is within noise." if change.within_noise else
            "The change against the period before is beyond noise.")


def _comparable(change: Change) -> bool:
    return change.words != "no previous period" and bool(change.previous or change.ratio)


def _arrow(change: Change | None) -> Literal["up", "down", "off"]:
    """An arrow means a change beyond noise, so that colour is not the only signal."""
    if change is None or change.within_noise or not change.difference:
        return "off"
    return "up" if change.difference > 0 else "down"


def _colour(change: Change | None, better: str) -> Literal["off", "blue", "orange", "primary"]:
    """Grey within noise; else blue for better, orange for worse, the accent for neither."""
    if change is None or change.within_noise or not _comparable(change):
        return "off"
    if better == "neither":
        return "primary"
    return "blue" if (change.difference > 0) == (better == "up") else "orange"


def _thinned(series: Sequence[float]) -> list[float]:
    values = [value for value in map(float, series) if value == value]
    return values[:: max(1, -(-len(values) // _POINTS))] if len(values) > 1 else []
