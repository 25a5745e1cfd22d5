"""What could be done, and who would do it.  All numbers here are assumptions of ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One thing to do with the money, relative to full social care.

    ``answered``: share of customers' service contacts on social media that get an answer.
    ``tools`` and ``standby``: share of the tools and of the hours of leading and watching.
    ``people``: trained at the start, beside the staff that the contacts themselves need.
    """

    name: str
    label: str
    answered: float = 0.0
    tools: float = 0.0
    standby: float = 0.0
    people: float = 0.0


NOTHING = Option("nothing", "Spend nothing")
LISTEN = Option("listen", "Listen only", tools=0.4, standby=0.2, people=1)
PILOT = Option("pilot", "Pilot team for a year", answered=0.3, tools=0.5, standby=0.4, people=2)
FULL = Option("full", "Full social care", answered=0.9, tools=1.0, standby=1.0, people=6)
TRADITIONAL = Option("traditional", "The same money on phone and e-mail")
OPTIONS = (NOTHING, LISTEN, PILOT, FULL, TRADITIONAL)
NAMES = tuple(one.name for one in OPTIONS)

# How much of what is uncertain about going on a pilot of a year settles: share of the variance.
PILOT_RELIABILITY = 0.6
# Paid hours of a full-time person a year, which spread the training of staff over contacts.
PAID_HOURS = 1_700.0


@dataclass(frozen=True)
class OperatingModel:
    """Who answers, as factors on the contact centre's figures.

    ``answered``: of contacts that get an answer.  ``handle``: work per contact.  ``hourly``: cost
    of an hour.  ``solved``: answers that solve it.  ``people``: trained for the same work.
    ``standby``: hours of leading and watching.  ``ramp_up``: months until it works in full.
    ``why``: the reason for these factors in words.
    """

    name: str
    label: str
    why: str
    answered: float = 1.0
    handle: float = 1.0
    hourly: float = 1.0
    solved: float = 1.0
    people: float = 1.0
    standby: float = 1.0
    ramp_up: float = 1.0


CONTACT_CENTRE = OperatingModel(
    "contact_centre", "Contact centre first",
    "Trained staff with access to customers' accounts answer by themselves.")
FORWARD = OperatingModel(
    "monitor_forward", "Monitor, flag and forward",
    "One team reads and flags, another answers: each contact is read twice and some are lost.",
    answered=0.85, handle=1.35, solved=0.95, people=1.5, ramp_up=1.25)
MARKETING = OperatingModel(
    "marketing_led", "Marketing answers",
    "Marketing watches anyway but cannot look into accounts: fewer answers solve anything.",
    answered=0.75, handle=1.1, hourly=1.1, solved=0.65, standby=0.8)
DISTRIBUTED = OperatingModel(
    "distributed", "Everybody answers",
    "Hundreds of employees answer beside their work, as Best Buy's Twelpforce did: many to train.",
    handle=1.2, hourly=1.1, people=8.0, standby=0.7, ramp_up=1.5)
OPERATING_MODELS = (CONTACT_CENTRE, FORWARD, MARKETING, DISTRIBUTED)
