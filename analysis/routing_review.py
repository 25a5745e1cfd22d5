"""What other rules would have changed: time to review, queues, and who saw what was incendiary."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intervals import net_sentiment_interval, wilson
from analysis.quantiles import quantile_interval
from analysis.routing_replay import Items, OpenHours, history_looks, replay
from analysis.routing_work import MeasuredWork

_RANKS = {"high": 1, "normal": 2, "low": 3}
_DAY = 86_400.0
REVIEW_COLUMNS = (
    "label", "messages", "decided", "before_median", "before_median_low", "before_median_high",
    "after_median", "after_median_low", "after_median_high", "before_within", "before_low",
    "before_high", "after_within", "after_low", "after_high", "same_department", "answered")
FIRE_COLUMNS = ("how", "messages", "in_time", "share", "low", "high", "n_eff", "difference",
                "difference_low", "difference_high")


@dataclass(frozen=True)
class Route:
    """Where a rule sends a message: ``goes_to`` when it escalates, else ``department``.

    ``sla_seconds``: answered within; None takes the promise of the channel.
    """

    name: str
    department: str
    goes_to: str
    priority: str = "normal"
    sla_seconds: float | None = None
    escalates: bool = False


@dataclass(frozen=True)
class Staff:
    """People per department in their hours; departments that are not named have history's looks."""

    people: Mapping[str, int]
    hours: OpenHours | None = None


@dataclass(frozen=True)
class Played:
    """``frame``: the items with ``label`` (the rule), ``department``, ``due``, ``before`` (seen in
    history), ``plain`` (replayed without escalation) and ``after`` (with it), moments in seconds,
    NaN for never.  ``unused``: department → looks for which nothing waited.  ``elsewhere``: looks
    of departments to which no rule sends anything.
    """

    frame: pd.DataFrame
    unused: Mapping[str, int]
    elsewhere: int
    departments: tuple[str, ...]


def play(items: pd.DataFrame, routes: Sequence[Route], *, forget_after_seconds: float,
         staff: Staff | None = None) -> Played:
    """Replay the messages of a period by the rules, once without and once with escalation.

    ``items`` as the metric routing_items gives them; ``routes[0]`` is for what no rule catches,
    the others are the rules by number.  Departments are told apart whatever their case.
    Raises ValueError for a rule number without a route.
    """
    if len(items) and not 0 <= items["rule"].min() <= items["rule"].max() < len(routes):
        raise ValueError("a message has the number of a rule that is not there")
    staff = staff or Staff({})
    names = list(dict.fromkeys(one for route in routes for one in (route.goes_to,
                                                                   route.department)))
    place = {name.casefold(): at for at, name in reversed(list(enumerate(names)))}
    frame = items.reset_index(drop=True)
    rule = frame["rule"].to_numpy(dtype=int)
    arrived = frame["arrived"].to_numpy(dtype=float)
    reviewed = frame["reviewed"].to_numpy(dtype=float, na_value=np.nan)
    who, who_else = pd.factorize(frame["reviewed_by"])
    # The last stands for nobody, whose number is -1.
    by = np.array([*(place.get(str(one).casefold(), -1) for one in who_else), -1])[who]
    looks = history_looks(reviewed, frame["conversation"], by)
    work = MeasuredWork(frame, by, len(names))
    people = {place[name.casefold()]: many for name, many in staff.people.items()
              if name.casefold() in place}
    targets = _targets(frame, routes, rule)
    seen = {}
    for how in ("plain", "after"):
        goes = np.array([place[(route.goes_to if how == "after" else route.department).casefold()]
                         for route in routes])
        ranks = np.array([0 if how == "after" and route.escalates else _RANKS[route.priority]
                          for route in routes])
        department = goes[rule] if len(rule) else np.zeros(0, dtype=int)
        done = replay(
            Items(arrived, frame["conversation"].to_numpy(), department,
                  ranks[rule] if len(rule) else department, arrived + targets,
                  work.of(department)),
            looks, forget_after_seconds=forget_after_seconds, people=people, hours=staff.hours)
        seen[how] = done.seen
    every = history_looks(reviewed, frame["conversation"], np.zeros(len(frame)))
    before = np.where(reviewed - arrived <= forget_after_seconds, reviewed, np.nan)
    return Played(
        frame.assign(
            label=pd.array([route.name for route in routes], dtype="str").take(rule),
            department=pd.array(names, dtype="str").take(department), due=arrived + targets,
            before=before,
            plain=seen["plain"], after=seen["after"],
            same_department=(by == department) & np.isfinite(reviewed)),
        {names[at]: many for at, many in done.unused.items()},
        len(every.at) - len(looks.at), tuple(names))


