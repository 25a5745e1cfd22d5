"""What is planted in the demo company can be found again by plain counting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.data.demo_read import CUSTOMERS, MONTHS, SOCIAL, Read, local, read, utc


@pytest.fixture(scope="module")
def demo() -> Read:
    return read(customers=CUSTOMERS, months=MONTHS, seed=7)


def test_posts_read_as_they_are_labelled_but_not_without_error(demo: Read) -> None:
    from analysis.sentiment import score

    posts = demo.posts
    assert posts.intent.notna().all()
    assert posts.purpose.value_counts().reindex(["service", "marketing", "other"]).min() > 50
    sample = posts.sample(800, random_state=1)
    found = score(sample.text.tolist()).sentiment.to_numpy()
    recall = {label: (found[sample.sentiment == label] == label).mean()
              for label in ("negative", "neutral", "positive")}
    assert 0.7 < np.mean(list(recall.values())) < 0.93, recall


def test_the_share_on_social_media_grows_and_differs_by_segment(demo: Read) -> None:
    told = demo.truth["social_share"]
    months = pd.DataFrame(told["by_month"])
    total = months.groupby("month")[["on_social", "customers"]].sum()
    share = total.on_social / total.customers
    growth = np.log(share.iloc[-1] / share.iloc[0]) / (MONTHS - 1)
    assert growth > 0.01
    assert growth == pytest.approx(told["parameters"]["growth_per_month"], abs=0.012)
    assert told["last_month"]["student"] > 2 * told["last_month"]["family"]
    assert told["last_month"]["senior"] < 0.5 * told["last_month"]["consumer"]


def test_customers_who_post_are_those_the_truth_counts(demo: Read) -> None:
    owned = pd.DataFrame(demo.truth["handles"]["owned"])
    posts = demo.inbound[demo.inbound.channel.isin(SOCIAL)]
    seen = posts.merge(owned, left_on=["channel", "handle"], right_on=["network", "handle"],
                       suffixes=("", "_true"))
    segment = demo.table("customers").set_index("customer_id").segment
    found = segment.loc[seen.customer_id_true.unique()].value_counts().to_dict()
    told = demo.truth["social_share"]["posted"]
    assert found == {name: row["posted"] for name, row in told.items() if row["posted"]}
    on_social = sum(demo.truth["social_share"]["by_month"]["on_social"][-5:])
    assert 0.5 * on_social < sum(found.values()) <= on_social


def test_the_outage_is_a_spike_in_the_north(demo: Read) -> None:
    told = demo.truth["outage"]
    start, end = utc(told["start"]), utc(told["end"])
    times = demo.inbound[demo.inbound.channel.isin(SOCIAL)].published_at
    inside = times.between(start, end, inclusive="left").sum()
    others = [int(times.between(start + pd.Timedelta(weeks=k),
                                end + pd.Timedelta(weeks=k)).sum())
              for k in (-4, -3, -2, -1, 1, 2, 3, 4)]
    assert inside > 8 * max(float(np.mean(others)), 1.0)
    extra = sum(told["extra"][name] for name in SOCIAL if name in told["extra"])
    assert inside - np.mean(others) == pytest.approx(extra, rel=0.25)
    calls = demo.inbound[(demo.inbound.channel == "phone")
                         & (demo.inbound.published_at.between(start, end))]
    regions = demo.table("customers").set_index("customer_id").region
    assert (regions.loc[calls.customer_id] == told["region"]).mean() > 0.6


def test_the_faulty_fee_shows_on_every_channel_and_comes_from_many(demo: Read) -> None:
    told = demo.truth["policy_fault"]
    named = demo.inbound[demo.inbound.text.str.contains("paper.?invoice", case=False, na=False)]
    days = local(named.published_at).dt.strftime("%Y-%m-%d")
    assert (days >= told["start"]).all()
    assert set(named.channel) == {"phone", "email", "chat", "sms", "store", *SOCIAL}
    author = named.customer_id.fillna(named.handle)
    assert author.nunique() > 0.8 * len(named)
    assert author.value_counts(normalize=True).iloc[0] < 0.1
    written = named[named.channel.isin(["email", "chat", *SOCIAL])].channel.value_counts()
    for channel, n in written.items():
        assert n >= 0.55 * told["extra"][channel], channel


def test_the_lone_customer_is_one_handle_with_many_posts(demo: Read) -> None:
    told = demo.truth["lone_customer"]
    angry = demo.inbound[demo.inbound.handle == told["handle"]]
    days = local(angry.published_at).dt.strftime("%Y-%m-%d")
    angry = angry[(angry.channel == told["network"]) & days.between(told["start"], told["end"])]
    assert len(angry) >= told["posts"] == 72
    hedge = demo.inbound[demo.inbound.text.str.contains("hedge|front yard", case=False, na=False)]
    assert set(hedge.handle) == {told["handle"]}
    everyone = demo.inbound[demo.inbound.channel.isin(SOCIAL)].handle.value_counts()
    assert everyone.index[0] == told["handle"]


def test_the_mailing_brings_a_surge_that_nobody_marked(demo: Read) -> None:
    told = demo.truth["mailing"]
    sent = utc(told["sent_at"])
    campaign = demo.table("campaigns").set_index("campaign_id").loc[told["campaign_id"]]
    assert campaign.sent_at == sent
    assert campaign.audience == told["audience"] == int(0.4 * CUSTOMERS)
    assert not (demo.rows.campaign_id == told["campaign_id"]).any()

    def contacts(weeks: int) -> int:
        start = sent + pd.Timedelta(weeks=weeks)
        return int(demo.inbound.published_at.between(start, start + pd.Timedelta(days=2)).sum())

    usual = np.mean([contacts(k) for k in (-4, -3, -2, -1)])
    assert contacts(0) > 1.6 * usual
    assert contacts(0) - usual == pytest.approx(sum(told["per_hour"][:48]), rel=0.4)
    assert sum(told["per_hour"]) == pytest.approx(told["contacts"], rel=0.05)


def test_waiting_breeds_further_criticism_at_the_planted_hazard(demo: Read) -> None:
    posts, told = demo.posts, demo.truth["waiting"]
    opening = posts[posts.in_reply_to.isna() & (posts.purpose == "service")
                    & (posts.intent != "thanks") & (posts.sentiment != "positive")]
    lone = demo.truth["lone_customer"]["handle"]
    opening = opening[opening.handle != lone].set_index("conversation_id").published_at
    human = demo.rows[(demo.rows.direction == "outbound") & demo.rows.agent_id.notna()]
    reply = human.groupby("conversation_id").published_at.min().reindex(opening.index)
    end = utc(demo.truth["period"]["end"])
    waited = (reply.fillna(end) - opening).dt.total_seconds() / 3600
    again = posts[posts.in_reply_to.notna() & (posts.sentiment == "negative")]
    first = again.groupby("conversation_id").published_at.min().reindex(opening.index)
    further = ((first - opening).dt.total_seconds() / 3600)
    event = further.notna() & (further < waited)
    short, long = waited < 6, waited > 36
    assert event[short].mean() < 0.05
    assert event[long].mean() > 0.2
    # Nelson-Aalen at 48 hours against the Weibull that was planted
    time = np.minimum(waited, further.where(event, np.inf))
    at_risk = np.array([(time >= t).sum() for t in time[event & (time <= 48)]])
    found = (1 / at_risk).sum()
    assert found == pytest.approx((48 / told["scale_hours"]) ** told["shape"], rel=0.35)


def test_the_praise_is_nearly_one_text_from_many_young_handles(demo: Read) -> None:
    told = demo.truth["duplicate_praise"]
    praise = demo.inbound[demo.inbound.text.str.startswith("Best internet provider ever", na=False)]
    assert len(praise) == told["posts"] == 48
    assert set(praise.handle) == set(told["handles"])
    assert praise.handle.is_unique
    assert praise.author_followers.max() < 20
    assert 1 < praise.text.nunique() <= len(praise)
    days = local(praise.published_at).dt.strftime("%Y-%m-%d")
    assert days.between(told["start"], told["end"]).all()


def test_handles_belong_to_customers_who_spell_themselves_otherwise(demo: Read) -> None:
    owned = pd.DataFrame(demo.truth["handles"]["owned"])
    handles = demo.table("handles")
    both = handles.merge(owned, on=["handle", "network"], how="left", suffixes=("", "_true"))
    known = both[both.customer_id.notna()]
    assert (known.customer_id == known.customer_id_true).all()
    assert (known.decided_by == "crm").all()
    assert both[both.customer_id.isna()].decided_by.isna().all()
    assert len(known) / len(owned) == pytest.approx(0.55, abs=0.06)
    assert both.customer_id_true.isna().sum() > 0.3 * len(owned)  # nobody's
    named = both.merge(demo.table("customers"), left_on="customer_id_true",
                       right_on="customer_id", suffixes=("", "_c"))
    named = named[named.segment != "business"]
    same = (named.display_name == named.name).mean()
    assert 0.2 < same < 0.6


def test_survey_answers_overstate_social_media_and_weights_repair_it(demo: Read) -> None:
    answers = demo.table("survey_responses")
    customers = demo.table("customers").set_index("customer_id")
    for told in demo.truth["survey"]["waves"]:
        wave = answers[answers.wave == told["wave"]]
        social = wave.channels_used.str.contains("|".join(SOCIAL), na=False)
        assert len(wave) == told["answers"]
        assert social.mean() == pytest.approx(told["social_share_of_answers"])
        assert social.mean() > 1.15 * told["true_social_share"]
        linked = wave[wave.customer_id.notna()].assign(social=social)
        linked["tier"] = customers.tier.reindex(linked.customer_id).to_numpy()
        cell = linked.segment + linked.tier
        mix = (customers.segment + customers.tier).value_counts(normalize=True)
        weighted = linked.social.groupby(cell).mean().mul(mix).sum()
        off_raw = social.mean() - told["true_social_share"]
        assert abs(weighted - told["true_social_share"]) < 0.7 * off_raw
