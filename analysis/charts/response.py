"""How long customers wait for a person: medians with limits, buckets, promises kept, backlog."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    FEW,
    HOVER,
    hatched,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, PURPOSE_COLOURS, band
from analysis.records import floats, records

BUCKETS = {
    "within_15_minutes": "15 min", "within_1_hour": "1 h", "within_4_hours": "4 h",
    "within_1_day": "1 day", "within_3_days": "3 days", "later": "later",
    "unanswered": "not answered",
}
AGES = {1: "up to 1 day", 2: "1 to 3 days", 3: "3 to 7 days", 4: "7 to 30 days",
        5: "over 30 days"}
_TICKS = {1: "1 s", 10: "10 s", 60: "1 min", 600: "10 min", 3600: "1 h", 14_400: "4 h",
          86_400: "1 day", 345_600: "4 days", 1_209_600: "2 weeks", 5_184_000: "60 days"}


def _labelled(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows with the name that people read."""
    names = [wording.channel_name(one) if key == "channel" else str(one)
             for one in frame["category"]]
    return frame.assign(label=pd.Series(names, index=frame.index, dtype=object))


def wait_dots(frame: pd.DataFrame, *, key: str, x: str) -> Figure:
    """Median (dot) and P90 (bar) of waits with their limits, a row each, on a log axis.

    Frame: category, waits, ended, median_seconds, p90_seconds and their _low_ and _high_
    limits (missing where too few ended).  ``key`` names what the rows stand for.
    """
    figure = rows_canvas(keys=[key, "waited"], x=x, y=key.capitalize(), rows=len(frame), legend=1)
    if frame.empty:
        return figure
    rows = _labelled(frame, key).assign(place=range(len(frame)))
    shown = rows[rows["median_seconds"].notna()]
    each = records(shown)
    if each:  # one broken line from each median to its P90
        figure.add_scatter(
            x=[x for row in each for x in (
                max(row.median_seconds, 1), max(row.p90_seconds, 1), None)],
            y=[y for row in each for y in (row.place, row.place, None)],
            mode="lines", line={"color": band(INK, opacity=0.4), "width": 2}, hoverinfo="skip",
            showlegend=False)
    said = [_wait_words(row) for row in each]
    for name, what, mark in (
            ("median", "Median: half", {"symbol": "circle", "size": 10}),
            ("p90", "P90: nine of ten", {"symbol": "line-ns", "size": 16,
                                         "line": {"width": 3, "color": INK}})):
        _dots(figure, shown, said, name=name, what=f"{what} of those that ended", mark=mark)
    row_names(figure, rows["label"].tolist(), [
        f"{wording.duration(row.median_seconds)} / {wording.duration(row.p90_seconds)}, "
        f"n = {wording.number(row.ended)}" if row.ended else "none ended"
        for row in records(rows)])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    _log_axis(figure, shown)
    legend_below(figure)
    return figure


def _dots(figure: Figure, rows: pd.DataFrame, said: list[str], *, name: str, what: str,
          mark: dict[str, Any]) -> None:
    if rows.empty:
        return
    value, low, high = (
        np.maximum(floats(rows[f"{name}{part}_seconds"]), 1)
        for part in ("", "_low", "_high"))
    # Without a limit the bar ends at the dot.
    low, high = (np.where(np.isnan(one), value, one) for one in (low, high))
    figure.add_scatter(
        x=value.tolist(), y=rows["place"].tolist(), mode="markers", name=what,
        marker={"color": INK, **mark},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                 "array": np.maximum(high - value, 0).tolist(),
                 "arrayminus": np.maximum(value - low, 0).tolist()},
        customdata=[[str(one), "any"] for one in rows["category"]],
        hovertext=said, hovertemplate=HOVER)


def _wait_words(row: Any) -> str:
    return (f"{quoted(row.label)}: {quoted(_quantile(row, 'median'))} at the median,<br>"
            f"{quoted(_quantile(row, 'p90'))} for nine of ten<br>"
            f"{wording.number(row.ended)} of {wording.number(row.waits)} ended")


