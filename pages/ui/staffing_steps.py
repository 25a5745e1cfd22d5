"""The first steps of the staffing page: the load, the people, and how good the forecast is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from analysis.charts.forecast import (
    expected_days,
    expected_days_alt,
    expected_half_hours,
    expected_half_hours_alt,
    quality_dots,
    quality_dots_alt,
)
from analysis.charts.palette import channel_colour
from analysis.charts.staffing import (
    half_hour_steps,
    half_hour_steps_alt,
    people_heat,
    people_heat_alt,
)
from analysis.staffing_plan import scaled
from analysis.staffing_steps import Week, plan_week, together
from analysis.wording import channel_name, number, percent, several
from data import metrics
from data.filters import Filters
from data.holidays import public_holidays
from data.settings import Settings
from pages.ui.card import Card, card
from pages.ui.load import load, load_all, load_options, work_out
from pages.ui.staffing_inputs import STAFF, Given
from pages.ui.text import plain

LINES = {"people_p80": "For P80", "people_mean": "For the mean", "people_p95": "For P95"}
KINDS = {"live": "answered live", "deferred": "may wait"}
_PEOPLE_ABOUT = (
    "People per half hour: each live channel by Erlang C (Erlang A where a patience is given) for "
    "the share answered in time; channels that may wait in one pool per promise, with the most "
    "level staff that keeps it. Mean, P80 and P95 are of the forecast: live by the half hour, "
    "waiting work by the day. On the rota: people divided by the share of time at work.")
_SKILLS_ABOUT = (
    "The live channels at their busiest half hour: each with people of its own, or all people "
    "together. The same contacts are played to both, 40 days long (Poisson arrivals, exponential "
    "handle times); people together are taken to be as quick as those who know one channel. "
    "Several at once count as work of one at a time.")


def choose_channel(channels: list[str]) -> str:
    """The channel that a chart is about."""
    chosen = st.selectbox("Channel", channels, format_func=channel_name, key="staffing_channel",
                          bind="query-params", width=220)
    return chosen if chosen in channels else channels[0]


def week_now(filters: Filters, given: Given) -> Week:
    """The plan of the days chosen.  Raises PlanError."""
    with st.spinner("Reckoning people"):
        found: Week = work_out(plan_week, filters, metrics.channel_forecast,
                               metrics.channel_forecast_days, **given.choice)
    return found


def load_step(filters: Filters, given: Given, settings: Settings) -> str:
    """History and forecast per channel; returns the page's sentence."""
    forecast_days, history, half_hours = load_all(
        filters, metrics.channel_forecast_days, metrics.forecast_history, metrics.channel_forecast)
    forecast_days, half_hours = (scaled(one, given.plans) for one in (forecast_days, half_hours))
    channels = [plan.channel for plan in given.plans]
    channel = choose_channel(channels)
    own = next(plan.volume_factor for plan in given.plans if plan.channel == channel)
    put_in = "" if own == 1 else f"{percent(own)} of the forecast, as put in; "
    came = history[history["channel"] == channel].assign(came=lambda one: one["contacts"])
    ahead = forecast_days[forecast_days["channel"] == channel]
    columns = ["day", "came", "mean", "lo_80", "hi_80", "lo_95", "hi_95"]
    rows = pd.concat([came, ahead], ignore_index=True).reindex(columns=columns)
    rows["day"] = pd.to_datetime(rows["day"])
    events = _events(filters, settings, rows["day"].min(), rows["day"].max())
    colour = channel_colour(channel, is_social=channel in load_options().social_channels)
    card(Card(
        key="staffing_load", title=f"How many contacts are expected: {channel_name(channel)}",
        metric="channel_forecast_days", frame=rows, filters=filters,
        figure=lambda: expected_days(rows, events=events, colour=colour),
        alt=lambda: expected_days_alt(rows, events=events),
        n=several(int(came["came"].sum()), "contact", "contacts") + " in eight weeks",
        covers=f"{_day(rows['day'].min())} to {_day(rows['day'].max())}",
        note=f"{put_in}dark band: 80 of 100 days, light: 95; campaigns, events and holidays are "
             "marked"))
    first = pd.Timestamp(given.span.first)
    week = half_hours[(half_hours["channel"] == channel) & (half_hours["ds"] >= first) & (
        half_hours["ds"] < first + pd.Timedelta(days=given.span.length))]
    week = week.drop(columns="channel").rename(columns={"ds": "wall"}).reset_index(drop=True)
    card(Card(
        key="staffing_half_hours", title=f"And half hour by half hour: {channel_name(channel)}",
        metric="channel_forecast", frame=week, filters=filters, covers=days_words(given),
        figure=lambda: expected_half_hours(week, colour=colour),
        alt=lambda: expected_half_hours_alt(week),
        n=f"{number(week['mean'].sum())} contacts expected",
        note=f"{put_in}dark band: 80 of 100 half hours, light: 95; counts are whole, so bounds "
             "are steps"))
    mine = span_days(forecast_days, given)
    table = mine.groupby("channel", sort=False)[["mean", "lo_80", "hi_80"]].sum().reset_index()
    table = table.sort_values("mean", ascending=False).assign(
        channel=lambda one: [channel_name(name) for name in one["channel"]]).rename(
        columns={"mean": "expected", "lo_80": "from", "hi_80": "to"})
    card(Card(key="staffing_load_week", title="How many in the days chosen, by channel?",
              metric="channel_forecast_days", frame=whole(table), filters=filters,
              n=f"{number(table['expected'].sum())} contacts expected", covers=days_words(given),
              note="from and to add up the bounds of single days: wider than those of the sum"))
    return load_words(mine, given)


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers of contacts to the nearest: a forecast supports no digits behind the point."""
    numbers = frame.select_dtypes("number").columns
    return frame.assign(**{name: frame[name].round().astype(int) for name in numbers})


def load_words(mine: pd.DataFrame, given: Given) -> str:
    """What the days chosen bring, in words."""
    total, low, high = (mine[name].sum() for name in ("mean", "lo_80", "hi_80"))
    if not total:
        return f"No contacts are expected from {days_words(given)}, so nobody is needed."
    busiest = mine.groupby("day")["mean"].sum()
    return (f"{days_words(given)} bring about {number(total)} contacts ({number(low)}–"
            f"{number(high)} if each day came at its 80 % bound), the most on "
            f"{_day(busiest.idxmax())}: {number(busiest.max())}.")


def people_step(filters: Filters, given: Given, week: Week) -> None:
    """People per half hour, per pool, and what answering together would save."""
    name = next(label for label, one in STAFF.items() if one == given.staff)
    totals = week.totals
    heat = totals.assign(people=totals[f"people_{given.staff}"])
    lines = {f"people_{given.staff}": LINES[f"people_{given.staff}"], **LINES}
    n = f"{number(totals['volume_mean'].sum())} contacts expected"
    card(Card(
        key="staffing_people", title="How many people at once, half hour by half hour?", metric="",
        about=_PEOPLE_ABOUT, frame=totals.drop(columns="ds").assign(
            instant=[at.isoformat() for at in totals["ds"]]), filters=filters, n=n,
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
    detail = said_plainly(busy_rows(week.people))
    card(Card(key="staffing_all", title="Every half hour with work, pool by pool", metric="",
              height=260, about=_PEOPLE_ABOUT, frame=detail, filters=filters, n=n,
              covers=days_words(given)))
    _together(filters, given)


def busy_rows(people: pd.DataFrame) -> pd.DataFrame:
    """The half hours in which a contact is expected or somebody works."""
    columns = [f"{what}_{level}" for what in ("volume", "agents") for level in STAFF.values()]
    return people[(people[columns] > 0).any(axis=1)].reset_index(drop=True)


def said_plainly(people: pd.DataFrame) -> pd.DataFrame:
    """Every half hour of every pool, its columns in plain words, as shown and as exported."""
    out = people.assign(wall=people["ds"].dt.tz_localize(None),
                        instant=[at.isoformat() for at in people["ds"]]).drop(columns="ds")
    first = ["wall", "pool", "kind"]
    out = out[[*first, *out.columns.drop([*first, "channels", "instant"]), "channels", "instant"]]
    words = {"volume": "contacts", "agents": "people", "service_level": "in_time",
             "asa_seconds": "wait_seconds", "occupancy": "busy"}
    return out.rename(columns={f"{old}_{level}": f"{new}_{level}"
                               for old, new in words.items() for level in STAFF.values()})


def pools_table(people: pd.DataFrame) -> pd.DataFrame:
    """One row per pool: peaks and hours of people for mean, P80 and P95, and the share in time."""
    rows = []
    for pool, mine in people.groupby("pool", sort=False):
        volume = mine["volume_mean"]
        share = float((mine["service_level_mean"].fillna(0) * volume).sum() / volume.sum()
                      ) if volume.sum() else float("nan")
        rows.append({"pool": pool, "kind": KINDS[mine["kind"].iloc[0]], "contacts": volume.sum(),
                     **{f"peak_{one}": mine[f"agents_{one}"].max() for one in STAFF.values()},
                     **{f"hours_{one}": mine[f"agents_{one}"].sum() / 2
                        for one in STAFF.values()}, "in_time": round(share, 3)})
    out = pd.DataFrame(rows)
    return out.assign(contacts=out["contacts"].round().astype(int))


def _together(filters: Filters, given: Given) -> None:
    people, played = work_out(together, filters, metrics.channel_forecast,
                              metrics.channel_forecast_days, **given.choice)
    if people.empty:
        st.caption("With two live channels or more, this page would say here what answering them "
                   "together saves.")
        return
    apart, pooled = (int(one) for one in people["people"])
    gain = played[(played["way"] == "gain") & (played["skill"] == "all")].iloc[0]
    at = pd.Timestamp(people["at"].iloc[0])
    card(Card(
        key="staffing_together", metric="", about=_SKILLS_ABOUT, frame=played, filters=filters,
        title=f"Apart {several(apart, 'person', 'people')}, together {number(pooled)}: what "
              "answering all live channels together saves",
        n=f"{people['contacts'].iloc[0]:.1f} contacts in the half hour",
        covers=f"{_day(at)}, {at:%H:%M}, the busiest half hour",
        note=f"with the same people, answering together brings {100 * gain['service_level']:+.1f} "
             f"points in time ({100 * gain['low']:+.1f} to {100 * gain['high']:+.1f}, 95 % over "
             "simulated days)"))


def quality_step(filters: Filters) -> str:
    """The backtest against two simple rules; returns the page's sentence."""
    quality, notes = load_all(filters, metrics.forecast_quality, metrics.forecast_notes)
    for row in notes.itertuples():
        st.caption(plain(f"{channel_name(row.channel)}: {row.reason}"))
    if quality.empty:
        return "Nobody can tell yet how good the forecast is: the history is too short to check it."
    rows = pooled_quality(quality)
    card(Card(
        key="staffing_quality", title="Is the forecast better than taking the week before?",
        metric="forecast_quality", frame=rows, filters=filters,
        figure=lambda: quality_dots(rows), alt=lambda: quality_dots_alt(rows),
        n=f"{quality['origin'].nunique()} origins, {number(quality['n'].max())} half hours each",
        covers="the last twelve weeks", note="four weeks ahead each time"))
    card(Card(
        key="staffing_backtest", title="Every check", metric="forecast_quality", frame=quality,
        filters=filters, n=several(len(quality), "row", "rows"), covers="the last twelve weeks",
        height=300, note="coverage: share of half hours within the bounds; 0.80 and 0.95 are meant"
    ))
    return quality_words(rows)


