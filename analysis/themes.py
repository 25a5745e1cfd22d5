"""Themes: words and phrases that surge, or that few people keep repeating, tied by shared messages.

No list of topics is given beforehand: what stands out is found, and one incident is one theme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.discovery import benjamini_hochberg
from analysis.scan import busiest, rises_p

LEAST_MESSAGES = 8
"""A phrase in fewer messages is no theme."""
_LEAST_RATIO = 2.0
_SPECIFIC = 5.0
_ABSORBS = 0.5
_COVERS = 0.95
_ELSEWHERE = 0.25
_SURGE_SECONDS = 24 * 3600
_MOST_WORDS = 3


@dataclass
class Theme:
    """Phrases (stems, space between words) that stand in the same messages; the first leads."""

    phrases: list[str]
    rows: set[int]


def surging(counts: pd.DataFrame, exposure: Sequence[float], *, level: float = 0.05,
            least_ratio: float = _LEAST_RATIO) -> pd.DataFrame:
    """The phrases whose busiest stretch is a finding, the strongest first.

    ``counts``: term, bucket, messages; ``exposure``: all messages per bucket.  Columns: term,
    messages, inside, first, last (buckets, half open), ratio, strength, p, q; p is exact and pays
    for every stretch that was looked at, q for every term (Benjamini and Hochberg).  The whole
    frame's ``attrs["tested"]`` says how many terms that were.
    """
    terms, names = pd.factorize(counts["term"], sort=True)
    table = np.zeros((len(names), len(exposure)))
    np.add.at(table, (terms, counts["bucket"].to_numpy(int)), counts["messages"].to_numpy(float))
    found = busiest(table, np.asarray(exposure, float))
    p = rises_p(found.inside, found.outside, share=found.share, looks=max(found.looks, 1))
    out = pd.DataFrame({
        "term": np.asarray(names, dtype=object), "messages": table.sum(axis=1).astype(int),
        "inside": found.inside.astype(int), "first": found.first, "last": found.last,
        "ratio": found.ratio, "strength": found.strength, "p": p,
        "q": benjamini_hochberg(p)})
    out = out[(out["q"] <= level) & (out["ratio"] >= least_ratio)]
    out = out.sort_values(["strength", "term"], ascending=[False, True], ignore_index=True)
    out.attrs["tested"] = len(names)
    return out


def tied(terms: pd.DataFrame, rows: Mapping[str, Collection[int]]) -> list[Theme]:
    """Phrases laid together where their messages are the same ones.

    ``terms``: term and ratio, the strongest first; ``rows``: the messages of each within its
    stretch.  The strongest phrase opens a theme and takes in every other at least half of whose
    messages are already in it, until none is left.  A phrase that is common only because of the
    themes before it opens none.  Worked: "invoice" in messages 1-9, "paper invoice" in 1-8 and
    "fee" in 7-10 become one theme of 1-10; "router" in 11-18 stays another.
    """
    ratio = dict(zip(terms["term"], terms["ratio"], strict=True))
    left = {str(term): set(rows.get(term, ())) for term in terms["term"]}
    told: set[int] = set()
    out = []
    while left:
        lead = next(iter(left))
        theme = Theme([lead], left.pop(lead))
        new = len(theme.rows - told)
        if new < LEAST_MESSAGES or ratio[lead] * (new / len(theme.rows)) < _LEAST_RATIO:
            continue
        while joining := [term for term, mine in left.items()
                          if mine and len(mine & theme.rows) >= _ABSORBS * len(mine)]:
            theme.phrases += joining
            for term in joining:
                theme.rows |= left.pop(term)
        told |= theme.rows
        out.append(theme)
    return out


def merged(themes: Sequence[Theme], seconds: Mapping[int, float]) -> list[Theme]:
    """Themes that surge within the same day become one: an outage is told in many words.

    ``seconds``: the moment of each message.  A theme surges where half of its messages lie within
    24 hours; two surges are one where these hours overlap by half.  Two incidents of the same day
    cannot be told apart.  The strongest theme leads.
    """
    out: list[Theme] = []
    surges: list[float | None] = []
    for theme in themes:
        start = surge_start([seconds[row] for row in theme.rows])
        home = next((at for at, other in enumerate(surges) if start is not None
                     and other is not None and abs(start - other) <= _SURGE_SECONDS / 2), None)
        if home is None:
            out.append(Theme(list(theme.phrases), set(theme.rows)))
            surges.append(start)
        else:
            out[home].rows |= theme.rows
            out[home].phrases += theme.phrases
    return out


def telling(theme: Theme, terms: pd.DataFrame, rows: Mapping[str, Collection[int]]) -> list[str]:
    """The phrases by which messages of a theme are known, whenever they come.

    ``terms``: term, messages, inside and ratio of each phrase.  Of those said at least five times
    as often as usual, always the one that adds most messages of the theme less a quarter of those
    in which it is said elsewhere, while that is a gain and until 95 in 100 are found; the leading
    phrase alone where none is.  Worked: of 100 messages 90 hold "hedge", 8 more "van" (elsewhere
    20 times) and the last 2 "call" (elsewhere 300 times): "hedge" and "van" tell the theme.
    """
    about = terms.set_index("term")
    about = about.loc[about.index.intersection(theme.phrases)]
    about = about[about["ratio"] >= _SPECIFIC]
    cost = ((about["messages"] - about["inside"]) * _ELSEWHERE).to_dict()
    left = {str(term): set(rows.get(term, ())) & theme.rows for term in about.index}
    covered, out = 0, []
    while left and covered < _COVERS * len(theme.rows):
        best = max(left, key=lambda one: (len(left[one]) - cost[one], one))
        found = left.pop(best)
        if len(found) <= cost[best]:
            break
        out.append(best)
        covered += len(found)
        left = {term: mine - found for term, mine in left.items()}
    return out or theme.phrases[:1]


def surge_start(seconds: Iterable[float]) -> float | None:
    """Start of the busiest 24 hours, or None where they hold less than half of the moments.

    Worked: hours 0, 30, 31 and 40 surge from hour 30 on; hours 0, 100, 200 and 300 do not.
    """
    moments = np.sort(np.asarray(list(seconds), float))
    if not len(moments):
        return None
    held = np.searchsorted(moments, moments + _SURGE_SECONDS) - np.arange(len(moments))
    best = int(held.argmax())
    return float(moments[best]) if held[best] >= 0.5 * len(moments) else None


def theme_words(phrases: Sequence[str], inside: Mapping[str, int]) -> list[str]:
    """The stems that name a theme, in their order; ``inside``: messages of each phrase.

    The leading phrase, drawn out by pairs that stand in at least half as many messages.  Worked:
    "invoice" (870), "paper invoice" (860) and "invoice fee" (630) give paper, invoice, fee.
    """
    lead = phrases[0]
    enough = 0.5 * inside.get(lead, 0)
    pairs = [one for one in phrases if " " in one and inside.get(one, 0) >= enough]
    pairs.sort(key=lambda one: (-inside[one], one))
    words = lead.split()
    if len(words) == 1:
        own = [one for one in pairs if lead in one.split()]
        words = own[0].split() if own else words
    for pair in pairs:
        first, second = pair.split()
        if len(words) >= _MOST_WORDS or (first in words and second in words):
            continue
        if first == words[-1]:
            words = [*words, second]
        elif second == words[0]:
            words = [first, *words]
    return words
