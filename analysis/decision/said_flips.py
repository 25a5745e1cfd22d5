"""What would flip the answer, and the verdict, in words that fit beside each other."""

from __future__ import annotations

import pandas as pd

from analysis.decision.decide import Decision
from analysis.decision.register import SHORT
from analysis.decision.said import change_words, flip_rows, in_currency, range_words
from analysis.records import rows_of


def flips_briefly(found: Decision, currency: str) -> pd.DataFrame:
    """What would flip the answer: input, from_to, then_best, chance, change, source."""
    rows = found.flips[found.flips["flip"].notna()]
    said = flip_rows(found, currency)
    return pd.DataFrame({
        "input": said["input"], "from_to": _from_to(rows, currency),
        "then_best": said["then_best"], "chance": said["chance_beyond"],
        "change": said["change"], "source": said["source"]})


def verdict_flip_rows(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """What would flip the verdict, in words: input, from_to, change, then_verdict, source.

    ``frame``: that of :func:`verdict_flips.verdict_flips`.
    """
    return pd.DataFrame({
        "input": [SHORT[one] for one in frame["input"]], "from_to": _from_to(frame, currency),
        "change": [change_words(row) for row in rows_of(frame)],
        "then_verdict": frame["verdict"],
        "source": frame["source"]}).reset_index(drop=True)


def verdict_flip_answer(frame: pd.DataFrame, currency: str, *, most: int = 3) -> str:
    """The nearest changes of the verdict as a sentence: "Start a pilot, not more, if ..."."""
    if frame.empty:
        return ("The verdict stays the same whichever single input moves, by up to three standard "
                "deviations.")
    told = [f"{row['input'][:1].lower()}{row['input'][1:]} goes from {row['from_to']}, then "
            f"{row['then_verdict'][:1].lower()}{row['then_verdict'][1:]}"
            for row in rows_of(verdict_flip_rows(frame, currency).head(most))]
    return (f"What would flip the verdict, nearest first, its doubt moving along: "
            f"{'; '.join(told)}.")


def _from_to(rows: pd.DataFrame, currency: str) -> list[str]:
    return [range_words(row["mean"], row["flip"], in_currency(row["unit"], currency))
            for row in rows_of(rows)]
