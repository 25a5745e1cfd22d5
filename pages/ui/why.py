"""Why a message was read as it was: the words that count, and the rules that matched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.adjustments import adjustments_of
from data.metrics.facts import build_facts
from pages.ui.load import home, warehouse
from pages.ui.quoted import judged, marked
from pages.ui.text import joined, plain

_MOST = 8


def why(text: object) -> None:
    """Draw the reasons for the sentiment and the purpose of a text."""
    said = text if isinstance(text, str) else ""
    facts = build_facts(warehouse())
    own = adjustments_of(home(), (facts.get("engine_sentiment", ""),
                                  facts.get("engine_purpose", "")), text=said)
    st.markdown("**Sentiment**")
    _why_sentiment(said, own)
    st.markdown("**Purpose**")
    _why_purpose(said, own)
    if own:
        st.caption(plain(f"Labels of your own moved the reading of {joined(list(own))}; of the "
                         "reasons above, only the last sentences hold that."))


def _why_sentiment(said: str, own: Mapping[str, Any]) -> None:
    from analysis import sentiment

    found = sentiment.score([said], adjustment=own.get("sentiment")).iloc[0]
    if not found["supported"]:
        st.markdown(plain(f"It is written in another language ({found['language']}), so its "
                          "sentiment is not guessed."))
        return
    reasons = sentiment.explain(said, engine="decaf")
    if reasons:
        st.markdown(judged(said, reasons))
        strongest = sorted(reasons, key=lambda one: -abs(one.polarity))[:_MOST]
        st.markdown("\n".join(
            f"- {marked(' '.join(one.words), [])}: {_signed(one.polarity)} "
            f"{'towards positive' if one.polarity > 0 else 'towards negative'}"
            for one in strongest))
    else:
        st.markdown("No single word of it weighs enough to name.")
    st.caption(plain(
        f"Read as {found['sentiment']}, with a confidence of {100 * found['confidence']:.0f} %: of "
        "labelled posts read so surely, people gave that share the same label. Numbers say "
        "how much the fast model's log odds of positive against negative would change without the "
        "word; where that one doubts, a small language model reads the whole post. TextBlob's "
        f"polarity, kept for comparison, is {_signed(found['polarity'])}."))


def _why_purpose(said: str, own: Mapping[str, Any]) -> None:
    from analysis import purpose

    found = purpose.classify([said], own).iloc[0]
    rules = purpose.explain(said)
    st.markdown("\n".join(f"- {plain(rule.meaning)}: speaks for "
                          f"{plain(rule.speaks_for.replace('_', ' '))} with weight "
                          f"{plain(f'{rule.weight:g}')}" for rule in rules)
                or "No rule speaks for a purpose.")
    if found["intent"] == "unclear":
        st.caption("No purpose is likely enough, so it is called unclear rather than guessed.")
        return
    st.caption(plain(
        f"Read as {found['purpose']}, {found['intent'].replace('_', ' ')}, with a confidence of "
        f"{100 * found['confidence']:.0f} %. A model trained on labelled posts decides from the "
        "rules above and from the words themselves."))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
