"""What makes up a spike, by hand: shares and leads, words, authors, campaigns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.spike_reasons import (
    authors_of,
    campaigns_near,
    contributions,
    leading,
    words_behind,
)
from analysis.spike_words import (
    authors_words,
    duration_words,
    excess_words,
    explained,
    series_name,
    span_words,
    times_words,
)


def parts(*rows: tuple[str, str, int, int], contacts: tuple[int, int] = (140, 320),
          texts: tuple[int, int] = (100, 400)) -> pd.DataFrame:
    total = [("total", "contacts", *contacts), ("total", "contacts with a text", *texts),
             ("total", "authors", 4, 9)]
    return pd.DataFrame([*total, *rows],
                        columns=["dimension", "category", "observed", "referenced"])


def test_shares_of_the_excess_and_their_lead() -> None:
    found = contributions(parts(("channel", "x", 90, 160), ("channel", "phone", 50, 160)),
                          references=8)
    one: Any = found.iloc[0]
    assert (one["category"], one["usual"], one["excess"]) == ("x", 20, 70)
    assert (one["share"], one["usual_share"]) == (0.70, 0.50)
    assert one["lead"] == pytest.approx(0.20)
    assert one["z"] == pytest.approx(2.83, abs=0.005)
    assert one["found"]
    assert one["excess_low"] < 70 < one["excess_high"]
    assert found["share"].sum() == pytest.approx(1)


def test_what_chance_explains_is_not_found() -> None:
    found = contributions(parts(("region", "north", 25, 160), ("region", "new", 12, 0)),
                          references=8).set_index("category")
    assert not found.loc["north", "found"]
    assert found.loc["new", "found"]
    assert found.loc["new", "usual"] == 0


def test_a_fall_is_made_up_of_what_is_missing() -> None:
    found = contributions(parts(("channel", "phone", 2, 240), ("channel", "x", 10, 80),
                                contacts=(12, 320)), references=8)
    assert found["category"].tolist() == ["phone", "x"]
    assert found["share"].tolist() == pytest.approx([1, 0])
    assert found["excess_high"].iloc[0] < 0


def test_leading_takes_one_of_each_dimension_and_nothing_unclear() -> None:
    rows = contributions(parts(
        ("topic", "outage", 80, 8), ("topic", "late", 40, 4), ("topic", "unclear", 40, 40),
        ("region", "north", 90, 60),
        ("channel", "phone", 70, 160), ("segment", "unknown", 130, 100)), references=8)
    assert [(row.dimension, row.category) for row in leading(rows, most=9)] == [
        ("topic", "outage"), ("region", "north")]
    assert len(leading(rows, most=1)) == 1
    few = contributions(parts(("channel", "chat", 13, 8), contacts=(17, 22)), references=8)
    assert leading(few) == [], "13 of 17 after 8 of 22 is not clear enough"


def test_words_that_tell_the_spike() -> None:
    found = words_behind(parts(("word", "outage", 60, 8), ("word", "and", 90, 300),
                               ("word", "hello", 20, 90), ("word", "rare", 2, 0)), references=8)
    assert found["category"].tolist() == ["outage"]
    one: Any = found.iloc[0]
    assert one["z"] == pytest.approx(10.4, abs=0.05)
    assert (one["observed"], one["usual"], one["excess"]) == (60, 1, 59)
    assert words_behind(parts(), references=8).empty


def test_authors_and_how_much_one_of_them_wrote() -> None:
    one = authors_of(parts(("author", "b", 2, 0), ("author", "a", 9, 1), contacts=(12, 9)))
    assert (one.contacts, one.people, one.top, one.top_share) == (12, 4, "a", 0.75)
    assert one.per_person == 3
    assert authors_words(one) == "4 people, 3.0 contacts each; the most active wrote 75 %"
    nobody = authors_of(pd.DataFrame(columns=["dimension", "category", "observed", "referenced"]))
    assert np.isnan(nobody.per_person)
    assert "not known" in authors_words(nobody)


def test_campaigns_before_and_in_a_spike() -> None:
    start = pd.Timestamp("2026-07-21 12:00")
    events = pd.DataFrame({
        "name": ["Mail", "Old", "Later", "Sale", "Inside"],
        "kind": ["campaign", "campaign", "campaign", "event", "campaign"],
        "starts_at": pd.to_datetime(["2026-07-21 10:00", "2026-07-01 00:00", "2026-07-25 00:00",
                                     "2026-07-10 00:00", "2026-07-21 20:00"]),
        "ends_at": pd.to_datetime([None, None, None, "2026-07-20", None]),
        "audience": [16000, 5, 5, None, 100]})
    rows = contributions(parts(("campaign", "Mail", 30, 0)), references=8)
    found = campaigns_near(events, rows, start=start, end=start + pd.Timedelta(days=1))
    assert found["name"].tolist() == ["Mail", "Inside", "Sale"]
    assert found["hours_before"].tolist() == [2, -8, 276]
    assert found["marked"].tolist() == [30, pd.NA, pd.NA]
    assert campaigns_near(events.iloc[:0], rows, start=start, end=start).empty


@pytest.mark.parametrize(("frame", "references", "says"), [
    (parts(), 0, "nothing to compare"), (parts().iloc[1:], 8, "total of contacts")])
def test_what_cannot_be_compared_is_refused(
    frame: pd.DataFrame, references: int, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        contributions(frame, references=references)


@pytest.mark.parametrize(("start", "end", "said"), [
    ("2026-01-14 17:00", "2026-01-15 11:00", "14 Jan 2026, 17:00 to 15 Jan, 11:00"),
    ("2026-01-14 17:00", "2026-01-14 19:00", "14 Jan 2026, 17:00 to 19:00"),
    ("2026-01-14 17:00", "2026-01-15 00:00", "14 Jan 2026, 17:00 to 24:00"),
    ("2025-12-31 17:00", "2026-01-01 11:00", "31 Dec 2025, 17:00 to 1 Jan 2026, 11:00"),
    ("2025-09-25", "2025-09-26", "25 Sep 2025"),
    ("2025-09-25", "2025-09-28", "25 Sep to 27 Sep 2025"),
])
def test_when_in_words(start: str, end: str, said: str) -> None:
    assert span_words(start, end) == said


def test_how_much_in_words() -> None:
    row = pd.Series({"excess": 1797.0, "excess_low": 1710.0, "excess_high": 1871.0})
    assert excess_words(row) == "1,797 more (1,710–1,871)"
    fall = pd.Series({"excess": -40.0, "excess_low": -60.0, "excess_high": -20.0})
    assert excess_words(fall) == "40 fewer (20–60)"
    assert times_words(8.53, "up") == "8.5 times the usual"
    assert times_words(20.4, "up") == "20 times the usual"
    assert times_words(0.1, "down") == "90 % below the usual"
    assert times_words(float("inf"), "up") == "hardly any are usual"
    assert duration_words(18) == "18 h"
    assert duration_words(25) == "1 d 1 h"
    assert [series_name(one) for one in ("all", "channel:x", "topic:product_interest")] == [
        "all contacts", "X", "the topic “product interest”"]
    assert series_name("repeated", first=True).startswith("Posts")


def test_what_explains_in_words() -> None:
    rows = contributions(parts(("topic", "outage", 80, 8), ("region", "north", 90, 60)),
                         references=8)
    assert explained(leading(rows)) == ("the topic “outage” makes up 79 % of it (usually 2.5 %) "
                                        "and region north 82 % (usually 19 %)")
    assert explained([]) == ""
