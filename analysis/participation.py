"""Who answers: shares of people and departments, and whether anybody picks the easier items.

Numbers about people at work mislead where bases are small: below ``LEAST`` nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.discovery import benjamini_hochberg, two_sided_p
from analysis.intervals import Interval, quantile_of_normal, wilson_frame
from analysis.records import rows_of

LEAST = 20
"""Fewer conversations, replies or items are too few: they are neither shown nor ranked."""
LEAST_EFFECT = 0.05
"""A mix within 5 % of the queue's own is no finding, however sure it is."""
FALSE_DISCOVERY = 0.05

EASIER, HARDER, ALIKE, TOO_FEW = "easier", "harder", "like the queue", "too few"
_TIMES = ("median_seconds", "p90_seconds", "median_low_seconds", "median_high_seconds",
          "p90_low_seconds", "p90_high_seconds")


def participants(frame: pd.DataFrame, *, dimension: str, days: int) -> pd.DataFrame:
    """People or departments with what they handled a week; the largest first, too few at the end.

    Frame: as the metric ``participation`` gives it; ``days``: length of the period.  Adds label
    (name or number), per_week, share, low and high (0..1, resolved at first contact, Wilson), n
    (judged), minutes_each (handling time) and too_few; values of too small bases are missing.
    Worked: 60 conversations in 28 days are 15 a week.  Raises ValueError for an unknown dimension
    or a period without days.
    """
    if dimension not in ("person", "department", "all") or days < 1:
        raise ValueError(f"dimension {dimension!r} of {days} days is not known")
    mine = frame[frame["dimension"] == dimension]
    out = wilson_frame(mine.assign(n=mine["first_contact_judged"]),
                       successes="first_contact_met", n="n")
    names = out["name"].where(out["name"].notna(), out["category"]).astype("str")
    timed = out["timed_replies"].where(out["timed_replies"] >= LEAST)
    out = out.assign(
        label=names, per_week=7 * out["conversations"] / days,
        minutes_each=out["handle_seconds"].astype(float) / 60 / timed.astype(float),
        too_few=out["conversations"] < LEAST)
    few_times, few_judged = out["answered"] < LEAST, out["n"] < LEAST
    for name in _TIMES:
        out[name] = out[name].astype(float).mask(few_times)
    for name in ("share", "low", "high"):
        out[name] = out[name].mask(few_judged)
    return out.sort_values(["too_few", "conversations", "label"], ascending=[True, False, True],
                           ignore_index=True)


