"""What knowing one input would make of the verdict."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.decision.answers import break_even_table, compare_options, net_values
from analysis.decision.distributions import Distribution
from analysis.decision.draws import DRAWS, Draws, draw
from analysis.decision.information import best_survey, survey_curve
from analysis.decision.inputs import Input, Inputs, with_overrides
from analysis.decision.model import Flows, simulate
from analysis.decision.options import CONTACT_CENTRE, OperatingModel
from analysis.decision.register import REGISTER, SHORT
from analysis.decision.said import figure_words
from analysis.decision.sensitivity import Expected, flips
from analysis.decision.verdict import Verdict, judge
from analysis.records import rows_of

_DRAWS, _MOST, _BEYOND = 5_000, 6, 0.03
_NOTHING_KNOWN = pd.DataFrame({"input": [], "evppi": []})


def verdicts_known(inputs: Inputs, *, operating: OperatingModel = CONTACT_CENTRE,
                   n: int = _DRAWS, most: int = _MOST) -> pd.DataFrame:
    """The verdict with one input certain: where it is now, and just beyond where it flips.

    Columns in words: input, known_at (its mean), then_verdict, or_at (3 % of the way further than
    its flip), then_verdict_beyond.  The likeliest flips first, at most ``most``.
    """
    # The flips are those of the decision, on all its draws.
    draws = draw(inputs, n=max(n, DRAWS))
    flows = simulate(draws.values, operating=operating)
    changes = flips(inputs, draws, Expected(draws, flows, operating=operating))
    rows = []
    for row in rows_of(changes[changes["flip"].notna()].head(most)):
        name, mean, flip = str(row["input"]), float(row["mean"]), float(row["flip"])
        beyond = min(max(flip + _BEYOND * (flip - mean), REGISTER[name].low), REGISTER[name].high)
        unit = str(row["unit"]).replace("money", "").strip()
        verdicts = [_judged(_known(inputs, name, value), operating, n) for value in (mean, beyond)]
        rows.append({"input": SHORT[name], "known_at": figure_words(mean, unit),
                     "then": verdicts[0].headline, "or_at": figure_words(beyond, unit),
                     "then_": verdicts[1].headline})
    return pd.DataFrame(rows, columns=["input", "known_at", "then", "or_at", "then_"]).rename(
        columns={"then": "then_verdict", "then_": "then_verdict_beyond"})


def _known(inputs: Inputs, name: str, value: float) -> dict[str, Input]:
    return with_overrides(inputs, [replace(
        inputs[name], distribution=Distribution("certain", value), source="stated")])


def _judged(inputs: Inputs, operating: OperatingModel, n: int) -> Verdict:
    """The verdict alone: only assumed inputs can make the evidence weak."""
    draws = draw(inputs, n=n)
    flows: Flows = simulate(draws.values, operating=operating)
    net = net_values(flows)[1]
    expected = Expected(draws, flows, operating=operating)
    assumed = {name: one for name, one in inputs.items() if one.is_only_assumed}
    return judge(inputs, compare_options(flows), break_even_table(draws, flows),
                 flips(assumed, draws, expected) if assumed else _no_flips(inputs, draws, expected),
                 _NOTHING_KNOWN, best_survey(survey_curve(draws, net)))


def _no_flips(inputs: Inputs, draws: Draws, expected: Expected) -> pd.DataFrame:
    one = next(iter(inputs))
    return flips({one: inputs[one]}, draws, expected).head(0)
