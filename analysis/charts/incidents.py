"""Many people or one: themes by authors and messages, how far above usual, and one theme closer."""

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
    grain_of,
    hatched,
    legend_below,
    mark_cut,
    quoted,
    row_names,
    rows_canvas,
    shown,
    time_axis,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, band
from analysis.records import records

# Verdict → colour and symbol; filled ones stand out.
VERDICT_MARKS = {
    "systemic": ("#c83103", "diamond"),
    "isolated": ("#bd830e", "square"),
    "watch": ("#697df9", "triangle-up"),
    "as usual": (INK, "circle-open"),
    "too few": (INK, "x-thin-open"),
}
_STANDS_OUT = ("systemic", "isolated", "watch")
_SOCIAL, _TRADITIONAL = "#c83103", "#35789c"
_LABELLED = 6
# Themes of one size lie together, so that their names go different ways.
_PLACES = ("middle left", "middle right", "top left", "bottom right", "top right", "bottom left")
_TIMES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_MOST_TIMES = 10_000.0


def authors_against_messages(frame: pd.DataFrame) -> Figure:
    """Each theme by its messages and its authors, both on logarithmic scales.

    Frame: label, known, authors, verdict, top_share.  On the dashed line everybody wrote once; far
    below it few wrote much.
    """
    columns = ["label", "known", "authors", "verdict", "top_share"]
    rows = frame.loc[frame["authors"] > 0, columns] if len(frame) else frame
    figure = canvas(keys=["label"], x="Messages", y="Authors", height=330)
    if rows.empty:
        return figure
    most = 2.0 * float(rows["known"].max())
    figure.add_scatter(x=[1, most], y=[1, most], mode="lines", hoverinfo="skip", showlegend=False,
                       line={"dash": "dash", "color": INK, "width": 1.2})
    for verdict, (colour, symbol) in reversed(VERDICT_MARKS.items()):
        mine = rows[rows["verdict"] == verdict]
        if mine.empty:
            continue
        each = records(mine)
        named = [shown(row.label, 24) if verdict in _STANDS_OUT and at < _LABELLED else ""
                 for at, row in enumerate(each)]
        figure.add_scatter(
            x=mine["known"].tolist(), y=mine["authors"].tolist(), mode="markers+text",
            name=verdict.capitalize(), text=named,
            textposition=[_PLACES[at % len(_PLACES)] for at in range(len(each))],
            marker={"color": colour, "symbol": symbol, "size": 12 if verdict in _STANDS_OUT else 8,
                    "line": {"width": 1.5, "color": colour}},
            customdata=[[str(one)] for one in mine["label"]],
            hovertext=[_theme_words(row) for row in each], hovertemplate=HOVER)
    ends = [math.log10(0.7), math.log10(most)]
    figure.update_xaxes(type="log", range=ends, dtick=1)
    figure.update_yaxes(type="log", range=ends, dtick=1)
    legend_below(figure)
    return figure


def _theme_words(row: Any) -> str:
    return (f"{quoted(row.label)}: {row.verdict}<br>"
            f"{wording.several(row.known, 'message', 'messages')} by "
            f"{wording.several(row.authors, 'author', 'authors')}<br>"
            f"the most by one: {wording.percent(row.top_share)}")


def authors_against_messages_alt(frame: pd.DataFrame) -> str:
    """The themes that stand out with their messages and authors, in words."""
    if frame.empty:
        return "No themes."
    out, names = frame["verdict"].isin(_STANDS_OUT), ["label", "verdict", "known", "authors"]
    parts = [f"{row.label} ({row.verdict}) {wording.number(row.known)} messages by "
             f"{wording.number(row.authors)}" for row in records(frame.loc[out, names][:6])]
    rest = len(frame) - int(out.sum())
    told = f"{'; '.join(parts)}. " if parts else "Nothing stands out. "
    return f"Messages and authors of each theme: {told}{wording.number(rest)} other themes."


def times_usual(value: Any, low: Any, high: Any) -> str:
    """A ratio to the usual rate in words: "137 times (97–195)"."""
    if value is None or value != value:
        return wording.NOTHING
    if not math.isfinite(value):
        least = f" (at least {_times(low)} times)" if low == low else ""
        return f"not said on other days{least}"
    said = f"{_times(value)} times"
    if low != low:
        return said
    upper = f"–{_times(high)}" if math.isfinite(high) and high < _MOST_TIMES else " and more"
    return f"{said} ({_times(low)}{upper})"


def _times(value: float) -> str:
    return wording.number(value) if value >= 10 else f"{value:.1f}"


