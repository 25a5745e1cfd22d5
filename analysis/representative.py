"""May a figure about customers on social media be generalised to all customers?"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analysis.discovery import benjamini_hochberg, two_sided_p
from analysis.intervals import quantile_of_normal, quantile_of_t
from analysis.means import skewed_limit, third_cumulant, variance, welch_degrees
from analysis.records import rows_of

# A standardised difference above this is not negligible: Austin (2009), Statistics in Medicine 28.
NEGLIGIBLE = 0.1
FALSE_DISCOVERY = 0.05
# Below this many customers a group or a side is too few to judge.
FEWEST = 30
FEWEST_SOCIAL = 100
May = Literal["may", "may not", "cannot tell"]


class Verdict(NamedTuple):
    """Whether to generalise, and the groups or reasons behind it."""

    may: May
    because: tuple[str, ...]


def profile_differences(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Each group's share among customers on social media against its share among the others.

    Frame: dimension, category, active_customers, customers_social.  Adds share_social, share_rest,
    share_all (0..1), smd with smd_low and smd_high, p, q (false-discovery rate over all groups),
    too_few, and finding: over, under or none.  Those on social media are compared with the rest,
    not with all, of whom they are a part: only so are the two independent.

    Source: Austin (2009): d = (p1 - p2) / √((p1 q1 + p2 q2) / 2); p by the pooled z test of two
    shares; q by Benjamini and Hochberg (1995).  The interval: the delta method for d with half a
    customer added to each cell; Austin's own variance, made for means, covers 90 to 99 %.
    Worked: 60 of 100 against 400 of 900 give d = 0.315 (0.101 to 0.525).
    """
    out = frame.copy()
    social = out["customers_social"].to_numpy(dtype=float)
    rest = out["active_customers"].to_numpy(dtype=float) - social
    n1 = out.groupby("dimension")["customers_social"].transform("sum").to_numpy(dtype=float)
    total = out.groupby("dimension")["active_customers"].transform("sum").to_numpy(dtype=float)
    n2 = total - n1
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2, pooled = social / n1, rest / n2, (social + rest) / total
        spread = np.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / 2)
        smd = np.where(p1 == p2, 0.0, (p1 - p2) / spread)
        noise = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        z = np.where(p1 == p2, 0.0, (p1 - p2) / noise)
    few = (social + rest < FEWEST) | (n1 < FEWEST) | (n2 < FEWEST) | (pooled == 1)
    low, high = _smd_limits(social, n1, rest, n2, level)
    smd, low, high, z = (np.where(few, np.nan, one) for one in (smd, low, high, z))
    out = out.assign(share_social=p1, share_rest=p2, share_all=pooled, smd=smd,
                     smd_low=low, smd_high=high, p=two_sided_p(z), too_few=few)
    out["q"] = benjamini_hochberg(out["p"].to_numpy())
    found = out["q"] <= FALSE_DISCOVERY
    out["finding"] = np.where(found & (out["smd"] > 0), "over",
                              np.where(found & (out["smd"] < 0), "under", "none"))
    return out


def _smd_limits(social: np.ndarray, n1: np.ndarray, rest: np.ndarray, n2: np.ndarray,
                level: float) -> tuple[np.ndarray, np.ndarray]:
    p1, p2 = (social + 0.5) / (n1 + 1), (rest + 0.5) / (n2 + 1)
    v1, v2 = p1 * (1 - p1), p2 * (1 - p2)
    spread = np.sqrt((v1 + v2) / 2)
    gap = p1 - p2
    # How d follows each share: by the gap, and by the spread that it is divided by.
    by1 = 1 / spread - gap * (1 - 2 * p1) / (4 * spread**3)
    by2 = -1 / spread - gap * (1 - 2 * p2) / (4 * spread**3)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = quantile_of_normal(level) * np.sqrt(by1**2 * v1 / n1 + by2**2 * v2 / n2)
    return gap / spread - half, gap / spread + half


