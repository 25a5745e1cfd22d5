"""What rules catch: worked numbers, and a twin that goes message by message."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.routing import newest_of, overlaps, rule_table, totals, uncaught


def matches(*sets: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(sets, columns=["rules", "messages"])


def test_the_first_rule_that_applies_gets_the_message() -> None:
    frame = rule_table(matches(("1", 3), ("1 2", 2), ("", 5)), names=["a", "b"])
    assert frame["caught"].tolist() == [5, 0]
    assert frame["claimed"].tolist() == [5, 2]
    assert frame["only_this_rule"].tolist() == [3, 0]
    assert frame["also_claimed_by"].tolist() == ["b 2", "a 2"]
    assert frame["share"].tolist() == [0.5, 0.0]
    assert frame["low"].iloc[0] < 0.5 < frame["high"].iloc[0]
    assert totals(matches(("1", 3), ("1 2", 2), ("", 5))) == {
        "all": 10, "none": 5, "several": 2, "caught": 5}


def test_what_two_rules_claim() -> None:
    pairs = overlaps(matches(("1 2", 2), ("1 2 3", 1)), names=["a", "b", "c"])
    assert pairs.values.tolist() == [["a", "b", 3, 3, 3], ["a", "c", 1, 3, 1], ["b", "c", 1, 3, 1]]


def test_nothing_and_nonsense() -> None:
    empty = matches()
    assert rule_table(empty, names=["a"])["caught"].tolist() == [0]
    assert rule_table(empty, names=["a"])["share"].isna().all()
    assert totals(empty)["all"] == 0
    assert overlaps(empty, names=[]).empty
    with pytest.raises(ValueError, match="must rise"):
        totals(matches(("2 1", 1)))


@given(st.lists(st.sets(st.integers(1, 5)), max_size=40))
def test_against_a_twin_that_counts_one_by_one(claims: list[set[int]]) -> None:
    names = list("abcde")
    frame = matches(*((" ".join(map(str, sorted(one))), 1) for one in claims))
    table = rule_table(frame, names=names)
    for number in range(1, 6):
        row = table.iloc[number - 1]
        assert row["caught"] == sum(1 for one in claims if one and min(one) == number)
        assert row["claimed"] == sum(1 for one in claims if number in one)
        assert row["only_this_rule"] == sum(1 for one in claims if one == {number})
    for row in overlaps(frame, names=names).itertuples():
        a, b = names.index(row.rule_a) + 1, names.index(row.rule_b) + 1
        assert row.both == sum(1 for one in claims if {a, b} <= one)
    assert table["caught"].sum() + totals(frame)["none"] == len(claims)


def test_the_newest_are_known_down_to_where_a_row_tells_only_some() -> None:
    told = pd.DataFrame({
        "rules": ["2", "2 3", "", "1 2"], "first_rule": [2, 2, None, 1],
        "channel": [None, None, "x", None], "purpose": [None, None, "service", None],
        "intent": [None, None, "delay", None], "messages": [3, 2, 1, 1],
        "newest": [[9, 8], [7, 3], [5], [6]]})
    assert newest_of(told, 2) == ((9, 8), False)
    assert newest_of(told.assign(messages=[2, 2, 1, 1]), 2) == ((9, 8, 7, 3), True)
    assert newest_of(told, 0) == ((5,), True)
    assert newest_of(told, 3) == ((), True)
    assert uncaught(told).to_dict("records") == [
        {"channel": "x", "purpose": "service", "intent": "delay", "messages": 1}]