def rise_dots(frame: pd.DataFrame) -> Figure:
    """How many times its usual rate each theme reached, with intervals, on a logarithmic scale.

    Frame: label, ratio, low, high, verdict, inside.  What was never said before has no ratio: an
    arrow stands at the end of its scale.
    """
    columns = ["label", "ratio", "low", "high", "verdict", "inside"]
    rows = frame.loc[frame["ratio"] > 0, columns].reset_index(drop=True)
    figure = rows_canvas(keys=["label"], x="Times the usual rate", y="Theme",
                         rows=max(2, len(rows)))
    if rows.empty:
        return figure
    finite = rows["ratio"].where(rows["ratio"] < math.inf)
    top = min(_MOST_TIMES, 3 * max(3.0, float(finite.max() if finite.notna().any() else 10.0)))
    at = finite.fillna(top).clip(upper=top)
    high = rows["high"].astype(float).clip(upper=top).fillna(at)
    low = rows["low"].astype(float).clip(lower=0.05).fillna(at)
    marks = [VERDICT_MARKS.get(str(one), VERDICT_MARKS["as usual"]) for one in rows["verdict"]]
    figure.add_vline(x=1, line={"dash": "dot", "color": INK, "width": 1.5})
    figure.add_scatter(
        x=at.tolist(), y=rows.index.tolist(), mode="markers",
        marker={"size": 11, "color": [colour for colour, _ in marks],
                "symbol": ["triangle-right" if ratio == math.inf else symbol
                           for (_, symbol), ratio in zip(marks, rows["ratio"], strict=True)],
                "line": {"width": 1.5, "color": [colour for colour, _ in marks]}},
        error_x={"type": "data", "symmetric": False, "color": INK, "thickness": 1.4,
                 "array": (high - at).clip(lower=0).tolist(),
                 "arrayminus": (at - low).clip(lower=0).tolist()},
        customdata=[[str(one)] for one in rows["label"]],
        hovertext=[f"{quoted(row.label)}: {times_usual(row.ratio, row.low, row.high)} its usual "
                   f"rate<br>{wording.several(row.inside, 'message', 'messages')}"
                   for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, rows["label"].tolist(), [
        f"{row.verdict}, n = {wording.number(row.inside)}" for row in records(rows)], letters=24)
    least = min(0.8, float(low.min()))
    ticks = [one for one in _TIMES if least <= one <= top]
    # Few labels: a logarithmic scale needs no more than one for each power or two.
    ticks = ticks if len(ticks) <= 6 else [one for one in ticks if math.log10(one) % 1 == 0]
    figure.update_xaxes(type="log", range=[math.log10(least * 0.9), math.log10(top * 1.3)],
                        rangemode="normal", tickvals=ticks, tickangle=0,
                        ticktext=[f"× {one:,g}" for one in ticks])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    return figure


def rise_dots_alt(frame: pd.DataFrame) -> str:
    """How many times its usual rate each theme reached, in words."""
    rows = frame[frame["ratio"].notna() & (frame["ratio"] > 0)].head(8)
    if rows.empty:
        return "No theme has a usual rate to compare with."
    parts = [f"{row.label} {times_usual(row.ratio, row.low, row.high)}" for row in records(rows)]
    return f"Times the usual rate: {'; '.join(parts)}."


def theme_bars(frame: pd.DataFrame, *, from_day: Any = None, until_day: Any = None) -> Figure:
    """Messages of one theme per bucket, traditional and social channels stacked.

    Frame: bucket, social, traditional, authors, whole_bucket.  The stretch is shaded.
    """
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    figure = canvas(keys=["bucket"], x="Time", y=f"Messages per {grain}", height=300)
    if frame.empty:
        return figure
    rows = frame.sort_values("bucket")
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    for name, column, colour in (("Phone, e-mail, chat and the like", "traditional", _TRADITIONAL),
                                 ("Social media", "social", _SOCIAL)):
        figure.add_bar(
            x=keys, y=[int(n) for n in rows[column]], name=name, marker={"color": colour},
            customdata=[[key] for key in keys], hovertemplate=HOVER,
            hovertext=[f"{wording.bucket_words(row.bucket, grain=grain)}:<br>"
                       f"{wording.number(row.traditional)} traditional, "
                       f"{wording.number(row.social)} social<br>"
                       f"{wording.several(row.authors, 'author', 'authors')}"
                       for row in records(rows)])
    if from_day is not None and until_day is not None:
        figure.add_vrect(x0=str(from_day)[:10], x1=str(until_day)[:10], fillcolor=band(INK),
                         line_width=0, layer="below")
    figure.update_layout(barmode="stack", bargap=0.15)
    time_axis(figure, list(rows["bucket"]))
    legend_below(figure)
    mark_cut(figure, rows)
    return figure


def theme_bars_alt(frame: pd.DataFrame, *, from_day: Any = None, until_day: Any = None) -> str:
    """Messages of one theme and when they peaked, in words."""
    total = int(frame[["social", "traditional"]].to_numpy().sum()) if len(frame) else 0
    if not total:
        return "No messages of this theme in this period."
    both = (frame["social"] + frame["traditional"]).to_numpy(float)
    peak = frame.iloc[int(both.argmax())]
    return (f"{wording.number(total)} messages, {wording.number(frame['social'].sum())} of them on "
            f"social media; most in {wording.bucket_words(peak['bucket'])}: "
            f"{wording.number(peak['social'] + peak['traditional'])}.")


def group_rates(frame: pd.DataFrame, *, by: str = "channel") -> Figure:
    """Messages of a theme per 1,000 in each group: in its stretch, and usually.

    Frame: category, messages, authors, base_messages, share, low, high, usual_share (0..1).
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=[by], x="Per 1,000 messages", y=by.capitalize(),
                         rows=max(1, len(rows)), legend=1)
    if rows.empty:
        return figure
    names = [_group_name(one, by) for one in rows["category"]]
    said = [
        f"{quoted(name)}: {1000 * row.share:.1f} per 1,000 in the stretch "
        f"({1000 * row.low:.1f}–{1000 * row.high:.1f}), usually {1000 * row.usual_share:.1f}<br>"
        f"{wording.several(row.messages, 'message', 'messages')} of "
        f"{wording.number(row.base_messages)}, "
        f"{wording.several(row.authors, 'author', 'authors')}"
        for name, row in zip(names, records(rows), strict=True)
    ]
    few = rows["base_messages"] < FEW
    figure.add_scatter(
        x=(1000 * rows["usual_share"]).tolist(), y=rows.index.tolist(), mode="markers",
        name="Usually", marker={"symbol": "line-ns-open", "size": 14, "color": INK,
                                "line": {"width": 2.5}},
        customdata=[[str(one)] for one in rows["category"]], hovertext=said, hovertemplate=HOVER)
    share, low, high = (1000 * rows[name] for name in ("share", "low", "high"))
    figure.add_scatter(
        x=share.tolist(), y=rows.index.tolist(), mode="markers", name="In its stretch",
        marker={"color": _TRADITIONAL, "size": 10,
                "symbol": ["circle-open" if one else "circle" for one in few]},
        error_x={"type": "data", "symmetric": False, "color": _TRADITIONAL, "thickness": 1.4,
                 "array": (high - share).tolist(), "arrayminus": (share - low).tolist()},
        customdata=[[str(one)] for one in rows["category"]], hovertext=said, hovertemplate=HOVER)
    row_names(figure, names, [wording.several(n, "author", "authors") for n in rows["authors"]])
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], autorange=False)
    legend_below(figure)
    return figure


def group_rates_alt(frame: pd.DataFrame, *, by: str = "channel") -> str:
    """The rates of each group in words."""
    if frame.empty:
        return f"No {by} to compare."
    parts = [f"{_group_name(row.category, by)} {1000 * row.share:.1f} against usually "
             f"{1000 * row.usual_share:.1f}" for row in records(frame.head(8))]
    return f"Messages of the theme per 1,000, by {by}: {'; '.join(parts)}."


def _group_name(value: Any, by: str) -> str:
    return wording.channel_name(value) if by == "channel" else str(value)


def author_bars(frame: pd.DataFrame) -> Figure:
    """Messages of the authors who wrote most about a theme.

    Frame: place, author, messages, known.
    """
    rows = frame.reset_index(drop=True)
    figure = rows_canvas(keys=["author"], x="Messages", y="Author", rows=len(rows))
    if rows.empty:
        return figure
    known = max(1, int(rows["known"].iloc[0]))
    figure.add_bar(
        orientation="h", x=[int(n) for n in rows["messages"]], y=rows.index.tolist(), width=0.6,
        marker={"color": _TRADITIONAL, "pattern": hatched([known] * len(rows))},
        customdata=[[str(one)] for one in rows["author"]],
        hovertext=[f"{quoted(row.author)}: {wording.number(row.messages)} of "
                   f"{wording.number(known)} messages ({wording.percent(row.messages / known)})"
                   for row in records(rows)], hovertemplate=HOVER)
    row_names(figure, rows["author"].tolist(), letters=22)
    figure.update_layout(height=90 + 28 * len(rows))
    end_of_bars(figure, [float(n) for n in rows["messages"]],
                [wording.percent(n / known) for n in rows["messages"]])
    return figure


def author_bars_alt(frame: pd.DataFrame) -> str:
    """Who wrote most, in words."""
    if frame.empty:
        return "No known author."
    known = max(1, int(frame["known"].iloc[0]))
    parts = [f"{row.author} {wording.number(row.messages)} "
             f"({wording.percent(row.messages / known)})" for row in records(frame.head(3))]
    return f"The authors with most messages, of {wording.number(known)}: {', '.join(parts)}."
