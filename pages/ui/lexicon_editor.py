"""Brand words as a page part: what is in use, its test sentences, and the editor."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.lexicon import Lexicon, effect_words
from analysis.wording import several
from data.edited import Refused
from data.filters import Filters
from data.lexicon import (
    lexicon_file,
    lexicon_in_use,
    proven_lexicon,
    read_lexicon,
    save_lexicon,
    shipped_text,
    tried,
)
from data.metrics.facts import build_facts
from pages.ui import work
from pages.ui.audits import Audit
from pages.ui.card import Card, card
from pages.ui.load import home, warehouse
from pages.ui.own_post import may_mark
from pages.ui.text import plain
from pages.ui.toml_editor import Editor, draw_editor, listed

_ABOUT = ("The brand words in use: terms that mean something else here, what follows from each, "
          "and their test sentences as the engines read them now, with the entry and without. They "
          "count in all figures from the next build on.")


def lexicon_view(audit: Audit, filters: Filters) -> None:
    """Draw the entries, the tests and the editor."""
    del audit
    place = home()
    running = lexicon_in_use(place)
    if running.refused:
        st.error(listed(running.refused), icon=":material/error:",
                 title="lexicon.toml is refused; the last good brand words stay in use")
    _stale(running.value)
    draft = _draft(running.text)
    if draft is not None:
        st.info("Shown is the draft below. The brand words in use have not changed.",
                icon=":material/edit_note:")
    _entries(draft or running.value, filters)
    if not may_mark():
        st.caption("You see some customers only, so the words of all are not yours to change.")
        return
    with st.container(border=True, key="lexicon_editor"):
        st.markdown("###### Brand words as a file", anchors=False)
        draw_editor(Editor(
            key="lexicon", label="Entries in TOML; the lines with a # tell how", things="words",
            file_name="lexicon.toml", place=str(place.lexicon), running=running.text,
            shipped=shipped_text(), check=_good,
            save=lambda text, who: save_lexicon(place, text, who=who),
            earlier=lexicon_file(place).changes))


def _draft(running: str) -> Lexicon | None:
    """The draft that was checked, where it is not what is in use."""
    text = st.session_state.get("lexicon_draft")
    if text is None or text == running:
        return None
    try:
        return read_lexicon(str(text))
    except Refused:
        return None


def _stale(lexicon: Lexicon) -> None:
    built = build_facts(warehouse()).get("engine_lexicon", "none")
    if built == lexicon.version:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning("The brand words have changed since the build; they count from the next one on.",
                   icon=":material/build:")
        if st.button("Build now", key="lexicon_build", disabled=work.running()):
            work.rebuild()
    work.progress()


def _entries(lexicon: Lexicon, filters: Filters) -> None:
    if not lexicon.entries:
        st.markdown("**No brand word is in use.** Where a word means something else here, as "
                    "“sick” among gamers or a product called “War Zone”, write an entry below: "
                    "what it means, what follows, and sentences that must come out right.")
        return
    tests = tried(lexicon)
    failing = tests[~tests["good"].astype(bool)] if len(tests) else tests
    if len(failing):
        st.warning(plain(f"{several(len(failing), 'test sentence is', 'test sentences are')} read "
                         "otherwise than expected by the engines of this version."),
                   icon=":material/warning:")
    frame = pd.DataFrame([{
        "entry": one.name, "terms": ", ".join(one.terms), "effect": effect_words(one),
        "meaning": one.meaning, "unless": ", ".join(one.unless)} for one in lexicon.entries])
    left, right = st.columns(2)
    with left:
        card(Card(key="lexicon_entries", title="Which words mean something else here?", metric="",
                  frame=frame, filters=filters, covers="all time", about=_ABOUT, height=300,
                  n=several(len(frame), "entry", "entries")))
    with right:
        shown = tests.assign(good=["yes" if one else "no" for one in tests["good"]])
        # Called otherwise than a post's text, which tables give all the room.
        shown = shown.rename(columns={"text": "sentence"})[
            ["sentence", "good", "expected", "read", "without", "entry"]]
        card(Card(key="lexicon_tests", title="Do their test sentences come out right?", metric="",
                  frame=shown, filters=filters, covers="all time", about=_ABOUT, height=300,
                  n=several(len(shown), "test sentence", "test sentences")))


def _good(text: str) -> str:
    lexicon = proven_lexicon(text)
    tests = sum(len(one.tests) for one in lexicon.entries)
    return (f"The draft is good: {several(len(lexicon.entries), 'entry', 'entries')}, "
            f"{several(tests, 'test sentence', 'test sentences')} as expected.")
