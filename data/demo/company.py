"""The demo company: its tables, the stream of its interactions, its truth and its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo import plan as p
from data.demo.clock import Clock, holidays
from data.demo.desk import Desk
from data.demo.doubters import Doubters
from data.demo.handles import Handles, handles_table, make_handles
from data.demo.incidents import Incidents
from data.demo.manners import Ids
from data.demo.own_risks import SAD_EVENT, OwnRisks, sad_days
from data.demo.people import (
    DEPARTMENTS,
    customers_table,
    make_people,
    make_staff,
)
from data.demo.planted import Planted
from data.demo.reference import campaigns_table, competitors_table, costs_table, make_campaigns
from data.demo.rows import Rows, channels, coded, length, moments, numbered, pick, stack, texts
from data.demo.social import Social
from data.demo.surveys import make_surveys
from data.demo.truth import Ledger
from data.demo.wording import Wording


@dataclass(frozen=True)
class DemoCompany:
    """``tables``: all contract tables but the interactions, by name.

    ``interactions``: one Arrow table a month, sorted by ``published_at``; to be read once.
    ``truth``: see ``data.demo.truth``; complete only when ``interactions`` is exhausted.
    ``settings``: values for the home's settings, as plain JSON.
    """

    tables: dict[str, pa.Table]
    interactions: Iterator[pa.Table]
    truth: dict[str, Any]
    settings: dict[str, Any]


def demo_company(*, customers: int = p.DEFAULT_CUSTOMERS, months: int = 24, seed: int = 7,
                 progress: Callable[[int, int], None] | None = None) -> DemoCompany:
    """The company of a seed.  ``progress`` is told (months done, months) as they are streamed.

    Raises ValueError below 500 customers, outside 3 to 240 months, or for a negative seed.
    """
    plan = p.Plan(customers, months, seed)
    clock, people, wording = Clock(plan), make_people(plan), Wording(plan)
    staff, agents = make_staff(plan)
    handles = make_handles(plan, people)
    campaigns = make_campaigns(plan, clock)
    incidents = Incidents(plan, clock, people, handles, campaigns)
    waves = make_surveys(plan, people, wording)
    ledger = Ledger(plan, clock, people, handles, campaigns)
    planted = Planted(plan, clock, people, handles, campaigns, incidents, waves.truth)
    risks = OwnRisks(plan, clock, staff)
    doubters = Doubters(plan, clock, handles)
    truth = planted.before() | {"own_posts": risks.told(), "doubting_posts": doubters.told()}
    ids = Ids()
    desk = Desk(plan, clock, people, staff, wording, ids)
    social = Social(plan, clock, people, handles, staff, campaigns, wording, ids)

    def stream() -> Iterator[pa.Table]:
        waiting: list[Rows] = []
        for month in range(plan.months):
            start, end = _bounds(plan, clock, month)
            some = incidents.between(start, end)
            made = stack([*waiting, *desk.month(month, start, end, some),
                          *social.month(month, start, end, some),
                          risks.between(start, end), doubters.between(start, end)])
            # replies and further posts of this month's conversations may fall into a later one
            now = made["published"] < end
            waiting = [pick(made, ~now & (made["published"] < clock.end))]
            made = pick(made, now)
            made = pick(made, np.lexsort((made["id"], made["published"])))
            ledger.enter(made)
            yield interactions_table(made, handles)
            if progress:
                progress(month + 1, plan.months)
        truth.update(planted.after(ledger.told()))

    return DemoCompany(
        tables={
            "customers": customers_table(plan, people),
            "handles": handles_table(plan, people, handles),
            "agents": agents,
            "campaigns": campaigns_table(campaigns),
            "survey_responses": waves.table,
            "channel_costs": costs_table(plan),
            "competitor_posts": competitors_table(plan, clock, wording),
        },
        interactions=stream(), truth=truth, settings=settings(plan),
    )


def _bounds(plan: p.Plan, clock: Clock, month: int) -> tuple[int, int]:
    """The first moment of a month of the period and that of the next."""
    inside = np.flatnonzero(clock.month == month)
    start = int(clock.hours[inside[0]])
    return start, min(int(clock.hours[inside[-1] + 1]), clock.end)


def interactions_table(some: Rows, handles: Handles) -> pa.Table:
    """The contract's interactions."""
    n = length(some)
    social = some["channel"] >= p.SOCIAL_FROM
    brands = texts(p.BRANDS)
    ours = some["outbound"] & social
    # one dictionary for both: the accounts of the public, then those of our brands
    account = np.where(ours, len(handles) + some["brand"], np.where(social, some["handle"], -1))
    words = some["text"]
    return pa.table({
        "interaction_id": numbered("D", some["id"], 9),
        "source": texts(["demo"] * n),
        "channel": channels(some["channel"]),
        "direction": coded(some["outbound"], texts(["inbound", "outbound"])),
        "conversation_id": numbered("C", some["conversation"], 9),
        "in_reply_to": numbered("D", some["reply_to"], 9),
        "customer_id": numbered("T", some["customer"], 7),
        "handle": coded(account, pa.concat_arrays([texts(handles.name), brands])),
        "author_name": coded(account, pa.concat_arrays([texts(handles.display), brands])),
        "author_followers": pa.array(handles.followers).take(
            pa.array(some["handle"], mask=some["handle"] < 0)),
        "text": texts(words),
        "language": pc.if_else(texts(words).is_valid(), "en", None),
        "published_at": moments(some["published"]),
        "ingested_at": moments(some["ingested"]),
        "assigned_at": moments(some["assigned"]),
        "first_reply_at": moments(some["first_reply"]),
        "resolved_at": moments(some["resolved"]),
        "handle_seconds": pa.array(some["handle_seconds"], from_pandas=True),
        "agent_id": numbered("A", some["agent"], 3),
        "department": coded(some["department"], texts(DEPARTMENTS)),
        "automated": pa.array(some["automated"], mask=~some["outbound"]),
        "campaign_id": numbered("M", some["campaign"], 3),
        "likes": pa.array(some["likes"], mask=some["likes"] < 0),
        "shares": pa.array(some["shares"], mask=some["shares"] < 0),
        "brand": coded(some["brand"], brands),
        # A company whose desk labels nothing: the texts are judged by Decaf.
        "purpose": pa.nulls(n, pa.string()),
        "polarity": pa.nulls(n, pa.float64()),
    })


