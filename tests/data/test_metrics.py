"""Every metric on a small company whose numbers can be counted by hand (see companies.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.metrics.buckets import bucket_end
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
ALL = [name for name in metrics.__all__
       if name not in (
           "Options", "options", "definition", "sql_text",
           # These take a mark, a message or a customer besides; they have tests of their own.
           "rows_behind", "similar_posts", "conversation_thread", "customer_facts",
           "customer_handles", "customer_search", "customer_surveys", "customer_timeline",
           "spike_reasons",
           # Against all the data, or about one theme: see test_themes.py.
           "theme_authors", "theme_days", "theme_facts", "theme_groups", "theme_over_time",
           "theme_posts",
           # About accounts of all time, whatever the filters: see test_linking.py.
           "link_check", "link_review", "link_status", "customers_of_both",
           # About marked posts, whatever the filters: see test_own_posts.py.
           "own_posts_marked",
           # These take posts, a draw or a topic besides: see test_seen_rows.py, test_audit.py,
           # test_topics.py.
           "audit_posts", "audit_sample", "topic_examples", "topics_over_time",
           # These take rules besides: see test_routing_metrics.py.
           "routing_examples", "routing_items", "routing_matches", "routing_read")]


@pytest.fixture(scope="module")
def db(small_home: Home) -> Warehouse:
    return Warehouse(small_home)


def test_channel_share_counts_customers_once_per_channel(db: Warehouse) -> None:
    frame = metrics.channel_share(db, MARCH).set_index("channel")
    # c1 called, chatted and posted (@ada is hers); c2 mailed; c3 called. The call at midnight of
    # 1 April is outside the half-open period.
    assert frame["customers"].to_dict() == {"phone": 2, "x": 1, "chat": 1, "email": 1,
                                            "facebook": 0}
    assert set(frame["active_customers"]) == {3}
    assert set(frame["all_customers"]) == {4}
    assert frame["interactions"].to_dict() == {"phone": 2, "x": 2, "chat": 1, "email": 1,
                                               "facebook": 1}
    assert set(frame["all_interactions"]) == {7}
    assert frame["is_social"].to_dict() == {"phone": False, "x": True, "chat": False,
                                            "email": False, "facebook": True}


def test_the_end_of_the_period_is_outside(db: Warehouse) -> None:
    april = Filters(date(2026, 4, 1), date(2026, 5, 1))
    assert metrics.channel_share(db, april)["customers"].tolist() == [1]
    assert metrics.channel_share(db, replace(MARCH, end=date(2026, 4, 2))).set_index("channel")[
        "interactions"]["phone"] == 3


def test_the_base_of_a_share_ignores_channel_and_purpose(db: Warehouse) -> None:
    only_x = metrics.channel_share(db, replace(MARCH, channels=("x",), purposes=("service",)))
    assert only_x[["channel", "customers", "active_customers"]].values.tolist() == [["x", 1, 3]]
    assert set(only_x["all_interactions"]) == {7}, "nor does the base of the contact mix"
    consumers = metrics.channel_share(db, replace(MARCH, segments=("consumer",)))
    assert set(consumers["active_customers"]) == {2}


def test_social_share_is_one_row_even_when_nothing_matches(db: Warehouse) -> None:
    assert metrics.social_share(db, MARCH).values.tolist() == [[1, 3, 4]]
    empty = Filters(date(2020, 1, 1), date(2020, 2, 1))
    assert metrics.social_share(db, empty).values.tolist() == [[0, 0, 4]]


def test_overlap_and_combinations(db: Warehouse) -> None:
    pairs = metrics.channel_overlap(db, MARCH).set_index(["channel_a", "channel_b"])
    assert pairs.loc[("phone", "x"), "customers_both"] == 1
    assert pairs.loc[("phone", "phone"), "customers_both"] == 2
    assert pairs.loc[("email", "x"), "customers_both"] == 0
    sets = metrics.channel_combinations(db, MARCH).set_index("combination")["customers"]
    assert sets.to_dict() == {"chat + phone + x": 1, "email": 1, "phone": 1}


def test_match_rate_counts_handles(db: Warehouse) -> None:
    assert metrics.match_rate(db, MARCH).values.tolist() == [["x", 2, 1], ["facebook", 1, 0]]


def test_volume_counts_zero_where_nothing_was_posted(db: Warehouse) -> None:
    frame = metrics.social_volume(db, MARCH)
    x = frame[frame["channel"] == "x"].set_index("bucket")
    assert x.loc["2026-03-04", "inbound"] == 1
    assert x.loc["2026-03-04", "outbound"] == 2
    assert x.loc["2026-03-02", "inbound"] == 0
    assert frame["inbound"].sum() == 3


def test_volume_goes_on_with_zeros_to_the_last_day_of_data_and_no_further(db: Warehouse) -> None:
    buckets = metrics.social_volume(db, MARCH)["bucket"]
    assert buckets.max() == pd.Timestamp("2026-03-31"), "the last post was on 6 March"
    spring = replace(MARCH, end=date(2026, 4, 20))
    assert metrics.social_volume(db, spring)["bucket"].max() == pd.Timestamp("2026-04-01")


def test_hours_of_a_week_have_their_number_of_days(db: Warehouse) -> None:
    frame = metrics.volume_by_hour(db, MARCH).set_index(["weekday", "hour"])
    assert len(frame) == 7 * 24
    assert frame.loc[(3, 12), "posts"] == 1  # Wednesday noon
    assert frame.loc[(3, 12), "days"] == 4  # from 2 March, the first day of data, to the 31st
    assert frame["posts"].sum() == 3


def test_campaigns_are_marked(db: Warehouse) -> None:
    frame = metrics.marked_events(db, MARCH)
    assert frame[["name", "kind", "audience"]].values.tolist() == [
        ["Spring <b>mail</b>", "campaign", 16000]]


def test_sentiment_counts_inbound_social_posts_only(db: Warehouse) -> None:
    frame = metrics.sentiment_over_time(db, MARCH)
    assert frame[["negative", "neutral", "positive"]].sum().tolist() == [1, 1, 1]
    by = metrics.sentiment_by_channel(db, MARCH).set_index("channel")
    assert by.loc["x", ["negative", "neutral", "positive"]].tolist() == [1, 0, 1]
    assert metrics.polarity_distribution(db, MARCH)[["negative", "neutral", "positive"]].sum(
        axis=1).tolist() == [1, 1, 1]


def test_a_first_reply_is_human(db: Warehouse) -> None:
    frame = metrics.overview_totals(db, MARCH).iloc[0]
    # The automatic answer after 5 seconds does not count; Gil's after 45 minutes does.
    assert frame["answered"] == 1
    assert frame["median_seconds"] == 45 * 60
    # Two posts were never answered and are overdue: breached, not left out.
    assert (frame["sla_met"], frame["sla_breached"], frame["sla_open"]) == (1, 2, 0)
    assert frame["customers_social"] == 1
    assert frame["posts"] == 3
    answers = metrics.who_answers(db, MARCH).set_index(["department", "purpose"])
    assert answers.loc[("customer care", "service"), "median_seconds"] == 45 * 60
    assert answers["conversations"].sum() == 3
    assert answers["answered"].sum() == 1


def test_purpose_is_counted_by_conversation(db: Warehouse) -> None:
    frame = metrics.purpose_over_time(db, MARCH)[["service", "marketing", "other"]].sum()
    assert frame.sum() == 3
    assert metrics.purpose_by_channel(db, MARCH)[["service", "marketing", "other"]].sum().tolist(
    ) == frame.tolist()
    assert metrics.purpose_intents(db, MARCH)["conversations"].sum() == 3


def test_series_add_up_to_the_totals(db: Warehouse) -> None:
    series = metrics.overview_series(db, MARCH)
    totals = metrics.overview_totals(db, MARCH).iloc[0]
    for column in ("posts", "service", "marketing", "negative", "sla_met", "sla_breached"):
        assert series[column].sum() == totals[column], column
    assert series["days"].sum() == 30  # data starts on 2 March


def test_trends_compare_with_the_period_before(db: Warehouse) -> None:
    april = Filters(date(2026, 4, 1), date(2026, 4, 30))
    frame = metrics.trend_candidates(db, april).set_index("measure")
    assert frame.loc["contacts by phone", ["current", "previous"]].tolist() == [1, 1]
    assert frame.loc["posts on x", ["current", "previous"]].tolist() == [0, 2]


@pytest.mark.parametrize("name", ALL)
def test_every_metric_answers_when_nothing_matches(db: Warehouse, name: str) -> None:
    nothing = Filters(date(2026, 3, 1), date(2026, 4, 1), channels=("pigeon",),
                      segments=("nobody's",))
    frame = getattr(metrics, name)(db, nothing)
    assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize("name", [
    name for name in ALL if name not in (
        "marked_events", "match_rate",
        # made of everybody's contacts: shown whole or not at all (test_forecasting.py)
        "channel_forecast", "channel_forecast_days", "forecast_history", "forecast_quality",
        "forecast_notes", "campaign_contacts", "campaigns_sent",
        "decision_inputs")])
def test_a_viewer_sees_only_the_rows_allowed(db: Warehouse, name: str) -> None:
    """What a viewer of one region gets is what the same region's filter gives everyone."""
    metric = getattr(metrics, name)
    seen = metric(db, MARCH, Viewer(name="south", regions=("south",)))
    pd.testing.assert_frame_equal(seen, metric(db, replace(MARCH, regions=("south",))))


