"""How polarity is spread over the posts."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas, legend_below
from analysis.charts.figure import Figure
from analysis.charts.palette import SENTIMENT_COLOURS


def polarity_histogram(frame: pd.DataFrame) -> Figure:
    """Posts by polarity, in bins of 0.1, coloured by the label they got.

    Frame: polarity_from, negative, neutral, positive.
    """
    figure = canvas(
        keys=["polarity_from", "sentiment"], x="Polarity (−1 to 1)", y="Posts", height=340
    )
    if frame.empty:
        return figure
    starts = [round(float(start), 4) for start in frame["polarity_from"]]
    for sentiment, colour in SENTIMENT_COLOURS.items():
        figure.add_bar(
            x=[start + 0.05 for start in starts],
            y=[int(count) for count in frame[sentiment]],
            width=[0.1] * len(starts),
            name=sentiment.capitalize(),
            marker={"color": colour},
            customdata=[[start, sentiment] for start in starts],
            hovertext=[
                f"Polarity {_polarity(start)} to {_polarity(start + 0.1)}:<br>"
                + wording.several(count, f"{sentiment} post", f"{sentiment} posts")
                for start, count in zip(starts, frame[sentiment], strict=True)
            ],
            hovertemplate=HOVER,
        )
    figure.update_layout(barmode="stack", bargap=0.06)
    figure.update_xaxes(range=[-1.08, 1.08], dtick=0.5)
    legend_below(figure)
    return figure


def polarity_histogram_alt(frame: pd.DataFrame) -> str:
    """The three shares in words."""
    return shares_alt(frame, "by polarity")


def shares_alt(frame: pd.DataFrame, how: str) -> str:
    """Shares of negative, neutral and positive posts of the whole frame in words."""
    totals = {name: int(frame[name].sum()) for name in SENTIMENT_COLOURS}
    n = sum(totals.values())
    if not n:
        return "No posts in this period."
    parts = [f"{wording.percent(count / n)} {name}" for name, count in totals.items()]
    return f"Sentiment of {wording.several(n, 'post', 'posts')} {how}: {', '.join(parts)}."


def _polarity(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
