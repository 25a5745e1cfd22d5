"""An editor of a TOML file that people edit: check a draft, save it, restore, go back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.edited import Change, Problem, Refused
from pages.ui.table import table
from pages.ui.text import plain

_MOST_SHOWN = 8


@dataclass(frozen=True)
class Editor:
    """What an editor is about.

    ``key`` begins the names of its widgets; ``label`` stands over the text; ``things`` names what
    is in use ("rules"); ``check(text)`` says in words what is good or raises Refused, as does
    ``save(text, who)``; ``running`` and ``shipped`` are texts; ``earlier`` every text so far.
    """

    key: str
    label: str
    things: str
    file_name: str
    place: str
    running: str
    shipped: str
    check: Callable[[str], str]
    save: Callable[[str, str], object]
    earlier: Callable[[], Sequence[Change]]

    @property
    def text_key(self) -> str:
        """Session key of the text in the editor."""
        return f"{self.key}_text"

    @property
    def draft_key(self) -> str:
        """Session key of the draft that was checked and found good."""
        return f"{self.key}_draft"

    @property
    def news_key(self) -> str:
        """Session key of what came of the last button."""
        return f"{self.key}_news"


def draw_editor(one: Editor) -> None:
    """Draw the text with its buttons, what came of the last one, and the earlier texts."""
    key = one.key
    _fill(one)
    st.text_area(one.label, key=one.text_key, height=420, max_chars=100_000)
    name = st.text_input("Your name, for the journal", key="reviewer", max_chars=60, width=260,
                         persist_state="session", placeholder="needed to save")
    with st.container(horizontal=True):
        st.button("Check", icon=":material/rule:", key=f"{key}_check", on_click=_check,
                  args=(one,), help="Reads the draft and says what it would do.")
        st.button("Save", icon=":material/save:", key=f"{key}_save", type="primary",
                  disabled=not str(name or "").strip(), on_click=_save,
                  args=(one, str(name or "")), help="Puts the draft to use, if it is good.")
        st.button("Restore", icon=":material/undo:", key=f"{key}_restore", on_click=_restore,
                  args=(one, one.running), help=f"Back to the {one.things} in use.")
        st.button(f"Shipped {one.things}", icon=":material/inventory_2:", key=f"{key}_shipped",
                  on_click=_restore, args=(one, one.shipped), type="tertiary",
                  help=f"Puts the {one.things} that Decaf comes with into the editor.")
        st.download_button("Download",
                           lambda: str(st.session_state.get(one.text_key, one.running)),
                           file_name=one.file_name, mime="application/toml", on_click="ignore",
                           icon=":material/download:", key=f"{key}_download", type="tertiary")
    _news(one)
    st.caption(plain(f"Kept in {one.place}. You may edit the file too: it comes into use when "
                     "it is good."))
    _earlier(one)


def listed(problems: Sequence[Problem]) -> str:
    """Problems as a list in markdown, at most eight of them."""
    lines = [f"- **Line {one.line}**: {plain(one.reason)}" for one in problems[:_MOST_SHOWN]]
    more = len(problems) - _MOST_SHOWN
    return "\n".join(lines + ([f"- and {more} more"] if more > 0 else []))


def _fill(one: Editor) -> None:
    """What the editor holds: the draft, or the text in use as long as nobody has changed it."""
    state, seen_key = st.session_state, f"{one.key}_seen"
    seen = state.get(seen_key)
    if one.text_key not in state:
        state[one.text_key] = state.get(one.draft_key, one.running)
    elif seen != one.running and state[one.text_key] == seen:
        state[one.text_key] = one.running
    state[seen_key] = one.running


def _check(one: Editor) -> None:
    text = str(st.session_state.get(one.text_key, ""))
    try:
        words = one.check(text)
    except Refused as error:
        st.session_state[one.news_key] = ("refused", error.problems)
        st.session_state.pop(one.draft_key, None)
        return
    st.session_state[one.draft_key] = text
    st.session_state[one.news_key] = ("good", words)


def _save(one: Editor, who: str) -> None:
    try:
        one.save(str(st.session_state.get(one.text_key, "")), who)
    except Refused as error:
        st.session_state[one.news_key] = ("refused", error.problems)
        return
    except OSError as error:
        st.session_state[one.news_key] = ("refused", (Problem(1, f"cannot be written: {error}"),))
        return
    st.session_state.pop(one.draft_key, None)
    st.session_state[one.news_key] = ("good", f"These {one.things} are in use now.")


def _restore(one: Editor, text: str) -> None:
    st.session_state[one.text_key] = text
    st.session_state.pop(one.draft_key, None)
    st.session_state.pop(one.news_key, None)


def _news(one: Editor) -> None:
    """What came of the last button, once."""
    kind, said = st.session_state.pop(one.news_key, ("", ""))
    if kind == "good":
        st.success(plain(said), icon=":material/check:")
    elif kind == "refused":
        st.error(listed(said), title=f"Refused; the {one.things} in use stay",
                 icon=":material/error:")


def _earlier(one: Editor) -> None:
    """Every text that was in use, newest first, and the way back to one."""
    changes = one.earlier()[::-1]
    if not changes:
        return
    with st.popover(f"Earlier {one.things}", icon=":material/history:", type="tertiary",
                    key=f"{one.key}_earlier"):
        table(pd.DataFrame([{
            "number": number, "at": pd.Timestamp(change.at), "who": change.who or "–",
            "what": change.what} for number, change in enumerate(changes, start=1)]),
            alt=f"Who changed the {one.things}", height=260)
        number = st.number_input("Number", 1, len(changes), key=f"{one.key}_number", width=140)
        st.button("Put into the editor", key=f"{one.key}_back", on_click=_restore,
                  args=(one, changes[int(number) - 1].text), icon=":material/edit:")
