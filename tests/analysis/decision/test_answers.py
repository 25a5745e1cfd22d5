"""Answers against closed forms; the error of drawing is stated and shrinks as it must."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.decision.answers import (
    break_even_share,
    break_even_table,
    break_even_three_years,
    compare_options,
    net_values,
    opportunity_cost,
    share_over_years,
)
from analysis.decision.decide import compare_operating_models, decide
from analysis.decision.distributions import Distribution
from analysis.decision.draws import Draws, draw
from analysis.decision.information import evpi
from analysis.decision.inputs import Input, default_inputs, with_overrides
from analysis.decision.model import Flows, simulate
from analysis.decision.normal import normal_cdf
from analysis.decision.options import NAMES
from analysis.decision.parts import grown_share
from tests.analysis.decision.cases import certain


def uncertain(*some: tuple[str, Distribution], **changed: float):  # type: ignore[no-untyped-def]
    """The round case with some inputs uncertain."""
    return with_overrides(certain(**changed),
                          [Input(name, one, "measured") for name, one in some])


def test_break_even_probability_against_the_formula() -> None:
    share = Distribution("logit-normal", 0.06, 0.045, 0.08)
    inputs = uncertain(("social_service_share", share))
    drawn = draw(inputs)
    flows = simulate(drawn.values)
    needed = float(break_even_share(flows))
    # P(share > needed) of a logit-normal share.
    z = (math.log(needed / (1 - needed)) - math.log(0.06 / 0.94)) / share.spread
    row = break_even_table(drawn, flows).set_index(["option", "when"]).loc[("full", "now")]
    assert row["break_even_share"] == pytest.approx(needed)
    assert abs(row["chance"] - float(normal_cdf(-z))) < 4 * row["chance_se"]
    assert row["chance_se"] < 0.0036


def test_a_normal_linear_model_against_the_formulas() -> None:
    """Net value of full care is linear in what an answer is worth to those who read along."""
    given = Distribution("normal", 1.2, -1.2, 3.6)
    inputs = uncertain(("onlooker_value", given), retention_gain=0.06, unresolved_issues=0)
    drawn = draw(inputs)
    flows = simulate(drawn.values)
    low, high = (float(simulate(draw(certain(
        onlooker_value=at, retention_gain=0.06, unresolved_issues=0)).values).net["full"])
        for at in (0.0, 1.0))
    mean, sd = low + (high - low) * 1.2, (high - low) * given.spread
    full = compare_options(flows).set_index("option").loc["full"]
    assert abs(full["net_value"] - mean) < 4 * full["standard_error"]
    assert full["standard_error"] == pytest.approx(sd / math.sqrt(drawn.n), rel=0.02)
    assert full["chance_positive"] == pytest.approx(float(normal_cdf(mean / sd)), abs=0.006)
    assert full["low"] == pytest.approx(mean - 1.959964 * sd, rel=0.03)
    # EVPI of full care or nothing: the unit normal loss.
    net = net_values(flows)[1][[NAMES.index("nothing"), NAMES.index("full")]]
    d = abs(mean) / sd
    loss = math.exp(-d * d / 2) / math.sqrt(2 * math.pi) - d * float(normal_cdf(-d))
    assert evpi(net) == pytest.approx(sd * loss, rel=0.03)


def test_the_error_of_drawing_shrinks_and_is_at_most_what_is_said() -> None:
    inputs = default_inputs()

    def means(n: int) -> tuple[float, float]:
        found = [compare_options(simulate(draw(inputs, n=n, seed=seed).values)).set_index(
            "option").loc["traditional"] for seed in range(60)]
        return (float(np.std([one["net_value"] for one in found])),
                float(np.mean([one["standard_error"] for one in found])))

    (small, said_small), (large, said_large) = means(200), means(3_200)
    assert small / large > 4 * 0.65  # 16 times as many draws
    assert said_small / said_large == pytest.approx(4, rel=0.15)
    # Stratified draws have about 0.6 of the error of independent ones, which is what is said.
    assert 0.3 < small / said_small < 0.9
    assert 0.3 < large / said_large < 0.9


def _halved(drawn: Draws, flows: Flows) -> np.ndarray:
    """Where full care's money over all years is nothing, by halving on log odds, plainly."""
    def money(odds: np.ndarray) -> np.ndarray:
        share = odds / (1 + odds)
        total = -flows.start_up["full"] * flows.discount[0]
        for at, discount in enumerate(flows.discount):
            cost = flows.contact.cost * (1 + flows.contact.training * (at == 0))
            grown = grown_share(share, drawn.values["share_growth"], at + 0.5)
            total = total + discount * (
                flows.per_share * grown * flows.answered["full"]
                * (flows.contact.worth * flows.effect[at] - cost)
                + flows.early - flows.fixed["full"])
        return np.asarray(total)

    middle = np.zeros(drawn.n)
    for at in range(30):
        middle += np.where(money(np.exp(middle)) < 0, 7 / 2**at, -7 / 2**at)
    never, always = money(np.full(drawn.n, 1e15)) < 0, money(np.zeros(drawn.n)) >= 0
    return np.where(never, np.inf, np.where(always, 0.0, 1 / (1 + np.exp(-middle))))


