"""Whose social accounts are they?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.identity import (
    STATUS_WORDS,
    check_lines,
    check_lines_alt,
    status_bars,
    status_bars_alt,
)
from analysis.intervals import wilson_frame
from analysis.wording import number, percent, several
from data import metrics
from data.decisions import standing
from data.filters import Filters
from data.metrics.identity import STATUSES
from pages.ui import work
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.load import ask, load_decisions, load_settings_now
from pages.ui.review import Reviewed, pair_card, who_reviews
from pages.ui.table import table
from pages.ui.text import plain

PAGE = 10
_TABS = ("To review", "Conflicts", "Accepted", "Rejected")
_STATUS = dict(zip(_TABS, ("review", "conflict", "accepted", "rejected"), strict=True))


def render(filters: Filters) -> None:
    """Draw the page."""
    status, check = ask(metrics.link_status), ask(metrics.link_check)
    settings = load_settings_now()
    head(answer(status), filters,
         note="Accounts of all time, whatever the filters. An account counts as a customer's when "
              "a source says so, from a probability of "
              f"{settings.link_accept:g} on, or when a reviewer accepts it.")
    if status.empty:
        return
    work.progress()
    left, right = st.columns(2)
    with left:
        _status_card(status, filters)
    with right:
        _check_card(check, settings.link_accept, filters)
    _review(status)


def answer(status: pd.DataFrame) -> str:
    """The page's sentence: how many accounts have an owner, by whom, and how many wait."""
    if status.empty:
        return "No social account is known, or you may see some customers only."
    sums = status.groupby("status")["accounts"].sum().reindex(STATUSES, fill_value=0)
    total, tied = int(sums.sum()), int(sums["known"] + sums["accepted"])
    words = (f"{percent(tied / total)} of {several(total, 'social account', 'social accounts')} "
             f"are tied to a customer: {number(sums['known'])} by a source, "
             f"{number(sums['accepted'])} by the model or a reviewer")
    open_ones = [f"{number(sums[one])} {what}" for one, what in (
        ("review", "to review"), ("conflict", "named for two customers")) if sums[one]]
    return words + (f"; {' and '.join(open_ones)}." if open_ones else ".")


def _status_card(status: pd.DataFrame, filters: Filters) -> None:
    card(Card(
        key="link_status", title="Which accounts have an owner?", metric="link_status",
        frame=status.assign(status=[STATUS_WORDS[one][0] for one in status["status"]]),
        filters=filters, covers="all time",
        figure=lambda: status_bars(status), alt=lambda: status_bars_alt(status),
        n=several(int(status["accounts"].sum()), "account", "accounts"),
        note="no candidate: no customer has a like name or e-mail"))


def _check_card(check: pd.DataFrame, accept: float, filters: Filters) -> None:
    rows = wilson_frame(check, successes="linked_right", n="linked").rename(
        columns={"share": "precision", "low": "precision_low", "high": "precision_high"})
    rows = wilson_frame(rows, successes="linked_right", n="known_accounts").rename(
        columns={"share": "recall", "low": "recall_low", "high": "recall_high"})
    known = int(check["known_accounts"].max()) if len(check) else 0
    card(Card(
        key="link_check", title="How well does the model find owners that are known?",
        metric="link_check", frame=rows, filters=filters, covers="all time",
        figure=lambda: check_lines(rows, accept=accept),
        alt=lambda: check_lines_alt(rows, accept=accept),
        n=several(known, "account whose owner a source names", "accounts whose owner a source "
                                                                "names"),
        note="accounts of people who are no customers are not among them"))


def _review(status: pd.DataFrame) -> None:
    st.subheader("Accounts side by side with customers", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tab = st.segmented_control(
            "Show", _TABS, default=_TABS[0], required=True, key="links", bind="query-params",
            on_change=_first_page)
        networks = sorted(status["network"].unique())
        network = st.selectbox("Network", networks, index=None, placeholder="All",
                               key="link_network", bind="query-params", on_change=_first_page,
                               width=180)
        search = st.text_input("Find", key="link_search", bind="query-params", max_chars=80,
                               type="search", placeholder="account or customer number",
                               on_change=_first_page)
    who = who_reviews()
    decisions = load_decisions()
    reviewed = Reviewed(who, standing(decisions))
    at = max(1, int(st.session_state.get("link_p") or 1))
    asked: dict[str, Any] = {"status": _STATUS.get(str(tab), "review"), "network": network,
                             "limit": PAGE,
                             "search": str(search or "").strip()}
    pairs = ask(metrics.link_review, skip=PAGE * (at - 1), **asked)
    if pairs.empty and at > 1:
        pairs, at = ask(metrics.link_review, skip=0, **asked), 1
    total = int(pairs["total"].iloc[0]) if len(pairs) else 0
    st.caption(plain(f"{several(total, 'account', 'accounts')}, those with the most posts first")
               if total else "No account is in this state.")
    for _, mine in pairs.groupby("place", sort=True):
        pair_card(mine, reviewed)
    if total > PAGE:
        st.pagination(-(-total // PAGE), key="link_p")
    _journal(decisions)


def _first_page() -> None:
    st.session_state.pop("link_p", None)


def _journal(decisions: list[Any]) -> None:
    """Everything that was decided, and the way to let it count."""
    if not decisions:
        return
    with st.container(border=True):
        st.markdown("###### What was decided, newest first", anchors=False)
        st.markdown(plain("Decisions are kept for good and can be taken back. They count in all "
                          "figures from the next build on."))
        if st.button("Build now", icon=":material/build:", key="build_links",
                     disabled=work.running()):
            work.rebuild()
        table(pd.DataFrame([{
            "at": pd.Timestamp(one.at), "who": one.who, "verdict": one.verdict,
            "network": one.network, "account": one.account, "customer_id": one.customer_id}
            for one in reversed(decisions)]), alt="Decisions about accounts", height=300)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