def pooled_quality(quality: pd.DataFrame) -> pd.DataFrame:
    """Means over the origins, weighted by their half hours: a row per channel and model."""
    parts = []
    for (channel, model), mine in quality.groupby(["channel", "model"], sort=False):
        weight = mine["n"] / mine["n"].sum()
        parts.append({"channel": channel, "model": model, "n": int(mine["n"].sum()),
                      **{name: float((mine[name] * weight).sum(min_count=len(mine)))
                         for name in ("mae", "mase", "coverage_80", "coverage_95")}})
    return pd.DataFrame(parts)


def quality_words(rows: pd.DataFrame) -> str:
    """How often the forecast beats the week before, and what its bounds hold."""
    wide = rows.pivot_table(index="channel", columns="model", values="mase")
    ours = rows[rows["model"] == "forecast"]
    if ours.empty or "same time last week" not in wide:
        return "Nobody can tell yet how good the forecast is: the history is too short to check it."
    better = int((wide["forecast"] < wide["same time last week"]).sum())
    held = float((ours["coverage_80"] * ours["n"]).sum() / ours["n"].sum())
    wider = " – wider than they say, because counts are whole" if held > 0.85 else ""
    return (f"The forecast is closer than taking the week before on {better} of {len(wide)} "
            f"channels; its 80 % bounds held {percent(held)} of the half hours{wider} "
            f"(n = {int(ours['n'].sum()):,}).")


