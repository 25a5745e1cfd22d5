"""Two sides of a comparison: A and B on a common scale."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis import wording
from analysis.change import ratio_of
from analysis.charts.canvas import (
    FEW,
    HOVER,
    canvas,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
    shown,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, SIDE_COLOURS, band
from analysis.intervals import Interval
from analysis.records import records

_SYMBOLS = {"A": "circle", "B": "diamond"}
_TICKS = (0.02, 0.1, 0.2, 0.5, 1, 2, 5, 10, 50)
_FINE_TICKS = (0.5, 0.67, 1, 1.5, 2)
_NUDGE = {"A": -0.16, "B": 0.16}


def value_words(value: Any, unit: str) -> str:
    """A value of a measure in words: "12.3 %", "+4.5 points", "1 h 5 min", "31.2 posts a day"."""
    if value is None or value != value:
        return wording.NOTHING
    if unit == "%":
        return wording.percent(value / 100)
    if unit == "seconds":
        return wording.duration(value) if math.isfinite(value) else "no limit"
    if unit == "points":
        return f"{value:+.1f} points".replace("-", "−")
    return f"{value:#.3g} {unit}".strip() if abs(value) < 99.95 else f"{value:,.0f} {unit}".strip()


def difference_words(row: Any) -> str:
    """The difference of A to B with its interval: "+3.1 points (1.0 to 5.2)", "× 1.30 (…)"."""
    low, high = row.low, row.high
    if low != low:
        return "too few to compare" if row.too_few else "cannot be compared"
    if row.kind in ("rate", "duration"):
        upper = f"{high:.2f}" if math.isfinite(high) else "no limit"
        return f"× {row.ratio:.2f} ({low:.2f} to {upper})"
    unit = " points" if row.kind in ("share", "score") else ""
    digits = 1 if row.kind != "mean" else 2
    middle, least, most = (wording.signed(one, digits) for one in (row.difference, low, high))
    return f"{middle}{unit} ({least} to {most})"


def side_dots(frame: pd.DataFrame, *, x: str) -> Figure:
    """Values of A and B with intervals, one row a measure, all on one scale.

    Frame: as :func:`analysis.compare.compare` gives it, measures of one unit.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["measure", "side"], x=x, y="Measure", rows=len(rows), legend=1)
    if rows.empty:
        return figure
    for side in ("A", "B"):
        key = side.lower()
        known = rows[rows[f"value_{key}"].notna()]
        value, low, high = (known[f"{name}_{key}"].astype(float)
                            for name in ("value", "low", "high"))
        hollow = known[f"n_{key}"] < FEW
        figure.add_scatter(
            x=value.tolist(), y=(known.index + _NUDGE[side]).tolist(), mode="markers", name=side,
            marker={"color": SIDE_COLOURS[side], "size": 9, "symbol": [
                _SYMBOLS[side] + ("-open" if few else "") for few in hollow]},
            error_x={"type": "data", "symmetric": False, "color": SIDE_COLOURS[side],
                     "thickness": 1.4, "width": 3, "array": (high - value).tolist(),
                     "arrayminus": (value - low).tolist()},
            customdata=[[str(one), side] for one in known["measure"]],
            hovertext=[_row_words(row, key) for row in records(known)], hovertemplate=HOVER)
    row_names(figure, rows["measure"].tolist(), [difference_words(row) for row in records(rows)],
              letters=34)
    figure.update_xaxes(rangemode="normal")
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def _row_words(row: Any, key: str) -> str:
    value, low, high = (getattr(row, f"{name}_{key}") for name in ("value", "low", "high"))
    finding = "a finding" if row.finding else "no finding"
    q = "" if row.q != row.q else f", q = {row.q:.3f} ({finding})"
    return (f"{quoted(row.measure)}, {key.upper()}: {value_words(value, row.unit)} "
            f"({value_words(low, row.unit)} to {value_words(high, row.unit)}), n = "
            f"{wording.number(getattr(row, f'n_{key}'))}<br>A to B: {difference_words(row)}{q}")


