"""The register of inputs: plain names, units, bounds, and what is taken where nothing is measured.

Defaults that are assumptions of ours say so: they are round, wide, and meant to be replaced.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from analysis.decision.distributions import Distribution as D
from analysis.decision.distributions import Kind

Learn = Literal["log", "survey", "audit", "books", "pilot", "choice"]
OURS = "assumption of ours"


@dataclass(frozen=True)
class Entry:
    """What an input is.  ``learn``: where it can be learnt: in the ``log``, by a ``survey`` of
    customers, by an ``audit`` of labelled posts, in the company's ``books``, only by a ``pilot``;
    or it is a ``choice``.  ``kind``: the distribution where the default is certain.
    """

    label: str
    unit: str
    default: D
    learn: Learn
    why: str
    low: float = 0.0
    high: float = math.inf
    source: Literal["assumed", "published"] = "assumed"
    kind: Kind = "lognormal"


REGISTER: dict[str, Entry] = {
    # How many, and how much they write.
    "customers": Entry(
        "Customers", "customers", D("certain", 10_000), "log", f"{OURS}: a company of that size"),
    "social_service_share": Entry(
        "Customers who use social media for service", "share of customers",
        D("logit-normal", 0.0851, 0.02, 0.3), "survey",
        "derived from IBM (2011), 23 % times 37 % of 1,056 consumers; interval widened by us, for "
        "these are not your customers", high=1.0, source="published", kind="logit-normal"),
    "contacts_per_user": Entry(
        "Service contacts per social user and year", "contacts a year",
        D("lognormal", 2.0, 0.7, 6.0), "log", OURS),
    "service_correction": Entry(
        "Service conversations per conversation called service", "ratio",
        D("lognormal", 1.0, 0.7, 1.43), "audit",
        f"{OURS}: what reads the posts may be wrong by 30 % either way"),
    "share_growth": Entry(
        "Growth of that share", "log odds a year", D("normal", 0.05, -0.2, 0.3), "log",
        f"{OURS}: about 5 % more a year, or 20 % fewer, or 30 % more", low=-3.0, high=3.0,
        kind="normal"),
    "outsider_ratio": Entry(
        "Contacts of people who are no customers, per contact of a customer", "ratio",
        D("pert", 0.3, 0.0, 1.0), "log", OURS, kind="pert"),
    # What a contact costs.
    "social_handle_seconds": Entry(
        "Work on a social contact", "seconds", D("lognormal", 300, 150, 600), "log", OURS),
    "traditional_handle_seconds": Entry(
        "Work on a phone or e-mail contact", "seconds", D("lognormal", 420, 250, 700), "log", OURS),
    "social_cost_per_hour": Entry(
        "Cost of a paid hour on social media", "money an hour", D("lognormal", 40, 28, 57), "books",
        OURS),
    "traditional_cost_per_hour": Entry(
        "Cost of a paid hour on phone and e-mail", "money an hour", D("lognormal", 38, 27, 54),
        "books", OURS),
    "productive_share": Entry(
        "Share of a paid hour spent on contacts", "share of time", D("pert", 0.6, 0.45, 0.75),
        "books", f"{OURS}: 85 % busy times 70 % present", low=0.01, high=1.0, kind="pert"),
    # What the option costs beside its contacts.
    "tools_per_month": Entry(
        "Tools of full social care", "money a month", D("lognormal", 3_000, 1_200, 7_500), "books",
        OURS),
    "standby_hours_per_week": Entry(
        "Leading, watching and standing by, full social care", "paid hours a week",
        D("pert", 25, 12, 45), "books", OURS, high=2_000.0, kind="pert"),
    "training_hours": Entry(
        "Training per person", "paid hours", D("pert", 40, 16, 80), "books", OURS, high=2_000.0,
        kind="pert"),
    "ramp_up_months": Entry(
        "Months until a team works in full", "months", D("pert", 4, 2, 9), "pilot", OURS,
        high=36.0, kind="pert"),
    # What a contact is worth.
    "solved_share": Entry(
        "Answered social contacts that are solved", "share of contacts",
        D("logit-normal", 0.75, 0.6, 0.86), "log", OURS, high=1.0, kind="logit-normal"),
    "deflected_share": Entry(
        "Social contacts that would else have come by phone or e-mail", "share of contacts",
        D("logit-normal", 0.35, 0.15, 0.62), "pilot", OURS, high=1.0, kind="logit-normal"),
    "retention_gain": Entry(
        "More customers kept where an issue is solved", "share of those customers",
        D("lognormal", 0.04, 0.012, 0.133), "pilot", OURS, low=-1.0, high=1.0),
    "yearly_value": Entry(
        "Revenue per customer and year", "money a year", D("lognormal", 400, 150, 1_070), "log",
        OURS),
    "margin_share": Entry(
        "Margin on that revenue", "share of revenue", D("pert", 0.35, 0.15, 0.55), "books", OURS,
        low=-1.0, high=1.0, kind="pert"),
    "years_kept": Entry(
        "Years that a customer stays who was kept", "years", D("pert", 2.0, 1.0, 4.0), "books",
        OURS, high=50.0, kind="pert"),
    "onlooker_value": Entry(
        "Worth of an answer to those who read along", "money per answer", D("pert", 0.5, 0, 4),
        "pilot", OURS, low=-math.inf, kind="normal"),
    # The same money on phone and e-mail, and listening.
    "unresolved_issues": Entry(
        "Unresolved issues on phone and e-mail", "issues a year",
        D("lognormal", 2_000, 700, 5_700), "log", OURS),
    "solvable_share": Entry(
        "Of these, what more work would solve", "share of issues", D("pert", 0.4, 0.15, 0.7),
        "pilot", OURS, high=1.0, kind="pert"),
    "effort_per_issue": Entry(
        "Work on an open issue, in usual phone and e-mail contacts", "contacts",
        D("pert", 1.8, 1.0, 4.0), "pilot", OURS, kind="pert"),
    "repeats_avoided": Entry(
        "Further contacts avoided by solving an issue", "contacts", D("pert", 0.3, 0.0, 1.0),
        "log", OURS, kind="pert"),
    "traditional_contacts": Entry(
        "Contacts on phone, e-mail and other traditional channels", "contacts a year",
        D("lognormal", 20_000, 10_000, 40_000), "log", OURS),
    "early_warning_share": Entry(
        "Of these, what listening avoids by finding faults early", "share of contacts",
        D("pert", 0.001, 0.0, 0.006), "pilot", OURS, high=1.0, kind="pert"),
    "discount_rate": Entry(
        "Discount rate", "share a year", D("certain", 0.08), "choice", f"{OURS}: 8 % a year",
        low=-0.5, high=1.0, kind="pert"),
}

# Rank correlations, as far as they matter; the rest are taken as independent.  Assumptions of ours.
CORRELATIONS: dict[tuple[str, str], float] = {
    # Where more customers are found, the added ones write less often.
    ("social_service_share", "contacts_per_user"): -0.3,
    ("social_handle_seconds", "traditional_handle_seconds"): 0.4,
    ("social_cost_per_hour", "traditional_cost_per_hour"): 0.7,
    # An answer that keeps customers also impresses those who read along.
    ("retention_gain", "onlooker_value"): 0.3,
    ("tools_per_month", "standby_hours_per_week"): 0.3,
}

# Names for charts, where a label would not fit.
SHORT: dict[str, str] = {
    "customers": "Customers",
    "social_service_share": "Share on social for service",
    "contacts_per_user": "Contacts per social user",
    "service_correction": "Truly service",
    "share_growth": "Growth of the share",
    "outsider_ratio": "Contacts of non-customers",
    "social_handle_seconds": "Work, social contact",
    "traditional_handle_seconds": "Work, phone or e-mail",
    "social_cost_per_hour": "Hour on social media",
    "traditional_cost_per_hour": "Hour on phone or e-mail",
    "productive_share": "Time spent on contacts",
    "tools_per_month": "Tools",
    "standby_hours_per_week": "Leading and standing by",
    "training_hours": "Training per person",
    "ramp_up_months": "Months to full strength",
    "solved_share": "Solved when answered",
    "deflected_share": "Would else have phoned",
    "retention_gain": "Customers kept per issue",
    "yearly_value": "Revenue per customer",
    "margin_share": "Margin",
    "years_kept": "Years kept",
    "onlooker_value": "Worth to onlookers",
    "unresolved_issues": "Unresolved issues",
    "solvable_share": "Solvable issues",
    "effort_per_issue": "Work on an open issue",
    "repeats_avoided": "Repeats avoided",
    "traditional_contacts": "Phone and e-mail contacts",
    "early_warning_share": "Contacts avoided early",
    "discount_rate": "Discount rate",
}
