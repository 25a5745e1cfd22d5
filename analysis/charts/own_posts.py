"""The company's own posts: flags over time, by who wrote them, and the mistakes that were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    FEW,
    HOVER,
    canvas,
    end_of_bars,
    grain_of,
    hatched,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    time_axis,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import FLAG_COLOURS, INK, band
from analysis.records import records

FLAG_WORDS = {"profanity": "Profanity", "sensitive": "Sensitive event", "promise": "Promise",
              "personal": "Personal data", "off_hours": "Off hours"}
_GRAVE = {"low": (0.35, ""), "medium": (0.65, "/"), "high": (1.0, "x")}


def flags_over_time(frame: pd.DataFrame, *, kinds: Sequence[str]) -> Figure:
    """Flagged posts per bucket, stacked by kind; a post with two kinds counts for both.

    Frame: bucket, posts, and one column per kind.
    """
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    figure = canvas(keys=["bucket", "kind"], x="Time", y=f"Flagged posts per {grain}", height=300)
    if frame.empty:
        return figure
    rows = frame.sort_values("bucket")
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    for kind in kinds:
        if not rows[kind].sum():
            continue
        figure.add_bar(
            x=keys, y=[int(count) for count in rows[kind]], name=FLAG_WORDS[kind],
            marker={"color": FLAG_COLOURS[kind]}, customdata=[[key, kind] for key in keys],
            hovertext=[
                f"{wording.bucket_words(row.bucket, grain=grain)}, {FLAG_WORDS[kind].lower()}:<br>"
                f"{_of(getattr(row, kind), row.posts)}" for row in records(rows)],
            hovertemplate=HOVER)
    figure.update_layout(barmode="stack", bargap=0.15)
    figure.update_yaxes(rangemode="tozero")
    time_axis(figure, list(rows["bucket"]))
    legend_below(figure)
    mark_cut(figure, rows)
    return figure


def flags_over_time_alt(frame: pd.DataFrame, *, kinds: Sequence[str]) -> str:
    """Flags of the whole period and the worst bucket in words."""
    total = {kind: int(frame[kind].sum()) for kind in kinds} if len(frame) else {}
    if not sum(total.values()):
        return "No outgoing post is flagged in this period."
    sums = frame[list(kinds)].sum(axis=1)
    worst = frame["bucket"].iloc[int(sums.to_numpy().argmax())]
    grain = grain_of(list(frame["bucket"]))
    parts = [f"{FLAG_WORDS[kind].lower()} {wording.number(n)}" for kind, n in total.items() if n]
    return (f"Flagged outgoing posts by {grain}: {', '.join(parts)}; the most, "
            f"{wording.number(sums.max())}, in {wording.bucket_words(worst, grain=grain)}"
            ".")


def flagged_share_bars(frame: pd.DataFrame) -> Figure:
    """Share of outgoing posts that are flagged per department or person, with intervals.

    Frame: name, posts, flagged, share, low, high (0..1).  Rows under 30 posts are hatched and keep
    their interval: they are too few to compare.
    """
    figure = rows_canvas(keys=["name"], x="Flagged posts (%)", y="Written by", rows=len(frame))
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return figure
    share, low, high = (100 * rows[name].astype(float) for name in ("share", "low", "high"))
    figure.add_bar(
        orientation="h", x=share.tolist(), y=list(range(len(rows))), width=0.6,
        marker={"color": INK, "pattern": hatched(rows["posts"].tolist())},
        error_x={"type": "data", "symmetric": False, "thickness": 1.5, "color": INK,
                 "array": (high - share).tolist(), "arrayminus": (share - low).tolist()},
        customdata=[[str(name)] for name in rows["name"]],
        hovertext=[_who_words(row) for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, rows["name"].tolist(), [
        f"n = {wording.number(row.posts)}" + (", few" if row.posts < FEW else "")
        for row in records(rows)])
    end_of_bars(figure, high.tolist(), [wording.percent(row.share, low=row.low, high=row.high)
                                        for row in records(rows)])
    return figure


def flagged_share_bars_alt(frame: pd.DataFrame) -> str:
    """The shares in words."""
    if frame.empty:
        return "No outgoing posts in this period."
    parts = [f"{row.name} {wording.share_words(row.share, low=row.low, high=row.high, n=row.posts)}"
             for row in records(frame)[:8]]
    return f"Share of outgoing posts that are flagged: {', '.join(parts)}."


def mistakes_by_month(frame: pd.DataFrame) -> Figure:
    """Mistakes per month of the post, stacked by how grave they are.

    Frame: bucket, low, medium, high, mistakes.
    """
    figure = canvas(keys=["bucket", "severity"], x="Month of the post", y="Mistakes", height=240)
    if frame.empty:
        return figure
    keys = [wording.bucket_key(bucket) for bucket in frame["bucket"]]
    for name, (strength, pattern) in _GRAVE.items():
        figure.add_bar(
            x=keys, y=[int(n) for n in frame[name]], name=f"{name.capitalize()} severity",
            marker={"color": band(INK, opacity=strength),
                    "pattern": {"shape": pattern, "solidity": 0.25}},
            customdata=[[key, name] for key in keys],
            hovertext=[f"{wording.bucket_words(row.bucket, grain='month')}:<br>"
                       f"{wording.several(getattr(row, name), 'mistake', 'mistakes')} of {name} "
                       f"severity, {wording.number(row.mistakes)} in all"
                       for row in records(frame)],
            hovertemplate=HOVER)
    figure.update_layout(barmode="stack", bargap=0.3)
    most = int(frame["mistakes"].max())
    figure.update_yaxes(rangemode="tozero", dtick=max(1, -(-most // 4)))
    time_axis(figure, list(frame["bucket"]))
    legend_below(figure)
    return figure


def mistakes_by_month_alt(frame: pd.DataFrame) -> str:
    """The mistakes in words."""
    if frame.empty or not frame["mistakes"].sum():
        return "No mistake is in the log."
    parts = [f"{wording.bucket_words(row.bucket, grain='month')} {wording.number(row.mistakes)}"
             for row in records(frame[frame["mistakes"] > 0])[-12:]]
    return f"Mistakes by month of the post: {', '.join(parts)}."


def _of(count: Any, posts: Any) -> str:
    return f"{wording.number(count)} of {wording.several(posts, 'post', 'posts')}"


def _who_words(row: Any) -> str:
    return (f"{quoted(row.name)}: {_of(row.flagged, row.posts)}<br>"
            f"{wording.share_words(row.share, low=row.low, high=row.high, n=row.posts)}"
            + ("<br>too few posts to compare" if row.posts < FEW else ""))