def side_dots_alt(frame: pd.DataFrame, *, x: str) -> str:
    """The values of both sides in words, findings first."""
    if frame.empty:
        return "Nothing to compare."
    rows = frame.sort_values("q", na_position="last", kind="stable").head(6)
    parts = [f"{row.measure} A {value_words(row.value_a, row.unit)}, B "
             f"{value_words(row.value_b, row.unit)}" for row in records(rows)]
    return f"{x} of A and B: {'; '.join(parts)}."


def ratio_dots(frame: pd.DataFrame) -> Figure:
    """A ÷ B with intervals on a logarithmic scale; the line at 1 is no difference.

    Frame: as :func:`analysis.compare.compare` gives it, rates, durations and means.
    """
    rows = frame[frame["ratio"].gt(0) & frame["ratio"].lt(math.inf)].reset_index(drop=True)
    figure = rows_canvas(keys=["measure"], x="A ÷ B", y="Measure",
                         rows=max(2, len(rows)))
    if rows.empty:
        return figure
    figure.add_vline(x=1, line={"dash": "dot", "color": INK, "width": 1.5})
    bounded = rows.assign(low=_ratio_limit(rows, "low"), high=_ratio_limit(rows, "high"))
    widest = max(2.0, float(bounded["high"].max()), 1 / max(float(bounded["low"].min()), 0.02))
    colours = [SIDE_COLOURS["A"] if one else INK for one in rows["finding"]]
    figure.add_scatter(
        x=rows["ratio"].tolist(), y=rows.index.tolist(), mode="markers",
        marker={"color": colours, "size": 10,
                "symbol": ["circle" if one else "circle-open" for one in rows["finding"]]},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.4,
                 "array": (bounded["high"] - rows["ratio"]).tolist(),
                 "arrayminus": (rows["ratio"] - bounded["low"]).tolist()},
        customdata=[[str(one)] for one in rows["measure"]],
        hovertext=[f"{quoted(row.measure)}: A {value_words(row.value_a, row.unit)}, B "
                   f"{value_words(row.value_b, row.unit)}<br>{difference_words(row)}"
                   for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, rows["measure"].tolist(), [
        f"A {value_words(row.value_a, row.unit)}, B {value_words(row.value_b, row.unit)}"
        for row in records(rows)], letters=34)
    ticks = [one for one in (_TICKS if widest > 3 else _FINE_TICKS) if 1 / widest <= one <= widest]
    ends = math.log10(1.1 * widest)
    figure.update_xaxes(type="log", range=[-ends, ends], rangemode="normal", tickvals=ticks,
                        ticktext=[f"× {one:g}" for one in ticks], tickangle=0)
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def _ratio_limit(rows: pd.DataFrame, name: str) -> pd.Series:
    """The interval of the ratio; of means it is made from those of both sides."""
    out = rows[name].astype(float)
    for at in rows.index[(rows["kind"] == "mean") & (rows["value_a"] > 0)]:
        row = rows.loc[at]
        out[at] = getattr(ratio_of(row["value_a"], Interval(row["low_a"], row["high_a"]),
                                   row["value_b"], Interval(row["low_b"], row["high_b"])), name)
    return out.clip(0.02, 50)


def ratio_dots_alt(frame: pd.DataFrame) -> str:
    """The ratios in words."""
    rows = frame[frame["ratio"].gt(0) & frame["ratio"].lt(math.inf)]
    if rows.empty:
        return "Nothing to compare."
    parts = [f"{row.measure} × {row.ratio:.2f}" for row in records(rows)]
    return f"A divided by B: {'; '.join(parts)}."


