"""BERT's word pieces: a post as the numbers that the encoder was trained on.

The splitting of Devlin et al. (2019), uncased: lower case, no accents, signs apart from words, each
word into the longest pieces that the vocabulary holds.  A word's pieces are worked out once and
remembered.  Training compares with the reference implementation on every set at hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

CLS, SEP, UNKNOWN = 101, 102, 100
LONGEST_POST = 64
_LONGEST_WORD = 100
_REMEMBERED = 200_000


class WordPieces:
    """Splits posts by a vocabulary: its words in the order of their numbers."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {word: at for at, word in enumerate(vocabulary)}
        self._known: dict[str, list[int]] = {}

    def numbers(self, text: str) -> list[int]:
        """The numbers of a post's pieces, begun and ended as BERT does, at most 64."""
        out = [CLS]
        known = self._known
        for word in text.split():
            if (pieces := known.get(word)) is None:
                pieces = self._spelled(word)
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[word] = pieces
            out += pieces
            if len(out) >= LONGEST_POST:
                del out[LONGEST_POST - 1 :]
                break
        out.append(SEP)
        return out

    def _spelled(self, word: str) -> list[int]:
        out: list[int] = []
        for part in _split(word):
            out += self._pieces(part)
        return out

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [UNKNOWN]
        out: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if (number := self._number.get(piece)) is not None:
                    out.append(number)
                    start = end
                    break
            else:
                return [UNKNOWN]
        return out


def _split(word: str) -> list[str]:
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFD", plain)
                        if unicodedata.category(sign) != "Mn")
        plain = "".join(f" {sign} " if _stands_alone(sign) else "" if _is_control(sign) else sign
                        for sign in plain)
    out: list[str] = []
    for part in plain.split():
        out += _signs_apart(part)
    return out


def _signs_apart(word: str) -> list[str]:
    out, begun = [], 0
    for at, sign in enumerate(word):
        if _is_sign(sign):
            if begun < at:
                out.append(word[begun:at])
            out.append(sign)
            begun = at + 1
    if begun < len(word):
        out.append(word[begun:])
    return out


def _is_sign(sign: str) -> bool:
    if sign.isascii():
        return not sign.isalnum() and sign > " " and sign != "\x7f"
    return unicodedata.category(sign).startswith("P")


def _is_control(sign: str) -> bool:
    return sign in "\x00�" or unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Cs")


def _stands_alone(sign: str) -> bool:
    """Whether it is a Chinese character, each of which is a word to BERT."""
    at = ord(sign)
    return (0x4E00 <= at <= 0x9FFF or 0x3400 <= at <= 0x4DBF or 0x20000 <= at <= 0x2CEAF
            or 0xF900 <= at <= 0xFAFF or 0x2F800 <= at <= 0x2FA1F)
