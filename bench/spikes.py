"""False alarms on quiet series, what is found of planted spikes, the demo company, real posts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.spikes import BUDGET, SEVERITIES, detect, incidents

HOURS = np.array((.7, .35, .2, .15, .15, .25, .6, 1.2, 1.6, 1.8, 1.9, 1.9, 2.1, 1.9, 1.8, 1.9, 2.1,
                  2.5, 2.9, 3.2, 3.3, 2.9, 2.1, 1.3))
WEEK = np.array((1.25, 1.1, 1.04, 1, .98, .5, .1))
MONTH_DAYS = 30.44
# How much days and hours vary beyond chance, and how much a day takes from the day before.
NOISE = {"calm": (0.13, 0.02, 0.0), "days alike": (0.2, 0.02, 0.8), "wild": (0.25, 0.1, 0.0)}
LEVELS = (5, 50, 500, 5000)
# A planted campaign or incident may show so long after.
AFTER = {"campaign": timedelta(hours=72), "outage": timedelta(days=5), "praise": timedelta(0)}


def quiet(rng: np.random.Generator, *, level: float, days: int, noise: str) -> pd.DataFrame:
    """Hourly counts in a weekly pattern with so many contacts a day and nothing planted.

    Days vary lognormally, hours as gamma, contacts as Poisson: longer tails than the model's.
    """
    by_day, by_hour, follows = NOISE[noise]
    steps = rng.standard_normal(days)
    for at in range(1, days):
        steps[at] = follows * steps[at - 1] + np.sqrt(1 - follows**2) * steps[at]
    mean = level * WEEK[np.arange(days) % 7][:, None] * HOURS / HOURS.sum()
    mean = mean * np.exp(by_day * steps - by_day**2 / 2)[:, None]
    mean = mean * rng.gamma(1 / by_hour, by_hour, mean.shape)
    return pd.DataFrame({"ds": pd.date_range("2024-01-01", periods=24 * days, freq="h"),
                         "y": rng.poisson(mean).ravel()})


def false_alarms(*, quick: bool = False) -> list[dict[str, Any]]:
    """Spikes and falls a month in series in which nothing happens, one series watched."""
    out, repetitions, days = [], 3 if quick else 40, 730
    for noise in NOISE:
        for level in LEVELS:
            rng = np.random.default_rng(3)
            ways = np.zeros(2)
            for _ in range(repetitions):
                found = detect(quiet(rng, level=level, days=days, noise=noise))
                ways += [int((found["direction"] == way).sum()) for way in ("up", "down")]
            up, down = ways / repetitions / (days / MONTH_DAYS)
            out.append({"noise": noise, "contacts_a_day": level, "spikes_a_month": float(up),
                        "falls_a_month": float(down)})
    return out


def found_of_planted(*, quick: bool = False) -> list[dict[str, Any]]:
    """The share of planted spikes that is found, of so many times the usual for so many hours."""
    out, repetitions, days = [], 10 if quick else 200, 84
    for level in LEVELS[1:]:
        for times in (1.5, 2.0, 3.0, 6.0):
            for hours in (1, 6, 24):
                rng, hits = np.random.default_rng(4), 0
                for _ in range(repetitions):
                    frame = quiet(rng, level=level, days=days, noise="calm")
                    at = 24 * int(rng.integers(70, 77)) + 10
                    more = rng.poisson((times - 1) * frame["y"].to_numpy()[at:at + hours])
                    frame.loc[at:at + hours - 1, "y"] += more
                    found = detect(frame)
                    hits += bool(((found["direction"] == "up")
                                  & (found["start"] < frame["ds"][at] + pd.Timedelta(hours=hours))
                                  & (found["end"] > frame["ds"][at])).any())
                out.append({"contacts_a_day": level, "times": times, "hours": hours,
                            "found": hits / repetitions})
    return out


def demo(*, quick: bool = False) -> dict[str, Any]:
    """The demo company watched over its whole period, under the default settings."""
    from data import metrics
    from data.build import build
    from data.demo_load import load_demo
    from data.filters import Filters
    from data.home import Home
    from data.warehouse import Warehouse

    customers, months = (4_000, 12) if quick else (40_000, 24)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        load_demo(home, customers=customers, months=months, seed=7)
        build(home)
        db = Warehouse(home)
        told = metrics.options(db)
        first, last = told.first_day or date.min, told.last_day or date.min
        filters = Filters(first, last + timedelta(days=1))
        counts = metrics.spike_counts(db, filters)
        planted = windows_of(home.path / "truth.json", metrics.marked_events(db, filters))
    found = incidents(detect(counts, since=filters.start))
    each: Any = found.itertuples(index=False)
    rows = [{"series": row.series, "direction": row.direction, "start": str(row.start),
             "end": str(row.end), "observed": int(row.observed),
             "expected": round(float(row.expected), 1), "planted": planted_as(row, planted)}
            for row in each]
    false = sum(row["planted"] == "nothing" for row in rows)
    return {"customers": customers, "months": months, "incidents": rows,
            "false_alarms": false, "false_alarms_a_month": false / months}


def windows_of(truth: Path, events: pd.DataFrame) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Name, start and end (local) of everything planted that may show as a spike.

    ``events``: the campaigns, with their local times.
    """
    told = json.loads(truth.read_text(encoding="utf-8"))
    zone = told["period"]["timezone"]

    def local(moment: str) -> pd.Timestamp:
        return pd.Timestamp(moment).tz_convert(zone).tz_localize(None)

    outage, praise = told["outage"], told["duplicate_praise"]
    out = [("outage", local(outage["start"]), local(outage["end"]) + AFTER["outage"]),
           ("praise", pd.Timestamp(praise["start"]), pd.Timestamp(praise["end"]))]
    row: Any
    for row in events[events["kind"] == "campaign"].itertuples(index=False):
        name = "mailing" if row.audience == told["mailing"]["audience"] else "campaign"
        out.append((name, row.starts_at, row.starts_at + AFTER["campaign"]))
    return out


