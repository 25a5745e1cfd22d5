"""Coverage of what the decision starts from: the corrected split, and log and survey joined."""

from __future__ import annotations

import math

import numpy as np

from analysis.decision.confusion import PURPOSES, corrected_split
from analysis.decision.share import Estimate, pooled
from analysis.intervals import wilson
from bench.coverage_rows import TRUE, Promise, Row, row

# What is called what: rows are true, columns said, of service, marketing and other.
_READS = {"good": ((0.85, 0.05, 0.10), (0.05, 0.85, 0.10), (0.10, 0.10, 0.80)),
          "weak": ((0.65, 0.15, 0.20), (0.20, 0.60, 0.20), (0.20, 0.20, 0.60))}
_TRUE_SPLIT = (0.45, 0.25, 0.30)


def splits(*, quick: bool = False) -> list[Row]:
    """Service ÷ (service + marketing), and true service per conversation called service."""
    out, repetitions = [], 40 if quick else 400
    p = np.array(_TRUE_SPLIT)
    truth = p[0] / (p[0] + p[1])
    for name, reads in _READS.items():
        matrix = np.array(reads)
        said = p @ matrix
        for audited in (150, 600):
            rng = np.random.default_rng(121)
            inside, factors = [], []
            for at in range(repetitions):
                counted = dict(zip(PURPOSES, rng.multinomial(5_000, said).tolist(), strict=True))
                cells = rng.multinomial(audited, (p[:, None] * matrix).ravel()).reshape(3, 3)
                audit = {(PURPOSES[i], PURPOSES[j]): int(cells[i, j])
                         for i in range(3) for j in range(3)}
                found = corrected_split(counted, audit, seed=at)
                if found.corrected:
                    inside.append(found.low <= truth <= found.high)
                    factors.append(found.factor_low <= p[0] / said[0] <= found.factor_high)
            for what, held in (("share", inside), ("factor", factors)):
                out.append(row(f"{what}, read {name}, {audited} checked", [float(np.mean(held))],
                               len(held), (0.93, 0.98)))
    return out


def joined(*, quick: bool = False) -> list[Row]:
    """Two independent estimates: of one truth, or the survey leaning by half of it.

    Of two truths that differ no interval can be right; told is how often it holds the log's.
    """
    out, repetitions = [], 200 if quick else 8_000
    for share in (0.02, 0.1, 0.4):
        for n in (100, 400):
            for lean in (1.0, 1.5):
                rng, inside = np.random.default_rng(122), []
                for hits, answers in zip(rng.binomial(2_000, share, repetitions),
                                         rng.binomial(n, share * lean, repetitions), strict=True):
                    if not hits or not answers:
                        continue
                    found = pooled(_estimate(hits, 2_000), _estimate(answers, n))
                    inside.append(found.low <= share <= found.high)
                promise: Promise | None = TRUE if lean == 1 else None
                which = "one truth" if lean == 1 else "survey half as much again"
                out.append(row(f"{100 * share:g} %, 2,000 and {n}, {which}",
                               [float(np.mean(inside))], len(inside), promise))
    return out


def _estimate(hits: int, n: int) -> Estimate:
    low, high = wilson(hits, n)
    return Estimate(hits / n, max(low, 1e-6), min(high, 1 - 1e-6)) if not math.isnan(low) else \
        Estimate(0.5, 1e-6, 1 - 1e-6)