def settings(plan: p.Plan) -> dict[str, Any]:
    """What the company knows about itself; the outage and the fee are not among it."""
    opening = plan.day(0.22, weekday=5)
    prices = plan.day(0.52, weekday=0)
    sad = sad_days(plan)
    return {
        "company": p.COMPANY, "brands": list(p.BRANDS), "timezone": p.TIMEZONE, "currency": "USD",
        "week_start": "monday",
        "business_hours": {**{day: ["08:00", "18:00"] for day in (
            "monday", "tuesday", "wednesday", "thursday", "friday")},
            "saturday": ["09:00", "14:00"]},
        "holidays": [day.isoformat() for day in holidays(plan)],
        "sla_minutes": {"default": 1440, "phone": 3, "email": 1440, "chat": 3, "sms": 120,
                        "store": 15, "x": 120, "facebook": 180, "instagram": 240},
        "social_channels": ["x", "facebook", "instagram"],
        "service_reasons": ["help with a problem"],
        "events": [
            {"name": "Store opening in Ames", "start": opening.isoformat(),
             "end": (opening + timedelta(days=1)).isoformat()},
            {"name": "New price list", "start": prices.isoformat()},
        ],
        "sensitive_events": [{"name": SAD_EVENT, "start": sad[0].isoformat(),
                              "end": sad[1].isoformat()}],
    }
