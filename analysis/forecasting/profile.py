"""The profile of a day: which share of its total falls into each interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_HALF_LIFE_WEEKS = 20.0
# Intervals this far on both sides lend each other strength.
_NEIGHBOUR_MINUTES = 45
# Weekdays of one group are alike until the data say otherwise.
_GROUPS = (range(5), range(5, 6), range(6, 7))
# No count where at least this many were to be expected: the interval is closed (chance 0.7 %).
_CLOSED_FROM = 5.0


def make_profile(counts: Array, weekday: NDArray[np.int64], minutes: int) -> Array:
    """Shares per weekday (7 rows) and interval; each row adds up to 1, or to 0 when always closed.

    Counts fade with a half-life of 20 weeks.  A weekday's shares are drawn towards those of its
    group, and these towards their neighbours in time, as far as chance alone explains the
    difference (:func:`shrunk`).
    """
    age_weeks = (len(counts) - 1 - np.arange(len(counts))) / 7
    seen = ~np.isnan(counts[:, 0])
    weight = np.where(seen, 0.5 ** (age_weeks / _HALF_LIFE_WEEKS), 0.0)
    weighted = np.nan_to_num(counts) * weight[:, None]
    # Effective numbers: a fading weight must not look like more data than there is.
    sums = np.array([weighted[weekday == one].sum(axis=0) for one in range(7)])
    out = np.zeros_like(sums)
    for group in _GROUPS:
        rows = np.array([one for one in group if sums[one].any()], dtype=int)
        if not len(rows):
            continue
        pooled = sums[rows].sum(axis=0)
        base = shrunk(pooled, _smooth(pooled, minutes))
        for one in rows:
            own = shrunk(sums[one], base) if len(rows) > 1 else base
            own = np.where((sums[one] == 0) & (own * sums[one].sum() >= _CLOSED_FROM), 0.0, own)
            out[one] = own / own.sum()
    return out


def shrunk(counts: Array, base: Array) -> Array:
    """Shares between the observed ones and the base: (n + κ·base) ÷ (N + κ).

    κ is the moment estimate of a Dirichlet-multinomial (Mosimann 1962): with X² the chi-square of
    the counts against the base on df intervals, X² ÷ df = 1 + (N − 1) ÷ (κ + 1).  Where the
    counts differ from the base no more than by chance, the base stands.
    Worked: 60 and 40 against a half each: X² = 4 on 1, κ = 99 ÷ 3 − 1 = 32, so the first share is
    (60 + 16) ÷ 132 = 0.576.
    """
    total = counts.sum()
    used = base > 0
    if total <= 0 or used.sum() < 2:
        return base
    expected = total * base[used]
    ratio = float(((counts[used] - expected) ** 2 / expected).sum() / (used.sum() - 1))
    if ratio <= 1:
        return base
    kappa = max((total - 1) / (ratio - 1) - 1, 0.0)
    return np.asarray((counts + kappa * base) / (total + kappa))


def _smooth(counts: Array, minutes: int) -> Array:
    """Triangular mean over the neighbours in time, never across a closed stretch."""
    reach = _NEIGHBOUR_MINUTES // minutes
    if reach < 1:
        return np.asarray(counts / counts.sum())
    kernel = np.concatenate([np.arange(1, reach + 2), np.arange(reach, 0, -1)]).astype(float)
    open_ = np.ones(len(counts))
    for _ in range(2):  # first to find what is closed, then without it
        value = np.convolve(counts, kernel, "same") / np.convolve(open_, kernel, "same").clip(1e-9)
        value *= open_
        open_ = np.where((counts == 0) & (value >= _CLOSED_FROM), 0.0, open_)
    return np.asarray(value / value.sum())
