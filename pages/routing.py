"""What would these rules do with what customers write?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.routing import (
    fire_bars,
    fire_bars_alt,
    overlap_matrix,
    overlap_matrix_alt,
    queue_lines,
    queue_lines_alt,
    review_dots,
    review_dots_alt,
)
from analysis.intervals import wilson, wilson_frame
from analysis.records import records
from analysis.routing import overlaps, rule_table, totals, uncaught
from analysis.wording import channel_name, number, percent, several
from data import metrics
from data.filters import Filters
from data.metrics.routing import MOST_ITEMS
from data.routing import Known, Rules, rule_values
from pages.ui.card import Card, card
from pages.ui.head import head
from pages.ui.load import ask, beside, load_options, load_replay
from pages.ui.routing_editor import editor, in_use, shown_rules
from pages.ui.routing_examples import examples
from pages.ui.routing_play import Replayed
from pages.ui.routing_words import conditions, goes_to, outcome, span
from pages.ui.states import loading, nothing_matches
from pages.ui.text import joined, with_interval


def render(filters: Filters) -> None:
    """Draw the page."""
    running = in_use()
    rules, is_draft = shown_rules(running)
    with loading():
        # The replay calculates while the warehouse counts, but waits for its messages: those first.
        count = partial(ask, metrics.routing_matches, filters, rules=rules)
        played = load_replay(filters, rules, meanwhile=lambda: beside(count))
        matches = count()
    counts = totals(matches)
    head(answer(counts, played.fire, rules, draft=is_draft), filters, note=_note(rules, played))
    if counts["all"]:
        _cards(filters, rules, matches, played)
    else:
        nothing_matches("written messages", filters)
    editor(running, _known(played), is_draft=is_draft)


def answer(counts: dict[str, int], fire: pd.DataFrame, rules: Rules, *, draft: bool) -> str:
    """The page's sentence: what the rules catch, and what they do for incendiary messages."""
    which = "The draft's rules" if draft else "The rules"
    if not counts["all"]:
        return "There is no written message for the rules under these filters."
    low, high = wilson(counts["caught"], counts["all"])
    words = (f"{which} catch {with_interval(counts['caught'] / counts['all'], low=low, high=high)} "
             f"of n = {number(counts['all'])} written messages")
    if fire.empty:
        return f"{words}; no incendiary one is among those that were due."
    was, now = (fire[fire["how"] == how].iloc[0] for how in ("before", "after"))
    target = span(rules.incendiary.target_minutes)
    return (f"{words}; of {number(was['messages'])} incendiary ones "
            f"{with_interval(now['share'], low=now['low'], high=now['high'])} would have been "
            f"answered within {target}, as it was "
            f"{with_interval(was['share'], low=was['low'], high=was['high'])}.")


def _note(rules: Rules, played: Replayed) -> str:
    live = joined([channel_name(one) for one in rules.live_channels]) if rules.live_channels else ""
    parts = [f"Left out, because answered live: {live}." if live else ""]
    if played.items:
        parts.append("The replay gives the replies that history had, at the same moments, to the "
                     "messages in the rules' order; it starts with empty queues.")
    if played.cut:
        parts.append(f"Only the newest {number(MOST_ITEMS)} messages are replayed: "
                     f"{played.stretch.period()}.")
    idle = [f"{name} {number(many)}" for name, many in played.unused.items() if many]
    if idle:
        parts.append(f"Replies for which nothing waited: {joined(idle)}.")
    if played.elsewhere:
        parts.append(f"{several(played.elsewhere, 'reply is', 'replies are')} not used: no rule "
                     "sends anything to those who gave them.")
    return " ".join(part for part in parts if part)


def _known(played: Replayed) -> Known:
    options = load_options()
    return Known(channels=options.channels, tiers=options.tiers, segments=options.segments,
                 departments=played.answered_by)