def _quantile(row: Any, name: str) -> str:
    value, low, high = (getattr(row, f"{name}{part}_seconds") for part in ("", "_low", "_high"))
    words = wording.duration(value)
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return f"{words} (too few for limits)"
    return f"{words} ({wording.duration(low)} to {wording.duration(high)})"


def _log_axis(figure: Figure, rows: pd.DataFrame) -> None:
    columns = [name for name in rows.columns if name.endswith("_seconds") and name[:3] in (
        "med", "p90")]
    seen = rows[columns].astype(float).to_numpy().ravel()
    seen = seen[~pd.isna(seen)]
    least, most = (max(float(seen.min()), 1.0), max(float(seen.max()), 1.0)) if len(seen) else (
        1.0, 60.0)
    figure.update_xaxes(
        type="log", range=[math.log10(least) - 0.2, math.log10(most) + 0.25], tickangle=0,
        tickvals=list(_TICKS), ticktext=list(_TICKS.values()))


def wait_dots_alt(frame: pd.DataFrame, *, key: str, x: str) -> str:
    """Median and P90 in words."""
    shown = _labelled(frame[frame["median_seconds"].notna()], key)
    if shown.empty:
        return "Nothing has ended in this period."
    parts = [f"{row.label} {wording.duration(row.median_seconds)} and "
             f"{wording.duration(row.p90_seconds)}, n = {wording.number(row.ended)}"
             for row in records(shown)[:12]]
    return f"{x} by {key}, median and P90: {'; '.join(parts)}."


def wait_buckets(frame: pd.DataFrame, *, key: str) -> Figure:
    """The share of waits that ended within each time, and of those unanswered; 100 % a row.

    Frame: category, waits, and a column of counts per bucket (see BUCKETS).
    """
    figure = rows_canvas(keys=[key, "waited"], x="Share of conversations (%)", y=key.capitalize(),
                         rows=len(frame), legend=2)
    rows = _labelled(frame[frame["waits"].astype(float) > 0], key)
    if rows.empty:
        return figure
    each = records(rows)
    for at, (column, words) in enumerate(BUCKETS.items()):
        count = rows[column].astype(float)
        share = (100 * count / rows["waits"].astype(float)).tolist()
        late = column == "unanswered"
        figure.add_bar(
            orientation="h", x=share, y=list(range(len(rows))), width=0.6,
            name=words if late or column == "later" else f"≤ {words}",
            marker={"color": INK if late else band(INK, opacity=0.95 - 0.15 * at),
                    "line": {"width": 1, "color": INK},
                    **({"pattern": {"shape": "/", "fillmode": "replace", "size": 6}}
                       if late else {})},
            customdata=[[str(one), column] for one in rows["category"]],
            hovertext=[
                f"{quoted(row.label)}, {words if late else f'answered {_within(column)}'}: "
                f"{wording.number(getattr(row, column))} of {wording.number(row.waits)} "
                f"({wording.percent(getattr(row, column) / row.waits)})" for row in each],
            hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(),
              [f"n = {wording.number(one)}" for one in rows["waits"]])
    figure.update_layout(barmode="stack", bargap=0.3)
    figure.update_xaxes(range=[0, 100])
    legend_below(figure)
    return figure


def _within(column: str) -> str:
    return "later than 3 days" if column == "later" else f"within {BUCKETS[column]}"


def wait_buckets_alt(frame: pd.DataFrame, *, key: str) -> str:
    """What was answered within an hour, and what was not answered at all, in words."""
    rows = _labelled(frame[frame["waits"].astype(float) > 0], key)
    if rows.empty:
        return "No conversations in this period."
    parts = [
        f"{row.label} {wording.percent((row.within_15_minutes + row.within_1_hour) / row.waits)} "
        f"within 1 h, {wording.percent(row.unanswered / row.waits)} not answered"
        for row in records(rows)[:12]]
    return f"Answered by when, by {key}: {'; '.join(parts)}."


