"""Profile and means of customers on social media, counted by hand and on the demo."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.representative import mean_offsets, profile_differences, verdict
from data import metrics
from data.filters import Filters, Viewer
from data.home import Home
from data.warehouse import Warehouse

MARCH = Filters(date(2026, 3, 1), date(2026, 4, 1))


def test_by_hand(small_home: Home) -> None:
    # c1, c2 and c3 are active; c1 wrote on X through her handle.
    db = Warehouse(small_home)
    rows = metrics.social_profile(db, MARCH).set_index(["dimension", "category"])
    assert rows.loc[("segment", "consumer")].tolist() == [2, 1]
    assert rows.loc[("segment", "business")].tolist() == [1, 0]
    assert rows.loc[("tenure", "6 years and more")].tolist() == [1, 1]
    assert rows.groupby("dimension")["active_customers"].sum().eq(3).all()
    means = metrics.social_means(db, MARCH)
    value = means[means["measure"] == "yearly value"]
    assert value["sum_social"].sum() == pytest.approx(100)
    assert value["sum_rest"].sum() == pytest.approx(950)
    contacts = means[means["measure"] == "traditional contacts"]
    assert contacts["sum_social"].sum() == 2  # a call and a chat of c1


def test_means_of_customers_add_up_both_sides_of_social_means(
        small_home: Home, demo_home: Home) -> None:
    means = metrics.customer_means(Warehouse(small_home), MARCH).set_index("measure")
    assert means.loc["yearly value", ["n", "total"]].tolist() == [3, 1050]
    assert means.index.is_monotonic_increasing
    db = Warehouse(demo_home)
    for asked in (Filters(date(2026, 8, 1), date(2026, 11, 1)),
                  Filters(date(2026, 5, 3), date(2026, 9, 9), segments=("consumer",),
                          channels=("x",), purposes=("service",))):
        cells = metrics.social_means(db, asked).groupby("measure").sum(numeric_only=True)
        means = metrics.customer_means(db, asked).set_index("measure")
        assert list(means.index) == list(cells.index)
        for ours, theirs in (("n", "n"), ("total", "sum"), ("squares", "squares")):
            assert means[ours].to_numpy() == pytest.approx(
                (cells[f"{theirs}_social"] + cells[f"{theirs}_rest"]).to_numpy(), rel=1e-9)


def test_a_channel_narrows_who_counts_and_not_the_base(small_home: Home) -> None:
    db = Warehouse(small_home)
    facebook = metrics.social_profile(db, Filters(MARCH.start, MARCH.end, channels=("facebook",)))
    assert facebook[facebook["dimension"] == "region"]["active_customers"].sum() == 3
    assert facebook["customers_social"].sum() == 0
    north = metrics.social_profile(db, MARCH, Viewer("n", regions=("north",)))
    assert set(north[north["dimension"] == "region"]["category"]) == {"north"}


def test_the_demos_planted_differences_are_found(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    year = Filters(date(2025, 11, 1), date(2026, 11, 1))
    profile = profile_differences(metrics.social_profile(db, year))
    found = profile.set_index(["dimension", "category"])["finding"]
    assert found[("segment", "student")] == "over"
    assert found[("tier", "premium")] == "over"
    assert found[("segment", "senior")] == "under"
    # Regions have no part in what was planted; one of them may still be a false discovery.
    strength = profile.assign(size=profile["smd"].abs()).groupby("dimension")["size"].max()
    assert strength["region"] < min(strength["segment"], strength["tier"])
    assert verdict(profile).may == "may not"
    offsets = mean_offsets(metrics.social_means(db, year)).set_index("measure")
    assert not offsets.loc["contacts", "too_few"]
