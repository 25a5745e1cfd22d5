"""Routing rules: which message goes to whom, how urgently.  Read from TOML, checked, first wins."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from data.edited import Problem as Problem
from data.edited import Refused
from data.search import parse

Priority = Literal["high", "normal", "low"]
PRIORITIES: tuple[Priority, ...] = ("high", "normal", "low")
PURPOSES = ("service", "marketing", "other", "unknown")
SENTIMENTS = ("negative", "neutral", "positive")
INTENTS = ("complaint", "question", "request", "billing", "outage", "delivery", "cancellation",
           "thanks", "how_to", "opening_hours", "promotion", "product_interest", "praise",
           "sharing", "campaign_reply", "purchase", "comparison", "smalltalk", "spam", "hiring",
           "unclear", "unknown")
NO_RULE = "no rule"
SHIPPED = Path(__file__).parent / "routing_default.toml"


RulesRefused = Refused


@dataclass(frozen=True)
class Term:
    """A word to look for as the search does: by ``stem``, as a ``word``, as a ``prefix``.

    ``phrase``: the words in a row that the text must hold besides, else empty.
    """

    kind: str
    text: str
    phrase: str = ""


@dataclass(frozen=True)
class When:
    """Conditions that must all hold; an empty one holds always.

    Within a list one of the values is enough, save in ``words_all``.  Messages without the fact
    that a condition asks for, such as an author's followers, do not meet it.
    """

    channel: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    sentiment: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    words_any: tuple[str, ...] = ()
    words_all: tuple[str, ...] = ()
    author_followers_min: float | None = None
    author_followers_max: float | None = None
    thread_age_hours_min: float | None = None
    thread_age_hours_max: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == When()


@dataclass(frozen=True)
class Rule:
    """One rule: when it holds, the message goes to ``department``, or when it ``escalates`` to the
    front of the queue of ``escalate_to`` where that is named.
    """

    name: str
    department: str
    when: When
    priority: Priority = "normal"
    sla_minutes: float | None = None
    escalate: bool = False
    escalate_to: str | None = None
    line: int = 1

    @property
    def goes_to(self) -> str:
        """The department whose queue the message joins."""
        return self.escalate_to or self.department


@dataclass(frozen=True)
class Incendiary:
    """Which messages can set the house on fire, and how soon a person should have seen them.

    Negative and from an author with so many followers or shared so often, or a complaint with one
    of the words.
    """

    author_followers_min: float = 2000
    shares_min: float = 5
    words_any: tuple[str, ...] = ()
    target_minutes: float = 60


@dataclass(frozen=True)
class Rules:
    """A whole set: the rules in order, what becomes of the rest, and how history is replayed.

    ``people``: department → how many answer its queue in opening hours; a department that is not
    named has the replies that it gave in history.
    """

    rules: tuple[Rule, ...]
    otherwise: Rule
    incendiary: Incendiary = field(default_factory=Incendiary)
    live_channels: tuple[str, ...] = ("phone", "chat", "store")
    forget_after_hours: float = 168
    people: tuple[tuple[str, int], ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department that a message can go to, in the order of the rules."""
        return tuple(dict.fromkeys(one.goes_to for one in (*self.rules, self.otherwise)))


@dataclass(frozen=True)
class Known:
    """What the data holds; values that a rule names besides are warned of."""

    channels: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


def read_rules(text: str) -> Rules:
    """The rules of a TOML text.  Raises RulesRefused naming every line and reason."""
    from data.routing_check import checked

    return checked(text)


@lru_cache(maxsize=1)
def shipped_text() -> str:
    """The rules that Decaf comes with, as their file has them."""
    return SHIPPED.read_text(encoding="utf-8")


