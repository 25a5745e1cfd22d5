"""Shares of labels, corrected for what an engine gets wrong, by an audited sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.intervals import wilson

Array = NDArray[np.float64]
SEED, DRAWS = 20_260_101, 4_000
LEAST_OF_EACH = 10
"""Fewer checked posts of one label cannot correct its share."""


def corrected_shares(counted: Mapping[str, float], audit: Mapping[tuple[str, str], int] | None, *,
                     names: Sequence[str], level: float = 0.95,
                     seed: int = SEED) -> tuple[pd.DataFrame, str]:
    """The share of each label as counted and as corrected, and why it was not corrected (or "").

    ``counted``: posts by predicted label; ``audit``: (true, predicted) -> checked posts, drawn
    without regard to the true label.  The engine's shares are q = M' p with M the shares of
    predictions within each true label, so p = M'^-1 q (Levy and Kass 1970; Forman 2008), held to
    shares; each row of M and the counts get Dirichlet draws with half a post added (Jeffreys), so
    the limits hold what the sample does not know.  Worked: 300 of 1,000 called so by an engine of
    sensitivity 0.8 and specificity 0.9 are 0.286 in truth, up to the half posts.
    Columns: label, counted, counted_low, counted_high, share, low, high (0..1; NaN where not
    corrected).  Raises ValueError where nothing was counted.
    """
    q = np.array([float(counted.get(name, 0)) for name in names])
    if not q.sum() > 0:
        raise ValueError("nothing was counted")
    limits = [wilson(one, q.sum(), level=level) for one in q]
    out = pd.DataFrame({
        "label": list(names), "counted": q / q.sum(),
        "counted_low": [one.low for one in limits], "counted_high": [one.high for one in limits],
        "share": np.nan, "low": np.nan, "high": np.nan})
    matrix = audit_matrix(audit, names)
    why = too_small(matrix, names)
    if why:
        return out, why
    rng = np.random.default_rng(seed)
    drawn = np.stack([rng.dirichlet(row + 0.5, DRAWS) for row in matrix], axis=1)
    found = solve(drawn, rng.dirichlet(q + 0.5, DRAWS))
    low, high = np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2], axis=0)
    rows = (matrix + 0.5) / (matrix + 0.5).sum(axis=1, keepdims=True)
    # The single solution may lie outside of what the draws allow where a share sits at its end.
    share = np.clip(solve(rows[None], (q / q.sum())[None])[0], low, high)
    return out.assign(share=share, low=low, high=high), ""


def audit_matrix(audit: Mapping[tuple[str, str], int] | None, names: Sequence[str]) -> Array:
    """Checked posts as a matrix: one row per true label, one column per predicted one."""
    return np.array([[float((audit or {}).get((true, said), 0)) for said in names]
                     for true in names])


def too_small(matrix: Array, names: Sequence[str], *, what: str = "posts") -> str:
    """Why a sample cannot correct, or nothing."""
    one = what.removesuffix("s")
    if matrix.sum() == 0:
        return f"not corrected: no {one} was checked by people"
    if (matrix.sum(axis=1) < LEAST_OF_EACH).any():
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        return f"not corrected: fewer than {LEAST_OF_EACH} checked {what} of one of {listed}"
    rows = matrix / matrix.sum(axis=1, keepdims=True)
    if not (np.diag(rows) > 0.5 / len(rows)).all() or abs(np.linalg.det(rows)) < 0.02:
        return "not corrected: what reads the posts cannot tell these labels apart"
    return ""


def solve(matrices: Array, shares: Array) -> Array:
    """True shares of each draw: solved, and brought back to shares where it leaves them.

    ``matrices``: draws x true x predicted, rows are shares; ``shares``: draws x predicted.  NaN
    where a matrix is singular.
    """
    transposed = np.swapaxes(matrices, 1, 2)
    singular = np.abs(np.linalg.det(transposed)) < 1e-9
    safe = np.where(singular[:, None, None], np.eye(matrices.shape[1]), transposed)
    found = to_shares(np.asarray(np.linalg.solve(safe, shares[:, :, None])[:, :, 0], np.float64))
    found[singular] = np.nan
    return found


def to_shares(points: Array) -> Array:
    """The nearest point that is a set of shares (Held, Wolfe and Crowder 1974), row by row."""
    ordered = -np.sort(-points, axis=1)
    above = np.cumsum(ordered, axis=1) - 1
    count = np.arange(1, points.shape[1] + 1)
    kept = (ordered - above / count > 0).sum(axis=1)
    level = above[np.arange(len(points)), kept - 1] / kept
    inside: Array = np.maximum(points - level[:, None], 0.0)
    return inside
