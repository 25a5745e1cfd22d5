"""The overview: is social growing, and what moved."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    canvas,
    grain_of,
    legend_below,
    mark_cut,
    rows_canvas,
    shown,
    time_axis,
    wrapped,
)
from analysis.charts.figure import Figure
from analysis.intervals import Interval, count_change, share_ratio, wilson_frame
from analysis.records import records
from analysis.trends import measure_words

_SOCIAL = "#c83103"


def social_share_line(frame: pd.DataFrame, *, previous: pd.DataFrame | None = None) -> Figure:
    """Share of active customers on any social channel per bucket, with its interval.

    Frame: bucket, customers_social, customers_active.  ``previous``: the same of the period
    before, drawn pale and bucket by bucket under the current one.
    """
    figure = canvas(keys=["bucket"], x="Time", y="Customers on social (% of active)", height=280)
    rows = _shares(frame)
    if rows.empty:
        return figure
    grain = grain_of(list(frame["bucket"]))
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    figure.add_scatter(
        x=keys + keys[::-1],
        y=(100 * rows["high"]).tolist() + (100 * rows["low"]).tolist()[::-1],
        fill="toself", fillcolor=palette.band(_SOCIAL), line={"width": 0}, mode="lines",
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    if previous is not None and not previous.empty:
        before = _shares(previous).head(len(keys))
        figure.add_scatter(
            x=keys[: len(before)],
            y=(100 * before["share"]).tolist(),
            mode="lines",
            name="Previous period",
            line={"color": palette.band(_SOCIAL, opacity=0.45), "width": 2},
            hoverinfo="skip",
        )
        legend_below(figure)
    figure.add_scatter(
        x=keys,
        y=(100 * rows["share"]).tolist(),
        mode="lines+markers",
        name="This period",
        line={"color": _SOCIAL, "width": 2},
        marker={"color": _SOCIAL, "size": 6},
        customdata=[[key] for key in keys],
        hovertext=[
            f"{wording.bucket_words(row.bucket, grain=grain)}:<br>"
            + wording.share_words(row.share, low=row.low, high=row.high, n=row.customers_active)
            + " of active customers"
            for row in records(rows)
        ],
        hovertemplate=HOVER,
    )
    time_axis(figure, list(rows["bucket"]))
    figure.update_yaxes(rangemode="tozero")
    mark_cut(figure, frame)
    return figure


def social_share_line_alt(frame: pd.DataFrame, *, previous: pd.DataFrame | None = None) -> str:
    """First and last share in words."""
    rows = _shares(frame)
    if rows.empty:
        return "No customers in this period."
    first, last = rows["share"].iloc[0], rows["share"].iloc[-1]
    return (
        f"Share of active customers on social channels over time, from {wording.percent(first)} "
        f"to {wording.percent(last)}."
    )


def trend_bars(frame: pd.DataFrame) -> Figure:
    """Change of measures against the period before in percent, with intervals; noise is pale.

    Frame: the outcome of ``analysis.trends.top_trends``.  A share's change is that of the share,
    relative like the others.
    """
    figure = rows_canvas(
        keys=["measure"], x="Change (%)", y="Measure", rows=len(frame)
    )
    rows = records(frame)
    if not rows:
        return figure
    moves = [_relative(row) for row in rows]
    pale = palette.band(palette.INK, opacity=0.4)
    figure.add_bar(
        orientation="h",
        x=[move for move, _ in moves],
        y=list(range(len(rows))),
        marker={"color": [pale if row.within_noise else palette.INK for row in rows]},
        error_x={
            "type": "data", "symmetric": False, "color": palette.INK, "thickness": 1.5, "width": 4,
            "array": [high - move for move, (_, high) in moves],
            "arrayminus": [move - low for move, (low, _) in moves],
        },
        customdata=[[row.measure] for row in rows],
        hovertext=[
            f"{shown(row.words, 120)}<br>"
            + ("within what chance alone would do" if row.within_noise else "beyond chance")
            + f"; {_change_words(limits)}"
            for row, (_, limits) in zip(rows, moves, strict=True)
        ],
        hovertemplate=HOVER,
    )  # fmt: skip
    names = [
        f"{wrapped(measure_words(str(row.measure)))}<br>"
        f'<span style="font-size:0.8em">{wording.signed_percent(move / 100)}</span>'
        for row, (move, _) in zip(rows, moves, strict=True)
    ]
    figure.update_yaxes(tickmode="array", tickvals=list(range(len(names))), ticktext=names)
    figure.update_xaxes(zeroline=True, rangemode="tozero")
    figure.update_layout(height=76 + 64 * len(rows))
    return figure


def _relative(row: Any) -> tuple[float, Interval]:
    """Relative change of a measure in percent, with its 95 % interval.

    From nothing there is neither a change in percent nor an interval: 100 % and NaN.
    """
    if not row.previous:
        return 100.0, Interval(math.nan, math.nan)
    if row.kind == "count":
        spread = max(float(getattr(row, "dispersion", 1.0)), 1.0)
        known = float(getattr(row, "degrees", math.nan))
        degrees = max(known, 1.0) if known == known and spread > 1 else math.inf
        low, high = count_change(int(row.current), int(row.previous), dispersion=spread,
                                 degrees=degrees)
        change = row.current / row.previous - 1
    else:
        counts = (row.current, row.current_n, row.previous, row.previous_n)
        low, high = share_ratio(*(int(one) for one in counts))
        change = row.current / row.current_n / (row.previous / row.previous_n) - 1
    return 100 * change, Interval(100 * (low - 1), 100 * (high - 1))


def _change_words(limits: Interval) -> str:
    if not math.isfinite(limits.low + limits.high):
        return "no interval: there was nothing before"
    return f"change {limits.low:+.0f} to {limits.high:+.0f} %"


def trend_bars_alt(frame: pd.DataFrame) -> str:
    """The sentences of the trends."""
    if frame.empty:
        return "Nothing can be compared with the previous period."
    return f"What moved most: {'; '.join(frame['words'])}."


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    rows = wilson_frame(frame, successes="customers_social", n="customers_active")
    return rows.sort_values("bucket", kind="stable")
