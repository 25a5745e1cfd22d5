"""One flagged post of ours: its words, why it is flagged, and what a reviewer says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.own_posts import FLAG_WORDS
from analysis.own_contacts import slips
from analysis.wording import bucket_words, channel_name, several
from data.mistakes import LONGEST, SEVERITIES, Mark, MistakeError, Verdict, mark
from pages.ui.load import home
from pages.ui.quoted import Span, marked
from pages.ui.text import plain
from pages.ui.who import viewer

_SHOWN = 1_000
_COLOURS = {1: "gray", 2: "blue", 3: "orange"}


@dataclass(frozen=True)
class Reviewer:
    """Who looks at the posts (empty: nobody yet), and what holds of each post now."""

    who: str
    held: Mapping[tuple[str, str], Mark]


def may_mark() -> bool:
    """Whether the viewer may speak on posts: the log is for who may see all customers."""
    return not (viewer().regions or viewer().segments)


def reviewer_name() -> str:
    """The reviewer's name, asked for once a session; it stands beside every word in the log."""
    if not may_mark():
        st.caption("Only those who may see all customers can write here.")
        return ""
    who = st.text_input("Your name, for the log", key="reviewer", max_chars=60, width=260,
                        persist_state="session", placeholder="needed to write anything")
    return str(who or "").strip()


def show_post(row: Any, reviewer: Reviewer) -> None:
    """Draw a row of ``own_posts_flagged`` with its reasons and the reviewer's buttons."""
    key = f"{row.source}|{row.interaction_id}"
    said = reviewer.held.get((str(row.source), str(row.interaction_id)))
    with st.container(border=True, key=f"own_{row.row_id}", gap="xxsmall"):
        st.markdown(marked(_cut(row.text), spans_of(row)))
        st.markdown("  \n".join(reasons(row)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_about(row) + _verdict(said), width="stretch")
            if may_mark():
                _buttons(row, said, reviewer.who, key)


def _cut(text: object) -> object:
    return text[:_SHOWN] + "…" if isinstance(text, str) and len(text) > _SHOWN else text


def spans_of(row: Any) -> list[Span]:
    """Where the words behind the flags stand in the text, in order and without overlap."""
    if not isinstance(row.text, str):
        return []
    text = row.text[:_SHOWN].replace("’", "'").replace("‘", "'").replace("`", "'")
    found: list[tuple[int, int]] = []
    for word in row.words:
        found += [one.span() for one in re.finditer(re.escape(word), text, re.IGNORECASE)]
    if row.personal and isinstance(row.masked_text, str):  # the reader may see what is masked
        found += [(one.start, one.end) for one in slips(row.text, row.masked_text)
                  if one.end <= _SHOWN]
    out: list[Span] = []
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if not out or start >= out[-1][1]:
            out.append((start, end, "yellow"))
    return out


def reasons(row: Any) -> list[str]:
    """Each flag as a badge with its severity, and the reason in words."""
    out = []
    for kind, label in FLAG_WORDS.items():
        severity = int(getattr(row, kind))
        if severity:
            badge = f":{_COLOURS[severity]}-badge[{plain(f'{label}, {SEVERITIES[severity - 1]}')}]"
            out.append(f"{badge} :small[{plain(_reason(row, kind))}]")
    return out


def _reason(row: Any, kind: str) -> str:
    if kind == "off_hours":
        what = "a reply" if row.is_reply else "nobody waited for it"
        if pd.isna(row.opens_at) or row.opens_at >= row.closes_at:
            return f"sent on a day when we are closed; {what}"
        return (f"sent at {row.published_at:%H:%M}; we are open {row.opens_at:%H:%M}–"
                f"{row.closes_at:%H:%M}; {what}")
    told = getattr(row, f"{kind}_reason")
    if kind == "sensitive" and isinstance(row.event, str):
        return f"advertises on the day of, or after: {row.event}"
    return told if isinstance(told, str) else ""


def _about(row: Any) -> str:
    parts = [channel_name(row.channel), bucket_words(row.published_at, grain="hour"),
             "reply" if row.is_reply else "answers nobody"]
    parts += [one for one in (row.department, row.agent) if isinstance(one, str)]
    if row.automated:
        parts.append("automatic")
    if row.same_text:
        parts.append(f"{several(row.same_text, 'other post says', 'other posts say')} the same")
    return f":small[:gray[{plain(' · '.join(parts))}]]"


def _verdict(said: Mark | None) -> str:
    if said is None:
        return ""
    words = f"{said.verdict} ({said.who})"
    return f" :{'orange' if said.verdict == 'mistake' else 'green'}-badge[{plain(words)}]"


def _buttons(row: Any, said: Mark | None, who: str, key: str) -> None:
    told: dict[str, Any] = {"type": "tertiary", "disabled": not who,
                            "help": None if who else "Say who you are first."}
    if said is not None:
        st.button("Take back", key=f"back_{key}", icon=":material/undo:", on_click=write,
                  args=(_mark(row, "undo", who),), **told)
        return
    st.button("Harmless", key=f"harmless_{key}", icon=":material/check:", on_click=write,
              args=(_mark(row, "harmless", who),), **told)
    if st.button("Mistake", key=f"mistake_{key}", icon=":material/report:", **told):
        _ask_mistake(row, who)


def _mark(row: Any, verdict: Verdict, who: str, **more: str) -> Mark:
    flags = tuple(kind for kind in FLAG_WORDS if getattr(row, kind))
    return Mark(str(row.source), str(row.interaction_id), verdict, who,
                posted_on=row.published_at.date().isoformat(), channel=str(row.channel),
                flags=flags, **more)


@st.dialog("A mistake", icon=":material/report:")
def _ask_mistake(row: Any, who: str) -> None:
    st.markdown(marked(_cut(row.text), spans_of(row)))
    key = f"{row.source}|{row.interaction_id}"  # what is typed for one post stays with it
    with st.form(f"own_mistake_{key}", border=False):
        st.segmented_control(
            "How grave?", SEVERITIES, default=SEVERITIES[max(int(row.severity), 1) - 1],
            required=True, format_func=str.capitalize, key=f"mistake_severity_{key}")
        st.text_area("What went wrong?", key=f"mistake_what_{key}", max_chars=LONGEST)
        st.text_area("What was done about it?", key=f"mistake_done_{key}", max_chars=LONGEST)
        saved = st.form_submit_button(
            "Write it into the log", type="primary", key=f"mistake_save_{key}",
            on_click=_write_mistake, args=(row, who, key))
    if failed := st.session_state.pop(f"mistake_failed_{key}", None):
        st.error(plain(f"Not written: {failed}"), icon=":material/error:")
    elif saved:
        st.rerun()


def _write_mistake(row: Any, who: str, key: str) -> None:
    told = {name: str(st.session_state.get(f"mistake_{name}_{key}") or "")
            for name in ("severity", "what", "done")}
    try:
        mark(home(), _mark(row, "mistake", who, **told))
    except (OSError, MistakeError) as error:
        st.session_state[f"mistake_failed_{key}"] = str(error)


def write(one: Mark) -> None:
    """Write a word into the log; a failure is told."""
    try:
        mark(home(), one)
    except (OSError, MistakeError) as error:
        st.toast(plain(f"Not written: {error}"), icon=":material/error:")
