"""When the contacts of a campaign come: the delay, opening hours, and the surge per half hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.campaigns import (
    ALL,
    PER_HOUR,
    STEP,
    Counts,
    Pooled,
    campaign_counts,
    channel_mix,
    contact_rate,
)

Array = NDArray[np.float64]
_DRAWS = 500
_DAYS = 7


@dataclass(frozen=True)
class Delay:
    """Hours from the sending to the wish to contact us: gamma with this shape and mean.

    Who wishes to while a channel is closed comes after it opens, on average ``release_hours``
    later.  ``covariance`` is that of the logarithms of the three.
    """

    shape: float
    mean_hours: float
    release_hours: float
    covariance: tuple[tuple[float, ...], ...] = ((0.0,) * 3,) * 3


def delay_curve(delay: Delay, hours: Sequence[float], *, level: float = 0.95) -> pd.DataFrame:
    """Share (0..1) of the surge that was set off within so many hours: hours, share, low, high.

    Of a channel that is always open that is what has come; opening hours are :func:`surge`'s.
    Worked: a gamma of shape 1 and mean 10 has 1 − e^{−1} = 0.632 within 10 hours.
    """
    from scipy.special import gammainc

    at = np.asarray(hours, dtype=float)
    shape, mean, _ = _draws(delay).T
    curves = gammainc(shape[:, None], at * (shape / mean)[:, None])
    low, high = np.quantile(curves, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    share = gammainc(delay.shape, at * delay.shape / delay.mean_hours)
    return pd.DataFrame({"hours": at, "share": share, "low": low, "high": high})


def fit_delay(contacts: pd.DataFrame, campaigns: pd.DataFrame, effects: pd.DataFrame, *,
              window_hours: int = 72) -> Delay:
    """The delay that explains best when contacts came after the clean campaigns of ``effects``.

    Frames as for :func:`analysis.campaigns.campaign_effects`, which made ``effects``; the campaigns
    in it may be chosen.  A channel is closed where its baseline is 0.  The size of each surge is
    its campaign's rate, drawn to the mean of all as far as chance made it (empirical Bayes), times
    the mix; only the timing is fitted: quasi-Poisson likelihood of the half hours, with a weak
    prior around shape 1.2, mean 12 h and release 1 h.  Errors are widened by Pearson's dispersion
    (McCullagh and Nelder 1989, 9.2) of half hours or of days, whichever is more.
    Raises ValueError when nothing stands out of chance.
    """
    from scipy.optimize import minimize

    counts = campaign_counts(contacts, campaigns, window_hours=window_hours)
    y, base, offset, size = _windows(counts, effects, window_hours)
    start = np.log([1.2, 12.0, 1.0])

    def expected(logs: Array) -> Array:
        shape, mean, release = (np.full(len(y), one) for one in np.exp(logs))
        part = arrivals(base > 0, offset, shape=shape, mean_hours=mean, release_hours=release)
        # The size is what came within the window.
        return np.asarray(base + (size / part.sum(axis=1).clip(0.05))[:, None] * part)

    def loss(logs: Array) -> float:
        mu = expected(logs) + 1e-6
        return float((mu - y * np.log(mu)).sum() + 0.5 * (((logs - start) / 1.5) ** 2).sum())

    best = np.asarray(minimize(loss, start, method="Nelder-Mead",
                               options={"initial_simplex": start + np.vstack(
                                            [np.zeros(3), 0.4 * np.eye(3)]),
                                        "xatol": 0.003, "fatol": 0.01, "maxiter": 300}).x)
    dispersion = _dispersion(y, expected(best))
    covariance = dispersion * np.linalg.pinv(_curvature(loss, best), hermitian=True)
    shape, mean, release = (float(one) for one in np.exp(best))
    return Delay(shape, mean, release, tuple(tuple(map(float, row)) for row in covariance))


def surge(*, sent: float, sent_at: pd.Timestamp, rate: Pooled, delay: Delay, mix: pd.DataFrame,
          baseline: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Contacts that a new campaign will add per half hour and channel in the week after it.

    ``rate``: contacts per 1,000 sent; ``mix``: channel, share; ``baseline``: ds (half hours,
    local), channel, mean, as a forecast gives them: where its mean is 0 the channel is closed.
    Returns ds, channel, added (an expectation), low, high: between these the number added lies,
    with the doubt about a new campaign's rate, about the delay, and chance.  What would come after
    the end of the baseline is left out.  Raises ValueError where the baseline does not reach.
    Worked: 16,000 sent at a rate of 60 add 960 contacts.
    """
    return surges(sent=sent, sent_at=sent_at, rates=[(rate, level)], delay=delay, mix=mix,
                  baseline=baseline)[0]


