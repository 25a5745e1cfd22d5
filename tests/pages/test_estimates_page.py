"""The page of both estimates: its sentence, its choices, and companies with odd surveys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.build import build
from data.home import Home
from tests.companies import put, say
from tests.pages.conftest import OpenPage, words_of

CUSTOMERS = [{"customer_id": f"c{at}", "segment": "<script>" if at % 2 else "b", "region": "n",
              "tier": "t"} for at in range(200)]
CALLS = [say(at, "phone", "2026-03-02 09:00", customer=f"c{at}") for at in range(50)]


def answers(n: int, **more: Any) -> list[dict[str, Any]]:
    return [{"wave": "spring", "respondent_id": f"r{at}", "customer_id": f"c{at}",
             "channels_used": "x|phone", "answered_on": date(2026, 3, 2), **more}
            for at in range(n)]


def said(open_page: OpenPage, home: Home, **query: str) -> tuple[str, Any]:
    build(home)
    app = open_page(home, "estimates", **query)
    assert not app.exception
    assert not app.error, app.error[0].value
    return app.header[0].value.replace("\u00a0", " ").replace("\\", ""), app


def test_both_estimates_and_their_verdict(open_page: OpenPage, home: Home) -> None:
    put(home, customers=CUSTOMERS, interactions=CALLS, survey_responses=answers(120))
    head, app = said(open_page, home)
    assert head.startswith("100.0 % (96.9–100.0 %) of customers say they are on social media")
    assert "the log has seen 0.0 %, and at most 0.0 %: they disagree." in head
    assert "More say it than the log can hold" in words_of(app).replace("\\", "")


def test_choices_come_from_the_link(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "estimates", est_what="There for service", est_by="Tiers")
    assert "on social media for service" in app.header[0].value
    first = open_page(demo_home, "estimates", wave=app.selectbox(key="wave").options[-1])
    assert first.header[0].value != app.header[0].value


def test_one_respondent_cannot_tell(open_page: OpenPage, home: Home) -> None:
    put(home, customers=CUSTOMERS, interactions=CALLS, survey_responses=answers(1))
    head, app = said(open_page, home)
    assert "We cannot tell from the survey yet: 1 answer" in head
    assert "1 usable answer" in app.warning[0].value.replace("\\", "")


def test_an_unweightable_wave_says_so_loudly(open_page: OpenPage, home: Home) -> None:
    put(home, customers=CUSTOMERS, interactions=CALLS,
        survey_responses=[one for one in answers(120) if int(one["respondent_id"][1:]) % 2])
    _, app = said(open_page, home)
    assert "segment “b” holds 50.0 % of customers" in app.warning[0].value.replace("\\", "")


def test_without_a_survey_the_log_speaks(open_page: OpenPage, small_home: Home) -> None:
    app = open_page(small_home, "estimates", period="All the data")
    assert "at least 33 %" in app.header[0].value.replace("\u00a0", " ").replace("\\", "")
    assert "survey" in words_of(app)


@pytest.mark.parametrize("bad", ["nonsense", "<script>"])
def test_a_strange_link_falls_back(open_page: OpenPage, demo_home: Home, bad: str) -> None:
    app = open_page(demo_home, "estimates", wave=bad, est_by=bad, est_what=bad, est_of=bad)
    assert not app.exception
    assert not app.error
