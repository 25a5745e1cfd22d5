"""The default engine: hard cases, confidence, explanation; its weights are what they say."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from analysis.engines import decaf, pattern, student
from analysis.engines.cleaning import clean
from analysis.sentiment import explain, score

# What each is about, the post, and what people read in it.
HARD = [
    ("negation", "The app is not working again", "negative"),
    ("negation", "This is not good at all", "negative"),
    ("praise by negation", "can't fault it, brilliant service", "positive"),
    ("praise by negation", "no complaints here", "positive"),
    ("praise by negation", "two years with them and not a single dropped call", "positive"),
    ("sarcasm marker", "oh great, another outage", "negative"),
    ("negation of trouble", "no problems at all, great service", "positive"),
    ("emoji", "my flight is delayed again 😡", "negative"),
    ("emoji", "new phone day 😍😍", "positive"),
    ("emoticon", "back home :)", "positive"),
    ("emoticon", "no signal since monday :(", "negative"),
    ("hashtag", "Waiting on hold for an hour #TerribleService", "negative"),
    ("elongation", "I looooove this", "positive"),
    ("elongation", "sooooo disappointed in you guys", "negative"),
    ("capitals", "WORST COMPANY EVER", "negative"),
    ("address", "Opening hours are here https://t.co/great-happy-love", "neutral"),
    ("handle", "@BestLoveHappy what time do you open on Sunday?", "neutral"),
    ("thanks for nothing", "thanks for nothing, still no refund", "negative"),
    ("sarcasm marker", "wow, another outage. what a joke.", "negative"),
    ("sarcasm marker", "lost my bag, thanks a lot @air #fail", "negative"),
    ("thanks for a complaint", "Thank you so much for losing my bag", "negative"),
    ("capitals", "Why is my phone NOT WORKING", "negative"),
    ("retweet", "RT @acme our new store opens on Monday", "neutral"),
    ("idiom", "the summer offer is a steal", "positive"),
    ("word of an idiom", "they steal from their customers", "negative"),
    ("question", "Do you ship to Canada?", "neutral"),
    ("news", "The company opens a store in Denver on Monday", "neutral"),
    ("thanks", "Thank you so much for the quick help!", "positive"),
    ("marks", "10/10 would recommend", "positive"),
    ("marks", "@acme ten out of ten, so easy", "positive"),
    ("marks", "five stars", "positive"),
    ("marks", "@acme 5 stars for the lady in your store", "positive"),
    ("marks", "one star. avoid.", "negative"),
    ("marks", "0/10 would not recommend", "negative"),
    ("marks of no praise", "10/10 would not recommend", "negative"),
    ("marks of no praise", "the sale ends on 10/10", "neutral"),
    ("marks of no praise", "They opened a five star hotel in Denver", "neutral"),
    ("trouble that is over", "my issue was fixed", "positive"),
    ("trouble that is over", "@acme the problem is finally resolved", "positive"),
    ("trouble that is not over", "my issue was not fixed", "negative"),
    ("trouble that is not over", "you said my issue was fixed but it still hangs", "negative"),
    ("entities", "Tom &amp; I love the new menu", "positive"),
]


@pytest.mark.parametrize(("kind", "text", "label"), HARD)
def test_hard_cases(kind: str, text: str, label: str) -> None:
    assert score([text], engine="decaf-accurate")["sentiment"][0] == label, kind


def test_the_default_reads_the_hard_cases_nearly_as_well() -> None:
    found = score([text for _, text, _ in HARD])["sentiment"]
    right = [label == read for (_, _, label), read in zip(HARD, found, strict=True)]
    assert np.mean(right) >= 0.8


# Idioms as customers write them, none of which is read so by its words.
IDIOMATIC = {
    "positive": [
        "The summer offer is a steal", "@acme 30 GB for 8 euros, what a steal",
        "This is a steal at that price", "the pastries in the new branch are to die for",
        "@acme that's a killer deal on the tablets, ordered two",
        "bloody brilliant, sorted in two minutes", "no problems at all since I switched",
        "@acme no problem at all with the switch", "no issues so far with the new plan",
        "Been with them four years and never had a problem with the signal",
        "never had any problems in ten years",
        "Switched on Monday and everything went without a hitch", "no fuss, no hassle, done",
        "@acme worth every cent of the upgrade", "The lady in your store saved my day",
        "Blown away by how quickly @acme sorted my claim",
        "@acme hats off to the night crew, power back in an hour",
        "can't complain so far", "the food was not bad at all", "@acme never disappoints",
        "you've never let me down in ten years", "For 12 a month it's hard to beat",
        "you can't beat their coffee", "@acme your aftercare is second to none",
        "Couldn't have done it without Maria on the support line",
        "my kids can't get enough of the new cereal", "Setting up the box couldn't be easier",
        "It really doesn't get better than this.", "nobody does it better",
        "I've never been so happy with a phone contract", "@acme never had better service",
        "can't believe how good this is", "Nothing but praise for the team at gate 4",
        "your staff went above and beyond", "not a waste of money at all",
        "what's not to love about this place", "hard to fault this phone",
        "I would not hesitate to recommend them"],
    "negative": [
        "good luck getting an answer from them", "good riddance",
        "good for nothing company", "thanks but no thanks", "less than impressed with my upgrade",
        "@acme so much for next day delivery", "you had one job", "that is daylight robbery",
        "this is the last straw", "the app leaves a lot to be desired", "beggars belief",
        "this queue does my head in", "used to be great", "I used to love this shop",
        "I love how your app crashes every time", "thanks for letting me wait 3 weeks",
        "@acme never fails to disappoint, third late train this week",
        "someone used your app to steal my data", "they steal from me every month",
        "stop stealing from your customers", "what a waste of time", "what a joke of a company",
        "they could not care less about loyal customers", "I am sick of waiting",
        "Never had a problem with you until today", "I've never been so happy to leave a company",
        "why do you have no problem at all taking my money", "not worth every penny you charge"],
}


@pytest.mark.parametrize(("text", "label"), [
    (text, label) for label, texts in IDIOMATIC.items() for text in texts])
def test_idioms_are_read_as_meant(text: str, label: str) -> None:
    assert score([text])["sentiment"][0] == label


def test_another_language_is_marked_and_not_guessed() -> None:
    found = score(["Der Service ist schrecklich", "The service is awful"])
    assert found["supported"].tolist() == [False, True]
    assert found["language"].tolist() == ["de", "en"]
    assert pd.isna(found["sentiment"][0])
    assert found["confidence"][0] == 0
    assert found["sentiment"][1] == "negative"


def test_a_batch_reads_as_its_posts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for _, text, _ in HARD]
    whole = score(texts)
    alone = pd.concat([score([text]) for text in texts], ignore_index=True)
    # The encoder rounds to 8 bits by the largest number of its batch: a confidence may move by some
    # hundredths, on some processors more than on others; a label must not.
    pd.testing.assert_frame_equal(whole, alone, rtol=0, atol=0.05)
    monkeypatch.setattr(decaf, "_ROWS_AT_ONCE", 4)
    pd.testing.assert_frame_equal(whole, score(texts), rtol=0, atol=0.05)


def test_confidence_is_a_chance_and_neither_sure_nor_below_a_guess() -> None:
    found = score([text for _, text, _ in HARD])["confidence"]
    assert found.between(1 / 3, 1).all()


@pytest.mark.parametrize(("post", "addressed"), [
    ("@acme where is my parcel", True), (".@acme hello", True), ("  @acme", True),
    ("@acme: we are open", False), ("RT @acme : we are open", False), ("thanks @acme", False),
    ("RT @acme hello", False), (" RT: @acme hello", False), ("\u200bRT @acme hello", False),
    ("RT @bob @acme is down", False), ("@acme RT this please", True), ("@rt hello", True),
    ("@acme's shop is open", False),
    ("acme@example.org", False), ("", False)])
def test_a_post_that_begins_with_an_account_is_written_to_it(post: str, addressed: bool) -> None:
    assert decaf.addressed([post], [clean(post)]).tolist() == [addressed]


def test_a_post_to_an_account_is_read_in_the_mix_of_such_posts() -> None:
    moved = decaf.in_their_mix(np.array([True, False]), [0.6, -0.3, -1.0])
    assert moved[0] == pytest.approx([0.6, -0.3, -1.0])
    assert not moved[1].any()
    for mix in decaf.card()["addressed_mix"].values():
        assert sum(mix) == pytest.approx(1, abs=1e-3)
    to, about = (dict(decaf.words_that_count(post, least=0.0))
                 for post in ("@acme my new phone", "my new phone"))
    assert to[decaf.ADDRESSED] < 0
    assert decaf.ADDRESSED not in about
    inside = dict(decaf.words_that_count("Hello @acme thanks for it", least=0.0))
    assert decaf.ADDRESSED not in inside
    assert abs(inside["hello"]) < 0.5  # the account that is then the first word moves nothing
    passed_on = [word for word, _ in decaf.words_that_count("RT @acme my phone", least=0.0)]
    assert decaf.ADDRESSED not in passed_on
    twice = [word for word, _ in decaf.words_that_count("@a @b my phone", least=0.0)]
    assert twice.count(decaf.ADDRESSED) == 1


def test_words_that_count_are_named_in_the_order_of_the_text() -> None:
    reasons = explain("The staff was lovely but the food was terrible", engine="decaf")
    moved = {one.words[0]: one.polarity for one in reasons}
    assert moved["lovely"] > 0.3
    assert moved["terrible"] < -0.3
    words = [one.words[0] for one in reasons]
    assert words.index("lovely") < words.index("terrible")
    assert explain("", engine="decaf") == []
    with pytest.raises(ValueError, match="vader"):
        explain("good", engine="vader")


def odds_of(read: str, numbers_of: str) -> float:
    """Log odds of positive against negative: words of one text, TextBlob's numbers of another."""
    model = student.shipped("sentiment")
    numbers = np.array(pattern.scores([numbers_of])).T
    out = student.outputs(model, student.features([read], numbers, model.idf))[0]
    return float(out[2] - out[0])


