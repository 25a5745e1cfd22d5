"""Topics as a page: its sentence, a topic looked at closer, and the file of known topics."""

from __future__ import annotations

from data.home import Home
from data.topics import topics_file, topics_in_use
from tests.data.test_topics import KNOWN, place  # noqa: F401
from tests.pages.conftest import OpenPage, words_of

ALL = "All the data"


def test_the_page_tells_topics_and_what_has_none(open_page: OpenPage, place: Home) -> None:  # noqa: F811
    app = open_page(place, "topics", period=ALL)
    assert not app.exception
    assert not app.error
    answer = app.header[0].value.replace("\\", "").replace("\u00a0", " ")
    assert "found beside the known ones" in answer
    assert "posts have no topic" in answer
    assert len(app.get("plotly_chart")) == 2
    app = open_page(place, "topics", period=ALL, topic="Money")
    text = words_of(app).replace("\\", "")
    assert "two invoices came" in text
    assert "Told by: invoice, money back, pay*" in text
    app = open_page(place, "topics", period=ALL, topic="' or 1=1")
    assert not app.exception


def test_known_topics_are_edited(open_page: OpenPage, place: Home) -> None:  # noqa: F811
    app = open_page(place, "topics", period=ALL)
    app.text_input(key="reviewer").input("Rita").run()
    app.text_area(key="topics_text").set_value(KNOWN.replace('"Money"', "1")).run()
    app.button(key="topics_save").click().run()
    assert "name must be a text" in app.error[0].value
    app.text_area(key="topics_text").set_value(KNOWN.replace('"Money"', '"Cash"')).run()
    app.button(key="topics_save").click().run()
    assert topics_in_use(place).value[0].name == "Cash"
    assert any("have changed since the build" in one.value for one in app.warning)
    topics_file(place).save(KNOWN, who="Rita")


def test_odd_homes(open_page: OpenPage, posts_home: Home, hostile_home: Home) -> None:
    for home in (posts_home, hostile_home):
        app = open_page(home, "topics", period=ALL)
        assert not app.exception
        assert not app.error
