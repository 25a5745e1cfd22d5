"""What campaigns brought: contacts above the usual, pooled into a rate per 1,000 sent and a mix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.pooling import Pooled, random_effects

Array = NDArray[np.float64]
Marks = Literal["some", "all"]
STEP = pd.Timedelta(minutes=30)
PER_HOUR = 2
ALL = "all"
_WEEK = 7 * 24 * PER_HOUR
_BASELINE_WEEKS = 4
_PLACEBO_WEEKS = 8
_FEWEST_PLACEBOS = 8
_DRAWS = 4000
_APART = 4.0
_FEWEST_TO_TELL = 5


@dataclass(frozen=True)
class Counts:
    """Counts per half hour (rows) and channel, and what was to be expected there (NaN: unknown)."""

    start: pd.Timestamp
    channels: tuple[str, ...]
    y: Array
    baseline: Array

    def row(self, moment: pd.Timestamp) -> int:
        """The half hour that holds a moment; may lie outside."""
        return int((moment - self.start) // STEP)


def campaign_counts(contacts: pd.DataFrame, campaigns: pd.DataFrame, *,
                    window_hours: int = 72) -> Counts:
    """Counts per half hour with the baseline: the mean of the same weekday and time in the four
    weeks before and after, without the hours after any campaign.

    ``contacts``: ds (start of a half hour, local), channel, y; half hours without a row are zero.
    ``campaigns``: campaign_id, sent_at (local), sent (how many).  Raises ValueError for missing
    columns, moments that are no half hours, or no contacts.
    """
    _need(contacts, ("ds", "channel", "y"), "contacts")
    _need(campaigns, ("campaign_id", "sent_at", "sent"), "campaigns")
    if contacts.empty:
        raise ValueError("There are no contacts to learn from.")
    if (contacts["ds"] != contacts["ds"].dt.floor("30min")).any():
        raise ValueError("ds must be the start of a half hour.")
    wide = contacts.pivot_table(index="ds", columns="channel", values="y", aggfunc="sum")
    hours = pd.date_range(wide.index.min(), wide.index.max(), freq=STEP)
    wide = wide.reindex(hours).fillna(0.0)
    start = hours[0]
    y = wide.to_numpy(dtype=float)
    blocked = np.zeros(len(y), dtype=bool)
    for moment in campaigns["sent_at"]:
        first = int((moment - start) // STEP)
        blocked[max(first, 0):max(first + window_hours * PER_HOUR, 0)] = True
    return Counts(start, tuple(str(name) for name in wide.columns), y, _baseline(y, blocked))


def campaign_effects(
    contacts: pd.DataFrame, campaigns: pd.DataFrame, *, window_hours: int = 72,
    marks: Marks = "some",
) -> pd.DataFrame:
    """Contacts that each campaign added within ``window_hours``, per channel and for all.

    Frames as for :func:`campaign_counts`; ``campaigns`` may have a kind, ``contacts`` a
    campaign_id on rows that are marked as a campaign's.  ``marks="all"`` says that whoever marks
    contacts in a channel marks all of them: there the marked ones are counted instead of the
    excess, for campaigns that have any mark.

    One row per campaign and channel, and channel "all": campaign_id, kind, sent_at, sent, channel,
    baseline, added (may be negative by chance), se, per_1000, clean.  The standard error comes
    from windows of the same length and weekday without a campaign: what the excess is there, only
    chance made.  ``clean`` is false where windows overlap or the baseline is unknown.
    Worked: 100 contacts usual and 160 after 5,000 sent make 60 added, 12 per 1,000.
    """
    counts = campaign_counts(contacts, campaigns, window_hours=window_hours)
    length = window_hours * PER_HOUR
    sent_at = campaigns["sent_at"].to_list()
    first = np.array([counts.row(moment) for moment in sent_at], dtype=int)
    chance = _chance(counts, first, length)
    marked = _marked(contacts, counts.channels) if marks == "all" else {}
    rows: list[dict[str, object]] = []
    kinds = campaigns["kind"] if "kind" in campaigns else pd.Series(ALL, campaigns.index)
    named = zip(campaigns["campaign_id"].astype(str), kinds.astype(str), sent_at,
                campaigns["sent"].astype(float), strict=True)
    for at, (campaign_id, kind, moment, sent) in enumerate(named):
        window = slice(max(first[at], 0), max(first[at] + length, 0))
        near = np.abs(first - first[at]) < length
        baseline = counts.baseline[window]
        clean = near.sum() == 1 and len(baseline) == length and not np.isnan(baseline).any()
        expected = np.nansum(baseline, axis=0)
        added = np.nansum(counts.y[window] - baseline, axis=0)
        se = np.maximum(chance[:-1] * expected, np.sqrt(expected))
        told = marked.get(campaign_id)
        excess_se = float(max(chance[-1] * expected.sum(), expected.sum() ** 0.5))
        if told is not None:
            use = np.array([name in told or name in marked[ALL] for name in counts.channels])
            rest = expected[~use].sum()
            count = np.array([told.get(name, 0.0) for name in counts.channels])
            added, se = np.where(use, count, added), np.where(use, np.sqrt(count), se)
            excess_se = float(np.hypot(max(chance[-1] * rest, rest**0.5), count[use].sum() ** 0.5))
        for name, base, more, error in zip(
                (*counts.channels, ALL), (*expected, expected.sum()), (*added, added.sum()),
                (*se, excess_se), strict=True):
            rows.append({
                "campaign_id": campaign_id, "kind": kind, "sent_at": moment, "sent": sent,
                "channel": name, "baseline": float(base), "added": float(more),
                "se": float(error), "per_1000": 1000 * float(more) / sent, "clean": bool(clean)})
    return pd.DataFrame(rows, columns=["campaign_id", "kind", "sent_at", "sent", "channel",
                                       "baseline", "added", "se", "per_1000", "clean"])


def contact_rate(effects: pd.DataFrame, *, level: float = 0.95) -> Pooled:
    """Contacts per 1,000 sent, pooled over the clean campaigns of the frame; never below zero.

    Raises ValueError when there is none.  See :func:`random_effects`.
    """
    mine = effects[(effects["channel"] == ALL) & effects["clean"]]
    if mine.empty:
        raise ValueError("No campaign stands alone with a known baseline, so none can be learned "
                         "from.")
    scale = 1000 / mine["sent"].to_numpy(dtype=float)
    found = random_effects(mine["added"].to_numpy() * scale, (mine["se"].to_numpy() * scale) ** 2,
                           level=level)
    at_least = {name: max(float(getattr(found, name)), 0.0)
                for name in ("mean", "low", "high", "new_low", "new_high")}
    return Pooled(**at_least, tau=found.tau, i2=found.i2, n=found.n)


def set_apart(effects: pd.DataFrame) -> pd.DataFrame:
    """Campaigns unlike the others: campaign_id, per_1000, usual (the median), in order of time.

    Apart is a rate further from the median than four times its own error and four times the median
    absolute deviation: an outage fell into its hours, or it was another kind of letter.  Such a
    campaign does not belong into a mean with the others.  With fewer than five nobody can tell.
    """
    mine = effects[(effects["channel"] == ALL) & effects["clean"]]
    usual = float(mine["per_1000"].median())
    off = (mine["per_1000"] - usual).abs()
    error = 1000 * mine["se"] / mine["sent"]
    far = (off > _APART * error) & (off > _APART * 1.4826 * float(off.median()))
    if len(mine) < _FEWEST_TO_TELL:
        far[:] = False
    return mine.loc[far, ["campaign_id", "per_1000"]].assign(usual=usual).reset_index(drop=True)


def channel_mix(effects: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Share of the added contacts per channel over the clean campaigns: channel, share, low, high.

    A channel whose excess does not stand out of chance (one-sided 95 %) has share 0.  The interval
    is the spread of 4,000 draws of the channels' excesses within their errors.  Raises ValueError
    when no channel stands out.
    """
    mine = effects[(effects["channel"] != ALL) & effects["clean"]]
    mine = mine.assign(variance=mine["se"] ** 2)
    sums = mine.groupby("channel")[["added", "variance"]].sum()
    added, se = sums["added"].to_numpy(), np.sqrt(sums["variance"].to_numpy())
    stands = added > 1.645 * np.maximum(se, 1e-9)
    if not stands.any():
        raise ValueError("In no channel do the contacts after a campaign stand out of chance.")
    drawn = np.random.default_rng(0).normal(added, se, (_DRAWS, len(added))).clip(0) * stands
    shares = drawn / drawn.sum(axis=1, keepdims=True).clip(1e-9)
    tails = np.quantile(shares, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    share = np.where(stands, added, 0.0) / added[stands].sum()
    return pd.DataFrame({"channel": sums.index.astype(str), "share": share, "low": tails[0],
                         "high": tails[1]})


def _baseline(y: Array, blocked: NDArray[np.bool_]) -> Array:
    usable = np.where(blocked[:, None], np.nan, y)
    total, n = np.zeros_like(y), np.zeros(len(y))
    for week in range(1, _BASELINE_WEEKS + 1):
        for shift in (week * _WEEK, -week * _WEEK):
            if abs(shift) >= len(y):
                continue
            moved = np.full_like(y, np.nan)
            if shift > 0:
                moved[shift:] = usable[:-shift]
            else:
                moved[:shift] = usable[-shift:]
            seen = ~np.isnan(moved[:, 0])
            total[seen] += moved[seen]
            n += seen
    out = np.full_like(y, np.nan)
    out[n > 0] = total[n > 0] / n[n > 0, None]
    return out


def _chance(counts: Counts, first: NDArray[np.int64], length: int) -> Array:
    """Excess ÷ baseline that chance makes per channel, and last for all channels together."""
    taken = np.zeros(len(counts.y) + 1, dtype=int)
    for at in first:
        taken[max(at, 0):max(at + length, 0)] = 1
    found = []
    for at in first:
        for week in range(-_PLACEBO_WEEKS, _PLACEBO_WEEKS + 1):
            start = at + week * _WEEK
            window = slice(start, start + length)
            if start < 0 or start + length > len(counts.y) or taken[window].any():
                continue
            base, y = counts.baseline[window], counts.y[window]
            if np.isnan(base).any():
                continue
            sums = np.append(base.sum(axis=0), base.sum())
            more = np.append(y.sum(axis=0), y.sum()) - sums
            found.append(np.divide(more, sums, out=np.zeros_like(more), where=sums > 0))
    if len(found) < _FEWEST_PLACEBOS:
        # too little to go by: twice the variance of pure chance
        usual = np.nansum(counts.baseline, axis=0) / max(len(counts.y), 1) * length
        return np.asarray(np.sqrt(2 / np.append(usual, usual.sum()).clip(1.0)))
    # The median, because an outage may have fallen into one of them.
    return np.asarray(1.4826 * np.median(np.abs(found), axis=0))


def _marked(contacts: pd.DataFrame, channels: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Marked contacts per campaign and channel; under "all" the channels that have any."""
    if "campaign_id" not in contacts:
        raise ValueError("Contacts have no campaign_id, so none of them is marked.")
    some = contacts[contacts["campaign_id"].notna()]
    out: dict[str, dict[str, float]] = {}
    sums = some.groupby(["campaign_id", "channel"])["y"].sum().reset_index()
    for campaign, channel, n in zip(sums["campaign_id"], sums["channel"], sums["y"], strict=True):
        out.setdefault(str(campaign), {})[str(channel)] = float(n)
    out[ALL] = {name: 1.0 for name in channels if name in set(some["channel"])}
    return out


def _need(frame: pd.DataFrame, columns: tuple[str, ...], what: str) -> None:
    missing = [name for name in columns if name not in frame]
    if missing:
        raise ValueError(f"The {what} need the column {missing[0]}.")
