"""Brand words: a bad file is refused, a good one counts from the next build on, on any engine."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from analysis.lexicon import reading
from analysis.sentiment import score
from data.build import build
from data.cli import app
from data.edited import Refused
from data.home import Home
from data.lexicon import (
    lexicon_file,
    lexicon_in_use,
    proven_lexicon,
    read_lexicon,
    save_lexicon,
    score_with,
    shipped_text,
    tried,
)
from data.metrics.facts import build_facts
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

GOOD = '''
[[entries]]
name = "War Zone"
meaning = "a game we sell"
terms = ["war zone"]
reads_as = "excellent game"
purpose = "marketing"
[[entries.tests]]
text = "My war zone came"
sentiment = "positive"
purpose = "marketing"
'''


def uncommented() -> str:
    lines = shipped_text().split("# Two entries to start from", 1)[1].splitlines()[2:]
    return "\n".join(line.removeprefix("# ") for line in lines)


def test_shipped_words_are_none_and_their_examples_are_good() -> None:
    assert read_lexicon(shipped_text()).entries == ()
    assert [one.name for one in proven_lexicon(uncommented()).entries] == ["War Zone", "sick"]


@pytest.mark.parametrize(("text", "line", "words"), [
    ("[[entries]]\nname = 1", 2, "name must be a text"),
    (GOOD.replace('name = "War', 'nmae = "War'), 3, "did you mean “name”"),
    (GOOD.replace('terms = ["war zone"]', 'terms = ["!"]'), 5, "two letters"),
    (GOOD.replace('terms = ["war zone"]', ""), 2, "terms are missing"),
    (GOOD.replace('"marketing"\n[[', '"sales"\n[['), 7, "purpose cannot be “sales”"),
    (GOOD.replace('reads_as = "excellent game"\npurpose = "marketing"\n', ""), 2,
     "changes nothing"),
    (GOOD[:GOOD.index("[[entries.tests")], 2, "no test sentence"),
    (GOOD + GOOD, 13, "is taken by the entry in line 2"),
    (GOOD.replace('reads_as = "excellent game"', "shift = 5"), 6, "shift is"),
    (GOOD.replace('reads_as = "excellent game"', 'intent = "billing"'), 6, "belongs to service"),
    (GOOD.replace('sentiment = "positive"', 'sentiment = "negative"'), 8,
     "“My war zone came” is read as positive, marketing, not negative, marketing"),
    ("[[entries", 1, "not TOML"),
])
def test_a_bad_set_is_refused_with_line_and_reason(home: Home, text: str, line: int, words: str
                                                   ) -> None:
    save_lexicon(home, GOOD, who="Rita")
    with pytest.raises(Refused) as refused:
        save_lexicon(home, text, who="Rita")
    assert any(one.line == line and words in one.reason for one in refused.value.problems), str(
        refused.value)
    home.lexicon.write_text(text, encoding="utf-8")
    running = lexicon_in_use(home)
    assert running.text == GOOD, "the last good set stays"
    assert running.refused


def test_saving_asks_who_and_is_journalled(home: Home) -> None:
    assert lexicon_in_use(home).value.version == "none"
    assert not home.path.exists(), "reading writes nothing"
    with pytest.raises(Refused, match="who you are"):
        save_lexicon(home, GOOD, who=" ")
    save_lexicon(home, GOOD, who="Rita")
    assert [(one.who, one.text) for one in lexicon_file(home).changes()] == [("Rita", GOOD)]
    (row,) = tried(lexicon_in_use(home).value).to_dict("records")
    assert (row["good"], row["read"]) == (True, "positive, marketing")
    assert not row["without"].startswith("positive")


def test_words_count_from_the_next_build_on_and_can_be_taken_back(home: Home) -> None:
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(1, "x", "2026-03-02 10:00", handle="@a", text="the War  Zone is here"),
        say(2, "x", "2026-03-02 11:00", handle="@b", text="the war zones"),
        say(3, "x", "2026-03-02 12:00", handle="@c", text="my internet is broken, please help")])

    def read() -> list[tuple[str, str]]:
        frame = Warehouse(home).query(
            "select sentiment, purpose from interactions order by row_id", {}, name="t")
        return list(zip(frame["sentiment"], frame["purpose"], strict=True))

    build(home)
    before = read()
    facts = build_facts(Warehouse(home))
    assert facts["engine_lexicon"] == "none"
    save_lexicon(home, GOOD, who="Rita")
    assert build(home).scored == 0, "only texts that hold a term are scored again"
    assert read() == [("positive", "marketing"), before[1], before[2]]
    kept = Warehouse(home).query("select text, polarity, subjectivity from interactions", {},
                                 name="t")
    # What the explanation of a message shows: TextBlob's numbers of what the engines read.
    shown = score([reading(read_lexicon(GOOD), text) for text in kept["text"]])
    assert kept["polarity"].tolist() == shown["polarity"].tolist()
    assert kept["subjectivity"].tolist() == shown["subjectivity"].tolist()
    assert kept["polarity"][0] == 0.3, "excellent, game"
    facts = build_facts(Warehouse(home))
    assert facts["engine_lexicon"] == read_lexicon(GOOD).version
    assert facts["lexicon"] == GOOD
    save_lexicon(home, shipped_text(), who="Rita")
    build(home)
    assert read() == before


def test_any_text_is_scored_under_any_lexicon() -> None:
    lexicon = read_lexicon(GOOD)
    assert len(score_with(lexicon, [])) == 0
    assert len(score_with(None, ["x"])) == 1
    assert score_with(lexicon, ["a", "war zone"])["sentiment"].tolist() == ["neutral", "positive"]


def test_the_command_names_lines_and_reasons(home: Home) -> None:
    home.path.mkdir()
    home.lexicon.write_text(GOOD, encoding="utf-8")
    done = CliRunner().invoke(app, ["words", "--home", str(home.path)])
    assert (done.exit_code, "1 entry" in done.output) == (0, True)
    home.lexicon.write_text(GOOD.replace('sentiment = "positive"', 'sentiment = "negative"'),
                            encoding="utf-8")
    done = CliRunner().invoke(app, ["words", "--home", str(home.path)])
    assert done.exit_code == 2
    assert "lexicon.toml:8: “My war zone came” is read as positive" in done.output


def test_a_set_without_sentences_starts_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an engine was asked")

    monkeypatch.setattr("data.lexicon.score_with", refuse)
    found = tried(read_lexicon(shipped_text()))
    assert found.empty
    assert list(found.columns)[:2] == ["entry", "text"]
