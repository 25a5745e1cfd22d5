"""The survey in the warehouse: groups, weights, what is left out, and odd waves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import two_estimates
from analysis.raking_variance import axes, residual_squares
from data import metrics
from data.build import build
from data.filters import Filters, Viewer
from data.home import Home
from data.settings import Settings, save_settings
from data.warehouse import Warehouse
from tests.companies import put, say

DAY = date(2026, 3, 2)
WEEK = Filters(date(2026, 3, 1), date(2026, 3, 8))


def customers(n: int = 400) -> list[dict[str, Any]]:
    return [{"customer_id": f"c{at}", "segment": "big" if at % 4 == 0 else "small",
             "region": "north" if at % 2 else "south", "tier": "basic",
             "joined_on": date(2020, 1, 1)} for at in range(n)]


def answer(at: int, **more: Any) -> dict[str, Any]:
    return {"wave": "w1", "respondent_id": f"r{at}", "customer_id": f"c{at}",
            "channels_used": "phone", "answered_on": DAY, **more}


def survey_home(home: Home, answers: list[dict[str, Any]], n: int = 400) -> Warehouse:
    save_settings(home, Settings(service_reasons=("help",)))
    put(home, customers=customers(n), survey_responses=answers,
        interactions=[say(1, "x", "2026-03-02 09:00", handle="@a"),
                      say(2, "x", "2026-03-02 10:00", customer="c1")])
    build(home)
    return Warehouse(home)


def table(db: Warehouse, name: str) -> pd.DataFrame:
    return db.query(f"select * from {name}", {}, name=name)


def test_a_wave_is_raked_to_the_customers(home: Home) -> None:
    some = [answer(at, channels_used="phone|x" if at % 8 == 0 else "email", reasons="Help|fun")
            for at in [*range(0, 160, 4), *range(1, 61, 4), *range(2, 62, 4)]]
    db = survey_home(home, some)
    wave = table(db, "survey_waves").iloc[0]
    assert (wave["answers"], wave["weighted"], wave["left_out"]) == (70, 70, 0)
    assert wave["converged"]
    assert wave["n_eff"] == pytest.approx(70 / wave["deff"])
    rows = metrics.survey_social_share(db, WEEK)
    row = rows[rows["dimension"] == "all"].iloc[0]
    # 40 of 70 answers are of the quarter that is big; half of those are on x, nobody else is.
    assert row["answers_social"] == 20
    assert row["social_weight"] / row["weight_sum"] == pytest.approx(0.25 / 2, abs=0.001)
    assert row["answers_service"] == 20
    assert set(rows["dimension"]) == {"all", "segment", "region", "tier"}


def test_groups_come_from_the_customer_where_he_is_known(home: Home) -> None:
    some = [answer(at) for at in range(60)]
    some[0] |= {"segment": "claimed"}
    some[1] |= {"customer_id": "gone", "segment": "small", "region": "north"}
    some[2] |= {"customer_id": None}
    db = survey_home(home, some)
    found = table(db, "survey_answers").set_index("respondent_id")
    assert found.loc["r0", "segment"] == "big"
    assert found.loc["r1", "segment"] == "small"
    assert found.loc["r1", "tier"] == "unknown"
    assert found.loc["r2", "segment"] == "unknown"
    wave = table(db, "survey_waves").iloc[0]
    assert wave["customers_gone"] == 1
    assert wave["weighted"] == 60
    margins = table(db, "survey_margins")
    assert "not told" in set(margins["category"])


def test_a_segment_that_is_no_customers_is_left_out_and_counted(home: Home) -> None:
    some = [answer(at) for at in range(60)]
    some += [answer(900 + at, customer_id=None, segment="martian", region="north")
             for at in range(3)]
    some += [answer(950, weight=0.0, customer_id="c70")]
    db = survey_home(home, some)
    wave = table(db, "survey_waves").iloc[0]
    assert (wave["answers"], wave["weighted"], wave["left_out"]) == (64, 60, 4)
    reasons = metrics.survey_left_out(db, WEEK).set_index("reason")["answers"]
    assert reasons["no customer belongs to segment “martian”"] == 3
    assert reasons["its design weight is zero"] == 1
    rows = metrics.survey_social_share(db, WEEK)
    assert rows[rows["dimension"] == "all"]["answers"].item() == 60


def test_the_query_adds_up_the_residuals_of_the_regression(home: Home) -> None:
    rng = np.random.default_rng(8)
    some = [answer(at, csat=int(rng.integers(1, 6)) if at % 5 else None,
                   nps=int(rng.integers(0, 11)), reasons="help|fun" if at % 5 else "fun",
                   channels_used="x|phone" if at % 3 == 0 else "phone",
                   weight=1.0 + at % 3)
            for at in range(0, 200)]
    some[7] |= {"customer_id": None}
    db = survey_home(home, some)
    told = table(db, "survey_answers")
    groups = told[["segment", "region", "tier"]].mask(told["customer_id"].isna(), "not told")
    fit = axes(groups, told["weight"].to_numpy())
    assert told["variance_weight"].to_numpy() == pytest.approx(fit.variance_weight)

    def left(answers: pd.Series, inside: pd.Series) -> float:
        return residual_squares(answers.astype("Float64").fillna(0).to_numpy(dtype=float),
                                told["weight"].to_numpy() * inside.to_numpy(dtype=bool), fit)

    everybody = pd.Series(True, index=told.index)
    for filters, mine in ((WEEK, everybody), (replace(WEEK, regions=("north",)),
                                              told["region"] == "north")):
        rows = metrics.survey_social_share(db, filters).set_index(["dimension", "category"])
        scores = metrics.survey_scores(db, filters).set_index(["dimension", "category"])
        choices = metrics.survey_choices(db, filters).set_index(["question", "choice"])
        for keys, inside in ((("all", "all customers"), mine),
                             (("segment", "small"), mine & (told["segment"] == "small"))):
            assert rows.loc[keys, "social_residual_squared"] == pytest.approx(
                left(told["uses_social"], inside))
            assert rows.loc[keys, "service_residual_squared"] == pytest.approx(
                left(told["uses_social_for_service"], inside))
            assert scores.loc[keys, "csat_residual_squared"] == pytest.approx(
                left(told["csat"] >= 4, inside & told["csat"].notna()))
            assert scores.loc[keys, "nps_residual_squared"] == pytest.approx(
                left((told["nps"] >= 9).astype(int) - (told["nps"] <= 6).astype(int), inside))
        assert choices.loc[("channels used", "x"), "choice_residual_squared"] == pytest.approx(
            left(told["uses_social"], mine))
        assert choices.loc[("reasons for social media", "help"), "choice_residual_squared"] == (
            pytest.approx(left(told["uses_social_for_service"], mine & told["uses_social"])))


def test_a_wave_without_weights_has_no_residuals(home: Home) -> None:
    db = survey_home(home, [answer(at, csat=5, nps=9) for at in range(20)])
    assert metrics.survey_social_share(db, WEEK)["social_residual_squared"].isna().all()
    assert metrics.survey_scores(db, WEEK)["nps_residual_squared"].isna().all()
    assert metrics.survey_choices(db, WEEK)["choice_residual_squared"].isna().all()
    assert table(db, "survey_axes").empty


@pytest.mark.parametrize(("some", "message"), [
    ([answer(1)], "1 usable answer"),
    ([answer(at, weight=0.0) for at in range(60)], "0 usable answers"),
    ([answer(at) for at in range(0, 200, 4)], "segment “small” holds 75.0 % of customers"),
    ([answer(at, answered_on=None) for at in range(60)], None),
    ([answer(at, channels_used="x") for at in range(60)], None),
])
def test_odd_waves_build_and_say_why(home: Home, some: list[dict[str, Any]],
                                     message: str | None) -> None:
    db = survey_home(home, some)
    wave = table(db, "survey_waves").iloc[0]
    if message is None:
        assert pd.isna(wave["problem"])
        assert wave["weighted"] == len(some)
    else:
        assert message in wave["problem"]
        assert table(db, "survey_answers")["weight"].isna().all()
    rows = metrics.survey_social_share(db, WEEK)
    assert rows.empty or rows["is_weighted"].eq(message is None).all()
    two_estimates(metrics.log_share_at_waves(db, WEEK), rows)


def test_without_customers_the_wave_says_so(home: Home) -> None:
    put(home, survey_responses=[answer(at, segment="a") for at in range(40)])
    build(home)
    db = Warehouse(home)
    assert "No customers are loaded" in table(db, "survey_waves").iloc[0]["problem"]
    found = two_estimates(metrics.log_share_at_waves(db, WEEK),
                          metrics.survey_social_share(db, WEEK))
    assert set(found["verdict"]) == {"only survey"}


def test_no_survey_makes_empty_tables(small_home: Home) -> None:
    db = Warehouse(small_home)
    for name in ("survey_answers", "survey_waves", "survey_margins", "survey_axes"):
        assert table(db, name).empty
    assert metrics.log_share_at_waves(db, WEEK).empty


def test_the_log_counts_until_the_wave(home: Home) -> None:
    db = survey_home(home, [answer(at) for at in range(60)])
    rows = metrics.log_share_at_waves(db, WEEK)
    row = rows[rows["dimension"] == "all"].iloc[0]
    assert (row["customers"], row["customers_social"], row["unmatched_handles"]) == (400, 1, 1)
    limited = Viewer("north only", regions=("north",))
    mine = metrics.log_share_at_waves(db, WEEK, limited)
    assert mine["unmatched_handles"].eq(0).all()
    assert mine[mine["dimension"] == "all"]["customers"].item() == 200
    assert set(mine[mine["dimension"] == "region"]["category"]) == {"north"}
    assert metrics.survey_waves(db, WEEK, limited).empty


def test_parts_of_an_earlier_contract_still_build(home: Home) -> None:
    import pyarrow.parquet as pq

    survey_home(home, [answer(at) for at in range(60)])
    (part,) = (home.lake / "survey_responses").glob("*.parquet")
    older = pq.read_table(part).drop_columns(["weight"])
    pq.write_table(older, part)
    build(home)
    assert table(Warehouse(home), "survey_waves")["weighted"].item() == 60


def test_the_demos_true_shares_lie_in_the_intervals(demo_home: Home) -> None:
    db = Warehouse(demo_home)
    truth = json.loads(demo_home.truth.read_text(encoding="utf-8"))["survey"]["waves"]
    both = two_estimates(metrics.log_share_at_waves(db, WEEK),
                         metrics.survey_social_share(db, WEEK))
    plain = both[both["dimension"] == "all"].set_index("wave")
    raw = metrics.survey_social_share(db, WEEK)
    for wave in truth:
        found, true = plain.loc[wave["wave"]], wave["true_social_share"]
        assert found["survey_low"] <= true <= found["survey_high"]
        assert found["log_low"] <= true <= found["log_upper_high"]
        mine = raw[(raw["wave"] == wave["wave"]) & (raw["dimension"] == "all")].iloc[0]
        unweighted = mine["answers_social"] / mine["answers"]
        assert abs(found["survey_share"] - true) < abs(unweighted - true)
