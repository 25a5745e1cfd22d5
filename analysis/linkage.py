"""Which records of two files are the same person: probabilistic linkage with Splink.

Source: Fellegi and Sunter (1969), with frequencies of values (Winkler 1989) and, because a record
belongs to at most one person, the odds of its candidates weighed against each other (Sadinle 2017,
one file at a time).
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.linkage_columns import comparison, kind_of, swapped, tidy
from analysis.linkage_rarity import (
    Levels,
    chances,
    keep_possible,
    set_chances,
    set_frequencies,
)
from analysis.linkage_rules import rules_of

# Below this the comparison of two files has nothing to learn from.
FEWEST_RECORDS = 20
# Candidates of the right side count as one person above this probability.
_SAME_PERSON = 0.9
# Rules that the chances are learnt from, the rarest first, and pairs read of each.
_SESSIONS = 4
_TRAINING_PAIRS = 500_000


class LinkageError(ValueError):
    """The two files cannot be linked; the message says why and what to do."""


@dataclass(frozen=True)
class Scored:
    """Pairs with the weight of their evidence, before candidates are weighed against each other.

    ``pairs``: left_id, right_id, ``weight`` (log2 of the Bayes factor) and one ``gamma_...`` per
    comparison.  ``same``: pairs of right ids (right_id, other_id) that are one person.
    """

    pairs: pd.DataFrame
    same: pd.DataFrame


def link(left: pd.DataFrame, right: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Pairs of records that may be the same person.

    ``left`` and ``right`` each have an ``id`` without repeats; ``columns`` maps a column of the
    left to its counterpart on the right.  Returns ``left_id``, ``right_id`` and
    ``match_probability`` (0..1), most probable first; of each left id at most one pair lies above
    0.5, and pairs below 0.01 are left out.  Trained without labels (expectation maximisation).
    Ids may be of any type, columns may be called anything and hold text, numbers or dates; dates
    that are days off and two columns of names in each other's place count as what they are.
    Assumes that columns err independently of each other.  Worked: of the 500 originals and 500
    copies of FEBRL's data set 1, at least 97 % of the pairs above 0.5 are right and at least 95 %
    are found.  Raises LinkageError when a column is missing, an id is missing or twice, no column
    holds anything on both sides, or a side has fewer than 20 records.
    """
    _check(left, right, columns)
    both = tidy(left, right, columns)
    kinds = {name: kind for name in both[0].columns.drop("unique_id")
             if (kind := kind_of(both[0][name], both[1][name])) is not None}
    if not kinds:
        raise LinkageError("None of the columns holds values on both sides, so there is nothing "
                           "to compare. Map columns that are filled in both files.")
    rules = rules_of(both[0], both[1], kinds)
    if not rules:
        return _empty(left, right)
    swap = swapped(both, kinds)

    def comparisons() -> list[Any]:
        return [comparison(name, kind, swap) for name, kind in kinds.items()]

    scored = score(both[0], both[1], comparisons=comparisons(), rules=rules, swap=swap,
                   apart=chances(both, comparisons))
    out = weigh(scored, lefts=len(left), rights=len(right))
    found = out[out["match_probability"] >= 0.01]
    return pd.DataFrame({
        "left_id": left["id"].array.take(found["left_id"].to_numpy()),
        "right_id": right["id"].array.take(found["right_id"].to_numpy()),
        "match_probability": found["match_probability"].to_numpy(),
    })


def _empty(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"left_id": left["id"].iloc[:0].array,
                         "right_id": right["id"].iloc[:0].array,
                         "match_probability": np.array([], dtype=float)})


def _check(left: pd.DataFrame, right: pd.DataFrame, columns: Mapping[str, str]) -> None:
    if not columns:
        raise LinkageError("No columns to compare were given.")
    for side, frame, names in (("left", left, columns.keys()), ("right", right, columns.values())):
        for name in ("id", *names):
            if name not in frame:
                raise LinkageError(f"The {side} file has no column {name!r}.")
        if frame["id"].isna().any() or frame["id"].duplicated().any():
            raise LinkageError(f"The ids of the {side} file must be filled and without repeats.")
        if len(frame) < FEWEST_RECORDS:
            raise LinkageError(f"The {side} file has {len(frame)} records; with fewer than "
                               f"{FEWEST_RECORDS} there is nothing to learn from.")


