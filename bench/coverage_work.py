"""Coverage of the work per contact: a ratio of two sums over days."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.work import seconds_per_contact
from bench.coverage_rows import TRUE, Row, holds, row


def work(*, quick: bool = False) -> list[Row]:
    """Days of counts that scatter (negative binomial), contacts of lognormal length around 300 s.
    """
    rng, times = np.random.default_rng(81), 400 if quick else 4_000
    out = []
    for days in (7, 28, 90):
        for a_day in (4.0, 60.0):
            counts = rng.negative_binomial(10, 10 / (10 + a_day), (times, days)).astype(float)

            seconds = _sums(rng, counts)
            found = seconds_per_contact(pd.DataFrame({
                "channel": "phone", "days": days, "contacts": counts.sum(axis=1),
                "messages_timed": counts.sum(axis=1), "handle_seconds": seconds.sum(axis=1),
                "contacts_squared": (counts**2).sum(axis=1),
                "seconds_squared": (seconds**2).sum(axis=1),
                "contacts_times_seconds": (counts * seconds).sum(axis=1)}))
            # Thirty contacts of very different lengths are too few for a true interval: told only.
            promise = TRUE if days * a_day >= 100 else None
            out.append(row(f"{days} days of {a_day:g} contacts",
                           [float(holds(found["low"], found["high"], 300.0).mean())], times,
                           promise))
    return out

def _sums(rng: np.random.Generator, counts: np.ndarray) -> np.ndarray:
    """Sums of so many lognormal lengths of mean 300 and a sigma of 0.8."""
    flat = counts.ravel().astype(int)
    lengths = 300 * np.exp(rng.normal(-0.32, 0.8, int(flat.sum())))
    ends = np.cumsum(np.concatenate(([0.0], lengths)))
    stops = np.cumsum(flat)
    return np.asarray(ends[stops] - ends[stops - flat]).reshape(counts.shape)