def test_match_rate_heeds_the_viewer_but_no_customer_group(db: Warehouse) -> None:
    grouped = metrics.match_rate(db, replace(MARCH, segments=("business",)))
    pd.testing.assert_frame_equal(grouped, metrics.match_rate(db, MARCH))
    assert metrics.match_rate(db, MARCH, Viewer(regions=("south",))).empty


@pytest.mark.parametrize(("mark", "how", "ids"), [
    ({"channel": "x"}, {}, {"3", "6"}),
    ({"channel": "x", "bucket": "2026-03-04", "grain": "day"}, {}, {"3"}),
    ({"bucket": "2026-03-02T00:00:00", "grain": "week"}, {"social": True}, {"3", "6", "7"}),
    ({"sentiment": "negative"}, {"social": True}, {"3"}),
    ({"weekday": 3, "hour": 12}, {"social": True}, {"3"}),
    ({"combination": "chat + phone + x"}, {}, {"1", "3", "10"}),
    ({"channel_a": "phone", "channel_b": "x"}, {}, {"1", "3", "10"}),
    ({"channel_a": "phone", "channel_b": "phone"}, {}, {"1", "3", "8", "10"}),
    ({"word": "terrible"}, {"social": True}, {"3"}),
    ({"polarity_from": -0.8}, {"social": True}, {"3"}),
    ({"department": "customer care"}, {"social": True, "by_conversation": True}, {"3"}),
    ({"department": "not answered"}, {"social": True, "by_conversation": True}, {"6", "7"}),
    ({"segment": "unknown"}, {"social": True}, {"6", "7"}),
])
def test_rows_behind_a_mark(
    db: Warehouse, mark: dict[str, object], how: dict[str, bool], ids: set[str]
) -> None:
    frame = metrics.rows_behind(db, MARCH, mark=mark, **how)  # type: ignore[arg-type]
    assert set(frame["interaction_id"]) == ids


