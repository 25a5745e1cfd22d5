"""What makes up a spike: what of it lies beyond the usual, and how sure that is.

Shares of different dimensions overlap, as a contact has a channel, a topic and a region at once.
What comes together need not be the cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.records import records
from analysis.tails import limits
from analysis.words import separating_words

# How much a category varies from week to week beyond chance: about a quarter.
SPREAD = 0.05
# From which lead over its usual part on a category explains something, as a part of all.
LEAD = 0.1
# How clearly its part must differ: some forty categories are looked at.
CLEAR = 3.0
# A campaign may show so many hours after it was sent.
CAMPAIGN_HOURS = 72
EXPLAINING = ("topic", "region", "brand", "segment", "tier", "channel")


@dataclass(frozen=True)
class Authors:
    """Who wrote it: how many contacts and people, and the one with most contacts (share 0..1)."""

    contacts: int
    people: int
    top: str
    top_share: float

    @property
    def per_person(self) -> float:
        """Contacts of each; NaN where nobody is known."""
        return self.contacts / self.people if self.people else float("nan")


def contributions(frame: pd.DataFrame, *, references: int, spread: float = SPREAD,
                  level: float = 0.95) -> pd.DataFrame:
    """Each category with its excess and its part in the whole excess, the largest first.

    Frame: dimension, category, observed (contacts in the spike), referenced (in ``references``
    stretches that it is compared with); the row total, contacts is the whole.  Adds ``usual`` =
    referenced ÷ references, ``excess`` = observed - usual, ``excess_low`` and ``excess_high``,
    ``share`` = excess ÷ excess of all (may be below 0 or above 1), ``usual_share`` = usual ÷ usual
    of all, ``lead`` = share - usual_share, ``z`` of its part in the contacts against its part
    before (two proportions, pooled), and ``found``: whether the interval leaves out 0.  The
    interval is that of a negative binomial count as in :func:`analysis.spike_baseline.usual_of`.
    ``lead`` is what explains: a channel that has half of every day has half of most spikes too.

    Worked: 90 of 140 contacts against 20 of 40 usual (8 stretches, so 160 of 320): excess 70 of
    100, so a share of 0.70 against 0.50 usual, a lead of 0.20; 64.3 % against 50 % has z = 2.83.
    Raises ValueError without references or without the total.
    """
    if references < 1:
        raise ValueError("there is nothing to compare the spike with")
    whole = frame[(frame["dimension"] == "total") & (frame["category"] == "contacts")]
    if len(whole) != 1:
        raise ValueError("the frame must have one row with the total of contacts")
    rows = frame[~frame["dimension"].isin(["total", "word"])].reset_index(drop=True)
    out = _beyond(rows, references, spread, level)
    all_usual = float(whole["referenced"].iloc[0]) / references
    all_excess = float(whole["observed"].iloc[0]) - all_usual
    out["share"] = out["excess"] / all_excess if all_excess else np.nan
    out["usual_share"] = out["usual"] / all_usual if all_usual else 0.0
    out["lead"] = out["share"] - out["usual_share"]
    n, before = float(whole["observed"].iloc[0]), float(whole["referenced"].iloc[0])
    pooled = (rows["observed"] + rows["referenced"]) / max(n + before, 1)
    error = np.sqrt((pooled * (1 - pooled)).clip(lower=0) * (1 / max(n, 1) + 1 / max(before, 1)))
    apart = rows["observed"] / max(n, 1) - rows["referenced"] / max(before, 1)
    out["z"] = np.where(error > 0, apart / error.where(error > 0, 1), 0.0)
    order = out["excess"] if all_excess < 0 else -out["excess"]
    return out.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _beyond(rows: pd.DataFrame, references: int, spread: float, level: float) -> pd.DataFrame:
    """The rows with usual, excess, its limits and found, without referenced."""
    observed, referenced = (rows[name].to_numpy(dtype=float) for name in ("observed", "referenced"))
    size = 1 / (spread * (1 + 1 / references) + 1 / (referenced + 0.5))
    low, high = limits(mean=(referenced + 0.5) / references, size=size, level=level)
    usual = referenced / references
    return rows.drop(columns="referenced").assign(
        usual=usual, excess=observed - usual, excess_low=observed - high,
        excess_high=observed - low, found=(observed > high) | (observed < low))


def words_behind(frame: pd.DataFrame, *, references: int, k: int = 12, spread: float = SPREAD,
                 level: float = 0.95) -> pd.DataFrame:
    """The words that tell the spike's texts from those of its references, the most telling first.

    Frame as for :func:`contributions`.  Columns: dimension, category (the word), observed, usual,
    excess, excess_low, excess_high, found, share (missing: a text has many words) and z, which
    orders: log-odds with a prior, :func:`analysis.words.separating_words`.  Words below z = 2 are
    left out.  Worked: a word in 60 of 100 texts and in 8 of 400 before has z = 10.4.
    """
    texts = frame[(frame["dimension"] == "total") & (frame["category"] == "contacts with a text")]
    inside, before = (int(texts[name].sum()) for name in ("observed", "referenced"))
    words = frame[frame["dimension"] == "word"]
    told = separating_words(pd.DataFrame({
        "word": words["category"].astype("str"), "negative": words["referenced"],
        "positive": words["observed"], "negative_posts": before, "positive_posts": inside}), k=k)
    told = told[(told["side"] == "positive") & (told["z"] >= 2)]
    rows = pd.DataFrame({"dimension": "word", "category": told["word"],
                         "observed": told["positive"].astype("int64"),
                         "referenced": told["negative"]})
    return _beyond(rows, references, spread, level).assign(
        share=np.nan, z=told["z"]).reset_index(drop=True)


def authors_of(frame: pd.DataFrame) -> Authors:
    """Who wrote it; frame as for :func:`contributions`.

    Worked: 12 contacts of 4 people, one of whom wrote 9: three each, and the top share is 0.75.
    """
    total = frame[frame["dimension"] == "total"].set_index("category")["observed"]
    mine = frame[frame["dimension"] == "author"].sort_values("observed", ascending=False,
                                                             kind="stable")
    contacts = int(total.get("contacts", 0))
    most = int(mine["observed"].iloc[0]) if len(mine) else 0
    return Authors(contacts=contacts, people=int(total.get("authors", 0)),
                   top=str(mine["category"].iloc[0]) if len(mine) else "",
                   top_share=most / contacts if contacts else 0.0)


def leading(parts: pd.DataFrame, *, most: int = 2) -> list[Any]:
    """The categories that explain most, one of each dimension, as named tuples of ``parts``.

    ``parts``: of :func:`contributions`.  Those whose part in the excess leads their usual part by
    at least a tenth, clearly (z of 3 or more), the largest lead first; what is "unknown" or
    "unclear" explains nothing.
    """
    rows = parts[parts["found"] & (parts["lead"] >= LEAD) & (parts["z"].abs() >= CLEAR)
                 & parts["dimension"].isin(EXPLAINING)
                 & ~parts["category"].isin(["unknown", "unclear"])]
    rows = rows.sort_values("lead", ascending=False, kind="stable")
    return records(rows.drop_duplicates("dimension").head(most))


def campaigns_near(events: pd.DataFrame, parts: pd.DataFrame, *, start: pd.Timestamp,
                   end: pd.Timestamp, within_hours: int = CAMPAIGN_HOURS) -> pd.DataFrame:
    """Campaigns and known events shortly before or in a spike, the nearest first.

    ``events``: name, kind, starts_at, ends_at, audience.  ``parts``: of :func:`contributions`, for
    the contacts that carry a campaign's mark.  Columns: name, kind, starts_at, hours_before (below
    0: after the spike began), audience, marked (contacts; missing where none is).
    Worked: sent at 10:00 for a spike from 12:00 on: 2 hours before.
    """
    begun = pd.to_datetime(events["starts_at"])
    until = pd.to_datetime(events["ends_at"]).fillna(begun) + pd.Timedelta(hours=within_hours)
    mine = events[(begun < end) & (until > start)]
    marked = parts[parts["dimension"] == "campaign"].drop_duplicates("category").set_index(
        "category")["observed"]
    hours = (start - pd.to_datetime(mine["starts_at"])).dt.total_seconds() / 3600
    out = pd.DataFrame({
        "name": mine["name"], "kind": mine["kind"], "starts_at": mine["starts_at"],
        "hours_before": hours, "audience": mine["audience"],
        "marked": mine["name"].map(marked).astype("Int64")})
    return out.loc[hours.abs().sort_values(kind="stable").index].reset_index(drop=True)