def surges(*, sent: float, sent_at: pd.Timestamp, rates: Sequence[tuple[Pooled, float]],
           delay: Delay, mix: pd.DataFrame, baseline: pd.DataFrame) -> list[pd.DataFrame]:
    """:func:`surge` for several rates and their levels at once; the delay is drawn for all."""
    if sent < 0:
        raise ValueError("The number sent must not be negative.")
    parts: list[list[pd.DataFrame]] = [[] for _ in rates]
    rngs = [np.random.default_rng(0) for _ in rates]
    draws = _draws(delay)
    drawn = [_rates(rate, level, rng) for (rate, level), rng in zip(rates, rngs, strict=True)]
    for channel, share in zip(mix["channel"], mix["share"], strict=True):
        if share <= 0:
            continue
        ds, open_ = open_half_hours(baseline, str(channel), sent_at)
        offset = np.full(_DRAWS + 1, (sent_at - ds[0]) / pd.Timedelta(hours=1))
        every = np.vstack([[delay.shape, delay.mean_hours, delay.release_hours], draws])
        part = arrivals(np.tile(open_, (_DRAWS + 1, 1)), offset, shape=every[:, 0],
                        mean_hours=every[:, 1], release_hours=every[:, 2])
        for at, (rate, level) in enumerate(rates):
            came = rngs[at].poisson(sent / 1000 * share * drawn[at][:, None] * part[1:])
            low, high = np.quantile(came, [0.5 - level / 2, 0.5 + level / 2], axis=0,
                                    method="nearest")
            parts[at].append(pd.DataFrame({
                "ds": ds, "channel": str(channel), "low": low, "high": high,
                "added": sent / 1000 * share * rate.mean * part[0]}))
    if not all(parts):
        raise ValueError("The mix has no channel with a share above 0.")
    return [pd.concat(one, ignore_index=True)[["ds", "channel", "added", "low", "high"]]
            for one in parts]


def arrivals(open_: NDArray[np.bool_], offset_hours: Array, *, shape: Array, mean_hours: Array,
             release_hours: Array) -> Array:
    """Share of a surge that comes in each half hour; one row per campaign and channel.

    ``open_``: rows × half hours; ``offset_hours``: how far into the first half hour it was sent.
    Worked: with a delay of nearly nothing and closed for two half hours, the third has
    1 − e^{−0.5 ÷ release_hours} of all.
    """
    from scipy.special import gammainc

    slots = open_.shape[1]
    edges = (np.arange(slots + 1) / PER_HOUR - offset_hours[:, None]).clip(0)
    until = gammainc(shape[:, None], edges * (shape / mean_hours)[:, None])
    fresh = np.diff(until, axis=1)
    leaves = -np.expm1(-1 / (PER_HOUR * release_hours))
    out = np.zeros_like(fresh)
    waiting = np.zeros(len(open_))
    for slot in range(slots):
        now = open_[:, slot]
        freed = np.where(now, waiting * leaves, 0.0)
        out[:, slot] = np.where(now, fresh[:, slot] + freed, 0.0)
        waiting = np.where(now, waiting - freed, waiting + fresh[:, slot])
    return np.asarray(out)


