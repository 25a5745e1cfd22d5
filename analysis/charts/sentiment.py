"""Sentiment over time and by group; how polarity is spread."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    FEW,
    HOVER,
    canvas,
    grain_of,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    time_axis,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import SENTIMENT_COLOURS
from analysis.charts.polarity import polarity_histogram, polarity_histogram_alt, shares_alt
from analysis.charts.words import separating_words_bars, separating_words_bars_alt
from analysis.intervals import net_sentiment_frame
from analysis.records import records

__all__ = [
    "net_sentiment_line",
    "net_sentiment_line_alt",
    "polarity_histogram",
    "polarity_histogram_alt",
    "sentiment_by_bars",
    "sentiment_by_bars_alt",
    "sentiment_stack",
    "sentiment_stack_alt",
    "separating_words_bars",
    "separating_words_bars_alt",
]

_NET = "Net sentiment (−100 to 100)"


def net_sentiment_line(frame: pd.DataFrame, *, previous: pd.DataFrame | None = None) -> Figure:
    """Net sentiment per bucket with its interval; hollow points have fewer than 30 posts.

    Frame: bucket, negative, neutral, positive.  ``previous``: the same of the period before, drawn
    pale and bucket by bucket under the current one.
    """
    figure = canvas(keys=["bucket"], x="Time", y=_NET)
    rows = _net_rows(frame)
    if rows.empty:
        return figure
    grain = grain_of(list(frame["bucket"]))
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    colour = palette.INK
    figure.add_scatter(
        x=keys + keys[::-1],
        y=rows["high"].tolist() + rows["low"].tolist()[::-1],
        fill="toself", fillcolor=palette.band(colour, opacity=0.22), line={"width": 0},
        mode="lines", hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    if previous is not None and not previous.empty:
        before = net_sentiment_frame(previous).sort_values("bucket").head(len(keys))
        figure.add_scatter(
            x=keys[: len(before)],
            y=before["net_sentiment"].tolist(),
            mode="lines",
            name="Previous period",
            line={"color": palette.band(colour, opacity=0.45), "width": 2},
            hoverinfo="skip",
        )
        legend_below(figure)
    figure.add_scatter(
        x=keys,
        y=rows["net_sentiment"].tolist(),
        mode="lines+markers",
        name="This period",
        line={"color": colour, "width": 2},
        marker={
            "color": colour,
            "size": 7,
            "symbol": ["circle-open" if n < FEW else "circle" for n in rows["n"]],
        },
        customdata=[[key] for key in keys],
        hovertext=[
            f"{wording.bucket_words(row.bucket, grain=grain)}:<br>{_net_words(row)}"
            for row in records(rows)
        ],
        hovertemplate=HOVER,
    )
    time_axis(figure, list(rows["bucket"]))
    figure.update_yaxes(zeroline=True, zerolinewidth=1, zerolinecolor=colour)
    mark_cut(figure, rows)
    return figure


def net_sentiment_line_alt(frame: pd.DataFrame, *, previous: pd.DataFrame | None = None) -> str:
    """First, last, lowest and highest net sentiment in words."""
    rows = _net_rows(frame)
    if rows.empty:
        return "No posts in this period."
    net, grain = rows["net_sentiment"], grain_of(list(frame["bucket"]))
    worst = records(rows.nsmallest(1, "net_sentiment"))[0]
    against = "" if previous is None or previous.empty else " The previous period is drawn pale."
    return (
        f"Net sentiment by {grain}, from {wording.net_sentiment(net.iloc[0])} to "
        f"{wording.net_sentiment(net.iloc[-1])}; lowest {wording.net_sentiment(net.min())} on "
        f"{wording.bucket_words(worst.bucket, grain=grain)}.{against}"
    )


def sentiment_stack(frame: pd.DataFrame, *, as_share: bool = True) -> Figure:
    """Negative, neutral and positive posts per bucket: shares of 100 %, or counts.

    Frame: bucket, negative, neutral, positive.  As counts negative posts hang below zero.
    """
    title = "Share of posts (%)" if as_share else "Posts (negative below zero)"
    figure = canvas(keys=["bucket", "sentiment"], x="Time", y=title, height=340)
    rows = _net_rows(frame)
    if rows.empty:
        return figure
    grain = grain_of(list(frame["bucket"]))
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    for sentiment, colour in SENTIMENT_COLOURS.items():
        counts, sign = rows[sentiment], -1 if sentiment == "negative" else 1
        values = 100 * counts / rows["n"] if as_share else sign * counts
        figure.add_bar(
            x=keys,
            y=values.tolist(),
            name=sentiment.capitalize(),
            marker={"color": colour},
            customdata=[[key, sentiment] for key in keys],
            hovertext=[
                f"{wording.bucket_words(row.bucket, grain=grain)}:<br>"
                f"{_part_words(getattr(row, sentiment), row.n, sentiment)}"
                for row in records(rows)
            ],
            hovertemplate=HOVER,
        )
    figure.update_layout(barmode="stack" if as_share else "relative", bargap=0.15)
    time_axis(figure, list(rows["bucket"]))
    if as_share:
        figure.update_yaxes(range=[0, 100])
    legend_below(figure)
    mark_cut(figure, rows)
    return figure


def sentiment_stack_alt(frame: pd.DataFrame, *, as_share: bool = True) -> str:
    """The three shares of the whole period in words."""
    return shares_alt(frame, "over time")


def sentiment_by_bars(frame: pd.DataFrame, *, group: str) -> Figure:
    """Shares of negative, neutral and positive posts per group, the worst net sentiment on top.

    Frame: the column ``group`` (channel, segment or purpose), negative, neutral, positive.
    """
    rows = _net_rows(frame, by="net_sentiment")
    figure = rows_canvas(
        keys=[group, "sentiment"], x="Share of posts (%)", y=group.capitalize(), rows=len(rows),
        legend=1,
    )  # fmt: skip
    if rows.empty:
        return figure
    values = [None if pd.isna(value) else str(value) for value in rows[group]]
    names = [_group_name(value, group) for value in values]
    for sentiment, colour in SENTIMENT_COLOURS.items():
        share = 100 * rows[sentiment] / rows["n"]
        figure.add_bar(
            orientation="h",
            x=share.tolist(),
            y=list(range(len(rows))),
            name=sentiment.capitalize(),
            marker={"color": colour},
            text=[f"{value:.0f} %" if value >= 12 else "" for value in share],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": palette.text_on(colour)},
            textangle=0,
            customdata=[[value, sentiment] for value in values],
            hovertext=[
                f"{quoted(name)}: {_part_words(getattr(row, sentiment), row.n, sentiment)}<br>"
                f"{_net_words(row)}"
                for name, row in zip(names, records(rows), strict=True)
            ],
            hovertemplate=HOVER,
        )
    small = [
        f"net {wording.net_sentiment(row.net_sentiment, low=row.low, high=row.high)}, "
        f"n = {wording.number(row.n)}"
        for row in records(rows)
    ]
    row_names(figure, names, small)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(range=[0, 100])
    legend_below(figure)
    return figure


def sentiment_by_bars_alt(frame: pd.DataFrame, *, group: str) -> str:
    """Worst and best group in words."""
    rows = _net_rows(frame, by="net_sentiment")
    if rows.empty:
        return "No posts in this period."
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"Sentiment by {group}. Worst: {_group_name(first[group], group)} with net sentiment "
        f"{wording.net_sentiment(first['net_sentiment'])}; best: {_group_name(last[group], group)} "
        f"with {wording.net_sentiment(last['net_sentiment'])}."
    )


def _net_rows(frame: pd.DataFrame, *, by: str = "bucket") -> pd.DataFrame:
    rows = net_sentiment_frame(frame)
    return rows[rows["n"] > 0].sort_values(by, kind="stable")


def _net_words(row: object) -> str:
    net, low, high, n = (getattr(row, name) for name in ("net_sentiment", "low", "high", "n"))
    said = wording.net_sentiment(net, low=low, high=high)
    limits = f"{wording.net_sentiment(low)} to {wording.net_sentiment(high)}"
    return f"net sentiment {said} ({limits}, n = {wording.number(n)})"


def _part_words(count: float, n: float, sentiment: str) -> str:
    of = f"{wording.number(count)} of {wording.number(n)} posts"
    return f"{wording.percent(count / n)} {sentiment} ({of})"


def _group_name(value: Any, group: str) -> str:
    if value is None or pd.isna(value):
        return "unknown"
    return wording.channel_name(value) if group == "channel" else str(value)
