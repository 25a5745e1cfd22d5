"""How much is written on social channels: over time, by channel, by hour of the week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    MOST_LINES,
    canvas,
    end_labels,
    grain_of,
    legend_below,
    mark_cut,
    quoted,
    time_axis,
)
from analysis.charts.events import mark_events
from analysis.charts.figure import Figure
from analysis.records import records

_OTHERS = "Other channels"


def volume_lines(frame: pd.DataFrame, *, events: pd.DataFrame | None = None) -> Figure:
    """Inbound posts per bucket, one line per channel, with marked events.

    Frame: bucket, channel, inbound, outbound.  A bucket without rows of a channel counts as zero;
    beyond eight channels the smallest are summed.
    """
    figure = canvas(keys=["channel", "bucket"], x="Time", y=_posts_per(frame))
    table, grain = _by_channel(frame)
    if table.empty:
        return figure
    keys = [wording.bucket_key(bucket) for bucket in table.index]
    ends = []
    for channel in table.columns:
        name, colour = _name_and_colour(channel)
        counts = [int(count) for count in table[channel]]
        figure.add_scatter(
            x=keys,
            y=counts,
            mode="lines+markers",
            name=quoted(name),
            line={"color": colour, "dash": palette.channel_dash(channel), "width": 2},
            marker={"color": colour, "symbol": palette.channel_symbol(channel), "size": 5},
            customdata=None if channel == _OTHERS else [[channel, key] for key in keys],
            hovertext=_hovers(name, table.index, counts, grain),
            hovertemplate=HOVER,
        )
        ends.append((name, keys[-1], float(counts[-1])))
    time_axis(figure, list(table.index))
    figure.update_yaxes(rangemode="tozero")
    if len(ends) <= 4:
        end_labels(figure, ends)
    else:
        figure.update_layout(height=380)
        legend_below(figure)
    mark_events(figure, events, list(table.index))
    mark_cut(figure, frame)
    return figure


def volume_bars(frame: pd.DataFrame, *, events: pd.DataFrame | None = None) -> Figure:
    """Inbound posts per bucket, channels stacked, with marked events; frame as for the lines."""
    figure = canvas(keys=["channel", "bucket"], x="Time", y=_posts_per(frame), height=360)
    table, grain = _by_channel(frame)
    if table.empty:
        return figure
    keys = [wording.bucket_key(bucket) for bucket in table.index]
    for channel in table.columns:
        name, colour = _name_and_colour(channel)
        counts = [int(count) for count in table[channel]]
        figure.add_bar(
            x=keys,
            y=counts,
            name=quoted(name),
            marker={"color": colour},
            customdata=None if channel == _OTHERS else [[channel, key] for key in keys],
            hovertext=_hovers(name, table.index, counts, grain),
            hovertemplate=HOVER,
        )
    figure.update_layout(barmode="stack", bargap=0.15)
    time_axis(figure, list(table.index))
    legend_below(figure)
    mark_events(figure, events, list(table.index))
    mark_cut(figure, frame)
    return figure


def volume_lines_alt(frame: pd.DataFrame, *, events: pd.DataFrame | None = None) -> str:
    """Total, peak and the number of marked events in words."""
    table, grain = _by_channel(frame)
    if table.empty:
        return "No posts in this period."
    total = table.sum(axis=1)
    peak = wording.bucket_words(total.idxmax(), grain=grain)
    marked = 0 if events is None else len(events)
    also = f" {wording.several(marked, 'event is', 'events are')} marked." if marked else ""
    return (
        f"{wording.several(int(total.sum()), 'inbound post', 'inbound posts')} by {grain}; "
        f"the most, {wording.number(total.max())}, on {peak}.{also}"
    )


def volume_bars_alt(frame: pd.DataFrame, *, events: pd.DataFrame | None = None) -> str:
    """The same words as for the lines."""
    return volume_lines_alt(frame, events=events)


def hour_weekday_heatmap(frame: pd.DataFrame) -> Figure:
    """Average posts per hour for each hour of the week, in local time.

    Frame: weekday (1 = Monday), hour, posts, days (number of such weekdays in the period).
    """
    figure = canvas(keys=["weekday", "hour"], x="Hour of the day", y="Weekday", height=320)
    rows = frame[frame["days"] > 0]
    if rows.empty:
        return figure
    rows = rows.assign(average=rows["posts"] / rows["days"])
    grid: list[list[float | None]] = [[None] * 24 for _ in range(7)]
    for row in records(rows):
        grid[int(row.weekday) - 1][int(row.hour)] = float(row.average)
    figure.add_heatmap(
        z=grid, x=list(range(24)), y=list(range(1, 8)), colorscale=palette.SEQUENTIAL, zmin=0,
        xgap=1, ygap=1, hoverinfo="skip",
        colorbar={
            "title": {"text": "Posts per hour", "side": "top"}, "orientation": "h", "y": -0.28,
            "yanchor": "top", "thickness": 10, "len": 0.7, "nticks": 5,
        },
    )  # fmt: skip
    # Heat maps cannot be selected in the browser; see-through points over them can.
    figure.add_scatter(
        x=[int(hour) for hour in rows["hour"]],
        y=[int(day) for day in rows["weekday"]],
        mode="markers",
        marker={"size": 14, "color": "rgba(0,0,0,0)", "symbol": "square"},
        customdata=[[int(d), int(h)] for d, h in zip(rows["weekday"], rows["hour"], strict=True)],
        hovertext=[
            f"{wording.weekday_name(int(row.weekday))}, {int(row.hour):02d}:00 to "
            f"{(int(row.hour) + 1) % 24:02d}:00:<br>{row.average:.1f} posts per hour "
            f"({wording.several(row.posts, 'post', 'posts')} on "
            f"{wording.several(row.days, 'day', 'days')})"
            for row in records(rows)
        ],
        hovertemplate=HOVER,
    )
    figure.update_xaxes(
        tickmode="array", tickvals=list(range(0, 24, 3)), range=[-0.5, 23.5], showgrid=False,
        ticktext=[f"{hour:02d}" for hour in range(0, 24, 3)],
    )  # fmt: skip
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(1, 8)), range=[7.5, 0.5], showgrid=False,
        ticktext=[wording.weekday_name(day)[:3] for day in range(1, 8)],
    )  # fmt: skip
    return figure


def hour_weekday_heatmap_alt(frame: pd.DataFrame) -> str:
    """The busiest hour of the week in words."""
    rows = frame[frame["days"] > 0]
    if rows.empty:
        return "No posts in this period."
    top = max(records(rows), key=lambda row: row.posts / row.days)
    return (
        f"Posts by hour of the week. Busiest: {wording.weekday_name(int(top.weekday))} at "
        f"{int(top.hour):02d}:00 with {top.posts / top.days:.1f} posts per hour on average."
    )


def _by_channel(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Inbound posts with a row per bucket and a column per channel, the largest first."""
    if frame.empty:
        return pd.DataFrame(), "day"
    buckets, when = np.unique(frame["bucket"].to_numpy(), return_inverse=True)
    channels, which = np.unique(frame["channel"].to_numpy(dtype=object), return_inverse=True)
    counts = np.zeros((len(buckets), len(channels)), dtype="int64")
    np.add.at(counts, (when, which), frame["inbound"].to_numpy(dtype="int64"))
    order = np.argsort(-counts.sum(axis=0), kind="stable")
    table = pd.DataFrame(counts[:, order], index=pd.Index(buckets),
                         columns=channels[order])
    if len(table.columns) > MOST_LINES:
        rest = table.iloc[:, MOST_LINES - 1 :].sum(axis=1)
        table = table.iloc[:, : MOST_LINES - 1].assign(**{_OTHERS: rest})
    return table, grain_of(list(table.index))


def _posts_per(frame: pd.DataFrame) -> str:
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    return f"Inbound posts per {grain}"


def _name_and_colour(channel: str) -> tuple[str, str]:
    if channel == _OTHERS:
        return channel, palette.INK
    return wording.channel_name(channel), palette.channel_colour(channel, is_social=True)


def _hovers(name: str, buckets: pd.Index, counts: list[int], grain: str) -> list[str]:
    return [
        f"{quoted(name)}, {wording.bucket_words(bucket, grain=grain)}:<br>"
        + wording.several(count, "inbound post", "inbound posts")
        for bucket, count in zip(buckets, counts, strict=True)
    ]
