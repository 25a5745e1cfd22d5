"""Personal data in a company's own posts, told from the numbers that the company gives out itself.

Of 163 real replies with a phone number, an address or an account in them, 160 gave out a contact of
the company: so what was masked is looked at again before it counts as somebody's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.own_posts import HIGH, MEDIUM, Flag

# A number in so many posts belongs to the company: no customer's is published that often.
REPEATED = 3

_PLACEHOLDER = re.compile(r"\[(?:e-mail|phone number|card number|account number|name)\]")
_WORDS = {"[e-mail]": "an e-mail address", "[phone number]": "a phone number",
          "[card number]": "a card number", "[account number]": "an account or reference number",
          "[name]": "a name"}
_GRAVE = ("[card number]", "[account number]")
# Numbers that are free or charged at a business rate: North America, United Kingdom, India, world.
_BUSINESS = re.compile(r"(?:00|\+)?1?8(?:00|33|44|55|66|77|88)\d{7}|0?0?800\d{6,9}|01?800\d{7}|"
                       r"(?:0|0044|44)(?:3\d\d|8[047]\d)\d{6,7}|18[06]0\d{7}")
_ROLE = re.compile(r"(?:info|contact|help|support|service|care|custom|hello|press|media|job|career|"
                   r"sales|feedback|news|team|office|admin|privacy|security|abuse|billing|order|"
                   r"return|hr|event|invest|social|guest|member|claim|complain|enquir|inquir|booking|"
                   r"reservation|partner|rsvp|donotreply|no-?reply)", re.IGNORECASE)
# Just before it: something of the customer's, or the offer to call the company.
_YOURS = re.compile(
    r"\byour (?:[\w-]+ ){0,3}(?:numbers?|phone|mobile|cell|e-?mail|account|card|policy|contract|"
    r"booking|address|details|iban)\b(?! (?:cent|team|office))|\b(?:call|ring|reach|text|contact|"
    r"phone)(?:ed|ing)? you\b|\b(?:on file|registered|you gave us|you sent us|belongs to|"
    r"under the (?:number|name))\b|\b(?:his|her|their) (?:number|phone|mobile|e-?mail|account)\b|"
    r"\bto (?:this|the) account\b", re.IGNORECASE)
_CALL_US = re.compile(
    r"\b(?:call(?:ing)?|dial|ring|rang|reach|rsvp|e-?mail|write|text|requests?|give us|hotline|"
    r"helpline|tel(?:ephone)?|phone|our (?:number|address|e-?mail)|contact(?! number)|"
    r"number (?:to|for|of) |(?:call )?cent(?:er|re)|team|offices?|desk|services?|store|"
    r"reps? at)\b", re.IGNORECASE)
_BEFORE = 70
_LONGEST = 10_000  # longer than any post; a 5 MB cell is not compared


class Slip(NamedTuple):
    """A stretch of a text that masking replaces, and by which placeholder."""

    start: int
    end: int
    placeholder: str


def slips(text: str, masked: str | None) -> list[Slip]:
    """What masking has replaced in a text, by comparing the two.

    Worked: "Call 415-555-2671" and "Call [phone number]" give the stretch 5 to 17.
    """
    if masked is None or masked == text or len(text) > _LONGEST:
        return []
    kinds = _PLACEHOLDER.findall(masked)
    literal = [re.escape(part) for part in _PLACEHOLDER.split(masked)]
    found = re.fullmatch("(.+?)".join(literal), text, re.DOTALL)
    if found is None:
        return []
    return [Slip(*found.span(at), kind) for at, kind in enumerate(kinds, 1)
            if found.group(at) != kind]


def own_contacts(posts: Iterable[tuple[str, str | None, int]]) -> frozenset[str]:
    """Numbers and addresses that stand in at least ``REPEATED`` posts, so are the company's own.

    ``posts``: text, masked text, and how many posts have that text.  Card numbers never count.
    """
    seen: Counter[str] = Counter()
    for text, masked, times in posts:
        for value in {_bare(text[one.start:one.end]) for one in slips(text, masked)
                      if one.placeholder != "[card number]"}:
            seen[value] += times
    return frozenset(value for value, times in seen.items() if times >= REPEATED)


def personal_flag(
    text: str | None, masked: str | None, *, own: frozenset[str] = frozenset(),
    names: Sequence[str] = (),
) -> Flag | None:
    """The flag of a text that shows somebody's data; None where all of it is the company's own.

    The company's own are contacts in ``own``, business-rate numbers, mailboxes such as support@ or
    at one of ``names`` (company and brands), and what a text invites to call or write to.  A card
    number is never.  The words are the placeholders, so that the flag itself gives nothing away.
    Worked: "Your number is 415-555-2671" is flagged, "Please call us at 415-555-2671" is not.
    """
    if not isinstance(text, str):
        return None
    found = [one for one in slips(text, masked) if not _is_ours(text, one, own, names)]
    if not found:
        return None
    kinds = tuple(dict.fromkeys(one.placeholder for one in found))
    grave = any(one.placeholder in _GRAVE or _YOURS.search(_before(text, one)) for one in found)
    return Flag("personal", HIGH if grave else MEDIUM,
                f"shows {' and '.join(_WORDS[kind] for kind in kinds)}", kinds)


def _is_ours(text: str, one: Slip, own: frozenset[str], names: Sequence[str]) -> bool:
    value = _bare(text[one.start:one.end])
    if one.placeholder == "[card number]":
        return False
    if value in own:
        return True
    before = _before(text, one)
    if one.placeholder == "[phone number]" and _BUSINESS.fullmatch(value):
        return True
    if one.placeholder == "[e-mail]":
        local, _, domain = value.partition("@")
        host = re.sub(r"[^a-z0-9]", "", domain.rpartition(".")[0])
        ours = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in names]
        if _ROLE.match(local) or any(len(name) > 2 and name in host for name in ours):
            return True
    yours, call = _last(_YOURS, before), _last(_CALL_US, before)
    if one.placeholder == "[account number]":  # a long hotline may look like one
        return call > yours and "account" not in before.lower()[-20:]
    return call > yours


def _before(text: str, one: Slip) -> str:
    return text[max(0, one.start - _BEFORE):one.start]


def _last(pattern: re.Pattern[str], before: str) -> int:
    """Where the last match ends; -1 without one."""
    return max((found.end() for found in pattern.finditer(before)), default=-1)


def _bare(value: str) -> str:
    """A number as its digits, an address in lower case."""
    return value.lower().strip() if "@" in value else re.sub(r"\D", "", value) or value.lower()
