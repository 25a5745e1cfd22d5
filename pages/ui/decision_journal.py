"""The journal of decisions: what was chosen on which evidence, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pandas as pd
import streamlit as st

from analysis.decision.inputs import from_json
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS
from analysis.decision.prefill import prefilled
from analysis.decision.said import LABELS, figure_words, in_currency, range_words
from analysis.decision.score import calibration, scored
from analysis.wording import several, signed_percent
from data import metrics
from data.chosen import Choice, ChoiceError, choices, filters_kept, record, standing
from pages.ui.card import Card, card
from pages.ui.decision_tools import Shown
from pages.ui.load import home, load_options, warehouse, work_out
from pages.ui.own_post import may_mark, reviewer_name
from pages.ui.states import loading
from pages.ui.text import plain

CHOSEN = {"measure": "Measure first", **LABELS}
_ABOUT = ("The journal of decisions: each with the inputs, the version of the data, the verdict "
          "and who took it. Nothing in it is ever changed; a word can only be taken back.")


def record_button(shown: Shown) -> None:
    """A button that opens the form in which a decision is recorded."""
    if not may_mark():
        return
    if st.button("Record a decision", icon=":material/edit_note:", key="decision_record",
                 help="Keeps what you decide, with the inputs, the data and the verdict of now"):
        _form(shown)


@st.dialog("Record a decision", icon=":material/edit_note:")
def _form(shown: Shown) -> None:
    if st.session_state.pop("decision_recorded", False):
        st.rerun()
    verdict = shown.found.verdict
    st.markdown(plain(f"The verdict: {verdict.headline}. What is decided may differ from it; both "
                      "are kept, with every input and the version of the data."))
    reviewer_name()
    start = "measure" if verdict.step == "measure first" else verdict.option
    st.selectbox("Decided", list(CHOSEN), format_func=CHOSEN.__getitem__,
                         index=list(CHOSEN).index(start), key="decision_chose")
    st.text_area("Why", key="decision_why", max_chars=1_000,
                       placeholder="What weighed most, what would change our mind")
    if failed := st.session_state.pop("decision_failed", None):
        st.error(plain(f"Not recorded: {failed}"), icon=":material/error:")
    st.button("Record it", type="primary", key="decision_record_it", on_click=_record,
              args=(shown,))


def _record(shown: Shown) -> None:
    last = load_options().last_day
    who, chose, why = (str(st.session_state.get(key) or "")
                       for key in ("reviewer", "decision_chose", "decision_why"))
    try:
        record(home(), Choice(
            who=who, chose=chose, why=why, answers=shown.found.to_dict(),
            filters=filters_kept(shown.filters), filters_words=shown.filters.sentence(),
            data_version=warehouse().version, currency=shown.currency,
            data_to=last.isoformat() if last else ""))
        st.session_state["decision_recorded"] = True
    except (OSError, ChoiceError) as error:
        st.session_state["decision_failed"] = str(error)


def journal_part(shown: Shown) -> None:
    """Every decision, newest first, with its score where a year has passed."""
    if not may_mark():
        st.markdown("The journal of decisions is for those who may see all customers.")
        return
    try:
        entries = choices(home())
    except ChoiceError as error:
        st.error(plain(error), icon=":material/error:")
        return
    if not entries:
        st.markdown("**No decision is recorded yet.** *Record a decision* above keeps what you "
                    "decide with its inputs; a year later it is held against what happened.")
        return
    held = standing(entries)
    with loading(height=200):
        scores = {one.id: frame for one in held if (frame := score_of(one)) is not None}
    # What was known already tells nothing about how good the intervals were.
    told = calibration(scores[one.id] for one in held if one.id in scores and not one.is_trial)
    trials = sum(one.id in scores for one in held if one.is_trial)
    if told is not None:
        st.markdown(plain(
            f"{told.inside} of {told.n} figures that were expected and then measured lay in their "
            f"95 % interval: {100 * told.inside / told.n:.0f} % ({100 * told.low:.0f} to "
            f"{100 * told.high:.0f} %); 95 % would be right."))
    if trials:
        st.caption(plain(f"{several(trials, 'decision', 'decisions')} about a period whose later "
                         "data was there already: scored below, and left out here."))
    card(Card(key="decision_journal", title="What was decided, newest first?", metric="",
              frame=journal_frame(entries, scores), filters=shown.filters, covers="all time",
              n=several(len(entries), "entry", "entries"), about=_ABOUT))
    for one in reversed(held):
        _entry(one, scores.get(one.id), shown)


def journal_frame(entries: list[Choice], scores: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The journal as a table: all that was said, and whether it still holds."""
    held = {one.id for one in standing(entries)}
    return pd.DataFrame([{
        "at": pd.Timestamp(one.at).tz_localize(None), "who": one.who,
        "decided": "taken back" if one.takes_back else CHOSEN[one.chose],
        "verdict": "" if one.takes_back else str(one.answers["verdict"]["headline"]),
        "why": one.why, "filters": one.filters_words, "data_to": one.data_to,
        "data_version": one.data_version, "holds": one.id in held,
        "due": "" if one.takes_back else one.due.isoformat(),
        "inside": _inside(scores.get(one.id)), "id": one.id, "takes_back": one.takes_back,
    } for one in reversed(entries)])


