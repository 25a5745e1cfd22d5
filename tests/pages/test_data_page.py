"""The Data page: upload, recognition, mapping, load and build, rejected rows, settings, demo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.demo_load import SOURCE as DEMO
from data.home import Home
from data.settings import load_settings
from data.status import status
from tests.companies import build_small_company, put
from tests.pages.conftest import HOSTILE, OpenPage, words_of

CONTRACT_CSV = (
    "interaction_id,channel,direction,published_at,text\n"
    "900,x,inbound,2026-04-02 10:00,Great <b>service</b>\n"
    "901,x,inbound,not a date,Broken\n"
)
FOREIGN_CSV = (
    "Ticket;Opened;Via;Words\n"
    "7;02.04.2026 10:00;mail;My invoice is wrong\n"
    "8;03.04.2026 11:30;mail;Where is my parcel?\n"
)


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    """The small company in a home that a test may change."""
    return build_small_company(Home(tmp_path / "own"))


def finished(app: AppTest) -> AppTest:
    """Wait for the background job, then draw the page again."""
    from pages.ui.work import desk

    for _ in range(600):
        job = desk().job
        if job is not None and job.state != "running":
            break
        time.sleep(0.1)
    return app.run()


def test_what_is_loaded_is_shown(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "data")
    assert "18 rows from 1 source" in app.header[0].value
    assert app.dataframe[0].value["source"].tolist() == ["test"]


def test_a_known_file_is_recognised_loaded_and_built(
    open_page: OpenPage, own_home: Home
) -> None:
    app = open_page(own_home, "data", data_tab="Add data")
    app.file_uploader(key="upload_file").upload("more.csv", CONTRACT_CSV.encode())
    app.run()
    assert not app.exception
    assert "Recognised" in app.success[0].value
    assert "1 would be kept and 1 rejected" in words_of(app)
    app.button(key="load_and_build").click().run()
    app = finished(app)
    assert "1 of 2 rows kept" in app.success[0].value
    now = status(own_home)
    assert sum(one.rows_rejected for one in now.sources) == 1
    assert now.loads_since_build == 0

    app = open_page(own_home, "data", data_tab="Rejected rows")
    shown = app.dataframe[0].value
    assert len(shown) == 1
    assert "not a date" in shown["original_text"][0]


def test_a_foreign_file_is_mapped_by_hand(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "data", data_tab="Add data")
    app.file_uploader(key="upload_file").upload("desk.csv", FOREIGN_CSV.encode())
    app.run()
    assert not app.exception
    assert app.warning, words_of(app)
    for column, source in (("interaction_id", "Ticket"), ("published_at", "Opened"),
                           ("text", "Words")):
        app.selectbox(key=f"map_interactions_{column}").set_value(source)
    for column in ("channel", "direction"):
        app.selectbox(key=f"map_interactions_{column}").set_value("The same value in every row")
    app.run()
    app.text_input(key="constant_interactions_channel").set_value("email")
    app.selectbox(key="constant_interactions_direction").set_value("inbound")
    app.selectbox(key="format_interactions_published_at").set_value("31.10.2026 13:45")
    app.text_input(key="map_name").set_value("desk")
    app.run()
    assert not app.exception
    assert "2 would be kept and 0 rejected" in words_of(app)
    app.button(key="load_and_build").click().run()
    app = finished(app)
    assert "2 of 2 rows kept" in app.success[0].value
    assert {one.source for one in status(own_home).sources} == {"test", "desk"}


@pytest.mark.parametrize(("name", "content"), [
    ("empty.csv", b""), ("photo.parquet", b"not parquet"), ("cut.csv.gz", b"\x1f\x8b\x08\x00\x01"),
    ("x.json", b"{"), ("zero.csv", b"\x00\x00\x00"), ("../../evil.csv", b"a,b\n1,2\n"),
    ("head.csv", b"interaction_id,channel,direction,published_at\n"),
])
def test_a_bad_file_gets_words_and_no_traceback(
    open_page: OpenPage, own_home: Home, name: str, content: bytes
) -> None:
    before = status(own_home).rows_kept
    app = open_page(own_home, "data", data_tab="Add data")
    app.file_uploader(key="upload_file").upload(name, content)
    app.run()
    assert not app.exception
    assert app.error or app.warning or app.success
    assert status(own_home).rows_kept == before


def test_settings_are_checked_and_saved(open_page: OpenPage, own_home: Home) -> None:
    app = open_page(own_home, "data", data_tab="Settings")
    app.text_input(key="set_currency").set_value("u1")
    app.button(key="settings_save").click().run()
    assert "currency must be a three-letter code" in app.error[0].value.replace("\\", "")
    assert load_settings(own_home).currency == "EUR"
    app.text_input(key="set_currency").set_value("usd")
    app.text_input(key="set_company").set_value(HOSTILE[0])
    app.text_area(key="set_holidays").set_value("2026-12-25\n2026-12-26")
    app.button(key="settings_save").click().run()
    assert not app.error
    saved = load_settings(own_home)
    assert (saved.currency, saved.company) == ("USD", HOSTILE[0])
    assert len(saved.holidays) == 2


def test_a_broken_settings_file_is_named(open_page: OpenPage, own_home: Home) -> None:
    own_home.settings.write_text("currency = 5\n", encoding="utf-8")
    app = open_page(own_home, "data", data_tab="Settings")
    assert not app.exception
    assert "currency" in app.error[0].value


def test_the_demo_company_can_be_removed(open_page: OpenPage, own_home: Home) -> None:
    put(own_home, source=DEMO, agents=[{"agent_id": "d1", "name": "Demo"}])
    app = open_page(own_home, "data")
    app.button(key="remove_demo").click().run()
    from pages.ui import work

    assert any("leave the data" in one.value for one in app.markdown)
    work.desk()
    assert DEMO in {one.source for one in status(own_home).sources}
