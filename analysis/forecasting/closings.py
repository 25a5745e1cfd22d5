"""Which days ahead will be closed, told from the days that were: the calendar they follow."""

from __future__ import annotations

import warnings
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# One closed day is on the calendar of many countries by accident; two seldom are.
_LEAST_CLOSED = 2
_AGREE, _EXPLAINED = 0.8, 0.5


def likely_closings(days: pd.DatetimeIndex, shut: NDArray[np.bool_],
                    busy: NDArray[np.bool_]) -> dict[date, str]:
    """Public holidays among ``days`` of the country whose holidays the closed days were.

    ``shut``: for the first days, the history, whether it was closed though its weekday is usually
    open (``busy``, for all days).  A country is taken when four in five of its public holidays on
    busy weekdays were shut, two at least, and they are half or more of the days that were shut (the
    others may be gaps in the data); where several countries fit, only days that all of them keep.
    Day → name; empty where no country fits.  Calendars are those of the library ``holidays``.
    """
    history = len(shut)
    closed = {day.date() for day in days[:history][shut]}
    if len(closed) < _LEAST_CLOSED:
        return {}
    open_weekdays = {day.date() for day in days[busy]}
    past = {day for day in open_weekdays if day <= days[history - 1].date()}
    found: list[dict[date, str]] = []
    for kept in _calendars(days[0].year, days[-1].year):
        due = kept.keys() & past
        both = len(closed & due)
        if both >= max(_LEAST_CLOSED, _AGREE * len(due), _EXPLAINED * len(closed)):
            found.append({day: kept[day] for day in kept.keys() & open_weekdays})
    if not found:
        return {}
    return {day: found[0][day] for day in set.intersection(*(set(one) for one in found))}


@lru_cache(maxsize=8)
def _calendars(first_year: int, last_year: int) -> tuple[dict[date, str], ...]:
    """The nation-wide public holidays of every country for these years."""
    import holidays

    years = range(first_year, last_year + 1)
    out = []
    for country in holidays.list_supported_countries(include_aliases=False):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of years that a calendar does not reach
                out.append({day: str(name) for day, name in
                            holidays.country_holidays(country, years=years).items()})
        except (NotImplementedError, ValueError):  # a country that did not exist in these years
            continue
    return tuple(out)
