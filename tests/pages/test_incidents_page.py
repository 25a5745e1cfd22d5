"""Isolated or systemic as a page: the sentence, one theme by its URL, hostile and empty states."""

from __future__ import annotations

import pytest

from data.build import build
from data.home import Home
from data.settings import Settings, save_settings
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage, words_of
from tests.troubled import build_troubled


@pytest.fixture(scope="module")
def troubled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build_troubled(Home(tmp_path_factory.mktemp("troubled")))


def test_the_sentence_tells_the_fault_from_the_loud_customer(
    open_page: OpenPage, troubled_home: Home
) -> None:
    app = open_page(troubled_home, "incidents", period="All the data")
    said = app.header[0].value.replace("\\", "")
    assert "1 is systemic: “paper invoice fee” (40 messages by 40 people)" in said
    assert "1 is isolated" in said
    assert "(20 of 20 messages by one person)" in said
    assert "2 are to watch" in said
    assert "571" in said
    text = words_of(app).replace("\\", "")
    assert "may be copied" in text
    assert len([one for one in app.button if one.label == "Look closer"]) == 4


def test_a_theme_opens_by_a_button_and_by_its_url(open_page: OpenPage, troubled_home: Home) -> None:
    app = open_page(troubled_home, "incidents", period="All the data")
    app.button(key="open_theme_1").click().run()
    assert not app.exception
    assert "paper invoice fee" in app.query_params["theme"]
    assert "“paper invoice fee” is systemic" in app.header[0].value.replace("\\", "")
    app.button(key="close_theme").click().run()
    assert "theme" not in app.query_params
    app = open_page(troubled_home, "incidents", period="All the data", theme="paper invoice fee",
                    theme_by="Segments")
    assert not app.exception
    assert len(app.get("plotly_chart")) == 3
    links = [one.proto.label for one in app.get("page_link")]
    assert "Search these words in Voices" in links


def test_an_intent_opens_too(open_page: OpenPage, troubled_home: Home) -> None:
    app = open_page(troubled_home, "incidents", period="All the data",
                    theme="delivery in other words")
    assert not app.exception
    assert "is as usual" in app.header[0].value
    assert "Read this intent in Voices" in [one.proto.label for one in app.get("page_link")]


def test_nonsense_in_the_url_is_no_theme(open_page: OpenPage, troubled_home: Home) -> None:
    for theme in ("nope", "<script>alert(1)</script>", "x" * 5_000, "' or 1=1"):
        app = open_page(troubled_home, "incidents", period="All the data", theme=theme,
                        theme_by="nope")
        assert not app.exception
        assert "1 is systemic" in app.header[0].value
        assert "No theme is called" in words_of(app)


def test_a_period_in_which_nothing_stands_out(open_page: OpenPage, troubled_home: Home) -> None:
    app = open_page(troubled_home, "incidents", period="Choose dates",
                    dates=["2026-01-01", "2026-01-28"])
    assert not app.exception
    assert "Nothing stands out" in app.header[0].value


def test_too_few_messages_are_said(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "incidents", period="All the data")
    assert not app.exception
    assert "We cannot tell yet" in app.header[0].value


def test_a_month_without_texts(open_page: OpenPage, home: Home) -> None:
    put(home, interactions=[say(1, "phone", "2026-03-02 10:00", customer="c1")])
    build(home)
    app = open_page(home, "incidents", period="All the data")
    assert not app.exception
    assert "No messages with a text" in app.header[0].value


def test_hostile_words_are_shown_as_written(open_page: OpenPage, home: Home) -> None:
    save_settings(home, Settings(company="Hostile"))
    put(home, interactions=[
        say(k, "phone", f"2026-03-{1 + k % 28:02d} 10:00", customer=f"c{k}", text="All fine")
        for k in range(140)] + [
        say(200 + k, "x", "2026-03-20 10:00", handle=HOSTILE[k % 6],
            text=f"{HOSTILE[k % 6]} awful *broken* :red[fee] $x$ <b>scam</b>") for k in range(30)])
    build(home)
    for theme in ("", None):
        query = {} if theme is None else {"theme": theme}
        app = open_page(home, "incidents", period="All the data", **query)
        assert not app.exception
        keys = [one.key for one in app.button if one.label == "Look closer"]
        assert keys
        app.button(key=keys[0]).click().run()
        assert not app.exception
        for one in app.markdown:
            assert "<script>" not in one.value.replace("\\<", "")
            assert ":red[" not in one.value.replace("\\:", "")


def test_addresses_are_hidden_where_the_settings_hide_them(open_page: OpenPage, home: Home) -> None:
    put(home, interactions=[
        say(k, "phone", f"2026-03-{1 + k % 28:02d} 10:00", customer=f"c{k}", text="All fine")
        for k in range(140)] + [
        say(200 + k, "x", "2026-03-20 10:00", handle=f"@h{k}",
            text=f"Awful paper fee, mail me at bob{k}@mail.example") for k in range(20)])
    for shown in (False, True):
        save_settings(home, Settings(show_personal_data=shown))
        build(home)
        app = open_page(home, "incidents", period="All the data")
        app.button(key="open_theme_1").click().run()
        assert not app.exception
        text = words_of(app).replace("\\", "").replace("\u2060", "")
        assert ("@mail.example" in text) is shown
        assert ("[e-mail]" in text) is not shown
