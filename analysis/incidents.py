"""One loud customer or a fault that hits many: how a theme spreads, and a verdict with its reasons.

The rule of :func:`verdict` is the whole of it; every limit stands below by its name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.discovery import benjamini_hochberg
from analysis.intervals import Interval, wilson
from analysis.scan import busiest, rate_ratio, rise_p, spread_outside

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
STRETCH_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 56, 70, 84, 98, 112, 126, 154, 182)


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


def stretches(days: pd.DataFrame, *, start: object, end: object) -> pd.DataFrame:
    """Where in the period [start, end) each theme stood most above its rate on all other days.

    ``days``: theme_id, day, messages; theme 0 are all messages.  Columns: theme_id, from_day,
    until_day (half open), inside, outside (messages), share (of all messages, inside), ratio,
    dispersion (of the other days), strength, looks, p (exact, of the rise; it pays for the looks).
    A theme whose rise may be chance keeps the whole period, with p = 1.  The strongest come first;
    themes without a message in the period are left out.  See :mod:`analysis.scan`.
    """
    columns = ["theme_id", "from_day", "until_day", "inside", "outside", "share", "ratio",
               "dispersion", "strength", "looks", "p"]
    on = pd.to_datetime(days["day"])
    exposed = on[days["theme_id"] == 0]
    first, last = pd.Timestamp(str(start)), pd.Timestamp(str(end))
    if exposed.empty or not ((exposed >= first) & (exposed < last)).any():
        return pd.DataFrame(columns=columns)
    zero, n = exposed.min(), (exposed.max() - exposed.min()).days + 1
    table = (days.assign(place=(on - zero).dt.days).query("0 <= place < @n")
             .pivot_table(index="theme_id", columns="place", values="messages", aggfunc="sum")
             .reindex(columns=range(n)).fillna(0.0))
    exposure, counts = table.loc[0].to_numpy(float), table.drop(index=0)
    begin, stop = max(0, (first - zero).days), min(n, (last - zero).days)
    counts = counts[counts.iloc[:, begin:stop].sum(axis=1) > 0]
    found = busiest(counts.to_numpy(float), exposure, lengths=STRETCH_DAYS, first=begin, last=stop)
    rows = []
    for at, (theme, series) in enumerate(zip(counts.index, counts.to_numpy(float), strict=True)):
        here, until = int(found.first[at]), int(found.last[at])
        wide = spread_outside(series, exposure, first=here, last=until)
        p = rise_p(found.inside[at], found.outside[at], share=found.share[at], dispersion=wide,
                   looks=max(1, found.looks))
        if p > FALSE_DISCOVERY:
            here, until, p = begin, stop, 1.0
        inside, share = series[here:until].sum(), exposure[here:until].sum() / exposure.sum()
        outside = series.sum() - inside
        rows.append((int(theme), zero + pd.Timedelta(days=here), zero + pd.Timedelta(days=until),
                     int(inside), int(outside), share, _ratio(inside, outside, share), wide,
                     found.strength[at], found.looks, p))
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["strength", "theme_id"], ascending=[False, True], ignore_index=True)


def _ratio(inside: float, outside: float, share: float) -> float:
    if not 0 < share < 1:
        return math.nan
    return float(inside / outside * (1 - share) / share) if outside else math.inf


def tested(found: pd.DataFrame, facts: pd.DataFrame, *, tests: int) -> pd.DataFrame:
    """Stretches and facts together, with the tests of the rise.

    ``found`` as :func:`stretches` gives it, ``facts`` one row per theme (known, authors,
    top_messages, squares and more); ``tests`` counts the terms that were looked at to find these
    themes: each of them pays.  Adds low, high (of the ratio), q_rise and q_people: the exact test of
    the messages, with the dispersion of the other days, and the same with counts divided by how
    much messages clump on authors (squares / known), so that one author counts about once.
    """
    both = found.merge(facts, on="theme_id", how="inner")
    clump = (both["squares"] / both["known"].where(both["known"] > 0)).fillna(1.0)
    wide = np.maximum(both["dispersion"].to_numpy(float), clump.to_numpy(float))
    limits, people = [], []
    for row, spread in zip(both.to_dict("records"), wide, strict=True):
        given = {"share": row["share"], "dispersion": float(spread)}
        known = 0 < row["share"] < 1
        limits.append(rate_ratio(row["inside"], row["outside"], **given)[1] if known
                      else Interval(math.nan, math.nan))
        people.append(1.0 if row["p"] >= 1 else rise_p(
            row["inside"], row["outside"], looks=max(1, int(row["looks"])), **given))
    return both.assign(
        low=[one.low for one in limits], high=[one.high for one in limits],
        q_rise=_q(both["p"].tolist(), tests), q_people=_q(people, tests))


def _q(p: list[float], tests: int) -> np.ndarray:
    """Adjusted for all that was looked at: what opened no theme counts as a test that failed."""
    return benjamini_hochberg([*p, *[1.0] * max(0, tests - len(p))])[:len(p)]


def judged(rows: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Every theme with its verdict, reasons and concentration, ranked: systemic ones first.

    ``rows`` as :func:`tested` gives them; ``groups``: theme_id, dimension, category, is_social,
    messages, authors, base_messages.  Adds verdict, reasons (list of sentences), top_share,
    top_low, top_high, herfindahl, effective, channels_hit, segments_hit.
    """
    out = []
    for row in rows.to_dict("records"):
        mine = groups[groups["theme_id"] == row["theme_id"]]
        spread = spread_of(mine)
        said, reasons = verdict(
            n=row["known"], authors=row["authors"], top=row["top_messages"],
            squares=row["squares"], ratio=row["ratio"], q_rise=row["q_rise"],
            q_people=row["q_people"], spread=spread, social_messages=row["social_messages"],
            social_texts=row["social_texts"])
        held = (concentration(n=row["known"], authors=row["authors"], top=row["top_messages"],
                              squares=row["squares"]) if row["known"] else None)
        out.append({
            **row, "verdict": said, "reasons": list(reasons),
            "top_share": held.top_share if held else math.nan,
            "top_low": held.top_interval.low if held else math.nan,
            "top_high": held.top_interval.high if held else math.nan,
            "herfindahl": held.herfindahl if held else math.nan,
            "effective": held.effective if held else math.nan,
            "channels_hit": len(spread.channels), "segments_hit": len(spread.segments)})
    frame = pd.DataFrame(out, columns=[*rows.columns, "verdict", "reasons", "top_share", "top_low",
                                       "top_high", "herfindahl", "effective", "channels_hit",
                                       "segments_hit"])
    rank = frame["verdict"].map(VERDICTS.index).astype(int) if len(frame) else frame["verdict"]
    return frame.assign(rank=rank).sort_values(
        ["rank", "strength", "theme_id"], ascending=[True, False, True],
        ignore_index=True).drop(columns="rank")


