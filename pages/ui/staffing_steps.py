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
from analysis.records import records
from analysis.staffing_load import scaled
from analysis.staffing_steps import Week, plan_people
from analysis.wording import channel_name, number, percent, several
from data import metrics
from data.filters import Filters
from data.holidays import public_holidays
from data.settings import Settings
from pages.ui.card import Card, card
from pages.ui.load import load, load_all, load_options, work_out
from pages.ui.staffing_inputs import Given
from pages.ui.text import plain


def choose_channel(channels: list[str]) -> str:
    """The channel that a chart is about."""
    chosen = st.selectbox("Channel", channels, format_func=channel_name, key="staffing_channel",
                          bind="query-params", width=220)
    return chosen if chosen in channels else channels[0]


def week_now(filters: Filters, given: Given
             ) -> tuple[Week, tuple[pd.DataFrame, pd.DataFrame]]:
    """The plan of the days chosen, and what answering together saves.  Raises PlanError."""
    with st.spinner("Reckoning people"):
        found: tuple[Week, tuple[pd.DataFrame, pd.DataFrame]] = work_out(
            plan_people, filters, metrics.channel_forecast, metrics.channel_forecast_days,
            **given.choice)
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
        covers=f"{day_words(rows['day'].min())} to {day_words(rows['day'].max())}",
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
            f"{day_words(busiest.idxmax())}: {number(busiest.max())}.")


def quality_step(filters: Filters) -> str:
    """The backtest against two simple rules; returns the page's sentence."""
    quality, notes = load_all(filters, metrics.forecast_quality, metrics.forecast_notes)
    for row in records(notes):
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
    return f"{day_words(first)} to {day_words(first + pd.Timedelta(days=given.span.length - 1))}"


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


def day_words(day: object) -> str:
    """A day as it is said: "Mon 2 Nov"."""
    at = pd.Timestamp(str(day))
    return f"{at:%a} {at.day} {at:%b}"
