"""The stretch of time in which something was said most beyond its usual rate, and how sure that is.

Counts stand against an exposure, as messages of a theme against all messages, so that a busy season
or more customers are no finding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.intervals import Interval, count_change

LENGTHS = (1, 2, 4, 8, 13, 26)
_CELLS = 4_000_000
_ROUNDS = 20_000
_TINY = 1e-300


class Stretches(NamedTuple):
    """For each row of counts its busiest stretch, from bucket ``first`` up to before ``last``.

    ``inside`` and ``outside`` are counts, ``share`` is the part of the exposure inside,
    ``strength`` the logarithm of the likelihood ratio (0 where nothing is above the usual), and
    ``looks`` how many stretches were looked at.
    """

    first: np.ndarray
    last: np.ndarray
    inside: np.ndarray
    outside: np.ndarray
    share: np.ndarray
    strength: np.ndarray
    looks: int

    @property
    def ratio(self) -> np.ndarray:
        """Rate inside over rate outside; infinite where nothing lies outside."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.inside / self.outside * (1 - self.share) / self.share)


def busiest(counts: np.ndarray, exposure: np.ndarray, *, lengths: Sequence[int] = LENGTHS,
            first: int = 0, last: int | None = None, most: float = 0.5) -> Stretches:
    """The busiest stretch of each row of ``counts`` (row x bucket) within buckets first..last.

    Source: the scan statistic of Kulldorff (1997): of all stretches of the given ``lengths`` (in
    buckets) the one with the largest likelihood ratio against all buckets outside it.  Stretches
    with more than ``most`` of the exposure are not looked at: what remains would be no baseline.
    Worked: 1, 1, 9, 1 over equal exposure: bucket 2 holds 9 of 12 in a quarter of the exposure,
    strength 9 log 3 + 3 log(1/3) = 6.592.  Raises ValueError where shapes do not fit.
    """
    counts, exposure = np.asarray(counts, float), np.asarray(exposure, float)
    if counts.ndim != 2 or counts.shape[1] != len(exposure):
        raise ValueError("counts must have a column for each bucket of the exposure")
    rows, end = len(counts), len(exposure) if last is None else last
    before = np.concatenate([[0.0], exposure.cumsum()])
    places = [(length, found) for length in lengths
              if len(found := _places(before, length, first, end, most))]
    out = Stretches(np.full(rows, first), np.full(rows, first), np.zeros(rows),
                    counts.sum(axis=1), np.zeros(rows), np.zeros(rows),
                    sum(len(starts) for _, starts in places))
    for at in range(0, rows, max(1, _CELLS // max(len(exposure), 1))):
        part = slice(at, at + max(1, _CELLS // max(len(exposure), 1)))
        _scan(counts[part], before, places,
              Stretches(out.first[part], out.last[part], out.inside[part], out.outside[part],
                        out.share[part], out.strength[part], out.looks))
    return out


def _places(before: np.ndarray, length: int, first: int, end: int, most: float) -> np.ndarray:
    """Where a stretch of a length can begin: with exposure inside, and enough outside."""
    starts = np.arange(first, end - length + 1)
    if not len(starts) or before[-1] <= 0:
        return np.empty(0, dtype=int)
    share = (before[starts + length] - before[starts]) / before[-1]
    found: np.ndarray = starts[(share > 0) & (share <= most)]
    return found


def _scan(counts: np.ndarray, before: np.ndarray, places: Sequence[tuple[int, np.ndarray]],
          out: Stretches) -> None:
    sums = np.concatenate([np.zeros((len(counts), 1)), counts.cumsum(axis=1)], axis=1)
    total, every = sums[:, -1:], np.arange(len(counts))
    for length, starts in places:
        share = (before[starts + length] - before[starts]) / before[-1]
        inside = sums[:, starts + length] - sums[:, starts]
        strength = _strength(inside, total, share)
        best = strength.argmax(axis=1)
        better = strength[every, best] > out.strength
        chosen = best[better]
        out.first[better], out.last[better] = starts[chosen], starts[chosen] + length
        out.inside[better] = inside[better, chosen]
        out.outside[better] = total[better, 0] - inside[better, chosen]
        out.share[better] = share[chosen]
        out.strength[better] = strength[better, chosen]


def _strength(inside: np.ndarray, total: np.ndarray, share: np.ndarray) -> np.ndarray:
    strength = np.zeros(inside.shape)
    # Logarithms cost most, so they are taken of busy stretches alone.
    busy = inside > total * share
    within, every = inside[busy], np.broadcast_to(total, inside.shape)[busy]
    part = np.broadcast_to(share, inside.shape)[busy]
    outside = every - within
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(outside > 0, outside * np.log(outside / (every * (1 - part))), 0.0)
    strength[busy] = within * np.log(within / (every * part)) + rest
    return strength


def spread_outside(counts: np.ndarray, exposure: np.ndarray, *, first: int, last: int,
                   blocks: int = 8) -> float:
    """How many times wider than Poisson counts vary outside a stretch: at least 1.

    The buckets outside are laid together to blocks as long as the stretch, or shorter where that
    would leave fewer than ``blocks``; Pearson's chi-square over its degrees of freedom (McCullagh
    and Nelder 1989, 6.2.3).  So a theme that returns each winter has a wide usual.  As many buckets
    before and after as the stretch has are left out where enough remain: there the same rise begins
    and ends.  Worked: blocks of 1, 3, 5 and 7 over equal exposure give 20 / 4 / 3 = 1.67.  Too few
    buckets give 1.
    """
    seen = np.flatnonzero(np.asarray(exposure, float) > 0)
    used = seen[(seen < first) | (seen >= last)]
    further = seen[(seen < 2 * first - last) | (seen >= 2 * last - first)]
    if len(further) >= max(blocks, len(used) / 2):
        used = further
    size = max(1, min(last - first, len(used) // blocks))
    edges = np.arange(0, len(used), size)
    if len(edges) < 3:
        return 1.0
    hits = np.add.reduceat(np.asarray(counts, float)[used], edges)
    base = np.add.reduceat(np.asarray(exposure, float)[used], edges)
    if hits.sum() == 0:
        return 1.0
    expected = base * hits.sum() / base.sum()
    return max(1.0, float(((hits - expected) ** 2 / expected).sum()) / (len(edges) - 1))


def rise_p(inside: float, outside: float, *, share: float, dispersion: float = 1.0,
           looks: int = 1) -> float:
    """One-sided p that so many of ``inside + outside`` fall into a ``share`` of the exposure.

    Source: given their sum one of two Poisson counts is binomial (Przyborowski and Wilenski 1940),
    so this is the exact test of a rate ratio above one.  Both counts are divided by ``dispersion``
    (quasi-Poisson), and p is multiplied by the number of ``looks`` (Bonferroni), of which the
    busiest was chosen.  Worked: 9 against 3 in a quarter of the exposure gives 0.00039; 60 against
    40 in half of it gives 0.0284.  Raises ValueError for a negative count, a share outside 0..1, a
    dispersion or looks below 1.
    """
    if min(inside, outside) < 0 or not 0 <= share <= 1 or dispersion < 1 or looks < 1:
        raise ValueError("counts must not be negative, share lies in 0..1, dispersion and looks "
                         "are at least 1")
    if share in (0.0, 1.0) or inside == 0:
        return 1.0
    return min(1.0, looks * upper_tail(inside / dispersion, (inside + outside) / dispersion,
                                       share))


def rises_p(inside: np.ndarray, outside: np.ndarray, *, share: np.ndarray,
            looks: int = 1) -> np.ndarray:
    """:func:`rise_p` of many, without dispersion: thousands in the time of some hundred.

    Arrays of one length, counts not negative, shares within 0..1.
    """
    from scipy.special import betainc

    tails = np.ones(len(inside))
    some = (inside > 0) & (share > 0) & (share < 1)
    tails[some] = betainc(inside[some], outside[some] + 1, share[some])
    return np.minimum(1.0, looks * tails)


def rate_ratio(inside: float, outside: float, *, share: float,
               dispersion: float = 1.0) -> tuple[float, Interval]:
    """Rate inside over outside with its interval, as :func:`analysis.intervals.count_change`.

    Worked: 60 against 40 in half of the exposure is 1.5 (1.008 to 2.232).  Raises ValueError for a
    share that is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share must lie between 0 and 1, not {share}")
    ratio = inside / outside * (1 - share) / share if outside else math.inf
    return ratio, count_change(inside, outside, dispersion=max(1.0, dispersion),
                               current_exposure=share, previous_exposure=1 - share)


def upper_tail(k: float, n: float, share: float) -> float:
    """P(X >= k) for a binomial X of n and ``share``; k and n need not be whole.

    Source: the regularised incomplete beta function I_share(k, n - k + 1), by its continued
    fraction (DLMF 8.17.22).  Worked: at least 2 heads of 3 fair coins is 0.5.
    """
    if k <= 0:
        return 1.0
    a, b = k, n - k + 1
    if share > (a + 1) / (a + b + 2):
        return 1.0 - _beta_fraction(b, a, 1 - share)
    return _beta_fraction(a, b, share)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """I_x(a, b) where the fraction converges fast, x <= (a + 1) / (a + b + 2)."""
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x)) / a
    if front == 0.0:
        return 0.0
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0) or _TINY)
    whole = d
    for m in range(1, _ROUNDS):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1.0 / (1.0 + term * d or _TINY)
            c = 1.0 + term / c or _TINY
            whole *= c * d
        if abs(c * d - 1.0) < 1e-12:
            break
    return min(1.0, front * whole)
