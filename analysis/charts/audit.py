"""How right the engines are on posts that people labelled, and how far people agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts import palette
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
from analysis.charts.palette import INK, PURPOSE_COLOURS, SENTIMENT_COLOURS
from analysis.records import records

_COLOURS = {**PURPOSE_COLOURS, **SENTIMENT_COLOURS}
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff (2004): alpha from 0.8 on is reliable, from 0.667 on good for tentative answers."""


def confusion_heatmap(frame: pd.DataFrame) -> Figure:
    """What posts are (rows) and what the engine says (columns): share of the row and count.

    Frame: true, predicted, count, n, share, low, high, every pair once.
    """
    names = list(dict.fromkeys(frame["true"])) if len(frame) else []
    figure = canvas(keys=["true", "predicted"], x="The engine says", y="People say",
                    height=130 + 52 * max(len(names), 3))
    if frame.empty:
        return figure
    place = {name: at for at, name in enumerate(names)}
    grid: list[list[float | None]] = [[None] * len(names) for _ in names]
    for row in records(frame):
        if row.n:
            grid[place[row.true]][place[row.predicted]] = 100 * row.share
    figure.add_heatmap(z=grid, colorscale=palette.SEQUENTIAL, zmin=0, zmax=100, xgap=2, ygap=2,
                       hoverinfo="skip", showscale=False)
    figure.add_scatter(
        x=[place[one] for one in frame["predicted"]], y=[place[one] for one in frame["true"]],
        mode="markers+text", marker={"size": 34, "color": "rgba(0,0,0,0)", "symbol": "square"},
        text=[f"{100 * row.share:.0f} %<br>{row.count:,}" if row.n else "none"
              for row in records(frame)],
        customdata=frame[["true", "predicted"]].values.tolist(),
        hovertext=[_cell_words(row) for row in records(frame)], hovertemplate=HOVER)
    ticks = {"tickmode": "array", "tickvals": list(range(len(names)))}
    edges = [-0.5, len(names) - 0.5]
    n = frame.drop_duplicates("true").set_index("true")["n"]
    figure.update_xaxes(**ticks, ticktext=[shown(name, 12) for name in names], showgrid=False,
                        range=edges)
    figure.update_yaxes(**ticks, ticktext=[
        f"{shown(name, 12)}<br>n = {wording.number(n[name])}{', few' if n[name] < FEW else ''}"
        for name in names], showgrid=False, range=edges[::-1])
    return figure


def _cell_words(row: Any) -> str:
    if not row.n:
        return f"No checked post is {quoted(row.true)}."
    return (f"Of posts that are {quoted(row.true)},<br>"
            f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
            f"<br>are called {quoted(row.predicted)}")


def confusion_heatmap_alt(frame: pd.DataFrame) -> str:
    """The share that is found of each label, in words."""
    parts = [f"{quoted(row.true)} "
             f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
             for row in records(frame) if row.true == row.predicted and row.n]
    return (f"Of posts that are so, the engine says so too: {', '.join(parts)}." if parts
            else "No checked post yet.")


def reliability_dots(frame: pd.DataFrame) -> Figure:
    """How sure the engine was against how often it was right, with limits; the line is honest.

    Frame: confidence, share, low, high (0..1), n.
    """
    figure = canvas(keys=["confidence"], x="How sure the engine was (%)", y="Right (%)", height=300)
    if frame.empty:
        return figure
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", hoverinfo="skip",
                       line={"dash": "dot", "color": INK, "width": 1.5})
    share, low, high = (100 * frame[name].astype(float) for name in ("share", "low", "high"))
    figure.add_scatter(
        x=(100 * frame["confidence"]).tolist(), y=share.tolist(), mode="markers",
        marker={"color": INK, "size": 10,
                "symbol": ["circle" if n >= FEW else "circle-open" for n in frame["n"]]},
        error_y={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                 "array": (high - share).tolist(), "arrayminus": (share - low).tolist()},
        customdata=[[float(one)] for one in frame["confidence"]],
        hovertext=[f"Sure to {wording.percent(row.confidence)}: right in<br>"
                   f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
                   for row in records(frame)], hovertemplate=HOVER)
    figure.update_xaxes(range=[-2, 102])
    figure.update_yaxes(range=[-2, 102])
    return figure


def reliability_dots_alt(frame: pd.DataFrame) -> str:
    """The bins in words."""
    if frame.empty:
        return "No checked post yet."
    parts = [f"sure to {wording.percent(row.confidence)}, right in {wording.percent(row.share)}"
             for row in records(frame)]
    return f"How sure and how often right, by groups of posts: {'; '.join(parts)}."


