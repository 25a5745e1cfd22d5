"""The mart of own posts and its metrics: counted by hand, by a naive twin, and on the demo."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.demo import demo_company, own_risks
from data.demo.own_risks import FIRST_ID
from data.filters import Filters, Viewer
from data.home import Home
from data.metrics.own_posts import KINDS, SAID, flagged_values
from data.settings import Event, Settings, load_settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
PERSONAL = Viewer(sees_personal=True)


def post(number: int, at: str, text: str | None, **more: Any) -> dict[str, Any]:
    """A post of ours on X."""
    return {**say(number, "x", at, handle="brand", text=text, agent_id="a1", department="care"),
            "direction": "outbound", **more}


# Opening hours are 8 to 18 on weekdays, UTC; 2 March 2026 is a Monday, the 7th a Saturday.
POSTS = [
    say(1, "x", "2026-03-02 09:00", handle="@ada", text="My router is broken"),
    post(2, "2026-03-02 10:00", "We'll refund you by Friday. Damn!", in_reply_to="1"),
    post(3, "2026-03-02 18:00", "Good evening"),
    post(4, "2026-03-02 17:59:59", "Still here"),
    post(5, "2026-03-07 12:00", "Saturday shift says hi", in_reply_to="1"),
    post(6, "2026-03-03 03:00", "We have got your message.", automated=True, agent_id=None),
    post(7, "2026-03-04 12:00", "Flash sale today: 20% off!", department=None),
    post(8, "2026-03-05 12:00", "Treat yourself, 20% off!"),
    post(9, "2026-03-06 12:00", "Treat yourself, 30% off!"),
    post(10, "2026-03-04 12:05", "Sure, 20% off also for you", in_reply_to="1"),
    post(11, "2026-03-09 12:00", "Ruth, your number is 312-555-0182, your mail ruth@mail.example"),
    post(12, "2026-03-10 12:00", None),
    post(13, "2026-03-11 12:00", "<script>alert(1)</script> sh1t [x](javascript:alert(1)) $x$"),
    {**post(14, "2026-03-11 12:00", "We'll refund you by Friday"), "channel": "email"},
    post(15, "2026-03-12 12:00", "We have got your message.", automated=True, agent_id=None),
]


def company(home: Home) -> Home:
    save_settings(home, Settings(company="Tess", sensitive_events=(
        Event("Flood <b>", date(2026, 3, 4)),)))
    put(home, interactions=POSTS, agents=[{"agent_id": "a1", "name": "Gil"}],
        customers=[{"customer_id": "c1", "region": "north", "segment": "consumer"}],
        handles=[{"handle": "@ada", "network": "x", "customer_id": "c1"}])
    build(home)
    return home


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(company(Home(tmp_path_factory.mktemp("own"))))


def ids(db: Warehouse, column: str) -> dict[str, int]:
    """Interaction → severity of a kind of flag, where there is one."""
    return dict(db.cursor().execute(
        f"select interaction_id, {column} from own_posts where {column} > 0").fetchall())


def test_each_kind_is_found_where_it_is_and_nowhere_else(db: Warehouse) -> None:
    assert ids(db, "profanity") == {"2": 1, "13": 2}
    assert ids(db, "promise") == {"2": 3}
    assert ids(db, "personal") == {"11": 3}
    # On the sad day and the day after it, and only where nobody is answered.
    assert ids(db, "sensitive") == {"7": 3, "8": 3}
    # A quarter past closing is late, closing time itself is; machines may write at night.
    assert ids(db, "off_hours") == {"3": 2, "5": 1}
    assert ids(db, "said") == {"2": 3, "7": 3, "8": 3, "11": 3, "13": 2}


def test_only_outgoing_social_posts_are_rows_and_replies_have_their_conversations_groups(
    db: Warehouse
) -> None:
    rows = db.cursor().execute("select * from own_posts").df().set_index("interaction_id")
    assert set(rows.index) == {str(n) for n in range(2, 16) if n != 14}
    assert rows.loc["2", ["is_reply", "region", "segment", "purpose"]].tolist() == [
        True, "north", "consumer", "service"]
    assert rows.loc["3", ["is_reply", "region", "purpose"]].tolist() == [
        False, "unknown", "unknown"]


def test_off_hours_are_those_of_a_naive_twin(demo_home: Home) -> None:
    told = load_settings(demo_home)
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    rows = Warehouse(demo_home).cursor().execute(
        "select local_at, automated, off_hours, is_reply from own_posts").df()
    for row in rows.itertuples(index=False):
        hours = told.business_hours.get(names[row.local_at.weekday()])
        if row.local_at.date() in told.holidays:
            hours = None
        at: time = row.local_at.time()
        late = not row.automated and (hours is None or not hours[0] <= at < hours[1])
        assert row.off_hours == (0 if not late else 1 if row.is_reply else 2)


def test_flags_are_counted_over_their_bases(db: Warehouse) -> None:
    frame = metrics.own_post_flags(db, MARCH).set_index("kind")
    assert frame.loc["said", ["posts", "flagged", "high"]].tolist() == [13, 5, 4]
    assert frame.loc["off_hours", ["posts", "flagged"]].tolist() == [11, 2], "machines are left out"
    assert frame["flagged"].to_dict() == {"said": 5, "profanity": 2, "sensitive": 2, "promise": 1,
                                          "personal": 1, "off_hours": 2}
    series = metrics.own_posts_over_time(db, MARCH)
    assert series[["posts", *KINDS, "said"]].sum().to_dict() == {
        "posts": 13, **{kind: frame.loc[kind, "flagged"] for kind in (*KINDS, "said")}}
    empty = metrics.own_post_flags(db, Filters(date(2020, 1, 1), date(2020, 2, 1)))
    assert empty.empty


def test_people_are_named_only_for_who_may_see_personal_data(db: Warehouse) -> None:
    frame = metrics.own_posts_by(db, MARCH)
    assert set(frame["dimension"]) == {"department"}
    assert frame.set_index("name")["posts"].to_dict() == {"care": 10, "automatic": 2, "unnamed": 1}
    named = metrics.own_posts_by(db, MARCH, PERSONAL)
    assert named[named["dimension"] == "agent"][["name", "posts", "said"]].values.tolist() == [
        ["Gil", 11, 5]]
    assert "Gil" not in metrics.own_posts_flagged(db, MARCH).to_csv()
    assert "Gil" in metrics.own_posts_flagged(db, MARCH, PERSONAL).to_csv()


def test_the_list_is_masked_and_its_words_give_nothing_away(db: Warehouse) -> None:
    hidden = metrics.own_posts_flagged(db, MARCH, kinds=("personal",))
    assert hidden["text"].tolist() == [
        "Ruth, your number is [phone number], your mail [e-mail]"]
    assert list(hidden["words"].iloc[0]) == ["[phone number]", "[e-mail]"]
    for secret in ("312-555", "ruth@mail"):
        assert secret not in hidden.to_csv()
        assert metrics.own_posts_flagged(db, MARCH, kinds=KINDS, search=secret).empty
    shown = metrics.own_posts_flagged(db, MARCH, PERSONAL, kinds=("personal",), search="312-555")
    assert "312-555-0182" in shown["text"].iloc[0]


def test_the_list_is_sorted_paged_and_told_what_is_marked(db: Warehouse) -> None:
    everything = metrics.own_posts_flagged(db, MARCH, kinds=KINDS)
    assert everything["interaction_id"].tolist() == ["11", "8", "7", "2", "13", "3", "5"]
    assert set(everything["total"]) == {7}
    page = metrics.own_posts_flagged(db, MARCH, kinds=KINDS, limit=2, skip=2)
    assert page["interaction_id"].tolist() == ["7", "2"]
    two = (("test", "7"), ("test", "2"))
    left = metrics.own_posts_flagged(db, MARCH, kinds=SAID, marked=two)
    assert left["interaction_id"].tolist() == ["11", "8", "13"]
    only = metrics.own_posts_flagged(db, MARCH, kinds=SAID, marked=two, only_marked=True)
    assert only["interaction_id"].tolist() == ["7", "2"]
    assert len(metrics.own_posts_flagged(db, MARCH, marked=two, marked_too=True)) == 5
    row = everything[everything["interaction_id"] == "7"].iloc[0]
    assert row["event"] == "Flood <b>"
    assert list(row["words"]) == ["Flash sale", "20% off"]
    with pytest.raises(ValueError, match="flagged for rudeness"):
        flagged_values(kinds=("rudeness",))


def test_a_viewer_of_some_customers_sees_the_replies_to_them(db: Warehouse) -> None:
    north, south = Viewer(regions=("north",)), Viewer(regions=("south",))
    assert metrics.own_posts_flagged(db, MARCH, north, kinds=KINDS)["interaction_id"].tolist() == [
        "2", "5"]
    assert metrics.own_posts_flagged(db, MARCH, south, kinds=KINDS).empty
    marked = (("test", "2"), ("test", "13"), ("test", "gone"))
    assert metrics.own_posts_marked(db, north, marked=marked)["interaction_id"].tolist() == ["2"]
    assert metrics.own_posts_marked(db, marked=marked)["interaction_id"].tolist() == ["2", "13"]


def test_the_statement_of_the_list_can_be_run_again(db: Warehouse) -> None:
    sql = metrics.sql_text("own_posts_flagged", MARCH, timezone="UTC",
                           **flagged_values(kinds=KINDS, marked=(("o'h", "1"),)))
    assert len(db.cursor().execute(sql).df()) == 7


def test_sad_days_span_their_event_and_a_day(home: Home) -> None:
    save_settings(home, Settings(sensitive_events=(
        Event("A", date(2026, 3, 2), date(2026, 3, 4)), Event("B", date(2026, 3, 4)))))
    put(home, interactions=[post(n, f"2026-03-{n:02d} 12:00", "20% off!") for n in range(1, 8)])
    build(home)
    rows = Warehouse(home).cursor().execute(
        "select interaction_id, event from own_posts where sensitive > 0 order by day").fetchall()
    assert rows == [("2", "A"), ("3", "A"), ("4", "A, B"), ("5", "B")]


def test_words_of_a_promise_hide_the_number_in_it(home: Home) -> None:
    put(home, interactions=[post(1, "2026-03-02 12:00",
                                 "We will call Ruth on 312-555-0182 and issue a refund.")])
    build(home)
    db = Warehouse(home)
    for viewer in (Viewer(), PERSONAL):
        words = list(metrics.own_posts_flagged(db, MARCH, viewer)["words"].iloc[0])
        assert "We will call Ruth on [phone number] and issue a refund" in words
    assert "312-555" not in str(db.cursor().execute("select words from own_flags").fetchall())


def test_without_a_post_of_ours_everything_is_empty(home: Home) -> None:
    put(home, interactions=[POSTS[0]])
    build(home)
    db = Warehouse(home)
    assert metrics.own_post_flags(db, MARCH).empty
    assert metrics.own_posts_flagged(db, MARCH).empty


def test_planting_changes_nothing_else_in_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> tuple[list[dict[str, Any]], dict[str, Any]]:
        company = demo_company(customers=500, months=3, seed=3)
        rows = [row for table in company.interactions for row in table.to_pylist()]
        return [row for row in rows if row["interaction_id"] < f"D{FIRST_ID}"], company.truth

    rows, truth = made()
    monkeypatch.setattr(own_risks, "PROFANITY", ())
    monkeypatch.setattr(own_risks, "PROMISE", own_risks.PROMISE[:1])
    fewer, other = made()
    assert rows == fewer
    assert {key for key in truth if truth[key] != other[key]} == {"counts", "own_posts"}


def test_what_the_demo_plants_is_found_with_few_false_alarms(demo_home: Home) -> None:
    told = json.loads(Path(demo_home.truth).read_text(encoding="utf-8"))["own_posts"]
    rows = Warehouse(demo_home).cursor().execute("select * from own_posts").df().set_index(
        "interaction_id")
    for kind in KINDS:
        found = set(rows.index[rows[kind] > 0])
        assert set(told[kind]) <= found, kind
        if kind in ("profanity", "personal"):
            assert found == set(told[kind]), kind
    event = told["event"]
    beyond = rows[(rows["sensitive"] > 0) & ~rows.index.isin(told["sensitive"])]
    days = pd.to_datetime(beyond["day"])
    last = datetime.fromisoformat(event["end"])  # the day after it counts too
    assert days.between(datetime.fromisoformat(event["start"]), last).all()
    assert len(beyond) <= 3
    money = rows.index[rows["promise"] == 3]
    assert set(money) <= set(told["promise"]), "the desk's own replies promise no money"
    assert (rows.loc[told["off_hours"], "off_hours"] == 2).all()
    assert (rows.loc[[one for kind in SAID for one in told[kind]], "off_hours"] == 0).all()
