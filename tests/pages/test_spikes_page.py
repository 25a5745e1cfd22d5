"""Spikes as a page: found and explained, chosen by the link, too short, quiet, hostile."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.build import build
from data.home import Home
from data.settings import Settings, save_settings
from pages.ui.spike_detail import views_of
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage, words_of

START = datetime(2026, 1, 5)


def said(app: AppTest) -> str:
    return words_of(app).replace("\\", "").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def burst_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Ten weeks of 18 calls an hour in working hours and posts; 60 posts; a silent morning."""
    home = Home(tmp_path_factory.mktemp("burst"))
    save_settings(home, Settings(spike_minimum=5))
    rows, number = [], 0
    silent = {START + timedelta(days=66, hours=hour) for hour in range(6, 14)}
    for at in range(10 * 7 * 24):
        moment = START + timedelta(hours=at)
        day = moment.weekday() < 5 and 6 <= moment.hour < 18
        for minute in range(0 if moment in silent else 18 if day else 1):
            number += 1
            rows.append({**say(number, "phone", "2026-01-01 00:00", customer=f"c{number % 40}",
                               handle_seconds=240.0),
                         "published_at": moment + timedelta(minutes=minute)})
        number += 1
        rows.append({**say(number, "x", "2026-01-01 00:00", handle=f"@a{number % 30}",
                           text="A question about my contract, please"),
                     "published_at": moment + timedelta(minutes=30)})
    burst = START + timedelta(days=63, hours=9)
    for minute in range(60):
        number += 1
        rows.append({**say(number, "x", "2026-01-01 00:00", handle=f"@b{minute}",
                           text=f"Outage! No internet since {minute} minutes {HOSTILE[0]}"),
                     "published_at": burst + timedelta(minutes=minute)})
    put(home, customers=[{"customer_id": f"c{n}", "region": HOSTILE[n % 3]} for n in range(40)],
        interactions=rows, campaigns=[{
            "campaign_id": "k", "name": HOSTILE[5], "audience": 1600,
            "sent_at": burst - timedelta(hours=3)}])
    build(home)
    return home


def test_a_spike_is_told_explained_and_staffed(open_page: OpenPage, burst_home: Home) -> None:
    app = open_page(burst_home, "spikes", period="Last 30 days")
    assert not app.exception
    head = app.header[0].value.replace("\\", "").replace("\u00a0", " ")
    assert head.startswith("1 spike and 1 fall in 30 days; the largest, 12 Mar 2026, 06:00")
    assert any("9 Mar 2026, 09:00 to 10:00" in one.label.replace("\\", "") for one in app.button)
    app = open_page(burst_home, "spikes", period="Last 30 days", spike="2026-03-09T09")
    assert not app.exception
    words = said(app)
    assert "Looked at closely: 9 Mar 2026, 09:00 to 10:00" in words
    assert "Written by 79 people, one contact each" in words
    assert "“outage”" in words
    assert "was sent 3 h before it to 1,600 people" in words
    assert "Compared with the same hours of 8 weeks before" in words
    assert "It needed 3 more people" in words
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    assert len(charts) == 4


def test_a_fall_needs_nobody(open_page: OpenPage, burst_home: Home) -> None:
    app = open_page(burst_home, "spikes", period="Last 30 days", spike="2026-03-12T06-fall")
    assert not app.exception
    words = said(app)
    assert "below the usual" in words
    assert "fewer" in words
    assert "more people" not in words
    assert len(app.get("plotly_chart")) == 3


def test_another_view_of_the_excess_comes_from_the_link(
    open_page: OpenPage, burst_home: Home
) -> None:
    for view, category in (("Channels", "x"), ("Words", "outage"), ("Authors", "@b"),
                           ("Nonsense", "")):
        app = open_page(burst_home, "spikes", period="Last 30 days", spike="2026-03-09T09",
                        spike_by=view)
        assert not app.exception
        marks = [row[0] for chart in app.get("plotly_chart")
                 for trace in json.loads(chart.proto.spec)["data"]
                 for row in trace.get("customdata") or [] if trace.get("orientation") == "h"]
        assert any(str(one).startswith(category) for one in marks), view