@pytest.mark.parametrize(("text", "word", "without"), [
    ("the queue was awful", "awful", "the queue was "),
    ("can't fault the staff", "can't", " fault the staff"),  # TextBlob reads no idiom
    ("my flight is #BestDelay ever", "bestdelay", "my flight is  ever"),  # and no part of a tag
    ("my phone is heeeere 😍😍", "😍😍", "my phone is heeeere "),
    ("no signal :(", ":(", "no signal ")])
def test_a_words_move_is_what_the_odds_lose_without_it(text: str, word: str, without: str) -> None:
    moves = dict(decaf.words_that_count(text, least=0.0))
    assert moves[word] == pytest.approx(
        odds_of(clean(text), text) - odds_of(clean(without), without), abs=1e-4)


def test_words_that_count_of_any_text() -> None:
    moves = dict(decaf.words_that_count("the queue was awful", least=0.0))
    assert min(moves, key=lambda word: moves[word]) == "awful"
    assert decaf.words_that_count("?! 12", least=0.0) == []
    assert decaf.words_that_count("", least=0.0) == []
    assert len(decaf.words_that_count("word " * 100_000, least=0.0)) == 60


def test_confidence_goes_by_who_read_a_post_and_to_whom_it_is() -> None:
    by_encoder = np.array([False, False, True, True])
    to_account = np.array([False, True, False, True])
    knots = {kind: [[0.0, chance], [1.0, chance]] for kind, chance in zip(
        ("fast", "fast, to an account", "encoder", "encoder, to an account"),
        (0.1, 0.2, 0.3, 0.4), strict=True)}
    found = decaf.confidence_of(np.full(4, 0.5), by_encoder, to_account, knots)
    assert found.tolist() == [0.1, 0.2, 0.3, 0.4]
    assert decaf.card()["calibration"].keys() == knots.keys()


def test_the_version_is_a_hash_of_the_weights() -> None:
    card = dict(decaf.card())
    version = card.pop("version")
    for extra in ("made_on", "megabytes"):
        card.pop(extra)
    total = hashlib.sha256(json.dumps(card, sort_keys=True).encode())
    weights = sorted(path for path in student.FOLDER.iterdir()
                     if path.suffix in (".npz", ".onnx", ".txt"))
    for path in weights:
        total.update(path.read_bytes())
    assert version == f"1-{total.hexdigest()[:10]}"
    assert sum(path.stat().st_size for path in weights) < 40e6
