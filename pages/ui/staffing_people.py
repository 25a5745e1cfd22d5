"""The step of the staffing page that says how many people are needed, and what waits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analysis.charts.staffing import (
    half_hour_steps,
    half_hour_steps_alt,
    people_heat,
    people_heat_alt,
)
from analysis.moments import iso_instants
from analysis.staffing_backlog import PoolBacklog, pool_backlogs
from analysis.staffing_steps import Week
from analysis.wording import number, percent, several
from data.filters import Filters
from pages.ui.card import Card, card
from pages.ui.staffing_inputs import STAFF, Given
from pages.ui.staffing_steps import day_words, days_words

LINES = {"people_p80": "For P80", "people_mean": "For the mean", "people_p95": "For P95"}
KINDS = {"live": "answered live", "deferred": "may wait"}
_PEOPLE_ABOUT = (
    "People per half hour: each live channel by Erlang C (Erlang A where a patience is given) for "
    "the share answered in time; channels that may wait in one pool per promise, with the most "
    "level staff that keeps it. Mean, P80 and P95 are of the forecast: live by the half hour, "
    "waiting work by the day. On the rota: people divided by the share of time at work.")
_WAITING_ABOUT = (
    "Hours of work that wait in each pool at the end of every half hour, the oldest answered "
    "first, with the people planned and the mean load, as if the week came again and again. A "
    "promise counts round the clock, or opening hours where work also comes while everybody is "
    "away and nobody could keep it else.")
_SKILLS_ABOUT = (
    "The live channels at their busiest half hour: each with people of its own, or all people "
    "together. The same contacts are played to both, 40 times for as long as brings 2,000 of them, "
    "at least an hour and at most eight (Poisson arrivals, exponential handle times); people "
    "together are taken to be as quick as those who know one channel. "
    "Several at once count as work of one at a time.")


def people_step(filters: Filters, given: Given, week: Week,
                saved: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """People per half hour, per pool, and what answering together would save."""
    name = next(label for label, one in STAFF.items() if one == given.staff)
    totals = week.totals
    heat = totals.assign(people=totals[f"people_{given.staff}"])
    lines = {f"people_{given.staff}": LINES[f"people_{given.staff}"], **LINES}
    n = f"{number(totals['volume_mean'].sum())} contacts expected"
    card(Card(
        key="staffing_people", title="How many people at once, half hour by half hour?", metric="",
        about=_PEOPLE_ABOUT, frame=totals.drop(columns="ds").assign(
            instant=iso_instants(totals["ds"]).tolist()), filters=filters, n=n,
        figure=lambda: half_hour_steps(totals, lines=lines),
        alt=lambda: half_hour_steps_alt(totals, lines=lines), covers=days_words(given),
        note=f"at work; on the rota {percent(given.rules.shrinkage)} of the time is away"))
    left, right = st.columns(2)
    with left:
        card(Card(key="staffing_heat", title=f"When are they needed ({name})?", metric="",
                  about=_PEOPLE_ABOUT, frame=heat[["wall", "people"]], filters=filters, n=n,
                  figure=lambda: people_heat(heat), alt=lambda: people_heat_alt(heat),
                  covers=days_words(given), note="an hour shows the more of its half hours"))
    with right:
        rows = pools_table(week.people)
        card(Card(key="staffing_pools", title="Who needs how many?", metric="", n=n,
                  about=_PEOPLE_ABOUT, frame=rows, filters=filters, covers=days_words(given),
                  note="hours at work; in time: the mean load with the people for it"))
    _waiting(week, filters, given)
    detail = said_plainly(busy_rows(week.people))
    card(Card(key="staffing_all", title="Every half hour with work, pool by pool", metric="",
              height=260, about=_PEOPLE_ABOUT, frame=detail, filters=filters, n=n,
              covers=days_words(given)))
    _together(filters, given, *saved)


def _waiting(week: Week, filters: Filters, given: Given) -> None:
    """Hours of work that wait in each pool, against the hours promised."""
    pools = pool_backlogs(week.people, week.load, plans=given.plans, rules=given.rules,
                          staff=given.staff)
    if not pools:
        return
    rows = waiting_rows(pools)
    lines = {f"hours_{at}": pool for at, pool in enumerate(pools)}
    wide = pd.DataFrame({"wall": next(iter(pools.values())).frame["ds"].dt.tz_localize(None), **{
        column: pools[pool].frame["backlog_hours"].round(2) for column, pool in lines.items()}})
    n = f"{number(rows['contacts'].sum())} contacts that may wait"
    left, right = st.columns(2)
    with left:
        card(Card(
            key="staffing_waiting", title="How much work waits?", metric="", about=_WAITING_ABOUT,
            frame=wide.rename(columns=lines), filters=filters, n=n, covers=days_words(given),
            figure=lambda: half_hour_steps(wide, lines=lines, y="Hours of work that wait"),
            alt=lambda: half_hour_steps_alt(wide, lines=lines, y="Hours of work that wait")))
    with right:
        card(Card(
            key="staffing_promises", title="Is what was promised kept?", metric="", n=n,
            about=_WAITING_ABOUT, frame=rows, filters=filters, covers=days_words(given),
            note="the mean load with the people chosen; ages and promises by the same clock"))


def waiting_rows(pools: dict[str, PoolBacklog]) -> pd.DataFrame:
    """A row per pool: hours promised, age of the oldest, hours of work that wait at most."""
    clocks = {"calendar": "round the clock", "opening": "opening hours"}
    return pd.DataFrame([{
        "pool": pool, "promised_hours": one.promised_hours,
        "oldest_hours": round(float(one.frame["oldest_hours"].max()), 1),
        "most_work_hours": round(float(one.frame["backlog_hours"].max()), 1),
        "in_time_pct": round(100 * one.on_time_share, 1), "contacts": round(one.contacts),
        "counts": clocks[one.clock]}
        for pool, one in pools.items()])


def busy_rows(people: pd.DataFrame) -> pd.DataFrame:
    """The half hours in which a contact is expected or somebody works."""
    columns = [f"{what}_{level}" for what in ("volume", "agents") for level in STAFF.values()]
    busy = np.logical_or.reduce([people[name].to_numpy() > 0 for name in columns])
    return people[busy].reset_index(drop=True)


def said_plainly(people: pd.DataFrame) -> pd.DataFrame:
    """Every half hour of every pool, its columns in plain words, as shown and as exported."""
    words = {"volume": "contacts_{}", "agents": "people_{}", "service_level": "in_time_{}_pct",
             "asa_seconds": "mean_wait_{}_seconds", "occupancy": "busy_{}_pct"}
    named = {f"{old}_{level}": (old, new.format(level))
             for old, new in words.items() for level in STAFF.values()}
    out: dict[str, Any] = {"wall": people["ds"].dt.tz_localize(None), "pool": people["pool"],
                           "kind": people["kind"].map(KINDS)}
    for column in people.columns.drop(["ds", "pool", "kind", "channels", "open", "clock"]):
        kind, name = named[column]
        values = people[column].to_numpy()
        if kind == "asa_seconds":
            out[name] = pd.array(values.round(), dtype="Int64")
        elif kind == "agents":
            out[name] = values
        else:
            out[name] = (values if kind == "volume" else 100 * values).round(1)
    return pd.DataFrame(out | {"channels": people["channels"],
                               "instant": iso_instants(people["ds"]).tolist()})


def pools_table(people: pd.DataFrame) -> pd.DataFrame:
    """One row per pool: peaks and hours of people for mean, P80 and P95, and the share in time."""
    rows = []
    codes, pools = pd.factorize(people["pool"])
    volumes, shares = (people[name].to_numpy() for name in ("volume_mean", "service_level_mean"))
    agents = {one: people[f"agents_{one}"].to_numpy() for one in STAFF.values()}
    for at, pool in enumerate(pools):
        mine = np.flatnonzero(codes == at)
        volume = volumes[mine]
        kept = np.where(np.isnan(shares[mine]), 0.0, shares[mine]) * volume
        share = float(kept.sum()) / float(volume.sum()) if volume.sum() else float("nan")
        rows.append({"pool": pool, "kind": KINDS[people["kind"].iloc[mine[0]]],
                     "contacts": volume.sum(),
                     **{f"peak_{one}": found[mine].max() for one, found in agents.items()},
                     **{f"hours_{one}": found[mine].sum() / 2 for one, found in agents.items()},
                     "in_time_pct": round(100 * share, 1)})
    out = pd.DataFrame(rows)
    return out.assign(contacts=out["contacts"].round().astype(int))


def _together(filters: Filters, given: Given, people: pd.DataFrame,
              played: pd.DataFrame) -> None:
    if people.empty:
        st.caption("With two live channels or more, this page would say here what answering them "
                   "together saves.")
        return
    shares = {"service_level": "in_time_pct", "low": "from_pct", "high": "to_pct",
              "abandoned": "hang_up_pct"}
    shown = played.assign(**{old: (100 * played[old]).round(1) for old in shares},
                          contacts=played["contacts"].round(),
                          asa_seconds=played["asa_seconds"].round(1)).rename(columns=shares)
    apart, pooled = (int(one) for one in people["people"])
    gain = played[(played["way"] == "gain") & (played["skill"] == "all")].iloc[0]
    at = pd.Timestamp(people["at"].iloc[0])
    card(Card(
        key="staffing_together", metric="", about=_SKILLS_ABOUT, frame=shown, filters=filters,
        title=f"Apart {several(apart, 'person', 'people')}, together {number(pooled)}: what "
              "answering all live channels together saves",
        n=f"{people['contacts'].iloc[0]:.1f} contacts in the half hour",
        covers=f"{day_words(at)}, {at:%H:%M}, the busiest half hour",
        note=f"with the same people, answering together brings {100 * gain['service_level']:+.1f} "
             f"points in time ({100 * gain['low']:+.1f} to {100 * gain['high']:+.1f}, 95 % over "
             "simulated runs)"))
