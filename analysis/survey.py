"""What weighted answers say: shares and scores with intervals on the effective sample size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intervals import Interval, net_sentiment_frame, share_difference, wilson_arrays
from analysis.records import floats

# Below this effective number of answers a share is shown as "too few": its interval would be wider
# than 35 points at a half.
MIN_EFFECTIVE = 30
# How many answers of usual weight are lent to each kind of answer when its mean weight is told.
BORROWED = 4
# How many answers that the margins do not explain are lent to the rarer kind when what the margins
# explain is told: a few answers may follow the margins by chance.
UNEXPLAINED = 1
# The margins leave at least this part of the variance, so that no interval shuts altogether.
LEAST_LEFT = 0.05


def deff(weights: Sequence[float] | np.ndarray) -> float:
    """Design effect of unequal weights: mean(w²) ÷ mean(w)².

    Source: Kish (1965), Survey Sampling, 8.2.  Assumes that weights are not tied to the answer.
    Worked: 1, 1, 1, 3 gives 3 / 2.25 = 1.333.  Raises ValueError without a weight above zero.
    """
    given = np.asarray(weights, dtype=float)
    if given.size == 0 or (given < 0).any() or not given.any():
        raise ValueError("weights must not be negative, and at least one must be above zero")
    return float((given**2).mean() / given.mean() ** 2)


def n_eff(weights: Sequence[float] | np.ndarray) -> float:
    """Effective sample size: n ÷ deff.  Worked: 1, 1, 1, 3 gives 4 / 1.333 = 3.  See :func:`deff`.
    """
    return len(weights) / deff(weights)


def effective(frame: pd.DataFrame, *, weight: str, weight_squared: str) -> pd.Series:
    """Effective sample size per row from the sums of w and w²: (Σw)² ÷ Σw²; 0 without weight.

    The same number as :func:`n_eff`, from sums that a query can add up.
    """
    total = floats(frame[weight], missing=0.0)
    squares = floats(frame[weight_squared], missing=0.0)
    out = np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0)
    return pd.Series(out, index=frame.index)


def weighted_shares(
    frame: pd.DataFrame, *, hits: str, weight: str = "weight_sum",
    weight_squared: str = "weight_squared_sum", hits_squared: str | None = None,
    residual_squared: str | None = None, level: float = 0.95,
) -> pd.DataFrame:
    """The frame with ``share``, ``low``, ``high`` (0..1), ``n_eff``, ``n_interval``, ``too_few``.

    ``hits`` and ``weight`` are sums of weights, ``weight_squared`` the sum of their squares over
    the same answers, ``hits_squared`` over those that are hits.  The interval is that of
    :func:`analysis.intervals.wilson` on an effective size.  Where hits_squared is given, it is the
    size that the variance Σ w² (y - p)² ÷ (Σw)² has (Kish 1965, 8.2; Korn and Graubard 1998), with
    the mean weight of hits and of the others drawn to that of all by ``BORROWED`` answers; else it
    is n_eff, as if weights did not follow the answer.  ``residual_squared`` (missing where a wave
    is not weighted) is what the raking margins leave of that variance, as
    :func:`analysis.raking_variance.residual_squares` gives it: the size grows as the variance
    shrinks.  ``n_interval`` is the size that was taken, ``n_eff`` is Kish's in all cases.
    NaN where there is no answer.  Worked: 20 hits of weight 0.5 and 90 others of weight 1 give
    10.0 % with n_eff 105.3 and the interval of 15.1 of 151.2, for the hits weigh less than the
    others; where the margins leave half of Σ w² (y - p)², which is 4.95, that of 28.9 of 288.7.
    """
    sizes = effective(frame, weight=weight, weight_squared=weight_squared)
    total, part = _numbers(frame, weight), _numbers(frame, hits)
    share = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
    # Sums of floats may pass one by a hair.
    share = np.where(np.isclose(share, 1), 1.0, np.clip(share, 0, 1))
    used = sizes.to_numpy()
    if hits_squared is not None:
        squares = _numbers(frame, weight_squared)
        of_hits = np.minimum(_numbers(frame, hits_squared), squares)
        parts = np.stack([part, np.maximum(total - part, 0)])
        of_parts = np.stack([of_hits, squares - of_hits])
        mine, others = _mean_weights(parts, of_parts, total, squares)
        spread = (1 - share) * mine + share * others
        if residual_squared is not None:
            gaps = np.stack([1 - share, -share])
            spread = spread * _left(frame[residual_squared], gaps, parts, of_parts)
        used = np.divide(total, spread, out=np.zeros_like(total), where=spread > 0)
    share, low, high = wilson_arrays(share * used, used, level=level)
    return frame.assign(share=share, low=low, high=high, n_eff=sizes, n_interval=used,
                        too_few=sizes.to_numpy() < MIN_EFFECTIVE)


def _numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    return floats(frame[column], missing=0.0)


def _mean_weights(parts: np.ndarray, squares: np.ndarray, total: np.ndarray,
                  all_squares: np.ndarray) -> np.ndarray:
    """Mean weight (weighted by itself, Σw² ÷ Σw) of each kind of answer, one kind a row.

    Few answers of a kind tell little about their weights: ``BORROWED`` answers of all kinds are
    added to each.
    """
    def over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
        out: np.ndarray = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        return out

    usual = over(all_squares, total)
    # An answer of the effective size weighs as much as an answer of the usual mean weight.
    lent = BORROWED * usual
    return over(squares + lent * usual, parts + lent)


def _left(residual: pd.Series, gaps: np.ndarray, parts: np.ndarray,
          squares: np.ndarray) -> np.ndarray:
    """The part of the variance that the margins leave: Σ w² e² ÷ Σ w² (y - mean)²; 1 if unknown.

    One kind of answer a row: ``gaps`` from the mean, sums of weights and of their squares.
    ``UNEXPLAINED`` answers are lent to those that are not of the commonest kind.
    """
    plain = (squares * gaps**2).sum(axis=0)
    left = floats(residual)
    seen = np.divide(left, plain, out=np.ones_like(plain), where=plain > 1e-9)
    sizes = np.divide(parts**2, squares, out=np.zeros_like(parts), where=squares > 0)
    rarer = sizes.sum(axis=0) - sizes.max(axis=0)
    found = (rarer * np.where(np.isfinite(seen), seen, 1.0) + UNEXPLAINED) / (rarer + UNEXPLAINED)
    out: np.ndarray = np.maximum(found, LEAST_LEFT)
    return out


def nps_frame(
    frame: pd.DataFrame, *, promoters: str = "promoters", passives: str = "passives",
    detractors: str = "detractors", weight_squared: str = "weight_squared_sum",
    promoters_squared: str | None = None, detractors_squared: str | None = None,
    residual_squared: str | None = None, level: float = 0.95,
) -> pd.DataFrame:
    """The frame with ``nps``, ``low``, ``high`` (±100), ``n_eff``, ``n_interval``, ``too_few``.

    The first three are sums of weights of those who gave 9-10, 7-8 and 0-6.  The score of one
    answer is 1, 0 or -1, so its variance is p + d - (p - d)²; the interval is the score interval of
    Tango (1998) on an effective size, which holds for one-sided answers too.  With the sums of
    squared weights of promoters and of detractors that size is drawn from the variance, and with
    ``residual_squared`` from what the raking margins leave of it, as in :func:`weighted_shares`.
    Worked: 50 promoters, 30 passives and 20 detractors of weight 1 give +30 (14.0 to 44.3).
    """
    parts = {"positive": promoters, "neutral": passives, "negative": detractors}
    total = frame[list(parts.values())].astype(float).fillna(0.0).sum(axis=1)
    sizes = effective(frame.assign(_total=total), weight="_total", weight_squared=weight_squared)
    used = sizes.to_numpy()
    if promoters_squared is not None and detractors_squared is not None:
        used = _nps_size(*(_numbers(frame, name) for name in (
            promoters, passives, detractors, promoters_squared, detractors_squared,
            weight_squared)), kish=used,
            residual=None if residual_squared is None else frame[residual_squared])
    scale = np.divide(used, total, out=np.zeros(len(frame)), where=total.to_numpy() > 0)
    counted = frame.assign(**{
        name: pd.to_numeric(frame[column]).fillna(0.0) * scale for name, column in parts.items()})
    out = net_sentiment_frame(counted, level=level)
    return frame.assign(nps=out["net_sentiment"], low=out["low"], high=out["high"], n_eff=sizes,
                        n_interval=used, too_few=sizes.to_numpy() < MIN_EFFECTIVE)


def _nps_size(up: np.ndarray, middle: np.ndarray, down: np.ndarray, up_squares: np.ndarray,
              down_squares: np.ndarray, all_squares: np.ndarray, *, kish: np.ndarray,
              residual: pd.Series | None) -> np.ndarray:
    """The effective size that the variance of a net score has; Kish's where it has none."""
    total = up + middle + down
    sums = np.stack([up, middle, down])
    squares = np.stack([up_squares, np.maximum(all_squares - up_squares - down_squares, 0),
                        down_squares])
    parts = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
    score = parts[0] - parts[2]
    gaps = np.stack([1 - score, -score, -1 - score])
    variance = (parts * gaps**2).sum(axis=0)
    weighted = (parts * gaps**2 * _mean_weights(sums, squares, total, all_squares)).sum(axis=0)
    if residual is not None:
        weighted = weighted * _left(residual, gaps, sums, squares)
    out: np.ndarray = np.divide(variance * total, weighted, out=kish.copy(),
                                where=weighted > 1e-12)
    return out


def difference_of_shares(
    now: float, now_n_eff: float, before: float, before_n_eff: float, *, level: float = 0.95
) -> Interval:
    """Interval for one weighted share minus another of an independent sample (0..1).

    Source: :func:`analysis.intervals.share_difference` on effective sample sizes, of which
    ``n_interval`` of :func:`weighted_shares` is the best.  Raises
    ValueError if one of them is below 1.  Worked: 80 % of 70 against 60 % of 80 give 5.3 to 33.8
    points.
    """
    # A share in percent and back may pass one by a hair.
    now, before = min(max(now, 0.0), 1.0), min(max(before, 0.0), 1.0)
    return share_difference(now * now_n_eff, now_n_eff, before * before_n_eff, before_n_eff,
                            level=level)
