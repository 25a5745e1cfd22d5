"""Quoted messages: whatever is written stays literal, also with words marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentiment import explain
from data.search import parse
from pages.ui.load import Mark
from pages.ui.marks import mark_from, mark_text
from pages.ui.quoted import found, judged, marked
from tests.pages.conftest import HOSTILE

_DIRECTIVE = re.compile(r"(?<!\\):(?:yellow|orange|blue)-background\[((?:\\.|[^\\\]])*)\]")


def shown(markdown: str) -> str:
    """What a reader sees: directives opened, escapes and joiners taken away."""
    return re.sub(r"\\(.)", r"\1", _DIRECTIVE.sub(r"\1", markdown)).replace("\u2060", "")


@pytest.mark.parametrize("text", [
    *HOSTILE, ":red[x] late", "[x](javascript:alert(1)) late", "$x$ late", "`late` **late**",
    "<script>late</script>", ":orange-background[late] :smile: :material/home:", "1. late",
    "late](http://evil) [late", "late\\]late", "https://evil.example/late www.evil.example a@b.c"])
def test_hostile_texts_stay_literal(text: str) -> None:
    for markdown in (marked(text, []), found(text, parse("late x")), judged(text, explain(text))):
        assert shown(markdown) == " ".join(text.split())
        rest = _DIRECTIVE.sub("", markdown)
        assert not re.search(r"(?<!\\)[\[\]<>`$*_:#]", rest), rest
        assert not re.search(r"https?\\:|www\\\.|\w@", rest), "no address becomes a link"


@given(text=st.text(alphabet="ab late:[]()<>`$*_\\!#-.\n@", max_size=60))
def test_any_text_stays_literal_while_words_are_marked(text: str) -> None:
    markdown = found(text, parse("late a*"))
    if text.split():
        assert shown(markdown).split() == text.split()


def test_the_right_words_are_marked() -> None:
    assert found("My Refunds came late", parse("refund")) == (
        "My :yellow-background[Refunds] came late")
    text = "Not good, but lovely"
    assert judged(text, explain(text)) == (
        ":orange-background[Not] :orange-background[good], but :blue-background[lovely]")
    assert marked(None, []) == "*\\(nothing was written down\\)*"


def test_a_mark_goes_through_the_url_and_back() -> None:
    mark = Mark((("bucket", "2026-10-05"), ("channel", "a&b=c <x>"), ("grain", "week")),
                social=True, by_conversation=True)
    assert mark_from(mark_text(mark)) == mark
    for nonsense in ("", "x", "price=1", "channel=x&__class__=1", "%%%"):
        assert mark_from(nonsense) is None
