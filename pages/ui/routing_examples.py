"""Messages that a rule gets, or that none gets, to read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.records import records
from analysis.routing import newest_of
from data import metrics
from data.filters import Filters
from data.routing import NO_RULE, Rules
from pages.ui.load import Mark, ask
from pages.ui.marks import read_in_voices
from pages.ui.message import about, show_message
from pages.ui.quoted import marked
from pages.ui.text import plain

_SHOWN = 4


def examples(filters: Filters, rules: Rules, matches: pd.DataFrame) -> None:
    """Choose a rule and read the newest messages that it gets; at first those of no rule.

    ``matches`` as the metric routing_matches gives them.
    """
    names = [NO_RULE, *(one.name for one in rules.rules)]
    with st.container(border=True, key="routing_examples"):
        st.markdown("###### What do they say?", anchors=False)
        _inside(filters, rules, names, matches)


@st.fragment
def _inside(filters: Filters, rules: Rules, names: list[str], matches: pd.DataFrame) -> None:
    chosen = st.selectbox("Messages that go by", names, key="routing_rule",
                          format_func=plain)
    rule = names.index(chosen) if chosen in names else 0
    found = _newest(filters, rules, rule, matches)
    if found.empty:
        st.caption("No message with a text goes this way under the filters.")
        return
    row: Any
    for row in records(found):
        with st.container(border=True, gap="xxsmall", key=f"routed_{row.row_id}"):
            st.markdown(marked(row.text, []))
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(about(row), width="stretch")
                if st.button("Read on", key=f"routed_open_{row.row_id}", type="tertiary",
                             help="Its conversation, why it is scored so, similar messages"):
                    show_message(int(row.row_id), filters)
    first: Any = records(found)[0]
    values = tuple((name, str(getattr(first, name))) for name in ("channel", "intent", "purpose"))
    st.caption(plain("All messages of the kind of the first, whichever rule gets them:"))
    read_in_voices(Mark(values))


def _newest(filters: Filters, rules: Rules, rule: int, matches: pd.DataFrame) -> pd.DataFrame:
    """The newest messages of a rule, from the numbers that the counts tell.

    The rules are asked anew only where too few of those numbered have a text.
    """
    rows, all_told = newest_of(matches, rule)
    found = ask(metrics.routing_read, filters, rows=rows, limit=_SHOWN)
    if len(found) >= _SHOWN or all_told:
        return found
    return ask(metrics.routing_examples, filters, rules=rules, rule=rule, limit=_SHOWN)
