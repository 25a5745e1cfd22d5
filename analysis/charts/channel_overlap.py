"""Which channels the same customers use."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    canvas,
    end_of_bars,
    hatched,
    quoted,
    row_names,
    rows_canvas,
    shown,
)
from analysis.charts.figure import Figure
from analysis.intervals import wilson_frame
from analysis.records import records


def channel_overlap_heatmap(frame: pd.DataFrame) -> Figure:
    """Of the customers of one channel (row), the share that also used another (column).

    Frame: channel_a, channel_b, customers_a, customers_both.
    """
    channels = _by_size(frame)
    figure = canvas(
        keys=["channel_a", "channel_b"], x="… also used (% of the row)", y="Customers who used",
        height=110 + 38 * max(len(channels), 3),
    )  # fmt: skip
    rows = _overlaps(frame)
    if rows.empty:
        return figure
    place = {channel: at for at, channel in enumerate(channels)}
    grid: list[list[float | None]] = [[None] * len(channels) for _ in channels]
    for row in records(rows):
        grid[place[row.channel_a]][place[row.channel_b]] = 100 * row.share
    figure.add_heatmap(
        z=grid, colorscale=palette.SEQUENTIAL, zmin=0, zmax=100, xgap=2, ygap=2, hoverinfo="skip",
        showscale=False,
    )  # fmt: skip
    # Heat maps cannot be selected in the browser; the numbers written over them can.
    figure.add_scatter(
        x=[place[channel] for channel in rows["channel_b"]],
        y=[place[channel] for channel in rows["channel_a"]],
        mode="markers+text",
        marker={"size": 24, "color": "rgba(0,0,0,0)", "symbol": "square"},
        text=[f"{100 * share:.0f}" for share in rows["share"]],
        customdata=rows[["channel_a", "channel_b"]].values.tolist(),
        hovertext=[
            f"Of the customers on {quoted(wording.channel_name(row.channel_a))}, "
            f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.customers_a)}"
            f"<br>also used {quoted(wording.channel_name(row.channel_b))}"
            for row in records(rows)
        ],
        hovertemplate=HOVER,
    )
    names = [shown(wording.channel_name(channel), 12) for channel in channels]
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names}
    edges = [-0.5, len(names) - 0.5]
    figure.update_xaxes(**ticks, showgrid=False, range=edges, tickangle=-45)
    figure.update_yaxes(**ticks, showgrid=False, range=edges[::-1])
    return figure


def channel_overlap_heatmap_alt(frame: pd.DataFrame) -> str:
    """The three largest overlaps in words."""
    rows = _overlaps(frame).sort_values("share", ascending=False, kind="stable").head(3)
    if rows.empty:
        return "No customer used two channels in this period."
    parts = [
        f"{wording.percent(row.share)} of the customers on {wording.channel_name(row.channel_a)} "
        f"also used {wording.channel_name(row.channel_b)}"
        for row in records(rows)
    ]
    return f"Overlap of channels. Largest: {'; '.join(parts)}."


def channel_combination_bars(frame: pd.DataFrame) -> Figure:
    """Share of active customers per combination of channels, the largest first.

    Frame: combination, customers, active_customers.
    """
    rows = wilson_frame(frame, successes="customers", n="active_customers")
    rows = rows.sort_values("share", ascending=False, kind="stable")
    figure = rows_canvas(
        keys=["combination"], x="Share of active customers (%)", y="Channels used", rows=len(rows)
    )
    if rows.empty:
        return figure
    names = [_combination(combination) for combination in rows["combination"]]
    high = 100 * rows["high"]
    share = 100 * rows["share"]
    figure.add_bar(
        orientation="h",
        x=share.tolist(),
        y=list(range(len(rows))),
        marker={
            "color": palette.band(palette.INK, opacity=0.55),
            "line": {"color": palette.INK, "width": 1.5},
            "pattern": hatched(rows["active_customers"].tolist()),
        },
        error_x={
            "type": "data", "symmetric": False, "array": (high - share).tolist(),
            "arrayminus": (share - 100 * rows["low"]).tolist(), "thickness": 1.5,
            "width": 4, "color": palette.INK,
        },
        customdata=[[combination] for combination in rows["combination"]],
        hovertext=[
            f"{quoted(name)} only:<br>"
            + wording.share_words(row.share, low=row.low, high=row.high, n=row.active_customers)
            for name, row in zip(names, records(rows), strict=True)
        ],
        hovertemplate=HOVER,
    )  # fmt: skip
    customers = [wording.several(n, "customer", "customers") for n in rows["customers"]]
    row_names(figure, names, customers)
    texts = [wording.percent(row.share, low=row.low, high=row.high) for row in records(rows)]
    end_of_bars(figure, high.tolist(), texts)
    return figure


def channel_combination_bars_alt(frame: pd.DataFrame) -> str:
    """The three most frequent combinations in words."""
    rows = wilson_frame(frame, successes="customers", n="active_customers")
    rows = rows.sort_values("share", ascending=False, kind="stable").head(3)
    if rows.empty:
        return "No customers in this period."
    parts = [
        f"{_combination(row.combination)} {wording.percent(row.share)}" for row in records(rows)
    ]
    return f"Channels used together, most frequent first: {'; '.join(parts)}."


def _combination(text: object) -> str:
    return " + ".join(wording.channel_name(part.strip()) for part in str(text).split("+"))


def _by_size(frame: pd.DataFrame) -> list[str]:
    if frame.empty:
        return []
    size = frame.groupby("channel_a")["customers_a"].max().sort_values(ascending=False)
    others = [channel for channel in frame["channel_b"].unique() if channel not in size.index]
    return [*size.index, *others]


def _overlaps(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame[(frame["channel_a"] != frame["channel_b"]) & (frame["customers_a"] > 0)]
    return wilson_frame(rows, successes="customers_both", n="customers_a")
