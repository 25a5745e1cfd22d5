"""The model against a plain twin, by hand, and where it must be monotone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.answers import (
    break_even_share,
    compare_options,
    net_values,
    payback_years,
)
from analysis.decision.confusion import rogan_gladen
from analysis.decision.draws import draw
from analysis.decision.inputs import default_inputs, fixed
from analysis.decision.model import PilotRule, chance_to_go_on, pilot_rule, simulate
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS, OperatingModel
from analysis.decision.parts import contact_money, grown_share, ramped
from tests.analysis.decision.cases import certain, twin


def flows_of(**changed: float):  # type: ignore[no-untyped-def]
    return simulate(draw(certain(**changed), n=1).values)


def test_one_contact_by_hand() -> None:
    contact = contact_money(draw(certain(), n=1).values)
    # 450 s at 36 an hour, of which 60 % is spent on contacts: 4.50 / 0.6.
    assert float(contact.alternative) == pytest.approx(7.5)
    # 300 s: 3.00 / 0.6 = 5.00, and 20 % on top for people who are no customers.
    assert float(contact.cost) == pytest.approx(6.0)
    assert float(contact.kept) == pytest.approx(0.05 * 500 * 0.4 * 2)
    # 0.8 x (0.4 x 7.50 + 0.6 x 20) + 0.50
    assert float(contact.worth) == pytest.approx(12.5)
    assert float(contact.net) == pytest.approx(6.5)
    assert float(contact.training) == pytest.approx(34 / 1_700)


def test_a_usual_year_and_its_break_even_share_by_hand() -> None:
    flows = flows_of()
    # 100,000 x 6 % x 2.5 = 15,000 contacts, 90 % of them answered.
    assert float(flows.contacts[1]) == pytest.approx(15_000)
    # 12 x 4,000 + 52 x 25 x 36
    assert float(flows.fixed["full"]) == pytest.approx(94_800)
    assert float(flows.start_up["full"]) == pytest.approx(6 * 34 * 36)
    assert float(flows.early) == pytest.approx(100 * 7.5)
    assert float(flows.cash["full"][1]) == pytest.approx(13_500 * 6.5 + 750 - 94_800)
    # The first year: three quarters of the worth, 2 % more cost, and the start.
    assert float(flows.cash["full"][0]) == pytest.approx(
        13_500 * (12.5 * 0.75 - 6 * 1.02) + 750 - 94_800 - 7_344)
    # (94,800 + 7,344 / 3 - 750) / (250,000 x 0.9 x (12.5 - 6 x (1 + 0.02 / 3)))
    assert float(break_even_share(flows, "full")) == pytest.approx(
        96_498 / (250_000 * 0.9 * 6.46))
    assert float(break_even_share(flows, "full")) == pytest.approx(0.06639, abs=1e-5)
    # Phone and e-mail: an issue takes 15.00 and brings 20 + 0.2 x 7.50.
    assert float(flows.helped["traditional"][1]) == pytest.approx(10_000)
    assert float(flows.cash["traditional"][1]) == pytest.approx(65_000)


@pytest.mark.parametrize("operating", OPERATING_MODELS, ids=lambda one: one.name)
def test_every_draw_is_what_the_plain_twin_gives(operating: OperatingModel) -> None:
    drawn = draw(default_inputs(), n=25, seed=5)
    flows = simulate(drawn.values, operating=operating)
    for at in range(drawn.n):
        case = {name: float(value[at]) if value.ndim else float(value)
                for name, value in drawn.values.items()}
        for name, right in twin(case, operating).items():
            assert float(flows.net[name][at]) == pytest.approx(right, rel=1e-6, abs=0.05), name


def test_growth_and_ramp_up() -> None:
    share, growth = np.asarray(0.05), np.asarray(0.3)
    assert float(grown_share(share, growth, 1)) == pytest.approx(0.0663, abs=5e-5)
    assert float(grown_share(share, growth, 3)) == pytest.approx(0.1146, abs=5e-5)
    assert float(grown_share(np.asarray(0.0), growth, 3)) == 0
    assert float(grown_share(np.asarray(1.0), growth, 3)) == 1
    assert [float(ramped(np.asarray(6.0), year)) for year in (1, 2)] == [0.75, 1.0]
    assert [float(ramped(np.asarray(24.0), year)) for year in (1, 2, 3)] == [0.25, 0.75, 1.0]
    assert float(ramped(np.asarray(0.0), 1)) == 1.0


def test_a_pilot_goes_on_where_what_it_shows_is_worth_it() -> None:
    spread = np.array([-10.0, 30.0])  # mean 10, standard deviation 20
    rule = pilot_rule(spread, reliability=0.5)
    assert (rule.cutoff, rule.noise) == pytest.approx((-10, 20))
    assert float(chance_to_go_on(np.asarray(-10.0), rule)) == pytest.approx(0.5)
    assert chance_to_go_on(np.array([5.0, -5.0]), PilotRule(0, 0)).tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="reliability"):
        pilot_rule(spread, reliability=0)
    # Going on by the rule is never worse than always or never doing so.
    ahead = np.random.default_rng(1).normal(10, 50, 200_000)
    gain = float((chance_to_go_on(ahead, pilot_rule(ahead)) * ahead).mean())
    assert gain > max(float(ahead.mean()), 0)
    # A perfect pilot would gain the mean of what is above nothing.
    assert gain < float(np.maximum(ahead, 0).mean())


@given(st.floats(1.01, 30), st.integers(0, 10_000))
def test_more_customers_never_lower_the_value_of_full_care(times: float, seed: int) -> None:
    inputs = default_inputs()
    drawn = draw(inputs, n=60, seed=seed)
    before, after = (simulate({**drawn.values, "customers": np.asarray(customers)})
                     for customers in (10_000.0, 10_000.0 * times))
    # All else equal, and where a contact brings more than it costs over the years.
    contact = before.contact
    pays = sum(discount * share * (contact.worth * effect - contact.cost
                                   * (1 + (contact.training if at == 0 else 0)))
               for at, (discount, share, effect) in enumerate(zip(
                   before.discount, before.shares[1:], before.effect, strict=True))) >= 0
    rises = after.net["full"] >= before.net["full"] - 1e-6
    assert rises[pays].all()
    assert (after.net["full"] <= before.net["full"] + 1e-6)[~pays].all()


@pytest.mark.parametrize(("name", "more", "better"), [
    ("social_handle_seconds", 600, False), ("tools_per_month", 9_000, False),
    ("retention_gain", 0.1, True), ("solved_share", 0.95, True), ("share_growth", 0.4, True),
    ("ramp_up_months", 12, False), ("outsider_ratio", 1, False), ("onlooker_value", 2, True),
    ("productive_share", 0.8, True), ("training_hours", 80, False)])
def test_each_input_moves_full_care_the_way_it_must(name: str, more: float, better: bool) -> None:
    before, after = flows_of().net["full"], flows_of(**{name: more}).net["full"]
    assert (after > before) == better


def test_extremes_give_defined_answers() -> None:
    for changed in ({"customers": 0.0}, {"contacts_per_user": 0.0}, {"margin_share": -0.3},
                    {"social_service_share": 0.0}, {"social_service_share": 1.0},
                    {"traditional_handle_seconds": 0.0}, {"unresolved_issues": 0.0},
                    {"tools_per_month": 0.0, "standby_hours_per_week": 0.0, "training_hours": 0.0},
                    {"retention_gain": -0.5}):
        flows = flows_of(**changed)
        for name, net in flows.net.items():
            assert np.isfinite(net).all(), (changed, name)
        assert not np.isnan(break_even_share(flows, "full")).any(), changed
    assert float(break_even_share(flows_of(customers=0.0))) == np.inf
    assert float(break_even_share(flows_of(contacts_per_user=0.0))) == np.inf
    assert float(break_even_share(flows_of(margin_share=-0.3))) == np.inf
    free = flows_of(tools_per_month=0.0, standby_hours_per_week=0.0, training_hours=0.0)
    assert float(break_even_share(free)) == 0
    with pytest.raises(ValueError, match="year"):
        simulate(draw(certain(), n=1).values, years=0)


def test_payback_reads_within_the_year() -> None:
    flows = flows_of()

    def paid(*cash: float, start_up: float = 0.0) -> float:
        changed = replace(flows, cash={"full": [np.asarray(one) for one in cash]},
                          start_up={"full": np.asarray(start_up)})
        return float(payback_years(changed, "full")[0])

    assert paid(-100.0, 60.0, 80.0) == pytest.approx(2.5)
    assert paid(-100.0, 60.0, 30.0) == np.inf
    assert paid(10.0, 10.0, 10.0) == 0
    assert paid(10.0, -20.0, 30.0) == pytest.approx(2 + 10 / 30)
    assert paid(20.0, 10.0, 10.0, start_up=10.0) == pytest.approx(1 / 3), "it is out first"
    assert paid(-100.0, 60.0, 80.0, start_up=70.0) == pytest.approx(2.5)


def test_a_pilot_that_goes_on_spends_what_full_care_does_but_for_what_was_trained() -> None:
    """Its yearly money: worth of its contacts and early warning, less what it spends."""
    flows = flows_of(customers=1_000_000)
    assert float(flows.goes_on) == 1
    for at, name in enumerate(("pilot", "full", "full")):
        brings = flows.contacts[at] * flows.answered[name] * flows.contact.worth \
            * flows.effect[at] + flows.early
        assert float(brings - flows.spent["pilot"][at]) == pytest.approx(
            float(flows.cash["pilot"][at]))
    table = compare_options(flows).set_index("option")
    assert table.loc["pilot", "spent"] == pytest.approx(float(sum(flows.spent["pilot"])))


def test_spending_nothing_is_worth_nothing() -> None:
    drawn = draw(fixed(default_inputs(), {}), n=100)
    names, net = net_values(simulate(drawn.values, operating=CONTACT_CENTRE))
    assert names[0] == "nothing"
    assert (net[0] == 0).all()


def test_the_worked_numbers_of_the_guide_are_these() -> None:
    text = (Path(__file__).parents[3] / "docs" / "decision.md").read_text(encoding="utf-8")
    flows = flows_of()
    contact = flows.contact
    gain = contact.kept + 0.2 * contact.alternative
    for value in (contact.alternative, contact.cost, contact.kept, contact.worth, contact.net,
                  2 * contact.alternative, gain):
        assert f"**{float(value):.2f}**" in text
    for count in (flows.contacts[1], flows.fixed["full"]):
        assert f"**{float(count):,.0f}**" in text
    assert f"**{100 * float(break_even_share(flows)):.2f} %**" in text
    assert "96,498 ÷ (250,000 × 0.9 × 6.46)" in text
    assert f"**{100 * rogan_gladen(0.30, 0.8, 0.9):.1f} %**" in text