def _targets(frame: pd.DataFrame, routes: Sequence[Route], rule: np.ndarray) -> np.ndarray:
    given = np.array([np.nan if route.sla_seconds is None else route.sla_seconds
                      for route in routes])
    mine = given[rule] if len(rule) else np.zeros(0)
    return np.where(np.isnan(mine), frame["target_seconds"].to_numpy(dtype=float), mine)


def review_times(played: Played, *, by: str = "label",
                 order: Sequence[str] | None = None) -> pd.DataFrame:
    """How long messages wait for a person, as it was and by the rules; one row a rule (or
    ``by="department"``): REVIEW_COLUMNS.

    Medians in seconds with intervals from order statistics (infinite where more than half are
    never answered); ``before_within`` and ``after_within``: shares answered by when they are due,
    of those that are decided: due while their source was still watched, or answered in both.
    Intervals are Wilson's on an effective n, because messages of one day wait together.
    """
    frame = played.frame
    # Columns once, and rows of each label by number: to cut the frame for each costs far more.
    columns = {name: frame[name].to_numpy(dtype=float) for name in ("arrived", "before", "after")}
    due = frame["due"].to_numpy(dtype=float)
    decided = _decided(frame, frame["due"]).to_numpy(dtype=bool)
    same = frame["same_department"].to_numpy(dtype=bool)
    days = _days(frame)
    place, labels = pd.factorize(frame[by])
    number = {label: at for at, label in enumerate(labels)}
    rows = []
    for label in order or list(labels):
        if label not in number:
            continue
        mine = np.flatnonzero(place == number[label])
        known = mine[decided[mine]]
        row = {"label": label, "messages": len(mine), "decided": len(known),
               "answered": int(np.isfinite(columns["before"][mine]).sum()),
               "same_department": int(same[mine].sum())}
        for how in ("before", "after"):
            waits = columns[how][mine] - columns["arrived"][mine]
            waits = np.sort(np.where(np.isnan(waits), math.inf, waits))
            row |= {f"{how}_median": float(waits[(len(waits) - 1) // 2])}
            row[f"{how}_median_low"], row[f"{how}_median_high"] = quantile_interval(waits)
            share, low, high, _ = clustered_share(columns[how][known] <= due[known], days[known])
            row |= {f"{how}_within": share, f"{how}_low": low, f"{how}_high": high}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(REVIEW_COLUMNS))


def fire_frame(played: Played, *, target_seconds: float) -> pd.DataFrame:
    """Incendiary messages that a person answered within the target: FIRE_COLUMNS, three rows.

    ``how``: as it was, by the rules without escalation, by the rules with it.  ``difference``: of
    the share to history's, on the same messages, with Tango's interval (0..1).  Empty where no
    incendiary message is decided.
    """
    mine = played.frame[played.frame["incendiary"].astype(bool)]
    due = mine["arrived"] + target_seconds
    known = _decided(mine, due)
    mine, due = mine[known], due[known]
    if mine.empty:
        return pd.DataFrame(columns=list(FIRE_COLUMNS))
    days = _days(mine)
    was = (mine["before"] <= due).to_numpy()
    rows = []
    for how in ("before", "plain", "after"):
        now = (mine[how] <= due).to_numpy()
        share, low, high, n_eff = clustered_share(now, days)
        change = (None, None, None) if how == "before" else _change(was, now, days)
        rows.append((how, len(mine), int(now.sum()), share, low, high, n_eff, *change))
    return pd.DataFrame(rows, columns=list(FIRE_COLUMNS)).astype(
        dict.fromkeys(FIRE_COLUMNS[7:], float))


def clustered_share(hits: np.ndarray | pd.Series, cluster: np.ndarray,
                    ) -> tuple[float, float, float, float]:
    """A share (0..1), its limits and the effective n, for hits that come in clusters.

    Source: Wilson's interval on n ÷ deff, where deff compares the variance between clusters of the
    ratio estimator (Cochran 1977, 3.12) with that of independent hits; never below 1.  Worked:
    hits 1 1 0 0 in clusters a a b b: deff 3, so n_eff = 1.33; a hit each in a and b gives deff 1.
    NaN throughout without hits to count.
    """
    counted = np.asarray(hits, dtype=float)
    n = len(counted)
    if not n:
        return math.nan, math.nan, math.nan, 0.0
    share = float(counted.mean())
    effective = n / _deff(counted, cluster)
    low, high = wilson(share * effective, effective)
    return share, low, high, effective


def _deff(values: np.ndarray, cluster: np.ndarray) -> float:
    """How many times as uncertain a mean is as that of independent values; at least 1, at most n.
    """
    n = len(values)
    _, place = np.unique(cluster, return_inverse=True)
    groups = int(place.max()) + 1
    if groups < 2 or not values.var():
        return 1.0
    variance = float(values.var(ddof=1))
    off = np.bincount(place, values - values.mean())
    between = groups / (groups - 1) * float((off**2).sum()) / n**2
    return min(max(between / (variance / n), 1.0), float(n))


def _change(was: np.ndarray, now: np.ndarray, cluster: np.ndarray) -> tuple[float, float, float]:
    """By how much the share of the same messages changes, with its interval."""
    moved = now.astype(float) - was.astype(float)
    deff = _deff(moved, cluster)
    gained, lost = float((moved > 0).sum()), float((moved < 0).sum())
    low, high = net_sentiment_interval(lost / deff, (len(moved) - gained - lost) / deff,
                                       gained / deff)
    return float(moved.mean()), low / 100, high / 100


def _decided(frame: pd.DataFrame, due: pd.Series) -> pd.Series:
    answered = frame["before"].notna() & frame["after"].notna() & frame["plain"].notna()
    return (due <= frame["watched_until"]) | answered


def _days(frame: pd.DataFrame) -> np.ndarray:
    return np.floor(frame["arrived"].to_numpy(dtype=float) / _DAY)


def queue_lengths(played: Played, *, edges_seconds: np.ndarray, hours_per_bucket: np.ndarray,
                  forget_after_seconds: float) -> pd.DataFrame:
    """Messages that wait, per bucket of time and department: bucket (its number), department,
    before, after (means over its hours) and peak (the fullest hour by the rules).

    ``edges_seconds``: the hours' edges in order (m + 1 of them); ``hours_per_bucket``: number of
    the bucket of each hour (m, rising from 0).  A message waits from its arrival until it is seen
    or forgotten, or its source is no longer watched.  ``before`` counts the same messages as
    history answered them.
    """
    edges = np.asarray(edges_seconds, dtype=float)
    bucket = np.asarray(hours_per_bucket, dtype=int)
    if len(edges) != len(bucket) + 1:
        raise ValueError("there must be one edge more than hours")
    first = np.flatnonzero(np.diff(bucket, prepend=-1))
    sizes = np.diff(np.append(first, len(bucket)))
    out = []
    arrived, until, before, after = (played.frame[name].to_numpy(dtype=float) for name in (
        "arrived", "watched_until", "before", "after"))
    latest = np.fmin(arrived + forget_after_seconds, np.fmax(until, arrived))
    ends = {"before": np.fmin(before, latest), "after": np.fmin(after, latest)}
    place, found = pd.factorize(played.frame["department"])
    number = {str(department): at for at, department in enumerate(found)}
    for department in played.departments:
        if department not in number or not len(bucket):
            continue
        mine = np.flatnonzero(place == number[department])
        per_hour = {how: _waiting(arrived[mine], end[mine], edges) for how, end in ends.items()}
        out.append(pd.DataFrame({
            "bucket": bucket[first], "department": department,
            **{how: np.add.reduceat(hours, first) / sizes for how, hours in per_hour.items()},
            "peak": np.maximum.reduceat(per_hour["after"], first)}))
    columns = ["bucket", "department", "before", "after", "peak"]
    return pd.concat(out, ignore_index=True)[columns] if out else pd.DataFrame(columns=columns)


def _waiting(start: np.ndarray, end: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Mean number that waits between each two edges: the area under the queue over the width."""
    area = _area(start, edges) - _area(end, edges)
    return np.asarray(np.maximum(np.diff(area) / np.diff(edges), 0.0))


def _area(moments: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Sum over the moments before each edge of the time since."""
    ordered = np.sort(moments)
    sums = np.concatenate(([0.0], np.cumsum(ordered - ordered[0] if len(ordered) else ordered)))
    many = np.searchsorted(ordered, edges)
    return np.asarray(many * (edges - (ordered[0] if len(ordered) else 0.0)) - sums[many])
