"""Coverage of the mean of one count, of a ratio of two means, and of simulated service levels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.change import ratio_of
from analysis.intervals import Interval, count_interval
from analysis.means import mean_interval
from analysis.skills import Demand, Group, Simulation, simulate
from analysis.staffing import erlang_c
from bench.coverage_counts import drawn
from bench.coverage_rows import TRUE, Row, holds, log_factorials, middles, row


def counts(*, quick: bool = False) -> list[Row]:
    """The mean of one count: exact sums for Poisson, drawn where days scatter more."""
    out, logs = [], log_factorials(200)
    for low, high in ((0.0, 1.0), (1.0, 5.0), (5.0, 20.0), (20.0, 100.0)):
        means, k = middles(low, high, 200 if quick else 1_000), np.arange(201)
        limits = [count_interval(float(one)) for one in k]
        inside = holds(np.array([one.low for one in limits])[None],
                       np.array([one.high for one in limits])[None], means[:, None])
        chances = np.exp(np.outer(np.log(means), k) - means[:, None] - logs)
        out.append(row(f"{low:g} to {high:g} expected", (chances * inside).sum(axis=1)))
    repetitions, rng = 1_000 if quick else 10_000, np.random.default_rng(81)
    for mean in (20.0, 200.0):
        seen = [count_interval(float(one), dispersion=4.0)
                for one in drawn(rng, np.asarray(mean), 4.0, (repetitions,))]
        out.append(row(f"{mean:g} expected, dispersion 4",
                       [float(np.mean([one.low <= mean <= one.high for one in seen]))],
                       repetitions))
    return out


def ratios(*, quick: bool = False) -> list[Row]:
    """The ratio of two means from their intervals: contacts, and money that few spend much of."""
    out, repetitions = [], 400 if quick else 4_000
    rng = np.random.default_rng(82)
    shapes: dict[str, Callable[[tuple[int, int]], np.ndarray]] = {
        "gamma of 2": lambda size: rng.gamma(2, 3, size),
        "lognormal of 1": lambda size: rng.lognormal(0, 1, size)}
    for name, draw in shapes.items():
        for n, m in ((20, 20), (30, 300), (200, 200)):
            for ratio in (1.0, 1.5):
                found = []
                for one, two in zip(ratio * draw((repetitions, n)), draw((repetitions, m)),
                                    strict=True):
                    low, high = ratio_of(float(one.mean()), _interval(one), float(two.mean()),
                                         _interval(two))
                    found.append(low <= ratio <= high)
                told = name.startswith("lognormal") and min(n, m) < 200
                out.append(row(f"{name}: n = {n} and {m}, {ratio:g} to 1", [float(np.mean(found))],
                               repetitions, None if told else TRUE))
    return out


def _interval(values: np.ndarray) -> Interval:
    return mean_interval(len(values), float(values.sum()), float((values**2).sum()))


def played(*, quick: bool = False) -> list[Row]:
    """The service level of a simulated desk against Erlang's."""
    out, repetitions = [], 10 if quick else 300
    for agents in (13, 15):
        truth = float(erlang_c(volume=100, aht_seconds=180, interval_seconds=1_800, agents=agents,
                               target_answer_seconds=20).service_level)
        found = []
        for seed in range(repetitions):
            last = simulate([Demand("calls", 200, 180)], [Group(agents, ("calls",))],
                            target_answer_seconds=20,
                            simulation=Simulation(seed=seed)).iloc[-1]
            found.append(last["low"] <= truth <= last["high"])
        out.append(row(f"{agents} agents, 50 days of 8 hours", [float(np.mean(found))],
                       repetitions))
    return out
