"""Coverage of what campaigns taught: the rate, that of a new campaign, and the mix of channels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.campaigns import ALL, channel_mix, contact_rate
from bench.coverage_rows import TRUE, Promise, Row, holds, row

# Where campaigns differ by less than the errors of each, that they do is hardly told: the limits of
# a new one are wide where they do not differ at all, and a little narrow where they differ so.
ALIKE, HARDLY = (0.93, 1.0), (0.90, 0.97)
_MIX = {"phone": 0.6, "email": 0.3, "x": 0.1}


def _effects(rng: np.random.Generator, campaigns: int, tau: float) -> pd.DataFrame:
    """Campaigns of ten thousand letters; 60 contacts per 1,000, with ``tau`` between campaigns."""
    rate = rng.normal(60, tau, campaigns)
    error = 10 * rng.uniform(0.7, 2.0, campaigns)
    rows = [pd.DataFrame({"channel": name, "added": 10 * rate * share + rng.normal(
        0, error * share**0.5), "se": error * share**0.5}) for name, share in _MIX.items()]
    total = pd.DataFrame({"channel": ALL, "added": sum(one["added"] for one in rows), "se": error})
    return pd.concat([*rows, total]).assign(sent=10_000, clean=True)


def rates(*, quick: bool = False) -> list[Row]:
    """Contacts per 1,000 sent: the mean of campaigns, and a campaign still to come."""
    out, repetitions = [], 80 if quick else 1_000
    rng = np.random.default_rng(91)
    for campaigns in (3, 5, 10, 30):
        for tau in (0.0, 1.0, 3.0):
            inside = []
            for _ in range(repetitions):
                found, new = contact_rate(_effects(rng, campaigns, tau)), rng.normal(60, tau)
                inside.append((found.low <= 60 <= found.high,
                               found.new_low <= new <= found.new_high))
            new_one: Promise = {0.0: ALIKE, 1.0: HARDLY}.get(tau, TRUE)
            for at, (what, promise) in enumerate((("mean", TRUE), ("a new one", new_one))):
                out.append(row(f"{campaigns} campaigns that differ by ± {tau:g}, {what}",
                               [float(np.mean([one[at] for one in inside]))], repetitions,
                               promise))
    return out


def mixes(*, quick: bool = False) -> list[Row]:
    """The share of each channel in what campaigns add."""
    out, repetitions = [], 80 if quick else 1_000
    rng = np.random.default_rng(92)
    for campaigns in (3, 10):
        frames = [channel_mix(_effects(rng, campaigns, 2.0)) for _ in range(repetitions)]
        shown = pd.concat(frames)
        for name, share in _MIX.items():
            mine = shown[shown["channel"] == name]
            out.append(row(f"{campaigns} campaigns, {name} {100 * share:.0f} %",
                           [float(holds(mine["low"], mine["high"], share).mean())], repetitions,
                           TRUE))
    return out
