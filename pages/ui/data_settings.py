"""The settings editor: one form, checked as the settings file is, with errors that name a field."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from data.settings import Event, Settings, SettingsError, save_settings, settings_from
from data.settings_text import WEEKDAYS
from data.warehouse import NoWarehouse, QueryFailed
from pages.ui import work
from pages.ui.load import home, load_options, load_settings_now
from pages.ui.text import plain


def settings_form() -> None:
    """Show the settings, save what is changed, and build with it when asked."""
    try:
        now = load_settings_now()
    except SettingsError as error:
        st.error(plain(error), title="The settings file has an error; defaults are shown",
                 icon=":material/error:")
        now = Settings()
    with st.form("settings", border=False):
        # What the form does not ask for stays as it is.
        found = {"link_accept": now.link_accept, "link_review": now.link_review,
                 **_company(now), **_time(now), **_targets(now), **_spikes(now), **_events(now)}
        with st.container(horizontal=True):
            save = st.form_submit_button("Save", icon=":material/save:", key="settings_save")
            build = st.form_submit_button("Save and build", type="primary", key="settings_build",
                                          icon=":material/build:", disabled=work.running())
    if not (save or build):
        st.caption(plain(f"Kept in {home().settings}. A build applies them to the pages."))
        return
    try:
        settings = settings_from(found, where="Settings")
        save_settings(home(), settings)
    except SettingsError as error:
        st.error(plain(error), title="Not saved", icon=":material/error:")
        return
    st.success("Saved. The pages show it after the next build.", icon=":material/check:")
    if build:
        work.rebuild()


def _company(now: Settings) -> dict[str, Any]:
    st.markdown("###### Company", anchors=False)
    left, right = st.columns(2)
    company = left.text_input("Company", now.company, key="set_company", max_chars=120)
    currency = right.text_input("Currency, three letters", now.currency, key="set_currency",
                                max_chars=3)
    brands = left.text_input("Brand names, separated by commas", ", ".join(now.brands),
                             key="set_brands")
    social = right.multiselect(
        "Channels that count as social", _channels(now), list(now.social_channels),
        key="set_social", accept_new_options=True, wrap=True,
        help="All others count as traditional.")
    reasons = left.text_input(
        "Reasons in a survey that mean service, separated by commas",
        ", ".join(now.service_reasons), key="set_reasons",
        help="Answers to the question why somebody uses social media.")
    care = right.text_input(
        "Departments that are the care team, separated by commas",
        ", ".join(now.care_departments), key="set_care",
        help="Replies by any other department count as outside the care team.")
    personal = st.toggle(
        "Show personal data", now.show_personal_data, key="set_personal",
        help="Off: e-mail addresses, phone, card and account numbers and names of customers are "
             "replaced by placeholders on every page and in every download.")
    return {"company": company, "currency": currency.strip().upper(), "brands": _listed(brands),
            "social_channels": social, "service_reasons": _listed(reasons),
            "care_departments": _listed(care), "show_personal_data": personal}


def _channels(now: Settings) -> list[str]:
    """The channels that count as social, and after them those that the data holds besides."""
    try:
        found = load_options().channels
    except (NoWarehouse, QueryFailed):
        found = ()
    return [*now.social_channels, *(one for one in found if one not in now.social_channels)]


def _time(now: Settings) -> dict[str, Any]:
    st.markdown("###### Time", anchors=False)
    left, right = st.columns(2)
    zones = sorted(available_timezones())
    zone = left.selectbox("Time zone in which everything is shown", zones, key="set_zone",
                          index=zones.index(now.timezone))
    week = right.segmented_control("First day of the week", ["monday", "sunday"],
                                   default=now.week_start, required=True, key="set_week",
                                   format_func=str.capitalize)
    left.caption("Business hours; leave both empty for a closed day")
    hours = left.data_editor(
        pd.DataFrame({"day": [day.capitalize() for day in WEEKDAYS],
                      "opens": [now.business_hours.get(day, (None, None))[0] for day in WEEKDAYS],
                      "closes": [now.business_hours.get(day, (None, None))[1]
                                 for day in WEEKDAYS]}),
        hide_index=True, key="set_hours", disabled=["day"], placeholder="closed",
        alt="Business hours per weekday",
        column_config={"day": "Day", "opens": st.column_config.TimeColumn("Opens", format="HH:mm"),
                       "closes": st.column_config.TimeColumn("Closes", format="HH:mm")})
    holidays = right.text_area("Holidays, one date a line", "\n".join(map(str, now.holidays)),
                               key="set_holidays", height=180, placeholder="2026-12-25")
    return {"timezone": zone, "week_start": week, "business_hours": _hours(hours),
            "holidays": [line.strip() for line in holidays.splitlines() if line.strip()]}


def _hours(frame: pd.DataFrame) -> dict[str, list[time]]:
    out: dict[str, list[time]] = {}
    for day, row in zip(WEEKDAYS, frame.to_dict("records"), strict=True):
        out[day] = [clock for clock in (row["opens"], row["closes"]) if isinstance(clock, time)]
    return out


def _targets(now: Settings) -> dict[str, Any]:
    st.markdown("###### Promised first response", anchors=False)
    left, right = st.columns(2)
    edited = left.data_editor(
        pd.DataFrame({"channel": list(now.sla_minutes), "minutes": list(now.sla_minutes.values())}),
        hide_index=True, num_rows="dynamic", key="set_sla", alt="Promised minutes per channel",
        column_config={"channel": "Channel",
                       "minutes": st.column_config.NumberColumn("Minutes", min_value=0.0)})
    right.caption("“default” holds for every channel that is not named.")
    clock = right.segmented_control("The targets count", ["calendar", "business"],
                                    default=now.sla_clock, required=True, key="set_clock",
                                    format_func={"calendar": "all hours",
                                                 "business": "business hours"}.__getitem__)
    named = edited.dropna(subset=["channel", "minutes"])
    return {"sla_clock": clock,
            "sla_minutes": dict(zip(named["channel"].astype(str).str.strip(),
                                    named["minutes"].astype(float), strict=True))}


def _spikes(now: Settings) -> dict[str, Any]:
    st.markdown("###### Spikes", anchors=False)
    left, middle, right = st.columns(3)
    ratio = left.number_input(
        "Times the usual, at least", 1.05, 100.0, now.spike_ratio, 0.1, key="set_spike_ratio",
        help="Contacts in an hour or a day, against the same hour of the weeks before. For a "
             "fall: the usual so many times the contacts.")
    least = middle.number_input("Contacts, at least", 1, 1_000_000, now.spike_minimum,
                                key="set_spike_minimum", help="In that hour or day.")
    pause = right.number_input(
        "Cool-down (hours)", 0, 168, now.spike_cool_down_hours, key="set_spike_pause",
        help="What comes within so many hours after an alarm belongs to the same spike.")
    return {"spike_ratio": ratio, "spike_minimum": least, "spike_cool_down_hours": pause}


def _events(now: Settings) -> dict[str, Any]:
    st.markdown("###### Known events", anchors=False)
    st.caption("Outages, price changes and the like: they are marked on the charts. "
               "The end is the first day after the event.")
    events = _event_table(now.events, key="set_events", alt="Known events")
    st.markdown("###### Sad days", anchors=False)
    st.caption("A disaster or a day of mourning: a post of yours that advertises on such a day, "
               "or on the day after, is flagged on the page Own posts.")
    sad = _event_table(now.sensitive_events, key="set_sensitive", alt="Sad days")
    return {"events": events, "sensitive_events": sad}


def _event_table(events: tuple[Event, ...], *, key: str, alt: str) -> list[dict[str, Any]]:
    edited = st.data_editor(
        pd.DataFrame({"name": pd.Series([one.name for one in events], dtype="object"),
                      "start": pd.Series([one.start for one in events], dtype="object"),
                      "end": pd.Series([one.end for one in events], dtype="object")}),
        hide_index=True, num_rows="dynamic", key=key, alt=alt,
        column_config={"name": st.column_config.TextColumn("Name", width="large"),
                       "start": st.column_config.DateColumn("Start", format="YYYY-MM-DD"),
                       "end": st.column_config.DateColumn("End", format="YYYY-MM-DD")})
    return [{str(name): value for name, value in row.items() if _given(value)}
            for row in edited.dropna(how="all").to_dict("records")]


def _given(value: object) -> bool:
    return isinstance(value, date | str) and not pd.isna(value)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