def side_lines(frame: pd.DataFrame) -> Figure:
    """Small multiples: one row a measure, A left and B right, on the same scale.

    Frame: side (A, B), bucket, measure, unit, value, n; rows where n is small are hollow.
    """
    base = canvas(keys=["side", "measure", "bucket"], x="Day", y="Value")
    if frame.empty:
        return base
    measures = _by_measure(frame)
    layout = {key: value for key, value in base.arrangement.items()
              if key not in ("xaxis", "yaxis")}
    layout |= {"height": 60 + 118 * len(measures), "annotations": [
        {"text": side, "x": middle, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "center",
         "yanchor": "bottom", "showarrow": False, "font": {"size": 16}}
        for side, middle in zip("AB", (0.24, 0.76), strict=True)]}
    layout["margin"] = layout["margin"] | {"t": 28}
    traces = []
    for at, (measure, rows) in enumerate(measures.items()):
        unit = str(next(iter(rows.values()))[0].unit)
        scale = {"%": "%", "points": "points", "seconds": "hours"}.get(unit, unit)
        title = f"{shown(measure, 22)}<br>({shown(scale, 14)})"
        for column, side in enumerate("AB"):
            layout |= _small_axes(at, column, len(measures), title)
            traces.append(_side_line(rows.get(side, []), side, measure, 2 * at + column))
    return Figure(traces, layout)


def _by_measure(frame: pd.DataFrame) -> dict[str, dict[str, list[Any]]]:
    """The rows by measure and side, in their order."""
    out: dict[str, dict[str, list[Any]]] = {}
    for row in records(frame):
        out.setdefault(row.measure, {}).setdefault(row.side, []).append(row)
    return out


def _side_line(rows: list[Any], side: str, measure: str, at: int) -> dict[str, Any]:
    """The line of one side and measure, on its own axes."""
    return {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False,
        "xaxis": _axis("x", at), "yaxis": _axis("y", at),
        "x": [pd.Timestamp(row.bucket).isoformat() for row in rows],
        "y": [row.value for row in rows],
        "line": {"color": SIDE_COLOURS[side], "width": 1.8},
        # No value is not below zero.
        "fill": None if any(row.value < 0 for row in rows) else "tozeroy",
        "fillcolor": band(SIDE_COLOURS[side], opacity=0.08),
        "marker": {"size": 5, "color": SIDE_COLOURS[side], "symbol": [
            "circle-open" if row.n < FEW else "circle" for row in rows]},
        "customdata": [[side, measure, wording.bucket_key(row.bucket)] for row in rows],
        "hovertext": [f"{side}, {quoted(measure)}, {wording.bucket_words(row.bucket)}: "
                      f"{value_words(row.value, row.unit)}, n = {wording.number(row.n)}"
                      for row in rows],
        "hovertemplate": HOVER}


def _axis(letter: str, at: int) -> str:
    return letter if at == 0 else f"{letter}{at + 1}"


def _small_axes(at: int, column: int, rows: int, title: str) -> dict[str, Any]:
    """The axes of one small chart: rows share the scale of y, columns that of x."""
    height = (1 - 0.24 * (rows - 1) / rows) / rows
    top = 1 - at * (height + 0.24 / rows)
    last, place = at == rows - 1, 2 * at + column
    across = {"domain": [0, 0.48] if column == 0 else [0.52, 1], "anchor": _axis("y", place),
              "nticks": 3, "tickangle": 0, "automargin": True, "zeroline": False,
              "title": {"text": "Day" if last else ""}, "showticklabels": last}
    if not last:
        across["matches"] = _axis("x", 2 * (rows - 1) + column)
    upward = {"domain": [max(0.0, top - height), top], "anchor": _axis("x", place), "nticks": 4,
              "automargin": True, "separatethousands": True, "rangemode": "tozero",
              "title": {"text": title if column == 0 else "", "font": {"size": 11}},
              "showticklabels": column == 0}
    if column:
        upward["matches"] = _axis("y", 2 * at)
    return {_axis("x", place).replace("x", "xaxis"): across,
            _axis("y", place).replace("y", "yaxis"): upward}


def side_lines_alt(frame: pd.DataFrame) -> str:
    """First and last values of each measure and side, in words."""
    if frame.empty:
        return "Nothing to compare over time."
    parts = []
    for measure, sides in _by_measure(frame).items():
        for side, rows in sides.items():
            known = [row for row in rows if row.value == row.value]
            if known:
                first, last = known[0], known[-1]
                parts.append(f"{measure} {side} from {value_words(first.value, first.unit)} to "
                             f"{value_words(last.value, last.unit)}")
    return "Over time: " + ("; ".join(parts) if parts else "Nothing was counted") + "."
