"""The decision's page: its sentence, what the reader changes, and where nothing can be said."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis.decision import decide as deciding
from analysis.decision.changes import read_changes, write_changes
from analysis.decision.inputs import default_inputs, stated
from data.chosen import Choice, choices, record, standing
from data.home import Home
from data.readiness import ITEMS, Answer, Gap, save_answer
from data.views import views
from pages.ui.decision_inputs import CHANGED
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


@pytest.fixture
def own_home(demo_home: Home, tmp_path: Path) -> Home:
    """The demo in a home of its own, so that what is written stays here."""
    home = Home(tmp_path / "own")
    shutil.copytree(demo_home.path, home.path, symlinks=True)
    return home


@pytest.mark.parametrize(("part", "titles"), [
    ("Options", ("What does each option bring", "What would flip the answer",
                 "When does the money come back", "Do enough customers", "one customer")),
    ("What it hangs on", ("value of full care hang on", "Where is which option best",
                          "Which share does each option need", "Who should answer",
                          "flip the verdict", "What would the verdict be if you knew it")),
    ("Knowing more", ("worth to know an input exactly", "survey", "as counted",
                      "What others published")),
    ("Inputs", ("What goes in",)), ("Journal", ("No decision is recorded yet",)),
    ("Scenarios", ("What does each scenario make", "What would full care bring"))])
def test_each_part_has_its_cards(open_page: OpenPage, demo_home: Home, part: str,
                                 titles: tuple[str, ...]) -> None:
    app = open_page(demo_home, "decision", decision_part=part)
    assert not app.exception
    said = "\n".join(str(one.value).replace("\\", "") for one in app.markdown)
    for title in titles:
        assert title in said, title
    assert len(app.metric) == 5


def test_two_inputs_can_be_chosen(open_page: OpenPage, demo_home: Home) -> None:
    app = open_page(demo_home, "decision", decision_part="What it hangs on",
                    decision_axis_0="Margin", decision_axis_1="Years kept")
    assert not app.exception
    assert app.selectbox(key="decision_axis_0").value == "Margin"
    assert app.selectbox(key="decision_axis_1").value == "Years kept"


def test_scenarios_are_saved_compared_opened_and_removed(open_page: OpenPage, own_home: Home
                                                         ) -> None:
    changed = "retention_gain=0.2"
    app = open_page(own_home, "decision", decision_part="Scenarios", decision_changed=changed,
                    decision_who="Marketing answers")
    name = "Loyal <b>customers</b>"
    app.text_input(key="decision_scenario_name").set_value(name).run()
    app.button(key="decision_scenario_save").click().run()
    assert not app.exception
    assert [one.choices for one in views(own_home, "decision")] == [
        {"changed": changed, "who": "Marketing answers"}]
    app = open_page(own_home, "decision", decision_part="Scenarios")
    table = app.dataframe[0].value
    assert list(table["scenario"]) == ["As known", name]
    assert table["who_answers"].iloc[1] == "Marketing answers"
    assert table["full_care"].nunique() == 2
    usual = head(app)
    app.button(key="decision_open_0").click().run()
    assert app.text_input(key=CHANGED).value == changed
    assert app.selectbox(key="decision_who").value == "Marketing answers"
    assert head(app) != usual
    # What is on the page is the scenario: the same answer in both rows.
    table = app.dataframe[0].value
    assert list(table["scenario"]) == ["As known", "As on this page", name]
    assert table["full_care"].iloc[1] == table["full_care"].iloc[2]
    app.button(key="decision_remove_0").click().run()
    assert not views(own_home, "decision")
    assert not app.exception


def test_a_decision_is_recorded_scored_and_taken_back(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "decision", decision_part="Journal")
    app.button(key="decision_record").click().run()
    app.text_input(key="reviewer").set_value("Ada")
    app.selectbox(key="decision_chose").set_value("pilot")
    app.text_area(key="decision_why").set_value("<script>to learn</script>")
    app.button(key="decision_record_it").click().run()
    assert not app.exception
    entries = choices(own_home)
    assert [(one.who, one.chose, one.why) for one in entries] == [
        ("Ada", "pilot", "<script>to learn</script>")]
    kept = entries[0].answers
    assert kept["verdict"]["headline"] == head(app).split(":")[0]
    assert {one["name"] for one in kept["inputs"]} >= {"customers", "social_service_share"}
    assert entries[0].data_version
    app = open_page(own_home, "decision", decision_part="Journal")
    table = app.dataframe[0].value
    assert list(table["decided"]) == ["Pilot team for a year"]
    assert list(table["inside"]) == [""], "a year has not passed"
    one = entries[0]
    app.text_input(key=f"back_who_{one.id}").set_value("Bob").run()
    app.button(key=f"back_{one.id}").click().run()
    assert not app.exception
    assert standing(choices(own_home)) == []
    assert len(choices(own_home)) == 2


def test_what_happened_since_is_held_against_it(open_page: OpenPage, own_home: Home) -> None:
    """A decision of a year before the last day of the data, and one of a day later."""
    answers = deciding.decide(default_inputs()).to_dict()
    for end in ("2025-11-01", "2025-11-02"):
        record(own_home, Choice(
            who="Ada", chose="full", answers=answers, data_version="v", currency="EUR",
            data_to="2025-10-31", filters={"start": "2025-08-01", "end": end}))
    app = open_page(own_home, "decision", decision_part="Journal")
    assert not app.exception
    assert "lay in their 95 % interval" in "".join(
        str(one.value).replace("\\", "") for one in app.markdown)
    rows = next(one.value for one in app.dataframe if "happened" in one.value)
    assert "Customers who use social media for service" in set(rows["what"])
    assert set(rows["in_the_interval"]) <= {"yes", "no", ""}
    late, inside = app.dataframe[0].value["inside"]
    assert late == "", "a day is missing"
    told = rows[(rows["kind"] == "measured") & (rows["in_the_interval"] != "")]
    assert inside == f"{(told['in_the_interval'] == 'yes').sum()} of {len(told)}"


def test_a_decision_about_the_past_is_scored_and_not_counted(
        open_page: OpenPage, own_home: Home) -> None:
    record(own_home, Choice(
        who="Ada", chose="full", answers=deciding.decide(default_inputs(), n=500).to_dict(),
        data_version="v", currency="EUR", data_to="2026-10-31",
        filters={"start": "2025-08-01", "end": "2025-11-01"}))
    app = open_page(own_home, "decision", decision_part="Journal")
    assert not app.exception
    said = "".join(str(one.value).replace("\\", "") for one in [*app.markdown, *app.caption])
    assert "lay in their 95 % interval" not in said
    assert "1 decision about a period" in said
    assert "a trial, not a test" in said


def test_labels_that_cannot_be_read_are_told_and_left_out(
        open_page: OpenPage, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Home) -> None:
        raise ValueError("labels.jsonl, line 3: not a label")

    usual = head(open_page(demo_home, "decision"))
    monkeypatch.setattr("pages.decision.purpose_confusion", broken)
    app = open_page(demo_home, "decision")
    assert not app.exception
    assert any("line 3" in str(one.value) for one in app.warning)
    assert head(app) == usual


def test_the_overview_tells_the_verdict(open_page: OpenPage, demo_home: Home,
                                        posts_home: Home) -> None:
    app = open_page(demo_home, "overview")
    assert not app.exception
    decided = open_page(demo_home, "decision")
    said = "\n".join(str(one.value).replace("\\", "").replace("\u00a0", " ")
                     for one in app.markdown)
    for one in (decided.metric[0].value, decided.metric[1].value, decided.metric[2].value):
        assert one.replace("\\", "") in said
    assert "use social media for service" not in "".join(
        str(one.value) for one in open_page(posts_home, "overview").markdown)


def test_what_people_have_checked_corrects_the_split(
        open_page: OpenPage, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    import pages.decision

    checked = pd.DataFrame(
        [("service", "service", 180), ("service", "marketing", 20), ("marketing", "service", 40),
         ("marketing", "marketing", 160), ("other", "other", 80)],
        columns=["true", "predicted", "count"])
    monkeypatch.setattr(pages.decision, "purpose_confusion", lambda _: checked)
    app = open_page(demo_home, "decision", decision_part="Knowing more")
    assert not app.exception
    table = next(one.value for one in app.dataframe if "split" in one.value)
    assert list(table["split"]) == ["as counted", "corrected"]
    assert any("once the labels' errors are taken out" in str(one.value).replace("\\", "")
               for one in app.markdown)
    known = open_page(demo_home, "decision", decision_part="Inputs").dataframe[0].value
    row = known.set_index("input").loc["Service conversations per conversation called service"]
    assert row["source"] == "measured here"
    assert row["n"] == 480


def test_what_is_not_ready_is_read_from_the_list(open_page: OpenPage, own_home: Home) -> None:
    home = own_home
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