def open_half_hours(baseline: pd.DataFrame, channel: str, sent_at: pd.Timestamp,
                    days: int = _DAYS) -> tuple[pd.DatetimeIndex, NDArray[np.bool_]]:
    """The half hours after a sending that a baseline knows, and whether the channel is open then.
    """
    mine = baseline[baseline["channel"] == channel].set_index("ds")["mean"]
    first = sent_at.floor(STEP)
    if mine.empty or not mine.index.min() <= first <= mine.index.max():
        raise ValueError(f"The baseline of {channel} does not reach {sent_at:%d %b %Y %H:%M}.")
    ds = pd.date_range(first, min(first + pd.Timedelta(days=days) - STEP, mine.index.max()),
                       freq=STEP)
    return ds, np.asarray(mine.reindex(ds).fillna(0.0).to_numpy() > 0)


def _windows(counts: Counts, effects: pd.DataFrame,
             window_hours: int) -> tuple[Array, Array, Array, Array]:
    """Counts, baselines (campaign-channels × half hours), offsets in hours, and sizes."""
    length = window_hours * PER_HOUR
    mix = channel_mix(effects).set_index("channel")["share"]
    use = [at for at, name in enumerate(counts.channels) if mix.get(name, 0.0) > 0]
    rate = contact_rate(effects)
    mine = effects[(effects["channel"] == ALL) & effects["clean"]]
    y, base, offset, size = [], [], [], []
    for moment, sent, per_1000, se in zip(mine["sent_at"], mine["sent"], mine["per_1000"],
                                          mine["se"], strict=True):
        first = counts.row(moment)
        own = rate.tau**2 / (rate.tau**2 + (1000 * se / sent) ** 2) if rate.n > 1 else 1.0
        total = sent / 1000 * max(own * per_1000 + (1 - own) * rate.mean, 0.0)
        for at in use:
            y.append(counts.y[first:first + length, at])
            base.append(counts.baseline[first:first + length, at])
            offset.append((moment - counts.start - first * STEP) / pd.Timedelta(hours=1))
            size.append(total * mix[counts.channels[at]])
    return np.array(y), np.array(base), np.array(offset), np.array(size)


def _dispersion(y: Array, mu: Array) -> float:
    """Pearson's chi-square over its number, of half hours or of days; at least 1."""
    day = 24 * PER_HOUR
    whole = y.shape[1] // day * day
    found = [1.0]
    for one, expected in ((y, mu), *(
            [(y[:, :whole].reshape(len(y), -1, day).sum(axis=2),
              mu[:, :whole].reshape(len(y), -1, day).sum(axis=2))] if whole else [])):
        used = expected > 0.01
        found.append(float(((one - expected)[used] ** 2 / expected[used]).mean()))
    return max(found)


def _curvature(loss: Callable[[Array], float], at: Array, step: float = 0.05) -> Array:
    """Second derivatives of a function by differences."""
    n = len(at)
    out = np.zeros((n, n))
    for i, one in enumerate(np.eye(n) * step):
        for j, other in enumerate(np.eye(n) * step):
            out[i, j] = (loss(at + one + other) - loss(at + one - other)
                         - loss(at - one + other) + loss(at - one - other)) / (4 * step**2)
    return out


def _draws(delay: Delay) -> Array:
    """Shapes, means and releases that the delay may have; rows are draws."""
    logs = np.log([delay.shape, delay.mean_hours, delay.release_hours])
    covariance = np.array(delay.covariance)
    drawn = np.random.default_rng(1).multivariate_normal(logs, covariance, _DRAWS, method="svd")
    return np.asarray(np.exp(drawn.clip(logs - 2, logs + 2)))


def _rates(rate: Pooled, level: float, rng: np.random.Generator) -> Array:
    """Rates of a new campaign, spread as its interval says; never below zero."""
    from scipy.special import ndtri

    up = (rate.new_high - rate.mean) / float(ndtri(0.5 + level / 2))
    return np.asarray((rate.mean + up * rng.standard_normal(_DRAWS)).clip(0))
