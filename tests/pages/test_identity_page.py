"""Identity as a page: a reviewer's word and its way back, and names that stay hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.build import build
from data.decisions import journal
from data.home import Home
from data.settings import Settings, save_settings
from tests.companies import put, say
from tests.data.test_linking import crowd
from tests.pages.conftest import HOSTILE, OpenPage, words_of


@pytest.fixture
def reviewed_home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "reviewed")
    save_settings(home, Settings(show_personal_data=True))
    crowd(home)
    build(home)
    return home


def test_a_reviewer_accepts_and_takes_back(open_page: OpenPage, reviewed_home: Home) -> None:
    app = open_page(reviewed_home, "identity", links="Accepted", link_search="acc1")
    assert "30 by the model or a reviewer" in app.header[0].value.replace("\\", "")
    assert "Ada Castor" in words_of(app)
    key = "reject_x|acc1|c2"
    assert app.button(key=key).disabled, "nobody has said who decides"
    app.text_input(key="reviewer").input("Rita").run()
    app.button(key=key).click().run()
    assert not app.exception
    assert [(one.verdict, one.who, one.customer_id) for one in journal(reviewed_home)] == [
        ("reject", "Rita", "c2")]
    assert "counts from the next build" in words_of(app).replace("\\", "")
    app.button(key="undo_x|acc1|c2").click().run()
    assert [one.verdict for one in journal(reviewed_home)] == ["reject", "undo"]
    assert not app.button(key=key).disabled


def test_names_are_hidden_where_the_settings_hide_them(
    open_page: OpenPage, reviewed_home: Home
) -> None:
    save_settings(reviewed_home, Settings())
    app = open_page(reviewed_home, "identity", links="Accepted")
    text = words_of(app).replace("\\", "")
    assert "Ada" not in text
    assert "mail.example" not in text
    assert "same full name" in text


def test_hostile_names_and_conflicts_are_shown_as_written(
    open_page: OpenPage, tmp_path: Path
) -> None:
    home = Home(tmp_path / "hostile")
    save_settings(home, Settings(show_personal_data=True))
    put(home, customers=[{"customer_id": "c1", "name": HOSTILE[0]}, {"customer_id": "c2"}],
        handles=[{"handle": one, "network": "x", "customer_id": "c1",
                  "display_name": one, "city": one} for one in HOSTILE],
        interactions=[say(n, "x", "2026-03-02 10:00", handle=one, customer="c2")
                      for n, one in enumerate(HOSTILE)])
    build(home)
    app = open_page(home, "identity", links="Conflicts")
    assert not app.exception
    assert f"{len(HOSTILE)} named for two customers" in app.header[0].value.replace("\\", "")
    for one in app.markdown:
        assert "<script>" not in one.value.replace("\\<", "")
    app = open_page(home, "identity", links="Nonsense", link_network="nope", link_search="' or 1")
    assert not app.exception


def test_without_accounts_it_says_so(open_page: OpenPage, home: Home) -> None:
    put(home, interactions=[say(1, "phone", "2026-03-02 10:00", customer="c1")])
    build(home)
    app = open_page(home, "identity")
    assert "No social account is known" in app.header[0].value
