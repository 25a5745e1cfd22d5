"""What the demo planted comes back out of the pages' own metrics, within the error stated here."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import wilson
from data import metrics
from data.filters import Filters
from data.home import Home
from data.warehouse import Warehouse


@pytest.fixture(scope="module")
def db(demo_home: Home) -> Warehouse:
    return Warehouse(demo_home)


@pytest.fixture(scope="module")
def truth(demo_home: Home) -> dict[str, Any]:
    return dict(json.loads(demo_home.truth.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def whole(db: Warehouse) -> Filters:
    options = metrics.options(db)
    assert options.first_day is not None
    return Filters(options.first_day, date(2026, 11, 1))


def local(moment: str, truth: dict[str, Any]) -> datetime:
    zone = ZoneInfo(truth["period"]["timezone"])
    return datetime.fromisoformat(moment).astimezone(zone).replace(tzinfo=None)


@pytest.fixture(scope="module")
def labelled(db: Warehouse, truth: dict[str, Any]) -> pd.DataFrame:
    """Each social post with its true labels (true_*) and those that the engines gave it."""
    posts = pd.DataFrame({key: truth["posts"][key]
                          for key in ("interaction_id", "purpose", "intent", "sentiment")})
    read = db.cursor().execute(
        "select interaction_id, purpose, intent, sentiment from interactions "
        "where is_social and direction = 'inbound'").df()
    return posts.add_prefix("true_").rename(columns={"true_interaction_id": "interaction_id"}
                                            ).merge(read, on="interaction_id")


def test_every_post_of_the_truth_is_in_the_warehouse(
    labelled: pd.DataFrame, truth: dict[str, Any]
) -> None:
    assert len(labelled) == truth["counts"]["social_inbound"] == len(truth["posts"]["purpose"])


def test_the_logs_share_on_social_is_a_lower_bound_and_handles_bound_it_above(
    db: Warehouse, truth: dict[str, Any], whole: Filters
) -> None:
    """Matched customers undercount; matched and unmatched handles together overcount."""
    owners = truth["handles"]["owned"]
    owned = pd.DataFrame({key: owners[key] for key in ("handle", "network", "customer_id")})
    seen = db.cursor().execute(
        "select distinct handle, channel as network from handle_days").df()
    posting = owned.merge(seen, on=["handle", "network"])["customer_id"].nunique()
    matched = int(metrics.social_share(db, whole).iloc[0]["customers"])
    rate = metrics.match_rate(db, whole)
    unmatched = int((rate["handles_seen"] - rate["handles_matched"]).sum())
    assert matched < posting < matched + unmatched
    # The CRM knows 55 % of the handles that belong to customers: within the interval of chance.
    links = db.cursor().execute(
        "select account as handle, network, status, customer_id from handle_links "
        "where posts > 0").df()
    named = wilson((links["status"] == "known").sum(), owned.merge(seen).shape[0], level=0.999)
    assert named.low < 0.55 < named.high


def test_accounts_are_linked_to_their_true_owners(db: Warehouse, truth: dict[str, Any]) -> None:
    """The model's links against all that was planted, strangers and namesakes among them."""
    owners = pd.DataFrame({key: truth["handles"]["owned"][key]
                           for key in ("handle", "network", "customer_id")})
    owners["account"] = owners["handle"].str.lower().str.lstrip("@")
    links = db.cursor().execute("select network, account, status, customer_id, decided_by "
                                "from handle_links").df()
    both = links.merge(owners, on=["network", "account"], how="left", suffixes=("", "_true"))
    new = both[both["status"] == "accepted"]
    assert set(new["decided_by"]) == {"the model"}
    right = (new["customer_id"] == new["customer_id_true"]).sum()
    assert right / len(new) >= 0.97
    # Four in ten profiles show an e-mail of the customer; without one, too many share a name.
    could = both[(both["status"] != "known") & both["customer_id_true"].notna()]
    assert 0.2 < right / len(could) < 0.45
    known = both[both["status"] == "known"]
    assert (known["customer_id"] == known["customer_id_true"]).all()
    check = metrics.link_check(db).set_index("cut").loc[0.95]
    assert check["known_accounts"] == len(known)
    assert check["linked_right"] / check["linked"] >= 0.97


def test_the_outage_is_the_highest_hour_of_the_social_channels(
    db: Warehouse, truth: dict[str, Any]
) -> None:
    start, end = (local(truth["outage"][key], truth) for key in ("start", "end"))
    around = Filters(start.date() - pd.Timedelta(days=1).to_pytimedelta(),
                     start.date() + pd.Timedelta(days=3).to_pytimedelta())
    hours = metrics.social_volume(db, around).groupby("bucket")["inbound"].sum()
    assert start.replace(minute=0) <= hours.idxmax() < end
    inside = hours[(hours.index >= start.replace(minute=0)) & (hours.index < end)].mean()
    outside = hours[(hours.index < start.replace(minute=0)) | (hours.index >= end)].mean()
    assert inside > 4 * outside


