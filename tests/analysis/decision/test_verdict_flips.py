"""What would flip the verdict, held against whole decisions on either side of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from analysis.decision.decide import decide
from analysis.decision.distributions import Distribution
from analysis.decision.inputs import Input, default_inputs, with_overrides
from analysis.decision.said_flips import verdict_flip_answer, verdict_flip_rows
from analysis.decision.verdict_flips import Judge, moved, verdict_flips
from tests.analysis.decision.cases import certain

N = 5_000


def weak() -> dict[str, Input]:
    """The round case without issues on the phone, but for what an issue solved is worth."""
    known = {name: replace(one, source="stated")
             for name, one in certain(customers=150_000, unresolved_issues=0.0).items()}
    doubt = Distribution("lognormal", 0.05, 0.015, 0.16)
    return with_overrides(known, [Input("retention_gain", doubt, "assumed", "ours")])


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return verdict_flips(weak(), n=N)


def test_the_verdict_is_another_word_just_beyond_and_not_before(frame: pd.DataFrame) -> None:
    inputs = weak()
    now = decide(inputs, n=N).verdict
    assert Judge(inputs, n=N).verdict().step == now.step
    assert len(frame) >= 5
    for row in frame.head(3).to_dict("records"):
        given = inputs[row["input"]]
        before, beyond = (decide(with_overrides(inputs, [moved(given, part * row["moved"])]),
                                 n=N).verdict.step for part in (0.85, 1.15))
        assert (before, beyond) == (now.step, row["step"]), row["input"]
        assert row["step"] != now.step


def test_what_is_certain_flips_where_halving_finds_it() -> None:
    """All certain and stated: the verdict is the best option, so its flip is the break-even."""
    inputs = {name: replace(one, source="stated")
              for name, one in certain(unresolved_issues=0.0).items()}
    assert decide(inputs, n=20).verdict.step == "wait"
    frame = verdict_flips(inputs, n=20).set_index("input")
    low, high = 100_000.0, 5_000_000.0
    for _ in range(12):
        middle = (low + high) / 2
        stays = decide({**inputs, "customers": replace(
            inputs["customers"], distribution=Distribution("certain", middle))},
            n=20).verdict.step == "wait"
        low, high = (middle, high) if stays else (low, middle)
    assert frame.loc["customers", "flip"] == pytest.approx(low, rel=0.03)
    assert frame.loc["customers", "change"] == pytest.approx(low / 100_000 - 1, rel=0.05)


def test_what_moves_keeps_its_doubt_its_source_and_its_ends() -> None:
    inputs = default_inputs()
    doubled = moved(inputs["contacts_per_user"], 1.0)
    was, now = inputs["contacts_per_user"].distribution, doubled.distribution
    factor = math.exp(was.spread)
    assert now.interval(0.8) == pytest.approx([factor * one for one in was.interval(0.8)])
    assert (doubled.source, doubled.name) == ("assumed", "contacts_per_user")
    margin = moved(inputs["margin_share"], 3.0).distribution.interval(0.99)
    assert 0.15 <= margin[0] < margin[1] <= 0.55
    assert moved(inputs["retention_gain"], 3.0).distribution.interval(1 - 1e-9)[1] <= 1


def test_it_is_said_in_words_and_where_nothing_flips(frame: pd.DataFrame) -> None:
    rows = verdict_flip_rows(frame, "EUR")
    assert len(rows) == len(frame)
    said = verdict_flip_answer(frame, "EUR")
    for row in rows.head(3).to_dict("records"):
        assert row["from_to"] in said
    assert "stays the same" in verdict_flip_answer(frame.head(0), "EUR")
    nobody = certain(customers=0.0)
    assert verdict_flips(nobody, n=20).empty, "nothing to decide about, whatever else moves"
