"""What rules catch, in SQL: by hand, against a twin in Python, and with hostile words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.routing import newest_of, uncaught
from data import metrics
from data.build import build
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.metrics.routing import routing_items, routing_matches
from data.routing import Incendiary, Rule, Rules, When, rule_values
from data.search import stems
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
REST = Rule("no rule", "care", When())
TEXTS = ("My app is broken since the outage", "Broken again, I will press charges!",
         "I shall Press, charges or not", "The refund is late: REFUNDED twice",
         "O'Brien's bill is wrong", None, "a#b #Delay late", "I love the new design, great work",
         "see https://lawyer.example/refund for more", "mail me at a.b@mail.example about lawyers",
         "terrible service; drop table interactions; --")


def rules(*whens: When, **more: Any) -> Rules:
    named = tuple(Rule(f"r{at}", "care", when) for at, when in enumerate(whens, start=1))
    return Rules(named, REST, Incendiary(author_followers_min=1000, shares_min=5), **more)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Sixty messages of four customers and strangers, on three written channels and by phone."""
    home = Home(tmp_path_factory.mktemp("routed"))
    save_settings(home, Settings(timezone="UTC"))
    start = datetime(2026, 3, 2, 8)
    rows = []
    for at in range(60):
        channel = ("x", "email", "facebook", "phone")[at % 4]
        when = start + timedelta(hours=7 * at)
        social = channel in ("x", "facebook")
        rows.append(say(
            at, channel, when.isoformat(sep=" "), text=TEXTS[at % len(TEXTS)],
            customer=None if social and at % 3 else f"c{at % 4}", handle=f"@h{at % 5}",
            conversation_id=f"t{at % 16}", author_followers=(at * 97) % 3000 if social else None,
            shares=at % 9 if social else None))
        if at % 3 == 0:
            rows.append({**say(1000 + at, channel, (when + timedelta(minutes=30)).isoformat(
                sep=" "), conversation_id=f"t{at % 16}", department="care", text="Sorry",
                handle_seconds=60.0), "direction": "outbound"})
        if at % 5 == 0:  # a machine's reply is nobody's look
            rows.append({**say(2000 + at, channel, (when + timedelta(seconds=5)).isoformat(
                sep=" "), conversation_id=f"t{at % 16}", text="We have got your message.",
                automated=True), "direction": "outbound"})
    put(home, interactions=rows, customers=[
        {"customer_id": f"c{at}", "segment": ("consumer", "Business")[at % 2],
         "region": ("north", "south")[at // 2], "tier": ("basic", "Gold")[at // 2]}
        for at in range(4)])
    build(home)
    return Warehouse(home)


@pytest.fixture(scope="module")
def written(db: Warehouse) -> pd.DataFrame:
    """The written messages of March as the marts have them, with their words."""
    return db.cursor().execute(
        "select w.*, lower(coalesce(i.masked_text, i.text)) as said from inbound_waits as w "
        "join interactions as i using (row_id) where w.channel <> 'phone' "
        "and w.day >= '2026-03-01' and w.day < '2026-04-01' order by row_id").df()


def tokens(said: str) -> list[str]:
    return re.findall(r"[^\W_][^\W_']*(?:'[^\W_']+)*", re.sub(r"https?://\S+", " ", said))


def holds(said: object, entry: str) -> bool:
    """Whether a text holds an entry of a list of words, gone through word by word."""
    if not isinstance(said, str):
        return False
    words = tokens(said)
    if entry.startswith("#"):
        return entry.lower() in re.findall(r"#\w+", said)
    if len(entry.split()) > 1:
        return f" {entry.lower()} " in f" {' '.join(words)} "
    if entry.endswith("*"):
        return any(one.startswith(entry[:-1].lower()) for one in words)
    if entry.startswith('"'):
        return entry.strip('"').lower() in words
    return stems([entry.lower()])[0] in stems(words)


def applies(when: When, row: Any) -> bool:
    """Whether all conditions hold, one after the other."""
    for name in ("channel", "purpose", "intent", "sentiment", "tier", "segment"):
        asked, value = getattr(when, name), getattr(row, name)
        if asked and not (isinstance(value, str) and value.lower() in asked):
            return False
    if when.words_any and not any(holds(row.said, one) for one in when.words_any):
        return False
    if not all(holds(row.said, one) for one in when.words_all):
        return False
    hours = row.thread_age_seconds / 3600
    for value, low, high in (
            (row.author_followers, when.author_followers_min, when.author_followers_max),
            (hours, when.thread_age_hours_min, when.thread_age_hours_max)):
        unknown = bool(pd.isna(value))
        if low is not None and (unknown or value < low):
            return False
        if high is not None and (unknown or value > high):
            return False
    return True


def twin(written: pd.DataFrame, asked: Rules) -> Counter[str]:
    out: Counter[str] = Counter()
    for row in written.itertuples(index=False):
        out[" ".join(str(at) for at, rule in enumerate(asked.rules, start=1)
                     if applies(rule.when, row))] += 1
    return out


def found(db: Warehouse, asked: Rules, filters: Filters = MARCH,
          viewer: Viewer = EVERYONE) -> Counter[str]:
    frame = routing_matches(db, filters, viewer, rules=asked)
    return Counter(frame.groupby("rules")["messages"].sum().astype(int).to_dict())


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


NUMBER = st.one_of(st.none(), st.sampled_from([0.0, 7.0, 500.0, 1500.0]))
WORDS = some(("refund", '"refunds"', "refund*", "press charges", "#delay", "late", "o'brien's",
              "LAWYERS", "broken", "drop table"))
WHEN = st.builds(
    When, channel=some(("x", "email", "fax")), purpose=some(("service", "other")),
    intent=some(("complaint", "outage", "unclear")), sentiment=some(("negative", "neutral")),
    tier=some(("basic", "gold")), segment=some(("business", "unknown")), words_any=WORDS,
    words_all=WORDS, author_followers_min=NUMBER, author_followers_max=NUMBER,
    thread_age_hours_min=NUMBER, thread_age_hours_max=NUMBER)
# Most conditions at once leave nothing: a rule has one or two of them.
SPARSE = st.tuples(WHEN, st.lists(st.sampled_from(list(When.__dataclass_fields__)), min_size=1,
                                  max_size=2)).map(
    lambda pair: When(**{name: getattr(pair[0], name) for name in pair[1]}))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(SPARSE, WHEN), min_size=1, max_size=4))
