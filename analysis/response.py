"""What a manager asks of response times: rows per group, promises kept, what waiting does."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.intervals import wilson_frame
from analysis.survival import (
    FEWEST_WAITING,
    Chance,
    Target,
    chance_at,
    cheapest_target,
    kaplan_meier,
    still_waiting,
    waiting_at,
)

MOST_ROWS = 10
"""A chart shows the largest groups; the others stand in its table's query."""

_DIMENSIONS = ("all", "channel", "department", "purpose", "priority")


def group_rows(times: pd.DataFrame, *, kind: str, dimension: str) -> pd.DataFrame:
    """The rows of a kind of wait and a dimension, the ten largest, largest first.

    ``times``: kind, dimension, category, waits and more, as the metric response_times gives them.
    Raises ValueError for an unknown dimension.
    """
    if dimension not in _DIMENSIONS:
        raise ValueError(f"{dimension} is not one of {', '.join(_DIMENSIONS)}")
    mine = times[(times["kind"] == kind) & (times["dimension"] == dimension)]
    mine = mine.sort_values("waits", ascending=False, kind="stable").head(MOST_ROWS)
    return mine.reset_index(drop=True)


def kept_promises(rows: pd.DataFrame) -> pd.DataFrame:
    """SLA attainment: category, share (0..1), low, high, n, sla_met, sla_breached, sla_open.

    met / (met + breached): unanswered and overdue counts as breached, not yet due is left out.
    Source: Wilson limits (see :func:`analysis.intervals.wilson`).
    Worked: 90 met, 10 breached and 7 open give 0.900 (0.826 to 0.945), n = 100.
    """
    due = rows.assign(n=rows["sla_met"] + rows["sla_breached"])
    return wilson_frame(due, successes="sla_met", n="n")[
        ["category", "share", "low", "high", "n", "sla_met", "sla_breached", "sla_open"]]


def reopened_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Share reopened within 14 days: category, share (0..1), low, high, n, reopened.

    Only resolutions whose 14 days are over are judged, so that a recent one is not called lasting.
    Source: Wilson limits.  Worked: 12 of 100 give 0.120 (0.070 to 0.198).
    """
    judged = rows.assign(n=rows["reopened_judged"])
    return wilson_frame(judged, successes="reopened", n="n")[
        ["category", "share", "low", "high", "n", "reopened"]]


@dataclass(frozen=True)
class Lag:
    """Chance of a further post by hours waited.

    ``curve``: hours, share, low, high (0..1), at_risk, events.  ``waits``: counts per time, as
    :func:`analysis.survival.kaplan_meier` takes them, in hours.  ``seen``: hours up to which at
    least 30 still wait; ``people`` and ``again``: conversations, and those with a further post.
    """

    curve: pd.DataFrame
    waits: pd.DataFrame
    seen: float
    people: int
    again: int
    level: float = 0.95

    def target(self, below: float) -> Target:
        """The longest wait in hours; see :func:`analysis.survival.cheapest_target`."""
        return cheapest_target(self._named(), below=below, seen=self.seen)

    def within(self, hours: float) -> Chance | None:
        """The chance within some hours; None where fewer than 30 wait that long.

        See :func:`analysis.survival.chance_at`.
        """
        waiting = waiting_at(self.waits, hours)
        if waiting < FEWEST_WAITING:
            return None
        return chance_at(self._named(), hours, waiting=waiting, level=self.level)

    def _named(self) -> pd.DataFrame:
        return self.curve.rename(columns={"hours": "time", "share": "chance"})


def lag_of(counts: pd.DataFrame, *, counted: str, level: float = 0.95) -> Lag:
    """The lag curve from counts per minute: counted, minute, entered, wrote_again, ended.

    Formula, source and assumption: :func:`analysis.survival.kaplan_meier`.  Worked: of 100 who
    wait from the start, one who writes again after 60 minutes makes 1.0 % (0.1 to 6.9 %) within
    an hour.
    """
    mine = counts[counts["counted"] == counted]
    waits = pd.DataFrame({
        "time": mine["minute"].astype(float) / 60, "entered": mine["entered"],
        "events": mine["wrote_again"], "ended": mine["ended"]})
    seen = still_waiting(waits)
    curve = kaplan_meier(waits, level=level).rename(columns={"time": "hours", "chance": "share"})
    curve = curve[curve["hours"] <= seen].reset_index(drop=True)
    return Lag(curve[["hours", "share", "low", "high", "at_risk", "events"]], waits,
               seen, int(waits["entered"].sum()), int(waits["events"].sum()), level)
