"""What moved most, for its noise."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trends import measure_words, top_trends

COLUMNS = ["measure", "kind", "current", "previous", "current_n", "previous_n"]
NAN = math.nan


def frame(*rows: tuple[str, str, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_z_equals_the_worked_numbers() -> None:
    out = top_trends(
        frame(("posts on x", "count", 60, 40, NAN, NAN), ("a share", "share", 56, 48, 70, 80))
    )
    z = dict(zip(out["measure"], out["z"], strict=True))
    assert z["posts on x"] == pytest.approx(2.00, abs=5e-3)
    pooled = 104 / 150
    by_hand = 0.2 / math.sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert z["a share"] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(2.65, abs=5e-3)


def test_order_is_by_noise_and_not_by_percent() -> None:
    out = top_trends(
        frame(
            ("doubled but tiny", "count", 4, 2, NAN, NAN),
            ("posts on x", "count", 4210, 3423, NAN, NAN),
            ("contacts by email", "count", 900, 1100, NAN, NAN),
            ("nothing", "count", 50, 50, NAN, NAN),
        )
    )
    assert out["measure"].tolist() == ["posts on x", "contacts by email", "doubled but tiny"]
    assert out["words"].tolist() == [
        "Posts on X rose by 23 % to 4,210",
        "Contacts by E-mail fell by 18 % to 900",
        "Doubled but tiny: 4, no change beyond noise",
    ]


def test_a_share_is_said_in_points() -> None:
    out = top_trends(frame(("service_share", "share", 690, 600, 2000, 2000)))
    assert out["words"].tolist() == ["Service share rose by 4.5 points to 34.5 %"]
    assert out["change"].tolist() == pytest.approx([0.045])


def test_from_zero_there_is_no_percent() -> None:
    out = top_trends(frame(("posts on x", "count", 40, 0, NAN, NAN)))
    assert out["words"].tolist() == ["Posts on X rose from 0 to 40"]
    assert math.isnan(out["change"][0])


def test_looking_at_many_measures_needs_more_to_be_no_noise() -> None:
    row = ("posts on x", "count", 60.0, 38.0, NAN, NAN)
    still = [(f"m{at}", "count", 50.0, 50.0, NAN, NAN) for at in range(30)]
    assert not top_trends(frame(row))["within_noise"][0]
    assert top_trends(frame(row, *still))["within_noise"][0]


def test_a_dispersion_from_few_days_allows_for_more_noise() -> None:
    rows = frame(("posts on x", "count", 600, 530, NAN, NAN))
    assert not top_trends(rows)["within_noise"][0]
    assert not top_trends(rows.assign(dispersion=1.01, degrees=60))["within_noise"][0]
    few = top_trends(rows.assign(dispersion=1.01, degrees=4))
    assert few["within_noise"][0]
    assert few["z"][0] == pytest.approx(2.072, abs=1e-3)
    # Days that scatter as Poisson does estimated nothing.
    assert not top_trends(rows.assign(dispersion=1.0, degrees=4))["within_noise"][0]


def test_dispersion_widens_the_noise_of_a_count() -> None:
    rows = frame(("posts on x", "count", 600, 500, NAN, NAN))
    assert not top_trends(rows)["within_noise"][0]
    wide = top_trends(rows.assign(dispersion=9.0))
    assert wide["within_noise"][0]
    assert wide["z"][0] == pytest.approx(top_trends(rows)["z"][0] / 3)


def test_what_cannot_be_compared_is_left_out() -> None:
    out = top_trends(
        frame(
            ("no denominator", "share", 0, 0, 0, 0),
            ("unknown", "count", 5, NAN, NAN, NAN),
            ("fine", "share", 5, 5, 10, 10),
        )
    )
    assert out["measure"].tolist() == ["fine"]
    assert top_trends(frame()).empty
    assert "words" in top_trends(frame()).columns


def test_names_of_channels_are_said_as_people_write_them() -> None:
    assert measure_words("posts on x") == "Posts on X"
    assert measure_words("share of negative posts on facebook").endswith("on Facebook")
    assert measure_words("social conversations about product interest").startswith("Social")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["count", "share"]), *[st.integers(0, 10**6)] * 4, st.text(max_size=8)
        ),
        max_size=6,
    ),
    st.integers(0, 4),
)
def test_any_counts_give_at_most_k_sentences(rows: list[tuple], k: int) -> None:
    made = [(n, kind, min(a, b), min(c, d), b or 1, d or 1) for kind, a, b, c, d, n in rows]
    out = top_trends(frame(*made), k=k)
    assert len(out) <= min(k, len(rows))
    assert out["z"].abs().is_monotonic_decreasing
    assert not out["words"].str.contains("nan %|nan points|: nan", regex=True).any()
