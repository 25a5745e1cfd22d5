"""The response page: its sentence, its slider, what is open, too few, nothing, hostile names."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from data.build import build
from data.home import Home
from pages.response import odd_words
from tests.companies import put, say
from tests.pages.conftest import OpenPage, words_of


def head(app: Any) -> str:
    return str(app.header[0].value).replace("\u00a0", " ").replace("\\", "")


def figure_of(app: Any, words: str) -> dict[str, Any]:
    (found,) = [one for one in app.get("plotly_chart") if words in one.proto.alt]
    return dict(json.loads(found.proto.spec))


def test_the_demo_says_promises_backlog_and_target(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "response", period="All the data")
    assert not app.exception
    assert not app.error
    text = head(app)
    assert re.search(r"^\d+\.\d % \(.*, n = [\d,]+\) of first responses came within", text)
    assert re.search(r"\d+ service requests of the period wait, the longest for \d+ d", text)
    assert "keeps those who post again below 10 %" in text
    assert "Beware: who waits long is not like who is answered at once" in words_of(app).replace(
        "\\", "")
    assert len(app.get("plotly_chart")) == 7


def test_the_slider_moves_the_target_and_stands_in_the_url(
    open_page: OpenPage, demo_home: Home
) -> None:
    app = open_page(demo_home, "response", period="All the data", lag_level="20")
    assert "below 20 %" in head(app)
    line = [one for one in figure_of(app, "It reaches 20.0 %")["layout"]["shapes"]
            if one["y0"] == one["y1"]]
    assert line[0]["y0"] == 20
    app.slider(key="lag_level").set_value(2).run()
    assert "below 2 %" in head(app)
    app = open_page(demo_home, "response", period="All the data", lag_level="50",
                    lag_counted="Only if read as negative", channels="Facebook")
    assert "fewer than 50 % post again negatively" in head(app)
    assert "The engine misses some" in words_of(app)


@pytest.mark.parametrize("by", ["Department", "Purpose", "Priority"])
def test_every_choice_of_the_page_draws(open_page: OpenPage, demo_home: Home, by: str) -> None:
    app = open_page(demo_home, "response", response_by=by, response_kind="Resolution",
                    hours="Business hours")
    assert not app.exception
    assert not app.error
    assert "How long until it is resolved?" in words_of(app)
    assert figure_of(app, "Resolution by")["layout"]["yaxis"]["title"]["text"] == by


def test_the_oldest_open_item_leads_to_its_thread(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "response", period="All the data")
    (first, *_) = [one for one in app.button if one.key and one.key.startswith("response_open_")]
    first.click().run()
    assert not app.exception
    assert "no reply after it" in words_of(app).replace("\\", "")


def test_a_mark_stands_for_its_conversations(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "response", response_by="Department")
    app.button(key="data_first_buckets").click().run()
    (choice,) = [one for one in app.selectbox if one.key == "mark_first_buckets"]
    assert "no department, not answered" in choice.options
    choice.set_value("no department, not answered").run()
    assert not app.exception
    assert "no department, not answered:" in words_of(app).replace("\\", "")


def test_without_replies_it_says_that_waits_are_unknown(
    open_page: OpenPage, posts_home: Home
) -> None:
    app = open_page(posts_home, "response")
    assert not app.exception
    assert "No conversation that a person could answer" in head(app)
    assert "do not know waits" in app.caption[0].value


def test_a_company_without_social_media_has_no_lag_curve(open_page: OpenPage, home: Home) -> None:
    put(home, interactions=[
        say(1, "email", "2026-03-02 10:00", customer="c1", text="My bill is wrong",
            first_reply_at=datetime(2026, 3, 2, 11)),
        say(2, "email", "2026-03-02 12:00", customer="c1", text="My bill is wrong")],
        customers=[{"customer_id": "c1"}])
    build(home)
    app = open_page(home, "response")
    assert not app.exception
    assert not app.error
    assert "100 % (" in head(app)
    assert "n = 1)" in head(app)
    assert "1 service request of the period waits" in head(app)
    assert "No service post that waited" in words_of(app)


def test_too_few_waits_cannot_tell(open_page: OpenPage, home: Home) -> None:
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", handle="a", text="My bill is wrong", conversation_id="t"),
        say(2, "x", "2026-03-02 11:00", handle="a", text="Terrible!", conversation_id="t"),
        {**say(3, "x", "2026-03-02 12:00", conversation_id="t"), "direction": "outbound"}])
    build(home)
    app = open_page(home, "response")
    assert "We cannot tell yet: of 1 post that waited, 1 was followed" in words_of(app).replace(
        "\\", "")
    assert not app.exception


def test_hostile_names_are_shown_as_written(open_page: OpenPage, hostile_home: Home) -> None:
    for by in ("Channel", "Department"):
        app = open_page(hostile_home, "response", response_by=by, period="All the data")
        assert not app.exception
        assert not app.error
        for text in words_of(app).split("\n"):
            assert "<script>" not in text.replace("\\<", "")
            assert "](javascript" not in text
        drawn = [name for chart in app.get("plotly_chart") for name in json.loads(
            chart.proto.spec)["layout"]["yaxis"].get("ticktext", [])]
        assert not any("<script" in one or "<img" in one for one in drawn)
        assert any("&lt;script" in one for one in drawn)


def test_nonsense_in_the_url_is_not_heard(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "response", response_by="Weather", lag_level="900",
                    lag_counted="nothing", response_kind="=1+1")
    assert not app.exception
    assert not app.error
    assert "of first responses came within" in head(app)


def test_clocks_that_cannot_be_are_told() -> None:
    def said(replies: int, resolutions: int) -> str:
        return odd_words(pd.DataFrame({"replies": [replies], "resolutions": [resolutions]}))

    assert said(0, 0) == ""
    assert said(1, 0).startswith("1 reply is dated before the question and does not count")
    assert said(12, 1).startswith("12 replies and 1 resolution are dated before the question")
