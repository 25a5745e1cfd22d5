"""The six questions of the peer workload, each asked of the warehouse as a metric is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from data.filters import EVERYONE, Filters, Viewer
from data.warehouse import Warehouse, metric_values, with_conditions

FOLDER = Path(__file__).parent / "sql"
Ask = Callable[[Warehouse, Filters, Viewer], pd.DataFrame]


@dataclass(frozen=True)
class Question:
    """A question: its words, the days that it looks back and which filter it changes with.

    ``raw`` asks the same of the generated table, for the bare engine.
    """

    ask: Ask
    words: str
    days: int
    by: tuple[str, ...]
    raw: str

    def filters(self, chosen: Filters) -> Filters:
        """The question's own period up to the end chosen, and its own filter."""
        return replace(
            chosen, start=chosen.end - timedelta(days=self.days), channels=(), tiers=(),
            purposes=(), segments=chosen.segments if "segments" in self.by else (),
            regions=chosen.regions if "regions" in self.by else ())


@cache
def sql_of(name: str) -> str:
    """The statement of a question with the shared conditions written out."""
    return with_conditions((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


def _asked(name: str, db: Warehouse, filters: Filters, viewer: Viewer) -> pd.DataFrame:
    return db.query(sql_of(name), metric_values(filters, viewer), name=name)


def customers_by_channel(db: Warehouse, filters: Filters,
                         viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: channel, customers."""
    return _asked("customers_by_channel", db, filters, viewer)


def daily_volume(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: bucket, channel, inbound."""
    return _asked("daily_volume", db, filters, viewer)


def weekly_polarity(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: bucket, channel, polarity_mean."""
    return _asked("weekly_polarity", db, filters, viewer)


def monthly_purpose(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: bucket, marketing, service."""
    return _asked("monthly_purpose", db, filters, viewer)


def response_by_channel(db: Warehouse, filters: Filters,
                        viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: channel, answered, median_seconds, p90_seconds."""
    return _asked("response_by_channel", db, filters, viewer)


def hours_of_the_week(db: Warehouse, filters: Filters, viewer: Viewer = EVERYONE) -> pd.DataFrame:
    """Columns: weekday, hour, posts."""
    return _asked("hours_of_the_week", db, filters, viewer)


_SOME = ("(len($segments::varchar[]) = 0 or list_contains($segments::varchar[], segment)) and "
         "(len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region))")
_IN = f"occurred_at >= $start and occurred_at < $end and {_SOME}"
QUESTIONS: Sequence[Question] = (
    Question(customers_by_channel, "Distinct customers by channel, 90 days, one segment", 90,
             ("segments",),
             f"select channel, count(distinct customer_id) from interactions where {_IN} "
             "group by channel"),
    Question(daily_volume, "Daily volume by channel, two years, one region", 730, ("regions",),
             "select cast(occurred_at as date), channel, count(*) from interactions "
             f"where {_IN} group by all order by all"),
    Question(weekly_polarity, "Weekly mean polarity by social channel", 730, ("regions",),
             "select date_trunc('week', occurred_at), channel, avg(polarity) from interactions "
             f"where {_IN} and channel in ('x', 'facebook', 'instagram') "
             "group by all order by all"),
    Question(monthly_purpose, "Monthly marketing and service counts", 730, ("segments",),
             "select date_trunc('month', occurred_at), purpose, count(*) from interactions "
             f"where {_IN} and purpose is not null group by all order by all"),
    Question(response_by_channel, "Median and P90 response by channel, one year", 365,
             ("regions",),
             "select channel, quantile_cont(response_minutes, [0.5, 0.9]) from interactions "
             f"where {_IN} group by all"),
    Question(hours_of_the_week, "Contacts by hour and weekday", 730, ("segments", "regions"),
             "select isodow(occurred_at), hour(occurred_at), count(*) from interactions "
             f"where {_IN} group by all order by all"),
)
