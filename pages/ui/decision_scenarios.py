"""Scenarios of the decision: changes that were saved under a name, side by side."""

from __future__ import annotations

import streamlit as st

from analysis.charts.decision import net_value_dots, net_value_dots_alt
from analysis.decision.changes import read_changes
from analysis.decision.decide import Decision
from analysis.decision.inputs import to_json, with_overrides
from analysis.decision.options import CONTACT_CENTRE, OPERATING_MODELS, OperatingModel
from analysis.decision.scenarios import side_by_side, side_by_side_words
from analysis.wording import several
from data.views import View, ViewError, remove_view, save_view, views
from pages.ui.decision_inputs import CHANGED
from pages.ui.decision_tools import Shown
from pages.ui.load import home, load_decision
from pages.ui.states import loading
from pages.ui.text import plain

_PAGE, _CHOSEN = "decision", "decision_scenarios"
KNOWN, HERE = "As known", "As on this page"
_MOST = 6


def scenarios_part(shown: Shown) -> None:
    """Save, open and remove scenarios, and compare some of them."""
    _save_form(shown)
    try:
        kept = {one.name: one for one in views(home(), _PAGE)}
    except ViewError as error:
        st.error(plain(error), icon=":material/error:")
        return
    if failed := st.session_state.pop("decision_scenario_failed", None):
        st.error(plain(failed), icon=":material/error:")
    chosen = _choose(list(kept))
    with loading(height=300):
        found = {KNOWN: load_decision(to_json(shown.known), CONTACT_CENTRE.name)}
        if shown.changed or shown.found.operating != CONTACT_CENTRE:
            found[HERE] = shown.found
        for name in chosen:
            found[name] = _of(shown, kept[name])
    frame = side_by_side(found)
    shown.show(shown.card(
        "scenarios", "What does each scenario make of the answer?",
        side_by_side_words(frame, shown.currency),
        "every scenario is worked out anew from the data and filters as they are now, on the same "
        "draws; intervals at 95 %.", n=several(len(frame), "scenario", "scenarios")))
    dots = frame.rename(columns={"full_net_value": "net_value", "full_low": "low",
                                 "full_high": "high", "chance": "chance_positive"}).assign(
        option=frame["scenario"], label=frame["scenario"])
    shown.show(shown.card(
        "scenario_dots", "What would full care bring in each?", dots[
            ["option", "label", "net_value", "low", "high", "chance_positive"]],
        "expected net value of full social care over three years with its 95 % interval.",
        n=several(len(frame), "scenario", "scenarios"),
        figure=lambda: net_value_dots(dots, currency=shown.currency, colour="#c83103"),
        alt=lambda: net_value_dots_alt(dots, currency=shown.currency)))
    _list(kept)


def _choose(names: list[str]) -> list[str]:
    if not names:
        st.caption("Nothing is saved yet. Change an input above, give it a name and save it; then "
                   "it stands here beside what is known.")
        return []
    # A widget whose value was set, by saving one, must have no default beside it.
    start = None if _CHOSEN in st.session_state else names[:_MOST]
    chosen = st.multiselect("Compare", names, default=start, key=_CHOSEN, bind="query-params",
                            max_selections=_MOST)
    return [one for one in chosen if one in names]


def _of(shown: Shown, view: View) -> Decision:
    changes, _ = read_changes(str(view.choices.get("changed", "")))
    return load_decision(to_json(with_overrides(shown.known, changes)),
                         _operating(view).name)


def _operating(view: View) -> OperatingModel:
    said = str(view.choices.get("who", ""))
    return next((one for one in OPERATING_MODELS if one.label == said), CONTACT_CENTRE)


def _save_form(shown: Shown) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Save what is on this page as", key="decision_scenario_name",
                             max_chars=60, width=320,
                             placeholder="for example Higher retention, marketing answers")
        st.button("Save scenario", key="decision_scenario_save", icon=":material/bookmark_add:",
                  disabled=not str(name or "").strip(), on_click=_save,
                  args=(str(name or ""), shown.changed, shown.found.operating.label))


def _save(name: str, changed: str, who: str) -> None:
    # Names of rows that are always there would be two of a kind.
    if name.strip().lower() in (KNOWN.lower(), HERE.lower()):
        st.session_state["decision_scenario_failed"] = f"{name!r} is taken; choose another name."
        return
    try:
        saved = save_view(home(), View(name, _PAGE, {"changed": changed, "who": who}))
    except (OSError, ViewError) as error:
        st.session_state["decision_scenario_failed"] = f"Not saved: {error}"
        return
    held = st.session_state.get(_CHOSEN)
    if isinstance(held, list) and saved.name not in held and len(held) < _MOST:
        st.session_state[_CHOSEN] = [*held, saved.name]
    st.session_state["decision_scenario_name"] = ""


def _list(kept: dict[str, View]) -> None:
    for at, (name, view) in enumerate(kept.items()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"scenario_{at}"):
            changed = str(view.choices.get("changed", "")) or "nothing changed"
            st.markdown(f"**{plain(name)}**  \n{plain(changed)}; "
                        f"{plain(str(view.choices.get('who', '')).lower())}", width="stretch")
            st.button("Open", key=f"decision_open_{at}", type="tertiary", on_click=_open,
                      args=(view,), icon=":material/open_in_browser:",
                      help="Puts its changes on the page and into the link")
            st.button("Remove", key=f"decision_remove_{at}", type="tertiary",
                      icon=":material/delete:", on_click=_remove, args=(name,))


def _open(view: View) -> None:
    st.session_state[CHANGED] = str(view.choices.get("changed", ""))
    st.session_state["decision_who"] = _operating(view).label


def _remove(name: str) -> None:
    try:
        remove_view(home(), _PAGE, name)
    except (OSError, ViewError) as error:
        st.session_state["decision_scenario_failed"] = f"Not removed: {error}"
        return
    held = st.session_state.get(_CHOSEN)
    if isinstance(held, list):
        st.session_state[_CHOSEN] = [one for one in held if one != name]
