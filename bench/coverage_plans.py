"""Does a planned survey keep its margin?  Exact sums over what it could find."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.planning import (
    Assumptions,
    Costs,
    answers_needed,
    margin_of,
    overall,
    plan_for_margin,
)
from bench.coverage_rows import Row, binomials, log_factorials, middles, row


def margins(*, quick: bool = False) -> list[Row]:
    """The margin of so many answers: P(found share within the margin of the truth)."""
    out = []
    for n in (30, 100, 400, 1_000, 2_000):
        for name, band in (("2 to 10 %", (0.02, 0.1)), ("10 to 90 %", (0.1, 0.9))):
            truths, found = middles(*band, 100 if quick else 500), []
            for truth in truths:
                given = Assumptions(share=float(truth), response=1.0)
                margin = margin_of(answers=n, population=10**9, given=given)
                near = abs(np.arange(n + 1) / n - truth) <= margin + 1e-9
                found.append(float(binomials(n, np.array([truth]))[0] @ near))
            out.append(row(f"{n:,} answers, share {name}", found))
    return out


def needed(*, quick: bool = False) -> list[Row]:
    """Answers for a margin from a population that is not endless: hypergeometric sums."""
    out = []
    for people in (500, 2_000, 10_000):
        for margin in (0.03, 0.05):
            found = []
            for share in middles(0.1, 0.9, 30 if quick else 100):
                hits = round(share * people)
                given = Assumptions(share=hits / people, response=1.0)
                n = answers_needed(margin=margin, population=people, given=given)
                k = np.arange(max(0, n - people + hits), min(n, hits) + 1)
                near = abs(k / n - hits / people) <= margin + 1e-9
                found.append(float(_hypergeometric(people, hits, n, k) @ near))
            out.append(row(f"{people:,} customers, ± {100 * margin:.0f} points", found))
    return out


def _hypergeometric(people: int, hits: int, n: int, k: np.ndarray) -> np.ndarray:
    logs = log_factorials(people)

    def ways(of: int, some: np.ndarray) -> np.ndarray:
        out: np.ndarray = logs[of] - logs[some] - logs[of - some]
        return out

    out: np.ndarray = np.exp(ways(hits, k) + ways(people - hits, n - k)
                             - ways(people, np.array(n)))
    return out


def strata(*, quick: bool = False) -> list[Row]:
    """A plan over segments: the weighted share against its margin over all customers."""
    out, repetitions = [], 4_000 if quick else 40_000
    rng = np.random.default_rng(71)
    groups = pd.DataFrame({"group": ["a", "b", "c"], "customers": [8_000, 1_500, 500]})
    weights = groups["customers"].to_numpy() / groups["customers"].sum()
    for design in ("overall", "each"):
        for share in (0.1, 0.3):
            given = Assumptions(share=share, response=1.0)
            plan = plan_for_margin(groups, margin=0.05, given=given, costs=Costs(),
                                   design="each" if design == "each" else "overall")
            margin = overall(plan, given=given, costs=Costs())["margin"]
            found = np.zeros(repetitions)
            for weight, (customers, answers) in zip(
                    weights, plan[["customers", "answers"]].to_numpy(), strict=True):
                hits = round(share * customers)
                found += weight * rng.hypergeometric(
                    hits, customers - hits, answers, repetitions) / answers
            out.append(row(f"for {design}, share {100 * share:.0f} %",
                           [float((abs(found - share) <= margin).mean())], repetitions))
    return out
