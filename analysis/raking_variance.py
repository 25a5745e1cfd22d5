"""What the raking margins explain of an answer, and so is not left to chance.  For builds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.raking import NOT_TOLD

# A category with fewer answers is fitted together with the largest of its margin: alone it would
# fit itself, and look as if nothing were left to chance.
FEWEST_OF_CATEGORY = 5
# One answer's share of its own fit, beyond which the correction for it says nothing any more.
MOST_LEVERAGE = 0.9
# Directions of the margins that are this much shorter than the longest are rounding.
_ROUNDING = 1e-9


class Axes(NamedTuple):
    """The fit of any answer on the margins, turned so that it is a sum over cells and axes.

    ``cell``: the combination of categories of each answer, from 0.  ``values``: one row a cell, one
    column an axis; Σ w u² is 1 for each axis and Σ w u u' is 0 for each two.  ``variance_weight``:
    per answer, its squared weight over 1 - its leverage.  ``spread``: Σ variance_weight u² per
    axis; for each two axes that sum is 0 as well.
    """

    cell: np.ndarray
    values: np.ndarray
    variance_weight: np.ndarray
    spread: np.ndarray


def axes(sample: pd.DataFrame, weights: np.ndarray) -> Axes:
    """Axes of a raked sample: a column of categories per margin, and the raked weights.

    The variance of a raked mean is that of the residuals e of the answer's weighted regression on
    the margins, Σ w² e² ÷ (Σ w)²: Deville and Särndal (1992), "Calibration estimators in survey
    sampling"; Deville, Särndal and Sautory (1993), "Generalized raking procedures"; the regression
    with the raked weights as D'Arrigo and Skinner (2010) advise where answering is voluntary.  Each
    e² is divided by 1 - leverage, without which the fit looks better than it is in a small sample
    (MacKinnon and White 1985, HC2).  A margin counts among those who told it, as ``rake`` meets it.
    Assumes that trimming binds few weights.  For a part of the sample see :func:`residual_squares`.
    """
    groups = sample.astype(str).reset_index(drop=True)
    cell, _ = pd.factorize(pd.MultiIndex.from_frame(groups))
    first = np.unique(cell, return_index=True)[1]
    columns = [np.ones(len(first))]
    for name in groups:
        merged = groups[name].map(_merged(groups[name]))
        told = merged.notna().to_numpy(dtype=float)
        shares = pd.Series(weights).groupby(merged).sum()
        columns += [((merged == one).to_numpy() - share * told)[first]
                    for one, share in (shares / shares.sum()).items()]
    x = np.stack(columns, axis=1)
    of_cell = np.bincount(cell, weights)
    lengths, turn = np.linalg.eigh(x.T @ (of_cell[:, None] * x))
    some = lengths > _ROUNDING * lengths.max()
    u = x @ turn[:, some] / np.sqrt(lengths[some])
    leverage = np.minimum(weights * (u**2).sum(axis=1)[cell], MOST_LEVERAGE)
    squares = weights**2 / (1 - leverage)
    spread, turn = np.linalg.eigh(u.T @ (np.bincount(cell, squares)[:, None] * u))
    return Axes(cell, u @ turn, squares, spread)


def _merged(column: pd.Series) -> dict[str, str]:
    """Where each told category is fitted."""
    counts = column[column != NOT_TOLD].value_counts()
    return {str(one): str(one if n >= FEWEST_OF_CATEGORY else counts.index[0])
            for one, n in counts.items()}


def residual_squares(answers: np.ndarray, weights: np.ndarray, fit: Axes) -> np.ndarray:
    """Σ variance_weight e² of the weighted mean of an answer, in squares of the answer's unit.

    ``weights`` are 0 for who is no part of the group or did not answer: e is the residual of
    z = answer - mean inside and 0 outside, so those outside count with what the fit gives them, as
    for any domain (Särndal, Swensson and Wretman 1992, 5.7 and 10.3).  Divided by (Σ weights)² it
    is the variance.  The metrics of a survey take the same sums in SQL.  Several samples may lie
    along the first dimension of all arrays, with ``fit`` from :func:`stacked`.
    Worked: six answers of a and six of b, all of weight 1, three yes in each: each leverage is 1/6,
    and 12 × 1/4 ÷ 5/6 = 3.6, where the plain sum is 3.  With six yes in a and none in b it is 0.
    """
    inside = weights > 0
    mean = (weights * answers).sum(axis=-1) / weights.sum(axis=-1)
    part = np.where(inside, fit.variance_weight, 0.0)
    gap = np.where(inside, answers - mean[..., None], 0.0)
    along = np.take_along_axis(fit.values, fit.cell[..., None], axis=-2)
    fitted = ((weights * gap)[..., None, :] @ along)[..., 0, :]
    crossed = ((part * gap)[..., None, :] @ along)[..., 0, :]
    explained = (2 * fitted * crossed - fit.spread * fitted**2).sum(axis=-1)
    left: np.ndarray = np.maximum((part * gap**2).sum(axis=-1) - explained, 0.0)
    return left


def stacked(fits: Sequence[Axes]) -> Axes:
    """Axes of several samples of one size as one; missing cells and axes are filled with zeros."""
    cells, along = (max(fit.values.shape[at] for fit in fits) for at in (0, 1))

    def filled(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        return np.pad(array, [(0, to - at) for at, to in zip(array.shape, shape, strict=True)])

    return Axes(np.stack([fit.cell for fit in fits]),
                np.stack([filled(fit.values, (cells, along)) for fit in fits]),
                np.stack([fit.variance_weight for fit in fits]),
                np.stack([filled(fit.spread, (along,)) for fit in fits]))
