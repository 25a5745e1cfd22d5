"""Campaigns and known events as thin marked lines on a time axis."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, quoted, shown
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.records import records

_MOST_EVENTS = 40
_LABEL_WIDTH = 0.45
"""Of the axis on a phone, where labels are most likely to meet."""
_SYMBOLS = {"campaign": "triangle-down", "event": "diamond"}


def mark_events(figure: Figure, events: pd.DataFrame | None, buckets: list[Any]) -> None:
    """Mark what happened between the first and last bucket, without labels that would meet.

    Events: name, kind ('campaign' or 'event'), starts_at, ends_at, audience (may be missing).
    Every mark has its text on hover; labels go to the largest audiences as far as there is room.
    """
    if events is None or events.empty or not buckets:
        return
    stamps = [pd.Timestamp(bucket) for bucket in buckets]
    first, last = min(stamps), max(stamps)
    step = min((b - a for a, b in pairwise(stamps) if b > a), default=None)
    until = last + (step or pd.Timedelta(days=1))
    starts = pd.to_datetime(events["starts_at"])
    rows = events.assign(starts_at=starts)[(starts >= first) & (starts < until)]
    rows = rows.sort_values("audience", ascending=False, na_position="last", kind="stable")
    rows = rows.head(_MOST_EVENTS)
    if rows.empty:
        return
    span = max((until - first) / pd.Timedelta(seconds=1), 1.0)
    labelled: list[tuple[float, float]] = []
    shapes, labels = [], list(figure.arrangement.get("annotations", ()))
    for row in records(rows):
        at = row.starts_at.isoformat()
        line = {"color": INK, "width": 1, "dash": "dot"}
        shapes.append(
            {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}
        )
        place = (row.starts_at - first) / pd.Timedelta(seconds=1) / span
        left = place > 1 - _LABEL_WIDTH
        reach = (place - _LABEL_WIDTH, place) if left else (place, place + _LABEL_WIDTH)
        if all(reach[1] <= start or end <= reach[0] for start, end in labelled):
            labelled.append(reach)
            labels.append(
                {
                    "x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6,
                    "text": shown(row.name, 13), "xanchor": "right" if left else "left",
                    "showarrow": False, "font": {"size": 11},
                }
            )  # fmt: skip
    figure.add_scatter(
        x=[stamp.isoformat() for stamp in rows["starts_at"]],
        y=[1] * len(rows),
        yaxis="y2",
        mode="markers",
        marker={
            "color": INK,
            "size": 9,
            "symbol": [_SYMBOLS.get(k, "diamond") for k in rows["kind"]],
        },
        hovertext=[_words(row) for row in records(rows)],
        hovertemplate=HOVER,
        showlegend=False,
        cliponaxis=False,
    )
    figure.update_layout(
        margin_t=30,
        shapes=shapes,
        annotations=labels,
        yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
    )


def _words(row: Any) -> str:
    parts = [f"{quoted(row.name)} ({quoted(row.kind)})", wording.bucket_words(row.starts_at)]
    if pd.notna(row.ends_at):
        parts[-1] += f" to {wording.bucket_words(row.ends_at)}"
    if pd.notna(row.audience):
        parts.append(f"sent to {wording.number(row.audience)}")
    return "<br>".join(parts)
