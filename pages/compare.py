"""How do two sets of customers differ, on every measure?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.compare import (
    difference_words,
    ratio_dots,
    ratio_dots_alt,
    side_dots,
    side_dots_alt,
    side_lines,
    side_lines_alt,
    value_words,
)
from analysis.compare import compare
from analysis.records import records
from analysis.sides import measures_of, series_of, survey_of
from analysis.wording import number, several
from data import metrics
from data.filters import Filters
from data.metrics.compare import b_values
from data.views import View, ViewError, remove_view, save_view, views
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.load import ask, beside, home, load_pairs
from pages.ui.second import choices_now, choose_second, restore, swap
from pages.ui.states import nothing_matches
from pages.ui.text import joined, plain

_WANTED = (metrics.overview_totals, metrics.overview_series, metrics.channel_share,
           metrics.customer_means, metrics.survey_scores)
_GROUPS = (("share", "Share (%)", "Where do the shares differ?"),
           ("score", "Points", "How do sentiment and recommendation differ?"))


def render(filters: Filters) -> None:
    """Draw the page."""
    top = st.container()
    with st.container(border=True, gap="small"):
        st.markdown("**A** is what the filters beside say. **B** is:")
        other = choose_second(filters)
        _tools(filters, other)
    on_both = beside(lambda: ask(metrics.customers_of_both, filters, other=other))
    frames = load_pairs(*((metric, side) for side in (filters, other) for metric in _WANTED))
    a, b = frames[:len(_WANTED)], frames[len(_WANTED):]
    if not (_anything(a) and _anything(b)):
        with top:
            head("One side is empty under its filters, so there is nothing to compare.", filters)
        nothing_matches("contacts", other if _anything(a) else filters)
        return
    surveys = survey_of((a[4], b[4]), _wave(a[4], b[4]))
    sides = [measures_of(frame[0].iloc[0], frame[1], frame[2], frame[3], said,
                         by_purpose=not (filters.purposes or other.purposes))
             for frame, said in zip((a, b), surveys, strict=True)]
    rows = compare(*sides)
    both = on_both.result().iloc[0]
    with top:
        head(answer(rows, same=_same(filters, other)), filters,
             note=f"B: {other.sentence()} {overlap_words(both)}")
    _cards(rows, a, b, filters, other)


def answer(rows: pd.DataFrame, *, same: bool) -> str:
    """The page's sentence: on how many measures A and B differ, and the clearest of them."""
    if same:
        return "A and B are the same choice: choose for B a segment, a region or another period."
    tested = int(rows["p"].notna().sum())
    if not tested:
        return "Too few contacts on one side to compare anything."
    found = rows[rows["finding"]].sort_values("q", kind="stable")
    if found.empty:
        return f"A and B differ on none of {tested} measures beyond chance."
    rows_found: list[Any] = records(found.head(3))
    parts = [f"{row.measure} {value_words(row.value_a, row.unit)} against "
             f"{value_words(row.value_b, row.unit)}" for row in rows_found]
    return (f"A and B differ on {len(found)} of {tested} measures beyond chance, most clearly: "
            f"{joined(parts)}.")


def overlap_words(both: pd.Series) -> str:
    """How many customers each side has and how many are on both."""
    a, b, shared = (int(both[f"customers_{one}"]) for one in ("a", "b", "both"))
    words = (f"{several(a, 'customer', 'customers')} in A, {number(b)} in B, {number(shared)} in "
             "both")
    if not shared:
        return f"{words}."
    return (f"{words}: who is on both sides draws them together, and intervals are rather too wide "
            "than too narrow.")


def _same(a: Filters, b: Filters) -> bool:
    return a.params() == b.params()


def _anything(frames: list[pd.DataFrame]) -> bool:
    return bool(len(frames[2])) and bool(frames[2]["interactions"].sum())


def _wave(a: pd.DataFrame, b: pd.DataFrame) -> str | None:
    """The last wave that both sides answered; none where they are the same people's answers."""
    if a.equals(b):
        return None
    shared = sorted(set(a["wave"]) & set(b["wave"])) if len(a) and len(b) else []
    return str(shared[-1]) if shared else None


