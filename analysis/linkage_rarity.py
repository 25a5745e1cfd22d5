"""How often values agree by accident between different people, told from within each file.

Pairs taken across two files that hold the same people agree by accident and because they are one
person; where a value is rare, as an account number is, the second outweighs the first.  Within one
file a person stands once, or a few times, so what agrees there is accident.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

Levels = dict[tuple[str, int], float]
_PAIRS = 500_000


def frequencies(left: pd.Series, right: pd.Series) -> pd.Series:
    """How often another person has each value: values of both sides → part (0..1).

    A value seen c times in a file of n is expected (c - D) / n times, with the discount
    D = n1 / (n1 + 2 n2) from the values seen once and twice (Ney, Essen and Kneser 1994; n2 + 1/2
    here, so that D stays below 1).  The files are weighed by their records.  Worked: of 1,000
    values that stand once in each file, each is expected in 1 of 1,001,000 other people, not in
    1 of 1,000, for the namesake in the other file may be the same person.
    """
    counts = [side.dropna().value_counts() for side in (left, right)]
    n = sum(int(count.sum()) for count in counts)
    rest = [count - _discount(count) for count in counts]
    return rest[0].add(rest[1], fill_value=0.0) / max(n, 1)


def _discount(counts: pd.Series) -> float:
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    return once / (once + 2 * twice + 1)


def chances(sides: tuple[pd.DataFrame, pd.DataFrame], comparisons: Callable[[], list[Any]], *,
            seed: int = 1) -> Levels:
    """How often two records of one file reach each level, by comparison and its number.

    Of the two files the lower: in the other, people may stand several times.  A level that no pair
    reaches counts as half a pair.
    """
    found = [_within(side, comparisons(), seed) for side in sides]
    return {level: min(one[level] for one in found) for level in found[0]}


def _within(side: pd.DataFrame, comparisons: list[Any], seed: int) -> Levels:
    from splink import DuckDBAPI, Linker, SettingsCreator

    api: Any = DuckDBAPI()
    linker: Any = Linker(api.register(side, dataset_display_name="side"), SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons), log_level=None, validate_settings=False)
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=seed)
    least = 0.5 / min(_PAIRS, len(side) * (len(side) - 1) / 2)
    out = {}
    for name, level in levels(linker):
        with contextlib.suppress(TypeError):
            rate = level.u_probability
            out[name, level.comparison_vector_value] = max(rate or 0.0, least)
    return out


def levels(linker: Any) -> list[tuple[str, Any]]:
    """Name of the comparison and level, for all levels that say something."""
    return [(comparison.output_column_name, level)
            for comparison in linker._settings_obj.core_model_settings.comparisons
            for level in comparison._comparison_levels_excluding_null]


def set_chances(linker: Any, chance: Mapping[tuple[str, int], float]) -> None:
    """Let the model take these for accident; they add up to 1 again within a comparison."""
    mine = pd.Series([chance[name, level.comparison_vector_value]
                      for name, level in levels(linker)])
    names = pd.Series([name for name, _ in levels(linker)])
    mine = mine / mine.groupby(names).transform("sum")
    for (_, level), value in zip(levels(linker), mine, strict=True):
        level.u_probability = float(value)


def set_frequencies(linker: Any, api: Any, left: pd.DataFrame, right: pd.DataFrame,
                    names: list[str]) -> None:
    """Let the model take the frequencies of values for those of :func:`frequencies`."""
    for name in names:
        parts = frequencies(left[name], right[name])
        table = pd.DataFrame({name: parts.index.to_numpy(dtype=object),
                              f"tf_{name}": parts.to_numpy(dtype=float)})
        linker.table_management.register_term_frequency_lookup(api.register(table), name)


def keep_possible(linker: Any, n: int) -> None:
    """Nothing is impossible within a person because none of the pairs learnt from shows it.

    A level has at least the chance of half a pair in ``n`` (Krichevsky and Trofimov 1981).
    """
    least = 0.5 / max(n, 1)
    for _, level in levels(linker):
        if level._m_probability is not None and level.m_probability < least:
            level.m_probability = least
