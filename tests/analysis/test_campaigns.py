"""Surges: pooled rates against published numbers, recovery of what was simulated, the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.campaigns import ALL, campaign_effects, channel_mix, contact_rate, set_apart
from analysis.pooling import Pooled, random_effects
from analysis.surge import Delay, arrivals, delay_curve, fit_delay, surge

START = pd.Timestamp("2026-01-05")  # a Monday
DELAY = Delay(1.3, 11.0, 1.5)
MIX = {"phone": 0.6, "email": 0.4}
RATE = Pooled(60, 60, 60, 60, 60, 0, 0, 1)


def is_open(ds: pd.Series) -> pd.Series:
    return ds.dt.hour.between(8, 17) & (ds.dt.day_of_week < 5)


def usual(weeks: int) -> pd.DataFrame:
    """A baseline: phone open on weekdays 8 to 18, e-mail always."""
    ds = pd.Series(pd.date_range(START, periods=weeks * 336, freq="30min"))
    return pd.concat([
        pd.DataFrame({"ds": ds, "channel": "phone", "mean": 12.0 * is_open(ds)}),
        pd.DataFrame({"ds": ds, "channel": "email", "mean": 3.0})], ignore_index=True)


def come(rng: np.random.Generator, sent_at: pd.Timestamp, n: int) -> pd.DataFrame:
    """A twin of the surge: every contact drawn by itself, and moved to where it is open."""
    rows = []
    for _ in range(n):
        channel = "phone" if rng.random() < MIX["phone"] else "email"
        at = sent_at + pd.Timedelta(hours=rng.gamma(DELAY.shape, DELAY.mean_hours / DELAY.shape))
        if channel == "phone" and not (8 <= at.hour < 18 and at.day_of_week < 5):
            at = at.normalize() + pd.Timedelta(hours=8, days=int(at.hour >= 18))
            while at.day_of_week > 4:
                at += pd.Timedelta(days=1)
            at += pd.Timedelta(hours=rng.exponential(DELAY.release_hours))
        rows.append({"ds": at.floor("30min"), "channel": channel, "y": 1})
    return pd.DataFrame(rows)


def simulated(seed: int, *, weeks: int = 26, per_1000: float = 60.0) -> tuple[pd.DataFrame,
                                                                               pd.DataFrame]:
    """Contacts of half a year with six campaigns in them."""
    rng = np.random.default_rng(seed)
    base = usual(weeks)
    campaigns = pd.DataFrame({
        "campaign_id": list("abcdef"), "sent": [6000, 9000, 12000, 5000, 8000, 10000],
        "sent_at": [START + pd.Timedelta(days=28 * at + 22 + at % 2, hours=10 + at % 4)
                    for at in range(6)]})
    parts = [base.assign(y=rng.poisson(base["mean"]))]
    for moment, sent in zip(campaigns["sent_at"], campaigns["sent"], strict=True):
        parts.append(come(rng, moment, int(rng.binomial(sent, per_1000 / 1000))))
    return pd.concat(parts)[["ds", "channel", "y"]], campaigns


@pytest.fixture(scope="module")
def learned() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    contacts, campaigns = simulated(1)
    return contacts, campaigns, campaign_effects(contacts, campaigns)


def test_pooling_gives_the_published_numbers_of_the_bcg_trials() -> None:
    # Colditz et al. (1994), log relative risks and variances as the package metafor prints them
    y = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713,
         -0.3394, 0.4459, -0.0173]
    v = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124,
         0.5325, 0.0714]
    found = random_effects(np.array(y), np.array(v))
    assert found.mean == pytest.approx(-0.7141, abs=0.001)
    # Hartung and Knapp's interval; metafor's, of a τ² of 0.3132 by REML, is −1.1084 to −0.3206.
    assert (found.low, found.high) == pytest.approx((-1.1078, -0.3204), abs=0.001)
    assert found.tau**2 == pytest.approx(0.3088, abs=0.001)
    assert found.i2 == pytest.approx(0.921, abs=0.002)
    assert found.new_low < found.low
    assert found.new_high > found.high


def test_limits_of_a_new_one_are_those_of_its_distribution_where_campaigns_are_many() -> None:
    y = np.random.default_rng(0).normal(60, 4, 400)
    found = random_effects(y, np.full(400, 0.01))
    assert (found.new_low, found.new_high) == pytest.approx((60 - 1.96 * 4, 60 + 1.96 * 4), abs=0.6)
    few = random_effects(y[:3], np.full(3, 0.01))
    assert few.new_high - few.new_low > 3 * 2 * 1.96 * few.tau * 0.8, "three tell little"


def test_one_campaign_or_two_pool_without_a_spread_between() -> None:
    one = random_effects(np.array([5.0]), np.array([4.0]))
    assert (one.mean, one.tau, one.n) == (5, 0, 1)
    assert one.high == one.new_high == pytest.approx(5 + 1.96 * 2, abs=0.001)
    with pytest.raises(ValueError, match="at least one estimate"):
        random_effects(np.array([]), np.array([]))
    with pytest.raises(ValueError, match="variance above zero"):
        random_effects(np.array([1.0]), np.array([0.0]))


def test_sixty_more_than_a_hundred_after_5000_sent_are_12_per_1000() -> None:
    ds = pd.date_range(START, periods=10 * 336, freq="30min")
    sent_at = START + pd.Timedelta(days=36, hours=10)
    inside = (ds >= sent_at) & (ds < sent_at + pd.Timedelta(hours=72))
    contacts = pd.DataFrame({"ds": ds, "channel": "phone", "y": np.where(inside, 160, 100) / 144})
    campaigns = pd.DataFrame({"campaign_id": ["a"], "sent_at": [sent_at], "sent": [5000]})
    row = campaign_effects(contacts, campaigns).set_index("channel").loc[ALL]
    assert row["baseline"] == pytest.approx(100)
    assert row["added"] == pytest.approx(60)
    assert row["per_1000"] == pytest.approx(12)
    assert row["se"] == pytest.approx(10), "pure chance: the root of what was expected"
    assert row["clean"]


def test_rate_mix_and_delay_that_were_simulated_are_found(
    learned: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    contacts, campaigns, effects = learned
    rate = contact_rate(effects)
    assert rate.low < 60 < rate.high
    assert rate.high - rate.low < 12
    assert rate.n == 6
    mix = channel_mix(effects).set_index("channel")
    for channel, share in MIX.items():
        assert mix.loc[channel, "low"] < share < mix.loc[channel, "high"]
    assert mix["share"].sum() == pytest.approx(1)
    delay = fit_delay(contacts, campaigns, effects)
    assert delay.mean_hours == pytest.approx(DELAY.mean_hours, rel=0.12)
    assert delay.shape == pytest.approx(DELAY.shape, rel=0.12)
    assert delay.release_hours == pytest.approx(DELAY.release_hours, rel=0.4)
    hours = [2, 6, 12, 24, 48]
    curve, true = delay_curve(delay, hours), delay_curve(DELAY, hours)
    assert (curve["share"] - true["share"]).abs().max() < 0.03
    assert curve["low"].lt(curve["share"]).all()
    assert curve["high"].gt(curve["share"]).all()


def test_marked_contacts_are_counted_where_all_are_marked() -> None:
    contacts, campaigns = simulated(2)
    known = campaigns["sent_at"].iloc[0]
    inside = contacts["ds"].between(known, known + pd.Timedelta(hours=60))
    email = inside & (contacts["channel"] == "email") & (contacts.index < 2000)
    told = contacts.assign(campaign_id=np.where(email, "a", None))
    n = float(told.loc[email, "y"].sum())
    plain = campaign_effects(told, campaigns).set_index(["campaign_id", "channel"])
    marked = campaign_effects(told, campaigns, marks="all").set_index(["campaign_id", "channel"])
    assert marked.loc[("a", "email"), "added"] == n
    assert marked.loc[("a", "email"), "se"] == pytest.approx(n**0.5)
    assert marked.loc[("a", "phone"), "added"] == plain.loc[("a", "phone"), "added"]
    assert marked.loc[("a", ALL), "added"] == pytest.approx(
        n + plain.loc[("a", "phone"), "added"])
    assert marked.loc["b"]["added"].tolist() == plain.loc["b"]["added"].tolist()
    with pytest.raises(ValueError, match="no campaign_id"):
        campaign_effects(contacts, campaigns, marks="all")


def test_overlapping_campaigns_and_those_at_the_edge_are_not_learned_from() -> None:
    contacts, campaigns = simulated(3)
    twice = pd.concat([campaigns, pd.DataFrame({
        "campaign_id": ["near", "late"], "sent": [5000, 5000],
        "sent_at": [campaigns["sent_at"].iloc[0] + pd.Timedelta(hours=20),
                    contacts["ds"].max() - pd.Timedelta(hours=10)]})], ignore_index=True)
    effects = campaign_effects(contacts, twice)
    clean = effects[effects["channel"] == ALL].set_index("campaign_id")["clean"]
    assert clean.to_dict() == {"a": False, "near": False, "late": False,
                               **dict.fromkeys("bcdef", True)}
    with pytest.raises(ValueError, match="stands alone"):
        contact_rate(effects[effects["campaign_id"] == "late"])


def test_a_campaign_unlike_the_others_is_set_apart(
    learned: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    effects = learned[2]
    assert set_apart(effects).empty
    struck = effects.assign(per_1000=effects["per_1000"].mask(
        effects["campaign_id"] == "c", 300.0))
    assert set_apart(struck)["campaign_id"].tolist() == ["c"]
    assert set_apart(struck[struck["campaign_id"].isin(list("bcd"))]).empty


def test_where_nothing_was_added_nothing_is_claimed() -> None:
    contacts, campaigns = simulated(4, per_1000=0.0)
    effects = campaign_effects(contacts, campaigns)
    assert contact_rate(effects).low == 0
    assert contact_rate(effects).mean < 5
    with pytest.raises(ValueError, match="stand out of chance"):
        channel_mix(effects.assign(added=effects["added"].clip(upper=0)))


@pytest.mark.parametrize(("drop", "says"), [("sent_at", "campaigns need the column sent_at"),
                                            ("y", "contacts need the column y")])
def test_missing_columns_are_named(drop: str, says: str) -> None:
    contacts, campaigns = usual(1).assign(y=1), pd.DataFrame(
        {"campaign_id": ["a"], "sent_at": [START], "sent": [1]})
    with pytest.raises(ValueError, match=says):
        campaign_effects(contacts.drop(columns=drop, errors="ignore"),
                         campaigns.drop(columns=drop, errors="ignore"))
    with pytest.raises(ValueError, match="start of a half hour"):
        campaign_effects(contacts.assign(ds=contacts["ds"] + pd.Timedelta(minutes=1)), campaigns)
    with pytest.raises(ValueError, match="no contacts"):
        campaign_effects(contacts.head(0), campaigns)


def test_worked_delays() -> None:
    share = delay_curve(Delay(1.0, 10.0, 1.0), [10])["share"].item()
    assert share == pytest.approx(0.632, abs=5e-4)
    open_ = np.array([[False, False, True, True]])
    found = arrivals(open_, np.array([0.0]), shape=np.array([1.0]), mean_hours=np.array([1e-3]),
                     release_hours=np.array([2.0]))[0]
    assert found == pytest.approx([0, 0, 1 - np.exp(-0.25), np.exp(-0.25) * (1 - np.exp(-0.25))])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.booleans(), min_size=3, max_size=40), st.floats(0.5, 4), st.floats(0.2, 20),
       st.floats(0.3, 5), st.floats(0, 0.49))
def test_arrivals_equal_their_twin_in_plain_loops(open_: list[bool], shape: float, mean: float,
                                                  release: float, offset: float) -> None:
    from scipy.stats import gamma

    found = arrivals(np.array([open_]), np.array([offset]), shape=np.array([shape]),
                     mean_hours=np.array([mean]), release_hours=np.array([release]))[0]
    waiting, expected = 0.0, []
    for slot, now in enumerate(open_):
        a, b = (max(edge / 2 - offset, 0.0) for edge in (slot, slot + 1))
        fresh = gamma.cdf(b, shape, scale=mean / shape) - gamma.cdf(a, shape, scale=mean / shape)
        freed = waiting * (1 - np.exp(-0.5 / release)) if now else 0.0
        expected.append(fresh + freed if now else 0.0)
        waiting += -freed if now else fresh
    assert found == pytest.approx(expected, abs=1e-9)


def surge_of(baseline: pd.DataFrame, **change: object) -> pd.DataFrame:
    given_ = {"sent": 16_000, "sent_at": START + pd.Timedelta(days=1, hours=10), "rate": RATE,
              "delay": DELAY, "baseline": baseline,
              "mix": pd.DataFrame({"channel": list(MIX), "share": list(MIX.values())})}
    return surge(**{**given_, **change})  # type: ignore[arg-type]


def test_16000_mails_on_tuesday_at_ten_add_960_contacts_when_open() -> None:
    out = surge_of(usual(2))
    assert out["added"].sum() == pytest.approx(960, rel=0.002)
    by = out.groupby("channel")["added"].sum()
    assert by["phone"] / by["email"] == pytest.approx(1.5, rel=0.01)
    phone = out[out["channel"] == "phone"]
    assert (phone.loc[~is_open(phone["ds"]), ["added", "high"]] == 0).all().all()
    at = phone.set_index("ds")["added"]
    assert at["2026-01-07 08:00"] > 2 * at["2026-01-06 17:30"], "the night's wait for the morning"
    assert (out["low"] <= out["added"] + 1e-9).all()
    inside = out["added"].between(out["low"], out["high"])
    assert inside[out["added"] > 1].all()


def test_the_surge_of_the_demos_size_is_that_of_the_twin() -> None:
    rng = np.random.default_rng(5)
    sent_at = START + pd.Timedelta(days=1, hours=10)
    came = come(rng, sent_at, 20_000).groupby(["channel", "ds"])["y"].sum() * 960 / 20_000
    told = surge_of(usual(2)).set_index(["channel", "ds"])["added"]
    both = pd.concat([told, came], axis=1).fillna(0.0)
    assert (both["added"] - both["y"]).abs().sum() < 0.06 * 960


def test_doubt_about_the_rate_widens_the_surge() -> None:
    sure, unsure = surge_of(usual(2)), surge_of(
        usual(2), rate=Pooled(60, 50, 70, 20, 100, 15, 0.8, 5))
    assert unsure["added"].sum() == pytest.approx(sure["added"].sum())
    assert (unsure["high"] - unsure["low"]).sum() > 1.3 * (sure["high"] - sure["low"]).sum()


def test_what_a_surge_needs() -> None:
    with pytest.raises(ValueError, match="does not reach"):
        surge_of(usual(2), sent_at=START + pd.Timedelta(days=30))
    with pytest.raises(ValueError, match="must not be negative"):
        surge_of(usual(2), sent=-1)
    with pytest.raises(ValueError, match="no channel with a share"):
        surge_of(usual(2), mix=pd.DataFrame({"channel": ["phone"], "share": [0.0]}))
