"""Idioms are said in plain words, and nothing else is."""

from __future__ import annotations

import pytest

from analysis.engines.idioms import IDIOMS, Idiom, in_plain_words


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda one: one.holds)
def test_an_idiom_is_said_plainly_by_its_own_rule_alone(idiom: Idiom) -> None:
    assert [one for one in IDIOMS if one.phrase.search(idiom.holds)] == [idiom]
    assert idiom.plain in in_plain_words(idiom.holds)
    assert in_plain_words(idiom.holds.upper()) != idiom.holds.upper()
    assert in_plain_words(idiom.holds_not) == idiom.holds_not


def test_the_rest_of_a_post_stays() -> None:
    assert in_plain_words("Can't fault the staff") == "excellent, very happy with the staff"
    assert in_plain_words("Cannot fault, or complain") == "excellent, very happy with, or complain"
    assert in_plain_words("") == ""


@pytest.mark.parametrize("post", [
    "just perfect, no problem at all", "How nice of you to fix my broken phone",
    "Great other colours though, but late", "we can not be happier",
    "just perfect. My issue was resolved", "Just brilliant, got my lost bag back",
    "Just excellent. Thank you for waiting", "oh nice, my refund is in, no delays",
    "I can't rate this low enough", "can't recommend avoiding this bank strongly enough",
    "couldn't complain because no one answered", "Not a single bug fix in two years",
    "Couldn't ask for more delays", "thanks for leaving us a great review",
    "Thanks for breaking it down for me", "thanks for the wait time update"])
def test_what_only_looks_like_an_idiom_stays(post: str) -> None:
    assert in_plain_words(post) == post
