"""Coverage of shares answered in time where the messages of a day share their luck."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.routing_review import Played, clustered_share, fire_frame
from bench.coverage_rows import Promise, Row, row

_DAY, _TARGET = 86_400.0, 3_600.0
# Between few days the scatter is hardly told, so thirty days are the fewest promised.
IN_TIME = (0.90, 0.98)
_FEWEST_DAYS = 30


def shares(*, quick: bool = False) -> list[Row]:
    """Messages in time, with days that differ in how many are (± 0 to 25 points)."""
    out, repetitions = [], 300 if quick else 1_500
    for days in (10, 30, 90):
        for spread in (0.0, 0.25):
            rng, inside = np.random.default_rng(141), []
            for _ in range(repetitions):
                day = np.repeat(np.arange(days), rng.poisson(8, days))
                hits = rng.random(len(day)) < _luck(rng, 0.6, spread, days)[day]
                _, low, high, _ = clustered_share(hits, day)
                inside.append(low <= 0.6 <= high)
            out.append(row(f"{days} days of 8 messages, days ± {100 * spread:.0f} points",
                           [float(np.mean(inside))], repetitions, _promised(days)))
    return out


def changes(*, quick: bool = False) -> list[Row]:
    """Difference of the share in time by the rules to that of history, on the same messages."""
    out, repetitions = [], 30 if quick else 400
    for days in (10, 30, 90):
        for now in (0.6, 0.75):
            rng, inside = np.random.default_rng(142), []
            for _ in range(repetitions):
                day = np.repeat(np.arange(days), rng.poisson(8, days))
                was_luck = _luck(rng, 0.6, 0.25, days)[day]
                now_luck = _luck(rng, now, 0.25, days)[day]
                common = rng.random(len(day)) < 0.5
                draw = rng.random(len(day))
                seen = {"before": draw < was_luck,
                        "after": np.where(common, draw, rng.random(len(day))) < now_luck}
                arrived = day * _DAY
                frame = pd.DataFrame({"arrived": arrived, "incendiary": True,
                                      "watched_until": np.inf} | {
                    how: arrived + np.where(hit, 60.0, 2 * _TARGET)
                    for how, hit in (seen | {"plain": seen["before"]}).items()})
                found = fire_frame(Played(frame, {}, 0, ()), target_seconds=_TARGET).iloc[-1]
                inside.append(found["difference_low"] <= now - 0.6 <= found["difference_high"])
            out.append(row(f"{days} days of 8 messages, 60 % and then {100 * now:.0f} %",
                           [float(np.mean(inside))], repetitions, _promised(days)))
    return out


def _promised(days: int) -> Promise | None:
    return IN_TIME if days >= _FEWEST_DAYS else None


def _luck(rng: np.random.Generator, mean: float, spread: float, days: int) -> np.ndarray:
    """The chance of each day: beta with this mean and standard deviation."""
    if not spread:
        return np.full(days, mean)
    size = mean * (1 - mean) / spread**2 - 1
    return rng.beta(mean * size, (1 - mean) * size, days)
