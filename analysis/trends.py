"""Which measures moved most, for their noise, and how to say it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis import wording
from analysis.intervals import quantile_of_t
from analysis.records import floats, rows_of


def top_trends(frame: pd.DataFrame, *, k: int = 3, level: float = 0.95) -> pd.DataFrame:
    """The ``k`` measures that moved most for their noise, with ``change``, ``z``, ``words``.

    Frame: ``measure``, ``kind`` ('count' or 'share'), ``current``, ``previous`` (counts; for a
    share its numerators) and ``current_n``, ``previous_n`` (the denominators of a share, ignored
    for a count); a column ``dispersion`` (>= 1) widens the noise of a count, and a column
    ``degrees`` says with how many degrees of freedom it was estimated (few widen it more).
    ``change`` is relative for a count (0.23) and a difference for a share (0.021).
    ``within_noise`` allows for having looked at all rows (Bonferroni): where nothing moved, at most
    5 % of such looks find something, as docs/coverage.md measures.
    Source: for counts Anscombe (1948), z = sqrt(2 / dispersion) (sqrt(a + 3/8) - sqrt(b + 3/8));
    for shares the pooled z of two proportions.  Assumes periods of equal length and independent
    items.  Worked: 60 after 40 gives z = 2.00; 56 of 70 after 48 of 80 gives z = 2.65.
    """
    counts = frame["kind"].eq("count").to_numpy()
    now, before, now_n, before_n = (
        floats(frame[name])
        for name in ("current", "previous", "current_n", "previous_n")
    )
    spread = np.ones(len(frame))
    if "dispersion" in frame:
        spread = np.fmax(floats(frame["dispersion"], missing=1.0), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        count_z = (np.sqrt(now + 0.375) - np.sqrt(before + 0.375)) * math.sqrt(2) / np.sqrt(spread)
        share_now, share_before = now / now_n, before / before_n
        pooled = (now + before) / (now_n + before_n)
        error = np.sqrt(np.clip(pooled * (1 - pooled), 0, None) * (1 / now_n + 1 / before_n))
        share_z = np.where(error > 0, (share_now - share_before) / error, 0.0)
        change = np.where(counts, now / before - 1, share_now - share_before)
    z = np.where(counts, count_z, share_z)
    comparable = np.isfinite(z) & (counts | ((now_n > 0) & (before_n > 0)))
    limit = _limits(frame, spread, 1 - (1 - level) / max(int(comparable.sum()), 1))
    scored = frame.assign(
        change=np.where(np.isinf(change), np.nan, change),
        z=z,
        within_noise=np.abs(z) <= limit,
        _now=np.where(counts, now, share_now),
        _before=np.where(counts, before, share_before),
        _strength=np.abs(z) / limit,
    )[comparable]
    order = scored["_strength"].sort_values(ascending=False, kind="stable").index[:k]
    top = scored.loc[order].reset_index(drop=True)
    words = [_words(row) for row in rows_of(top)]
    top = top.assign(words=pd.Series(words, dtype="str"))
    return top.drop(columns=["_now", "_before", "_strength"])


def _limits(frame: pd.DataFrame, spread: np.ndarray, level: float) -> np.ndarray:
    """How far z may lie from zero by chance: Student's t where the noise itself was estimated."""
    degrees = np.full(len(frame), np.inf)
    if "degrees" in frame:
        known = floats(frame["degrees"], missing=np.inf)
        degrees = np.where(spread > 1, np.fmax(known, 1.0), np.inf)
    return np.array([quantile_of_t(level, float(one)) for one in degrees])


def _words(row: Mapping[Any, Any]) -> str:
    """One plain sentence: "Posts on X rose by 23 % to 4,210"."""
    measure = measure_words(str(row["measure"]))
    now, before, change = (float(row[name]) for name in ("_now", "_before", "change"))
    if row["kind"] == "count":
        value, by = wording.number(now), wording.signed_percent(abs(change)).lstrip("+")
    else:
        value, by = wording.percent(now), wording.points(abs(change)).lstrip("+")
    if row["within_noise"]:
        return f"{measure}: {value}, no change beyond noise"
    verb = "rose" if now > before else "fell"
    if math.isnan(change):
        return f"{measure} rose from 0 to {value}"
    return f"{measure} {verb} by {by} to {value}"


def measure_words(measure: str) -> str:
    """The name of a measure as a sentence begins: "posts on x" is "Posts on X"."""
    named = re.sub(
        r"\b(on|by) (\w+)$", lambda m: f"{m.group(1)} {wording.channel_name(m.group(2))}", measure
    )
    named = named.replace("_", " ").strip()
    return named[:1].upper() + named[1:]
