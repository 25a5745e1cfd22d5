"""Two survey waves whose respondents are not like the customers: the bias is planted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.demo import plan as p
from data.demo.handles import NETWORK_MIX
from data.demo.people import People, draw
from data.demo.rows import coded, numbered, texts
from data.demo.wording import Wording

Array = NDArray[Any]
_REASONS = ("help with a problem", "offers and discounts", "product news", "opening hours",
            "complaints", "competitions", "recommended by others")
_WANTED = (.46, .40, .27, .12, .30, .14, .09)


@dataclass(frozen=True)
class Waves:
    """The answers of both waves, and what is true of those who were asked."""

    table: pa.Table
    truth: list[dict[str, Any]]


def make_surveys(plan: p.Plan, people: People, wording: Wording) -> Waves:
    """Both waves.  Everybody who is a customer by then is asked once."""
    waves = [_wave(plan, people, wording, number, first_day)
             for number, first_day in enumerate(plan.survey_days)]
    return Waves(pa.concat_tables([table for table, _ in waves]), [truth for _, truth in waves])


def _wave(plan: p.Plan, people: People, wording: Wording, number: int,
          first_day: date) -> tuple[pa.Table, dict[str, Any]]:
    rng = np.random.default_rng([plan.seed, 13, number])
    month = 12 * (first_day.year - plan.start.year) + first_day.month - plan.start.month
    asked = np.flatnonzero(people.joined_from <= month)
    social = people.social_from[asked] <= month
    chance = np.array(p.RESPONSE_SEGMENT)[people.segment[asked]]
    chance = chance * np.array(p.RESPONSE_TIER)[people.tier[asked]]
    chance = chance * np.where(people.age[asked] < 2, p.RESPONSE_YOUNG, 1.0)
    chance = chance * np.where(social, p.RESPONSE_SOCIAL, 1.0)
    n = min(p.SURVEY_ANSWERS + 37 * number, len(asked) // 4)
    # those with the shortest waiting times answer: a draw without replacement by these chances
    who = np.sort(np.argsort(rng.exponential(1, len(asked)) / chance, kind="stable")[:n])
    one, on_social = asked[who], social[who]
    wave = f"{first_day.year}-{first_day.month:02d}"
    days = np.datetime64(first_day, "D") + np.minimum(rng.exponential(5, n), 20).astype(np.int64)
    csat, nps = _scores(rng, people.content[one], on_social)
    used, preferred = _channels(rng, people, one, on_social)
    table = pa.table({
        "wave": texts([wave] * n),
        "respondent_id": numbered("R", np.arange(n), 5),
        "customer_id": numbered("T", np.where(rng.random(n) < 0.8, one, -1), 7),
        "channels_used": texts(used),
        "channel_preferred": texts(preferred),
        "reasons": texts(_reasons(rng, on_social, people.service[one])),
        "csat": pa.array(csat, mask=rng.random(n) < 0.02),
        "nps": pa.array(nps, mask=rng.random(n) < 0.04),
        "segment": coded(people.segment[one], texts(p.SEGMENTS)),
        "region": coded(people.region[one], texts(p.REGIONS)),
        "age_band": coded(np.where(rng.random(n) < 0.97, people.age[one], -1), texts(p.AGE_BANDS)),
        "comment": texts(_comments(rng, wording, csat)),
        "answered_on": pa.array(days.astype("datetime64[D]")),
        "weight": pa.nulls(n, pa.float64()),
    })
    return table, {
        "wave": wave, "first_day": first_day.isoformat(), "asked": len(asked), "answers": int(n),
        "true_social_share": float(social.mean()),
        "true_social_share_by_segment": {
            name: float(social[people.segment[asked] == code].mean())
            for code, name in enumerate(p.SEGMENTS)},
        "true_service_share": float((social & people.service[asked]).mean()),
        "social_share_of_answers": float(on_social.mean()),
        "segment_mix_of_customers": {name: float((people.segment[asked] == code).mean())
                                     for code, name in enumerate(p.SEGMENTS)},
        "tier_mix_of_customers": {name: float((people.tier[asked] == code).mean())
                                  for code, name in enumerate(p.TIERS)},
    }


def _scores(rng: np.random.Generator, content: Array, on_social: Array) -> tuple[Array, Array]:
    mood = content - 0.25 * on_social + rng.normal(0, 0.8, len(content))
    csat = 1 + np.searchsorted([-2.0, -1.2, -0.35, 0.75], mood)
    nps = np.clip(np.round(6.9 + 2.1 * mood + rng.normal(0, 1, len(mood))), 0, 10).astype(np.int64)
    return csat, nps


def _channels(rng: np.random.Generator, people: People, one: Array,
              on_social: Array) -> tuple[list[str], list[str]]:
    """Channels that each says to have used, and the one preferred among them."""
    n, segment = len(one), people.segment[one]
    used = np.zeros((n, len(p.CHANNELS)), dtype=bool)
    for channel, usual in {p.PHONE: .62, p.EMAIL: .41, p.CHAT: .30, p.SMS: .07,
                           p.STORE: .11}.items():
        taste = np.array(p.CHANNEL_TASTE[channel])[segment]
        used[:, channel] = rng.random(n) < np.minimum(usual * taste, 0.95)
    network = p.SOCIAL_FROM + draw(rng, NETWORK_MIX, n)
    used[np.arange(n)[on_social], network[on_social]] = True
    other = on_social & (rng.random(n) < 0.3)
    used[np.arange(n)[other], p.SOCIAL_FROM + (network[other] - p.SOCIAL_FROM + 1) % 3] = True
    appeal = np.where(used, rng.random(used.shape) * np.array([1.3, 1, 1.1, .7, .8, .9, .8, .7]), 0)
    best = appeal.argmax(axis=1)
    names = [[p.CHANNELS[at] for at in np.flatnonzero(row).tolist()] for row in used]
    preferred = [p.CHANNELS[at] if row else "phone" for at, row in
                 zip(best.tolist(), names, strict=True)]
    return ["|".join(row) for row in names], preferred


def _reasons(rng: np.random.Generator, on_social: Array, service: Array) -> list[str | None]:
    """Why social media; asked only of those who use it."""
    wanted = rng.random((len(on_social), len(_REASONS))) < np.array(_WANTED)
    wanted[:, 0] = service
    return ["|".join(reason for reason, yes in zip(_REASONS, row, strict=True) if yes) or None
            if on else None for row, on in zip(wanted.tolist(), on_social.tolist(), strict=True)]


def _comments(rng: np.random.Generator, wording: Wording, csat: Array) -> Array:
    out = np.full(len(csat), None, dtype=object)
    written = rng.random(len(csat)) < 0.3
    for name, of in (("bad", csat <= 2), ("neutral", csat == 3), ("good", csat >= 4)):
        mine = np.flatnonzero(written & of)
        out[mine] = wording.take(f"survey_{name}", len(mine), fresh=400)
    return out
