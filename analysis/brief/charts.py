"""The two charts of the brief: what each option brings, and whether enough customers are there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis import wording
from analysis.brief.sketch import FAINT, INK, Area, Dot, Line, Mark, Point, Sketch, Words
from analysis.decision.said import money

# The same colours as on the page: teams on social media warm, the rest cool.
_COLOURS = {"nothing": "#6b7a90", "listen": "#6b7a90", "pilot": "#bd830e", "full": "#c83103",
            "traditional": "#35789c"}
_CURVES = (("today", "share today", "#bd830e", ()), ("last year", "share in year 3", "#c83103",
                                                     (4.0, 2.0)),
           ("needed", "needed to pay", "#35789c", (1.5, 1.5)))
WIDTH, HEIGHT = 260.0, 168.0


def options_sketch(options: pd.DataFrame, *, currency: str) -> Sketch:
    """Expected net value of each option with its interval; ``options`` of compare_options."""
    left, right, top, bottom = 4.0, 16.0, 6.0, 24.0
    names, room = 96.0, 0.0
    rows = options.to_dict("records")
    low, high = min(0.0, *(row["low"] for row in rows)), max(0.0, *(row["high"] for row in rows))
    ticks = round_ticks(low / 1e3, high / 1e3)
    first, last = min(ticks[0], low / 1e3), max(ticks[-1], high / 1e3)
    start, width = left + names + room, WIDTH - left - names - room - right

    def place(value: float) -> float:
        return float(start + width * (value - first) / ((last - first) or 1.0))

    step = (HEIGHT - top - bottom) / max(len(rows), 1)
    marks: list[Mark] = []
    for tick in ticks:
        x = place(tick)
        marks.append(Line(((x, top), (x, HEIGHT - bottom)), FAINT if tick else INK, 0.7))
        marks.append(Words((x, HEIGHT - bottom + 9), wording.number(tick), 6.5, "middle"))
    said = []
    for at, row in enumerate(rows):
        y = top + step * (at + 0.5)
        colour = _COLOURS[str(row["option"])]
        label = {"traditional": "Phone and e-mail"}.get(str(row["option"]), str(row["label"]))
        marks += [Words((left, y - 1), label, 7, bold=True),
                  Words((left, y + 7.5), money(row["net_value"], currency), 6.5),
                  Line(((place(row["low"] / 1e3), y), (place(row["high"] / 1e3), y)), colour, 1.6),
                  Dot((place(row["net_value"] / 1e3), y), colour)]
        said.append(f"{row['label']} {money(row['net_value'], currency)}, "
                    f"{money(row['low'], currency)} to {money(row['high'], currency)}")
    marks.append(Words((start + width / 2, HEIGHT - 5),
                       f"Net value over three years ({currency} thousand, 95 %)", 6.5, "middle"))
    return Sketch(WIDTH, HEIGHT, f"Net value of each option: {'; '.join(said)}.", tuple(marks))


def share_sketch(curves: pd.DataFrame) -> Sketch:
    """How likely each share is, beside the share that full care needs; of share_curves."""
    left, right, top, bottom = 26.0, 8.0, 20.0, 24.0
    across, down = WIDTH - left - right, HEIGHT - top - bottom
    reach = float(100 * curves["share"].max()) if len(curves) else 1.0
    most = float(100 * curves["chance"].max()) if len(curves) else 1.0
    xs, ys = round_ticks(0.0, reach), round_ticks(0.0, most or 1.0, about=4)
    top_y = max(ys[-1], most) or 1.0

    def at(share: float, chance: float) -> Point:
        return (left + across * 100 * share / (reach or 1.0),
                HEIGHT - bottom - down * 100 * chance / top_y)

    marks: list[Mark] = []
    for tick in ys:
        y = at(0, tick / 100)[1]
        marks += [Line(((left, y), (WIDTH - right, y)), FAINT, 0.7),
                  Words((left - 4, y + 2.3), _tick(tick, ys), 6.5, "end")]
    for tick in xs:
        if tick <= reach:
            marks.append(Words((at(tick / 100, 0)[0], HEIGHT - bottom + 9), _tick(tick, xs), 6.5,
                               "middle"))
    said, x = [], left
    for name, label, colour, dash in _CURVES:
        rows = curves[curves["curve"] == name]
        points = tuple(at(share, chance) for share, chance in
                       zip(rows["share"], rows["chance"], strict=True))
        if points:
            base = HEIGHT - bottom
            marks += [Area(((points[0][0], base), *points, (points[-1][0], base)), colour),
                      Line(points, colour, 1.4, dash)]
            peak = rows["share"].iloc[int(rows["chance"].to_numpy(dtype=float).argmax())]
            said.append(f"{label} is most likely about {wording.percent(peak)}"
                        if rows["chance"].any() else f"{label} lies beyond")
        marks += [Line(((x, 8), (x + 14, 8)), colour, 1.6, dash),
                  Words((x + 17, 10.5), label, 6.5)]
        x += 78
    marks.append(Words((left + across / 2, HEIGHT - 5),
                       "Customers who use social media for service (%); chance per step (%)", 6.5,
                       "middle"))
    return Sketch(WIDTH, HEIGHT, f"Shares: {'; '.join(said)}.", tuple(marks))


def round_ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Round, evenly spaced values over all of a range: steps of 1, 2 or 5 times a power of ten.

    Worked: -130 to 40 gives -150, -100, -50, 0, 50.
    """
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    rough = span / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough * 0.999)
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 10) for at in range(start, end + 1)]


def _tick(value: float, ticks: Sequence[float]) -> str:
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return wording.number(value, digits=max(0, -math.floor(math.log10(step) + 1e-9)))
