"""Scenarios side by side: what some named sets of changes make of the answer."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.decision.decide import Decision
from analysis.decision.said import (
    LABELS,
    chance,
    money,
    needed_by_full_care,
    share_words,
)
from analysis.records import rows_of


def side_by_side(found: Mapping[str, Decision]) -> pd.DataFrame:
    """One row a scenario, in the order given.

    Columns: scenario, verdict, who_answers, best (option), best_net_value, best_low, best_high,
    full_net_value, full_low, full_high (money), break_even_share, needed_low, needed_high, share,
    chance (that full care pays over the years), flip (the likeliest, in words, or "").
    """
    rows = []
    for name, one in found.items():
        options = one.options.set_index("option")
        best, full = options.loc[one.verdict.option].to_dict(), options.loc["full"].to_dict()
        needed, later = needed_by_full_care(one, "now"), needed_by_full_care(one, "three years")
        flips = one.flips[one.flips["flip"].notna()]
        rows.append({
            "scenario": name, "verdict": one.verdict.headline, "who_answers": one.operating.label,
            "best": one.verdict.option, "best_net_value": best["net_value"],
            "best_low": best["low"], "best_high": best["high"],
            "full_net_value": full["net_value"], "full_low": full["low"],
            "full_high": full["high"], "break_even_share": needed["break_even_share"],
            "needed_low": needed["low"], "needed_high": needed["high"],
            "share": float(one.share_over_years["share"].iloc[0]), "chance": later["chance"],
            "flip": str(flips["label"].iloc[0]) if len(flips) else ""})
    return pd.DataFrame(rows)


def side_by_side_words(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The same in words: scenario, verdict, chance, needed, full care, best option, who, flip."""
    rows = rows_of(frame)
    return pd.DataFrame({
        "scenario": frame["scenario"], "verdict": frame["verdict"],
        "chance_that_it_pays": [chance(row["chance"]) for row in rows],
        "needed_to_pay": [f"{share_words(row['break_even_share'])} "
                          f"({share_words(row['needed_low'])} to "
                          f"{share_words(row['needed_high'])})" for row in rows],
        "full_care": [f"{money(row['full_net_value'], currency)} "
                      f"({money(row['full_low'], '')} to {money(row['full_high'], '')})"
                      for row in rows],
        "best_option": [f"{LABELS[row['best']]}: {money(row['best_net_value'], currency)} "
                        f"({money(row['best_low'], '')} to {money(row['best_high'], '')})"
                        for row in rows],
        "who_answers": frame["who_answers"], "flips_first_by": frame["flip"]})
