"""The planner: its sentence, its inputs from the link, and inputs that cannot be."""

from __future__ import annotations

import pytest

from data.home import Home
from tests.pages.conftest import OpenPage


def head(app: object) -> str:
    return app.header[0].value.replace("\u00a0", " ").replace("\\", "")  # type: ignore[attr-defined]


def test_a_margin_and_a_budget(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "survey_planner", plan_share="10.0", plan_response="50.0",
                    plan_deff="1.0")
    # 865 of endless customers, 711 of 4,000, and two more because segments are rounded up.
    assert "± 2.0 points over all customers need 713 answers" in head(app)
    app = open_page(demo_home, "survey_planner", plan_for="A given budget", plan_budget="2500.0")
    assert head(app).startswith("For USD 2,")
    assert "answers: ±" in head(app)


def test_in_every_segment_of_a_small_company(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "survey_planner", plan_known="In every segment")
    assert "cannot be reached: even inviting everybody" in head(app)


@pytest.mark.parametrize(("inputs", "why"), [
    ({"plan_response": "0.0"}, "response rate must be above 0"),
    ({"plan_margin": "0.0"}, "margin must be above 0"),
    ({"plan_share": "150.0"}, "expected share"),
    ({"plan_for": "A given budget", "plan_budget": "10.0"}, "buys no answer"),
])
def test_bad_inputs_say_what_to_change(open_page: OpenPage, demo_home: Home,
                                       inputs: dict[str, str], why: str) -> None:
    app = open_page(demo_home, "survey_planner", **inputs)
    assert not app.exception
    assert why in app.warning[0].value.replace("\\", "")


def test_without_customers_nobody_can_be_asked(open_page: OpenPage, posts_home: Home) -> None:
    assert "nobody to plan a survey of" in head(open_page(posts_home, "survey_planner"))
