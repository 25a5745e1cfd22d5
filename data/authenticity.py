"""Finds copied praise and posts that doubt praise, and notes which account writes how much."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import duckdb
import numpy as np
import pandas as pd

from data.carry import Since
from data.sqlfiles import sql_file
from data.stored import store

# Seconds that a thread calculates before another may.
_TURN = 0.0005


class Copies:
    """Which wordings of praise are copies, which is sought on one core while the build goes on.

    Leaves the temporary table praise to :func:`judge_praise`.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        """Begin, from interactions."""
        db.execute(f"create temp table praise as {sql_file('authenticity/praise.sql')}")
        self._texts = db.execute(
            "select said, count(*) as posts from praise group by said").df()
        # After each query the build waits for its turn beside this thread: by Python's own rule
        # five thousandths of a second.
        self._turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        self._thread = ThreadPoolExecutor(1)
        self._waiting = self._thread.submit(_copies, self._texts)

    def found(self) -> pd.DataFrame:
        """Each wording that was copied (said), with the number of its copies (copy_id)."""
        texts = self._texts.assign(copy_id=self._waiting.result())
        return texts.loc[texts["copy_id"] >= 0, ["said", "copy_id"]]

    def close(self) -> None:
        """Wait until nothing is sought any more."""
        self._thread.shutdown(cancel_futures=True)
        sys.setswitchinterval(self._turn)


def _copies(texts: pd.DataFrame) -> np.ndarray:
    from analysis.authenticity import copies

    return copies(texts["said"].tolist(), times=texts["posts"].tolist())


def judge_praise(db: duckdb.DuckDBPyConnection, since: Since, copies: Copies) -> None:
    """Make the tables of accounts and of what speaks against praise, from interactions.

    writers: one row per account; praise_copies: row_id, copy_id, batch_id; praise_batches:
    batch_id, example_row, reasons; doubting_posts: row_id.  Each distinct text is read once, and
    for doubts only what is made anew.
    """
    from analysis.authenticity import LEAST_COPIES, batches

    db.execute(f"create table writers as {sql_file('authenticity/writers.sql')}")
    store(db, "temp table wordings", copies.found())
    db.execute("create temp table praise_copied as select p.row_id, w.copy_id "
               "from praise as p join wordings as w using (said)")
    posts = db.execute(sql_file("authenticity/copied.sql"), {"least_copies": LEAST_COPIES}).df()
    found = batches(posts)
    numbers = [(posts["row_id"].iloc[at], number) for number, one in enumerate(found, start=1)
               for at in one.rows]
    store(db, "temp table batched",
          pd.DataFrame(numbers, columns=["row_id", "batch_id"]).astype("int64"))
    db.execute("create table praise_copies as select c.row_id, c.copy_id, b.batch_id "
               "from praise_copied as c left join batched as b using (row_id) order by row_id")
    store(db, "table praise_batches", pd.DataFrame({
        "batch_id": pd.Series(range(1, len(found) + 1), dtype="int64"),
        "example_row": pd.Series([int(posts["row_id"].iloc[one.rows[0]]) for one in found],
                                 dtype="int64"),
        "reasons": pd.Series(["; ".join(one.reasons) for one in found], dtype="str")}))
    for name in ("praise", "wordings", "praise_copied", "batched"):
        db.execute(f"drop table {name}")
    _doubts(db, since)


def _doubts(db: duckdb.DuckDBPyConnection, since: Since) -> None:
    from analysis.authenticity import doubts

    posts = "is_social and direction = 'inbound' and text is not null and row_id >= $since_row"
    texts = db.execute(f"select distinct text from interactions where {posts}",
                       {"since_row": since.row}).df()
    found = texts[doubts(texts["text"].tolist())]
    if since.is_whole:
        db.execute("create table doubting_posts (row_id bigint)")
    db.register("frame", pd.DataFrame({"text": found["text"].astype("str")}))
    db.execute("insert into doubting_posts select row_id from interactions semi join frame "
               f"using (text) where {posts} order by row_id", {"since_row": since.row})
    db.unregister("frame")
