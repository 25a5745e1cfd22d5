"""Two sides compared: worked numbers, naive twins, simulation of p, and what cannot be compared."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare import Measure, compare
from analysis.discovery import benjamini_hochberg


def share(name: str, part: float, whole: float) -> Measure:
    return Measure(name, "share", "%", {"part": part, "whole": whole})


def score(name: str, *counts: float) -> Measure:
    return Measure(name, "score", "points",
                   dict(zip(("negative", "neutral", "positive"), counts, strict=True)))


def rate(count: float, exposure: float, dispersion: float = 1.0) -> Measure:
    return Measure("posts", "rate", "", {"count": count, "exposure": exposure,
                                         "dispersion": dispersion, "degrees": math.inf})


def mean(values: np.ndarray) -> Measure:
    return Measure("value", "mean", "", {"n": len(values), "sum": values.sum(),
                                         "squares": (values**2).sum()})


def wait(median: float, p90: float, low: float, high: float, n: float) -> Measure:
    return Measure("reply", "duration", "seconds", {
        "median": median, "p90": p90, "low": low, "high": high, "n": n, "quantile": 0.5})


def one(a: Measure, b: Measure) -> pd.Series:
    return compare([a], [b]).iloc[0]


def test_a_share_has_newcombes_numbers_and_cohens_h() -> None:
    row = one(share("s", 56, 70), share("s", 48, 80))
    assert row["value_a"] == pytest.approx(80)
    assert row["difference"] == pytest.approx(20)
    assert (row["low"], row["high"]) == pytest.approx((5.3, 33.8), abs=0.1)
    assert row["effect"] == pytest.approx(0.442, abs=5e-4)
    assert (row["effect_kind"], row["size"]) == ("Cohen's h", "small")
    z = 0.2 / math.sqrt(104 / 150 * 46 / 150 * (1 / 70 + 1 / 80))
    assert row["p"] == pytest.approx(2 * stats.norm.sf(z), abs=0.01)


def test_means_agree_with_welch_and_pooled_d() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(12, 3, 400), rng.normal(11, 4, 300)
    row = one(mean(a), mean(b))
    twin = stats.ttest_ind(a, b, equal_var=False)
    assert row["difference"] == pytest.approx(a.mean() - b.mean())
    assert row["p"] == pytest.approx(twin.pvalue, rel=0.1)
    pooled = math.sqrt((400 * a.var(ddof=1) + 300 * b.var(ddof=1)) / 700)
    assert row["effect"] == pytest.approx((a.mean() - b.mean()) / pooled)
    interval = twin.confidence_interval()
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), rel=0.02)


def test_scores_rates_and_durations() -> None:
    row = one(score("net", 20, 50, 30), score("net", 30, 50, 20))
    assert row["difference"] == pytest.approx(20)
    assert row["low"] > 0
    assert row["effect"] == pytest.approx(0.2 / math.sqrt(0.5 - 0.01))
    row = one(rate(60, 30), rate(40, 30))
    assert row["ratio"] == pytest.approx(1.5)
    assert (row["low"], row["high"]) == pytest.approx((1.008, 2.233), abs=1e-3)
    assert row["p"] < 0.05
    assert one(rate(60, 30, 4), rate(40, 30, 4))["p"] > 0.05, "days that scatter prove less"
    assert one(rate(60, 60), rate(40, 30))["ratio"] == pytest.approx(0.75)
    row = one(wait(600, 3600, 505, 712, 400), wait(480, 3000, 402, 573, 400))
    assert row["ratio"] == pytest.approx(1.25)
    assert (row["low"], row["high"]) == pytest.approx((0.98, 1.60), abs=0.01)
    assert row["p"] > 0.05
    assert one(wait(600, 3600, 0, math.inf, 21), wait(480, 3000, 402, 573, 400))["p"] == 1.0


@pytest.mark.parametrize("rows", [
    (share("s", 56, 70), share("s", 48, 80)), (share("s", 30, 100), share("s", 28, 100)),
    (score("s", 20, 50, 30), score("s", 30, 50, 20)), (rate(60, 30), rate(40, 30)),
    (rate(50, 30), rate(40, 30)), (share("s", 0, 50), share("s", 9, 50)),
])
def test_p_is_below_five_percent_exactly_where_the_interval_leaves_out_no_difference(
    rows: tuple[Measure, Measure]
) -> None:
    row = one(*rows)
    nothing = 1.0 if row["kind"] == "rate" else 0.0
    assert (row["p"] < 0.05) == (not row["low"] <= nothing <= row["high"])
    back = one(rows[1], rows[0])
    assert back["p"] == pytest.approx(row["p"], rel=0.05, abs=1e-4)


def test_equal_sides_are_called_different_in_one_of_twenty() -> None:
    rng = np.random.default_rng(11)
    found = [one(share("s", a, 200), share("s", b, 150))["p"] < 0.05 for a, b in zip(
        rng.binomial(200, 0.2, 1500), rng.binomial(150, 0.2, 1500), strict=True)]
    assert 0.035 < np.mean(found) < 0.065


def test_q_is_corrected_over_all_measures_and_only_shared_ones_are_shown() -> None:
    a = [share("x", 56, 70), share("y", 35, 70), share("only a", 1, 70), share("few", 3, 10)]
    b = [share("y", 40, 80), share("x", 48, 80), share("few", 4, 100)]
    rows = compare(a, b)
    assert rows["measure"].tolist() == ["x", "y", "few"]
    few = rows.iloc[2]
    assert few["too_few"]
    assert few["size"] == "too few"
    assert math.isnan(few["p"])
    assert not few["finding"]
    assert few["value_a"] == pytest.approx(30), "the level is still shown"
    assert rows["q"].tolist()[:2] == pytest.approx(
        benjamini_hochberg(rows["p"].tolist()[:2]).tolist())


def test_nothing_on_a_side_is_no_crash() -> None:
    nothing = [share("s", 0, 0), score("n", 0, 0, 0), rate(0, 0), mean(np.array([])),
               wait(math.nan, math.nan, 0.0, math.inf, 0)]
    rows = compare(nothing, nothing)
    assert len(rows) == 5
    assert rows["p"].isna().all()
    assert not rows["finding"].any()
    assert compare([], []).empty
