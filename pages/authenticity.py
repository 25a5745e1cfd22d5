"""Are positive posts genuine, and are they believed?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.authenticity import (
    account_dots,
    account_dots_alt,
    positive_share_line,
    positive_share_line_alt,
)
from analysis.intervals import share_difference, wilson, wilson_frame
from analysis.records import records
from analysis.wording import bucket_words, number, percent, several, share_words
from data import metrics
from data.benchmarks import benchmarks
from data.filters import Filters
from pages.ui.card import Card, Clicks, card, title_row
from pages.ui.head import head
from pages.ui.load import ask, beside, load_all
from pages.ui.message import about, show_message
from pages.ui.quoted import marked
from pages.ui.states import loading, nothing_matches
from pages.ui.text import plain

SHOWN = 8
_DOUBTING = 200
_ACCOUNTS = 20
_KINDS = {"new": "First post within 7 days", "once": "Wrote only once",
          "busy": "5 posts or more in a day"}
_BY = {"new": "by new accounts", "once": "by accounts that wrote only once",
       "busy": "by hyperactive accounts"}
NOTE = ("A batch is praise of one wording (0.6 of its pairs of words in common) from five accounts "
        "or more within a week, most of them new: a reason to look, no proof. Praise and criticism "
        "are told apart by the engine, with its errors.")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        # What stands further down is asked for at the same time.
        for one, most in ((metrics.doubting, _DOUBTING), (metrics.praise_accounts, _ACCOUNTS)):
            beside(partial(ask, one, filters, limit=most))
        totals, over_time, batches = load_all(
            filters, metrics.praise_totals, metrics.praise_over_time, metrics.praise_batches)
    counts: Any = records(totals)[0]
    if not counts.posts:
        head("No social posts under these filters.", filters)
        nothing_matches("posts", filters)
        return
    believed = believed_range()
    head(answer(counts, believed), filters, note=NOTE)
    left, right = st.columns([3, 2])
    with left:
        _share_card(over_time, counts, filters, believed)
    with right:
        _accounts_kind_card(counts, filters)
    _batches(batches, counts, filters)
    left, right = st.columns(2)
    with left:
        _accounts_card(filters)
    with right:
        _doubts(filters)


def believed_range() -> tuple[float, float]:
    """The published range of positive shares (0..1) within which readers believe most."""
    found = benchmarks("believed praise").set_index("id")["share"]
    return float(found["spiegel_low"]), float(found["spiegel_high"])


def answer(counts: Any, believed: tuple[float, float]) -> str:
    """The page's sentence: positive share against what is believed, copies, and doubts."""
    voiced = int(counts.positive + counts.negative)
    if not voiced:
        return (f"None of {several(counts.posts, 'post', 'posts')} praises or criticises, so there "
                "is nothing to doubt.")
    low, high = wilson(counts.positive, voiced)
    share = share_words(counts.positive / voiced, low=low, high=high, n=voiced)
    where = ("within" if low <= believed[1] and high >= believed[0] else
             "below" if high < believed[0] else "above")
    words = (f"{share} of posts that praise or criticise are positive, {where} the "
             f"{100 * believed[0]:.0f}–{100 * believed[1]:.0f} % that readers believe most")
    if counts.copied:
        few, many = wilson(counts.copied, max(int(counts.positive), int(counts.copied)))
        copied = percent(counts.copied / max(counts.positive, counts.copied), low=few, high=many)
        n = several(counts.positive, "positive post", "positive posts")
        words += (f"; {number(counts.copied)} of {n} look copied ({copied}, in "
                  f"{several(counts.batches, 'batch', 'batches')})")
    else:
        words += "; no batch of copied praise was found"
    doubting = several(counts.doubting, "post doubts", "posts doubt")
    return f"{words}, and {doubting} that praise is genuine."


def _share_card(frame: pd.DataFrame, counts: Any, filters: Filters,
                believed: tuple[float, float]) -> None:
    rows = wilson_frame(frame.assign(n=frame["positive"] + frame["negative"]),
                        successes="positive", n="n")
    source = benchmarks("believed praise").iloc[0]
    card(Card(
        key="praise_share", title="Is praise too good to be believed?", metric="praise_over_time",
        frame=rows, filters=filters, height=280,
        n=several(int(counts.positive + counts.negative), "positive or negative post",
                  "positive or negative posts"),
        figure=lambda: positive_share_line(rows, believed=believed),
        alt=lambda: positive_share_line_alt(rows, believed=believed),
        note=f"grey: where purchases peaked at online retailers ({source['source']}, "
             f"{source['year']}; 4.0–4.7 stars, turned into a share); a diamond: copied posts",
        clicks=Clicks(grain=filters.trend_grain, social=True)))


