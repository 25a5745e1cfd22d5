"""One customer's contacts on one time line, a lane for each channel."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas, legend_below, quoted, row_names
from analysis.charts.events import mark_events
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, SENTIMENT_COLOURS
from analysis.records import records

SURVEY = "survey"
_MOST_WAITS = 200
_LANE_PX = 44
_SYMBOLS = {"negative": "triangle-down", "neutral": "circle", "positive": "triangle-up"}
_NAMES = {"negative": "Negative", "neutral": "Neutral", "positive": "Positive"}


def customer_lanes(
    frame: pd.DataFrame, *, surveys: pd.DataFrame, events: pd.DataFrame | None = None,
    period: tuple[Any, Any] | None = None,
) -> Figure:
    """Messages as marks in their channel's lane, waits as bars below them, survey answers.

    Frame: row_id, published_at, channel, is_social, direction, sentiment, text, wait_seconds,
    opens, unanswered, campaign.  Surveys: wave, answered_on, csat, nps.  ``period`` is shaded,
    its end exclusive.  Every mark of a message carries its row_id.
    """
    lanes = lanes_of(frame, surveys)
    figure = canvas(keys=["row_id"], x="Day", y="", height=130 + _LANE_PX * max(len(lanes), 1))
    names = [wording.channel_name(lane) if lane != SURVEY else "Survey" for lane in lanes]
    row_names(figure, names)
    # A room of half a lane above the first and below the last.
    figure.update_yaxes(range=[len(lanes) - 0.4, -0.6], showgrid=False, zeroline=False)
    figure.update_yaxes(title={"text": "Channel"})
    moments = [*pd.to_datetime(frame["published_at"]), *pd.to_datetime(surveys["answered_on"])]
    if not moments:
        return figure
    place = {lane: at for at, lane in enumerate(lanes)}
    _waits(figure, frame, place)
    _messages(figure, frame, place)
    _surveys(figure, surveys, place)
    room = max((max(moments) - min(moments)) * 0.03, pd.Timedelta(days=2))
    first, last = min(moments) - room, max(moments) + room
    figure.update_xaxes(type="date", range=[first.isoformat(), last.isoformat()], nticks=6,
                        tickangle=0)
    legend_below(figure)
    if events is not None and not events.empty:
        mark_events(figure, events, [first, last])
    if period is not None:
        figure.add_shape(
            type="rect", x0=max(pd.Timestamp(period[0]), first).isoformat(),
            x1=min(pd.Timestamp(period[1]), last).isoformat(), yref="paper", y0=0, y1=1,
            line={"width": 0}, fillcolor=INK, opacity=0.12, layer="below",
        )  # fmt: skip
    return figure


def lanes_of(frame: pd.DataFrame, surveys: pd.DataFrame) -> list[str]:
    """The lanes from top: social channels, then the others, each by its messages; survey last."""
    counts = frame.groupby(["channel", "is_social"]).size().reset_index(name="n")
    counts = counts.sort_values(["is_social", "n", "channel"], ascending=[False, False, True])
    return [*counts["channel"].astype(str), *([SURVEY] if len(surveys) else [])]


def _messages(figure: Figure, frame: pd.DataFrame, place: dict[str, int]) -> None:
    inbound = frame[frame["direction"] == "inbound"]
    for sentiment, name in _NAMES.items():
        mine = inbound[inbound["sentiment"] == sentiment]
        _marks(figure, mine, place, name, colour=SENTIMENT_COLOURS[sentiment],
               symbol=_SYMBOLS[sentiment])
    unscored = inbound[~inbound["sentiment"].isin(list(_NAMES))]
    _marks(figure, unscored, place, "Contact without a text", colour=INK, symbol="circle-open")
    _marks(figure, frame[frame["direction"] == "outbound"], place, "Our message", colour=INK,
           symbol="line-ns-open", size=11)


def _marks(figure: Figure, rows: pd.DataFrame, place: dict[str, int], name: str, *,
           colour: str, symbol: str, size: int = 10) -> None:
    if rows.empty:
        return
    figure.add_scatter(
        x=[stamp.isoformat() for stamp in pd.to_datetime(rows["published_at"])],
        y=[place[str(channel)] for channel in rows["channel"]],
        mode="markers", name=name,
        marker={"color": colour, "symbol": symbol, "size": size, "opacity": 0.9},
        customdata=[[int(row_id)] for row_id in rows["row_id"]],
        hovertext=[_words(row) for row in records(rows)], hovertemplate=HOVER,
    )  # fmt: skip


def _words(row: Any) -> str:
    who = "We" if row.direction == "outbound" else "Customer"
    parts = [f"{who}, {wording.bucket_words(row.published_at, grain='hour')}"]
    if isinstance(row.text, str):
        parts.append(f"“{quoted(row.text)}”")
    if isinstance(row.sentiment, str):
        parts.append(row.sentiment)
    if row.opens and row.unanswered:
        parts.append("not answered")
    elif row.opens and not pd.isna(row.wait_seconds):
        parts.append(f"first reply after {wording.duration(row.wait_seconds)}")
    if isinstance(row.campaign, str):
        parts.append(f"campaign {quoted(row.campaign)}")
    return "<br>".join(parts)


def _waits(figure: Figure, frame: pd.DataFrame, place: dict[str, int]) -> None:
    """Thin bars from a question to its first reply, a little below the marks of its lane."""
    waits = frame[frame["opens"].fillna(False).astype(bool) & frame["wait_seconds"].notna()]
    if waits.empty:
        return
    x: list[str | None] = []
    y: list[float | None] = []
    for row in records(waits.nlargest(_MOST_WAITS, "wait_seconds")):
        start = pd.Timestamp(row.published_at)
        end = start + pd.Timedelta(seconds=float(row.wait_seconds))
        lane = place[str(row.channel)] + 0.28
        x += [start.isoformat(), end.isoformat(), None]
        y += [lane, lane, None]
    figure.add_scatter(x=x, y=y, mode="lines", name="Wait for the first reply",
                       line={"color": INK, "width": 5}, hoverinfo="skip")


def _surveys(figure: Figure, surveys: pd.DataFrame, place: dict[str, int]) -> None:
    rows = surveys[surveys["answered_on"].notna()]
    if rows.empty or SURVEY not in place:
        return
    figure.add_scatter(
        x=[pd.Timestamp(day).isoformat() for day in rows["answered_on"]],
        y=[place[SURVEY]] * len(rows), mode="markers", name="Survey answer",
        marker={"color": INK, "symbol": "star", "size": 12},
        hovertext=[_survey_words(row) for row in records(rows)], hovertemplate=HOVER,
    )  # fmt: skip


def _survey_words(row: Any) -> str:
    parts = [f"Survey {quoted(row.wave)}, {wording.bucket_words(row.answered_on)}"]
    if not pd.isna(row.csat):
        parts.append(f"satisfaction {wording.number(row.csat)} of 5")
    if not pd.isna(row.nps):
        parts.append(f"recommends {wording.number(row.nps)} of 10")
    return "<br>".join(parts)


def customer_lanes_alt(frame: pd.DataFrame, *, surveys: pd.DataFrame) -> str:
    """How many messages on which channel, from when to when, and how many negative."""
    if frame.empty:
        return "No contacts of this customer."
    inbound = frame[frame["direction"] == "inbound"]
    counts = inbound["channel"].value_counts()
    lanes = ", ".join(f"{wording.channel_name(channel)} {wording.number(n)}"
                      for channel, n in counts.items())
    negative = int((inbound["sentiment"] == "negative").sum())
    first, last = frame["published_at"].min(), frame["published_at"].max()
    return (f"Contacts from {wording.bucket_words(first, grain='day')} to "
            f"{wording.bucket_words(last, grain='day')}: {lanes}; {wording.number(negative)} "
            f"negative; {wording.several(len(surveys), 'survey answer', 'survey answers')}.")
