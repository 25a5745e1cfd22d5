"""What do the posts behind a number say?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.intervals import wilson
from analysis.purpose_rules import INTENTS
from analysis.records import records
from analysis.sentiment import SENTIMENTS
from analysis.wording import number, percent, several
from data import metrics
from data.filters import Filters
from data.metrics.voices import voices_values
from data.search import Query, parse
from pages.ui.card import Card, title_row
from pages.ui.head import head
from pages.ui.load import Mark, ask
from pages.ui.marks import forget_mark, mark_of_url
from pages.ui.message import about, show_message
from pages.ui.quoted import found
from pages.ui.rows import words
from pages.ui.states import nothing_matches
from pages.ui.text import plain, shortened

PAGE = 20
EXPORTED = 10_000
SORTS = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest",
         "negative": "Most negative", "liked": "Most liked and shared", "reach": "Largest reach"}
KINDS = ("Social posts", "All channels")
_ALL_INTENTS = tuple(intent for intents in INTENTS.values() for intent in intents)
_HELP = ("All words must be there, in any form. \"in quotes\": exactly so. -word: without it. "
         "refund*: words that begin so. #tag: the hashtag. refund OR return: one of both. "
         "Personal data cannot be searched for.")


@dataclass(frozen=True)
class Choice:
    """What the reader has asked for on this page."""

    search: str
    kind: str
    label: str | None
    intent: str | None
    sort: str
    mark: Mark | None

    @property
    def query(self) -> Query:
        """The search, understood."""
        return parse(self.search)

    def asked(self) -> dict[str, Any]:
        """How the metric is asked for it."""
        mark = self.mark
        return {"mark": dict(mark.values) if mark else None,
                "social": mark.social if mark else self.kind == KINDS[0],
                "by_conversation": mark.by_conversation if mark else False,
                "sentiment": self.label, "intent": self.intent, "sort": self.sort}

    def what(self, n: int) -> str:
        """A count of what is shown: "1 post", "3 messages"."""
        posts = self.mark is None and self.kind == KINDS[0]
        return several(n, "post" if posts else "message", "posts" if posts else "messages")


def render(filters: Filters) -> None:
    """Draw the page."""
    top = st.container()
    choice = _choose()
    at = _page_number()
    try:
        frame, total, of = _page(filters, choice, at)
    except ValueError:  # a mark that somebody has written into the URL
        forget_mark()
        st.rerun()
    with top:
        head(answer(choice, total, of), filters, note=_note(choice))
    if choice.mark is not None:
        st.button("Show all posts, not only these", on_click=forget_mark, key="forget_mark",
                  icon=":material/filter_alt_off:", type="tertiary")
    if not total:
        _nothing(choice, filters)
        return
    _results(filters, choice, frame, total)


def _page_number() -> int:
    """The page asked for: by the widget below the results, or before it is there by the URL."""
    asked = st.session_state.get("p", st.query_params.get("p", "1"))
    return max(1, int(asked)) if str(asked).isdigit() and len(str(asked)) < 7 else 1


def _page(filters: Filters, choice: Choice, at: int) -> tuple[pd.DataFrame, int, int]:
    """One page of results, how many there are in all, and among how many."""
    asked = choice.asked()
    frame = ask(metrics.voices, filters, search=choice.search, limit=PAGE, skip=PAGE * (at - 1),
                **asked)
    if frame.empty and at > 1:
        st.session_state["p"] = 1
        frame = ask(metrics.voices, filters, search=choice.search, limit=PAGE, skip=0, **asked)
    if frame.empty:
        return frame, 0, 0
    return frame, int(frame["total"].iloc[0]), int(frame["messages_under_filters"].iloc[0])


def answer(choice: Choice, total: int, of: int) -> str:
    """The page's sentence: how many match, of how many, with the interval of their share."""
    behind = f"Behind {words(choice.mark)}: " if choice.mark else ""
    sought = f" with “{shortened(choice.search)}”" if not choice.query.is_empty else ""
    if not total:
        return f"{behind or 'There are '}no messages{sought} under these filters."
    if not sought:
        return f"{behind}{choice.what(total)} to read under these filters."
    low, high = wilson(total, of)
    share = percent(total / of, low=low, high=high) if total >= 0.0005 * of else "under 0.1 %"
    return (f"{behind}{choice.what(total)}{sought}: {share} ({100 * low:.1f}–{100 * high:.1f} %) "
            f"of n = {number(of)} under these filters.")