def account_kinds(counts: Any) -> pd.DataFrame:
    """Praise and criticism by new, one-time and hyperactive accounts, with Wilson limits."""
    rows = [{"kind": words, "sentiment": sentiment,
             "posts": int(getattr(counts, f"{sentiment}_{kind}")),
             "n": int(getattr(counts, f"{sentiment}_told"))}
            for kind, words in _KINDS.items() for sentiment in ("positive", "negative")]
    return wilson_frame(pd.DataFrame(rows), successes="posts", n="n")


def _accounts_kind_card(counts: Any, filters: Filters) -> None:
    frame = account_kinds(counts)
    card(Card(
        key="praise_kinds", title="Does praise come from odd accounts more than criticism?",
        metric="praise_totals", frame=frame, filters=filters, height=280,
        figure=lambda: account_dots(frame), alt=lambda: account_dots_alt(frame),
        n=several(int(counts.positive_told + counts.negative_told), "post", "posts"),
        note=_difference(counts)))


def _difference(counts: Any) -> str:
    """Which kinds of accounts write more or less of the praise than of the criticism, in words."""
    if not counts.positive_told or not counts.negative_told:
        return "the data is too young to tell which accounts are new"
    parts = []
    for kind, words in _BY.items():
        low, high = share_difference(
            getattr(counts, f"positive_{kind}"), counts.positive_told,
            getattr(counts, f"negative_{kind}"), counts.negative_told)
        if low > 0:
            parts.append(f"of praise {100 * low:.1f} to {100 * high:.1f} points more is {words}")
        elif high < 0:
            parts.append(f"of praise {-100 * high:.1f} to {-100 * low:.1f} points less is {words}")
    return "; ".join(parts) or "no difference beyond chance between praise and criticism"


def _batches(batches: pd.DataFrame, counts: Any, filters: Filters) -> None:
    if batches.empty:
        with st.container(border=True, key="card_praise_batches"):
            st.markdown("###### Which praise is copied?", anchors=False)
            st.markdown(plain(
                f"None found among {several(counts.positive, 'positive post', 'positive posts')}: "
                "no wording came from five accounts within a week, most of them new."))
        return
    with st.container(border=True, key="card_praise_batches"):
        title_row(Card(
            key="praise_batches", title="Which praise is copied?", metric="praise_batches",
            frame=batches.drop(columns=["row_id"]), filters=filters,
            n=several(len(batches), "batch", "batches")))
        row: Any
        for row in records(batches.head(SHOWN)):
            st.markdown(f"> {marked(row.text, [])}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":orange-badge[{plain(_batch_words(row))}] "
                            f":small[{plain(row.reasons)}]", width="stretch")
                if st.button("Read on", key=f"batch_{row.batch_id}", type="tertiary",
                             help="Its conversation, why it is scored so, messages like it"):
                    show_message(int(row.row_id), filters)
        if len(batches) > SHOWN:
            st.caption(plain(f"{len(batches) - SHOWN} more are in the table."))


def _batch_words(row: Any) -> str:
    first, last = (bucket_words(at, grain="day") for at in (row.first_at, row.last_at))
    return (f"{several(row.posts, 'post', 'posts')}, "
            f"{several(row.accounts, 'account', 'accounts')}, "
            f"{first if first == last else f'{first} to {last}'}")


def _accounts_card(filters: Filters) -> None:
    frame = ask(metrics.praise_accounts, filters, limit=_ACCOUNTS)
    total = int(frame["all_positive"].max()) if len(frame) else 0
    top = int(frame["positive"].head(10).sum()) if len(frame) else 0
    card(Card(
        key="praise_accounts", title="Who praises most?", metric="praise_accounts",
        frame=frame.drop(columns=["all_positive"]), filters=filters, height=300,
        more={"limit": _ACCOUNTS}, n=several(total, "positive post", "positive posts"),
        note=f"the first ten wrote {percent(top / total)} of it" if total else ""))


def _doubts(filters: Filters) -> None:
    frame = ask(metrics.doubting, filters, limit=_DOUBTING)
    total = int(frame["total"].iloc[0]) if len(frame) else 0
    with st.container(border=True, key="card_doubting", height="stretch"):
        title_row(Card(
            key="doubting", title="Who doubts it?", metric="doubting",
            frame=frame.drop(columns=["row_id", "total", "all_named"]), filters=filters,
            n=several(total, "doubting post", "doubting posts"), more={"limit": _DOUBTING}))
        if frame.empty:
            st.markdown("No post says that praise is paid for, fake or a bot's.")
        elif named := int(frame["all_named"].iloc[0]):
            st.markdown(plain(f"{number(named)} of {number(total)} name an account whose praise is "
                              "copied."))
        row: Any
        for row in records(frame.head(5)):
            st.markdown(marked(row.text, []))
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                st.markdown(about(row), width="stretch")
                if st.button("Read on", key=f"doubt_{row.row_id}", type="tertiary"):
                    show_message(int(row.row_id), filters)
        st.caption("Found by written patterns; irony and other languages are missed.")


if __name__ == "__main__":
    import dashboard

    dashboard.main()