def terms_of(entry: str) -> tuple[Term, ...]:
    """The alternatives that an entry of a list of words stands for; empty where it holds no word.

    A word is found in any of its forms, ``"word"`` in quotes as it is, ``word*`` by its
    beginning, ``#tag`` as a hashtag, and several words in a row as a phrase: just as Voices
    searches.  Worked: ``press charges`` is the word charges within the phrase.
    """
    several = len(entry.split()) > 1
    query = parse('"' + entry.replace('"', " ") + '"' if several else entry.strip())
    if query.ignored or not query.wanted or query.without:
        return ()
    if query.phrases:
        longest = max((text for number, _, text in query.terms if number), key=len)
        return (Term("word", longest, query.phrases[0]),)
    return tuple(Term(kind, text) for number, kind, text in query.terms if number)


def warnings_of(rules: Rules, known: Known) -> tuple[Problem, ...]:
    """What is allowed and yet probably a slip: rules that can catch nothing where they stand, and
    names that the data does not hold.
    """
    from data.routing_order import never_first

    out: list[Problem] = never_first(rules.rules)
    for rule in rules.rules:
        who = f"rule “{rule.name}”"
        for what, named, held in (("channel", rule.when.channel, known.channels),
                                  ("tier", rule.when.tier, known.tiers),
                                  ("segment", rule.when.segment, known.segments)):
            strange = [one for one in named if held and one not in {i.lower() for i in held}]
            if strange:
                out.append(Problem(rule.line, f"{who}: no message has the {what} "
                                              f"{_listed(strange)}"))
        live = [one for one in rule.when.channel if one in rules.live_channels]
        if live:
            out.append(Problem(rule.line, f"{who}: {_listed(live)} is answered live, so the rule "
                                          "catches nothing there"))
    staffed = {name.lower() for name, _ in rules.people}
    answered = {one.lower() for one in known.departments} | staffed
    for name in rules.departments:
        if known.departments and name.lower() not in answered:
            first = next(one for one in (*rules.rules, rules.otherwise) if one.goes_to == name)
            out.append(Problem(first.line, f"nobody of “{name}” has replied in the data: say under "
                                           "[replay.people] how many answer there"))
    return tuple(sorted(out, key=lambda one: one.line))


def rule_values(rules: Rules) -> dict[str, Any]:
    """The values that the shared query of claims binds: one entry a rule in each list.

    Rules are numbered from 1 in their order.  Numbers below 0 are the three ways to be incendiary.
    """
    fire = rules.incendiary
    wanted: list[tuple[int, When, float | None]] = [
        *((number, rule.when, None) for number, rule in enumerate(rules.rules, start=1)),
        (-1, When(sentiment=("negative",), author_followers_min=fire.author_followers_min), None),
        (-2, When(sentiment=("negative",)), fire.shares_min),
    ]
    if fire.words_any:
        wanted.append((-3, When(intent=("complaint",), words_any=fire.words_any), None))
    out: dict[str, Any] = {"live_channels": list(rules.live_channels),
                           "rule_numbers": [number for number, _, _ in wanted],
                           "rule_shares_min": [shares for _, _, shares in wanted]}
    for one in fields(When):
        values = [getattr(when, one.name) for _, when, _ in wanted]
        if one.name not in ("words_any", "words_all"):
            out[f"rule_{one.name}"] = [list(value) if isinstance(value, tuple) else value
                                       for value in values]
    return {**out, **_term_values([(number, when) for number, when, _ in wanted])}


def _term_values(wanted: list[tuple[int, When]]) -> dict[str, Any]:
    """The words of all rules; words of one place are alternatives, every place must be filled."""
    rows: list[tuple[int, int, Term]] = []
    places: list[int] = []
    for number, when in wanted:
        slots = ([when.words_any] if when.words_any else []) + [(one,) for one in when.words_all]
        places.append(len(slots))
        rows += [(number, place, term) for place, slot in enumerate(slots)
                 for entry in slot for term in terms_of(entry)]
    return {"rule_places": places,
            "term_rules": [number for number, _, _ in rows],
            "term_places": [place for _, place, _ in rows],
            "term_kinds": [term.kind for _, _, term in rows],
            "term_texts": [term.text for _, _, term in rows],
            "term_phrases": [f" {term.phrase} " if term.phrase else None for _, _, term in rows]}


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{one}”" for one in names)
