"""Which of our own posts may be a mistake, and are we ready?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.canvas import FEW
from analysis.charts.own_posts import (
    FLAG_WORDS,
    flagged_share_bars,
    flagged_share_bars_alt,
    flags_over_time,
    flags_over_time_alt,
)
from analysis.intervals import wilson, wilson_frame
from analysis.records import records
from analysis.wording import number, percent, several
from data import metrics
from data.filters import Filters
from data.metrics.own_posts import SAID, flagged_values
from data.mistakes import Mark, MistakeError, standing
from pages.ui.card import Card, card, choice_card, title_row
from pages.ui.head import head
from pages.ui.load import ask, beside, load, load_all, load_marks
from pages.ui.mistakes import log_view
from pages.ui.own_post import Reviewer, reviewer_name, show_post
from pages.ui.readiness import gap_words, readiness_view
from pages.ui.states import failed, nothing_matches
from pages.ui.text import joined, plain
from pages.ui.who import viewer

PAGE = 10
EXPORTED = 10_000
VIEWS = ("Posts", "Log of mistakes", "Readiness")
STATES = ("To review", "Mistakes", "Harmless", "All")
_KINDS = {words: kind for kind, words in FLAG_WORDS.items()}
_SAID_WORDS = [FLAG_WORDS[kind] for kind in SAID]
_MOST_ROWS = 8
_COUNTED = {"profanity": "profanity", "sensitive": "sensitive events", "promise": "promises",
            "personal": "personal data"}


@dataclass(frozen=True)
class Choice:
    """What the reader asks for: kinds of flags, what was said of the posts, words."""

    kinds: tuple[str, ...]
    state: str
    search: str

    def asked(self, held: Mapping[tuple[str, str], Mark]) -> dict[str, Any]:
        """How the metric is asked for it, given what holds of the posts."""
        verdict = {"Mistakes": "mistake", "Harmless": "harmless"}.get(self.state)
        marked = sorted(key for key, one in held.items()
                        if verdict is None or one.verdict == verdict)
        return {"kinds": self.kinds, "search": self.search or None,
                "marked": tuple(marked), "only_marked": verdict is not None,
                "marked_too": self.state == "All"}


def render(filters: Filters) -> None:
    """Draw the page."""
    if st.session_state.get("own_view") in (None, VIEWS[0]):
        # What its charts show is asked for at the same time.
        for one in (metrics.own_posts_over_time, metrics.own_posts_by):
            beside(partial(load, one, filters))
    flags = load(metrics.own_post_flags, filters)
    head(answer(flags), filters, note=f"A flag is a reason to look, no verdict. {gap_words()}")
    view = st.segmented_control("Show", VIEWS, default=VIEWS[0], required=True, key="own_view",
                                bind="query-params", label_visibility="collapsed")
    try:
        said = load_marks()
    except MistakeError as error:
        failed(str(error))
        return
    if view == VIEWS[1]:
        log_view(said, filters)
    elif view == VIEWS[2]:
        readiness_view(filters)
    elif flags.empty:
        nothing_matches("outgoing posts", filters)
    else:
        _charts(filters)
        _posts(filters, said)


def answer(flags: pd.DataFrame) -> str:
    """The page's sentence: how many posts are flagged for what they say, and how many off hours."""
    rows: dict[str, Any] = {str(row.kind): row for row in records(flags)}
    if "said" not in rows:
        return "No outgoing post is there under these filters."
    said = rows["said"]
    posts, flagged = int(said.posts), int(said.flagged)
    low, high = wilson(flagged, posts)
    share = percent(flagged / posts, low=low, high=high)
    words = (f"{number(flagged)} of {several(posts, 'outgoing post', 'outgoing posts')} "
             f"{'is' if flagged == 1 else 'are'} flagged for what they say, {share} "
             f"({100 * low:.1f}–{100 * high:.1f} %)")
    counts = sorted(((int(rows[kind].flagged), _COUNTED[kind]) for kind in SAID
                     if kind in rows and rows[kind].flagged), reverse=True)
    if counts:
        words += f": {joined([f'{what} {number(n)}' for n, what in counts])}"
    if "off_hours" in rows:
        off = rows["off_hours"]
        words += (f"; {percent(off.flagged / off.posts)} of the {number(off.posts)} that people "
                  "sent went out off hours")
    return f"{words}."


def _charts(filters: Filters) -> None:
    series, by = load_all(filters, metrics.own_posts_over_time, metrics.own_posts_by)
    left, right = st.columns([3, 2])
    with left:
        choice_card("own_over_time", lambda: _time_card(series, filters), control=_time_control)
    with right:
        if viewer().sees_personal:
            choice_card("own_by", lambda: _by_card(by, filters), control=_by_control)
        else:
            card(_by_card(by, filters))


def _time_control() -> None:
    st.segmented_control("Count", ("What posts say", "Off hours"), default="What posts say",
                         required=True, key="own_count", bind="query-params",
                         label_visibility="collapsed")


