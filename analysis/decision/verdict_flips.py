"""What would flip the verdict itself: the smallest change of each input that gives another word."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.decision.answers import net_values
from analysis.decision.distributions import Distribution
from analysis.decision.draws import DRAWS, SEED, Draws, draw
from analysis.decision.information import BestSurvey, best_survey, survey_curve
from analysis.decision.inputs import Input, Inputs
from analysis.decision.model import Flows, PilotRule, simulate
from analysis.decision.normal import Array
from analysis.decision.options import CONTACT_CENTRE, NAMES, OperatingModel
from analysis.decision.verdict import SURE, Verdict, judge

# A verdict is judged on a systematic sample of the draws, whether it flips on a part of that.
PART, _HELD = 2_000, 250
# Where the walk outwards looks: by standard deviations, and times what is certain.
_STEPS, _TIMES, _HALVINGS = (0.8, 1.8, 3.0), (1.5, 5.0, 50.0), 9
_ENDS = (-1.2816, -0.64, 0.0, 0.64, 1.2816)  # of an 80 % interval and between, in normal scores
_NOTHING_KNOWN = pd.DataFrame({"input": [], "evppi": []})
COLUMNS = ["input", "label", "unit", "mean", "flip", "change", "moved", "step", "verdict", "source"]


@dataclass(frozen=True)
class Moved(Distribution):
    """Another distribution with its normal score moved, held between ``least`` and ``most``.

    A lognormal is multiplied, a logit-normal shifted on log odds, a normal shifted; what has ends
    keeps them.  So the doubt of the input goes with it.
    """

    of: Distribution | None = None
    by: float = 0.0
    least: float = -math.inf
    most: float = math.inf

    def at(self, z: Array | float) -> Array:
        """Its value where a standard normal has the value z."""
        assert self.of is not None
        return np.asarray(np.clip(self.of.at(np.asarray(z, float) + self.by), self.least,
                                  self.most))


def moved(given: Input, by: float) -> Input:
    """The input moved by standard deviations; one that is certain by that on its logarithm.

    Its source, so what it is worth as evidence, stays.
    """
    was = given.distribution
    low, high = given.entry.low, given.entry.high
    if was.is_certain:
        value = min(max(was.estimate * math.exp(by), low), high)
        return replace(given, distribution=Distribution("certain", value))
    middle, first, last = (float(np.clip(was.at(z + by), low, high)) for z in (0.0, -1.96, 1.96))
    if not first < last:
        raise ValueError(f"{given.entry.label} cannot lie there")
    return replace(given, distribution=Moved(
        "normal", middle, first, last, of=was, by=by, least=low, most=high))


class Judge:
    """The verdict over a sample of the draws, with the inputs as they are or one of them moved.

    The sample is systematic in the order of full care's net value; means are a change against the
    same draws unmoved, added to the mean of all draws (as in :class:`sensitivity.Expected`).
    """

    def __init__(self, inputs: Inputs, *, operating: OperatingModel = CONTACT_CENTRE,
                 n: int = DRAWS, seed: int = SEED, part: int = PART) -> None:
        self.inputs, self.operating = inputs, operating
        self.draws = draw(inputs, n=n, seed=seed)
        net = net_values(simulate(self.draws.values, operating=operating))[1]
        chosen = np.arange(n)
        if net.shape[1] > part:
            order = np.argsort(net[NAMES.index("full")])
            chosen = order[((np.arange(part) + 0.5) * (n / part)).astype(np.intp)]
        self.z = {name: z[chosen] for name, z in self.draws.z.items()}
        self.values = {name: values[chosen] if values.ndim else values
                       for name, values in self.draws.values.items()}
        self.n = len(chosen)
        flows = simulate(self.values, operating=operating)
        self.offset = net.mean(axis=1) - _net(flows, self.n).mean(axis=1)

    def verdict(self, changed: Input | None = None) -> Verdict:
        """The verdict, with one input in place of what it is."""
        inputs, values = dict(self.inputs), dict(self.values)
        if changed is not None:
            inputs[changed.name] = changed
            values[changed.name] = changed.distribution.at(
                self.z.get(changed.name, np.zeros(())))
        flows = simulate(values, operating=self.operating)
        net = _net(flows, self.n)
        means, best = net.mean(axis=1) + self.offset, net.argmax(axis=0)
        options = pd.DataFrame({
            "option": NAMES, "net_value": means, "chance_positive": (net > 0).mean(axis=1),
            "chance_best": [float((best == at).mean()) for at in range(len(NAMES))]})
        full = options.set_index("option").loc["full", "chance_positive"]
        needed = pd.DataFrame({"option": ["full"], "when": ["three years"], "chance": [full]})
        survey = BestSurvey(0, 0.0, 0.0, 0.0)
        if float(options["chance_best"].iloc[int(means.argmax())]) < SURE:
            some = Draws(n=self.n, z=self.z, values=values)
            survey = best_survey(survey_curve(some, net, points=12))
        changes = self._assumed_flips(inputs, values, flows.rule, means)
        return judge(inputs, options, needed, changes, _NOTHING_KNOWN, survey)

    def _assumed_flips(self, inputs: Inputs, values: Mapping[str, Array], rule: PilotRule,
                       means: Array) -> pd.DataFrame:
        """Which inputs that are only assumed flip the best option within their 80 % interval."""
        names = [name for name, one in inputs.items() if one.is_only_assumed]
        some = {name: one[::max(self.n // _HELD, 1)] if one.ndim else one
                for name, one in values.items()}
        n = max((one.size for one in some.values()), default=1)
        rows, each = len(names) * len(_ENDS), len(_ENDS)
        held = dict(some)
        for at, name in enumerate(names):
            every = np.repeat(np.broadcast_to(some[name], (1, n)), rows, axis=0)
            every[at * each:(at + 1) * each] = inputs[name].distribution.at(
                np.array(_ENDS))[:, None]
            held[name] = every
        best = int(means.argmax())
        found = []
        if names:
            flows = simulate(held, operating=self.operating, rule=rule)
            base = simulate(some, operating=self.operating, rule=rule)
            change = np.stack([np.broadcast_to(flows.net[one], (rows, n)).mean(axis=1)
                               - np.mean(base.net[one]) for one in NAMES], axis=1)
            winner = (means + change).argmax(axis=1)
            for row in np.flatnonzero(winner != best):
                given = inputs[names[row // each]]
                found.append({"input": given.name, "label": given.entry.label,
                              "unit": given.entry.unit, "option": NAMES[int(winner[row])],
                              "flip": float(given.distribution.at(_ENDS[row % each])),
                              "within_80": True, "only_assumed": True})
        return pd.DataFrame(found, columns=["input", "label", "unit", "option", "flip", "within_80",
                                            "only_assumed"])


def verdict_flips(inputs: Inputs, *, operating: OperatingModel = CONTACT_CENTRE, n: int = DRAWS,
                  seed: int = SEED) -> pd.DataFrame:
    """The smallest change of each input that changes the verdict's word, all else equal.

    The input moves with its whole interval and keeps its source, so what is assumed stays assumed.
    Columns: input, label, unit, mean (now), flip (its mean just beyond the change), change (flip /
    mean - 1; NaN where the mean is 0), moved (standard deviations on its own scale; of what is
    certain, the logarithm of the factor), step and verdict (the word beyond), source.  Only inputs
    that change it within three standard deviations, or fifty times what is certain; the smallest
    first, those that are certain last.
    """
    judge_ = Judge(inputs, operating=operating, n=n, seed=seed)
    now = judge_.verdict().step
    rows = []
    for name, given in inputs.items():
        found = [one for side in (-1.0, 1.0) if (one := _nearest(judge_, given, now, side))]
        if not found:
            continue
        by, verdict = min(found, key=lambda one: abs(one[0]))
        z = judge_.draws.z.get(name, np.zeros(()))
        mean = float(np.mean(judge_.draws.values[name]))
        flip = float(np.mean(moved(given, by).distribution.at(z)))
        rows.append({"input": name, "label": given.entry.label, "unit": given.entry.unit,
                     "mean": mean, "flip": flip, "change": flip / mean - 1 if mean else math.nan,
                     "moved": by, "step": verdict.step, "verdict": verdict.headline,
                     "source": given.source})
    out = pd.DataFrame(rows, columns=COLUMNS)
    certain = [inputs[str(name)].distribution.is_certain for name in out["input"]]
    return out.assign(_certain=certain, _far=out["moved"].abs()).sort_values(
        ["_certain", "_far"], ignore_index=True).drop(columns=["_certain", "_far"])


def _nearest(judge_: Judge, given: Input, now: str, side: float) -> tuple[float, Verdict] | None:
    """How far the input has to move on one side, and the verdict there."""
    last = 0.0
    for by, one in _outward(given, side):
        found = judge_.verdict(one)
        if found.step != now:
            for _ in range(_HALVINGS):
                middle = (last + by) / 2
                there = judge_.verdict(moved(given, middle))
                last, by, found = (middle, by, found) if there.step == now \
                    else (last, middle, there)
            return by, found
        last = by
    return None


def _outward(given: Input, side: float) -> Iterator[tuple[float, Input]]:
    """The input ever further away; until it can go no further."""
    was = given.distribution
    if was.is_certain and was.estimate <= 0:
        return
    steps = [math.log(one) for one in _TIMES] if was.is_certain else list(_STEPS)
    before = float(was.at(0.0))
    for step in steps:
        try:
            one = moved(given, side * step)
        except ValueError:
            return
        middle = float(one.distribution.at(0.0))
        if abs(middle - before) <= 1e-9 * max(abs(before), 1e-9):
            return
        before = middle
        yield side * step, one


def _net(flows: Flows, n: int) -> Array:
    net = net_values(flows)[1]
    return np.broadcast_to(net, (net.shape[0], n))