def planted_as(row: Any, windows: list[tuple[str, pd.Timestamp, pd.Timestamp]]) -> str:
    """What an incident overlaps with, or "nothing"; a fall overlaps with nothing."""
    hits = {name for name, start, end in windows if row.start < end and row.end > start}
    for name in ("outage", "mailing", "praise", "campaign"):
        if name in hits and row.direction == "up":
            return name
    return "nothing"


def airline(shared: Path | None) -> list[dict[str, Any]]:
    """The week of posts to six airlines, in New York's time."""
    path = None if shared is None else shared / "airline_posts.csv"
    if path is None or not path.exists():
        return []
    rows = pd.read_csv(path, usecols=["tweet_id", "text", "tweet_created"]).drop_duplicates()
    at = pd.to_datetime(rows["tweet_created"], utc=True).dt.tz_convert("America/New_York")
    counts = at.dt.tz_localize(None).dt.floor("h").value_counts()
    ds = pd.date_range(counts.index.min(), counts.index.max(), freq="h")
    found = detect(pd.DataFrame({"ds": ds, "y": counts.reindex(ds).fillna(0).to_numpy()}))
    each: Any = found.itertuples(index=False)
    return [{"start": str(row.start), "end": str(row.end), "observed": int(row.observed),
             "expected": round(float(row.expected), 1), "severity": row.severity,
             "basis": row.basis} for row in each]


def run(*, out: Path, shared: Path | None = None, quick: bool = False) -> dict[str, Any]:
    """Everything."""
    return {"budget": BUDGET, "severities": list(SEVERITIES),
            "false_alarms": false_alarms(quick=quick), "found": found_of_planted(quick=quick),
            "demo": demo(quick=quick), "airline": airline(shared)}


