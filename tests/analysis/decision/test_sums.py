"""Expected net values where inputs are held: the same as of the model worked out anew."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.decision.draws import draw
from analysis.decision.inputs import default_inputs, with_overrides
from analysis.decision.inputs import stated as told
from analysis.decision.model import simulate
from analysis.decision.options import NAMES, OPERATING_MODELS, OperatingModel
from analysis.decision.register import REGISTER
from analysis.decision.sums import Sums
from tests.analysis.decision.cases import certain

_DRAWN = draw(default_inputs(), n=400)


def _twin(values: dict[str, np.ndarray], rows: int, **asked: object) -> np.ndarray:
    """Means of the model's own net values."""
    flows = simulate(values, **asked)  # type: ignore[arg-type]
    n = max(one.shape[-1] if one.ndim else 1 for one in values.values())
    return np.stack([np.broadcast_to(flows.net[name], (rows, n)).mean(axis=1)
                     for name in NAMES], axis=1)


@pytest.mark.parametrize("operating", OPERATING_MODELS, ids=lambda one: one.name)
@pytest.mark.parametrize("years", [1, 2, 3, 5])
def test_what_is_left_out_would_be_as_it_was(operating: OperatingModel, years: int) -> None:
    """Each input in turn: a step that hangs on it and was not done again would be seen."""
    values = dict(_DRAWN.values)
    rule = simulate(values, operating=operating, years=years).rule
    sums = Sums(values, operating=operating, rule=rule, years=years)
    asked = {"operating": operating, "rule": rule, "years": years}
    assert sums.base == pytest.approx(_twin(values, 1, **asked)[0], rel=1e-11, abs=1e-6)
    for name, entry in REGISTER.items():
        middle = float(np.mean(values[name]))
        held = np.clip(np.array([0.5, 1.0, 1.3]) * (middle or 0.2), entry.low, entry.high)
        found = sums.held({name: held})
        assert found.shape == (3, len(NAMES))
        assert found == pytest.approx(
            _twin({**values, name: held[:, None]}, 3, **asked), rel=1e-11, abs=1e-6), name
    pair = {"social_service_share": np.array([0.05, 0.3]), "ramp_up_months": np.array([2.0, 20.0])}
    assert sums.held(pair) == pytest.approx(_twin(
        {**values, **{name: one[:, None] for name, one in pair.items()}}, 2, **asked),
        rel=1e-11, abs=1e-6)
    # What was held before leaves nothing behind.
    assert sums.held({}) == pytest.approx(sums.base[None], rel=1e-15)


def test_one_draw_of_certain_inputs_and_issues_that_are_free() -> None:
    for inputs in (certain(), certain(effort_per_issue=0.0), certain(customers=0.0),
                   with_overrides(certain(), [told("margin_share", 0.4, 0.3, 0.5)])):
        values = dict(draw(inputs, n=1).values)
        rule = simulate(values).rule
        sums = Sums(values, operating=OPERATING_MODELS[0], rule=rule, years=3)
        held = np.array([0.0, 1.0, 3.0])
        assert sums.held({"effort_per_issue": held}) == pytest.approx(
            _twin({**values, "effort_per_issue": held[:, None]}, 3, rule=rule), rel=1e-11, abs=1e-6)