def test_claims_against_a_twin(db: Warehouse, written: pd.DataFrame, whens: list[When]) -> None:
    asked = rules(*whens)
    assert found(db, asked) == twin(written, asked)


def test_the_first_match_wins_and_all_claims_are_counted(
    db: Warehouse, written: pd.DataFrame
) -> None:
    asked = rules(When(words_any=("late",)), When(channel=("facebook",)), When(words_any=(
        "refund", "delay")))
    frame = routing_matches(db, MARCH, rules=asked).set_index("rules")
    assert set(frame.index) >= {"", "1 3", "2"}
    assert frame.loc["1 3", "first_rule"] == 1
    assert frame.loc[[""], "first_rule"].isna().all()
    assert frame["messages"].sum() == len(written) == 45


@pytest.mark.parametrize(("entry", "texts"), [
    ("press charges", {1, 2}), ("refund", {3}), ('"refund"', {3}), ('"refunds"', set()),
    ("o'brien's", {4}), ("#delay", {6}), ("delay", {6}), ("b", {6}), ("mail", {9}),
    ("lawyer", {9}), ("example", set()), ("'; drop table interactions; --", {10}),
    ("' or 1=1 --", set()), ("x') union select 1 --", set()), ("interactions;", {10}),
    ("($x", set()), ("a.b@mail.example", set()), ("BROKEN", {0, 1}), ("brok", set()),
    ("brok*", {0, 1}), ("a.*", set()),
])
def test_whole_words_whatever_stands_in_them(
    db: Warehouse, written: pd.DataFrame, entry: str, texts: set[int]
) -> None:
    """Quotes, signs of patterns and of SQL are nothing but letters around words; an address of
    a person cannot be looked for.
    """
    examples = metrics.routing_examples(db, MARCH, Viewer(sees_personal=True), limit=100,
                                        rules=rules(When(words_any=(entry,))), rule=1)
    of = {text: at for at, text in enumerate(TEXTS)}
    assert {of[one] for one in examples["text"]} == texts
    assert len(db.cursor().execute("select 1 from interactions").fetchall()) == 92


