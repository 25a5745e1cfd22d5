"""Coverage of the curve of waiting, read at a time and read backwards."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.survival import chance_at, cheapest_target, kaplan_meier, still_waiting, waiting_at
from bench.coverage_rows import TRUE, Row, row

# Half of the wait of those who write again, and of those who are answered, in hours.
_AGAIN, _ANSWERED = 40.0, 10.0
_HOURS = (2.0, 12.0, 24.0)
# So early hardly anybody has written: from one expected in fifty samples to one in two.
_FIRST = (0.02, 0.05, 0.1, 0.2, 0.4)


def chances(*, quick: bool = False) -> list[Row]:
    """Waits that end by a second post or by an answer: the chance within some hours.

    In the first minutes none or one is seen of a hundred: the average over them is promised.
    """
    out, repetitions = [], 60 if quick else 500
    for n in (100, 1_000):
        rng = np.random.default_rng(111)
        inside: dict[float, list[bool]] = {hours: [] for hours in (*_FIRST, *_HOURS)}
        for _ in range(repetitions):
            counts = _waits(rng, n)
            curve, until = kaplan_meier(counts), still_waiting(counts)
            for hours in inside:
                if hours > until:
                    continue
                found = chance_at(curve, hours, waiting=waiting_at(counts, hours))
                inside[hours].append(found.low <= _chance(hours) <= found.high)
        out.append(row(f"{n:,} waits, within 1 to 24 min",
                       [float(np.mean(inside[hours])) for hours in _FIRST], repetitions,
                       (0.93, 0.98)))
        for hours in _HOURS:
            if len(inside[hours]) == repetitions:
                out.append(row(f"{n:,} waits, within {hours:g} h",
                               [float(np.mean(inside[hours]))], repetitions, TRUE))
    return out


def targets(*, quick: bool = False) -> list[Row]:
    """The longest wait that keeps the chance below 10 or 25 %; seen or not, its limits hold it."""
    out, repetitions = [], 60 if quick else 500
    for n in (100, 1_000):
        for below in (0.1, 0.25):
            rng, inside = np.random.default_rng(112), []
            truth = -math.log(1 - below) * _AGAIN / math.log(2)
            for _ in range(repetitions):
                counts = _waits(rng, n)
                found = cheapest_target(kaplan_meier(counts), below=below,
                                        seen=still_waiting(counts))
                inside.append(found.low <= truth <= found.high
                              or (math.isinf(found.low) and truth > found.seen))
            out.append(row(f"{n:,} waits, below {100 * below:.0f} %", [float(np.mean(inside))],
                           repetitions, (0.93, 1.0)))
    return out


def _waits(rng: np.random.Generator, n: int) -> pd.DataFrame:
    again = rng.exponential(_AGAIN / math.log(2), n)
    answered = rng.exponential(_ANSWERED / math.log(2), n)
    wrote = again < answered
    until = pd.DataFrame({"time": np.minimum(again, answered), "entered": 0,
                          "events": wrote.astype(int), "ended": (~wrote).astype(int)})
    start = pd.DataFrame({"time": [0.0], "entered": [n], "events": [0], "ended": [0]})
    return pd.concat([start, until], ignore_index=True)


def _chance(hours: float) -> float:
    return 1 - math.exp(-math.log(2) * hours / _AGAIN)
