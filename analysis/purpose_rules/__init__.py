"""The rules that tell service from marketing: data, to be read and argued with."""

from __future__ import annotations

from analysis.purpose_rules import asking, marketing, other, trouble
from analysis.purpose_rules.rule import Rule

__all__ = ["FALLBACK_INTENT", "INTENTS", "RULES", "Rule"]

INTENTS: dict[str, tuple[str, ...]] = {
    "service": (
        "complaint",
        "question",
        "request",
        "billing",
        "outage",
        "delivery",
        "cancellation",
        "thanks",
        "how_to",
        "opening_hours",
    ),
    "marketing": (
        "promotion",
        "product_interest",
        "praise",
        "sharing",
        "campaign_reply",
        "purchase",
        "comparison",
    ),
    "other": ("smalltalk", "spam", "hiring", "unclear"),
}

# What a post is called when only its purpose is known.
FALLBACK_INTENT = {"service": "request", "marketing": "sharing", "other": "unclear"}

RULES: tuple[Rule, ...] = trouble.RULES + asking.RULES + marketing.RULES + other.RULES
