"""The sources on public data that nobody on this project wrote."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from data import lake
from data.home import Home
from data.ingest import load_file
from tests.data.lake_rows import kept, rejected

BRANDS = {"AirAsiaSupport": 4075, "AppleSupport": 10_983, "NikeSupport": 1912,
          "SpotifyCares": 10_986, "Walmart": 975}


def test_threads(home: Home, shared_datasets: Path) -> None:
    got = load_file(home, shared_datasets / "twcs_threads.csv").load
    # One text has bare carriage returns and no quotes; read with care its row is whole.
    assert (got.source, got.rows_in, got.rows_rejected) == ("twcs", 5000, 0)
    rows = kept(home)
    ids = {row["interaction_id"] for row in rows}
    assert len(ids) == 5000
    assert not any("." in one for one in ids)
    assert {row["direction"] for row in rows} == {"inbound", "outbound"}
    replies = [row["in_reply_to"] for row in rows if row["in_reply_to"]]
    assert sum(one in ids for one in replies) > 0.8 * len(replies)
    assert all(row["brand"] == row["handle"] for row in rows if row["direction"] == "outbound")
    assert sum(row["brand"] is not None for row in rows) > 0.9 * len(rows)


@pytest.mark.parametrize("brand", BRANDS)
def test_one_brand(brand: str, home: Home, shared_datasets: Path) -> None:
    got = load_file(home, shared_datasets / f"twcs_{brand}.csv.gz").load
    assert (got.rows_in, got.rows_rejected) == (BRANDS[brand], 0)
    assert got.repaired["mojibake"] > 100
    assert {(row["brand"], row["direction"]) for row in kept(home)} == {(brand, "outbound")}


@pytest.mark.parametrize("told", [True, False])
def test_airline_posts(told: bool, home: Home, shared_datasets: Path) -> None:
    shipped = Path(lake.__file__).parent / "sources" / "airline_posts.toml"
    path = shared_datasets / "airline_posts.csv"
    got = load_file(home, path, mapping=shipped if told else None).load
    assert (got.source, got.rows_in, got.rows_kept) == ("airline_posts", 7312, 7227)
    assert got.reasons == {"repeated row (same content)": 85}
    rows = {row["interaction_id"]: row for row in kept(home)}
    # 2015-02-24 11:35:52 -0800 in the file
    assert rows["570306133677760513"]["published_at"] == datetime(2015, 2, 24, 19, 35, 52)
    assert {row["direction"] for row in rows.values()} == {"inbound"}
    assert len({row["brand"] for row in rows.values()}) == 6
    assert all(row["original_text"].split(",")[0] in rows for row in rejected(home))
