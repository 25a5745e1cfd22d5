"""The editor of the routing rules: check a draft, see what it would do, put it to use, go back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.wording import several
from data.routing import Known, Problem, Rules, RulesRefused, read_rules, shipped_text, warnings_of
from data.routing_store import Running, rules_journal, running_rules, save_rules
from pages.ui.load import home
from pages.ui.table import table
from pages.ui.text import plain
from pages.ui.who import viewer

TEXT, DRAFT, NEWS, SEEN = "routing_text", "routing_draft", "routing_news", "routing_seen"
_MOST_SHOWN = 8


def in_use() -> Running:
    """The rules in use, read from the home."""
    return running_rules(home())


def shown_rules(running: Running) -> tuple[Rules, bool]:
    """The rules that the page is about: a draft that was checked, else those in use."""
    draft = st.session_state.get(DRAFT)
    if draft is not None and draft != running.text:
        try:
            return read_rules(str(draft)), True
        except RulesRefused:
            st.session_state.pop(DRAFT, None)
    return running.rules, False


def editor(running: Running, known: Known, *, is_draft: bool) -> None:
    """Draw what is wrong with the file, the warnings and the editor."""
    who = viewer()
    with st.container(border=True, key="routing_editor"):
        st.markdown("###### The rules as a file", anchors=False)
        if running.refused:
            st.error(_listed(running.refused), icon=":material/error:",
                     title="routing.toml is refused; the last good rules stay in use")
        _warn(warnings_of(shown_rules(running)[0], known))
        if who.regions or who.segments:
            st.caption("You see some customers only, so the rules of all are not yours to change.")
            return
        if is_draft:
            st.info("The page shows the draft below. The rules in use have not changed.",
                    icon=":material/edit_note:")
        _form(running)
        _earlier()


def _form(running: Running) -> None:
    _fill(running.text)
    st.text_area("Rules in TOML; the first that applies gets the message", key=TEXT, height=420,
                 max_chars=100_000)
    name = st.text_input("Your name, for the journal", key="reviewer", max_chars=60, width=260,
                         persist_state="session", placeholder="needed to save")
    with st.container(horizontal=True):
        st.button("Check", icon=":material/rule:", key="routing_check", on_click=_check,
                  help="Reads the draft and shows on this page what it would do.")
        st.button("Save", icon=":material/save:", key="routing_save", type="primary",
                  disabled=not str(name or "").strip(), on_click=_save, args=(str(name or ""),),
                  help="Puts the draft to use, if it is good.")
        st.button("Restore", icon=":material/undo:", key="routing_restore", on_click=_restore,
                  args=(running.text,), help="Back to the rules in use.")
        st.button("Shipped rules", icon=":material/inventory_2:", key="routing_shipped",
                  on_click=_restore, args=(shipped_text(),), type="tertiary",
                  help="Puts the rules that Decaf comes with into the editor.")
        st.download_button("Download", lambda: str(st.session_state.get(TEXT, running.text)),
                           file_name="routing.toml", mime="application/toml", on_click="ignore",
                           icon=":material/download:", key="routing_download", type="tertiary")
    _news()
    st.caption(plain(f"Kept in {home().routing}. You may edit the file too: it comes into use when "
                     "it is good."))


def _fill(text: str) -> None:
    """What the editor holds: the draft, or the rules in use as long as nobody has changed them."""
    seen = st.session_state.get(SEEN)
    if TEXT not in st.session_state:
        st.session_state[TEXT] = st.session_state.get(DRAFT, text)
    elif seen != text and st.session_state[TEXT] == seen:
        st.session_state[TEXT] = text
    st.session_state[SEEN] = text


def _check() -> None:
    text = str(st.session_state.get(TEXT, ""))
    try:
        rules = read_rules(text)
    except RulesRefused as error:
        st.session_state[NEWS] = ("refused", error.problems)
        st.session_state.pop(DRAFT, None)
        return
    st.session_state[DRAFT] = text
    st.session_state[NEWS] = ("good", f"The draft is good: "
                                      f"{several(len(rules.rules), 'rule', 'rules')}.")


def _save(who: str) -> None:
    try:
        save_rules(home(), str(st.session_state.get(TEXT, "")), who=who)
    except RulesRefused as error:
        st.session_state[NEWS] = ("refused", error.problems)
        return
    except OSError as error:
        st.session_state[NEWS] = ("refused", (Problem(1, f"cannot be written: {error}"),))
        return
    st.session_state.pop(DRAFT, None)
    st.session_state[NEWS] = ("good", "These rules are in use now.")


def _restore(text: str) -> None:
    st.session_state[TEXT] = text
    st.session_state.pop(DRAFT, None)
    st.session_state.pop(NEWS, None)


def _news() -> None:
    """What came of the last button, once."""
    kind, said = st.session_state.pop(NEWS, ("", ""))
    if kind == "good":
        st.success(plain(said), icon=":material/check:")
    elif kind == "refused":
        st.error(_listed(said), title="Refused; the rules in use stay", icon=":material/error:")


def _listed(problems: tuple[Problem, ...]) -> str:
    lines = [f"- **Line {one.line}**: {plain(one.reason)}" for one in problems[:_MOST_SHOWN]]
    more = len(problems) - _MOST_SHOWN
    return "\n".join(lines + ([f"- and {more} more"] if more > 0 else []))


def _warn(warnings: tuple[Problem, ...]) -> None:
    if warnings:
        st.warning(_listed(warnings), title="Allowed, and perhaps a slip",
                   icon=":material/warning:")


def _earlier() -> None:
    """Every set that was in use, newest first, and the way back to one."""
    changes = rules_journal(home())[::-1]
    if not changes:
        return
    with st.popover("Earlier rules", icon=":material/history:", type="tertiary",
                    key="routing_earlier"):
        table(pd.DataFrame([{
            "number": number, "at": pd.Timestamp(one.at), "who": one.who or "–", "what": one.what,
        } for number, one in enumerate(changes, start=1)]), alt="Who changed the rules",
            height=260)
        number = st.number_input("Number", 1, len(changes), key="routing_number", width=140)
        st.button("Put into the editor", key="routing_back", on_click=_restore,
                  args=(changes[int(number) - 1].text,), icon=":material/edit:")
