"""What all charts share: an empty figure, axes with titles, labels that cannot carry markup."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.figure import Figure
from analysis.charts.palette import INK

MOST_LINES = 8
FEW = 30
"""Below this n a mark is hatched or hollow: too few to lean on."""

_ROW_PX = 40
_LABEL_LETTERS = 18
HOVER = "%{hovertext}<extra></extra>"


def canvas(*, keys: Sequence[str], x: str, y: str, height: int = 320) -> Figure:
    """A figure without traces; ``keys`` names the leading columns of each mark's customdata."""
    axis = {"automargin": True, "zeroline": False, "separatethousands": True}
    return Figure(
        arrangement={
            "height": height,
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,  # a finger on the chart scrolls the page
            "meta": {"keys": list(keys)},
            "xaxis": axis | {"title": {"text": x, "standoff": 8}},
            "yaxis": axis | {"title": {"text": y, "standoff": 8}},
        }
    )


def rows_canvas(*, keys: Sequence[str], x: str, y: str, rows: int, legend: int = 0) -> Figure:
    """A figure for horizontal bars, as tall as its rows need; the first row is on top."""
    height = 76 + _ROW_PX * max(rows, 1) + 30 * legend
    figure = canvas(keys=keys, x=x, y=y, height=height)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(rangemode="tozero")
    return figure


def row_names(figure: Figure, names: Sequence[Any], below: Sequence[str] | None = None, *,
              letters: int = _LABEL_LETTERS) -> None:
    """Name the rows; ``below`` is a second, smaller line. Rows sit at 0, 1, 2 …"""
    texts = [shown(name, letters) for name in names]
    if below is not None:
        texts = [
            f'{text}<br><span style="font-size:0.8em">{html.escape(small)}</span>'
            for text, small in zip(texts, below, strict=True)
        ]
    figure.update_yaxes(tickmode="array", tickvals=list(range(len(texts))), ticktext=texts)


def end_of_bars(figure: Figure, ends: Sequence[float], texts: Sequence[str]) -> None:
    """Write a value behind each bar and keep room for it."""
    known = [end for end in ends if end == end]
    longest = max((len(text) for text in texts), default=0)
    room = 1.1 + 0.035 * longest
    figure.update_xaxes(range=[0, (max(known, default=0) or 1) * room])
    figure.update_layout(
        annotations=[
            {
                "x": end if end == end else 0, "y": at, "text": html.escape(text),
                "showarrow": False, "xanchor": "left", "xshift": 6, "align": "left",
            }
            for at, (end, text) in enumerate(zip(ends, texts, strict=True))
        ]
    )  # fmt: skip


def end_labels(figure: Figure, ends: Sequence[tuple[str, Any, float]]) -> None:
    """Name lines at their right end: (name, x, y); names are moved apart where they would meet."""
    if not ends:
        return
    values = [y for _, _, y in ends]
    shown_y = [y for trace in figure.traces for y in trace.get("y", ())
               if y is not None and y == y]
    span = max(shown_y, default=1.0) - min(0.0, min(shown_y, default=0.0)) or 1.0
    gap, last = 0.075 * span, -float("inf")
    labels = []
    for at in sorted(range(len(ends)), key=values.__getitem__):
        name, x, y = ends[at]
        last = max(y, last + gap)
        place = {"x": x, "y": last, "xanchor": "left", "xshift": 8, "showarrow": False}
        labels.append(place | {"text": shown(name, 11)})
    letters = max(len(shown(name, 11)) for name, _, _ in ends)
    figure.update_layout(margin_r=16 + 8 * letters, annotations=labels)


def legend_below(figure: Figure) -> None:
    """A horizontal legend under the chart, which gives it the room it needs."""
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom",
            "x": 0, "xanchor": "left", "title": {"text": ""}, "traceorder": "normal",
        },
    )  # fmt: skip