def page(found: dict[str, Any]) -> str:
    """The page ``docs/spikes.md``."""
    names = {"calm": "calm (days ± 13 %, hours ± 14 %)",
             "days alike": "days ± 20 % that follow one another, hours ± 14 %",
             "wild": "wild (days ± 25 %, hours ± 32 %)"}
    quiet_rows = [(names[row["noise"]], f"{row['contacts_a_day']:,}",
                   f"{row['spikes_a_month']:.2f}", f"{row['falls_a_month']:.2f}")
                  for row in found["false_alarms"]]
    kinds = sorted({(row["times"], row["hours"]) for row in found["found"]})
    levels = sorted({row["contacts_a_day"] for row in found["found"]})
    hits = {(row["contacts_a_day"], row["times"], row["hours"]): row["found"]
            for row in found["found"]}
    planted = [(f"× {times:g} for {hours} h",
                *(f"{100 * hits[level, times, hours]:.0f} %" for level in levels))
               for times, hours in kinds]
    demo_ = found["demo"]
    seen = [(row["start"][:16], row["end"][:16], row["series"], row["direction"],
             f"{row['observed']:,}", f"{row['expected']:,.0f}", row["planted"])
            for row in demo_["incidents"]]
    real = [(row["start"][:16], row["end"][:16], f"{row['observed']:,}",
             f"{row['expected']:,.0f}", row["severity"], row["basis"]) for row in found["airline"]]
    return "\n".join([
        "# How spikes are found, and how often wrongly", "",
        "<!-- Made by `python -m bench spikes --markdown --shared DIR`; do not edit. -->", "",
        _METHOD.strip().format(budget=found["budget"]), "",
        "## False alarms", "",
        "Two years of hours in a weekly pattern in which nothing happens, one series watched. The "
        "noise has longer tails than the model.", "",
        *_table(("noise", "contacts a day", "spikes a month", "falls a month"), quiet_rows), "",
        "## What is found of planted spikes", "",
        "Calm noise, one series watched; so many times the usual from 10:00 on.", "",
        *_table(("planted", *(f"{level:,} contacts a day" for level in levels)), planted), "",
        "## The demo company", "",
        f"{demo_['customers']:,} customers and {demo_['months']} months, all series, default "
        "settings. A false alarm is an incident that overlaps with nothing planted: not the outage "
        "(until five days after, for waiting makes people write again), a campaign or mailing (72 "
        "hours), or the batch of praise. The faulty fee (3.5 % more for 100 days) and the one "
        "angry customer are no spikes and excuse nothing. False alarms: "
        f"{demo_['false_alarms']}, {demo_['false_alarms_a_month']:.2f} a month.", "",
        *_table(("from", "to", "told by", "direction", "contacts", "usual", "planted"), seen), "",
        "## A real week", "",
        "Posts to six US airlines, 17 to 24 February 2015 (New York's time), a week without any "
        "weeks before it.", "",
        *(_table(("from", "to", "posts", "usual", "severity", "told by"), real) if real else
          ["Not measured: the shared data sets were not given."]), ""])


_METHOD = """
Contacts are counted per local hour: all of them, those on social media, on each channel, about each
topic, and social posts that open with the same eight words as another account's post of the seven
days before. For every hour, and for every whole day, the usual is told by the same weekday and hour
of the eight weeks before (at least four; holidays and values further than three spreads from their
median are left out), as a negative binomial count whose spread is estimated from those weeks. With
fewer than four weeks the days before serve, of the same kind (Monday to Friday, or weekend) or else
any; with fewer than four days nothing is told.

An hour or day gives an alarm when it has `spike_ratio` times the usual or more, `spike_minimum`
contacts or more, and so low a chance that all series together would give about {budget:g} false
alarms a month, with the spread taken a quarter wider. It reaches on over hours outside the 95 %
band; what begins within `spike_cool_down_hours` after it belongs to it. Falls are told only against
four weeks or more. Spikes of several series at one time are one incident, told by the series with
the largest excess.
"""


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}",
            *(f"| {' | '.join(row)} |" for row in rows)]