def test_three_years_of_break_even_find_the_root() -> None:
    drawn = draw(default_inputs(), n=300, seed=2)
    flows = simulate(drawn.values)
    needed = break_even_three_years(drawn, flows)
    inside = np.isfinite(needed) & (needed > 0)
    assert inside.any()
    assert (~inside).any()
    at_root = simulate({**drawn.values, "social_service_share": np.where(inside, needed, 0.1)})
    size = np.abs(at_root.spent["full"][1])
    assert (np.abs(at_root.net["full"]) < 1e-4 * size)[inside].all()
    never = simulate({**drawn.values, "social_service_share": np.asarray(1.0)}).net["full"]
    assert (never[np.isinf(needed)] < 0).all()
    # A polynomial whose sign is that of the money: the place is where the money itself changes.
    by_money = _halved(drawn, flows)
    assert (np.isinf(needed) == np.isinf(by_money)).all()
    assert needed[np.isfinite(needed)] == pytest.approx(by_money[np.isfinite(needed)], rel=1e-12)
    # Passing it is the same as paying, where a contact brings more than it costs.
    passes = drawn.values["social_service_share"] > needed
    assert (passes == (flows.net["full"] > 0))[inside].all()


def test_shares_over_the_years_and_opportunity_cost() -> None:
    drawn = draw(certain(share_growth=0.3), n=10)
    flows = simulate(drawn.values)
    years = share_over_years(flows)
    assert years["year"].tolist() == [0, 0.5, 1.5, 2.5]
    for at, share in zip(years["year"], years["share"], strict=True):
        assert share == pytest.approx(float(grown_share(np.asarray(0.06), np.asarray(0.3), at)))
    assert years["chance"].tolist() == [0, 1, 1, 1]  # it needs 6.6 %
    table = opportunity_cost(simulate(draw(certain()).values)).set_index("option")
    traditional = table.loc["traditional"]
    # Two contacts of 7.50 for each issue.
    assert traditional["each"] == pytest.approx(15)
    assert traditional["helped_per_1000"] == pytest.approx(1000 / 15)
    full = table.loc["full"]
    assert full["helped"] == pytest.approx(13_500 * 0.8 * 2.75)
    assert full["each"] > traditional["each"]
    nobody = opportunity_cost(simulate(draw(certain(customers=0.0)).values)).set_index("option")
    assert math.isnan(nobody.loc["full", "each"])


def test_regret_and_chances_add_up() -> None:
    flows = simulate(draw(default_inputs(), n=5_000).values)
    table = compare_options(flows)
    assert table["chance_best"].sum() == pytest.approx(1)
    assert (table["regret"] >= 0).all()
    best = table["net_value"].idxmax()
    assert table["regret"].idxmin() == best
    assert table.loc[best, "regret"] == pytest.approx(evpi(net_values(flows)[1]))
    assert ((table["low"] <= table["net_value"]) & (table["net_value"] <= table["high"])).all()


@pytest.mark.parametrize("changed", [
    {"customers": 0.0}, {"contacts_per_user": 0.0}, {"margin_share": -0.3}, {},
    {"social_service_share": 0.0}])
def test_certain_inputs_and_extremes_give_whole_answers(changed: dict[str, float]) -> None:
    found = decide(certain(**changed), n=50)
    table = found.options.set_index("option")
    assert np.isfinite(table[["net_value", "low", "high", "regret"]].to_numpy()).all()
    assert (table["low"] == table["high"]).all()
    assert found.evpi == 0
    assert found.best_survey.answers == 0
    assert found.verdict.step
    assert not found.break_even["break_even_share"].isna().any()
    if "customers" in changed or "contacts_per_user" in changed:
        assert table.loc["full", "net_value"] < 0
        full = found.break_even[found.break_even["option"] == "full"]
        assert (full["chance"] == 0).all()


def test_operating_models_on_the_same_draws() -> None:
    table = compare_operating_models(draw(default_inputs(), n=2_000)).set_index("operating")
    assert table.loc["contact_centre", "less"] == 0
    assert (table["less"] >= 0).all()
    assert table.loc["distributed", "net_value"] < table.loc["contact_centre", "net_value"]
    assert (table["why"].str.len() > 30).all()
