"""Draws of all inputs at once: seeded, correlated, each input with its own stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import pi, sin

import numpy as np

from analysis.decision.distributions import Distribution
from analysis.decision.inputs import Inputs
from analysis.decision.normal import Array, inverse_normal
from analysis.decision.register import CORRELATIONS, REGISTER

# At so many a chance is known to 0.35 percentage points (standard error at most), and is shown in
# whole percent; the error of each mean is told beside it.
DRAWS, SEED = 20_000, 20_260_101


@dataclass(frozen=True, eq=False)
class Draws:
    """``z``: standard normals of each uncertain input; ``values``: the input itself, in its unit.

    Certain inputs have one value (an array without a dimension) and no z.
    """

    n: int
    z: Mapping[str, Array]
    values: Mapping[str, Array]
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)


def draw(inputs: Inputs, *, n: int = DRAWS, seed: int = SEED,
         correlations: Mapping[tuple[str, str], float] | None = None) -> Draws:
    """n draws of the inputs.

    A Gaussian copula: correlated standard normals, each turned into its input's distribution by
    quantiles (Nelsen 2006, 2.9).  ``correlations`` are Spearman's; the normals get 2 sin(pi r / 6)
    (Kruskal 1958).  Each input has a stream of its own, so a change of one leaves the draws of the
    others as they are, but for those it is correlated with.  Worked: a rank correlation of 0.7
    takes normals of 0.717.
    Raises ValueError for n < 1 and for correlations that cannot all hold.
    """
    if n < 1:
        raise ValueError("at least one draw is needed")
    wanted = CORRELATIONS if correlations is None else correlations
    normals: dict[str, Array] = {}
    places = {name: place for place, name in enumerate(REGISTER)
              if not inputs[name].distribution.is_certain}
    for name, place in places.items():
        normals[name] = _stream(seed, place, n)
    pairs = {pair: r for pair, r in wanted.items()
             if r and pair[0] in normals and pair[1] in normals}
    _correlate(normals, pairs)
    tied = {name for pair in pairs for name in pair}
    values = {name: np.asarray(inputs[name].distribution.estimate) if name not in normals
              else inputs[name].distribution.at(normals[name]) if name in tied
              else _values(inputs[name].distribution, seed, places[name], n) for name in REGISTER}
    return Draws(n=n, z=normals, values=values, correlations=pairs)


@lru_cache(maxsize=64)
def _stream(seed: int, place: int, n: int) -> Array:
    """The standard normals of one input: the same for every choice of filters, so kept.

    Stratified (Latin hypercube; McKay, Beckman and Conover 1979): one in each of n slices of equal
    chance, in random order.  So what depends on one input alone has hardly an error of drawing.
    """
    stream = np.random.Generator(np.random.SFC64([seed, place]))
    out = inverse_normal((stream.permutation(n) + stream.random(n)) / n)
    out.flags.writeable = False
    return out


# More than one decision takes: what is assumed is the same for every choice of filters.
@lru_cache(maxsize=2 * len(REGISTER))
def _values(given: Distribution, seed: int, place: int, n: int) -> Array:
    """The draws of an input that is tied to no other."""
    out = given.at(_stream(seed, place, n))
    out.flags.writeable = False
    return out


def means(draws: Draws) -> dict[str, float]:
    """The mean of each input over the draws."""
    return {name: float(values.mean()) for name, values in draws.values.items()}


def _correlate(normals: dict[str, Array], pairs: Mapping[tuple[str, str], float]) -> None:
    """Mix the normals of the named inputs in place; the rest stay as they are."""
    names = [name for name in normals if any(name in pair for pair in pairs)]
    if not names:
        return
    matrix = np.eye(len(names))
    for (a, b), rank in pairs.items():
        if not -1 < rank < 1:
            raise ValueError(f"a correlation must lie between -1 and 1, not {rank:g}")
        i, j = names.index(a), names.index(b)
        matrix[i, j] = matrix[j, i] = 2 * sin(pi * rank / 6)
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise ValueError("these correlations cannot all hold together") from None
    mixed = []
    for i in range(len(names)):
        parts = [lower[i, j] * normals[names[j]] for j in range(i + 1) if lower[i, j]]
        mixed.append(parts[0] if len(parts) == 1 else np.sum(parts, axis=0))
    for name, row in zip(names, mixed, strict=True):
        normals[name] = row
