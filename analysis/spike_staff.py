"""How many people a spike takes besides those who are there for the usual."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.deferred import Work
from analysis.deferred_staff import even_staff
from analysis.records import rows_of
from analysis.staffing_needs import staff_of

# A channel that promises an answer within so many minutes is a queue: who contacts it waits there.
AT_ONCE_MINUTES = 15
SERVICE_LEVEL = 0.8


@dataclass(frozen=True)
class People:
    """``hours``: ds, channel, extra_contacts, extra_people (more at work in that hour).

    ``channels``: channel, kind ("at once" or "may wait"), extra_contacts, extra_hours (of work),
    extra_people (at the channel's peak), first_at, last_at (hours with extra people).  ``peak``:
    most more people at once over all channels, at ``peak_at``.  ``work_hours``: of all channels.
    """

    hours: pd.DataFrame
    channels: pd.DataFrame
    peak: int
    peak_at: pd.Timestamp | None
    work_hours: float


def people_needed(contacts: pd.DataFrame, work: pd.DataFrame, *,
                  service_level: float = SERVICE_LEVEL) -> People:
    """The people that an excess takes, hour by hour, beyond those for the usual contacts.

    ``contacts``: ds (hours), channel, contacts, usual; ``work``: channel, seconds_per_contact,
    target_minutes.  Channels without seconds are left out.  A channel that promises an answer
    within 15 minutes takes the agents for all contacts less the agents for the usual ones
    (:func:`analysis.staffing.agents_needed`, ``service_level`` within the promise, occupancy at
    most 85 %).  On another, the extra contacts may wait: as many people are there as answer each
    within the promise (:func:`analysis.deferred_staff.even_staff`), and an hour counts those of
    them who have something to do.  Fewer contacts than usual take nobody.

    Worked: 300 calls in an hour of 180 s where 100 are usual, 80 % within 20 s: 19 people instead
    of 8, so 11 more.  120 e-mails of 300 s in an hour, 24 hours promised: 10 hours of work, one
    person for ten hours.  Raises ValueError for a handle time of 0 or less.
    """
    rows, parts = [], []
    told = {str(row["channel"]): (float(row["seconds_per_contact"]), float(row["target_minutes"]))
            for row in rows_of(work.dropna(subset=["seconds_per_contact"]))}
    for channel, mine in contacts.groupby("channel", sort=True):
        if str(channel) not in told:
            continue
        ordered = mine.sort_values("ds", kind="stable")
        seconds, minutes = told[str(channel)]
        more = np.maximum((ordered["contacts"] - ordered["usual"]).to_numpy(dtype=float), 0.0)
        at_once = minutes <= AT_ONCE_MINUTES
        hours = (_queue(ordered, seconds, minutes, service_level) if at_once else
                 _waiting(ordered, more, seconds, minutes))
        busy = hours[hours["extra_people"] > 0]
        rows.append(hours.assign(channel=str(channel)))
        parts.append({
            "channel": str(channel), "kind": "at once" if at_once else "may wait",
            "extra_contacts": float(more.sum()), "extra_hours": float(more.sum()) * seconds / 3600,
            "extra_people": int(hours["extra_people"].max()) if len(hours) else 0,
            "first_at": busy["ds"].min(), "last_at": busy["ds"].max()})
    hours = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(
        columns=["ds", "extra_contacts", "extra_people", "channel"])
    by_hour = hours.groupby("ds", as_index=False)["extra_people"].sum()
    peak = int(by_hour["extra_people"].max()) if len(by_hour) else 0
    at = by_hour.loc[by_hour["extra_people"] == peak, "ds"].min() if peak else None
    channels = pd.DataFrame(parts, columns=["channel", "kind", "extra_contacts", "extra_hours",
                                            "extra_people", "first_at", "last_at"])
    return People(hours[["ds", "channel", "extra_contacts", "extra_people"]],
                  channels.sort_values("extra_hours", ascending=False, kind="stable",
                                       ignore_index=True),
                  peak, at, float(channels["extra_hours"].sum()))


def _queue(mine: pd.DataFrame, seconds: float, minutes: float, level: float) -> pd.DataFrame:
    more = mine["contacts"].clip(lower=mine["usual"])
    found = staff_of({"more": more.to_numpy(dtype=float), "usual": mine["usual"].to_numpy(float)},
                     aht_seconds=seconds, interval_seconds=3600, service_level=level,
                     target_answer_seconds=60 * minutes)
    return pd.DataFrame({"ds": mine["ds"], "extra_contacts": more - mine["usual"],
                         "extra_people": found["more"].agents - found["usual"].agents})


def _waiting(mine: pd.DataFrame, more: np.ndarray, seconds: float,
             minutes: float) -> pd.DataFrame:
    """As many people as keep the promise; in hours with less to do only those who are busy."""
    if not more.any():
        return pd.DataFrame({"ds": mine["ds"], "extra_contacts": more, "extra_people": 0})
    promised = minutes / 60
    volume = np.concatenate((more, np.zeros(math.ceil(promised) + 1)))
    work = Work(volume=volume, aht_seconds=seconds, promised_hours=promised,
                interval_seconds=3600)
    done = even_staff(work)
    busy = np.ceil(done.backlog.frame["done_hours"].to_numpy(dtype=float) / work.occupancy - 1e-9)
    first = pd.Timestamp(mine["ds"].iloc[0])
    ds = [first + pd.Timedelta(hours=at) for at in range(len(volume))]
    return pd.DataFrame({"ds": ds, "extra_contacts": volume,
                         "extra_people": np.minimum(busy, done.agents).astype(int)})
