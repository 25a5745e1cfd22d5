"""What a build takes over from the warehouse before it, and from which row on it makes all anew.

Loads bring new messages, and mostly of the last days.  Rows before the first change, and before
all conversations in which later messages may still change something, are those of the build before;
only the rest is made again.  The result is that of a whole build, but for the numbers of customers,
which no page tells.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from data import lake
from data.contract import TABLES
from data.home import Home
from data.sqlfiles import sql_file
from data.warehouse import NoWarehouse, Warehouse

BY_ROW = ("interactions", "odd_moments", "inbound_waits", "post_words", "post_lengths",
          "post_repeats", "own_posts", "doubting_posts", "theme_said", "theme_messages")
BY_TEXT = ("theme_texts", "theme_terms", "theme_unknown")
BY_CONVERSATION = ("conversations", "social_conversations", "lag_waits")
BY_DAY = ("source_days", "customer_days", "daily_cube", "hourly_cube", "contact_hours",
          "handle_days", "contact_half_hours")
# What is judged by what happens in the days after a conversation: made again from earlier on.
JUDGED_LATER = ("waits", "handled", "conversation_days")
KEPT = (*BY_ROW, *BY_TEXT, *BY_CONVERSATION, *BY_DAY, *JUDGED_LATER)
# What later builds add to by themselves.
ADDED_TO = ("repeated_interactions", "account_posts", "theme_stems", "theme_counts",
            "theme_buckets")
# What is made of answers and customers alone.
SURVEY = ("survey_answers", "survey_waves", "survey_margins", "survey_axes")
# A whole build is hardly slower than to make so much again, and leaves the file in good order: so
# much of all rows at once, or in all builds since the last whole one.
MOST_AT_ONCE, MOST_IN_ALL = 0.5, 0.5
REMADE, CUSTOMERS = "rows_made_again", "customers_told"
_ASIDE = {
    "customers_before": "select customer_id, segment, region, tier from customers",
    "owners_before": "select network, account, customer_id from handle_links "
                     "where customer_id is not null",
    "channels_before": "select channel, is_social, target_minutes from channels",
    "agents_before": "select agent_id, department from agents",
    "ends_before": "select source, newest_at, knows_replies from source_ends",
    "assigning_before": "select source, channel from assigning",
    "words_before": "select word, stem from search_words",
    "handles_before": "select distinct handle, handle_number from handle_days",
    "flags_before": "select text_hash, kind, severity, reason, words from own_flags",
}


class AllAnew(Exception):
    """Something concerns every row, or too many: nothing is taken over."""


@dataclass(frozen=True)
class Since:
    """From where on marts are made: the first row, the UTC midnight before it and the local day.

    ``judged``: the same for what later days judge (JUDGED_LATER), where that is earlier.
    ``remade``: rows made again since the last whole build, this build among them.
    """

    row: int
    at: datetime
    day: date
    judged: Since | None = None
    remade: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all is made."""
        return self.row == 0

    @property
    def judging(self) -> Since:
        """From where on what later days judge is made."""
        return self.judged or self

    @property
    def bound(self) -> dict[str, object]:
        """What SQL files ask of it."""
        return {"since_row": self.row, "since_day": self.day,
                "judged_row": self.judging.row, "judged_day": self.judging.day}


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


@dataclass(frozen=True)
class Before:
    """What the build before had: its loads, the contract tables that no load since then touches,
    the rows made again since the last whole build, and what told its customers (CUSTOMERS)."""

    loads: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    remade: int = 0
    customers_told: str = ""

    @property
    def survey_stays(self) -> bool:
        """Whether no answer and no customer has come or changed."""
        return {"survey_responses", "customers"} <= self.still


def set_aside(home: Home, db: duckdb.DuckDBPyConnection, *, carried: bool) -> Before:
    """Keep as temporary tables what the build before knew, and drop all but what is taken over.

    Without a warehouse before, the tables that marts ask for are empty.
    """
    if not carried:
        db.execute("create temp table numbers_before "
                   "(customer_id varchar, customer_number integer)")
        db.execute("create temp table ends_before "
                   "(source varchar, newest_at timestamp, knows_replies boolean)")
        db.execute("create temp table assigning_before (source varchar, channel varchar)")
        db.execute("create temp table handles_before (handle varchar, handle_number integer)")
        return Before()
    facts = dict(db.execute("select fact, value from build_info").fetchall())
    loads = frozenset(row[0] for row in db.execute("select load_id from build_loads").fetchall())
    still = frozenset(name for name in TABLES if name != "interactions"
                      and all(part.stem in loads for part in lake.parts(home, name)))
    db.execute("create temp table loads_before as select load_id from build_loads")
    for name, sql in _ASIDE.items():
        if name != "customers_before" or "customers" not in still:
            asked = sql_file(sql) if sql.endswith(".sql") else sql
            db.execute(f"create temp table {name} as {asked}")
    db.execute(f"create temp table stranger_numbers as {sql_file('carry/stranger_numbers.sql')}")
    what = "view" if "customers" in still else "table"  # which stays, or goes
    db.execute(f"create temp {what} numbers_before as {sql_file('carry/numbers.sql')}")
    for (name,) in db.execute("select table_name from duckdb_tables() "
                              "where not temporary").fetchall():
        if name not in (*KEPT, *ADDED_TO, *SURVEY, *still):
            db.execute(f'drop table "{name}"')
    # So that the room they took is used again.
    db.execute("checkpoint")
    return Before(loads, still, int(facts.get(REMADE, 0)),
                  facts.get(CUSTOMERS, "") if "customers" in still else "")


