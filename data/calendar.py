"""The table ``days``: each local day with its weekday and its opening hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from data.settings import Settings
from data.settings_text import WEEKDAYS


def days_frame(first: date, last: date, settings: Settings) -> pd.DataFrame:
    """One row per day from ``first`` to ``last`` inclusive, times local.

    Columns: day, weekday (1 = Monday), opens_at, closes_at (equal when closed),
    open_seconds_before (open seconds in all earlier rows).
    Seconds are those of the local clock: an hour lost or won by summer time at night does not
    matter to opening hours.
    """
    rows = []
    total = 0
    holidays = set(settings.holidays)
    day = first
    while day <= last:
        hours = settings.business_hours.get(WEEKDAYS[day.weekday()])
        opens, closes = hours if hours and day not in holidays else (time(0), time(0))
        opens_at, closes_at = datetime.combine(day, opens), datetime.combine(day, closes)
        rows.append((day, day.isoweekday(), opens_at, closes_at, total))
        total += int((closes_at - opens_at).total_seconds())
        day += timedelta(days=1)
    return pd.DataFrame(
        rows, columns=["day", "weekday", "opens_at", "closes_at", "open_seconds_before"]
    ).astype({"day": "datetime64[s]", "opens_at": "datetime64[s]", "closes_at": "datetime64[s]"})
