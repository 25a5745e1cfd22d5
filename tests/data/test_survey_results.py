"""Scores and choices of a survey against what is counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.warehouse import Warehouse
from tests.companies import put

WEEK = Filters(date(2026, 3, 1), date(2026, 3, 8))


@pytest.fixture
def db(home: Home) -> Warehouse:
    """Forty answers of two segments, one to one with customers, so that every weight is 1."""
    segments = ["big", "small"]
    put(home,
        customers=[{"customer_id": f"c{at}", "segment": segments[at % 2], "region": "n",
                    "tier": "t"} for at in range(40)],
        survey_responses=[
            {"wave": "w", "respondent_id": f"r{at}", "customer_id": f"c{at}",
             "csat": 5 if at < 10 else 4 if at < 15 else 3 if at < 39 else None,
             "nps": 10 if at < 20 else 8 if at < 30 else 0,
             "channels_used": "x|phone" if at % 2 else "phone", "channel_preferred": "phone",
             "reasons": "help|fun|help" if at % 4 == 1 else "fun" if at % 2 else None,
             "comment": "call me <b> at 555-867-5309" if at == 0 else " " if at == 1 else None,
             "answered_on": date(2026, 3, 2)} for at in range(40)])
    build(home)
    return Warehouse(home)


def test_scores_by_hand(db: Warehouse) -> None:
    rows = metrics.survey_scores(db, WEEK)
    row = rows[rows["dimension"] == "all"].iloc[0]
    assert (row["csat_answers"], row["csat_top_weight"]) == (39, pytest.approx(15))
    assert row["csat_weight_sum"] == pytest.approx(39)
    assert (row["promoters"], row["passives"], row["detractors"]) == pytest.approx((20, 10, 10))
    assert set(rows[rows["dimension"] == "segment"]["category"]) == {"big", "small"}
    big = metrics.survey_scores(db, Filters(WEEK.start, WEEK.end, segments=("big",)))
    assert big[big["dimension"] == "all"]["answers"].item() == 20


def test_choices_by_hand(db: Warehouse) -> None:
    rows = metrics.survey_choices(db, WEEK).set_index(["question", "choice"])
    assert rows.loc[("channels used", "x"), "answers"] == 20
    assert rows.loc[("channels used", "phone"), "base_answers"] == 40
    # Reasons are of the 20 on social media; one named twice counts once.
    assert rows.loc[("reasons for social media", "help"), "answers"] == 10
    assert rows.loc[("reasons for social media", "fun"), "base_answers"] == 20
    assert rows.loc[("channel preferred", "phone"), "choice_weight"] == pytest.approx(40)


def test_comments_are_those_with_words_and_for_who_may_see_them(db: Warehouse) -> None:
    comments = metrics.survey_comments(db, WEEK)["comment"].tolist()
    assert comments == ["call me <b> at [phone number]"]
    nobody = Viewer("other region", regions=("s",))
    assert metrics.survey_comments(db, WEEK, nobody).empty
    assert metrics.survey_scores(db, WEEK, nobody).empty
    assert metrics.survey_choices(db, WEEK, nobody).empty
