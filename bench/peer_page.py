"""The six questions of the peer workload as a page of the running app, filters and all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from analysis.charts.canvas import canvas

if TYPE_CHECKING:
    import pandas as pd

    from analysis.charts.figure import Figure


def main() -> None:
    """Draw six cards: the app's own filters, queries, caches, cards and theme."""
    from bench.peer_questions import QUESTIONS
    from pages.ui.card import Card, card
    from pages.ui.filters import choose_filters
    from pages.ui.load import load_pairs
    from pages.ui.timing import timed
    from pages.ui.who import viewer

    with timed("peer"):
        chosen = choose_filters(viewer())
        assert chosen is not None
        asked = [one.filters(chosen) for one in QUESTIONS]
        frames = load_pairs(*((one.ask, filters)
                              for one, filters in zip(QUESTIONS, asked, strict=True)))
        for one, filters, frame in zip(QUESTIONS, asked, frames, strict=True):
            card(Card(key=one.ask.__name__, title=one.words, metric="", about=one.words,
                      frame=frame, n=f"{len(frame)} rows", filters=filters, height=260,
                      figure=partial(FIGURES[one.ask.__name__], frame)))


def _bars(frame: pd.DataFrame, value: str) -> Figure:
    figure = canvas(keys=["channel"], x="", y=value)
    figure.add_bar(x=frame["channel"].tolist(), y=frame[value].tolist())
    return figure


def _lines(frame: pd.DataFrame, value: str) -> Figure:
    figure = canvas(keys=["channel", "bucket"], x="", y=value)
    for channel, rows in frame.groupby("channel"):
        figure.add_scatter(x=rows["bucket"].to_numpy(), y=rows[value].to_numpy(), mode="lines",
                           name=str(channel))
    return figure


def _purposes(frame: pd.DataFrame) -> Figure:
    figure = canvas(keys=["bucket"], x="", y="posts")
    for purpose in ("marketing", "service"):
        figure.add_bar(x=frame["bucket"].to_numpy(), y=frame[purpose].to_numpy(), name=purpose)
    return figure


def _responses(frame: pd.DataFrame) -> Figure:
    figure = canvas(keys=["channel"], x="", y="seconds")
    for value in ("median_seconds", "p90_seconds"):
        figure.add_bar(x=frame["channel"].tolist(), y=frame[value].tolist(), name=value)
    return figure


def _hours(frame: pd.DataFrame) -> Figure:
    table = frame.pivot(index="weekday", columns="hour", values="posts")
    figure = canvas(keys=["weekday", "hour"], x="hour", y="weekday")
    figure.add_heatmap(z=table.to_numpy(), x=table.columns.tolist(), y=table.index.tolist())
    return figure


FIGURES: dict[str, Callable[[pd.DataFrame], Figure]] = {
    "customers_by_channel": lambda frame: _bars(frame, "customers"),
    "daily_volume": lambda frame: _lines(frame, "inbound"),
    "weekly_polarity": lambda frame: _lines(frame, "polarity_mean"),
    "monthly_purpose": _purposes,
    "response_by_channel": _responses,
    "hours_of_the_week": _hours,
}

if __name__ == "__main__":
    main()
