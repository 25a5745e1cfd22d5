"""What a control below a card's title stands at, before it is drawn."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def chosen(key: str, labels: Mapping[str, str], default: str) -> str:
    """The value of a widget bound to the URL, which a cold link holds by its visible label."""
    value = st.session_state.get(key)
    if value in labels:
        return str(value)
    label = str(st.query_params.get(key, ""))
    return next((one for one, words in labels.items() if words == label), default)