def since_when(db: duckdb.DuckDBPyConnection, before: Before) -> Since:
    """From where on to build again.  Raises AllAnew."""
    db.execute(f"create temp table arrived as {sql_file('carry/arrived.sql')}")
    db.execute("create temp table people_moved " + (
        "(customer_id varchar)" if "customers" in before.still
        else f"as {sql_file('carry/people.sql')}"))
    db.execute(f"create temp table moved as {sql_file('carry/moved.sql')}")
    rows, came, moved, repeated = (int(value) for value in db.execute(
        "select (select count(*) from interactions), (select count(*) from arrived), "
        "(select count(*) from moved), (select count(*) from repeated_interactions)"
    ).fetchall()[0])
    # Only a version that replaces another takes a reply away.
    asked = ["concerns_all", *(["replies_gone"] if repeated else [])]
    if any(db.execute(sql_file(f"carry/{one}.sql")).fetchall()[0][0] for one in asked):
        raise AllAnew
    if not came and not moved:
        return replace(_from(db, None), remade=before.remade)
    since = _from(db, _moment(db, "changed"))
    judged = _from(db, _moment(db, "unsettled"))
    judged = min(since, judged, key=lambda one: one.row)
    # To make less than a mart again leaves as much behind in the file.
    again = rows + 1 - judged.row
    if again > MOST_AT_ONCE * rows or again + before.remade > MOST_IN_ALL * rows:
        raise AllAnew
    return replace(since, judged=judged, remade=before.remade + again)


def _moment(db: duckdb.DuckDBPyConnection, name: str) -> datetime | None:
    found: datetime | None = db.execute(sql_file(f"carry/{name}.sql")).fetchall()[0][0]
    return found


def _from(db: duckdb.DuckDBPyConnection, moment: datetime | None) -> Since:
    """The whole UTC day of a moment; without one, what comes after the last row."""
    if moment:
        at = datetime.combine(moment.date(), time.min)
    else:
        ((last,),) = db.execute("select max(published_at) from interactions").fetchall()
        at = last + timedelta(microseconds=1)
    ((first,),) = db.execute("select count(*) + 1 from interactions where published_at < $at",
                             {"at": at}).fetchall()
    # Somewhere it is still the day before.
    return Since(int(first), at, at.date() - timedelta(days=1))


def cut(db: duckdb.DuckDBPyConnection, since: Since) -> None:
    """Take away all that is made again.

    ``straddlers`` are messages that are made again and belong to a conversation that is not.
    """
    db.execute("insert into straddlers select source, interaction_id, conversation_key "
               "from interactions where row_id >= $row and abs(conversation_key) < $row",
               {"row": since.row})
    for names, condition in ((BY_ROW, "row_id >= $since"),
                             # A text is told by the first message that has it.
                             (BY_TEXT, "text_id >= $since"),
                             (BY_CONVERSATION, "abs(conversation_key) >= $since"),
                             (BY_DAY, "day >= $since")):
        value = since.day if names is BY_DAY else since.row
        for name in names:
            db.execute(f"delete from {name} where {condition}", {"since": value})
    judged = since.judging
    db.execute("delete from waits where abs(conversation_key) >= $judged and (kind = 'resolution' "
               "or abs(conversation_key) >= $since or row_id >= $since)",
               {"since": since.row, "judged": judged.row})
    db.execute("delete from handled where abs(conversation_key) >= $judged",
               {"judged": judged.row})
    db.execute("delete from conversation_days where day >= $judged", {"judged": judged.day})


def make_room(db: duckdb.DuckDBPyConnection, mart: str) -> bool:
    """Take away rows of a mart that are made again although they are of before.

    Returns whether all are, because something changed that any may rest on.
    """
    if mart == "lag_waits":
        db.execute("delete from lag_waits where conversation_key in "
                   "(select conversation_key from may_wait)")
        # The others go on waiting, where they do, to the newest moment there is now.
        db.execute("update lag_waits set waited_seconds = waited_seconds + date_diff('second', "
                   "b.newest_at, e.newest_at) from ends_before as b, source_ends as e "
                   "where open_in = b.source and b.source = e.source "
                   "and b.newest_at <> e.newest_at")
    if mart == "own_posts" and db.execute(sql_file("carry/flags_changed.sql")).fetchall()[0][0]:
        db.execute("delete from own_posts")
        return True
    return False


def put_right(db: duckdb.DuckDBPyConnection, mart: str, since: Since) -> None:
    """Set what changes in rows of a mart that were kept, when the others are made.

    A conversation that we began and a customer joined later tells the row of his message.
    """
    if mart == "conversations":
        db.execute("update conversations set row_id = i.row_id from interactions as i "
                   "where abs(conversations.conversation_key) < $since "
                   "and conversations.row_id >= $since and i.row_id >= $since "
                   "and i.source = conversations.source "
                   "and i.interaction_id = conversations.interaction_id", {"since": since.row})