def span_days(days: pd.DataFrame, given: Given) -> pd.DataFrame:
    """The rows of the days chosen and of the channels planned."""
    first = pd.Timestamp(given.span.first)
    when = pd.to_datetime(days["day"])
    mine = days["channel"].isin([plan.channel for plan in given.plans])
    return days[mine & (when >= first) & (when < first + pd.Timedelta(days=given.span.length))]


def days_words(given: Given) -> str:
    """The days chosen in words."""
    first = pd.Timestamp(given.span.first)
    return f"{_day(first)} to {_day(first + pd.Timedelta(days=given.span.length - 1))}"


def _events(filters: Filters, settings: Settings, first: pd.Timestamp,
            last: pd.Timestamp) -> pd.DataFrame:
    asked = replace(filters, start=first.date(), end=last.date() + timedelta(days=1))
    found = load(metrics.marked_events, asked)
    known = public_holidays(load_options().timezone, first.year, last.year)
    days = {**dict.fromkeys(settings.holidays, "Holiday"), **known}
    rows = [{"name": name, "kind": "event", "starts_at": pd.Timestamp(day), "ends_at": pd.NaT,
             "audience": float("nan")}
            for day, name in sorted(days.items()) if first.date() <= day <= last.date()]
    return pd.concat([found, pd.DataFrame(rows)], ignore_index=True) if rows else found


def _day(day: object) -> str:
    at = pd.Timestamp(str(day))
    return f"{at:%a} {at.day} {at:%b}"
