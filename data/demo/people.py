"""Customers with their hidden traits, and the people who answer them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.demo import names
from data.demo import plan as p
from data.demo.rows import coded, numbered, texts

Array = NDArray[Any]
NOT_YET = 10_000  # a month that never comes
_AGES = np.array([[.06, .26, .34, .26, .08], [.01, .18, .58, .22, .01], [.01, .16, .42, .36, .05],
                  [0, 0, 0, .12, .88], [.78, .20, .02, 0, 0]])
_VALUE = (540, 1020, 2600, 420, 260)
DEPARTMENTS = ("customer care", "technical service", "marketing", "sales", "retail")
CARE, TECHNICAL, MARKETING, SALES, RETAIL = range(5)
_STAFF = (34, 12, 6, 6, 2)
_TEAMS = (("phone 1", "phone 2", "digital", "back office"), ("network", "field"),
          ("social", "brand"), ("consumer", "business"), ("stores",))


@dataclass(frozen=True)
class People:
    """Customers as columns of codes.  ``*_from`` are months of the period (0 is the first).

    ``social_from``: month from which the customer is on social media for us; ``service``: whether
    also for service.  ``joined_from``: first whole month as a customer.
    """

    first: Array
    last: Array
    segment: Array
    region: Array
    tier: Array
    age: Array
    joined_day: Array
    joined_from: Array
    social_from: Array
    service: Array
    eager: Array
    content: Array
    brand: Array

    def __len__(self) -> int:
        return len(self.segment)


def draw(rng: np.random.Generator, shares: tuple[float, ...] | Array, n: int) -> Array:
    """n codes with these shares."""
    code = np.searchsorted(np.cumsum(shares), rng.random(n))
    return np.asarray(np.minimum(code, len(shares) - 1))


def social_share(plan: p.Plan, segment: Array, tier: Array, month: int) -> Array:
    """The chance of being on social media for us in a month of the period."""
    growth = np.exp(-p.SOCIAL_GROWTH * (plan.months - 1 - month))
    return np.asarray(np.array(p.SOCIAL_SHARE)[segment] * np.array(p.TIER_SOCIAL)[tier] * growth)


def make_people(plan: p.Plan) -> People:
    """The customers of a plan."""
    rng = np.random.default_rng([plan.seed, 2])
    n = plan.customers
    segment, region = draw(rng, p.SEGMENT_MIX, n), draw(rng, p.REGION_MIX, n)
    tier = draw(rng, p.TIER_MIX, n)
    dice = rng.random(n)
    age = np.minimum((dice[:, None] > np.cumsum(_AGES, axis=1)[segment]).sum(axis=1), 4)
    first_day = np.datetime64(plan.start, "D").astype(np.int64)
    last_day = np.datetime64(plan.end, "D").astype(np.int64)
    new = rng.random(n) < min(0.5, 0.0075 * plan.months)
    before = first_day - 1 - rng.gamma(2.0, 600.0, n).astype(np.int64)
    during = first_day + (rng.random(n) * (last_day - first_day - 20)).astype(np.int64)
    joined = np.where(new, during, np.maximum(before, first_day - 20 * 365))
    months = joined.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    start = 12 * (plan.start.year - 1970) + plan.start.month - 1
    joined_from = np.maximum(months - start + 1, 0)
    # One draw for each customer: on social as soon as the growing share passes it.
    needed = rng.random(n) / np.maximum(social_share(plan, segment, tier, plan.months - 1), 1e-12)
    months_early = np.floor(-np.log(np.maximum(needed, 1e-9)) / p.SOCIAL_GROWTH)
    social_from = np.where(needed < 1, np.maximum(plan.months - 1 - months_early, 0), NOT_YET)
    social_from = np.where(social_from < NOT_YET, np.maximum(social_from, joined_from), NOT_YET)
    return People(
        first=rng.integers(len(names.FIRST), size=n),
        last=draw(rng, _zipf(len(names.LAST)), n),
        segment=segment, region=region, tier=tier, age=age,
        joined_day=joined, joined_from=joined_from,
        social_from=social_from.astype(np.int64),
        service=rng.random(n) < np.array(p.SERVICE_OF_SOCIAL)[segment],
        eager=rng.gamma(1.4, 1 / 1.4, n),
        content=rng.normal(0, 1, n),
        brand=(rng.random(n) < np.where(segment == 4, 0.6, 0.04)).astype(np.int64),
    )


def _zipf(n: int) -> Array:
    weight = 1 / (np.arange(n) + 12.0)
    return np.asarray(weight / weight.sum())


def plain(text: str) -> str:
    """Without accents, spaces and marks, in lower case, as in addresses."""
    swapped = text.replace("ı", "i").replace("ø", "o").replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFKD", swapped) if c.isalnum() and c.isascii()
                   ).lower()


def last_name(code: int) -> str:
    """A last name as it is written."""
    return names.LAST[code].replace("_", " ")


def full_names(people: People) -> Array:
    """Names of the customers; businesses are called after their owner and trade."""
    first = np.array(names.FIRST, dtype=object)[people.first]
    last = np.array([last_name(at) for at in range(len(names.LAST))], dtype=object)[people.last]
    trade = np.array(names.TRADES, dtype=object)[people.first % len(names.TRADES)]
    return np.asarray(np.where(people.segment == 2, last + " " + trade, first + " " + last))


def emails(people: People) -> Array:
    """One address each; the number keeps them apart."""
    first = np.array([plain(name) for name in names.FIRST], dtype=object)[people.first]
    last = np.array([plain(name) for name in names.LAST], dtype=object)[people.last]
    host = np.array(names.MAIL_HOSTS, dtype=object)[people.first % len(names.MAIL_HOSTS)]
    number = np.arange(len(people)).astype(str).astype(object)
    return np.asarray(first + "." + last + number + "@" + host)


def customers_table(plan: p.Plan, people: People) -> pa.Table:
    """The contract's customers."""
    rng = np.random.default_rng([plan.seed, 3])
    value = np.array(_VALUE)[people.segment] * np.array([0.8, 1.0, 1.7])[people.tier]
    return pa.table({
        "customer_id": numbered("T", np.arange(len(people)), 7),
        "name": texts(full_names(people)),
        "email": texts(emails(people)),
        "segment": coded(people.segment, texts(p.SEGMENTS)),
        "region": coded(people.region, texts(p.REGIONS)),
        "tier": coded(people.tier, texts(p.TIERS)),
        "joined_on": pa.array(people.joined_day.astype(np.int32)).cast(pa.date32()),
        "yearly_value": np.round(value * rng.lognormal(-0.045, 0.3, len(people)), 2),
    })


