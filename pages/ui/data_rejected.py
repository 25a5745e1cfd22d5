"""Rejected rows: where they stood, why they were turned away, and what they said."""

from __future__ import annotations

import streamlit as st

from analysis.wording import number, several
from data.status import Status
from pages.ui.exports import csv_bytes
from pages.ui.load import load_rejected
from pages.ui.table import table
from pages.ui.text import plain, shortened

_SHOWN = 1000
_CELL = 300


def rejected(status: Status) -> None:
    """Rejected rows with a choice of source and reason, and a download of all of them."""
    sources = [one.source for one in status.sources if one.rows_rejected]
    if not sources:
        st.markdown("No row was rejected: every row that came in was kept.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = st.selectbox("Source", [None, *sources], key="rejected_source",
                              format_func=lambda one: "All sources" if one is None else one)
        rows = load_rejected(source if source in sources else None)
        reasons = rows["reason"].value_counts()
        reason = st.selectbox(
            "Reason", [None, *reasons.index], key="rejected_reason",
            format_func=lambda one: "All reasons" if one is None else
            f"{shortened(one, to=70)} ({number(reasons[one])})")
    chosen = rows if reason is None else rows[rows["reason"] == reason]
    shown = chosen.head(_SHOWN)
    # A cell can be megabytes long; the download has it whole.
    shown = shown.assign(original_text=shown["original_text"].map(
        lambda cell: shortened(cell, to=_CELL), na_action="ignore"))
    st.caption(plain(several(len(chosen), "rejected row", "rejected rows")
                     + (f", the first {number(_SHOWN)} are shown" if len(chosen) > _SHOWN else "")))
    table(shown, alt="Rejected rows with file, line and reason", height=420)
    st.download_button("Download all of them", lambda: csv_bytes(chosen), mime="text/csv",
                       file_name="rejected-rows.csv", key="csv_rejected", on_click="ignore",
                       icon=":material/download:")
    st.caption("Mend the file and load it again: rows that are already there count once.")
