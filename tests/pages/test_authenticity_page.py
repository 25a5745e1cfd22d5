"""Authenticity as a page: its sentence, the batch, the doubts, and odd homes."""

from __future__ import annotations

from data.home import Home
from tests.data.test_authenticity import place  # noqa: F401
from tests.pages.conftest import OpenPage, words_of


def test_the_page_tells_the_batch_and_the_doubt(open_page: OpenPage, place: Home) -> None:  # noqa: F811
    app = open_page(place, "authenticity", period="All the data")
    assert not app.exception
    assert not app.error
    text = words_of(app).replace("\\", "").replace("\u00a0", " ")
    answer = app.header[0].value.replace("\\", "").replace("\u00a0", " ")
    assert "above the 75–92 % that readers believe most" in answer or "within the" in answer
    assert "look copied" in answer
    assert "in 1 batch)" in answer
    assert answer.endswith("and 1 post doubts that praise is genuine.")
    assert "6 posts, 6 accounts" in text
    assert "6 of them never wrote anything else" in text
    assert "[phone number]" in text
    assert len(app.get("plotly_chart")) == 2


def test_without_praise_or_copies(open_page: OpenPage, posts_home: Home, hostile_home: Home
                                  ) -> None:
    for home in (posts_home, hostile_home):
        app = open_page(home, "authenticity", period="All the data")
        assert not app.exception
        assert not app.error
        assert "no batch of copied praise was found" in app.header[0].value or (
            "nothing to doubt" in app.header[0].value)
