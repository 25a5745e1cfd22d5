"""The worth of knowing more against closed forms and an exact twin; sensitivity and flips."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.decision.answers import net_values
from analysis.decision.distributions import Distribution
from analysis.decision.draws import Draws, draw
from analysis.decision.information import (
    BestSurvey,
    Survey,
    best_survey,
    evpi,
    evppi,
    evppi_of,
    evppi_table,
    evsi_survey,
    hermite,
    survey_curve,
)
from analysis.decision.inputs import Input, default_inputs, with_overrides
from analysis.decision.model import simulate
from analysis.decision.normal import normal_cdf
from analysis.decision.options import NAMES
from analysis.decision.sensitivity import (
    Expected,
    _changes,
    _first_change,
    flips,
    quantile_of,
    tornado,
    two_way,
)
from analysis.planning import Costs
from tests.analysis.decision.cases import certain


def loss(d: float) -> float:
    """The unit normal loss."""
    return math.exp(-d * d / 2) / math.sqrt(2 * math.pi) - d * float(normal_cdf(-d))


def test_evpi_and_evppi_of_normals_against_the_formula() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.standard_normal((2, 200_000))
    net = np.stack([np.zeros(200_000), 1 + 1.2 * a + 1.6 * b])  # standard deviation 2
    assert evpi(net) == pytest.approx(2 * loss(0.5), rel=0.02)
    assert 2 * loss(0.5) == pytest.approx(0.396, abs=5e-4)
    # Knowing one of them leaves a normal of its own standard deviation.
    assert evppi(net, a) == pytest.approx(1.2 * loss(1 / 1.2), rel=0.06)
    assert evppi(net, b) == pytest.approx(1.6 * loss(1 / 1.6), rel=0.06)
    assert evppi(net, np.stack([a, b])) == pytest.approx(evpi(net[:, :40_000]), rel=0.01)
    assert evppi(net, rng.standard_normal(200_000)) < 0.001
    with pytest.raises(ValueError, match="no draws"):
        evpi(np.empty((2, 0)))


def test_hermite_rows_are_orthonormal() -> None:
    points = np.linspace(-10, 10, 20_001)
    mass = np.exp(-points**2 / 2)
    basis = hermite(points, 5)
    assert (basis * (mass / mass.sum())) @ basis.T == pytest.approx(np.eye(6), abs=1e-9)
    assert hermite(np.array([2.0]), 3)[:, 0] == pytest.approx(
        [1, 2, 3 / math.sqrt(2), 2 / math.sqrt(6)])


def one_share(share: Distribution, net_of: object, n: int = 100_000) -> tuple[Draws, np.ndarray]:
    """Draws of the share alone, and nothing against a net value that is linear in it."""
    inputs = with_overrides(certain(), [Input("social_service_share", share, "measured")])
    drawn = draw(inputs, n=n)
    value = net_of(drawn.values["social_service_share"])  # type: ignore[operator]
    return drawn, np.stack([np.zeros_like(value), value])


def test_a_survey_against_the_exact_beta_binomial() -> None:
    from scipy import stats

    a, b, price, needed = 12.0, 188.0, 1_000_000.0, 0.07
    sd = math.sqrt(a * b / (a + b) ** 2 / (a + b + 1))
    share = Distribution("beta", a / (a + b), a / (a + b) - 1.959964 * sd,
                         a / (a + b) + 1.959964 * sd)
    assert share.beta_parameters() == pytest.approx((a, b), rel=1e-4)
    drawn, net = one_share(share, lambda p: price * (p - needed))
    plain = Survey(costs=Costs(), response=1.0, deff=1.0, bias=0.0)
    # Few answers are far from normal: the fewer, the less the worth that is told.
    for n, within in ((50, 0.25), (200, 0.05), (1_000, 0.02)):
        hits = np.arange(n + 1)
        chance = stats.betabinom.pmf(hits, n, a, b)
        exact = float(chance @ np.maximum(price * ((a + hits) / (a + b + n) - needed), 0))
        exact -= max(price * (a / (a + b) - needed), 0)
        found = float(evsi_survey(drawn, net, np.array([n]), survey=plain)[0])
        assert found == pytest.approx(exact, rel=within), n
    # Very many answers are perfect information on the share.
    found = float(evsi_survey(drawn, net, np.array([10**9]), survey=plain)[0])
    assert found == pytest.approx(evppi(net, drawn.z["social_service_share"]), rel=0.03)
    assert found == pytest.approx(evpi(net), rel=0.05)


def test_more_answers_never_raise_the_expected_regret() -> None:
    share = Distribution("logit-normal", 0.06, 0.03, 0.11)
    drawn, net = one_share(share, lambda p: 1e6 * (p - 0.065))
    sizes = np.array([0, 1, 30, 100, 300, 1_000, 10_000, 100_000])
    worth = evsi_survey(drawn, net, sizes)
    regret = evpi(net) - worth
    assert worth[0] == 0
    assert (np.diff(regret) <= 1e-9).all()
    assert regret[-1] > -0.02 * evpi(net)
    # A bias that no number of answers removes leaves regret.
    assert worth[-1] < evsi_survey(drawn, net, sizes, survey=Survey(bias=0.0))[-1]
    # Learning for real: draw a truth, ask n of it, choose by the posterior, count the regret.
    rng = np.random.default_rng(5)
    odds, spread = math.log(0.06 / 0.94), share.spread
    truth = rng.normal(odds, spread, 40_000)
    found = []
    for n in (0, 100, 1_000, 10_000):
        error = math.inf if n == 0 else math.sqrt(1 / (n * 0.06 * 0.94))
        seen = truth + (0 if n == 0 else rng.normal(0, error, truth.size))
        pull = 0.0 if n == 0 else spread**2 / (spread**2 + error**2)
        middle, rest = odds + pull * (seen - odds), spread * math.sqrt(1 - pull)
        points = np.linspace(-4, 4, 81)
        mass = np.exp(-points**2 / 2)
        mass /= mass.sum()
        expected = (1 / (1 + np.exp(-middle[:, None] - rest * points))) @ mass
        gain = 1e6 * (1 / (1 + np.exp(-truth)) - 0.065)
        found.append(float((np.maximum(gain, 0) - gain * (expected > 0.065)).mean()))
    assert all(later < earlier for earlier, later in pairwise(found))


def test_the_best_survey_or_none() -> None:
    share = Distribution("logit-normal", 0.06, 0.03, 0.11)
    drawn, net = one_share(share, lambda p: 2e6 * (p - 0.065))
    curve = survey_curve(drawn, net)
    best = best_survey(curve)
    assert best.answers in curve["answers"].tolist()
    assert best.enbs == pytest.approx(curve["enbs"].max())
    assert best.enbs == pytest.approx(best.evsi - best.cost)
    assert (curve["enbs"] == curve["evsi"] - curve["cost"]).all()
    # Too little at stake: stop asking.
    assert best_survey(survey_curve(drawn, net / 1e4)) == BestSurvey(0, 0.0, 0.0, 0.0)
    # Nothing to learn where the share is known, nobody to ask where there are no customers.
    known = draw(certain(), n=100)
    flows = simulate(known.values)
    assert (evsi_survey(known, net_values(flows)[1], np.array([100])) == 0).all()
    empty = draw(certain(customers=0.0), n=100)
    assert survey_curve(empty, net_values(simulate(empty.values))[1]).empty
    survey = Survey()
    assert survey.cost(0) == 0
    assert survey.cost(100) == pytest.approx(2_000 + 400 + 0.05 * 2_000)


def test_evppi_of_the_model_lies_between_nothing_and_all() -> None:
    inputs = default_inputs()
    drawn = draw(inputs, n=20_000)
    net = net_values(simulate(drawn.values))[1]
    table = evppi_table(inputs, drawn, net)
    assert table["evppi"].between(0, evpi(net) * 1.02).all()
    assert table["evppi"].is_monotonic_decreasing
    assert set(table["input"]) == set(drawn.z)
    # All inputs at once, by powers, are as each by its own polynomials.
    for name, worth in zip(table["input"], table["evppi"], strict=True):
        assert worth == pytest.approx(evppi(net, drawn.z[name]), rel=1e-9, abs=1e-6), name
    together = evppi_of(drawn.z, drawn, net)
    assert table["evppi"].max() < together <= evpi(net)
    assert evppi_of(["discount_rate"], drawn, net) == 0


def test_tornado_against_running_the_model_again() -> None:
    inputs = default_inputs()
    drawn = draw(inputs, n=40_000)
    flows = simulate(drawn.values)
    table = tornado(inputs, Expected(drawn, flows)).set_index("input")
    assert table["swing"].is_monotonic_decreasing
    for name in ("retention_gain", "contacts_per_user"):
        high = inputs[name].distribution.interval(0.8)[1]
        right = simulate({**drawn.values, name: np.asarray(high)}, rule=flows.rule).net["full"]
        assert table.loc[name, "net_at_high"] == pytest.approx(
            float(right.mean()), abs=0.03 * float(flows.net["full"].std()))
    assert table.loc["retention_gain", "net_at_high"] > table.loc["retention_gain", "net_at_low"]
    assert table.loc["tools_per_month", "net_at_high"] < table.loc["tools_per_month", "net_at_low"]
    assert "discount_rate" not in table.index, "it is certain"
    with pytest.raises(ValueError, match="no option"):
        tornado(inputs, Expected(drawn, flows), option="gamble")


def test_a_flip_is_where_the_best_option_changes() -> None:
    inputs = default_inputs()
    drawn = draw(inputs, n=20_000)
    flows = simulate(drawn.values)
    expected = Expected(drawn, flows)
    table = flips(inputs, drawn, expected)
    best = NAMES[int(expected.anchor.argmax())]
    found = table[table["flip"].notna()]
    assert len(found) >= 3
    assert len(table) == len(inputs)
    for row in found.to_dict("records"):
        step = abs(row["flip"] - row["mean"]) * 0.02
        side = 1 if row["flip"] > row["mean"] else -1
        before, after = (NAMES[int(expected.at(**{row["input"]: np.array([
            row["flip"] + way * side * step])})[0].argmax())] for way in (-1, 1))
        assert (before, after) == (best, row["option"]), row["input"]
        assert row["change"] == pytest.approx(row["flip"] / row["mean"] - 1)
        if math.isfinite(row["chance"]):
            draws = drawn.values[row["input"]]
            beyond = (draws > row["flip"]) if side > 0 else (draws < row["flip"])
            assert row["chance"] == pytest.approx(float(beyond.mean()), abs=0.02)
            given = inputs[row["input"]]
            low, high = quantile_of(given, 0.1), quantile_of(given, 0.9)
            assert row["within_80"] == (low <= row["flip"] <= high)
    likely = found["chance"].dropna()
    assert likely.is_monotonic_decreasing


@pytest.mark.parametrize("step", [1, 3, 5, 40])
def test_the_first_change_of_a_grid_is_the_same_looked_for_bit_by_bit(step: int) -> None:
    """Also where it lies between two bits, at the first value, and where there is none."""
    inputs = default_inputs()
    drawn = draw(inputs, n=2_000)
    expected = Expected(drawn, simulate(drawn.values))
    best = int(expected.anchor.argmax())
    changed = 0
    for name, given in inputs.items():
        if given.distribution.is_certain:
            continue
        for ends in ((-4, 4), (4, -4), (0, 4), (0, -4), (0, 0.1)):
            grid = given.distribution.at(np.linspace(*ends, 12))
            whole = _changes(name, [grid], expected, best)[0]
            found = _first_change(name, grid, expected, best, step=step)
            assert (whole is None) == (found is None), name
            if whole is not None and found is not None:
                changed += 1
                assert found == (pytest.approx(whole[0], abs=1e-9), whole[1])
    assert changed > 5


def test_flips_of_certain_inputs_and_none_at_all() -> None:
    drawn = draw(certain(), n=1)
    flows = simulate(drawn.values)
    expected = Expected(drawn, flows)
    table = flips(certain(), drawn, expected).set_index("input")
    # 65,000 a year on phone and e-mail is the best of the round case; without a gain from solving
    # issues it is not: 15.00 - 0.2 x 7.50 = 13.50 of 400 of margin over two years.
    assert NAMES[int(expected.anchor.argmax())] == "traditional"
    assert table.loc["retention_gain", "flip"] == pytest.approx(13.5 / 400, rel=1e-3)
    assert table.loc["retention_gain", "option"] == "nothing"
    assert math.isnan(table.loc["traditional_contacts", "flip"]), "50 times as many change nothing"
    nobody = draw(certain(customers=0.0, unresolved_issues=0.0), n=1)
    none = flips(certain(customers=0.0, unresolved_issues=0.0), nobody,
                 Expected(nobody, simulate(nobody.values)))
    assert isinstance(none, pd.DataFrame)


def test_two_inputs_at_a_time() -> None:
    inputs = default_inputs()
    drawn = draw(inputs, n=5_000)
    expected = Expected(drawn, simulate(drawn.values))
    grid = two_way(inputs, expected, "social_service_share", "retention_gain", points=9)
    assert len(grid) == 81
    assert (grid["lead"] >= 0).all()
    corner = grid.iloc[0]
    assert corner["option"] == "nothing", "few users and no gain: nothing pays"
    for first, second in (("margin_share", "margin_share"), ("discount_rate", "margin_share")):
        with pytest.raises(ValueError, match=r"different|interval"):
            two_way(inputs, expected, first, second)
