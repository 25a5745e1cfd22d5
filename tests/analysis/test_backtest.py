"""The backtest against a twin in plain loops, and the forecast on a bank's calls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.backtest import FOUR, NAIVE, OURS, backtest, pooled
from tests.analysis.test_forecast import series


def twin(frame: pd.DataFrame, start: pd.Timestamp, days: int, weeks: int) -> dict[str, float]:
    """MAE, RMSE and MASE of the mean of the last ``weeks`` same weekdays and times, by loops."""
    y = dict(zip(frame["ds"], frame["y"], strict=True))
    past = {at for at in y if at < start}
    steps = [abs(y[at] - y[at - pd.Timedelta(days=7)]) for at in past
             if at - pd.Timedelta(days=7) in past]
    errors = []
    for at in y:
        if not start <= at < start + pd.Timedelta(days=days):
            continue
        found, back = [], at
        while len(found) < weeks and back > min(past):
            back -= pd.Timedelta(days=7)
            if back in past:
                found.append(y[back])
        errors.append(y[at] - sum(found) / len(found))
    mae = sum(abs(one) for one in errors) / len(errors)
    return {"n": len(errors), "mae": mae, "mase": mae / (sum(steps) / len(steps)),
            "rmse": (sum(one**2 for one in errors) / len(errors)) ** 0.5}


def test_the_rules_score_as_their_twin_in_plain_loops() -> None:
    frame = series(84, rng=np.random.default_rng(1))
    day = frame["ds"].dt.normalize()
    frame = frame[~day.isin(pd.to_datetime(["2026-03-10", "2026-03-20"]))].reset_index(drop=True)
    scores = backtest(frame, horizon=10, origins=3)
    assert scores["model"].tolist() == [OURS, NAIVE, FOUR] * 3
    assert scores["origin"].is_monotonic_increasing
    for model, weeks in ((NAIVE, 1), (FOUR, 4)):
        for _, row in scores[scores["model"] == model].iterrows():
            for name, value in twin(frame, row["origin"], 10, weeks).items():
                assert row[name] == pytest.approx(value), (model, name)


def test_each_origin_sees_the_history_before_it_alone() -> None:
    frame = series(84, rng=np.random.default_rng(1))
    first = backtest(frame, horizon=7, origins=3).head(3)
    cut = frame[frame["ds"] < first["origin"].iloc[0] + pd.Timedelta(days=7)]
    again = backtest(cut, horizon=7, origins=1)
    pd.testing.assert_frame_equal(first, again)
    once = backtest(cut, horizon=7, origins=1, learn_once=True)
    pd.testing.assert_frame_equal(again, once)


def test_a_week_that_repeats_is_known_and_one_that_grows_is_a_week_behind() -> None:
    scores = backtest(series(70), horizon=7, origins=1).set_index("model")
    assert scores.loc[[NAIVE, FOUR], "mae"].tolist() == [0, 0]
    assert scores["mase"].isna().all()
    grown = series(70)
    week = (grown["ds"] - grown["ds"].iloc[0]) // pd.Timedelta(days=7)
    scores = backtest(grown.assign(y=grown["y"] + week), horizon=7, origins=1).set_index("model")
    assert scores.loc[NAIVE, "mae"] == scores.loc[NAIVE, "mase"] == pytest.approx(1)
    assert scores.loc[FOUR, "mae"] == pytest.approx(2.5)


def test_pooling_weighs_by_intervals() -> None:
    scores = pd.DataFrame({
        "origin": pd.to_datetime(["2026-01-01", "2026-01-08"] * 2), "horizon": 7,
        "model": [OURS, OURS, NAIVE, NAIVE], "n": [1, 3, 1, 3], "mae": [4.0, 0.0, 8.0, 8.0],
        "rmse": [4.0, 0.0, 8.0, 8.0], "mase": 1.0, "coverage_80": [1.0, 0.0, np.nan, np.nan],
        "coverage_95": 1.0, "width_80": 1.0, "width_95": 1.0})
    out = pooled(scores).set_index("model")
    assert out.loc[OURS, ["n", "mae", "rmse", "coverage_80", "vs_naive"]].tolist() == [
        4, 1.0, 2.0, 0.25, -0.875]
    assert np.isnan(out.loc[NAIVE, "coverage_80"])


def test_too_short_a_history_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 70 days of history; there are 40"):
        backtest(series(42), horizon=14)


def test_a_banks_calls_are_forecast_a_third_better_than_by_last_week(
    shared_datasets: Path,
) -> None:
    calls = pd.read_csv(shared_datasets / "bank_calls_5min.csv", parse_dates=["DateTime"])
    calls.columns = pd.Index(["ds", "y"])
    closed = pd.DataFrame({"day": pd.to_datetime(["2003-05-26", "2003-07-04", "2003-09-01"]),
                           "name": ["Memorial Day", "Independence Day", "Labor Day"],
                           "kind": "holiday", "closed": True})
    scores = pooled(backtest(calls, horizon=14, origins=7, events=closed)).set_index("model")
    assert scores.loc[OURS, "vs_naive"] < -0.3
    assert scores.loc[OURS, "mae"] < 0.9 * scores.loc[FOUR, "mae"]
    assert 0.92 <= scores.loc[OURS, "coverage_95"] <= 0.98
    assert 0.77 <= scores.loc[OURS, "coverage_80"] <= 0.84
