"""Forecasts every channel four weeks ahead, and says how good the same forecast was before."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd

from data.holidays import public_holidays
from data.home import Home
from data.kept import forget_others, kept, key_of
from data.settings import Settings
from data.sqlfiles import sql_file

# A change of the model forecasts anew.
MODEL_VERSION = "forecast-3"
DAYS_AHEAD = 28
# Three windows of four weeks, one before the other, and as much history before them as makes sense.
_ORIGINS = 3
_CAMPAIGN_DAYS = 4
# A process of its own takes seconds to start; below so many half hours it is not worth them.
_LEAST_FOR_PROCESSES = 20_000
# What OpenBLAS, MKL and OpenMP ask for the number of their threads.
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
# With fewer there is no telling one hour from another.
_LEAST_CONTACTS = 50
_BOUNDS = {"mean": "float64", "lo_80": "float64", "hi_80": "float64", "lo_95": "float64",
           "hi_95": "float64"}
_FORECAST = {"channel": "str", "ds": "datetime64[us]", **_BOUNDS}
_DAY = {"channel": "str", "day": "datetime64[us]", **_BOUNDS}
_BACKTEST = {"channel": "str", "model": "str", "origin": "datetime64[us]", "n": "int64",
             "mae": "float64", "rmse": "float64", "mase": "float64", "coverage_80": "float64",
             "coverage_95": "float64"}
_NOTE = {"channel": "str", "reason": "str"}


class Forecasts:
    """The forecasts of all channels, which are made by other processes while the build goes on.

    Half hours and days after the last moment of a channel's sources, in local time, until four
    weeks after its last day.  Known beforehand: holidays of the settings (closed) and of the
    country of the time zone, the settings' events that have an end, and campaigns by their size.
    What is made of a channel is kept in the lake until its history or the events change.
    A channel that cannot be forecast has a note that says why, and no rows.
    """

    def __init__(self, home: Home, db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        """Begin, from contact_half_hours, interactions, days and campaigns."""
        self._folder = home.lake / "forecasts"
        self._series: dict[str, tuple[str, pd.DataFrame]] = {}
        self._events = pd.DataFrame()
        self._pool: ProcessPoolExecutor | None = None
        history = db.execute(sql_file("forecast/history.sql")).df()
        if len(history):
            last = history["ds"].max() + pd.Timedelta(days=DAYS_AHEAD + 1)
            self._events = known_events(db, settings, history["ds"].min().date(), last.date())
            for channel, mine in history.groupby("channel", sort=True):
                one = mine[["ds", "y"]].reset_index(drop=True)
                key = key_of(f"{MODEL_VERSION} {channel}", one, self._events)
                self._series[key] = str(channel), one
        self._waiting = self._begun()

    def _begun(self) -> dict[str, Future[pd.DataFrame]]:
        """What is not kept yet, begun on the other cores where it is worth processes of its own.

        The build goes on with one; a process starts for a second, most of it for what it imports.
        """
        new = {key: one for key, one in self._series.items()
               if _contacts(one[1]) >= _LEAST_CONTACTS
               and not (self._folder / f"{key}.parquet").exists()}
        if sum(len(one) for _, one in new.values()) < _LEAST_FOR_PROCESSES:
            return {}
        workers = min(max(1, (os.cpu_count() or 1) - 1), len(new))
        # Spawned, not forked: DuckDB's threads would not survive a fork.
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        # The longest first, so that no core waits for it at the end.
        order = sorted(new, key=lambda key: -len(new[key][1]))
        with _one_thread_each():
            return {key: self._pool.submit(_one_channel, *new[key], self._events)
                    for key in order}

    def store(self, db: duckdb.DuckDBPyConnection) -> None:
        """Make forecasts, forecast_days, forecast_backtest and forecast_notes."""
        made = pd.concat([pd.DataFrame({"part": pd.Series(dtype="str")}), *(
            kept(self._folder, key, self._waiting[key].result if key in self._waiting
                 else partial(_one_channel, *one, self._events))
            for key, one in self._series.items())])
        forget_others(self._folder, self._series)
        for name, types in (("forecasts", _FORECAST), ("forecast_days", _DAY),
                            ("forecast_backtest", _BACKTEST), ("forecast_notes", _NOTE)):
            _store(db, name, made[made["part"] == name].reindex(columns=list(types)), types)

    def close(self) -> None:
        """Let go of the processes; what was not begun is left."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started meanwhile calculate on one thread each.

    Linear algebra starts as many threads as there are cores; those of several processes wait for
    one another, and the forecasts then took three times as long.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _one_channel(channel: str, history: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Everything made of one channel, under one another; ``part`` names the table of a row."""
    contacts = _contacts(history)
    if contacts < _LEAST_CONTACTS:
        return _note(channel, "A forecast needs at least "
                     f"{_LEAST_CONTACTS} contacts of history; there are {contacts}.")
    from analysis.backtest import backtest
    from analysis.forecast import forecast_with_days

    try:
        half_hours, days = forecast_with_days(history, days=DAYS_AHEAD, events=events)
    except ValueError as error:
        return _note(channel, str(error))
    parts = [_named(half_hours, channel).assign(part="forecasts"),
             _named(days.rename(columns={"ds": "day"}), channel).assign(part="forecast_days")]
    try:
        parts.append(backtest(
            history, horizon=DAYS_AHEAD, origins=_ORIGINS, step_days=DAYS_AHEAD, events=events,
            learn_once=True).assign(channel=channel, part="forecast_backtest"))
    except ValueError as error:
        parts.append(_note(channel, str(error)))
    return pd.concat(parts, ignore_index=True)


def _contacts(history: pd.DataFrame) -> int:
    return int(history["y"].sum())


def _note(channel: str, reason: str) -> pd.DataFrame:
    return pd.DataFrame({"part": ["forecast_notes"], "channel": [channel], "reason": [reason]})


def known_events(db: duckdb.DuckDBPyConnection, settings: Settings, first: date,
                 last: date) -> pd.DataFrame:
    """What is known of the days from ``first`` to ``last``: day, name, kind, size, closed."""
    rows: list[tuple[date, str, str, float, bool]] = []
    public = public_holidays(settings.timezone, first.year, last.year)
    for day in sorted({*public, *settings.holidays}):
        rows.append((day, public.get(day, "holiday"), "holiday", 1.0, day in settings.holidays))
    for event in settings.events:
        for day in _days(event.start, event.end):
            rows.append((day, event.name, event.name, 1.0, False))
    rows += _campaign_days(db, settings.timezone)
    out = pd.DataFrame(rows, columns=["day", "name", "kind", "size", "closed"])
    out["day"] = pd.to_datetime(out["day"])
    return out[out["day"].between(pd.Timestamp(first), pd.Timestamp(last))]


def _campaign_days(db: duckdb.DuckDBPyConnection,
                   timezone: str) -> Iterable[tuple[date, str, str, float, bool]]:
    """The day a campaign is sent and the three after it; the size is 1 for the usual audience."""
    sent = db.execute("select sent_at, audience from campaigns "
                      "where sent_at is not null and audience > 0").df()
    local = sent["sent_at"].dt.tz_localize("UTC").dt.tz_convert(ZoneInfo(timezone))
    usual = float(np.median(sent["audience"])) if len(sent) else 1.0
    for at, audience in zip(local, sent["audience"], strict=True):
        for after in range(_CAMPAIGN_DAYS):
            name = f"campaign, day {after + 1}"
            yield at.date() + timedelta(days=after), name, name, float(audience) / usual, False


def _days(start: date, end: date | None) -> list[date]:
    """The days of an event; none for one without an end, which is a change and no event."""
    return [] if end is None else [start + timedelta(days=one) for one in range((end - start).days)]


def _named(frame: pd.DataFrame, channel: str) -> pd.DataFrame:
    return frame.rename(columns=lambda name: name.replace("-", "_")).assign(channel=channel)


def _store(db: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame,
           types: dict[str, str]) -> None:
    db.register("frame", frame.astype(types).reset_index(drop=True))
    columns = ", ".join(f"cast({one} as date) as {one}" if one == "day" else one for one in types)
    db.execute(f"create table {name} as select {columns} from frame")
    db.unregister("frame")
