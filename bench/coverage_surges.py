"""Coverage of a campaign's delay and of the contacts that a new one adds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.campaigns import ALL, PER_HOUR, STEP, campaign_effects, contact_rate
from analysis.pooling import Pooled
from analysis.surge import Delay, arrivals, delay_curve, fit_delay, open_half_hours, surge
from bench.coverage_rows import TRUE, Row, row

_START = pd.Timestamp("2026-01-05")  # a Monday
_DELAY = Delay(1.3, 11.0, 1.5)
_MIX = {"phone": 0.6, "email": 0.4}
_WEEKS, _CAMPAIGNS = 26, 6
_HOURS = (2.0, 6.0, 12.0, 24.0)
ADDED = (0.93, 1.0)


def delays(*, quick: bool = False) -> list[Row]:
    """The curve learnt from half a year with six campaigns: what has come within some hours."""
    rng, repetitions = np.random.default_rng(131), 6 if quick else 120
    inside = []
    truth = delay_curve(_DELAY, _HOURS)["share"].to_numpy()
    for _ in range(repetitions):
        contacts, campaigns = _half_year(rng)
        effects = campaign_effects(contacts, campaigns)
        curve = delay_curve(fit_delay(contacts, campaigns, effects), _HOURS)
        inside.append((curve["low"].to_numpy() <= truth) & (truth <= curve["high"].to_numpy()))
    held = np.array(inside).mean(axis=0)
    return [row(f"{_CAMPAIGNS} campaigns, within {hours:g} h", [float(one)], repetitions, TRUE)
            for hours, one in zip(_HOURS, held, strict=True)]


def added(*, quick: bool = False) -> list[Row]:
    """Contacts of a half hour, and of a day, that a new campaign of known ways adds.

    Campaigns differ by some contacts per 1,000, which ten of them have told.
    """
    out, repetitions = [], 10 if quick else 100
    for tau in (1.0, 6.0):
        rng, slots = np.random.default_rng(132), []
        for _ in range(repetitions):
            per_1000 = rng.normal(60, tau, 10)
            learned = contact_rate(pd.DataFrame({
                "channel": ALL, "added": 10 * per_1000 + rng.normal(0, 12, 10), "se": 12.0,
                "sent": 10_000, "clean": True}))
            slots.append(_held(rng, learned, float(rng.normal(60, tau))))
        out.append(row(f"a half hour, campaigns that differ by ± {tau:g}",
                       [float(np.mean(slots))], repetitions, ADDED))
    return out


def _held(rng: np.random.Generator, learned: Pooled, per_1000: float) -> float:
    """Part of the open half hours of the first two days whose contacts lie within the limits."""
    baseline, sent_at = _usual(2), _START + pd.Timedelta(hours=34)
    mix = pd.DataFrame({"channel": list(_MIX), "share": list(_MIX.values())})
    plan = surge(sent=10_000, sent_at=sent_at, rate=learned, delay=_DELAY, mix=mix,
                 baseline=baseline)
    plan = plan[(plan["added"] > 0) & (plan["ds"] < sent_at + pd.Timedelta(days=2))]
    true = plan["added"] * per_1000 / learned.mean
    came = rng.poisson(true)
    return float(((plan["low"] <= came) & (came <= plan["high"])).mean())


def _usual(weeks: int) -> pd.DataFrame:
    """A baseline: phone open on weekdays 8 to 18, e-mail always."""
    ds = pd.Series(pd.date_range(_START, periods=weeks * 7 * 24 * PER_HOUR, freq=STEP))
    opened = ds.dt.hour.between(8, 17) & (ds.dt.day_of_week < 5)
    return pd.concat([pd.DataFrame({"ds": ds, "channel": "phone", "mean": 12.0 * opened}),
                      pd.DataFrame({"ds": ds, "channel": "email", "mean": 3.0})],
                     ignore_index=True)


def _half_year(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contacts with campaigns in them, each half hour a Poisson count."""
    base = _usual(_WEEKS).set_index(["channel", "ds"])["mean"]
    campaigns = pd.DataFrame({
        "campaign_id": list("abcdef"), "sent": rng.permutation([6, 9, 12, 5, 8, 10]) * 1_000,
        "sent_at": [_START + pd.Timedelta(days=28 * at + 22 + at % 2, hours=10 + at % 4)
                    for at in range(_CAMPAIGNS)]})
    mean = base.copy()
    whole = base.reset_index()
    one = np.ones(1)
    for moment, sent in zip(campaigns["sent_at"], campaigns["sent"], strict=True):
        for channel, share in _MIX.items():
            ds, opened = open_half_hours(whole, channel, moment)
            part = arrivals(opened[None, :], 0 * one + (moment - ds[0]) / pd.Timedelta(hours=1),
                            shape=_DELAY.shape * one, mean_hours=_DELAY.mean_hours * one,
                            release_hours=_DELAY.release_hours * one)[0]
            more = pd.Series(0.06 * sent * share * part, index=pd.MultiIndex.from_product(
                [[channel], ds], names=mean.index.names))
            mean = mean.add(more, fill_value=0.0)
    contacts = mean.reset_index(name="mean")
    return contacts.assign(y=rng.poisson(contacts["mean"]))[["ds", "channel", "y"]], campaigns
