"""Coverage of comparisons of groups: standardised differences, mean offsets, bounds of the log."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.estimates import AGREE, log_bounds, two_estimates
from analysis.representative import mean_offsets, profile_differences
from bench.coverage_counts import drawn
from bench.coverage_rows import TRUE, Row, holds, row

SIDES = ((100, 900), (100, 5_000), (400, 2_000), (1_000, 20_000))
SHARES = ((0.05, 0.05), (0.1, 0.1), (0.4, 0.05), (0.05, 0.4), (0.5, 0.5), (0.9, 0.6), (0.3, 0.35))
# Thirty values do not tell how skewed money is.
SKEWED = (0.90, 0.97)


def _groups(rng: np.random.Generator, sides: tuple[int, int], shares: tuple[float, float],
            count: int) -> pd.DataFrame:
    """Pairs of a group and the rest, each pair a dimension of its own."""
    n1, n2 = sides
    social, rest = rng.binomial(n1, shares[0], count), rng.binomial(n2, shares[1], count)
    parts = [pd.DataFrame({"dimension": np.arange(count).astype(str), "category": name,
                           "active_customers": a + b, "customers_social": a})
             for name, a, b in (("mine", social, rest), ("others", n1 - social, n2 - rest))]
    return pd.concat(parts, ignore_index=True)


def standardised(*, quick: bool = False) -> list[Row]:
    """A group's standardised difference; pairs that the page does not judge are left out."""
    out, repetitions = [], 500 if quick else 10_000
    rng = np.random.default_rng(61)
    for sides in SIDES:
        found = []
        for shares in SHARES:
            p1, p2 = shares
            true = (p1 - p2) / np.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / 2)
            shown = profile_differences(_groups(rng, sides, shares, repetitions))
            shown = shown[(shown["category"] == "mine") & ~shown["too_few"]]
            found.append(holds(shown["smd_low"], shown["smd_high"], true).mean())
        out.append(row(f"{sides[0]:,} on social media, {sides[1]:,} not", found,
                       len(SHARES) * repetitions))
    rare = profile_differences(_groups(rng, (100, 5_000), (0.02, 0.02), repetitions))
    rare = rare[rare["category"] == "mine"]
    out.append(row("100 and 5,000, two of the hundred expected",
                   [holds(rare["smd_low"], rare["smd_high"], 0.0).mean()], repetitions, None))
    return out


def findings(*, quick: bool = False) -> list[Row]:
    """How often twenty groups that do not differ are all called none."""
    quiet, repetitions = 0, 100 if quick else 1_000
    rng = np.random.default_rng(62)
    for _ in range(repetitions):
        shown = profile_differences(_groups(rng, (300, 3_000), (0.2, 0.2), 20))
        quiet += int((shown["finding"] == "none").all())
    return [row("20 groups of 300 and 3,000", [quiet / repetitions], repetitions, (0.93, 1.0))]


def offsets(*, quick: bool = False) -> list[Row]:
    """How far a mean over those on social media is off the mean over all."""
    out, repetitions = [], 400 if quick else 4_000
    rng = np.random.default_rng(63)
    shapes: dict[str, tuple[Callable[[tuple[int, int]], np.ndarray], float]] = {
        "mildly skewed (gamma of 2)": (lambda size: rng.gamma(2, 3, size), 6.0),
        "contacts (Poisson of 2)": (lambda size: drawn(rng, np.asarray(2.0), 1, size), 2.0),
        "money (lognormal of 1)": (lambda size: rng.lognormal(0, 1, size), float(np.exp(0.5)))}
    for name, (draw, mean) in shapes.items():
        for n in (30, 100, 400):
            rest = 10 * n
            mine, others = 1.1 * draw((repetitions, n)), draw((repetitions, rest))
            cells = pd.DataFrame({
                "measure": np.arange(repetitions).astype(str), "segment": "s", "tier": "t",
                "n_social": n, "sum_social": mine.sum(axis=1),
                "squares_social": (mine**2).sum(axis=1), "n_rest": rest,
                "sum_rest": others.sum(axis=1), "squares_rest": (others**2).sum(axis=1),
                "cubes_social": (mine**3).sum(axis=1), "cubes_rest": (others**3).sum(axis=1)})
            shown = mean_offsets(cells)
            truth = (1 - n / (n + rest)) * 0.1 * mean
            promise = SKEWED if name.startswith("money") and n < 100 else TRUE
            out.append(row(f"{name}, {n} on social media",
                           [holds(shown["low"].astype(float), shown["high"].astype(float),
                                  truth).mean()], repetitions, promise))
    return out


def bounds(*, quick: bool = False) -> list[Row]:
    """The range from the log's lower limit to its upper one, against the share that is true.

    The range is wider than an interval on purpose: it holds what is not matched, too.
    """
    out, repetitions = [], 2_000 if quick else 20_000
    rng = np.random.default_rng(64)
    for n in (100, 1_000, 10_000):
        for matched, strangers in ((1.0, 0.0), (0.6, 0.0), (0.6, 0.5)):
            social = rng.binomial(n, 0.07, repetitions)
            seen = rng.binomial(social, matched)
            unmatched = social - seen + rng.binomial(social, strangers)
            shown = log_bounds(pd.DataFrame({"seen": seen, "n": n, "open": unmatched}),
                               seen="seen", base="n", unmatched="open")
            out.append(row(f"{n:,} customers, {100 * matched:.0f} % matched, "
                           f"{100 * strangers:.0f} strangers a hundred",
                           [holds(shown["low"], shown["upper_high"], 0.07).mean()], repetitions,
                           (0.93, 1.0)))
    return out


def agreement(*, quick: bool = False) -> list[Row]:
    """How often log and survey of one truth are said to agree."""
    repetitions, customers, answers = 300 if quick else 5_000, 5_000, 400
    rng = np.random.default_rng(65)
    social = rng.binomial(customers, 0.1, repetitions)
    seen, said = rng.binomial(social, 0.7), rng.binomial(answers, 0.1, repetitions)
    keys = {"wave": np.arange(repetitions).astype(str), "dimension": "all", "category": "all"}
    log = pd.DataFrame({**keys, "customers": customers, "customers_social": seen,
                        "unmatched_handles": social - seen})
    survey = pd.DataFrame({**keys, "answers": answers, "weight_sum": answers * 1.0,
                           "weight_squared_sum": answers * 1.0, "social_weight": said * 1.0,
                           "is_weighted": True})
    both = two_estimates(log, survey)
    return [row("5,000 customers, 70 % matched, 400 answers", [(both["verdict"] == AGREE).mean()],
                repetitions, (0.95, 1.0))]
