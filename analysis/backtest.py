"""How good the forecast would have been: rolling origins against two simple rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecast import Season, forecast_grid, learn
from analysis.forecasting.grid import Grid, make_grid
from analysis.forecasting.structure import Factors

Array = NDArray[np.float64]
OURS, NAIVE, FOUR = "forecast", "same time last week", "mean of last four weeks"
COLUMNS = ("origin", "horizon", "model", "n", "mae", "rmse", "mase", "coverage_80", "coverage_95",
           "width_80", "width_95")


def backtest(
    frame: pd.DataFrame, *, horizon: int, origins: int | None = 8, step_days: int = 7,
    min_history_days: int = 56, events: pd.DataFrame | None = None, season: Season = "week",
    learn_once: bool = False,
) -> pd.DataFrame:
    """Errors of the forecast and of two rules at origins ``step_days`` apart, oldest first.

    ``frame``, ``events`` and ``season`` as for :func:`analysis.forecast.forecast`; ``horizon`` in
    whole days.  At each origin (a midnight) every model sees the history before it alone, and is
    scored on the open days of the horizon: closed days are left out, and so are intervals in which
    the history never had a count.  ``origins``: how many, the latest; None for all with
    ``min_history_days`` before them.  ``learn_once``: the variances of the level are learned before
    the first origin and kept, which is three times as fast.

    One row per origin and model: origin, horizon (days), model, n (intervals), mae and rmse
    (counts), mase (mae ÷ mean absolute difference to the week before within the history, Hyndman
    and Koehler 2006; below 1 is better than that rule on its own past), coverage_80, coverage_95
    (0..1), width_80, width_95 (counts); coverage and width are missing for the rules.
    Raises ValueError when no origin has the history.
    Worked: a history that repeats each week has mae 0 for both rules and no mase, and one that
    grows by 1 per interval and week has mae 1 for the naive rule a week ahead, so mase 1.
    """
    grid = make_grid(frame)
    n = len(grid.counts)
    possible = list(range(n - horizon, min_history_days - 1, -step_days))[:origins]
    if horizon < 1 or not possible:
        raise ValueError(f"A backtest {horizon} days ahead needs at least "
                         f"{min_history_days + horizon} days of history; there are {n}.")
    learned = None
    if learn_once:
        learned = learn(grid.until(possible[-1]), events=events, season=season)
    factors = Factors()
    rows = [_at_origin(grid, origin, horizon, events, season, learned, factors)
            for origin in possible]
    return pd.DataFrame([row for one in reversed(rows) for row in one], columns=list(COLUMNS))


def pooled(scores: pd.DataFrame) -> pd.DataFrame:
    """One row per model over all origins, each weighted by its intervals; rmse by its square.

    Columns: model, origins, n, mae, rmse, mase, coverage_80, coverage_95, width_80, width_95 and
    vs_naive (mae ÷ that of the same time last week − 1; −0.3 is 30 % better).
    """
    rows = []
    for model, mine in scores.groupby("model", sort=False):
        weight = mine["n"] / mine["n"].sum()
        row: dict[str, object] = {"model": model, "origins": len(mine), "n": int(mine["n"].sum())}
        for name in COLUMNS[4:]:
            values = mine[name] ** 2 if name == "rmse" else mine[name]
            mean = float((values * weight).sum(skipna=False))
            row[name] = mean**0.5 if name == "rmse" else mean
        rows.append(row)
    out = pd.DataFrame(rows)
    naive = out.loc[out["model"] == NAIVE, "mae"]
    out["vs_naive"] = out["mae"] / float(naive.iloc[0]) - 1 if len(naive) else np.nan
    return out


def seasonal_naive(grid: Grid, *, days: int, weeks: int = 1) -> Array:
    """Mean of the last ``weeks`` observed same weekdays and times; days × intervals, NaN if none.
    """
    n = len(grid.counts)
    out = np.full((days, grid.slots), np.nan)
    for ahead in range(days):
        same = np.arange((n + ahead) % 7, n, 7)
        seen = same[~np.isnan(grid.counts[same, 0])][-weeks:]
        if len(seen):
            out[ahead] = grid.counts[seen].mean(axis=0)
    return out


def _at_origin(grid: Grid, origin: int, horizon: int, events: pd.DataFrame | None,
               season: Season, learned: Array | None, factors: Factors
               ) -> list[dict[str, object]]:
    past = grid.until(origin)
    start = grid.days[origin]
    ours = forecast_grid(past, horizon=horizon * grid.slots, level=(80, 95), events=events,
                         season=season, learned=learned, factors=factors)
    came = grid.counts[origin:origin + horizon]
    usual = np.nan_to_num(past.counts).sum(axis=0) > 0
    scored = (~np.isnan(came[:, 0]))[:, None] & usual[None, :]
    naive = seasonal_naive(past, days=horizon)
    scored &= ~np.isnan(naive)
    y = came[scored]
    scale = _week_difference(past, usual)

    def shaped(name: str) -> Array:
        return np.asarray(ours[name].to_numpy().reshape(horizon, grid.slots)[scored])

    def row(model: str, mean: Array) -> dict[str, object]:
        error = np.abs(y - mean)
        mae = float(error.mean()) if len(error) else np.nan
        return {"origin": start, "horizon": horizon, "model": model, "n": len(y), "mae": mae,
                "rmse": float(np.sqrt((error**2).mean())) if len(error) else np.nan,
                "mase": mae / scale if scale > 0 else np.nan}

    mine = row(OURS, shaped("mean"))
    for one in (80, 95):
        low, high = shaped(f"lo-{one}"), shaped(f"hi-{one}")
        mine[f"coverage_{one}"] = float(((y >= low) & (y <= high)).mean()) if len(y) else np.nan
        mine[f"width_{one}"] = float((high - low).mean()) if len(y) else np.nan
    four = seasonal_naive(past, days=horizon, weeks=4)
    return [mine, row(NAIVE, naive[scored]), row(FOUR, four[scored])]


def _week_difference(past: Grid, usual: NDArray[np.bool_]) -> float:
    """Mean absolute difference to the same time a week before, over days open both times."""
    off = np.abs(past.counts[7:] - past.counts[:-7])[:, usual]
    return float(np.nanmean(off)) if np.isfinite(off).any() else 0.0