def _inside(frame: pd.DataFrame | None) -> str:
    told = None if frame is None else calibration([frame])
    return "" if told is None else f"{told.inside} of {told.n}"


def score_of(one: Choice) -> pd.DataFrame | None:
    """What was expected beside what happened, or None while a year has not passed."""
    last = load_options().last_day
    if last is None or last < one.due - timedelta(days=1) or "inputs" not in one.answers:
        return None
    frame: pd.DataFrame = work_out(
        _scored, one.later(), metrics.decision_inputs, metrics.decision_months,
        metrics.survey_social_share, then=json.dumps(one.answers["inputs"]),
        option="nothing" if one.chose == "measure" else one.chose,
        operating=str(one.answers.get("operating", CONTACT_CENTRE.name)))
    return frame


def _scored(facts: pd.DataFrame, months: pd.DataFrame, survey: pd.DataFrame, *, then: str,
            option: str, operating: str) -> pd.DataFrame:
    model = next((one for one in OPERATING_MODELS if one.name == operating), CONTACT_CENTRE)
    return scored(from_json(then), prefilled(facts, months, survey), option=option,
                  operating=model)


def score_rows(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The score in words: what, expected, interval, happened, off, in the interval."""
    rows = []
    for row in frame.to_dict("records"):
        unit = in_currency(str(row["unit"]), currency)
        rows.append({
            "what": row["what"], "expected": figure_words(row["predicted"], unit),
            "interval": "" if row["low"] == row["high"]
                        else range_words(row["low"], row["high"], unit),
            "happened": figure_words(row["happened"], unit),
            "in_the_interval": "" if pd.isna(row["inside"]) else "yes" if row["inside"] else "no",
            "off": "" if pd.isna(row["off"]) else signed_percent(row["off"]),
            "said_by": row["source"], "kind": row["kind"]})
    return pd.DataFrame(rows)


def _entry(one: Choice, frame: pd.DataFrame | None, shown: Shown) -> None:
    words = (f"{pd.Timestamp(one.at):%d %b %Y}: {CHOSEN[one.chose]} (verdict "
             f"{str(one.answers['verdict']['headline']).lower()}), {one.who}")
    with st.expander(plain(words), key=f"choice_{one.id}"):
        if one.why:
            st.markdown(plain(one.why))
        st.caption(plain(f"{one.filters_words} Data to {one.data_to}, warehouse "
                         f"{one.data_version}."))
        if frame is None:
            st.caption(plain(f"To be held against what happened from {one.due.day} "
                             f"{one.due:%b %Y} on, when there is a year of data after it."))
        else:
            late = (" It was recorded when data of that year was there already: a trial, not a "
                    "test." if one.is_trial else "")
            card(Card(
                key=f"decision_score_{one.id}", title="What was expected, and what happened?",
                metric="", frame=score_rows(frame, one.currency), filters=shown.filters,
                covers=one.later().period(), n=several(len(frame), "figure", "figures"),
                about="Expected: the inputs of the decision with their 95 % intervals, the share "
                      "grown by a year. Happened: the same figures as the year after measures "
                      f"them. Worked out: with all that was measured put in.{late}",
                note=late.strip()))
        _take_back(one)


def _take_back(one: Choice) -> None:
    with st.popover("Take it back", icon=":material/undo:", type="tertiary",
                    key=f"take_back_{one.id}"):
        who = st.text_input("Your name", key=f"back_who_{one.id}", max_chars=60)
        why = st.text_input("Why", key=f"back_why_{one.id}", max_chars=300)
        st.button("Take it back", key=f"back_{one.id}", disabled=not str(who or "").strip(),
                  on_click=_undo, args=(one, str(who or ""), str(why or "")))
    if failed := st.session_state.pop(f"back_failed_{one.id}", None):
        st.error(plain(failed), icon=":material/error:")


def _undo(one: Choice, who: str, why: str) -> None:
    try:
        record(home(), Choice(who=who, why=why, takes_back=one.id))
    except (OSError, ChoiceError) as error:
        st.session_state[f"back_failed_{one.id}"] = str(error)

