"""Rules that contradict each other: found by rule, and never wrongly, by a twin that tries all."""

from __future__ import annotations

import random
from itertools import product

import pytest

from data.routing import Known, RulesRefused, When, read_rules, shipped_text, warnings_of
from data.routing_order import covers

HEAD = '[otherwise]\ndepartment = "care"\n'


def rule(name: str, conditions: str) -> str:
    return f'[[rules]]\nname = "{name}"\ndepartment = "{name}"\n[rules.when]\n{conditions}\n'


def test_two_rules_with_the_same_conditions_are_refused_with_their_lines() -> None:
    text = (HEAD + rule("a", 'intent = ["outage", "billing"]\nchannel = "x"')
            + rule("b", 'channel = "X"\nintent = ["billing", "outage"]'))
    with pytest.raises(RulesRefused) as refused:
        read_rules(text)
    assert [(one.line, one.reason) for one in refused.value.problems] == [
        (9, "rule “b” has the conditions of “a” in line 3, which always comes first: take one of "
            "them out")]


def test_a_rule_behind_a_wider_one_is_warned_of() -> None:
    text = HEAD + rule("wide", 'purpose = "service"') + rule(
        "narrow", 'purpose = "service"\nintent = "outage"')
    (told,) = warnings_of(read_rules(text), Known())
    assert told.line == 8
    assert told.reason == ("rule “narrow” can catch nothing: “wide” in line 3 applies to all that "
                           "it does; put this one above it")
    turned = HEAD + rule("narrow", 'purpose = "service"\nintent = "outage"') + rule(
        "wide", 'purpose = "service"')
    assert not warnings_of(read_rules(turned), Known())
    assert not warnings_of(read_rules(shipped_text()), Known())


def meets(when: When, message: tuple[str, str, frozenset[str], float]) -> bool:
    channel, intent, words, followers = message
    return ((not when.channel or channel in when.channel)
            and (not when.intent or intent in when.intent)
            and (not when.words_any or bool(words & set(when.words_any)))
            and words >= set(when.words_all)
            and (when.author_followers_min is None or followers >= when.author_followers_min)
            and (when.author_followers_max is None or followers <= when.author_followers_max))


def test_what_covers_is_true_of_every_message() -> None:
    """What is said to be covered is, and most of what is covered is said."""
    messages = [(channel, intent, frozenset(words), followers)
                for channel, intent, followers in product("xy", "oc", (0.0, 1.0, 2.0, 3.0))
                for words in ((), ("a",), ("b",), ("a", "b"))]
    draw = random.Random(5)

    def some(values: str) -> tuple[str, ...]:
        return tuple(sorted(draw.sample(values, draw.choice((0, 0, 1, 2)))))

    def anything() -> When:
        low, high = sorted(draw.choices((0.0, 1.0, 2.0, 3.0), k=2))
        return When(channel=some("xy"), intent=some("oc"), words_any=some("ab"),
                    words_all=some("ab"), author_followers_min=draw.choice((None, low)),
                    author_followers_max=draw.choice((None, high)))

    said = really = 0
    for _ in range(4_000):
        wide, narrow = anything(), anything()
        hit = [message for message in messages if meets(narrow, message)]
        all_of = all(meets(wide, message) for message in hit)
        if covers(wide, narrow):
            assert all_of, (wide, narrow)
        said, really = said + covers(wide, narrow), really + all_of
    assert said > 0.4 * really
