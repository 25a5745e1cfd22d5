"""What a line of search text asks for."""

from __future__ import annotations

import pytest

from data.search import MOST_TERMS, Query, is_match, parse, stems


@pytest.mark.parametrize(("text", "terms"), [
    ("refunds", ((1, "stem", "refund"),)),
    ("late refunds", ((1, "stem", "late"), (2, "stem", "refund"))),
    ("late -bank", ((1, "stem", "late"), (0, "stem", "bank"))),
    ('"Refunds"', ((1, "word", "refunds"),)),
    ("refund*", ((1, "prefix", "refund"),)),
    ("#Delay", ((1, "word", "#delay"),)),
    ("#de*", ((1, "prefix", "#de"),)),
    ("refund OR return late", ((1, "stem", "refund"), (1, "stem", "return"), (2, "stem", "late"))),
    ("OR late OR", ((1, "stem", "late"),)),
    ("-", ()), ("", ()), ("*", ()), ("a*", ()), ("!!! 🙂", ()),
    ("don’t", ((1, "stem", "don't"),)),
])
def test_words(text: str, terms: tuple[object, ...]) -> None:
    assert parse(text).terms == terms


def test_phrases_hold_their_words_exactly() -> None:
    query = parse('“Late refund” -"not late" wi-fi')
    assert query.phrases == ("late refund", "wi fi")
    assert query.without == ("not late",)
    assert [kind for _, kind, _ in query.terms] == ["word"] * 4
    assert query.wanted == 4


def test_what_cannot_be_searched_is_told() -> None:
    assert parse("late a* ??").ignored == ("a*", "??")
    many = parse(" ".join(f"word{chr(97 + n)}" for n in range(20)))
    assert many.wanted == MOST_TERMS
    assert len(many.ignored) == 20 - MOST_TERMS
    assert Query().is_empty
    assert not parse('-"x y"').is_empty


def test_stems_bring_forms_together() -> None:
    assert stems(["refund", "refunds", "refunded", "refunding"]) == ["refund"] * 4


@pytest.mark.parametrize(("search", "word", "hit"), [
    ("refund", "Refunded", True), ('"refund"', "Refunded", False), ("ref*", "refunded", True),
    ("#late", "#Late", True), ("#late", "late", False), ("late", "#late", True),
    ("-late", "late", False),
])
def test_highlighted_words_are_those_that_match(search: str, word: str, hit: bool) -> None:
    assert is_match(parse(search), word) is hit
