"""What is known of a day beforehand: its weekday, its place in the month and the year, events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.forecasting.closings import likely_closings
from analysis.forecasting.grid import Grid

Array = NDArray[np.float64]
# What an effect may be before data speak, as standard deviation on the log scale: a weekday may
# well be half of another; the turn of a month moves a few percent.
_WEEKDAY, _KIND, _NAME, _BACKLOG = 1.0, 0.5, 0.2, 0.1
_MONTH = (0.03, 0.03, 0.015)
_YEAR = (0.1, 0.05)
# Fewer days than this cannot tell the season of a year from a trend.
_YEAR_FROM_DAYS = 400


@dataclass(frozen=True)
class Calendar:
    """Days of history and horizon: ``weekday`` (as which the day behaves), ``closed`` (known),
    ``effects`` (days × effects) with their prior standard deviations ``sd``, ``kind`` (a number for
    the kind of the day's event, -1 without)."""

    weekday: NDArray[np.int64]
    closed: NDArray[np.bool_]
    effects: Array
    sd: Array
    kind: NDArray[np.int64]

    def until(self, days: int) -> Calendar:
        """The first days of it."""
        return Calendar(self.weekday[:days], self.closed[:days], self.effects[:days], self.sd,
                        self.kind[:days])


def make_calendar(grid: Grid, days_ahead: int, events: pd.DataFrame | None, *,
                  weekly: bool) -> Calendar:
    """The calendar of a grid's days and the days ahead.

    An event day ahead is closed when most past days of its name were; for a name without a past
    when most of its kind were; without either when the event says so.  The first day after such a
    closing behaves like the first day after the weekly closing, because the work has waited.
    """
    history = len(grid.counts)
    days = pd.date_range(grid.first_day, periods=history + days_ahead, freq="D")
    weekday = days.day_of_week.to_numpy().astype(np.int64)
    open_days = ~np.isnan(grid.totals)
    usually = np.array([bool((open_days & (weekday[:history] == one)).any()) for one in range(7)])
    if events is None:
        events = _likely(days, ~open_days & usually[weekday[:history]], usually[weekday])
    known = _events(events, days)
    shut = np.zeros(len(days), dtype=bool)
    at = known["row"].to_numpy()
    past = known[at < history]
    was_shut = ~open_days[past["row"].to_numpy()] & usually[weekday[past["row"].to_numpy()]]
    by_name = _share_shut(past["name"], was_shut)
    by_kind = _share_shut(past["kind"], was_shut)
    told = zip(at, known["name"], known["kind"], known["closed"], strict=True)
    for row, name, kind, planned in told:
        if row < history:
            # A day without rows that nobody knows a reason for is a gap in the data, no closing.
            shut[row] = ~open_days[row] and usually[weekday[row]]
        else:
            shut[row] |= by_name.get(name, by_kind.get(kind, float(planned))) > 0.5
    closed = shut | ~usually[weekday]
    backlog = _after_closing(shut, usually[weekday])
    if weekly:
        behaves = weekday.copy()
        start = _first_of_week(usually)
        if start is not None:
            behaves[backlog == 1] = start
    else:
        behaves = np.zeros(len(days), dtype=np.int64)
    effects, sd = _effects(days, behaves, backlog, known, open_days)
    kind = np.full(len(days), -1, dtype=np.int64)
    kind[at] = pd.factorize(known["kind"])[0]
    return Calendar(behaves, closed, effects, sd, kind)


def _likely(days: pd.DatetimeIndex, shut: NDArray[np.bool_],
            busy: NDArray[np.bool_]) -> pd.DataFrame | None:
    """Holidays told from the closed days of the past, where nobody has told any."""
    found = likely_closings(days, shut, busy)
    if not found:
        return None
    return pd.DataFrame({"day": list(found), "name": list(found.values()), "kind": "holiday",
                         "closed": True}).sort_values("day")


def _share_shut(groups: pd.Series, was_shut: NDArray[np.bool_]) -> dict[str, float]:
    """Share of past days closed, per group."""
    shares = pd.Series(was_shut.astype(float)).groupby(groups.to_numpy()).mean()
    return {str(name): float(share) for name, share in shares.items()}


def _events(events: pd.DataFrame | None, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Events with the row of their day, inside the days; kind is the name where not given."""
    columns = {"day": "datetime64[us]", "name": "str", "kind": "str", "size": "float64",
               "closed": "bool", "row": "int64"}
    if events is None or events.empty:
        return pd.DataFrame(columns=list(columns)).astype(columns)
    if "day" not in events or "name" not in events:
        raise ValueError("Events need the columns day and name.")
    out = pd.DataFrame({
        "day": pd.to_datetime(events["day"]).dt.normalize(), "name": events["name"].astype(str),
        "kind": (events["kind"] if "kind" in events else events["name"]).astype(str),
        "size": events["size"].astype(float) if "size" in events else 1.0,
        "closed": events["closed"].astype(bool) if "closed" in events else False})
    out["row"] = (out["day"] - days[0]) // pd.Timedelta(days=1)
    return out[out["row"].between(0, len(days) - 1)].reset_index(drop=True)


def _after_closing(shut: NDArray[np.bool_], usually: NDArray[np.bool_]) -> NDArray[np.int64]:
    """1 on the first and 2 on the second open day after a closing out of the usual; else 0."""
    out = np.zeros(len(shut), dtype=np.int64)
    since = 9
    for row in range(len(shut)):
        if shut[row]:
            since = 0
        elif usually[row]:
            since += 1
            out[row] = since if since <= 2 else 0
    return out


def _first_of_week(usually: NDArray[np.bool_]) -> int | None:
    """The first usually open weekday after one usually closed; None when no day is closed."""
    starts = [one for one in range(7) if usually[one] and not usually[one - 1]]
    return starts[0] if starts else None


def _effects(days: pd.DatetimeIndex, weekday: NDArray[np.int64], backlog: NDArray[np.int64],
             known: pd.DataFrame, open_days: NDArray[np.bool_]) -> tuple[Array, Array]:
    history = len(open_days)
    columns: list[Array] = []
    sd: list[float] = []

    def add(values: object, prior: float) -> None:
        column = np.asarray(values, dtype=float)
        if column[:history][open_days].any():  # what was never seen cannot be learned
            columns.append(column)
            sd.append(prior)

    if weekday.any():
        for one in range(7):
            add(weekday == one, _WEEKDAY)
    month = 2 * np.pi * (days.day.to_numpy() - 1) / days.days_in_month.to_numpy()
    for harmonic, prior in enumerate(_MONTH, start=1):
        add(np.cos(harmonic * month), prior)
        add(np.sin(harmonic * month), prior)
    if history >= _YEAR_FROM_DAYS:
        year = 2 * np.pi * days.day_of_year.to_numpy() / 365.25
        for harmonic, prior in enumerate(_YEAR, start=1):
            add(np.cos(harmonic * year), prior)
            add(np.sin(harmonic * year), prior)
    add(backlog == 1, _BACKLOG)
    add(backlog == 2, _BACKLOG)
    # A name that does not come again needs no effect of its own beside that of its kind.
    again = known.loc[known["row"] >= history, "name"]
    own = known[(known["kind"] != known["name"]) & known["name"].isin(again)]
    for groups, prior in ((known.groupby("kind"), _KIND), (own.groupby("name"), _NAME)):
        for _, mine in groups:
            value = np.zeros(len(days))
            np.add.at(value, mine["row"].to_numpy(), mine["size"].to_numpy())
            add(value, prior)
    return np.column_stack(columns), np.array(sd)
