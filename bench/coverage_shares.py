"""Coverage of shares, and of differences and ratios of two: exact sums over all outcomes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import score
from analysis.intervals import quantile_of_normal, wilson_frame
from bench.coverage_rows import TRUE, Row, binomials, holds, middles, row

BANDS = {"0 to 2 %": (0.0, 0.02), "2 to 10 %": (0.02, 0.1), "10 to 90 %": (0.1, 0.9),
         "90 to 98 %": (0.9, 0.98), "98 to 100 %": (0.98, 1.0)}
SIZES = (1, 2, 3, 4, 5, 8, 10, 15, 20, 30, 50, 100, 300, 1_000)
# From here on the average holds in every band; below, a share near 0 is mostly seen as none.
FEWEST = 4
PAIRS = ((5, 5), (10, 10), (10, 30), (30, 30), (30, 100), (100, 100), (100, 400), (300, 300))
# Fewer successes (or failures) than this in both samples together tell no difference apart.
FEWEST_EVENTS = 4


def shares(*, quick: bool = False) -> list[Row]:
    """One share: each n, each band of the true share, averaged evenly over the band."""
    points, out = 400 if quick else 2_000, []
    for n in SIZES:
        limits = wilson_frame(pd.DataFrame({"k": np.arange(n + 1), "n": n}), successes="k", n="n")
        low, high = limits["low"].to_numpy(), limits["high"].to_numpy()
        for name, band in BANDS.items():
            truth = middles(*band, points)
            inside = holds(low[None], high[None], truth[:, None])
            found = (binomials(n, truth) * inside).sum(axis=1)
            out.append(row(f"n = {n:,}, share {name}", found,
                           promise=TRUE if n >= FEWEST else None))
    return out


def _draws(n: int, m: int, kind: str, count: int) -> np.ndarray:
    """Pairs of true shares of a kind, spread evenly over it."""
    rng = np.random.default_rng([n, m, len(kind)])
    out: list[tuple[float, float]] = []
    while len(out) < count:
        one, two = rng.random(2) if kind == "anything" else rng.uniform(0, 0.1, 2)
        if kind == "both 10 to 90 %":
            one, two = rng.uniform(0.1, 0.9, 2)
        elif kind == "one under 10 %":
            two = rng.uniform(0.1, 0.9)
            one, two = (one, two) if rng.random() < 0.5 else (two, one)
        seen = min(n * one + m * two, n * (1 - one) + m * (1 - two))
        few = kind.startswith("fewer")
        if few:
            most = FEWEST_EVENTS / (n + m)
            one, two = rng.uniform(0, min(2 * most, 1), 2)
            seen = n * one + m * two
        if (seen < FEWEST_EVENTS) == few:
            out.append((one, two))
    return np.array(out)


KINDS = ("both 10 to 90 %", "one under 10 %", "both under 10 %", "anything",
         f"fewer than {FEWEST_EVENTS} expected")


def _pairs(limits: tuple[np.ndarray, np.ndarray], n: int, m: int, truths: np.ndarray,
           pairs: np.ndarray) -> np.ndarray:
    low, high = limits
    first, second = binomials(n, pairs[:, 0]), binomials(m, pairs[:, 1])
    return np.array([a @ holds(low, high, truth) @ b
                     for a, b, truth in zip(first, second, truths, strict=True)])


def _two(quick: bool, *, ratio: bool) -> list[Row]:
    out, z = [], quantile_of_normal(0.95)
    for n, m in PAIRS[:-2] if quick else PAIRS:
        k, j = np.meshgrid(np.arange(n + 1.0), np.arange(m + 1.0), indexing="ij")
        make = score.ratio_limits if ratio else score.difference_limits
        limits = make(k, np.full_like(k, n), j, np.full_like(j, m), z)
        for kind in KINDS:
            if kind == "both under 10 %" and (n + m) * 0.1 < 1.5 * FEWEST_EVENTS:
                continue
            pairs = _draws(n, m, kind, 60 if quick else 300)
            one, two = pairs.T
            found = _pairs(limits, n, m, one / two if ratio else one - two, pairs)
            few = kind.startswith("fewer")
            out.append(row(f"n = {n} and {m}, {kind}", found,
                           promise=None if few and not ratio else TRUE))
    return out


def differences(*, quick: bool = False) -> list[Row]:
    """The difference of two shares, from the limits that share_difference takes."""
    return _two(quick, ratio=False)


def ratios(*, quick: bool = False) -> list[Row]:
    """The ratio of two shares, from the limits that share_ratio takes."""
    return _two(quick, ratio=True)

