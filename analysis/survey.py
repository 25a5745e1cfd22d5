"""What weighted answers say: shares and scores with intervals on the effective sample size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intervals import Interval, net_sentiment_frame, share_difference, wilson_frame

# Below this effective number of answers a share is shown as "too few": its interval would be wider
# than 35 points at a half.
MIN_EFFECTIVE = 30


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
    total = pd.to_numeric(frame[weight]).to_numpy(dtype=float, na_value=0.0)
    squares = pd.to_numeric(frame[weight_squared]).to_numpy(dtype=float, na_value=0.0)
    out = np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0)
    return pd.Series(out, index=frame.index)


def weighted_shares(
    frame: pd.DataFrame, *, hits: str, weight: str = "weight_sum",
    weight_squared: str = "weight_squared_sum", level: float = 0.95,
) -> pd.DataFrame:
    """The frame with ``share``, ``low``, ``high`` (0..1), ``n_eff`` and ``too_few``.

    ``hits`` and ``weight`` are sums of weights, ``weight_squared`` the sum of their squares over
    the same answers.  Wilson interval (1927) on n_eff; it counts weights that follow the answer as
    if they did not, so after raking it is rather wide than narrow.  NaN where there is no answer.
    """
    sizes = effective(frame, weight=weight, weight_squared=weight_squared)
    total = pd.to_numeric(frame[weight]).to_numpy(dtype=float, na_value=0.0)
    part = pd.to_numeric(frame[hits]).to_numpy(dtype=float, na_value=0.0)
    share = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
    # Sums of floats may pass one by a hair.
    counts = frame.assign(_hits=np.clip(share, 0, 1) * sizes, _n=sizes)
    counts["_hits"] = np.where(np.isclose(share, 1), sizes, counts["_hits"])
    out = wilson_frame(counts, successes="_hits", n="_n", level=level)
    return out.drop(columns=["_hits", "_n"]).assign(
        n_eff=sizes, too_few=sizes.to_numpy() < MIN_EFFECTIVE)


def nps_frame(
    frame: pd.DataFrame, *, promoters: str = "promoters", passives: str = "passives",
    detractors: str = "detractors", weight_squared: str = "weight_squared_sum",
    level: float = 0.95,
) -> pd.DataFrame:
    """The frame with ``nps``, ``low``, ``high`` (-100..100), ``n_eff`` and ``too_few``.

    The first three are sums of weights of those who gave 9-10, 7-8 and 0-6.  The score of one
    answer is 1, 0 or -1, so its variance is p + d - (p - d)²; the interval is the adjusted Wald
    of Bonett and Price (2012) on the effective sample size, which holds for one-sided answers too.
    Worked: 50 promoters, 30 passives and 20 detractors of weight 1 give +30 (14.0 to 44.3).
    """
    parts = {"positive": promoters, "neutral": passives, "negative": detractors}
    total = frame[list(parts.values())].astype(float).fillna(0.0).sum(axis=1)
    sizes = effective(frame.assign(_total=total), weight="_total", weight_squared=weight_squared)
    scale = np.divide(sizes, total, out=np.zeros(len(frame)), where=total.to_numpy() > 0)
    counted = frame.assign(**{
        name: pd.to_numeric(frame[column]).fillna(0.0) * scale for name, column in parts.items()})
    out = net_sentiment_frame(counted, level=level)
    return frame.assign(nps=out["net_sentiment"], low=out["low"], high=out["high"], n_eff=sizes,
                        too_few=sizes.to_numpy() < MIN_EFFECTIVE)


def difference_of_shares(
    now: float, now_n_eff: float, before: float, before_n_eff: float, *, level: float = 0.95
) -> Interval:
    """Interval for one weighted share minus another of an independent sample (0..1).

    Source: Newcombe (1998), method 10, on effective sample sizes.  Raises ValueError if one of
    them is below 1.
    """
    return share_difference(now * now_n_eff, now_n_eff, before * before_n_eff, before_n_eff,
                            level=level)
