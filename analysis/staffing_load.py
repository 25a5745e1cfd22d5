"""The contacts expected on some days, on real instants, as a plan takes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.staffing_needs import volume_quantile
from analysis.staffing_plan import ChannelPlan

_QUANTILES = {"p80": 0.8, "p95": 0.95}


def scaled(frame: pd.DataFrame, plans: Sequence[ChannelPlan]) -> pd.DataFrame:
    """A forecast of half hours or days times the ``volume_factor`` of each channel's plan."""
    factors = {plan.channel: plan.volume_factor for plan in plans if plan.volume_factor != 1}
    if not factors:
        return frame
    times = frame["channel"].map(factors).fillna(1.0).astype(float)
    return frame.assign(**{name: times * frame[name]
                           for name in ("mean", "lo_80", "hi_80", "lo_95", "hi_95")})


def week_load(forecast: pd.DataFrame, days: pd.DataFrame, *, first: pd.Timestamp, zone: str,
              length: int = 7) -> pd.DataFrame:
    """The forecast of some days on real instants: ds (with zone), wall, day, channel, mean, bounds.

    ``forecast``: channel, ds (local), mean, lo_80, hi_80, lo_95, hi_95; ``days``: the same per
    day.  ``day_p80`` and ``day_p95`` say how many times the mean that quantile of the day is.  On
    the day on which clocks go back an hour comes twice, and what is expected by the clock is
    shared between both; where they go forward what falls into the skipped hour comes after it.  A
    bound never crosses the mean, as that of a rare count can.
    Worked: a day in Berlin has 48 half hours, 46 in the last of March, 50 in the last of October.
    """
    end = first + pd.Timedelta(days=length)
    instants = pd.date_range(first.tz_localize(zone), end.tz_localize(zone), freq="30min",
                             inclusive="left")
    grid = pd.DataFrame({"ds": instants, "wall": instants.tz_localize(None)})
    grid["share"] = 1 / grid.groupby("wall")["wall"].transform("size")
    mine = forecast[(forecast["ds"] >= first) & (forecast["ds"] < end)]
    bounds = ["mean", "lo_80", "hi_80", "lo_95", "hi_95"]
    place = np.searchsorted(grid["wall"].to_numpy(), mine["ds"].to_numpy())
    wall = grid["wall"].to_numpy()[np.minimum(place, len(grid) - 1)]
    mine = mine.assign(wall=np.where(mine["ds"].isin(grid["wall"]), mine["ds"], wall))
    summed = mine.groupby(["channel", "wall"], sort=False)[bounds].sum().reset_index()
    out = grid.merge(summed, on="wall", how="inner")
    out[bounds] = out[bounds].mul(out.pop("share"), axis=0)
    for low, high in (("lo_80", "hi_80"), ("lo_95", "hi_95")):
        out[low], out[high] = out[[low, "mean"]].min(axis=1), out[[high, "mean"]].max(axis=1)
    out["day"] = out["wall"].dt.normalize()
    return _with_days(out, days).sort_values(["channel", "ds"], ignore_index=True)


def _with_days(out: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    whole = days.assign(day=pd.to_datetime(days["day"]))
    whole["lo_80"] = whole[["lo_80", "mean"]].min(axis=1)
    whole["hi_80"] = whole[["hi_80", "mean"]].max(axis=1)
    for name, quantile in _QUANTILES.items():
        above = volume_quantile(whole, quantile=quantile, level=0.8, low="lo_80", high="hi_80")
        middle = whole["mean"].to_numpy(dtype=float)
        whole[f"day_{name}"] = np.divide(above, middle, out=np.ones(len(whole)), where=middle > 0)
    found = out.merge(whole[["channel", "day", "day_p80", "day_p95"]], on=["channel", "day"],
                      how="left")
    return found.fillna({"day_p80": 1.0, "day_p95": 1.0})
