"""Labelling: draw a sample, read its posts one after the other, and say what they are."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.purpose_rules import INTENTS
from analysis.records import records
from analysis.sentiment import SENTIMENTS
from analysis.wording import bucket_words, channel_name, number, several
from data import metrics
from data.audit import (
    AUDITED_PURPOSES,
    CANNOT_TELL,
    MOST,
    AuditError,
    How,
    Label,
    Post,
    Sample,
    keep_sample,
    label,
    new_sample_id,
    unlabelled,
)
from data.filters import Filters
from pages.ui.audits import Audit
from pages.ui.load import ask, home
from pages.ui.own_post import may_mark, reviewer_name
from pages.ui.quoted import marked
from pages.ui.text import plain, shortened

HOW_WORDS: dict[How, str] = {"random": "At random", "uncertain": "Those the engines doubt",
                             "channel": "The same number of each channel"}
_HOW_HELP = ("At random: for how right the engines are and for corrected shares. Those the engines "
             "doubt: to teach a model most with least work; they do not count for rates. Of each "
             "channel: to compare channels.")
# Streamlit keeps C and R for itself.
_SENTIMENT_KEYS = dict(zip((*SENTIMENTS, CANNOT_TELL), "1234", strict=True))
_PURPOSE_KEYS = dict(zip((*AUDITED_PURPOSES, CANNOT_TELL), "SMOU", strict=True))
_SHOWN, _BEFORE = 2_000, 6
SAID, SKIPPED, LAST, FAILED = "audit_said", "audit_skipped", "audit_last", "audit_failed"


def label_view(audit: Audit, filters: Filters) -> None:
    """Draw the choice of a sample and the post that is next."""
    if not may_mark():
        st.markdown("Labelling is for those who may see all customers.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = reviewer_name()
        sample = _choose_sample(audit)
        _draw_new(filters, who)
    if message := st.session_state.pop(FAILED, None):
        st.error(plain(message), icon=":material/error:")
    if sample is None:
        st.markdown("**No sample is drawn yet.** “Draw a sample” takes posts under the filters of "
                    "the sidebar. 200 random posts tell a share of 70 % to within about 6 points.")
        return
    if not who:
        st.markdown("Say who you are, and the first post appears.")
        return
    _next_post(audit, sample, who, filters)


def _choose_sample(audit: Audit) -> Sample | None:
    samples = {one.sample_id: one for one in reversed(audit.samples)}
    if not samples:
        return None
    chosen = st.selectbox("Sample", list(samples), key="audit_sample", bind="query-params",
                          format_func=lambda one: sample_words(samples[one]), width=420)
    return samples.get(str(chosen), next(iter(samples.values())))


def sample_words(sample: Sample) -> str:
    """A sample in a line: "50 at random of 11,204 · Ann, 2026-03-01 · 1 Jan to 31 Mar 2026 …"."""
    what = {"random": "at random", "uncertain": "doubtful", "channel": "by channel"}[sample.how]
    return (f"{number(len(sample.posts))} {what} of {number(sample.population)} · "
            f"{shortened(sample.who, to=20)}, {sample.at[:10]} · "
            f"{shortened(sample.filters, to=90)}")


def _draw_new(filters: Filters, who: str) -> None:
    with st.popover("Draw a sample", icon=":material/shuffle:", key="audit_draw"):
        st.caption(plain(filters.sentence()))
        st.radio("Which posts?", list(HOW_WORDS), format_func=HOW_WORDS.__getitem__,
                 key="audit_how", help=_HOW_HELP)
        st.number_input("How many?", 1, MOST, 200, step=50, key="audit_size")
        st.button("Draw", key="audit_draw_now", type="primary", disabled=not who,
                  help=None if who else "Say who you are first.", on_click=_draw,
                  args=(filters, who))


def _draw(filters: Filters, who: str) -> None:
    how: How = st.session_state.get("audit_how") or "random"
    sample_id = new_sample_id()
    rows = ask(metrics.audit_sample, filters, how=how, seed=sample_id,
               size=int(st.session_state.get("audit_size") or 200))
    posts = tuple(zip(rows["source"].astype(str), rows["interaction_id"].astype(str), strict=True))
    try:
        keep_sample(home(), Sample(
            sample_id, how, posts, int(rows["population"].max()) if len(rows) else 0,
            filters.sentence().split("; compared with")[0], who))
    except (OSError, AuditError) as error:
        st.session_state[FAILED] = f"Not drawn: {error}"
        return
    st.session_state["audit_sample"] = sample_id


def _next_post(audit: Audit, sample: Sample, who: str, filters: Filters) -> None:
    left = unlabelled(sample, audit.said, who)
    skipped: list[Post] = st.session_state.setdefault(SKIPPED, [])
    waiting = [one for one in left if one not in skipped] or left
    done = len(sample.posts) - len(left)
    others = audit.others(sample, who)
    st.progress(done / len(sample.posts), text=plain(
        f"{number(done)} of {several(len(sample.posts), 'post', 'posts')} labelled by you"
        + (f"; {several(others, 'other person has', 'other people have')} labelled posts of this "
           "sample, which you do not see" if others else "")))
    if not waiting:
        st.markdown("**All posts of this sample are labelled.** “How right?” shows what follows. "
                    "Ask a second person to label the same sample, so that agreement can be told.")
        _undo_last(who)
        return
    rows = ask(metrics.audit_posts, posts=(waiting[0],))
    if rows.empty:
        st.markdown("This post is not in the data any more.")
        st.button("Next post", key="audit_gone", on_click=_skip, args=(waiting[0],))
        return
    row: Any = records(rows)[0]
    _one_post(row, sample, who)
    del filters


def _one_post(row: Any, sample: Sample, who: str) -> None:
    post = (str(row.source), str(row.interaction_id))
    said = _said(post)
    with st.container(border=True, key="audit_post"):
        text = row.text if len(row.text) <= _SHOWN else row.text[:_SHOWN] + "…"
        st.markdown(f"##### {marked(text, [])}", anchors=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":small[:gray[{plain(channel_name(row.channel))} · "
                        f"{plain(bucket_words(row.published_at, grain='hour'))}]]",
                        width="stretch")
            _conversation(int(row.row_id))
    _choices("Sentiment", "sentiment", _SENTIMENT_KEYS, said, post)
    _choices("Purpose", "purpose", _PURPOSE_KEYS, said, post)
    _intent(said, post)
    ready = bool(said.get("sentiment") and said.get("purpose"))
    with st.container(horizontal=True):
        st.button("Save and next", key="audit_save", type="primary", shortcut="Enter",
                  disabled=not ready, on_click=_save, args=(row, sample, who),
                  help=None if ready else "Say sentiment and purpose first.")
        st.button("Skip", key="audit_skip", shortcut="K", on_click=_skip, args=(post,),
                  help="Comes again when all others are labelled.")
        _undo_last(who)
    st.caption("What the engines say and what others said is not shown here, so that it cannot "
               "sway you.")


def _conversation(row_id: int) -> None:
    """What was said before, without what the engines read in it."""
    with st.popover("What came before", type="tertiary", icon=":material/forum:",
                    key="audit_before", on_change="rerun") as before:
        if not before.open:
            return
        thread = ask(metrics.conversation_thread, row_id=row_id)
        thread = thread[thread["row_id"] < row_id].tail(_BEFORE)
        earlier: list[Any] = records(thread)
        if not earlier:
            st.markdown("Nothing: it opens the conversation.")
        for one in earlier:
            speaker = "Customer" if one.direction == "inbound" else "Company"
            st.markdown(f":gray[{speaker}:] {marked(one.text, [])}")


def _said(post: Post) -> dict[str, str]:
    """What is chosen for the post on the screen, not yet saved."""
    held = st.session_state.get(SAID)
    if not held or held[0] != post:
        held = st.session_state[SAID] = (post, {})
    choices: dict[str, str] = held[1]
    return choices


def _choices(title: str, facet: str, keys: dict[str, str], said: dict[str, str], post: Post
             ) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"audit_{facet}"):
        st.markdown(f"**{title}**", width=100)
        for value, shortcut in keys.items():
            st.button(value.capitalize(), key=f"audit_{facet}_{value}", shortcut=shortcut,
                      type="primary" if said.get(facet) == value else "secondary",
                      on_click=_choose, args=(post, facet, value))


def _choose(post: Post, facet: str, value: str) -> None:
    said = _said(post)
    if facet == "purpose" and said.get("purpose") != value:
        said.pop("intent", None)
    said[facet] = value


def _intent(said: dict[str, str], post: Post) -> None:
    """The intent, one level below the purpose; may be left out."""
    below = INTENTS.get(said.get("purpose", ""), ())
    if not below:
        return
    key = f"audit_intent_{post[0]}|{post[1]}|{said['purpose']}"
    chosen = st.pills("Intent (may be left out)", list(below), key=key,
                      format_func=lambda one: str(one).replace("_", " ").capitalize())
    if chosen:
        said["intent"] = str(chosen)
    else:
        said.pop("intent", None)


def _save(row: Any, sample: Sample, who: str) -> None:
    post = (str(row.source), str(row.interaction_id))
    said = _said(post)
    one = Label(*post, who, sentiment=said.get("sentiment", ""), purpose=said.get("purpose", ""),
                intent=said.get("intent", ""), sample_id=sample.sample_id,
                how=sample.how, text_hash=str(row.text_hash))
    if _write(one):
        st.session_state.pop(SAID, None)
        st.session_state[LAST] = one


def _skip(post: Post) -> None:
    skipped: list[Post] = st.session_state.setdefault(SKIPPED, [])
    if post in skipped:
        skipped.remove(post)
    skipped.append(post)
    st.session_state.pop(SAID, None)


def _undo_last(who: str) -> None:
    last: Label | None = st.session_state.get(LAST)
    if last is not None and last.who.casefold() == who.casefold():
        st.button("Take back the last", key="audit_undo", icon=":material/undo:", type="tertiary",
                  shortcut="Z", on_click=_undo, args=(last,))


def _undo(last: Label) -> None:
    if _write(Label(*last.post, last.who, verdict="undo", sample_id=last.sample_id)):
        st.session_state.pop(LAST, None)
        st.session_state.pop(SAID, None)


def _write(one: Label) -> bool:
    try:
        label(home(), one)
    except (OSError, AuditError) as error:
        st.session_state[FAILED] = f"Not written: {error}"
        return False
    return True