def _cards(filters: Filters, rules: Rules, matches: pd.DataFrame, played: Replayed) -> None:
    asked = rule_values(rules)
    names = [one.name for one in rules.rules]
    counts = totals(matches)
    n = several(counts["all"], "written message", "written messages")
    _rules_card(filters, rules, rule_table(matches, names=names), n, asked)
    if not played.items:
        st.caption("No source here holds replies, so there is nothing to replay.")
    left, right = st.columns(2)
    with left:
        if played.items:
            _fire_card(rules, played, asked)
            _queue_card(played, asked)
        examples(filters, rules, matches)
    with right:
        if played.items:
            _review_card(played, asked)
        pairs = overlaps(matches, names=names)
        card(Card(
            key="routing_overlaps", title="Which rules claim the same messages?",
            metric="routing_matches", frame=pairs, filters=filters, n=n, more=asked,
            figure=lambda: overlap_matrix(pairs), alt=lambda: overlap_matrix_alt(pairs),
            note=f"{number(counts['several'])} are claimed by two rules or more"))
        _uncaught_card(filters, rules, matches, asked)


def _rules_card(filters: Filters, rules: Rules, table: pd.DataFrame, n: str,
                asked: dict[str, Any]) -> None:
    frame = table.drop(columns="messages").assign(
        applies_when=[conditions(one.when) for one in rules.rules],
        goes_to=[goes_to(one) for one in rules.rules])
    order = ["place", "rule", "caught", "share", "low", "high", "claimed", "only_this_rule",
             "also_claimed_by", "applies_when", "goes_to"]
    never = [row.rule for row in records(table) if row.claimed and not row.caught]
    card(Card(
        key="routing_rules", title="What does each rule catch?", metric="routing_matches",
        frame=frame[order], filters=filters, n=n, more=asked, height=620,
        note=f"an earlier rule is always first for: {', '.join(map(str, never))}" if never
        else "the first rule that applies gets the message"))


def _fire_card(rules: Rules, played: Replayed, asked: dict[str, Any]) -> None:
    target = span(rules.incendiary.target_minutes)
    fire = played.fire
    several_ones = int(fire["messages"].max()) if len(fire) else 0
    card(Card(
        key="routing_fire", title=f"Who sees incendiary messages within {target}?",
        metric="routing_items", frame=fire, filters=played.stretch,
        more={**asked, "limit": MOST_ITEMS},
        figure=lambda: fire_bars(fire, target=target),
        alt=lambda: fire_bars_alt(fire, target=target),
        n=several(several_ones, "incendiary message", "incendiary messages"),
        note=outcome(fire) or conditions_of_fire(rules)))


def conditions_of_fire(rules: Rules) -> str:
    """Which messages are incendiary, in a few words."""
    fire = rules.incendiary
    return (f"negative and from {number(fire.author_followers_min)} followers on or shared "
            f"{number(fire.shares_min)} times, or complaints with a threat")


def _review_card(played: Replayed, asked: dict[str, Any]) -> None:
    rows = played.by_rule
    card(Card(
        key="routing_review", title="How many are answered in time, rule by rule?",
        metric="routing_items", frame=rows, filters=played.stretch,
        more={**asked, "limit": MOST_ITEMS},
        figure=lambda: review_dots(rows), alt=lambda: review_dots_alt(rows),
        n=several(played.items, "message", "messages"),
        note="in time by the rule's own promise; all hours count"))


def _queue_card(played: Replayed, asked: dict[str, Any]) -> None:
    rows = played.queues
    card(Card(
        key="routing_queues", title="How many wait in each department's queue?",
        metric="routing_items", frame=rows, filters=played.stretch,
        more={**asked, "limit": MOST_ITEMS},
        figure=lambda: queue_lines(rows), alt=lambda: queue_lines_alt(rows),
        n=several(played.items, "message", "messages"),
        note="means; as it was: the same messages until history answered them"))


def _uncaught_card(filters: Filters, rules: Rules, matches: pd.DataFrame,
                   asked: dict[str, Any]) -> None:
    counts, frame = totals(matches), uncaught(matches)
    if frame.empty:
        st.caption("Every written message is caught by a rule.")
        return
    named = frame.assign(of=counts["all"], channel=frame["channel"].map(channel_name))
    shares = wilson_frame(named, successes="messages", n="of")
    card(Card(
        key="routing_uncaught", title="What does no rule catch?", metric="routing_matches",
        frame=shares.drop(columns="of"), filters=filters, more=asked, height=300,
        n=f"{several(counts['none'], 'message', 'messages')}, "
          f"{percent(counts['none'] / counts['all'])} of all",
        note=f"they go to {rules.otherwise.department}"))


if __name__ == "__main__":
    import dashboard

    dashboard.main()
