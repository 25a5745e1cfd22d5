"""Who answers: how much over time, who outside the care team, and who takes which work."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    canvas,
    end_labels,
    end_of_bars,
    grain_of,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    time_axis,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, band
from analysis.records import records

_COLOURS = ("#6d55cd", "#05a093", "#bd830e", "#a04d5f", "#5094c7", "#697df9")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "solid")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "hexagon")
# Social media in a warm tone, traditional channels in a cool one, as on every page.
_KINDS = {"social": ("Social media", "#c83103", "solid"),
          "traditional": ("Phone, e-mail, chat and the like", "#35789c", "dash")}
_VERDICTS = {"easier": ("#bd830e", "diamond"), "harder": ("#6d55cd", "square"),
             "like the queue": (INK, "circle-open")}
_NAMED = 4


def handled_lines(frame: pd.DataFrame, *, people: bool = False) -> Figure:
    """Conversations handled per bucket by each department, or how many people answer there.

    Frame: bucket, department, conversations, people_on_all, whole_bucket.  The six departments
    with most conversations are drawn.
    """
    grain = "day" if frame.empty else grain_of(frame["bucket"])
    figure = canvas(keys=["bucket", "department"], x="Time", height=300,
                    y=f"{'People who answer' if people else 'Conversations'} per {grain}")
    if frame.empty:
        return figure
    when, buckets = pd.factorize(frame["bucket"], sort=True)
    who, departments = pd.factorize(frame["department"], sort=True)
    cells = len(departments), len(buckets)
    handled, most = np.zeros(cells), np.zeros(cells)
    np.add.at(handled, (who, when), frame["conversations"].to_numpy(dtype=float, na_value=0.0))
    np.maximum.at(most, (who, when), frame["people_on_all"].to_numpy(dtype=float, na_value=0.0))
    shown, words = (most, ("person", "people")) if people else (
        handled, ("conversation", "conversations"))
    keys = [wording.bucket_key(bucket) for bucket in buckets]
    said = [wording.bucket_words(bucket, grain=grain) for bucket in buckets]
    ends = []
    for at, row in enumerate(np.argsort(-handled.sum(axis=1), kind="stable")[:len(_COLOURS)]):
        department = departments[row]
        counts = [int(n) for n in shown[row]]
        figure.add_scatter(
            x=keys, y=counts, mode="lines+markers", name=quoted(department),
            line={"color": _COLOURS[at], "dash": _DASHES[at], "width": 2},
            marker={"color": _COLOURS[at], "symbol": _SYMBOLS[at], "size": 6},
            customdata=[[key, str(department)] for key in keys],
            hovertext=[f"{quoted(department)}, {day}:<br>{wording.several(n, *words)}"
                       for day, n in zip(said, counts, strict=True)],
            hovertemplate=HOVER)
        ends.append((str(department), keys[-1], float(counts[-1])))
    figure.update_yaxes(rangemode="tozero")
    time_axis(figure, buckets)
    if len(ends) <= _NAMED:
        end_labels(figure, ends)
    else:
        legend_below(figure)
    cut = np.bincount(when, ~frame["whole_bucket"].to_numpy(dtype=bool), len(buckets)) > 0
    mark_cut(figure, pd.DataFrame({"bucket": buckets, "whole_bucket": ~cut}))
    return figure


def handled_lines_alt(frame: pd.DataFrame, *, people: bool = False) -> str:
    """Conversations, or the most people at one time, of each department in words."""
    if frame.empty:
        return "Nothing was answered in this period."
    if people:
        most = frame.groupby("department")["people_on_all"].max().sort_values(ascending=False)
        told = [f"{name} {wording.number(n)}" for name, n in most.head(6).items()]
        return f"People who answer over time, at most, by department: {', '.join(told)}."
    sums = frame.groupby("department")["conversations"].sum().sort_values(ascending=False)
    parts = [f"{name} {wording.number(n)}" for name, n in sums.head(6).items()]
    return f"Conversations answered over time, by department: {', '.join(parts)}."


def outside_lines(frame: pd.DataFrame) -> Figure:
    """Share of replies outside the care team per bucket, on social media and elsewhere.

    Frame: bucket, kind (social, traditional), share, low, high (0..1; missing where too few), n,
    outside, whole_bucket.
    """
    grain = "day" if frame.empty else grain_of(frame["bucket"])
    figure = canvas(keys=["bucket", "kind"], x="Time", y="Replies outside the care team (%)",
                    height=300)
    shown = frame[frame["share"].notna()] if len(frame) else frame
    if shown.empty:
        return figure
    for kind, (words, colour, dash) in _KINDS.items():
        mine = shown[shown["kind"] == kind].sort_values("bucket")
        if mine.empty:
            continue
        keys = [wording.bucket_key(bucket) for bucket in mine["bucket"]]
        figure.add_scatter(
            x=[*keys, *keys[::-1]], mode="lines", hoverinfo="skip", showlegend=False,
            y=[*(100 * mine["high"]), *(100 * mine["low"])[::-1]], fill="toself",
            fillcolor=band(colour), line={"width": 0})
        figure.add_scatter(
            x=keys, y=(100 * mine["share"]).tolist(), mode="lines+markers", name=words,
            line={"color": colour, "dash": dash, "width": 2}, marker={"color": colour, "size": 6},
            customdata=[[key, kind] for key in keys],
            hovertext=[f"{words}, {wording.bucket_words(row.bucket, grain=grain)}:<br>"
                       f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.n)}"
                       for row in records(mine)], hovertemplate=HOVER)
    figure.update_yaxes(range=[0, min(104.0, 110 * float(shown["high"].max()) + 1)])
    time_axis(figure, frame["bucket"])
    legend_below(figure)
    mark_cut(figure, shown)
    return figure


def outside_lines_alt(frame: pd.DataFrame) -> str:
    """The share outside the care team over the whole period in words."""
    if frame.empty or not frame["n"].sum():
        return "No reply names its department."
    sums = frame.groupby("kind")[["outside", "n"]].sum()
    parts = [f"{_KINDS[str(kind)][0].lower()} {wording.percent(row['outside'] / row['n'])} of "
             f"{wording.number(row['n'])}" for kind, row in sums.iterrows() if row["n"]]
    return f"Share of replies outside the care team: {', '.join(parts)}."


def handled_bars(frame: pd.DataFrame, *, key: str) -> Figure:
    """Conversations handled a week, a bar for each person or department, in the order given.

    Frame: label, conversations, per_week, too_few.  Too few are named without a bar.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=[key], x="Conversations a week", y=key.capitalize(), rows=len(rows))
    if rows.empty:
        return figure
    shown = rows[~rows["too_few"].astype(bool)]
    figure.add_bar(
        orientation="h", x=shown["per_week"].tolist(), y=shown.index.tolist(), width=0.6,
        marker={"color": INK}, customdata=[[str(one)] for one in shown["label"]],
        hovertext=[f"{quoted(row.label)}: {wording.number(row.per_week, digits=1)} a week<br>"
                   f"{wording.several(row.conversations, 'conversation', 'conversations')}"
                   for row in records(shown)], hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(), [
        "too few" if row.too_few else f"n = {wording.number(row.conversations)}"
        for row in records(rows)])
    end_of_bars(figure, [0.0 if row.too_few else float(row.per_week) for row in records(rows)],
                ["" if row.too_few else wording.number(row.per_week, digits=_digits(row.per_week))
                 for row in records(rows)])
    return figure


