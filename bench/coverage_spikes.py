"""Coverage of what is usual: the band of an hour, the excess of a spike, and that of its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.spike_baseline import grids_of, usual_of
from analysis.spike_reasons import contributions
from analysis.spikes import detect
from bench.coverage_rows import Row, holds, row
from bench.spikes import quiet

# Days that follow one another are not what the weeks before tell; the rest is meant to be held.
BAND = (0.93, 0.98)
EXCESS = (0.93, 1.0)
_DAYS = 98


def bands(*, quick: bool = False) -> list[Row]:
    """Hours in which nothing happens: how many lie in the band of the usual."""
    out, repetitions = [], 2 if quick else 30
    for noise in ("calm", "wild"):
        for level in (50, 500, 5_000):
            rng, inside, hours = np.random.default_rng(51), [], 0
            for _ in range(repetitions):
                grid = grids_of(quiet(rng, level=level, days=_DAYS, noise=noise))[""]
                usual = usual_of(grid, since=70)
                low, high = usual.band()
                busy = usual.mean > 1
                inside.append(float(holds(low[busy], high[busy], grid.y[busy]).mean()))
                hours += int(busy.sum())
            # The hours of a day share its noise, so they count as few.
            out.append(row(f"{level:,} contacts a day, {noise}", [float(np.mean(inside))],
                           hours // 24, BAND))
    return out


def excesses(*, quick: bool = False) -> list[Row]:
    """A planted spike that is found: whether its interval holds what was added within it."""
    out, repetitions = [], 12 if quick else 400
    for noise in ("calm", "wild"):
        for hours in (3, 12):
            rng, inside = np.random.default_rng(52), []
            for _ in range(repetitions):
                frame = quiet(rng, level=500, days=_DAYS, noise=noise)
                at = 24 * int(rng.integers(70, 77)) + 10
                mean = float(frame["y"].iloc[at:at + hours].mean())
                added = np.zeros(len(frame), dtype=int)
                added[at:at + hours] = rng.poisson(6 * mean, hours)
                found = detect(frame.assign(y=frame["y"] + added))
                mine = found[(found["start"] <= frame["ds"][at + hours - 1])
                             & (found["end"] > frame["ds"][at])]
                if len(mine) != 1:
                    continue
                spike = mine.iloc[0]
                within = (frame["ds"] >= spike["start"]) & (frame["ds"] < spike["end"])
                truth = float(added[within.to_numpy()].sum())
                inside.append(spike["excess_low"] <= truth <= spike["excess_high"])
            out.append(row(f"7 times the usual for {hours} h, {noise}", [float(np.mean(inside))],
                           len(inside), EXCESS))
    return out


def parts(*, quick: bool = False) -> list[Row]:
    """A category of a spike: whether its interval holds what was added to it."""
    out, repetitions = [], 60 if quick else 4_000
    for spread in (0.0, 0.02, 0.05):
        for mean in (0.5, 5.0, 50.0, 500.0):
            rng = np.random.default_rng(53)
            weeks = mean * (rng.gamma(1 / spread, spread, (repetitions, 9)) if spread else
                            np.ones((repetitions, 9)))
            counts = rng.poisson(weeks)
            frame = pd.DataFrame({
                "dimension": "topic", "category": [str(at) for at in range(repetitions)],
                "observed": counts[:, 0] + 20, "referenced": counts[:, 1:].sum(axis=1)})
            whole = pd.DataFrame({"dimension": ["total"], "category": ["contacts"],
                                  "observed": [frame["observed"].sum()],
                                  "referenced": [frame["referenced"].sum()]})
            found = contributions(pd.concat([frame, whole]), references=8)
            inside = holds(found["excess_low"], found["excess_high"], 20.0)
            out.append(row(f"{mean:g} usual, weeks ± {100 * spread**0.5:.0f} %",
                           [float(inside.mean())], repetitions, EXCESS))
    return out
