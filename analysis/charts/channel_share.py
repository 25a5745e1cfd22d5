"""Which channels customers use: shares with their intervals, over time, together."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    MOST_LINES,
    canvas,
    end_labels,
    end_of_bars,
    grain_of,
    hatched,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    time_axis,
)
from analysis.charts.channel_overlap import (
    channel_combination_bars,
    channel_combination_bars_alt,
    channel_overlap_heatmap,
    channel_overlap_heatmap_alt,
)
from analysis.charts.figure import Figure
from analysis.intervals import wilson_frame
from analysis.records import records

__all__ = [
    "channel_combination_bars",
    "channel_combination_bars_alt",
    "channel_overlap_heatmap",
    "channel_overlap_heatmap_alt",
    "channel_share_bars",
    "channel_share_bars_alt",
    "channel_share_lines",
    "channel_share_lines_alt",
    "share_versus_mix",
    "share_versus_mix_alt",
]


def channel_share_bars(frame: pd.DataFrame) -> Figure:
    """Share of active customers per channel, the largest first, with its interval.

    Frame: channel, is_social, customers, active_customers; low, high (0..1) where known.
    """
    rows = _with_shares(frame).sort_values("share", ascending=False, kind="stable")
    figure = rows_canvas(keys=["channel"], x=_customers_axis(rows), y="Channel", rows=len(rows))
    if rows.empty:
        return figure
    share, low, high = (100 * rows[name] for name in ("share", "low", "high"))
    names = [wording.channel_name(channel) for channel in rows["channel"]]
    figure.add_bar(
        orientation="h",
        x=share.tolist(),
        y=list(range(len(rows))),
        marker={"color": _colours(rows), "pattern": hatched(rows["active_customers"].tolist())},
        error_x=_error(share, low, high),
        customdata=[[channel] for channel in rows["channel"]],
        hovertext=[
            f"{quoted(name)}: {wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
            f" of active customers<br>{wording.several(row.customers, 'customer', 'customers')}"
            for name, row in zip(names, records(rows), strict=True)
        ],
        hovertemplate=HOVER,
    )
    customers = [wording.several(n, "customer", "customers") for n in rows["customers"]]
    row_names(figure, names, customers)
    texts = [wording.percent(r.share, low=r.low, high=r.high) for r in records(rows)]
    end_of_bars(figure, high.tolist(), texts)
    return figure


def channel_share_bars_alt(frame: pd.DataFrame) -> str:
    """The shares in words."""
    rows = _with_shares(frame).sort_values("share", ascending=False, kind="stable")
    if rows.empty:
        return "No customers in this period."
    parts = [
        f"{wording.channel_name(row.channel)} {wording.percent(row.share)}" for row in records(rows)
    ]
    n = wording.number(rows["active_customers"].iloc[0])
    return f"Share of {n} active customers by channel: {', '.join(parts[:MOST_LINES])}."


def share_versus_mix(frame: pd.DataFrame) -> Figure:
    """Share of customers and contact mix, one below the other for each channel.

    Frame: channel, is_social, customers, active_customers, interactions, all_interactions.
    """
    rows = _with_shares(frame).sort_values("share", ascending=False, kind="stable")
    figure = rows_canvas(
        keys=["channel", "measure"], x="Percent of each whole", y="Channel", rows=len(rows),
        legend=2,
    )  # fmt: skip
    if rows.empty:
        return figure
    mix = _mix(rows)
    names = [wording.channel_name(channel) for channel in rows["channel"]]
    colours = _colours(rows)
    for measure, share, legend, strong in (
        ("customers", rows["share"], "Share of customers (a customer may use several)", True),
        ("interactions", mix, "Contact mix: share of contacts (adds up to 100 %)", False),
    ):
        n = rows["active_customers"] if strong else rows["all_interactions"]
        noun = "active customers used it" if strong else "contacts came in on it"
        figure.add_bar(
            orientation="h",
            name=legend,
            x=(100 * share).tolist(),
            y=list(range(len(rows))),
            marker={
                "color": colours if strong else [palette.band(c, opacity=0.35) for c in colours],
                "line": {"color": colours, "width": 1.5},
            },
            customdata=[[channel, measure] for channel in rows["channel"]],
            text=[wording.percent(value) for value in share],
            textposition="outside",
            cliponaxis=False,
            hovertext=[
                f"{quoted(name)}: {wording.percent(value)} of {wording.number(count)} {noun}"
                for name, value, count in zip(names, share, n, strict=True)
            ],
            hovertemplate=HOVER,
        )
    row_names(figure, names)
    largest = max(float(rows["share"].max()), float(mix.fillna(0).max()))
    figure.update_xaxes(range=[0, 125 * largest or 1])
    figure.update_layout(barmode="group", bargap=0.25, legend_traceorder="normal")
    legend_below(figure)
    return figure


def share_versus_mix_alt(frame: pd.DataFrame) -> str:
    """Both measures in words, named apart."""
    rows = _with_shares(frame).sort_values("share", ascending=False, kind="stable")
    if rows.empty:
        return "No customers in this period."
    parts = [
        f"{wording.channel_name(row.channel)} {wording.percent(row.share)} of customers, "
        f"{wording.percent(row.mix)} of contacts"
        for row in records(rows.assign(mix=_mix(rows)))
    ]
    return f"Share of customers beside contact mix: {'; '.join(parts[:MOST_LINES])}."


def channel_share_lines(frame: pd.DataFrame) -> Figure:
    """Share of active customers per channel over time; bands are intervals, at most eight lines.

    Frame: bucket, channel, is_social, customers, active_customers.
    """
    figure = canvas(keys=["channel", "bucket"], x="Time", y="Share of active customers (%)")
    if frame.empty:
        return figure
    rows = _with_shares(frame)
    grain = grain_of(list(rows["bucket"]))
    largest = rows.groupby("channel")["customers"].sum().sort_values(ascending=False, kind="stable")
    channels = [str(channel) for channel in largest.index[:MOST_LINES]]
    direct = len(channels) <= 4
    ends = []
    for channel in channels:
        mine = rows[rows["channel"] == channel].sort_values("bucket")
        colour = palette.channel_colour(channel, is_social=bool(mine["is_social"].iloc[0]))
        keys = [wording.bucket_key(bucket) for bucket in mine["bucket"]]
        name = wording.channel_name(channel)
        if direct:
            figure.add_scatter(
                x=keys + keys[::-1],
                y=(100 * mine["high"]).tolist() + (100 * mine["low"]).tolist()[::-1],
                fill="toself", fillcolor=palette.band(colour), line={"width": 0},
                mode="lines", hoverinfo="skip", showlegend=False,
            )  # fmt: skip
        figure.add_scatter(
            x=keys,
            y=(100 * mine["share"]).tolist(),
            mode="lines+markers",
            name=quoted(name),
            line={"color": colour, "dash": palette.channel_dash(channel), "width": 2},
            marker={"color": colour, "symbol": palette.channel_symbol(channel), "size": 6},
            customdata=[[channel, key] for key in keys],
            hovertext=[
                f"{quoted(name)}, {wording.bucket_words(row.bucket, grain=grain)}:<br>"
                + wording.share_words(row.share, low=row.low, high=row.high, n=row.n)
                for row in records(mine)
            ],
            hovertemplate=HOVER,
        )
        ends.append((name, keys[-1], 100 * float(mine["share"].iloc[-1])))
    time_axis(figure, list(rows["bucket"]))
    figure.update_yaxes(rangemode="tozero")
    if direct:
        end_labels(figure, ends)
    else:
        figure.update_layout(height=380)
        legend_below(figure)
    mark_cut(figure, frame)
    return figure


def channel_share_lines_alt(frame: pd.DataFrame) -> str:
    """First and last share of each channel in words."""
    if frame.empty:
        return "No customers in this period."
    parts = []
    for channel, mine in _with_shares(frame).sort_values("bucket").groupby("channel"):
        first, last = mine["share"].iloc[0], mine["share"].iloc[-1]
        name = wording.channel_name(channel)
        parts.append(f"{name} from {wording.percent(first)} to {wording.percent(last)}")
    return f"Share of active customers by channel over time: {'; '.join(parts[:MOST_LINES])}."


def _with_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with share, low, high (0..1) and n; what is there already is kept."""
    known = {"low", "high"} <= set(frame.columns)
    rows = wilson_frame(frame, successes="customers", n="active_customers")
    if known:
        rows = rows.assign(low=frame["low"], high=frame["high"])
    return rows.assign(n=rows["active_customers"])


def _mix(rows: pd.DataFrame) -> pd.Series:
    return rows["interactions"] / rows["all_interactions"].where(rows["all_interactions"] > 0)


def _customers_axis(rows: pd.DataFrame) -> str:
    n = "" if rows.empty else f"<br>n = {wording.number(rows['active_customers'].max())}"
    return f"Share of active customers (%){n}"


def _colours(rows: pd.DataFrame) -> list[str]:
    return [
        palette.channel_colour(str(row.channel), is_social=bool(row.is_social))
        for row in records(rows)
    ]


def _error(value: pd.Series, low: pd.Series, high: pd.Series) -> dict[str, Any]:
    return {
        "type": "data", "symmetric": False, "array": (high - value).tolist(),
        "arrayminus": (value - low).tolist(), "thickness": 1.5, "width": 4, "color": palette.INK,
    }  # fmt: skip
