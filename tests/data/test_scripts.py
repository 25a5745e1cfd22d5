"""What a benchmark does to a home: labels that are lent."""

from __future__ import annotations

from data.build import build
from data.home import Home
from data.scripts import lend_scores
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say


def test_texts_that_are_not_scored_are_lent_the_scores_of_one_that_is(home: Home) -> None:
    save_settings(home, Settings(company="Acme", timezone="UTC"))
    put(home, interactions=[
        say(at, "x", f"2026-03-0{1 + at} 10:00", handle=f"@h{at}", text=text)
        for at, text in enumerate(["I love it", "I love it", "I hate it", "where is it?"])])
    lent = lend_scores(home, most=1)
    assert (lent.scored, lent.lent) == (1, 2)
    assert build(home).scored == 0
    found = Warehouse(home).query(
        "select count(*) as n, count(distinct sentiment) as sentiments, count(sentiment) as read "
        "from interactions", {}, name="lent").iloc[0]
    assert found.to_dict() == {"n": 4, "sentiments": 1, "read": 4}
