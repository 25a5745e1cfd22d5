"""Decisions of the past against what happened: was it in the interval, and how often is it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decision.draws import draw
from analysis.decision.inputs import Inputs, fixed
from analysis.decision.model import simulate
from analysis.decision.options import CONTACT_CENTRE, OperatingModel
from analysis.decision.parts import grown_share
from analysis.intervals import wilson

_DRAWS, _LEVEL = 20_000, 0.95
_COLUMNS = ["what", "unit", "source", "predicted", "low", "high", "happened", "n", "off", "inside",
            "kind"]
# What the year's service contacts are made of.
_MADE_OF = ("customers", "social_service_share", "contacts_per_user")


def scored(then: Inputs, later: Inputs, *, option: str,
           operating: OperatingModel = CONTACT_CENTRE, years: float = 1.0) -> pd.DataFrame:
    """What was expected beside what happened, one row a figure.

    ``then``: the inputs of the decision; ``later``: those of the data ``years`` after, of which
    what was measured counts.  Columns: what, unit, source (of the expectation), predicted, low,
    high (95 %), happened, n, off (happened / predicted - 1), inside (whether it lies within;
    missing where the expectation was certain), kind ("measured", or "worked out": contacts of the
    year from their measured parts, and the option's net value over three years with all that was
    measured put in).  The share is expected to have grown by then.  Empty where nothing was
    measured.
    """
    measured = {name: one for name, one in later.items() if one.source == "measured"}
    draws = draw(then, n=_DRAWS)
    grown = grown_share(draws.values["social_service_share"], draws.values["share_growth"], years)
    rows = []
    for name, one in measured.items():
        given = then[name].distribution
        low, high = given.interval(_LEVEL)
        middle = given.estimate
        if name == "social_service_share":
            middle, low, high = _middle(grown)
        rows.append(_row(one.entry.label, one.entry.unit, then[name].source, middle, low, high,
                         one.distribution.estimate, one.n, "measured"))
    if set(_MADE_OF) <= set(measured):
        # What the labels say is compared with what they say later, so the correction stays out.
        expected = (draws.values["customers"] * grown * draws.values["contacts_per_user"])
        happened = float(np.prod([measured[name].distribution.estimate for name in _MADE_OF]))
        rows.append(_row("Service contacts of customers on social media", "contacts a year", "",
                         *_middle(expected), happened, None, "worked out"))
    if measured:
        net = simulate(draws.values, operating=operating).net[option]
        known = fixed(then, {name: one.distribution.estimate for name, one in measured.items()})
        again = simulate(draw(known, n=_DRAWS).values, operating=operating).net[option]
        rows.append(_row("Net value of what was chosen, three years", "money", "",
                         *_middle(np.atleast_1d(net), mean=True), float(np.mean(again)), None,
                         "worked out"))
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"inside": "boolean"})


@dataclass(frozen=True)
class Calibration:
    """How often what was measured lay in the interval: ``inside`` of ``n``; Wilson limits."""

    inside: int
    n: int
    low: float
    high: float


def calibration(scores: Iterable[pd.DataFrame]) -> Calibration | None:
    """Over all scored decisions; what was worked out or certain is left out.

    None where nothing was measured.  Figures of one decision, and of decisions a short while apart,
    lean on the same data, so the limits are rather too narrow.
    """
    told = [one.loc[one["kind"].eq("measured") & one["inside"].notna(), "inside"]
            for one in scores]
    n = sum(map(len, told))
    if not n:
        return None
    inside = int(sum(int(one.sum()) for one in told))
    limits = wilson(inside, n)
    return Calibration(inside, n, limits.low, limits.high)


def _row(what: str, unit: str, source: str, predicted: float, low: float, high: float,
         happened: float, n: float | None, kind: str) -> dict[str, object]:
    certain = low == high
    return {"what": what, "unit": unit, "source": source, "predicted": predicted, "low": low,
            "high": high, "happened": happened, "n": n,
            "off": happened / predicted - 1 if predicted else np.nan,
            "inside": None if certain else bool(low <= happened <= high), "kind": kind}


def _middle(values: np.ndarray, *, mean: bool = False) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [(1 - _LEVEL) / 2, 0.5, (1 + _LEVEL) / 2])
    return float(values.mean()) if mean else float(middle), float(low), float(high)
