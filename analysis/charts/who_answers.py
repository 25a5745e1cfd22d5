"""Who answers what, and how fast."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    end_of_bars,
    hatched,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, PURPOSE_COLOURS
from analysis.records import records

_HOURS_FROM = 3 * 3600


def who_answers_bars(frame: pd.DataFrame) -> Figure:
    """Median first response per department and purpose (bar) with the P90 (mark).

    Frame: department, purpose, conversations, median_seconds, p90_seconds.  The busiest is on top.
    """
    rows = _answered(frame)
    slow = float(rows["p90_seconds"].max()) if len(rows) else 0.0
    unit, seconds = ("hours", 3600) if slow >= _HOURS_FROM else ("minutes", 60)
    figure = rows_canvas(
        keys=["department", "purpose"], x=f"First response ({unit})", y="Department",
        rows=len(rows), legend=2,
    )  # fmt: skip
    if rows.empty:
        return figure
    rows = rows.assign(place=range(len(rows)))
    for purpose, colour in PURPOSE_COLOURS.items():
        mine = rows[rows["purpose"] == purpose]
        if mine.empty:
            continue
        figure.add_bar(
            orientation="h",
            x=(mine["median_seconds"] / seconds).tolist(),
            y=mine["place"].tolist(),
            name=f"{purpose.capitalize()}, median",
            width=0.6,
            marker={"color": colour, "pattern": hatched(mine["conversations"].tolist())},
            customdata=_keys(mine),
            hovertext=_hovers(mine),
            hovertemplate=HOVER,
        )
    figure.add_scatter(
        x=(rows["p90_seconds"] / seconds).tolist(),
        y=rows["place"].tolist(),
        mode="markers",
        name="P90: nine of ten of those answered",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": INK}, "color": INK},
        customdata=_keys(rows),
        hovertext=_hovers(rows),
        hovertemplate=HOVER,
    )
    small = [
        f"{'' if pd.isna(row.purpose) else row.purpose}, n = {wording.number(row.conversations)}"
        for row in records(rows)
    ]
    row_names(figure, [_department(row.department) for row in records(rows)], small)
    texts = [
        f"{wording.duration(row.median_seconds)} / {wording.duration(row.p90_seconds)}"
        for row in records(rows)
    ]
    slower = rows[["median_seconds", "p90_seconds"]].max(axis=1)
    end_of_bars(figure, (slower / seconds).tolist(), texts)
    figure.update_layout(barmode="overlay")
    legend_below(figure)
    return figure


def who_answers_bars_alt(frame: pd.DataFrame) -> str:
    """Median and P90 of the three busiest rows in words."""
    rows = _answered(frame).head(3)
    if rows.empty:
        return "Nothing was answered in this period."
    parts = [
        f"{_department(row.department)} ({row.purpose}) median "
        f"{wording.duration(row.median_seconds)}, P90 {wording.duration(row.p90_seconds)}, "
        f"n = {wording.number(row.conversations)}"
        for row in records(rows)
    ]
    return f"First response by department, busiest first: {'; '.join(parts)}."


def _answered(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame[frame["median_seconds"].notna() & (frame["conversations"] > 0)]
    return rows.sort_values("conversations", ascending=False, kind="stable")


def _keys(rows: pd.DataFrame) -> list[list[str | None]]:
    return [
        [None if pd.isna(value) else str(value) for value in (row.department, row.purpose)]
        for row in records(rows)
    ]


def _hovers(rows: pd.DataFrame) -> list[str]:
    return [
        f"{quoted(_department(row.department))}, {quoted(row.purpose)}:<br>"
        f"median {wording.duration(row.median_seconds)}, P90 {wording.duration(row.p90_seconds)}"
        f"<br>{wording.several(row.conversations, 'conversation', 'conversations')} answered"
        for row in records(rows)
    ]


def _department(value: Any) -> str:
    return "unknown" if value is None or pd.isna(value) else str(value)
