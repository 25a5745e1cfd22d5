"""Word pieces as BERT cuts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.engines.wordpiece import CLS, LONGEST_POST, SEP, UNKNOWN, WordPieces

VOCABULARY = [*(f"[unused{n}]" for n in range(102)), "not", "work", "##ing", "good", "!", "do", "'",
              "t", "n", "##ot", "cafe", "日"]
NUMBER = {word: at for at, word in enumerate(VOCABULARY)}


def cut(text: str) -> list[str]:
    found = WordPieces(VOCABULARY).numbers(text)
    assert [found[0], found[-1]] == [CLS, SEP]
    return ["?" if one == UNKNOWN else VOCABULARY[one] for one in found[1:-1]]


def test_the_longest_piece_first_and_signs_apart() -> None:
    assert cut("Not WORKING!!") == ["not", "work", "##ing", "!", "!"]
    assert cut("not_good") == ["not", "?", "good"]
    assert cut("café 日日") == ["cafe", "日", "日"]
    assert cut("zzz good") == ["?", "good"]
    assert cut("q" * 101) == ["?"]
    assert cut("") == []


@given(st.text(max_size=400))
def test_any_text_gives_numbers_of_the_vocabulary(text: str) -> None:
    found = WordPieces(VOCABULARY).numbers(text)
    assert 2 <= len(found) <= LONGEST_POST
    assert all(0 <= one < len(VOCABULARY) for one in found)
    assert found == WordPieces(VOCABULARY).numbers(text)
