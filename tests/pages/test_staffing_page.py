"""The staffing page: each step, links that restore it, bad inputs, and too short a history."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import metrics
from data.build import build
from data.filters import Filters
from data.home import Home
from data.warehouse import Warehouse
from pages.ui import staffing_surge
from pages.ui.staffing_inputs import _cost, key_of
from pages.ui.staffing_send import send_times
from pages.ui.staffing_shifts import starts_between
from pages.ui.table import _digits
from tests.companies import put, say
from tests.pages.conftest import HOSTILE, OpenPage


def head(app: AppTest) -> str:
    return str(app.header[0].value).replace("\u00a0", " ").replace("\\", "")


def warned(app: AppTest) -> str:
    return str(app.warning[0].value).replace("\\", "")


@pytest.fixture(scope="module")
def calls_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Ten weeks of calls on weekdays from 9 to 12, posts, names that try to be markup; UTC."""
    home = Home(tmp_path_factory.mktemp("calls"))
    rows = []
    for day in range(70):
        at = datetime(2026, 1, 5) + timedelta(days=day)
        for slot in range(6 if at.weekday() < 5 else 0):
            for turn in range(4):
                rows.append(say(len(rows), "phone", str(at + timedelta(
                    hours=9, minutes=30 * slot + 5 * turn)), handle_seconds=300.0))
        for turn, channel in enumerate(("x", "x", "x", HOSTILE[0])):
            rows.append(say(len(rows), channel, str(at + timedelta(hours=8 + 3 * turn)),
                            text="late"))
    # A campaign on a Wednesday: sixty calls more within the next day.
    for turn in range(60):
        at = datetime(2026, 2, 18 + turn // 40, 9 + turn % 3, turn % 40)
        rows.append(say(len(rows), "phone", str(at), handle_seconds=300.0))
    put(home, interactions=rows, campaigns=[{
        "campaign_id": "k1", "name": HOSTILE[5], "channel": "email", "audience": 400,
        "sent_at": datetime(2026, 2, 18, 8)}])
    build(home)
    return home


def test_people_of_the_forecast(open_page: OpenPage, calls_home: Home) -> None:
    app = open_page(calls_home, "staffing")
    assert not app.exception
    assert not app.error
    assert "bring about" in head(app)
    assert "on the rota" in head(app)
    assert app.number_input(key="staffing_aht_phone").value == 300
    captions = " ".join(str(one.value) for one in app.caption).replace("\\", "")
    assert "No handle time is recorded for X" in captions
    assert "With two live channels or more" in captions


@pytest.mark.parametrize(("step", "charts"), [("Load", 2), ("People", 3), ("Schedule", 1),
                                              ("How good is the forecast?", 0)])
def test_every_step_has_its_sentence_and_charts(open_page: OpenPage, calls_home: Home, step: str,
                                                charts: int) -> None:
    app = open_page(calls_home, "staffing", staffing_step=step)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert head(app).endswith(".")
    assert len(app.get("plotly_chart")) == charts
    words = " ".join(str(one.value) for one in (*app.markdown, *app.caption))
    assert "<script" not in words.replace("\\<script", "")


def test_a_schedule_is_paid_as_little_as_can_be(open_page: OpenPage, calls_home: Home) -> None:
    link = {"staffing_step": "Schedule", "staffing_shift1_hours": "4.0",
            "staffing_shift1_from": "08:30", "staffing_shift1_to": "09:00",
            "staffing_shift1_break": "0", "staffing_shift2_hours": "0.0", "staffing_cost": "10.0"}
    app = open_page(calls_home, "staffing", **link)
    assert "the fewest possible" in head(app)
    assert "about EUR" in head(app)
    app = open_page(calls_home, "staffing", **link | {"staffing_shift1_hours": "2.0"})
    assert "half hours stay short" in head(app)
    assert "longer shift" in warned(app)
    app = open_page(calls_home, "staffing", **link | {"staffing_shift1_hours": "0.0"})
    assert "No shift has a length" in warned(app)
    app = open_page(calls_home, "staffing", **link | {"staffing_most": "1"})
    assert "heads on" in warned(app)


def test_a_spike_needs_no_campaign_and_a_campaign_does(
        open_page: OpenPage, calls_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    found = metrics.campaigns_sent(Warehouse(calls_home),
                                   Filters(date(2026, 1, 1), date(2026, 2, 1)))

    def no_campaigns(*_: object) -> pd.DataFrame:
        return found.iloc[:0]

    # The step holds its metrics from its import on; another name is another entry of the cache.
    monkeypatch.setattr(staffing_surge, "_CAMPAIGNS", (metrics.campaign_contacts, no_campaigns))
    link = {"staffing_step": "Campaign", "staffing_what": "A spike", "staffing_times": "4.0",
            "staffing_at": "09:00", "staffing_hours": "2.0"}
    app = open_page(calls_home, "staffing", **link)
    assert not app.exception
    assert head(app).startswith("4 times the usual for 2 hours adds")
    app = open_page(calls_home, "staffing", **link | {"staffing_times": "0.5"})
    assert "1 time the usual or more" in warned(app)
    app = open_page(calls_home, "staffing", staffing_step="Campaign")
    assert "No campaign" in warned(app) or "Nothing can be learned" in warned(app)


@pytest.mark.parametrize("what", ["Like the usual campaigns", "Like one campaign"])
def test_a_campaign(open_page: OpenPage, calls_home: Home, what: str) -> None:
    app = open_page(calls_home, "staffing", staffing_step="Campaign", staffing_sent="200",
                    staffing_what=what)
    assert not app.exception
    assert not app.error
    # 150 per 1,000 came of the only campaign there was; 30 of 200.
    assert head(app).startswith("200 sent on Tue 17 Mar, 10:00 add about 3")
    assert len(app.get("plotly_chart")) == 4
    captions = " ".join(str(one.value) for one in app.caption).replace("\\", "")
    assert "Learned from 1 campaign" in captions
    assert "fewer than three campaigns" in captions


def test_the_contacts_expected_can_be_replaced(open_page: OpenPage, calls_home: Home) -> None:
    usual = head(open_page(calls_home, "staffing", staffing_step="Load"))
    link = {"staffing_volume_phone": "0.0", "staffing_step": "Load"}
    fewer = head(open_page(calls_home, "staffing", **link))
    assert fewer != usual
    app = open_page(calls_home, "staffing", **link | {"staffing_step": "People"})
    assert not app.exception
    assert fewer.split(" contacts")[0] in head(app)


def test_a_link_restores_what_was_put_in(open_page: OpenPage, calls_home: Home) -> None:
    app = open_page(calls_home, "staffing", staffing_aht_phone="600.0", staffing_for="P95",
                    staffing_week="Days 8 to 14", staffing_kind_x="Answered while they wait",
                    staffing_away="50.0")
    assert app.number_input(key="staffing_aht_phone").value == 600
    assert app.selectbox(key="staffing_week").value == "Days 8 to 14"
    assert app.selectbox(key="staffing_kind_x").value == "Answered while they wait"
    long = head(app)
    assert long != head(open_page(calls_home, "staffing"))
    assert "Mon 23 Mar to" in head(open_page(calls_home, "staffing", staffing_week="Days 8 to 14"))


@pytest.mark.parametrize(("inputs", "why"), [
    ({"staffing_aht_phone": "0.0"}, "Phone: the handle time must be above 0"),
    ({"staffing_level": "100.0"}, "below 100 %"),
    ({"staffing_away": "100.0"}, "away from customers"),
    ({"staffing_aht_phone": "900000000.0"}, "more than any staff can carry"),
    ({"staffing_promise_x": "0.5"}, "a promise shorter than an hour"),
])
def test_bad_inputs_say_what_to_change(open_page: OpenPage, calls_home: Home,
                                       inputs: dict[str, str], why: str) -> None:
    app = open_page(calls_home, "staffing", **inputs)
    assert not app.exception
    assert head(app) == "This plan cannot be made."
    assert why in warned(app)


def test_too_short_a_history_says_what_is_missing(open_page: OpenPage, posts_home: Home,
                                                  small_home: Home) -> None:
    app = open_page(small_home, "staffing")
    assert head(app).startswith("There is no forecast yet")
    words = " ".join(str(one.value) for one in app.markdown).replace("\\", "")
    assert "A forecast needs at least 50 contacts of history" in words
    assert not open_page(posts_home, "staffing").exception


def test_who_may_see_some_customers_sees_no_forecast(
        open_page: OpenPage, demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.filters import Viewer

    for module in ("pages.ui.load", "pages.staffing"):
        monkeypatch.setattr(f"{module}.viewer", lambda: Viewer("north", regions=("north",)))
    app = open_page(demo_home, "staffing")
    assert "you may see some of them only" in head(app)
    assert not app.get("plotly_chart")


def test_names_become_keys_that_a_link_can_carry() -> None:
    assert key_of("phone") == "phone"
    keys = {key_of(name) for name in (*HOSTILE, "Phone", "phone", "  ")}
    assert len(keys) == len(HOSTILE) + 3
    assert all(one.replace("_", "").isalnum() and one.isascii() for one in keys)


def test_starts_go_over_midnight_and_sendings_stay_within_the_day() -> None:
    assert starts_between("22:00", "01:00") == ("22:00", "22:30", "23:00", "23:30", "00:00",
                                                "00:30", "01:00")
    assert starts_between("07:00", "07:00") == ("07:00",)
    assert send_times(datetime(2026, 3, 2).date(), 2, "09:00", "11:30") == [
        "2026-03-02T09:00", "2026-03-02T11:00", "2026-03-03T09:00", "2026-03-03T11:00"]
    assert send_times(datetime(2026, 3, 2).date(), 1, "11:00", "09:00") == []


def test_the_cost_of_an_hour_is_weighted_by_the_work_of_its_channel() -> None:
    work = pd.DataFrame({"channel": ["phone", "x", "sms"],
                         "handle_seconds": [3000.0, 1000.0, -5.0]})
    costs = pd.DataFrame({"channel": ["x", "phone", "letter"], "cost_per_hour": [20.0, 40.0, 99.0]})
    # (40 x 3,000 + 20 x 1,000) / 4,000; nobody works on letters.
    assert _cost(work, costs) == 35.0
    assert _cost(work, costs.tail(1)) == 0.0
    assert _cost(work.head(0), costs) == _cost(work, costs.head(0)) == 0.0
    only = costs.head(1).assign(channel="sms")
    assert _cost(work, only) == 20.0, "work below nothing counts as hardly any"


@pytest.mark.parametrize(("values", "digits"), [
    ([1.0, 2.0, None], "localized"), ([0.5, 2.0], "%.1f"), ([0.25, 2.0], "%.2f"),
    ([None, None], "%.1f"), ([float("inf"), 3.0], "localized")])
def test_a_table_shows_no_more_digits_than_there_are(values: list[float | None], digits: str
                                                     ) -> None:
    for kind in ("float64", "Float64"):
        assert _digits("wait", pd.Series(values, dtype=kind)) == digits
    assert _digits("share_pct", pd.Series(values, dtype="float64")) == "%.1f"
