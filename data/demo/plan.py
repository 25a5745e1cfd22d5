"""What the demo company is made of: its size, its rates, and when each planted truth happens.

Everything that a test may want to recover stands here as a number. Moments are placed as fractions
of the period, so that a run of 6 months holds the same story as one of 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

COMPANY = "Tessmoor"
BRANDS = ("Tessmoor", "Jolbi")  # Jolbi: prepaid mobile, what most students have
TIMEZONE = "America/Chicago"
LAST_DAY = date(2026, 10, 31)
DEFAULT_CUSTOMERS = 40_000

CHANNELS = ("phone", "email", "chat", "sms", "store", "x", "facebook", "instagram")
PHONE, EMAIL, CHAT, SMS, STORE, X, FACEBOOK, INSTAGRAM = range(8)
SOCIAL_FROM = X  # channel codes from here on are social

SEGMENTS = ("consumer", "family", "business", "senior", "student")
SEGMENT_MIX = (0.46, 0.24, 0.12, 0.13, 0.05)
REGIONS = ("north", "south", "east", "west", "central")
REGION_MIX = (0.21, 0.18, 0.22, 0.14, 0.25)
TIERS = ("basic", "plus", "premium")
TIER_MIX = (0.48, 0.36, 0.16)
AGE_BANDS = ("18-24", "25-34", "35-49", "50-64", "65+")

# Who is on social media for us in the last month, before the factor of the tier; it grows by
# SOCIAL_GROWTH a month, and the second share is of those: who also wants service there.
SOCIAL_SHARE = (0.125, 0.10, 0.06, 0.025, 0.30)
SERVICE_OF_SOCIAL = (0.50, 0.55, 0.65, 0.60, 0.40)
TIER_SOCIAL = (0.85, 1.0, 1.45)
SOCIAL_GROWTH = 0.025

# Conversations begun per active customer and month, at the end of the period, and the monthly
# growth of that rate. The last is per person on social media.
RATE = {PHONE: 0.105, EMAIL: 0.0425, CHAT: 0.0262, SMS: 0.0041, STORE: 0.0072}
GROWTH = {PHONE: -0.006, EMAIL: -0.002, CHAT: 0.012, SMS: -0.004, STORE: -0.008}
POSTS_PER_USER = 0.322
OUTSIDERS = 0.68  # posts by people who are no customers, per post by a customer
# How much more a segment uses a channel than others do (rows: segments).
CHANNEL_TASTE = {
    PHONE: (1.0, 1.05, 0.95, 1.45, 0.50),
    EMAIL: (1.0, 0.95, 1.70, 0.70, 0.80),
    CHAT: (1.1, 1.10, 0.80, 0.30, 2.00),
    SMS: (1.1, 1.20, 0.60, 0.60, 1.40),
    STORE: (0.9, 1.00, 0.70, 1.80, 0.60),
}
SEASON = (1.13, 1.01, 0.98, 0.96, 0.93, 0.92, 0.90, 0.96, 1.04, 1.03, 1.05, 1.09)
REPEAT_WITHIN_7_DAYS = 0.16

# While a critic on social media waits for a person's answer, another negative post comes with a
# Weibull hazard (shape above 1: it rises with the time waited), until the answer or GIVE_UP.
WAIT_SCALE_HOURS = 100.0
WAIT_SHAPE = 1.5
WAIT_GIVE_UP_HOURS = 96.0
NEGATIVE_AFTER_REPLY = 0.04

POLICY_RATE = 0.035  # extra contacts, as a share of what the channel has anyway
POLICY_LEAST = 4  # contacts on every channel, however small the company
POLICY_WORDS = "paper invoice fee"
POLICY_DAYS = 100
OUTAGE_POSTS = 600  # at 40,000 customers; grows with their number
OUTAGE_CONTACTS = {PHONE: 520, CHAT: 260, EMAIL: 60}
OUTAGE_NETWORKS = {X: 0.62, FACEBOOK: 0.32, INSTAGRAM: 0.06}
OUTAGE_REGION = "north"
OUTAGE_HOURS = 8.0
LONE_POSTS = 72
LONE_DAYS = 38
LONE_WORDS = "hedge"
DUPLICATES = 48
DUPLICATE_DAYS = 4
MAILING_AUDIENCE = 16_000
MAILING_RATE = 0.065
# Delay from the mailing to the contact: gamma with this mean; channels by this mix.
MAILING_DELAY_SHAPE = 1.3
MAILING_DELAY_HOURS = 11.0
MAILING_MIX = {PHONE: 0.52, EMAIL: 0.27, CHAT: 0.15, X: 0.04, FACEBOOK: 0.02}
CAMPAIGN_RATES = (0.008, 0.016)

SURVEY_ANSWERS = 1_500
RESPONSE_SEGMENT = (1.1, 0.9, 0.6, 0.55, 3.0)
RESPONSE_TIER = (0.75, 1.0, 1.7)
RESPONSE_YOUNG = 1.25
RESPONSE_SOCIAL = 1.12

HANDLES_IN_CRM = 0.55
POSTS_IN_TRUTH = 200_000  # above this, truth keeps every k-th post

# Why a row exists; kept beside each row so that the truth counts what was really streamed.
PLAIN, OUTAGE, POLICY, LONE, MAILING, DUPLICATE, CAMPAIGN, CHASER, REPEAT = range(9)


@dataclass(frozen=True)
class Plan:
    """One run: size, seed, and the days of what is planted.  Days are local."""

    customers: int
    months: int
    seed: int

    def __post_init__(self) -> None:
        if self.customers < 500:
            raise ValueError(f"The demo needs at least 500 customers, not {self.customers}.")
        if not 3 <= self.months <= 240:
            raise ValueError(f"The demo needs 3 to 240 months, not {self.months}.")
        if self.seed < 0:
            raise ValueError(f"The seed must be 0 or more, not {self.seed}.")

    @property
    def scale(self) -> float:
        """Size against the default company."""
        return self.customers / DEFAULT_CUSTOMERS

    @property
    def end(self) -> date:
        """First day after the period."""
        return LAST_DAY + timedelta(days=1)

    @property
    def start(self) -> date:
        """First day of the period."""
        first = self.end.year * 12 + self.end.month - 1 - self.months
        return date(first // 12, first % 12 + 1, 1)

    def day(self, fraction: float, *, weekday: int) -> date:
        """The first such weekday (Monday is 0) on or after a fraction of the period."""
        found = self.start + timedelta(days=int(fraction * (self.end - self.start).days))
        return found + timedelta(days=(weekday - found.weekday()) % 7)

    @property
    def outage_day(self) -> date:
        """A Wednesday evening without a network."""
        return self.day(0.60, weekday=2)

    @property
    def policy_start(self) -> date:
        """The first of a month on which the faulty fee is billed."""
        found = self.start + timedelta(days=int(0.70 * (self.end - self.start).days))
        return found.replace(day=1)

    @property
    def policy_end(self) -> date:
        """First day on which the fee is gone again, or the end of the period."""
        return min(self.policy_start + timedelta(days=POLICY_DAYS), self.end)

    @property
    def mailing_day(self) -> date:
        """A Tuesday; the mailing leaves at ten."""
        return self.day(0.86, weekday=1)

    @property
    def lone_start(self) -> date:
        """First day of the lone customer's anger."""
        return self.day(0.28, weekday=0)

    @property
    def duplicate_start(self) -> date:
        """First day of the batch of praise."""
        return self.day(0.45, weekday=3)

    @property
    def survey_days(self) -> tuple[date, date]:
        """First days of the two waves."""
        return self.day(0.34, weekday=0), self.day(0.90, weekday=0)

    @property
    def audience(self) -> int:
        """People who got the mailing; a smaller company sends it to two in five."""
        return min(MAILING_AUDIENCE, int(0.4 * self.customers))


def month_names(plan: Plan) -> list[str]:
    """The months of the period, such as 2026-10, oldest first."""
    first = plan.start.year * 12 + plan.start.month - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, first + plan.months)]
