"""The rules file: what is refused, with its line and reason, and what is understood."""

from __future__ import annotations

import string
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.purpose_rules import INTENTS as ENGINE_INTENTS
from analysis.sentiment import SENTIMENTS as ENGINE_SENTIMENTS
from data import routing
from data.routing import (
    Known,
    RulesRefused,
    Term,
    When,
    read_rules,
    rule_values,
    shipped_text,
    terms_of,
    warnings_of,
)
from data.toml_lines import key_lines, line_of

GOOD = """\
# A comment with [brackets] and = signs
live_channels = ["phone"]
[otherwise]
department = "care"

[[rules]]
name = "Outage"   # and one here
department = "tech"
priority = "high"
sla_minutes = 30
escalate = "crisis desk"
[rules.when]
intent = "outage"
words_any = [
    "down",
    "no # signal",
]

[[rules]]
name = "Rest"
department = "care"
when = { purpose = ["service"], author_followers_min = 10 }
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(RulesRefused) as refused:
        read_rules(text)
    return [(one.line, one.reason) for one in refused.value.problems]


def changed(before: str, after: str) -> str:
    assert before in GOOD
    return GOOD.replace(before, after)


def test_good_rules_are_understood() -> None:
    rules = read_rules(GOOD)
    first, second = rules.rules
    assert first.when == When(intent=("outage",), words_any=("down", "no # signal"))
    assert (first.goes_to, first.department, first.priority) == ("crisis desk", "tech", "high")
    assert (first.sla_minutes, first.escalate, first.line) == (30.0, True, 6)
    assert second.when == When(purpose=("service",), author_followers_min=10.0)
    assert (second.goes_to, second.priority, second.sla_minutes) == ("care", "normal", None)
    assert rules.live_channels == ("phone",)
    assert rules.departments == ("crisis desk", "care")
    assert rules.forget_after_hours == 168


def test_the_shipped_rules_are_good_and_say_how_to_write_them() -> None:
    rules = read_rules(shipped_text())
    assert len(rules.rules) >= 8
    assert rules.incendiary.words_any
    for name in (*When.__dataclass_fields__, *routing.PRIORITIES):
        assert name in shipped_text()


def test_names_are_those_of_the_engines() -> None:
    assert {one for many in ENGINE_INTENTS.values() for one in many} | {"unknown"} == set(
        routing.INTENTS)
    assert set(ENGINE_INTENTS) | {"unknown"} == set(routing.PURPOSES)
    assert set(ENGINE_SENTIMENTS) == set(routing.SENTIMENTS)


@pytest.mark.parametrize(("before", "after", "line", "words"), [
    ('priority = "high"', 'prority = "high"', 9, "no “prority” here; did you mean “priority”"),
    ('intent = "outage"', 'intnet = "outage"', 13, "did you mean “intent”"),
    ('intent = "outage"', 'intent = "outtage"', 13, "cannot be “outtage”; did you mean “outage”"),
    ('intent = "outage"', "intent = 3", 13, "must be a text or a list of texts, not 3"),
    ('intent = "outage"', "intent = []", 13, "is empty, so nothing can match"),
    ('intent = "outage"', 'channel = " "', 13, "is empty, so nothing can match"),
    ('intent = "outage"', 'channel = ["x", 3]', 13, "list of texts"),
    ('priority = "high"', 'priority = "urgent"', 9, "high, normal or low, not “urgent”"),
    ('priority = "high"', "priority = []", 9, "high, normal or low, not []"),
    ("sla_minutes = 30", 'sla_minutes = "30"', 10, "a number above 0, not “30”"),
    ("sla_minutes = 30", "sla_minutes = 0", 10, "a number above 0, not 0"),
    ("sla_minutes = 30", "sla_minutes = true", 10, "a number above 0, not True"),
    ("sla_minutes = 30", "sla_minutes = nan", 10, "a number above 0, not nan"),
    ('escalate = "crisis desk"', "escalate = 1", 11, "true, false or a department, not 1"),
    ('escalate = "crisis desk"', 'escalate = ""', 11, "true, false or a department"),
    ('department = "tech"', "", 6, "the department is missing"),
    ('department = "tech"', 'department = "  "', 8, "a text of 1 to 80 letters"),
    ('name = "Rest"', 'name = "OUTAGE"', 19, "taken by the rule in line 6"),
    ('name = "Rest"', 'name = "No rule"', 19, "stands for what no rule catches"),
    ('name = "Rest"', "", 19, "the name is missing"),
    ('"no # signal"', '"..!"', 14, "“..!” holds no word"),
    ('"no # signal"', '"-down"', 14, "holds no word"),
    ('"no # signal"', f'"{"x" * 61}"', 14, "longer than 60 letters"),
    ('"no # signal"', '""', 14, "is empty"),
    ("author_followers_min = 10", "author_followers_min = -1", 22, "0 or more, not -1"),
    ("author_followers_min = 10", "author_followers_min = 9, author_followers_max = 3", 22,
     "below author_followers_min"),
    ('when = { purpose = ["service"], author_followers_min = 10 }', "", 19, "needs conditions"),
    ('when = { purpose = ["service"], author_followers_min = 10 }', "when = {}", 22,
     "needs conditions"),
    ('when = { purpose = ["service"], author_followers_min = 10 }', "when = 3", 22,
     "must be a table, not 3"),
    ("[otherwise]", "[otherwhile]", 3, "did you mean “otherwise”"),
    ('[otherwise]\ndepartment = "care"', "", 1, "[otherwise] is missing"),
    ("live_channels", "live_chanels", 2, "did you mean “live_channels”"),
    ('live_channels = ["phone"]', "[incendiary]\nshares_min = 0", 3, "a number above 0"),
    ('live_channels = ["phone"]', "[replay]\nforget_after_hours = -1", 3, "a number above 0"),
    ('live_channels = ["phone"]', '[replay.people]\n"care desk" = 1.5', 3, "whole number"),
    ('live_channels = ["phone"]', "[replay]\npeople = 4", 3, "lines of department"),
])
def test_a_bad_rule_is_refused_with_line_and_reason(before: str, after: str, line: int,
                                                    words: str) -> None:
    found = problems(changed(before, after))
    assert any(at == line and words in reason for at, reason in found), found


@pytest.mark.parametrize(("text", "line"), [
    ('a = "x', 1), ("\n\nname = 'x\ny'", 3), ("x = 1\nx = 2", 2), ("[a]\nb = 1\n[a]", 3),
    ("a = 1\n\n = 3", 3), ("a = [1,\n2", 2), ("[[rules]\n", 1), ("a = 1 b = 2", 1),
    ("a = 1\nb = 2020-13-40", 2), ("\ttext", 1), ("a = \x00", 1), ("\u2028", 1),
    ("a = " + "[" * 2000 + "]" * 2000, 1), ("{" * 3000, 1), ('a = "\ud800"', 1),
])
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    assert problems(text)[0][0] == line


def test_no_rules_too_many_and_too_long() -> None:
    rule = '[[rules]]\nname = "{}"\ndepartment = "d"\nwhen.thread_age_hours_min = {}\n'
    head = '[otherwise]\ndepartment = "d"\n'
    assert "at least one rule" in problems(head)[0][1]
    many = head + "".join(rule.format(at, at) for at in range(61))
    assert problems(many) == [(3 + 60 * 4, "there may be at most 60 rules")]
    assert "longer than" in problems("#" * 100_001)[0][1]
    words = ", ".join(f'"w{at}"' for at in range(201))
    assert "at most 200 words" in problems(
        changed('intent = "outage"', f"words_all = [{words}]"))[0][1]


def test_every_problem_is_told_at_once() -> None:
    text = GOOD.replace('"tech"', "4").replace('"high"', '"huge"').replace("= 30", "= -3")
    assert [line for line, _ in problems(text)] == [8, 9, 10]


def test_unknown_names_of_the_data_are_warned_of() -> None:
    text = changed('intent = "outage"', 'channel = ["fax", "X", "phone"]\ntier = "Gold"')
    rules = read_rules(text)
    assert rules.rules[0].when.channel == ("fax", "x", "phone")
    found = [(one.line, one.reason) for one in warnings_of(rules, Known(
        channels=("x", "phone"), tiers=("basic",), departments=("Care",)))]
    assert [line for line, _ in found] == [6, 6, 6, 6]
    words = " ".join(reason for _, reason in found)
    for part in ("“fax”", "“gold”", "“phone” is answered live", "nobody of “crisis desk”"):
        assert part in words
    assert not warnings_of(rules, Known())[1:], "where the data holds nothing, nothing is strange"


@pytest.mark.parametrize(("entry", "terms"), [
    ("Refunds", (Term("stem", "refund"),)),
    ('"Refunds"', (Term("word", "refunds"),)),
    ("refund*", (Term("prefix", "refund"),)),
    ("#Delay", (Term("word", "#delay"),)),
    ("press charges", (Term("word", "charges", "press charges"),)),
    ("it's a scam", (Term("word", "it's", "it's a scam"),)),
    ("a|b", (Term("word", "a", "a b"),)),
    ("'; drop table customers; --", (Term("word", "customers", "drop table customers"),)),
    (".*", ()), ("%", ()), ("-late", ()), ("$(x", (Term("stem", "x"),)), ("\\", ()), ("''", ()),
])
def test_what_an_entry_of_words_looks_for(entry: str, terms: tuple[Term, ...]) -> None:
    assert terms_of(entry) == terms


def test_values_have_one_entry_a_rule_and_one_a_word() -> None:
    values = rule_values(read_rules(GOOD))
    assert values["rule_numbers"] == [1, 2, -1, -2]
    assert values["rule_intent"] == [["outage"], [], [], []]
    assert values["rule_places"] == [1, 0, 0, 0]
    assert values["rule_shares_min"] == [None, None, None, 5]
    assert values["term_rules"] == [1, 1]
    assert values["term_phrases"] == [None, " no signal "]
    assert {len(value) for name, value in values.items() if name.startswith("rule_")} == {4}


def flat(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The path of every table and key; arrays of values are one."""
    if isinstance(value, dict):
        out = {path} if path else set()
        return out.union(*(flat(inner, (*path, name)) for name, inner in value.items()))
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return set().union(*(flat(one, (*path, at)) for at, one in enumerate(value)))
    return {path}


