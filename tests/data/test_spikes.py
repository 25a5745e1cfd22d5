"""Spikes from the lake to the alarm: counts, what repeats, reasons, and what the demo has planted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.spike_reasons import contributions, leading, words_behind
from analysis.spikes import detect, incidents
from bench.spikes import planted_as, windows_of
from data import lake, metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.ingest import load_file
from data.metrics.buckets import clock_hours
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
DAY = date(2026, 3, 2)


def warehouse(home: Home, interactions: list[dict[str, Any]], **tables: Any) -> Warehouse:
    put(home, interactions=interactions, **tables)
    build(home)
    return Warehouse(home)


def counted(frame: pd.DataFrame, series: str) -> dict[str, int]:
    mine = frame[(frame["series"] == series) & (frame["y"] > 0)]
    return {f"{row.ds:%d %H}": int(row.y) for row in mine.itertuples(index=False)}  # type: ignore


def test_counts_by_hand(small_home: Home) -> None:
    frame = metrics.spike_counts(Warehouse(small_home), MARCH)
    assert counted(frame, "all") == {"02 09": 1, "03 10": 1, "04 12": 1, "05 08": 1, "06 20": 1,
                                     "10 14": 1, "31 23": 1}
    assert counted(frame, "social") == {"04 12": 1, "05 08": 1, "06 20": 1}
    assert counted(frame, "channel:phone") == {"02 09": 1, "31 23": 1}
    topics = frame[frame["series"].str.startswith("topic:")]
    assert topics["y"].sum() == 6, "the chat without a text has no topic"
    whole = frame[frame["series"] == "all"]
    # From the first contact's hour to the end of the period, without a gap.
    assert whole["ds"].iloc[0] == pd.Timestamp("2026-03-02 09:00")
    assert whole["ds"].diff().dropna().eq(pd.Timedelta(hours=1)).all()
    assert whole["ds"].iloc[-1] == pd.Timestamp("2026-03-31 23:00")
    assert (whole["hours"] == 1).all()


def test_history_before_the_period_is_there_and_filters_narrow_it(small_home: Home) -> None:
    db = Warehouse(small_home)
    april = metrics.spike_counts(db, Filters(date(2026, 4, 1), date(2026, 4, 2)))
    assert april.loc[april["series"] == "all", "y"].sum() == 8
    # The last contact came exactly at midnight: a rounded time, so its hour is whole.
    assert april.loc[april["series"] == "all", "hours"].iloc[-1] == 1
    late = Filters(date(2026, 5, 15), date(2026, 5, 16))
    assert metrics.spike_counts(db, late)["ds"].min() == pd.Timestamp("2026-03-06 00:00")
    for chosen, left in (({"channels": ("phone",)}, 2), ({"regions": ("south",)}, 1),
                         ({"segments": ("consumer",)}, 4), ({"purposes": ("unknown",)}, 1)):
        frame = metrics.spike_counts(db, replace(MARCH, **chosen))
        assert frame.loc[frame["series"] == "all", "y"].sum() == left, chosen
    seen = metrics.spike_counts(db, MARCH, Viewer(regions=("south",)))
    assert seen.loc[seen["series"] == "all", "y"].sum() == 1


def test_holidays_and_the_ends_of_the_data_are_told(home: Home) -> None:
    save_settings(home, Settings(holidays=(date(2026, 3, 4),)))
    db = warehouse(home, [say(1, "x", "2026-03-02 09:15", handle="@a"),
                          say(2, "x", "2026-03-12 17:30", handle="@a")])
    whole = metrics.spike_counts(db, MARCH)
    whole = whole[whole["series"] == "all"].set_index("ds")
    assert whole["hours"].iloc[0] == pd.Timedelta(minutes=45) / pd.Timedelta(hours=1)
    assert whole["hours"].iloc[-1] == 0.5
    assert set(whole.index[~whole["usual"]].normalize()) == {pd.Timestamp("2026-03-04")}
    # Saturday and Sunday are closed every week: they are as usual.
    assert whole["usual"].sum() == len(whole) - 24


def test_hours_of_days_on_which_the_clock_is_changed() -> None:
    def lasting(day: str, zone: str) -> list[float]:
        ds = pd.Series(pd.date_range(day, periods=24, freq="h"))
        return clock_hours(ds, zone).tolist()

    usual = [1.0] * 24
    assert lasting("2026-06-01", "America/Chicago") == usual
    assert lasting("2025-11-02", "America/Chicago") == [1.0, 2.0, *usual[2:]]
    assert lasting("2026-03-08", "America/Chicago") == [1.0, 1.0, 0.0, *usual[3:]]
    assert lasting("2026-10-25", "Europe/Berlin")[2] == 2
    assert lasting("2026-04-05", "Australia/Lord_Howe")[1] == 1.5
    assert lasting("2026-03-08", "UTC") == usual


def test_contacts_of_a_double_hour_are_no_spike(home: Home) -> None:
    """Eight weeks of ten posts an hour, over the end of summer time and its beginning."""
    save_settings(home, Settings(timezone="America/Chicago"))
    start, rows = datetime(2025, 9, 1, 5), []
    for at in range(0, 10 * 7 * 24 * 60, 6):
        moment = start + timedelta(minutes=at)
        rows.append({**say(at, "x", "2026-01-01 00:00", handle=f"@{at % 50}"),
                     "published_at": moment})
    db = warehouse(home, rows)
    frame = metrics.spike_counts(db, Filters(date(2025, 11, 1), date(2025, 11, 5)))
    double = frame[(frame["series"] == "all") & (frame["ds"] == "2025-11-02 01:00")]
    assert double[["y", "hours"]].values.tolist() == [[20, 2.0]]
    assert detect(frame).empty


def test_posts_that_open_like_anothers(home: Home) -> None:
    opening = "Best internet provider ever, super fast and friendly"
    db = warehouse(home, [
        say(1, "x", "2026-03-02 09:00", handle="@a", text=f"{opening}, everyone should switch"),
        say(2, "x", "2026-03-03 09:00", handle="@b", text=f"@firm {opening.upper()} - now!"),
        say(3, "x", "2026-03-04 09:00", handle="@b", text=f"{opening}! Really."),
        say(4, "x", "2026-03-05 09:00", handle="@c", text="Best internet provider ever"),
        say(5, "x", "2026-03-20 09:00", handle="@d", text=f"{opening} indeed"),
        say(6, "email", "2026-03-03 10:00", customer="c1", text=f"{opening}, so I stay")])
    found = db.query("select r.opening, i.interaction_id from post_repeats as r "
                     "join interactions as i using (row_id)", {}, name="repeats")
    # 3 is by the same account as the one before it, 4 is too short, 5 comes too late, 6 is no post.
    assert found["interaction_id"].tolist() == ["2"]
    assert found["opening"].tolist() == ["best internet provider ever super fast and friendly"]
    assert counted(metrics.spike_counts(db, MARCH), "repeated") == {"03 09": 1}


def reasons(db: Warehouse, **more: Any) -> pd.DataFrame:
    asked = {"start": datetime(2026, 3, 2), "end": datetime(2026, 3, 7), "offsets": [], **more}
    who = asked.pop("viewer", Viewer())
    frame = metrics.spike_reasons(db, asked.pop("filters", MARCH), who, **asked)
    return frame.set_index(["dimension", "category"])


def test_reasons_by_hand(small_home: Home) -> None:
    db = Warehouse(small_home)
    frame = reasons(db)
    assert frame.loc["channel", "observed"].to_dict() == {"x": 2, "email": 1, "facebook": 1,
                                                          "phone": 1}
    assert frame.loc["total", "observed"].to_dict() == {"contacts": 5, "contacts with a text": 5,
                                                        "authors": 4}
    assert frame.loc[("author", "@stranger"), "observed"] == 1
    assert (frame["referenced"] == 0).all()
    later = reasons(db, start=datetime(2026, 3, 10), end=datetime(2026, 3, 12), offsets=[4, 5, 8])
    # Ten March less 4, 5 and 8 days: 6 and 7, 5 and 6, 2 and 3 March.
    assert later.loc[("total", "contacts"), ["observed", "referenced"]].tolist() == [1, 5]
    assert later.loc[("channel", "facebook"), "referenced"] == 2
    assert reasons(db, filters=replace(MARCH, channels=("x",))).loc[
        ("total", "contacts"), "observed"] == 2
    assert reasons(db, viewer=Viewer(regions=("south",))).loc[
        ("total", "contacts"), "observed"] == 1
    assert reasons(db, scope="social").loc[("total", "contacts"), "observed"] == 3
    assert reasons(db, scope="channel:x").loc[("total", "contacts"), "observed"] == 2
    with pytest.raises(ValueError, match="days before it"):
        reasons(db, offsets=[7, 0])


def test_words_come_from_masked_texts_and_campaigns_have_names(home: Home) -> None:
    db = warehouse(home, [
        say(n, "x", "2026-03-02 09:00", handle=f"@{n}", campaign_id="k",
            text="The outage! Write to ann.smith@mail.example about #outage") for n in range(6)],
        campaigns=[{"campaign_id": "k", "name": "Spring", "sent_at": datetime(2026, 3, 1)}])
    frame = reasons(db)
    words = set(frame.loc["word"].index)
    assert {"outage", "write", "about"} <= words
    assert not {"smith", "ann", "example"} & words
    assert frame.loc[("campaign", "Spring"), "observed"] == 6


def test_work_per_contact_counts_all_that_came_in(home: Home) -> None:
    db = warehouse(home, [
        say(1, "x", "2026-03-02 09:00", handle="@a"), say(2, "x", "2026-03-02 10:00", handle="@b"),
        {**say(3, "x", "2026-03-02 11:00", in_reply_to="1", handle_seconds=300.0),
         "direction": "outbound"},
        say(4, "phone", "2026-03-02 09:00", customer="c", handle_seconds=120.0),
        say(5, "email", "2026-03-02 09:00", customer="c")])
    work = metrics.handle_times(db, MARCH).set_index("channel")
    assert work["seconds_per_contact"].to_dict() == pytest.approx(
        {"x": 150.0, "phone": 120.0, "email": float("nan")}, nan_ok=True)
    assert work["target_minutes"].to_dict() == {"x": 60.0, "phone": 5.0, "email": 1440.0}


def test_a_mark_may_last_from_one_hour_to_another(small_home: Home) -> None:
    db = Warehouse(small_home)
    mark = {"bucket": "2026-03-04T12:00:00", "until": "2026-03-06T20:00:00"}
    frame = metrics.rows_behind(db, MARCH, mark=mark)
    assert set(frame["interaction_id"]) == {"3", "6"}
    intent = str(frame["intent"].iloc[0])
    same = metrics.rows_behind(db, MARCH, mark={**mark, "intent": intent})
    assert set(same["interaction_id"]) == set(
        frame.loc[frame["intent"] == intent, "interaction_id"])


def test_the_demos_planted_spikes_are_found(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    options = metrics.options(db)
    assert options.first_day is not None
    assert options.last_day is not None
    year = Filters(options.first_day, options.last_day + timedelta(days=1))
    planted = windows_of(demo_home.path / "truth.json", metrics.marked_events(db, year))
    counts = metrics.spike_counts(db, year)
    found = incidents(detect(counts, since=year.start))
    kinds = [planted_as(row, planted) for row in found.itertuples(index=False)]
    assert {"outage", "mailing", "praise"} <= set(kinds)
    assert kinds.count("nothing") <= 12, "at most one false alarm a month is allowed"
    assert kinds.count("nothing") <= 2, "and far fewer are expected"
    outage = found.iloc[kinds.index("outage")]
    told = json.loads((demo_home.path / "truth.json").read_text(encoding="utf-8"))["outage"]
    assert (outage["series"], outage["severity"]) == ("all", "severe")
    # More than was planted comes, for who waits writes again.
    assert 1 <= outage["excess"] / sum(told["extra"].values()) < 1.6
    praise = found.iloc[kinds.index("praise")]
    assert "repeated" in (praise["series"], *praise["also"])
    frame = metrics.spike_reasons(db, year, start=outage["start"].to_pydatetime(),
                                  end=outage["end"].to_pydatetime(),
                                  offsets=[7 * week for week in range(1, 9)])
    first = {row.dimension: row.category
             for row in leading(contributions(frame, references=8), most=9)}
    assert (first["topic"], first["region"]) == ("outage", told["region"])
    assert "outage" in words_behind(frame, references=8)["category"].tolist()


def test_22_and_23_february_are_found_by_the_way_of_the_data(
    home: Home, shared_datasets: Path
) -> None:
    load_file(home, shared_datasets / "airline_posts.csv",
              mapping=Path(lake.__file__).parent / "sources" / "airline_posts.toml")
    save_settings(home, Settings(timezone="America/New_York"))
    build(home)
    week = Filters(date(2015, 2, 17), date(2015, 2, 25))
    found = incidents(detect(metrics.spike_counts(Warehouse(home), week), since=week.start))
    first: Any = found.iloc[0]
    assert len(found) == 1
    assert first["start"].date() == date(2015, 2, 22)
    assert first["end"] >= pd.Timestamp("2015-02-23 19:00")
    assert first["basis"] != "weekday", "there are no weeks before it"
