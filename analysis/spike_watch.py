"""A period watched: its contacts beside the usual, its incidents, and one of them looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.records import rows_of
from analysis.spike_baseline import (
    BASES,
    Grid,
    Usual,
    references,
    usual_of,
    usual_of_all,
)
from analysis.spikes import Rules, detect_in, incidents

WHOLE = "all"
# Hours that are shown before and after a spike.
AROUND = 24


@dataclass(frozen=True)
class Watch:
    """``incidents``: of :func:`analysis.spikes.incidents`, with ``key``, the name in links.

    ``hourly``, ``daily``: bucket, contacts, expected, low, high (missing where nothing is known),
    basis (how the usual was told) and whole_bucket; ``usual_day``: contacts on the median day.
    ``days``, of them ``unknown_days`` about which nothing can be told, and ``short_days`` told by
    the days before, for want of four weeks.
    """

    incidents: pd.DataFrame
    hourly: pd.DataFrame
    daily: pd.DataFrame
    usual_day: float = 0.0
    days: int = 0
    unknown_days: int = 0
    short_days: int = 0


@dataclass(frozen=True)
class Closer:
    """One incident by the hour.

    ``hours``: as ``Watch.hourly``, a day around it; ``channels``: ds, channel, contacts, usual in
    its own hours; ``offsets``: how many days before lie the stretches that it is compared with.
    """

    hours: pd.DataFrame
    channels: pd.DataFrame
    offsets: list[int]


def watch(grids: Mapping[str, Grid], *, since: date, until: date,
          rules: Rules | None = None) -> Watch:
    """What happened from ``since`` to before ``until``.

    ``grids`` of :func:`analysis.spike_baseline.grids_of`, with the series "all", which has every
    hour; the days before ``since`` serve to compare with.  Without grids frames are empty.
    """
    rules = rules or Rules()
    grid = grids.get(WHOLE)
    if grid is None:
        empty = pd.DataFrame(columns=["bucket", "contacts", "expected", "low", "high", "basis",
                                      "whole_bucket"])
        return Watch(incidents(detect_in(grids)).assign(key=""), empty, empty)
    by_day = grid.by_day()
    days = by_day.y[by_day.seen > 0]
    usual_day = float(np.median(days)) if days.size else 0.0
    found = incidents(detect_in(grids, rules=rules, since=since),
                      cool_down_hours=rules.cool_down_hours, usual_day=usual_day or None)
    found = found[found["start"] < pd.Timestamp(until)].reset_index(drop=True)
    early = max(0, (pd.Timestamp(since) - grid.first).days)
    frames, codes = [], []
    for one, raw in ((grid, grid.y), (by_day, grid.y.sum(axis=1, keepdims=True))):
        usual, moments = usual_of(one, since=early), one.moments()
        part = grid.seen.sum(axis=1) if one is by_day else grid.seen.ravel()
        keep = np.flatnonzero((part > 0) & (moments >= pd.Timestamp(since))
                              & (moments < pd.Timestamp(until)))
        frames.append(_beside(one, usual, raw, keep))
        codes.append((keep // one.slots, usual.basis.ravel()[keep]))
    keyed = found.assign(key=[_key(row) for row in rows_of(found)])
    # The best that is known of any hour of a day.
    at, basis = codes[0]
    told = np.full(len(grid.y), -1)
    np.maximum.at(told, at, basis)
    told = told[told >= 0]
    return Watch(keyed, hourly=frames[0], daily=frames[1], usual_day=usual_day, days=len(told),
                 unknown_days=int((told == 0).sum()),
                 short_days=int(((told > 0) & (told < len(BASES) - 1)).sum()))


def closer(grids: Mapping[str, Grid], *, incident: pd.Series) -> Closer:
    """One incident (a row of ``Watch.incidents``) by the hour and by channel.

    ``grids`` as :func:`watch` takes them.  Where it is told by a topic or by repeated posts, its
    excess is laid on the channels as they share its contacts usually; ``channels`` then holds
    their own contacts.
    """
    series, start, end = str(incident["series"]), incident["start"], incident["end"]
    grid = grids.get(series, grids[WHOLE])
    early = max(0, (start.normalize() - grid.first).days - 1)
    wanted = [name for name in grids if name.startswith("channel:")
              and (not series.startswith("channel:") or name == series)]
    named = list(dict.fromkeys([series if series in grids else WHOLE, *wanted]))
    usual = dict(zip(named, usual_of_all([grids[name] for name in named], since=early),
                     strict=True))
    moments, around = grid.moments(), pd.Timedelta(hours=AROUND)
    near = np.flatnonzero((moments >= start - around) & (moments < end + around)
                          & (grid.seen.ravel() > 0))
    shown = _beside(grid, usual[named[0]], grid.y, near)
    inside = np.flatnonzero((moments >= start) & (moments < end))
    parts = [pd.DataFrame({
        "ds": moments.take(inside), "channel": name.partition(":")[2],
        "contacts": grids[name].y.ravel()[inside].astype("int64").astype(float),
        "usual": np.nan_to_num(usual[name].mean.ravel()[inside])}) for name in wanted]
    channels = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(
        columns=["ds", "channel", "contacts", "usual"])
    return Closer(shown, channels, references(grid, start=start, end=end))


def scaled_to(channels: pd.DataFrame, hours: pd.DataFrame,
              parts: pd.DataFrame) -> pd.DataFrame:
    """The channels' contacts as the usual ones and their part of an excess of one topic.

    ``channels``: ds, channel, contacts, usual; ``hours``: bucket, contacts, expected of the topic;
    ``parts``: of :func:`analysis.spike_reasons.contributions` within the topic, whose excess by
    channel says how the excess lies on the channels.
    Worked: 30 more about a topic in an hour, two thirds of them by e-mail, where 5 e-mails are
    usual: 25 e-mails.
    """
    mine = parts[parts["dimension"] == "channel"]
    excess = mine.set_index("category")["excess"].clip(lower=0)
    mix = excess / excess.sum() if excess.sum() > 0 else excess * 0
    more = (hours["contacts"] - hours["expected"].fillna(hours["contacts"])).clip(lower=0)
    by_hour = pd.Series(more.to_numpy(dtype=float), index=hours["bucket"])
    added = channels["ds"].map(by_hour).fillna(0) * channels["channel"].map(mix).fillna(0)
    return channels.assign(contacts=channels["usual"] + added)


def _beside(grid: Grid, usual: Usual, raw: np.ndarray, at: np.ndarray) -> pd.DataFrame:
    """The slots of these numbers, beside what is usual in them."""
    low, high = usual.band()
    return pd.DataFrame({
        "bucket": grid.moments().take(at), "contacts": raw.ravel()[at].astype("int64"),
        "expected": usual.mean.ravel()[at], "low": low.ravel()[at], "high": high.ravel()[at],
        "basis": pd.array(BASES, dtype="str").take(usual.basis.ravel()[at]),
        "whole_bucket": (grid.seen.ravel()[at] >= 0.95) | (grid.slots == 24)})


def _key(row: dict[Any, Any]) -> str:
    start: datetime = row["start"]
    return f"{start:%Y-%m-%dT%H}{'-fall' if row['direction'] == 'down' else ''}"