def _cards(rows: pd.DataFrame, a: list[pd.DataFrame], b: list[pd.DataFrame],
           filters: Filters, other: Filters) -> None:
    n = (f"A {several(int(a[0].iloc[0]['customers_active']), 'customer', 'customers')}, B "
         f"{number(b[0].iloc[0]['customers_active'])}")
    about: dict[str, Any] = {
        "filters": filters, "n": n, "covers": f"A {filters.period()}, B {other.period()}"}
    shown = _shown(rows)
    card(Card(
        key="compare_all", title="Every measure", metric="customers_of_both", frame=shown,
        height=300, more=b_values(other),
        note="q: p after Benjamini and Hochberg over all measures", **about))
    columns = st.columns(2)
    with columns[0]:
        _dots(rows, shown, *_GROUPS[0], about)
    with columns[1]:
        _dots(rows, shown, *_GROUPS[1], about)
        by_ratio = rows["kind"].isin(["rate", "duration", "mean"])
        ratios = rows[by_ratio]
        card(Card(
            key="compare_ratios", title="How many times as much, or as long?", metric="",
            about=_ABOUT, frame=shown[by_ratio], figure=lambda: ratio_dots(ratios),
            alt=lambda: ratio_dots_alt(ratios),
            note="filled: a finding at a false-discovery rate of 5 %", **about))
    lines = pd.concat([series_of(frame[1], by_purpose=not (filters.purposes or other.purposes))
                       .assign(side=side) for side, frame in (("A", a), ("B", b))],
                      ignore_index=True)
    card(Card(
        key="compare_lines", title="How did both sides move?", metric="overview_series",
        frame=lines, figure=lambda: side_lines(lines), alt=lambda: side_lines_alt(lines),
        note="each row has one scale for both sides; hollow: n under 30", **about))


_ABOUT = ("Every measure of A beside that of B with 95 % intervals; the difference (for rates and "
          "times the ratio A ÷ B) with its interval; p drawn from the interval; q after Benjamini "
          "and Hochberg over all measures of this page; effect sizes after Cohen. Both sides are "
          "counted by the queries of Overview, Channel share and Survey, and by one for means of "
          "customers.")


def _dots(rows: pd.DataFrame, shown: pd.DataFrame, kind: str, x: str, title: str,
          about: dict[str, Any]) -> None:
    its = rows["kind"] == kind
    mine = rows[its]
    card(Card(
        key=f"compare_{kind}", title=title, metric="", about=_ABOUT, frame=shown[its],
        figure=lambda: side_dots(mine, x=x), alt=lambda: side_dots_alt(mine, x=x),
        note="hollow: n under 30", **about))


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the difference in words, findings first as the table has them."""
    words = [difference_words(row) for row in records(rows)]
    out = rows.assign(difference_in_words=words, n_a=rows["n_a"].round().astype(int),
                      n_b=rows["n_b"].round().astype(int))
    # What answers the question stands first: the rest is reached by scrolling and in the files.
    return out[["measure", "unit", "value_a", "value_b", "difference_in_words", "q", "finding",
                "effect", "effect_kind", "size", "n_a", "n_b", "low_a", "high_a", "low_b",
                "high_b", "difference", "ratio", "low", "high", "p", "kind"]]


def _tools(a: Filters, b: Filters) -> None:
    """Swap the sides, save them under a name, open or remove what was saved."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Swap A and B", icon=":material/swap_horiz:", key="swap", on_click=swap,
                  args=(a, b), type="tertiary")
        with st.popover("Saved views", icon=":material/bookmark:", type="tertiary",
                        key="views_popover"):
            _saved()


def _saved() -> None:
    name = st.text_input("Name", key="view_name", max_chars=60,
                         placeholder="for example Business against consumers")
    st.button("Save both sides", key="save_view", disabled=not str(name or "").strip(),
              on_click=_save, args=(str(name or ""),), icon=":material/bookmark_add:")
    try:
        kept = views(home(), "compare")
    except ViewError as error:
        st.error(plain(str(error)))
        return
    if not kept:
        st.caption("Nothing is saved yet. The address of this page holds both sides, too.")
    for at, view in enumerate(kept):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(plain(view.name), key=f"open_view_{at}", type="tertiary", width="stretch",
                      on_click=restore, args=(dict(view.choices),))
            st.button("Remove", key=f"remove_view_{at}", type="tertiary",
                      icon=":material/delete:", on_click=_remove, args=(view.name,))


def _save(name: str) -> None:
    try:
        save_view(home(), View(name, "compare", choices_now()))
        st.session_state["view_name"] = ""
    except (ViewError, OSError) as error:
        st.toast(plain(f"The view could not be saved: {error}"), icon=":material/error:")


def _remove(name: str) -> None:
    try:
        remove_view(home(), "compare", name)
    except (ViewError, OSError) as error:
        st.toast(plain(f"The view could not be removed: {error}"), icon=":material/error:")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
