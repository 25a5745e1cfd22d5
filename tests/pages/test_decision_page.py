"""The decision's page: its sentence, what the reader changes, and where nothing can be said."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from analysis.decision import decide as deciding
from analysis.decision.inputs import stated
from data.home import Home
from data.readiness import ITEMS, Answer, Gap, save_answer
from pages.ui.decision_inputs import CHANGED, read_changes, write_changes
from pages.ui.decision_ready import ready_words
from tests.pages.conftest import OpenPage, words_of


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is the page, not the numbers."""
    monkeypatch.setattr(deciding, "decide", partial(deciding.decide, n=2_000))


def head(app: object) -> str:
    return app.header[0].value.replace("\u00a0", " ").replace("\\", "")  # type: ignore[attr-defined]


def test_the_sentence_and_its_five_figures(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "decision")
    assert not app.exception
    said = head(app)
    assert said.startswith(("Measure first:", "Fix phone and e-mail first:"))
    assert "% of customers use social media for service" in said
    assert "over three years it pays with a chance of" in said
    assert len(app.metric) == 5
    # The chance in the sentence is the one on its tile.
    chance = app.metric[2].value.replace("\\", "")
    assert said.endswith(f"with a chance of {chance}.".replace("\u00a0", " "))
    assert all(one.delta for one in app.metric), "each with its interval"


def test_what_is_changed_changes_the_answer_and_stays_in_the_link(
        open_page: OpenPage, demo_home: Home) -> None:
    changed = ("retention_gain=0.2;customers=2000000;margin_share=0.4;years_kept=3;"
               "deflected_share=0.3;unresolved_issues=0")
    app = open_page(demo_home, "decision", decision_changed=changed)
    assert not app.exception
    assert head(app).startswith(("Invest", "Start a pilot"))
    assert app.text_input(key=CHANGED).value == changed
    back = app.text_input(key=CHANGED).set_value("").run()
    assert head(back) == head(open_page(demo_home, "decision"))


def test_the_form_uses_and_drops_a_value(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "decision")
    for part, value in (("estimate", 20.0), ("low", 15.0), ("high", 25.0)):
        app.number_input(key=f"decision_retention_gain_{part}").set_value(value)
    app.button(key="decision_use").click().run()
    assert not app.exception
    assert app.text_input(key=CHANGED).value == "retention_gain=0.2:0.15:0.25"
    app.button(key="decision_drop").click().run()
    assert app.text_input(key=CHANGED).value == ""


def test_nonsense_in_the_link_is_told_and_left_out(open_page: OpenPage, demo_home: Home) -> None:
    usual = head(open_page(demo_home, "decision"))
    app = open_page(demo_home, "decision", decision_changed=(
        "luck=1;customers=<script>;retention_gain=0.1:0.2:0.05;share_growth=9"))
    assert not app.exception
    assert len(app.warning) == 4
    assert head(app) == usual


def test_who_answers_moves_the_value(open_page: OpenPage, demo_home: Home) -> None:
    usual = open_page(demo_home, "decision").metric[3].value
    assert open_page(demo_home, "decision",
                     decision_who="Marketing answers").metric[3].value != usual


def test_without_customers_there_is_nothing_to_decide(open_page: OpenPage, posts_home: Home
                                                      ) -> None:
    assert "nothing to decide about" in head(open_page(posts_home, "decision"))


@pytest.mark.parametrize("text", ["customers=40000", "retention_gain=0.05:0.02:0.1;years_kept=2"])
def test_changes_are_written_as_they_are_read(text: str) -> None:
    found, wrong = read_changes(text)
    assert not wrong
    assert write_changes(found) == text
    assert found[0] == stated(found[0].name, *(
        float(one) for one in text.split(";")[0].split("=")[1].split(":")))


def test_what_is_not_ready_is_read_from_the_list(open_page: OpenPage, demo_home: Home,
                                                 tmp_path: Path) -> None:
    home = Home(tmp_path / "copy")
    shutil.copytree(demo_home.path, home.path, symlinks=True)
    words = words_of(open_page(home, "decision")).replace("\\", "").replace("\u00a0", " ")
    assert f"{len(ITEMS)} of {len(ITEMS)} items of the readiness list are not in place" in words
    assert "What must be in place before we start?" in words
    for item in ITEMS[2:]:
        save_answer(home, Answer(item.key, "yes", who="Ada"))
    save_answer(home, Answer("training", "partly", owner="Bo", who="Ada"))
    app = open_page(home, "decision")
    assert "2 of 8 items of the readiness list are not in place, 1 of them in part" in words_of(
        app).replace("\\", "").replace("\u00a0", " ")
    ready = next(one.value for one in app.dataframe if "owner" in one.value)
    assert ready["item"].tolist() == [ITEMS[0].title, ITEMS[1].title]
    assert ready["owner"].tolist() == ["", "Bo"]
    for key in ("policy", "training"):
        save_answer(home, Answer(key, "yes", who="Ada"))
    words = words_of(open_page(home, "decision")).replace("\\", "")
    assert "All 8 items of the readiness list are in place" in words
    assert "What must be in place" not in words
    home.readiness.write_text("{", encoding="utf-8")
    assert "The readiness list cannot be read" in words_of(open_page(home, "decision"))


@pytest.mark.parametrize(("option", "said"), [
    ("full", "Not ready to start: 1 of 8 items"), ("pilot", "Not ready to start"),
    ("traditional", "would have to be ready first")])
def test_gaps_hold_back_only_who_would_answer(option: str, said: str) -> None:
    gap = Gap("policy", "A policy is written", "no", "", "", "")
    assert said in ready_words([gap], option=option)
