"""Coverage of weighted answers: a population, a biased response, and the product's own raking."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import score
from analysis.intervals import Interval, quantile_of_normal, square_and_add
from analysis.raking import MarginsError, rake
from analysis.raking_variance import Axes, axes, residual_squares, stacked
from analysis.survey import nps_frame, weighted_shares
from bench.coverage_rows import TRUE, Promise, Row, holds, row

PEOPLE = 20_000
SIZES = (50, 100, 300, 1_000)


class Town(NamedTuple):
    """A population with its margins, and how gladly each person answers."""

    people: pd.DataFrame
    margins: Mapping[str, Mapping[str, float]]
    gladness: np.ndarray


class Wave(NamedTuple):
    """Samples of one size with their raked weights: one row a sample.

    ``fit``: what the build stores of the margins; ``capped``: the share of samples in which a
    weight stands at the cap.
    """

    people: np.ndarray
    weights: np.ndarray
    fit: Axes
    refused: int
    capped: float

    def within(self, inside: np.ndarray) -> Wave:
        """The same samples, asked only of a part of the population."""
        return self._replace(weights=self.weights * inside[self.people])

    def residuals(self, answers: np.ndarray) -> np.ndarray:
        """What a query adds up of the residuals, a row a sample."""
        return residual_squares(answers.astype(float), self.weights, self.fit)


@cache
def town() -> Town:
    """Twenty thousand customers; small segments and a tier answer up to eight times as gladly."""
    rng = np.random.default_rng(51)
    people = pd.DataFrame({
        "segment": rng.choice(["a", "b", "c"], PEOPLE, p=[0.55, 0.30, 0.15]),
        "region": rng.choice(["n", "s", "e", "w"], PEOPLE, p=[0.4, 0.3, 0.2, 0.1]),
        "tier": rng.choice(["basic", "premium"], PEOPLE, p=[0.8, 0.2])})
    gladness = (people["segment"].map({"a": 0.5, "b": 1.0, "c": 2.0})
                * people["tier"].map({"basic": 1.0, "premium": 2.0})
                * people["region"].map({"n": 1.3, "s": 1.0, "e": 0.7, "w": 0.7}))
    margins = {str(name): {str(one): float(count) for one, count in
                           people[name].value_counts().items()} for name in people}
    return Town(people, margins, gladness.to_numpy(dtype=float))


@cache
def wave(n: int, samples: int, seed: int, *, eager: float = 1.0) -> Wave:
    """Samples of n answers, raked as a build rakes them; a sample that cannot be is drawn anew.

    ``eager`` above 1 sets groups further apart in how gladly they answer, so that weights are cut.
    """
    rng, (people, margins, gladness) = np.random.default_rng([n, seed]), town()
    who: list[np.ndarray] = []
    weights: list[np.ndarray] = []
    fits: list[Axes] = []
    refused = capped = 0
    while len(who) < samples:
        # The n largest of these are a sample without replacement with those chances.
        keys = np.log(rng.random(PEOPLE)) / gladness**eager
        mine = np.argpartition(keys, PEOPLE - n)[PEOPLE - n:]
        asked = people.iloc[mine].reset_index(drop=True)
        try:
            raked = rake(asked, margins)
        except MarginsError:
            refused += 1
            continue
        who.append(mine)
        weights.append(raked.weights)
        fits.append(axes(asked, raked.weights))
        capped += raked.trimmed > 0
    return Wave(np.array(who), np.array(weights), stacked(fits), refused, capped / samples)


def answers() -> dict[str, np.ndarray]:
    """Chance of a yes for each person, by how the answer goes with the margins."""
    people = town().people
    segment, tier = people["segment"], people["tier"]

    def by(**chances: float) -> np.ndarray:
        return segment.map(chances).to_numpy(dtype=float)

    return {
        "5 % everywhere": by(a=0.05, b=0.05, c=0.05),
        "10 % everywhere": by(a=0.10, b=0.10, c=0.10),
        "half everywhere": by(a=0.5, b=0.5, c=0.5),
        "95 % everywhere": by(a=0.95, b=0.95, c=0.95),
        "social media 9 % (most where most answer)": by(a=0.05, b=0.10, c=0.20),
        "satisfied 68 % (least where most answer)":
            by(a=0.70, b=0.65, c=0.55) + 0.08 * (tier == "premium").to_numpy(),
        "margins explain a fifth": by(a=0.2, b=0.5, c=0.8),
        "margins explain two fifths": by(a=0.1, b=0.5, c=0.9),
        "margins explain three fifths": by(a=0.95, b=0.3, c=0.05),
    }


def _sums(hit: np.ndarray, drawn: Wave) -> pd.DataFrame:
    """What a query adds up: one row a sample."""
    mine, w = hit[drawn.people], drawn.weights
    return pd.DataFrame({"hits": (w * mine).sum(axis=1), "squared": (w**2 * mine).sum(axis=1),
                         "weight_sum": w.sum(axis=1), "weight_squared_sum": (w**2).sum(axis=1),
                         "residual": drawn.residuals(mine)})


def _shown(hit: np.ndarray, drawn: Wave) -> pd.DataFrame:
    """What the page makes of it."""
    return weighted_shares(_sums(hit, drawn), hits="hits", hits_squared="squared",
                           residual_squared="residual")


def _effort(quick: bool) -> tuple[int, int]:
    """Samples of each size, and how often everybody's answer is drawn anew."""
    return (60, 12) if quick else (600, 20)


