"""Who answers, how much, how fast, how well, and which work do they take?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.participation import (
    handled_bars,
    handled_bars_alt,
    handled_lines,
    handled_lines_alt,
    mix_dots,
    mix_dots_alt,
    outside_lines,
    outside_lines_alt,
)
from analysis.charts.response import share_dots, share_dots_alt, wait_dots, wait_dots_alt
from analysis.intervals import wilson
from analysis.participation import (
    EASIER,
    LEAST,
    TOO_FEW,
    outside_care,
    participants,
    work_taken,
)
from analysis.wording import duration, number, several, share_words
from data import metrics
from data.filters import Filters
from pages.ui.card import Card, card, choice_card
from pages.ui.choice import chosen
from pages.ui.head import head
from pages.ui.load import beside, load, load_settings_now
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, plain, with_interval

_BY = {"department": "Departments", "person": "People"}
_MEASURES = {"work": "Work", "negative": "Complaints"}
_AXES = {"work": "Work of their items ÷ work of the queue's",
         "negative": "Negative items ÷ those expected of the queue"}
_SHOWN = 12
# Of the mix of work the easiest and the hardest are drawn, so many in all.
_ENDS = 8


def render(filters: Filters) -> None:
    """Draw the page."""
    with loading():
        asked = [beside(partial(load, metric, filters)) for metric in (
            metrics.work_mix, metrics.participation_over_time, metrics.participation)]
        # The last takes the longest: what the first tells is worked out meanwhile.
        taken = work_taken(asked[0].result())
        over_time, people = (one.result() for one in asked[1:])
    if people.empty:
        head("Nobody has answered anything under these filters.", filters,
             note="Automatic replies and sources that hold no replies do not count.")
        nothing_matches("answers", filters)
        return
    care = load_settings_now().care_departments
    outside = outside_care(over_time, care)
    clock = "business hours" if filters.hours == "business" else "all hours"
    head(answer(people, outside, taken), filters,
         note=f"Counted by the customer's first message; answer times count {clock}. The care team "
              f"is {joined(list(care)) if care else 'not named in the settings'}. Fewer than "
              f"{LEAST} are too few to show.")
    by = str(st.segmented_control("Show", list(_BY), default="department", required=True,
                                  format_func=_BY.__getitem__, key="who_by", bind="query-params",
                                  label_visibility="collapsed"))
    rows = participants(people, dimension=by if by in _BY else "department", days=filters.days)
    public = _public(rows)
    _over_time(over_time, outside, by, filters)
    _how(rows, public, by, filters)
    left, right = st.columns(2)
    with left:
        _handled_card(rows, public, by, filters)
    with right:
        _work_card(taken, filters)
    _table(rows, public, by, filters)


def answer(people: pd.DataFrame, outside: pd.DataFrame, taken: pd.DataFrame) -> str:
    """The page's sentence: how many answer, how fast, how lastingly, who outside the care team."""
    one = people[people["dimension"] == "all"].iloc[0]
    named = people[(people["dimension"] == "department") & (people["category"] != "unnamed")]
    departments = several(len(named), "department", "departments")
    who = several(one["people"], "person", "people")
    if not one["people"]:
        who = f"People of {departments}, not named," if len(named) else (
            "People whom the source does not name")
    elif len(named):
        who = f"{who} in {departments}"
    n = int(one["conversations"])
    words = f"{who} answered {several(n, 'conversation', 'conversations')}"
    if one["answered"] < LEAST:
        return f"{words}: too few to say how fast."
    words += (f", half within {duration(one['median_seconds'])} and nine of ten within "
              f"{duration(one['p90_seconds'])}")
    judged, met = int(one["first_contact_judged"]), int(one["first_contact_met"])
    if judged >= LEAST:
        low, high = wilson(met, judged)
        share = share_words(met / judged, low=low, high=high, n=judged)
        words += f"; {share} were resolved at first contact"
    replies, others = outside["n"].sum(), outside["outside"].sum()
    if replies >= LEAST:
        low, high = wilson(others, replies)
        share = with_interval(others / replies, low=low, high=high)
        words += f"; {share} of replies came from outside the care team"
    easy = sorted(set(taken.loc[taken["verdict"] == EASIER, "label"])) if len(taken) else []
    if easy:
        words += (f"; {several(len(easy), 'person has', 'people have')} easier items than their "
                  "queue")
    return f"{words}."


def _over_time(over_time: pd.DataFrame, outside: pd.DataFrame, by: str, filters: Filters) -> None:
    people = by == "person"
    left, right = st.columns(2)
    with left:
        card(Card(
            key="who_over_time", metric="participation_over_time", frame=over_time,
            title="How many people answer over time?" if people
            else "Who handles how much over time?", filters=filters,
            figure=lambda: handled_lines(over_time, people=people),
            alt=lambda: handled_lines_alt(over_time, people=people),
            n=several(int(over_time["conversations"].sum()), "conversation", "conversations"),
            note="only people whom the source names" if people else ""))
    with right:
        if not outside["n"].sum():
            nothing("What share of replies comes from outside the care team?",
                    "No reply names its department, so nobody can tell.")
            return
        card(Card(
            key="who_outside", title="What share of replies comes from outside the care team?",
            metric="participation_over_time", frame=outside, filters=filters,
            figure=lambda: outside_lines(outside), alt=lambda: outside_lines_alt(outside),
            n=several(int(outside["n"].sum()), "reply", "replies"),
            note="replies of one conversation go together: limits are rather too narrow"))


