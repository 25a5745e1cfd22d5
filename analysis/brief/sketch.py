"""A drawing as a list of marks, so that a page of HTML and one of PDF show the same chart."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
INK, FAINT = "#1b2733", "#d5dbe1"


@dataclass(frozen=True)
class Line:
    """A line through points; ``dash`` are lengths of ink and gap."""

    points: tuple[Point, ...]
    colour: str = INK
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Area:
    """A closed, see-through area."""

    points: tuple[Point, ...]
    colour: str
    opacity: float = 0.18


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    at: Point
    colour: str
    radius: float = 3.5


@dataclass(frozen=True)
class Words:
    """A text on one line; ``at`` is on its base line."""

    at: Point
    text: str
    size: float = 7.0
    anchor: Anchor = "start"
    colour: str = INK
    bold: bool = False


Mark = Line | Area | Dot | Words


@dataclass(frozen=True)
class Sketch:
    """Marks on a ground of width x height points, y downwards from the top; ``alt`` says it."""

    width: float
    height: float
    alt: str
    marks: tuple[Mark, ...] = field(default_factory=tuple)


def svg(sketch: Sketch) -> str:
    """The drawing as SVG that needs nothing from outside; every text is escaped."""
    body = "".join(_element(mark) for mark in sketch.marks)
    alt = html.escape(sketch.alt, quote=True)
    return (f'<svg viewBox="0 0 {sketch.width:g} {sketch.height:g}" role="img" '
            f'aria-label="{alt}" xmlns="http://www.w3.org/2000/svg">{body}</svg>')


def _element(mark: Mark) -> str:
    if isinstance(mark, Line):
        dash = f' stroke-dasharray="{" ".join(f"{one:g}" for one in mark.dash)}"' \
            if mark.dash else ""
        return (f'<polyline points="{_points(mark.points)}" fill="none" stroke="{mark.colour}" '
                f'stroke-width="{mark.width:g}"{dash}/>')
    if isinstance(mark, Area):
        return (f'<polygon points="{_points(mark.points)}" fill="{mark.colour}" '
                f'fill-opacity="{mark.opacity:g}"/>')
    if isinstance(mark, Dot):
        x, y = mark.at
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{mark.radius:g}" fill="{mark.colour}"/>'
    x, y = mark.at
    weight = ' font-weight="700"' if mark.bold else ""
    return (f'<text x="{x:.2f}" y="{y:.2f}" font-size="{mark.size:g}" fill="{mark.colour}" '
            f'text-anchor="{mark.anchor}"{weight}>{html.escape(mark.text)}</text>')


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
