"""Published figures of other people, on a card of their own: never beside ours in one frame."""

from __future__ import annotations

from analysis.charts.survey import published_dots, published_dots_alt
from analysis.intervals import wilson_frame
from analysis.wording import percent, several
from data.benchmarks import benchmarks
from data.filters import Filters
from pages.ui.card import Card, card


def published_card(filters: Filters, *topics: str, key: str = "published",
                   title: str = "What others have published: not this company's figures") -> None:
    """Draw the figures of the register on these topics, or all."""
    found = benchmarks(*topics)
    figures = wilson_frame(found.assign(hits=found["share"] * found["n"].astype("Float64")),
                           successes="hits", n="n").assign(share=found["share"])
    figures = figures.drop(columns="hits")
    oldest = ", ".join(sorted({one for one in found["warning"] if one}))
    card(Card(
        key=key, title=title, metric="", frame=figures, filters=filters,
        covers="years of the sources",
        about="Figures that others have published, with source, year, n, population and wording; "
              "intervals (Wilson) where the source names n. They say nothing about this company.",
        figure=lambda: published_dots(figures), alt=lambda: published_dots_alt(figures),
        n=several(len(found), "published figure", "published figures"),
        note=f"{oldest}; other people, other questions: wording and base stand under Data; "
             f"IBM's {percent(0.0851)} is derived",
    ))
