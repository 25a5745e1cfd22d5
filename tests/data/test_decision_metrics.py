"""What the decision takes from the warehouse: counted by hand, and the demo's planted truth."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analysis.decision.confusion import PURPOSES, corrected_split
from analysis.decision.decide import decide
from analysis.decision.inputs import Input, default_inputs, fixed, from_json, to_json
from analysis.decision.prefill import around, prefilled, split_of
from analysis.decision.share import Estimate, pooled
from data import metrics
from data.build import build
from data.checked import purpose_confusion
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
DEMO = Filters(date(2026, 8, 1), date(2026, 11, 1))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Calls and posts whose every count can be followed."""
    home = Home(tmp_path_factory.mktemp("decision"))
    save_settings(home, Settings(timezone="UTC", social_channels=("x",)))
    people = [{"customer_id": f"c{at}", "segment": "consumer", "region": "north",
               "joined_on": date(2024, 1, 1), "yearly_value": 100.0 * at} for at in (1, 2, 3, 4)]
    closed = datetime(2026, 3, 30)
    help_ = "My app is broken, please help"
    rows = [
        # c1 asks twice on X: the first is answered and closed, the second answered alone.
        say(1, "x", "2026-03-02 10:00", customer="c1", text=help_, resolved_at=closed),
        {**say(2, "x", "2026-03-02 11:00", in_reply_to="1", handle_seconds=200.0),
         "direction": "outbound"},
        say(3, "x", "2026-03-04 10:00", customer="c1", text=help_),
        {**say(4, "x", "2026-03-04 11:00", in_reply_to="3", handle_seconds=400.0),
         "direction": "outbound"},
        # An account that nobody knows.
        say(5, "x", "2026-03-05 10:00", handle="@who", text=help_),
        # Calls: closed; open and come again in time; open for good; open but too young to tell.
        say(6, "phone", "2026-03-01 10:00", customer="c2", resolved_at=closed,
            handle_seconds=300.0),
        say(7, "phone", "2026-03-02 10:00", customer="c3", handle_seconds=500.0),
        say(8, "phone", "2026-03-05 10:00", customer="c3", resolved_at=closed),
        say(9, "phone", "2026-03-10 10:00", customer="c4"),
        say(10, "phone", "2026-03-28 10:00", customer="c4"),
        # More than a year before the end of March.
        say(11, "x", "2025-03-30 10:00", customer="c4", text=help_),
    ]
    costs = [{"channel": "x", "valid_from": date(2025, 1, 1), "cost_per_hour": 40.0,
              "fixed_cost_per_month": 900.0},
             {"channel": "x", "valid_from": date(2026, 1, 1), "cost_per_hour": 44.0,
              "fixed_cost_per_month": 1_000.0},
             {"channel": "phone", "valid_from": date(2026, 1, 1), "cost_per_hour": 38.0,
              "fixed_cost_per_month": 5_000.0},
             {"channel": "phone", "valid_from": date(2027, 1, 1), "cost_per_hour": 99.0,
              "fixed_cost_per_month": 9_000.0}]
    put(home, customers=people, interactions=rows, channel_costs=costs)
    build(home)
    return Warehouse(home)


def test_counts_by_hand(company: Warehouse) -> None:
    row = metrics.decision_inputs(company, MARCH).iloc[0]
    assert row["customers"] == 4
    assert (row["value_n"], row["value_sum"]) == (4, 1_000)
    assert row["users"] == 1, "c1; c4 wrote more than a year ago"
    assert (row["known_conversations"], row["known_users"], row["known_squares"]) == (2, 1, 4)
    assert (row["all_known_conversations"], row["unknown_conversations"],
            row["unknown_handles"]) == (2, 1, 1)
    assert (row["social_handled"], row["social_seconds"]) == (2, 600)
    assert (row["traditional_handled"], row["traditional_seconds"]) == (2, 800)
    assert (row["social_cost_per_hour"], row["traditional_cost_per_hour"],
            row["tools_per_month"]) == (44, 38, 1_000)
    assert row["traditional_conversations"] == 5
    # 9 alone: 7 came again within seven days, 10 is not seven days old at the newest contact.
    assert row["unresolved"] == 1
    assert (row["closed_n"], row["open_n"], row["open_again"]) == (2, 2, 1)
    assert (row["social_answered"], row["social_solved"]) == (2, 1)


def test_channel_and_purpose_do_not_narrow_and_rights_do(company: Warehouse) -> None:
    whole = metrics.decision_inputs(company, MARCH)
    pd.testing.assert_frame_equal(whole, metrics.decision_inputs(
        company, replace(MARCH, channels=("phone",), purposes=("marketing",))))
    elsewhere = metrics.decision_inputs(company, MARCH, Viewer("s", regions=("south",))).iloc[0]
    assert elsewhere["customers"] == 0
    assert elsewhere["users"] == 0
    assert elsewhere["traditional_conversations"] == 0
    north = metrics.decision_inputs(company, MARCH, Viewer("n", regions=("north",))).iloc[0]
    assert north["known_conversations"] == 2
    # Whose an unknown account is nobody can say, so such a viewer is not told of it.
    assert north["unknown_conversations"] == 0
    assert north["unknown_handles"] == 0
    months = metrics.decision_months(company, MARCH, Viewer("s", regions=("south",)))
    assert months["users"].sum() == 0
    assert months["customers"].sum() == 0


