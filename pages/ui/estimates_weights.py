"""How a survey wave was weighted, and what could not be."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.wording import several
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.text import plain

_WAVES = ("wave", "first_day", "answers", "weighted", "left_out", "n_eff", "deff", "converged",
          "trimmed", "largest_gap", "uncovered", "customers_then", "customers_gone", "problem")


def unweighted_warning(waves: pd.DataFrame, wave: str) -> None:
    """Say loudly when a wave could not be weighted: its shares are those of who answered."""
    mine = waves[(waves["wave"] == wave) & waves["problem"].notna()]
    if not mine.empty:
        st.warning(plain(mine.iloc[0]["problem"]),
                   title=f"Wave {plain(wave)} is not weighted: it speaks for those who answered",
                   icon=":material/warning:")


def left_out_words(left_out: pd.DataFrame, wave: str) -> str:
    """How many answers have no weight, and the main reason."""
    mine = left_out[left_out["wave"] == wave]
    if mine.empty:
        return ""
    n = int(mine["answers"].sum())
    return f"{several(n, 'answer', 'answers')} left out: {mine.iloc[0]['reason']}"


def weights_cards(waves: pd.DataFrame, margins: pd.DataFrame, filters: Filters, *,
                  wave: str) -> None:
    """The diagnostics of all waves, and the margins of one."""
    if waves.empty:
        return
    shown = waves[list(_WAVES)].assign(n_eff=waves["n_eff"].round(),
                                       largest_gap=waves["largest_gap"].round(6))
    done = waves[waves["wave"] == wave].iloc[0]
    met = "" if pd.notna(done["problem"]) else (
        f"wave {wave}: every margin met to {max(100 * done['largest_gap'], 0.001):.3f} %, "
        f"{int(done['trimmed']):,} weights cut at 5 times the mean; intervals gain "
        "again what these groups explain")
    card(Card(
        key="survey_waves", title="How was the survey weighted?", metric="survey_waves",
        frame=shown, filters=filters, n=several(int(waves["answers"].sum()), "answer", "answers"),
        note=met, height=150, covers="all waves",
    ))
    mine = margins[margins["wave"] == wave]
    if not mine.empty:
        in_percent = mine.assign(**{
            name: (100 * mine[name]).round(1)
            for name in ("target_share", "answered_share", "weighted_share")}).rename(columns={
                "target_share": "customers_pct", "answered_share": "answers_pct",
                "weighted_share": "weighted_pct", "customers": "customers_then"})
        card(Card(
            key="survey_margins", title="Whom did weighting give more voice?",
            metric="survey_margins", frame=in_percent, filters=filters,
            n=several(int(done["weighted"]), "answer", "answers"), height=260,
            covers=f"wave {wave}",
        ))
