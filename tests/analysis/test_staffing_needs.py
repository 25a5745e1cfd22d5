"""Staff for a forecast: the worked interval, and row by row the plain calculation."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from analysis.staffing import agents_needed, erlang_a, erlang_c
from analysis.staffing_needs import needs, staff_of, volume_quantile

TARGETS = {"interval_seconds": 1800, "target_answer_seconds": 20, "service_level": 0.8}


def forecast() -> pd.DataFrame:
    return pd.DataFrame({
        "ds": pd.date_range("2026-03-02 09:00", periods=3, freq="30min"),
        "mean": [100.0, 0.0, 40.0], "low": [80.0, 0.0, 10.0], "high": [125.631, 6.0, 52.0],
    })


def test_worked_quantiles() -> None:
    found = volume_quantile(forecast(), quantile=0.8, level=0.8)
    assert found[0] == pytest.approx(116.832, abs=1e-3)
    # The limits themselves are P10 and P90.
    assert volume_quantile(forecast(), quantile=0.9, level=0.8) == pytest.approx(
        [125.631, 6, 52])
    assert volume_quantile(forecast(), quantile=0.1, level=0.8) == pytest.approx([80, 0, 10])
    assert volume_quantile(forecast(), quantile=0.001, level=0.8)[2] == 0
    # A normal forecast gives the quantiles of the normal.
    normal = NormalDist(200, 20)
    frame = pd.DataFrame({"mean": [200.0], "low": [normal.inv_cdf(0.025)],
                          "high": [normal.inv_cdf(0.975)]})
    assert volume_quantile(frame, quantile=0.95, level=0.95)[0] == pytest.approx(
        normal.inv_cdf(0.95))


def test_worked_needs() -> None:
    found = needs(forecast(), aht_seconds=180, shrinkage=0.3, **TARGETS)
    first = found.iloc[0]
    assert [first[f"agents_{name}"] for name in ("mean", "p80", "p95")] == [14, 15, 17]
    assert first["rostered_mean"] == 20
    assert first["volume_p95"] == pytest.approx(132.9, abs=0.05)
    assert first["service_level_mean_staff_p80"] == pytest.approx(0.676, abs=1e-3)
    quiet = found.iloc[1]
    assert (quiet["agents_mean"], quiet["service_level_mean"]) == (0, 1)
    assert quiet["agents_p80"] > 0
    assert quiet["service_level_mean_staff_p80"] == 0
    assert found["ds"].equals(forecast()["ds"])


def test_rows_are_the_plain_calculation() -> None:
    frame = forecast().assign(handling=[180.0, 240.0, 600.0])
    found = needs(frame, aht_seconds="handling", quantiles=(0.75,), patience_seconds=90, chats=2,
                  stretch_per_chat=0.2, **TARGETS)
    for at, row in found.iterrows():
        alone = agents_needed(volume=row["volume_p75"], aht_seconds=row["handling"], chats=2,
                              stretch_per_chat=0.2, patience_seconds=90, **TARGETS)
        assert (row["agents_p75"], row["asa_seconds_p75"]) == (
            alone.agents, pytest.approx(alone.asa_seconds)), at
        then = erlang_a(volume=row["volume_p75"], aht_seconds=row["handling"], chats=2,
                        stretch_per_chat=0.2, patience_seconds=90, interval_seconds=1800,
                        target_answer_seconds=20, agents=row["agents_mean"])
        assert row["service_level_mean_staff_p75"] == pytest.approx(then.service_level)


def test_staff_for_the_mean_fails_when_more_comes() -> None:
    found = needs(forecast(), aht_seconds=180, **TARGETS).iloc[0]
    assert found["service_level_mean_staff_p80"] == pytest.approx(erlang_c(
        volume=found["volume_p80"], aht_seconds=180, interval_seconds=1800, agents=14,
        target_answer_seconds=20).service_level)
    assert found["service_level_mean_staff_p80"] < 0.8


def test_no_rows_and_wrong_limits() -> None:
    assert needs(forecast().iloc[:0], aht_seconds=180, **TARGETS).empty
    with pytest.raises(ValueError, match="between the limits"):
        volume_quantile(forecast().assign(high=0.0), quantile=0.8, level=0.8)
    with pytest.raises(ValueError, match="quantile"):
        volume_quantile(forecast(), quantile=1.0, level=0.8)
    with pytest.raises(ValueError, match="volume"):
        needs(forecast().assign(mean=float("nan"), low=float("nan"), high=float("nan")),
              aht_seconds=180, **TARGETS)


def test_rows_asked_at_once_are_each_as_alone() -> None:
    """Handle times of their own go with their rows."""
    volumes = {"a": np.array([100.0, 0.0, 7.0]), "b": np.array([116.8, 3.0, 0.0])}
    given = {**TARGETS, "aht_seconds": np.array([180.0, 200.0, 600.0]), "shrinkage": 0.3}
    found = staff_of(volumes, **given)
    assert (found["a"].agents[0], found["b"].agents[0]) == (14, 15)
    for name, volume in volumes.items():
        alone = agents_needed(volume=volume, **given)
        for column in ("agents", "rostered", "service_level", "asa_seconds", "occupancy"):
            assert getattr(found[name], column).tolist() == getattr(alone, column).tolist()