def test_rows_of_phone_calls_count_where_they_are_not_live(db: Warehouse) -> None:
    asked = rules(When(channel=("phone",)), live_channels=())
    assert found(db, asked)["1"] == 15
    assert found(db, replace(asked, live_channels=("phone",)))["1"] == 0


def test_what_no_rule_catches(db: Warehouse, written: pd.DataFrame) -> None:
    asked = rules(When(channel=("x", "email")))
    frame = uncaught(routing_matches(db, MARCH, rules=asked))
    assert set(frame["channel"]) == {"facebook"}
    assert frame["messages"].sum() == (written["channel"] == "facebook").sum()
    none = metrics.routing_examples(db, MARCH, rules=asked, rule=0, limit=3)
    assert set(none["channel"]) == {"facebook"}
    assert none["row_id"].is_monotonic_decreasing


@pytest.mark.parametrize("rule", [0, 1, 2])
def test_what_the_counts_tell_besides_is_what_the_rules_say_when_asked_anew(
    db: Warehouse, written: pd.DataFrame, rule: int
) -> None:
    asked = rules(When(words_any=("late", "refund")), When(channel=("facebook",)))
    matches = routing_matches(db, MARCH, rules=asked)
    # A word within a link is not said.
    said = written["said"].fillna("").str.replace(r"https?://\S+", " ", regex=True)
    left = written[(written["channel"] != "facebook")
                   & ~said.str.contains(r"\b(?:late|refund)\b", case=False)]
    told = uncaught(matches)
    assert told.groupby("channel")["messages"].sum().to_dict() == (
        left["channel"].value_counts().to_dict())
    assert told["messages"].is_monotonic_decreasing
    assert not told.duplicated(["channel", "purpose", "intent"]).any()
    assert len(matches) > len(set(matches["rules"])), "what none claims has a row per kind"
    rows, _ = newest_of(matches, rule)
    read = metrics.routing_read(db, MARCH, rows=rows, limit=3)
    pd.testing.assert_frame_equal(
        read, metrics.routing_examples(db, MARCH, rules=asked, rule=rule, limit=3))
    assert len(read) == 3
    assert metrics.routing_read(db, MARCH, Viewer(regions=("nowhere",)), rows=rows).empty


def test_messages_for_the_replay(db: Warehouse, written: pd.DataFrame) -> None:
    asked = rules(When(words_any=("late",)), When(channel=("x",)))
    items = routing_items(db, MARCH, rules=asked)
    assert items["row_id"].tolist() == written["row_id"].tolist()
    assert items["arrived"].is_monotonic_increasing
    fire = ((written["sentiment"] == "negative")
            & ((written["author_followers"].fillna(0) >= 1000)
               | (written["shares"].fillna(0) >= 5)))
    assert items["incendiary"].tolist() == fire.tolist()
    assert 0 < fire.sum() < len(fire)
    first = [next((at for at, rule in enumerate(asked.rules, start=1)
                   if applies(rule.when, row)), 0) for row in written.itertuples(index=False)]
    assert items["rule"].tolist() == first
    assert (items["reviewed"].dropna() >= items.loc[items["reviewed"].notna(), "arrived"]).all()
    assert set(items["reviewed_by"].dropna()) == {"care"}
    assert items["conversation"].nunique() == written["conversation_key"].nunique()
    newest = routing_items(db, MARCH, rules=asked, limit=7)
    assert newest["row_id"].tolist() == written["row_id"].tolist()[-7:]


