"""The readiness list: what stands and what is missing, with owners, dates and its history."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.wording import several
from data.filters import Filters
from data.readiness import (
    ITEMS,
    LONGEST,
    STATUSES,
    Answer,
    Item,
    ReadinessError,
    answers,
    gaps,
    history,
    save_answer,
)
from pages.ui.card import Card, card
from pages.ui.load import home
from pages.ui.own_post import may_mark, reviewer_name
from pages.ui.text import plain

STATUS_WORDS = {"yes": "In place", "partly": "Partly", "no": "Missing",
                "unanswered": "Not answered"}
_COLOURS = {"yes": "green", "partly": "blue", "no": "orange", "unanswered": "gray"}


def gap_words() -> str:
    """How many items are not in place, for the head of the page."""
    try:
        missing = len(gaps(home()))
    except ReadinessError:
        return "The readiness list cannot be read."
    if not missing:
        return f"All {len(ITEMS)} items of the readiness list are in place."
    return (f"{missing} of {several(len(ITEMS), 'item', 'items')} of the readiness list "
            f"{'is' if missing == 1 else 'are'} not, or only partly, in place.")


def readiness_view(filters: Filters) -> None:
    """Draw the list, gaps on top; each item can be changed."""
    try:
        missing, held, past = gaps(home()), answers(home()), history(home())
    except ReadinessError as error:
        st.error(plain(error), icon=":material/error:")
        return
    who = reviewer_name()
    items = {item.key: item for item in ITEMS}
    st.subheader("Not in place" if missing else "Nothing is missing", anchor=False)
    for gap in missing:
        _row(items[gap.key], held.get(gap.key), who)
    done = [item for item in ITEMS if item.key not in {gap.key for gap in missing}]
    if done:
        st.subheader("In place", anchor=False)
        for item in done:
            _row(item, held.get(item.key), who)
    if past:
        card(Card(
            key="own_history", title="What was changed, newest first?", metric="", height=260,
            frame=pd.DataFrame([{
                "at": pd.Timestamp(one.at).tz_localize(None), "who": one.who,
                "item": items[one.item].title if one.item in items else one.item,
                "status": STATUS_WORDS[one.status], "owner": one.owner, "date": one.on,
                "note": one.note} for one in reversed(past)]),
            filters=filters, covers="all time", n=several(len(past), "change", "changes"),
            about="The readiness list: every answer that was given, the newest first."))
    st.caption(plain("What is not in place stands on the Decision page too."))


def _row(item: Item, answer: Answer | None, who: str) -> None:
    status = answer.status if answer else "unanswered"
    with st.container(border=True, key=f"ready_{item.key}", gap="xxsmall"), \
            st.container(horizontal=True, vertical_alignment="center"):
        facts = [] if answer is None else [
            f"owner {answer.owner}" if answer.owner else "no owner",
            answer.on, answer.note, f"said by {answer.who}, {answer.at[:10]}"]
        st.markdown(
            f"**{plain(item.title)}** :{_COLOURS[status]}-badge[{plain(STATUS_WORDS[status])}]  \n"
            f":small[{plain(item.means)}]"
            + (f"  \n:small[:gray[{plain(' · '.join(one for one in facts if one))}]]"
               if facts else ""), width="stretch")
        if may_mark() and st.button(
                "Change", key=f"change_{item.key}", icon=":material/edit:", type="tertiary",
                disabled=not who, help=None if who else "Say who you are first."):
            _change(item, answer, who)


@st.dialog("Readiness", icon=":material/checklist:")
def _change(item: Item, answer: Answer | None, who: str) -> None:
    st.markdown(f"**{plain(item.title)}**  \n{plain(item.means)}")
    now = answer or Answer(item.key, "no")
    with st.form(f"ready_form_{item.key}", border=False):
        st.segmented_control("Is it in place?", STATUSES, default=now.status, required=True,
                             format_func=STATUS_WORDS.__getitem__, key=f"ready_status_{item.key}")
        st.text_input("Owner", now.owner, key=f"ready_owner_{item.key}", max_chars=60)
        st.date_input("Done on, or to be done by", key=f"ready_on_{item.key}",
                      value=date.fromisoformat(now.on) if now.on else None)
        st.text_area("Note", now.note, key=f"ready_note_{item.key}", max_chars=LONGEST)
        saved = st.form_submit_button("Save", type="primary", key=f"ready_save_{item.key}",
                                      on_click=_save, args=(item.key, who))
    if failed := st.session_state.pop(f"ready_failed_{item.key}", None):
        st.error(plain(f"Not saved: {failed}"), icon=":material/error:")
    elif saved:
        st.rerun()


def _save(key: str, who: str) -> None:
    told = {name: st.session_state.get(f"ready_{name}_{key}")
            for name in ("status", "owner", "on", "note")}
    on = told["on"]
    try:
        save_answer(home(), Answer(
            key, told["status"] or "no", owner=str(told["owner"] or ""), who=who,
            note=str(told["note"] or ""), on=on.isoformat() if isinstance(on, date) else ""))
    except (OSError, ReadinessError) as error:
        st.session_state[f"ready_failed_{key}"] = str(error)
