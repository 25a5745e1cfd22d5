"""Coverage of what labels say: agreement between people, and shares corrected by checked posts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.agreement import krippendorff_alpha
from analysis.prevalence import corrected_shares
from bench.coverage_rows import TRUE, Row, row

_NAMES = ("negative", "neutral", "positive")
_ENGINES = {"a fair engine": ((.7, .2, .1), (.2, .6, .2), (.05, .15, .8)),
            "a good engine": ((.9, .07, .03), (.06, .88, .06), (.02, .08, .9))}
_SHARES = np.array([0.3, 0.5, 0.2])


def agreement(*, quick: bool = False) -> list[Row]:
    """Two people who each see the truth in some share of posts and guess by the shares else."""
    rng, times = np.random.default_rng(91), 40 if quick else 1_000
    chance = float((_SHARES**2).sum())
    out = []
    for posts in (50, 200):
        for seen in (0.7, 0.9):
            alike = seen**2 + (1 - seen**2) * chance
            truth = (alike - chance) / (1 - chance)
            held = 0
            for _ in range(times):
                true = rng.choice(3, posts, p=_SHARES)
                said = np.where(rng.random((2, posts)) < seen, true,
                                rng.choice(3, (2, posts), p=_SHARES))
                found = krippendorff_alpha(pd.DataFrame({
                    "unit": np.tile(np.arange(posts), 2), "value": said.ravel()}))
                held += found.low <= truth <= found.high
            out.append(row(f"{posts} posts, alpha {truth:.2f}", [held / times], times,
                           TRUE if posts >= 200 else None))
    return out


def corrected(*, quick: bool = False) -> list[Row]:
    """5,000 posts counted by an engine whose errors a random sample of checked posts tells."""
    rng, times = np.random.default_rng(92), 60 if quick else 1_000
    out = []
    for name, rows in _ENGINES.items():
        matrix = np.array(rows)
        for checked in (150, 500):
            held = np.zeros(3)
            for _ in range(times):
                true = rng.multinomial(checked, _SHARES)
                audit = {(_NAMES[at], _NAMES[to]): int(n) for at in range(3)
                         for to, n in enumerate(rng.multinomial(true[at], matrix[at]))}
                counted = rng.multinomial(5_000, _SHARES @ matrix).tolist()
                frame, why = corrected_shares(dict(zip(_NAMES, counted, strict=True)), audit,
                                              names=_NAMES)
                held += (why != "") | ((frame["low"] <= _SHARES) & (frame["high"] >= _SHARES))
            out.append(row(f"{name}, {checked} checked", held / times, times))
    return out
