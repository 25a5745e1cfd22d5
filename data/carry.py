"""What a build takes over from the warehouse before it, and from which row on it makes all anew.

Loads bring new messages, and mostly of the last days.  Rows before the first change, and before
all conversations in which later messages may still change something, are those of the build before;
only the rest is made again.  The result is that of a whole build, but for the numbers of customers,
which no page tells.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from data import lake
from data.home import Home
from data.sqlfiles import sql_file
from data.warehouse import NoWarehouse, Warehouse

BY_ROW = ("interactions", "inbound_waits", "post_words", "post_lengths", "post_repeats")
BY_CONVERSATION = ("conversations", "waits", "handled")
BY_DAY = ("conversation_days", "customer_days", "daily_cube", "hourly_cube", "contact_hours",
          "handle_days", "contact_half_hours")
KEPT = (*BY_ROW, *BY_CONVERSATION, *BY_DAY)
# Marts that carry the newest moment of the source of each row.
WATCHED = ("conversations", "inbound_waits", "waits")
# A whole build is hardly slower than to make so much again, and leaves the file in good order: so
# much of all rows at once, or in all builds since the last whole one.
MOST_AT_ONCE, MOST_IN_ALL = 0.5, 0.5
REMADE = "rows_made_again"
_ASIDE = {
    "loads_before": "select load_id from build_loads",
    "customers_before": "select customer_id, segment, region, tier from customers",
    "numbers_before": "carry/numbers.sql",
    "owners_before": "select network, account, customer_id from handle_links "
                     "where customer_id is not null",
    "channels_before": "select channel, is_social, target_minutes from channels",
    "agents_before": "select agent_id, department from agents",
}


@dataclass(frozen=True)
class Since:
    """From where on marts are made: the first row, the UTC midnight before it and the local day.

    ``remade``: rows made again since the last whole build, this build among them.
    """

    row: int
    at: datetime
    day: date
    remade: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all is made."""
        return self.row == 0


WHOLE = Since(0, datetime(1, 1, 2), date(1, 1, 2))


def usable(home: Home, facts: Mapping[str, str]) -> Path | None:
    """The warehouse in use, where its facts are those of the build to come and no load is gone."""
    if not home.warehouse.exists():
        return None
    path = home.warehouse.resolve()
    try:
        # Through the door of the pages, which may have it open in this process.
        db = Warehouse(home).cursor()
        told = dict(db.execute("select fact, value from build_info").fetchall())
        loads = {row[0] for row in db.execute("select load_id from build_loads").fetchall()}
        rows = db.execute("select count(*) from interactions").fetchall()[0][0]
    except (NoWarehouse, duckdb.Error):  # of another version of Decaf, or damaged
        return None
    if any(told.get(name) != value for name, value in facts.items()):
        return None
    if not rows or not loads <= {load.load_id for load in lake.loads(home)}:
        return None
    return path


def copy(source: Path, target: Path) -> None:
    """Copy a warehouse file, which nobody writes to."""
    shutil.copyfile(source, target)


def set_aside(db: duckdb.DuckDBPyConnection, *, carried: bool) -> int:
    """Keep as temporary tables what the build before knew, and drop all but the marts to keep.

    Without a warehouse before, the tables are empty.  Returns the rows made again so far.
    """
    if not carried:
        db.execute("create temp table numbers_before "
                   "(customer_id varchar, customer_number integer)")
        return 0
    remade = int(db.execute("select coalesce(max(cast(value as bigint)), 0) from build_info "
                            "where fact = $fact", {"fact": REMADE}).fetchall()[0][0])
    for name, sql in _ASIDE.items():
        asked = sql_file(sql) if sql.endswith(".sql") else sql
        db.execute(f"create temp table {name} as {asked}")
    for (name,) in db.execute("select table_name from duckdb_tables() "
                              "where not temporary").fetchall():
        if name not in KEPT:
            db.execute(f'drop table "{name}"')
    # So that the room they took is used again.
    db.execute("checkpoint")
    return remade


def since_when(db: duckdb.DuckDBPyConnection, remade: int) -> Since:
    """From where on to build again, or all where something concerns every row or too many."""
    for name in ("arrived", "moved"):
        db.execute(f"create temp table {name} as {sql_file(f'carry/{name}.sql')}")
    rows, came, moved = (int(value) for value in db.execute(
        "select (select count(*) from interactions), (select count(*) from arrived), "
        "(select count(*) from moved)").fetchall()[0])
    if db.execute(sql_file("carry/concerns_all.sql")).fetchall()[0][0]:
        return WHOLE
    if not came and not moved:
        return _from(db, rows + 1, remade)
    (unsettled,), = db.execute(sql_file("carry/unsettled.sql")).fetchall()
    (first,), = db.execute(
        "select least((select min(first_row) from moved), (select min(row_id) from interactions "
        "where published_at >= (select min(published_at) from arrived)))").fetchall()
    row = min((int(one) for one in (unsettled, first) if one is not None), default=rows + 1)
    since = _from(db, row, remade)
    again = rows + 1 - since.row
    if again > MOST_AT_ONCE * rows or again + remade > MOST_IN_ALL * rows:
        return WHOLE
    return Since(since.row, since.at, since.day, remade + again)


def _from(db: duckdb.DuckDBPyConnection, row: int, remade: int) -> Since:
    """The whole UTC day of a row; after the last row, the day after it."""
    ((day, last),) = db.execute(
        "select (select cast(published_at as date) from interactions where row_id = $row), "
        "(select max(published_at) from interactions)", {"row": row}).fetchall()
    at = datetime.combine(day, time.min) if day else last + timedelta(microseconds=1)
    ((first,),) = db.execute("select count(*) + 1 from interactions where published_at < $at",
                             {"at": at}).fetchall()
    # Somewhere it is still the day before.
    return Since(int(first), at, at.date() - timedelta(days=1), remade)


def cut(db: duckdb.DuckDBPyConnection, since: Since) -> None:
    """Take away all that is made again, or the marts themselves where everything is.

    ``straddlers`` are messages that are made again and belong to a conversation that is not.
    """
    if since.is_whole:
        for name in KEPT:
            db.execute(f"drop table if exists {name}")
        db.execute("delete from numbers_before")
        return
    db.execute("insert into straddlers select source, interaction_id, conversation_key "
               "from interactions where row_id >= $row and abs(conversation_key) < $row",
               {"row": since.row})
    for names, condition in ((BY_ROW, "row_id >= $since"),
                             (BY_CONVERSATION, "abs(conversation_key) >= $since"),
                             (BY_DAY, "day >= $since")):
        value = since.day if names is BY_DAY else since.row
        for name in names:
            db.execute(f"delete from {name} where {condition}", {"since": value})


def tell_newest(db: duckdb.DuckDBPyConnection, mart: str) -> None:
    """Set the newest moment of its source in rows of a mart that were kept."""
    db.execute({
        "conversations":
            "update conversations set newest_at = e.newest_at from source_ends as e "
            "where conversations.source = e.source and conversations.newest_at <> e.newest_at",
        "inbound_waits":
            "update inbound_waits set newest_at = e.newest_at from source_ends as e, "
            "interactions as i where inbound_waits.row_id = i.row_id and i.source = e.source "
            "and inbound_waits.newest_at <> e.newest_at",
        "waits":
            "update waits set newest_at = c.newest_at from conversations as c "
            "where waits.is_open and waits.conversation_key = c.conversation_key "
            "and waits.newest_at <> c.newest_at"}[mart])
