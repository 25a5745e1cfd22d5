"""Every page: populated, without customers, empty, before any build, and full of hostile names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from data.home import Home
from tests.pages.conftest import HOSTILE, OTHERS, STEMS, WITH_FILTERS, OpenPage, words_of


@pytest.mark.parametrize("stem", STEMS)
def test_populated_page_opens_with_its_answer(
    open_page: OpenPage, small_home: Home, stem: str
) -> None:
    app = open_page(small_home, stem)
    assert not app.exception
    assert not app.error, app.error[0].value
    assert app.header[0].value.rstrip().endswith("\\.")
    assert "Mar" in app.caption[0].value or stem == "data"


@pytest.mark.parametrize("stem", WITH_FILTERS)
def test_sentence_of_the_filters_is_on_every_page(
    open_page: OpenPage, small_home: Home, stem: str
) -> None:
    app = open_page(small_home, stem, channels=["X"], period="Last 30 days")
    assert "channel x" in app.caption[0].value
    assert "Data to 1 Apr 2026" in app.caption[0].value


def test_share_page_says_the_hand_counted_share(open_page: OpenPage, small_home: Home) -> None:
    # c1, c2, c3 are active; c1 is on X through her handle.
    answer = open_page(small_home, "channel_share", period="All the data").header[0].value
    answer = answer.replace("\u00a0", " ")
    assert "3 active customers" in answer
    # One handle on X and one on Facebook are nobody's yet, so the log may undercount.
    assert "social media at least 33 %" in answer


def test_overview_says_that_its_share_is_a_lower_bound(
    open_page: OpenPage, small_home: Home
) -> None:
    app = open_page(small_home, "overview", period="All the data")
    assert app.header[0].value.replace("\u00a0", " ").startswith("At least 33 %")
    assert "of 3 social handles are matched to a customer" in app.caption[0].value


@pytest.mark.parametrize("stem", WITH_FILTERS)
def test_without_customers_the_pages_say_so(
    open_page: OpenPage, posts_home: Home, stem: str
) -> None:
    app = open_page(posts_home, stem)
    assert not app.exception
    assert not app.error
    if stem in ("overview", "channel_share"):
        assert "unknown" in app.header[0].value
        assert "60" in app.header[0].value
        assert json.loads(app.get("plotly_chart")[0].proto.spec)["data"]


@pytest.mark.parametrize("stem", WITH_FILTERS)
def test_empty_page_offers_the_way_out(open_page: OpenPage, small_home: Home, stem: str) -> None:
    app = open_page(small_home, stem, period="Choose dates", dates=["2026-03-12", "2026-03-20"],
                    channels=["Facebook"])
    assert not app.exception
    assert "No " in words_of(app)
    labels = [button.label for button in app.button]
    assert "Clear channels" in labels
    assert any(label.startswith("Widen to") for label in labels)
    next(button for button in app.button if button.label == "Clear channels").click()
    app.run()
    assert app.multiselect(key="channels").value == []


@pytest.mark.parametrize("stem", STEMS)
def test_before_any_build_the_page_says_how_to_begin(
    open_page: OpenPage, home: Home, stem: str
) -> None:
    app = open_page(home, stem)
    assert not app.exception
    assert any(button.label == "Build the demo company" for button in app.button)


@pytest.mark.parametrize("stem", STEMS)
def test_hostile_names_are_never_read_as_markup(
    open_page: OpenPage, hostile_home: Home, stem: str
) -> None:
    app = open_page(hostile_home, stem, period="All the data", tiers=[HOSTILE[2]])
    assert not app.exception
    assert not app.error, app.error[0].value
    words = words_of(app)
    for raw in (r"<script>", r"\]\(javascript", r":red\[", r"<img", r"\$x"):
        assert not re.search(rf"(?<!\\){raw}", words), words
    for chart in app.get("plotly_chart"):
        for text in drawn_texts(json.loads(chart.proto.spec)):
            assert "<script" not in text
            assert "<img" not in text
            assert "javascript:" not in text or "<a" not in text


def drawn_texts(part: Any) -> Iterator[str]:
    """Every text that a chart draws or shows on hover; the keys of its marks are no text."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, inner in part.items():
            if name not in ("customdata", "meta"):
                yield from drawn_texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from drawn_texts(inner)


def test_every_chart_has_alt_text_and_axis_titles(open_page: OpenPage, demo_home: Home) -> None:
    for stem in (*WITH_FILTERS, *OTHERS):
        if stem in ("voices", "customer", "audit"):  # texts, and nothing to draw before a choice
            continue
        app = open_page(demo_home, stem)
        charts = app.get("plotly_chart")
        assert charts, stem
        for chart in charts:
            assert chart.proto.alt.strip(), stem
            layout = json.loads(chart.proto.spec)["layout"]
            for way in ("xaxis", "yaxis"):  # small multiples name the outer axes only
                assert any(axis.get("title", {}).get("text") for name, axis in layout.items()
                           if name.startswith(way)), stem


def test_a_failed_query_says_what_to_do(
    open_page: OpenPage, small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data import metrics
    from data.warehouse import QueryFailed

    def broken(*_: object) -> None:
        raise QueryFailed("The query overview_totals failed: disk is gone")

    broken.__name__ = "overview_totals"
    monkeypatch.setattr(metrics, "overview_totals", broken)
    app = open_page(small_home, "overview")
    assert not app.exception
    assert "disk is gone" in app.error[0].value.replace("\\", "")
    assert any(button.label == "Try again" for button in app.button)


def test_rows_behind_a_mark_open_without_a_mouse(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "channel_share", period="All the data")
    app.button(key="data_share").click().run()
    app.selectbox(key="mark_share").set_value("Phone").run()
    assert not app.exception
    assert any("3 interactions of customers" in one.value for one in app.markdown)


def test_tiles_do_not_compare_with_a_handful(open_page: OpenPage, small_home: Home) -> None:
    # Nothing was written before March, so no tile may state a change.
    app = open_page(small_home, "overview", period="Last 30 days")
    assert {tile.delta for tile in app.metric} == {"–"}


def test_five_days_have_a_median_and_no_interval(open_page: OpenPage, posts_home: Home) -> None:
    app = open_page(posts_home, "social_volume", period="Choose dates",
                    dates=["2026-03-02", "2026-03-06"])
    answer = app.header[0].value.replace("\u00a0", " ").replace("\\", "")
    assert "a usual day brought 3 (n = 5 days)" in answer
    assert "–" not in app.header[0].value


def test_reply_tiles_tell_their_interval(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "overview", period="All the data")
    helps = {tile.label: tile.help for tile in app.metric}
    for label in ("Reply, median", "Reply, P90"):
        assert re.search(r"\d .+ to .+ \\?\(95 %\\?\)", helps[label].replace("\u00a0", " "))
