"""Coverage of net scores (net sentiment, NPS): exact sums over all outcomes, and their changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.intervals import Interval, net_sentiment_frame, square_and_add
from bench.coverage_rows import TRUE, Row, holds, row, trinomials

SIZES = (3, 5, 10, 20, 30, 50, 100)
# Below this many a score is wide where one of its sides is rare.
FEWEST = 30
PLACES = ("anything", "each over 10 %", "one side over 90 %", "one side 2 to 10 %",
          "one side under 2 %", "neutral under 2 %", "neutral over 90 %")
_CHANGES = {"even": (0.3, 0.3, 0.4), "happy": (0.1, 0.25, 0.65), "very happy": (0.02, 0.08, 0.9),
            "mostly neutral": (0.1, 0.8, 0.1)}


def _places(name: str, count: int) -> np.ndarray:
    """True shares (up, down, neutral) of a kind, spread evenly over it."""
    rng = np.random.default_rng(len(name))
    spread = rng.dirichlet([1, 1, 1], 40 * count)
    if name == "each over 10 %":
        spread = spread[(spread > 0.1).all(axis=1)]
    parts = {"one side over 90 %": (0, 0.9, 1.0), "neutral over 90 %": (2, 0.9, 1.0),
             "one side 2 to 10 %": (1, 0.02, 0.1), "one side under 2 %": (1, 0.0, 0.02),
             "neutral under 2 %": (2, 0.0, 0.02)}
    points = spread[:count]
    if name in parts:
        at, low, high = parts[name]
        mine = rng.uniform(low, high, count)
        # The others share the rest, neither of them next to nothing unless it must be.
        split = rng.uniform(0.0 if low >= 0.9 else 0.1, 1.0 if low >= 0.9 else 0.9, count)
        first, second = (one for one in range(3) if one != at)
        points = np.empty((count, 3))
        points[:, at], points[:, first] = mine, (1 - mine) * split
        points[:, second] = (1 - mine) * (1 - split)
    return np.clip(points, 1e-12, 1)


def _outcomes(n: int) -> tuple[np.ndarray, np.ndarray]:
    up, down = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    possible = up + down <= n
    return up[possible], down[possible]


def _limits(n: int) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    up, down = _outcomes(n)
    frame = net_sentiment_frame(pd.DataFrame(
        {"negative": down, "neutral": n - up - down, "positive": up}))
    return up, down, frame


def scores(*, quick: bool = False) -> list[Row]:
    """One score: each n, each kind of true shares."""
    out = []
    for n in SIZES[:-2] if quick else SIZES:
        up, down, frame = _limits(n)
        for name in PLACES:
            points = _places(name, 100 if quick else 400)
            truth = 100 * (points[:, 0] - points[:, 1])
            inside = holds(frame["low"].to_numpy()[None], frame["high"].to_numpy()[None],
                           truth[:, None])
            found = (trinomials(n, up, down, points) * inside).sum(axis=1)
            # Where nearly all are neutral, few speak, and no interval can use up its 5 %.
            told = name == "neutral over 90 %" or n < 10 or (
                n < FEWEST and name in ("one side 2 to 10 %", "one side under 2 %"))
            out.append(row(f"n = {n}, {name}", found, promise=None if told else TRUE))
    return out


def clusters(*, quick: bool = False) -> list[Row]:
    """What independence is worth: people who post several times, mostly in one mood."""
    out, repetitions, posts = [], 2_000 if quick else 20_000, 300
    rng = np.random.default_rng(22)
    for each in (1, 2, 4):
        people, kinds = posts // each, np.array([-1, 0, 1])
        # Half of a person's posts follow the person's mood, the others stand alone.
        mood = rng.choice(kinds, (repetitions, people, 1), p=_CHANGES["even"])
        alone = rng.choice(kinds, (repetitions, people, each), p=_CHANGES["even"])
        said = np.where(rng.random(alone.shape) < 0.5, mood, alone).reshape(repetitions, -1)
        shown = net_sentiment_frame(pd.DataFrame({
            "negative": (said == -1).sum(axis=1), "neutral": (said == 0).sum(axis=1),
            "positive": (said == 1).sum(axis=1)}))
        inside = holds(shown["low"], shown["high"], 10.0)
        out.append(row(f"{posts} posts, {each} a person", [inside.mean()], repetitions,
                       TRUE if each == 1 else None))
    return out


def changes(*, quick: bool = False) -> list[Row]:
    """The change of a score between two periods or waves, with the product's own square and add."""
    out, repetitions = [], 4_000 if quick else 40_000
    rng = np.random.default_rng(21)
    for n, m in ((30, 30), (30, 100), (100, 100)):
        tables = {size: _limits(size) for size in {n, m}}
        for now, before in (("even", "even"), ("happy", "even"), ("very happy", "happy"),
                            ("mostly neutral", "even")):
            truth = 100 * (np.subtract(_CHANGES[now][2], _CHANGES[now][0])
                           - np.subtract(_CHANGES[before][2], _CHANGES[before][0]))
            mine = _drawn(rng, tables[n], n, _CHANGES[now], repetitions)
            other = _drawn(rng, tables[m], m, _CHANGES[before], repetitions)
            found = [low - 1e-9 <= truth <= high + 1e-9 for low, high in (
                square_and_add(a, Interval(b, c), d, Interval(e, f))
                for (a, b, c), (d, e, f) in zip(mine, other, strict=True))]
            out.append(row(f"n = {n} and {m}, {now} after {before}", [float(np.mean(found))],
                           repetitions))
    return out


def _drawn(rng: np.random.Generator, table: tuple[np.ndarray, np.ndarray, pd.DataFrame], n: int,
           shares: tuple[float, float, float], count: int) -> list[tuple[float, float, float]]:
    """Scores with their limits, of samples drawn from shares (negative, neutral, positive)."""
    up, down, frame = table
    place = np.full((n + 1, n + 1), -1)
    place[up, down] = np.arange(len(up))
    draws = rng.multinomial(n, shares, count)
    values = frame[["net_sentiment", "low", "high"]].to_numpy()
    rows = values[place[draws[:, 2], draws[:, 0]]]
    return [(float(a), float(b), float(c)) for a, b, c in rows]

