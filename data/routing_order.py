"""Rules that get in each other's way: the first that applies wins, so a later one may never."""

from __future__ import annotations

from collections.abc import Sequence

from data.routing import Problem, Rule, When

_LISTS = ("channel", "purpose", "intent", "sentiment", "tier", "segment")
_LEAST = ("author_followers_min", "thread_age_hours_min")
_MOST = ("author_followers_max", "thread_age_hours_max")


def covers(wide: When, narrow: When) -> bool:
    """Whether every message that meets ``narrow`` surely meets ``wide`` too.

    Words are compared as they are written, so forms of one word count as different.
    Worked: purpose service covers purpose service with intent outage, and not the other way.
    """
    for name in _LISTS:
        allowed, named = getattr(wide, name), getattr(narrow, name)
        if allowed and not (named and set(named) <= set(allowed)):
            return False
    if not set(wide.words_all) <= set(narrow.words_all):
        return False
    if wide.words_any:
        said = set(narrow.words_any)
        if not ((said and said <= set(wide.words_any))
                or set(wide.words_any) & set(narrow.words_all)):
            return False
    return (all(_reaches(getattr(narrow, name), getattr(wide, name)) for name in _LEAST)
            and all(_reaches(getattr(wide, name), getattr(narrow, name), sought=True)
                    for name in _MOST))


def _reaches(high: float | None, low: float | None, *, sought: bool = False) -> bool:
    """Whether ``high`` is ``low`` or more; what the wide rule does not ask for, it cannot miss.

    ``sought``: ``high`` is what the wide rule asks for, else ``low`` is.
    """
    if (high if sought else low) is None:
        return True
    return high is not None and low is not None and high >= low


def doubled(rules: Sequence[Rule]) -> list[Problem]:
    """Rules with the conditions of an earlier one: the file contradicts itself."""
    out: list[Problem] = []
    seen: dict[tuple[object, ...], Rule] = {}
    for rule in rules:
        key = _unordered(rule.when)
        first = seen.setdefault(key, rule)
        if first is not rule:
            out.append(Problem(rule.line, f"rule “{rule.name}” has the conditions of “{first.name}”"
                                          f" in line {first.line}, which always comes first: take "
                                          "one of them out"))
    return out


def never_first(rules: Sequence[Rule]) -> list[Problem]:
    """Rules that can catch nothing, because an earlier one applies to all that they do."""
    out = []
    for at, rule in enumerate(rules):
        first = next((one for one in rules[:at] if covers(one.when, rule.when)), None)
        if first is not None:
            out.append(Problem(rule.line, f"rule “{rule.name}” can catch nothing: “{first.name}” "
                                          f"in line {first.line} applies to all that it does; put "
                                          "this one above it"))
    return out


def _unordered(when: When) -> tuple[object, ...]:
    return tuple(frozenset(value) if isinstance(value, tuple) else value
                 for value in vars(when).values())
