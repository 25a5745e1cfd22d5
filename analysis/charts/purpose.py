"""Service against marketing: over time, by channel, the intents below, who answers."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    canvas,
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
from analysis.charts.palette import PURPOSE_COLOURS, text_on
from analysis.charts.who_answers import who_answers_bars, who_answers_bars_alt
from analysis.intervals import wilson
from analysis.records import records

__all__ = [
    "intent_bars",
    "intent_bars_alt",
    "purpose_by_channel_bars",
    "purpose_by_channel_bars_alt",
    "purpose_split_over_time",
    "purpose_split_over_time_alt",
    "who_answers_bars",
    "who_answers_bars_alt",
]

_PURPOSES = tuple(PURPOSE_COLOURS)


def purpose_split_over_time(frame: pd.DataFrame) -> Figure:
    """Conversations started per bucket, stacked by purpose.

    Frame: bucket, service, marketing, other.
    """
    grain = "day" if frame.empty else grain_of(list(frame["bucket"]))
    figure = canvas(
        keys=["bucket", "purpose"], x="Time", y=f"Conversations started per {grain}", height=340
    )
    if frame.empty:
        return figure
    rows = frame.sort_values("bucket")
    keys = [wording.bucket_key(bucket) for bucket in rows["bucket"]]
    for purpose in _PURPOSES:
        figure.add_bar(
            x=keys,
            y=[int(count) for count in rows[purpose]],
            name=purpose.capitalize(),
            marker={"color": PURPOSE_COLOURS[purpose]},
            customdata=[[key, purpose] for key in keys],
            hovertext=[
                f"{wording.bucket_words(row.bucket, grain=grain)}:<br>{_hover(row, purpose)}"
                for row in records(rows)
            ],
            hovertemplate=HOVER,
        )
    figure.update_layout(barmode="stack", bargap=0.15)
    time_axis(figure, list(rows["bucket"]))
    legend_below(figure)
    mark_cut(figure, rows)
    return figure


def purpose_split_over_time_alt(frame: pd.DataFrame) -> str:
    """Conversations and service share of the whole period in words."""
    totals = {purpose: int(frame[purpose].sum()) for purpose in _PURPOSES}
    if not sum(totals.values()):
        return "No conversations in this period."
    parts = [f"{wording.number(count)} {purpose}" for purpose, count in totals.items()]
    return (
        f"Conversations over time by purpose: {', '.join(parts)}. "
        f"{_service_share(totals['service'], totals['marketing'])}."
    )


def purpose_by_channel_bars(frame: pd.DataFrame) -> Figure:
    """Shares of the purposes per channel, the most service on top.

    Frame: channel, service, marketing, other.
    """
    rows = _by_service(frame)
    figure = rows_canvas(
        keys=["channel", "purpose"], x="Share of conversations (%)", y="Channel", rows=len(rows),
        legend=1,
    )  # fmt: skip
    if rows.empty:
        return figure
    names = [wording.channel_name(channel) for channel in rows["channel"]]
    for purpose in _PURPOSES:
        share = 100 * rows[purpose] / rows["n"]
        figure.add_bar(
            orientation="h",
            x=share.tolist(),
            y=list(range(len(rows))),
            name=purpose.capitalize(),
            marker={"color": PURPOSE_COLOURS[purpose]},
            text=[f"{value:.0f} %" if value >= 12 else "" for value in share],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": text_on(PURPOSE_COLOURS[purpose])},
            textangle=0,
            customdata=[[channel, purpose] for channel in rows["channel"]],
            hovertext=[
                f"{quoted(name)}: {_hover(row, purpose)}"
                for name, row in zip(names, records(rows), strict=True)
            ],
            hovertemplate=HOVER,
        )
    row_names(figure, names, [f"n = {wording.number(n)}" for n in rows["n"]])
    figure.update_layout(barmode="stack")
    figure.update_xaxes(range=[0, 100])
    legend_below(figure)
    return figure


def purpose_by_channel_bars_alt(frame: pd.DataFrame) -> str:
    """Service share of each channel in words."""
    rows = _by_service(frame)
    if rows.empty:
        return "No conversations in this period."
    parts = [
        f"{wording.channel_name(row.channel)} {wording.percent(row.service / row.n)}"
        for row in records(rows.head(8))
    ]
    return f"Share of conversations that are service, by channel: {', '.join(parts)}."


def intent_bars(frame: pd.DataFrame) -> Figure:
    """Conversations per intent, the most frequent first, coloured by purpose.

    Frame: purpose, intent, conversations.
    """
    rows = frame.sort_values("conversations", ascending=False, kind="stable")
    figure = rows_canvas(
        keys=["purpose", "intent"], x="Conversations", y="Intent", rows=len(rows), legend=1
    )
    if rows.empty:
        return figure
    total = int(rows["conversations"].sum())
    rows = rows.assign(place=range(len(rows)))
    for purpose in _PURPOSES:
        mine = rows[rows["purpose"] == purpose]
        if mine.empty:
            continue
        figure.add_bar(
            orientation="h",
            x=[int(count) for count in mine["conversations"]],
            y=mine["place"].tolist(),
            name=purpose.capitalize(),
            marker={"color": PURPOSE_COLOURS[purpose]},
            width=0.7,
            customdata=[[purpose, intent] for intent in mine["intent"]],
            hovertext=[
                f"{quoted(_intent(row.intent))} ({purpose}):<br>"
                f"{wording.several(row.conversations, 'conversation', 'conversations')}, "
                f"{_of(row.conversations, total)} of all"
                for row in records(mine)
            ],
            hovertemplate=HOVER,
        )
    row_names(figure, [_intent(intent) for intent in rows["intent"]])
    counts = rows["conversations"]
    texts = [f"{wording.number(n)} ({wording.percent(n / (total or 1))})" for n in counts]
    end_of_bars(figure, [float(n) for n in counts], texts)
    figure.update_layout(height=90 + 30 + 28 * len(rows), barmode="overlay")
    legend_below(figure)
    return figure


def intent_bars_alt(frame: pd.DataFrame) -> str:
    """The five most frequent intents in words."""
    rows = frame.sort_values("conversations", ascending=False, kind="stable").head(5)
    if rows.empty:
        return "No conversations in this period."
    parts = [f"{_intent(row.intent)} {wording.number(row.conversations)}" for row in records(rows)]
    return f"Conversations by intent, most frequent first: {', '.join(parts)}."


def _by_service(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.assign(n=frame["service"] + frame["marketing"] + frame["other"])
    rows = rows[rows["n"] > 0]
    rows = rows.assign(share=rows["service"] / rows["n"])
    return rows.sort_values("share", ascending=False, kind="stable")


def _hover(row: object, purpose: str) -> str:
    service, marketing, other = (int(getattr(row, name)) for name in _PURPOSES)
    count, total = int(getattr(row, purpose)), service + marketing + other
    said = wording.several(count, f"{purpose} conversation", f"{purpose} conversations")
    return f"{said} ({_of(count, total)} of all)<br>{_service_share(service, marketing)}"


def _of(count: int, total: int) -> str:
    return wording.percent(count / total) if total else wording.NOTHING


def _service_share(service: int, marketing: int) -> str:
    n = service + marketing
    if not n:
        return "No service and no marketing"
    low, high = wilson(service, n)
    words = wording.share_words(service / n, low=low, high=high, n=n)
    return f"Service share {words}"


def _intent(intent: object) -> str:
    return str(intent).replace("_", " ").capitalize()