def test_rows_behind_a_conversation_keep_to_what_the_viewer_may_see(home: Home) -> None:
    put(home, customers=[{"customer_id": "c1", "region": "north"},
                         {"customer_id": "c2", "region": "south"}],
        interactions=[
            say(1, "x", "2026-03-02 10:00", customer="c2", conversation_id="t", text="One"),
            say(2, "x", "2026-03-02 11:00", customer="c1", conversation_id="t", text="Two")])
    build(home)
    everyone, south = (
        metrics.rows_behind(Warehouse(home), MARCH, who, mark={"channel": "x"},
                            by_conversation=True)["interaction_id"].tolist()
        for who in (EVERYONE, Viewer(regions=("south",))))
    assert everyone == ["2", "1"]
    assert south == ["1"]


def test_a_mark_of_something_else_is_refused(db: Warehouse) -> None:
    with pytest.raises(ValueError, match="cannot have drop"):
        metrics.rows_behind(db, MARCH, mark={"drop": "table"})


@pytest.mark.parametrize(("grain", "end"), [
    ("hour", datetime(2026, 12, 1, 1)), ("day", datetime(2026, 12, 2)),
    ("week", datetime(2026, 12, 8)), ("month", datetime(2027, 1, 1))])
def test_the_end_of_a_bucket(grain: str, end: datetime) -> None:
    assert bucket_end(datetime(2026, 12, 1), grain) == end  # type: ignore[arg-type]