def mean_offsets(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How far a mean over customers on social media is off the mean over all, per measure.

    Frame: measure, segment, tier and n_, sum_, squares_, cubes_ of ``social`` and ``rest``.
    Columns: measure, n_social, n_all, mean_social, mean_all, offset with low and high, offset_pct
    with low_pct and high_pct (of the mean over all), weighted_mean_social and weighted_offset_pct
    (when those on social media are weighted to the segments and tiers of all), weighted_cover
    (share of customers in cells that hold somebody on social media), too_few.

    social - all = (1 - s) (social - rest) with s the share on social media, so the interval is
    that of two independent means (Welch 1947, with his degrees of freedom; Hall 1992 for values
    that are skewed, as money is), times (1 - s).  Worked: means 12 and 10, variances 4, no
    skewness, n 100 and 300: offset 1.5 (1.157 to 1.843).
    """
    rows = [_offset(str(measure), cells, level)
            for measure, cells in frame.groupby("measure", sort=False)]
    return pd.DataFrame(rows, columns=[
        "measure", "n_social", "n_all", "mean_social", "mean_all", "offset", "low", "high",
        "offset_pct", "low_pct", "high_pct", "weighted_mean_social", "weighted_offset_pct",
        "weighted_cover", "too_few"])


def _offset(measure: str, cells: pd.DataFrame, level: float) -> dict[str, object]:
    names = ("n", "sum", "squares", "cubes")
    n1, sum1, squares1, cubes1 = (float(cells[f"{name}_social"].sum()) for name in names)
    n2, sum2, squares2, cubes2 = (float(cells[f"{name}_rest"].sum()) for name in names)
    n = n1 + n2
    few = n1 < FEWEST or n2 < FEWEST
    nothing = float("nan")
    mean_all = (sum1 + sum2) / n if n else nothing
    out: dict[str, object] = {
        "measure": measure, "n_social": int(n1), "n_all": int(n), "mean_all": mean_all,
        "mean_social": sum1 / n1 if n1 else nothing, "too_few": few}
    if few:
        return out
    share = n1 / n
    mean1, mean2 = sum1 / n1, sum2 / n2
    part1, part2 = variance(n1, sum1, squares1) / n1, variance(n2, sum2, squares2) / n2
    offset = (1 - share) * (mean1 - mean2)
    error, t = (part1 + part2)**0.5, quantile_of_t(level, welch_degrees(part1, n1, part2, n2))
    cubed = (third_cumulant(n1, sum1, squares1, cubes1) / n1**2
             - third_cumulant(n2, sum2, squares2, cubes2) / n2**2)
    skewness = cubed / error**3 if error else 0.0
    low, high = (offset - (1 - share) * error * skewed_limit(one, skewness) for one in (t, -t))
    scale = 100 / abs(mean_all) if mean_all else nothing
    some = cells[cells["n_social"] > 0]
    weight = some["n_social"] + some["n_rest"]
    weighted = float((weight * some["sum_social"] / some["n_social"]).sum() / weight.sum())
    return out | {
        "offset": offset, "low": low, "high": high, "offset_pct": scale * offset,
        "low_pct": scale * low, "high_pct": scale * high, "weighted_mean_social": weighted,
        "weighted_offset_pct": scale * (weighted - mean_all),
        "weighted_cover": float(weight.sum()) / n}


def verdict(profile: pd.DataFrame) -> Verdict:
    """Whether a figure about customers on social media may be generalised.

    ``may not``: a group differs by more than ``NEGLIGIBLE`` and is a finding at a false-discovery
    rate of 5 %.  ``may``: every group's interval lies within ±``NEGLIGIBLE``.  Else, or with fewer
    than ``FEWEST_SOCIAL`` customers on social media, it cannot be told.
    """
    social = int(profile.groupby("dimension")["customers_social"].sum().max() or 0) if len(
        profile) else 0
    if social < FEWEST_SOCIAL:
        return Verdict("cannot tell", (f"{social:,} customers on social media, at least "
                                       f"{FEWEST_SOCIAL} are needed",))
    judged = profile[~profile["too_few"]]
    apart = judged[(judged["finding"] != "none") & (judged["smd"].abs() > NEGLIGIBLE)]
    if len(apart):
        strongest = apart.reindex(apart["smd"].abs().sort_values(ascending=False).index)
        return Verdict("may not", tuple(
            f"{row['category']} ({row['dimension']}) {100 * row['share_social']:.1f} % against "
            f"{100 * row['share_all']:.1f} % of all"
            for row in rows_of(strongest.head(3))))
    inside = (judged["smd_low"] > -NEGLIGIBLE) & (judged["smd_high"] < NEGLIGIBLE)
    if len(judged) and inside.all():
        return Verdict("may", ("every group's difference lies within "
                               f"±{NEGLIGIBLE:g} standard deviations",))
    return Verdict("cannot tell", ("no group is found to differ, but some intervals reach beyond "
                                   f"±{NEGLIGIBLE:g} standard deviations",))
