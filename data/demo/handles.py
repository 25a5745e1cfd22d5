"""Account names on social networks: whose they are, and how differently people write themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.demo import names
from data.demo import plan as p
from data.demo.people import NOT_YET, People, draw, emails, last_name, plain
from data.demo.rows import channels, coded, numbered, texts

Array = NDArray[Any]
NETWORK_MIX = (0.50, 0.32, 0.18)
_STRANGERS = 0.70  # accounts of people who are no customers, per account of a customer
_NAMESAKES = 0.06  # of those: same name as some customer, and still somebody else


@dataclass(frozen=True)
class Handles:
    """Accounts as columns.  ``customer`` is -1 for people who are no customers."""

    name: Array
    display: Array
    city: Array
    network: Array
    customer: Array
    known: Array
    first_month: Array
    service: Array
    activity: Array
    followers: Array
    brand: Array
    duplicate: Array

    def __len__(self) -> int:
        return len(self.name)


def make_handles(plan: p.Plan, people: People) -> Handles:
    """The accounts of customers, of strangers, and those made up for the batch of praise."""
    rng = np.random.default_rng([plan.seed, 5])
    owner = np.flatnonzero(people.social_from < NOT_YET)
    second = owner[rng.random(len(owner)) < 0.3]
    owned = len(owner) + len(second)
    strangers = int(_STRANGERS * owned)
    n = owned + strangers + p.DUPLICATES
    customer = np.full(n, -1, np.int64)
    customer[:owned] = np.concatenate([owner, second])
    network = p.SOCIAL_FROM + draw(rng, NETWORK_MIX, n)
    # the second account of a customer is on another network
    main = dict(zip(owner.tolist(), network[:len(owner)].tolist(), strict=True))
    for at, who in enumerate(second.tolist(), start=len(owner)):
        network[at] = p.SOCIAL_FROM + (main[who] - p.SOCIAL_FROM + 1 + network[at] % 2) % 3
    duplicate = np.arange(n) >= owned + strangers
    network[duplicate] = np.where(rng.random(p.DUPLICATES) < 0.7, p.X, p.INSTAGRAM)
    first = rng.integers(len(names.FIRST), size=n)
    last = draw(rng, np.full(len(names.LAST), 1 / len(names.LAST)), n)
    first[:owned] = people.first[customer[:owned]]
    last[:owned] = people.last[customer[:owned]]
    namesake = np.flatnonzero(rng.random(strangers) < _NAMESAKES)
    someone = rng.integers(len(people), size=len(namesake))
    first[owned + namesake], last[owned + namesake] = people.first[someone], people.last[someone]
    region = draw(rng, p.REGION_MIX, n)
    region[:owned] = people.region[customer[:owned]]
    activity = rng.gamma(0.9, 1 / 0.9, n) + 0.08
    activity[len(owner):owned] *= 0.35
    activity[owned:] *= rng.gamma(0.7, 1 / 0.7, n - owned) + 0.05
    activity[duplicate] = 0
    first_month = np.zeros(n, np.int64)
    first_month[:owned] = people.social_from[customer[:owned]]
    first_month[owned:] = rng.integers(0, plan.months, n - owned) * (rng.random(n - owned) < 0.5)
    service = rng.random(n) < 0.25
    service[:owned] = people.service[customer[:owned]]
    followers = np.minimum(rng.lognormal(4.9, 1.6, n), 4e6).astype(np.int64)
    followers[duplicate] = rng.integers(0, 13, p.DUPLICATES)
    brand = (rng.random(n) < 0.1).astype(np.int64)
    brand[:owned] = people.brand[customer[:owned]]
    known = (customer >= 0) & (rng.random(n) < p.HANDLES_IN_CRM)
    dice = rng.integers(0, 1 << 40, n)
    written = [_account(names.FIRST[a], last_name(b), die, new) for a, b, die, new in
               zip(first.tolist(), last.tolist(), dice.tolist(), duplicate.tolist(), strict=True)]
    display = [_display(names.FIRST[a], last_name(b), die >> 12) for a, b, die in
               zip(first.tolist(), last.tolist(), dice.tolist(), strict=True)]
    city = [_city(names.CITIES[p.REGIONS[at]], die >> 20) for at, die in
            zip(region.tolist(), dice.tolist(), strict=True)]
    return Handles(
        name=np.array(_unique(written, network.tolist()), dtype=object),
        display=np.array(display, dtype=object), city=np.array(city, dtype=object),
        network=network, customer=customer, known=known, first_month=first_month,
        service=service, activity=activity, followers=followers, brand=brand, duplicate=duplicate,
    )


def _unique(written: list[str], networks: list[int]) -> list[str]:
    """The same names, numbered where a network has one already."""
    seen: set[tuple[int, str]] = set()
    out = []
    for name, network in zip(written, networks, strict=True):
        number, free = 1, name
        while (network, free.lower()) in seen:
            number += 1
            free = f"{name}{number}"
        seen.add((network, free.lower()))
        out.append(free)
    return out


def _account(first: str, last: str, die: int, new: bool) -> str:
    a, b, number = plain(first), plain(last), die % 97
    if new:
        return f"{a}{b[:4]}{die % 90_000_000 + 10_000_000}"
    style = die % 10
    if style == 8:
        return f"{names.WORDS_A[die // 10 % len(names.WORDS_A)]}_" \
               f"{names.WORDS_B[die // 300 % len(names.WORDS_B)]}{number}"
    if style == 9:
        return f"{plain(names.NICKNAMES.get(first, first))}_{names.WORDS_B[die // 9 % 21]}"
    return (f"{a}.{b}", f"{a}{b}", f"{a}_{b}", f"{a[0]}{b}{number}", f"{b}.{a[0]}",
            f"{a}{b[0]}{number}", f"the_{a}_{b}", f"{a}{b}{number}")[style]


def _display(first: str, last: str, die: int) -> str:
    """A name as its owner shows it: often spelt otherwise than in our books."""
    kind = die % 20
    short = names.NICKNAMES.get(first, first)
    if kind < 7:
        return f"{first} {last}"
    if kind < 9:
        return f"{short} {last}"
    if kind < 11:
        return f"{first} {last[0]}."
    if kind == 11:
        return f"{last}, {first}"
    if kind == 12:
        return first
    if kind == 13:
        return f"{first} {last}".lower()
    if kind == 14:
        return f"{plain(first).title()} {plain(last).title()}"
    if kind == 15:
        return f"{first[0]}. {last}"
    if kind == 16:
        return f"{short} 📶" if die % 3 else f"{first} {last} 🌻"
    return _misspelt(f"{first} {last}", die // 20)


def _misspelt(text: str, die: int) -> str:
    """One letter swapped, dropped, doubled or replaced by its neighbour on the keyboard."""
    at = 1 + die % max(len(text) - 2, 1)
    kind = die // 64 % 4
    if kind == 0:
        return text[:at] + text[at + 1:at + 2] + text[at] + text[at + 2:]
    if kind == 1:
        return text[:at] + text[at + 1:]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    near = dict(zip("aeiounrstlmkch", "swouymtdrknlvj", strict=True))
    return text[:at] + near.get(text[at], "e") + text[at + 1:]


def _city(places: tuple[str, ...], die: int) -> str | None:
    kind, place = die % 10, places[die // 10 % len(places)]
    if kind < 3:
        return None
    if kind == 3:
        return place.lower()
    if kind == 4:
        return _misspelt(place, die // 70)
    if kind == 5:
        return f"{place}, USA"
    return place


def handles_table(plan: p.Plan, people: People, handles: Handles) -> pa.Table:
    """The contract's handles: the customer stands beside a part of those that belong to one."""
    rng = np.random.default_rng([plan.seed, 6])
    mails = emails(people)
    dice = rng.integers(0, 1 << 30, len(handles))
    shown: list[str | None] = []
    for customer, die in zip(handles.customer.tolist(), dice.tolist(), strict=True):
        kind = die % 10
        if customer < 0 or kind < 6:
            shown.append(None)
        elif kind < 8:
            shown.append(mails[customer])
        elif kind == 8:
            shown.append(_misspelt(mails[customer], die // 10))
        else:  # another address of the same person
            shown.append(f"{plain(names.FIRST[people.first[customer]])}{die % 999}@inbox.example")
    known = np.where(handles.known, handles.customer, -1)
    return pa.table({
        "handle": texts(handles.name),
        "network": channels(handles.network),
        "customer_id": numbered("T", known, 7),
        "display_name": texts(handles.display),
        "city": texts(handles.city),
        "email": texts(shown),
        "decided_by": coded(np.where(handles.known, 0, -1), texts(["crm"])),
    })
