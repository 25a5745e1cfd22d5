"""Tables beside the messages: channels, days, accounts seen writing, what pages read as it is."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pandas as pd

from data import lake
from data.calendar import days_frame
from data.carry import Before
from data.contract import TABLES
from data.home import Home
from data.settings import Settings
from data.sqlfiles import fill_names, sql_file
from data.stored import store

REFERENCE = ("handles", "agents", "campaigns", "survey_responses", "channel_costs",
             "competitor_posts")


def make_channels(home: Home, db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The table of channels: social by the settings, or by the mapping that brought it."""
    told = {one for load in lake.loads(home) for one in load.social_channels}
    seen = [row[0] for row in db.execute(
        "select distinct channel from newest_interactions order by channel").fetchall()]
    store(db, "table channels", pd.DataFrame({
        "channel": pd.Series(seen, dtype="str"),
        "is_social": pd.Series([settings.is_social(one) or one in told for one in seen],
                               dtype="bool"),
        "target_minutes": pd.Series([settings.target_minutes(one) for one in seen],
                                    dtype="float64"),
    }))


def count_account_posts(db: duckdb.DuckDBPyConnection, *, carried: bool) -> None:
    """Make ``account_posts``, or add to it what has come, where that replaces nothing."""
    asked = sql_file("staging/14_account_posts.sql")
    if carried and not db.execute(
            "select exists (select 1 from came_interactions as c semi join repeated_interactions "
            "as r on c.source = r.source and c.interaction_id = r.interaction_id)"
            ).fetchall()[0][0]:
        db.execute("create temp view counted_interactions as from came_interactions")
        db.execute(f"create temp table came_posts as {asked}")
        db.execute("create or replace table account_posts as "
                   + sql_file("carry/account_posts.sql"))
    else:
        db.execute("create temp view counted_interactions as from newest_interactions")
        db.execute(f"create or replace table account_posts as {asked}")


def make_days(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The table of local days, from source_days: those of the interactions, and on to the last
    reply or solution; and the table of events."""
    first, last, replied = db.execute(
        "select min(day), max(day), cast(greatest(max(last_reply_at), max(last_resolved_at)) as "
        "date) from source_days").fetchall()[0]
    first, last = first or date.today(), last or date.today()
    end = min(max(last, replied or last), last + timedelta(days=400)) + timedelta(days=1)
    store(db, "temp table all_days", days_frame(first, end, settings))
    # Between the last day of one source and the first of another nothing was loaded.
    db.execute(
        "create table days as select cast(d.day as date) as day, d.weekday, d.opens_at, "
        "d.closes_at, d.open_seconds_before, exists (select 1 from (select min(day) as "
        "first_day, max(day) as last_day from source_days group by source) as s "
        "where d.day between s.first_day and s.last_day) as has_data "
        "from all_days as d order by day"
    )
    store(db, "table events", pd.DataFrame({
        "name": pd.Series([one.name for one in settings.events], dtype="str"),
        "starts_on": pd.Series([str(one.start) for one in settings.events], dtype="str"),
        "ends_on": pd.Series([str(one.end) if one.end else None
                              for one in settings.events], dtype="str"),
    }), "select name, cast(starts_on as date) as starts_on, "
        "cast(ends_on as date) as ends_on from frame")


def make_reference(db: duckdb.DuckDBPyConnection, before: Before) -> None:
    """Contract tables that the pages read as they are; those that no load touched are there."""
    for name in REFERENCE:
        if name not in before.still:
            spec = TABLES[name]
            sql = fill_names(sql_file("marts/15_reference.sql"), table=(name,),
                             columns=spec.names, key=spec.key)
            db.execute(f"create table {name} as {sql}")