NAME = st.one_of(st.text("abc_-", min_size=1, max_size=4),
                 st.sampled_from(["a b", "x.y", "q#r", "[s]", "ä=ö", '"', "it's"]))
VALUE = st.one_of(st.integers(), st.booleans(), st.lists(st.text("ab]#='\"\n,", max_size=5)),
                  st.text(string.printable, max_size=12))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAME, VALUE, max_size=3),
       st.lists(st.dictionaries(NAME, st.one_of(VALUE, st.dictionaries(NAME, VALUE, max_size=3)),
                                max_size=4), min_size=1, max_size=4))
def test_the_line_of_every_key_is_found(top: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """Written by tomlkit with comments between; each key stands in the line that is told."""
    document = tomlkit.document()
    for name, value in top.items():
        document.add(tomlkit.comment("[no] = 'thing"))
        document.add(name, value)
    array = tomlkit.aot()
    for rule in rules:
        table = tomlkit.table()
        for name, value in sorted(rule.items(), key=lambda one: isinstance(one[1], dict)):
            table.add(name, value)
        array.append(table)
    document.add("rules" if "rules" not in top else "more", array)
    text = tomlkit.dumps(document)
    values = tomllib.loads(text)
    lines = key_lines(text)
    written = text.split("\n")
    for path in flat(values):
        assert path in lines, (path, text)
        parts = [one for one in path if isinstance(one, str)]
        head = written[lines[path] - 1]
        if isinstance(path[-1], str) and path[-1].isascii() and path[-1].isalnum():
            assert parts[-1] in head, (path, text)
    assert line_of(lines, "rules", 99, "name") == line_of(lines, "rules")


def test_lines_in_a_text_of_all_kinds() -> None:
    text = '''a = """
[not] = "a header"
"""
b.c = [ # ] = 3
  { x = "]" },
]
"d e" = \'\'\'
f = 1\'\'\'
[[rules]]
n = 1
[rules.when] # sub
m = 2
[[rules]]
[rules.when]
m = """x"""
'''
    assert key_lines(text) == {
        ("a",): 1, ("b",): 4, ("b", "c"): 4, ("d e",): 7, ("rules", 0): 9, ("rules", 0, "n"): 10,
        ("rules", 0, "when"): 11, ("rules", 0, "when", "m"): 12, ("rules", 1): 13,
        ("rules", 1, "when"): 14, ("rules", 1, "when", "m"): 15}
    assert tomllib.loads(text)
