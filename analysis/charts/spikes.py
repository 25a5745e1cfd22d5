"""Spikes: contacts over time with what is usual, what makes up the excess, and the people for it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    canvas,
    end_of_bars,
    grain_of,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    time_axis,
)
from analysis.charts.figure import Figure
from analysis.records import records
from analysis.spike_words import (
    category_name,
    excess_words,
    series_name,
    span_words,
    times_words,
)

# With more buckets than this the points would hide the line.
_DENSE = 120
# Width of a bar of an hour, in milliseconds as Plotly wants it.
_HOUR_WIDE = 0.9 * 3_600_000
_SYMBOLS = {"up": "triangle-up", "down": "triangle-down"}
_WORDS = {"up": "spike", "down": "fall"}


def spike_lines(frame: pd.DataFrame, *, spikes: pd.DataFrame | None = None) -> Figure:
    """Contacts per bucket, the band in which 95 of 100 usually lie, and the spikes marked.

    Frame: bucket, contacts, expected, low, high (missing where the history is too short).
    Spikes: series, direction, start, end, peak_at, observed, expected, excess, excess_low,
    excess_high, ratio, severity.
    """
    buckets = list(frame["bucket"])
    grain = grain_of(buckets) if buckets else "day"
    figure = canvas(keys=["bucket"], x="Time", y=f"Contacts per {grain}", height=300)
    if frame.empty:
        return figure
    keys = [wording.bucket_key(bucket) for bucket in buckets]
    _band(figure, keys, frame)
    figure.add_scatter(
        x=keys, y=[int(count) for count in frame["contacts"]], mode="lines+markers",
        name="contacts", line={"color": palette.INK, "width": 1.6},
        marker={"color": palette.INK, "size": 1.5 if len(keys) > _DENSE else 4},
        customdata=[[key] for key in keys],
        hovertext=[_bucket_words(row, grain) for row in records(frame)], hovertemplate=HOVER)
    if spikes is not None and len(spikes):
        _spikes(figure, frame, spikes, grain)
    time_axis(figure, buckets)
    figure.update_yaxes(rangemode="tozero")
    legend_below(figure)
    mark_cut(figure, frame)
    return figure


def _band(figure: Figure, keys: list[str], frame: pd.DataFrame) -> None:
    known = frame["high"].notna().to_numpy(dtype=bool)
    if not known.any():
        return
    for name, style in (("low", {}), ("high", {
            "fill": "tonexty", "fillcolor": palette.band(palette.INK, opacity=0.22)})):
        figure.add_scatter(
            x=keys, y=[None if one != one else round(one, 1)
                       for one in frame[name].to_numpy(dtype=float).tolist()],
            mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=name == "high",
            name="95 of 100 usually lie here", **style)


def _spikes(figure: Figure, frame: pd.DataFrame, spikes: pd.DataFrame, grain: str) -> None:
    stamps = pd.to_datetime(frame["bucket"])
    ordered = np.sort(stamps.to_numpy())
    # A bucket is drawn at its start, so what is shaded lies around that.
    width = pd.Timedelta(hours=1) if grain == "hour" else pd.Timedelta(days=1)
    figure.update_layout(shapes=[{
        "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "layer": "below",
        "x0": (row.start.floor(width) - width / 2).isoformat(),
        "x1": (row.end.ceil(width) - width / 2).isoformat(), "opacity": 0.16,
        "fillcolor": palette.SPIKE_COLOURS[row.direction]} for row in records(spikes)])
    for way, name in _WORDS.items():
        mine = spikes[spikes["direction"] == way]
        places = (np.searchsorted(ordered, mine["peak_at"].to_numpy(), side="right") - 1).tolist()
        shown = [(place, row) for place, row in zip(places, records(mine), strict=True)
                 if place >= 0]
        if not shown:
            continue
        figure.add_scatter(
            x=[wording.bucket_key(stamps.iloc[place]) for place, _ in shown],
            y=[int(frame["contacts"].iloc[place]) for place, _ in shown], mode="markers", name=name,
            marker={"color": palette.SPIKE_COLOURS[way], "size": 12, "symbol": _SYMBOLS[way]},
            customdata=[[wording.bucket_key(stamps.iloc[place])] for place, _ in shown],
            hovertext=[_spike_words(row) for _, row in shown], hovertemplate=HOVER,
            cliponaxis=False)


def _bucket_words(row: Any, grain: str) -> str:
    words = (f"{wording.bucket_words(row.bucket, grain=grain)}:<br>"
             f"{wording.several(row.contacts, 'contact', 'contacts')}")
    if pd.isna(row.expected):
        return f"{words}<br>what is usual is not known yet"
    return (f"{words}<br>usual {wording.number(row.expected)} "
            f"({wording.number(row.low)}–{wording.number(row.high)})")


def _spike_words(row: Any) -> str:
    return (f"{quoted(series_name(row.series, first=True))}, {row.severity}<br>"
            f"{span_words(row.start, row.end)}<br>{excess_words(row)}, "
            f"{times_words(row.ratio, row.direction)}")


def spike_lines_alt(frame: pd.DataFrame, *, spikes: pd.DataFrame | None = None) -> str:
    """The range of contacts and the spikes in words."""
    if frame.empty:
        return "No contacts in this period."
    grain = grain_of(list(frame["bucket"]))
    top = max(records(frame), key=lambda row: row.contacts)
    words = (f"{wording.number(frame['contacts'].sum())} contacts by {grain}; the most, "
             f"{wording.number(top.contacts)}, on {wording.bucket_words(top.bucket, grain=grain)}.")
    if spikes is None or spikes.empty:
        return f"{words} No spike is marked."
    parts = [f"{_WORDS[row.direction]} {span_words(row.start, row.end)}: {excess_words(row)}"
             for row in records(spikes.head(8))]
    return f"{words} Marked: {'; '.join(parts)}."


def reason_bars(frame: pd.DataFrame) -> Figure:
    """The excess of each category with its interval, the largest on top.

    Frame: dimension, category, observed, usual, excess, excess_low, excess_high, share (of the
    whole excess, 0..1; missing for words), found.  Pale: the interval holds 0, so it may be chance.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["category"], x="Contacts beyond the usual", y="Part",
                         rows=len(rows))
    if rows.empty:
        return figure
    ends = rows["excess"].astype(float).tolist()
    figure.add_bar(
        orientation="h", x=ends, y=rows.index.tolist(), width=0.6,
        marker={"color": palette.INK, "opacity": [0.95 if one else 0.35 for one in rows["found"]]},
        error_x={"type": "data", "symmetric": False, "color": palette.INK, "thickness": 1.2,
                 "array": (rows["excess_high"] - rows["excess"]).tolist(),
                 "arrayminus": (rows["excess"] - rows["excess_low"]).tolist()},
        customdata=[[str(one)] for one in rows["category"]],
        hovertext=[_reason_words(row) for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, [category_name(row.dimension, row.category) for row in records(rows)], [
        f"{wording.number(row.observed)} instead of {wording.number(row.usual)}"
        for row in records(rows)])
    reach = float(rows["excess_high"].clip(lower=0).max())
    end_of_bars(figure, rows["excess_high"].clip(lower=0).astype(float).tolist(),
                [_share(row.share) for row in records(rows)])
    low = min(0.0, 1.1 * float(rows["excess_low"].min()))
    figure.update_xaxes(range=[low, 1.28 * max(reach, 1.0)], zeroline=True)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def reason_bars_alt(frame: pd.DataFrame) -> str:
    """What makes up most of the excess, in words."""
    if frame.empty:
        return "Nothing stands out."
    parts = [f"{category_name(row.dimension, row.category)} {wording.number(row.observed)} "
             f"instead of {wording.number(row.usual)}" for row in records(frame.head(8))]
    return f"Contacts in the spike against the usual: {'; '.join(parts)}."


def _share(share: Any) -> str:
    return "" if pd.isna(share) else f"{100 * float(share):.0f} %"


def _reason_words(row: Any) -> str:
    name = quoted(category_name(row.dimension, row.category))
    words = (f"{name}: {wording.several(row.observed, 'contact', 'contacts')} instead "
             f"of {wording.number(row.usual)}<br>{wording.number(row.excess)} beyond the usual "
             f"({wording.number(row.excess_low)} to {wording.number(row.excess_high)})")
    return words if pd.isna(row.share) else (
        f"{words}<br>{_share(row.share)} of the whole excess")


def people_bars(frame: pd.DataFrame) -> Figure:
    """The people needed besides those for the usual contacts, hour by hour, channels stacked.

    Frame: ds, channel, is_social, extra_contacts, extra_people.
    """
    figure = canvas(keys=["channel", "bucket"], x="Hour", y="More people at work", height=280)
    rows = frame[frame["extra_people"] > 0]
    if rows.empty:
        return figure
    for channel, mine in rows.groupby("channel", sort=True):
        name = wording.channel_name(channel)
        figure.add_bar(
            x=[wording.bucket_key(at) for at in mine["ds"]],
            y=[int(one) for one in mine["extra_people"]], name=quoted(name), width=_HOUR_WIDE,
            marker={"color": palette.channel_colour(
                str(channel), is_social=bool(mine["is_social"].iloc[0]))},
            customdata=[[str(channel), wording.bucket_key(at)] for at in mine["ds"]],
            hovertext=[f"{quoted(name)}, {wording.bucket_words(row.ds, grain='hour')}:<br>"
                       f"{wording.several(row.extra_people, 'more person', 'more people')}<br>"
                       f"{wording.number(row.extra_contacts)} contacts beyond the usual"
                       for row in records(mine)], hovertemplate=HOVER)
    figure.update_layout(barmode="stack")
    room = pd.Timedelta(hours=2)
    time_axis(figure, [rows["ds"].min() - room, *rows["ds"], rows["ds"].max() + room])
    legend_below(figure)
    return figure


def people_bars_alt(frame: pd.DataFrame) -> str:
    """The hour with most people in words."""
    rows = frame[frame["extra_people"] > 0]
    if rows.empty:
        return "No more people are needed."
    by_hour = rows.groupby("ds")["extra_people"].sum()
    return (f"More people at work in {wording.several(len(by_hour), 'hour', 'hours')}; most, "
            f"{wording.number(by_hour.max())}, at "
            f"{wording.bucket_words(by_hour.idxmax(), grain='hour')}.")
