"""The brief as one page of PDF, drawn without a browser."""

from __future__ import annotations

import io
from typing import Any, Literal

from analysis.brief.content import FLIP_HEADINGS, Brief
from analysis.brief.pdf_text import runs, width, wrapped
from analysis.brief.sketch import FAINT, INK, Area, Dot, Line, Sketch, Words

Paper = Literal["A4", "Letter"]
SIZES: dict[Paper, tuple[float, float]] = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
_MARGIN, _GREY, _DIM = 38.0, "#52606d", "#3b4854"
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
# Share of the width that each column of the table of flips gets.
_COLUMNS = (0.24, 0.16, 0.16, 0.1, 0.1, 0.24)


def pdf_page(brief: Brief, *, paper: Paper = "A4") -> bytes:
    """The page as a file; the same brief gives the same bytes.

    Letters get smaller where the page would else run over.  Raises ValueError for an unknown paper
    and for a brief that no one page can hold.
    """
    from reportlab.pdfgen.canvas import Canvas

    if paper not in SIZES:
        raise ValueError(f"{paper!r} is no paper: {', '.join(SIZES)}.")
    wide, tall = SIZES[paper]
    room = tall - 2 * _MARGIN
    scale = next((one for one in _SCALES if _Page(None, wide, tall, one).lay(brief) <= room), None)
    if scale is None:
        raise ValueError("The brief does not fit on one page: fewer filters or changes are needed.")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(wide, tall), invariant=1, lang="en", pageCompression=1)
    canvas.setTitle(brief.title)
    canvas.setAuthor(brief.about.company)
    canvas.setSubject(brief.answer)
    canvas.setCreator("Decaf")
    _Page(canvas, wide, tall, scale).lay(brief)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Page:
    """Draws from the top; without a canvas it only measures."""

    def __init__(self, canvas: Any, wide: float, tall: float, scale: float) -> None:
        self.canvas, self.scale, self.wide = canvas, scale, wide
        self.top = self.y = tall - _MARGIN
        self.room = wide - 2 * _MARGIN

    def lay(self, brief: Brief) -> float:
        """Everything from top to bottom; the height it took."""
        about = brief.about
        self.text(f"{about.company} · How much to invest in social-media customer care", 8.5,
                  colour=_GREY, after=3)
        self.text(brief.verdict, 19, bold=True, after=4)
        self.text(brief.answer, 10.5, after=4)
        self.text(brief.reasons, 8.2, colour=_DIM, after=8)
        self.five(brief)
        self.two(brief)
        self.text(brief.flips_title, 9.2, bold=True, after=1)
        if brief.flips_note:
            self.text(brief.flips_note, 7.2, colour=_GREY, after=3)
        self.flips(brief)
        for note in brief.notes:
            self.text(f"• {note}", 8.2, after=2)
        self.y -= 4 * self.scale
        for one in brief.figures:
            self.text(f"{one.label}: {one.about}", 6.8, colour=_GREY, after=1.5)
        self.y -= 3 * self.scale
        self.rule()
        for line in brief.foot:
            self.text(line, 6.8, colour=_GREY, after=1.5)
        return self.top - self.y

    def text(self, words: str, size: float, *, bold: bool = False, colour: str = INK,
             after: float = 0.0) -> None:
        """A paragraph over the whole width."""
        size *= self.scale
        for line in wrapped(words, self.room, size, bold=bold):
            self.y -= 1.28 * size
            self.put(_MARGIN, self.y + 0.28 * size, line, size, bold=bold, colour=colour)
        self.y -= after * self.scale

    def five(self, brief: Brief) -> None:
        """The five figures, each in its box."""
        gap = 7.0
        each = (self.room - gap * (len(brief.figures) - 1)) / max(len(brief.figures), 1)
        inside, s = each - 12, self.scale
        sizes = [min(14.5 * s, 14.5 * s * inside / max(width(one.value, 14.5 * s, bold=True), 1))
                 for one in brief.figures]
        under = [wrapped(one.interval, inside, 7.2 * s) for one in brief.figures]
        tall = (34 + 9 * max(map(len, under), default=1)) * s
        for at, one in enumerate(brief.figures):
            x, y = _MARGIN + at * (each + gap), self.y
            if self.canvas is not None:
                self.ink(FAINT)
                self.canvas.setLineWidth(0.8)
                self.canvas.roundRect(x, y - tall, each, tall, 4)
            label = 7.2 * s * min(1.0, inside / max(width(one.label, 7.2 * s), 1))
            self.put(x + 6, y - 11 * s, one.label, label, colour=_GREY)
            self.put(x + 6, y - 26 * s, one.value, sizes[at], bold=True)
            for row, line in enumerate(under[at]):
                self.put(x + 6, y - (36 + 9 * row) * s, line, 7.2 * s, colour=_DIM)
        self.y -= tall + 9 * s

    def two(self, brief: Brief) -> None:
        """The two charts side by side."""
        gap, s = 14.0, self.scale
        each = (self.room - gap) / 2
        for at, title in enumerate(("What does each option bring?", "Do enough customers use it?")):
            self.put(_MARGIN + at * (each + gap), self.y - 9 * s, title, 9.2 * s, bold=True)
        self.y -= 14 * s
        # The charts shrink with the letters, and stay in their half.
        zoom = each / brief.options.width * (0.5 + 0.5 * s)
        for at, sketch in enumerate((brief.options, brief.share)):
            self.sketch(sketch, _MARGIN + at * (each + gap), self.y, zoom)
        self.y -= zoom * max(brief.options.height, brief.share.height) + 8 * s

    def flips(self, brief: Brief) -> None:
        """The table of flips."""
        if not brief.flips:
            return
        s = self.scale
        for at, row in enumerate((FLIP_HEADINGS, *brief.flips)):
            cells = [wrapped(cell, share * self.room - 6, 7.8 * s)
                     for cell, share in zip(row, _COLUMNS, strict=True)]
            x = _MARGIN
            for lines, share in zip(cells, _COLUMNS, strict=True):
                for down, line in enumerate(lines):
                    self.put(x, self.y - (8 + 9.5 * down) * s, line, 7.8 * s,
                             colour=INK if at else _GREY)
                x += share * self.room
            self.y -= (3 + 9.5 * max(map(len, cells))) * s
            self.rule()
        self.y -= 7 * s

    def rule(self) -> None:
        """A faint line over the whole width."""
        if self.canvas is not None:
            self.ink(FAINT)
            self.canvas.setLineWidth(0.6)
            self.canvas.line(_MARGIN, self.y, self.wide - _MARGIN, self.y)

    def ink(self, colour: str, *, opacity: float = 1.0) -> None:
        """The colour of what is drawn next."""
        from reportlab.lib.colors import HexColor

        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFillAlpha(opacity)

    def put(self, x: float, y: float, words: str, size: float, *, bold: bool = False,
            colour: str = INK) -> None:
        """A text on one line."""
        if self.canvas is None:
            return
        from reportlab.pdfbase import pdfmetrics

        self.ink(colour)
        for part, font in runs(words, bold=bold):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, part)
            x += pdfmetrics.stringWidth(part, font, size)

    def sketch(self, one: Sketch, left: float, top: float, zoom: float) -> None:
        """A drawing with its top left corner there."""
        if self.canvas is None:
            return
        for mark in one.marks:
            if isinstance(mark, Words):
                room = width(mark.text, mark.size * zoom, bold=mark.bold)
                x = left + zoom * mark.at[0] - room * {"start": 0, "middle": 0.5,
                                                       "end": 1}[mark.anchor]
                self.put(x, top - zoom * mark.at[1], mark.text, mark.size * zoom,
                         bold=mark.bold, colour=mark.colour)
                continue
            self.ink(mark.colour, opacity=mark.opacity if isinstance(mark, Area) else 1.0)
            if isinstance(mark, Dot):
                self.canvas.circle(left + zoom * mark.at[0], top - zoom * mark.at[1],
                                   zoom * mark.radius, stroke=0, fill=1)
                continue
            path = self.canvas.beginPath()
            for at, (x, y) in enumerate(mark.points):
                (path.lineTo if at else path.moveTo)(left + zoom * x, top - zoom * y)
            if isinstance(mark, Line):
                self.canvas.setLineWidth(zoom * mark.width)
                self.canvas.setDash([zoom * one for one in mark.dash])
            else:
                path.close()
            self.canvas.drawPath(path, stroke=int(isinstance(mark, Line)),
                                 fill=int(isinstance(mark, Area)))
            self.canvas.setDash([])
            self.canvas.setFillAlpha(1.0)
