"""Routing as a page: a draft is checked, tried, saved and taken back; bad ones change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.build import build
from data.filters import Viewer
from data.home import Home
from data.routing import shipped_text
from data.routing_store import rules_journal, running_rules, save_rules
from data.settings import Settings, save_settings
from pages.ui import load as loads
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage, words_of

SIMPLE = """\
[otherwise]
department = "customer care"
[[rules]]
name = "All complaints"
department = "customer care"
priority = "high"
[rules.when]
intent = "complaint"
"""


@pytest.fixture
def home_of_rules(demo_home: Home) -> Iterator[Home]:
    """The demo company with the shipped rules; what a test writes is taken away again."""
    files = (demo_home.routing, demo_home.routing_running, demo_home.routing_journal)
    yield demo_home
    for path in files:
        path.unlink(missing_ok=True)


def plainly(text: str) -> str:
    return text.replace("\\", "").replace("\u00a0", " ")


def test_the_page_opens_with_what_the_rules_catch(
    open_page: OpenPage, home_of_rules: Home
) -> None:
    app = open_page(home_of_rules, "routing", period="All the data")
    answer = plainly(app.header[0].value)
    said = re.match(r"The rules catch ([\d.]+) % \([^)]*\) of n = ([\d,]+) ", answer)
    assert said
    assert "would have been answered within 1 h, as it was" in answer
    table = next(one.value for one in app.dataframe if "rule" in one.value)
    assert table["rule"].tolist()[:3] == ["Threats and law", "Loud critics", "Outages"]
    assert table["caught"].sum() <= table["claimed"].sum()
    share = table["caught"].sum() / int(said[2].replace(",", ""))
    assert float(said[1]) == pytest.approx(100 * share, abs=0.05)
    assert not rules_journal(home_of_rules), "looking changes nothing"


def test_a_draft_is_checked_tried_saved_and_restored(
    open_page: OpenPage, home_of_rules: Home
) -> None:
    app = open_page(home_of_rules, "routing")
    shipped = app.text_area(key="routing_text").value
    assert shipped == shipped_text()
    app.text_area(key="routing_text").input(SIMPLE).run()
    app.button(key="routing_check").click().run()
    assert "The draft is good: 1 rule" in plainly(app.success[0].value)
    assert plainly(app.header[0].value).startswith("The draft's rules catch")
    assert running_rules(home_of_rules).is_shipped, "a draft is not in use"
    assert app.button(key="routing_save").disabled, "nobody has said who saves"
    app.text_input(key="reviewer").input("Rita").run()
    app.button(key="routing_save").click().run()
    assert not app.exception
    assert plainly(app.header[0].value).startswith("The rules catch")
    assert running_rules(home_of_rules).text == SIMPLE
    assert [one.who for one in rules_journal(home_of_rules)] == ["Rita"]
    app.button(key="routing_shipped").click().run()
    assert app.text_area(key="routing_text").value == shipped
    app.button(key="routing_restore").click().run()
    assert app.text_area(key="routing_text").value == SIMPLE
    app.button(key="routing_shipped").click().run()
    app.button(key="routing_back").click().run()
    assert app.text_area(key="routing_text").value == SIMPLE, "an earlier set comes back"


@pytest.mark.parametrize("button", ["routing_check", "routing_save"])
def test_a_bad_draft_is_refused_with_line_and_reason(
    open_page: OpenPage, home_of_rules: Home, button: str
) -> None:
    save_rules(home_of_rules, SIMPLE, who="Rita")
    app = open_page(home_of_rules, "routing")
    app.text_input(key="reviewer").input("Otto").run()
    bad = SIMPLE.replace("intent", "intnet").replace('"high"', '"<b>high"')
    app.text_area(key="routing_text").input(bad).run()
    app.button(key=button).click().run()
    assert not app.exception
    said = plainly(app.error[0].value)
    assert "Line 6" in said
    assert "Line 8" in said
    assert "did you mean “intent”" in said
    assert app.text_area(key="routing_text").value == bad, "what was written is not lost"
    assert running_rules(home_of_rules).text == SIMPLE
    assert len(rules_journal(home_of_rules)) == 1


def test_a_bad_file_is_told_and_the_last_good_rules_stay(
    open_page: OpenPage, home_of_rules: Home
) -> None:
    save_rules(home_of_rules, SIMPLE, who="Rita")
    home_of_rules.routing.write_text("[[rules]\n", encoding="utf-8")
    app = open_page(home_of_rules, "routing")
    assert "Line 1" in app.error[0].value
    assert app.text_area(key="routing_text").value == SIMPLE
    assert not app.exception


def test_names_that_the_data_does_not_know_are_warned_of(
    open_page: OpenPage, home_of_rules: Home
) -> None:
    save_rules(home_of_rules, SIMPLE.replace('intent = "complaint"', 'channel = ["fax"]').replace(
        'department = "customer care"\npriority', 'department = "moon"\npriority'), who="Rita")
    app = open_page(home_of_rules, "routing")
    said = plainly(app.warning[0].value)
    assert "no message has the channel “fax”" in said
    assert "nobody of “moon” has replied" in said


def test_people_can_be_tried_instead_of_historys_replies(
    open_page: OpenPage, home_of_rules: Home
) -> None:
    app = open_page(home_of_rules, "routing", period="All the data")
    before = plainly(app.header[0].value)
    text = shipped_text().replace("[replay]", '[replay]\npeople = { "customer care" = 40 }')
    app.text_area(key="routing_text").input(text).run()
    app.button(key="routing_check").click().run()
    assert not app.exception
    assert not app.error
    assert plainly(app.header[0].value).replace("The draft's", "The") != before


def test_who_sees_some_customers_sees_their_messages_and_changes_nothing(
    open_page: OpenPage, home_of_rules: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = plainly(open_page(home_of_rules, "routing", period="All the data").header[0].value)
    south = Viewer(name="south", regions=("south",))
    monkeypatch.setattr(loads, "viewer", lambda: south)
    monkeypatch.setattr("pages.ui.routing_editor.viewer", lambda: south)
    app = open_page(home_of_rules, "routing", period="All the data")
    assert not app.exception
    assert plainly(app.header[0].value) != everyone
    assert not [one for one in app.button if one.key and one.key.startswith("routing_s")]
    assert "not yours to change" in words_of(app)


def test_hostile_rules_are_shown_as_written(open_page: OpenPage, tmp_path: Path) -> None:
    home = Home(tmp_path / "hostile")
    save_settings(home, Settings())
    put(home, interactions=[
        *(say(at, "x", f"2026-03-02 1{at}:00", handle=f"@{at}", text=f"{text} is broken",
              conversation_id=f"t{at}") for at, text in enumerate(HOSTILE)),
        {**say(99, "x", "2026-03-02 20:00", conversation_id="t0", department=HOSTILE[0]),
         "direction": "outbound"}])
    build(home)
    rules = ["[otherwise]", f"department = '{HOSTILE[0]}'"]
    for text in HOSTILE:
        said = text.replace("\n", " ")
        rules += ["[[rules]]", f"name = '{said}'", f"department = '{said}'",
                  f"when.words_any = ['{said}']"]
    rules += ["[[rules]]", 'name = """\'; drop table interactions; --"""', "department = 'd'",
              'when.words_all = ["broken", """ \' or 1=1 -- broken"""]']
    save_rules(home, "\n".join(rules), who=HOSTILE[5])
    app = open_page(home, "routing", period="All the data")
    assert not app.exception
    assert not app.error
    for one in (*app.markdown, *app.caption, *app.header, *app.warning):
        assert "<script>" not in one.value.replace("\\<", "")
        assert "<img" not in one.value.replace("\\<", "")
    assert "n = 6 written messages" in plainly(app.header[0].value)
