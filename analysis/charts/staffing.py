"""People per half hour: what is needed, what is planned, and what a campaign adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts import palette
from analysis.charts.canvas import HOVER, canvas, legend_below
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.moments import iso_walls, when_words
from analysis.records import records

_DASHES = ("solid", "dash", "dot")
_STRENGTH = (3.0, 1.8, 1.4)


def half_hour_steps(frame: pd.DataFrame, *, lines: Mapping[str, str], y: str = "People",
                    colours: Mapping[str, str] | None = None,
                    under: str | None = None) -> Figure:
    """One stepped line per column over the half hours of some days, the first the strongest.

    Frame: wall (local start of the half hour) and the columns that ``lines`` names; the ground
    below the column ``under`` is shaded, so that what stands above it is seen at once.
    """
    figure = canvas(keys=["wall"], x="Time", y=y, height=320)
    if frame.empty:
        return figure
    walls = iso_walls(frame["wall"])
    said = when_words(walls)
    for at, (column, name) in enumerate(lines.items()):
        values = [round(one, 2) for one in frame[column].to_numpy(dtype=float).tolist()]
        colour = (colours or {}).get(column, INK)
        figure.add_scatter(
            x=walls, y=values, name=name, mode="lines+markers",
            line={"shape": "hv", "color": colour, "width": _STRENGTH[at % 3],
                  "dash": _DASHES[at % 3]},
            **({"fill": "tozeroy", "fillcolor": palette.band(colour, opacity=0.22)}
               if column == under else {}),
            marker={"size": 1, "color": colour}, customdata=[[wall] for wall in walls],
            hovertext=[f"{when}: {name.lower()} {_amount(value)}"
                       for when, value in zip(said, values, strict=True)], hovertemplate=HOVER)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(type="date", nticks=8, tickangle=0)
    legend_below(figure)
    return figure


def half_hour_steps_alt(frame: pd.DataFrame, *, lines: Mapping[str, str], y: str = "People",
                        colours: Mapping[str, str] | None = None,
                        under: str | None = None) -> str:
    """The peak of every line in words."""
    if frame.empty:
        return "Nothing to plan."
    parts = []
    for column, name in lines.items():
        at = int(frame[column].astype(float).argmax())
        parts.append(f"{name.lower()} at most {_amount(float(frame[column].iloc[at]))} on "
                     f"{_when(str(frame['wall'].iloc[at]))}")
    return f"{y} per half hour: {'; '.join(parts)}."


def people_heat(frame: pd.DataFrame) -> Figure:
    """People at once for each hour of each day; the darker, the more.

    Frame: wall (local half hours), people.  An hour shows the more of its half hours.
    """
    figure = canvas(keys=["day", "hour"], x="Hour of the day", y="Day", height=320)
    if frame.empty:
        return figure
    days, places, hours, people = _by_hour(frame)
    grid: list[list[float | None]] = [[None] * 24 for _ in days]
    for place, hour, count in zip(places, hours, people, strict=True):
        grid[place][hour] = count
    names = [wording.bucket_words(date.fromisoformat(day))[:-5] for day in days]
    figure.add_heatmap(
        z=grid, x=list(range(24)), y=list(range(len(days))), colorscale=palette.SEQUENTIAL,
        zmin=0, xgap=1, ygap=1, hoverinfo="skip",
        colorbar={"title": {"text": "People", "side": "top"}, "orientation": "h", "y": -0.28,
                  "yanchor": "top", "thickness": 10, "len": 0.7, "nticks": 5})
    figure.add_scatter(
        x=hours, y=places,
        mode="markers", marker={"size": 14, "color": "rgba(0,0,0,0)", "symbol": "square"},
        customdata=[[days[place], hour] for place, hour in zip(places, hours, strict=True)],
        hovertext=[f"{names[place]}, {hour:02d}:00: {_people(count)}"
                   for place, hour, count in zip(places, hours, people, strict=True)],
        hovertemplate=HOVER)
    figure.update_xaxes(tickmode="array", tickvals=list(range(0, 24, 3)), range=[-0.5, 23.5],
                        ticktext=[f"{hour:02d}" for hour in range(0, 24, 3)], showgrid=False)
    figure.update_yaxes(tickmode="array", tickvals=list(range(len(days))), ticktext=names,
                        range=[len(days) - 0.5, -0.5], showgrid=False)
    return figure


def people_heat_alt(frame: pd.DataFrame) -> str:
    """The busiest half hour and the hours of people, in words."""
    if frame.empty or not frame["people"].sum():
        return "Nothing to plan: no people are needed."
    at = int(frame["people"].astype(float).argmax())
    return (f"People per half hour. The most, {_people(frame['people'].iloc[at])}, on "
            f"{_when(str(frame['wall'].iloc[at]))}; "
            f"{wording.number(frame['people'].sum() / 2)} hours "
            "of people in all.")


def surge_band(frame: pd.DataFrame, *, colour: str = INK) -> Figure:
    """Contacts that are added per half hour, with the band in which they lie.

    Frame: ds (local), added, low, high.
    """
    figure = canvas(keys=["wall"], x="Time", y="Contacts added per half hour", height=300)
    if frame.empty:
        return figure
    walls = iso_walls(frame["ds"])
    figure.add_scatter(
        x=[*walls, *walls[::-1]], y=[*frame["high"], *frame["low"][::-1]], fill="toself",
        mode="lines", line={"width": 0}, fillcolor=palette.band(colour, opacity=0.22),
        hoverinfo="skip", name="95 of 100 campaigns")
    figure.add_scatter(
        x=walls, y=[round(float(one), 2) for one in frame["added"]], mode="lines+markers",
        name="Expected", line={"color": colour, "width": 2}, marker={"size": 3, "color": colour},
        customdata=[[wall] for wall in walls],
        hovertext=[f"{_when(str(row.ds))}: {row.added:.1f} added ({row.low:.0f} to {row.high:.0f})"
                   for row in records(frame)], hovertemplate=HOVER)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(type="date", nticks=8, tickangle=0)
    legend_below(figure)
    return figure


def surge_band_alt(frame: pd.DataFrame, *, colour: str = INK) -> str:
    """Sum and peak of what is added, in words."""
    if frame.empty or not frame["added"].sum():
        return "No contacts are added."
    top = frame.iloc[int(frame["added"].astype(float).argmax())]
    return (f"{wording.number(frame['added'].sum())} contacts are added, at most "
            f"{top['added']:.1f} in a half hour, on {_when(str(top['ds']))}.")


def send_bars(frame: pd.DataFrame) -> Figure:
    """How many are sent when.  Frame: send_at (local), sent."""
    figure = canvas(keys=["send_at"], x="Sent at", y="Messages sent", height=300)
    if frame.empty:
        return figure
    figure.add_bar(
        x=[_when(str(at)) for at in frame["send_at"]], y=[int(one) for one in frame["sent"]],
        # One sending alone is a bar and no wall.
        width=min(0.8, 0.15 * len(frame)), marker={"color": INK},
        customdata=[[str(at)] for at in frame["send_at"]],
        hovertext=[f"{_when(str(row.send_at))}: {wording.number(row.sent)} sent"
                   for row in records(frame)], hovertemplate=HOVER)
    figure.update_xaxes(type="category", nticks=8)
    return figure


def send_bars_alt(frame: pd.DataFrame) -> str:
    """The sendings in words."""
    if frame.empty:
        return "Nothing can be sent at these times."
    first = frame.iloc[0]
    return (f"{wording.number(frame['sent'].sum())} are sent at "
            f"{wording.several(len(frame), 'time', 'times')}, first "
            f"{wording.number(first['sent'])} on {_when(str(first['send_at']))}.")


def _by_hour(frame: pd.DataFrame) -> tuple[list[str], list[int], list[int], list[float]]:
    """The days, and for each hour of them the place of its day, the hour and the most people."""
    wall = frame["wall"].to_numpy().astype("datetime64[h]")
    hours, where = np.unique(wall, return_inverse=True)
    most = np.full(len(hours), -np.inf)
    np.maximum.at(most, where, frame["people"].to_numpy(dtype=float))
    days, places = np.unique(hours.astype("datetime64[D]"), return_inverse=True)
    hour = (hours - hours.astype("datetime64[D]")).astype(int)
    return [str(day) for day in days], places.tolist(), hour.tolist(), most.tolist()


def _when(wall: str) -> str:
    at = pd.Timestamp(wall)
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def _amount(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def _people(value: Any) -> str:
    return "1 person" if float(value) == 1 else f"{_amount(float(value))} people"
