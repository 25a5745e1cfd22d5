"""The worked numbers of docs/staffing.md, computed again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.deferred import Work
from analysis.deferred_staff import even_staff
from analysis.forecasting.profile import shrunk
from analysis.forecasting.spread import widened
from analysis.queues import Load, capacity
from analysis.schedule import plan_shifts
from analysis.shifts import Pattern
from analysis.staffing import agents_needed, erlang_a, erlang_c
from analysis.staffing_needs import needs

GUIDE = (Path(__file__).parents[2] / "docs" / "staffing.md").read_text(encoding="utf-8")


def test_forecast() -> None:
    assert f"give {shrunk(np.array([60.0, 40.0]), np.array([0.5, 0.5]))[0]:.3f}" in GUIDE
    assert f"8 weeks {widened(56):.3f} times as wide, after a year {widened(365):.3f}" in GUIDE


def test_people() -> None:
    calls = {"volume": 100, "aht_seconds": 180, "interval_seconds": 1800,
             "target_answer_seconds": 20}
    found = agents_needed(**calls, service_level=0.8, max_occupancy=0.85, shrinkage=0.3)
    fewer = erlang_c(**calls, agents=found.agents - 1)
    assert (f"{found.agents} at work, {found.rostered} on the rota, {found.service_level:.3f} in "
            f"time, mean wait {found.asa_seconds:.2f} s; {found.agents - 1} give "
            f"{fewer.service_level:.3f}") in GUIDE
    left = erlang_a(volume=48, aht_seconds=60, interval_seconds=60, agents=50,
                    target_answer_seconds=10, patience_seconds=120)
    assert f"{100 * left.abandoned:.1f} % hang up, {100 * left.occupancy:.0f} % busy" in GUIDE
    one = np.ones(1)
    finished = capacity(Load(one, 10 * one, one, 0 * one, 3 * one, 0.25 * one))[0]
    assert f"0.25 finish {finished:.0f} per handle time" in GUIDE
    staff = even_staff(Work([10, 0, 0, 0, 0, 0], 3600, 4, 3600))
    assert f"promised within 4: {staff.agents} people" in GUIDE
    row = needs(pd.DataFrame({"mean": [100.0], "low": [74.369], "high": [125.631]}),
                aht_seconds=180, interval_seconds=1800, target_answer_seconds=20,
                service_level=0.8).iloc[0]
    assert (f"P80 {row['volume_p80']:.1f} asks for {row['agents_p80']:.0f}, P95 "
            f"{row['volume_p95']:.1f} for {row['agents_p95']:.0f}") in GUIDE
    apart, together = (erlang_c(volume=volume, aht_seconds=300, interval_seconds=3600,
                                agents=agents, target_answer_seconds=20).service_level
                       for volume, agents in ((30, 4), (60, 8)))
    assert f"{apart:.3f} in time apart, {together:.3f} together" in GUIDE


def test_schedule() -> None:
    times = pd.date_range("2026-03-02 08:00", periods=16, freq="30min", tz="Europe/Berlin")
    found = plan_shifts(
        pd.DataFrame({"ds": times, "need": [2] * 8 + [3] * 8}),
        patterns=[Pattern("full", 8, ("08:00",)), Pattern("half", 4, ("08:00", "12:00"))])
    assert f"take {found.paid_hours:.0f} paid hours, the plain sum" in GUIDE
    assert found.paid_hours == found.need_hours
