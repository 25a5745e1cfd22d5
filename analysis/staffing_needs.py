"""Staff for a forecast: for the mean of an uncertain volume, and for when more comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from analysis.staffing import Staff, agents_needed, erlang_a


def volume_quantile(
    frame: pd.DataFrame, *, quantile: float, level: float, mean: str = "mean", low: str = "low",
    high: str = "high",
) -> np.ndarray:
    """The volume that is not passed in ``quantile`` (0..1) of all cases, one per row.

    ``low`` and ``high`` are the limits of a forecast interval of ``level`` (0..1).  Between them
    and the mean the volume is taken as half a normal curve on either side (the split normal of
    Britton, Fisher and Whitley 1998, with the mean as the middle).  Never below zero.
    Worked: mean 100, high 125.631 at level 0.8, so P90; P80 is 100 + 25.631 x 0.8416 / 1.2816 =
    116.832.  Raises ValueError for a quantile or a level outside 0..1, or limits the wrong way.
    """
    if not (0 < quantile < 1 and 0 < level < 1):
        raise ValueError("the quantile and the level must lie between 0 and 1")
    middle, below, above = (frame[name].to_numpy(dtype=float) for name in (mean, low, high))
    if (below > middle + 1e-9).any() or (above < middle - 1e-9).any():
        raise ValueError("the mean must lie between the limits of its interval")
    z = NormalDist().inv_cdf(quantile) / NormalDist().inv_cdf(0.5 + level / 2)
    side = above - middle if quantile >= 0.5 else middle - below
    return np.asarray(np.maximum(middle + z * side, 0.0))


def needs(
    frame: pd.DataFrame, *, aht_seconds: float | str, interval_seconds: float,
    target_answer_seconds: float, service_level: float, level: float = 0.8,
    quantiles: Sequence[float] = (0.8, 0.95), mean: str = "mean", low: str = "low",
    high: str = "high", **targets: Any,
) -> pd.DataFrame:
    """The forecast with the staff for its mean and for each quantile of its volume.

    One row per interval.  ``aht_seconds`` is a number or the name of a column; ``level`` belongs to
    the columns ``low`` and ``high``; ``targets`` are further ones of
    :func:`analysis.staffing.agents_needed`, such as ``patience_seconds`` and ``shrinkage``.
    Adds ``agents_mean``, ``rostered_mean``, ``service_level_mean``, ``asa_seconds_mean``,
    ``occupancy_mean`` and the same, with ``volume``, for ``p80``, ``p95``: the staff and the queue
    at that volume.  ``service_level_mean_staff_p80`` is what the staff for the mean gives then.

    Worked: mean 100 calls in 30 minutes of 180 s, P90 125.631, 80/20: 14 agents for the mean, 15
    for P80 (116.8 calls), 17 for P95 (132.9); at P80 the 14 answer only 67.6 % in time.
    Raises ValueError for a missing volume and as ``agents_needed`` does.
    """
    aht = frame[aht_seconds] if isinstance(aht_seconds, str) else aht_seconds
    fixed: dict[str, Any] = {"aht_seconds": aht, "interval_seconds": interval_seconds,
             "target_answer_seconds": target_answer_seconds}
    out = frame.copy()
    volumes = {"mean": frame[mean].to_numpy(dtype=float)}
    for quantile in quantiles:
        name = f"p{100 * quantile:g}"
        volumes[name] = volume_quantile(frame, quantile=quantile, level=level, mean=mean, low=low,
                                        high=high)
        out[f"volume_{name}"] = volumes[name]
    agents: Any = None
    for name, staff in staff_of(volumes, service_level=service_level, **fixed, **targets).items():
        for column in ("agents", "rostered", "service_level", "asa_seconds", "occupancy"):
            out[f"{column}_{name}"] = getattr(staff, column)
        if name == "mean":
            agents = staff.agents
            continue
        chats = {key: targets[key] for key in ("chats", "stretch_per_chat") if key in targets}
        patience = targets.get("patience_seconds")
        then = erlang_a(volume=volumes[name], agents=agents, **fixed, **chats,
                        patience_seconds=np.inf if patience is None else patience)
        out[f"service_level_mean_staff_{name}"] = then.service_level
    return out


def staff_of(volumes: Mapping[str, np.ndarray], **targets: Any) -> dict[str, Staff]:
    """The staff for each of several rows of volumes of one length, by the names of the rows.

    ``targets``: the other arguments of :func:`analysis.staffing.agents_needed`, numbers or one per
    interval.  All rows are asked at once: each takes as many rounds as one alone, and a round
    costs little more for three times the intervals.
    Worked: 100 and 116.8 calls in 30 minutes of 180 s, 80/20: 14 and 15 agents.
    """
    sizes = np.cumsum([len(row) for row in volumes.values()])
    longer: dict[str, Any] = {name: np.tile(value, len(volumes)) if np.ndim(value) else value
                              for name, value in targets.items()}
    found = agents_needed(volume=np.concatenate(list(volumes.values())), **longer)
    parts = {item.name: np.split(getattr(found, item.name), sizes[:-1]) for item in fields(Staff)}
    return {name: Staff(**{column: part[at] for column, part in parts.items()})
            for at, name in enumerate(volumes)}