def shares(*, quick: bool = False) -> list[Row]:
    """A raked share against the true share of everybody."""
    out, (samples, answers_drawn) = [], _effort(quick)
    rng = np.random.default_rng(52)
    for drawn in (*(wave(n, samples, 0) for n in SIZES), wave(300, samples, 0, eager=1.5)):
        for name, chance in answers().items():
            found = []
            for _ in range(answers_drawn):
                hit = rng.random(PEOPLE) < chance
                shown = _shown(hit, drawn)
                found.append(holds(shown["low"], shown["high"], hit.mean()).mean())
            out.append(_of(f"{_named(drawn)}, {name}", found, samples, TRUE))
    return out


def _named(*waves: Wave) -> str:
    """The size of a sample, and how many of that size could not be raked and were drawn anew."""
    made, refused = (sum(one) for one in zip(*((len(each.people), each.refused)
                                               for each in waves), strict=True))
    none = f" ({100 * refused / (made + refused):.0f} % cannot be raked)" if refused else ""
    cut = np.mean([one.capped for one in waves])
    told = f" ({100 * cut:.0f} % with weights cut)" if cut > 1 / 2 else none
    return f"n = {waves[0].people.shape[1]:,}{told}"


def _of(case: str, found: list[float], samples: int, promise: Promise | None) -> Row:
    """A row for one true value; answers drawn anew on the same samples count as a quarter."""
    return row(case, [float(np.mean(found))], samples * len(found) // 4, promise)


def groups(*, quick: bool = False) -> list[Row]:
    """A raked share within one segment."""
    out, (samples, answers_drawn) = [], _effort(quick)
    rng = np.random.default_rng(53)
    segment = town().people["segment"].to_numpy()
    for n in SIZES[2:]:
        drawn = wave(n, samples, 0)
        for name in ("a", "c"):
            inside = segment == name
            mine = drawn.within(inside)
            found = []
            for _ in range(answers_drawn):
                hit = (rng.random(PEOPLE) < 0.15) & inside
                shown = _shown(hit, mine)
                found.append(holds(shown["low"], shown["high"], hit[inside].mean()).mean())
            out.append(_of(f"n = {n:,}, segment {name}", found, samples, TRUE))
    return out


def differences(*, quick: bool = False) -> list[Row]:
    """The difference of a raked share between two waves, as difference_of_shares takes it."""
    out, (samples, answers_drawn) = [], _effort(quick)
    rng, z = np.random.default_rng(54), quantile_of_normal(0.95)
    cases = [one for one in answers().items() if not one[0].startswith(("5 %", "95 %"))]
    for n in SIZES[1:]:
        one, two = wave(n, samples, 0), wave(n, samples, 1)
        for name, chance in cases:
            found = []
            for _ in range(answers_drawn):
                now, before = rng.random(PEOPLE) < chance, rng.random(PEOPLE) < 0.9 * chance
                truth = now.mean() - before.mean()
                sides = [_shown(hit, drawn) for hit, drawn in ((now, one), (before, two))]
                (a, n1), (b, n2) = ((side["share"].to_numpy(), side["n_interval"].to_numpy())
                                    for side in sides)
                low, high = score.difference_limits(a * n1, n1, b * n2, n2, z)
                found.append(holds(low, high, truth).mean())
            out.append(_of(f"{_named(one, two)}, {name}", found, samples, TRUE))
    return out


def _scores() -> dict[str, np.ndarray]:
    """Chances of promoter, passive and detractor for each person."""
    segment = town().people["segment"]

    def by(**chances: tuple[float, float, float]) -> np.ndarray:
        return np.array([chances[one] for one in segment])

    return {
        "the same everywhere": by(a=(0.4, 0.35, 0.25), b=(0.4, 0.35, 0.25), c=(0.4, 0.35, 0.25)),
        "worst where most answer": by(a=(0.5, 0.3, 0.2), b=(0.45, 0.3, 0.25), c=(0.3, 0.3, 0.4)),
        "told by the segment": by(a=(0.85, 0.1, 0.05), b=(0.3, 0.4, 0.3), c=(0.05, 0.15, 0.8)),
        "few detractors": by(a=(0.7, 0.27, 0.03), b=(0.6, 0.35, 0.05), c=(0.6, 0.35, 0.05)),
    }


def _scored(kind: np.ndarray, drawn: Wave) -> pd.DataFrame:
    mine, w = kind[drawn.people], drawn.weights
    sums = {name: (w * (mine == at)).sum(axis=1)
            for at, name in enumerate(("promoters", "passives", "detractors"))}
    sums |= {f"{name}_squared": (w**2 * (mine == at)).sum(axis=1)
             for at, name in ((0, "promoters"), (2, "detractors"))}
    sums |= {"weight_squared_sum": (w**2).sum(axis=1), "residual": drawn.residuals(1 - mine)}
    return nps_frame(pd.DataFrame(sums), promoters_squared="promoters_squared",
                     detractors_squared="detractors_squared", residual_squared="residual")


def _nps(kind: np.ndarray) -> float:
    return 100 * float((kind == 0).mean() - (kind == 2).mean())


def _told(rng: np.random.Generator, chances: np.ndarray) -> np.ndarray:
    draw = rng.random(PEOPLE)
    return np.where(draw < chances[:, 0], 0, np.where(draw < chances[:, :2].sum(axis=1), 1, 2))


def nps(*, quick: bool = False) -> list[Row]:
    """A raked NPS against that of everybody."""
    out, (samples, answers_drawn) = [], _effort(quick)
    rng = np.random.default_rng(55)
    for n in SIZES:
        drawn = wave(n, samples, 0)
        for name, chances in _scores().items():
            found = []
            for _ in range(answers_drawn):
                kind = _told(rng, chances)
                shown = _scored(kind, drawn)
                found.append(holds(shown["low"], shown["high"], _nps(kind)).mean())
            out.append(_of(f"{_named(drawn)}, {name}", found, samples, TRUE))
    return out


def nps_changes(*, quick: bool = False) -> list[Row]:
    """The change of a raked NPS between two waves."""
    out, (samples, answers_drawn) = [], _effort(quick)
    rng = np.random.default_rng(56)
    for n in SIZES[1:]:
        one, two = wave(n, samples, 0), wave(n, samples, 1)
        for name, chances in _scores().items():
            found = []
            for _ in range(answers_drawn):
                kinds = _told(rng, chances), _told(rng, chances)
                sides = [_scored(kind, drawn)[["nps", "low", "high"]].to_numpy()
                         for kind, drawn in zip(kinds, (one, two), strict=True)]
                limits = [square_and_add(a, Interval(b, c), d, Interval(e, f))
                          for (a, b, c), (d, e, f) in zip(*sides, strict=True)]
                truth = _nps(kinds[0]) - _nps(kinds[1])
                found.append(float(np.mean([low <= truth <= high for low, high in limits])))
            out.append(_of(f"{_named(one, two)}, {name}", found, samples, TRUE))
    return out


def unmended(*, quick: bool = False) -> list[Row]:
    """What weighting cannot mend: within each group, those on social media answer more gladly."""
    samples, n = _effort(quick)[0] // 2, 1_000
    rng, (people, margins, gladness) = np.random.default_rng(57), town()
    out = []
    for times in (1.25, 2.0):
        hit, found = rng.random(PEOPLE) < 0.1, []
        for _ in range(samples):
            keys = np.log(rng.random(PEOPLE)) / (gladness * np.where(hit, times, 1.0))
            mine = np.argpartition(keys, PEOPLE - n)[PEOPLE - n:]
            asked = people.iloc[mine].reset_index(drop=True)
            weights = rake(asked, margins).weights
            fit = axes(asked, weights)
            shown = _shown(hit, Wave(mine[None], weights[None], stacked([fit]), 0, 0.0))
            found.append(holds(shown["low"], shown["high"], hit.mean())[0])
        out.append(row(f"n = {n:,}, those on social media answer {times:g} times as gladly",
                       [float(np.mean(found))], samples, None))
    return out
