"""Raking: weights that give a sample the margins of its population.  Heavy: for builds only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

# A weight above five times the mean gives one answer too loud a voice: Battaglia, Izrael,
# Hoaglin and Frankel (2009), "Practical considerations in raking survey data".
TRIM_AT = 5.0
# Below this many answers the margins cannot be told from chance.
FEWEST_ANSWERS = 30
# Categories that hold less of the population than this may stay without an answer.
MAY_MISS = 0.01
# Largest relative gap between a weighted and a wanted margin that counts as met.
TOLERANCE = 1e-4
# Respondents of whom a variable is not told keep their share of the answers.
NOT_TOLD = "not told"


class MarginsError(ValueError):
    """The margins cannot be met; the message names the margin, the category and what to do."""


class Raked(NamedTuple):
    """Weights (mean 1, in the order of the sample) and how the raking went.

    ``margins``: variable, category, target_share, answered_share, weighted_share.
    ``uncovered`` is the largest share of the population that a margin leaves out.
    """

    weights: np.ndarray
    margins: pd.DataFrame
    converged: bool
    largest_gap: float
    trimmed: int
    uncovered: float


def rake(
    sample: pd.DataFrame, margins: Mapping[str, Mapping[str, float]], *,
    base: Sequence[float] | None = None,
) -> Raked:
    """Weights under which the sample has the wanted shares in every margin.

    ``sample`` has a column of categories per margin; ``margins`` maps each to population counts or
    shares.  Rows ``not told`` keep their share, the other categories share the rest.  Weights
    above ``TRIM_AT`` times the mean are cut and the sample is raked again until both hold.

    Source: Deming and Stephan (1940), iterative proportional fitting, as svy does it; trimming as
    Battaglia et al. (2009).  Assumes that, within the categories, who answers is not tied to the
    answer.  Worked: answers a a a b of a population half a, half b get 2/3, 2/3, 2/3 and 2.
    Raises MarginsError when a margin cannot be met.
    """
    before = np.ones(len(sample)) if base is None else np.asarray(base, dtype=float)
    _check(sample, margins, before)
    before = before / before.mean()
    targets = {name: _target(sample[name], before, dict(wanted), name)
               for name, wanted in margins.items()}
    uncovered = max((missing for _, missing in targets.values()), default=0.0)
    wanted = {name: target for name, (target, _) in targets.items()}
    weights, trimmed = _fitted(sample, wanted, before)
    table = _margins_table(sample, wanted, before, weights)
    gaps = (table["weighted_share"] - table["target_share"]).abs() / table["target_share"]
    largest = float(gaps.max()) if len(gaps) else 0.0
    return Raked(weights, table, largest <= TOLERANCE, largest, trimmed, uncovered)


def _check(sample: pd.DataFrame, margins: Mapping[str, Mapping[str, float]],
           base: np.ndarray) -> None:
    if len(sample) < FEWEST_ANSWERS:
        raise MarginsError(
            f"{len(sample)} usable answer{'' if len(sample) == 1 else 's'}: at least "
            f"{FEWEST_ANSWERS} are needed to weight a survey. Its results are shown unweighted.")
    if not np.isfinite(base).all() or (base < 0).any():
        raise MarginsError("A design weight is negative or not a number: correct the column "
                           "weight and load the survey again.")
    if (base == 0).any():
        raise MarginsError("A design weight is zero: such an answer stands for nobody and must be "
                           "left out before raking.")
    for name in margins:
        if name not in sample:
            raise MarginsError(f"The sample has no column {name}.")


def _target(groups: pd.Series, base: np.ndarray, wanted: dict[str, float],
            name: str) -> tuple[dict[str, float], float]:
    """Wanted share per category found in the sample, and the share of the population left out."""
    total = sum(wanted.values())
    if not total > 0 or min(wanted.values()) < 0:
        raise MarginsError(f"{name}: the population has nobody in any category.")
    shares = {category: count / total for category, count in wanted.items() if count > 0}
    found = set(groups)
    strange = sorted(found - set(shares) - {NOT_TOLD})
    if strange:
        raise MarginsError(f"{name} “{strange[0]}” has answers, but no customer belongs to it.")
    silent = sorted(set(shares) - found, key=lambda one: -shares[one])
    missing = sum(shares[one] for one in silent)
    if missing > MAY_MISS:
        raise MarginsError(
            f"{name} “{silent[0]}” holds {100 * shares[silent[0]]:.1f} % of customers, but nobody "
            "of it answered: no weight can stand for them. Ask them, or merge the category with "
            "another in the customer table.")
    told_share = 1 - float(base[(groups == NOT_TOLD).to_numpy()].sum() / base.sum())
    present = {one: share for one, share in shares.items() if one in found}
    scale = told_share / sum(present.values()) if present else 0.0
    out = {one: share * scale for one, share in present.items()}
    if NOT_TOLD in found:
        out[NOT_TOLD] = 1 - told_share
    return out, missing


def _fitted(sample: pd.DataFrame, wanted: Mapping[str, Mapping[str, float]],
            base: np.ndarray) -> tuple[np.ndarray, int]:
    """Raked weights with mean 1, and how many stand at the cap."""
    # A margin with one category says nothing and only adds rounding.
    told = {name: dict(target) for name, target in wanted.items() if len(target) > 1}
    if not told:
        return base.copy(), 0
    import polars as pl
    import svy

    frame = pl.DataFrame({**{name: [str(one) for one in sample[name]] for name in told},
                          "base": base})
    design: Any = svy.Sample(frame, svy.Design(wgt="base"))
    trim = svy.TrimConfig(upper=TRIM_AT, max_iter=50)
    try:
        raked = design.weighting.rake(shares=told, wgt_name="raked", tol=TOLERANCE / 10,
                                      max_iter=1_000)
        weights = np.asarray(raked.data["raked"].to_numpy(), dtype=float)
        if weights.max() <= TRIM_AT * weights.mean():
            return weights / weights.mean(), 0
        # The slack of the cap has to be wider than that of the margins, or the two never meet.
        raked = design.weighting.rake(shares=told, wgt_name="raked", tol=TOLERANCE,
                                      max_iter=1_000, trimming=trim)
    except svy.SvyError as error:
        raise MarginsError(
            f"The margins {', '.join(told)} cannot all be met with weights up to {TRIM_AT:g} times "
            f"the mean{_hardest(sample, told, base)}. Merge small categories, or ask more of those "
            "who are missing.") from error
    weights = np.asarray(raked.data["raked"].to_numpy(), dtype=float)
    weights = weights / weights.mean()
    return weights, int((weights >= TRIM_AT * (1 - 1e-3)).sum())


def _hardest(sample: pd.DataFrame, told: Mapping[str, Mapping[str, float]],
             base: np.ndarray) -> str:
    """The category that is farthest from its share, in words."""
    table = _margins_table(sample, told, base, base)
    factor = table["target_share"] / table["answered_share"]
    worst = table.iloc[int(factor.to_numpy().argmax())]
    wanted, answered = 100 * worst["target_share"], 100 * worst["answered_share"]
    return (f": {worst['variable']} “{worst['category']}” is {wanted:.1f} % of customers, but "
            f"{answered:.1f} % of answers")


def _margins_table(sample: pd.DataFrame, wanted: Mapping[str, Mapping[str, float]],
                   base: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    rows = []
    for name, target in wanted.items():
        groups = sample[name].to_numpy()
        for category, share in target.items():
            mine = groups == category
            rows.append((name, category, share, base[mine].sum() / base.sum(),
                         weights[mine].sum() / weights.sum()))
    return pd.DataFrame(rows, columns=["variable", "category", "target_share", "answered_share",
                                       "weighted_share"])