def _note(choice: Choice) -> str:
    ignored = choice.query.ignored
    return f"Not searched for: {' '.join(ignored)}" if ignored else ""


def _choose() -> Choice:
    mark = mark_of_url()
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    search = left.text_input("Search", key="q", bind="query-params", max_chars=200, type="search",
                             placeholder="for example refund late -bank", help=plain(_HELP),
                             on_change=_first_page)
    with right.container(horizontal=True, vertical_alignment="bottom"):
        sort = st.selectbox("Sort by", list(SORTS), format_func=SORTS.__getitem__, key="sort",
                            bind="query-params", on_change=_first_page)
        intent = st.selectbox("Intent", _ALL_INTENTS, index=None, key="intent", placeholder="All",
                              bind="query-params", on_change=_first_page,
                              format_func=lambda one: one.replace("_", " ").capitalize())
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = KINDS[0]
        if mark is None:
            kind = st.segmented_control("Read", KINDS, default=KINDS[0], required=True, key="kind",
                                        bind="query-params", label_visibility="collapsed",
                                        on_change=_first_page) or KINDS[0]
        label = st.segmented_control("Sentiment", SENTIMENTS, format_func=str.capitalize,
                                     key="label", bind="query-params", on_change=_first_page,
                                     label_visibility="collapsed")
    return Choice(str(search or "").strip(), str(kind), label if label in SENTIMENTS else None,
                  intent if intent in _ALL_INTENTS else None,
                  sort if sort in SORTS else "relevance", mark)


def _first_page() -> None:
    if st.session_state.get("p", 1) != 1:
        st.session_state["p"] = 1


def _results(filters: Filters, choice: Choice, frame: pd.DataFrame, total: int) -> None:
    opened = bool(st.session_state.get("data_voices"))
    asked = choice.asked()
    shown = frame
    if opened:  # the downloads hold all that was found, not one page of it
        frame = ask(metrics.voices, filters, search=choice.search, limit=EXPORTED, **asked)
    title_row(Card(
        key="voices", title="What do they say?", metric="voices",
        frame=frame.drop(columns=["row_id", "total", "messages_under_filters"]), filters=filters,
        n=choice.what(total) + (f", the first {number(EXPORTED)} are in the files"
                                if total > EXPORTED else ""),
        more=voices_values(filters, query=choice.query, limit=EXPORTED, **asked)))
    row: Any
    for row in records(shown):
        with st.container(border=True, key=f"voice_{row.row_id}", gap="xxsmall"):
            st.markdown(found(row.text, choice.query))
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(about(row, more=[_reactions(row)]), width="stretch")
                if st.button("Read on", key=f"open_{row.row_id}", type="tertiary",
                             help="Its conversation, why it is scored so, similar messages"):
                    show_message(int(row.row_id), filters)
    pages = -(-total // PAGE)
    if pages > 1:
        st.pagination(pages, key="p", bind="query-params")
    st.caption(plain(f"{choice.what(total)} · {SORTS[choice.sort].lower()} first · "
                     f"{filters.period()}"))


def _reactions(row: Any) -> str:
    parts = [several(value, one, many) for value, one, many in (
        (row.likes, "like", "likes"), (row.shares, "share", "shares"),
        (row.author_followers, "follower", "followers")) if not pd.isna(value) and value]
    return ", ".join(parts)


def _nothing(choice: Choice, filters: Filters) -> None:
    if choice.search or choice.label or choice.intent:
        st.markdown("Try fewer or shorter words, such as the beginning of a word with \\*, or "
                    "search all channels.")
        st.button("Clear search", on_click=_clear, key="clear_search",
                  icon=":material/search_off:")
    nothing_matches("posts", filters)


def _clear() -> None:
    st.session_state.update(q="", label=None, intent=None, p=1)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
