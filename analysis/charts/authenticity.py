"""Is praise believed: its share over time, and which accounts it comes from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
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
from analysis.charts.palette import INK, SENTIMENT_COLOURS, band
from analysis.records import records

_POSITIVE = SENTIMENT_COLOURS["positive"]


def positive_share_line(frame: pd.DataFrame, *, believed: tuple[float, float] | None = None
                        ) -> Figure:
    """Positive posts of all that praise or criticise, per bucket, with limits.

    Frame: bucket, positive, n (positive and negative), share, low, high (0..1), copied.
    ``believed``: the range of shares (0..1) within which readers believe most, shaded.
    """
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    figure = canvas(keys=["bucket"], x="Time", y="Positive of positive and negative (%)",
                    height=300)
    rows = frame[frame["n"] > 0].sort_values("bucket") if len(frame) else frame
    if rows.empty:
        return figure
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    share, low, high = (100 * rows[name].astype(float) for name in ("share", "low", "high"))
    if believed is not None:
        figure.add_hrect(y0=100 * believed[0], y1=100 * believed[1], line_width=0, layer="below",
                         fillcolor=INK, opacity=0.12)
    figure.add_scatter(x=[*keys, *keys[::-1]], y=[*high, *low[::-1]], fill="toself", mode="lines",
                       line={"width": 0}, fillcolor=band(_POSITIVE), hoverinfo="skip")
    figure.add_scatter(
        x=keys, y=share.tolist(), mode="lines+markers",
        line={"color": _POSITIVE, "width": 2},
        marker={"color": _POSITIVE, "size": [11 if row.copied else 6 for row in records(rows)],
                "symbol": ["diamond" if row.copied else "circle" if row.n >= FEW else "circle-open"
                           for row in records(rows)]},
        customdata=[[key] for key in keys],
        hovertext=[_share_words(row, grain) for row in records(rows)], hovertemplate=HOVER)
    time_axis(figure, list(rows["bucket"]))
    figure.update_yaxes(range=[0, 101])
    mark_cut(figure, rows)
    return figure


def _share_words(row: Any, grain: str) -> str:
    said = (f"{wording.bucket_words(row.bucket, grain=grain)}: "
            f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}")
    return said + (f"<br>{wording.several(row.copied, 'copied post', 'copied posts')}"
                   if row.copied else "")


def positive_share_line_alt(frame: pd.DataFrame, *, believed: tuple[float, float] | None = None
                            ) -> str:
    """The share over the whole period and its ends in words."""
    rows = frame[frame["n"] > 0] if len(frame) else frame
    if rows.empty:
        return "No post praises or criticises in this period."
    grain = grain_of(list(rows["bucket"]))
    top, bottom = (rows.loc[rows["share"] == end].iloc[0]
                   for end in (rows["share"].max(), rows["share"].min()))
    words = (f"Positive posts of all that praise or criticise, by {grain}: "
             f"{wording.percent(rows['positive'].sum() / rows['n'].sum())} in all, the most "
             f"{wording.percent(top['share'])} in "
             f"{wording.bucket_words(top['bucket'], grain=grain)}, the least "
             f"{wording.percent(bottom['share'])} in "
             f"{wording.bucket_words(bottom['bucket'], grain=grain)}")
    if believed is not None:
        words += (f"; readers believe most between {wording.percent(believed[0])} and "
                  f"{wording.percent(believed[1])}")
    return f"{words}."


def account_dots(frame: pd.DataFrame) -> Figure:
    """Share of praise and of criticism by odd accounts (new, one-time, hyperactive), with limits.

    Frame: kind, sentiment, posts, n, share, low, high (0..1).
    """
    kinds = list(dict.fromkeys(frame["kind"])) if len(frame) else []
    figure = rows_canvas(keys=["kind", "sentiment"], x="Share of posts (%)", y="Accounts",
                         rows=len(kinds), legend=1)
    if frame.empty:
        return figure
    for sentiment, up, symbol in (("positive", -0.15, "circle"), ("negative", 0.15, "square")):
        mine = frame[(frame["sentiment"] == sentiment) & (frame["n"] > 0)]
        if mine.empty:
            continue
        share, low, high = (100 * mine[name].astype(float) for name in ("share", "low", "high"))
        colour = SENTIMENT_COLOURS[sentiment]
        figure.add_scatter(
            x=share.tolist(), y=[kinds.index(one) + up for one in mine["kind"]], mode="markers",
            name=f"{sentiment.capitalize()} posts",
            marker={"color": colour, "size": 11, "symbol": symbol},
            error_x={"type": "data", "symmetric": False, "color": colour, "thickness": 1.5,
                     "array": (high - share).tolist(), "arrayminus": (share - low).tolist()},
            customdata=[[str(one), sentiment] for one in mine["kind"]],
            hovertext=[f"{quoted(row.kind)}, {sentiment}:<br>"
                       f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
                       for row in records(mine)], hovertemplate=HOVER)
    row_names(figure, kinds, letters=24)
    figure.update_yaxes(range=[len(kinds) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def account_dots_alt(frame: pd.DataFrame) -> str:
    """The shares in words."""
    parts = [f"{quoted(row.kind)} wrote {wording.percent(row.share)} of {row.sentiment} posts"
             for row in records(frame) if row.n]
    return f"{'; '.join(parts)}." if parts else "No post can be told to be by a new account."