@dataclass(frozen=True)
class Staff:
    """The people who answer: their department and how much of its work each takes."""

    department: Array
    weight: Array

    def choose(self, rng: np.random.Generator, departments: Array) -> Array:
        """An agent of each wanted department."""
        out = np.zeros(len(departments), np.int64)
        for code in range(len(DEPARTMENTS)):
            mine, agents = np.flatnonzero(departments == code), np.flatnonzero(
                self.department == code)
            total = np.cumsum(self.weight[agents])
            out[mine] = agents[np.searchsorted(total, rng.random(len(mine)) * total[-1])]
        return out


def make_staff(plan: p.Plan) -> tuple[Staff, pa.Table]:
    """The agents and their contract table."""
    rng = np.random.default_rng([plan.seed, 4])
    department = np.repeat(np.arange(len(_STAFF)), _STAFF)
    n = len(department)
    team = [_TEAMS[code][at % len(_TEAMS[code])] for at, code in enumerate(department.tolist())]
    first = rng.permutation(len(names.FIRST))[:n]
    last = rng.permutation(len(names.LAST))[:n]
    full = [f"{names.FIRST[a]} {last_name(b)}" for a, b in
            zip(first.tolist(), last.tolist(), strict=True)]
    table = pa.table({
        "agent_id": numbered("A", np.arange(n), 3),
        "name": texts(full),
        "department": coded(department, texts(DEPARTMENTS)),
        "team": texts(team),
    })
    return Staff(department, rng.gamma(6.0, 1 / 6.0, n)), table
