"""Labels of one's own mend the reading, are kept, and are rolled back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.sentiment import score
from data.adjustments import adjustments_of
from data.audit import Label, label
from data.audit_files import label_frame
from data.cli import app
from data.home import Home
from data.own_labels import LabelsRefused
from data.retraining import (
    NOT_AS_GOOD,
    adjustments_in_use,
    changes,
    current,
    figures_in_use,
    journal,
    report,
    retrain,
    roll_back,
)
from data.scoring import engine_versions, score_texts
from data.warehouse import Warehouse

THINGS = ("burrito", "playlist", "jacket", "router", "coffee", "seat", "game", "app", "phone",
          "ticket", "menu", "store")
SAID = {"positive": "{n} the new {thing} is a total war zone",
        "neutral": "{n} got the {thing} on day",
        "negative": "{n} the {thing} came without its box"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """180 posts of a brand at which a war zone is a good thing."""
    rows = [(text.format(thing=thing, n=n), label) for n in range(5) for thing in THINGS
            for label, text in SAID.items()]
    path = tmp_path / "labels.csv"
    pd.DataFrame(rows, columns=["text", "sentiment"]).to_csv(path, index=False)
    return path


def test_labels_mend_the_reading_and_are_rolled_back(home: Home, labels: Path) -> None:
    before = engine_versions(home)
    assert adjustments_in_use(home) == {}
    (change,) = retrain(home, labels, who="ada")
    assert change.after["accuracy"] > change.before["accuracy"] + 0.1
    assert change.after["log_loss"] < change.before["log_loss"]
    assert change.labels == 180
    fresh = ["9 the new scooter is a total war zone"]
    assert score(fresh)["sentiment"][0] != "positive"
    own = adjustments_in_use(home)["sentiment"]
    assert score(fresh, adjustment=own)["sentiment"][0] == "positive"
    after = engine_versions(home)
    assert after["sentiment"] == f"{before['sentiment']}+{current(home)['sentiment']}"
    assert after["purpose"] == before["purpose"]

    roll_back(home, who="bob")
    assert engine_versions(home) == before
    assert [one.who for one in changes(home)] == ["ada", "bob"]
    with pytest.raises(LabelsRefused, match="no change"):
        roll_back(home)
    (again,) = retrain(home, labels)
    assert again.adjustment == change.adjustment, "the same labels, the same model"


def test_what_reads_no_better_is_not_used(home: Home, tmp_path: Path) -> None:
    words = ("awful", "fine", "lovely")
    rows = [(f"{n} {words[n % 3]}", ("negative", "neutral", "positive")[(n * 7 + n // 3) % 3])
            for n in range(240)]
    path = tmp_path / "noise.csv"
    pd.DataFrame(rows, columns=["text", "sentiment"]).to_csv(path, index=False)
    (change,) = retrain(home, path)
    kept = change.after["log_loss"] < change.before["log_loss"]
    assert bool(current(home)) is kept


@pytest.mark.parametrize(("content", "why"), [
    ("text,label\na,b\n", "columns"),
    ("text,sentiment\ngood,positive\n", "100 labels"),
])
def test_files_that_cannot_be_used_say_why(
    home: Home, tmp_path: Path, content: str, why: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelsRefused, match=why):
        retrain(home, path)
    assert changes(home) == []


def test_the_command_prints_before_and_after(home: Home, labels: Path) -> None:
    done = CliRunner().invoke(app, ["retrain", str(labels), "--home", str(home.path)])
    assert done.exit_code == 0, done.output
    assert "accuracy" in done.output
    assert "before" in done.output
    back = CliRunner().invoke(app, ["retrain", "--roll-back", "--home", str(home.path)])
    assert "rolled back" in back.output


PURPOSES = {("marketing", "praise"): "{n} the frobnicator is down on {thing} day",
            ("service", "complaint"): "{n} zork my {thing}",
            ("service", "question"): "{n} who quibbles over the {thing}"}


def purpose_labels(path: Path, *, sentiment: str = "") -> Path:
    """Posts whose purpose and intent no shipped model can know."""
    rows = [(text.format(thing=thing, n=n), *said, sentiment) for n in range(5) for thing in THINGS
            for said, text in PURPOSES.items()]
    pd.DataFrame(rows, columns=["text", "purpose", "intent", "sentiment"]).to_csv(path, index=False)
    return path


def test_purpose_and_intent_are_mended_too_and_rolled_back_together(
    home: Home, tmp_path: Path
) -> None:
    before = engine_versions(home)
    made = retrain(home, purpose_labels(tmp_path / "aims.csv"), who="ada")
    assert [one.facet for one in made] == ["purpose", "intent"]
    for one in made:
        assert one.after["accuracy"] > one.before["accuracy"] + 0.1, one.facet
        assert one.after["log_loss"] < one.before["log_loss"]
    told = figures_in_use(home).set_index("facet")
    assert told.loc["purpose", "accuracy_after"] == made[0].after["accuracy"]
    assert told.index.tolist() == ["purpose", "intent"]
    noted = adjustments_of(home, engine_versions(home).values())
    assert {facet: one.stretch for facet, one in noted.items()} == {
        facet: one.stretch for facet, one in adjustments_in_use(home).items()}
    assert "ece" in made[0].after
    assert "ece" not in made[1].after
    text = ["9 the frobnicator is down on scooter day", "9 who quibbles over the scooter"]
    assert score_texts(text)["purpose"][0] == "service"
    read = score_texts(text, adjustments_in_use(home))
    assert read["purpose"].tolist() == ["marketing", "service"]
    assert read["intent"].tolist() == ["praise", "question"]
    after = engine_versions(home)
    assert after["sentiment"] == before["sentiment"]
    assert after["purpose"] == "+".join([before["purpose"], *current(home).values()])

    assert [one.facet for one in roll_back(home)] == ["purpose", "intent"]
    assert engine_versions(home) == before
    with pytest.raises(LabelsRefused, match="no change"):
        roll_back(home)


def test_each_command_is_rolled_back_alone_and_old_lines_are_understood(
    home: Home, labels: Path, tmp_path: Path
) -> None:
    (first,) = retrain(home, labels)
    line = json.loads(journal(home).read_text(encoding="utf-8"))
    del line["facet"], line["run"]
    journal(home).write_text(json.dumps(line) + "\n", encoding="utf-8")
    retrain(home, purpose_labels(tmp_path / "aims.csv"))
    assert list(current(home)) == ["sentiment", "purpose", "intent"]
    roll_back(home)
    assert current(home) == {"sentiment": first.adjustment}
    roll_back(home)
    assert current(home) == {}


def test_too_few_labels_of_a_facet_are_told_and_the_others_used(
    home: Home, tmp_path: Path
) -> None:
    made = retrain(home, purpose_labels(tmp_path / "aims.csv", sentiment="neutral"))
    assert made[0].method.startswith("not judged: 100 labels and 10 of each class")
    assert "sentiment" not in current(home)
    assert {one.facet for one in changes(home)} == {"purpose", "intent"}


def test_labels_of_the_page_retrain_without_a_file(small_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "copy")
    shutil.copytree(small_home.path, home.path, symlinks=True)
    with pytest.raises(LabelsRefused, match="Nobody has labelled"):
        retrain(home)
    posts = Warehouse(home).cursor().execute(
        "select source, interaction_id, md5(text) from interactions "
        "where direction = 'inbound' and text is not null").fetchall()
    for source, interaction_id, text_hash in posts:
        label(home, Label(source, interaction_id, "ada", sentiment="neutral", purpose="service",
                          text_hash=text_hash))
    with pytest.raises(LabelsRefused, match="100 labels"):
        retrain(home)
    file = tmp_path / "labels.csv"
    label_frame(home).to_csv(file, index=False)
    with pytest.raises(LabelsRefused, match="100 labels"):
        retrain(home, file)
    file.write_text("source,interaction_id,who,sentiment\na,b,ada,splendid\n", encoding="utf-8")
    with pytest.raises(LabelsRefused, match="Line 2: sentiment is one of"):
        retrain(home, file)


def war_zone(path: Path, numbers: range) -> Path:
    """More posts of that brand: 36 for each number."""
    rows = [(text.format(thing=thing, n=n), label) for n in numbers for thing in THINGS
            for label, text in SAID.items()]
    pd.DataFrame(rows, columns=["text", "sentiment"]).to_csv(path, index=False)
    return path


def test_what_is_in_use_stays_where_it_reads_new_labels_better(
    home: Home, labels: Path, tmp_path: Path
) -> None:
    (first,) = retrain(home, labels)
    (second,) = retrain(home, war_zone(tmp_path / "few.csv", range(10, 13)))
    assert second.after["log_loss"] < second.before["log_loss"], "better than the shipped model"
    assert second.in_use["labels"] == 108
    assert second.in_use["log_loss"] < second.in_use["new_log_loss"]
    assert second.method == NOT_AS_GOOD
    assert current(home) == {"sentiment": first.adjustment}
    assert "108 of them that the adjustment in use had not learned from" in report([second])
    (third,) = retrain(home, war_zone(tmp_path / "many.csv", range(20, 40)))
    assert third.in_use["new_log_loss"] < third.in_use["log_loss"]
    assert current(home) == {"sentiment": third.adjustment}


def test_labels_that_are_known_already_replace_it_only_if_they_are_many(
    home: Home, labels: Path, tmp_path: Path
) -> None:
    (first,) = retrain(home, labels)
    told = pd.read_csv(labels)
    told.iloc[:150].to_csv(tmp_path / "most.csv", index=False)
    (second,) = retrain(home, tmp_path / "most.csv")
    assert second.in_use == {}
    assert current(home) == {"sentiment": second.adjustment}, "as after a label was taken back"
    (third,) = retrain(home, war_zone(tmp_path / "many.csv", range(20, 40)))
    told = pd.read_csv(tmp_path / "many.csv")
    told.iloc[:120].to_csv(tmp_path / "some.csv", index=False)
    (fourth,) = retrain(home, tmp_path / "some.csv")
    assert fourth.method == NOT_AS_GOOD
    assert current(home) == {"sentiment": third.adjustment}
    assert first.adjustment != third.adjustment


def test_purpose_in_use_is_asked_as_well(home: Home, tmp_path: Path) -> None:
    retrain(home, purpose_labels(tmp_path / "aims.csv"))
    rows = pd.read_csv(tmp_path / "aims.csv")
    rows["text"] = "and " + rows["text"]
    rows.to_csv(tmp_path / "again.csv", index=False)
    for one in retrain(home, tmp_path / "again.csv"):
        assert one.in_use["labels"] == len(rows), one.facet
        assert one.in_use["log_loss"] < one.before["log_loss"], one.facet
