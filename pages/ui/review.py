"""One account beside the customers who may own it, with the reasons and a word to be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.records import records
from analysis.wording import bucket_words, channel_name, probability, several
from data.decisions import Decision, JournalError, Verdict, decide
from pages.ui.load import home
from pages.ui.text import plain
from pages.ui.who import viewer


@dataclass(frozen=True)
class Reviewed:
    """Who reviews, and what stands decided now (also since the build)."""

    who: str
    standing: pd.DataFrame

    def of(self, network: str, account: str) -> dict[str, tuple[str, str]]:
        """Customer → verdict and by whom, for one account."""
        rows = self.standing[(self.standing["network"] == network)
                             & (self.standing["account"] == account)]
        return {str(row.customer_id): (str(row.verdict), str(row.who))
                for row in records(rows)}


def who_reviews() -> str:
    """The reviewer's name, asked for once a session; it stands beside every decision."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.text_input("Your name, for the journal", key="reviewer", max_chars=60,
                            persist_state="session", width=260,
                            placeholder="needed to accept or reject")
        if not viewer().sees_personal:
            st.caption("Names and addresses are hidden by the settings; the reasons tell what "
                       "agrees.")
    return str(who or "").strip()


def pair_card(rows: pd.DataFrame, reviewed: Reviewed) -> None:
    """Draw an account with its candidates; ``rows`` are its pairs."""
    one: Any = records(rows)[0]
    said = reviewed.of(one.network, one.account)
    with st.container(border=True, key=f"pair_{one.network}_{one.account}"):
        left, right = st.columns([2, 3])
        with left:
            _account(one)
        with right:
            row: Any
            for row in records(rows):
                if isinstance(row.customer_id, str):
                    _candidate(row, said.get(row.customer_id), reviewed.who)


def _account(one: Any) -> None:
    st.markdown(f"**{plain(one.handle)}** on {plain(channel_name(one.network))}")
    seen = ("never seen writing" if not one.posts else
            f"{several(one.posts, 'post', 'posts')}, the last on "
            f"{bucket_words(one.last_at, grain='day')}")
    facts = [("Name shown", one.display_name), ("Place", one.city), ("E-mail", one.profile_email)]
    lines = [f":gray[{label}:] {plain(value)}" for label, value in facts if isinstance(value, str)]
    st.markdown("  \n".join([*lines, f":gray[{plain(seen)}]"]))


def _candidate(row: Any, said: tuple[str, str] | None, who: str) -> None:
    sure = "" if pd.isna(row.match_probability) else probability(row.match_probability)
    badge = f" :blue-badge[probability {sure}]" if sure else ""
    if row.named_by_source:
        badge += " :orange-badge[named by a source]"
    groups = [value for value in (row.segment, row.region, row.tier)
              if isinstance(value, str) and value != "unknown"]
    since = [] if pd.isna(row.joined_on) else [f"customer since {row.joined_on:%b %Y}"]
    key = f"{row.network}|{row.account}|{row.customer_id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(row.customer_id)}** {plain(_name(row))}{badge}{_verdict(row, said)}  \n"
            f":small[{plain(row.reasons or 'nothing else agrees')}]  \n"
            f":small[:gray[{plain(' · '.join([*groups, *since]))}]]", width="stretch")
        if said is None:
            _button("Accept", "accept", row, who, f"accept_{key}", ":material/check:")
            _button("Reject", "reject", row, who, f"reject_{key}", ":material/close:")
        else:
            _button("Take back", "undo", row, who, f"undo_{key}", ":material/undo:")


def _name(row: Any) -> str:
    parts = [value for value in (row.name, row.email) if isinstance(value, str)]
    return " · ".join(parts)


def _verdict(row: Any, said: tuple[str, str] | None) -> str:
    if said is None:
        return ""
    word = "accepted" if said[0] == "accept" else "rejected"
    later = "" if row.verdict == said[0] else ", counts from the next build"
    return f" :green-badge[{plain(f'{word} by {said[1]}{later}')}]"


def _button(label: str, verdict: Verdict, row: Any, who: str, key: str, icon: str) -> None:
    st.button(label, key=key, icon=icon, type="tertiary", disabled=not who,
              help=None if who else "Say who you are first.", on_click=_decide,
              args=(verdict, str(row.network), str(row.account), str(row.customer_id), who))


def _decide(verdict: Verdict, network: str, account: str, customer_id: str, who: str) -> None:
    try:
        decide(home(), Decision(network, account, customer_id, verdict, who))
    except (OSError, JournalError) as error:
        st.toast(plain(f"The decision could not be kept: {error}"), icon=":material/error:")