def share_dots(frame: pd.DataFrame, *, key: str, x: str) -> Figure:
    """Shares with their intervals, one row each; hollow where n is small.

    Frame: category, share, low, high (0..1; missing without n), n.
    """
    figure = rows_canvas(keys=[key], x=x, y=key.capitalize(), rows=len(frame))
    if frame.empty:
        return figure
    rows = _labelled(frame, key).assign(place=range(len(frame)))
    shown = rows[rows["share"].notna()]
    share, low, high = (100 * shown[name].astype(float) for name in ("share", "low", "high"))
    if len(shown):
        figure.add_scatter(
            x=share.tolist(), y=shown["place"].tolist(), mode="markers",
            marker={"color": INK, "size": 10,
                    "symbol": ["circle" if n >= FEW else "circle-open" for n in shown["n"]]},
            error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                     "array": (high - share).tolist(), "arrayminus": (share - low).tolist()},
            customdata=[[str(one)] for one in shown["category"]],
            hovertext=[f"{quoted(row.label)}: {_share(row)}" for row in records(shown)],
            hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(), [
        f"{wording.percent(row.share, low=row.low, high=row.high)}, n = {wording.number(row.n)}"
        if row.n else "none yet" for row in records(rows)])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    most = float(high.max()) if len(shown) else 1.0
    figure.update_xaxes(range=[0, 100 if most > 60 else 1.15 * most + 1])
    return figure


def _share(row: Any) -> str:
    return wording.share_words(row.share, low=row.low, high=row.high, n=row.n)


def share_dots_alt(frame: pd.DataFrame, *, key: str, x: str) -> str:
    """The shares in words."""
    shown = _labelled(frame[frame["share"].notna()], key)
    if shown.empty:
        return "Nothing can be judged in this period."
    parts = [f"{row.label} {_share(row)}" for row in records(shown)[:12]]
    return f"{x} by {key}: {'; '.join(parts)}."


def backlog_bars(frame: pd.DataFrame) -> Figure:
    """Open conversations by their age, stacked by purpose; the youngest on top.

    Frame: purpose, age (1..5), items, oldest_seconds.
    """
    figure = rows_canvas(keys=["purpose"], x="Conversations that wait", y="Age",
                         rows=len(AGES), legend=1)
    if frame.empty:
        return figure
    known = [*PURPOSE_COLOURS, *sorted(set(frame["purpose"]) - set(PURPOSE_COLOURS))]
    for purpose in known:
        mine = frame[frame["purpose"] == purpose]
        if mine.empty:
            continue
        counts = mine["items"].tolist()
        figure.add_bar(
            orientation="h", x=counts, y=[int(age) - 1 for age in mine["age"]], width=0.6,
            name=quoted(purpose).capitalize(),
            marker={"color": PURPOSE_COLOURS.get(purpose, INK),
                    "pattern": hatched([]) if purpose in PURPOSE_COLOURS else {
                        "shape": "/", "fillmode": "replace", "size": 6}},
            customdata=[[str(purpose)] for _ in counts],
            hovertext=[
                f"{quoted(purpose)}, {AGES[int(row.age)]}: "
                f"{wording.several(row.items, 'conversation', 'conversations')}<br>"
                f"the oldest waits for {wording.duration(row.oldest_seconds)}"
                for row in records(mine)],
            hovertemplate=HOVER)
    totals = frame.groupby("age")["items"].sum()
    row_names(figure, list(AGES.values()),
              [f"n = {wording.number(totals.get(age, 0))}" for age in AGES])
    figure.update_yaxes(range=[len(AGES) - 0.5, -0.5], autorange=False)
    figure.update_layout(barmode="stack")
    legend_below(figure)
    return figure


def backlog_bars_alt(frame: pd.DataFrame) -> str:
    """The backlog in words."""
    if frame.empty:
        return "Nothing waits for a person."
    totals = frame.groupby("age")["items"].sum()
    parts = [f"{words} {wording.number(totals[age])}" for age, words in AGES.items()
             if age in totals.index]
    return (f"Conversations that wait, by age: {', '.join(parts)}. The oldest waits for "
            f"{wording.duration(frame['oldest_seconds'].max())}.")
