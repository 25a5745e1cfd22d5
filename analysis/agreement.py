"""How far people agree on what posts are: Krippendorff's alpha for categories."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import pandas as pd

SEED, DRAWS = 20_260_101, 2_000
LEAST_UNITS = 10
"""Fewer posts labelled by two people give no interval."""


class Agreement(NamedTuple):
    """Krippendorff's alpha (1 agreement, 0 chance), its limits, and what it rests on.

    ``units``: posts that two people or more have labelled; ``labels``: their labels; ``agreed``:
    posts on which all say the same.  ``alpha`` is NaN where nothing can be said, the limits too.
    """

    alpha: float
    low: float
    high: float
    units: int
    labels: int
    agreed: int


def krippendorff_alpha(labels: pd.DataFrame, *, unit: str = "unit", value: str = "value",
                       level: float = 0.95, seed: int = SEED) -> Agreement:
    """Alpha for nominal data with any number of people and missing labels.

    ``labels``: one row per label with the unit it is about.  alpha = 1 - D_o / D_e, the observed
    over the expected disagreement; units with one label are left out.  Source: Krippendorff (2011),
    "Computing Krippendorff's Alpha-Reliability"; his example of 4 people and 12 units gives 0.743.
    The limits are those of a bootstrap over units (percentiles), because posts are what was
    sampled.  NaN where all labels are the same (nothing could have been disagreed on), and limits
    NaN below 10 units.
    """
    counts = _counts(labels[unit].tolist(), labels[value].tolist())
    per_unit = counts.sum(axis=1)
    agreed = int((counts.max(axis=1, initial=0) == per_unit).sum())
    disagreement = (per_unit**2 - (counts**2).sum(axis=1)) / np.maximum(per_unit - 1, 1)
    once = np.ones((1, len(counts)))
    alpha = float(_alpha(once, counts, disagreement)[0])
    low = high = float("nan")
    if len(counts) >= LEAST_UNITS and alpha == alpha:
        rng = np.random.default_rng(seed)
        chance = np.full(len(counts), 1 / len(counts))
        drawn = _alpha(rng.multinomial(len(counts), chance, DRAWS).astype(float), counts,
                       disagreement)
        # A draw in which only one value came up says nothing of disagreement.
        low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Agreement(alpha, float(low), float(high), len(counts), int(per_unit.sum()), agreed)


def _counts(units: list[Hashable], values: list[Hashable]) -> np.ndarray:
    """Labels of each value per unit, for units with two labels or more."""
    if not units:
        return np.zeros((0, 0))
    rows, _ = pd.factorize(pd.Series(units, dtype="object"))
    columns, _ = pd.factorize(pd.Series(values, dtype="object"))
    counts = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(counts, (rows, columns), 1.0)
    kept: np.ndarray = counts[counts.sum(axis=1) >= 2]
    return kept


def _alpha(weights: np.ndarray, counts: np.ndarray, disagreement: np.ndarray) -> np.ndarray:
    """Alpha of each row of weights over the units."""
    totals = weights @ counts
    n = totals.sum(axis=1)
    expected = n**2 - (totals**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = 1 - (n - 1) * (weights @ disagreement) / expected
    return np.where(expected > 0, found, np.nan)
