"""Checks the text of a rules file: every complaint has a line and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import routing as r
from data.edited import Problem
from data.routing_order import doubled
from data.toml_check import Checker, meant, parsed, said
from data.toml_lines import Path, line_of

MOST_RULES = 60
MOST_WORDS = 200
_LONGEST_WORD = 60
_CLOSED = {"purpose": r.PURPOSES, "intent": r.INTENTS, "sentiment": r.SENTIMENTS}
_OPEN = ("channel", "tier", "segment")
_WORDS = ("words_any", "words_all")
_NUMBERS = ("author_followers_min", "author_followers_max", "thread_age_hours_min",
            "thread_age_hours_max")
_WHEN = (*_OPEN, *_CLOSED, *_WORDS, *_NUMBERS)
_ACTIONS = ("department", "priority", "sla_minutes")
_RULE = ("name", *_ACTIONS, "escalate", "when")
_INCENDIARY = ("author_followers_min", "shares_min", "words_any", "target_minutes")
_TOP = ("live_channels", "otherwise", "incendiary", "replay", "rules")


def checked(text: str) -> r.Rules:
    """The rules of a text.  Raises RulesRefused with every problem that was found."""
    values = parsed(text)
    reader = _Reader(text)
    rules = reader.rules(values)
    if reader.problems or rules is None:
        raise r.RulesRefused(reader.problems)
    return rules


class _Reader(Checker):
    """Turns plain values into rules and notes everything that is wrong with its line."""

    may_be_empty = ("live_channels",)

    def rules(self, values: Mapping[str, Any]) -> r.Rules | None:
        self.keys((), values, _TOP)
        live = self.texts(("live_channels",), values.get("live_channels"), lower=True)
        replay = self.table(("replay",), values.get("replay", {}), ("forget_after_hours", "people"))
        forget = self.number(("replay", "forget_after_hours"), replay.get("forget_after_hours"),
                             above=0)
        found = [self.rule(("rules", at), one) for at, one in enumerate(self.tables(values))]
        otherwise = self.otherwise(values.get("otherwise"))
        fire = self.incendiary(values.get("incendiary", {}))
        people = self.people(replay.get("people", {}))
        self.taken([one for one in found if one])
        if self.problems or otherwise is None:
            return None
        return r.Rules(
            tuple(one for one in found if one), otherwise, fire, people=people,
            live_channels=r.Rules.live_channels if live is None else live,
            forget_after_hours=forget or r.Rules.forget_after_hours)

    def tables(self, values: Mapping[str, Any]) -> list[Any]:
        found = values.get("rules")
        if not isinstance(found, list) or not found:
            self.wrong(("rules",), "there must be at least one rule, each under [[rules]]")
            return []
        if len(found) > MOST_RULES:
            self.wrong(("rules", MOST_RULES), f"there may be at most {MOST_RULES} rules")
        return found[:MOST_RULES]

    def taken(self, rules: list[r.Rule]) -> None:
        first: dict[str, int] = {}
        for rule in rules:
            name = rule.name.casefold()
            if name == r.NO_RULE:
                self.problems.append(Problem(rule.line, f"the name “{r.NO_RULE}” stands for what "
                                                          "no rule catches; take another"))
            if name in first:
                self.problems.append(Problem(
                    rule.line, f"the name “{rule.name}” is taken by the rule in line "
                               f"{first[name]}"))
            first.setdefault(name, rule.line)
        self.problems += doubled(rules)

    def rule(self, path: Path, value: Any) -> r.Rule | None:
        before = len(self.problems)
        one = self.table(path, value, _RULE)
        name = self.text((*path, "name"), one.get("name"), needed="name")
        department, priority, sla = self.actions(path, one)
        escalate = one.get("escalate", False)
        if not isinstance(escalate, bool) and not (isinstance(escalate, str) and escalate.strip()):
            self.wrong((*path, "escalate"), "escalate must be true, false or a department, not "
                                            f"{said(escalate)}")
        when = self.when((*path, "when"), one.get("when"))
        if len(self.problems) > before:
            return None
        return r.Rule(name, department, when, priority, sla, bool(escalate),
                      " ".join(escalate.split()) if isinstance(escalate, str) else None,
                      line_of(self.lines, *path))

    def otherwise(self, value: Any) -> r.Rule | None:
        path: Path = ("otherwise",)
        if value is None:
            self.wrong(path, "[otherwise] is missing: name the department that gets what no rule "
                             "catches")
            return None
        one = self.table(path, value, _ACTIONS)
        department, priority, sla = self.actions(path, one)
        return r.Rule(r.NO_RULE, department, r.When(), priority, sla,
                      line=line_of(self.lines, *path))

    def actions(self, path: Path, one: Mapping[str, Any]) -> tuple[str, r.Priority, float | None]:
        department = self.text((*path, "department"), one.get("department"), needed="department")
        priority = one.get("priority", "normal")
        if priority not in r.PRIORITIES:
            self.wrong((*path, "priority"), "priority must be high, normal or low, not "
                                            f"{said(priority)}")
            priority = "normal"
        sla = self.number((*path, "sla_minutes"), one.get("sla_minutes"), above=0, below=525_600)
        return department, priority, sla

    def when(self, path: Path, value: Any) -> r.When:
        if value is None or value == {}:
            self.wrong(path, "a rule needs conditions under [rules.when]; what no rule catches is "
                             "for [otherwise]")
            return r.When()
        given = self.table(path, value, _WHEN)
        found: dict[str, Any] = {}
        for name in (*_OPEN, *_CLOSED):
            found[name] = self.texts((*path, name), given.get(name), lower=True) or ()
            allowed = _CLOSED.get(name)
            for one in found[name]:
                if allowed and one not in allowed:
                    self.wrong((*path, name), f"{name} cannot be {said(one)}"
                                              f"{meant(one, allowed)}")
        for name in _WORDS:
            found[name] = self.words((*path, name), given.get(name))
        for name in _NUMBERS:
            found[name] = self.number((*path, name), given.get(name))
        for name in ("author_followers", "thread_age_hours"):
            low, high = found[f"{name}_min"], found[f"{name}_max"]
            if low is not None and high is not None and low > high:
                self.wrong((*path, f"{name}_max"), f"{name}_max is below {name}_min, so nothing "
                                                   "can match")
        return r.When(**found)

    def incendiary(self, value: Any) -> r.Incendiary:
        path: Path = ("incendiary",)
        one = self.table(path, value, _INCENDIARY)
        numbers = {name: self.number((*path, name), one.get(name), above=0)
                   for name in _INCENDIARY if name != "words_any"}
        words = self.words((*path, "words_any"), one.get("words_any"))
        return r.Incendiary(words_any=words, **{
            name: number for name, number in numbers.items() if number is not None})

    def people(self, value: Any) -> tuple[tuple[str, int], ...]:
        if not isinstance(value, Mapping):
            self.wrong(("replay", "people"), "[replay.people] must hold lines of department = how "
                                             "many people")
            return ()
        out = []
        for name, many in value.items():
            if isinstance(many, bool) or not isinstance(many, int) or not 1 <= many <= 5000:
                self.wrong(("replay", "people", str(name)),
                           f"the people of “{name}” must be a whole number from 1 to 5,000, not "
                           f"{said(many)}")
            else:
                out.append((str(name), int(many)))
        return tuple(out)

    def words(self, path: Path, value: Any) -> tuple[str, ...]:
        found = self.texts(path, value, lower=False) or ()
        if len(found) > MOST_WORDS:
            self.wrong(path, f"{path[-1]} may hold at most {MOST_WORDS} words")
        for one in found:
            if len(one) > _LONGEST_WORD:
                self.wrong(path, f"{said(one)} is longer than {_LONGEST_WORD} letters")
            elif one and not r.terms_of(one):
                self.wrong(path, f"{said(one)} holds no word to look for")
        return found
