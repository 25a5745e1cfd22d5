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
    walls = instants.tz_localize(None)
    starts, which, times = np.unique(walls.to_numpy(), return_inverse=True, return_counts=True)
    mine = forecast[(forecast["ds"] >= first) & (forecast["ds"] < end)]
    # What falls into an hour that the clock leaves out comes at the next start.
    place = np.minimum(np.searchsorted(starts, mine["ds"].to_numpy()), len(starts) - 1)
    codes, names = pd.factorize(mine["channel"], sort=True)
    cells = (len(names), len(starts))
    flat = codes * len(starts) + place
    known = np.bincount(flat, minlength=cells[0] * cells[1]).reshape(cells) > 0
    channel, instant = np.nonzero(known[:, which])
    chosen = (channel, which[instant])
    share = 1 / times[which[instant]]
    out = pd.DataFrame({"ds": instants.take(instant), "wall": walls.take(instant),
                        "channel": names.take(channel), **{
        name: np.bincount(flat, mine[name].to_numpy(dtype=float), cells[0] * cells[1])
        .reshape(cells)[chosen] * share for name in ("mean", "lo_80", "hi_80", "lo_95", "hi_95")}})
    for low, high in (("lo_80", "hi_80"), ("lo_95", "hi_95")):
        out[low] = np.minimum(out[low].to_numpy(), out["mean"].to_numpy())
        out[high] = np.maximum(out[high].to_numpy(), out["mean"].to_numpy())
    out["day"] = out["wall"].dt.normalize()
    return _with_days(out, days)


def _with_days(out: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """The load with what its days may be at their quantiles; 1 where a day is not known."""
    mean, low, high = (days[name].to_numpy(dtype=float) for name in ("mean", "lo_80", "hi_80"))
    limits = pd.DataFrame({"mean": mean, "low": np.fmin(low, mean), "high": np.fmax(high, mean)})
    # One whole number for a channel's day.
    codes, names = pd.factorize(pd.concat([days["channel"], out["channel"]]))
    when = [pd.to_datetime(each["day"]).to_numpy().astype("datetime64[D]").astype(int)
            for each in (days, out)]
    keys = np.concatenate(when) * len(names) + codes
    at = pd.Index(keys[:len(days)]).get_indexer(pd.Index(keys[len(days):]))
    for name, quantile in _QUANTILES.items():
        above = volume_quantile(limits, quantile=quantile, level=0.8)
        times = np.divide(above, mean, out=np.ones(len(mean)), where=mean > 0)
        out[f"day_{name}"] = np.where(at >= 0, times[at] if len(times) else 1.0, 1.0)
    return out
