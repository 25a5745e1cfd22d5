"""Words that separate negative from positive posts, as bars to both sides."""

from __future__ import annotations

import pandas as pd

from analysis import wording
from analysis.charts.canvas import HOVER, canvas, quoted, shown
from analysis.charts.figure import Figure
from analysis.charts.palette import SENTIMENT_COLOURS
from analysis.records import records


def separating_words_bars(frame: pd.DataFrame) -> Figure:
    """The words of each side, the strongest on top; bars show the log-odds ratio.

    Frame: the outcome of ``analysis.words.separating_words``.
    """
    rows = frame["side"].value_counts().max() if len(frame) else 1
    figure = canvas(
        keys=["word"], x="Log-odds ratio<br>← negative · positive →",
        y="Words, the most telling first", height=90 + 26 * int(rows),
    )  # fmt: skip
    if frame.empty:
        return figure
    for side in ("negative", "positive"):
        mine = frame[frame["side"] == side]
        if mine.empty:
            continue
        figure.add_bar(
            orientation="h",
            x=mine["log_odds"].tolist(),
            y=list(range(len(mine))),
            name=side.capitalize(),
            marker={"color": SENTIMENT_COLOURS[side]},
            text=[shown(word, 14) for word in mine["word"]],
            textposition="outside",
            cliponaxis=False,
            customdata=[[word] for word in mine["word"]],
            hovertext=[
                f"“{quoted(row.word)}” stands in<br>"
                f"{_share(row.negative, row.negative_posts)} of negative and "
                f"{_share(row.positive, row.positive_posts)} of positive posts"
                f"<br>z = {row.z:+.1f}"
                for row in records(mine)
            ],
            hovertemplate=HOVER,
        )
    widest = float(frame["log_odds"].abs().max())
    figure.update_xaxes(range=[-1.75 * widest, 1.75 * widest], zeroline=True)
    figure.update_yaxes(autorange="reversed", showticklabels=False, showgrid=False)
    figure.update_layout(barmode="overlay", bargap=0.25)
    return figure


def separating_words_bars_alt(frame: pd.DataFrame) -> str:
    """The five strongest words of each side."""
    if frame.empty:
        return "Too few posts to separate words."
    sides = {
        side: ", ".join(frame.loc[frame["side"] == side, "word"].astype("str").head(5)) or "none"
        for side in ("negative", "positive")
    }
    return (
        f"Words that mark negative posts: {sides['negative']}; positive posts: {sides['positive']}."
    )


def _share(count: float, n: float) -> str:
    return wording.percent(count / n) if n else wording.NOTHING
