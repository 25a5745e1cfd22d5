"""Inputs of the decision that the reader has changed: kept in the link, as short text."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analysis.charts.decision import figure_words
from analysis.decision.inputs import Input, Inputs, stated
from analysis.decision.register import REGISTER
from pages.ui.text import plain

CHANGED = "decision_changed"
_SOURCES = {"measured": "measured here", "stated": "stated by you", "published": "published",
            "assumed": "assumed"}


def read_changes(text: str) -> tuple[list[Input], list[str]]:
    """Inputs from the text of the link, and what could not be read.

    ``name=estimate`` or ``name=estimate:low:high``, parts separated by ``;``; shares 0..1.
    """
    found, wrong = [], []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, _, numbers = part.partition("=")
        try:
            values = [float(one) for one in numbers.split(":")]
            if len(values) not in (1, 3) or not all(math.isfinite(one) for one in values):
                raise ValueError("one number or three are needed: estimate:low:high")
            found.append(stated(name.strip(), *values))
        except ValueError as error:
            wrong.append(f"{part}: {error}")
    return found, wrong


def write_changes(inputs: list[Input]) -> str:
    """The text that :func:`read_changes` reads."""
    parts = []
    for one in inputs:
        given = one.distribution
        numbers = [given.estimate] if given.is_certain else [given.estimate, given.low, given.high]
        parts.append(f"{one.name}={':'.join(f'{number:.6g}' for number in numbers)}")
    return ";".join(parts)


def inputs_frame(inputs: Inputs, currency: str) -> pd.DataFrame:
    """All inputs as a table, in words: input, estimate, source, interval (95 %), why, n."""
    rows = []
    for one in inputs.values():
        low, high = one.distribution.interval(0.95)
        unit = in_currency(one.entry.unit, currency)
        said = [figure_words(value, unit) for value in (one.distribution.estimate, low, high)]
        rows.append({"input": one.entry.label, "estimate": said[0], "source": _SOURCES[one.source],
                     "interval": "" if low == high else f"{said[1]} to {said[2]}",
                     "why": one.note, "n": None if one.n is None else round(one.n)})
    return pd.DataFrame(rows)


def in_currency(unit: str, currency: str) -> str:
    """The unit with the company's currency in it."""
    return unit.replace("money", currency)


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
    st.caption(plain(f"Now: {_SOURCES[one.source]}. {one.note}. The three equal: certain."))


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
