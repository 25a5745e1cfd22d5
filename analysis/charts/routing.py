"""Routing rules: what two of them claim, and what they would have changed."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    FEW,
    HOVER,
    canvas,
    end_of_bars,
    hatched,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
    shown,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, SEQUENTIAL, band
from analysis.records import records

_COLOURS = {"before": INK, "plain": "#05877b", "after": "#05877b"}
_SYMBOLS = {"before": "diamond", "after": "circle"}
_NUDGE = {"before": -0.16, "after": 0.16}
HOW_WORDS = {"before": "as it was", "plain": "rules without escalation",
             "after": "rules with escalation"}
_LINE_WORDS = {"before": "as it was", "after": "by the rules"}
_MOST_DEPARTMENTS = 6


def overlap_matrix(frame: pd.DataFrame) -> Figure:
    """Of the messages that one rule (row) claims, the share that another (column) claims too.

    Frame: rule_a, rule_b, both, claimed_a, claimed_b; each pair once, in the order of the rules.
    """
    names = list(dict.fromkeys([*frame["rule_a"], *frame["rule_b"]]))
    figure = canvas(keys=["rule_a", "rule_b"], x="… is claimed by (% of the row)",
                    y="What is claimed by", height=150 + 30 * max(len(names), 3))
    rows = _both_ways(frame)
    if rows.empty:
        return figure
    place = {name: at for at, name in enumerate(names)}
    grid: list[list[float | None]] = [[None] * len(names) for _ in names]
    for row in records(rows):
        grid[place[row.rule_a]][place[row.rule_b]] = 100 * row.share
    figure.add_heatmap(z=grid, colorscale=SEQUENTIAL, zmin=0, zmax=100, xgap=2, ygap=2,
                       hoverinfo="skip", showscale=False)
    # Heat maps cannot be selected in the browser; the numbers written over them can.
    figure.add_scatter(
        x=[place[one] for one in rows["rule_b"]], y=[place[one] for one in rows["rule_a"]],
        mode="markers+text", marker={"size": 22, "color": "rgba(0,0,0,0)", "symbol": "square"},
        text=[_cell(row) for row in records(rows)],
        customdata=rows[["rule_a", "rule_b"]].values.tolist(),
        hovertext=[f"{quoted(row.rule_a)} claims {wording.number(row.claimed)}; "
                   f"{wording.number(row.both)} of them ({wording.percent(row.share)})<br>"
                   f"{quoted(row.rule_b)} claims too" for row in records(rows)],
        hovertemplate=HOVER)
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))),
             "ticktext": [shown(name, 16) for name in names]}
    edges = [-0.5, len(names) - 0.5]
    figure.update_xaxes(**ticks, showgrid=False, range=edges, tickangle=-60)
    figure.update_yaxes(**ticks, showgrid=False, range=edges[::-1])
    return figure


def _cell(row: Any) -> str:
    if not row.both:
        return ""
    return "<1" if row.share < 0.005 else f"{100 * row.share:.0f}"


def _both_ways(frame: pd.DataFrame) -> pd.DataFrame:
    turned = frame.rename(columns={"rule_a": "rule_b", "rule_b": "rule_a",
                                   "claimed_a": "claimed_b", "claimed_b": "claimed_a"})
    rows = pd.concat([frame, turned[list(frame.columns)]], ignore_index=True)
    rows = rows[rows["claimed_a"] > 0].rename(columns={"claimed_a": "claimed"})
    return rows.assign(share=rows["both"].astype(float) / rows["claimed"].astype(float))


def overlap_matrix_alt(frame: pd.DataFrame) -> str:
    """The three pairs that claim the most in common, in words."""
    rows = frame[frame["both"] > 0].sort_values("both", ascending=False, kind="stable").head(3)
    if rows.empty:
        return "No message is claimed by two rules."
    parts = [f"{row.rule_a} and {row.rule_b} {wording.number(row.both)}" for row in records(rows)]
    return f"Messages that two rules both claim, the most first: {'; '.join(parts)}."


def review_dots(frame: pd.DataFrame) -> Figure:
    """Share of messages answered in time, as it was and by the rules, one row a rule.

    Frame: as :func:`analysis.routing_review.review_times` gives it.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["label", "how"], x="Answered in time (%)", y="Rule",
                         rows=len(rows), legend=1)
    if rows.empty:
        return figure
    for how, words in _LINE_WORDS.items():
        known = rows[rows[f"{how}_within"].notna()]
        value, low, high = (100 * known[name].astype(float)
                            for name in (f"{how}_within", f"{how}_low", f"{how}_high"))
        figure.add_scatter(
            x=value.tolist(), y=(known.index + _NUDGE[how]).tolist(), mode="markers", name=words,
            marker={"color": _COLOURS[how], "size": 9, "symbol": [
                _SYMBOLS[how] + ("-open" if n < FEW else "") for n in known["decided"]]},
            error_x={"type": "data", "symmetric": False, "color": _COLOURS[how], "width": 3,
                     "thickness": 1.4, "array": (high - value).tolist(),
                     "arrayminus": (value - low).tolist()},
            customdata=[[str(one), how] for one in known["label"]],
            hovertext=[_review_words(row, how) for row in records(known)], hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(), [
        f"median {wait_words(row.before_median)} → {wait_words(row.after_median)}"
        for row in records(rows)], letters=26)
    figure.update_xaxes(range=[0, 102], rangemode="normal")
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def wait_words(seconds: Any) -> str:
    """A median wait in words; "no answer" where more than half get none."""
    if seconds is None or seconds != seconds:
        return wording.NOTHING
    return wording.duration(seconds) if math.isfinite(seconds) else "no answer"


