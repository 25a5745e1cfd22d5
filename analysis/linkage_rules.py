"""Which records of two files are compared at all, so that millions of pairs need not be."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.linkage_columns import Kind

# A blocking rule may bring this many pairs to be compared; all of them together twice as many.
MOST_PAIRS = 1_000_000
# With this many pairs for each record of the longer file, commoner rules bring next to nothing new.
_ENOUGH_PAIRS = 60


def affordable(left: pd.DataFrame, right: pd.DataFrame, rules: Sequence[Sequence[str]], *,
               most: int = MOST_PAIRS, enough: int | None = None) -> list[list[str]]:
    """The rules that bring a pair, as long as one brings ``most`` and all twice as many at most.

    A rule is a list of columns that must be equal; those that bring the fewest pairs go first.
    From the fifth on a rule is left out where all would bring more than ``enough``.
    """
    counted = sorted((_pairs(left, right, rule), list(rule)) for rule in rules)
    out: list[list[str]] = []
    total = 0
    for n, rule in counted:
        limit = 2 * most if enough is None or len(out) < 4 else min(enough, 2 * most)
        if 0 < n <= most and total + n <= limit:
            out.append(rule)
            total += n
    return out


def _pairs(left: pd.DataFrame, right: pd.DataFrame, names: Sequence[str]) -> int:
    counts = [side.dropna(subset=list(names)).groupby(list(names), sort=False).size()
              for side in (left, right)]
    return int((counts[0] * counts[1]).dropna().sum())


def rules_of(left: pd.DataFrame, right: pd.DataFrame, kinds: Mapping[str, Kind]) -> list[list[str]]:
    """Which records are compared: those equal in a column, or in two where one is too common."""
    single = affordable(left, right, [[name] for name, kind in kinds.items() if kind != "group"],
                        enough=_ENOUGH_PAIRS * max(len(left), len(right)))
    common = [name for name in kinds if [name] not in single]
    return single + affordable(left, right, list(itertools.combinations(common, 2)))
