"""What routing rules catch: the first that applies wins; what two claim and what none catches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.intervals import wilson_frame

# So many of the newest are plenty to find a few with a text among.
_TOLD = 40


def rule_table(matches: pd.DataFrame, *, names: Sequence[str]) -> pd.DataFrame:
    """One row a rule, in order: place, rule, caught, share, low, high, claimed,
    only_this_rule, also_claimed_by, messages.

    ``matches``: rules (numbers from 1 in order, "2 5", empty for none; a set may have several rows)
    and messages, as the metric routing_matches gives them.  ``caught``: messages that the rule
    gets because it is the first that applies; ``share`` of all messages with its Wilson interval.
    ``claimed``: those to which it applies at all; ``only_this_rule``: to which no other does;
    ``also_claimed_by``: the other rules that claim
    some of them, the most frequent first.  Worked: sets "1" x 3, "1 2" x 2, "" x 5 give rule 1 five
    caught of ten and three to itself, rule 2 none caught of two claimed.
    """
    sets = _sets(matches)
    total = sum(messages for _, messages in sets)
    rows = []
    for number, name in enumerate(names, start=1):
        mine = [(rules, messages) for rules, messages in sets if number in rules]
        others: dict[int, int] = {}
        for rules, messages in mine:
            for other in rules:
                if other != number:
                    others[other] = others.get(other, 0) + messages
        ranked = sorted(others, key=lambda one: (-others[one], one))
        rows.append({
            "place": number, "rule": name, "messages": total,
            "caught": sum(messages for rules, messages in mine if rules[0] == number),
            "claimed": sum(messages for _, messages in mine),
            "only_this_rule": sum(messages for rules, messages in mine if len(rules) == 1),
            "also_claimed_by": ", ".join(f"{names[one - 1]} {others[one]:,}" for one in ranked),
        })
    frame = pd.DataFrame(rows, columns=["place", "rule", "messages", "caught", "claimed",
                                        "only_this_rule", "also_claimed_by"])
    out = wilson_frame(frame, successes="caught", n="messages")
    return out[["place", "rule", "caught", "share", "low", "high", "claimed", "only_this_rule",
                "also_claimed_by", "messages"]]


def overlaps(matches: pd.DataFrame, *, names: Sequence[str]) -> pd.DataFrame:
    """What two rules both claim: rule_a, rule_b (the earlier first), both, claimed_a, claimed_b.

    Every pair has a row, in the order of the rules.  ``matches`` as for :func:`rule_table`.
    Worked: sets "1 2" x 2 and "1 2 3" x 1 give the pair of 1 and 2 three messages.
    """
    both: dict[tuple[int, int], int] = {}
    claimed: dict[int, int] = {}
    for rules, messages in _sets(matches):
        for at, a in enumerate(rules):
            claimed[a] = claimed.get(a, 0) + messages
            for b in rules[at + 1:]:
                both[a, b] = both.get((a, b), 0) + messages
    rows = [(names[a - 1], names[b - 1], both.get((a, b), 0), claimed.get(a, 0),
             claimed.get(b, 0))
            for a in range(1, len(names) + 1) for b in range(a + 1, len(names) + 1)]
    return pd.DataFrame(rows, columns=["rule_a", "rule_b", "both", "claimed_a", "claimed_b"])


def totals(matches: pd.DataFrame) -> dict[str, int]:
    """Counts of messages: ``all``, ``caught``, ``none`` and ``several`` (by two rules or more)."""
    sets = _sets(matches)
    count = {"all": sum(messages for _, messages in sets),
             "none": sum(messages for rules, messages in sets if not rules),
             "several": sum(messages for rules, messages in sets if len(rules) > 1)}
    return {**count, "caught": count["all"] - count["none"]}


def uncaught(matches: pd.DataFrame) -> pd.DataFrame:
    """What no rule claims, the most frequent first: channel, purpose, intent, messages."""
    mine = matches[matches["rules"] == ""]
    return mine[["channel", "purpose", "intent", "messages"]].reset_index(drop=True)


def newest_of(matches: pd.DataFrame, rule: int) -> tuple[tuple[int, ...], bool]:
    """Numbers of the newest messages that a rule gets, or none for 0, newest first; and whether
    they are all there are.

    ``matches`` with first_rule and newest, as the metric routing_matches gives them.  Each row
    tells its own newest, so the newest of all are those down to where the first row that tells
    only some of its messages ends.  Worked: a row of 3 that tells 9, 8 and one of 2 that tells 7,
    3 give 9, 8, and not all.
    """
    mine = matches[matches["first_rule"].fillna(0) == rule]
    ends = [min(told) for told, messages in zip(mine["newest"], mine["messages"], strict=True)
            if len(told) < messages]
    known = sorted((int(one) for told in mine["newest"] for one in told), reverse=True)
    sure = [one for one in known if not ends or one >= max(ends)][:_TOLD]
    return tuple(sure), len(sure) == mine["messages"].sum()


def _sets(matches: pd.DataFrame) -> list[tuple[tuple[int, ...], int]]:
    out = []
    for rules, messages in zip(matches["rules"], matches["messages"], strict=True):
        numbers = tuple(int(one) for one in str(rules).split())
        if any(a >= b for a, b in pairwise(numbers)):
            raise ValueError(f"the numbers of the rules must rise, not {rules}")
        out.append((numbers, int(messages)))
    return out
