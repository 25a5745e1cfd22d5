"""The time of a build in stretches, and the marts that are made one stretch after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import duckdb

from data.carry import JUDGED_LATER, Since
from data.sqlfiles import bind, sql_file

# Interactions that are joined, sorted and written at a time: what bounds the memory of a build.
STRETCH = 2_000_000
# What numbers the interactions of a stretch and ties them to conversations, in this order; then its
# texts, so that what is joined with messages does not grow with the company.
NUMBERS = ("50_numbers", "51_stretch_threads", "52_earlier_threads", "53_new_threads",
           "54_row_keys", "55_stretch_texts")
IN_ORDER = "order by i.row_id"
# Columns of marts that are empty where the column of the same name is empty in the lake, and those
# of interactions that are made from texts.
FROM_TEXT = ("masked_text", "words", "text_language", "subjectivity", "sentiment_confidence",
             "purpose_confidence")
PASSED = {
    "interactions": ("conversation_id", "in_reply_to", "handle", "author_name",
                     "author_followers", "text", "language", "ingested_at", "assigned_at",
                     "first_reply_at", "resolved_at", "handle_seconds", "agent_id", "department",
                     "campaign_id", "likes", "shares", "brand"),
    "conversations": ("handle", "brand", "resolved_at", "department", "agent_id"),
    "inbound_waits": ("author_followers", "shares", "handle_seconds"),
    "handled": ("agent_id", "handle_seconds"),
}
Stretch = dict[str, object]


def make_threads(db: duckdb.DuckDBPyConnection) -> None:
    """Tables that fill while interactions are numbered: threads so far, and no straddlers yet."""
    db.execute("create temp table threads (source varchar, thread varchar, first_row bigint)")
    db.execute("create temp table straddlers "
               "(source varchar, interaction_id varchar, conversation_key bigint)")


def stretches_of_time(db: duckdb.DuckDBPyConnection, since: Since) -> list[Stretch]:
    """Stretches of whole UTC days with about as many interactions each, from ``since`` to the end.

    A local day belongs to the stretch of the UTC day of the same name, but the first may begin
    within a day.
    """
    starts, rows = [since.at.date()], 0
    for day, count in db.execute(
            "select cast(published_at as date) as day, count(*) from newest_interactions "
            "where published_at >= $at group by day order by day", {"at": since.at}).fetchall():
        if rows and rows + count > STRETCH:
            starts.append(day)
            rows = 0
        rows += count
    ends = [*starts[1:], date(9999, 12, 31)]
    found: list[Stretch] = [
        {"from_at": datetime.combine(start, time.min), "from_day": start,
         "until_at": datetime.combine(end, time.min), "until_day": end}
        for start, end in zip(starts, ends, strict=True)]
    return _begun_at(found, since)


def _begun_at(stretches: Sequence[Stretch], since: Since) -> list[Stretch]:
    """The same stretches, the first begun where ``since`` tells."""
    first, *others = stretches
    return [first | {"from_at": since.at, "from_day": since.day}, *others]


def make_by_stretches(
    db: duckdb.DuckDBPyConnection, kind: str, name: str, sql: str, stretches: Sequence[Stretch],
    values: Mapping[str, object], empty: frozenset[str], since: Since,
) -> None:
    """Create a table from a statement that is run once for each stretch, oldest first.

    ``empty``: columns of interactions without a value in the lake.  Where not all is made, the
    table is there and its last part comes anew.
    """
    nulls = _nulls(name, empty)
    types: dict[str, str] = {}
    if nulls and not since.is_whole:
        sql = f"select * exclude ({', '.join(nulls)}) from ({sql})"
    elif nulls:
        # A column without a value costs nothing when it is added at the end.
        first = {**values, **stretches[0], "rows_before": 0}
        _number(db, name, first)
        db.execute(f"create temp table shape as from ({sql}) limit 0", bind(sql, first))
        every = dict(db.execute("select column_name, column_type from (describe shape)").fetchall())
        types = {column: every[column] for column in nulls}
        db.execute("drop table shape")
        sql = f"select * exclude ({', '.join(nulls)}) from ({sql})"
    stretches = _begun_at(stretches, since.judging if name in JUDGED_LATER else since)
    rows = max(since.row - 1, 0)
    # Joins as they are written, the longest table first: so the engine does not take a part of the
    # lake for one row, and rows come about in its order, without a sort.
    db.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    for number, stretch in enumerate(stretches):
        bound = {**values, **stretch, "rows_before": rows}
        in_order = _number(db, name, bound)
        # Wide rows that come in the order of time are not sorted once more.
        asked = sql.replace(IN_ORDER, "") if in_order else sql
        db.execute(f"set preserve_insertion_order = {str(in_order).lower()}")
        into = (f"create {kind} {name} as {asked}" if since.is_whole and not number
                else f"insert into {name} by name {asked}")
        rows += int(db.execute(into, bind(asked, bound)).fetchall()[0][0])
    db.execute("reset disabled_optimizers")
    db.execute("reset preserve_insertion_order")
    for column in types:
        db.execute(f"alter table {name} add column {column} {types[column]}")


def _number(db: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]) -> bool:
    """Number the interactions of a stretch, for the mart that asks for it.

    Each conversation is looked for among those of the stretch, so that the time it takes does not
    grow with the company.  Returns whether they lie one after the other in one part of the lake, in
    the order of time.
    """
    if name != "interactions":
        return False
    for one in NUMBERS:
        sql = sql_file(f"staging/{one}.sql")
        db.execute(f"create or replace temp table {one[3:]} as {sql}", bind(sql, values))
    db.execute("insert into threads from new_threads")
    return bool(db.execute(
        "select count(distinct load_id) = 1 and "
        "max(row_id - part_row) = min(row_id - part_row) from numbers").fetchall()[0][0])


def _nulls(name: str, empty: frozenset[str]) -> list[str]:
    """Columns of a mart that hold nothing because the lake has no value for them."""
    found = [column for column in PASSED.get(name, ()) if column in empty]
    if name == "interactions" and "text" in empty:
        found += FROM_TEXT
    return found