def _time_card(series: pd.DataFrame, filters: Filters) -> Card:
    off = _picked("own_count") == "Off hours"
    kinds = ("off_hours",) if off else SAID
    posts = int(series["posts"].sum())
    return Card(
        key="own_over_time", title="When were flagged posts published?",
        metric="own_posts_over_time", frame=series, filters=filters,
        n=several(posts, "outgoing post", "outgoing posts"),
        figure=lambda: flags_over_time(series, kinds=kinds),
        alt=lambda: flags_over_time_alt(series, kinds=kinds),
        note="" if off else "a post with two flags counts for both")


def _picked(key: str) -> object:
    """What a card's control says; before the control is there, what the URL says."""
    return st.session_state.get(key, st.query_params.get(key))


def _by_control() -> None:
    st.segmented_control("By", ("Department", "Person"), default="Department", required=True,
                         key="own_by_what", bind="query-params", label_visibility="collapsed")


def _by_card(by: pd.DataFrame, filters: Filters) -> Card:
    person = viewer().sees_personal and _picked("own_by_what") == "Person"
    mine = by[by["dimension"] == ("agent" if person else "department")]
    left_out = 0
    if person:  # nobody is shown by a handful of posts
        left_out = int((mine["posts"] < FEW).sum())
        mine = mine[mine["posts"] >= FEW]
    rows = wilson_frame(mine.rename(columns={"said": "flagged"}), successes="flagged", n="posts")
    rows = rows.assign(few=rows["posts"] < FEW).sort_values(
        ["few", "share"], ascending=[True, False], kind="stable").drop(columns="few")
    shown = rows.head(_MOST_ROWS)
    notes = ["flagged for what they say; bars: 95 % intervals"]
    if len(rows) > len(shown):
        notes.append(f"the first {_MOST_ROWS} of {len(rows)}")
    if left_out:
        notes.append(f"{several(left_out, 'person', 'people')} with fewer than {FEW} posts not "
                     "shown")
    return Card(
        key="own_by", title="Who wrote them?", metric="own_posts_by", frame=rows, filters=filters,
        n=several(int(mine["posts"].sum()), "outgoing post", "outgoing posts"),
        figure=lambda: flagged_share_bars(shown), alt=lambda: flagged_share_bars_alt(shown),
        note="; ".join(notes))


def _posts(filters: Filters, said: list[Mark]) -> None:
    st.subheader("Posts to look at", anchor=False)
    choice = _choose()
    reviewer = Reviewer(reviewer_name(), standing(said))
    asked = choice.asked(reviewer.held)
    at = max(1, int(st.session_state.get("own_p") or 1))
    frame = ask(metrics.own_posts_flagged, filters, limit=PAGE, skip=PAGE * (at - 1), **asked)
    if frame.empty and at > 1:
        at = 1
        frame = ask(metrics.own_posts_flagged, filters, limit=PAGE, skip=0, **asked)
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    if not total:
        st.markdown(f"**No post is in this state.** {plain(_why_none(choice))}")
        return
    whole = frame
    if st.session_state.get("data_own_list"):  # the downloads hold more than one page
        whole = ask(metrics.own_posts_flagged, filters, limit=EXPORTED, skip=0, **asked)
    title_row(Card(
        key="own_list", title=several(total, "post", "posts") + ", the gravest first",
        metric="own_posts_flagged", frame=_exported(whole), filters=filters,
        n=several(total, "flagged post", "flagged posts"),
        more=flagged_values(limit=EXPORTED, **asked)))
    for row in records(frame):
        show_post(row, reviewer)
    if total > PAGE:
        st.pagination(-(-total // PAGE), key="own_p")


def _choose() -> Choice:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = st.pills("Flagged for", list(_KINDS), selection_mode="multi",
                         default=_SAID_WORDS, key="own_flags", bind="query-params",
                         on_change=_first_page)
        state = st.segmented_control("Show posts", STATES, default=STATES[0], required=True,
                                     key="own_state", bind="query-params", on_change=_first_page)
        search = st.text_input("Find", key="own_q", bind="query-params", max_chars=80,
                               type="search", placeholder="words in the post", width=220,
                               on_change=_first_page)
    chosen = tuple(_KINDS[one] for one in kinds or () if one in _KINDS)
    return Choice(chosen or tuple(_KINDS.values()), state if state in STATES else STATES[0],
                  str(search or "").strip())


def _first_page() -> None:
    st.session_state.pop("own_p", None)


def _why_none(choice: Choice) -> str:
    if choice.search:
        return "Try fewer words, or clear the search."
    if choice.state == "To review":
        return "Nothing is flagged for these reasons, or all of it has been looked at."
    return "Choose “All” or other flags."


def _exported(frame: pd.DataFrame) -> pd.DataFrame:
    """The list for tables and files: words as text, nothing that only the page needs."""
    return frame.assign(words=[", ".join(one) for one in frame["words"]]).drop(
        columns=["place", "total", "row_id", "masked_text"])


if __name__ == "__main__":
    import dashboard

    dashboard.main()