def test_threats_in_complaints_are_incendiary(db: Warehouse, written: pd.DataFrame) -> None:
    asked = replace(rules(When(channel=("x",))), incendiary=Incendiary(
        author_followers_min=1e9, shares_min=1e9, words_any=("press charges", "broken")))
    items = routing_items(db, MARCH, rules=asked)
    said = [isinstance(one, str) and "broken" in one for one in written["said"]]
    assert items["incendiary"].tolist() == list(
        np.array(said) & (written["intent"] == "complaint").to_numpy())


def test_waits_by_a_twin_that_follows_each_conversation(db: Warehouse) -> None:
    cursor = db.cursor()
    rows = cursor.execute("select row_id, conversation_key, direction, published_at from "
                          "interactions where not automated order by row_id").fetchall()
    waits = {row[0]: row[1:] for row in cursor.execute(
        "select row_id, reviewed_at, thread_age_seconds from inbound_waits").fetchall()}
    assert set(waits) == {row[0] for row in rows if row[2] == "inbound"}
    for row_id, key, direction, at in rows:
        if direction == "inbound":
            after = [row[3] for row in rows if row[0] > row_id and row[1:3] == (key, "outbound")]
            first = min(row[3] for row in rows if row[1:3] == (key, "inbound"))
            assert waits[row_id] == (min(after, default=None), (at - first).total_seconds())


def test_filters_and_viewers_narrow_the_messages(db: Warehouse, written: pd.DataFrame) -> None:
    asked = rules(When(words_any=("late",)))
    south = Viewer(name="south", regions=("south",))
    for filters in (MARCH, replace(MARCH, segments=("Business",)), replace(MARCH, channels=("x",)),
                    replace(MARCH, end=date(2026, 3, 9)), replace(MARCH, purposes=("service",))):
        narrowed = replace(filters, regions=("south",))
        assert found(db, asked, filters, south) == found(db, asked, narrowed)
        for name in ("routing_matches", "routing_items"):
            metric = getattr(metrics, name)
            pd.testing.assert_frame_equal(metric(db, filters, south, rules=asked),
                                          metric(db, narrowed, rules=asked))
    seen = metrics.routing_examples(db, MARCH, south, rules=asked, rule=0, limit=99)
    assert len(seen) == ((written["region"] == "south") & written["said"].notna()).sum() - (
        written[written["region"] == "south"]["said"].fillna("").str.contains("late").sum())


def test_personal_data_is_hidden(db: Warehouse) -> None:
    asked = rules(When(words_any=("lawyer",)))
    hidden = metrics.routing_examples(db, MARCH, rules=asked, rule=1)
    assert "mail.example" not in " ".join(hidden["text"])
    shown = metrics.routing_examples(db, MARCH, Viewer(sees_personal=True), rules=asked, rule=1)
    assert "a.b@mail.example" in " ".join(shown["text"])


def test_an_empty_period_and_sources_without_replies(db: Warehouse, home: Home) -> None:
    nothing = Filters(date(2020, 1, 1), date(2020, 2, 1))
    asked = rules(When(words_any=("late",)))
    for name in ("routing_matches", "routing_items"):
        assert getattr(metrics, name)(db, nothing, rules=asked).empty
    assert metrics.routing_examples(db, nothing, rules=asked, rule=0).empty
    put(home, interactions=[say(1, "x", "2026-03-02 10:00", text="late")])
    build(home)
    lone = Warehouse(home)
    assert found(lone, asked)["1"] == 1
    assert routing_items(lone, MARCH, rules=asked).empty


def test_the_statement_on_the_card_can_be_run_again(db: Warehouse) -> None:
    asked = rules(When(words_any=("o'brien's", "press charges")), When(author_followers_min=7))
    for name, more in (("routing_matches", {}), ("routing_items", {"limit": 50}),
                       ("routing_examples", {"rule": 1, "limit": 3})):
        values = {**rule_values(asked), **more}
        text = metrics.sql_text(name, MARCH, **values)
        assert "o''brien" in text
        again = db.cursor().execute(text).df()
        pd.testing.assert_frame_equal(again, db.metric(name, MARCH, **values))
