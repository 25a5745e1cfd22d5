"""What the columns of two files of people hold, and how closely two values agree."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

Kind = Literal["group", "email", "date", "digits", "words"]
Pair = tuple[pd.DataFrame, pd.DataFrame]
_GROUPS = 30
# Part of the shorter file whose two columns stand in each other's place; chance alone gives less.
_SWAPPED = 0.01


def tidy(left: pd.DataFrame, right: pd.DataFrame, columns: Mapping[str, str]) -> Pair:
    """Both files with ``unique_id`` from 0 and columns c0, c1 …, whatever they were called.

    Text in lower case with one space between words; numbers and dates as digits, alike on both
    sides whether they were read as numbers, dates or text; empty is missing.
    """
    sides: list[dict[str, Any]] = [{"unique_id": range(len(side))} for side in (left, right)]
    for at, (mine, other) in enumerate(columns.items()):
        one, two = _text(left[mine]), _text(right[other])
        values = pd.concat([one.dropna(), two.dropna()])
        if _mostly_digits(values):
            one, two = (side.str.replace(r"[-/.() +]", "", regex=True) for side in (one, two))
            if any(pd.api.types.is_numeric_dtype(side) for side in (left[mine], right[other])):
                one, two = (side.str.lstrip("0") for side in (one, two))
        for side, text in zip(sides, (one, two), strict=True):
            side[f"c{at}"] = text.mask(text.isna() | (text == "")).astype("object").to_numpy()
    return pd.DataFrame(sides[0]), pd.DataFrame(sides[1])


def _text(values: pd.Series) -> pd.Series:
    text: pd.Series
    if pd.api.types.is_datetime64_any_dtype(values):
        text = values.dt.strftime("%Y%m%d").astype("str")
    else:
        text = values.astype("str").str.lower().str.replace(r"\s+", " ", regex=True).str.strip()
    if pd.api.types.is_float_dtype(values):  # a postcode that was read as a number
        text = text.str.replace(r"\.0$", "", regex=True)
    return text.mask(values.isna())


def _mostly_digits(values: pd.Series) -> bool:
    bare = values.str.replace(r"[-/.() +]", "", regex=True)
    part = bare.str.count(r"\d") / bare.str.len().clip(lower=1)
    return bool((part >= 0.6).mean() > 0.5)


def kind_of(left: pd.Series, right: pd.Series) -> Kind | None:
    """What a column holds, told from its values; None where a side is empty or all is equal."""
    values = pd.concat([left.dropna(), right.dropna()])
    if not left.notna().any() or not right.notna().any() or values.nunique() < 2:
        return None
    if values.str.contains("@", regex=False).mean() > 0.5:
        return "email"
    if values.nunique() <= min(_GROUPS, len(values) / 10):
        return "group"
    if not _mostly_digits(values):
        return "words"
    dates = values[values.str.fullmatch(r"(18|19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")]
    return "date" if len(dates) > 0.8 * len(values) else "digits"


def swapped(sides: Pair, kinds: Mapping[str, Kind]) -> tuple[str, str] | None:
    """Two columns of words that stand in each other's place in 1 % of the records or more."""
    best, most = None, _SWAPPED * min(len(side) for side in sides)
    words = [name for name, kind in kinds.items() if kind == "words"]
    for one, two in itertools.combinations(words, 2):
        left, right = (side[[one, two]].dropna().drop_duplicates() for side in sides)
        crossed = left[left[one] != left[two]].merge(
            right.rename(columns={one: two, two: one}), on=[one, two])
        if len(crossed) > max(most, 2):
            best, most = (one, two), len(crossed)
    return best


def comparison(name: str, kind: Kind, swap: tuple[str, str] | None) -> Any:
    """How closely two values agree, as a comparison of Splink.

    Where two columns are swapped in both, the first says so and the second says nothing.
    """
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    crossed = ""
    if swap is not None and name in swap:
        one, two = swap
        crossed = (f'jaro_winkler_similarity("{one}_l", "{two}_r") >= 0.93 and '
                   f'jaro_winkler_similarity("{two}_l", "{one}_r") >= 0.93 and '
                   f'"{one}_l" <> "{one}_r"')
    null: Any = cll.NullLevel(name)
    if crossed and swap is not None and name == swap[1]:
        null = cll.CustomLevel(f'"{name}_l" is null or "{name}_r" is null or ({crossed})'
                               ).configure(is_null_level=True)
    levels: list[Any] = [null, cll.ExactMatchLevel(name, term_frequency_adjustments=True)]
    if crossed and swap is not None and name == swap[0]:
        levels.append(cll.CustomLevel(crossed))
    if kind in ("digits", "date"):
        levels.append(cll.DamerauLevenshteinLevel(name, 1))
        if kind == "date":
            levels.append(_days_apart(name, 31))
        levels.append(cll.DamerauLevenshteinLevel(name, 2))
        if kind == "date":
            levels.append(_days_apart(name, 366))
    elif kind != "group":
        levels += [cll.JaroWinklerLevel(name, 0.93), cll.JaroWinklerLevel(name, 0.85)]
    return cl.CustomComparison(output_column_name=name,
                               comparison_levels=[*levels, cll.ElseLevel()])


def _days_apart(name: str, days: int) -> Any:
    import splink.comparison_level_library as cll

    sides = (f"try_strptime(\"{name}_{side}\", '%Y%m%d')" for side in "lr")
    return cll.CustomLevel(f"abs(datediff('day', {', '.join(sides)})) <= {days}")
