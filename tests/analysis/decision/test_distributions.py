"""Distributions against scipy, against what they promise, and their bounds."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.distributions import Distribution
from analysis.decision.draws import draw, means
from analysis.decision.inputs import (
    Input,
    default_inputs,
    fixed,
    from_json,
    stated,
    to_json,
    with_overrides,
)
from analysis.decision.normal import inverse_normal, normal_cdf
from analysis.decision.register import CORRELATIONS, REGISTER
from tests.analysis.decision.cases import certain

SHARES = np.array([0.001, 0.025, 0.1, 0.5, 0.9, 0.975, 0.999])


def test_the_normal_and_its_inverse() -> None:
    from scipy import stats

    p = np.array([1e-300, 1e-12, 0.001, 0.02, 0.3, 0.5, 0.9, 0.975, 1 - 1e-9])
    assert inverse_normal(p) == pytest.approx(stats.norm.ppf(p), rel=1e-13)
    z = np.linspace(-37, 9, 2_001)
    assert normal_cdf(z) == pytest.approx(stats.norm.cdf(z), rel=1e-7, abs=1e-15)
    assert float(inverse_normal(0.975)) == pytest.approx(1.959964, abs=1e-6)
    assert float(normal_cdf(-3.090232)) == pytest.approx(0.001, abs=1e-8)
    assert inverse_normal([0.0, 1.0]).tolist() == [-math.inf, math.inf]
    with pytest.raises(ValueError, match="between 0 and 1"):
        inverse_normal(1.1)


@pytest.mark.parametrize("given_", [
    Distribution("pert", 10, 0, 30), Distribution("pert", 0, 0, 3),
    Distribution("beta", 0.05, 0.03, 0.08), Distribution("beta", 0.05, 0.001, 0.4),
    Distribution("normal", 1, -1, 3, floor=0), Distribution("normal", 1, -1, 3, ceiling=2),
    Distribution("triangular", 1, 0, 5), Distribution("triangular", 5, 0, 5),
], ids=str)
def test_tables_are_the_published_distributions(given_: Distribution) -> None:
    from scipy import stats

    if given_.kind in ("pert", "beta"):
        a, b = given_.beta_parameters()
        width = given_.high - given_.low if given_.kind == "pert" else 1.0
        right = stats.beta.ppf(SHARES, a, b) * width
    elif given_.kind == "normal":
        right = stats.truncnorm.ppf(SHARES, given_.floor - 1, given_.ceiling - 1, 1, 1) \
            if given_.spread == pytest.approx(1) else stats.truncnorm.ppf(
                SHARES, (given_.floor - 1) / given_.spread, (given_.ceiling - 1) / given_.spread,
                1, given_.spread)
    else:
        right = stats.triang.ppf(SHARES, given_.estimate / 5, 0, 5)
    found = given_.at(inverse_normal(SHARES))
    assert found == pytest.approx(right, rel=2e-3, abs=1e-4 * (given_.high - given_.low))


def test_worked_numbers() -> None:
    assert float(Distribution("lognormal", 10, 5, 20).at(1.959964)) == pytest.approx(20, rel=1e-6)
    assert float(Distribution("pert", 10, 0, 20).at(0)) == pytest.approx(10)
    share = Distribution("logit-normal", 0.05, 0.03, 0.08)
    assert share.interval(0.95)[0] < 0.05 < share.interval(0.95)[1]
    assert Distribution("normal", 5, 1, 9).interval(0.95) == pytest.approx((1, 9))


@given(st.sampled_from(["normal", "lognormal", "logit-normal", "triangular", "pert"]),
       st.floats(0.01, 0.5), st.floats(0.001, 0.4))
def test_each_rises_with_z_and_finds_its_way_back(kind: str, middle: float, half: float) -> None:
    low, high = max(middle - half, middle / 2), middle + half
    given_ = Distribution(kind, middle, low, high)  # type: ignore[arg-type]
    values = given_.at(np.linspace(-5, 5, 201))
    assert (np.diff(values) >= 0).all()
    for z in (-2.0, 0.3, 1.5):
        assert given_.place(float(given_.at(z))) == pytest.approx(z, abs=0.02)


@pytest.mark.parametrize(("kind", "numbers"), [
    ("lognormal", (1, 0, 2)), ("logit-normal", (0.5, 0.2, 1.0)), ("pert", (3, 0, 2)),
    ("normal", (math.nan, 0, 1)), ("beta", (0.02, 0.001, 0.9)), ("triangular", (1, 1, 1)),
    ("cauchy", (1, 0, 2)), ("normal", (1, 0, math.inf)),
])
def test_what_cannot_be_is_refused(kind: str, numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"must|wider|no kind"):
        Distribution(kind, *numbers)  # type: ignore[arg-type]


def test_draws_have_their_medians_and_correlations() -> None:
    from scipy import stats

    inputs = default_inputs()
    drawn = draw(inputs, n=40_000, seed=3)
    for name, one in inputs.items():
        given_ = one.distribution
        if given_.is_certain:
            assert drawn.values[name].ndim == 0
            continue
        assert float(np.median(drawn.values[name])) == pytest.approx(
            float(given_.at(0)), rel=0.05, abs=0.01)
        assert drawn.values[name].min() >= REGISTER[name].low
        assert drawn.values[name].max() <= REGISTER[name].high
    for (a, b), wanted in CORRELATIONS.items():
        found = stats.spearmanr(drawn.values[a], drawn.values[b]).statistic
        assert found == pytest.approx(wanted, abs=0.02)
    free = stats.spearmanr(drawn.values["margin_share"], drawn.values["ramp_up_months"])
    assert abs(free.statistic) < 0.02


def test_seeded_and_each_input_has_its_own_stream() -> None:
    inputs = default_inputs()
    first, again, other = (draw(inputs, n=500, seed=seed) for seed in (1, 1, 2))
    assert (first.values["margin_share"] == again.values["margin_share"]).all()
    assert (first.values["margin_share"] != other.values["margin_share"]).any()
    # Holding one input leaves the draws of the others as they are.
    held = draw(fixed(inputs, {"years_kept": 2.0}), n=500, seed=1)
    assert (held.values["margin_share"] == first.values["margin_share"]).all()
    assert means(held)["years_kept"] == 2.0
    assert draw(certain(), n=10).z == {}


def test_impossible_correlations_are_refused() -> None:
    with pytest.raises(ValueError, match="together"):
        draw(default_inputs(), n=10, correlations={
            ("margin_share", "years_kept"): 0.9, ("years_kept", "training_hours"): 0.9,
            ("margin_share", "training_hours"): -0.9})
    with pytest.raises(ValueError, match="between -1 and 1"):
        draw(default_inputs(), n=10, correlations={("margin_share", "years_kept"): 1.5})
    with pytest.raises(ValueError, match="at least one draw"):
        draw(default_inputs(), n=0)


def test_inputs_go_through_json_and_back() -> None:
    inputs = with_overrides(default_inputs(), [
        stated("retention_gain", 0.05, 0.02, 0.1), stated("customers", 40_000),
        Input("onlooker_value", Distribution("normal", 1, -1, 3, floor=-0.5), "measured", "x", 12)])
    assert from_json(to_json(inputs)) == inputs
    assert json.loads(to_json(inputs))[0]["name"] == "customers"
    with pytest.raises(ValueError, match="no input"):
        from_json(json.dumps([{**inputs["customers"].to_dict(), "name": "luck"}]))


def test_what_a_reader_states() -> None:
    assert stated("social_service_share", 0.05, 0.03, 0.08).distribution.kind == "logit-normal"
    assert stated("customers", 500, 400, 600).distribution.kind == "lognormal"
    # A lognormal quantity cannot reach nothing: then the limits are the very least and most.
    assert stated("contacts_per_user", 1, 0, 3).distribution == Distribution("pert", 1, 0, 3)
    assert stated("social_service_share", 0.0).distribution.is_certain
    for name, numbers in (("social_service_share", (1.2,)), ("customers", (-5,)),
                          ("deflected_share", (0.5, 0.4, 1.4)), ("luck", (1,))):
        with pytest.raises(ValueError, match=r"between|no input"):
            stated(name, *numbers)


def test_every_default_says_where_it_comes_from() -> None:
    for name, one in default_inputs().items():
        assert one.source in ("assumed", "published"), name
        assert "assumption of ours" in one.note or "derived from IBM" in one.note, name
        assert one.entry.unit, name
        assert one.entry.label[0].isupper(), name
    low, high = default_inputs()["social_service_share"].distribution.interval(0.95)
    # Wider than the 7.0 to 10.4 % that sampling alone would give.
    assert low < 0.070
    assert high > 0.104
