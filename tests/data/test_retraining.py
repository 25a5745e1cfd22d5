"""Labels of one's own mend the reading, are kept, and are rolled back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.sentiment import score
from data.cli import app
from data.home import Home
from data.retraining import (
    LabelsRefused,
    adjustment_in_use,
    changes,
    current,
    retrain,
    roll_back,
)
from data.scoring import engine_versions

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
    assert adjustment_in_use(home) is None
    change = retrain(home, labels, who="ada")
    assert change.after["accuracy"] > change.before["accuracy"] + 0.1
    assert change.after["log_loss"] < change.before["log_loss"]
    assert change.labels == 180
    fresh = ["9 the new scooter is a total war zone"]
    assert score(fresh)["sentiment"][0] != "positive"
    assert score(fresh, adjustment=adjustment_in_use(home))["sentiment"][0] == "positive"
    after = engine_versions(home)
    assert after["sentiment"] == f"{before['sentiment']}+{current(home)}"
    assert after["purpose"] == before["purpose"]

    roll_back(home, who="bob")
    assert engine_versions(home) == before
    assert [one.who for one in changes(home)] == ["ada", "bob"]
    with pytest.raises(LabelsRefused, match="no change"):
        roll_back(home)
    assert retrain(home, labels).adjustment == change.adjustment, "the same labels, the same model"


def test_what_reads_no_better_is_not_used(home: Home, tmp_path: Path) -> None:
    words = ("awful", "fine", "lovely")
    rows = [(f"{n} {words[n % 3]}", ("negative", "neutral", "positive")[(n * 7 + n // 3) % 3])
            for n in range(240)]
    path = tmp_path / "noise.csv"
    pd.DataFrame(rows, columns=["text", "sentiment"]).to_csv(path, index=False)
    change = retrain(home, path)
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
