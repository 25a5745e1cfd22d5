"""What are posts about?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.topics import topic_bars, topic_bars_alt, topic_lines, topic_lines_alt
from analysis.intervals import wilson_frame
from analysis.records import records
from analysis.wording import number, percent, several
from data import metrics
from data.filters import Filters
from data.metrics.facts import build_facts
from data.metrics.topics import NONE
from data.topics import read_topics, shipped_text, topics_file, topics_in_use
from pages.ui import work
from pages.ui.card import Card, card, title_row
from pages.ui.head import head
from pages.ui.load import ask, beside, home, load, warehouse
from pages.ui.message import about, show_message
from pages.ui.own_post import may_mark
from pages.ui.quoted import marked
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain
from pages.ui.toml_editor import Editor, draw_editor, listed

BARS, LINES, EXAMPLES = 9, 5, 6
NOTE = ("Known topics are told by their words, and a post may belong to several. What no known "
        "topic explains is searched for new ones at each build; they are named by their weightiest "
        "words and keep their name from build to build.")


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        found = load(metrics.topics_share, filters)
    if found.empty:
        head("No social posts with a text under these filters.", filters)
        nothing_matches("posts", filters)
        return
    rows = wilson_frame(found, successes="posts", n="all_posts")
    head(answer(rows), filters, note=NOTE)
    n = several(int(rows["all_posts"].iloc[0]), "post", "posts")
    left, right = st.columns([2, 3])
    with left:
        topics = rows[rows["kind"] != NONE]
        largest = pd.concat([topics.head(BARS), rows[rows["kind"] == NONE]])
        shown = rows.drop(columns=["words", "n"], errors="ignore")
        card(Card(key="topics_share", title="What are posts about?", metric="topics_share",
                  frame=shown.assign(words=[_words(one) for one in rows["words"]]),
                  filters=filters, n=n, figure=lambda: topic_bars(largest),
                  alt=lambda: topic_bars_alt(largest),
                  note="new: found at a build, not by words that were given" + (
                      f"; the {BARS} largest, all are in the table" if len(topics) > BARS else "")))
    with right:
        topic = _choose(rows)
        # The examples further down are asked for at the same time.
        beside(partial(ask, metrics.topic_examples, filters, topic_id=topic, limit=EXAMPLES))
        _time_card(rows, topic, filters)
    _examples(rows, topic, filters)
    _known_topics()


def answer(rows: pd.DataFrame) -> str:
    """The page's sentence: the largest topics, the new ones, and the share without one."""
    topics = rows[rows["kind"] != NONE]
    none = rows[rows["kind"] == NONE]
    left = float(none["share"].iloc[0]) if len(none) else 0.0
    n = number(rows["all_posts"].iloc[0])
    if topics.empty:
        return f"None of {n} posts belongs to a topic that is known or was found."
    top = [f"{row.topic} ({percent(row.share, low=row.low, high=row.high)})"
           for row in _records(topics)[:3]]
    new = topics[topics["kind"] == "found"]
    words = f"Posts are most about {joined(top)}"
    if len(new):
        words += f"; {several(len(new), 'topic was', 'topics were')} found beside the known ones"
    return f"{words}; {percent(left)} of {n} posts have no topic."


def _records(frame: pd.DataFrame) -> list[Any]:
    return records(frame)


def _words(words: object) -> str:
    try:
        return ", ".join(str(one) for one in words)  # type: ignore[attr-defined]
    except TypeError:
        return ""


def _choose(rows: pd.DataFrame) -> str:
    names = {str(row.topic_id): "No topic" if row.kind == NONE else str(row.topic)
             for row in _records(rows)}
    chosen = st.selectbox("Look closer at", list(names), key="topic", bind="query-params",
                          format_func=lambda one: names.get(one, one))
    return chosen if chosen in names else next(iter(names))


def _time_card(rows: pd.DataFrame, topic: str, filters: Filters) -> None:
    ids = list(dict.fromkeys([topic, *rows.loc[rows["kind"] != NONE, "topic_id"].head(LINES)]))
    frame = ask(metrics.topics_over_time, filters, topic_ids=tuple(ids))
    frame = frame.sort_values("topic_id", key=lambda one: one.map(ids.index), kind="stable")
    frame = frame.assign(topic=frame["topic"].replace(NONE, "No topic"))
    card(Card(
        key="topics_time", title="Which topics rise?", metric="topics_over_time", frame=frame,
        filters=filters, figure=lambda: topic_lines(frame), alt=lambda: topic_lines_alt(frame),
        n=several(int(frame["posts"].sum()), "post", "posts"), more={"topic_ids": ids},
        note="the chosen topic and the largest; a post of two topics counts in both"))


def _examples(rows: pd.DataFrame, topic: str, filters: Filters) -> None:
    one = _records(rows[rows["topic_id"] == topic])[0]
    frame = ask(metrics.topic_examples, filters, topic_id=topic, limit=EXAMPLES)
    name = "no topic" if topic == NONE else f"“{one.topic}”"
    with st.container(border=True, key="card_topic_examples"):
        title_row(Card(
            key="topic_examples", title=f"What do posts of {name} say?", metric="topic_examples",
            frame=frame.drop(columns=["row_id"]), filters=filters,
            n=several(one.posts, "post", "posts"), more={"topic_id": topic, "limit": EXAMPLES}))
        if topic != NONE:
            since = f"; first found on {one.since}" if one.since else ""
            st.caption(plain(f"Told by: {_words(one.words)}{since}"))
        row: Any
        for row in records(frame):
            st.markdown(marked(row.text, []))
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                same = f"{several(row.same_text, 'post', 'posts')} say so" if (
                    row.same_text > 1) else ""
                st.markdown(about(row, more=[same]), width="stretch")
                if st.button("Read on", key=f"topic_post_{row.row_id}", type="tertiary"):
                    show_message(int(row.row_id), filters)


def _known_topics() -> None:
    """The known topics as a file, and whether the build has them."""
    place = home()
    running = topics_in_use(place)
    if running.refused:
        st.error(listed(running.refused), icon=":material/error:",
                 title="topics.toml is refused; the last good topics stay in use")
    if build_facts(warehouse()).get("topics", "") != running.text:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning("The known topics have changed since the build; they count from the next "
                       "one on.", icon=":material/build:")
            if st.button("Build now", key="topics_build", disabled=work.running()):
                work.rebuild()
        work.progress()
    if not may_mark():
        return
    with st.expander("Known topics as a file", icon=":material/edit:"):
        draw_editor(Editor(
            key="topics", label="Topics in TOML; a post belongs to each whose word it holds",
            things="topics", file_name="topics.toml", place=str(place.topics),
            running=running.text, shipped=shipped_text(),
            check=lambda text: f"The draft is good: "
                               f"{several(len(read_topics(text)), 'topic', 'topics')}.",
            save=lambda text, who: topics_file(place).save(text, who=who),
            earlier=topics_file(place).changes))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
