"""What the answer hangs on: tornado, two inputs at a time, and what would flip it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.decision.answers import net_values
from analysis.decision.draws import Draws
from analysis.decision.inputs import Input, Inputs
from analysis.decision.model import Flows
from analysis.decision.normal import Array, inverse_normal, normal_cdf
from analysis.decision.options import CONTACT_CENTRE, NAMES, OperatingModel
from analysis.decision.parts import Values
from analysis.decision.register import REGISTER
from analysis.decision.sums import Sums

# Expected values at a changed input are taken over this many draws, as a change against the same
# draws unchanged, which is added to the mean of all draws.
PART = 2_000
# Where a flip lies is looked for on a grid over fewer draws, and then near there over all of PART.
_COARSE, _GRID, _FAR, _TIMES = 128, 17, 4.0, 50.0
_EVENLY, _FACTORS = np.linspace(0, 1, _GRID), np.geomspace(1, _TIMES, _GRID)
_NEAR = (-0.9, -0.3, 0.0, 0.3, 0.9)  # in steps of the grid
_STEP = 5  # values over all of PART at once, so that they stay in the processor's cache
_CLOSE = 0.2  # of the best option's lead: with so little left, the few draws may miss a flip


class Expected:
    """Expected net value of each option where some inputs are held at a value.

    All else equal: the others keep their draws, whatever they are correlated with.  The draws are a
    systematic sample in the order of full care's net value (Cochran 1977, 8.1), which is as good
    here as many times more of them at random.
    """

    def __init__(self, draws: Draws, flows: Flows, *, part: int = PART,
                 operating: OperatingModel = CONTACT_CENTRE) -> None:
        net = net_values(flows)[1]
        self.n = min(part, draws.n)
        chosen = np.arange(draws.n)
        if net.shape[1] > self.n:
            order = np.argsort(net[NAMES.index("full")])
            chosen = order[_systematic(draws.n, self.n)]
        self.anchor = net.mean(axis=1)
        self._sums = Sums(_some(draws.values, chosen), operating=operating, rule=flows.rule,
                          years=len(flows.discount))

    def at(self, **held: Array) -> Array:
        """Options (in the order of OPTIONS) for each value held: one row a value."""
        return np.asarray(self.anchor + self._sums.held(held) - self._sums.base)

    def thinned(self, n: int) -> Expected:
        """The same over at most so many of its draws, in their order, so still spread over all."""
        few = Expected.__new__(Expected)
        few.n, few.anchor, mine = min(self.n, n), self.anchor, self._sums
        few._sums = Sums(_some(mine.values, _systematic(self.n, few.n)), operating=mine.operating,
                         rule=mine.rule, years=mine.years)
        return few


def _some(values: Values, chosen: Array) -> dict[str, Array]:
    """Some of the draws; what is certain stays."""
    return {name: one[chosen] if one.ndim else one for name, one in values.items()}


def _systematic(n: int, some: int) -> Array:
    """Places of some of n, evenly apart."""
    return np.asarray(((np.arange(some) + 0.5) * (n / some)).astype(np.intp))


def tornado(inputs: Inputs, expected: Expected, *, option: str = "full", level: float = 0.8
            ) -> pd.DataFrame:
    """Expected net value of an option with each input at the ends of its interval; widest first.

    Columns: input, label, unit, low_value, high_value (of the input), net_at_low, net_at_high,
    lead_at_low, lead_at_high (over the best of the other options), swing (absolute difference),
    source.  Certain inputs are left out.  Raises ValueError for an unknown option.
    """
    if option not in NAMES:
        raise ValueError(f"{option!r} is no option: {', '.join(NAMES)}")
    place = NAMES.index(option)
    rows = []
    for name, given in inputs.items():
        if given.distribution.is_certain:
            continue
        ends = given.distribution.interval(level)
        nets = expected.at(**{name: np.array(ends)})
        others = np.delete(nets, place, axis=1).max(axis=1)
        rows.append({
            "input": name, "label": given.entry.label, "unit": given.entry.unit,
            "low_value": ends[0], "high_value": ends[1],
            "net_at_low": nets[0, place], "net_at_high": nets[1, place],
            "lead_at_low": nets[0, place] - others[0], "lead_at_high": nets[1, place] - others[1],
            "swing": abs(nets[1, place] - nets[0, place]), "source": given.source})
    columns = ["input", "label", "unit", "low_value", "high_value", "net_at_low", "net_at_high",
               "lead_at_low", "lead_at_high", "swing", "source"]
    out = pd.DataFrame(rows, columns=columns)
    return out.sort_values("swing", ascending=False, ignore_index=True)


def two_way(inputs: Inputs, expected: Expected, first: str, second: str, *, points: int = 21,
            level: float = 0.95) -> pd.DataFrame:
    """The best option over two inputs at a time, each over its interval.

    Columns: first, second (values), option (the best), lead (its expected net value over the next
    best), and net_<option> of each.  One row a pair, ``points`` squared.  Raises ValueError where
    an input is certain, unknown, or both are the same.
    """
    if first == second:
        raise ValueError("two different inputs are needed")
    axes = []
    for name in (first, second):
        if name not in inputs or inputs[name].distribution.is_certain:
            raise ValueError(f"{name} has no interval to vary over")
        axes.append(np.linspace(*inputs[name].distribution.interval(level), points))
    a, b = (grid.ravel() for grid in np.meshgrid(*axes, indexing="ij"))
    nets = expected.thinned(200).at(**{first: a, second: b})
    ordered = np.sort(nets, axis=1)
    return pd.DataFrame({
        "first": a, "second": b, "option": [NAMES[at] for at in nets.argmax(axis=1)],
        "lead": ordered[:, -1] - ordered[:, -2],
        **{f"net_{name}": nets[:, at] for at, name in enumerate(NAMES)}})


def flips(inputs: Inputs, draws: Draws, expected: Expected) -> pd.DataFrame:
    """The smallest change of each input that makes another option the best, all else equal.

    The best option is that of the highest expected net value.  Columns: input, label, unit, mean
    (of the input), flip (its value where the best option changes; NaN where nothing within reach
    changes it), change (flip / mean - 1; NaN where the mean is 0), option (the best beyond it),
    chance (that the input lies beyond; NaN where it is certain), within_80 (the flip lies in the
    input's 80 % interval), source, only_assumed.  Reach: four standard deviations of an uncertain
    input, a fiftieth to fifty times a certain one, and the bounds of the register.  The likeliest
    flips come first.
    """
    best, coarse = int(expected.anchor.argmax()), expected.thinned(_COARSE)
    rows = []
    for name, given in inputs.items():
        mean = float(draws.values[name].mean())
        found = _nearest(name, given, mean, (coarse, expected), best)
        value, other = found if found is not None else (math.nan, -1)
        certain = given.distribution.is_certain
        chance, within = math.nan, False
        if found is not None and not certain:
            z = given.distribution.place(value)
            chance = float(normal_cdf(-z if value > mean else z))
            low, high = given.distribution.interval(0.8)
            within = low <= value <= high
        rows.append({
            "input": name, "label": given.entry.label, "unit": given.entry.unit, "mean": mean,
            "flip": value, "change": value / mean - 1 if mean else math.nan,
            "option": NAMES[other] if other >= 0 else "", "chance": chance, "within_80": within,
            "source": given.source, "only_assumed": given.is_only_assumed})
    out = pd.DataFrame(rows)
    out["_far"] = out["change"].abs()
    return out.sort_values(["chance", "_far"], ascending=[False, True], ignore_index=True,
                           na_position="last").drop(columns="_far")


def _nearest(name: str, given: Input, mean: float, samples: tuple[Expected, Expected], best: int
             ) -> tuple[float, int] | None:
    """The likelier of the nearest flips below and above the mean, with the option beyond it."""
    coarse, expected = samples
    grids = [grid for side in (-1, 1) if len(grid := _outward(name, given, mean, side)) > 1]
    close = [(grid, _around(grid, rough[0])) for grid, rough in zip(
        grids, _changes(name, grids, coarse, best, slack=_CLOSE), strict=True) if rough is not None]
    found = []
    for (grid, points), at in zip(close, _changes(name, [points for _, points in close], expected,
                                                  best), strict=True):
        if at is None or at[0] == 0:
            # It lies elsewhere over more draws, as it hardly ever does.
            points, at = grid, _first_change(name, grid, expected, best)
        if at is not None:
            found.append((float(np.interp(at[0], np.arange(len(points)), points)), at[1]))
    if not found:
        return None
    if given.distribution.is_certain:
        return min(found, key=lambda one: abs(math.log(one[0] / mean)) if one[0] * mean > 0
                   else math.inf)
    centre = given.distribution.place(mean)
    return min(found, key=lambda one: abs(given.distribution.place(one[0]) - centre))


def _outward(name: str, given: Input, mean: float, side: int) -> Array:
    """Values from the mean to the end of reach on one side."""
    low, high = REGISTER[name].low, REGISTER[name].high
    if given.distribution.is_certain:
        if mean <= 0:
            return np.array([mean])
        steps = mean * _FACTORS ** side
    else:
        start = given.distribution.place(mean)
        end = side * _FAR
        if (end - start) * side <= 0:
            return np.array([mean])
        steps = given.distribution.at(start + (end - start) * _EVENLY)
        steps[0] = mean
    # In their order, each once.
    grid = np.maximum(np.minimum(steps, high), low)
    rises = np.empty(len(grid), dtype=bool)
    rises[0] = True
    np.not_equal(grid[1:], grid[:-1], out=rises[1:])
    return grid[rises]


def _around(grid: Array, place: float) -> Array:
    """Values near a place between those of the grid."""
    return np.asarray(np.interp(place + np.array(_NEAR), np.arange(len(grid)), grid))


def _changes(name: str, grids: Sequence[Array], expected: Expected, best: int, *,
             slack: float = 0.0) -> list[tuple[float, int] | None]:
    """Where in each run of values the best option changes first, and the best one beyond.

    The place counts values from 0 and lies between two where the lead of the best option is spent;
    ``slack`` is the part of the lead over all draws at which it already counts as spent.
    """
    if not grids:
        return []
    nets = expected.at(**{name: np.concatenate(grids)})
    short = slack * float(np.subtract(*np.sort(expected.anchor)[:-3:-1]))
    mine_of_best = nets[:, best].copy()
    others = nets
    others[:, best] = -np.inf
    beyond = mine_of_best < others.max(axis=1) + short
    out: list[tuple[float, int] | None] = []
    end = 0
    for grid in grids:
        first, end = end, end + len(grid)
        changed = np.flatnonzero(beyond[first:end])
        if not changed.size:
            out.append(None)
            continue
        at = int(changed[0])
        other, place = int(others[first + at].argmax()), float(at)
        if at:
            lead, gone = (float(mine_of_best[row] - others[row, other])
                          for row in (first + at - 1, first + at))
            if lead > 0 > gone:
                place = at - 1 + lead / (lead - gone)
        out.append((place, other))
    return out


def _first_change(name: str, grid: Array, expected: Expected, best: int, *,
                  step: int = _STEP) -> tuple[float, int] | None:
    """As :func:`_changes` of one grid, some values at a time: beyond the first nobody looks."""
    for first in range(0, len(grid), step):
        # The value before tells where between the two it lies.
        before = max(first - 1, 0)
        at = _changes(name, [grid[before:first + step]], expected, best)[0]
        if at is not None:
            return before + at[0], at[1]
    return None


def quantile_of(given: Input, share: float) -> float:
    """The value of an input below which it lies with a chance (0..1)."""
    return float(given.distribution.at(inverse_normal(share)))
