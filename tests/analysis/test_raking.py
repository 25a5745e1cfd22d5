"""Raking against a naive twin, its worked number, and margins that cannot be met."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from analysis.raking import FEWEST_ANSWERS, NOT_TOLD, TRIM_AT, MarginsError, rake


def naive(sample: pd.DataFrame, margins: Mapping[str, Mapping[str, float]],
          rounds: int = 500) -> np.ndarray:
    """Iterative proportional fitting as Deming and Stephan wrote it down."""
    weights = np.ones(len(sample))
    for _ in range(rounds):
        for name, wanted in margins.items():
            total = sum(wanted.values())
            for category, count in wanted.items():
                mine = (sample[name] == category).to_numpy()
                weights[mine] *= count / total * weights.sum() / weights[mine].sum()
    return weights / weights.mean()


def answers(seed: int = 1, n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"segment": rng.choice(["a", "b", "c"], n, p=[0.6, 0.3, 0.1]),
                         "region": rng.choice(["n", "s"], n, p=[0.7, 0.3])})


WANTED = {"segment": {"a": 40.0, "b": 35.0, "c": 25.0}, "region": {"n": 500.0, "s": 500.0}}


def test_worked_number() -> None:
    sample = pd.DataFrame({"group": ["a"] * 30 + ["b"] * 10})
    done = rake(sample, {"group": {"a": 50, "b": 50}})
    assert done.weights[0] == pytest.approx(2 / 3)
    assert done.weights[-1] == pytest.approx(2)
    assert done.converged
    assert done.trimmed == 0


def test_equals_the_naive_twin_and_meets_every_margin() -> None:
    sample = answers()
    done = rake(sample, WANTED)
    assert done.weights == pytest.approx(naive(sample, WANTED), rel=1e-4)
    assert done.largest_gap < 1e-4
    table = done.margins.set_index(["variable", "category"])
    assert table.loc[("segment", "c"), "weighted_share"] == pytest.approx(0.25, abs=1e-4)
    assert table.loc[("segment", "c"), "answered_share"] == (sample["segment"] == "c").mean()


def test_base_weights_are_the_start() -> None:
    sample = answers()
    base = np.where(sample["region"] == "n", 2.0, 1.0)
    heavier = rake(sample, {"segment": WANTED["segment"]}, base=base.tolist()).weights
    mine = (sample["segment"] == "a").to_numpy()
    north = heavier[mine & (sample["region"] == "n").to_numpy()]
    south = heavier[mine & (sample["region"] == "s").to_numpy()]
    assert north[0] == pytest.approx(2 * south[0])


def test_what_is_not_told_keeps_its_share() -> None:
    sample = answers()
    sample.loc[:99, "segment"] = NOT_TOLD
    done = rake(sample, WANTED)
    shares = done.margins.set_index("category")["weighted_share"]
    assert shares[NOT_TOLD] == pytest.approx(0.25, abs=1e-4)
    assert shares["a"] == pytest.approx(0.75 * 0.40, abs=1e-4)


def test_a_category_nobody_answered_for_is_named() -> None:
    with pytest.raises(MarginsError, match=r"segment “d” holds 20\.0 % of customers"):
        rake(answers(), {"segment": {"a": 40, "b": 30, "c": 10, "d": 20}})


def test_a_tiny_silent_category_is_left_out_and_told() -> None:
    done = rake(answers(), {"segment": {"a": 400, "b": 300, "c": 295, "d": 5}})
    assert done.uncovered == pytest.approx(0.005)


def test_a_category_without_customers_is_named() -> None:
    with pytest.raises(MarginsError, match="segment “c” has answers, but no customer"):
        rake(answers(), {"segment": {"a": 50, "b": 50}})


@pytest.mark.parametrize("n", [0, 1, FEWEST_ANSWERS - 1])
def test_too_few_answers(n: int) -> None:
    with pytest.raises(MarginsError, match=f"^{n} usable answer"):
        rake(answers(n=400).head(n), WANTED)


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan")])
def test_bad_design_weights(bad: float) -> None:
    with pytest.raises(MarginsError, match="design weight"):
        rake(answers(), WANTED, base=[bad] + [1.0] * 399)


def test_heavy_weights_are_cut_and_the_margins_still_met() -> None:
    rng = np.random.default_rng(3)
    sample = pd.DataFrame({"segment": rng.choice(["a", "b"], 1_000, p=[0.96, 0.04]),
                           "region": rng.choice(["n", "s"], 1_000, p=[0.9, 0.1])})
    wanted = {"segment": {"a": 88, "b": 12}, "region": {"n": 70, "s": 30}}
    assert naive(sample, wanted).max() > TRIM_AT
    done = rake(sample, wanted)
    assert done.weights.max() <= TRIM_AT * 1.001
    assert done.trimmed > 0
    assert done.converged


def test_margins_beyond_the_cap_say_which() -> None:
    sample = pd.DataFrame({"segment": ["a"] * 990 + ["b"] * 10})
    with pytest.raises(MarginsError, match=r"segment “b” is 40\.0 % of customers, but 1\.0 %"):
        rake(sample, {"segment": {"a": 60, "b": 40}})


def test_a_population_of_nobody() -> None:
    with pytest.raises(MarginsError, match="nobody"):
        rake(answers(), {"segment": {"a": 0.0, "b": 0.0}})
