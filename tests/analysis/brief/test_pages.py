"""The brief as HTML and PDF: the same words, one page, nothing from outside, nothing unescaped."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from analysis.brief.charts import round_ticks, share_sketch
from analysis.brief.content import About, Brief, make_brief
from analysis.brief.page_html import html_page
from analysis.brief.page_pdf import SIZES, pdf_page
from analysis.brief.pdf_text import runs, width, wrapped
from analysis.brief.sketch import Dot, Sketch, Words, svg
from analysis.decision.decide import Decision, decide
from analysis.decision.inputs import default_inputs, stated, with_overrides
from analysis.decision.said import answer, figures, flip_rows

ABOUT = About(company="Acme", currency="EUR", filters="1 Aug to 31 Oct 2026; segment vip.",
              covers="the year before 1 Nov 2026", data="Data to 31 Oct 2026, built 1 Nov 2026",
              made="Made 2 Nov 2026", version="Warehouse 0179")
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">&'


@pytest.fixture(scope="module")
def found() -> Decision:
    return decide(with_overrides(default_inputs(), [stated("margin_share", 0.4, 0.3, 0.5)]),
                  n=3_000)


@pytest.fixture(scope="module")
def brief(found: Decision) -> Brief:
    return make_brief(found, ABOUT, known=default_inputs())


def test_a_long_name_stays_inside_the_page(brief: Brief) -> None:
    long = replace(brief, about=replace(ABOUT, company="x" * 300))
    assert "overflow-wrap:anywhere" in html_page(long)
    assert pdf_words(pdf_page(long))[1] == 1


def told(html: str) -> str:
    """The text of a page as a reader sees it."""
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.words: list[str] = []

        def handle_data(self, data: str) -> None:
            self.words.append(data)

    reader = Reader()
    reader.feed(html)
    return squeezed(" ".join(reader.words))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pdf_words(content: bytes) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(content)).pages
    return squeezed("".join(page.extract_text() for page in pages)), len(pages)


def everything(brief: Brief) -> list[str]:
    cells = [cell for row in brief.flips for cell in row]
    return [brief.verdict, brief.answer, brief.reasons, brief.flips_title, brief.flips_note,
            *cells, *brief.notes, *brief.foot,
            *(words for one in brief.figures for words in one),
            *(mark.text for sketch in (brief.options, brief.share) for mark in sketch.marks
              if isinstance(mark, Words))]


def test_the_brief_says_what_the_decision_says(found: Decision, brief: Brief) -> None:
    assert answer(found) == f"{brief.verdict}: {brief.answer}"
    assert list(brief.figures) == figures(found, "EUR")
    rows = flip_rows(found, "EUR")
    assert [row[2] for row in brief.flips] == list(rows["flips_at"].head(len(brief.flips)))
    assert brief.flips
    assert any("Margin on that revenue 40 % (was 35 %)" in one for one in brief.notes)
    assert any("Helping one customer" in one for one in brief.notes)


def test_both_pages_hold_every_word_of_it(brief: Brief) -> None:
    page = told(html_page(brief))
    words, pages = pdf_words(pdf_page(brief))
    assert pages == 1
    for one in everything(brief):
        assert squeezed(one) in page, one
        assert squeezed(one) in words, one


def test_the_html_stands_alone(brief: Brief) -> None:
    page = html_page(brief)
    assert "<script" not in page
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", page)
    assert "default-src &#x27;none&#x27;" in page
    assert page.count("<svg ") == 2


def test_nothing_from_data_is_markup(found: Decision) -> None:
    about = replace(ABOUT, company=HOSTILE, filters=HOSTILE, currency='"><b>')
    page = html_page(make_brief(found, about))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page.replace("<b>Use it", "").replace("<b>Needed", "").replace(
        "<b>Chance", "").replace("<b>Full care", "").replace("<b>Best", "")
    assert squeezed(HOSTILE) in told(page)
    assert squeezed(HOSTILE) in pdf_words(pdf_page(make_brief(found, about)))[0]


@pytest.mark.parametrize("paper", SIZES)
def test_it_is_one_page_however_much_there_is_to_say(found: Decision, paper: str) -> None:
    long = replace(ABOUT, filters="region " + ", ".join(f"region {at}" for at in range(60)) + ".",
                   company="The Very Long Name of a Company " * 4)
    many = with_overrides(default_inputs(), [
        stated(name, float(one.distribution.estimate) * 1.01)
        for name, one in default_inputs().items()])
    brief = make_brief(decide(many, n=500), long, known=default_inputs())
    words, pages = pdf_words(pdf_page(brief, paper=paper))  # type: ignore[arg-type]
    assert pages == 1
    assert squeezed(brief.notes[-1]) in words
    size = PdfReader(io.BytesIO(pdf_page(brief, paper=paper))).pages[0].mediabox  # type: ignore[arg-type]
    assert (float(size.width), float(size.height)) == pytest.approx(SIZES[paper], abs=0.01)  # type: ignore[index]


def test_what_no_page_holds_and_unknown_paper_are_refused(brief: Brief) -> None:
    with pytest.raises(ValueError, match="one page"):
        pdf_page(replace(brief, notes=("many words " * 4_000,)))
    with pytest.raises(ValueError, match="paper"):
        pdf_page(brief, paper="Foolscap")  # type: ignore[arg-type]


def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    assert pdf_page(brief) == pdf_page(brief)


def test_letters_of_other_scripts() -> None:
    fonts = dict.fromkeys(font for _, font in runs("Łódź Привет Ωμέγα"))
    assert list(fonts) == ["DecafSans"]
    assert [part for part, _ in runs("a東京b")] == ["a", "東京", "b"]
    assert {font for _, font in runs("カフェ東京")} == {"HeiseiKakuGo-W5"}
    assert runs("커피")[0][1] == "HYGothic-Medium"
    assert runs("a\x07\U0001f600")[0][0] == "a □", "a control sign and a letter no font holds"


def test_lines_fit_and_lose_nothing() -> None:
    text = "A few words and one Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
    lines = wrapped(text, 60, 9)
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(width(line, 9) <= 60 for line in lines)
    assert wrapped("", 60, 9) == [""]


@pytest.mark.parametrize(("low", "high", "ticks"), [
    (-130, 40, [-150, -100, -50, 0, 50]), (0, 28.4, [0, 10, 20, 30]), (0, 0, [0]),
    (0, 0.37, [0, 0.1, 0.2, 0.3, 0.4])])
def test_round_ticks(low: float, high: float, ticks: list[float]) -> None:
    assert round_ticks(low, high) == pytest.approx(ticks)


def test_a_sketch_is_what_its_marks_say(found: Decision) -> None:
    drawn = svg(Sketch(10, 20, 'a "b"', (Dot((1, 2), "#123456"), Words((3, 4), "<x>"))))
    assert 'aria-label="a &quot;b&quot;"' in drawn
    assert '<circle cx="1.00" cy="2.00"' in drawn
    assert "&lt;x&gt;" in drawn
    assert "share today is most likely about" in share_sketch(found.curves).alt
    assert share_sketch(found.curves.head(0)).marks, "axes and legend without curves"
