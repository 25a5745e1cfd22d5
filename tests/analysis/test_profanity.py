"""Swear words: found whole and disguised, and nowhere else."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.profanity import STEMS, swear_words


def found(text: str) -> list[tuple[str, int]]:
    return [(text[one.start:one.end], one.severity) for one in swear_words(text)]


def test_the_worked_example() -> None:
    assert swear_words("What the f**k, Scunthorpe") == [(9, 13, 3)]
    assert found("What the f**k, Scunthorpe") == [("f**k", 3)]


@pytest.mark.parametrize(("text", "word", "severity"), [
    ("sh1t happens", "sh1t", 2), ("$hit!", "$hit", 2), ("oh sh!t", "sh!t", 2),
    ("FUUUUCK", "FUUUUCK", 3),
    ("f u c k this", "f u c k", 3), ("f.u.c.k", "f.u.c.k", 3), ("f_u_c_k", "f_u_c_k", 3),
    ("f*cking late", "f*cking", 3), ("s**t", "s**t", 2), ("an f*** up", "f***", 2),
    ("a**hole", "a**hole", 2), ("b1tch", "b1tch", 2), ("a$$", "a$$", 2), ("d@mn", "d@mn", 1),
    ("fúck", "fúck", 3), ("fuсk", "fuсk", 3), ("ｓｈｉｔ", "ｓｈｉｔ", 2),
    ("shi\u200bt", "shi\u200bt", 2),
    ("#wtf", "wtf", 2), ("that's crappy", "crappy", 1), ("hell yes", "hell yes", 1),
    ("this really sucks", "this really sucks", 1), ("motherf*ckers", "motherf*ckers", 3),
    ("bullshit.", "bullshit", 2), ("kick-ass show", "kick-ass", 1)])
def test_found(text: str, word: str, severity: int) -> None:
    assert found(text) == [(word, severity)]


@pytest.mark.parametrize("text", [
    "Scunthorpe", "Penistone and Clitheroe", "Essex, Sussex, Middlesex", "cocktail", "Hancock",
    "Dick's Sporting Goods", "Moby Dick", "Charles Dickens", "class, assess, bass, grass",
    "password", "Massachusetts", "assassin", "analysis", "Twatt in Orkney", "crappie fishing",
    "crape myrtle", "shiitake", "Shih Tzu", "peacock", "swank", "snigger", "niggardly", "title",
    "he'll be there", "hello", "Shelley", "damning evidence", "Amsterdam", "Samsung A55", "455",
    "$55", "God bless", "sex education", "can't", "t-shirt", "5***** hotel", "A*** rating", "",
    "pak!", "the vacuum sucks dirt", "@shit_happens said so", "https://shit.example/fuck",
    "write to fuck@mail.example", "idiot-proof", "retardant", "bitcoin", "pis", "as well"])
def test_not_found(text: str) -> None:
    assert found(text) == []


@given(st.text(max_size=60))
def test_any_text_gives_places_in_it_in_order(text: str) -> None:
    spans = swear_words(text)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.sampled_from([stem for stems in STEMS.values() for stem in stems.split()]),
       st.text("qxz", min_size=1, max_size=3), st.sampled_from(["", " ok"]))
def test_inside_a_word_is_not_found(stem: str, before: str, after: str) -> None:
    assert found(stem), "alone it is"
    assert found(f"{before}{stem}{after}") == []


def test_on_customers_posts_it_finds_what_a_plain_list_finds(shared_datasets: Path) -> None:
    """A naive twin: whole words as they are written.  What is found beyond it is disguised."""
    naive = re.compile(r"\b(?:fuck(?:ing|ed|er)?|shit(?:ty)?|bitch(?:es)?|damn|crap|bastards?|"
                       r"bullshit|asshole|pissed)\b", re.IGNORECASE)
    with (shared_datasets / "airline_posts.csv").open(encoding="utf-8", newline="") as file:
        texts = sorted({row["text"] for row in csv.DictReader(file)})
    ours = {text for text in texts if swear_words(text)}
    theirs = {text for text in texts if naive.search(re.sub(r"@\w+|https?://\S+", " ", text))}
    assert len(theirs) > 50
    assert theirs <= ours
    assert len(ours) < 2.5 * len(theirs)