@dataclass(frozen=True)
class Spread:
    """Where a theme hits: names of channels, segments; of the channels the traditional ones; and
    whether the choice under view holds traditional channels and more than one channel at all."""

    channels: tuple[str, ...]
    traditional: tuple[str, ...]
    segments: tuple[str, ...]
    all_channels: int
    all_traditional: int
    all_segments: int


def spread_of(groups: pd.DataFrame) -> Spread:
    """The spread of one theme from its rows per dimension and category; see :func:`judged`."""
    seen = groups[groups["base_messages"] > 0]
    hit = groups[groups["authors"] >= GROUP_AUTHORS]
    channels, all_channels = (part[part["dimension"] == "channel"] for part in (hit, seen))
    social = channels["is_social"].fillna(False).astype(bool)
    segments, all_segments = (
        part[(part["dimension"] == "segment") & (part["category"] != "unknown")]
        for part in (hit, seen))
    return Spread(
        tuple(channels["category"].astype(str)), tuple(channels.loc[~social, "category"].astype(str)),
        tuple(segments["category"].astype(str)), len(all_channels),
        int((~all_channels["is_social"].fillna(False).astype(bool)).sum()), len(all_segments))


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
        return TOO_FEW, (f"{wording.several(n, 'message', 'messages')} with a known author; at least "
                         f"{LEAST_MESSAGES} are needed.",)
    held = concentration(n=n, authors=authors, top=top, squares=squares)
    who = (f"{wording.number(top)} of {wording.number(n)} messages are by one author "
           f"({wording.share_words(held.top_share, low=held.top_interval.low, high=held.top_interval.high, n=n)})")
    if held.top_share >= LOUD_SHARE:
        return ISOLATED, (f"{who}.",)
    if held.effective < FEW_VOICES:
        return ISOLATED, (f"It is as if {held.effective:.1f} authors had written all "
                          f"{wording.number(n)} messages.",)
    if not (q_rise <= FALSE_DISCOVERY and ratio >= LEAST_RATIO):
        return USUAL, ("It does not come more often than usual beyond chance, or less than twice as "
                       "often.",)
    reasons = [f"{wording.several(authors, 'author', 'authors')} wrote {wording.number(n)} messages; "
               f"the most by one is {wording.percent(held.top_share)}.", _where(spread)]
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
        out.append(f"One author may have more than a quarter of it "
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
