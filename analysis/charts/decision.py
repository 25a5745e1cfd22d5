"""The decision: net values, the share that is needed, what the answer hangs on."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    canvas,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
    shown,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, band
from analysis.decision.said import figure_words, money, range_words
from analysis.records import records

# Teams on social media are warm, the rest cool, as channels are.
_COLOURS = {"nothing": INK, "listen": INK, "pilot": "#bd830e", "full": "#c83103",
            "traditional": "#35789c"}
_SYMBOLS = {"nothing": "x", "listen": "square", "pilot": "diamond", "full": "circle",
            "traditional": "triangle-up"}
_TODAY, _LATER, _NEEDED = "#bd830e", "#c83103", "#35789c"
_CURVES = {"today": ("share today", _TODAY, "solid"),
           "last year": ("share in the third year", _LATER, "dash"),
           "needed": ("needed to pay", _NEEDED, "dot")}
_MOST = 10


def net_value_dots(frame: pd.DataFrame, *, currency: str, colour: str | None = None) -> Figure:
    """Net values with their intervals, one row each, in the order given.

    Frame: option, label, net_value, low, high, chance_positive.  ``colour`` for all rows, else
    each option its own.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["option", "label"], y="Option", rows=len(rows),
                         x=f"Net value ({currency} thousand)")
    if rows.empty:
        return figure
    figure.add_vline(x=0, line={"color": INK, "width": 1})
    for at, row in enumerate(records(rows)):
        paint = colour or _COLOURS.get(row.option, INK)
        figure.add_scatter(
            x=[row.net_value / 1e3], y=[at], mode="markers",
            marker={"color": paint, "size": 11, "symbol": _SYMBOLS.get(row.option, "circle")},
            error_x={"type": "data", "symmetric": False, "color": paint, "thickness": 1.6,
                     "array": [(row.high - row.net_value) / 1e3],
                     "arrayminus": [(row.net_value - row.low) / 1e3]},
            customdata=[[str(row.option), str(row.label)]], hovertemplate=HOVER,
            hovertext=[f"{quoted(row.label)}: {money(row.net_value, currency)}<br>"
                       f"{money(row.low, currency)} to {money(row.high, currency)} (95 %)<br>"
                       f"above nothing with {_chance(row.chance_positive)}"])
    row_names(figure, rows["label"].tolist(),
              [money(value, currency) for value in rows["net_value"]], letters=26)
    figure.update_xaxes(rangemode="normal")
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def net_value_dots_alt(frame: pd.DataFrame, *, currency: str, colour: str | None = None) -> str:
    """The net values in words."""
    if frame.empty:
        return "No options."
    parts = [f"{row.label} {money(row.net_value, currency)} ({money(row.low, currency)} to "
             f"{money(row.high, currency)})" for row in records(frame)]
    return f"Expected net value over three years: {'; '.join(parts)}."


def share_curves(frame: pd.DataFrame) -> Figure:
    """How likely each share is, today and later, beside the share that full care needs.

    Frame: curve ("today", "last year", "needed"), share, chance (both 0..1).
    """
    figure = canvas(keys=["curve"], x="Customers who use social media for service (%)",
                    y="Chance per step (%)", height=320)
    for name, (words, colour, dash) in _CURVES.items():
        rows = frame[frame["curve"] == name]
        if rows.empty:
            continue
        figure.add_scatter(
            x=(100 * rows["share"]).tolist(), y=(100 * rows["chance"]).tolist(), name=words,
            mode="lines+markers", line={"color": colour, "dash": dash, "width": 2},
            marker={"size": 3, "color": colour}, fill="tozeroy", fillcolor=band(colour),
            customdata=[[name] for _ in range(len(rows))], hovertemplate=HOVER,
            hovertext=[f"{words}: about {wording.percent(row.share)}<br>with a chance of "
                       f"{wording.percent(row.chance)}" for row in records(rows)])
    if figure.traces:
        figure.update_yaxes(rangemode="tozero")
        figure.update_xaxes(rangemode="tozero")
        legend_below(figure)
    return figure


def share_curves_alt(frame: pd.DataFrame) -> str:
    """Where each curve peaks, in words."""
    if frame.empty:
        return "Nothing is known of the share."
    parts = []
    for name, (words, _, _) in _CURVES.items():
        rows = frame[frame["curve"] == name]
        if rows.empty or not rows["chance"].sum():
            continue
        peak = rows.iloc[int(rows["chance"].to_numpy(dtype=float).argmax())]
        parts.append(f"{words} is most likely about {wording.percent(peak['share'])}")
    return "; ".join(parts).capitalize() + "." if parts else "Nothing is known of the share."


