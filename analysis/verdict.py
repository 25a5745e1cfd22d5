"""One loud customer or a fault that hits many: a verdict on a theme, with its reasons.

The rule of :func:`verdict` is the whole of it; every limit stands below by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis import wording
from analysis.intervals import Interval, wilson

ISOLATED, WATCH, SYSTEMIC, USUAL, TOO_FEW = "isolated", "watch", "systemic", "as usual", "too few"
VERDICTS = (SYSTEMIC, ISOLATED, WATCH, USUAL, TOO_FEW)

LEAST_MESSAGES = 10
"""Fewer messages with a known author in the stretch are not judged."""
LEAST_AUTHORS = 10
"""Fewer authors are not called systemic."""
LEAST_RATIO = 2.0
"""A rise below twice the usual rate does not stand out, however sure it is."""
LOUD_SHARE = 0.5
"""From this share of the messages on, one author makes a theme isolated."""
FEW_VOICES = 3.0
"""So does an effective number of authors below this."""
SPREAD_SHARE = 0.25
"""The top author's share may reach this at most, by its upper limit, in a systemic theme."""
GROUP_AUTHORS = 3
"""A channel, segment or region is hit from this many authors on."""
COPIED_SHARE = 0.3
"""Fewer different texts per social post than this look copied."""
FALSE_DISCOVERY = 0.05


@dataclass(frozen=True)
class Concentration:
    """How much of n messages few authors wrote.

    ``top_share`` with its Wilson interval (0..1); ``herfindahl``: the chance that two messages
    picked at random are by one author; ``effective``: as many authors who all wrote the same number
    would be as concentrated.
    """

    n: int
    authors: int
    top_share: float
    top_interval: Interval
    herfindahl: float
    effective: float


def concentration(*, n: float, authors: float, top: float, squares: float) -> Concentration:
    """Concentration from the number of messages and authors, the top author's messages, and the sum
    of squared messages per author.

    Source: Herfindahl (1950), without its small-sample bias (Simpson 1949): (squares - n) / (n (n
    - 1)); ``effective`` is n squared over squares (Hill 1973, order 2).  The top author was found
    in the same messages, so their share leans high.  Worked: authors with 5, 3 and 2 messages have
    (38 - 10) / 90 = 0.311, an effective number of 2.63, and a top share of 50 % (23.7 to 76.3 %).
    Raises ValueError where the numbers cannot belong together.
    """
    if not (n >= 1 and 1 <= authors <= n and 1 <= top <= n and n <= squares <= n * n):
        raise ValueError(f"{n} messages by {authors} authors, {top} by one, squares {squares} do "
                         "not belong together")
    herfindahl = (squares - n) / (n * (n - 1)) if n > 1 else 1.0
    return Concentration(int(n), int(authors), top / n, wilson(top, n), herfindahl,
                         n * n / squares)


@dataclass(frozen=True)
class Spread:
    """Where a theme hits: channels, the traditional ones of them, and segments, by name.

    ``all_...`` count what the choice under view holds at all in the same days.
    """

    channels: tuple[str, ...]
    traditional: tuple[str, ...]
    segments: tuple[str, ...]
    all_channels: int
    all_traditional: int
    all_segments: int


def spread_of(groups: Iterable[Mapping[str, Any]]) -> Spread:
    """The spread of one theme from its rows per dimension and category.

    Rows: dimension, category, is_social, authors, base_messages.  A group is hit from three
    authors on; what is in view is what has any message in the same days; segment unknown is none.
    """
    channels, traditional, segments = [], [], []
    seen = {"channel": 0, "traditional": 0, "segment": 0}
    for row in groups:
        name, dimension = str(row["category"]), row["dimension"]
        in_view, hit = row["base_messages"] > 0, row["authors"] >= GROUP_AUTHORS
        if dimension == "channel":
            social = row["is_social"] is not None and bool(row["is_social"])
            seen["channel"] += in_view
            seen["traditional"] += in_view and not social
            channels += [name] if hit else []
            traditional += [name] if hit and not social else []
        elif dimension == "segment" and name != "unknown":
            seen["segment"] += in_view
            segments += [name] if hit else []
    return Spread(tuple(channels), tuple(traditional), tuple(segments), seen["channel"],
                  seen["traditional"], seen["segment"])


