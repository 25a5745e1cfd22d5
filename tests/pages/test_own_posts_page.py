"""Own posts as a page: its sentence, its marks, the log, the readiness list, and who sees what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.filters import Viewer
from data.home import Home
from data.mistakes import marks, standing
from data.readiness import ITEMS, Answer, answers, gaps, history, save_answer
from data.settings import load_settings, save_settings
from tests.companies import put, say
from tests.data.test_own_posts import company, post
from tests.pages.conftest import OpenPage, words_of

ALL = "All the data"


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    return company(Home(tmp_path / "own"))


def said(app: AppTest) -> str:
    return words_of(app).replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def unmarked(app: AppTest) -> str:
    return said(app).replace(":yellow-background[", "").replace("]", "")


def test_the_sentence_counts_flags_with_an_interval(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", period=ALL)
    assert not app.exception
    assert not app.error
    answer = app.header[0].value.replace("\\", "").replace("\u00a0", " ")
    assert answer.startswith("5 of 13 outgoing posts are flagged for what they say, 38 % "
                             "(17.7–64.5 %): ")
    assert "sensitive events 2, profanity 2, promises 1 and personal data 1" in answer
    assert answer.endswith("18.2 % of the 11 that people sent went out off hours.")
    assert "8 of 8 items of the readiness list" in said(app)
    assert len(app.get("plotly_chart")) == 2


def test_posts_stand_with_reasons_and_words_marked(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", period=ALL)
    text = said(app)
    assert ":yellow-background[We'll refund you by Friday]. :yellow-background[Damn]!" in text
    assert "Promise, high" in text
    assert "promises money or a replacement" in text
    assert "advertises on the day of, or after: Flood <b>" in text
    assert ":yellow-background[[phone number]]" in text
    assert "312-555" not in text
    assert "Good evening" not in text, "off hours are asked for apart"


def test_flags_states_and_words_are_in_the_url(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", period=ALL, own_flags=["Off hours"])
    text = said(app)
    assert "2 posts, the gravest first" in text
    assert "sent at 18:00; we are open 08:00–18:00; nobody waited for it" in text
    assert "sent on a day when we are closed; a reply" in text
    assert "refund" not in text
    app = open_page(own_home, "own_posts", period=ALL, own_q="FLASH")
    assert "1 post, the gravest first" in said(app)
    app = open_page(own_home, "own_posts", period=ALL, own_flags=["Nonsense"], own_state="x",
                    own_view="y", own_p="99", own_q="' or 1=1 --")
    assert not app.exception
    assert not app.error
    assert "No post is in this state" in said(app)


def test_a_reviewer_marks_and_takes_back(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", period=ALL)
    assert app.button(key="harmless_test|7").disabled, "nobody has said who decides"
    app.text_input(key="reviewer").input("Rita").run()
    app.button(key="harmless_test|7").click().run()
    assert not app.exception
    assert "Flash sale" not in unmarked(app)
    app.button(key="mistake_test|2").click().run()
    app.button(key="mistake_save_test|2").click().run()
    assert len(marks(own_home)) == 1, "a mistake needs words"
    app.button(key="mistake_test|2").click().run()
    assert "A mistake needs what went wrong" in app.error[0].value.replace("\\", "")
    app.text_area(key="mistake_what_test|2").input("No money to promise <script>")
    app.text_area(key="mistake_done_test|2").input("Called the customer")
    app.button(key="mistake_save_test|2").click().run()
    held = standing(marks(own_home))
    assert {key[1]: (one.verdict, one.who, one.severity, one.posted_on) for key, one in
            held.items()} == {"7": ("harmless", "Rita", "", "2026-03-04"),
                              "2": ("mistake", "Rita", "high", "2026-03-02")}
    assert held["test", "2"].flags == ("profanity", "promise")
    app = open_page(own_home, "own_posts", period=ALL, own_state="Mistakes")
    assert "1 post, the gravest first" in said(app)
    assert "mistake (Rita)" in said(app)
    app.text_input(key="reviewer").input("Bo").run()
    app.button(key="back_test|2").click().run()
    assert [one.verdict for one in marks(own_home)] == ["harmless", "mistake", "undo"]


def test_the_log_shows_counts_texts_and_gone_posts(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", period=ALL, own_view="Log of mistakes")
    assert "No mistake is in the log" in said(app)
    from data.mistakes import Mark, mark

    mark(own_home, Mark("test", "11", "mistake", "Rita", "2026-03-09", "x", ("personal",), "high",
                        "Published 312-555-0182", "Deleted"))
    mark(own_home, Mark("test", "gone", "mistake", "Rita", "2026-01-09", "x", (), "low", "Rude"))
    app = open_page(own_home, "own_posts", period=ALL, own_view="Log of mistakes")
    text = said(app)
    assert not app.exception
    assert "your number is [phone number]" in text
    assert "Published [phone number]" in text
    assert "not in the data any more" in text
    assert "312-555" not in text + "".join(one.value.to_csv() for one in app.dataframe)
    assert app.get("plotly_chart")[0].proto.alt == (
        "Mistakes by month of the post: January 2026 1, March 2026 1.")
    app.text_input(key="reviewer").input("Rita").run()
    app.button(key="log_back_test|gone").click().run()
    assert "not in the data any more" not in said(app)
    app.button(key="data_own_log").click().run()
    assert not app.exception


def test_a_broken_log_is_named(open_page: OpenPage, own_home: Home) -> None:
    own_home.mistakes.parent.mkdir(parents=True)
    own_home.mistakes.write_text("nonsense\n{}\n", encoding="utf-8")
    app = open_page(own_home, "own_posts", period=ALL)
    assert "line 1" in app.error[0].value.replace("\\", "")


def test_readiness_is_answered_and_gaps_come_first(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "own_posts", own_view="Readiness")
    assert app.button(key="change_policy").disabled
    app.text_input(key="reviewer").input("Rita").run()
    app.button(key="change_policy").click().run()
    app.segmented_control(key="ready_status_policy").set_value("yes")
    app.text_input(key="ready_owner_policy").input("Legal <b>")
    app.text_area(key="ready_note_policy").input("Version 3")
    app.button(key="ready_save_policy").click().run()
    assert not app.exception
    assert answers(own_home)["policy"].status == "yes"
    assert answers(own_home)["policy"].owner == "Legal <b>"
    assert [one.who for one in history(own_home)] == ["Rita"]
    app = open_page(own_home, "own_posts", own_view="Readiness")
    text = said(app)
    assert "7 of 8 items" in text
    assert text.index("People are trained") < text.index("A policy is written")
    assert app.dataframe[0].value["owner"].tolist() == ["Legal <b>"]
    assert len(gaps(own_home)) == 7


def test_all_in_place_and_a_list_that_cannot_be_read(open_page: OpenPage, own_home: Home) -> None:
    for item in ITEMS:
        save_answer(own_home, Answer(item.key, "yes", who="Rita"))
    app = open_page(own_home, "own_posts", own_view="Readiness")
    assert "All 8 items of the readiness list are in place" in said(app)
    own_home.readiness.write_text("{", encoding="utf-8")
    app = open_page(own_home, "own_posts", own_view="Readiness")
    assert not app.exception
    assert "cannot be read" in app.error[0].value.replace("\\", "")
    assert "cannot be read" in said(open_page(own_home, "own_posts"))


def test_who_sees_personal_data_sees_people_and_the_slip_itself(
    open_page: OpenPage, own_home: Home
) -> None:
    app = open_page(own_home, "own_posts", period=ALL)
    assert not [one for one in app.segmented_control if one.key == "own_by_what"]
    assert "Gil" not in said(app)
    from dataclasses import replace

    save_settings(own_home, replace(load_settings(own_home), show_personal_data=True))
    app = open_page(own_home, "own_posts", period=ALL, own_by_what="Person")
    text = said(app)
    assert ":yellow-background[312-555-0182]" in text
    assert ":yellow-background[ruth@mail.example]" in text
    assert "care · Gil" in text
    # Eleven posts are too few to show a person by.
    assert "1 person with fewer than 30 posts not shown" in text


def test_a_viewer_of_some_customers_reads_but_does_not_write(
    open_page: OpenPage, own_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pages.ui.load
    import pages.ui.own_post

    for module in (pages.ui.load, pages.ui.own_post):
        monkeypatch.setattr(module, "viewer", lambda: Viewer(regions=("north",)))
    app = open_page(own_home, "own_posts", period=ALL)
    assert not app.exception
    assert app.header[0].value.replace("\\", "").startswith("1 of 1 outgoing post is flagged")
    assert not [one for one in app.button if str(one.key).startswith(("harmless", "mistake"))]
    app = open_page(own_home, "own_posts", period=ALL, own_view="Log of mistakes")
    assert "for those who may see all customers" in said(app)
    app = open_page(own_home, "own_posts", period=ALL, own_view="Readiness")
    assert not [one for one in app.button if str(one.key).startswith("change_")]


def test_hostile_posts_are_shown_as_written(open_page: OpenPage, tmp_path: Path) -> None:
    home = Home(tmp_path / "hostile")
    bad = ("<script>alert(1)</script> damn", "[x](javascript:alert(1)) damn :red[y]",
           "$x$ `z` damn # head\n* list", "<img src=x onerror=alert(1)> damn", "=1+1 damn")
    put(home, interactions=[post(n, "2026-03-02 12:00", text, department=text, agent_id=text,
                                 channel="x" if n % 2 else "facebook")
                            for n, text in enumerate(bad)])
    from data.build import build

    build(home)
    for view in ("Posts", "Log of mistakes", "Readiness"):
        app = open_page(home, "own_posts", period=ALL, own_view=view)
        assert not app.exception
        assert not app.error
        for raw in (r"<script>", r"\]\(javascript", r":red\[", r"<img", r"\$x"):
            assert not re.search(rf"(?<!\\){raw}", words_of(app)), view
    app = open_page(home, "own_posts", period=ALL)
    app.button(key="data_own_list").click().run()
    assert not app.exception
    assert any("damn" in one.value.to_csv() for one in app.dataframe)


def test_without_posts_of_ours_the_other_views_still_open(
    open_page: OpenPage, home: Home
) -> None:
    from data.build import build

    put(home, interactions=[say(1, "phone", "2026-03-02 10:00", customer="c1")])
    build(home)
    app = open_page(home, "own_posts", period=ALL)
    assert "No outgoing post is there" in app.header[0].value
    app = open_page(home, "own_posts", period=ALL, own_view="Readiness")
    assert "A policy is written" in said(app)
