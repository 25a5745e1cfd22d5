"""The page's address: it follows widgets that are drawn, and here those that are set before."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException


def tell_link(key: str, said: str | list[str]) -> None:
    """Write into the link what a widget is set to before it is drawn."""
    with suppress(StreamlitAPIException):  # It is drawn already and tells the link itself.
        st.query_params[key] = said


def days_in_link(key: str) -> None:
    """The same for the days that a widget holds."""
    days = st.session_state.get(key)
    if isinstance(days, tuple | list) and days and key not in st.query_params:
        tell_link(key, [one.isoformat() for one in days])