def test_too_little_leaves_the_defaults(company: Warehouse) -> None:
    inputs = prefilled(metrics.decision_inputs(company, MARCH),
                       metrics.decision_months(company, MARCH),
                       metrics.survey_social_share(company, MARCH))
    assert inputs["customers"].distribution.estimate == 4
    assert inputs["customers"].source == "measured"
    for name in ("contacts_per_user", "share_growth", "social_handle_seconds", "outsider_ratio"):
        assert inputs[name] == default_inputs()[name], name
    assert inputs["tools_per_month"].distribution.estimate == 1_000
    assert decide(inputs, n=500).verdict.step in ("measure first", "pilot")


def test_an_empty_warehouse_answers(home: Home) -> None:
    save_settings(home, Settings(timezone="UTC"))
    put(home, customers=[{"customer_id": "c1", "segment": "a", "region": "b"}],
        interactions=[say(1, "phone", "2026-03-01 10:00", customer="c1")])
    build(home)
    db = Warehouse(home)
    inputs = prefilled(metrics.decision_inputs(db, MARCH), metrics.decision_months(db, MARCH),
                       metrics.survey_social_share(db, MARCH))
    assert inputs["social_service_share"].source == "published"
    found = decide(inputs, n=500).verdict
    assert found.step in ("measure first", "pilot")
    assert found.weak


def test_around_and_pooled() -> None:
    given = around(100, 0.1)
    assert (given.low, given.high) == pytest.approx((82.2, 121.7), abs=0.05)
    assert around(100, 0.001).high == pytest.approx(105), "never surer than 5 %"
    assert around(0, 0.1).is_certain
    both = pooled(Estimate(0.05, 0.04, 0.0625), Estimate(0.06, 0.04, 0.09))
    assert both == pytest.approx((0.0521, 0.0428, 0.0633), abs=6e-5)
    apart = pooled(Estimate(0.05, 0.04, 0.06), Estimate(0.10, 0.09, 0.11))
    assert (apart.low, apart.high) == (0.04, 0.11)
    assert 0.05 < apart.share < 0.10


def growing(months: int, growth: float) -> pd.DataFrame:
    """Monthly users whose odds grow evenly, with a season that is the same every year."""
    import numpy as np

    at = np.arange(months)
    odds = 0.02 * np.exp(growth * at / 12) * (1 + 0.2 * np.sin(2 * np.pi * at / 12))
    return pd.DataFrame({"month": pd.date_range("2024-01-01", periods=months, freq="MS"),
                         "users": np.round(1e6 * odds / (1 + odds)).astype(int),
                         "customers": 1_000_000})


def test_growth_is_found_under_its_season(company: Warehouse) -> None:
    facts = metrics.decision_inputs(company, MARCH)
    survey = metrics.survey_social_share(company, MARCH)
    found = prefilled(facts, growing(24, 0.3), survey)["share_growth"]
    assert found.distribution.estimate == pytest.approx(0.3, abs=0.003)
    assert found.source == "measured"
    low, high = found.distribution.interval(0.95)
    assert high - low > 2 * 1.9 * 0.10, "what was is carried on with doubt"
    assert prefilled(facts, growing(14, 0.3), survey)["share_growth"].source == "assumed"


def test_growth_of_few_users_is_cut_off_where_no_growth_can_be(company: Warehouse) -> None:
    facts = metrics.decision_inputs(company, MARCH)
    survey = metrics.survey_social_share(company, MARCH)
    months = pd.DataFrame({"month": pd.date_range("2024-01-01", periods=24, freq="MS"),
                           "users": [1] * 12 + [1, 40] * 6, "customers": 500})
    given = prefilled(facts, months, survey)["share_growth"].distribution
    low, high = given.interval(1 - 1e-6)
    assert -3 <= low < given.estimate < high <= 3


def demo(demo_home: Home) -> tuple[dict[str, Input], dict[str, object]]:
    db = Warehouse(demo_home)
    inputs = prefilled(metrics.decision_inputs(db, DEMO), metrics.decision_months(db, DEMO),
                       metrics.survey_social_share(db, DEMO))
    return inputs, json.loads(Path(demo_home.path / "truth.json").read_text(encoding="utf-8"))


