"""How many social accounts are tied to a customer, and how well the model ties them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import wording
from analysis.charts.canvas import (
    HOVER,
    canvas,
    legend_below,
    quoted,
    row_names,
    rows_canvas,
)
from analysis.charts.figure import Figure
from analysis.charts.palette import INK, band
from analysis.records import records

# Status → words, colour, pattern: the tied ones are full, the open ones hatched.
STATUS_WORDS = {
    "known": ("named by a source", "#35789c", ""),
    "accepted": ("accepted", "#05a093", ""),
    "review": ("to review", "#bd830e", "/"),
    "conflict": ("conflict", "#c83103", "x"),
    "rejected": ("rejected", INK, "."),
    "nobody": ("no candidate", "#b5bcc4", ""),
}
_PRECISION, _RECALL = "#05a093", "#697df9"


def status_bars(frame: pd.DataFrame) -> Figure:
    """Accounts per network, by what is known of their owner.

    Frame: network, status, accounts, accounts_seen, posts.
    """
    networks = (frame.groupby("network")["accounts"].sum().sort_values(ascending=False)
                if len(frame) else pd.Series(dtype=int))
    figure = rows_canvas(keys=["network", "status"], x="Accounts", y="Network",
                         rows=len(networks), legend=2)
    for status, (words, colour, pattern) in STATUS_WORDS.items():
        mine = frame[frame["status"] == status]
        if mine.empty:
            continue
        figure.add_bar(
            orientation="h", x=mine["accounts"].tolist(),
            y=[networks.index.get_loc(one) for one in mine["network"]], name=words, width=0.6,
            marker={"color": colour, "pattern": {"shape": pattern, "solidity": 0.25}},
            customdata=[[str(one), status] for one in mine["network"]],
            hovertext=[_status_words(row, int(networks[row.network])) for row in records(mine)],
            hovertemplate=HOVER)
    row_names(figure, [wording.channel_name(one) for one in networks.index],
              [wording.several(one, "account", "accounts") for one in networks])
    figure.update_layout(barmode="stack")
    legend_below(figure)
    return figure


def _status_words(row: Any, of: int) -> str:
    words = STATUS_WORDS[row.status][0]
    return (f"{quoted(wording.channel_name(row.network))}, {words}:<br>"
            f"{wording.several(row.accounts, 'account', 'accounts')} of {wording.number(of)} "
            f"({wording.percent(row.accounts / of)})<br>"
            f"{wording.several(row.posts, 'post', 'posts')}")


def status_bars_alt(frame: pd.DataFrame) -> str:
    """How many accounts there are of each status, in words."""
    if frame.empty:
        return "No social accounts."
    sums = frame.groupby("status")["accounts"].sum()
    parts = [f"{words} {wording.number(sums[status])}"
             for status, (words, _, _) in STATUS_WORDS.items() if status in sums]
    return f"Social accounts by what is known of their owner: {', '.join(parts)}."


def check_lines(frame: pd.DataFrame, *, accept: float | None = None) -> Figure:
    """Precision and recall on known accounts by threshold, with intervals.

    Frame: cut, known_accounts, linked, linked_right, precision, precision_low, precision_high,
    recall, recall_low, recall_high (shares 0..1).  ``accept`` marks the threshold in use.
    """
    figure = canvas(keys=["cut"], x="Threshold of probability", y="Share (%)", height=300)
    if frame.empty:
        return figure
    if accept is not None:
        figure.add_vline(x=accept, line={"dash": "dot", "color": INK, "width": 1.5},
                         annotation={"text": "in use", "y": 0.04,
                                     "xanchor": "right", "xshift": -4})
    for name, colour, dash in (("precision", _PRECISION, "solid"), ("recall", _RECALL, "dash")):
        rows = frame[frame[name].notna()]
        figure.add_scatter(
            x=[*rows["cut"], *rows["cut"][::-1]], mode="lines", hoverinfo="skip",
            y=[*(100 * rows[f"{name}_high"]), *(100 * rows[f"{name}_low"])[::-1]],
            fill="toself", fillcolor=band(colour), line={"width": 0}, showlegend=False)
        figure.add_scatter(
            x=rows["cut"].tolist(), y=(100 * rows[name]).tolist(), mode="lines+markers",
            name=f"{name.capitalize()}", line={"color": colour, "dash": dash},
            marker={"color": colour, "size": 8}, customdata=[[one] for one in rows["cut"]],
            hovertext=[_check_words(row, name) for row in records(rows)], hovertemplate=HOVER)
    figure.update_yaxes(range=[0, 104])
    legend_below(figure)
    return figure


def _check_words(row: Any, name: str) -> str:
    of = (f"{wording.number(row.linked_right)} of {wording.number(row.linked)} linked are right"
          if name == "precision" else
          f"{wording.number(row.linked_right)} of {wording.number(row.known_accounts)} known "
          "accounts are found")
    share, low, high = (getattr(row, part) for part in (name, f"{name}_low", f"{name}_high"))
    return (f"{name.capitalize()} at {row.cut:g}: {wording.percent(share)} "
            f"({100 * low:.1f}–{100 * high:.1f} %)<br>{of}")


def check_lines_alt(frame: pd.DataFrame, *, accept: float | None = None) -> str:
    """Precision and recall at each threshold in words."""
    if frame.empty:
        return "No account has a known owner to check the model with."
    parts = [f"at {row.cut:g} precision {wording.percent(row.precision)}, recall "
             f"{wording.percent(row.recall)}" for row in records(frame)]
    used = "" if accept is None else f" The threshold in use is {accept:g}."
    return f"The model on accounts whose owner is known: {'; '.join(parts)}.{used}"