def outside_care(frame: pd.DataFrame, care: Collection[str]) -> pd.DataFrame:
    """Share of replies by departments that are not the care team, per bucket.

    Frame: bucket, department, is_social, replies, whole_bucket; ``care``: names in small letters.
    Columns: bucket, kind (social, traditional), outside, n, share, low, high (0..1), whole_bucket;
    where n is below ``LEAST`` the share is missing.  Replies whose department is not named count
    on neither side.  Source: Wilson; replies of one conversation go together, so its limits are
    rather too narrow.  Worked: 30 of 100 replies by marketing and sales are 30.0 % (21.9–39.6 %).
    """
    told = frame[frame["department"] != "unnamed"]
    known = {one.strip().lower() for one in care}
    who, names = pd.factorize(told["department"])
    others = np.array([str(name).strip().lower() not in known for name in names], dtype=bool)[who]
    when, buckets = pd.factorize(told["bucket"], sort=True)
    kinds = np.array(["social", "traditional"])
    cell = 2 * when + ~told["is_social"].to_numpy(dtype=bool)
    replies = told["replies"].to_numpy(dtype=float)
    some = np.unique(cell)
    sums = [np.bincount(cell, weights, 2 * len(buckets))[some] for weights in (
        replies * others, replies, ~told["whole_bucket"].to_numpy(dtype=bool))]
    rows = pd.DataFrame({
        "bucket": buckets.take(some // 2), "kind": kinds[some % 2].tolist(), "outside": sums[0],
        "n": sums[1], "whole_bucket": sums[2] == 0})
    out = wilson_frame(rows, successes="outside", n="n")
    few = out["n"] < LEAST
    return out.assign(**{name: out[name].mask(few) for name in ("share", "low", "high")})


class Ratio(NamedTuple):
    """Found over expected, with its interval, and the z of the difference."""

    ratio: float
    interval: Interval
    z: float


def standard_ratio(found: float, expected: float, variance: float, *,
                   level: float = 0.95) -> Ratio:
    """Found over expected where the variance of what is found is known, as for a blind draw.

    Source: the stratified draw without putting back, whose mean and variance are those of
    Mantel and Haenszel (1959); the interval is the test-based one of Miettinen (1976).  Assumes
    that anyone of a queue could have taken any of its items.  Worked: 30 found where 40 are
    expected with a variance of 25: 0.75 (0.505 to 0.995), z = -2.  Raises ValueError for negative
    numbers or where nothing is expected.
    """
    if min(found, variance) < 0 or not expected > 0:
        raise ValueError("found and variance must not be negative, and something is expected")
    spread = math.sqrt(variance)
    half = quantile_of_normal(level) * spread / expected
    ratio = found / expected
    z = (found - expected) / spread if spread > 0 else math.nan
    return Ratio(ratio, Interval(max(0.0, ratio - half), ratio + half), z)


def work_taken(frame: pd.DataFrame) -> pd.DataFrame:
    """Whether each person's items hold less work, or fewer complaints, than the queue's.

    Frame: as the metric ``work_mix`` gives it.  Two rows a person: measure is ``work`` (expected
    handling time of the items) or ``negative`` (items that open with a negative message).  Columns:
    label, department, measure, n (items), ratio, low, high, p, q, verdict (easier, harder, like the
    queue, too few) and pace (own seconds over what the same items take on average) with pace_low
    and pace_high.  q is over all people and both measures (Benjamini and Hochberg); a finding also
    differs by at least 5 %.  Too few: below ``LEAST`` items, or less than 5 negative ones expected.
    Easier first, too few last.
    """
    rows = []
    for one in rows_of(frame):
        pace = _pace(one)
        label = one["name"] if isinstance(one["name"], str) else one["agent_id"]
        for measure, least in (("work", 0.0), ("negative", 5.0)):
            expected = _number(one[f"{measure}_expected"])
            enough = one["items"] >= LEAST and expected > least
            told = standard_ratio(
                _number(one[measure]), expected, max(0.0, _number(one[f"{measure}_variance"]))
            ) if enough else Ratio(math.nan, Interval(math.nan, math.nan), math.nan)
            rows.append({
                "agent_id": one["agent_id"], "label": label, "department": one["department"],
                "measure": measure, "n": int(one["items"]), "ratio": told.ratio,
                "low": told.interval.low, "high": told.interval.high, "z": told.z,
                "pace": pace.ratio, "pace_low": pace.interval.low,
                "pace_high": pace.interval.high})
    columns = ["agent_id", "label", "department", "measure", "n", "ratio", "low", "high", "p", "q",
               "verdict", "pace", "pace_low", "pace_high"]
    if not rows:
        return pd.DataFrame(columns=columns)
    out = pd.DataFrame(rows)
    p = two_sided_p(out["z"].to_numpy(float))
    out = out.assign(p=p, q=benjamini_hochberg(p))
    out = out.assign(verdict=[_said(ratio, q) for ratio, q in
                              zip(out["ratio"], out["q"], strict=True)])
    order = out["verdict"].map([EASIER, HARDER, ALIKE, TOO_FEW].index).astype(int)
    return out.assign(order=order).sort_values(
        ["order", "ratio", "label"], ignore_index=True)[columns]


def _said(ratio: float, q: float) -> str:
    if math.isnan(ratio):
        return TOO_FEW
    if not q <= FALSE_DISCOVERY or abs(ratio - 1) < LEAST_EFFECT:
        return ALIKE
    return EASIER if ratio < 1 else HARDER


def _pace(one: Mapping[str, Any]) -> Ratio:
    """Own handling time over what the same items take, with the scatter of the items."""
    expected, timed = _number(one["seconds_expected"]), _number(one["timed"])
    if timed < LEAST or not expected > 0:
        return Ratio(math.nan, Interval(math.nan, math.nan), math.nan)
    return standard_ratio(_number(one["seconds"]), expected, _number(one["seconds_squares"]))


def _number(value: object) -> float:
    """A number, 0 where there is none."""
    found = float(value) if isinstance(value, int | float | np.number) else 0.0
    return 0.0 if math.isnan(found) else found
