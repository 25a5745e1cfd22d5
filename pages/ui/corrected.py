"""Shares of purpose and sentiment corrected by what people checked, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.audit import corrected_dots, corrected_dots_alt
from analysis.prevalence import corrected_shares
from analysis.records import records
from analysis.wording import several
from data.audit import AuditError, purpose_confusion, sentiment_confusion
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.load import home, warehouse
from pages.ui.text import plain

_ABOUT = ("Shares as counted from the engine's labels, and corrected for its errors: posts of "
          "random samples that people labelled tell how often each label is taken for another, and "
          "the counted shares are solved for the true ones (Levy and Kass 1970; Forman 2008). The "
          "interval holds the chance of both the counting and the checking. The errors are taken "
          "to be the same under all filters. Of conversations, those count whose first post was "
          "checked; a conversation is taken to be about what its first post is about.")

AuditCounts = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Corrected:
    """Counted and corrected shares (0..1) of each label; ``why`` says why there are none."""

    frame: pd.DataFrame
    audited: int
    why: str


def audit_counts(facet: str) -> AuditCounts | None:
    """Checked random posts by (true, predicted); None without, or for who may not see them all."""
    from pages.ui.who import viewer

    if viewer().regions or viewer().segments:
        return None
    try:
        found = (purpose_confusion if facet == "purpose" else sentiment_confusion)(
            home(), db=warehouse())
    except AuditError:
        return None
    if found is None:
        return None
    rows: list[Any] = records(found)
    return {(row.true, row.predicted): int(row.count) for row in rows}


def corrected(facet: str, counts: Mapping[str, int], names: tuple[str, ...]) -> Corrected:
    """The corrected shares of a facet for what was counted under the filters."""
    audit = audit_counts(facet)
    frame, why = corrected_shares(counts, audit, names=names)
    return Corrected(frame, sum((audit or {}).values()), why)


def corrected_card(found: Corrected, filters: Filters, *, facet: str, counted: str) -> None:
    """Draw counted and corrected shares, or why there are none and the way to them."""
    from pages.ui.navigation import page_for

    title = "What are the shares, corrected for errors?"
    if found.why:
        with st.container(border=True, key=f"card_corrected_{facet}"):
            st.markdown(f"###### {title}", anchors=False)
            st.markdown(plain(f"{found.why[0].upper()}{found.why[1:]}."))
            st.page_link(page_for("audit"), label="Label posts, so that errors can be corrected",
                         icon=":material/fact_check:")
        return
    frame = found.frame
    card(Card(
        key=f"corrected_{facet}", title=title, metric="", frame=frame, filters=filters,
        about=_ABOUT, n=f"{counted}; {several(found.audited, 'checked post', 'checked posts')}",
        figure=lambda: corrected_dots(frame, x=f"Share of {counted.split(' ')[-1]} (%)"),
        alt=lambda: corrected_dots_alt(frame)))
