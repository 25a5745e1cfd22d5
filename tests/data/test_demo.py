"""The demo company: the same for a seed, true to the contract, of the promised size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from data.contract import TABLES
from data.demo import demo_company, plan
from data.lake import arrow_schema
from data.settings import settings_from
from tests.data.demo_read import CUSTOMERS, MONTHS, SOCIAL, Read, local, read, utc

CLOCKS = ["published_at", "ingested_at", "assigned_at", "first_reply_at", "resolved_at"]


@pytest.fixture(scope="module")
def demo() -> Read:
    return read(customers=CUSTOMERS, months=MONTHS, seed=7)


DIGEST = """
import hashlib, json
from data.demo import demo_company
made = demo_company(customers=800, months=3, seed=5)
seen = hashlib.sha256()
for table in [*made.tables.values(), *made.interactions]:
    seen.update(json.dumps(table.to_pylist(), default=str).encode())
seen.update(json.dumps([made.truth, made.settings]).encode())
print(seen.hexdigest())
"""


def test_the_same_seed_gives_the_same_company_in_any_process() -> None:
    def digest(hash_seed: str) -> str:
        done = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True,
                              check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed})
        return done.stdout.strip()

    assert digest("1") == digest("2")


def test_another_seed_gives_another_company() -> None:
    one, other = (read(customers=800, months=3, seed=seed) for seed in (5, 6))
    assert not one.company.tables["customers"].equals(other.company.tables["customers"])
    assert set(one.rows.text.dropna()) != set(other.rows.text.dropna())


@pytest.mark.parametrize("options", [{"customers": 10}, {"months": 2}, {"seed": -1}])
def test_a_company_that_cannot_be_made_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"demo needs|seed must"):
        demo_company(**options)


def test_the_smallest_company_has_every_table_and_truth() -> None:
    tiny = read(customers=500, months=3, seed=2)
    assert all(table.num_rows for table in tiny.company.tables.values())
    assert tiny.truth["lone_customer"]["posts"] == 72


def test_tables_have_the_columns_and_types_of_the_contract(demo: Read) -> None:
    tables = {**demo.company.tables, "interactions": demo.months[0]}
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        schema = arrow_schema(TABLES[name])
        assert set(table.column_names) == set(TABLES[name].names), name
        found = {column: table.schema.field(column).type for column in table.column_names}
        wrong = [column for column, kind in found.items() if kind != schema.field(column).type]
        assert not wrong, f"{name}: {wrong}"


def test_rows_keep_the_rules_of_the_contract(demo: Read) -> None:
    tables = {**{name: demo.table(name) for name in demo.company.tables},
              "interactions": demo.rows}
    for name, frame in tables.items():
        spec = TABLES[name]
        assert not frame[list(spec.required)].isna().any().any(), name
        assert not frame.duplicated(list(spec.key)).any(), name
        for column in spec:
            values = frame[column.name].dropna()
            assert not column.allowed or values.isin(column.allowed).all(), column.name
            assert column.low is None or (values >= column.low).all(), column.name
            assert column.high is None or (values <= column.high).all(), column.name


def test_references_lead_somewhere(demo: Read) -> None:
    rows = demo.rows
    assert rows.customer_id.dropna().isin(demo.table("customers").customer_id).all()
    assert rows.agent_id.dropna().isin(demo.table("agents").agent_id).all()
    assert rows.campaign_id.dropna().isin(demo.table("campaigns").campaign_id).all()
    assert rows.in_reply_to.dropna().isin(rows.interaction_id).all()
    posts = demo.inbound[demo.inbound.channel.isin(SOCIAL)]
    handles = demo.table("handles")
    assert set(zip(posts.channel, posts.handle, strict=True)) <= set(
        zip(handles.network, handles.handle, strict=True))
    assert posts.customer_id.isna().all()
    assert demo.inbound[~demo.inbound.channel.isin(SOCIAL)].customer_id.notna().all()


def test_months_come_in_order_and_nothing_lies_outside_the_period(demo: Read) -> None:
    assert len(demo.months) == MONTHS
    assert demo.rows.published_at.is_monotonic_increasing
    period = demo.truth["period"]
    start, end = utc(period["start"]), utc(period["end"])
    assert end == pd.Timestamp("2026-11-01 05:00")
    for clock in CLOCKS:
        known = demo.rows[clock].dropna()
        assert known.min() >= start, clock
        assert known.max() < end, clock
    assert demo.rows.published_at.max() > end - pd.Timedelta(hours=6)


def test_clocks_run_forward_and_replies_follow_their_questions(demo: Read) -> None:
    rows = demo.rows
    for earlier, later in [("published_at", "ingested_at"), ("published_at", "first_reply_at"),
                           ("ingested_at", "assigned_at"), ("first_reply_at", "resolved_at")]:
        assert not (rows[later] < rows[earlier]).any(), (earlier, later)
    asked = rows[["interaction_id", "published_at", "conversation_id"]]
    tied = rows.merge(asked, left_on="in_reply_to", right_on="interaction_id", suffixes=("", "_q"))
    assert (tied.published_at > tied.published_at_q).all()
    assert (tied.conversation_id == tied.conversation_id_q).all()


def test_first_replies_come_from_people_and_posts_leave_theirs_to_be_derived(demo: Read) -> None:
    rows = demo.rows
    assert rows[rows.channel.isin(SOCIAL)].first_reply_at.isna().all()
    email = demo.inbound[(demo.inbound.channel == "email") & demo.inbound.in_reply_to.isna()]
    replies = rows[(rows.direction == "outbound") & ~rows.automated.fillna(False).astype(bool)]
    first = replies.groupby("in_reply_to").published_at.min()
    derived = email.interaction_id.map(first)
    assert (derived.dropna() == email.first_reply_at[derived.notna()]).all()
    robots = rows[rows.automated.fillna(False).astype(bool)].merge(
        rows[["interaction_id", "published_at"]], left_on="in_reply_to",
        right_on="interaction_id", suffixes=("", "_q"))
    seconds = (robots.published_at - robots.published_at_q).dt.total_seconds()
    assert len(robots) > 100
    assert seconds.max() < 60


def test_the_settings_are_accepted_and_keep_the_outage_to_themselves(demo: Read) -> None:
    settings = settings_from(demo.company.settings)
    assert settings.is_social("instagram")
    assert not settings.is_social("phone")
    assert len(settings.events) == 2
    assert "outage" not in json.dumps(demo.company.settings).lower()


def test_the_truth_is_json_and_complete_only_at_the_end() -> None:
    company = demo_company(customers=500, months=3)
    assert "posts" not in company.truth
    assert sum(1 for _ in company.interactions) == 3
    assert json.loads(json.dumps(company.truth)) == company.truth
    assert {"social_share", "posts", "outage", "policy_fault", "lone_customer", "mailing",
            "waiting", "duplicate_praise", "handles", "survey", "own_posts"} <= set(company.truth)


# How much of it ----------------------------------------------------------------------------------

def test_volume_is_in_proportion_and_the_phone_leads(demo: Read) -> None:
    per_customer_month = len(demo.rows) / (CUSTOMERS * MONTHS)
    assert 0.33 < per_customer_month < 0.60
    inbound = demo.inbound.channel.value_counts()
    order = ["phone", "email", "chat", "sms"]
    assert inbound[order].is_monotonic_decreasing
    assert inbound["chat"] > inbound["x"] > inbound["facebook"] > inbound["instagram"]
    assert demo.truth["counts"]["interactions"] == len(demo.rows)
    assert demo.truth["counts"]["social_inbound"] == inbound[SOCIAL].sum() == len(
        demo.truth["posts"]["intent"])


@pytest.mark.slow
def test_the_default_company_has_the_promised_size() -> None:
    full = read()
    assert len(full.rows) == pytest.approx(400_000, rel=0.08)
    posts = full.inbound[full.inbound.channel.isin(SOCIAL)]
    assert len(posts) == pytest.approx(45_000, rel=0.08)
    assert posts.text.nunique() > 30_000
    desk = full.inbound[full.inbound.channel.isin(["phone", "email", "chat"])]
    assert desk.text.nunique() < 60_000
    assert full.truth["mailing"]["audience"] == 16_000
    assert len(full.table("survey_responses")) == pytest.approx(3_000, rel=0.05)
    monthly = posts.groupby(local(posts.published_at).dt.strftime("%Y-%m")).size()
    assert monthly.iloc[-3:].sum() > 1.5 * monthly.iloc[:3].sum()


def test_calls_keep_office_hours_and_posts_the_evening(demo: Read) -> None:
    inbound = demo.inbound.assign(at=local(demo.inbound.published_at))
    calls = inbound[inbound.channel == "phone"]
    by_weekday = calls["at"].dt.day_of_week.value_counts()
    assert by_weekday[:5].min() > 1.5 * by_weekday.get(5, 0)
    assert by_weekday.get(6, 0) == 0
    hours = inbound[inbound.channel.isin(SOCIAL)]["at"].dt.hour.value_counts()
    assert hours.reindex(range(18, 22)).sum() > 5 * hours.reindex(range(1, 5)).sum()
    weekdays = inbound[inbound.channel.isin(SOCIAL)]["at"].dt.day_of_week.value_counts()
    assert weekdays[5] > 0.5 * weekdays[0]


def test_customers_come_again_within_a_week_when_it_was_not_solved(demo: Read) -> None:
    first = demo.inbound[~demo.inbound.channel.isin(SOCIAL) & demo.inbound.in_reply_to.isna()]
    gap = first.sort_values("published_at").groupby("customer_id").published_at.diff(-1).abs()
    again = (gap < pd.Timedelta(days=7)).mean()
    planted = demo.truth["repeat_within_7_days"]
    assert planted > 0.1
    assert planted * 0.75 < again < planted + 0.12  # some come again for another reason


def test_text_has_no_loose_ends(demo: Read) -> None:
    texts = demo.rows.text.dropna()
    assert not texts.str.contains(r"[{}<>]|  |Https|\bnan\b|None", regex=True).any()
    assert (texts.str.strip() == texts).all()
    assert texts.str.len().between(1, 500).all()


def test_a_large_company_keeps_every_kth_post_in_its_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "POSTS_IN_TRUTH", 20)
    told = read(customers=500, months=3).truth
    assert told["posts"]["every"] > 1
    assert 0 < len(told["posts"]["intent"]) < told["counts"]["social_inbound"] / 2


def test_progress_is_told_month_by_month() -> None:
    said: list[tuple[int, int]] = []
    company = demo_company(customers=500, months=3, progress=lambda a, b: said.append((a, b)))
    assert said == []
    assert len(list(company.interactions)) == 3
    assert said == [(1, 3), (2, 3), (3, 3)]
