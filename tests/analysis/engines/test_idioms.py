"""Idioms are said in plain words, and nothing else is."""

from __future__ import annotations

import pytest

from analysis.engines.idiom_parts import Idiom
from analysis.engines.idioms import IDIOMS, in_plain_words


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
    "just perfect, no problem there", "How nice of you to fix my broken phone",
    "Great other colours though, but late", "we can not be happier",
    "just perfect. You resolved my issue", "Just brilliant, got my lost bag back",
    "Just excellent. Thank you for waiting", "oh nice, my refund is in, no delays",
    "I can't rate this low enough", "can't recommend avoiding this bank strongly enough",
    "couldn't complain because no one answered", "Not a single bug fix in two years",
    "Couldn't ask for more delays", "thanks for leaving us a great review",
    "Thanks for breaking it down for me", "thanks for the wait time update",
    "are you going to steal a contact list", "This is a steal of my data", "is that a steal?",
    "a killer deal-breaker", "not bloody good enough", "a bloody good grief from me",
    "bloody great, and another delay", "do you have no problems at all?",
    "no issues so far but the app hangs", "hats off for managing to lose it",
    "a tent that was blown away in the storm", "blown away by the wind", "take your hats off",
    "you are not second to best", "it is hard to beat them down",
    "he went above and beyond to ignore me", "you should have gone the other way",
    "good luck to your team", "we had one job to do, and you did it",
    "they could not be better", "what could be better", "less than an hour",
    "killing it off", "I save the daylight", "the life of savers", "no fussing",
    "part 10/10 of this story: it hangs", "10/10/2017", "10/10 would not recommend",
    "10 out of 10 times you are late", "is it 10/10?", "not 10/10", "version 10/10.2",
    "a five star hotel", "1 out of 5 stars", "five stars if you fix it", "why five stars?",
    "not five stars", "five stars until today", "five stars, but the room was dirty",
    "you are my number one star", "more than one star", "a one star general",
    "tell me when my issue was fixed", "my issue was not fixed", "the problem is fixed? really?",
    "they said the issue was resolved", "my issue was fixed but it is back",
    "the problem is only solved if I pay", "my issue was fixed after six weeks"])
def test_what_only_looks_like_an_idiom_stays(post: str) -> None:
    assert in_plain_words(post) == post
