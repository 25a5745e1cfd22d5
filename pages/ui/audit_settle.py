"""Posts on which people disagree, and a word that settles each."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.records import records
from analysis.wording import bucket_words, channel_name, several
from data.audit import ALLOWED, AuditError, Label, label
from data.filters import Filters
from pages.ui.audits import Audit
from pages.ui.load import home
from pages.ui.own_post import may_mark, reviewer_name
from pages.ui.quoted import marked
from pages.ui.text import plain

PAGE = 10
_FACETS = ("sentiment", "purpose")


def settle_view(audit: Audit, filters: Filters) -> None:
    """Draw the disputed posts, and those that were settled."""
    del filters
    posts = audit.posts
    disputed = posts[(posts[[f"{one}_state" for one in _FACETS]] == "disputed").any(axis=1)]
    settled = posts[(posts[[f"{one}_state" for one in _FACETS]] == "settled").any(axis=1)]
    twice = int((posts["people"] >= 2).sum())
    if posts.empty or not twice:
        st.markdown("**No post was labelled by two people yet.** Ask a second person to choose the "
                    "same sample under “Label posts”; they do not see the first one's labels.")
        return
    if not may_mark():
        st.markdown("Labels are for those who may see all customers.")
        return
    st.markdown(plain(
        f"People disagree on {several(len(disputed), 'post', 'posts')} of {twice} that two or more "
        f"labelled; {several(len(settled), 'was', 'were')} settled. A post counts for no rate "
        "while it is disputed."))
    who = reviewer_name()
    if failed := st.session_state.pop("settle_failed", None):
        st.error(plain(f"Not written: {failed}"), icon=":material/error:")
    row: Any
    for row in records(disputed.head(PAGE)):
        _disputed(row, audit, who)
    if len(disputed) > PAGE:
        st.caption(plain(f"The first {PAGE} of {len(disputed)}."))
    if len(settled):
        st.subheader("Settled", anchor=False)
        for row in records(settled.tail(PAGE)):
            _settled(row, audit, who)


def _about(row: Any) -> str:
    return (f":small[:gray[{plain(channel_name(row.channel))} · "
            f"{plain(bucket_words(row.published_at, grain='hour'))}]]")


def _said_by(row: Any, audit: Audit, facet: str) -> str:
    words = [f"{one.who}: {getattr(one, facet)}" for one in audit.of((row.source,
                                                                      row.interaction_id))
             if getattr(one, facet) and not one.settles]
    return plain(" · ".join(words))


def _disputed(row: Any, audit: Audit, who: str) -> None:
    post = (str(row.source), str(row.interaction_id))
    key = "|".join(post)
    with st.container(border=True, key=f"settle_{row.row_id}", gap="small"):
        st.markdown(marked(row.text, []))
        st.markdown(_about(row))
        facets = [one for one in _FACETS if getattr(row, f"{one}_state") == "disputed"]
        for facet in facets:
            st.segmented_control(f"{facet.capitalize()} – {_said_by(row, audit, facet)}",
                                 ALLOWED[facet], key=f"settle_{facet}_{key}",
                                 format_func=str.capitalize)
        st.button("Settle", key=f"settle_save_{key}", icon=":material/gavel:", on_click=_settle,
                  args=(post, facets, str(row.text_hash), who), disabled=not who,
                  help=None if who else "Say who you are first.")


def _settle(post: tuple[str, str], facets: list[str], text_hash: str, who: str) -> None:
    key = "|".join(post)
    chosen = {facet: str(st.session_state.get(f"settle_{facet}_{key}") or "") for facet in facets}
    _write(Label(*post, who, settles=True, text_hash=text_hash, **chosen))  # type: ignore[arg-type]


def _settled(row: Any, audit: Audit, who: str) -> None:
    post = (str(row.source), str(row.interaction_id))
    word = next((one for one in audit.of(post) if one.settles), None)
    if word is None:
        return
    said = ", ".join(f"{facet} {getattr(word, facet)}" for facet in _FACETS if getattr(word, facet))
    with st.container(border=True, key=f"settled_{row.row_id}", gap="xxsmall"):
        st.markdown(marked(row.text, []))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":green-badge[{plain(f'{said} ({word.who})')}] {_about(row)}",
                        width="stretch")
            st.button("Take back", key=f"settle_back_{'|'.join(post)}", icon=":material/undo:",
                      type="tertiary", disabled=not who, on_click=_write,
                      args=(Label(*post, who, settles=True, verdict="undo"),))


def _write(one: Label) -> None:
    try:
        label(home(), one)
    except (OSError, AuditError) as error:
        st.session_state["settle_failed"] = str(error)
