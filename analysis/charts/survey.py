"""What a survey says: values with their intervals, one row each; other people's set apart."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, quoted, row_names, rows_canvas
from analysis.charts.figure import Figure
from analysis.charts.palette import INK
from analysis.records import records


def survey_dots(frame: pd.DataFrame, *, x: str, unit: str = "%", zero: bool = True) -> Figure:
    """Values with intervals, one row each, in the order given; too few answers have no mark.

    Frame: label, value, low, high (as shown), n, n_eff, too_few.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["label"], x=x, y="Answer", rows=len(rows))
    if rows.empty:
        return figure
    shown = rows[~rows["too_few"].astype(bool) & rows["value"].notna()]
    figure.add_scatter(
        x=shown["value"].tolist(), y=shown.index.tolist(), mode="markers",
        marker={"color": INK, "size": 10},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                 "array": (shown["high"] - shown["value"]).tolist(),
                 "arrayminus": (shown["value"] - shown["low"]).tolist()},
        customdata=[[str(label)] for label in shown["label"]],
        hovertext=[
            f"{quoted(row.label)}: {_value(row.value, unit)} ({_value(row.low, unit)} to "
            f"{_value(row.high, unit)})<br>n = {wording.number(row.n)}, effective n = "
            f"{wording.number(row.n_eff)}" for row in records(shown)],
        hovertemplate=HOVER,
    )
    row_names(figure, rows["label"].tolist(), [
        f"too few: {wording.several(row.n, 'answer', 'answers')}" if row.too_few
        else f"{_value(row.value, unit)}, n = {wording.number(row.n)}" for row in records(rows)],
        letters=24)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    if zero and len(shown):
        figure.update_xaxes(range=[0, min(100.0, 1.1 * float(shown["high"].max()) + 1)])
    return figure


def survey_dots_alt(frame: pd.DataFrame, *, x: str, unit: str = "%", zero: bool = True) -> str:
    """The values in words."""
    if frame.empty:
        return "No answers."
    parts = [f"{row.label} " + ("too few answers" if row.too_few else _value(row.value, unit))
             for row in records(frame)[:12]]
    return f"{x}: {', '.join(parts)}."


def published_dots(frame: pd.DataFrame) -> Figure:
    """Other people's figures: hollow marks, each row with its year and n.

    Frame: label, share, low, high (0..1; missing where no n is printed), n, about, year, source,
    wording, warning.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["label"], x="Share in the source (%)", y="Published figure",
                         rows=len(rows))
    if rows.empty:
        return figure
    share, low, high = (100 * rows[name].astype(float) for name in ("share", "low", "high"))
    figure.add_scatter(
        x=share.tolist(), y=rows.index.tolist(), mode="markers",
        marker={"color": INK, "size": 11, "symbol": "square-open", "line": {"width": 2}},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1,
                 "array": (high - share).fillna(0).tolist(),
                 "arrayminus": (share - low).fillna(0).tolist()},
        customdata=[[str(label)] for label in rows["label"]],
        hovertext=[
            f"{quoted(row.label)}: {wording.percent(row.share)}<br>{quoted(row.source)}, "
            f"{row.year}<br>{quoted(row.wording)}<br>{quoted(row.population)}"
            for row in records(rows)],
        hovertemplate=HOVER,
    )
    row_names(figure, rows["label"].tolist(), [
        f"{wording.percent(row.share)}, {row.year}, {_n(row)}" for row in records(rows)],
        letters=24)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    figure.update_xaxes(range=[0, 100])
    return figure


def published_dots_alt(frame: pd.DataFrame) -> str:
    """The published figures in words."""
    if frame.empty:
        return "No published figures."
    parts = [f"{row.label} {wording.percent(row.share)} ({row.source}, {row.year}, {_n(row)})"
             for row in records(frame)]
    return f"Published by others, not this company's: {'; '.join(parts)}."


def _n(row: object) -> str:
    n = row.n  # type: ignore[attr-defined]
    if n is None or pd.isna(n):
        return "n not printed"
    return f"n {'about' if row.about else '='} {int(n):,}"  # type: ignore[attr-defined]


def _value(value: float, unit: str) -> str:
    return f"{value:.1f} %" if unit == "%" else f"{value + 0.0:+.0f}".replace("-", "−")
