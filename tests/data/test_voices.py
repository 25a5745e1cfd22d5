"""Search over the messages: against a naive twin, its operators, rights, threads, likeness."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.filters import EVERYONE, Filters, Viewer
from data.home import Home
from data.metrics.voices import voices_values
from data.search import parse, stems
from data.warehouse import Warehouse
from tests.companies import put, say

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))
TEXTS = {
    1: "My refund is late. Refund me now!",
    2: "Refunds are slow and the app is slow too",
    3: "The late refund never came, please please help",
    4: "Great phone, great price",
    5: "No refund yet #RefundNow",
    6: "The late train made me late",
    7: "Write to ann@secret.example about my late refund",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("voices"))
    regions = {1: "north", 2: "south"}
    put(home, customers=[{"customer_id": f"c{n}", "region": regions[n], "segment": "s"}
                         for n in regions], agents=[
        {"agent_id": "a", "name": "Gil", "department": "care"}], interactions=[
        *(say(number, "x", f"2026-03-0{number} 10:00", customer=f"c{1 + number % 2}",
              handle=f"h{number}", text=text, likes=number) for number, text in TEXTS.items()),
        say(8, "email", "2026-03-08 10:00", customer="c1", text="refund by e-mail"),
        say(9, "phone", "2026-03-08 11:00", customer="c1", text=None),
        say(10, "x", "2026-04-01 00:00", customer="c1", text="refund after the period"),
        say(11, "x", "2026-03-09 10:00", customer="c1", text="Great phone, great price"),
        {**say(12, "x", "2026-03-01 10:30", text="Sorry, we look into it.", in_reply_to="1",
               agent_id="a", department="care"), "direction": "outbound"},
        {**say(13, "x", "2026-03-01 10:01", text="We got it.", in_reply_to="1"),
         "direction": "outbound", "automated": True},
        say(14, "x", "2026-03-01 12:00", customer="c1", text="thanks", in_reply_to="12"),
    ])
    build(home)
    return Warehouse(home)


def ids(frame: pd.DataFrame) -> list[int]:
    return [int(one) for one in frame["interaction_id"]]


def naive_bm25(texts: dict[int, str], search: list[str]) -> dict[int, float]:
    """BM25 as in Lucene, a loop per text: k1 = 1.2, b = 0.75, one term per word searched for."""
    words = {number: stems(re.findall(r"[^\W_][^\W_']*", text.lower()))
             for number, text in texts.items()}
    mean = sum(map(len, words.values())) / len(words)
    out: dict[int, float] = {}
    for number, said in words.items():
        if not all(term in said for term in search):
            continue
        out[number] = 0.0
        for term in search:
            df = sum(term in other for other in words.values())
            idf = math.log(1 + (len(words) - df + 0.5) / (df + 0.5))
            tf = said.count(term)
            out[number] += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(said) / mean))
    return out


def social(text: str) -> str:
    return text.replace("ann@secret.example", "").replace("#", "")


@pytest.mark.parametrize("search", ["refund", "late refund", "please", "great"])
def test_relevance_equals_the_naive_twin(db: Warehouse, search: str) -> None:
    texts = {**{n: social(one) for n, one in TEXTS.items()}, 11: TEXTS[4], 14: "thanks"}
    expected = naive_bm25(texts, stems(search.split()))
    found = metrics.voices(db, MARCH, search=search)
    got = dict(zip(ids(found), found["relevance"], strict=True))
    assert got == pytest.approx(expected, abs=1e-4)
    assert list(got.values()) == sorted(got.values(), reverse=True)
    assert set(found["messages_under_filters"]) == {len(texts)}


def test_a_worked_number(db: Warehouse) -> None:
    # "please" is in one of 9 texts, twice, in a text of 8 words; the texts have 49 words.
    idf = math.log(1 + (9 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 8 / (49 / 9)))
    assert expected == pytest.approx(2.3043, abs=1e-4)
    assert metrics.voices(db, MARCH, search="please")["relevance"][0] == pytest.approx(
        expected, abs=1e-4)


@pytest.mark.parametrize(("search", "expected"), [
    ("refund -late", {2, 5}),
    ('"late refund"', {1, 3, 7}),  # marks between words do not count
    ('refund -"late refund"', {2, 5}),
    ('"refunds"', {2}),
    ("ref*", {1, 2, 3, 5, 7}),
    ("#refundnow", {5}),
    ("refundnow", {5}),
    ("slow OR train", {2, 6}),
    ("slow OR train refund", {2}),
    ("-refund -great", {6, 14}),
    ("nothingofthekind", set()),
    ("' OR 1=1; drop table interactions --", set()),
    ("%", set(range(1, 8)) | {11, 14}),
])
def test_operators(db: Warehouse, search: str, expected: set[int]) -> None:
    assert set(ids(metrics.voices(db, MARCH, search=search))) == expected


def test_personal_data_cannot_be_searched_by_anybody(db: Warehouse) -> None:
    for search in ("secret", "ann", "ann@secret.example", "sec*"):
        assert metrics.voices(db, MARCH, search=search).empty
        assert metrics.voices(db, MARCH, Viewer(sees_personal=True), search=search).empty
    text = metrics.voices(db, MARCH, search="write")["text"][0]
    assert text == "Write to [e-mail] about my late refund"
    seen = metrics.voices(db, MARCH, Viewer(sees_personal=True), search="write")["text"][0]
    assert "ann@secret.example" in seen


def test_sorts_and_pages(db: Warehouse) -> None:
    newest = ids(metrics.voices(db, MARCH, sort="newest"))
    assert newest == [11, 7, 6, 5, 4, 3, 2, 14, 1]
    assert ids(metrics.voices(db, MARCH, sort="oldest")) == newest[::-1]
    liked = metrics.voices(db, MARCH, sort="liked")
    assert ids(liked)[:3] == [7, 6, 5]
    polarity = metrics.voices(db, MARCH, sort="negative")["polarity"]
    assert polarity.tolist() == sorted(polarity)
    pages = [metrics.voices(db, MARCH, sort="newest", limit=4, skip=skip) for skip in (0, 4, 8)]
    assert [one for page in pages for one in ids(page)] == newest
    assert {int(one) for page in pages for one in page["total"]} == {9}
    with pytest.raises(ValueError, match="sorted"):
        voices_values(MARCH, query=parse(""), sort="price")


def test_channels_and_labels(db: Warehouse) -> None:
    everything = metrics.voices(db, MARCH, social=False)
    assert set(ids(everything)) == set(range(1, 9)) | {11, 14}  # the call has no text
    positive = metrics.voices(db, MARCH, sentiment="positive")
    assert set(positive["sentiment"]) == {"positive"}
    assert set(ids(positive)) >= {4, 11}


def test_a_limited_viewer_finds_only_own_rows_and_weighs_only_those(db: Warehouse) -> None:
    north = Viewer(regions=("north",))
    found = metrics.voices(db, MARCH, north, search="refund")
    assert set(found["region"]) == {"north"}
    mine = metrics.voices(db, Filters(MARCH.start, MARCH.end, regions=("north",)), search="refund")
    assert found["relevance"].tolist() == mine["relevance"].tolist()
    row = int(metrics.voices(db, MARCH, search="slow")["row_id"][0])
    theirs = metrics.voices(db, MARCH, Viewer(regions=("south",)), search="refund")
    assert not set(ids(found)) & set(ids(theirs))
    owner = metrics.voices(db, MARCH, search="slow")["region"][0]
    other = Viewer(regions=("south" if owner == "north" else "north",))
    assert metrics.conversation_thread(db, other, row_id=row).empty
    assert metrics.similar_posts(db, MARCH, other, row_id=row).empty


def test_the_thread_has_its_order_and_its_waits(db: Warehouse) -> None:
    row = int(metrics.voices(db, MARCH, search='"refund me now"')["row_id"][0])
    thread = metrics.conversation_thread(db, row_id=row)
    assert thread["text"].tolist() == [TEXTS[1], "We got it.", "Sorry, we look into it.", "thanks"]
    assert thread["wait_seconds"][0] == 30 * 60  # the automatic reply does not count
    assert pd.isna(thread["wait_seconds"][3])
    assert thread["agent_name"].tolist()[2] == "Gil"
    # Her own message and the replies to it; not the message of the other customer.
    region = metrics.voices(db, MARCH, search='"refund me now"')["region"][0]
    limited = metrics.conversation_thread(db, Viewer(regions=(region,)), row_id=row)
    assert len(limited) == 3
    assert "thanks" not in limited["text"].tolist()


def test_similar_posts_share_rare_words_and_leave_copies_out(db: Warehouse) -> None:
    row = int(metrics.voices(db, MARCH, search='"never came"')["row_id"][0])
    like = metrics.similar_posts(db, MARCH, row_id=row)
    assert len(like) >= 2
    assert row not in set(like["row_id"])
    assert like["relevance"].tolist() == sorted(like["relevance"], reverse=True)
    assert not like["text"].str.contains("secret").any()


MARKS: list[dict[str, Any]] = [
    {"mark": {"channel": "x"}},
    {"mark": {"bucket": "2026-10-05", "grain": "week"}, "social": True},
    {"mark": {"sentiment": "negative", "channel": "facebook"}, "social": True},
    {"mark": {"purpose": "service"}, "social": True, "by_conversation": True},
    {"mark": {"department": "not answered"}, "social": True, "by_conversation": True},
    {"mark": {"intent": "billing"}, "social": True, "by_conversation": True},
    {"mark": {"word": "refund"}, "social": True},
    {"mark": {"weekday": 1, "hour": 9}, "social": True},
    {"mark": {"channel_a": "x", "channel_b": "phone"}},
    {"mark": {"combination": "email + phone"}},
    {"mark": {"polarity_from": -0.5}, "social": True},
    {"mark": {"segment": "business"}, "social": True},
]


@pytest.mark.parametrize("choice", MARKS, ids=lambda one: "-".join(one["mark"]))
@pytest.mark.parametrize("who", [EVERYONE, Viewer(regions=("north",))], ids=["all", "north"])
def test_the_rows_of_every_mark_are_the_same_in_both_places(
    demo_home: Home, choice: dict[str, Any], who: Viewer
) -> None:
    db = Warehouse(demo_home)
    filters = Filters(date(2026, 8, 1), date(2026, 11, 1), tiers=("basic",))
    behind = metrics.rows_behind(db, filters, who, **choice)
    read = metrics.voices(db, filters, who, **{"social": False, **choice}, limit=5000)
    total = int(behind["total_interactions"].iloc[0]) if len(behind) else 0
    assert len(read) == total
    assert set(behind["interaction_id"]) <= set(read["interaction_id"])


def test_search_against_a_scan_of_every_text(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    filters = Filters(date(2026, 5, 1), date(2026, 11, 1))
    posts = db.cursor().execute(
        "select interaction_id, text from interactions where direction = 'inbound' and is_social "
        "and day >= $a and day < $b and text is not null",
        {"a": filters.start, "b": filters.end}).df()
    said = posts["text"].str.lower().str.replace(r"https?://\S+", " ", regex=True).map(
        lambda text: set(stems(re.findall(r"[^\W_][^\W_']*", text.replace("’", "'")))))
    for word in ("refund", "outage", "love", "please", "still"):
        expected = set(posts.loc[said.map(lambda one, w=word: stems([w])[0] in one),
                                 "interaction_id"])
        found = metrics.voices(db, filters, search=word, limit=100_000)
        assert set(found["interaction_id"]) == expected
        assert expected


def test_nothing_is_found_in_an_empty_warehouse(home: Home) -> None:
    put(home, interactions=[say(1, "phone", "2026-03-01 10:00")])
    build(home)
    empty = Warehouse(home)
    for search in ("", "refund", '"a b"', "x*"):
        assert metrics.voices(empty, MARCH, search=search).empty


def test_the_statement_on_the_card_can_be_run_again(db: Warehouse) -> None:
    search = 'late OR "o\'hara" -bank'
    values = voices_values(MARCH, query=parse(search), limit=50)
    sql = metrics.sql_text("voices", MARCH, EVERYONE, **values)
    again = db.cursor().execute(sql).df()
    shown = metrics.voices(db, MARCH, search=search, limit=50)
    assert len(shown) == 4
    pd.testing.assert_frame_equal(again.drop(columns="text"), shown.drop(columns="text"),
                                  check_dtype=False)
    assert again["text"].tolist() == shown["text"].tolist()