def agreement_dots(frame: pd.DataFrame) -> Figure:
    """Krippendorff's alpha of each thing that was labelled, with its limits.

    Frame: facet, alpha, low, high, units, agreed; NaN limits where too few posts were labelled.
    """
    figure = rows_canvas(keys=["facet"], x="Krippendorff's alpha (1: all agree, 0: chance)",
                         y="Labelled", rows=len(frame))
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return figure
    for limit in (TENTATIVE, RELIABLE):
        figure.add_vline(x=limit, line={"dash": "dot", "color": INK, "width": 1.5})
    alpha = rows["alpha"].astype(float)
    figure.add_scatter(
        x=alpha.tolist(), y=list(range(len(rows))), mode="markers",
        marker={"color": INK, "size": 11,
                "symbol": ["circle" if n >= FEW else "circle-open" for n in rows["units"]]},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                 "array": (rows["high"] - alpha).fillna(0).tolist(),
                 "arrayminus": (alpha - rows["low"]).fillna(0).tolist()},
        customdata=[[str(one)] for one in rows["facet"]],
        hovertext=[_alpha_words(row) for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, [str(one).capitalize() for one in rows["facet"]],
              [f"n = {wording.number(row.units)}" for row in records(rows)])
    least = min([0.0, *alpha.dropna(), *rows["low"].dropna()])
    figure.update_xaxes(range=[least - 0.05, 1.05])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def _alpha_words(row: Any) -> str:
    if row.alpha != row.alpha:
        return f"{quoted(row.facet)}: all labels are the same, so nothing can be said"
    limits = f" ({row.low:.2f}–{row.high:.2f})" if row.low == row.low else ""
    return (f"{quoted(row.facet)}: alpha {row.alpha:.2f}{limits}<br>the same label on "
            f"{wording.number(row.agreed)} of {wording.several(row.units, 'post', 'posts')}")


def agreement_dots_alt(frame: pd.DataFrame) -> str:
    """The agreement in words."""
    if frame.empty:
        return "No post was labelled by two people yet."
    return ". ".join(_alpha_words(row).replace("<br>", ", ") for row in records(frame)) + "."


def corrected_dots(frame: pd.DataFrame, *, x: str = "Share of posts (%)") -> Figure:
    """Each label's share as counted and as corrected by the checked posts, with limits.

    Frame: label, counted, counted_low, counted_high, share, low, high (0..1; NaN: not corrected).
    """
    figure = rows_canvas(keys=["label", "kind"], x=x, y="Label", rows=len(frame), legend=1)
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return figure
    for kind, names, symbol, up in (
            ("counted", ("counted", "counted_low", "counted_high"), "circle-open", -0.15),
            ("corrected", ("share", "low", "high"), "circle", 0.15)):
        mid, low, high = (100 * rows[name].astype(float) for name in names)
        there = [at for at, one in enumerate(mid) if one == one]
        if not there:
            continue
        colours = [_COLOURS.get(str(rows["label"][at]), INK) for at in there]
        figure.add_scatter(
            x=mid[there].tolist(), y=[at + up for at in there], mode="markers",
            name=kind.capitalize(),
            marker={"color": colours, "size": 11, "symbol": symbol, "line": {"width": 2}},
            error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.5,
                     "array": (high - mid)[there].tolist(),
                     "arrayminus": (mid - low)[there].tolist()},
            customdata=[[str(rows["label"][at]), kind] for at in there],
            hovertext=[f"{quoted(rows['label'][at])}, {kind}: "
                       f"{mid[at]:.1f} % ({low[at]:.1f}–{high[at]:.1f} %)" for at in there],
            hovertemplate=HOVER)
    row_names(figure, [str(one).capitalize() for one in rows["label"]],
              [_both(row) for row in records(rows)])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    figure.update_xaxes(rangemode="tozero")
    legend_below(figure)
    return figure


def _both(row: Any) -> str:
    counted = wording.percent(row.counted)
    return counted if row.share != row.share else f"{counted} → {wording.percent(row.share)}"


def corrected_dots_alt(frame: pd.DataFrame, *, x: str = "Share of posts (%)") -> str:
    """Counted and corrected shares in words."""
    del x
    parts: Sequence[str] = [
        f"{quoted(row.label)} {wording.percent(row.counted)} counted" + (
            "" if row.share != row.share else
            f", {wording.percent(row.share)} ({100 * row.low:.1f}–{100 * row.high:.1f} %) "
            "corrected") for row in records(frame)]
    return f"Shares: {'; '.join(parts)}." if parts else "Nothing was counted."
