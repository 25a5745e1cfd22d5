"""Topic bars are as long as the number of posts beside them."""

from __future__ import annotations

from analysis.charts.topics import topic_bars, topic_bars_alt
from tests.analysis.charts.frames import TOPICS


def test_bars_hold_the_posts_that_could_not_be_read() -> None:
    figure = topic_bars(TOPICS)
    assert [bar.name for bar in figure.data] == ["Negative", "Neutral", "Positive", "Not read"]
    assert [sum(parts) for parts in zip(*(bar.x for bar in figure.data), strict=True)] == TOPICS[
        "posts"].tolist()
    assert "language that cannot be read" in figure.data[-1].hovertext[0]
    assert "5 posts of these bars could not be read" in topic_bars_alt(TOPICS)
    read = TOPICS.assign(not_read=0)
    assert len(topic_bars(read).data) == 3
    assert "could not" not in topic_bars_alt(read)
