"""What a benchmark does to a home: labels that are lent, rows of a later time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from data import lake
from data.build import build
from data.home import Home
from data.scripts import later_rows, lend_scores
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


def test_later_rows_are_the_newest_moved_behind_the_last(home: Home, tmp_path: Path) -> None:
    put(home, interactions=[
        say(at, "x", f"2026-03-{at:02d} 10:00", handle="@ann", text=f"text {at}",
            in_reply_to=str(at - 1) if at > 1 else None) for at in range(1, 11)])
    target = tmp_path / "later.parquet"
    assert later_rows(lake.parts(home, "interactions")[0], target, 0.2) == 2
    rows = duckdb.sql(f"select interaction_id, in_reply_to, published_at, text from '{target}' "
                      "order by published_at").fetchall()
    assert rows == [("9-later", "8-later", datetime(2026, 3, 11, 10), "text 9"),
                    ("10-later", "9-later", datetime(2026, 3, 12, 10), "text 10")]
