"""Inputs of the decision that the reader has changed: kept in the link, as short text."""

from __future__ import annotations

import streamlit as st

from analysis.decision.inputs import Inputs
from analysis.decision.register import REGISTER
from analysis.decision.said import SOURCES, in_currency
from pages.ui.text import plain

CHANGED = "decision_changed"


def change_form(inputs: Inputs, currency: str) -> None:
    """Choose an input, give its value and interval, and use it; the link keeps it."""
    labels = {entry.label: name for name, entry in REGISTER.items()}
    chosen = st.selectbox("Change an input", list(labels), key="decision_input",
                          index=list(REGISTER).index("retention_gain"))
    one = inputs[labels[chosen]]
    share = one.entry.unit.startswith("share")
    scale = 100.0 if share else 1.0
    unit = "%" if share else in_currency(one.entry.unit, currency)
    low, high = one.distribution.interval(0.95)
    start = (one.distribution.estimate, low, high)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, part, value in zip(("Estimate", "At least", "At most"),
                                      ("estimate", "low", "high"), start, strict=True):
            st.number_input(f"{label} ({unit})", value=_round(scale * value), format="%.6g",
                            key=f"decision_{one.name}_{part}", width=170)
        st.button("Use it", type="primary", key="decision_use", on_click=_use,
                  args=(one.name, scale))
        st.button("Back to what is known", key="decision_drop", on_click=_drop, args=(one.name,),
                  disabled=one.source != "stated")
    why = f" ({one.note})" if one.note else ""
    st.caption(plain(f"Now: {SOURCES[one.source]}{why}. Three equal numbers mean: certain."))


def changes_field() -> str:
    """The changed inputs as text, bound to the link."""
    return str(st.text_input(
        "Changed inputs", key=CHANGED, bind="query-params", placeholder="none",
        help="What you changed, as the link keeps it: name=estimate:low:high, separated by ;. "
             "Shares are 0 to 1. Empty it to go back to what is known."))


def _use(name: str, scale: float) -> None:
    values = [float(st.session_state[f"decision_{name}_{part}"]) / scale
              for part in ("estimate", "low", "high")]
    _keep(name, f"{name}={':'.join(f'{one:.6g}' for one in values)}")


def _drop(name: str) -> None:
    for part in ("estimate", "low", "high"):
        st.session_state.pop(f"decision_{name}_{part}", None)
    _keep(name, "")


def _keep(name: str, part: str) -> None:
    kept = [one for one in str(st.session_state.get(CHANGED, "")).split(";")
            if one and one.partition("=")[0].strip() != name]
    st.session_state[CHANGED] = ";".join([*kept, *([part] if part else [])])


def _round(value: float) -> float:
    return float(f"{value:.4g}")