def test_a_spike_of_one_topic_is_not_explained_by_that_topic() -> None:
    assert views_of("topic:outage")[0] == "Words"
    assert "Channels" not in views_of("channel:x")
    assert views_of("all")[0] == "Topics"


def test_a_click_on_the_list_chooses_a_spike(open_page: OpenPage, burst_home: Home) -> None:
    app = open_page(burst_home, "spikes", period="Last 30 days")
    app.button(key="pick_2026-03-09T09").click().run()
    assert app.query_params["spike"] == "2026-03-09T09"
    assert "Looked at closely: 9 Mar 2026" in said(app)


def test_an_unknown_spike_in_the_link_is_the_largest(
    open_page: OpenPage, burst_home: Home
) -> None:
    app = open_page(burst_home, "spikes", period="Last 30 days", spike="<script>", spikes_p="99")
    assert not app.exception
    assert "Looked at closely: 12 Mar 2026" in said(app)


def test_thresholds_of_the_settings_count_at_once(
    open_page: OpenPage, burst_home: Home
) -> None:
    before = burst_home.settings.read_text(encoding="utf-8")
    try:
        save_settings(burst_home, Settings(spike_minimum=100_000, spike_ratio=9.0))
        app = open_page(burst_home, "spikes", period="Last 30 days")
        assert "No spike in 30 days" in said(app)
        assert "9 times the usual or more" in said(app)
        assert "None. Longer periods" in said(app)
    finally:
        burst_home.settings.write_text(before, encoding="utf-8")


def test_too_short_a_history_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    home = Home(tmp_path / "short")
    put(home, interactions=[say(n, "x", f"2026-03-0{1 + n % 3} 10:00", handle="@a")
                            for n in range(30)])
    build(home)
    app = open_page(home, "spikes", period="All the data")
    assert not app.exception
    assert "We cannot tell yet" in app.header[0].value
    assert "Looked at closely" not in said(app)


def test_minutes_are_asked_for_where_no_handle_time_is_known(
    open_page: OpenPage, tmp_path: Path
) -> None:
    home = Home(tmp_path / "posts")
    rows = [say(at, "x", f"2026-03-{1 + at // 24:02d} {at % 24:02d}:00", handle=f"@{at % 9}",
                text="A post about nothing") for at in range(24 * 14)]
    rows += [say(1000 + at, "x", f"2026-03-12 10:{at % 60:02d}", handle=f"@z{at}",
                 text="Everything is down") for at in range(80)]
    put(home, interactions=rows)
    build(home)
    app = open_page(home, "spikes", period="All the data")
    assert "Minutes per contact" in app.number_input(key="spike_minutes").label
    few = said(app)
    app.number_input(key="spike_minutes").set_value(60.0).run()
    assert not app.exception
    assert "80 hours of work" in said(app) or "79 hours of work" in said(app)
    assert "7 hours of work" in few
    assert "the days before served" in few


def test_the_form_keeps_what_it_does_not_ask_for(open_page: OpenPage, tmp_path: Path) -> None:
    from data.settings import load_settings

    home = Home(tmp_path / "kept")
    save_settings(home, Settings(link_accept=0.99, link_review=0.4, spike_ratio=2.5))
    put(home, interactions=[say(1, "x", "2026-03-02 10:00", handle="@a")])
    build(home)
    app = open_page(home, "data", data_tab="Settings")
    app.number_input(key="set_spike_minimum").set_value(25)
    app.number_input(key="set_spike_pause").set_value(6)
    app.button(key="settings_save").click().run()
    assert not app.exception
    saved = load_settings(home)
    assert (saved.link_accept, saved.link_review) == (0.99, 0.4)
    assert (saved.spike_ratio, saved.spike_minimum, saved.spike_cool_down_hours) == (2.5, 25, 6)