def _review_words(row: Any, how: str) -> str:
    share, low, high = (getattr(row, f"{how}_{name}") for name in ("within", "low", "high"))
    median, least, most = (getattr(row, f"{how}_median{name}") for name in ("", "_low", "_high"))
    return (f"{quoted(row.label)}, {_LINE_WORDS[how]}:<br>"
            f"{wording.share_words(share, low=low, high=high, n=row.decided)} answered in time<br>"
            f"median wait {wait_words(median)} ({wait_words(max(least, 0))} to "
            f"{wait_words(most)}), n = {wording.number(row.messages)}")


def review_dots_alt(frame: pd.DataFrame) -> str:
    """The shares in words, those that change the most first."""
    rows = frame[frame["before_within"].notna() & frame["after_within"].notna()]
    if rows.empty:
        return "No message to which an answer was due."
    moved = (rows["after_within"] - rows["before_within"]).astype(float).abs()
    rows = rows.loc[moved.sort_values(ascending=False, kind="stable").index].head(6)
    parts = [f"{row.label} {wording.percent(row.before_within)} as it was, "
             f"{wording.percent(row.after_within)} by the rules" for row in records(rows)]
    return f"Answered in time: {'; '.join(parts)}."


def fire_bars(frame: pd.DataFrame, *, target: str) -> Figure:
    """Share of incendiary messages that a person answered within the target (in words).

    Frame: as :func:`analysis.routing_review.fire_frame` gives it.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["how"], x=f"Answered within {target} (%)",
                         y="Incendiary messages", rows=len(rows))
    if rows.empty:
        return figure
    share, low, high = (100 * rows[name].astype(float) for name in ("share", "low", "high"))
    figure.add_bar(
        orientation="h", x=share.tolist(), y=list(range(len(rows))), width=0.6,
        marker={"color": [band(_COLOURS[how], opacity=0.35) if how == "plain" else _COLOURS[how]
                          for how in rows["how"]],
                "line": {"color": [_COLOURS[how] for how in rows["how"]], "width": 1.5},
                "pattern": hatched(rows["messages"].tolist())},
        error_x={"type": "data", "symmetric": False, "array": (high - share).tolist(),
                 "arrayminus": (share - low).tolist(), "thickness": 1.5, "width": 4, "color": INK},
        customdata=[[how] for how in rows["how"]],
        hovertext=[_fire_words(row) for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, [HOW_WORDS[how] for how in rows["how"]],
              [f"{wording.number(row.in_time)} of {wording.number(row.messages)}"
               for row in records(rows)], letters=26)
    end_of_bars(figure, high.tolist(), [
        wording.percent(row.share, low=row.low, high=row.high) for row in records(rows)])
    return figure


def _fire_words(row: Any) -> str:
    words = (f"{HOW_WORDS[row.how].capitalize()}: "
             f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.messages)}")
    if row.difference != row.difference:
        return words
    return (f"{words}<br>{wording.points(row.difference)} against history "
            f"({wording.points(row.difference_low)} to {wording.points(row.difference_high)})")


def fire_bars_alt(frame: pd.DataFrame, *, target: str) -> str:
    """The shares in words."""
    if frame.empty:
        return "No incendiary message to which an answer was due."
    parts = [f"{HOW_WORDS[row.how]} {wording.percent(row.share, low=row.low, high=row.high)}"
             for row in records(frame)]
    return f"Incendiary messages answered within {target}: {', '.join(parts)}."


def queue_lines(frame: pd.DataFrame) -> Figure:
    """Messages that wait in each department's queue, as it was and by the rules: a row each.

    Frame: bucket, department, before, after, peak (the fullest hour by the rules).
    """
    departments = _largest(frame)
    figure = canvas(keys=["department", "bucket"], x="Time", y="Messages waiting",
                    height=110 + 115 * max(len(departments), 2))
    if not departments:
        return figure
    base = figure.arrangement
    step = 1 / len(departments)
    axes, traces = {}, []
    for at, department in enumerate(departments, start=1):
        top = 1 - (at - 1) * step
        axes[f"yaxis{at if at > 1 else ''}"] = {
            **base["yaxis"], "domain": [top - 0.78 * step, top], "nticks": 4,
            "rangemode": "tozero", "title": {"text": shown(department, 18),
                                             "font": {"size": 11}, "standoff": 8}}
        rows = frame[frame["department"] == department]
        traces += [_queue_trace(rows, department, how, at) for how in _LINE_WORDS]
    axes["xaxis"] = {**base["xaxis"], "type": "date", "nticks": 6, "tickangle": 0,
                     "anchor": f"y{len(departments)}" if len(departments) > 1 else "y"}
    out = Figure(traces, {**base, **axes})
    legend_below(out)
    return out


def _queue_trace(rows: pd.DataFrame, department: str, how: str, at: int) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "name": _LINE_WORDS[how],
        "showlegend": at == 1, "legendgroup": how, "yaxis": f"y{at if at > 1 else ''}",
        "x": [pd.Timestamp(one).isoformat() for one in rows["bucket"]],
        "y": rows[how].astype(float).tolist(),
        "line": {"color": _COLOURS[how], "width": 1.8,
                 "dash": "dash" if how == "before" else "solid"},
        "marker": {"size": 4, "color": _COLOURS[how]},
        "fill": "tozeroy" if how == "after" else "none",
        "fillcolor": band(_COLOURS[how], opacity=0.1),
        "customdata": [[department, wording.bucket_key(one)] for one in rows["bucket"]],
        "hovertext": [_queue_words(row, how) for row in records(rows)], "hovertemplate": HOVER,
    }  # fmt: skip


def _queue_words(row: Any, how: str) -> str:
    peak = f"<br>at most {wording.number(row.peak)} in an hour" if how == "after" else ""
    return (f"{quoted(row.department)}, {wording.bucket_words(row.bucket)}, {_LINE_WORDS[how]}:"
            f"<br>{wording.number(getattr(row, how), digits=1)} messages wait on average{peak}")


def queue_lines_alt(frame: pd.DataFrame) -> str:
    """The mean queue of each department in words."""
    departments = _largest(frame)
    if not departments:
        return "No queue to show."
    parts = []
    for department in departments:
        mine = frame[frame["department"] == department]
        parts.append(f"{department} {wording.number(mine['before'].mean(), digits=1)} as it was, "
                     f"{wording.number(mine['after'].mean(), digits=1)} by the rules")
    return f"Messages that wait on average: {'; '.join(parts)}."


def _largest(frame: pd.DataFrame) -> list[str]:
    if frame.empty:
        return []
    size = frame.groupby("department")["after"].mean().sort_values(ascending=False, kind="stable")
    return [str(one) for one in size.index[:_MOST_DEPARTMENTS]]
