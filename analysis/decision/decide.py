"""From inputs to everything a page or a brief says, in one call."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.decision.answers import (
    break_even_share,
    break_even_table,
    compare_options,
    net_values,
    opportunity_cost,
    share_over_years,
)
from analysis.decision.draws import DRAWS, SEED, Draws, draw
from analysis.decision.information import (
    BestSurvey,
    Survey,
    best_survey,
    evpi,
    evppi_table,
    survey_curve,
)
from analysis.decision.inputs import Inputs, to_json
from analysis.decision.model import Flows, simulate
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS, OperatingModel
from analysis.decision.sensitivity import Expected, flips, tornado, two_way
from analysis.decision.verdict import Verdict, judge
from analysis.records import rows_of

_SHARE = "social_service_share"


@dataclass(frozen=True, eq=False)
class Decision:
    """All answers; frames are those of the functions of the same name, ``n`` the draws.

    ``second``: the input other than the share that it is worth most to know, "" where that or the
    share is certain.  What the answer hangs on is worked out apart: :func:`hang`.
    """

    inputs: Inputs
    operating: OperatingModel
    n: int
    options: pd.DataFrame
    break_even: pd.DataFrame
    share_over_years: pd.DataFrame
    opportunity: pd.DataFrame
    curves: pd.DataFrame
    second: str
    flips: pd.DataFrame
    evpi: float
    evppi: pd.DataFrame
    survey_curve: pd.DataFrame
    best_survey: BestSurvey
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: inputs, verdict and the figures a brief or a journal keeps."""
        return {
            "inputs": json.loads(to_json(self.inputs)), "operating": self.operating.name,
            "verdict": self.verdict.to_dict(), "draws": self.n,
            "options": _records(self.options), "break_even": _records(self.break_even),
            "opportunity": _records(self.opportunity), "flips": _records(self.flips),
            "evpi": self.evpi, "survey_answers": self.best_survey.answers,
            "survey_enbs": self.best_survey.enbs,
        }


def decide(inputs: Inputs, *, operating: OperatingModel = CONTACT_CENTRE, n: int = DRAWS,
           seed: int = SEED, survey: Survey | None = None, level: float = 0.95) -> Decision:
    """Draw, simulate and answer.  The same inputs and seed give the same answers.

    Raises ValueError for inputs that cannot be.
    """
    draws = draw(inputs, n=n, seed=seed)
    flows = simulate(draws.values, operating=operating)
    net = net_values(flows)[1]
    expected = Expected(draws, flows, operating=operating)
    options = compare_options(flows, level=level)
    break_even = break_even_table(draws, flows, level=level)
    changes = flips(inputs, draws, expected)
    known = evppi_table(inputs, draws, net)
    curve = survey_curve(draws, net, survey=survey)
    second = _second(known) if _SHARE in draws.z else ""
    best = best_survey(curve)
    return Decision(
        inputs=inputs, operating=operating, n=n, options=options, break_even=break_even,
        curves=share_curves(draws, flows), second=second,
        share_over_years=share_over_years(flows, level=level),
        opportunity=opportunity_cost(flows, level=level),
        flips=changes, evpi=evpi(net), evppi=known,
        survey_curve=curve, best_survey=best,
        verdict=judge(inputs, options, break_even, changes, known, best))


@dataclass(frozen=True, eq=False)
class Hanging:
    """What the answer hangs on: the frames of tornado and compare_operating_models."""

    tornado: pd.DataFrame
    operating_models: pd.DataFrame


def hang(inputs: Inputs, *, operating: OperatingModel = CONTACT_CENTRE, n: int = DRAWS,
         seed: int = SEED) -> Hanging:
    """What the answer hangs on, on the draws of :func:`decide`."""
    draws = draw(inputs, n=n, seed=seed)
    expected = Expected(draws, simulate(draws.values, operating=operating), operating=operating)
    return Hanging(tornado(inputs, expected), compare_operating_models(draws))


def two_inputs(inputs: Inputs, *, first: str, second: str,
               operating: OperatingModel = CONTACT_CENTRE, n: int = DRAWS, seed: int = SEED
               ) -> pd.DataFrame:
    """The best option over two inputs that the reader chooses, on the draws of :func:`decide`.

    Frame and errors as :func:`sensitivity.two_way`.
    """
    draws = draw(inputs, n=n, seed=seed)
    expected = Expected(draws, simulate(draws.values, operating=operating), operating=operating)
    return two_way(inputs, expected, first, second)


def compare_operating_models(draws: Draws, *, level: float = 0.95) -> pd.DataFrame:
    """Full social care by who answers, on the same draws.

    Columns: operating, label, why, net_value (mean), low, high, chance_positive, break_even_share
    (median, usual year), less (mean of the net value below the best model's), less_low, less_high
    (of the difference draw by draw).
    """
    nets, rows = [], []
    for operating in OPERATING_MODELS:
        flows = simulate(draws.values, operating=operating)
        mine = np.broadcast_to(flows.net["full"], np.broadcast_shapes(flows.net["full"].shape,
                                                                      (1,)))
        nets.append(mine)
        low, high = np.quantile(mine, [(1 - level) / 2, (1 + level) / 2])
        needed = np.quantile(break_even_share(flows, "full"), 0.5, method="higher")
        rows.append({"operating": operating.name, "label": operating.label, "why": operating.why,
                     "net_value": float(mine.mean()), "low": float(low), "high": float(high),
                     "chance_positive": float((mine > 0).mean()),
                     "break_even_share": float(needed)})
    best = nets[int(np.argmax([one.mean() for one in nets]))]
    out = pd.DataFrame(rows)
    gaps = [best - one for one in nets]
    out["less"] = [float(gap.mean()) for gap in gaps]
    out["less_low"], out["less_high"] = (
        [float(np.quantile(gap, side)) for gap in gaps]
        for side in ((1 - level) / 2, (1 + level) / 2))
    return out


def share_curves(draws: Draws, flows: Flows, *, bins: int = 50) -> pd.DataFrame:
    """How likely each share of customers is: today, in the last year, and as what full care needs.

    Columns: curve ("today", "last year", "needed"), share (middle of a bin, 0..1), chance (of the
    bin, 0..1).  The axis ends where most of what is needed lies, at most at 1; what is needed
    beyond, or never, is in no bin.
    """
    needed = np.atleast_1d(break_even_share(flows, "full"))
    today, last = (np.atleast_1d(one) for one in (flows.shares[0], flows.shares[-1]))
    known = needed[np.isfinite(needed)]
    reach = float(np.quantile(known, 0.6)) if known.size else 0.0
    top = min(max(1.3 * float(np.quantile(last, 0.99)), 1.3 * reach, 0.01), 1.0)
    edges = np.linspace(0, top, bins + 1)
    return pd.concat([
        pd.DataFrame({"curve": name, "share": (edges[1:] + edges[:-1]) / 2,
                      "chance": np.histogram(values, bins, range=(0, top))[0] / values.size})
        for name, values in (("today", today), ("last year", last), ("needed", needed))],
        ignore_index=True)


def _second(known: pd.DataFrame) -> str:
    """The input that it is worth most to know, other than the share."""
    others = known[known["input"] != _SHARE]
    return str(others["input"].iloc[0]) if len(others) else ""


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is missing or infinite is None."""
    return [{str(name): _plain(value) for name, value in row.items()}
            for row in rows_of(frame)]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
