"""One spike looked at: by the hour, what makes it up, and the people it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analysis.charts.spikes import (
    people_bars,
    people_bars_alt,
    reason_bars,
    reason_bars_alt,
    spike_lines,
    spike_lines_alt,
)
from analysis.records import records
from analysis.spike_reasons import authors_of, campaigns_near, contributions, leading, words_behind
from analysis.spike_staff import SERVICE_LEVEL, People, people_needed
from analysis.spike_watch import Closer, Watch, scaled_to
from analysis.spike_words import (
    authors_words,
    duration_words,
    excess_words,
    explained,
    series_name,
    span_words,
    times_words,
)
from analysis.wording import bucket_words, channel_name, number, several
from data import metrics
from data.filters import Filters
from data.metrics.spikes import reasons_values
from pages.ui.card import Card, Clicks, card, choice_card
from pages.ui.load import Mark, ask, load
from pages.ui.load_spikes import load_closer
from pages.ui.marks import read_in_voices
from pages.ui.text import joined, plain

# What can be chosen → the dimension of the reasons, and the key by which its rows are found.
_BY = {"Topics": "topic", "Words": "word", "Channels": "channel", "Regions": "region",
       "Segments": "segment", "Authors": "author", "Brands": "brand", "Repeats": "opening",
       "Campaigns": "campaign"}
_ROWS_BY = {"topic": "intent", "channel": "channel", "segment": "segment"}
_MOST = 8
_MINUTES = 5.0


def reasons_asked(incident: pd.Series, offsets: list[int]) -> dict[str, Any]:
    """How the metric of reasons is asked for an incident."""
    return {"start": incident["start"].to_pydatetime(), "end": incident["end"].to_pydatetime(),
            "offsets": offsets, "scope": str(incident["series"])}


@dataclass(frozen=True)
class Behind:
    """What lies behind an incident: its hours, the counts by what it is, and what they tell."""

    near: Closer
    frame: pd.DataFrame
    parts: pd.DataFrame


def behind(incident: pd.Series, filters: Filters) -> Behind | None:
    """What is told about an incident; None where too little lies before it."""
    near = load_closer(filters, incident)
    if not near.offsets:
        return None
    frame = ask(metrics.spike_reasons, filters, **reasons_asked(incident, near.offsets))
    return Behind(near, frame, contributions(frame, references=len(near.offsets)))


def detail(incident: pd.Series, told: Behind | None, watched: Watch, filters: Filters) -> None:
    """Draw everything about one incident."""
    title = span_words(incident["start"], incident["end"])
    st.subheader(plain(f"Looked at closely: {title}"), anchor=False)
    if told is None:
        st.markdown("There is too little before it to say what makes it up.")
        return
    near, parts = told.near, told.parts
    words = words_behind(told.frame, references=len(near.offsets))
    st.markdown("\n".join(f"- {plain(one)}" for one in _facts(
        incident, watched, told, words, filters)))
    read_in_voices(_mark(incident))
    left, right = st.columns(2)
    with left:
        _hours_card(incident, near, title, filters)
    with right:
        _reasons_card(incident, told, words, title, filters)
    if incident["direction"] == "up":
        _people_card(incident, near, parts, title, filters)


def _facts(incident: pd.Series, watched: Watch, told: Behind, words_of: pd.DataFrame,
           filters: Filters) -> list[str]:
    """What is known of the incident, a sentence each."""
    near, parts = told.near, told.parts
    row: Any = records(incident.to_frame().T)[0]
    days = abs(row.excess) / watched.usual_day if watched.usual_day else math.inf
    size = ("on a usual day there is hardly any contact" if days > 100 else
            f"as many as {days:.1f} usual days bring" if days >= 0.1 else
            "less than a tenth of what a usual day brings")
    out = [f"{series_name(row.series, first=True)}: {number(row.observed)} instead of "
           f"{number(row.expected)}, so {excess_words(row)}, "
           f"{times_words(row.ratio, row.direction)}. "
           f"It is {row.severity}: {size}. It lasted "
           f"{duration_words(row.hours)}; the peak was {bucket_words(row.peak_at, grain='hour')} "
           f"with {number(row.peak_observed)} instead of {number(row.peak_expected)}."]
    if row.also:
        more = f" and {len(row.also) - 5} more" if len(row.also) > 6 else ""
        names = [series_name(one) for one in row.also[:5 if more else 6]]
        out.append(f"Beyond chance also in {', '.join(names) if more else joined(names)}{more}.")
    why = explained(leading(parts))
    words = words_of["category"].head(6).tolist()
    if row.direction == "up" and (why or words):
        said = f"its words are {joined([f'“{one}”' for one in words])}" if words else ""
        first = f"{why[:1].upper()}{why[1:]}" if why else ""
        both = "; ".join(part for part in (first, said) if part)
        out.append(f"{both[:1].upper()}{both[1:]}.")
    out.append(f"Written by {authors_words(authors_of(told.frame))}.")
    out += _campaign_words(incident, parts, filters)
    out.append("Compared with " + (
        f"the same hours of {several(len(near.offsets), 'week', 'weeks')} before."
        if all(one % 7 == 0 for one in near.offsets) else
        f"the same hours of {several(len(near.offsets), 'day', 'days')} before, as there are too "
        "few weeks."))
    return out


def _campaign_words(incident: pd.Series, parts: pd.DataFrame, filters: Filters) -> list[str]:
    events = load(metrics.marked_events, filters)
    near = campaigns_near(events, parts, start=incident["start"], end=incident["end"])
    if near.empty:
        return ["No campaign or known event lies in the three days before it."]
    said = []
    row: Any
    for row in records(near.head(3)):
        hours = abs(row.hours_before)
        when = ("as it began" if hours < 1 else
                f"{duration_words(round(hours))} {'before' if row.hours_before > 0 else 'into'} it")
        to = "" if pd.isna(row.audience) else f" to {number(row.audience)} people"
        marked = "" if pd.isna(row.marked) else (
            f", {several(row.marked, 'contact carries', 'contacts carry')} its mark")
        said.append(f"“{row.name}” {'was sent' if row.kind == 'campaign' else 'began'} {when}{to}"
                    f"{marked}")
    return [f"Near it: {'; '.join(said)}. What comes together need not be the cause."]


def _mark(incident: pd.Series, **more: str) -> Mark:
    kind, _, name = str(incident["series"]).partition(":")
    own = {"channel": {"channel": name}, "topic": {"intent": name}}.get(kind, {})
    values = {"bucket": incident["start"].isoformat(), "until": incident["end"].isoformat(),
              **own, **more}
    return Mark(tuple(sorted(values.items())), social=kind in ("social", "repeated"))


def _hours_card(incident: pd.Series, near: Closer, title: str, filters: Filters) -> None:
    hours = near.hours.drop(columns="basis")
    own = incident.to_frame().T.astype({"start": "datetime64[us]", "end": "datetime64[us]",
                                        "peak_at": "datetime64[us]"})
    card(Card(
        key="spike_hours", title="How did it rise and go?" if incident["direction"] == "up" else
        "How did it fall and come back?", metric="spike_counts", frame=hours, filters=filters,
        figure=lambda: spike_lines(hours, spikes=own), height=390,
        alt=lambda: spike_lines_alt(hours, spikes=own), covers=f"{title}, and a day around it",
        n=several(int(hours["contacts"].sum()), "contact", "contacts"),
        note=series_name(incident["series"])))


def _reasons_card(incident: pd.Series, told: Behind, words: pd.DataFrame, title: str,
                  filters: Filters) -> None:
    asked = reasons_asked(incident, told.near.offsets)
    known = {*told.parts["dimension"].unique(), *(["word"] if len(words) else [])}
    views = [view for view in views_of(str(incident["series"])) if _BY[view] in known]
    if not views:
        st.markdown("What makes it up cannot be told: nothing is known of these contacts.")
        return

    def make() -> Card:
        # The control stands below the title, so on the first run only the URL knows.
        chosen = str(st.session_state.get("spike_by", st.query_params.get("spike_by")))
        view = chosen if chosen in views else views[0]
        by = _BY[view]
        rows = _rows_of(by, told.parts, words)
        return Card(
            key="spike_reasons", title="What makes up the excess?", metric="spike_reasons",
            frame=rows, filters=filters, covers=title,
            figure=lambda: reason_bars(rows), alt=lambda: reason_bars_alt(rows),
            n=several(int(incident["observed"]), "contact", "contacts"),
            note="percent: of the whole excess; lines: 95 %; pale: may be chance; a contact counts "
                 "in every view",
            clicks=Clicks(mark=lambda values: _clicked(incident, by, values))
            if by in _ROWS_BY else None,
            more=reasons_values(**asked))

    choice_card("spike_reasons", make, lambda: st.segmented_control(
        "What makes up the excess", views, default=views[0], required=True, key="spike_by",
        bind="query-params", label_visibility="collapsed"))


def views_of(series: str) -> list[str]:
    """The ways to take a spike apart: of one topic all is of that topic, so that says nothing."""
    own = series.partition(":")[0]
    return [view for view, dimension in _BY.items() if dimension != own]


def _rows_of(by: str, parts: pd.DataFrame, words: pd.DataFrame) -> pd.DataFrame:
    mine = words if by == "word" else parts[parts["dimension"] == by]
    return mine.head(_MOST)[["dimension", "category", "observed", "usual", "excess", "excess_low",
                             "excess_high", "share", "found"]].reset_index(drop=True)


def _clicked(incident: pd.Series, by: str, values: dict[str, Any]) -> Mark | None:
    category = values.get("category")
    return None if category is None else _mark(incident, **{_ROWS_BY[by]: str(category)})


def _people_card(incident: pd.Series, near: Closer, parts: pd.DataFrame, title: str,
                 filters: Filters) -> None:
    work = load(metrics.handle_times, filters)
    channels = near.channels
    if str(incident["series"]).partition(":")[0] in ("topic", "repeated"):
        inside = near.hours[(near.hours["bucket"] >= incident["start"])
                            & (near.hours["bucket"] < incident["end"])]
        channels = scaled_to(channels, inside, parts)
    seen = set(channels["channel"])
    missing = sorted(set(work.loc[work["seconds_per_contact"].isna(), "channel"]) & seen)
    assumed = _MINUTES
    if missing:
        assumed = st.number_input(
            "Minutes per contact where no handle time is known", 0.5, 120.0, _MINUTES, 0.5,
            key="spike_minutes", bind="query-params", width=320,
            help=plain(f"Unknown for {joined([channel_name(one) for one in missing])}."))
    work = work.assign(seconds_per_contact=work["seconds_per_contact"].where(
        work["seconds_per_contact"] > 0, 60 * float(assumed)))
    needed = people_needed(channels, work)
    social = dict(zip(work["channel"], work["is_social"], strict=True))
    hours = needed.hours.assign(is_social=needed.hours["channel"].map(social).fillna(False))
    busy = hours[hours["extra_people"] > 0].reset_index(drop=True)
    st.markdown(plain(people_words(needed)))
    if busy.empty:
        return
    card(Card(
        key="spike_people", title="How many more people did it need?", metric="handle_times",
        frame=busy, filters=filters, covers=title, height=300,
        figure=lambda: people_bars(busy), alt=lambda: people_bars_alt(busy),
        n=several(round(float(needed.channels["extra_contacts"].sum())), "contact", "contacts")
        + " beyond the usual",
        note=f"besides those for the usual contacts; at once: {100 * SERVICE_LEVEL:.0f} % within "
             "the promise (Erlang C); e-mail and social: within the promised hours"
             + (f"; {assumed:g} minutes assumed where none are known" if missing else "")))


def people_words(needed: People) -> str:
    """The people in a sentence: how many at most, when, on which channels, and the work in all."""
    rows = needed.channels[needed.channels["extra_people"] > 0]
    if rows.empty or needed.peak_at is None:
        return "Nobody more was needed for it."
    named = [f"{channel_name(row.channel)} {row.extra_people}" for row in records(rows.sort_values(
        "extra_people", ascending=False, kind="stable").head(4))]
    return (f"It needed {several(needed.peak, 'more person', 'more people')} at work at its peak "
            f"({bucket_words(needed.peak_at, grain='hour')}), by channel at most "
            f"{joined(named)}; {several(round(needed.work_hours), 'hour', 'hours')} of work in "
            "all.")
