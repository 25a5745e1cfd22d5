"""Purpose and intent: readable rules, any text, figures on real posts."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import purpose
from analysis.purpose import (
    INTENTS,
    PURPOSES,
    by_rules,
    classify,
    complaints,
    explain,
    model_version,
    own_posts,
)
from analysis.purpose_rules import FALLBACK_INTENT, RULES

TROUBLE = ["complaint", "billing", "outage", "delivery", "cancellation"]


@pytest.mark.parametrize(
    ("text", "label", "intent"),
    [
        ("Where is my parcel?", "service", "delivery"),
        ("Third week without a reply, this is the worst support ever", "service", "complaint"),
        ("@shop the app is down again, I cannot log in", "service", "outage"),
        ("You charged me twice, I want my money back", "service", "billing"),
        ("How do I cancel my subscription?", "service", "cancellation"),
        ("@shop what time does the branch in Leeds open on Sunday?", "service", "opening_hours"),
        ("How do I change my PIN?", "service", "how_to"),
        ("Are you hiring at the moment? I sent my CV", "other", "hiring"),
        ("Just bought the new headphones, love them", "marketing", "purchase"),
        ("Could you please call me back about my contract", "service", "request"),
        ("Thanks for the quick reply, sorted now", "service", "thanks"),
        ("Enter to win! 20% off all jackets, use the promo code SNOW", "marketing", "promotion"),
        ("I want the new blue jacket, gonna buy it tomorrow", "marketing", "product_interest"),
        ("Absolutely love your new store, amazing staff!", "marketing", "praise"),
        ("Our sustainability report is out, read more https://t.co/x #csr #report",
         "marketing", "sharing"),
        ("Saw your latest ad on TV, that commercial is hilarious", "marketing", "campaign_reply"),
        ("good morning everyone", "other", "smalltalk"),
        ("Earn $500 a day from home with bitcoin, click here", "other", "spam"),
        ("qwertz asdf", "other", "unclear"),
        ("", "other", "unclear"),
    ],
)  # fmt: skip
def test_plain_posts_get_the_label_a_reader_gives(text: str, label: str, intent: str) -> None:
    row = classify([text]).iloc[0]
    assert (row["purpose"], row["intent"]) == (label, intent)


def test_intents_are_the_fixed_vocabulary() -> None:
    assert PURPOSES == ("service", "marketing", "other")
    assert {purpose: len(intents) for purpose, intents in INTENTS.items()} == {
        "service": 10,
        "marketing": 7,
        "other": 4,
    }
    names = [intent for intents in INTENTS.values() for intent in intents]
    assert len(set(names)) == len(names) == 21


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.speaks_for}: {rule.meaning}")
def test_each_rule_is_sound(rule: purpose.MatchedRule) -> None:
    assert rule.speaks_for in {*PURPOSES, *(i for intents in INTENTS.values() for i in intents)}
    assert 0 < rule.weight <= 7
    assert rule.meaning
    letters = re.sub(r"\\.", "", rule.pattern)
    assert letters == letters.lower(), "texts are lower case when they are matched"
    empty = pc.match_substring_regex(pa.array(["", " ", "zzz"]), rule.pattern)
    assert not any(empty.to_pylist()), "a rule must not match nothing"


def test_rules_do_not_repeat_and_each_intent_but_unclear_has_one() -> None:
    assert len({rule.pattern for rule in RULES}) == len(RULES)
    spoken_for = {rule.speaks_for for rule in RULES}
    assert {i for intents in INTENTS.values() for i in intents} - spoken_for == {"unclear"}


def test_explain_gives_the_rules_that_made_the_label() -> None:
    rules = explain("@shop where is my parcel? I have been waiting for two weeks")
    assert rules[0].speaks_for == "delivery"
    assert "a long wait" in {rule.meaning for rule in rules}
    assert [abs(r.weight) for r in rules] == sorted((r.weight for r in rules), reverse=True)
    assert explain(None) == explain("") == []


def test_handles_links_and_signs_do_not_decide() -> None:
    texts = [
        "@BestDeals my internet is down",
        "my internet is down https://t.co/discount-coupon-sale",
        "My INTERNET is down",
    ]
    out = classify(texts)
    assert out["intent"].tolist() == ["outage"] * 3
    curly, straight = classify(["It isn’t working", "It isn't working"])["intent"]
    assert curly == straight == "outage"
    assert classify(["Tom &amp; I can't log in"]).equals(classify(["Tom & I can't log in"]))


def test_missing_and_odd_texts_are_unclear() -> None:
    odd = [None, float("nan"), "\x00", "\ud83d", " \n ", "…"]
    out = classify(odd)  # type: ignore[arg-type]
    assert out["intent"].tolist() == ["unclear"] * len(odd)
    assert out["confidence"].tolist() == [0.0] * len(odd)
    assert classify([]).dtypes.equals(out.dtypes)


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    out = classify(["my parcel is late " + "x" * 5_000_000, "x " * 5_000 + "my parcel is late"])
    assert out["intent"][0] == "delivery"
    assert out["intent"][1] != "delivery"


WORDS = st.sampled_from(
    [
        "parcel",
        "refund",
        "love",
        "win",
        "thanks",
        "@shop",
        "https://t.co/a",
        "#a",
        "not",
        "?",
        "lol",
    ]
)


@settings(max_examples=40)
@given(
    st.lists(st.one_of(st.text(max_size=50), st.lists(WORDS, max_size=8).map(" ".join)), max_size=5)
)
def test_any_text_gets_a_label_that_its_rules_explain(texts: list[str]) -> None:
    for row in classify(texts).itertuples():
        assert row.intent in INTENTS[row.purpose]
        assert 0 <= row.confidence <= 1
        assert (row.confidence == 0) == (row.intent == "unclear")
    out = by_rules(texts)
    assert len(out) == len(texts)
    for text, row in zip(texts, out.itertuples(), strict=True):
        assert row.intent in INTENTS[row.purpose]
        assert 0 <= row.confidence <= 1
        speaking = {rule.speaks_for for rule in explain(text)}
        if row.intent == "unclear":
            assert all(rule.weight < 1.5 for rule in explain(text))
        else:
            fallback = row.purpose in speaking and row.intent == FALLBACK_INTENT[row.purpose]
            assert row.intent in speaking or fallback


def test_a_batch_is_classified_as_its_texts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["where is my parcel?", "love it", "", "win a prize", "ok"] * 3
    alone = pd.concat([classify([text]) for text in texts], ignore_index=True)
    assert classify(texts).equals(alone)
    monkeypatch.setattr(purpose, "_ROWS_AT_ONCE", 4)
    assert classify(texts).equals(alone)


def test_the_version_changes_with_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    before = model_version()
    assert before == model_version()
    monkeypatch.setattr(purpose, "RULES", RULES[1:])
    assert model_version() != before


def f1(truth: np.ndarray, guess: np.ndarray) -> float:
    hits = (truth & guess).sum()
    return float(2 * hits / (truth.sum() + guess.sum()))


def test_the_rules_alone_are_worth_what_they_were(shared_datasets: Path) -> None:
    airline = pd.read_csv(shared_datasets / "airline_posts.csv", dtype="str")
    angry = airline.loc[airline["airline_sentiment"] == "negative", "text"].tolist()
    told = pd.read_csv(shared_datasets / "complaints.csv").drop_duplicates("text")
    complained = (told["complaint"] == 1).to_numpy()
    corporate = pd.read_csv(shared_datasets / "corporate_messages.csv")
    own = corporate.loc[corporate["category"].isin(["Information", "Action"]), "text"].tolist()
    buying = pd.read_csv(shared_datasets / "purchase_intent.csv")
    wanted = buying.loc[buying["label"] == "yes", "text"].tolist()

    def share(texts: list[str], label: str) -> float:
        return float((by_rules(texts)["purpose"] == label).mean())

    assert share(angry, "service") == pytest.approx(0.94, abs=0.02)
    assert share(own, "marketing") == pytest.approx(0.82, abs=0.02)
    assert share(wanted, "marketing") == pytest.approx(0.60, abs=0.03)

    trouble = by_rules(told["text"].tolist())["intent"].isin(TROUBLE).to_numpy()
    macro = (f1(complained, trouble) + f1(~complained, ~trouble)) / 2
    assert macro == pytest.approx(0.79, abs=0.02)

    service = angry + told.loc[complained, "text"].tolist()
    truth = np.array(["service"] * len(service) + ["marketing"] * len(own + wanted))
    assert len(truth) == 7_520
    guess = by_rules(service + own + wanted)["purpose"].to_numpy()
    macro = np.mean([f1(truth == label, guess == label) for label in ("service", "marketing")])
    assert macro == pytest.approx(0.88, abs=0.02)


def test_complaints_of_any_industry_are_told_from_other_posts() -> None:
    told = {
        "Third time this week that my room was not cleaned. Not acceptable.": True,
        "@bank your app ate my transfer and nobody picks up the phone": True,
        "The jeans ripped after two days, what a waste of money": True,
        "What time do you open on Sunday?": False,
        "Love the new store, great staff!": False,
        "Our annual report is out, read it here": False,
        "": False,
        "Der Service ist eine Katastrophe, nie wieder": False,  # not guessed
    }
    found = complaints(list(told))
    assert found["complaint"].tolist() == list(told.values())
    assert found["confidence"][6:].tolist() == [0.0, 0.0]
    assert found["confidence"][:6].between(0.4, 1).all()


def test_own_posts_are_told_apart() -> None:
    found = own_posts([
        "@117021 Sorry to hear that! Please send us a DM with your order number ^AB",
        "Acme announces the appointment of a new Chief Financial Officer http://t.co/a",
        "Enter now for your chance to win two tickets, retweet to take part http://t.co/b",
    ])
    assert found["kind"].tolist()[:2] == ["service_reply", "information"]
    assert found["purpose"].tolist() == ["service", "marketing", "marketing"]
