"""What a campaign or a spike does to a week: more contacts, more people, or a longer wait."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.staffing import erlang_a
from analysis.staffing_backlog import PoolBacklog, pool_backlogs
from analysis.staffing_plan import (
    LEVELS,
    STEP_SECONDS,
    ChannelPlan,
    PlanError,
    Rules,
    StaffFor,
)
from analysis.wording import channel_name

_Z = NormalDist().inv_cdf(0.9)


def spike(load: pd.DataFrame, *, times: float, start: pd.Timestamp, hours: float,
          channels: Sequence[str]) -> pd.DataFrame:
    """So many times the usual for so many hours: ds (local), channel, added, low, high.

    ``load`` as :func:`analysis.staffing_load.week_load` gives it; what is added is taken as certain
    (low = high = added).  Worked: 3 times 10 contacts add 20.  Raises PlanError for fewer than 1
    times, no hours, or a span in which nothing is expected.
    """
    if not times >= 1 or not hours > 0:
        raise PlanError("A spike is 1 time the usual or more, for more than 0 hours.")
    end = start + pd.Timedelta(hours=hours)
    mine = load[(load["wall"] >= start) & (load["wall"] < end) & load["channel"].isin(channels)]
    added = (times - 1) * mine["mean"]
    if not mine["mean"].sum():
        raise PlanError("Nothing is expected in those hours, and so many times nothing is nothing: "
                        "choose other hours.")
    out = pd.DataFrame({"ds": mine["wall"], "channel": mine["channel"], "added": added,
                        "low": added, "high": added})
    return out.groupby(["channel", "ds"], as_index=False).sum()[
        ["ds", "channel", "added", "low", "high"]]


def with_surge(load: pd.DataFrame, added: pd.DataFrame, *, doubt: float = 0.0) -> pd.DataFrame:
    """The load with a surge on top; its upper bounds hold both doubts, as independent.

    ``added``: ds (local), channel, added, low, high (80 %).  ``doubt``: how far the surge of a
    whole day may be above, ÷ its mean, at the upper end of 80 %.
    Worked: 10 contacts, at most 13, and 20 more, at most 24: 30, at most 35.
    """
    mine = added.groupby(["channel", "ds"], as_index=False)[["added", "low", "high"]].sum()
    mine = mine.rename(columns={"ds": "wall", "low": "added_low", "high": "added_high"})
    out = load.merge(mine, on=["channel", "wall"], how="left")
    out = out.fillna({"added": 0.0, "added_low": 0.0, "added_high": 0.0})
    # An hour that comes twice shares what the clock says once.
    twice = out.groupby(["channel", "wall"])["ds"].transform("size")
    for name in ("added", "added_low", "added_high"):
        out[name] = out[name] / twice
    mean = out["mean"] + out["added"]
    for name, side, z in (("lo_80", "added_low", 1.0), ("hi_80", "added_high", 1.0),
                          ("lo_95", "added_low", 1.53), ("hi_95", "added_high", 1.53)):
        sign = 1 if name.startswith("hi") else -1
        out[name] = mean + sign * np.hypot(out[name] - out["mean"],
                                           z * (out[side] - out["added"]))
        if sign < 0:
            out[name] = out[name].clip(lower=0.0)
    by_day = out.groupby(["channel", "day"])[["mean", "added"]].transform("sum")
    whole = (by_day["mean"] + by_day["added"]).to_numpy(dtype=float)
    for name, quantile in (("day_p80", 0.8), ("day_p95", 0.95)):
        z = NormalDist().inv_cdf(quantile) / _Z
        above = np.hypot((out[name] - 1) * by_day["mean"], z * doubt * by_day["added"])
        out[name] = 1 + np.divide(np.asarray(above, dtype=float), whole, out=np.zeros(len(out)),
                                  where=whole > 0)
    return out.assign(mean=mean)


def under_surge(people: pd.DataFrame, usual: pd.DataFrame, surged: pd.DataFrame, *,
                plans: Sequence[ChannelPlan], rules: Rules, staff: StaffFor,
                usual_backlogs: Mapping[str, PoolBacklog] | None = None,
                ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How the staff of the usual week gets on with the surge, at its mean.

    ``people`` as :class:`analysis.staffing_plan.People` has it for the usual load; ``staff`` says
    whose agents are there.  First a row per half hour: ds, added (contacts), ``service_level``
    (live channels together, by contacts; NaN where none comes), ``backlog_hours`` and
    ``backlog_usual`` of work that waits at its end.  Then a row per pool: pool, kind,
    service_level (of the whole span, 0..1), ``usual`` (the same without the surge).
    ``usual_backlogs``: :func:`analysis.staffing_backlog.pool_backlogs` of the usual load, if known.
    """
    instants = pd.DatetimeIndex(people["ds"].drop_duplicates().sort_values())
    rows = pd.DataFrame({"ds": instants, "added": 0.0, "in_time": 0.0, "live": 0.0,
                         "backlog_hours": 0.0, "backlog_usual": 0.0})
    pools = []
    each = surged.groupby("ds")["added"].sum().reindex(instants).fillna(0.0)
    rows["added"] = each.to_numpy()
    for plan in (one for one in plans if one.kind == "live"):
        mine = people[people["pool"] == channel_name(plan.channel)]
        if mine.empty:
            continue
        agents = mine[f"agents_{staff}"].to_numpy()
        said = []
        for load in (usual, surged):
            volume = _volume(load, plan.channel, instants)
            found = erlang_a(
                volume=volume, aht_seconds=plan.aht_seconds, interval_seconds=STEP_SECONDS,
                agents=agents, target_answer_seconds=plan.target_answer_seconds, chats=plan.chats,
                patience_seconds=rules.patience_seconds or math.inf)
            said.append((volume, np.asarray(found.service_level)))
        rows["in_time"] += said[1][0] * said[1][1]
        rows["live"] += said[1][0]
        pools.append({"pool": channel_name(plan.channel), "kind": "live",
                      "service_level": _mean(*said[1]), "usual": _mean(*said[0])})
    surge_of = pool_backlogs(people, surged, plans=plans, rules=rules, staff=staff, usual=usual)
    usual_of = usual_backlogs or pool_backlogs(people, usual, plans=plans, rules=rules, staff=staff)
    for pool, found_ in surge_of.items():
        rows["backlog_usual"] += usual_of[pool].frame["backlog_hours"].to_numpy()
        rows["backlog_hours"] += found_.frame["backlog_hours"].to_numpy()
        pools.append({"pool": pool, "kind": "deferred", "service_level": found_.on_time_share,
                      "usual": usual_of[pool].on_time_share})
    rows["service_level"] = np.divide(rows["in_time"], rows["live"],
                                      out=np.full(len(rows), math.nan), where=rows["live"] > 0)
    return rows.drop(columns=["in_time", "live"]), pd.DataFrame(
        pools, columns=["pool", "kind", "service_level", "usual"])


