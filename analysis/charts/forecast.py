"""What is expected beside what came, and how good the same forecast was before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import (
    HOVER,
    canvas,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
)
from analysis.charts.events import mark_events
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.records import records

MODELS = {"forecast": ("This forecast", "circle"),
          "same time last week": ("As a week before", "square-open"),
          "mean of last four weeks": ("Mean of four weeks", "diamond-open")}


def expected_days(frame: pd.DataFrame, *, events: pd.DataFrame | None = None,
                  colour: str = INK) -> Figure:
    """Contacts per day that came, then those expected with bands of 80 and 95 %.

    Frame: day, came (contacts; missing ahead), mean, lo_80, hi_80, lo_95, hi_95 (missing before).
    """
    figure = canvas(keys=["day"], x="Day", y="Contacts per day", height=340)
    if frame.empty:
        return figure
    came, ahead = frame[frame["came"].notna()], frame[frame["mean"].notna()]
    if len(ahead):
        _bands(figure, ahead, _keys(ahead), colour, "days")
    for name, rows, column, dash in (("Came", came, "came", "solid"),
                                     ("Expected", ahead, "mean", "dot")):
        if len(rows):
            figure.add_scatter(
                x=_keys(rows), y=rows[column].astype(float).tolist(), mode="lines+markers",
                name=name, line={"color": colour, "width": 2, "dash": dash},
                marker={"color": colour, "size": 5}, customdata=[[key] for key in _keys(rows)],
                hovertext=[_day_words(row) for row in records(rows)], hovertemplate=HOVER)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(type="date", nticks=6, tickangle=0)
    legend_below(figure)
    mark_events(figure, events, list(frame["day"]))
    return figure


def expected_days_alt(frame: pd.DataFrame, *, events: pd.DataFrame | None = None,
                      colour: str = INK) -> str:
    """Usual day, what is expected, and the largest day, in words."""
    if frame.empty or frame["mean"].notna().sum() == 0:
        return "No forecast to show."
    ahead = frame[frame["mean"].notna()]
    came = frame["came"].dropna()
    before = f"{wording.number(came.mean())} contacts came a day before; " if len(came) else ""
    top = records(ahead)[int(ahead["mean"].astype(float).argmax())]
    return (f"{before}{wording.number(ahead['mean'].mean())} are expected a day, the most on "
            f"{_day_words(top)}.")


def expected_half_hours(frame: pd.DataFrame, *, colour: str = INK) -> Figure:
    """Contacts expected per half hour with bands of 80 and 95 %.

    Frame: wall (local start of the half hour), mean, lo_80, hi_80, lo_95, hi_95.
    """
    figure = canvas(keys=["wall"], x="Time", y="Contacts per half hour", height=300)
    if frame.empty:
        return figure
    walls = [pd.Timestamp(at).isoformat(timespec="minutes") for at in frame["wall"]]
    _bands(figure, frame, walls, colour, "half hours")
    figure.add_scatter(
        x=walls, y=[round(float(one), 2) for one in frame["mean"]], mode="lines+markers",
        name="Expected", line={"color": colour, "width": 1.5, "dash": "dot"},
        marker={"color": colour, "size": 2}, customdata=[[wall] for wall in walls],
        hovertext=[_half_hour_words(row) for row in records(frame)], hovertemplate=HOVER)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(type="date", nticks=8, tickangle=0)
    legend_below(figure)
    return figure


def expected_half_hours_alt(frame: pd.DataFrame, *, colour: str = INK) -> str:
    """What is expected in all and in the busiest half hour, in words."""
    if frame.empty or not frame["mean"].sum():
        return "No contacts are expected."
    top = records(frame)[int(frame["mean"].astype(float).argmax())]
    return (f"{wording.number(frame['mean'].sum())} contacts expected; the busiest half hour: "
            f"{_half_hour_words(top)}.")


def quality_dots(frame: pd.DataFrame) -> Figure:
    """Error of the forecast and of two simple rules, a row per channel; left of 1 is better.

    Frame: channel, model, mase, coverage_80, coverage_95 (missing for rules), n.
    """
    channels = list(dict.fromkeys(frame["channel"])) if len(frame) else []
    figure = rows_canvas(keys=["channel", "model"], x="Error ÷ error of the week before (MASE)",
                         y="Channel", rows=len(channels), legend=1)
    if frame.empty:
        return figure
    figure.add_vline(x=1, line={"dash": "dot", "color": INK, "width": 1.5})
    for model, (name, symbol) in MODELS.items():
        mine = frame[frame["model"] == model]
        if mine.empty:
            continue
        figure.add_scatter(
            x=mine["mase"].astype(float).tolist(), y=[channels.index(one) for one in
                                                      mine["channel"]],
            mode="markers", name=name, marker={"color": INK, "size": 11, "symbol": symbol},
            customdata=[[str(one), model] for one in mine["channel"]],
            hovertext=[f"{_name(row.channel)}, {name.lower()}: MASE {row.mase:.2f}"
                       + _held(row) for row in records(mine)], hovertemplate=HOVER)
    ours = frame[frame["model"] == "forecast"].set_index("channel")
    row_names(figure, [wording.channel_name(one) for one in channels],
              [f"MASE {ours['mase'][one]:.2f}" if one in ours.index else "" for one in channels])
    figure.update_yaxes(range=[len(channels) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def quality_dots_alt(frame: pd.DataFrame) -> str:
    """The errors of the forecast in words."""
    ours = frame[frame["model"] == "forecast"] if len(frame) else frame
    if ours.empty:
        return "No forecast could be checked."
    parts = [f"{wording.channel_name(row.channel)} {row.mase:.2f}" for row in records(ours)]
    return ("Error against that of taking the week before, below 1 is better: "
            f"{', '.join(parts)}.")


def _held(row: Any) -> str:
    if row.coverage_80 != row.coverage_80:
        return ""
    return (f"<br>of 100 half hours {100 * row.coverage_80:.0f} were within the 80 % bounds, "
            f"{100 * row.coverage_95:.0f} within those of 95 %")


def _name(channel: Any) -> str:
    return quoted(wording.channel_name(channel))


def _bands(figure: Figure, frame: pd.DataFrame, x: list[str], colour: str, what: str) -> None:
    for level, opacity in (("95", 0.14), ("80", 0.24)):
        figure.add_scatter(
            x=[*x, *x[::-1]], y=[*frame[f"hi_{level}"], *frame[f"lo_{level}"][::-1]],
            fill="toself", mode="lines", line={"width": 0}, hoverinfo="skip",
            fillcolor=palette.band(colour, opacity=opacity), name=f"{level} of 100 {what}")


def _half_hour_words(row: Any) -> str:
    return (f"{wording.bucket_words(pd.Timestamp(row.wall).date())}, {row.wall:%H:%M}: "
            f"{row.mean:.1f} expected, {wording.number(row.lo_80)} to "
            f"{wording.number(row.hi_80)} in 80 of 100 cases")


def _keys(frame: pd.DataFrame) -> list[str]:
    return [str(pd.Timestamp(day).date()) for day in frame["day"]]


def _day_words(row: Any) -> str:
    day = wording.bucket_words(pd.Timestamp(row.day).date())
    if pd.notna(row.came):
        return f"{day}: {wording.several(row.came, 'contact', 'contacts')}"
    return (f"{day}: {wording.number(row.mean)} expected, {wording.number(row.lo_80)} to "
            f"{wording.number(row.hi_80)} in 80 of 100 cases")
