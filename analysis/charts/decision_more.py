"""The decision, more closely: one more survey by its size, and scenarios side by side."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas, legend_below
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.decision.information import BestSurvey
from analysis.decision.said import money
from analysis.records import records

_LINES = (("evsi", "worth", "#35789c", "solid"), ("cost", "cost", "#c83103", "dash"),
          ("enbs", "worth less cost", INK, "dot"))


def survey_lines(frame: pd.DataFrame, best: BestSurvey, *, currency: str) -> Figure:
    """Worth, cost and net benefit of one more survey by its size.

    Frame: answers, evsi, cost, enbs (money).  The best size is marked where there is one.
    """
    figure = canvas(keys=["answers"], x="Answers (logarithmic scale)",
                    y=f"Money ({currency} thousand)", height=320)
    if frame.empty:
        return figure
    for column, words, colour, dash in _LINES:
        figure.add_scatter(
            x=frame["answers"].tolist(), y=(frame[column] / 1e3).tolist(), name=words,
            mode="lines+markers", line={"color": colour, "dash": dash, "width": 2},
            marker={"size": 3, "color": colour},
            customdata=[[int(one)] for one in frame["answers"]], hovertemplate=HOVER,
            hovertext=[f"{wording.number(row.answers)} answers<br>{words} "
                       f"{money(getattr(row, column), currency)}" for row in records(frame)])
    if best.answers:
        figure.add_vline(x=best.answers, line={"color": INK, "width": 1, "dash": "dash"})
    figure.update_xaxes(type="log", tickvals=_tens(frame), ticktext=[
        wording.number(one) for one in _tens(frame)])
    figure.update_yaxes(zeroline=True, zerolinecolor=INK, zerolinewidth=1)
    legend_below(figure)
    return figure


def survey_lines_alt(frame: pd.DataFrame, best: BestSurvey, *, currency: str) -> str:
    """What one more survey is worth, in words."""
    if frame.empty:
        return "There are too few customers to give 30 answers."
    if best.answers:
        return (f"One more survey is worth most with {best.answers:,} answers: worth "
                f"{money(best.evsi, currency)}, cost {money(best.cost, currency)}.")
    most = records(frame.nlargest(1, "enbs"))[0]
    return (f"No size is worth its cost; nearest is {int(most.answers):,} answers, worth "
            f"{money(most.evsi, currency)} at a cost of {money(most.cost, currency)}.")


def _tens(frame: pd.DataFrame) -> list[int]:
    low, high = int(frame["answers"].min()), int(frame["answers"].max())
    marks = [one * 10**power for power in range(1, 8) for one in (1, 3)]
    return [one for one in marks if low <= one <= high]