def contacts_in_reach(agents: np.ndarray, *, plan: ChannelPlan, rules: Rules) -> np.ndarray:
    """The most contacts per half hour that so many agents of a live channel answer as promised.

    Halving between nothing and what they could do at the highest occupancy.
    Worked: 14 agents, 180 s, 80 % within 20 s: 108.7 contacts; for more, 15 are needed.
    """
    if not plan.aht_seconds:
        return np.zeros(len(agents))
    kinds, place = np.unique(np.asarray(agents, dtype=float), return_inverse=True)
    low = np.zeros(len(kinds))
    high = kinds * plan.chats * STEP_SECONDS / plan.aht_seconds
    for _ in range(40):
        middle = (low + high) / 2
        found = erlang_a(
            volume=middle, agents=kinds, aht_seconds=plan.aht_seconds, chats=plan.chats,
            interval_seconds=STEP_SECONDS, target_answer_seconds=plan.target_answer_seconds,
            patience_seconds=rules.patience_seconds or math.inf)
        fine = ((np.asarray(found.service_level) >= rules.service_level)
                & (np.asarray(found.occupancy) <= rules.max_occupancy))
        low, high = np.where(fine, middle, low), np.where(fine, high, middle)
    return np.asarray(low[place])


def extra_people(usual: pd.DataFrame, surged: pd.DataFrame, *,
                 since: pd.Timestamp) -> pd.DataFrame:
    """Totals of both side by side: ds, and people_usual, people and more for mean, p80 and p95.

    ``more`` is never below 0, and 0 before ``since`` (local), from when something is added: a
    level plan of work that waits may move people about.
    """
    out = usual[["ds"]].copy()
    begun = out["ds"].dt.tz_localize(None) >= since
    for level in LEVELS:
        out[f"people_usual_{level}"] = usual[f"people_{level}"].to_numpy()
        out[f"people_{level}"] = surged[f"people_{level}"].to_numpy()
        more = surged[f"people_{level}"].to_numpy() - usual[f"people_{level}"].to_numpy()
        out[f"more_{level}"] = np.where(begun, np.maximum(more, 0), 0)
    return out


def _volume(load: pd.DataFrame, channel: str, instants: pd.DatetimeIndex) -> np.ndarray:
    mine = load[load["channel"] == channel].set_index("ds")["mean"]
    return np.asarray(mine.reindex(instants).fillna(0.0).to_numpy())


def _mean(volume: np.ndarray, share: np.ndarray) -> float:
    return float((volume * share).sum() / volume.sum()) if volume.sum() else math.nan
