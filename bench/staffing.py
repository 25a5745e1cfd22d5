"""How fast people are reckoned, and whether the known case comes out."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.staffing import agents_needed
from analysis.staffing_load import week_load
from analysis.staffing_plan import (
    ChannelPlan,
    Rules,
    people_needed,
)

INTERVALS = 10_000
_RUNS = 5


def run(*, out: Path, shared: Path | None = None, quick: bool = False) -> dict[str, Any]:
    """Time 10,000 intervals at once (best of five) and a week of six channels.

    ``known``: 100 calls in 30 minutes of 180 s, 80 % within 20 s need 14 agents, 20 on the rota at
    30 % shrinkage, with a service level of 0.888 and a mean wait of 7.84 s.  ``right`` says
    whether that came out.  Writes staffing.json into ``out``.
    """
    rng = np.random.default_rng(1)
    volume = rng.gamma(2, 30, INTERVALS)
    runs = 1 if quick else _RUNS
    fixed: dict[str, Any] = {"interval_seconds": 1800, "service_level": 0.8}
    forms: dict[str, dict[str, Any]] = {
        "calls": {"aht_seconds": 240, "target_answer_seconds": 20},
        "calls with patience": {"aht_seconds": 240, "target_answer_seconds": 20,
                                "patience_seconds": 120},
        "chats, three at once": {"aht_seconds": 400, "target_answer_seconds": 60, "chats": 3},
    }
    seconds = {name: _best(runs, lambda form=form: agents_needed(volume=volume, **fixed, **form))
               for name, form in forms.items()}
    forecast, days = _week()
    plans = [ChannelPlan(f"live {at}", "live", 300) for at in range(3)] + [
        ChannelPlan(f"waits {at}", "deferred", 400, promised_hours=hours)
        for at, hours in enumerate((2.0, 8.0, 24.0))]

    def week() -> object:
        load = week_load(forecast, days, first=pd.Timestamp("2026-03-02"), zone="Europe/Berlin")
        return people_needed(load, plans=plans, rules=Rules())

    known = agents_needed(volume=100, aht_seconds=180, target_answer_seconds=20, shrinkage=0.3,
                          **fixed)
    found = {"agents": known.agents, "rostered": known.rostered,
             "service_level": round(known.service_level, 3),
             "asa_seconds": round(known.asa_seconds, 2)}
    result = {
        "workload": "staffing", "intervals": INTERVALS,
        "seconds": {name: round(one, 4) for name, one in seconds.items()},
        "seconds_of_a_week_of_six_channels": round(_best(runs, week), 4),
        "known": found, "right": found == {"agents": 14, "rostered": 20, "service_level": 0.888,
                                           "asa_seconds": 7.84},
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "staffing.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _week() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six channels of some contacts, the live ones from 8 to 20."""
    ds = pd.date_range("2026-03-02", periods=7 * 48, freq="30min")
    parts = []
    for at in range(6):
        name = f"live {at}" if at < 3 else f"waits {at - 3}"
        mean = (6.0 + at) * (((ds.hour >= 8) & (ds.hour < 20)) if at < 3 else np.ones(len(ds)))
        parts.append(pd.DataFrame({"channel": name, "ds": ds, "mean": mean, "lo_80": 0.7 * mean,
                                   "hi_80": 1.3 * mean, "lo_95": 0.5 * mean, "hi_95": 1.5 * mean}))
    forecast = pd.concat(parts, ignore_index=True)
    days = forecast.assign(day=forecast["ds"].dt.normalize())
    whole = days.groupby(["channel", "day"], as_index=False)[
        ["mean", "lo_80", "hi_80", "lo_95", "hi_95"]].sum()
    return forecast, whole


def _best(runs: int, work: Any) -> float:
    """The least seconds of some runs."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
