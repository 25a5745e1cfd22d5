"""Many comparisons at once: which of them are findings."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np


def benjamini_hochberg(p_values: Sequence[float] | np.ndarray) -> np.ndarray:
    """Adjusted p-values (q): the smallest false-discovery rate at which each would be a finding.

    Source: Benjamini and Hochberg (1995), step-up.  Assumes tests that are independent or
    positively dependent.  NaN stays NaN and does not count.  Worked: 0.01, 0.04, 0.03 and 0.5
    give 0.04, 0.0533, 0.0533 and 0.5.  Raises ValueError for a p outside 0..1.
    """
    given = np.asarray(p_values, dtype=float)
    known = ~np.isnan(given)
    values = given[known]
    if ((values < 0) | (values > 1)).any():
        raise ValueError("p-values must lie between 0 and 1")
    out = np.full(given.shape, np.nan)
    if values.size:
        order = np.argsort(values)[::-1]
        ranks = np.arange(values.size, 0, -1)
        adjusted = np.minimum.accumulate(values[order] * values.size / ranks)
        back = np.empty(values.size)
        back[order] = np.minimum(adjusted, 1)
        out[known] = back
    return out


def two_sided_p(z: Sequence[float] | np.ndarray) -> np.ndarray:
    """Two-sided p of standard normal values; NaN stays NaN.  Worked: 1.96 gives 0.05."""
    normal = NormalDist()
    return np.array([np.nan if np.isnan(one) else 2 * normal.cdf(-abs(one))
                     for one in np.asarray(z, dtype=float)])
