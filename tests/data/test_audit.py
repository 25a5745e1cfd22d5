"""Labels and samples: what holds, what is a truth, and the confusion that they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data import metrics
from data.audit import (
    AuditError,
    Label,
    Sample,
    audited,
    keep_sample,
    label,
    labelled_texts,
    labels,
    new_sample_id,
    purpose_confusion,
    samples,
    sentiment_confusion,
    truths,
    unlabelled,
)
from data.build import build
from data.filters import Filters
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

SERVICE = "My internet is broken, please help, it is terrible"
MARKETING = "I love this brand, great new design, best ever!"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("audit"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(number, ("x", "facebook")[number % 5 == 0], f"2026-03-{1 + number % 20:02d} 10:00",
            handle=f"@h{number}", text=SERVICE if number % 3 == 0 else MARKETING)
        for number in range(60)] + [say(99, "phone", "2026-03-05 10:00", text=SERVICE)])
    build(home)
    return home


@pytest.fixture
def place(built: Home) -> Home:
    """The built home, without what the test before has said."""
    for path in (built.labels, built.samples):
        path.unlink(missing_ok=True)
    return built


def said(number: int, who: str = "Ann", **more: object) -> Label:
    return Label("test", str(number), who, **more)  # type: ignore[arg-type]


def march(**more: object) -> Filters:
    from datetime import date

    return Filters(date(2026, 3, 1), date(2026, 4, 1), **more)  # type: ignore[arg-type]


def test_the_last_word_of_each_person_holds_and_can_be_taken_back(home: Home) -> None:
    label(home, said(1, sentiment="negative", purpose="service"))
    label(home, said(1, sentiment="neutral", purpose="service"))
    label(home, said(1, "Ben", sentiment="neutral", purpose="marketing"))
    label(home, said(2, sentiment="positive"))
    label(home, said(2, verdict="undo"))
    (row,) = truths(labels(home)).to_dict("records")
    assert (row["sentiment"], row["sentiment_state"], row["people"]) == ("neutral", "agreed", 2)
    assert (row["purpose"], row["purpose_state"]) == ("", "disputed")
    label(home, said(1, "Cy", purpose="service", settles=True))
    (row,) = truths(labels(home)).to_dict("records")
    assert (row["purpose"], row["purpose_state"], row["people"]) == ("service", "settled", 2)
    assert len(labels(home)) == 6, "nothing is ever overwritten"


@pytest.mark.parametrize("wrong", [
    {"sentiment": "happy"}, {"purpose": "sales"}, {"intent": "=1+1", "purpose": "service"}, {},
    {"sentiment": "neutral", "how": "chance"}, {"sentiment": "neutral", "text_hash": "x"},
    {"sentiment": "neutral", "note": "x" * 501}])
def test_a_label_that_says_nothing_known_is_refused(home: Home, wrong: dict[str, str]) -> None:
    with pytest.raises(AuditError):
        label(home, said(1, **wrong))
    with pytest.raises(AuditError):
        label(home, said(1, " ", sentiment="neutral"))
    assert labels(home) == []


def test_a_broken_line_is_named(home: Home) -> None:
    label(home, said(1, sentiment="neutral"))
    home.labels.write_text(home.labels.read_text() + "{}\n\n", encoding="utf-8")
    with pytest.raises(AuditError, match="line 2"):
        labels(home)


def test_a_sample_is_drawn_as_asked_and_the_same_for_the_same_seed(place: Home) -> None:
    db = Warehouse(place)
    asked = {"how": "random", "size": 20, "seed": "s"}
    first = metrics.audit_sample(db, march(), **asked)
    assert len(first) == 20
    assert set(first["population"]) == {60}, "the call is no social post"
    assert first.equals(metrics.audit_sample(db, march(), **asked))
    assert not first.equals(metrics.audit_sample(db, march(), **{**asked, "seed": "t"}))
    by_channel = metrics.audit_sample(db, march(), how="channel", size=10, seed="s")
    assert by_channel["channel"].value_counts().to_dict() == {"x": 5, "facebook": 5}
    unsure = metrics.audit_sample(db, march(), how="uncertain", size=20, seed="s")
    posts = metrics.audit_posts(db, posts=list(
        zip(unsure["source"], unsure["interaction_id"], strict=True)))
    every = metrics.audit_posts(db, posts=[("test", str(n)) for n in range(60)])
    least = every[["sentiment_confidence", "purpose_confidence"]].min(axis=1).sort_values()
    chosen = posts[["sentiment_confidence", "purpose_confidence"]].min(axis=1)
    assert chosen.max() <= least.iloc[19] + 1e-12
    assert len(metrics.audit_sample(db, march(channels=("facebook",)), **asked)) == 12


def test_the_confusion_counts_random_samples_only(place: Home) -> None:
    assert purpose_confusion(place) is None
    posts = tuple(("test", str(number)) for number in range(12))
    sample = keep_sample(place, Sample(new_sample_id(), "random", posts[:6], 60, "March", "Ann"))
    keep_sample(place, Sample(new_sample_id(), "uncertain", posts[4:], 60, "March", "Ann"))
    assert [one.how for one in samples(place)] == ["random", "uncertain"]
    assert unlabelled(sample, labels(place), "Ann") == list(posts[:6])
    for number in range(12):
        label(place, said(number, purpose="service", sentiment="negative"))
    assert unlabelled(sample, labels(place), "ann") == []
    assert unlabelled(sample, labels(place), "Ben") == list(posts[:6])
    found = purpose_confusion(place)
    assert found is not None
    # Of posts 0 to 5, 0 and 3 read as service; 6 to 11 are no random posts.
    assert {(row.true, row.predicted): row.count for row in found.itertuples(index=False)} == {
        ("service", "service"): 2, ("service", "marketing"): 4}
    label(place, said(0, "Ben", purpose="other"))
    label(place, said(3, "Ben", purpose="cannot tell", settles=True))
    found = purpose_confusion(place)
    assert found is not None
    assert found["count"].sum() == 4, "neither a disputed post nor one nobody can tell"
    feeling = sentiment_confusion(place)
    assert feeling is not None
    assert feeling["count"].sum() == 6


def test_a_conversation_counts_as_what_it_is_counted_as(home: Home) -> None:
    """A first post of marketing whose conversation a later post turned into service."""
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(1, "x", "2026-03-01 10:00", handle="@a", text=MARKETING, conversation_id="c"),
        say(2, "x", "2026-03-01 11:00", handle="@a", text=SERVICE, conversation_id="c")])
    build(home)
    for number in (1, 2):
        label(home, said(number, purpose="marketing", how="random"))
    found = purpose_confusion(home)
    assert found is not None
    assert found.to_dict("records") == [{"true": "marketing", "predicted": "service", "count": 1}]


def test_a_label_of_another_text_does_not_count_and_a_way_may_come_with_it(place: Home) -> None:
    label(place, said(0, purpose="service", how="random"))
    label(place, said(1, purpose="service", how="random", text_hash="0" * 32))
    label(place, said(1_000, purpose="service", how="random"))
    posts = audited(place)
    assert posts["interaction_id"].tolist() == ["0"]
    assert posts["is_random"].tolist() == [True]
    texts = labelled_texts(place)
    assert texts["text"].tolist() == [SERVICE]
    assert texts["purpose"].tolist() == ["service"]


def test_labels_survive_a_rebuild(place: Home, tmp_path: Path) -> None:
    label(place, said(0, purpose="service", how="random"))
    before = purpose_confusion(place)
    build(place)
    after = purpose_confusion(place)
    assert before is not None
    assert before.equals(after)


def test_an_empty_or_endless_sample_is_refused(home: Home) -> None:
    one = Sample(new_sample_id(), "random", (), 0, "", "Ann")
    with pytest.raises(AuditError):
        keep_sample(home, one)
    with pytest.raises(AuditError):
        keep_sample(home, replace(one, posts=(("test", "1"),) * 2_001))
    with pytest.raises(AuditError):
        keep_sample(home, replace(one, posts=(("test", "1"),), who=""))


def test_people_can_say_all_that_the_engines_say() -> None:
    from analysis.purpose_rules import INTENTS
    from analysis.sentiment import SENTIMENTS
    from data.audit import ALLOWED

    assert set(SENTIMENTS) <= set(ALLOWED["sentiment"])
    assert set(INTENTS) <= set(ALLOWED["purpose"])
    assert {one for intents in INTENTS.values() for one in intents} <= set(ALLOWED["intent"])


def test_a_broken_line_is_named_to_the_decision(place: Home) -> None:
    from data import checked

    assert checked.purpose_confusion(place) is None
    label(place, said(0, purpose="service", how="random"))
    found = checked.purpose_confusion(place)
    assert found is not None
    assert found["count"].sum() == 1
    place.labels.write_text("{}\n" + place.labels.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(AuditError, match="line 1"):
        checked.purpose_confusion(place)
