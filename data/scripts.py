"""What a benchmark does to files and homes: scripts of others, copies, labels that are lent."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from data import lake
from data.home import Home
from data.reading import listed
from data.scoring import make_scores, score_folder, score_new


def run_script(path: Path, sql: str) -> None:
    """Run statements on the database file ``path``, which is made where there is none."""
    with duckdb.connect(str(path)) as db:
        db.execute(sql)


def fixed_sum() -> int:
    """A sum of a million groups of five million rows on one core: the same work everywhere."""
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute("set enable_progress_bar = false")
        return int(db.execute(
            "select sum(total) from (select hash(row) % 1_000_000 as kind, sum(row) as total "
            "from range(5_000_000) as r(row) group by kind)").fetchall()[0][0])


def copy_rows(source: Path, target: Path, most: int) -> int:
    """Copy the first rows of a Parquet part as a Parquet file; returns how many."""
    with duckdb.connect() as db:
        one, other = (str(path).replace("'", "''") for path in (source, target))
        return int(db.execute(f"copy (select * exclude (line_number) from read_parquet('{one}') "
                              f"limit {int(most)}) to '{other}' (format parquet)").fetchall()[0][0])


def later_rows(source: Path, target: Path, share: float) -> int:
    """Copy the newest rows of a Parquet part as a Parquet file of the time right after it.

    ``share`` (0..1) of the rows, by time; messages have ids of their own and keep what ties them to
    one another.  Returns how many.
    """
    with duckdb.connect() as db:
        one, other = (str(path).replace("'", "''") for path in (source, target))
        since, until = db.execute(
            "select quantile_disc(published_at, $cut), max(published_at) from "
            f"read_parquet('{one}')", {"cut": 1 - share}).fetchall()[0]
        moved = ", ".join([
            *(f"{name} || '-later' as {name}"
              for name in ("interaction_id", "conversation_id", "in_reply_to")),
            *(f"{name} + (timestamp '{until}' - timestamp '{since}') as {name}"
              for name in ("published_at", "ingested_at", "assigned_at", "first_reply_at",
                           "resolved_at"))])
        return int(db.execute(
            f"copy (select * exclude (line_number) replace ({moved}) from read_parquet('{one}') "
            f"where published_at > timestamp '{since}') to '{other}' (format parquet)"
        ).fetchall()[0][0])


def export(path: Path, query: str, target: Path) -> int:
    """Write the rows of a query on a database file as Parquet or CSV, by the target's name.

    Returns how many there were.
    """
    with duckdb.connect(str(path), read_only=True) as db:
        where = str(target).replace("'", "''")
        how = "format parquet" if target.suffix == ".parquet" else "format csv, header"
        return int(db.execute(f"copy ({query}) to '{where}' ({how})").fetchall()[0][0])


class Lent(NamedTuple):
    """How many texts were scored, in how many seconds, and how many were lent their scores."""

    scored: int
    seconds: float
    lent: int


def lend_scores(home: Home, *, most: int) -> Lent:
    """Score ``most`` texts of a lake, and give every other text the scores of one of these.

    For timing a build of many million texts: what its pages say means nothing, how large it is and
    how long it takes does.
    """
    with home.writing(), duckdb.connect() as db:
        parts = listed(lake.parts(home, "interactions"))
        db.execute("create temp view messages as select direction, text from "
                   f"read_parquet({parts}, union_by_name = true)")
        started = time.perf_counter()
        scored = score_new(home, db, most=most)
        seconds = time.perf_counter() - started
        make_scores(home, db)
        part = score_folder(home) / f"{time.time_ns():020d}.parquet"
        writing = part.with_suffix(".writing")
        target = str(writing).replace("'", "''")
        held = db.execute("select count(*) from scores").fetchall()[0][0]
        # A plain number on both sides, so that rows are looked up and not compared pair by pair.
        lent = db.execute(
            "copy (select t.text_hash, g.* exclude (text_hash, place) from (select distinct "
            "md5(text) as text_hash from messages where direction = 'inbound' and text is not null "
            "and md5(text) not in (select text_hash from scores)) as t join (select *, "
            "row_number() over (order by text_hash) - 1 as place from scores) as g on "
            f"cast(hash(t.text_hash) % {max(int(held), 1)} as bigint) = g.place) "
            f"to '{target}' (format parquet)").fetchall()[0][0]
        lake.settle(writing, part)
    return Lent(scored, seconds, int(lent))
