"""Concentration, the verdict and its reasons, and stretches found in days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.incidents import judged, stretches, with_tests
from analysis.verdict import (
    ISOLATED,
    SYSTEMIC,
    TOO_FEW,
    USUAL,
    WATCH,
    Spread,
    concentration,
    spread_of,
    verdict,
)

WIDE = Spread(("phone", "chat", "x"), ("phone", "chat"), ("consumer", "senior"), 8, 5, 5)


def say(**change: Any) -> tuple[str, tuple[str, ...]]:
    """The verdict on 60 messages by 55 authors at 20 times the usual rate, with changes."""
    told: dict[str, Any] = {"n": 60, "authors": 55, "top": 3, "squares": 72, "ratio": 20.0,
                            "q_rise": 1e-9, "q_people": 1e-8, "spread": WIDE,
                            "social_messages": 20, "social_texts": 20}
    return verdict(**{**told, **change})


def test_worked_numbers() -> None:
    held = concentration(n=10, authors=3, top=5, squares=38)
    assert held.herfindahl == pytest.approx(0.311, abs=5e-4)
    assert held.effective == pytest.approx(2.63, abs=5e-3)
    assert held.top_share == 0.5
    assert held.top_interval.low == pytest.approx(0.237, abs=5e-4)
    assert held.top_interval.high == pytest.approx(0.763, abs=5e-4)
    assert concentration(n=1, authors=1, top=1, squares=1).herfindahl == 1.0


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_the_index_is_the_chance_of_one_author_twice(wrote: list[int]) -> None:
    """A naive twin: every pair of messages, looked at one by one."""
    n = sum(wrote)
    held = concentration(n=n, authors=len(wrote), top=max(wrote),
                         squares=sum(one * one for one in wrote))
    if n > 1:
        authors = [at for at, one in enumerate(wrote) for _ in range(one)]
        pairs = list(combinations(authors, 2))
        assert held.herfindahl == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))
    assert 1 <= held.effective <= len(wrote) + 1e-9
    assert 0 <= held.herfindahl <= 1


@pytest.mark.parametrize("wrong", [
    {"n": 0, "authors": 1, "top": 1, "squares": 1}, {"n": 3, "authors": 4, "top": 1, "squares": 3},
    {"n": 3, "authors": 1, "top": 4, "squares": 9}, {"n": 3, "authors": 2, "top": 2, "squares": 2}])
def test_numbers_that_do_not_belong_together_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        concentration(**wrong)


@pytest.mark.parametrize(("change", "said", "because"), [
    ({}, SYSTEMIC, "55 authors wrote 60 messages"),
    ({"n": 70, "authors": 1, "top": 70, "squares": 4900, "q_people": 1.0}, ISOLATED,
     "One author wrote 70 of 70 messages: 100.0 %"),
    ({"n": 30, "authors": 3, "top": 12, "squares": 12**2 + 10**2 + 8**2}, ISOLATED,
     "as if 2.9 authors had written all 30"),
    ({"n": 9, "authors": 9, "top": 1, "squares": 9}, TOO_FEW, "at least 10 are needed"),
    ({"q_rise": 0.06}, USUAL, "may be chance"),
    ({"ratio": 1.9}, USUAL, "twice as often"),
    ({"ratio": float("nan")}, USUAL, "twice as often"),
    ({"q_people": 0.2}, WATCH, "Counted by author the rise may be chance"),
    ({"n": 40, "authors": 9, "top": 6, "squares": 190}, WATCH, "Only 9 authors"),
    ({"n": 60, "authors": 30, "top": 15, "squares": 400}, WATCH, "more than a quarter"),
    ({"spread": replace(WIDE, channels=("x",), traditional=())}, WATCH, "one channel only"),
    ({"spread": replace(WIDE, channels=("x", "facebook"), traditional=())}, WATCH,
     "social media only"),
    ({"social_texts": 2}, WATCH, "only 2 texts: they may be copied"),
    ({"spread": Spread(("x",), (), (), 1, 0, 0)}, SYSTEMIC, "X is the only channel in view"),
    ({"spread": Spread(("x", "facebook"), (), (), 2, 0, 0)}, SYSTEMIC, "2 of 2 channels"),
])
def test_the_rule(change: dict[str, Any], said: str, because: str) -> None:
    found, reasons = say(**change)
    assert found == said
    assert because in " ".join(reasons)


def test_one_author_is_isolated_even_without_a_rise() -> None:
    assert say(n=20, authors=2, top=19, squares=362, q_rise=1.0)[0] == ISOLATED


def group(dimension: str, category: str, authors: int, *, social: bool = False,
          base: int = 100) -> dict[str, Any]:
    return {"theme_id": 1, "dimension": dimension, "category": category, "is_social": social,
            "messages": authors, "authors": authors, "base_messages": base}


def test_a_group_is_hit_from_three_authors_on_and_unknown_is_none() -> None:
    found = spread_of([
        group("channel", "phone", 3), group("channel", "x", 9, social=True),
        group("channel", "chat", 2), group("channel", "fax", 0, base=0),
        group("segment", "unknown", 9), group("segment", "senior", 4),
        group("region", "north", 9)])
    assert found == Spread(("phone", "x"), ("phone",), ("senior",), 3, 2, 1)


def days_of(counts: dict[int, list[int]], exposure: list[int]) -> pd.DataFrame:
    rows = [(theme, date(2026, 1, 1) + pd.Timedelta(days=at), n)
            for theme, series in {0: exposure, **counts}.items()
            for at, n in enumerate(series) if n]
    frame = pd.DataFrame(rows, columns=["theme_id", "day", "messages"])
    return frame.assign(day=pd.to_datetime(frame["day"]))


def test_the_stretch_is_sought_in_the_period_and_tested_against_all_other_days() -> None:
    rise = [0] * 60 + [6] * 7 + [0] * 53
    steady = [1, 0] * 60
    days = days_of({1: rise, 2: steady}, [50] * 120)
    found = stretches(days, start=date(2026, 2, 1), end=date(2026, 4, 1)).set_index("theme_id")
    one = found.loc[1]
    assert (one["from_day"], one["until_day"]) == (pd.Timestamp(2026, 3, 2),
                                                   pd.Timestamp(2026, 3, 9))
    assert (one["inside"], one["outside"], one["ratio"]) == (42, 0, np.inf)
    assert one["share"] == pytest.approx(7 / 120)
    two = found.loc[2]
    assert (two["from_day"], two["until_day"]) == (pd.Timestamp(2026, 2, 1),
                                                   pd.Timestamp(2026, 4, 1)), "all of the period"
    assert (two["inside"], two["outside"], two["p"]) == (29, 31, 1.0)
    assert two["ratio"] == pytest.approx(29 / 31 * 61 / 59)
    before = stretches(days, start=date(2026, 1, 1), end=date(2026, 2, 1))
    assert before["theme_id"].tolist() == [2], "theme 1 has no message in January"
    assert stretches(days, start=date(2027, 1, 1), end=date(2027, 2, 1)).empty
    assert stretches(days.iloc[:0], start=date(2026, 1, 1), end=date(2026, 2, 1)).empty


def test_a_rise_that_reaches_beyond_the_period_is_no_usual_time() -> None:
    """In the third week of a fault of ten, the weeks around it do not hide it."""
    days = days_of({1: [1, 0] * 45 + [5] * 70 + [1, 0] * 60}, [50] * 280)
    found = stretches(days, start=date(2026, 4, 15), end=date(2026, 4, 22)).iloc[0]
    assert (found["from_day"], found["until_day"]) == (pd.Timestamp(2026, 4, 15),
                                                       pd.Timestamp(2026, 4, 22))
    assert (found["skip_from"], found["skip_until"]) == (pd.Timestamp(2026, 4, 1),
                                                         pd.Timestamp(2026, 6, 10))
    assert found["ratio"] == pytest.approx(10)
    assert found["p"] < 1e-9
    later = stretches(days, start=date(2026, 7, 1), end=date(2026, 8, 1)).iloc[0]
    assert later["p"] == 1.0
    assert later["ratio"] == pytest.approx(1, abs=0.1), "nor does the fault make it look quiet"


def test_themes_with_other_days_to_skip_are_each_as_alone() -> None:
    """A rise before the period, one that reaches into it, one within it, and none."""
    quiet = [1, 0] * 70
    rises = {1: (10, 30), 2: (60, 90), 3: (95, 101), 4: (0, 0), 5: (10, 30)}
    series = {theme: quiet[:first] + [5] * (last - first) + quiet[last:]
              for theme, (first, last) in rises.items()}
    period = {"start": date(2026, 3, 22), "end": date(2026, 5, 1)}
    together = stretches(days_of(series, [50] * 140), **period)
    assert len(set(together["skip_from"])) == 4
    for theme, one in series.items():
        alone = stretches(days_of({theme: one}, [50] * 140), **period)
        mine = together[together["theme_id"] == theme].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone, check_exact=True)


def facts(theme: int, n: int, authors: int, top: int, squares: int) -> dict[str, Any]:
    return {"theme_id": theme, "messages": n, "known": n, "authors": authors, "top_messages": top,
            "squares": squares, "social_messages": 0, "social_texts": 0}


def test_one_author_counts_about_once() -> None:
    rise = [0] * 60 + [6] * 7 + [0] * 53
    found = stretches(days_of({1: rise, 2: rise}, [50] * 120), start=date(2026, 1, 1),
                      end=date(2026, 5, 1))
    told = pd.DataFrame([facts(1, 42, 42, 1, 42), facts(2, 42, 1, 42, 42 * 42)])
    both = with_tests(found, told, tests=100).set_index("theme_id")
    assert both.loc[1, "q_rise"] == both.loc[2, "q_rise"] < 1e-20
    # The same p, which is the only small one here and one of two there.
    assert both.loc[1, "q_people"] == pytest.approx(2 * both.loc[1, "q_rise"])
    assert both.loc[2, "q_people"] == 1.0
    assert both.loc[1, "low"] > both.loc[2, "low"]


def test_themes_are_ranked_and_pay_for_all_that_was_looked_at() -> None:
    rise, small = [0] * 60 + [6] * 7 + [0] * 53, [0] * 60 + [1] * 12 + [0] * 48
    found = stretches(days_of({1: small, 2: rise, 3: [1] * 120}, [50] * 120),
                      start=date(2026, 1, 1), end=date(2026, 5, 1))
    said = pd.DataFrame([facts(1, 12, 1, 12, 144), facts(2, 42, 40, 2, 46),
                         facts(3, 120, 90, 3, 180)])
    groups = pd.DataFrame([{**group("channel", name, 9), "theme_id": 2}
                           for name in ("phone", "chat")])
    rows = judged(with_tests(found, said, tests=10), groups)
    assert rows["theme_id"].tolist() == [2, 1, 3]
    assert rows["verdict"].tolist() == [SYSTEMIC, ISOLATED, USUAL]
    assert rows.loc[0, "channels_hit"] == 2
    q = with_tests(found, said, tests=1_000)["q_rise"].to_numpy()
    assert (q >= with_tests(found, said, tests=10)["q_rise"].to_numpy()).all()
    assert judged(with_tests(found.iloc[:0], said, tests=10), groups).empty
