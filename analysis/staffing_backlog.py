"""How much work waits in each pool that may wait, and how old it gets, with the people there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.deferred import backlog
from analysis.staffing_grid import LoadGrid, instants_of
from analysis.staffing_plan import ChannelPlan, Rules, StaffFor, pool_work, pooled


@dataclass(frozen=True)
class PoolBacklog:
    """A pool's work that waits.

    ``frame``, a row per half hour: ds, backlog_hours (of work, at its end), oldest_hours (age of
    the oldest that waits then, by the clock of the promise).  ``promised_hours``: the tightest
    promise of its channels; ``clock``: calendar, or opening where the promise counts opening hours.
    ``on_time_share``: 0..1 of the ``contacts`` that come, NaN where none does.
    """

    frame: pd.DataFrame
    promised_hours: float
    clock: str
    contacts: float
    on_time_share: float


def pool_backlogs(people: pd.DataFrame, load: pd.DataFrame, *, plans: Sequence[ChannelPlan],
                  rules: Rules, staff: StaffFor,
                  usual: pd.DataFrame | None = None) -> dict[str, PoolBacklog]:
    """The backlog of every pool at the mean of its load, with the people of ``staff``.

    ``people`` as :class:`analysis.staffing_plan.People` has it.  The load is taken to come again
    and again; with ``usual`` it comes once, after as many days of the usual load, and the staff
    starts with the work that these leave.  A promise counts by the clock that the staff was
    planned by.  Source: :func:`analysis.deferred.backlog`.
    Worked: 12 mails of 600 s, 2 hours of work, come at once to 2 people who are busy at most 85 %:
    1.15 hours wait after the first half hour.
    """
    instants = instants_of(people["ds"])
    grid = LoadGrid(load, instants)
    before = None if usual is None else LoadGrid(usual, instants)
    out = {}
    for pool, mine in pooled(plans):
        there = people[people["pool"] == pool]
        if there.empty:
            continue
        agents = there[f"agents_{staff}"].to_numpy(dtype=float)
        opening = there["open"].to_numpy(dtype=bool)
        clock = str(there["clock"].iloc[0])
        counted = opening if clock == "opening" else None
        work = pool_work(grid, mine, "mean", opening, rules, counted=counted)
        if before is None:
            found = backlog(work, staff=agents)
            frame, share = found.frame, found.on_time_share
        else:
            first = pool_work(before, mine, "mean", opening, rules, counted=counted)
            frame = backlog(first.then(work), staff=np.tile(agents, 2)).frame[len(instants):]
            share = _over(frame["on_time_share"].to_numpy(), work.contacts)
        frame = frame[["backlog_hours", "oldest_hours"]].reset_index(drop=True)
        frame.insert(0, "ds", instants)
        out[pool] = PoolBacklog(frame, work.promised_hours, clock,
                                float(work.contacts.sum()), share)
    return out


def _over(shares: np.ndarray, contacts: np.ndarray) -> float:
    """The mean of shares by contacts, of the half hours in which a promise is decided."""
    known = ~np.isnan(shares)
    total = contacts[known].sum()
    return float((shares[known] * contacts[known]).sum() / total) if total else float("nan")
