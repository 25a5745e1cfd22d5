"""How good the forecast is on a bank's calls: every rolling origin, against two simple rules."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.backtest import backtest, pooled
from analysis.forecast import forecast

HORIZON_DAYS = 14
# Federal holidays within the data on which a bank in the United States is closed.
CLOSED = {"2003-05-26": "Memorial Day", "2003-07-04": "Independence Day", "2003-09-01": "Labor Day"}


def run(*, out: Path, shared: Path | None) -> dict[str, Any]:
    """Backtest five minutes and half hours from four and from eight weeks of history on.

    Writes forecast.json and forecast.md into ``out`` and returns what the JSON holds; without the
    shared data the result is {"skipped": why}.
    """
    file = None if shared is None else shared / "bank_calls_5min.csv"
    if file is None or not file.is_file():
        return {"skipped": "bank_calls_5min.csv is not there"}
    calls = pd.read_csv(file, parse_dates=["DateTime"]).rename(
        columns={"DateTime": "ds", "Calls": "y"})
    halves = calls.groupby(calls["ds"].dt.floor("30min"))["y"].sum().reset_index()
    events = pd.DataFrame({"day": pd.to_datetime(list(CLOSED)), "name": list(CLOSED.values()),
                           "kind": "holiday", "closed": True})
    parts, origins = [], []
    for grain, frame in (("5 min", calls), ("30 min", halves)):
        for known, told in (("holidays known", events), ("no holidays told", None)):
            for weeks in (4, 8):
                scores = backtest(frame, horizon=HORIZON_DAYS, origins=None,
                                  min_history_days=7 * weeks, events=told)
                label = {"grain": grain, "calendar": known, "history_weeks_from": weeks}
                parts.append(pooled(scores).assign(**label))
                origins.append(scores.assign(**label))
    table = pd.concat(parts, ignore_index=True)
    table = table[["grain", "calendar", "history_weeks_from",
                   *[name for name in table if name not in label]]]
    started = time.perf_counter()
    forecast(halves, horizon=28 * 48, events=events)
    result = {
        "data": file.name, "horizon_days": HORIZON_DAYS,
        "seconds_of_one_forecast_28_days_30_min": round(time.perf_counter() - started, 3),
        "pooled": _records(table), "origins": _records(pd.concat(origins, ignore_index=True)),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "forecast.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    text = markdown(table)
    (out / "forecast.md").write_text(text, encoding="utf-8")
    print(text)
    return result


def markdown(table: pd.DataFrame) -> str:
    """The pooled table in Markdown."""
    lines = ["| " + " | ".join(str(name) for name in table) + " |", "|---" * table.shape[1] + "|"]
    for row in table.itertuples(index=False):
        cells = ["–" if pd.isna(cell) else f"{cell:.3f}" if isinstance(cell, float) else str(cell)
                 for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return list(json.loads(table.to_json(orient="records", date_format="iso",
                                         double_precision=6)))
