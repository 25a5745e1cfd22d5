"""The dashboard in a real Chromium: every page, both widths, both themes, and its main ways."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from data.home import Home
from tests.browser.conftest import ARTEFACTS, STEMS, TITLES, NewTab, serving

pytestmark = pytest.mark.browser
# Voices shows texts, Customer a choice of customers before one is chosen.
WITHOUT_CHARTS = ("data", "voices", "customer", "audit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("stem", STEMS)
def test_every_page_draws_without_a_complaint(
    tab_of: NewTab, stem: str, width: int, scheme: str
) -> None:
    tab = tab_of(width=width, scheme=scheme)
    tab.complaints.clear()
    tab.go(stem)
    ARTEFACTS.mkdir(exist_ok=True)
    tab.page.screenshot(path=ARTEFACTS / f"{stem}_{width}_{scheme}.png")
    assert tab.complaints == []
    assert tab.page.locator("[data-testid=stException], [data-testid=stAlertContentError]"
                            ).count() == 0
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    heading = tab.page.locator("[data-testid=stHeading] h2").first
    assert heading.is_visible()
    assert heading.bounding_box()["y"] < 400
    if width == 375:
        assert _clipped_charts(tab.page) == []
        return
    # The answer and the first card stand above the fold.
    if stem not in WITHOUT_CHARTS:
        card = tab.page.locator("[class*=st-key-card_]").first.bounding_box()
        assert card["y"] + card["height"] <= 900


def _clipped_charts(page: Any) -> list[str]:
    """Cards whose chart is wider than the card."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[class*=st-key-card_]')].filter(card => {
            const plot = card.querySelector('.js-plotly-plot');
            return plot && plot.getBoundingClientRect().right >
                card.getBoundingClientRect().right + 1;
        }).map(card => card.className)""")
    return found


@pytest.mark.parametrize("stem", STEMS)
def test_a_cold_deep_link_shows_the_whole_page(
    demo_home: Home, new_tab: NewTab, stem: str
) -> None:
    tab = new_tab()
    with serving(demo_home) as address:
        tab.open(f"{address}/{stem}?period=Last+30+days")
        assert tab.page.get_by_test_id("stTopNavSection").count() >= 2
        assert tab.page.get_by_label("Period").first.is_visible()
        assert "period=Last+30+days" in tab.page.url
        assert tab.page.url.split("?")[0].endswith(f"/{stem}")
        assert tab.page.title() == TITLES[stem]
        if stem not in WITHOUT_CHARTS:
            assert tab.page.locator(".js-plotly-plot").count() >= 1
        # The server goes before the tab does; what the client says then is not looked at.
        complaints = list(tab.complaints)
        tab.page.close()
    assert complaints == []


def test_a_filter_is_kept_in_the_url_on_reload_and_on_the_next_page(
    server: str, new_tab: NewTab
) -> None:
    tab = new_tab()
    tab.open(server)
    before = tab.page.locator("[data-testid=stHeading] h2").first.inner_text()
    tab.page.get_by_label("Segments").first.click()
    tab.page.get_by_role("option").first.click()
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_url(re.compile("segments="))
    tab.page.wait_for_function(
        "before => document.querySelector('[data-testid=stHeading] h2').innerText !== before",
        arg=before)
    tab.settle()
    after = tab.page.locator("[data-testid=stHeading] h2").first.inner_text()
    assert "segment" in tab.page.get_by_test_id("stCaptionContainer").first.inner_text()

    tab.page.reload()
    tab.settle()
    assert "segments=" in tab.page.url
    assert tab.page.locator("[data-testid=stHeading] h2").first.inner_text() == after

    tab.page.get_by_test_id("stTopNavSection").first.click()
    tab.page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Channel share").click()
    tab.page.wait_for_url(re.compile("channel_share.*segments="))
    tab.settle()
    assert "segment" in tab.page.get_by_test_id("stCaptionContainer").first.inner_text()
    assert tab.complaints == []


def test_links_of_the_overview_keep_the_filters(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/?period=Last+30+days")
    tab.page.get_by_role("link", name="How do posts sound?").click()
    tab.page.wait_for_url(re.compile(r"/sentiment\?.*period=Last\+30\+days"))
    tab.settle()
    assert tab.complaints == []


def test_a_click_on_a_bar_opens_its_rows_each_time(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/channel_share")
    for _ in range(2):
        tab.page.locator(".st-key-card_share .barlayer .point path").first.click(force=True)
        dialog = tab.page.get_by_role("dialog")
        dialog.get_by_text("interactions").first.wait_for()
        dialog.get_by_test_id("stDataFrame").wait_for()
        tab.page.screenshot(path=ARTEFACTS / "rows_behind_a_bar.png")
        tab.page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        tab.settle()
    assert tab.complaints == []


def test_a_click_on_a_point_of_a_line_opens_its_rows(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/sentiment")
    tab.page.locator(".st-key-card_net .scatterlayer .point").last.click(force=True)
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_text("interaction").first.wait_for()
    assert "week of" in dialog.inner_text().lower() or "2026" in dialog.inner_text()
    assert tab.complaints == []


def _downloaded_csv(tab: Any, card: str) -> list[dict[str, str]]:
    tab.page.locator(f".st-key-data_{card} button").first.click()
    with tab.page.expect_download() as waiting:
        tab.page.locator(f".st-key-csv_{card} button").click()
    with Path(waiting.value.path()).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_the_csv_of_a_bar_chart_equals_the_chart(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/channel_share")
    bars = next(trace for trace in tab.figure("share") if trace["type"] == "bar")
    drawn = {row[0]: share for row, share in zip(bars["customdata"], bars["x"], strict=True)}
    rows = _downloaded_csv(tab, "share")
    assert {row["channel"]: 100 * float(row["share"]) for row in rows} == pytest.approx(drawn)
    assert tab.complaints == []


def test_the_csv_of_a_line_chart_equals_the_chart(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/social_volume?period=Last+30+days")
    drawn: dict[tuple[str, str], float] = {}
    for trace in tab.figure("volume"):
        for row, value in zip(trace.get("customdata") or [], trace["y"], strict=False):
            if row and len(row) >= 2 and value is not None:
                drawn[row[0], str(row[1])[:10]] = value
    rows = _downloaded_csv(tab, "volume")
    assert drawn
    assert {(row["channel"], row["bucket"][:10]): float(row["inbound"]) for row in rows} == drawn


def test_excel_sql_and_definition_are_on_the_card(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/marketing_vs_service")
    tab.page.locator(".st-key-data_split button").first.click()
    panel = tab.page.get_by_role("dialog")
    panel.get_by_test_id("stCode").wait_for()
    assert "select" in panel.get_by_test_id("stCode").inner_text().lower()
    with tab.page.expect_download() as waiting:
        tab.page.locator(".st-key-xlsx_split button").click()
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    assert waiting.value.suggested_filename.endswith(".xlsx")
    assert tab.complaints == []


def test_the_keyboard_reaches_filters_and_cards(server: str, new_tab: NewTab) -> None:
    tab = new_tab()
    tab.open(f"{server}/channel_share")
    tab.page.locator(".st-key-data_share button").first.focus()
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("dialog").get_by_test_id("stCode").wait_for()
    tab.page.keyboard.press("Escape")
    tab.page.get_by_role("dialog").wait_for(state="hidden")
    reached = set()
    tab.page.evaluate("document.activeElement.blur()")
    for _ in range(40):
        tab.page.keyboard.press("Tab")
        reached.add(tab.page.evaluate(
            "document.activeElement.getAttribute('aria-label') || "
            "document.activeElement.innerText || document.activeElement.tagName"))
    assert any("Period" in str(name) for name in reached), reached
    assert tab.complaints == []


def test_the_sidebar_is_closed_on_a_phone_and_opens(server: str, new_tab: NewTab) -> None:
    tab = new_tab(width=375)
    tab.open(f"{server}/sentiment")
    in_view = """() => {
        const box = document.querySelector('.st-key-period')?.getBoundingClientRect();
        return Boolean(box) && box.width > 0 && box.left >= 0 && box.right <= innerWidth;
    }"""
    assert not tab.page.evaluate(in_view)
    tab.page.get_by_test_id("stExpandSidebarButton").click()
    tab.page.wait_for_function(in_view)
    assert tab.complaints == []


def test_charts_follow_when_the_system_turns_dark(server: str, new_tab: NewTab) -> None:
    tab = new_tab(scheme="light")
    tab.open(f"{server}/sentiment")
    ink = """() => getComputedStyle(document.querySelector(
        '.st-key-card_net .js-plotly-plot .xtick text')).fill"""
    light = tab.page.evaluate(ink)
    tab.page.emulate_media(color_scheme="dark")
    tab.page.wait_for_function(f"light => ({ink})() !== light", arg=light)
    tab.settle()
    assert tab.complaints == []
