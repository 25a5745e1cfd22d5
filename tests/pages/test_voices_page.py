"""Voices and Customer as pages: searched, paged, read on, masked, and for viewers of some rows."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from pages.ui.exports import csv_bytes, xlsx_bytes
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage, words_of

ALL = "All the data"


@pytest.fixture(scope="session")
def personal_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Sixty posts of two customers, some with an address or a number in them."""
    home = Home(tmp_path_factory.mktemp("personal"))
    put(home, customers=[
        {"customer_id": "c1", "name": "Ada Lovelace", "email": "ada@secret.example",
         "region": "north", "segment": "s"},
        {"customer_id": "c2", "name": "Bea", "region": "south", "segment": "s"},
    ], interactions=[
        say(n, "x", "2026-03-01 10:00", customer=f"c{1 + n % 2}", handle=f"h{n % 2}",
            text=f"Refund {n} to ann@secret.example or 415-555-26{n:02d}",
            in_reply_to=None) | {"published_at": datetime(2026, 3, 1) + timedelta(hours=n)}
        for n in range(60)])
    build(home)
    return home


def said(app: object) -> str:
    return words_of(app).replace("\\", "").replace("\u00a0", " ")  # type: ignore[arg-type]


def test_a_search_is_in_the_url_and_pages_go_on(open_page: OpenPage, personal_home: Home) -> None:
    app = open_page(personal_home, "voices", period=ALL, q="refund")
    assert "60 posts with “refund”" in app.header[0].value.replace("\\", "")
    assert len([one for one in app.button if one.label == "Read on"]) == 20
    first = words_of(app)
    app = open_page(personal_home, "voices", period=ALL, q="refund", p="3", sort="Oldest")
    assert words_of(app) != first
    assert "Refund 59 " in said(app).replace(":yellow-background[Refund]", "Refund")
    # A page that is not there any more is the first one.
    app = open_page(personal_home, "voices", period=ALL, q="refund", sort="Nonsense", p="99")
    assert not app.exception
    assert "60 posts" in app.header[0].value


def test_nothing_found_offers_to_clear_the_search(open_page: OpenPage, personal_home: Home) -> None:
    app = open_page(personal_home, "voices", period=ALL, q="nothingofthekind")
    assert "no messages with “nothingofthekind”" in app.header[0].value
    app.button(key="clear_search").click().run()
    assert "60 posts" in app.header[0].value


def test_a_message_opens_with_thread_reasons_and_likeness(
    open_page: OpenPage, small_home: Home
) -> None:
    app = open_page(small_home, "voices", period=ALL, q="terrible")
    button = next(one for one in app.button if one.label == "Read on")
    app = button.click().run()
    assert not app.exception
    text = said(app)
    assert "3 messages, 2 replies" in text
    assert "answered after 45 min" in text
    assert "customer care, Gil" in text


def test_a_mark_in_the_url_shows_its_rows_and_can_be_left(
    open_page: OpenPage, small_home: Home
) -> None:
    app = open_page(small_home, "voices", period=ALL, mark="channel=phone")
    assert app.header[0].value.replace("\\", "").startswith("Behind Phone: 3 messages")
    app.button(key="forget_mark").click().run()
    assert "posts" in app.header[0].value
    for nonsense in ("channel=x&evil=1", "hour=a", "bucket=never"):
        app = open_page(small_home, "voices", period=ALL, mark=nonsense)
        assert not app.exception
        assert not app.error
        assert "3 posts" in app.header[0].value


@pytest.mark.parametrize(("stem", "query"), [
    ("voices", {"q": "refund"}), ("customer", {"customer": "c1"}), ("sentiment", {})])
def test_no_page_shows_personal_data_unless_the_settings_say_so(
    open_page: OpenPage, personal_home: Home, stem: str, query: dict[str, str]
) -> None:
    def everything() -> str:
        app = open_page(personal_home, stem, period=ALL, **query)
        assert not app.exception
        tables = "".join(one.value.to_csv() for one in app.dataframe)
        charts = "".join(one.proto.spec for one in app.get("plotly_chart"))
        return said(app) + tables + charts

    hidden = everything()
    assert "[e-mail]" in hidden or r"[e-mail]" in hidden.replace("\\", "")
    for secret in ("secret.example", "415-555", "Lovelace"):
        assert secret not in hidden
    save_settings(personal_home, Settings(show_personal_data=True))
    try:
        assert "secret.example" in everything()
    finally:
        save_settings(personal_home, Settings())
    assert "secret.example" not in everything()


def test_downloads_hold_all_results_and_are_masked(personal_home: Home) -> None:
    from data import metrics
    from data.warehouse import Warehouse

    db = Warehouse(personal_home)
    filters = Filters(date(2026, 3, 1), date(2026, 4, 1))
    frame = metrics.voices(db, filters, search="refund", limit=10_000)
    assert len(frame) == 60
    assert b"secret" not in csv_bytes(frame)
    assert b"[e-mail]" in csv_bytes(frame)
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(frame, {}))).worksheets[0]
    cells = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "secret" not in cells
    assert "415-555" not in cells


def test_the_data_dialog_holds_more_than_one_page(
    open_page: OpenPage, personal_home: Home
) -> None:
    app = open_page(personal_home, "voices", period=ALL, q="refund")
    app.button(key="data_voices").click().run()
    assert not app.exception
    assert any(len(one.value) == 60 for one in app.dataframe)
    assert any("bm25" in one.value.lower() for one in app.markdown)


def test_the_customer_page_suggests_finds_and_shows(
    open_page: OpenPage, personal_home: Home
) -> None:
    app = open_page(personal_home, "customer", period=ALL)
    assert "Choose a customer" in app.header[0].value
    app.button(key="pick_most_c1").click().run()
    assert app.header[0].value.replace("\\", "").startswith("Customer c1: segment s, region north")
    assert "30 contacts on 1 channel" in app.header[0].value
    assert app.get("plotly_chart")
    app = open_page(personal_home, "customer", period=ALL, customer="h1")
    assert "no customer of that number" in app.header[0].value
    assert any(one.key == "pick_found_c2" for one in app.button)


def test_a_customer_who_may_not_be_seen_looks_unknown(
    open_page: OpenPage, personal_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pages.ui.load

    monkeypatch.setattr(pages.ui.load, "viewer", lambda: Viewer(regions=("south",)))
    pictures = []
    for customer_id in ("c1", "nobody"):
        app = open_page(personal_home, "customer", period=ALL, customer=customer_id)
        assert not app.exception
        pictures.append(words_of(app))
    assert pictures[0] == pictures[1]
    assert "Customer c2" in open_page(
        personal_home, "customer", period=ALL, customer="c2").header[0].value
    app = open_page(personal_home, "voices", period=ALL)
    assert "30 posts" in app.header[0].value


def test_hostile_customers_are_shown_as_written(open_page: OpenPage, hostile_home: Home) -> None:
    for number in range(len(HOSTILE)):
        app = open_page(hostile_home, "customer", period=ALL, customer=f"=c{number}")
        assert not app.exception
        assert not app.error
        words = words_of(app)
        for raw in (r"<script>", r"\]\(javascript", r":red\[", r"<img", r"\$x"):
            assert not re.search(rf"(?<!\\){raw}", words), words
