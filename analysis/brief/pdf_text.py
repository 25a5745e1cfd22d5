"""Text on a page of PDF: fonts that hold the letters, widths, and lines that fit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DecafSans", "DecafSans-Bold"
# East Asian letters take fonts that every reader of PDF brings along; they are not embedded.
_HAN, _KANA, _HANGUL = "STSong-Light", "HeiseiKakuGo-W5", "HYGothic-Medium"
_UNKNOWN = "□"


@cache
def _letters(name: str) -> frozenset[int]:
    """The code points that a font of ours holds; registers it on the way."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font: Any = TTFont(name, str(FONTS / ("sans-bold.ttf" if name == BOLD else "sans.ttf")))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def _register_asian(name: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """The text in pieces, each with a font that holds its letters.

    A letter that none holds is shown as an empty box, control characters as spaces.
    """
    usual = BOLD if bold else REGULAR
    known, kana = _letters(usual), any("\u3040" <= one <= "\u30ff" for one in text)
    out: list[tuple[str, str]] = []
    for letter in text:
        shown, font = letter if letter.isprintable() or letter == "\u00a0" else " ", usual
        if ord(shown) not in known:
            if "\uac00" <= shown <= "\ud7a3" or "\u1100" <= shown <= "\u11ff":
                font = _register_asian(_HANGUL)
            elif "\u2e80" <= shown <= "\u9fff" or "\uff00" <= shown <= "\uffef":
                font = _register_asian(_KANA if kana else _HAN)
            else:
                shown = _UNKNOWN
        if out and out[-1][1] == font:
            out[-1] = (out[-1][0] + shown, font)
        else:
            out.append((shown, font))
    return out


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Points that a text takes on one line."""
    from reportlab.pdfbase import pdfmetrics

    return float(sum(pdfmetrics.stringWidth(part, font, size)
                     for part, font in runs(text, bold=bold)))


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit into the room; a word that does not is broken."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while word and width(word, size, bold=bold) > room:
            fits = max(_fits(word, room, size, bold), 1)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line or not lines else lines


def _fits(word: str, room: float, size: float, bold: bool) -> int:
    low, high = 0, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(word[:middle], size, bold=bold) <= room \
            else (low, middle - 1)
    return low
