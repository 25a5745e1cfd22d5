"""The truth told: what the plan says and what was counted; keys as in ``data.demo.truth``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from data.demo import plan as p
from data.demo.clock import HOUR, Clock
from data.demo.handles import Handles
from data.demo.incidents import Incidents
from data.demo.people import People
from data.demo.reference import Campaigns
from data.demo.rows import numbered
from data.demo.truth import iso, social_by_month


class Planted:
    """Puts the truth together: first what was decided, at the end what came of it."""

    def __init__(self, plan: p.Plan, clock: Clock, people: People, handles: Handles,
                 campaigns: Campaigns, incidents: Incidents, waves: list[dict[str, Any]]) -> None:
        self.plan, self.clock, self.people, self.handles = plan, clock, people, handles
        self.campaigns, self.incidents, self.waves = campaigns, incidents, waves

    def before(self) -> dict[str, Any]:
        """What is known before the first row leaves."""
        plan = self.plan
        return {
            "customers": plan.customers, "months": plan.months, "seed": plan.seed,
            "period": {"start": iso(self.clock.start), "end": iso(self.clock.end),
                       "timezone": p.TIMEZONE},
            "survey": {
                "response": {
                    "segment": dict(zip(p.SEGMENTS, p.RESPONSE_SEGMENT, strict=True)),
                    "tier": dict(zip(p.TIERS, p.RESPONSE_TIER, strict=True)),
                    "young": p.RESPONSE_YOUNG, "social": p.RESPONSE_SOCIAL},
                "waves": self.waves,
            },
            "repeat_within_7_days": p.REPEAT_WITHIN_7_DAYS,
        }

    def after(self, told: dict[str, Any]) -> dict[str, Any]:
        """What was counted while the rows left."""
        return {
            "counts": told["counts"], "social_share": self._social_share(told["posted"]),
            "posts": told["posts"], **self._incidents(told),
            "campaigns": self._campaigns(told["campaign_contacts"]),
            "waiting": {
                "shape": p.WAIT_SHAPE, "scale_hours": p.WAIT_SCALE_HOURS,
                "give_up_hours": p.WAIT_GIVE_UP_HOURS,
                "meaning": "Chance of a further negative post within t hours of waiting for a "
                           "person's answer: 1 - exp(-(t / scale_hours) ** shape).",
                "conversations": told["conversations"],
                "further_negative": told["further_negative"],
                "negative_after_reply": p.NEGATIVE_AFTER_REPLY,
            },
            "handles": self._handles(told),
        }

    def _social_share(self, posted: dict[str, Any]) -> dict[str, Any]:
        months = social_by_month(self.plan, self.people)
        last = slice(-len(p.SEGMENTS), None)
        customers, on = months["customers"][last], months["on_social"][last]
        service = months["on_social_for_service"][last]
        return {
            "parameters": {
                "share_at_end": dict(zip(p.SEGMENTS, p.SOCIAL_SHARE, strict=True)),
                "tier_factor": dict(zip(p.TIERS, p.TIER_SOCIAL, strict=True)),
                "service_of_social": dict(zip(p.SEGMENTS, p.SERVICE_OF_SOCIAL, strict=True)),
                "growth_per_month": p.SOCIAL_GROWTH},
            "by_month": months,
            "last_month": {name: k / max(n, 1) for name, k, n in
                           zip(p.SEGMENTS, on, customers, strict=True)},
            "overall": {"on_social": sum(on) / sum(customers),
                        "on_social_for_service": sum(service) / sum(customers)},
            "posted": posted,
        }

    def _incidents(self, told: dict[str, Any]) -> dict[str, Any]:
        plan, clock, handles = self.plan, self.clock, self.handles
        outage = clock.at(plan.outage_day, 17 + 2 / 3)
        lone, duplicate = self.incidents.lone_handle, np.flatnonzero(handles.duplicate)
        untold = self.campaigns.untold
        return {
            "outage": {
                "start": iso(outage), "end": iso(outage + int(p.OUTAGE_HOURS * HOUR)),
                "region": p.OUTAGE_REGION, "channels": list(told["outage_extra"]),
                "expected_extra": {p.CHANNELS[code]: plan.scale * p.OUTAGE_POSTS * part
                                   for code, part in p.OUTAGE_NETWORKS.items()}
                | {p.CHANNELS[code]: plan.scale * n for code, n in p.OUTAGE_CONTACTS.items()},
                "extra": told["outage_extra"],
            },
            "policy_fault": {
                "theme": p.POLICY_WORDS, "words": ["paper invoice", "paper-invoice"],
                "start": plan.policy_start.isoformat(), "end": plan.policy_end.isoformat(),
                "rate": p.POLICY_RATE, "channels": list(told["policy_extra"]),
                "extra": told["policy_extra"], "authors": told["policy_authors"],
            },
            "lone_customer": {
                "handle": handles.name[lone], "network": p.CHANNELS[handles.network[lone]],
                "customer_id": _customer(int(handles.customer[lone])), "words": p.LONE_WORDS,
                "start": plan.lone_start.isoformat(),
                "end": (plan.lone_start + timedelta(days=p.LONE_DAYS)).isoformat(),
                "posts": told["lone_posts"],
            },
            "mailing": {
                "campaign_id": f"M{untold:03d}", "sent_at": iso(int(self.campaigns.sent[untold])),
                "audience": int(self.campaigns.audience[untold]), "rate": p.MAILING_RATE,
                "contacts": sum(told["mailing_extra"].values()), "extra": told["mailing_extra"],
                "mix": {p.CHANNELS[code]: part for code, part in p.MAILING_MIX.items()},
                "delay_hours": {"shape": p.MAILING_DELAY_SHAPE, "mean": p.MAILING_DELAY_HOURS},
                "per_hour": told["mailing_per_hour"],
            },
            "duplicate_praise": {
                "text": "Best internet provider ever, super fast and friendly, everyone should "
                        "switch to Tessmoor",
                "start": plan.duplicate_start.isoformat(),
                "end": (plan.duplicate_start + timedelta(days=p.DUPLICATE_DAYS)).isoformat(),
                "posts": told["duplicates"], "handles": handles.name[duplicate].tolist(),
            },
        }

    def _campaigns(self, marked: list[int]) -> list[dict[str, Any]]:
        return [{"campaign_id": f"M{at:03d}", "audience": int(self.campaigns.audience[at]),
                 "rate": float(self.campaigns.rate[at]),
                 "contacts": int(self.incidents.caused[at]), "marked": marked[at]}
                for at in range(len(marked)) if at != self.campaigns.untold]

    def _handles(self, told: dict[str, Any]) -> dict[str, Any]:
        owned = np.flatnonzero(self.handles.customer >= 0)
        return {
            "owned": {
                "handle": self.handles.name[owned].tolist(),
                "network": np.array(p.CHANNELS)[self.handles.network[owned]].tolist(),
                "customer_id": numbered("T", self.handles.customer[owned], 7).to_pylist(),
                "in_crm": self.handles.known[owned].tolist()},
            "strangers": told["strangers"], "seen_share_in_crm": told["seen_share_in_crm"],
        }


def _customer(code: int) -> str:
    return f"T{code:07d}"


