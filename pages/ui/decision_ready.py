"""What the decision must not forget: the items of the readiness list that are not in place."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis.wording import several
from data.filters import Filters
from data.readiness import ITEMS, Gap, ReadinessError, gaps
from pages.ui.card import Card, card
from pages.ui.load import home
from pages.ui.readiness import STATUS_WORDS
from pages.ui.text import plain

# Options in which somebody answers in public, so that a gap can do harm.
ANSWERING = ("pilot", "full")
_ABOUT = ("The items of the readiness list (Own posts, Readiness) that are not, or only partly, in "
          "place: what is missing and unanswered first. The figures of the decision do not know "
          "them; they are conditions for starting.")


def missing_items() -> list[Gap] | None:
    """What is not in place; None where the list cannot be read."""
    try:
        return gaps(home())
    except ReadinessError:
        return None


def ready_words(missing: Sequence[Gap] | None, *, option: str) -> str:
    """What the gaps mean for the best option, in a sentence of the page's note."""
    if missing is None:
        return "The readiness list cannot be read, so whether we could start is not known."
    if not missing:
        return f"All {len(ITEMS)} items of the readiness list are in place."
    absent = sum(one.status != "partly" for one in missing)
    count = (f"{len(missing)} of {several(len(ITEMS), 'item', 'items')} of the readiness list "
             f"{'is' if len(missing) == 1 else 'are'} not in place"
             + (f", {len(missing) - absent} of them in part" if absent < len(missing) else ""))
    return (f"Not ready to start: {count}." if option in ANSWERING
            else f"Whoever answered in public would have to be ready first: {count}.")


def ready_card(missing: Sequence[Gap] | None, filters: Filters) -> None:
    """Draw the list of what is not in place, with the way to change it."""
    if missing is None or not missing:
        return
    frame = pd.DataFrame([{
        "item": one.title, "status": STATUS_WORDS[one.status], "owner": one.owner,
        "date": one.on, "note": one.note} for one in missing])
    card(Card(
        key="decision_ready", title="What must be in place before we start?", metric="",
        frame=frame, filters=filters, covers="today", about=_ABOUT,
        n=f"{len(missing)} of {several(len(ITEMS), 'item', 'items')}",
        note="from the readiness list under Own posts; no figure above depends on it"))


def ready_link() -> None:
    """The way to the readiness list."""
    from pages.ui.navigation import page_for

    st.page_link(page_for("own_posts"), label=plain("Change the readiness list"),
                 icon=":material/checklist:", query_params={"own_view": "Readiness"})
