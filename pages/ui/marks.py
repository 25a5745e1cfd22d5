"""A mark of a chart in the URL, so that a link opens the very rows behind it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from data.metrics.rows import MARK_KEYS
from pages.ui.load import Mark

_FLAGS = ("social", "by_conversation")
_MOST_LETTERS = 2000
PARAMETER = "mark"


def mark_text(mark: Mark) -> str:
    """The mark as one value for the URL: "bucket=2026-10-05&channel=x&grain=week"."""
    flags = [(name, "1") for name in _FLAGS if getattr(mark, name)]
    return urlencode([*((key, str(value)) for key, value in mark.values), *flags])


def mark_from(text: str) -> Mark | None:
    """The mark that a value of the URL stands for, or None where it stands for none."""
    found = dict(parse_qsl(text[:_MOST_LETTERS]))
    values = tuple(sorted((key, value) for key, value in found.items() if key in MARK_KEYS))
    if not values or set(found) - MARK_KEYS - set(_FLAGS):
        return None
    return Mark(values, social="social" in found, by_conversation="by_conversation" in found)


def mark_of_url() -> Mark | None:
    """The mark that the URL of this page asks for."""
    return mark_from(str(st.query_params.get(PARAMETER, "")))


def forget_mark() -> None:
    """Take the mark out of the URL."""
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


def read_in_voices(mark: Mark) -> None:
    """A link to the same rows on the page that reads them; the filters go along."""
    _link("Read these in Voices", {PARAMETER: mark_text(mark)})


def search_in_voices(search: str, label: str | None) -> None:
    """A link to the same posts on the page that reads them.

    There a search finds whole words, here parts of words: it says so where there is one.
    """
    said = ", where the search finds whole words" if search else ""
    query = {"q": search, "label": label.capitalize() if label else ""}
    _link(f"Read these in Voices{said}", {name: value for name, value in query.items() if value})


def _link(words: str, query: dict[str, str]) -> None:
    from pages.ui.navigation import page_for

    st.page_link(page_for("voices"), label=words, icon=":material/forum:", query_params=query)