def score(left: pd.DataFrame, right: pd.DataFrame, *, comparisons: list[Any],
          rules: list[list[str]], seed: int = 1, apart: Levels | None = None,
          swap: tuple[str, str] | None = None) -> Scored:
    """The weight of evidence of every pair that agrees in one of the rules.

    Both frames have ``unique_id`` numbered from 0 and the columns that the comparisons and the
    rules (lists of columns that must be equal) name.  The chance that a value agrees by accident
    is ``apart``, and the frequencies of values are those of
    :func:`analysis.linkage_rarity.frequencies`; without it both are counted over the two files.
    Pairs whose two columns of ``swap`` stand in each other's place are compared too.
    The chance that a value agrees within a person comes from expectation maximisation on the pairs
    of each rule.
    """
    import logging

    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.internals.exceptions import EMTrainingException

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    tables = [api.register(frame.assign(source_dataset=side), dataset_display_name=side)
              for side, frame in (("file_left", left), ("file_right", right))]
    blocks: list[Any] = [block_on(*rule) for rule in rules]
    if swap is not None:
        one, two = swap
        blocks.append(f'l."{one}" = r."{two}" and l."{two}" = r."{one}"')
    linker = Linker(tables, SettingsCreator(
        link_type="link_only", comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
        retain_intermediate_calculation_columns=True, retain_matching_columns=True,
    ), log_level=None, validate_settings=False)
    if apart is None:
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=seed)
    else:
        set_chances(linker, apart)
        set_frequencies(linker, api, left, right, sorted({name for name, _ in apart}))
    for rule, block in zip(rules[:_SESSIONS], blocks, strict=False):
        told = {*rule, *(swap if swap is not None and set(rule) & set(swap) else ())}
        if len(told) >= len(comparisons):
            continue  # nothing is left to learn about; what Splink starts from stays
        # A rule whose pairs hold no match, or nothing but matches, teaches nothing; nor does one
        # whose chances fall below what a float holds (ValueError).
        with contextlib.suppress(EMTrainingException, ValueError):
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, estimate_without_term_frequencies=True, max_pairs=_TRAINING_PAIRS)
    if apart is not None:
        keep_possible(linker, min(len(left), len(right)))
    pairs = _weighed_evidence(linker)
    contested = pairs.loc[pairs["weight"] > 0].groupby("left_id")["right_id"]
    rivals = np.unique(np.concatenate(
        [np.array([], dtype=int), *(some for _, some in contested.unique().items()
                                    if len(some) > 1)]))
    return Scored(pairs, _same_person(linker, right, rivals, len(right)))


def _weighed_evidence(linker: Any) -> pd.DataFrame:
    prior = linker._settings_obj.core_model_settings.probability_two_random_records_match
    found = linker.inference.predict().as_pandas_dataframe()
    weight = found["match_weight"].to_numpy(dtype=float) - math.log2(prior / (1 - prior))
    more = {name: found[name].to_numpy() for name in found if name.startswith("gamma_")}
    one = found["source_dataset_l"].to_numpy() == "file_left"
    first, second = found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy()
    return pd.DataFrame({"left_id": np.where(one, first, second),
                         "right_id": np.where(one, second, first), "weight": weight, **more})


def _same_person(linker: Any, right: pd.DataFrame, rivals: np.ndarray, n: int) -> pd.DataFrame:
    """Which rivals for a left record are copies of one person, by the model that was learnt."""
    from splink import DuckDBAPI, Linker

    none = pd.DataFrame({"right_id": [], "other_id": []}, dtype=int)
    if len(rivals) < 2:
        return none
    settings = linker.misc.save_model_to_json()
    settings |= {"link_type": "dedupe_only",
                 # As rare as in the whole file: a person has few copies of himself.
                 "probability_two_random_records_match": 1 / max(n, 2)}
    table = DuckDBAPI().register(right.iloc[rivals], dataset_display_name="rivals")
    own: Any = Linker(table, settings, log_level=None, validate_settings=False)
    found = own.inference.predict(threshold_match_probability=_SAME_PERSON).as_pandas_dataframe()
    if not len(found):
        return none
    one, other = found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy()
    return pd.DataFrame({"right_id": np.concatenate([one, other]),
                         "other_id": np.concatenate([other, one])})


def weigh(scored: Scored, *, lefts: int, rights: int) -> pd.DataFrame:
    """The pairs with ``match_probability``: candidates of a left record weighed together.

    A left record belongs to one of its candidates or to nobody, so with prior odds o of a pair
    and Bayes factors B_j the chance of candidate j is o B_j / (1 + sum of o B_k).  The share of
    left records that belong to somebody is learnt by repeating (expectation maximisation).
    Candidates that are copies of one person do not compete; the best of them gets their sum.
    Worked: two candidates of equal and overwhelming evidence get 0.5 each, and 1 and 0 when they
    are one person.
    """
    pairs = scored.pairs.sort_values(["left_id", "weight", "right_id"],
                                     ascending=[True, False, True], ignore_index=True)
    factor = np.exp2(np.clip(pairs["weight"].to_numpy(), -300, 300))
    left = pairs["left_id"].to_numpy(dtype=int)
    share, chance = 0.5, np.zeros(len(pairs))
    for _ in range(200):
        odds = share / rights / (1 - share) * factor
        chance = odds / (1 + np.bincount(left, odds, minlength=lefts))[left]
        before, share = share, float(np.clip(chance.sum() / lefts, 1e-6, 1 - 1e-6))
        if abs(share - before) < 1e-6:
            break
    pairs["match_probability"] = chance
    first = pairs.drop_duplicates("left_id")[["left_id", "right_id"]]
    copies = pairs.reset_index().merge(first, on="left_id", suffixes=("", "_best")).merge(
        scored.same, left_on=["right_id", "right_id_best"], right_on=["right_id", "other_id"])
    gained = copies.groupby("left_id")["match_probability"].sum()
    pairs.loc[copies["index"], "match_probability"] = 0.0
    best = ~pairs["left_id"].duplicated()
    more = pairs.loc[best, "left_id"].map(gained).fillna(0.0)
    pairs.loc[best, "match_probability"] = np.minimum(pairs.loc[best, "match_probability"] + more,
                                                      1.0)
    return pairs.sort_values(["match_probability", "left_id", "right_id"],
                             ascending=[False, True, True], ignore_index=True)
