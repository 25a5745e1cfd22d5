"""Finds copied praise and posts that doubt praise, and notes which account writes how much."""

from __future__ import annotations

import duckdb
import pandas as pd

from data.sqlfiles import sql_file
from data.stored import store


def judge_praise(db: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of accounts and of what speaks against praise, from interactions.

    writers: one row per account; praise_copies: row_id, copy_id, batch_id; praise_batches:
    batch_id, example_row, reasons; doubting_posts: row_id.
    """
    from analysis.authenticity import doubts, find_batches

    db.execute(f"create table writers as {sql_file('authenticity/writers.sql')}")
    posts, found = find_batches(db.execute(sql_file("authenticity/praise.sql")).df())
    batch = pd.Series(0, index=posts.index, dtype="int64")
    for number, one in enumerate(found, start=1):
        batch.loc[list(one.rows)] = number
    copied = posts.assign(batch_id=batch)[posts["copy"] >= 0]
    store(db, "table praise_copies", pd.DataFrame({
        "row_id": copied["row_id"].astype("int64"), "copy_id": copied["copy"].astype("int64"),
        "batch_id": copied["batch_id"]}),
        "select row_id, copy_id, nullif(batch_id, 0) as batch_id from frame order by row_id")
    store(db, "table praise_batches", pd.DataFrame({
        "batch_id": pd.Series(range(1, len(found) + 1), dtype="int64"),
        "example_row": pd.Series([int(posts["row_id"].iloc[one.rows[0]]) for one in found],
                                 dtype="int64"),
        "reasons": pd.Series(["; ".join(one.reasons) for one in found], dtype="str")}))
    texts = db.execute("select distinct text from interactions where is_social "
                       "and direction = 'inbound' and text is not null").df()
    doubting = texts[doubts(texts["text"].tolist())]
    store(db, "table doubting_posts", pd.DataFrame({"text": doubting["text"].astype("str")}),
           "select i.row_id from interactions as i semi join frame using (text) "
           "where i.is_social and i.direction = 'inbound' order by i.row_id")