def test_the_demos_truth_lies_in_the_intervals_and_chooses_the_same(demo_home: Home) -> None:
    inputs, truth = demo(demo_home)
    shares = truth["social_share"]["overall"]  # type: ignore[index]
    given = inputs["social_service_share"].distribution
    true_share = shares["on_social_for_service"]
    assert given.interval(0.95)[0] < true_share < given.interval(0.95)[1]
    for name in ("contacts_per_user", "social_handle_seconds", "traditional_handle_seconds",
                 "yearly_value", "unresolved_issues", "solved_share", "outsider_ratio"):
        assert inputs[name].source == "measured", name
        assert inputs[name].n, name
    chosen = decide(inputs, n=20_000)
    right = decide(fixed(inputs, {"social_service_share": true_share}), n=20_000)
    assert chosen.verdict.option == right.verdict.option
    assert chosen.verdict.option not in ("full", "pilot"), "so few customers do not carry a team"
    # Knowing the truth never leaves more to regret.
    assert right.evpi <= chosen.evpi * 1.02
    assert from_json(to_json(inputs)) == inputs


def test_the_demos_split_is_corrected_towards_its_truth(demo_home: Home) -> None:
    _, truth = demo(demo_home)
    told = truth["posts"]
    labels = pd.DataFrame({"interaction_id": told["interaction_id"],  # type: ignore[index]
                           "true": told["purpose"]})  # type: ignore[index]
    said = Warehouse(demo_home).query(
        "select interaction_id, purpose from interactions where is_social "
        "and direction = 'inbound' and purpose in ('service', 'marketing', 'other')", {},
        name="posts")
    both = labels.merge(said, on="interaction_id")
    assert len(both) > 2_000
    truly = both["true"].value_counts()
    right = truly["service"] / (truly["service"] + truly["marketing"])
    checked = both.sample(500, random_state=1)
    audit = {(true, say_): int(((checked["true"] == true) & (checked["purpose"] == say_)).sum())
             for true in PURPOSES for say_ in PURPOSES}
    counted = {one: int((both["purpose"] == one).sum()) for one in PURPOSES}
    found = corrected_split(counted, audit)
    assert found.corrected
    assert found.low <= right <= found.high
    assert found.high - found.low > found.counted_high - found.counted_low
    assert found.factor == pytest.approx(truly["service"] / counted["service"], abs=0.1)


def test_the_newest_prices_hold(company: Warehouse) -> None:
    earlier = Filters(date(2025, 3, 1), date(2025, 12, 1))
    row = metrics.decision_inputs(company, earlier).iloc[0]
    assert row["tools_per_month"] == 900
    assert row["until_day"] - row["from_day"] == timedelta(days=365)


def test_a_checked_sample_becomes_an_input(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    frames = (metrics.decision_inputs(db, DEMO), metrics.decision_months(db, DEMO),
              metrics.survey_social_share(db, DEMO))
    said = frames[0].iloc[0]
    assert said["said_service"] == metrics.decision_inputs(db, DEMO)[
        ["all_known_conversations", "unknown_conversations"]].sum(axis=1).iloc[0]
    usual = prefilled(*frames)["service_correction"]
    assert usual.source == "assumed"
    # Of those called service one in five is not; of marketing one in ten truly is.
    cells = {("service", "service"): 80, ("marketing", "service"): 20,
             ("service", "marketing"): 10, ("marketing", "marketing"): 90, ("other", "other"): 50}
    checked = pd.DataFrame([(true, predicted, count) for (true, predicted), count in cells.items()],
                           columns=["true", "predicted", "count"])
    found = prefilled(*frames, checked)["service_correction"]
    split = split_of(frames[0], checked)
    assert split is not None
    assert split.corrected
    assert found.source == "measured"
    assert found.n == 250
    assert found.distribution.estimate == split.factor
    assert (found.distribution.low, found.distribution.high) == (split.factor_low,
                                                                 split.factor_high)
    assert split.high - split.low > split.counted_high - split.counted_low, "widened"
    # More checked, surer.
    many = prefilled(*frames, checked.assign(count=20 * checked["count"]))["service_correction"]
    assert many.distribution.spread < found.distribution.spread
    assert split_of(frames[0].assign(said_service=0, said_marketing=0), checked) is None
    assert prefilled(*frames, checked.head(1))["service_correction"] == usual, "too few to correct"


def test_the_checked_sample_is_asked_for_where_there_is_one(
        demo_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    found = purpose_confusion(demo_home)
    assert found is None or {"true", "predicted", "count"} <= set(found.columns)
    cells = pd.DataFrame({"true": ["service"], "predicted": ["other"], "count": [3]})
    for given, expected in ((cells, cells), (cells.head(0), None), (None, None)):
        monkeypatch.setattr("data.audit.purpose_confusion", lambda _, given=given: given)
        assert purpose_confusion(demo_home) is expected


def test_conversations_by_day_are_the_conversations(company: Warehouse) -> None:
    """The table by day holds each conversation once, with the work on it and what came after."""
    cursor = company.cursor()
    days = cursor.execute(
        "select channel, sum(conversations), sum(handled), sum(seconds), sum(squares), "
        "sum(conversations) filter (where closed), sum(conversations) filter (where comes_again) "
        "from conversation_days group by channel order by channel").fetchall()
    # Call 7 was followed by another within seven days, call 9 later; posts are not followed.
    assert days == [("phone", 5, 2, 800, 300**2 + 500**2, 2, 1),
                    ("x", 4, 2, 600, 200**2 + 400**2, 1, None)]
