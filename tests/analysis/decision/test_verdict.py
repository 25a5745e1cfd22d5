"""The ladder, rung by rung, and the classifier's error."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.decision.confusion import (
    corrected_split,
    rogan_gladen,
    rogan_gladen_interval,
)
from analysis.decision.decide import Decision, decide
from analysis.decision.distributions import Distribution
from analysis.decision.information import Survey
from analysis.decision.inputs import Input, default_inputs, stated, with_overrides
from analysis.decision.verdict import HEADLINES, verdict_from_dict
from analysis.planning import Costs
from analysis.records import rows_of
from tests.analysis.decision.cases import certain

DEAR = Survey(costs=Costs(fixed=1e12))


def decided(**changed: float) -> Decision:
    """The round case, all stated: nothing about it is weak."""
    inputs = {name: replace(one, source="stated") for name, one in certain(**changed).items()}
    return decide(inputs, n=20)


def test_each_rung_with_everything_known() -> None:
    assert decided().verdict.step == "fix traditional first"
    assert decided(unresolved_issues=0.0, customers=1_000_000).verdict.step == "invest"
    assert decided(unresolved_issues=0.0, margin_share=0.0).verdict.step == "wait"
    assert decided(unresolved_issues=0.0, margin_share=0.0, early_warning_share=0.2,
                   ).verdict.step == "listen"
    assert decided(customers=0.0).verdict.step == "measure first"
    for found in (decided(), decided(customers=0.0)):
        assert found.verdict.headline == HEADLINES[found.verdict.step]
        assert found.verdict.reasons
        assert not found.verdict.weak


def test_a_weak_base_yields_pilot_or_measure_first_alone() -> None:
    rng = np.random.default_rng(2)
    steps = set()
    for _ in range(12):
        inputs = with_overrides(default_inputs(), [
            stated("customers", float(rng.choice([1_000, 50_000, 5_000_000]))),
            stated("retention_gain", float(rng.uniform(0.005, 0.3)))])
        found = decide(inputs, n=2_000)
        assert found.verdict.weak
        steps.add(found.verdict.step)
    assert steps == {"pilot", "measure first"}


def test_an_assumption_that_flips_the_answer_makes_the_base_weak() -> None:
    known = {name: replace(one, source="stated") for name, one in certain().items()}
    doubt = Distribution("lognormal", 0.05, 0.015, 0.16)
    assumed = with_overrides(known, [Input("retention_gain", doubt, "assumed", "ours")])
    found = decide(assumed, n=5_000).verdict
    assert found.step == "measure first"
    assert found.learn == "retention_gain"
    assert found.option == "traditional"
    assert any("only assumed" in one for one in found.weak)
    assert any("only trying it" in one for one in found.reasons)
    # The same doubt, stated by who knows the company, is no weakness.
    stated_too = with_overrides(known, [Input("retention_gain", doubt, "stated")])
    assert decide(stated_too, n=5_000).verdict.step == "fix traditional first"


def test_measure_first_where_one_more_survey_is_worth_its_cost() -> None:
    known = {name: replace(one, source="stated") for name, one in certain(
        unresolved_issues=0.0, customers=1_000_000, early_warning_share=0.0).items()}
    wide = with_overrides(known, [Input(
        "social_service_share", Distribution("logit-normal", 0.008, 0.002, 0.03), "measured")])
    assert decide(wide, n=20_000).verdict.step == "measure first"
    dear = decide(wide, n=20_000, survey=DEAR)
    assert dear.best_survey.answers == 0
    assert dear.verdict.step != "measure first"


def test_whether_anything_within_reach_speaks_for_social_care() -> None:
    assert decided().verdict.against_social
    assert not decided(unresolved_issues=0.0, customers=1_000_000).verdict.against_social


def test_the_decision_goes_into_json() -> None:
    found = decide(default_inputs(), n=500)
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert verdict_from_dict(plain["verdict"]) == found.verdict
    assert len(plain["options"]) == 5
    assert plain["operating"] == "contact_centre"
    again = decide(default_inputs(), n=500)
    assert again.to_dict() == found.to_dict(), "the same seed gives the same answers"


def test_rogan_and_gladen() -> None:
    assert rogan_gladen(0.30, 0.8, 0.9) == pytest.approx(0.2857, abs=5e-5)
    assert rogan_gladen_interval(0.30, 1_000, 0.8, 100, 0.9, 200) == pytest.approx(
        (0.219, 0.353), abs=5e-4)
    assert rogan_gladen(0.05, 0.8, 0.9) == 0
    with pytest.raises(ValueError, match="chance"):
        rogan_gladen(0.3, 0.5, 0.5)
    with pytest.raises(ValueError, match="at least one"):
        rogan_gladen_interval(0.3, 0, 0.8, 100, 0.9, 200)


TRUE_SPLIT = np.array([0.5, 0.3, 0.2])
CONFUSION = np.array([[0.65, 0.15, 0.20], [0.05, 0.85, 0.10], [0.10, 0.15, 0.75]])
NAMES = ("service", "marketing", "other")


def sample(rng: np.random.Generator, counted: int, audited: int):  # type: ignore[no-untyped-def]
    said = rng.multinomial(counted, TRUE_SPLIT @ CONFUSION)
    cells = rng.multinomial(audited, (TRUE_SPLIT[:, None] * CONFUSION).ravel()).reshape(3, 3)
    audit = {(NAMES[i], NAMES[j]): int(cells[i, j]) for i in range(3) for j in range(3)}
    return dict(zip(NAMES, said.tolist(), strict=True)), audit


def test_a_known_confusion_is_undone_and_the_interval_covers() -> None:
    truth = 0.5 / 0.8
    biased = float((TRUE_SPLIT @ CONFUSION)[0] / (TRUE_SPLIT @ CONFUSION)[:2].sum())
    assert abs(biased - truth) > 0.02
    rng = np.random.default_rng(7)
    covered = covered_raw = 0
    for _ in range(150):
        counted, audit = sample(rng, 5_000, 400)
        found = corrected_split(counted, audit)
        assert found.corrected
        covered += found.low <= truth <= found.high
        covered_raw += found.counted_low <= truth <= found.counted_high
        assert found.high - found.low > found.counted_high - found.counted_low, "widened"
        assert found.low <= found.share <= found.high
        assert found.factor_low <= found.factor <= found.factor_high
    assert covered / 150 > 0.88
    assert covered_raw / 150 < 0.3
    # More checked conversations, a tighter interval.
    widths = []
    for audited in (200, 2_000, 20_000):
        found = corrected_split(*sample(np.random.default_rng(1), 50_000, audited))
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True)
    assert found.share == pytest.approx(truth, abs=0.02)
    assert found.factor == pytest.approx(0.5 / float((TRUE_SPLIT @ CONFUSION)[0]), abs=0.04)


def test_without_a_sample_the_split_stays_and_says_so() -> None:
    counted = {"service": 600, "marketing": 400, "other": 100}
    found = corrected_split(counted, None)
    assert (found.share, found.corrected) == (0.6, False)
    assert "no conversation was checked" in found.note
    few = corrected_split(counted, {("service", "service"): 20, ("marketing", "marketing"): 3})
    assert "fewer than 10" in few.note
    blind = {(true, said): 20 for true in NAMES for said in NAMES}
    assert "cannot tell" in corrected_split(counted, blind).note
    with pytest.raises(ValueError, match="no conversation"):
        corrected_split({"other": 5}, None)
    perfect = {(name, name): 5_000 for name in NAMES}
    exact = corrected_split(counted, perfect)
    assert exact.share == pytest.approx(0.6, abs=0.002)


def test_rows_are_those_that_pandas_gives() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, float("inf")], "c": ["x", "y"],
                          "d": [True, False]})
    assert rows_of(frame) == frame.to_dict("records")
    assert [type(one) for one in rows_of(frame)[0].values()] == [int, float, str, bool]
    assert rows_of(frame.head(0)) == []
