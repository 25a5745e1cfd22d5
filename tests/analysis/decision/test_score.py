"""Decisions held against what happened, scenarios side by side, and what knowing would do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.decision.decide import decide, two_inputs
from analysis.decision.distributions import Distribution
from analysis.decision.draws import draw
from analysis.decision.inputs import Input, Inputs, default_inputs, with_overrides
from analysis.decision.options import MARKETING
from analysis.decision.parts import grown_share
from analysis.decision.said import range_words, share_words, thousands
from analysis.decision.scenarios import side_by_side, side_by_side_words
from analysis.decision.score import calibration, scored
from analysis.decision.what_if import verdicts_known
from tests.analysis.decision.cases import certain


def measured(**values: float) -> Inputs:
    return with_overrides(default_inputs(), [
        Input(name, Distribution("certain", value), "measured", "", 100)
        for name, value in values.items()])


def test_inside_and_outside_by_hand() -> None:
    then = with_overrides(default_inputs(), [
        Input("contacts_per_user", Distribution("lognormal", 2, 1, 4), "measured"),
        Input("social_handle_seconds", Distribution("normal", 300, 250, 350, floor=0), "stated"),
        Input("customers", Distribution("certain", 1_000), "measured")])
    found = scored(then, measured(contacts_per_user=3.9, social_handle_seconds=360,
                                  tools_per_month=1_000, customers=1_100),
                   option="full").set_index("what")
    contacts = found.loc["Service contacts per social user and year"]
    assert (contacts["predicted"], contacts["low"], contacts["high"]) == pytest.approx((2, 1, 4))
    assert contacts["inside"]
    assert contacts["off"] == pytest.approx(0.95)
    assert not found.loc["Work on a social contact", "inside"]
    assert not found.loc["Tools of full social care", "inside"], "3,000 (1,200 to 7,500)"
    assert pd.isna(found.loc["Customers", "inside"]), "what was certain can only be off"
    assert found.loc["Customers", "off"] == pytest.approx(0.1)
    assert "Service contacts of customers on social media" not in found.index, "no share measured"
    told = calibration([found.reset_index()])
    assert told is not None
    assert (told.inside, told.n) == (1, 3)
    assert told.low < 0.5 < told.high


def test_the_share_is_expected_to_have_grown() -> None:
    then = certain(social_service_share=0.05, share_growth=0.3)
    found = scored(then, measured(social_service_share=0.0663, customers=100_000,
                                  contacts_per_user=2.5), option="full").set_index("what")
    assert found.loc["Customers who use social media for service", "predicted"] == pytest.approx(
        0.0663, abs=5e-5)
    row = found.loc["Service contacts of customers on social media"]
    assert row["predicted"] == pytest.approx(row["happened"], rel=1e-3)
    assert row["kind"] == "worked out"


def test_what_the_choice_is_worth_with_what_was_measured_put_in() -> None:
    then = certain(unresolved_issues=0.0)
    better = scored(then, measured(contacts_per_user=5.0), option="full").set_index("what")
    row = better.loc["Net value of what was chosen, three years"]
    assert row["happened"] == pytest.approx(
        decide(certain(unresolved_issues=0.0, contacts_per_user=5.0), n=20).options.set_index(
            "option").loc["full", "net_value"])
    assert row["happened"] > row["predicted"]
    assert scored(then, default_inputs(), option="full").empty, "nothing was measured"
    assert calibration([scored(then, default_inputs(), option="full")]) is None


def test_where_the_intervals_are_right_95_of_100_lie_inside() -> None:
    then = default_inputs()
    draws = draw(then, n=150, seed=99)
    names = [name for name in draws.z if name != "social_service_share"]
    grown = grown_share(draws.values["social_service_share"], draws.values["share_growth"], 1.0)
    scores = []
    for at in range(draws.n):
        later = with_overrides(then, [
            *(replace(then[name], source="measured",
                      distribution=Distribution("certain", float(draws.values[name][at])))
              for name in names),
            Input("social_service_share", Distribution("certain", float(grown[at])), "measured")])
        scores.append(scored(then, later, option="nothing"))
        if at == 14:
            break
    told = calibration(scores)
    assert told is not None
    assert told.n > 300
    assert told.low < 0.95 < told.high
    assert 0.9 < told.inside / told.n < 0.99


def test_scenarios_are_the_decisions_they_name() -> None:
    usual = decide(default_inputs(), n=500)
    other = decide(default_inputs(), n=500, operating=MARKETING)
    frame = side_by_side({"As known": usual, "By marketing": other})
    assert list(frame["scenario"]) == ["As known", "By marketing"]
    for found, row in zip((usual, other), frame.to_dict("records"), strict=True):
        full = found.options.set_index("option").loc["full"]
        assert row["full_net_value"] == full["net_value"]
        assert (row["full_low"], row["full_high"]) == (full["low"], full["high"])
        assert row["verdict"] == found.verdict.headline
    words = side_by_side_words(frame, "EUR")
    assert list(words["who_answers"]) == ["Contact centre first", "Marketing answers"]
    assert words["full_care"].str.startswith("EUR").all()


def test_knowing_an_assumption_can_change_the_verdict() -> None:
    known = {name: replace(one, source="stated") for name, one in certain().items()}
    doubt = Distribution("lognormal", 0.05, 0.015, 0.16)
    weak = with_overrides(known, [Input("retention_gain", doubt, "assumed", "ours")])
    assert decide(weak, n=3_000).verdict.step == "measure first"
    frame = verdicts_known(weak, n=3_000)
    row = frame[frame["input"] == "Customers kept per issue"].iloc[0]
    assert row["then_verdict"] == "Fix phone and e-mail first"
    assert row["then_verdict_beyond"] != row["then_verdict"]
    assert len(frame) <= 6


def test_two_inputs_of_the_readers_choice_are_those_of_the_decision() -> None:
    found = decide(default_inputs(), n=2_000)
    again = two_inputs(default_inputs(), first="social_service_share", second=found.second, n=2_000)
    share, second = (found.inputs[one].distribution.estimate
                     for one in ("social_service_share", found.second))
    scale = [(again[name] - middle).abs() / again[name].std()
             for name, middle in (("first", share), ("second", second))]
    near = again.loc[sum(scale).idxmin()]
    best = found.options.set_index("option")["net_value"].idxmax()
    assert near["option"] == best, "in the middle it is what the decision says"
    other = two_inputs(default_inputs(), first="margin_share", second="years_kept", n=500)
    assert len(other) == 441
    assert np.isfinite(other["lead"]).all()
    with pytest.raises(ValueError, match="different"):
        two_inputs(default_inputs(), first="margin_share", second="margin_share", n=100)


@pytest.mark.parametrize(("low", "high", "unit", "words"), [
    (18.1, 34.6, "paid hours a week", "18.1 to 34.6 paid hours a week"),
    (0.047, 0.062, "share of customers", "4.7 to 6.2 %"), (0.57, 1.24, "ratio", "0.57 to 1.24"),
    (-0.2, 0.3, "log odds a year", "−18 to +35 % a year")])
def test_a_range_says_its_unit_once(low: float, high: float, unit: str, words: str) -> None:
    assert range_words(low, high, unit) == words


def test_money_and_shares_in_few_digits() -> None:
    assert thousands(-94_400, "EUR") == "EUR −94k"
    assert thousands(145_785_000, "EUR") == "EUR 145.8M"
    assert [share_words(one) for one in (0.0, 0.0003, 0.066, 1.2, np.inf)] == [
        "0.0 %", "under 0.1 %", "6.6 %", "over 100 %", "never"]
