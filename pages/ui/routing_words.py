"""Rules and their effect in words."""

from __future__ import annotations

import pandas as pd

from analysis.wording import channel_name, duration, number, points
from data.routing import Rule, When
from pages.ui.text import joined


def conditions(when: When) -> str:
    """When a rule applies: "intent outage; tier premium; from 2,000 followers on"."""
    out = []
    for name in ("channel", "purpose", "intent", "sentiment", "tier", "segment"):
        values = getattr(when, name)
        said = [channel_name(one) if name == "channel" else one.replace("_", " ")
                for one in values]
        if said:
            out.append(f"{name} {_either(said)}")
    if when.words_any:
        out.append(f"says {_either(list(when.words_any))}")
    if when.words_all:
        out.append(f"says {joined(list(when.words_all))}")
    for what, low, high in (
            ("followers", when.author_followers_min, when.author_followers_max),
            ("hours after the first message", when.thread_age_hours_min,
             when.thread_age_hours_max)):
        if low is not None and high is not None:
            out.append(f"{_plain(low)} to {_plain(high)} {what}")
        elif low is not None:
            out.append(f"from {_plain(low)} {what} on")
        elif high is not None:
            out.append(f"up to {_plain(high)} {what}")
    return "; ".join(out)


def goes_to(rule: Rule) -> str:
    """Where a rule sends a message: "customer care, high, within 1 h, escalated"."""
    parts = [rule.goes_to, rule.priority]
    if rule.sla_minutes is not None:
        parts.append(f"within {span(rule.sla_minutes)}")
    if rule.escalate:
        parts.append("escalated")
    return ", ".join(parts)


def span(minutes: float) -> str:
    """A number of minutes in words: "45 min", "1 h", "1 h 30"."""
    return duration(60 * minutes).removesuffix(" 00")


def outcome(fire: pd.DataFrame) -> str:
    """How much the rules gain on incendiary messages against history, with its interval."""
    gained = fire[fire["how"] == "after"]
    if gained.empty or gained["difference"].isna().all():
        return ""
    row = gained.iloc[0]
    low, high = (points(row[f"difference_{end}"]).removesuffix(" points")
                 for end in ("low", "high"))
    noise = ", within noise" if row["difference_low"] <= 0 <= row["difference_high"] else ""
    return f"{points(row['difference'])} ({low} to {high}) against history{noise}"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _plain(value: float) -> str:
    return number(value) if value == int(value) else f"{value:g}"
