"""What posts are about: posts per topic by sentiment, and topics over time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    MOST_LINES,
    canvas,
    end_labels,
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

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
_MARKS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star", "hexagon")


def topic_bars(frame: pd.DataFrame) -> Figure:
    """Posts per topic, stacked by sentiment, the largest first; posts of no topic are last.

    Posts in a language that cannot be read close a bar in outline, so that it is as long as its
    number.  Frame: topic, kind, posts, negative, neutral, positive, not_read, share, low, high
    (0..1), all_posts.
    """
    figure = rows_canvas(keys=["topic", "sentiment"], x="Posts", y="Topic", rows=len(frame),
                         legend=1)
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return figure
    for sentiment in ("negative", "neutral", "positive"):
        figure.add_bar(
            orientation="h", y=list(range(len(rows))), x=rows[sentiment].astype(int).tolist(),
            name=sentiment.capitalize(), width=0.66,
            marker={"color": SENTIMENT_COLOURS[sentiment],
                    "pattern": {"shape": ["/" if kind == "none" else "" for kind in rows["kind"]],
                                "size": 6}},
            customdata=[[str(one), sentiment] for one in rows["topic"]],
            hovertext=[_bar_words(row, sentiment) for row in records(rows)], hovertemplate=HOVER)
    if rows["not_read"].any():
        figure.add_bar(
            orientation="h", y=list(range(len(rows))), x=rows["not_read"].astype(int).tolist(),
            name="Not read", width=0.66,
            marker={"color": band(INK, opacity=0.15), "line": {"color": INK, "width": 1}},
            customdata=[[str(one), "not read"] for one in rows["topic"]],
            hovertext=[_bar_words(row, "not_read") for row in records(rows)], hovertemplate=HOVER)
    figure.update_layout(barmode="stack")
    row_names(figure, [_name(row) for row in records(rows)],
              [f"{wording.percent(row.share)}{' · new' if row.kind == 'found' else ''}"
               for row in records(rows)], letters=26)
    legend_below(figure)
    return figure


def _name(row: Any) -> str:
    return "No topic" if row.kind == "none" else str(row.topic)


def _bar_words(row: Any, sentiment: str) -> str:
    said = ("are in a language that cannot be read" if sentiment == "not_read" else sentiment)
    return (f"{quoted(_name(row))}: "
            f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.all_posts)}"
            f"<br>{wording.number(getattr(row, sentiment))} of "
            f"{wording.several(row.posts, 'post', 'posts')} {said}")


def topic_bars_alt(frame: pd.DataFrame) -> str:
    """The largest topics and the share without one in words."""
    if frame.empty:
        return "No post in this period."
    parts = [f"{quoted(_name(row))} {wording.percent(row.share)}" for row in records(frame)[:6]]
    none = frame[frame["kind"] == "none"]
    left = wording.percent(none["share"].iloc[0]) if len(none) else "0 %"
    unread = int(frame["not_read"].sum())
    closing = (f" {wording.several(unread, 'post', 'posts')} of these bars could not be read: "
               "another language." if unread else "")
    return f"Posts by topic: {', '.join(parts)}; {left} of posts have no topic.{closing}"


def topic_lines(frame: pd.DataFrame) -> Figure:
    """Posts of each topic per bucket.  Frame: bucket, topic, posts."""
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    figure = canvas(keys=["bucket", "topic"], x="Time", y=f"Posts per {grain}", height=320)
    if frame.empty:
        return figure
    ends = []
    for at, (topic, mine) in enumerate(frame.groupby("topic", sort=False)):
        if at >= MOST_LINES:
            break
        rows = mine.sort_values("bucket")
        keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
        # Colours mean channels, purposes or feelings: topics are told apart by dash and mark.
        colour, width = (INK, 3) if at == 0 else (band(INK, opacity=0.7), 1.5)
        figure.add_scatter(
            x=keys, y=rows["posts"].astype(int).tolist(), mode="lines+markers", name=str(at),
            line={"color": colour, "width": width, "dash": _DASHES[at % len(_DASHES)]},
            marker={"color": colour, "size": 5, "symbol": _MARKS[at % len(_MARKS)]},
            customdata=[[key, str(topic)] for key in keys],
            hovertext=[f"{wording.bucket_words(row.bucket, grain=grain)}, {quoted(topic)}:<br>"
                       f"{wording.several(row.posts, 'post', 'posts')}" for row in records(rows)],
            hovertemplate=HOVER)
        ends.append((str(topic), keys[-1], float(rows["posts"].iloc[-1])))
    end_labels(figure, ends)
    time_axis(figure, list(frame["bucket"]))
    figure.update_yaxes(rangemode="tozero")
    mark_cut(figure, frame)
    return figure


def topic_lines_alt(frame: pd.DataFrame) -> str:
    """The total and the busiest bucket of each topic in words."""
    if frame.empty:
        return "No post in this period."
    grain = grain_of(list(frame["bucket"]))
    rows: dict[object, list[Any]] = {}
    for row in records(frame[["bucket", "topic", "posts"]]):
        rows.setdefault(row.topic, []).append(row)
    parts = []
    for topic, mine in list(rows.items())[:MOST_LINES]:
        top = max(mine, key=lambda row: row.posts)
        parts.append(f"{quoted(topic)} {wording.number(sum(row.posts for row in mine))}, the most "
                     f"({wording.number(top.posts)}) in "
                     f"{wording.bucket_words(top.bucket, grain=grain)}")
    return f"Posts by {grain}: {'; '.join(parts)}."