def verdict(*, n: float, authors: float, top: float, squares: float, ratio: float, q_rise: float,
            q_people: float, spread: Spread, social_messages: float = 0,
            social_texts: float = 0) -> tuple[str, tuple[str, ...]]:
    """The verdict on a theme in its busiest stretch, and the reasons in words.

    In this order: fewer than 10 messages with a known author are too few.  One author with half of
    them, or an effective number of authors below 3, is isolated, however often it comes.  Without
    a rise to at least twice the usual rate beyond chance (q of 5 %) it is as usual.  Systemic is a
    rise that holds when each author counts about once (q_people of 5 %), by at least 10 authors of
    whom none may have more than a quarter (upper limit), on more than one channel and there on a
    traditional one, where the choice under view holds such; and not in copied words.  What stands
    out and is neither is to watch.  Worked: 70 messages by one author are isolated; 60 by 55
    authors on phone, chat and X at 20 times the usual rate are systemic; the same 60 on X alone
    are to watch.
    """
    if n < LEAST_MESSAGES:
        return TOO_FEW, (f"{wording.several(n, 'message', 'messages')} with a known author; at "
                         f"least {LEAST_MESSAGES} are needed.",)
    held = concentration(n=n, authors=authors, top=top, squares=squares)
    if held.top_share >= LOUD_SHARE:
        low, high = held.top_interval
        share = wording.share_words(held.top_share, low=low, high=high, n=n)
        return ISOLATED, (f"One author wrote {wording.number(top)} of {wording.number(n)} "
                          f"messages: {share}.",)
    if held.effective < FEW_VOICES:
        return ISOLATED, (f"It is as if {held.effective:.1f} authors had written all "
                          f"{wording.number(n)} messages.",)
    if not (q_rise <= FALSE_DISCOVERY and ratio >= LEAST_RATIO):
        return USUAL, ("It does not come twice as often as usual, or that may be chance.",)
    reasons = [f"{wording.several(authors, 'author', 'authors')} wrote {wording.number(n)} "
               f"messages; no author more than {wording.percent(held.top_share)} of them.",
               _where(spread)]
    missing = _missing(held, q_people, spread, social_messages, social_texts)
    if not missing:
        return SYSTEMIC, tuple(reasons)
    return WATCH, (*missing, *reasons)


def _missing(held: Concentration, q_people: float, spread: Spread, social_messages: float,
             social_texts: float) -> list[str]:
    """What keeps a theme that stands out from being systemic."""
    out = []
    if held.authors < LEAST_AUTHORS:
        out.append(f"Only {held.authors} authors.")
    if q_people > FALSE_DISCOVERY:
        out.append("Counted by author the rise may be chance.")
    if held.top_interval.high > SPREAD_SHARE:
        out.append("It cannot be ruled out that one author has more than a quarter of it "
                   f"(up to {wording.percent(held.top_interval.high)}).")
    if spread.all_channels > 1 and len(spread.channels) < 2:
        out.append("It is on one channel only.")
    elif spread.all_traditional and not spread.traditional:
        out.append("It is on social media only, not on phone, e-mail or chat.")
    if social_messages >= LEAST_MESSAGES and social_texts < COPIED_SHARE * social_messages:
        out.append(f"Its {wording.number(social_messages)} social posts are only "
                   f"{wording.several(social_texts, 'text', 'texts')}: they may be copied.")
    return out


def _where(spread: Spread) -> str:
    names = ", ".join(wording.channel_name(one) for one in spread.channels)
    if not names:
        return f"No channel has {GROUP_AUTHORS} authors or more."
    told = (f"On {len(spread.channels)} of {spread.all_channels} channels ({names})"
            if spread.all_channels > 1 else f"{names} is the only channel in view")
    if spread.all_segments < 2:
        return f"{told}."
    return f"{told}, in {len(spread.segments)} of {spread.all_segments} segments."
