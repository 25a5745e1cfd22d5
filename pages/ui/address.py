"""The page's address: it follows widgets that are drawn, and here those that are set before."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException


def tell_link(key: str, said: str | list[str]) -> None:
    """Write into the link what a widget is set to before it is drawn."""
    with suppress(StreamlitAPIException):  # It is drawn already and tells the link itself.
        st.query_params[key] = said


def choice_in_link(key: str, labels: Mapping[str, str], default: str) -> None:
    """The same for a choice, which the link holds by its label where it is not the default.

    A choice that a button has set reaches the link only sometimes.
    """
    value = st.session_state.get(key)
    if key in st.query_params or not isinstance(value, str) or value == default:
        return
    if value in labels:
        tell_link(key, labels[value])


def days_in_link(key: str) -> None:
    """The same for the days that a widget holds."""
    days = st.session_state.get(key)
    if isinstance(days, tuple | list) and days and key not in st.query_params:
        tell_link(key, [one.isoformat() for one in days])
