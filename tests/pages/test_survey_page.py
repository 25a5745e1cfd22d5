"""The survey page: its sentence, its change, too few answers, hostile words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from data.build import build
from data.home import Home
from tests.companies import put, say
from tests.pages.conftest import OpenPage, words_of


def head(app: Any) -> str:
    return str(app.header[0].value).replace("\u00a0", " ").replace("\\", "")


def test_the_demo_says_scores_with_interval_and_change(
    open_page: OpenPage, demo_home: Home
) -> None:
    app = open_page(demo_home, "survey")
    assert "of customers are satisfied, and the recommendation score is" in head(app)
    assert "effective n =" in head(app)
    assert "Against wave" in app.caption[0].value
    first = open_page(demo_home, "survey", wave=app.selectbox(key="wave").options[-1])
    assert "Against wave" not in first.caption[0].value


def test_every_choice_of_the_page_draws(open_page: OpenPage, demo_home: Home) -> None:
    for by in ("Waves", "Regions", "Tiers", "Ages"):
        app = open_page(demo_home, "survey", survey_by=by, survey_question="Channels used")
        assert not app.exception
        assert not app.error
    assert "Which channels do they name?" in words_of(app)


def test_published_figures_stand_apart(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "survey")
    (published,) = [one for one in app.get("plotly_chart") if "Published by others" in
                    one.proto.alt]
    drawn = json.loads(published.proto.spec)["data"]
    assert [trace["marker"]["symbol"] for trace in drawn] == ["square-open"]
    app.button(key="data_published").click().run()
    assert not app.exception
    assert not app.code  # no query stands behind what others have published


def test_one_hostile_respondent_cannot_tell(open_page: OpenPage, home: Home) -> None:
    put(home, customers=[{"customer_id": "c1", "segment": "<script>alert(1)</script>"}],
        interactions=[say(1, "phone", "2026-03-02 09:00", customer="c1")],
        survey_responses=[{"wave": "$x$ :red[w]", "respondent_id": "r", "customer_id": "c1",
                           "csat": 5, "nps": 10, "channels_used": "x",
                           "reasons": "[x](javascript:alert(1))|<img src=x>",
                           "comment": "=1+1 <script>", "answered_on": date(2026, 3, 2)}])
    build(home)
    app = open_page(home, "survey")
    assert not app.exception
    assert not app.error, app.error[0].value
    assert "We cannot tell yet: 1 answer" in head(app)
    assert "](javascript" not in words_of(app)


def test_without_a_survey_it_says_how_to_load_one(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "survey")
    assert "No survey answers" in head(app)
    assert "survey_responses" in words_of(app)
