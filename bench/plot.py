"""A plot with two logarithmic axes as an SVG file, drawn without any library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 190, 20, 50
# Height of a line of letters.
LETTERS = 15
COLOURS = ("#1f6b8f", "#c8551b", "#0f8577", "#7a4fb5", "#6b7680", "#b5347a")


@dataclass(frozen=True)
class Line:
    """A name and its points, all above zero."""

    name: str
    points: Sequence[tuple[float, float]]


def plot(lines: Sequence[Line], *, x: str, y: str) -> str:
    """The lines over decades of both axes.  Raises ValueError for a point that is not above 0."""
    points = [point for line in lines for point in line.points]
    if any(value <= 0 for point in points for value in point):
        raise ValueError("A logarithmic axis has no place for zero.")
    across = _decades([point[0] for point in points])
    up = _decades([point[1] for point in points])

    def place(point: tuple[float, float]) -> tuple[float, float]:
        right, above = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return (LEFT + right * (log10(point[0]) - across[0]) / (across[1] - across[0]),
                HEIGHT - BOTTOM - above * (log10(point[1]) - up[0]) / (up[1] - up[0]))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           'font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for decade in range(across[0], across[1] + 1):
        left, bottom = place((10.0**decade, 10.0 ** up[0]))
        out.append(f'<path d="M{left:.1f} {TOP}V{bottom:.1f}" stroke="#d5dde3"/>'
                   f'<text x="{left:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">'
                   f"{_words(decade)}</text>")
    for decade in range(up[0], up[1] + 1):
        left, bottom = place((10.0 ** across[0], 10.0**decade))
        out.append(f'<path d="M{left:.1f} {bottom:.1f}H{WIDTH - RIGHT}" stroke="#d5dde3"/>'
                   f'<text x="{left - 8:.1f}" y="{bottom + 4:.1f}" text-anchor="end">'
                   f"{_words(decade)}</text>")
    names = _apart([place(line.points[-1])[1] for line in lines])
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(point) for point in line.points]
        path = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3.5" fill="{colour}"/>'
                for left, top in places]
        out.append(f'<text x="{places[-1][0] + 8:.1f}" y="{names[number] + 4:.1f}" '
                   f'fill="{colour}">{escape(line.name)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" '
               f'text-anchor="middle">{escape(x)}</text>'
               f'<text x="8" y="14">{escape(y)}</text></svg>')
    return "\n".join(out) + "\n"


def _apart(tops: Sequence[float]) -> list[float]:
    """Places of names beside the ends of lines, moved down where they would lie on each other."""
    out = list(tops)
    below = float("-inf")
    for at in sorted(range(len(out)), key=lambda at: out[at]):
        out[at] = below = max(out[at], below + LETTERS)
    return out


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _words(decade: int) -> str:
    return {6: "1 M", 7: "10 M", 8: "100 M", 9: "1 B"}.get(decade) or f"{10.0**decade:,g}"
