"""Compare as a page: both sides in the link, swapped, saved and opened again."""

from __future__ import annotations

import pytest

from data.home import Home
from data.views import views
from tests.pages.conftest import OpenPage, words_of


@pytest.fixture
def home_of_views(demo_home: Home) -> Home:
    demo_home.views.unlink(missing_ok=True)
    return demo_home


def test_it_opens_against_the_period_before(open_page: OpenPage, home_of_views: Home) -> None:
    app = open_page(home_of_views, "compare", period="Last 30 days")
    assert app.selectbox(key="b_period").value == "before"
    assert app.header[0].value.startswith("A and B differ on")
    assert app.query_params["b_period"] == "The period before A", "the link says so"
    assert "survey" not in words_of(app), "one survey is not compared with itself"
    app.selectbox(key="b_period").select("same").run()
    assert "same choice" in app.header[0].value, "who wants the same gets it"


@pytest.mark.parametrize("link", [
    {"segments": "business"}, {"b_segments": "consumer"}, {"period": "All the data"},
    {"b_period": "The same period as A"}])
def test_a_link_without_a_period_of_b_means_that_of_a(
    open_page: OpenPage, home_of_views: Home, link: dict[str, str],
) -> None:
    app = open_page(home_of_views, "compare", **link)
    assert app.selectbox(key="b_period").value == "same"


def test_a_link_holds_both_sides_and_they_swap(open_page: OpenPage, home_of_views: Home) -> None:
    app = open_page(home_of_views, "compare", segments="business", b_segments="consumer",
                    period="All the data")
    text = words_of(app).replace("\\", "")
    assert "A and B differ on" in app.header[0].value
    assert "segment consumer" in text
    assert "0 in both" in text
    first = app.header[0].value
    app.button(key="swap").click().run()
    assert not app.exception
    assert app.multiselect(key="segments").value == ["consumer"]
    assert app.multiselect(key="b_segments").value == ["business"]
    assert app.header[0].value != first


def test_periods_swap_too(open_page: OpenPage, home_of_views: Home) -> None:
    app = open_page(home_of_views, "compare", b_period="The period before A")
    before = words_of(app)
    app.button(key="swap").click().run()
    assert not app.exception
    assert app.selectbox(key="period").value == app.selectbox(key="b_period").value == "custom"
    app.button(key="swap").click().run()
    assert not app.exception
    assert words_of(app).split("B\\:")[1][:60] == before.split("B\\:")[1][:60]


def test_a_view_is_saved_and_opened(open_page: OpenPage, home_of_views: Home) -> None:
    app = open_page(home_of_views, "compare", segments="business", b_segments="consumer",
                    b_period="Last 30 days")
    app.text_input(key="view_name").input("Business against consumers").run()
    app.button(key="save_view").click().run()
    (view,) = views(home_of_views, "compare")
    assert view.choices["segments"] == ["business"]
    assert view.choices["b_period"] == "30-days"
    app = open_page(home_of_views, "compare")
    assert app.selectbox(key="b_period").value == "before"
    app.button(key="open_view_0").click().run()
    assert app.multiselect(key="segments").value == ["business"]
    assert app.multiselect(key="b_segments").value == ["consumer"]
    assert app.selectbox(key="b_period").value == "30-days"
    app.button(key="remove_view_0").click().run()
    assert views(home_of_views, "compare") == []


def test_an_empty_side_and_nonsense_in_the_link(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "compare", b_segments=["nope", "consumer"], b_period="never",
                    b_channels="' or 1=1")
    assert not app.exception
    app = open_page(small_home, "compare", segments="consumer", channels="E-mail")
    assert not app.exception
    assert "One side is empty" in app.header[0].value