def test_posts_are_searched_as_text_not_as_pattern(db: Warehouse) -> None:
    assert len(metrics.posts(db, MARCH, search="%")) == 0
    assert set(metrics.posts(db, MARCH, search="TERRIBLE")["interaction_id"]) == {"3"}
    assert len(metrics.posts(db, MARCH, limit=2)) == 2


def test_weeks_may_start_on_sunday(db: Warehouse) -> None:
    long = Filters(date(2026, 1, 1), date(2026, 4, 1))
    for week_start, weekday in (("monday", 0), ("sunday", 6)):
        frame = metrics.sentiment_over_time(db, replace(long, week_start=week_start))
        assert set(frame["bucket"].dt.day_of_week) == {weekday}


def test_the_statement_on_a_card_can_be_run_again(db: Warehouse) -> None:
    text = metrics.sql_text("channel_share", replace(MARCH, segments=("o'hara",)))
    assert "['o''hara']" in text
    assert "day >= date '2026-03-01'" in text
    for name in (*ALL, "trend_levels", "overview_series"):
        if name in ("trend_candidates", "posts", "voices", "customers_to_look_at",
                    "own_posts_flagged", "doubting", "praise_accounts"):
            continue
        sql = metrics.sql_text(name, MARCH, timezone="UTC")
        got = db.cursor().execute(sql).df()
        frame = getattr(metrics, name)(db, MARCH) if name != "trend_levels" else db.metric(
            name, MARCH)
        pd.testing.assert_frame_equal(got, frame[list(got.columns)])


def test_options_are_what_occurs(db: Warehouse) -> None:
    options = metrics.options(db)
    assert options.social_channels == ("facebook", "x")
    assert options.regions == ("north", "south", "unknown")
    assert (options.first_day, options.last_day) == (date(2026, 3, 2), date(2026, 4, 1))
    south = metrics.options(db, Viewer(regions=("south",)))
    assert south.regions == ("south",)
    assert south.customers == 1
    assert south.newest_published_at == datetime(2026, 3, 3, 10)


def test_a_bucket_that_the_period_cuts_is_marked(db: Warehouse) -> None:
    # 1 March 2026 is a Sunday, so the first and the last week of the quarter are cut.
    frame = metrics.sentiment_over_time(db, Filters(date(2026, 3, 5), date(2026, 7, 1)))
    assert frame["bucket"].dt.strftime("%d %b").tolist() == ["02 Mar"]
    assert frame["whole_bucket"].tolist() == [False]
    whole = metrics.sentiment_over_time(db, Filters(date(2026, 3, 2), date(2026, 7, 1)))
    assert whole["whole_bucket"].tolist() == [True]