def _digits(per_week: float) -> int:
    return 0 if per_week >= 20 else 1


def handled_bars_alt(frame: pd.DataFrame, *, key: str) -> str:
    """How much each handles, in words."""
    rows = frame[~frame["too_few"].astype(bool)] if len(frame) else frame
    if rows.empty:
        return f"No {key} has handled enough to say anything."
    parts = [f"{row.label} {wording.number(row.per_week, digits=_digits(row.per_week))}"
             for row in records(rows.head(6))]
    return f"Conversations handled a week: {', '.join(parts)}."


def mix_dots(frame: pd.DataFrame, *, x: str) -> Figure:
    """What each person's items hold over what the queue's hold, with intervals; 1 is a blind draw.

    Frame: label, n, ratio, low, high, q, verdict.
    """
    rows = (frame[frame["ratio"].notna()] if len(frame) else frame).reset_index(drop=True)
    figure = rows_canvas(keys=["person"], x=x, y="Person", rows=max(1, len(rows)), legend=1)
    if rows.empty:
        return figure
    figure.add_vline(x=1, line={"dash": "dot", "color": INK, "width": 1.5})
    for verdict, (colour, symbol) in _VERDICTS.items():
        mine = rows[rows["verdict"] == verdict]
        if mine.empty:
            continue
        figure.add_scatter(
            x=mine["ratio"].tolist(), y=mine.index.tolist(), mode="markers",
            name=verdict.capitalize(),
            marker={"color": colour, "symbol": symbol, "size": 10,
                    "line": {"width": 1.5, "color": colour}},
            error_x={"type": "data", "symmetric": False, "color": colour, "thickness": 1.4,
                     "array": (mine["high"] - mine["ratio"]).tolist(),
                     "arrayminus": (mine["ratio"] - mine["low"]).tolist()},
            customdata=[[str(one)] for one in mine["label"]],
            hovertext=[_mix_words(row) for row in records(mine)], hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(), [f"n = {wording.number(n)}" for n in rows["n"]])
    widest = float(max((rows["high"] - 1).abs().max(), (1 - rows["low"]).abs().max(), 0.05))
    figure.update_xaxes(range=[max(0.0, 1 - 1.1 * widest), 1 + 1.1 * widest], rangemode="normal")
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def _mix_words(row: Any) -> str:
    q = "" if math.isnan(row.q) else f", q = {row.q:.3f}"
    return (f"{quoted(row.label)}: {row.ratio:.2f} times the queue's ({row.low:.2f} to "
            f"{row.high:.2f})<br>{row.verdict}{q}, n = {wording.number(row.n)}")


def mix_dots_alt(frame: pd.DataFrame, *, x: str) -> str:
    """Whose items differ from the queue's, in words."""
    rows = frame[frame["ratio"].notna()] if len(frame) else frame
    if rows.empty:
        return "No person has enough items to compare."
    found = rows[rows["verdict"].isin(["easier", "harder"])]
    parts = [f"{row.label} {row.ratio:.2f} ({row.low:.2f} to {row.high:.2f})"
             for row in records(found.head(6))]
    told = "; ".join(parts) if parts else "nobody beyond chance"
    return f"{x}, of {wording.several(len(rows), 'person', 'people')}: {told}."