def test_the_policy_fault_shows_on_every_channel_and_the_lone_customer_on_one_handle(
    db: Warehouse, truth: dict[str, Any], whole: Filters
) -> None:
    fault, lone = truth["policy_fault"], truth["lone_customer"]
    rows = db.cursor().execute(
        "select channel, handle, customer_id, lower(text) as text from interactions "
        "where direction = 'inbound' and text is not null").df()
    theme = rows[rows["text"].str.contains("|".join(fault["words"]))]
    assert set(theme["channel"]) == set(fault["channels"])
    people = theme["customer_id"].fillna(theme["handle"])
    assert people.value_counts(normalize=True).iloc[0] < 0.1, "many different people"
    hers = rows[(rows["handle"] == lone["handle"]) & rows["text"].str.contains(lone["words"])]
    assert len(hers) >= 0.9 * lone["posts"]
    same = rows[rows["text"].str.contains(lone["words"]) & rows["handle"].notna()]
    assert (same["handle"] == lone["handle"]).mean() > 0.9, "one person"
    assert len(metrics.posts(db, whole, search=lone["words"], limit=500)) >= 0.9 * lone["posts"]


def test_the_mailing_nobody_told_service_about_is_marked_and_followed_by_contacts(
    db: Warehouse, truth: dict[str, Any]
) -> None:
    mailing = truth["mailing"]
    sent = local(mailing["sent_at"], truth)
    day = sent.date()
    week = pd.Timedelta(days=7).to_pytimedelta()
    two_days = pd.Timedelta(days=2).to_pytimedelta()
    events = metrics.marked_events(db, Filters(day, day + two_days))
    assert (events["audience"] == mailing["audience"]).any()
    after = metrics.channel_share(db, Filters(day, day + two_days))["interactions"].sum()
    usual = [metrics.channel_share(db, Filters(day - n * week, day - n * week + two_days)
                                   )["interactions"].sum() for n in (1, 2, 3)]
    extra = after - sum(usual) / 3
    assert 0.4 * mailing["contacts"] < extra < 1.6 * mailing["contacts"]


def test_purpose_is_read_rightly_on_four_posts_of_five(labelled: pd.DataFrame) -> None:
    """Service is still overstated, because much marketing talk is asked as a question.

    Measured on the demo at its default size: 81 % of single posts right, service share 55 % where
    the truth is 48 % (the rules alone: 63 % right, share 67 %).  The page says so.
    """
    def service_share(column: str) -> float:
        counts = labelled[column].value_counts()
        return float(counts["service"] / (counts["service"] + counts["marketing"]))

    error = service_share("purpose") - service_share("true_purpose")
    assert 0 < error < 0.12
    assert (labelled["purpose"] == labelled["true_purpose"]).mean() > 0.78


def test_sentiment_is_near_the_truth(labelled: pd.DataFrame) -> None:
    """The demo's posts are plainer than real ones: docs/models.md has those."""
    recalls = [
        (labelled[labelled["true_sentiment"] == feeling]["sentiment"] == feeling).mean()
        for feeling in ("negative", "neutral", "positive")
    ]
    assert 0.72 < sum(recalls) / 3 < 0.92
    truly = 100 * ((labelled["true_sentiment"] == "positive").mean()
                   - (labelled["true_sentiment"] == "negative").mean())
    read = 100 * ((labelled["sentiment"] == "positive").mean()
                  - (labelled["sentiment"] == "negative").mean())
    assert abs(truly - read) < 8, "net sentiment is off by less than 8 points of 200"


def test_waiting_makes_further_criticism_likelier(
    db: Warehouse, truth: dict[str, Any]
) -> None:
    """A second post before any answer, by how long the wait was: near the planted curve."""
    rows = db.cursor().execute("""
        with first as (
            select conversation_key, local_at, started_at, first_reply_at, calendar_seconds
            from conversations
            where is_social and first_reply_at is not null
        )
        select
            f.calendar_seconds / 3600 as hours,
            max(case when i.published_at > f.started_at and i.published_at < f.first_reply_at
                then 1 else 0 end) as again
        from first as f
        inner join interactions as i
            on f.conversation_key = i.conversation_key and i.direction = 'inbound'
        group by f.conversation_key, f.calendar_seconds""").df()
    scale, shape = truth["waiting"]["scale_hours"], truth["waiting"]["shape"]
    short, long = rows[rows["hours"] < 6], rows[(rows["hours"] > 18) & (rows["hours"] < 90)]
    assert min(len(short), len(long)) > 50
    assert short["again"].mean() < 0.05
    expected = 1 - np.exp(-((long["hours"] / scale) ** shape)).mean()
    low, high = wilson(int(long["again"].sum()), len(long), level=0.999)
    # The curve holds for service posts that sound negative; others wait without complaint.
    assert short["again"].mean() < low
    assert low < expected + 0.02
    assert high < 1.5 * expected + 0.05


def test_the_survey_overstates_social_use(db: Warehouse, truth: dict[str, Any]) -> None:
    for wave in truth["survey"]["waves"]:
        answers = db.cursor().execute(
            "select channels_used from survey_responses where wave = $wave and "
            "channels_used is not null", {"wave": wave["wave"]}).df()["channels_used"]
        social = answers.str.split("|").map(
            lambda used: bool({"x", "facebook", "instagram"} & set(used)))
        assert social.mean() > wave["true_social_share"], wave["wave"]
        assert social.mean() == pytest.approx(wave["social_share_of_answers"], abs=0.03)
