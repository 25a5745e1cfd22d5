"""Whose social account is it: accounts against the customer table, with the reasons.

The evidence is the displayed name, the account's name, the e-mail and the place on the profile.
Weights are learnt by :mod:`analysis.linkage`; see there for the sources.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.linkage import score, weigh
from analysis.linkage_rules import affordable

MODEL_VERSION = "accounts-1"
# With fewer there is nothing to learn from.
FEWEST_ACCOUNTS = 30
FEWEST_CUSTOMERS = 100
# Pairs that one rule may bring, candidates kept for an account, least chance worth a look.
_MOST_PAIRS = 5_000_000
_CANDIDATES = 3
_LEAST = 0.02
# A place says where its people live once this many known accounts, and this part of them, agree.
_KNOWN_IN_PLACE = 5
_AGREE_IN_PLACE = 0.8
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NO_DIGITS = re.compile(r"\D+")

# What each level of a comparison says, from the closest; see _comparisons for the rules.
REASONS: dict[str, tuple[str, ...]] = {
    "name": ("same full name", "full name nearly the same",
             "same last name, first name starts alike", "account spells the name or its initials",
             "same first name, last name starts alike", "same last name only", "other name"),
    "email": ("same e-mail", "same e-mail but for a slip or the provider", "other e-mail"),
    "region": ("place usually means the same region", "place usually means another region"),
}


def match_accounts(accounts: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """For each account the customers who may own it.

    ``accounts``: handle, display_name, city, email (texts, may be missing) and customer_id where
    it is known, from which it is only learnt which region a place belongs to; an account's own
    answer is never used for itself.  ``customers``: customer_id, name, email, region.  Returns
    ``account`` (row number in accounts), ``customer_id``, ``match_probability`` (0..1), ``rank``
    (1 is best) and ``reasons`` (list of texts), at most three per account and none below 0.02.
    Empty where there are fewer than 30 accounts or 100 customers with a name or e-mail.
    Assumes that an account belongs to at most one customer, and that names, e-mails and places
    agree by accident independently of each other.
    """
    nobody = pd.DataFrame({"account": [], "customer_id": [], "match_probability": [], "rank": [],
                           "reasons": []}).astype(
        {"account": "int64", "customer_id": "object", "rank": "int64", "reasons": "object",
         "match_probability": "float64"})
    left = _accounts(accounts, customers)
    right = _customers(customers)
    left, right = (side[side[["name", "email"]].notna().any(axis=1)] for side in (left, right))
    if len(left) < FEWEST_ACCOUNTS or len(right) < FEWEST_CUSTOMERS:
        return nobody
    rows = left["unique_id"].to_numpy(), right["unique_id"].to_numpy()
    left, right = (side.assign(unique_id=np.arange(len(side))) for side in (left, right))
    has_region = left["region"].notna().any() and right["region"].nunique() > 1
    rules = affordable(left, right, [["email"], ["email_user"], ["name"], ["spelt"],
                                     ["last", "initial"], ["first", "ending"]], most=_MOST_PAIRS)
    if not rules:
        return nobody
    scored = score(left, right, comparisons=_comparisons(region=bool(has_region)), rules=rules)
    found = weigh(scored, lefts=len(left), rights=len(right))
    found = found[found["match_probability"] >= _LEAST]
    rank = found.groupby("left_id").cumcount() + 1
    found, rank = found[rank <= _CANDIDATES], rank[rank <= _CANDIDATES]
    return pd.DataFrame({
        "account": rows[0][found["left_id"].to_numpy(dtype=int)],
        "customer_id": customers["customer_id"].to_numpy()[
            rows[1][found["right_id"].to_numpy(dtype=int)]],
        "match_probability": found["match_probability"].to_numpy(),
        "rank": rank.to_numpy(),
        # Of a type of its own, also where nobody is found.
        "reasons": pd.Series(_reasons(found), dtype="object").to_numpy(),
    }).sort_values(["account", "rank"], ignore_index=True)


def _accounts(frame: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    names = [_names(one) for one in _objects(frame["display_name"])]
    letters = [_plain(one).strip("_") if isinstance(one, str) else None
               for one in _objects(frame["handle"])]
    out = _spelt(names)
    out["spelt"] = [one or None for one in letters]
    out["region"] = _usual_region(frame, customers)
    return _with_email(out, frame["email"])


def _customers(frame: pd.DataFrame) -> pd.DataFrame:
    names = [_names(one) for one in _objects(frame["name"])]
    out = _spelt(names)
    out["spelt"] = [f"{one[0]}{one[-1]}" if len(one) > 1 else None for one in names]
    out["region"] = frame["region"].mask(frame["region"] == "unknown").to_numpy(dtype=object)
    return _with_email(out, frame["email"])


def _spelt(names: list[list[str]]) -> pd.DataFrame:
    def column(values: list[str | None]) -> np.ndarray:
        return np.array(values, dtype=object)

    return pd.DataFrame({
        "unique_id": np.arange(len(names)),
        "name": column([" ".join(one) if len(one) > 1 else None for one in names]),
        "first": column([one[0] if one else None for one in names]),
        "last": column([one[-1] if len(one) > 1 else None for one in names]),
        "initial": column([one[0][0] if one else None for one in names]),
        "ending": column([one[-1][0] if len(one) > 1 else None for one in names]),
    })


def _with_email(out: pd.DataFrame, email: pd.Series) -> pd.DataFrame:
    tidy = [one.strip().lower() if isinstance(one, str) and "@" in one else None
            for one in _objects(email)]

    def column(told: Callable[[str], str]) -> np.ndarray:
        return np.array([None if one is None else told(one) for one in tidy], dtype=object)

    return out.assign(
        email=np.array(tidy, dtype=object),
        email_user=column(lambda one: one.split("@")[0]),
        # Two addresses that differ in their numbers belong to namesakes, not to a slip of the pen.
        email_digits=column(lambda one: _NO_DIGITS.sub("", one)))


def _objects(values: pd.Series) -> list[Any]:
    """The values as a list, which is walked through many times as fast as a column of texts."""
    return values.to_numpy(dtype=object).tolist()


def _names(text: object) -> list[str]:
    """First to last name in plain lower-case letters; “Last, First” is turned round."""
    if not isinstance(text, str):
        return []
    if text.isascii() and text.replace(" ", "").isalpha():  # most are: nothing has to be looked for
        return text.lower().split()
    parts = text.split(",")
    if len(parts) == 2 and parts[1].strip():
        text = f"{parts[1]} {parts[0]}"
    return [_plain(one) for one in _LETTERS.findall(text)]


def _plain(text: str) -> str:
    """The letters of a text, in lower case and without their marks."""
    bare = (text if text.isascii() else unicodedata.normalize("NFKD", text)).lower()
    return bare if bare.isalpha() else "".join(one for one in bare if one.isalpha())


def _usual_region(frame: pd.DataFrame, customers: pd.DataFrame) -> np.ndarray:
    """The region of a place, by the other known accounts that name it."""
    regions = customers.set_index("customer_id")["region"]
    region = frame["customer_id"].map(regions.mask(regions == "unknown"))
    place = frame["city"].map(lambda one: _plain(one.split(",")[0])
                              if isinstance(one, str) else None)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    pairs = list(zip(place.to_numpy(dtype=object), region.to_numpy(dtype=object), strict=True))
    for where, own in pairs:
        if isinstance(where, str) and isinstance(own, str):
            counts[where][own] += 1
    out = np.full(len(frame), None, dtype=object)
    for at, (where, own) in enumerate(pairs):
        mine = counts.get(where)
        if not mine:
            continue
        others = mine - Counter({own: 1}) if isinstance(own, str) else mine
        if others.total() >= _KNOWN_IN_PLACE:
            best, seen = others.most_common(1)[0]
            out[at] = best if seen >= _AGREE_IN_PLACE * others.total() else None
    return out


def _comparisons(*, region: bool) -> list[Any]:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    spells = ('"spelt_l" in ("first_r" || "last_r", "last_r" || "first_r", '
              '"initial_r" || "last_r", "first_r" || "ending_r", "last_r" || "initial_r", '
              '\'the\' || "first_r" || "last_r")')
    name: list[Any] = [
        cll.CustomLevel('"name_l" is null and "spelt_l" is null or "name_r" is null'
                        ).configure(is_null_level=True),
        cll.ExactMatchLevel("name", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("name", 0.95),
        cll.CustomLevel('"last_l" = "last_r" and "initial_l" = "initial_r"').configure(
            tf_adjustment_column="last"),
        cll.CustomLevel(spells),
        cll.CustomLevel('"first_l" = "first_r" and "ending_l" = "ending_r"'),
        cll.ExactMatchLevel("last"),
        cll.ElseLevel(),
    ]
    email: list[Any] = [
        cll.NullLevel("email"),
        cll.ExactMatchLevel("email"),
        cll.CustomLevel('"email_digits_l" = "email_digits_r" and ("email_user_l" = "email_user_r" '
                        'or damerau_levenshtein("email_l", "email_r") <= 2)'),
        cll.ElseLevel(),
    ]
    out = [cl.CustomComparison(output_column_name="name", comparison_levels=name),
           cl.CustomComparison(output_column_name="email", comparison_levels=email)]
    if region:
        levels: list[Any] = [cll.NullLevel("region"), cll.ExactMatchLevel("region"),
                             cll.ElseLevel()]
        out.append(cl.CustomComparison(output_column_name="region", comparison_levels=levels))
    return out


def _reasons(found: pd.DataFrame) -> list[list[str]]:
    """In words what agreed and what did not; what is missing on a side says nothing."""
    columns = {}
    for name, words in REASONS.items():
        if f"gamma_{name}" in found:
            # Splink counts levels from the else-level 0 up; -1 is missing.
            level = found[f"gamma_{name}"].to_numpy(dtype=int)
            columns[name] = [words[len(words) - 1 - one] if one >= 0 else None for one in level]
    return [[one for one in row if one] for row in zip(*columns.values(), strict=True)]
