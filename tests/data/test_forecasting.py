"""Forecasts in the warehouse: what they learn from, what they know, and what has none."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.forecasting import known_events
from data.holidays import country_of, public_holidays
from data.home import Home
from data.settings import Event, Settings, save_settings
from data.sqlfiles import sql_file
from data.warehouse import Warehouse
from tests.companies import put, say

BERLIN = ZoneInfo("Europe/Berlin")
MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
FORECASTS = ("channel_forecast", "channel_forecast_days", "forecast_history", "forecast_quality",
             "forecast_notes")


def calls(first: date, days: int, *, closed: tuple[date, ...] = ()) -> list[dict[str, Any]]:
    """Two calls in every half hour from 9 to 12 on weekdays, Berlin time; five on Mondays."""
    rows: list[dict[str, Any]] = []
    for at in range(days):
        day = first + timedelta(days=at)
        if day.weekday() > 4 or day in closed:
            continue
        for slot in range(18, 24):
            for turn in range(5 if day.weekday() == 0 else 2):
                local = datetime(day.year, day.month, day.day, slot // 2, slot % 2 * 30 + 3 * turn,
                                 tzinfo=BERLIN)
                rows.append(say(len(rows), "phone", str(local.astimezone(ZoneInfo("UTC")))[:16]))
    return rows


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("calls"))
    easter_monday = date(2026, 4, 6)
    save_settings(home, Settings(timezone="Europe/Berlin", holidays=(easter_monday,)))
    rows = calls(date(2026, 1, 7), 85)  # to Wednesday, 1 April
    rows += [say(90_000 + at, "chat", f"2026-03-{25 + at % 7} 10:00") for at in range(60)]
    rows += [say(91_000, "fax", "2026-01-09 10:00"), say(91_001, "x", "2026-04-01 20:10")]
    put(home, interactions=rows)
    build(home)
    return Warehouse(home)


def test_half_hours_are_local_and_counted(db: Warehouse) -> None:
    found = db.query("select * from contact_half_hours where channel = 'phone'", {}, name="t")
    assert set(found["contacts"]) == {2, 5}
    assert found["half_hour"].dt.strftime("%H:%M").unique().tolist() == [
        "09:00", "09:30", "10:00", "10:30", "11:00", "11:30"], "before and after 29 March"
    assert (found["half_hour"].dt.normalize() == found["day"]).all()


def test_the_history_has_zeros_from_the_first_contact_to_the_sources_last_moment(
    db: Warehouse,
) -> None:
    found = db.query(sql_file("forecast/history.sql"), {}, name="history")
    phone = found[found["channel"] == "phone"]
    assert phone["ds"].iloc[0] == pd.Timestamp("2026-01-07 09:00")
    assert phone["ds"].iloc[-1] == pd.Timestamp("2026-04-01 22:00"), "the post on X, Berlin time"
    assert phone["ds"].diff().dropna().unique().tolist() == [pd.Timedelta(minutes=30)]
    assert phone["y"].sum() == len(calls(date(2026, 1, 7), 85))


def test_a_channel_is_forecast_by_half_hours_and_days(db: Warehouse) -> None:
    hours = metrics.channel_forecast(db, MARCH)
    assert set(hours["channel"]) == {"phone"}
    assert hours["ds"].iloc[0] == pd.Timestamp("2026-04-01 22:30")
    assert hours["ds"].iloc[-1] == pd.Timestamp("2026-04-29 23:30")
    at = hours.set_index("ds")["mean"]
    assert at["2026-04-14 10:00"] == pytest.approx(2, rel=0.1)
    assert at["2026-04-20 10:00"] == pytest.approx(5, rel=0.1)
    assert at["2026-04-14 13:00"] == at["2026-04-18 10:00"] == 0
    days = metrics.channel_forecast_days(db, MARCH).set_index("day")
    assert [days.index[0], days.index[-1], len(days)] == [
        pd.Timestamp("2026-04-02"), pd.Timestamp("2026-04-29"), 28]
    summed = hours[hours["ds"] >= "2026-04-02"].resample("D", on="ds")["mean"].sum()
    assert days["mean"].to_numpy() == pytest.approx(summed.to_numpy(), rel=0.01)
    assert (days["lo_95"] <= days["lo_80"]).all()
    assert (days["lo_80"] <= days["mean"].round(6)).all()


def test_a_holiday_of_the_settings_is_closed_and_one_of_the_country_unless_calls_came(
    db: Warehouse,
) -> None:
    days = metrics.channel_forecast_days(db, MARCH).set_index("day")["mean"]
    assert days["2026-04-06"] == 0
    assert days["2026-04-07"] == pytest.approx(30, rel=0.15), "Tuesday takes on Monday's work"
    assert days["2026-04-03"] > 8, "on Good Friday nobody said that the company is closed"


def test_what_cannot_be_forecast_has_a_note(db: Warehouse) -> None:
    notes = metrics.forecast_notes(db, MARCH).set_index("channel")["reason"]
    assert notes.to_dict() == {
        "chat": "A forecast needs at least 21 days of history; there are 8.",
        "fax": "A forecast needs at least 50 contacts of history; there are 1.",
        "x": "A forecast needs at least 50 contacts of history; there are 1."}


def test_the_backtest_stands_beside_the_forecast(db: Warehouse) -> None:
    quality = metrics.forecast_quality(db, MARCH)
    assert set(quality["model"]) == {"forecast", "same time last week", "mean of last four weeks"}
    assert quality["origin"].unique().tolist() == [pd.Timestamp("2026-03-05")]
    ours = quality[quality["model"] == "forecast"].iloc[0]
    assert ours["mae"] < 0.3
    assert ours["coverage_95"] > 0.9


def test_the_weeks_before_are_told_with_zeros(db: Warehouse) -> None:
    before = metrics.forecast_history(db, MARCH)
    phone = before[before["channel"] == "phone"].set_index("day")["contacts"]
    assert [phone.index[0], phone.index[-1], len(phone)] == [
        pd.Timestamp("2026-02-05"), pd.Timestamp("2026-04-01"), 56]
    assert phone["2026-03-30"] == 30
    assert phone["2026-03-29"] == 0


def test_channels_narrow_it_and_a_limited_viewer_sees_nothing(db: Warehouse) -> None:
    limited = Viewer("north only", regions=("north",))
    for name in FORECASTS:
        metric = getattr(metrics, name)
        assert not metric(db, MARCH).empty, name
        assert metric(db, MARCH, limited).empty, name
        assert metric(db, MARCH, Viewer(segments=("a",))).empty, name
        only = metric(db, Filters(MARCH.start, MARCH.end, channels=("chat",)))
        assert set(only["channel"]) <= {"chat"}, name


def test_a_company_without_data_has_empty_tables(home: Home) -> None:
    put(home, customers=[{"customer_id": "c1"}])
    build(home)
    for name in FORECASTS:
        assert getattr(metrics, name)(Warehouse(home), MARCH).empty


def test_no_process_starts_for_channels_with_too_few_contacts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.forecasting._LEAST_FOR_PROCESSES", 1)
    started: list[object] = []
    real = ProcessPoolExecutor
    monkeypatch.setattr("data.forecasting.ProcessPoolExecutor",
                        lambda *given, **more: started.append(given) or real(*given, **more))
    put(home, interactions=[say(at, "fax", f"2026-01-{1 + at:02d} 10:00") for at in range(20)])
    build(home)
    assert started == []
    (note,) = metrics.forecast_notes(Warehouse(home), MARCH)["reason"]
    assert "there are 20" in note


def test_campaigns_and_the_contacts_to_learn_from(small_home: Home) -> None:
    db = Warehouse(small_home)
    sent = metrics.campaigns_sent(db, MARCH)
    assert sent.values.tolist() == [
        ["k1", "Spring <b>mail</b>", "email", pd.Timestamp("2026-03-05 09:00"), 16000]]
    contacts = metrics.campaign_contacts(db, MARCH)
    assert contacts["y"].sum() == 8, "conversations, not messages; April too"
    assert contacts["campaign_id"].isna().all()
    x = contacts[contacts["channel"] == "x"]["ds"].tolist()
    assert x == [pd.Timestamp("2026-03-04 12:00"), pd.Timestamp("2026-03-05 08:00")]
    for metric in (metrics.campaigns_sent, metrics.campaign_contacts):
        assert metric(db, MARCH, Viewer(regions=("north",))).empty


def test_what_is_known_beforehand(db: Warehouse) -> None:
    import duckdb

    made = duckdb.connect()
    made.execute("create table campaigns as select * from (values "
                 "(timestamp '2026-03-04 23:30', 1000), (timestamp '2026-03-10 09:00', 3000), "
                 "(timestamp '2026-03-20 09:00', 1000), (null, 5), (timestamp '2026-03-11', null)"
                 ") as t(sent_at, audience)")
    settings = Settings(timezone="Europe/Berlin", holidays=(date(2026, 3, 9),),
                        events=(Event("Fair", date(2026, 3, 16), date(2026, 3, 18)),
                                Event("New price list", date(2026, 3, 2))))
    found = known_events(made, settings, date(2026, 1, 1), date(2026, 4, 10))
    told = found.set_index(["name", "day"])
    assert told.loc[("Fair", pd.Timestamp("2026-03-17")), "kind"] == "Fair"
    assert ("Fair", pd.Timestamp("2026-03-18")) not in told.index, "the end is exclusive"
    assert "New price list" not in set(found["name"]), "it has no end: a change, no event"
    assert told.loc[("holiday", pd.Timestamp("2026-03-09")), "closed"]
    assert not told.loc[("Good Friday", pd.Timestamp("2026-04-03")), "closed"]
    first = found[found["name"] == "campaign, day 1"]
    assert first["day"].dt.strftime("%d").tolist() == ["05", "10", "20"], "in Berlin"
    assert first["size"].tolist() == [1, 3, 1]
    assert (found["name"] == "campaign, day 4").sum() == 3


@pytest.mark.parametrize(("zone", "country"), [
    ("Europe/Berlin", "DE"), ("America/Chicago", "US"), ("Asia/Tokyo", "JP"), ("UTC", None)])
def test_the_country_of_a_zone(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


def test_public_holidays_are_those_of_the_country() -> None:
    found = public_holidays("America/Chicago", 2026, 2026)
    assert found[date(2026, 11, 26)] == "Thanksgiving Day"
    assert {day.year for day in found} == {2026}
    assert date(2026, 10, 3) in public_holidays("Europe/Berlin", 2025, 2026)
    assert public_holidays("UTC", 2026, 2026) == {}


def test_the_demo_is_forecast_better_than_by_simple_rules(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    quality = metrics.forecast_quality(db, MARCH)
    channels = {"phone", "email", "chat", "sms", "store", "x", "facebook", "instagram"}
    noted = set(metrics.forecast_notes(db, MARCH)["channel"])
    assert set(quality["channel"]) | noted == channels
    pooled = quality.assign(total=quality["mae"] * quality["n"]).groupby("model")[
        ["total", "n"]].sum()
    mae = pooled["total"] / pooled["n"]
    assert mae["forecast"] < 0.9 * mae["same time last week"]
    assert mae["forecast"] < mae["mean of last four weeks"]
    ours = quality[quality["model"] == "forecast"]
    assert np.average(ours["coverage_95"], weights=ours["n"]) > 0.95