def shown(value: Any, letters: int = _LABEL_LETTERS) -> str:
    """A name from the data for a label: shortened, its markup made harmless."""
    text = "" if value is None or value is pd.NA or value != value else str(value)
    text = text.replace("\x00", "").strip() or wording.NOTHING
    return html.escape(text if len(text) <= letters else text[: letters - 1].rstrip() + "…")


def wrapped(value: Any, letters: int = 20, lines: int = 3) -> str:
    """A longer name from the data over a few lines, its markup made harmless."""
    parts = textwrap.wrap(
        str(value).replace("\x00", ""), letters, max_lines=lines, placeholder=" …"
    )
    return "<br>".join(html.escape(part) for part in parts) or wording.NOTHING


def quoted(value: Any) -> str:
    """A name from the data for a hover: whole up to 80 letters, its markup made harmless."""
    return shown(value, 80)


def time_axis(figure: Figure, buckets: Sequence[Any] | pd.Series | pd.Index) -> None:
    """Show the buckets from first to last, with half a bucket of room; few, level tick labels."""
    stamps, step = _in_order(buckets)
    room = 0.6 * step
    limits = [(stamps[0] - room).isoformat(), (stamps[-1] + room).isoformat()]
    figure.update_xaxes(type="date", range=limits, nticks=6, tickangle=0)


def mark_cut(figure: Figure, frame: pd.DataFrame) -> None:
    """Shade the buckets that the period cuts, and say so on hover: their counts are too low.

    Frame: bucket, and whole_bucket (false where the period holds only part of it); without that
    column nothing is shaded.
    """
    if "whole_bucket" not in frame or frame.empty:
        return
    whole = frame["whole_bucket"].to_numpy(dtype=bool)
    if whole.all():
        return
    cut = dict.fromkeys(frame["bucket"].take(np.flatnonzero(~whole)).tolist())
    _, step = _in_order(frame["bucket"])
    half, grain = 0.5 * step, grain_of(frame["bucket"])
    for bucket in cut:
        at = pd.Timestamp(bucket)
        figure.add_shape(
            type="rect", x0=(at - half).isoformat(), x1=(at + half).isoformat(), yref="paper",
            y0=0, y1=1, line={"width": 0}, fillcolor=INK, opacity=0.14, layer="below",
        )  # fmt: skip
    keys = {wording.bucket_key(bucket) for bucket in cut}
    place = figure.keys.index("bucket")
    for trace in figure.traces:
        if "customdata" not in trace or "hovertext" not in trace:
            continue
        trace["hovertext"] = [
            f"{text}<br>only part of this {grain} is in the period" if row[place] in keys else text
            for row, text in zip(trace["customdata"], trace["hovertext"], strict=True)
        ]


def grain_of(buckets: Sequence[Any] | pd.Series | pd.Index) -> str:
    """Hour, day, week or month, told by the narrowest step between buckets."""
    _, step = _in_order(buckets)
    for grain, at_least in (("month", 28), ("week", 7), ("day", 1)):
        if step >= pd.Timedelta(days=at_least):
            return grain
    return "hour"


def _in_order(buckets: Sequence[Any] | pd.Series | pd.Index
              ) -> tuple[pd.DatetimeIndex, pd.Timedelta]:
    """Every bucket once, and the narrowest step between two; a day where there is one alone."""
    given = buckets if isinstance(buckets, pd.Series | pd.Index) else list(buckets)
    index = pd.DatetimeIndex(given)
    stamps = (pd.DatetimeIndex(np.unique(index.to_numpy())) if index.tz is None
              else index.unique().sort_values())
    if len(stamps) < 2:
        return stamps, pd.Timedelta(days=1)
    at = int(np.diff(stamps.asi8).argmin())
    return stamps, stamps[at + 1] - stamps[at]


def hatched(counts: Sequence[float]) -> dict[str, Any]:
    """The pattern of bars: hatched where n is too small, nothing where all are large enough."""
    if all(n >= FEW for n in counts):
        return {}
    return {"shape": ["/" if n < FEW else "" for n in counts], "fillmode": "replace", "size": 6}
