"""The log of mistakes: how many a month, what they were, and all that was ever said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.own_posts import FLAG_WORDS, mistakes_by_month, mistakes_by_month_alt
from analysis.records import records
from analysis.wording import channel_name, several
from data import metrics
from data.filters import Filters
from data.masking import mask
from data.mistakes import Mark, by_month, log_frame, standing
from pages.ui.card import Card, card
from pages.ui.load import ask
from pages.ui.own_post import may_mark, reviewer_name, write
from pages.ui.quoted import marked
from pages.ui.text import plain
from pages.ui.who import viewer

_SHOWN = 20
_ABOUT_MONTHS = ("Mistakes in own posts by month: posts that a reviewer has marked as a mistake "
                 "and nobody has taken back since, counted in the month in which the post was "
                 "published, by how grave the reviewer found them.")
_ABOUT_LOG = ("The log of mistakes: every word of a reviewer on a flagged post, the newest first, "
              "also those that were taken back. It is kept beside the data and only grows.")


def log_view(said: Sequence[Mark], filters: Filters) -> None:
    """Draw the log; whatever the filters, for it is kept over all time."""
    if not may_mark():
        st.markdown("The log of mistakes is for those who may see all customers.")
        return
    held = [one for one in standing(said).values() if one.verdict == "mistake"]
    if not said:
        st.markdown("**No mistake is in the log.** Mark a flagged post as a mistake or as harmless "
                    "under “Posts”, and it stands here with who said so and when.")
        return
    months = by_month(said)
    n = several(len(held), "mistake", "mistakes")
    left, right = st.columns([2, 3])
    with left:
        card(Card(key="own_mistakes", title="How many mistakes a month?", metric="", frame=months,
                  filters=filters, covers="all time", n=n, about=_ABOUT_MONTHS,
                  figure=lambda: mistakes_by_month(months),
                  alt=lambda: mistakes_by_month_alt(months)))
    with right:
        log = log_frame(said, sees_personal=viewer().sees_personal)
        card(Card(key="own_log", title="Everything that was said", metric="", frame=log,
                  filters=filters, covers="all time", about=_ABOUT_LOG, height=240,
                  n=several(len(log), "word on a post", "words on posts")))
    st.subheader("Mistakes that stand, newest first", anchor=False)
    if not held:
        st.markdown("Every mistake in the log was taken back.")
        return
    who = reviewer_name()
    newest = sorted(held, key=lambda one: one.at, reverse=True)[:_SHOWN]
    texts = ask(metrics.own_posts_marked, marked=tuple(one.key for one in newest))
    written: dict[tuple[str, str], Any] = {
        (str(row.source), str(row.interaction_id)): row.text
        for row in records(texts)}
    for one in newest:
        _entry(one, written.get(one.key), who)
    if len(held) > _SHOWN:
        st.caption(plain(f"The newest {_SHOWN} of {len(held)}; all are in the table above."))


def _entry(one: Mark, text: object, who: str) -> None:
    what, done = _shown(one.what), _shown(one.done)
    with st.container(border=True, key=f"log_{one.source}_{one.interaction_id}", gap="xxsmall"):
        st.markdown(marked(text, []) if text is not None
                    else "*The post is not in the data any more.*")
        st.markdown(f":orange-badge[{plain(one.severity)}] **What went wrong:** {plain(what)}"
                    + (f"  \n**What was done:** {plain(done)}" if done else ""))
        with st.container(horizontal=True, vertical_alignment="center"):
            parts = [channel_name(one.channel), f"published {one.posted_on}",
                     ", ".join(FLAG_WORDS.get(kind, kind).lower() for kind in one.flags),
                     f"said by {one.who}, {pd.Timestamp(one.at):%d %b %Y}"]
            st.markdown(f":small[:gray[{plain(' · '.join(part for part in parts if part))}]]",
                        width="stretch")
            undo = Mark(one.source, one.interaction_id, "undo", who, posted_on=one.posted_on,
                        channel=one.channel, flags=one.flags)
            st.button("Take back", key=f"log_back_{one.source}|{one.interaction_id}",
                      icon=":material/undo:", type="tertiary", disabled=not who, on_click=write,
                      args=(undo,), help=None if who else "Say who you are first.")


def _shown(text: str) -> str:
    """What a reviewer typed, as the viewer may read it."""
    return text if viewer().sees_personal else str(mask([text])[0])
