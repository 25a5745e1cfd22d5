"""The rows behind a mark, in a dialog."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.wording import bucket_words, channel_name, number, several, weekday_name
from data.filters import Filters
from pages.ui.exports import csv_bytes, file_name
from pages.ui.load import Mark, load_rows
from pages.ui.marks import read_in_voices
from pages.ui.table import table
from pages.ui.text import plain

_FIRST = ["published_at", "channel", "text", "sentiment", "purpose", "intent", "handle",
          "customer_id"]


def show_rows(title: str, filters: Filters, mark: Mark) -> None:
    """Open the rows behind a mark of the chart with this title."""
    _dialog(title, filters, mark)


@st.dialog("The rows behind it", width="large", icon=":material/table_rows:")
def _dialog(title: str, filters: Filters, mark: Mark) -> None:
    rows = load_rows(filters, mark)
    what = words(mark)
    st.markdown(f"**{plain(title)}**")
    st.markdown(plain(f"{what}: {counted(rows)}."))
    if rows.empty:
        st.caption("No single interaction lies behind this mark under the filters.")
        return
    order = [name for name in _FIRST if name in rows] + [
        name for name in rows.columns if name not in _FIRST and not name.startswith("total_")]
    rows = rows[order]
    table(rows, alt=f"Interactions behind {what}", height=420)
    st.download_button(
        "Download these rows", lambda: csv_bytes(rows), mime="text/csv", key="csv_rows",
        file_name=file_name(f"rows {what}", "csv", period=filters.period()),
        icon=":material/download:", on_click="ignore")
    read_in_voices(mark)
    st.caption(plain(filters.sentence()))


def counted(rows: pd.DataFrame) -> str:
    """How much lies behind a mark, in each unit that a chart may count."""
    if rows.empty:
        return "no interactions"
    total = rows.iloc[0]
    out = [several(int(total["total_interactions"]), "interaction", "interactions")
           + " of customers, in "
           + several(int(total["total_conversations"]), "conversation", "conversations")]
    if total["total_customers"]:
        out.append("from " + several(int(total["total_customers"]), "known customer",
                                     "known customers"))
    if total["total_interactions"] > len(rows):
        out.append(f"the newest {number(len(rows))} are shown")
    return ", ".join(out)


def words(mark: Mark) -> str:
    """What the mark stands for: "X, week of 5 Oct 2026, negative"."""
    values = dict(mark.values)
    out: list[str] = []
    for key in ("channel", "channel_a", "channel_b"):
        if key in values:
            out.append(channel_name(str(values[key])))
    if "bucket" in values:
        if "until" in values:
            out.append(f"{bucket_words(values['bucket'], grain='hour')} to "
                       f"{bucket_words(values['until'], grain='hour')}")
        else:
            out.append(bucket_words(str(values["bucket"]), grain=str(values["grain"])
                                    if "grain" in values else None))
    if "weekday" in values:
        out.append(weekday_name(int(values["weekday"])))
    if "hour" in values:
        out.append(f"{int(values['hour']):02d}:00 to {int(values['hour']):02d}:59")
    if "polarity_from" in values:
        start = float(values["polarity_from"])
        out.append(f"polarity {start:.1f} to {start + 0.1:.1f}")
    if "word" in values:
        out.append(f"the word “{values['word']}”")
    for key in ("combination", "segment", "department", "team", "purpose", "intent", "sentiment"):
        if key in values:
            out.append(str(values[key]).replace("_", " "))
    if "priority" in values:
        out.append(f"{values['priority']} priority")
    if values.get("waited", "any") == "unanswered":
        out.append("not answered")
    elif values.get("waited", "any") != "any":
        out.append(f"answered {values['waited']}".replace("_", " "))
    return ", ".join(dict.fromkeys(out))
