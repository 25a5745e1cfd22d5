"""Themes in a warehouse whose messages can be counted by hand (see tests/troubled.py)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analysis.incidents import judged, stretches, with_tests
from analysis.verdict import ISOLATED, SYSTEMIC, USUAL, WATCH
from data import metrics
from data.build import build
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.metrics.incidents import EVER, Stretch, ever_values, stretch_values
from data.warehouse import Warehouse
from tests.companies import put, say
from tests.troubled import build_troubled

ALL = Filters(date(2026, 1, 1), date(2026, 5, 1))
NAMES = ("theme_days", "theme_facts", "theme_groups", "theme_over_time", "theme_authors",
         "theme_posts")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(build_troubled(Home(tmp_path_factory.mktemp("troubled"))))


def themes(db: Warehouse) -> pd.DataFrame:
    return db.cursor().execute("select * from themes order by theme_id").df()


def theme_of(db: Warehouse, word: str) -> int:
    """The theme whose messages hold a word, which must be one."""
    found = db.cursor().execute(
        "select distinct m.theme_id from theme_messages as m join interactions as i using (row_id) "
        "join themes as t using (theme_id) where contains(lower(i.text), $word) "
        "and t.intent is null", {"word": word}).fetchall()
    assert len(found) == 1, word
    return int(found[0][0])


def verdicts(db: Warehouse, filters: Filters = ALL, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """The whole way from the days to the verdicts, as the page goes it."""
    found = stretches(metrics.theme_days(db, filters, viewer), start=filters.start,
                      end=filters.end)
    rows: list[Any] = list(found.itertuples(index=False))
    chosen: list[Stretch] = [
        (row.theme_id, row.from_day.date(), row.until_day.date(), row.skip_from.date(),
         row.skip_until.date()) for row in rows]
    facts = metrics.theme_facts(db, filters, viewer, stretches=chosen)
    groups = metrics.theme_groups(db, filters, viewer, stretches=chosen)
    tests = int(facts["terms_tested"].max()) if len(facts) else 0
    return judged(with_tests(found, facts, tests=tests), groups)


def test_each_incident_is_one_theme(db: Warehouse) -> None:
    found = themes(db)
    phrases = found[found["intent"].isna()]
    assert len(phrases) == 4, phrases["label"].tolist()
    assert "paper invoice fee" in phrases["label"].tolist()
    counts = db.cursor().execute("select theme_id, count(*) from theme_messages group by 1"
                                 ).fetchall()
    of = dict(counts)
    assert [of[theme_of(db, word)] for word in ("paper", "hedge", "worst network", "banner")] == [
        40, 20, 15, 16]
    assert found["theme_id"].is_unique
    assert found["label"].is_unique


def test_the_verdicts_tell_them_apart(db: Warehouse) -> None:
    rows = verdicts(db).set_index("theme_id")
    paper, hedge, copied, banner = (
        rows.loc[theme_of(db, word)] for word in ("paper", "hedge", "worst network", "banner"))
    assert [one["verdict"] for one in (paper, hedge, copied, banner)] == [
        SYSTEMIC, ISOLATED, WATCH, WATCH]
    assert (paper["messages"], paper["authors"], paper["top_messages"]) == (40, 40, 1)
    assert (paper["channels_hit"], paper["segments_hit"]) == (4, 3)
    assert (hedge["messages"], hedge["authors"], hedge["top_share"]) == (20, 1, 1.0)
    assert "may be copied" in " ".join(copied["reasons"])
    assert "one channel only" in " ".join(banner["reasons"])
    assert set(rows.loc[rows["intent"].notna(), "verdict"]) == {USUAL}
    assert rows["verdict"].tolist()[:2] == [SYSTEMIC, ISOLATED], "ranked"


def test_facts_are_what_a_reader_would_count(db: Warehouse) -> None:
    """A naive twin: the rows themselves, counted in pandas."""
    rows = db.cursor().execute(
        "select day, channel, is_social, segment, text, sentiment, "
        "coalesce(customer_id, handle) as author "
        "from interactions where direction = 'inbound'").df()
    inside = rows[rows["text"].str.contains("paper invoice", na=False)
                  & (rows["day"] >= pd.Timestamp(2026, 3, 14))
                  & (rows["day"] < pd.Timestamp(2026, 3, 20))]
    theme = theme_of(db, "paper")
    stretch: list[Stretch] = [
        (theme, date(2026, 3, 14), date(2026, 3, 20), date(2026, 3, 10), date(2026, 3, 22))]
    (fact,) = metrics.theme_facts(db, ALL, stretches=stretch).to_dict("records")
    per_author = inside["author"].value_counts()
    assert fact["messages"] == fact["known"] == len(inside) > 10
    assert fact["authors"] == inside["author"].nunique()
    assert fact["top_messages"] == per_author.max()
    assert fact["squares"] == (per_author**2).sum()
    assert fact["social_messages"] == inside["is_social"].sum()
    assert fact["social_texts"] == inside.loc[inside["is_social"], "text"].nunique()
    assert fact["negative"] == (inside["sentiment"] == "negative").sum()
    groups = metrics.theme_groups(db, ALL, stretches=stretch)
    period = (rows["day"] >= pd.Timestamp(2026, 3, 14)) & (rows["day"] < pd.Timestamp(2026, 3, 20))
    for row in groups.to_dict("records"):
        if row["dimension"] == "region":
            continue
        mine = inside[inside[row["dimension"]] == row["category"]]
        base = rows[rows[row["dimension"]] == row["category"]]
        assert row["messages"] == len(mine)
        assert row["authors"] == mine["author"].nunique()
        assert row["base_messages"] == period[base.index].sum()
        other = base[(base["day"] < pd.Timestamp(2026, 3, 10))
                     | (base["day"] >= pd.Timestamp(2026, 3, 22))]
        assert row["outside_base"] == len(other)
        assert row["outside_messages"] == other["text"].str.contains(
            "paper invoice", na=False).sum()


def test_days_hold_all_the_data_whatever_the_period(db: Warehouse) -> None:
    days = metrics.theme_days(db, replace(ALL, start=date(2026, 4, 30)))
    every = days[days["theme_id"] == 0]
    assert (every["day"].min(), every["day"].max()) == (
        pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 4, 30))
    assert every["messages"].sum() == 120 * 4 + 20 + 40 + 15 + 16
    only = metrics.theme_days(db, replace(ALL, channels=("phone",)))
    assert only.loc[only["theme_id"] == theme_of(db, "paper"), "messages"].sum() == 10
    assert theme_of(db, "hedge") not in set(only["theme_id"])


def test_a_period_without_the_incident_says_so(db: Warehouse) -> None:
    rows = verdicts(db, replace(ALL, end=date(2026, 1, 20)))
    assert set(rows["verdict"]) == {USUAL}
    during = verdicts(db, Filters(date(2026, 3, 12), date(2026, 3, 20))).set_index("theme_id")
    assert during.loc[theme_of(db, "paper"), "verdict"] == SYSTEMIC
    assert verdicts(db, Filters(date(2027, 1, 1), date(2027, 2, 1))).empty


def test_one_theme_closer(db: Warehouse) -> None:
    paper, hedge = theme_of(db, "paper"), theme_of(db, "hedge")
    time = metrics.theme_over_time(db, ALL, theme_id=paper)
    assert time[["social", "traditional"]].sum().tolist() == [10, 30]
    assert time["all_messages"].sum() == 571
    stretch = {"from_day": date(2026, 1, 1), "until_day": date(2026, 5, 1)}
    (author,) = metrics.theme_authors(db, ALL, theme_id=hedge, **stretch).to_dict("records")
    assert (author["handle"], author["messages"], author["known"], author["authors"]) == (
        "@lone", 20, 20, 1)
    top = metrics.theme_authors(db, ALL, theme_id=paper, limit=5, **stretch)
    assert len(top) == 5
    assert set(top["known"]) == {40}
    posts = metrics.theme_posts(db, ALL, theme_id=paper, limit=6, **stretch)
    assert posts["channel"].nunique() == 4, "as many channels as there are"
    assert len(posts) == 6
    assert not posts.duplicated(["channel", "text"]).any()


@pytest.mark.parametrize("name", NAMES)
def test_a_viewer_sees_only_the_rows_allowed(db: Warehouse, name: str) -> None:
    metric = getattr(metrics, name)
    stretch = {"from_day": date(2026, 1, 1), "until_day": date(2026, 5, 1)}
    choice: dict[str, Any] = {
        "theme_days": {},
        "theme_over_time": {"theme_id": theme_of(db, "paper")},
    }.get(name, {"theme_id": theme_of(db, "paper"), **stretch})
    if name in ("theme_facts", "theme_groups"):
        choice = {"stretches": [(theme, *stretch.values(), *stretch.values())
                                for theme in range(1, 12)]}
    seen = metric(db, ALL, Viewer(regions=("south",)), **choice)
    assert len(seen)
    pd.testing.assert_frame_equal(seen, metric(db, replace(ALL, regions=("south",)), **choice))
    nobody = metric(db, ALL, Viewer(segments=("nobody's",)), **choice)
    assert nobody.empty


def test_a_viewer_of_one_region_gets_verdicts_on_what_is_theirs(db: Warehouse) -> None:
    rows = verdicts(db, viewer=Viewer(regions=("south",)))
    assert theme_of(db, "hedge") not in set(rows["theme_id"]), "nobody's handle is in no region"
    assert rows["messages"].max() < 571


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_on_a_card_can_be_run_again(db: Warehouse, name: str) -> None:
    theme = theme_of(db, "paper")
    stretch = {"theme_id": theme, "from_day": date(2026, 3, 1), "until_day": date(2026, 4, 1)}
    chosen: list[Stretch] = [
        (theme, date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 1), date(2026, 5, 1))]
    choice: dict[str, Any]
    values: dict[str, Any]
    choice, values = {
        "theme_days": ({}, ever_values()),
        "theme_over_time": ({"theme_id": theme}, {"theme_id": theme}),
        "theme_authors": (stretch, {**ever_values(), **stretch, "limit": 10}),
        "theme_posts": (stretch, {**ever_values(), **stretch, "limit": 6}),
    }.get(name, ({"stretches": chosen}, stretch_values(chosen)))
    got = db.cursor().execute(metrics.sql_text(name, ALL, **values)).df()
    frame = getattr(metrics, name)(db, ALL, **choice)
    pd.testing.assert_frame_equal(got, frame[list(got.columns)])


def test_personal_data_and_handles_are_no_words(home: Home) -> None:
    put(home, interactions=[
        say(k, "x", f"2026-03-{1 + k % 2:02d} 10:00", handle=f"@h{k}",
            text=f"@{'bob'} call 415-555-26{k:02d} or mail bob@mail.example, broken router")
        for k in range(12)] + [
        say(100 + k, "phone", f"2026-0{3 + k // 25}-{1 + k % 25:02d} 10:00", text="A note")
        for k in range(50)])
    build(home)
    db = Warehouse(home)
    words = " ".join(" ".join(one) for one in themes(db)["phrases"])
    assert "router" in words
    for hidden in ("bob", "415", "mail example", "phone number"):
        assert hidden not in words


def test_nothing_to_read_is_no_failure(home: Home) -> None:
    put(home, interactions=[say(1, "phone", "2026-03-02 10:00", customer="c1")])
    build(home)
    db = Warehouse(home)
    assert themes(db)["intent"].notna().all()
    assert verdicts(db).empty
    put(home, interactions=[say(2, "x", "2026-03-02 10:00", text="$$$ ### 123 :)", handle="@a")])
    build(home)
    assert verdicts(Warehouse(home)).empty


def test_messages_without_an_author_are_counted_and_not_judged(home: Home) -> None:
    put(home, interactions=[
        say(k, "chat", f"2026-03-{1 + k % 28:02d} 10:00", text="The router is broken")
        for k in range(56)] + [
        say(100 + k, "chat", "2026-03-20 10:00", text="Awful paper invoice fee charged")
        for k in range(20)])
    build(home)
    rows = verdicts(Warehouse(home), Filters(date(2026, 3, 1), date(2026, 4, 1)))
    paper = rows[rows["label"].str.contains("paper")].iloc[0]
    assert (paper["messages"], paper["known"], paper["authors"]) == (20, 0, 0)
    assert paper["verdict"] == "too few"


def test_a_theme_that_one_author_keeps_up_is_isolated_without_any_rise(home: Home) -> None:
    put(home, interactions=[
        say(k, "x", f"2026-0{1 + k // 28}-{1 + k % 28:02d} 10:00", handle=f"@h{k % 40}",
            text="The parcel is late") for k in range(112)] + [
        say(200 + k, "x", f"2026-0{1 + k // 14}-{1 + 2 * (k % 14):02d} 12:00", handle="@steady",
            text="My awful squirrel problem") for k in range(56)])
    build(home)
    rows = verdicts(Warehouse(home), Filters(date(2026, 1, 1), date(2026, 5, 1)))
    mine = rows[rows["verdict"] == ISOLATED]
    assert mine["label"].str.contains("squirrel").tolist() == [True]
    assert (mine.iloc[0]["messages"], mine.iloc[0]["q_rise"]) == (56, 1.0)


@pytest.fixture(scope="module")
def demo(demo_home: Home) -> tuple[Warehouse, dict[str, Any], pd.DataFrame]:
    truth = dict(json.loads(demo_home.truth.read_text(encoding="utf-8")))
    db = Warehouse(demo_home)
    return db, truth, verdicts(db, Filters(date(2025, 11, 1), date(2026, 11, 1)))


def test_the_demos_lone_customer_and_its_faulty_fee_are_told_apart(
    demo: tuple[Warehouse, dict[str, Any], pd.DataFrame]
) -> None:
    db, truth, rows = demo
    by_label = rows.set_index("label")
    lone, fault = truth["lone_customer"], truth["policy_fault"]
    hedge, paper = by_label.loc[lone["words"]], by_label.loc[fault["theme"]]
    assert hedge["verdict"] == ISOLATED
    assert paper["verdict"] == SYSTEMIC
    assert hedge["top_messages"] / lone["posts"] > 0.95
    assert paper["channels_hit"] == len(fault["channels"])
    for told, row in ((lone, hedge), (fault, paper)):  # the stretch is where it was planted
        start, end = pd.Timestamp(told["start"]), pd.Timestamp(told["end"])
        overlap = (min(end, row["until_day"]) - max(start, row["from_day"])).days
        assert overlap / (row["until_day"] - row["from_day"]).days > 0.9
        assert overlap / (end - start).days > 0.9
    author = metrics.theme_authors(
        db, Filters(*EVER), theme_id=int(hedge["theme_id"]), from_day=hedge["from_day"].date(),
        until_day=hedge["until_day"].date()).iloc[0]
    assert author["handle"].lstrip("@") == lone["handle"]


def test_of_the_demos_everyday_matters_none_stands_out(
    demo: tuple[Warehouse, dict[str, Any], pd.DataFrame]
) -> None:
    """The outage and the mailing that service was not told of are incidents, too; nothing else."""
    _, _, rows = demo
    found = rows[rows["verdict"].isin([SYSTEMIC, ISOLATED, WATCH])]
    assert set(found["label"]) == {"hedge", "paper invoice fee", "outage", "plan change mail"}
    assert (rows.loc[rows["intent"].notna(), "verdict"] == USUAL).all()
