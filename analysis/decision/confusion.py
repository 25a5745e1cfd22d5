"""The split of conversations, corrected for what the classifier gets wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.decision.normal import Array
from analysis.intervals import quantile_of_normal, wilson
from analysis.prevalence import audit_matrix, solve, too_small

PURPOSES = ("service", "marketing", "other")
SEED, DRAWS = 20_260_101, 4_000


@dataclass(frozen=True)
class Corrected:
    """Service share (service / (service + marketing), 0..1) as counted and as corrected.

    ``factor``: true conversations of service per conversation called service, with its interval.
    ``corrected``: whether there was a sample to correct with; if not, share is the counted one and
    ``note`` says so.  ``audited``: conversations checked by people.
    """

    counted: float
    counted_low: float
    counted_high: float
    share: float
    low: float
    high: float
    factor: float
    factor_low: float
    factor_high: float
    corrected: bool
    audited: int
    note: str


def rogan_gladen(counted: float, sensitivity: float, specificity: float) -> float:
    """True share from a counted one: (counted + specificity - 1) / (sensitivity + specificity - 1).

    Source: Rogan and Gladen (1978); held within 0..1.  Worked: 0.30 counted at sensitivity 0.8 and
    specificity 0.9 is a true 0.286.  Raises ValueError where the classifier does no better than
    chance (the divisor is not above 0).
    """
    better = sensitivity + specificity - 1
    if better <= 0:
        raise ValueError("a classifier no better than chance cannot be corrected for")
    return min(max((counted + specificity - 1) / better, 0.0), 1.0)


def rogan_gladen_interval(
    counted: float, n: float, sensitivity: float, n_positive: float, specificity: float,
    n_negative: float, *, level: float = 0.95,
) -> tuple[float, float]:
    """Interval of the corrected share by the delta method, held within 0..1.

    Source: Rogan and Gladen (1978), (4): variance = (q (1 - q) / n + p^2 se (1 - se) / n_positive
    + (1 - p)^2 sp (1 - sp) / n_negative) / (se + sp - 1)^2, with n_positive and n_negative the
    checked conversations that truly are and are not.  Worked: 0.30 of 1,000 at 0.8 of 100 and 0.9
    of 200 is 0.219 to 0.353.  Raises ValueError as :func:`rogan_gladen`, and for an n below 1.
    """
    if min(n, n_positive, n_negative) < 1:
        raise ValueError("each of the three samples needs at least one conversation")
    share = rogan_gladen(counted, sensitivity, specificity)
    variance = (counted * (1 - counted) / n
                + share**2 * sensitivity * (1 - sensitivity) / n_positive
                + (1 - share) ** 2 * specificity * (1 - specificity) / n_negative)
    half = (quantile_of_normal(level) * variance**0.5) / (sensitivity + specificity - 1)
    return max(share - half, 0.0), min(share + half, 1.0)


def corrected_split(counted: Mapping[str, float], audit: Mapping[tuple[str, str], int] | None, *,
                    level: float = 0.95, seed: int = SEED) -> Corrected:
    """The split corrected by an audited sample, by inverting the classifier's confusion matrix.

    ``counted``: conversations by predicted purpose; ``audit``: (true, predicted) -> checked
    conversations, drawn without regard to the true purpose, or None.  q = M' p, so p = M'^-1 q with
    M the shares of predictions within each true purpose (Levy and Kass 1970; Forman 2008),
    held to shares.  The interval is Bayesian: each row of M and the counts get a Dirichlet draw
    with half a conversation added to each cell (Jeffreys), and each draw is solved; so it is wider
    than the counted one by what the sample does not know.  Without a sample, or where the sample is
    too small to tell the purposes apart, the share stays as counted and the note says so.
    Raises ValueError without a conversation of service or marketing.
    """
    q = np.array([float(counted.get(name, 0)) for name in PURPOSES])
    if not q[0] + q[1] > 0:
        raise ValueError("no conversation of service or marketing was counted")
    raw = q[0] / (q[0] + q[1])
    low, high = wilson(q[0], q[0] + q[1], level=level)
    matrix = audit_matrix(audit, PURPOSES)
    note = too_small(matrix, PURPOSES, what="conversations")
    if note:
        return Corrected(raw, low, high, raw, low, high, 1.0, 1.0, 1.0, False,
                         int(matrix.sum()), note)
    rng = np.random.default_rng(seed)
    drawn = np.stack([rng.dirichlet(row + 0.5, DRAWS) for row in matrix], axis=1)
    shares = rng.dirichlet(q + 0.5, DRAWS)
    solved = _solve(drawn, shares)
    service = solved[:, 0] / (solved[:, 0] + solved[:, 1])
    factor = solved[:, 0] / np.maximum(shares[:, 0], 1e-12)
    ends = [(1 - level) / 2, (1 + level) / 2]
    at = _solve((matrix + 0.5)[None] / (matrix + 0.5).sum(axis=1)[None, :, None],
                (q / q.sum())[None])[0]
    # The single solution may lie outside of what the draws allow where a share sits at its end.
    limits, factors = np.nanquantile(service, ends), np.nanquantile(factor, ends)
    share = float(np.clip(at[0] / (at[0] + at[1]), *limits))
    each = float(np.clip(at[0] * q.sum() / q[0], *factors)) if q[0] else float(factors.mean())
    return Corrected(raw, low, high, share, float(limits[0]), float(limits[1]), each,
                     float(factors[0]), float(factors[1]), True, int(matrix.sum()),
                     f"corrected by {int(matrix.sum()):,} conversations checked by people")


def _solve(matrices: Array, shares: Array) -> Array:
    """True shares of each draw; NaN where neither service nor marketing is left of one."""
    found = solve(matrices, shares)
    # Neither service nor marketing may vanish both: their ratio is what is asked for.
    return np.where(found[:, :1] + found[:, 1:2] > 0, found, np.array([[np.nan, np.nan, 1.0]]))
