"""From what a model claims to how often it is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def calibrated(claims: Numbers, knots: Sequence[Sequence[float]]) -> Numbers:
    """Chance of being right for each claim, by straight lines between (claim, chance) knots."""
    claimed, right = np.asarray(knots, float).T
    return np.asarray(np.interp(claims, claimed, right), float)


def knots_of(claims: Numbers, right: NDArray[np.bool_], *, weights: Numbers | None = None,
             most: int = 12) -> list[list[float]]:
    """Knots fitted to posts whose label people know: never falling, one per about equal groups.

    Isotonic regression (pool adjacent violators) over ``most`` groups of claims, so that a knot
    stands on many posts.  Raises ValueError for fewer than 40 posts.
    """
    if len(claims) < 40:
        raise ValueError(f"Calibration needs 40 labelled posts or more; there are {len(claims)}.")
    order = np.argsort(claims, kind="stable")
    weight = np.ones(len(claims)) if weights is None else np.asarray(weights, float)
    groups = np.array_split(order, min(most, len(claims) // 20))
    blocks = [[float(np.average(claims[rows], weights=weight[rows])),
               float(np.average(right[rows], weights=weight[rows])), float(weight[rows].sum()), 1.0]
              for rows in groups]
    pooled: list[list[float]] = []
    for block in blocks:
        pooled.append([block[1], block[2], 1.0])
        while len(pooled) > 1 and pooled[-2][0] > pooled[-1][0]:
            chance, mass, count = pooled.pop()
            before = pooled[-1]
            before[0] = (before[0] * before[1] + chance * mass) / (before[1] + mass)
            before[1] += mass
            before[2] += count
    chances = [chance for chance, _, count in pooled for _ in range(int(count))]
    return [[round(block[0], 4), round(chance, 4)]
            for block, chance in zip(blocks, chances, strict=True)]


def expected_error(confidence: Numbers, right: NDArray[np.bool_], *, bins: int = 15) -> float:
    """Expected calibration error: mean gap of confidence and share right, over equal-width bins.

    Source: Naeini, Cooper, Hauskrecht (2015), weights by posts.  Worked: two posts of confidence
    0.8, one right, give 0.3.
    """
    place = np.minimum((np.asarray(confidence) * bins).astype(int), bins - 1)
    gap = 0.0
    for group in np.unique(place):
        mine = place == group
        gap += mine.mean() * abs(float(confidence[mine].mean()) - float(right[mine].mean()))
    return float(gap)
