"""Label and check as a page: two people label blind, and all figures follow."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data.audit import Label, Sample, keep_sample, label, labels, samples
from data.build import build
from data.home import Home
from data.lexicon import lexicon_in_use
from data.settings import Settings, load_settings, save_settings
from tests.companies import put, say
from tests.data.test_lexicon import GOOD
from tests.pages.conftest import OpenPage, words_of

ALL = "All the data"
SERVICE = "My internet is broken, please help, call 415-555-2671 <script>alert(1)</script>"
MARKETING = "I love this brand, great new design, best ever!"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("audit"))
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(number, ("x", "facebook")[number % 5 == 0], f"2026-03-{1 + number % 20:02d} 10:00",
            handle=f"@h{number}", text=SERVICE if number % 3 == 0 else MARKETING)
        for number in range(90)])
    build(home)
    return home


@pytest.fixture
def place(built: Home) -> Home:
    """The built home, without what the test before has said."""
    shutil.rmtree(built.path / "decisions", ignore_errors=True)
    for path in (built.lexicon, built.lexicon_running):
        path.unlink(missing_ok=True)
    return built


def said(app: AppTest) -> str:
    return words_of(app).replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def answer(app: AppTest) -> str:
    return str(app.header[0].value).replace("\\", "").replace("\u00a0", " ")


def audited(home: Home, many: int = 60, *, wrong: int = 5) -> Sample:
    """A random sample labelled by Ann; ``wrong`` of it otherwise than the engines read it."""
    posts = tuple(("test", str(number)) for number in range(many))
    sample = keep_sample(home, Sample("s1", "random", posts, 90, "March", "Ann"))
    for at, post in enumerate(posts):
        truth = "service" if at % 3 == 0 else "other" if at < 3 * wrong else "marketing"
        label(home, Label(*post, "Ann", sentiment="positive" if at % 3 else "negative",
                          purpose=truth, sample_id="s1", how="random"))
    return sample


def test_nothing_is_labelled_yet(open_page: OpenPage, place: Home) -> None:
    app = open_page(place, "audit", period=ALL)
    assert not app.exception
    assert "Nobody has checked yet" in answer(app)
    assert "No sample is drawn yet" in said(app)
    for view in ("How right?", "Disagreements", "Brand words"):
        app = open_page(place, "audit", period=ALL, audit_view=view)
        assert not app.exception, view
        assert not app.error, view


def test_a_sample_is_drawn_and_labelled_blind_and_masked(open_page: OpenPage, place: Home) -> None:
    app = open_page(place, "audit", period=ALL)
    assert app.button(key="audit_draw_now").disabled, "nobody has said who draws"
    app.text_input(key="reviewer").input("Ann").run()
    app.number_input(key="audit_size").set_value(3).run()
    app.button(key="audit_draw_now").click().run()
    assert not app.exception
    (sample,) = samples(place)
    assert (sample.how, len(sample.posts), sample.population) == ("random", 3, 90)
    text = said(app)
    assert "0 of 3 posts labelled by you" in app.get("progress")[0].proto.text.replace("\\", "")
    assert "415-555" not in text
    assert "confidence" not in text
    assert app.button(key="audit_save").disabled
    app.button(key="audit_sentiment_negative").click().run()
    app.button(key="audit_purpose_service").click().run()
    app.button(key="audit_save").click().run()
    (one,) = labels(place)
    assert (one.post, one.sentiment, one.purpose, one.how) == (
        sample.posts[0], "negative", "service", "random")
    assert len(one.text_hash) == 32
    app.button(key="audit_undo").click().run()
    assert [one.verdict for one in labels(place)] == ["label", "undo"]
    app.button(key="audit_skip").click().run()
    assert not app.exception
    for _ in range(3):
        app.button(key="audit_sentiment_cannot tell").click().run()
        app.button(key="audit_purpose_other").click().run()
        app.button(key="audit_save").click().run()
    assert "All posts of this sample are labelled" in said(app)
    app.text_input(key="reviewer").input("Ben").run()
    assert "0 of 3 posts" in app.get("progress")[0].proto.text.replace("\\", "")
    assert "1 other person has labelled" in app.get("progress")[0].proto.text.replace("\\", "")


def test_the_figures_that_follow(open_page: OpenPage, place: Home) -> None:
    sample = audited(place)
    app = open_page(place, "audit", period=ALL, audit_view="How right?")
    assert not app.exception
    assert "The engines are right on purpose in 8" in answer(app)
    assert "n = 60" in answer(app)
    assert len(app.get("plotly_chart")) == 3
    assert "No post was labelled by two people" in said(app)
    for at, post in enumerate(sample.posts[:20]):
        label(place, Label(*post, "Ben", purpose="marketing" if at % 3 else "service",
                           sentiment="positive" if at % 3 and at != 4 else "negative"))
    app = open_page(place, "audit", period=ALL, audit_view="How right?")
    assert "people agree on the purpose with alpha" in answer(app)
    assert len(app.get("plotly_chart")) == 4
    app = open_page(place, "marketing_vs_service", period=ALL)
    assert "not corrected: fewer than 10" in said(app).lower() or "corrected for errors" in said(
        app).lower()


def test_it_is_said_how_posts_are_read_that_the_reading_learned_from(
        open_page: OpenPage, place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    audited(place)
    folder = place.path / "models"
    folder.mkdir(exist_ok=True)
    known = np.array([int(hashlib.md5(MARKETING.encode()).hexdigest()[:16], 16)], np.uint64)
    np.savez(folder / "sentiment-1.npz", learned=known)
    np.savez(folder / "sentiment-2.npz", learned=known, fold=np.array([3], np.int8))
    engine = {"engine_sentiment": "decaf-1+sentiment-1"}
    monkeypatch.setattr("pages.ui.audit_results.build_facts", lambda _: engine)
    app = open_page(place, "audit", period=ALL, audit_view="How right?")
    assert not app.exception
    assert "has learned from 40 of these posts" in app.warning[0].value.replace("\\", "")
    engine["engine_sentiment"] = "decaf-1+sentiment-2"
    app = open_page(place, "audit", period=ALL, audit_view="How right?")
    assert not app.warning
    assert "Labels of 40 of these posts changed how posts are read" in said(app)
    monkeypatch.undo()
    app = open_page(place, "audit", period=ALL, audit_view="How right?")
    assert not app.warning
    assert "changed how posts are read" not in said(app)


def test_corrected_shares_stand_on_the_pages_they_are_for(open_page: OpenPage, place: Home) -> None:
    audited(place, 90, wrong=10)
    app = open_page(place, "marketing_vs_service", period=ALL)
    assert not app.exception
    # No engine calls any of these posts other, so the engine cannot tell other posts.
    assert "cannot tell" in said(app)
    app = open_page(place, "sentiment", period=ALL)
    assert not app.exception
    assert not app.error


def test_disagreements_are_settled(open_page: OpenPage, place: Home) -> None:
    post = audited(place).posts[1]
    label(place, Label(*post, "Ben", purpose="service"))
    app = open_page(place, "audit", period=ALL, audit_view="Disagreements")
    assert "People disagree on 1 post of 1" in said(app)
    assert "Ann: other · Ben: service" in app.segmented_control(
        key="settle_purpose_test|1").label.replace("\\", "")
    app.text_input(key="reviewer").input("Cy").run()
    app.segmented_control(key="settle_purpose_test|1").set_value("marketing").run()
    app.button(key="settle_save_test|1").click().run()
    assert not app.error
    assert labels(place)[-1].settles
    assert labels(place)[-1].purpose == "marketing"
    assert "purpose marketing (Cy)" in said(app)
    app.button(key="settle_back_test|1").click().run()
    assert "People disagree on 1 post of 1" in said(app)


def test_brand_words_are_checked_saved_and_explained(open_page: OpenPage, place: Home) -> None:
    app = open_page(place, "audit", period=ALL, audit_view="Brand words")
    app.text_input(key="reviewer").input("Rita").run()
    app.text_area(key="lexicon_text").set_value(GOOD.replace("positive", "negative")).run()
    app.button(key="lexicon_check").click().run()
    assert "is read as positive" in app.error[0].value
    app.text_area(key="lexicon_text").set_value(GOOD).run()
    app.button(key="lexicon_check").click().run()
    assert "1 test sentence as expected" in app.success[0].value
    assert lexicon_in_use(place).value.version == "none", "checking saves nothing"
    app.button(key="lexicon_save").click().run()
    assert not app.exception
    assert len(lexicon_in_use(place).value.entries) == 1
    assert "have changed since the build" in app.warning[0].value


def test_who_sees_some_customers_only_sees_no_labels(
        open_page: OpenPage, place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.filters import EVERYONE

    audited(place)
    for module in ("pages.ui.audits", "pages.ui.own_post", "pages.ui.who"):
        monkeypatch.setattr(f"{module}.viewer", lambda: replace(EVERYONE, regions=("north",)))
    app = open_page(place, "audit", period=ALL)
    assert not app.exception
    assert "Nobody has checked yet" in answer(app)
    assert "for those who may see all customers" in said(app)


def test_a_broken_journal_is_told(open_page: OpenPage, place: Home) -> None:
    place.labels.parent.mkdir(exist_ok=True)
    place.labels.write_text('{"a": 1}\n\n', encoding="utf-8")
    app = open_page(place, "audit", period=ALL)
    assert "line 1" in app.error[0].value
    app = open_page(place, "sentiment", period=ALL)
    assert not app.exception


def test_personal_data_is_shown_where_the_settings_say_so(open_page: OpenPage, place: Home) -> None:
    keep_sample(place, Sample("s2", "random", (("test", "0"),), 90, "March", "Ann"))
    settings = load_settings(place)
    assert isinstance(place.path, Path)
    save_settings(place, replace(settings, show_personal_data=True))
    try:
        app = open_page(place, "audit", period=ALL)
        app.text_input(key="reviewer").input("Ann").run()
        assert "415-555-2671" in said(app)
        assert "<script>" in said(app)
    finally:
        save_settings(place, settings)
