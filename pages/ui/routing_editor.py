"""The editor of the routing rules: check a draft, see what it would do, put it to use, go back."""

from __future__ import annotations

import streamlit as st

from analysis.wording import several
from data.edited import Problem
from data.routing import Known, Rules, RulesRefused, read_rules, shipped_text, warnings_of
from data.routing_store import Running, rules_journal, running_rules, save_rules
from pages.ui.load import home
from pages.ui.toml_editor import Editor, draw_editor, listed
from pages.ui.who import viewer

DRAFT = "routing_draft"


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
            st.error(listed(running.refused), icon=":material/error:",
                     title="routing.toml is refused; the last good rules stay in use")
        _warn(warnings_of(shown_rules(running)[0], known))
        if who.regions or who.segments:
            st.caption("You see some customers only, so the rules of all are not yours to change.")
            return
        if is_draft:
            st.info("The page shows the draft below. The rules in use have not changed.",
                    icon=":material/edit_note:")
        place = home()
        draw_editor(Editor(
            key="routing", label="Rules in TOML; the first that applies gets the message",
            things="rules", file_name="routing.toml", place=str(place.routing),
            running=running.text, shipped=shipped_text(), check=_good,
            save=lambda text, name: save_rules(place, text, who=name),
            earlier=lambda: rules_journal(place)))


def _good(text: str) -> str:
    return f"The draft is good: {several(len(read_rules(text).rules), 'rule', 'rules')}."


def _warn(warnings: tuple[Problem, ...]) -> None:
    if warnings:
        st.warning(listed(warnings), title="Allowed, and perhaps a slip",
                   icon=":material/warning:")
