"""Response times against a naive twin in pandas, and against what other pages say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from analysis.quantiles import quantile_interval
from data import metrics
from data.filters import Filters
from data.home import Home
from data.warehouse import Warehouse
from tests.data.test_metrics_twin import SLOW, chosen, filters

LIMITS = [0, 900, 3600, 4 * 3600, 86400, 3 * 86400, np.inf]
BUCKETS = ["within_15_minutes", "within_1_hour", "within_4_hours", "within_1_day",
           "within_3_days", "later"]


@pytest.fixture(scope="module")
def db(demo_home: Home) -> Warehouse:
    return Warehouse(demo_home)


@pytest.fixture(scope="module")
def waits(db: Warehouse) -> pd.DataFrame:
    return db.cursor().execute("select w.*, e.newest_at from waits as w left join source_ends as e "
                               "on w.open_in = e.source").df()


@SLOW
@given(f=filters())
def test_response_times(db: Warehouse, waits: pd.DataFrame, f: Filters) -> None:
    frame = metrics.response_times(db, f).set_index(["kind", "dimension", "category"])
    mine = chosen(waits, f)
    assert frame.empty == mine.empty
    if mine.empty:
        return
    mine = mine.assign(all="all", seconds=mine[f"{f.hours}_seconds"].astype(float),
                       sla=mine[f"{f.hours}_sla"])
    for dimension in ("all", "channel", "department", "purpose", "priority"):
        for (kind, category), group in mine.groupby(["kind", dimension]):
            row = frame.loc[(kind, dimension, category)]
            known = group["seconds"].dropna()
            assert (row["waits"], row["ended"]) == (len(group), len(known))
            counts = np.histogram(np.maximum(known, 0.5), bins=[
                0, *(one + 0.5 for one in LIMITS[1:-1]), np.inf])[0]
            assert row[BUCKETS].tolist() == counts.tolist()
            assert row[BUCKETS].sum() + row["unanswered"] == row["waits"]
            if len(known):
                assert row["median_seconds"] == pytest.approx(known.quantile(0.5))
                assert row["p90_seconds"] == pytest.approx(known.quantile(0.9))
            for state in ("met", "breached", "open"):
                assert row[f"sla_{state}"] == (group["sla"] == state).sum()
            assert row["reopened_judged"] == group["reopened"].notna().sum()
            assert row["reopened"] == (group["reopened"] == True).sum()  # noqa: E712
    assert len(frame) == sum(mine.groupby(["kind", one]).ngroups for one in (
        "all", "channel", "department", "purpose", "priority"))


def test_limits_by_rank_are_those_of_the_exact_ranks_or_beside_them(
    db: Warehouse, waits: pd.DataFrame
) -> None:
    """The normal approximation of ranks, in SQL, against binomial ranks up to n = 1,000."""
    frame = metrics.response_times(db, Filters(waits["day"].min().date(),
                                               waits["day"].max().date()))
    mine = waits[(waits["day"] < waits["day"].max()) & (waits["kind"] == "first")]
    rows = frame[(frame["kind"] == "first") & (frame["dimension"] == "channel")]
    assert len(rows) >= 8
    for row in rows.itertuples():
        known = np.sort(mine.loc[mine["channel"] == row.category, "calendar_seconds"].dropna())
        for name, quantile in (("median", 0.5), ("p90", 0.9)):
            exact = quantile_interval(known, quantile=quantile)
            for side in ("low", "high"):
                got = getattr(row, f"{name}_{side}_seconds")
                place = np.searchsorted(known, getattr(exact, side))
                near = known[max(place - 1, 0):place + 2]
                assert near.min() <= got <= near.max(), (row.category, name, side)


@SLOW
@given(f=filters())
def test_what_is_open(db: Warehouse, waits: pd.DataFrame, f: Filters) -> None:
    mine = chosen(waits, f)
    mine = mine[mine["is_open"].astype(bool)]
    age = (mine["newest_at"] - mine["started_at"].dt.floor("s")).dt.total_seconds()
    oldest = age.groupby(mine["conversation_key"]).max()
    items = metrics.open_items(db, f)
    assert items["items"].sum() == len(oldest)
    listed = metrics.oldest_open(db, f)
    assert len(listed) == min(len(oldest), 50)
    if len(oldest):
        assert items["oldest_seconds"].max() == pytest.approx(oldest.max(), abs=1)
        assert listed["age_seconds"].max() <= oldest.max() + 1


def test_promises_and_waits_agree_with_the_overview(db: Warehouse) -> None:
    """The overview counts social conversations: one meaning of in time and of the median."""
    options = metrics.options(db)
    assert options.first_day is not None
    assert options.last_day is not None
    for hours in ("calendar", "business"):
        f = Filters(options.first_day, options.last_day, channels=options.social_channels,
                    hours=hours)  # type: ignore[arg-type]
        totals = metrics.overview_totals(db, f).iloc[0]
        frame = metrics.response_times(db, f).set_index(["kind", "dimension"])
        every = frame.loc[("first", "all")]
        for column in ("sla_met", "sla_breached", "sla_open", "median_seconds", "p90_seconds",
                       "median_low_seconds", "p90_high_seconds"):
            assert every[column] == pytest.approx(totals[column]), column


def test_rows_behind_a_bucket_are_its_conversations(db: Warehouse) -> None:
    options = metrics.options(db)
    assert options.last_day is not None
    f = Filters(options.last_day - pd.Timedelta(days=30).to_pytimedelta(), options.last_day)
    frame = metrics.response_times(db, f).set_index(["kind", "dimension", "category"])
    row = frame.loc[("first", "channel", "x")]
    for column in (*BUCKETS, "unanswered"):
        behind = metrics.rows_behind(db, f, mark={"channel": "x", "waited": column},
                                     by_conversation=True)
        found = int(behind["total_conversations"].iloc[0]) if len(behind) else 0
        assert found == row[column], column
