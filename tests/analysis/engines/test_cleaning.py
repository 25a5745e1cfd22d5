"""What the trained engines get to read of a post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engines.cleaning import CHARACTERS_READ, clean


@pytest.mark.parametrize(("text", "read"), [
    ("@a Sooooo late!!! 😡 #NotHappy", "@user Soo late!! pouting face # Not Happy"),
    ("I love it <3 :) but :( http://t.co/x", "I love it love heart smiling face but sad face http"),
    ("👍🏽 it\\u2019s &amp;amp; fine......", "thumbs up sign it's & fine..."),
    ("10:30 at www.example.org/a", "10:30 at http"),
    ("RT @b: It’s “fine”", '@user: It\'s "fine"'),
    ("a\x00b \ud83d", "ab"),
    ("", ""),
])
def test_worked_posts(text: str, read: str) -> None:
    assert clean(text) == read


@given(st.text(max_size=80))
def test_any_text_is_one_line_without_stray_spaces(text: str) -> None:
    read = clean(text)
    assert read == " ".join(read.split())
    read.encode("utf-8")


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    assert clean("good " * CHARACTERS_READ) == clean("good " * CHARACTERS_READ * 100)
