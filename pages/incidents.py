"""Is it one loud customer, or a fault that hits many?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.incidents import (
    authors_against_messages,
    authors_against_messages_alt,
    rise_dots,
    rise_dots_alt,
)
from analysis.records import records
from analysis.verdict import ISOLATED, SYSTEMIC, WATCH
from analysis.wording import number, several
from data.filters import Filters
from data.metrics.incidents import ever_values, stretch_values
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain
from pages.ui.theme_detail import theme_detail
from pages.ui.themes import (
    Themes,
    close_theme,
    load_themes,
    open_theme,
    people_words,
    rise_words,
    stretch_words,
    theme_of_url,
)

LISTED = 12
# Fewer messages with a text cannot show what stands out.
_LEAST_MESSAGES = 100
_BADGES = {SYSTEMIC: ("red", "Systemic", ":material/groups:"),
           ISOLATED: ("orange", "Isolated", ":material/person:"),
           WATCH: ("blue", "Watch", ":material/visibility:")}
_NOTE = ("Each theme is judged in the days of the period in which it stands out most against its "
         "usual rate on all other days of the data. Several accounts of one person count as "
         "several people where nobody has matched them.")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        themes = load_themes(filters)
    if not themes.messages:
        head("No messages with a text came in under these filters.", filters)
        nothing_matches("messages", filters)
        return
    asked = theme_of_url()
    one = themes.named(asked) if asked else None
    if one is not None:
        theme_detail(themes, one, filters)
        return
    head(answer(themes), filters, note=_NOTE)
    if asked:
        st.caption(plain(f"No theme is called “{asked}” under these filters."))
        close_theme()
    if themes.rows.empty:
        st.markdown("No word or phrase came in waves or again and again from one person.")
        return
    rows = shown(themes.rows)
    left, right = st.columns(2)
    with left:
        _authors_card(themes, rows, filters)
    with right:
        _rise_card(themes, rows, filters)
    _list(themes)
    _all_card(themes, rows, filters)


def answer(themes: Themes) -> str:
    """The page's sentence: how many themes are systemic or isolated, and the foremost of each."""
    n = several(themes.messages, "message", "messages")
    if themes.messages < _LEAST_MESSAGES:
        return (f"We cannot tell yet: {n} with a text, at least {_LEAST_MESSAGES} are needed.")
    found, all_of = themes.found, len(themes.rows)
    if found.empty:
        return (f"Nothing stands out: none of {several(all_of, 'theme', 'themes')} is systemic or "
                f"comes from one person (n = {n}).")
    parts = []
    for verdict, are in ((SYSTEMIC, "systemic"), (ISOLATED, "isolated"), (WATCH, "to watch")):
        mine = found[found["verdict"] == verdict]
        if mine.empty:
            continue
        rows: list[Any] = records(mine.head(3))
        named = joined([_named(row) for row in rows])
        more = f" and {len(mine) - len(rows)} more" if len(mine) > len(rows) else ""
        parts.append(f"{len(mine)} {'is' if len(mine) == 1 else 'are'} {are}: {named}{more}")
    return f"Of {several(all_of, 'theme', 'themes')} {'; '.join(parts)} (n = {n})."


def _named(row: Any) -> str:
    said = f"“{row.label}”"
    if row.verdict == ISOLATED:
        return (f"{said} ({number(row.top_messages)} of "
                f"{several(row.known, 'message', 'messages')} by one person)")
    return f"{said} ({people_words(row)})"


def _about(themes: Themes) -> str:
    return (f"{several(len(themes.rows), 'theme', 'themes')}, "
            f"{several(themes.messages, 'message', 'messages')}")


def _authors_card(themes: Themes, frame: pd.DataFrame, filters: Filters) -> None:
    card(Card(
        key="theme_authors", title="Did many people write, or one many times?",
        metric="theme_facts", frame=frame, filters=filters,
        figure=lambda: authors_against_messages(themes.rows),
        alt=lambda: authors_against_messages_alt(themes.rows), n=_about(themes),
        note="dashed: everybody wrote once", more=stretch_values(themes.stretches)))


def _rise_card(themes: Themes, frame: pd.DataFrame, filters: Filters) -> None:
    found = themes.found
    rows = found.head(LISTED) if len(found) else themes.rows.head(6)
    card(Card(
        key="theme_rise", title="How far above its usual rate did each theme rise?",
        metric="theme_days", frame=frame.loc[rows.index], filters=filters,
        figure=lambda: rise_dots(rows), alt=lambda: rise_dots_alt(rows), n=_about(themes),
        note="the busiest days are chosen, so ratios lean high; arrow: not said on any other day",
        more=ever_values()))


def _list(themes: Themes) -> None:
    found = themes.found
    if found.empty:
        return
    st.subheader("What stands out", anchor=False)
    rows: list[Any] = records(found.head(LISTED))
    for row in rows:
        _entry(row)
    if len(found) > LISTED:
        st.caption(plain(f"{len(found) - LISTED} more are in the table below."))


def _entry(row: Any) -> None:
    colour, words, icon = _BADGES[row.verdict]
    with st.container(border=True, key=f"theme_{row.theme_id}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":{colour}-badge[{icon} {words}] **{plain(row.label)}**", width="stretch")
            st.button("Look closer", key=f"open_theme_{row.theme_id}", type="tertiary",
                      icon=":material/search:", on_click=open_theme, args=(row.label,))
        facts = [rise_words(row), stretch_words(row)]
        st.markdown(plain(" · ".join(one for one in facts if one)))
        st.caption(plain(" ".join(row.reasons)))


def _all_card(themes: Themes, frame: pd.DataFrame, filters: Filters) -> None:
    card(Card(
        key="theme_all", title="Every theme", metric="theme_facts", frame=frame,
        filters=filters, n=_about(themes), height=420, more=stretch_values(themes.stretches),
        note=f"q: after Benjamini and Hochberg over {number(themes.tests)} terms that were looked "
             "at"))


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that a reader checks, in their order."""
    return pd.DataFrame({
        "theme": rows["label"], "verdict": rows["verdict"],
        "reasons": [" ".join(one) for one in rows["reasons"]],
        "from_day": rows["from_day"], "to_day": pd.to_datetime(rows["until_day"])
        - pd.Timedelta(days=1), "messages": rows["messages"], "authors": rows["authors"],
        "top_author_share_pct": (100 * rows["top_share"]).round(1),
        "top_share_from_pct": (100 * rows["top_low"]).round(1),
        "top_share_to_pct": (100 * rows["top_high"]).round(1),
        "herfindahl": rows["herfindahl"].round(4), "effective_authors": rows["effective"].round(1),
        "times_usual": rows["ratio"].round(2), "times_from": rows["low"].round(2),
        "times_to": rows["high"].round(2), "q_messages": rows["q_rise"],
        "q_people": rows["q_people"], "channels_hit": rows["channels_hit"],
        "segments_hit": rows["segments_hit"], "negative": rows["negative"],
        "phrases": [", ".join(one[:12]) for one in rows["phrases"]]})


if __name__ == "__main__":
    import dashboard

    dashboard.main()
