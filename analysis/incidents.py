"""How themes rise and spread: the stretch in which each stood out, tested, and judged.

Numbers of messages in, verdicts out; the rule itself is :func:`analysis.verdict.verdict`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.discovery import benjamini_hochberg
from analysis.intervals import Interval
from analysis.records import rows_of
from analysis.scan import busiest, rate_ratio, rise_p, spread_outside
from analysis.verdict import (
    FALSE_DISCOVERY,
    SPREAD_SHARE,
    VERDICTS,
    concentration,
    spread_of,
    verdict,
)

STRETCH_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 56, 70, 84, 98, 112, 126, 154, 182)


_STRETCH = {"theme_id": "int64", "from_day": "datetime64[us]", "until_day": "datetime64[us]",
            "skip_from": "datetime64[us]", "skip_until": "datetime64[us]", "inside": "int64",
            "outside": "int64", "share": "float64", "ratio": "float64", "dispersion": "float64",
            "strength": "float64", "looks": "int64", "p": "float64"}


def stretches(days: pd.DataFrame, *, start: object, end: object) -> pd.DataFrame:
    """Where in the period [start, end) each theme stood most above its rate on all other days.

    ``days``: theme_id, day, messages; theme 0 are all messages.  Columns: theme_id, from_day,
    until_day (half open), skip_from, skip_until, inside, outside (messages), share (of all
    messages, inside), ratio, dispersion (of the other days), strength, looks, p (exact, of the
    rise; it pays for the looks).  A rise that reaches beyond the period, or lies elsewhere, is no
    usual time: the days of the theme's strongest rise in all the data, from skip_from to before
    skip_until, count only as far as they lie in the stretch.  A theme whose rise in the period may
    be chance keeps the whole period, with p = 1.  The strongest come first; themes without a
    message in the period are left out.  See :mod:`analysis.scan`.
    """
    on = pd.to_datetime(days["day"])
    exposed = on[days["theme_id"] == 0]
    first, last = pd.Timestamp(str(start)), pd.Timestamp(str(end))
    if exposed.empty or not ((exposed >= first) & (exposed < last)).any():
        return pd.DataFrame(columns=list(_STRETCH)).astype(_STRETCH)
    zero, n = exposed.min(), (exposed.max() - exposed.min()).days + 1
    place = (on - zero).dt.days.to_numpy()
    known = (place >= 0) & (place < n)
    themes, row = np.unique(days["theme_id"].to_numpy()[known], return_inverse=True)
    table = np.zeros((len(themes), n))
    np.add.at(table, (row, place[known]), days["messages"].to_numpy(dtype=float)[known])
    begin, stop = max(0, (first - zero).days), min(n, (last - zero).days)
    chosen = (themes != 0) & (table[:, begin:stop].sum(axis=1) > 0)
    exposure, rows, themes = table[themes == 0][0], table[chosen], themes[chosen]
    ever = busiest(rows, exposure, lengths=STRETCH_DAYS)
    skips = []
    for at in range(len(themes)):
        skip = int(ever.first[at]), int(ever.last[at])
        rise = _rise(rows[at], exposure, *skip, ever.looks)
        skips.append(skip if rise["p"] <= FALSE_DISCOVERY else (0, 0))
    found = _in_period(rows, exposure, begin, stop, skips, ever.looks)
    out = [{"theme_id": int(theme), **one, "skip_from": skip[0], "skip_until": skip[1]}
           for theme, one, skip in zip(themes, found, skips, strict=True)]
    frame = pd.DataFrame(out, columns=list(_STRETCH))
    begun = zero.to_datetime64().astype("datetime64[us]")
    days_of = {name: frame[name].to_numpy(dtype="int64") for name in
               ("from_day", "until_day", "skip_from", "skip_until")}
    moments = {name: begun + days_of[name].astype("timedelta64[D]") for name in days_of}
    return pd.DataFrame({name: moments[name] if name in moments else
                         frame[name].to_numpy(dtype=kind) for name, kind in _STRETCH.items()}
                        ).sort_values(
        ["strength", "theme_id"], ascending=[False, True], ignore_index=True)


def _in_period(rows: np.ndarray, exposure: np.ndarray, begin: int, stop: int,
               skips: Sequence[tuple[int, int]], looks: int) -> list[dict[str, float]]:
    """The busiest stretch of each theme in a period, against days that are not to be skipped."""
    lengths = sorted({one for one in STRETCH_DAYS if one < stop - begin} | {stop - begin})
    # What is skipped within the period counts all the same, so most themes have the same days and
    # are looked at together.
    of: dict[bytes, list[int]] = {}
    for at, skip in enumerate(skips):
        usual = np.ones(len(exposure), dtype=bool)
        usual[skip[0]:skip[1]] = False
        usual[begin:stop] = True
        of.setdefault(usual.tobytes(), []).append(at)
    out: dict[int, dict[str, float]] = {}
    for days, places in of.items():
        usual = np.frombuffer(days, dtype=bool)
        series, exposed = np.where(usual, rows[places], 0.0), np.where(usual, exposure, 0.0)
        found = busiest(series, exposed, lengths=lengths, first=begin, last=stop)
        for row, at in enumerate(places):
            out[at] = _rise(series[row], exposed, int(found.first[row]), int(found.last[row]),
                            looks + found.looks, instead=(begin, stop)
                            ) | {"strength": float(found.strength[row])}
    return [out[at] for at in range(len(skips))]


def _rise(series: np.ndarray, exposure: np.ndarray, here: int, until: int, looks: int, *,
          instead: tuple[int, int] | None = None) -> dict[str, float]:
    """Counts, ratio and p of a stretch; of ``instead`` where its rise may be chance."""
    inside, share = series[here:until].sum(), exposure[here:until].sum() / exposure.sum()
    outside = series.sum() - inside
    wide = spread_outside(series, exposure, first=here, last=until)
    p = rise_p(inside, outside, share=share, dispersion=wide, looks=max(1, looks))
    if instead is not None and p > FALSE_DISCOVERY:
        return _rise(series, exposure, *instead, looks) | {"p": 1.0}
    return {"from_day": here, "until_day": until, "inside": inside, "outside": outside,
            "share": share, "ratio": _ratio(inside, outside, share), "dispersion": wide,
            "looks": looks, "p": p}


def _ratio(inside: float, outside: float, share: float) -> float:
    if not 0 < share < 1:
        return math.nan
    return float(inside / outside * (1 - share) / share) if outside else math.inf


def with_tests(found: pd.DataFrame, facts: pd.DataFrame, *, tests: int) -> pd.DataFrame:
    """Stretches and facts together, with the tests of the rise.

    ``found`` as :func:`stretches` gives it, ``facts`` one row per theme (known, authors,
    top_messages, squares and more); ``tests`` counts the terms that were looked at to find these
    themes: each of them pays.  Adds low, high (of the ratio), q_rise and q_people: the exact test
    of the messages, with the dispersion of the other days, and the same with counts divided by
    how much messages clump on authors (squares / known), so that one author counts about once.
    """
    both = found.merge(facts, on="theme_id", how="inner")
    clump = (both["squares"] / both["known"].where(both["known"] > 0)).fillna(1.0)
    wide = np.maximum(both["dispersion"].to_numpy(float), clump.to_numpy(float))
    limits, people = [], []
    for row, spread in zip(rows_of(both), wide, strict=True):
        given = {"share": row["share"], "dispersion": float(spread)}
        known = 0 < row["share"] < 1
        limits.append(rate_ratio(row["inside"], row["outside"], **given)[1] if known
                      else Interval(math.nan, math.nan))
        people.append(1.0 if row["p"] >= 1 else rise_p(
            row["inside"], row["outside"], looks=max(1, int(row["looks"])), **given))
    return both.assign(
        low=[one.low for one in limits], high=[one.high for one in limits],
        q_rise=_q(both["p"].tolist(), tests), q_people=_q(people, tests))


def _q(p: list[float], tests: int) -> np.ndarray:
    """Adjusted for all that was looked at: what opened no theme counts as a test that failed."""
    return benjamini_hochberg([*p, *[1.0] * max(0, tests - len(p))])[:len(p)]


def judged(rows: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Every theme with its verdict, reasons and concentration, ranked: systemic ones first.

    ``rows`` as :func:`with_tests` gives them; ``groups``: theme_id, dimension, category, is_social,
    messages, authors, base_messages.  Adds verdict, reasons (list of sentences), top_share,
    top_low and top_high (missing below a quarter, where nobody stands out), herfindahl, effective,
    channels_hit, segments_hit.
    """
    out = []
    of: dict[object, list[dict[str, Any]]] = {}
    for group in rows_of(groups):
        of.setdefault(group["theme_id"], []).append(group)
    for row in rows_of(rows):
        spread = spread_of(of.get(row["theme_id"], []))
        said, reasons = verdict(
            n=row["known"], authors=row["authors"], top=row["top_messages"],
            squares=row["squares"], ratio=row["ratio"], q_rise=row["q_rise"],
            q_people=row["q_people"], spread=spread, social_messages=row["social_messages"],
            social_texts=row["social_texts"])
        held = (concentration(n=row["known"], authors=row["authors"], top=row["top_messages"],
                              squares=row["squares"]) if row["known"] else None)
        # The loudest is found in the same messages: of many who write alike it says nothing.
        loud = held is not None and held.top_share >= SPREAD_SHARE
        out.append({
            **row, "verdict": said, "reasons": list(reasons),
            "top_share": held.top_share if held else math.nan,
            "top_low": held.top_interval.low if held and loud else math.nan,
            "top_high": held.top_interval.high if held and loud else math.nan,
            "herfindahl": held.herfindahl if held else math.nan,
            "effective": held.effective if held else math.nan,
            "channels_hit": len(spread.channels), "segments_hit": len(spread.segments)})
    frame = pd.DataFrame(out, columns=[*rows.columns, "verdict", "reasons", "top_share", "top_low",
                                       "top_high", "herfindahl", "effective", "channels_hit",
                                       "segments_hit"])
    rank = frame["verdict"].map(VERDICTS.index).astype(int) if len(frame) else frame["verdict"]
    return frame.assign(rank=rank).sort_values(
        ["rank", "strength", "theme_id"], ascending=[True, False, True],
        ignore_index=True).drop(columns="rank")
