"""How the margin of a survey shrinks with its answers."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.records import records


def margin_line(frame: pd.DataFrame, *, answers: float = 0, margin: float = float("nan")
                ) -> Figure:
    """The margin against the number of answers; the plan is the large point.

    Frame: answers, margin (0..1).
    """
    figure = canvas(keys=["answers"], x="Answers", y="Margin (± points)", height=300)
    if frame.empty:
        return figure
    figure.add_scatter(
        x=frame["answers"].tolist(), y=(100 * frame["margin"]).tolist(), mode="lines+markers",
        line={"color": INK, "width": 2}, marker={"size": 3, "color": INK},
        customdata=[[int(n)] for n in frame["answers"]],
        hovertext=[_words(row.answers, row.margin) for row in records(frame)],
        hovertemplate=HOVER,
    )
    if answers and margin == margin:
        figure.add_scatter(
            x=[answers], y=[100 * margin], mode="markers", customdata=[[int(answers)]],
            marker={"size": 13, "color": INK, "symbol": "diamond"},
            hovertext=[f"The plan: {_words(answers, margin)}"], hovertemplate=HOVER)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(rangemode="tozero")
    return figure


def margin_line_alt(frame: pd.DataFrame, *, answers: float = 0, margin: float = float("nan")
                    ) -> str:
    """The curve in words."""
    if frame.empty:
        return "Nothing to plan."
    first, last = frame.iloc[0], frame.iloc[-1]
    plan = f" The plan: {_words(answers, margin)}." if answers and margin == margin else ""
    return (f"The margin shrinks from {_words(first['answers'], first['margin'])} to "
            f"{_words(last['answers'], last['margin'])}.{plan}")


def _words(answers: float, margin: float) -> str:
    return f"± {100 * margin:.1f} points with {wording.number(answers)} answers"
