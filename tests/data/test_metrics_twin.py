"""Metrics against a naive twin in pandas, on the demo company and filters drawn at random."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import metrics
from data.filters import Filters
from data.home import Home
from data.warehouse import Warehouse

GROUPS = ("channel", "segment", "region", "tier", "purpose")


@pytest.fixture(scope="module")
def db(demo_home: Home) -> Warehouse:
    return Warehouse(demo_home)


@pytest.fixture(scope="module")
def tables(db: Warehouse) -> dict[str, pd.DataFrame]:
    return {name: db.cursor().execute(f"select * from {name}").df()
            for name in ("interactions", "conversations")}


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    start = date(2026, 5, 1) + timedelta(days=draw(st.integers(0, 150)))

    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(values), max_size=2, unique=True)))

    return Filters(
        start, start + timedelta(days=draw(st.integers(1, 60))),
        channels=some(("x", "facebook", "phone", "email")), segments=some(("consumer", "business")),
        regions=some(("north", "south")), tiers=some(("basic", "premium")),
        purposes=some(("service", "marketing")), hours=draw(st.sampled_from(["calendar",
                                                                             "business"])),
    )


def chosen(frame: pd.DataFrame, f: Filters, groups: tuple[str, ...] = GROUPS) -> pd.DataFrame:
    day = pd.to_datetime(frame["day"])
    keep = (day >= pd.Timestamp(f.start)) & (day < pd.Timestamp(f.end))
    for group in groups:
        values = getattr(f, group + "s")
        if values:
            keep &= frame[group].isin(values)
    return frame[keep]


SLOW = settings(max_examples=25, deadline=None,
                suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(f=filters())
def test_shares_of_customers(db: Warehouse, tables: dict[str, pd.DataFrame], f: Filters) -> None:
    inbound = tables["interactions"].query("direction == 'inbound'")
    known = inbound[inbound["customer_id"].notna()]
    active = chosen(known, f, ("segment", "region", "tier"))["customer_id"].nunique()
    picked = chosen(known, f)
    frame = metrics.channel_share(db, f)
    expected = picked.groupby("channel")["customer_id"].nunique()
    got = frame.set_index("channel")["customers"]
    assert got[got > 0].to_dict() == expected.to_dict()
    assert set(frame["active_customers"]) <= {active}
    assert frame["interactions"].sum() == len(chosen(inbound, f))
    social = metrics.social_share(db, f).iloc[0]
    assert social["customers"] == picked[picked["is_social"]]["customer_id"].nunique()
    assert social["active_customers"] == active


def by_rank(waits: np.ndarray, share: float) -> list[float]:
    """The waits whose ranks bound a quantile with 95 %; NaN where there are too few."""
    n = len(waits)
    half = 1.96 * np.sqrt(n * share * (1 - share))
    ranks = int(np.floor(n * share - half + 0.5)), int(np.ceil(n * share + half + 0.5))
    return [float(waits[rank - 1]) if 1 <= rank <= n else np.nan for rank in ranks]


@SLOW
@given(f=filters())
def test_totals_of_the_overview(db: Warehouse, tables: dict[str, pd.DataFrame], f: Filters) -> None:
    totals = metrics.overview_totals(db, f).iloc[0]
    posts = chosen(tables["interactions"].query("direction == 'inbound' and is_social"), f)
    assert totals["posts"] == len(posts)
    for feeling in ("negative", "neutral", "positive"):
        assert totals[feeling] == (posts["sentiment"] == feeling).sum()
    talks = chosen(tables["conversations"].query("is_social"), f)
    for purpose in ("service", "marketing", "other"):
        assert totals[purpose] == (talks["purpose"] == purpose).sum()
    seconds = talks[f"{f.hours}_seconds"].dropna().to_numpy(dtype=float)
    assert totals["answered"] == len(seconds)
    if len(seconds):
        assert totals["median_seconds"] == pytest.approx(np.quantile(seconds, 0.5))
        assert totals["p90_seconds"] == pytest.approx(np.quantile(seconds, 0.9))
    for name, share in (("median", 0.5), ("p90", 0.9)):
        limits = totals[[f"{name}_low_seconds", f"{name}_high_seconds"]].astype(float)
        assert limits.tolist() == pytest.approx(by_rank(np.sort(seconds), share), nan_ok=True)
    for state in ("met", "breached", "open"):
        assert totals[f"sla_{state}"] == (talks[f"{f.hours}_sla"] == state).sum()


@SLOW
@given(f=filters())
def test_volume_words_and_overlap(
    db: Warehouse, tables: dict[str, pd.DataFrame], f: Filters
) -> None:
    posts = chosen(tables["interactions"].query("direction == 'inbound' and is_social"), f)
    assert metrics.social_volume(db, f)["inbound"].sum() == len(posts)
    by_hour = metrics.volume_by_hour(db, f).set_index(["weekday", "hour"])["posts"]
    twin = posts.groupby([pd.to_datetime(posts["day"]).dt.day_of_week + 1, "hour"]).size()
    assert by_hour[by_hour > 0].to_dict() == twin.to_dict()
    inbound = tables["interactions"].query("direction == 'inbound'")
    used = chosen(inbound[inbound["customer_id"].notna()], f)
    sets = used.groupby("customer_id")["channel"].agg(lambda c: " + ".join(sorted(set(c))))
    got = metrics.channel_combinations(db, f).set_index("combination")["customers"]
    assert got.to_dict() == {name: (sets == name).sum() for name in got.index}
    pairs = metrics.channel_overlap(db, f)
    for row in pairs.head(6).itertuples():
        both = (set(used[used["channel"] == row.channel_a]["customer_id"])
                & set(used[used["channel"] == row.channel_b]["customer_id"]))
        assert row.customers_both == len(both)
