"""Topics in a built warehouse: by words, by what is left over, and the same at the next build."""

from __future__ import annotations

import json
import random
from datetime import date

import pandas as pd
import pytest

from data import metrics
from data.build import build
from data.edited import Refused
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.topics import read_topics, shipped_text, topic_terms, topics_file, topics_in_use
from data.warehouse import Warehouse
from tests.companies import put, say

WORDS = {"garden": ["tulip", "rose", "daisy", "soil", "seed", "shovel", "hedge", "lawn"],
         "kitchen": ["soup", "bread", "salt", "pepper", "oven", "spoon", "pan", "dough"]}
KNOWN = '''
[[topics]]
name = "Money"
words_any = ["invoice", "money back", "pay*"]
words_none = ["joke"]
'''


def whole(**more: object) -> Filters:
    return Filters(date(2020, 1, 1), date(2030, 1, 1), **more)  # type: ignore[arg-type]


def texts(group: str, many: int) -> list[str]:
    """Five of the eight words of a group in some order, hardly ever twice the same."""
    rng = random.Random(group)
    return [" ".join(rng.sample(WORDS[group], 5)) for _ in range(many)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("topics"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    home.topics.write_text(KNOWN, encoding="utf-8")
    said = [*texts("garden", 240), *texts("kitchen", 240), "two invoices came", "I want my money "
            "back", "back to money", "paying again", "an invoice is a joke"]
    put(home, interactions=[
        say(at, "x", f"2026-03-{1 + at % 20:02d} 10:00", handle=f"@h{at}", text=text)
        for at, text in enumerate(said)])
    build(home)
    return home


def test_known_topics_are_told_by_their_words(place: Home) -> None:
    db = Warehouse(place)
    found = db.query("select i.text from topic_posts join interactions as i using (row_id) where "
                     "topic_id = 'known: Money' order by row_id", {}, name="t")["text"]
    assert set(found) == {"two invoices came", "I want my money back", "paying again"}


def test_new_topics_are_found_and_the_rest_is_told(place: Home) -> None:
    db = Warehouse(place)
    share = metrics.topics_share(db, whole())
    assert share["all_posts"].eq(485).all()
    new = share[share["kind"] == "found"]
    assert len(new) >= 2
    for row in new.itertuples(index=False):
        words = set(row.words[:4])
        assert any(len(words & set(one)) >= 3 for one in WORDS.values()), words
    none = share[share["kind"] == "none"]
    told = db.query("select count(distinct row_id) as n from topic_posts "
                    "where topic_id <> 'none'", {}, name="t")["n"][0]
    assert none["posts"].sum() + told == 485
    # A post whose language cannot be read has a topic by its words, but no sentiment.
    unread = db.query("select t.topic_id, count(*) as n from topic_posts as t join interactions "
                      "as i using (row_id) where i.sentiment is null group by all", {}, name="u")
    gap = share["posts"] - share[["negative", "neutral", "positive"]].sum(axis=1)
    assert gap.tolist() == share["not_read"].tolist()
    topics = share["kind"] != "none"
    expected = share["topic_id"].map(unread.set_index("topic_id")["n"]).fillna(0)
    assert gap[topics].tolist() == expected[topics].tolist()
    assert (gap >= 0).all()
    over = metrics.topics_over_time(db, whole(), topic_ids=("known: Money", "none"))
    assert over.groupby("topic")["posts"].sum().to_dict() == {
        "Money": 3, "none": int(none["posts"].sum())}
    examples = metrics.topic_examples(db, whole(), topic_id=str(new["topic_id"].iloc[0]))
    assert len(examples) == 8
    assert examples["like_topic"].is_monotonic_decreasing
    assert metrics.topics_share(db, whole(), Viewer("n", regions=("north",))).empty


def test_topics_keep_number_and_name_from_build_to_build(place: Home) -> None:
    before = metrics.topics_share(Warehouse(place), whole()).set_index("topic_id")["topic"]
    put(place, interactions=[
        say(1_000 + at, "x", f"2026-04-{1 + at % 20:02d} 10:00", handle=f"@k{at}", text=text)
        for at, text in enumerate(texts("garden", 120))])
    build(place)
    after = metrics.topics_share(Warehouse(place), whole()).set_index("topic_id")["topic"]
    found = [one for one in before.index if one.startswith("found")]
    assert len(found) >= 2
    assert after.loc[[one for one in found if one in after.index]].to_dict() == before.loc[
        [one for one in found if one in after.index]].to_dict()
    assert len([one for one in found if one in after.index]) >= 2
    sorted_into = "select row_id, topic_id, sure from topic_posts order by all"
    first = Warehouse(place).query(sorted_into, {}, name="first")
    build(place)
    pd.testing.assert_frame_equal(first, Warehouse(place).query(sorted_into, {}, name="again"))
    memory = place.lake / "topics.json"
    assert {one["name"] for one in json.loads(memory.read_text("utf-8"))} >= set(before.loc[found])
    memory.write_text("not JSON", encoding="utf-8")
    build(place)
    assert len(metrics.topics_share(Warehouse(place), whole())) > 2


@pytest.mark.parametrize(("text", "line", "words"), [
    ("[[topics]]\nname = 'a'", 1, "words_any is missing"),
    (KNOWN + KNOWN, 7, "is taken by the topic in line 2"),
    (KNOWN.replace('"pay*"', '"!"'), 4, "holds no word"),
    (KNOWN.replace("words_none", "words_not"), 5, "did you mean “words_none”"),
    ("topics = 1", 1, "under [[topics]]")])
def test_a_bad_file_is_refused_and_the_last_good_one_stays(home: Home, text: str, line: int,
                                                           words: str) -> None:
    topics_file(home).save(KNOWN, who="Rita")
    with pytest.raises(Refused) as refused:
        topics_file(home).save(text, who="Rita")
    assert any(one.line == line and words in one.reason for one in refused.value.problems), str(
        refused.value)
    assert topics_in_use(home).text == KNOWN


def test_the_shipped_topics_are_good() -> None:
    topics = read_topics(shipped_text())
    assert len(topics) >= 10
    assert len(topic_terms(topics)) >= sum(len(one.words_any) for one in topics)


def test_a_post_of_two_topics_counts_in_both_and_once_of_all(home: Home) -> None:
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    home.topics.write_text(
        '[[topics]]\nname = "Money"\nwords_any = ["invoice"]\n\n'
        '[[topics]]\nname = "Late"\nwords_any = ["late"]\n', encoding="utf-8")
    said = ["the invoice is late", "THE INVOICE is late", "a late parcel", "nice shoes", None]
    put(home, interactions=[
        say(at, "x", f"2026-03-0{1 + at} 10:00", handle=f"@h{at}", text=text)
        for at, text in enumerate(said)])
    build(home)
    db = Warehouse(home)
    share = metrics.topics_share(db, whole()).set_index("topic")
    assert share["posts"].to_dict() == {"Late": 3, "Money": 2, "none": 1}
    assert share["all_posts"].eq(4).all()
    first_two = Filters(date(2026, 3, 1), date(2026, 3, 3))
    assert metrics.topics_share(db, first_two)["all_posts"].tolist() == [2, 2]
    late = metrics.topic_examples(db, whole(), topic_id="known: Late")
    assert late["text"].tolist() == ["a late parcel", "THE INVOICE is late", "the invoice is late"]
    none = metrics.topic_examples(db, whole(), topic_id="none")
    assert none["text"].tolist() == ["nice shoes"]
