"""The surge of the demo's mailing, learned from its contacts, is the one that was planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.campaigns import campaign_effects, channel_mix, contact_rate
from analysis.surge import fit_delay, surge
from tests.data.demo_read import Read, local, read


@pytest.fixture(scope="module")
def demo() -> Read:
    return read(customers=20_000, months=8, seed=7)


def test_the_planted_mailing_is_learned(demo: Read) -> None:
    told = demo.truth["mailing"]
    first = demo.inbound[demo.inbound["in_reply_to"].isna()]
    contacts = pd.DataFrame({
        "ds": local(first["published_at"]).dt.tz_localize(None).dt.floor("30min"),
        "channel": first["channel"]}).value_counts().rename("y").reset_index()
    table = demo.table("campaigns")
    campaigns = pd.DataFrame({
        "campaign_id": table["campaign_id"], "sent": table["audience"],
        "sent_at": local(table["sent_at"]).dt.tz_localize(None)})
    effects = campaign_effects(contacts, campaigns)
    mailing = effects[effects["campaign_id"] == told["campaign_id"]]

    rate = contact_rate(mailing)
    assert rate.low < 1000 * told["rate"] < rate.high
    assert rate.mean == pytest.approx(1000 * told["contacts"] / told["audience"], rel=0.3)
    mix = channel_mix(mailing).set_index("channel")
    for channel in ("phone", "email"):
        assert mix.loc[channel, "low"] < told["mix"][channel] < mix.loc[channel, "high"]
    assert mix.loc[["sms", "store", "instagram"], "share"].max() < 0.06
    delay = fit_delay(contacts, campaigns, mailing)
    assert delay.mean_hours == pytest.approx(told["delay_hours"]["mean"], rel=0.35)

    # what it would have foretold, hour by hour, beside what came
    sent_at = campaigns.set_index("campaign_id").loc[told["campaign_id"], "sent_at"]
    ds = pd.Series(pd.date_range(sent_at.floor("30min"), periods=7 * 48, freq="30min"))
    hour, day = ds.dt.hour, ds.dt.day_of_week
    open_ = {"phone": np.where(day < 5, hour.between(7, 20), hour.between(8, 16) & (day == 5)),
             "chat": hour.between(8, 21)}
    baseline = pd.concat([
        pd.DataFrame({"ds": ds, "channel": name, "mean": 1.0 * open_.get(name, np.ones(len(ds)))})
        for name in mix.index])
    added = surge(sent=told["audience"], sent_at=sent_at, rate=rate, delay=delay,
                  mix=mix.reset_index(), baseline=baseline)
    by_hour = added.groupby(added["ds"].dt.floor("h"))["added"].sum().to_numpy()[:72]
    came = np.array(told["per_hour"], dtype=float)
    assert np.corrcoef(by_hour, came)[0, 1] > 0.85
    shape, true = np.cumsum(by_hour) / by_hour.sum(), np.cumsum(came) / came.sum()
    assert np.abs(shape - true).max() < 0.12