def tornado_bars(frame: pd.DataFrame, *, currency: str, most: int = _MOST) -> Figure:
    """Expected net value of full care with each input at its low and high end, widest first.

    Frame: input, label, unit, low_value, high_value, net_at_low, net_at_high, swing.
    """
    rows = frame.head(most).reset_index(drop=True)
    figure = rows_canvas(keys=["input", "label"], y="Input", rows=len(rows), legend=1,
                         x=f"Value of full care ({currency} thousand)")
    if rows.empty:
        return figure
    for end, words, symbol in (("low", "input low (10 %)", "circle-open"),
                               ("high", "input high (90 %)", "circle")):
        figure.add_scatter(
            x=[value / 1e3 for value in rows[f"net_at_{end}"]], y=rows.index.tolist(),
            mode="markers", name=words, marker={"color": INK, "size": 10, "symbol": symbol},
            customdata=[[str(row.input), str(row.label)] for row in records(rows)],
            hovertemplate=HOVER, hovertext=[
                f"{quoted(row.label)} at {figure_words(getattr(row, f'{end}_value'), row.unit)}:"
                f"<br>{money(getattr(row, f'net_at_{end}'), currency)}" for row in records(rows)])
    for at, row in enumerate(records(rows)):
        figure.add_shape(type="line", x0=row.net_at_low / 1e3, x1=row.net_at_high / 1e3, y0=at,
                         y1=at, line={"color": INK, "width": 3}, layer="below")
    row_names(figure, rows["label"].tolist(), [
        range_words(row.low_value, row.high_value, row.unit)
        for row in records(rows)], letters=30)
    figure.update_xaxes(rangemode="normal")
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def tornado_bars_alt(frame: pd.DataFrame, *, currency: str, most: int = _MOST) -> str:
    """The widest swings in words."""
    if frame.empty:
        return "No input is uncertain."
    parts = [f"{row.label} moves it from {money(row.net_at_low, currency)} to "
             f"{money(row.net_at_high, currency)}" for row in records(frame.head(min(most, 5)))]
    return f"Expected net value of full care: {'; '.join(parts)}."


def worth_bars(frame: pd.DataFrame, *, currency: str, most: int = _MOST) -> Figure:
    """What knowing each input exactly would be worth.

    Frame: input, label, learn, evppi; most first.
    """
    rows = frame[frame["evppi"] > 0].head(most).reset_index(drop=True) if len(frame) else frame
    figure = rows_canvas(keys=["input", "label"], y="Input", rows=max(len(rows), 2),
                         x=f"Worth of knowing it ({currency})")
    if rows.empty:
        return figure
    figure.add_bar(
        orientation="h", x=rows["evppi"].tolist(), y=rows.index.tolist(), width=0.6,
        marker={"color": INK},
        customdata=[[str(row.input), str(row.label)] for row in records(rows)],
        hovertext=[f"{quoted(row.label)}: {money(row.evppi, currency)}" for row in records(rows)],
        hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(),
              [money(value, currency) for value in rows["evppi"]], letters=30)
    return figure


def worth_bars_alt(frame: pd.DataFrame, *, currency: str, most: int = _MOST) -> str:
    """What knowing each input is worth, in words."""
    rows = frame[frame["evppi"] > 0].head(most) if len(frame) else frame
    if rows.empty:
        return "Nothing would be worth knowing better: no input changes the choice."
    parts = [f"{row.label} {money(row.evppi, currency)}" for row in records(rows)]
    return f"Worth of knowing it exactly before choosing: {'; '.join(parts)}."


def two_way_map(frame: pd.DataFrame, *, first: str, second: str, first_unit: str = "",
                second_unit: str = "", labels: dict[str, str] | None = None) -> Figure:
    """The best option over two inputs.  Frame: first, second, option, lead."""
    scale_x, scale_y = (100 if unit.startswith("share") else 1
                        for unit in (first_unit, second_unit))
    figure = canvas(keys=["option"], x=_axis(first, first_unit), y=_axis(second, second_unit),
                    height=360)
    for option, colour in _COLOURS.items():
        rows = frame[frame["option"] == option]
        if rows.empty:
            continue
        words = (labels or {}).get(option, option)
        figure.add_scatter(
            x=(scale_x * rows["first"]).tolist(), y=(scale_y * rows["second"]).tolist(),
            mode="markers", name=shown(words, 34), customdata=[[option] for _ in range(len(rows))],
            marker={"color": colour, "symbol": _SYMBOLS[option], "size": 7}, hovertemplate=HOVER,
            hovertext=[f"{quoted(words)} is best<br>at {figure_words(row.first, first_unit)} and "
                       f"{figure_words(row.second, second_unit)}" for row in records(rows)])
    if figure.traces:
        legend_below(figure)
    return figure


def two_way_map_alt(frame: pd.DataFrame, *, first: str, second: str, first_unit: str = "",
                    second_unit: str = "", labels: dict[str, str] | None = None) -> str:
    """On how much of the ground each option is best, in words."""
    if frame.empty:
        return "Nothing to vary: one of the two inputs is certain."
    parts = [f"{(labels or {}).get(str(option), str(option))} {wording.percent(count / len(frame))}"
             for option, count in frame["option"].value_counts().items()]
    return f"Best option over {first} and {second}, by part of the ground: {', '.join(parts)}."


def _axis(label: str, unit: str) -> str:
    return f"{shown(label, 60)} ({'%' if unit.startswith('share') else unit or 'value'})"


def _chance(chance: float) -> str:
    return f"{100 * chance:.0f} %"