def _how(rows: pd.DataFrame, public: pd.DataFrame, by: str, filters: Filters) -> None:
    shown = rows.head(_SHOWN).assign(category=rows["label"].head(_SHOWN))
    left, right = st.columns(2)
    with left:
        times = shown.rename(columns={"first_answers": "waits"}).assign(ended=shown["answered"])
        card(Card(
            key="who_times", title="How fast does each answer?", metric="participation",
            frame=public.head(_SHOWN), filters=filters,
            n=_counted(rows, "answered", "first answer"),
            figure=lambda: wait_dots(times, key=by, x="First response (time, log scale)"),
            alt=lambda: wait_dots_alt(times, key=by, x="First response"),
            note=f"with limits (95 %) by rank; none below n = {LEAST}"))
    with right:
        if not rows["n"].sum():
            nothing("How often is it resolved at first contact?",
                    "Nothing can be judged yet: it takes known customers, and seven days after the "
                    "resolution.")
            return
        card(Card(
            key="who_first_contact", title="How often is it resolved at first contact?",
            metric="participation", frame=public.head(_SHOWN), filters=filters,
            n=_counted(rows, "n", "judged conversation"),
            figure=lambda: share_dots(shown, key=by, x="Resolved at first contact (%)"),
            alt=lambda: share_dots_alt(shown, key=by, x="Resolved at first contact"),
            note="what people are given differs: no ranking of how good they are"))


def _counted(rows: pd.DataFrame, column: str, what: str) -> str:
    few = len(rows) - _SHOWN
    more = f", the {_SHOWN} with most of {len(rows)} shown" if few > 0 else ""
    return f"{several(int(rows[column].sum()), what, f'{what}s')}{more}"


def _handled_card(rows: pd.DataFrame, public: pd.DataFrame, by: str,
                  filters: Filters) -> None:
    shown = rows.head(_SHOWN)
    card(Card(
        key="who_handles", title="Who handles most a week?", metric="participation",
        frame=public.head(_SHOWN), filters=filters,
        figure=lambda: handled_bars(shown, key=by), alt=lambda: handled_bars_alt(shown, key=by),
        n=_counted(rows, "conversations", "conversation"),
        note="hours worked are not known here: part-time counts as little"))


def nothing(title: str, why: str) -> None:
    """In a card's place, why there is nothing to draw."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"###### {plain(title)}", anchors=False)
        st.markdown(plain(why))


def _work_card(taken: pd.DataFrame, filters: Filters) -> None:
    if taken.empty:
        nothing("Does anybody take the easier items?",
                "Nobody can tell: no reply names the person, or no queue holds 20 items of two "
                "people.")
        return

    def make() -> Card:
        name = chosen("who_measure", _MEASURES, "work")
        mine = taken[taken["measure"] == name]
        told = mine[mine["verdict"] != TOO_FEW]
        x = _AXES[name]
        ends = told if len(told) <= _ENDS else pd.concat([
            told.head(_ENDS // 2), told.tail(_ENDS // 2)])
        return Card(
            key="who_work", title="Does anybody take the easier items?", metric="work_mix",
            frame=mine, filters=filters, figure=lambda: mix_dots(ends, x=x),
            alt=lambda: mix_dots_alt(told, x=x),
            n=f"{several(int(mine['n'].sum()), 'item', 'items')} of "
              f"{several(len(mine), 'person', 'people')}"
              + (f", the {_ENDS // 2} easiest and hardest shown" if len(told) > _ENDS else ""),
            note="finding: q under 5 % over all people and both measures, and 5 % or more off; "
                 "skills, shifts and routing may explain one")

    choice_card("who_work", make, lambda: st.segmented_control(
        "Measure", list(_MEASURES), default="work", required=True, key="who_measure",
        format_func=_MEASURES.__getitem__, label_visibility="collapsed",
        bind="query-params"))


def _table(rows: pd.DataFrame, public: pd.DataFrame, by: str, filters: Filters) -> None:
    n = number(int(rows["too_few"].sum()))
    card(Card(
        key="who_all", title=f"Every {'person' if by == 'person' else 'department'}",
        metric="participation", frame=public, filters=filters, height=420,
        n=_counted(rows, "conversations", "conversation").split(", the ")[0],
        note=f"{n} of {number(len(rows))} too few to show" if n != "0" else ""))


def _public(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that a reader checks, in their order."""
    out: dict[str, Any] = {
        "who": rows["label"], "department": rows["department"],
        "conversations": rows["conversations"].astype(int), "per_week": rows["per_week"].round(1),
        "replies": rows["replies"].astype(int), "first_answers": rows["answered"].astype(int),
        "median_minutes": rows["median_seconds"] / 60,
        "median_from": rows["median_low_seconds"] / 60,
        "median_to": rows["median_high_seconds"] / 60, "p90_minutes": rows["p90_seconds"] / 60,
        "minutes_per_reply": rows["minutes_each"], "judged": rows["n"].astype(int),
        "first_contact_pct": 100 * rows["share"], "first_contact_from_pct": 100 * rows["low"],
        "first_contact_to_pct": 100 * rows["high"]}
    return pd.DataFrame(out)


if __name__ == "__main__":
    import dashboard

    dashboard.main()
