"""The overview: is social growing, and what moved."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    canvas,
    grain_of,
    legend_below,
    records,
    rows_canvas,
    shown,
    time_axis,
    wrapped,
)
from analysis.intervals import wilson_frame
from analysis.trends import measure_words

_SOCIAL = "#c83103"


def social_share_line(frame: pd.DataFrame, *, previous: pd.DataFrame | None = None) -> go.Figure:
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


def trend_bars(frame: pd.DataFrame) -> go.Figure:
    """How far measures moved, in standard errors; what is within noise is pale.

    Frame: the outcome of ``analysis.trends.top_trends``.
    """
    figure = rows_canvas(
        keys=["measure"], x="Change in standard errors", y="Measure", rows=len(frame)
    )
    if frame.empty:
        return figure
    noise = frame["within_noise"].tolist()
    pale = palette.band(palette.INK, opacity=0.4)
    figure.add_bar(
        orientation="h",
        x=frame["z"].tolist(),
        y=list(range(len(frame))),
        marker={"color": [pale if still else palette.INK for still in noise]},
        text=[
            wording.signed_percent(row.change)
            if row.kind == "count"
            else wording.points(row.change)
            for row in records(frame)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[[measure] for measure in frame["measure"]],
        hovertext=[
            f"{shown(row.words, 120)}<br>{row.z:+.1f} standard errors" for row in records(frame)
        ],
        hovertemplate=HOVER,
    )
    names = [wrapped(measure_words(str(measure))) for measure in frame["measure"]]
    figure.update_yaxes(tickmode="array", tickvals=list(range(len(names))), ticktext=names)
    lowest, highest = min(float(frame["z"].min()), 0.0), max(float(frame["z"].max()), 0.0)
    room = max(highest - lowest, 2.0)
    limits = [lowest - (0.6 if lowest else 0.1) * room, highest + (0.6 if highest else 0.1) * room]
    figure.update_xaxes(range=limits, rangemode="normal", zeroline=True)
    figure.update_layout(height=76 + 56 * len(frame))
    return figure


def trend_bars_alt(frame: pd.DataFrame) -> str:
    """The sentences of the trends."""
    if frame.empty:
        return "Nothing can be compared with the previous period."
    return f"What moved most: {'; '.join(frame['words'])}."


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    rows = wilson_frame(frame, successes="customers_social", n="customers_active")
    return rows.sort_values("bucket", kind="stable")
