"""Brand words in the explanation of a score: which held in a text, and what the engines read."""

from __future__ import annotations

import streamlit as st

from analysis.lexicon import Lexicon, effect_words, hits, reading
from data.edited import Refused
from data.lexicon import lexicon_in_use, read_lexicon
from data.metrics.facts import build_facts
from pages.ui.load import home, warehouse
from pages.ui.quoted import marked
from pages.ui.text import plain


def brand_words(text: object) -> str:
    """Draw the entries that held in a text at the build; returns the text as engines read it."""
    said = text if isinstance(text, str) else ""
    lexicon = _built()
    found = hits(lexicon, said)
    if not found:
        return said
    st.markdown("**Brand words**")
    st.markdown("\n".join(
        f"- {plain(', '.join(one.found))}: entry “{plain(one.entry.name)}” "
        f"({plain(one.entry.meaning)}), {plain(effect_words(one.entry))}" for one in found))
    read = reading(lexicon, said)
    if read != said:
        st.markdown(f":small[:gray[The engines read:] {marked(read, [])}]")
    if lexicon.version != lexicon_in_use(home()).value.version:
        st.caption("The brand words have changed since the build; the score is of those before.")
    return read


def _built() -> Lexicon:
    """The lexicon that the scores in the warehouse were made with."""
    try:
        return read_lexicon(build_facts(warehouse()).get("lexicon", ""))
    except Refused:  # of another version of Decaf
        return Lexicon()
